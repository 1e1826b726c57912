//! The real `sitr` binary, in processes of its own, against a relay in this one.

mod keys;
mod refusals;
mod talk;
mod world;
