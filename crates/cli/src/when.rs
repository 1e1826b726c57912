//! Spans and moments as people type them, and moments as they are shown.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::text;

/// Reads `90s`, `30m`, `72h`, `7d`, `2w`, or several at once: `1h30m`. A bare number counts seconds.
pub(crate) fn span(typed: &str) -> Result<Duration, String> {
    let wrong = || text::wrong_span(typed);
    if let Ok(seconds) = typed.parse::<u64>() {
        return Ok(Duration::from_secs(seconds));
    }
    let mut total: u64 = 0;
    let mut rest = typed.trim();
    if rest.is_empty() {
        return Err(wrong());
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
        let (number, tail) = rest.split_at(digits);
        let mut units = tail.chars();
        let seconds = match units.next() {
            Some('s') => 1,
            Some('m') => 60,
            Some('h') => 3_600,
            Some('d') => 86_400,
            Some('w') => 604_800,
            _ => return Err(wrong()),
        };
        let number: u64 = number.parse().map_err(|_| wrong())?;
        let part = number.checked_mul(seconds).ok_or_else(wrong)?;
        total = total.checked_add(part).ok_or_else(wrong)?;
        rest = units.as_str();
    }
    Ok(Duration::from_secs(total))
}

/// The same, but something.
pub(crate) fn some_span(typed: &str) -> Result<Duration, String> {
    let span = span(typed)?;
    if span.is_zero() { Err(text::wrong_span(typed)) } else { Ok(span) }
}

/// Reads a moment, in milliseconds since 1970-01-01 UTC: RFC 3339, a date or date and time of this
/// machine's clock, or a span before `now`.
pub(crate) fn moment(typed: &str, now: Timestamp, zone: &TimeZone) -> Result<u64, String> {
    let wrong = || text::wrong_moment(typed);
    let moment = if let Ok(moment) = typed.parse::<Timestamp>() {
        moment
    } else if let Ok(local) = typed.parse::<DateTime>() {
        local.to_zoned(zone.clone()).map_err(|_| wrong())?.timestamp()
    } else if let Ok(day) = typed.parse::<Date>() {
        day.to_zoned(zone.clone()).map_err(|_| wrong())?.timestamp()
    } else {
        let ago = span(typed).map_err(|_| wrong())?;
        now.checked_sub(ago).map_err(|_| wrong())?
    };
    Ok(u64::try_from(moment.as_millisecond()).unwrap_or(0))
}

fn timestamp(at_ms: u64) -> Timestamp {
    // A sender may claim any time; what no calendar holds is shown as the last moment of one.
    i64::try_from(at_ms)
        .ok()
        .and_then(|ms| Timestamp::from_millisecond(ms).ok())
        .unwrap_or(Timestamp::MAX)
}

/// RFC 3339 in UTC, to the millisecond.
pub(crate) fn rfc3339(at_ms: u64) -> String {
    timestamp(at_ms).strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// As people read it: the time today, else with the day.
pub(crate) fn shown(at_ms: u64) -> String {
    let zone = TimeZone::system();
    let (then, now) = (timestamp(at_ms).to_zoned(zone.clone()), Timestamp::now().to_zoned(zone));
    let form = if then.date() == now.date() { "%H:%M" } else { "%Y-%m-%d %H:%M" };
    then.strftime(form).to_string()
}

/// A day counted from 1970-01-01, as `YYYY-MM-DD`.
pub(crate) fn day(day: u32) -> String {
    let at = Timestamp::from_second(i64::from(day) * 86_400).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(TimeZone::UTC).date().to_string()
}

/// Reads `YYYY-MM-DD` as a day counted from 1970-01-01 in UTC.
pub(crate) fn day_of(typed: &str) -> Option<u32> {
    let at = typed.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp();
    u32::try_from(at.as_second() / 86_400).ok().filter(|day| *day > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans() {
        let seconds = |typed| span(typed).map(|span| span.as_secs());
        assert_eq!(seconds("30"), Ok(30));
        assert_eq!(seconds("72h"), Ok(72 * 3600));
        assert_eq!(seconds("1h30m"), Ok(5400));
        assert_eq!(seconds("2w"), Ok(14 * 86_400));
        for wrong in ["", "h", "3x", "3h4", "-1h", "1.5h", "99999999999999999999w", "3µ"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
        assert!(some_span("0s").is_err());
    }

    #[test]
    fn moments() {
        let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        let at = |typed| moment(typed, now, &zone).map(rfc3339);
        assert_eq!(at("2026-11-21T10:00:00Z").unwrap(), "2026-11-21T10:00:00.000Z");
        assert_eq!(at("2026-11-21T10:00:00.25+02:00").unwrap(), "2026-11-21T08:00:00.250Z");
        assert_eq!(at("2026-11-21 10:00").unwrap(), "2026-11-21T08:00:00.000Z");
        assert_eq!(at("2026-11-21").unwrap(), "2026-11-20T22:00:00.000Z");
        assert_eq!(at("90m").unwrap(), "2026-11-21T10:30:00.000Z");
        assert!(at("yesterday").is_err());
    }

    #[test]
    fn days() {
        assert_eq!(day_of("2026-11-21").map(day).as_deref(), Some("2026-11-21"));
        assert_eq!(day_of("1970-01-02"), Some(1));
        for wrong in ["1970-01-01", "1969-12-31", "2026-11", "soon", ""] {
            assert_eq!(day_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn any_claim_can_be_shown() {
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00.000Z");
        assert!(rfc3339(u64::MAX).starts_with("9999-"));
        assert!(!shown(u64::MAX).is_empty());
    }
}
