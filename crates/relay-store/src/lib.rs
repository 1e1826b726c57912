//! The relay's memory: mailboxes and cells in SQLite, one writer.
//!
//! - [`Writer`]: the one connection that writes; many requests in one transaction
//! - [`Reader`]: a connection for pages, any number of them
//! - [`Checkpointer`]: moves the log into the file, off the writer's path
//! - [`inspect`]: all that is stored, as the operator sees it
//! - [`backup`]: a copy while the relay runs, which says of itself that it is one

mod append;
pub mod backup;
mod checkpoint;
mod error;
pub mod inspect;
mod lineage;
mod reader;
mod row;
mod span;
mod sweep;
mod tags;
mod writer;

pub use checkpoint::Checkpointer;
pub use error::Error;
pub use reader::{Reader, StoredPage, StoredTail};
pub use sweep::Swept;
pub use writer::{Tx, Writer};

/// The steps of the schema, oldest first.
const MIGRATIONS: &[sitr_db::Migration] = &[
    include_str!("../migrations/0001_mailboxes.sql"),
    include_str!("../migrations/0002_finals.sql"),
    include_str!("../migrations/0003_lineage.sql"),
    include_str!("../migrations/0004_tags.sql"),
];

#[cfg(test)]
mod tests;
