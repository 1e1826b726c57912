//! A relay of one to three mailboxes over the real core.
//!
//! One action is what the relay's shell does with one transaction: a few requests are decided one after the
//! other, then their writes become durable together or not at all, then the answers arrive or are lost.
//! The durable rows are kept here; the core in memory may be lost at any time and is loaded from them again.

pub mod ask;
pub mod config;
pub mod disk;
pub mod fault;
pub mod judge;
pub mod model;
pub mod shell;

pub use ask::{Ask, Verb};
pub use config::Config;
pub use fault::Fault;
pub use model::{Action, Fate, Relay, State};
