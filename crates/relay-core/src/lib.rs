//! What a mailbox accepts: the relay's decisions, without clock, socket or disk.
//!
//! One verified request in, one [`Batch`] out: `writes` to be committed in one transaction, and only
//! then `sends`. In this order:
//!
//! 1. [`session::Session::admit`] holds a connection to its limits.
//! 2. [`verify`] makes a [`verify::Asked`]: signatures, tickets and addresses are checked here, and
//!    nowhere else can one be made, so an unverified request cannot be decided upon.
//! 3. The shell loads what [`Core::needs`] names and hands it to [`Core::learn`].
//! 4. [`Core::decide`] says what to write and what to send.
//! 5. The shell commits, then sends. If the commit fails it calls [`Core::forget`] for the mailboxes
//!    concerned and answers Busy: nothing happened.
//!
//! Time is an argument, in seconds; whatever is kept longer than a rate window is kept in days.
//! Rules with addresses (`M-03` ...) stand in `proto/README.md`.

pub mod batch;
pub mod cache;
mod core;
mod decide;
pub mod head;
pub mod load;
pub mod rate;
pub mod session;
pub mod ticket;
pub mod time;
pub mod verify;

pub use crate::batch::{Answer, Asker, Batch, ConnId, Event, Send, Write};
pub use crate::core::{Core, Needs};
pub use crate::head::{Head, Known, Tombstone};
pub use crate::time::{Day, Seconds};

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
