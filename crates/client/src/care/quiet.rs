//! Quiet hours, breaks, a daily budget.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use minicbor::{Decode, Encode};

/// Under which name it is kept.
pub(super) const NAME: &str = "quiet";

/// When a person wants quiet. Nobody else learns of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Quiet {
    /// First minute of the local day without sound, and the first with sound again; it may go past midnight.
    #[n(0)]
    pub hours: Option<(u16, u16)>,
    /// Until when there are no notices at all, in seconds since 1970-01-01 UTC; 0 for no break.
    #[n(1)]
    pub break_until: u64,
    /// Minutes a day after which the person wants to be told; 0 for never.
    #[n(2)]
    pub budget_minutes: u16,
}

impl Quiet {
    pub(super) fn encode(&self) -> Vec<u8> {
        minicbor::to_vec(self).unwrap_or_default() // writing to a Vec cannot fail
    }

    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        minicbor::decode(bytes).ok()
    }

    /// Whether it is an hour without sound where this person is.
    #[must_use]
    pub fn is_quiet(&self, now: Timestamp, zone: &TimeZone) -> bool {
        let Some((from, to)) = self.hours else { return false };
        let time = now.to_zoned(zone.clone()).time();
        let minute =
            u16::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).unwrap_or(0);
        if from <= to { (from..to).contains(&minute) } else { minute >= from || minute < to }
    }

    /// Whether this person takes a break.
    #[must_use]
    pub fn breaks_at(&self, now: Timestamp) -> bool {
        u64::try_from(now.as_second()).unwrap_or(0) < self.break_until
    }

    /// Whether so many minutes of today are as many as the person wanted, or more.
    #[must_use]
    pub const fn is_enough(&self, minutes_today: u16) -> bool {
        self.budget_minutes != 0 && minutes_today >= self.budget_minutes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_go_past_midnight_in_local_time() {
        let quiet = Quiet { hours: Some((22 * 60, 7 * 60)), ..Quiet::default() };
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let utc = TimeZone::UTC;
        for (time, wanted) in [
            ("2026-11-21T02:00:00Z", true),
            ("2026-11-21T22:00:00Z", true),
            ("2026-11-21T21:59:00Z", false),
            ("2026-11-21T07:00:00Z", false),
        ] {
            assert_eq!(quiet.is_quiet(at(time), &utc), wanted, "{time}");
        }
        let cairo = TimeZone::fixed(jiff::tz::offset(2));
        assert!(quiet.is_quiet(at("2026-11-21T00:00:00Z"), &cairo), "02:00 there");
        assert!(!quiet.is_quiet(at("2026-11-21T05:30:00Z"), &cairo), "07:30 there");
        assert!(!Quiet::default().is_quiet(at("2026-11-21T02:00:00Z"), &utc));
        assert_eq!(Quiet::decode(&quiet.encode()), Some(quiet));
    }

    #[test]
    fn a_break_and_a_budget_end() {
        let now = Timestamp::from_second(1000).unwrap();
        let quiet = Quiet { break_until: 1001, budget_minutes: 30, ..Quiet::default() };
        assert!(quiet.breaks_at(now) && !quiet.breaks_at(Timestamp::from_second(1001).unwrap()));
        assert!(quiet.is_enough(30) && !quiet.is_enough(29) && !Quiet::default().is_enough(999));
    }
}
