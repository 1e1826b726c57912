//! The rules of the tree, held by tests: what `ARCHITECTURE.md` says under 'Never' and 'Always'.
//!
//! The library reads: sources ([`source`], on the lexer of [`lex`] and the paths of [`path`]) and
//! Cargo's own view of the packages ([`metadata`]). [`rule`] holds what is looked for. The rules
//! themselves are the tests under `tests/rules/`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this crate is a test: where the tree cannot be read, it fails"
)]

pub mod lex;
pub mod metadata;
pub mod path;
pub mod rule;
pub mod source;
