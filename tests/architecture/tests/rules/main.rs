//! The rules of `ARCHITECTURE.md`, one test each, numbered as there.
#![allow(clippy::expect_used, reason = "where the tree cannot be read, the test fails")]

mod always;
mod never;
