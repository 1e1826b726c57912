//! Rooms: founding, speaking, hearing, ending epochs, leaving.

mod closed;
mod commit;
mod draft;
mod errand;
mod final_cell;
mod found;
mod hear;
mod intent;
mod leave;
mod merge;
mod offer;
mod receive;
mod reread;
mod seen;
mod send;

pub use errand::Verdict;
pub use receive::Progress;
pub use send::open_note;
