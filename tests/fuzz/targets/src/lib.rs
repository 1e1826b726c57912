//! What is fuzzed: everything that decodes bytes of a stranger or a damaged file, the relay's
//! decisions, and a client in the hands of a relay and members who lie.
//!
//! A target is a plain function. It panics where a rule is broken, and else tells whether the bytes were
//! accepted, so that the seeds can be shown to reach what they are meant for. The fuzzer calls them from
//! `tests/fuzz/fuzz_targets`; a normal test replays the committed corpus without any fuzzer.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a target panics where a rule is broken"
)]

mod body;
mod client;
mod file;
mod relay;
mod sealed;
pub mod seeds;
mod text;
mod wire;

/// A function over arbitrary bytes: whether they were accepted.
pub type Target = fn(&[u8]) -> bool;

/// All of them by name.
pub const TARGETS: &[(&str, Target)] = &[
    ("request", wire::request),
    ("reply", wire::reply),
    ("body", body::body),
    ("credential", body::credential),
    ("policy", body::policy),
    ("content", body::content),
    ("deposit", body::deposit),
    ("cell", sealed::cell),
    ("payload", sealed::payload),
    ("link", text::link),
    ("recovery", text::recovery),
    ("config", text::config),
    ("keyfile", file::keyfile),
    ("relay", relay::sequence),
    ("client", client::sequence),
];

/// Runs a target by its name.
///
/// # Panics
/// If there is none, or if a rule is broken.
pub fn run(name: &str, data: &[u8]) -> bool {
    let found = TARGETS.iter().find(|(known, _)| *known == name);
    let (_, target) = found.unwrap_or_else(|| panic!("no target {name}"));
    target(data)
}
