//! Small worlds, explored whole.
//!
//! - [`relay`]: the real decisions of `sitr-relay-core`, driven as the relay drives them, through every
//!   order of requests, failed commits, lost answers, crashes and passing days
//! - [`room`]: stewards who race and crash, and members who judge final cells, as an abstract model
//!
//! Each has *twins* with one deliberate fault. A property that no twin breaks proves nothing, so the
//! tests demand that every twin is found, by the property that is about its fault.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test's worlds")]

pub mod relay;
pub mod room;
