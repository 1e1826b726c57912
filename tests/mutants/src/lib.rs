//! Mutants: for each rule of `proto/README.md` that refuses something, a patch of shipped code that takes
//! just that check away, and the test that must fail then. `cargo xtask mutants` applies them one by one.
//!
//! The mutants stand in `rules/*.toml`, one file for each ladder; rules that refuse nothing, and why, in
//! `rules/none.toml`.

pub mod list;
pub mod run;
pub mod tree;
