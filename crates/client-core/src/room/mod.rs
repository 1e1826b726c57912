//! Rooms: founding, speaking, hearing, ending epochs, leaving.

mod commit;
mod errand;
mod final_cell;
mod found;
mod leave;
mod merge;
mod receive;
mod send;

pub use errand::Verdict;
pub use receive::Progress;
