//! The client's memory: keys and messages, encrypted, in one transaction with the MLS state.
//!
//! - [`profile`]: a folder with an encrypted database and the key slots that open it.
//! - [`mls`]: what openmls remembers, as rows of that database.
//! - [`rooms`]: what the client core remembers of rooms, as rows of the same one.
//!
//! One rule holds for all of it: the caller begins a transaction (`BEGIN IMMEDIATE`), gives the
//! connection to every store that has to change, and commits. After a rollback each `MlsGroup` that
//! took part is dropped and loaded again, because the object in memory is ahead of the database.

pub mod mls;
pub mod profile;
pub mod rooms;

pub use rooms::RoomStore;

/// The schema of a profile, oldest step first; see `migrations/`.
pub const MIGRATIONS: &[sitr_db::Migration] = &[
    include_str!("../migrations/0001_mls.sql"),
    include_str!("../migrations/0002_rooms.sql"),
    include_str!("../migrations/0003_read.sql"),
    include_str!("../migrations/0004_care.sql"),
    include_str!("../migrations/0005_asides.sql"),
    include_str!("../migrations/0006_kept.sql"),
    include_str!("../migrations/0007_tree.sql"),
    include_str!("../migrations/0008_search.sql"),
    include_str!("../migrations/0009_pages.sql"),
];
