//! Rooms: founding, speaking, hearing, ending epochs, leaving.

mod accept;
mod aside;
mod bounds;
mod closed;
mod commit;
mod cover;
mod direct;
mod directory;
mod draft;
mod errand;
mod file;
mod final_cell;
mod found;
mod hear;
mod intent;
mod keep;
mod leave;
mod leaves;
mod merge;
mod offer;
mod receive;
mod reread;
mod seen;
mod send;
mod tend;

pub use accept::{GUIDELINES_MAX_BYTES, Tally};
pub use aside::{ANSWERS_AWAITED, ASIDES_KEPT, Confiding};
pub use bounds::{INVITES_REMEMBERED, KNOCKS_KEPT, KNOCKS_OPEN_MAX};
pub use cover::COVER_A_DAY;
pub use direct::Offer;
pub use errand::{Turn, Verdict};
pub use file::ToAttach;
pub use keep::entry_hash;
pub use leaves::SILENT_DAYS;
pub use receive::Progress;
pub use send::open_note;
