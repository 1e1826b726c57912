//! All sentences that a person reads, in one place and in that person's language. `--help` is English.
//!
//! Functions take names raw and make them safe themselves.

mod chat;
pub(crate) mod device;
mod door;
mod errors;
pub(crate) mod gather;
pub(crate) mod help;
pub(crate) mod keep;
mod members;
mod messages;
pub(crate) mod more;
pub(crate) mod moving;
mod profile;
pub(crate) mod refound;
mod rooms;

pub(crate) use chat::*;
pub(crate) use door::*;
pub(crate) use errors::*;
pub(crate) use members::*;
pub(crate) use messages::*;
pub(crate) use profile::*;
pub(crate) use rooms::*;
