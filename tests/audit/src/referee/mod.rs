//! The referee: plays each game in its arms, values the guesses, and says which numbers count.

mod arm;
mod learner;
mod score;

pub use arm::{Arm, Played, Row, Verdict, play};

use crate::truth::Truth;
use crate::view::View;

/// One community as the referee has it: the operator's view at each level, and the truth.
#[derive(Clone, Debug)]
pub struct Case {
    /// Everything, with the disk of the day.
    pub live: View,
    /// The disk after the daily sweep.
    pub swept: View,
    /// The disk of the day, alone.
    pub today: View,
    /// What happened.
    pub truth: Truth,
}
