//! A way to a relay, as people write it down.

/// Routes to a relay that a link, a card or a room may name.
pub const ROUTES_MAX: usize = 4;
/// Bytes of one route.
pub const ROUTE_MAX_BYTES: usize = 256;

/// Whether this is a route: `ws://` or `wss://`, printable, not too long.
fn is_route(route: &str) -> bool {
    (route.starts_with("ws://") || route.starts_with("wss://"))
        && route.len() <= ROUTE_MAX_BYTES
        && route.chars().all(|c| c.is_ascii_graphic())
}

/// Whether so many are few enough, and each of them is one.
#[must_use]
pub fn are_routes(routes: &[String]) -> bool {
    (1..=ROUTES_MAX).contains(&routes.len()) && routes.iter().all(|route| is_route(route))
}
