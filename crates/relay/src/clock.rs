//! Time is an input, so that days pass in tests.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use sitr_relay_core::{Day, Seconds};
use toml::value::Datetime;

/// Tells the time.
pub trait Clock: fmt::Debug + Send + Sync {
    /// Seconds since 1970-01-01 UTC.
    fn now(&self) -> Seconds;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Seconds {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        Seconds(since.map_or(0, |since| since.as_secs()))
    }
}

/// The day of a date alone, from 1970 on.
pub(crate) fn day_of(date: &Datetime) -> Option<Day> {
    let (Some(date), None) = (date.date, date.time) else { return None };
    // Years begin in March, so that the day that some have more is their last one.
    let (year, month) = match u32::from(date.month) {
        month @ 3.. => (u32::from(date.year), month - 3),
        month => (u32::from(date.year).checked_sub(1)?, month + 9),
    };
    let days = 365 * year + year / 4 - year / 100 + year / 400;
    let days = days + (153 * month + 2) / 5 + u32::from(date.day) - 1;
    // Days from 0000-03-01 to 1970-01-01.
    days.checked_sub(719_468).map(Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days() {
        let day = |text: &str| day_of(&text.parse().unwrap()).map(|day| day.0);
        for (text, wanted) in [
            ("1970-01-01", 0),
            ("1972-02-29", 789),
            ("2000-03-01", 11_017),
            ("2024-12-31", 20_088),
            ("2100-02-28", 47_540),
        ] {
            assert_eq!(day(text), Some(wanted), "{text}");
        }
        assert_eq!(day("1969-12-31"), None);
        assert_eq!(day("12:30:00"), None);
        assert_eq!(day("2030-01-31T12:30:00"), None);
    }
}
