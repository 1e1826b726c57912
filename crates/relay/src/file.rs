//! The configuration file: TOML, strict, every key optional. See `deploy/relay.example.toml`.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;
use sitr_relay_core::load::Rise;
use sitr_wire::limit;
use sitr_wire::ticket::{Difficulty, Policy};
use sitr_wire::{Keep, Life};

use crate::clock;
use crate::config::{Bounds, Config, Listener, TlsFiles};

/// Why a configuration is refused.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Not TOML, an unknown key, or a value of another kind.
    #[error("{0}")]
    Form(#[from] toml::de::Error),
    /// A value that cannot be.
    #[error("{key}: {why}")]
    Value {
        /// The key, with its table.
        key: &'static str,
        /// What it may be.
        why: String,
    },
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    data: Option<PathBuf>,
    listen: Option<Vec<ListenEntry>>,
    operations: Option<SocketAddr>,
    retires_on: Option<toml::value::Datetime>,
    mailboxes: Mailboxes,
    tickets: Tickets,
    limits: Limits,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListenEntry {
    address: SocketAddr,
    cert: Option<PathBuf>,
    key: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Mailboxes {
    max_life_days: Option<u32>,
    max_keep_days: Option<u32>,
    max_capacity: Option<u32>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Free,
    #[default]
    Work,
    Token,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Tickets {
    kind: Kind,
    gate_bits: Option<u32>,
    argon_kib: Option<u32>,
    argon_bits: Option<u32>,
    most_argon_bits: Option<u32>,
    opens_before_rise: Option<u32>,
    tokens: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Limits {
    requests_in_flight: Option<u32>,
    watches: Option<u32>,
    appends_per_minute: Option<u32>,
    opens_per_minute: Option<u32>,
    closes_per_hour: Option<u32>,
    connections: Option<u32>,
    outbound_kib: Option<u32>,
    hello_seconds: Option<u32>,
    ping_seconds: Option<u32>,
    stall_seconds: Option<u32>,
    drain_seconds: Option<u32>,
    hub_queue: Option<u32>,
    heads: Option<u32>,
    readers: Option<u32>,
    ticket_checks: Option<u32>,
}

/// Lays a configuration file over a base.
///
/// # Errors
/// Names the key that is unknown or out of range.
pub fn from_toml(text: &str, base: Config) -> Result<Config, ConfigError> {
    let file: File = toml::from_str(text)?;
    let mut config = base;
    if let Some(data) = file.data {
        config.data = data;
    }
    if let Some(entries) = file.listen {
        config.listeners = listeners(entries)?;
    }
    config.operations = file.operations.or(config.operations);
    if let Some(date) = file.retires_on {
        let day = clock::day_of(&date);
        let wanted = "a date, as 2030-01-31";
        config.retires_on =
            Some(day.ok_or(ConfigError::Value { key: "retires_on", why: wanted.to_owned() })?);
    }
    mailboxes(&file.mailboxes, &mut config)?;
    tickets(file.tickets, &mut config)?;
    limits(&file.limits, &mut config)?;
    Ok(config)
}

fn wrong<T>(key: &'static str, why: impl Into<String>) -> Result<T, ConfigError> {
    Err(ConfigError::Value { key, why: why.into() })
}

fn listeners(entries: Vec<ListenEntry>) -> Result<Vec<Listener>, ConfigError> {
    if entries.is_empty() {
        return wrong("listen", "at least one address is needed");
    }
    let listener = |entry: ListenEntry| {
        let tls = match (entry.cert, entry.key) {
            (None, None) => None,
            (Some(cert), Some(key)) => Some(TlsFiles { cert, key }),
            _ => return wrong("listen", "cert and key go together"),
        };
        Ok(Listener { address: entry.address, tls })
    };
    entries.into_iter().map(listener).collect()
}

fn mailboxes(file: &Mailboxes, config: &mut Config) -> Result<(), ConfigError> {
    if let Some(days) = file.max_life_days {
        let class = Life::ALL.into_iter().find(|life| life.days() == days);
        let Some(class) = class else { return wrong("mailboxes.max_life_days", "1, 30 or 180") };
        config.limits.max_life = class;
    }
    if let Some(days) = file.max_keep_days {
        let class = Keep::ALL.into_iter().find(|keep| keep.days() == days);
        let Some(class) = class else { return wrong("mailboxes.max_keep_days", "7, 30 or 90") };
        config.limits.max_keep = class;
    }
    if let Some(capacity) = file.max_capacity {
        if !(1..=limit::CAPACITY_MAX).contains(&capacity) {
            return wrong("mailboxes.max_capacity", format!("1 to {}", limit::CAPACITY_MAX));
        }
        config.limits.max_capacity = capacity;
    }
    Ok(())
}

fn tickets(file: Tickets, config: &mut Config) -> Result<(), ConfigError> {
    let base = config.tickets.difficulty().clone();
    let difficulty = Difficulty {
        gate_bits: file.gate_bits.unwrap_or(base.gate_bits),
        argon_kib: file.argon_kib.unwrap_or(base.argon_kib),
        argon_bits: file.argon_bits.unwrap_or(base.argon_bits),
    };
    // T-02
    if !difficulty.is_sane() {
        let (gate, kib) = (limit::TICKET_GATE_MAX_BITS, limit::TICKET_ARGON_MAX_KIB);
        let bits = limit::APPEND_COST_MAX;
        let work = limit::TICKET_WORK_MAX;
        let why = format!(
            "gate_bits at most {gate}, argon_kib 8 to {kib}, argon_bits at most {bits}, and \
             2^argon_bits * (2^gate_bits + argon_kib) at most {work}"
        );
        return wrong("tickets", why);
    }
    rise(&file, &difficulty, &mut config.rise)?;
    let is_token = matches!(file.kind, Kind::Token);
    if is_token == file.tokens.is_empty() {
        return wrong("tickets.tokens", "needed with kind = \"token\", and only there");
    }
    if file.tokens.iter().any(|token| token.len() < 16 || token.len() > limit::TOKEN_MAX_BYTES) {
        return wrong("tickets.tokens", format!("16 to {} bytes each", limit::TOKEN_MAX_BYTES));
    }
    config.tokens = file.tokens.into_iter().map(String::into_bytes).collect::<BTreeSet<_>>();
    config.tickets = match file.kind {
        Kind::Free => Policy::Free(difficulty),
        Kind::Work => Policy::Work(difficulty),
        Kind::Token => Policy::Token(difficulty),
    };
    Ok(())
}

fn rise(file: &Tickets, least: &Difficulty, rise: &mut Rise) -> Result<(), ConfigError> {
    if let Some(most) = file.most_argon_bits {
        // T-02, T-05
        if most < least.argon_bits || !least.with_bits(most).is_sane() {
            let why = "at least argon_bits, and no more work than a client may be asked for";
            return wrong("tickets.most_argon_bits", why);
        }
        rise.most_bits = most;
    }
    rise.opens_per_minute = file.opens_before_rise.unwrap_or(rise.opens_per_minute);
    if rise.opens_per_minute == 0 {
        return wrong("tickets.opens_before_rise", "at least 1");
    }
    Ok(())
}

fn limits(file: &Limits, config: &mut Config) -> Result<(), ConfigError> {
    let values = [
        file.requests_in_flight,
        file.watches,
        file.appends_per_minute,
        file.opens_per_minute,
        file.closes_per_hour,
        file.connections,
        file.outbound_kib,
        file.hello_seconds,
        file.ping_seconds,
        file.stall_seconds,
        file.drain_seconds,
        file.hub_queue,
        file.heads,
        file.readers,
        file.ticket_checks,
    ];
    if values.into_iter().flatten().any(|value| !(1..=10_000_000).contains(&value)) {
        return wrong("limits", "every limit is 1 to 10000000");
    }
    let announced = &mut config.limits;
    let set = |target: &mut u32, value: Option<u32>| *target = value.unwrap_or(*target);
    set(&mut announced.requests_in_flight, file.requests_in_flight);
    set(&mut announced.watches, file.watches);
    set(&mut announced.appends_per_minute, file.appends_per_minute);
    set(&mut announced.opens_per_minute, file.opens_per_minute);
    set(&mut announced.closes_per_hour, file.closes_per_hour);
    own_bounds(file, &mut config.bounds);
    Ok(())
}

fn own_bounds(file: &Limits, bounds: &mut Bounds) {
    let count = |target: &mut usize, value: Option<u32>, unit: usize| {
        if let Some(value) = value.and_then(|value| usize::try_from(value).ok()) {
            *target = value.saturating_mul(unit);
        }
    };
    let seconds = |target: &mut Duration, value: Option<u32>| {
        if let Some(value) = value {
            *target = Duration::from_secs(u64::from(value));
        }
    };
    count(&mut bounds.connections, file.connections, 1);
    count(&mut bounds.outbound_bytes, file.outbound_kib, 1024);
    count(&mut bounds.hub_queue, file.hub_queue, 1);
    count(&mut bounds.heads, file.heads, 1);
    count(&mut bounds.readers, file.readers, 1);
    count(&mut bounds.ticket_checks, file.ticket_checks, 1);
    seconds(&mut bounds.hello, file.hello_seconds);
    seconds(&mut bounds.ping, file.ping_seconds);
    seconds(&mut bounds.stall, file.stall_seconds);
    seconds(&mut bounds.drain, file.drain_seconds);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        from_toml(text, Config::at("x")).unwrap_err().to_string()
    }

    #[test]
    fn nothing_said_is_the_default() {
        let config = from_toml("", Config::at("x")).unwrap();
        assert_eq!(config.limits, Config::at("x").limits);
        assert_eq!(config.bounds, Bounds::default());
        assert_eq!(config.tickets, Policy::Work(Difficulty::default()));
    }

    #[test]
    fn the_example_says_the_defaults() {
        let example = include_str!("../../../deploy/relay.example.toml");
        let (config, default) =
            (from_toml(example, Config::at("x")).unwrap(), Config::at("/var/lib/sitr-relay"));
        assert_eq!(config.data, default.data);
        assert_eq!(config.limits, default.limits);
        assert_eq!(config.bounds, default.bounds);
        assert_eq!(config.tickets, default.tickets);
        assert_eq!(config.rise, default.rise);
        assert_eq!(config.listeners, default.listeners);
    }

    #[test]
    fn a_relay_retires_on_a_day() {
        let config = from_toml("retires_on = 2030-01-31", Config::at("x")).unwrap();
        assert_eq!(config.retires_on, Some(sitr_relay_core::Day(21_945)));
    }

    #[test]
    fn the_containers_file_is_right() {
        let text = include_str!("../../../deploy/relay.container.toml");
        let config = from_toml(text, Config::at("x")).unwrap();
        assert!(config.operations.is_some() && config.listeners[0].tls.is_none());
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert!(refused("lisen = []").contains("unknown field `lisen`"));
        assert!(refused("[limits]\nwatch = 1").contains("unknown field `watch`"));
        assert!(refused("[limits]\nwatches = 0").contains("1 to 10000000"));
        assert!(refused("listen = []").contains("at least one"));
        assert!(refused("retires_on = 12:30:00").contains("2030-01-31"));
        let half = "listen = [{ address = \"127.0.0.1:1\", cert = \"a\" }]";
        assert!(refused(half).contains("go together"));
        assert!(refused("[mailboxes]\nmax_life_days = 2").contains("1, 30 or 180"));
        assert!(refused("[tickets]\nargon_kib = 5000").contains("argon_kib 8 to 4096"));
        assert!(refused("[tickets]\nmost_argon_bits = 17").contains("at least argon_bits"));
        assert!(refused("[tickets]\nmost_argon_bits = 2").contains("at least argon_bits"));
        assert!(refused("[tickets]\nopens_before_rise = 0").contains("at least 1"));
        assert!(refused("[tickets]\nkind = \"token\"").contains("tickets.tokens"));
        assert!(refused("[tickets]\nkind = \"none\"").contains("unknown variant"));
    }
}
