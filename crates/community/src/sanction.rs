//! Measures that last: they cite a rule, end on a day, and can be appealed to another moderator.

use crate::Persona;

/// A timeout or a ban, as it stands in the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sanction {
    /// Who imposed it; somebody else decides an appeal.
    pub by: Persona,
    /// The number of the guideline that it goes by; 0 if the room has none yet.
    pub rule: u16,
    /// The day after which it is to be lifted, in days since 1970-01-01; 0 for a ban without an end. A
    /// day ends nothing by itself: no rule reads a clock, a steward's commit lifts it.
    pub until_day: u32,
}
