//! Paths that must not stand in shipped code.

use super::Violation;
use crate::path::contains;
use crate::source::Source;

/// What a core, `content` and `community` leave to their shells.
pub const IMPURE: &[&[&str]] = &[
    // runtimes, databases, sockets, disk, threads
    &["tokio"],
    &["rusqlite"],
    &["std", "net"],
    &["std", "os"],
    &["std", "fs"],
    &["std", "env"],
    &["std", "process"],
    &["std", "thread"],
    // clocks
    &["SystemTime", "now"],
    &["Instant", "now"],
    &["Utc", "now"],
    &["Timestamp", "now"],
    &["Zoned", "now"],
    &["UNIX_EPOCH", "elapsed"],
    // an order that changes from run to run
    &["HashMap"],
    &["HashSet"],
    &["RandomState"],
    // global randomness
    &["getrandom"],
    &["thread_rng"],
    &["ThreadRng"],
    &["OsRng"],
    &["SysRng"],
    &["from_entropy"],
    &["from_os_rng"],
    &["rand", "rng"],
    &["rand", "random"],
    &["rand", "random_range"],
];

/// What a library leaves to the binary that it is linked into.
pub const BINARY_ONLY: &[&[&str]] = &[
    &["tracing_subscriber"],
    &["set_global_default"],
    &["std", "env"],
    &["process", "exit"],
    &["process", "abort"],
];

/// Shipped code that uses one of these paths.
#[must_use]
pub fn uses(source: &Source, banned: &[&[&str]]) -> Vec<Violation> {
    source
        .shipped_paths()
        .iter()
        .filter_map(|found| {
            let ban = banned.iter().find(|ban| contains(&found.path, ban))?;
            Some(Violation::at(&source.path, found.line, format!("`{}`", ban.join("::"))))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str, banned: &[&[&str]]) -> usize {
        uses(&Source::new("crates/x/src/lib.rs", text, false), banned).len()
    }

    #[test]
    fn an_impure_core_is_found() {
        for text in [
            "use tokio::sync::mpsc;",
            "let t = std::time::SystemTime::now();",
            "use std::time::Instant; fn f() { Instant::now(); }",
            "let mut r = rand::rng();",
            "use rand::rng;",
            "use rand_core::OsRng;",
            "std::net::TcpStream::connect(a)",
            "use std::{fmt, net::IpAddr};",
            "getrandom::fill(&mut b)",
            "use std::collections::{BTreeMap, HashMap};",
        ] {
            assert_eq!(count(text, IMPURE), 1, "{text}");
        }
    }

    #[test]
    fn time_and_chance_as_inputs_are_pure() {
        let text = "use rand::Rng; use std::time::Duration; fn f(now: u64, rng: &mut impl Rng) {}
            // tokio, SystemTime::now\n#[cfg(test)]\nmod tests { use tokio::test; }";
        assert_eq!(count(text, IMPURE), 0);
    }

    #[test]
    fn a_library_that_acts_as_a_binary_is_found() {
        let text = "fn f() { tracing_subscriber::fmt().init(); let _ = std::env::var(\"X\");
            std::process::exit(1); }";
        assert_eq!(count(text, BINARY_ONLY), 3);
        assert_eq!(count("let v = env!(\"CARGO_PKG_VERSION\");", BINARY_ONLY), 0);
    }
}
