//! Rooms: founding, speaking, hearing, ending epochs, leaving.

mod commit;
mod draft;
mod errand;
mod final_cell;
mod found;
mod leave;
mod merge;
mod offer;
mod receive;
mod send;

pub use errand::Verdict;
pub use receive::Progress;
