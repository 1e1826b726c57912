//! A proxy through which everything goes, such as Tor's.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;

use rand::RngExt as _;
use tokio::net::TcpStream;
use tokio_socks::Error as Socks;
use tokio_socks::tcp::Socks5Stream;

use super::NetError;

/// How the address of a proxy begins.
const SCHEME: &str = "socks5://";

/// A SOCKS5 proxy (RFC 1928), known by its IP address: `socks5://127.0.0.1:9050`.
///
/// It is given the names of relays as they stand in routes, and finds them itself: nothing is resolved here. Each
/// connection shows it a user name and a password of its own (RFC 1929), made by chance: Tor leads what shows
/// different ones over different circuits (`IsolateSOCKSAuth`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proxy(SocketAddr);

/// What was given is no address of a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a proxy is written as socks5://IP:PORT, with the IP address of the proxy")]
pub struct ProxyError;

impl FromStr for Proxy {
    type Err = ProxyError;

    /// The name of a proxy would have to be resolved, so `localhost` is the only one that is taken.
    fn from_str(typed: &str) -> Result<Self, ProxyError> {
        let address = typed.trim().strip_prefix(SCHEME).ok_or(ProxyError)?.trim_end_matches('/');
        let address: SocketAddr = match address.strip_prefix("localhost:") {
            Some(port) => {
                let port = port.parse().map_err(|_| ProxyError)?;
                (Ipv4Addr::LOCALHOST, port).into()
            }
            None => address.parse().map_err(|_| ProxyError)?,
        };
        if address.port() == 0 { Err(ProxyError) } else { Ok(Self(address)) }
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}", self.0)
    }
}

impl Proxy {
    /// Leads nowhere, as no program listens at port 0: what is put where it cannot be told which proxy is meant.
    pub(crate) const NOWHERE: Self = Self(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0));

    /// A connection through the proxy.
    pub(super) async fn connect(self, host: &str, port: u16) -> Result<TcpStream, NetError> {
        let (user, password) = (by_chance(), by_chance());
        let stream =
            Socks5Stream::connect_with_password(self.0, (host, port), &user, &password).await;
        Ok(stream.map_err(failed)?.into_inner())
    }
}

fn by_chance() -> String {
    format!("{:032x}", rand::rng().random::<u128>())
}

/// Whether it was the proxy that failed, or what lies behind it.
fn failed(error: Socks) -> NetError {
    match error {
        Socks::InvalidTargetAddress(_) => NetError::Route,
        Socks::GeneralSocksServerFailure
        | Socks::ConnectionNotAllowedByRuleset
        | Socks::NetworkUnreachable
        | Socks::HostUnreachable
        | Socks::ConnectionRefused
        | Socks::TtlExpired
        | Socks::AddressTypeNotSupported
        | Socks::UnknownError => NetError::Unreachable(error.into()),
        error => NetError::Proxy(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_named_by_its_ip_address() {
        for (typed, shown) in [
            ("socks5://127.0.0.1:9050", "socks5://127.0.0.1:9050"),
            (" socks5://[::1]:9150/ ", "socks5://[::1]:9150"),
            ("socks5://localhost:9050", "socks5://127.0.0.1:9050"),
        ] {
            let proxy: Proxy = typed.parse().unwrap();
            assert_eq!(proxy.to_string(), shown);
            assert_eq!(shown.parse(), Ok(proxy));
        }
        for wrong in [
            "",
            "127.0.0.1:9050",
            "socks4://127.0.0.1:9050",
            "http://127.0.0.1:9050",
            "socks5://127.0.0.1",
            "socks5://127.0.0.1:0",
            "socks5://localhost:x",
            "socks5://proxy.example:9050",
            "socks5://me:secret@127.0.0.1:9050",
        ] {
            assert_eq!(wrong.parse::<Proxy>(), Err(ProxyError), "{wrong}");
        }
        assert!(Proxy::NOWHERE.to_string().parse::<Proxy>().is_err());
    }
}
