//! Time as the core knows it: given by the shell, never read.

/// Seconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seconds(pub u64);

/// Whole days since 1970-01-01 UTC: the finest time that is ever stored (rule P-02).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub u32);

/// Seconds of a day.
pub const DAY_SECONDS: u64 = 24 * 60 * 60;

impl Seconds {
    /// The day that this moment belongs to.
    #[must_use]
    pub fn day(self) -> Day {
        Day(u32::try_from(self.0 / DAY_SECONDS).unwrap_or(u32::MAX))
    }
}

impl Day {
    /// The day so many days later.
    #[must_use]
    pub fn plus(self, days: u32) -> Self {
        Self(self.0.saturating_add(days))
    }
}
