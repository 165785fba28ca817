//! Times as people write and read them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use stemedb_core::limits::TIME_MS_MAX;

use crate::exit::Failure;

/// Fewest digits of a number of milliseconds; a shorter number is more likely a year.
const MILLISECOND_DIGITS_MIN: usize = 9;

/// Reads milliseconds since 1970, `2025-06-30` (its first instant, UTC), `2025-06-30T12:00` (UTC) or RFC 3339.
pub(crate) fn parse(text: &str) -> Result<u64, Failure> {
    let ms = if text.bytes().all(|byte| byte.is_ascii_digit()) {
        let long = text.len() >= MILLISECOND_DIGITS_MIN || text == "0";
        text.parse().ok().filter(|_| long)
    } else {
        instant(text).and_then(|instant| u64::try_from(instant.as_millisecond()).ok())
    };
    ms.filter(|ms| *ms <= TIME_MS_MAX).ok_or_else(|| {
        Failure::usage(format!(
            "`{text}` is no time after 1970: write 2025-06-30, 2025-06-30T12:00:00Z, or milliseconds since 1970"
        ))
    })
}

fn instant(text: &str) -> Option<Timestamp> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant);
    }
    let civil = match text.parse::<Date>() {
        Ok(date) if text.len() == 10 => date.to_datetime(Time::midnight()),
        _ => text.parse::<DateTime>().ok()?,
    };
    let zoned = civil.to_zoned(TimeZone::UTC).ok()?;
    Some(zoned.timestamp())
}

/// A time for people, in UTC: only the date for a midnight, milliseconds only where there are some.
pub(crate) fn show(ms: u64) -> String {
    let instant = i64::try_from(ms)
        .ok()
        .and_then(|ms| Timestamp::from_millisecond(ms).ok());
    let Some(instant) = instant else {
        return format!("{ms} ms");
    };
    let civil = instant.to_zoned(TimeZone::UTC).datetime();
    let format = match (civil.time() == Time::midnight(), ms % 1_000) {
        (true, _) => "%Y-%m-%d",
        (false, 0) => "%Y-%m-%d %H:%M:%SZ",
        (false, _) => "%Y-%m-%d %H:%M:%S.%3fZ",
    };
    civil.strftime(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_times_and_milliseconds_are_read() {
        for (text, ms) in [
            ("1700000000000", 1_700_000_000_000),
            ("2023-11-14", 1_699_920_000_000),
            ("2023-11-14T22:13:20Z", 1_700_000_000_000),
            ("2023-11-14T22:13:20", 1_700_000_000_000),
            ("2023-11-14 22:13:20", 1_700_000_000_000),
            ("2023-11-14T23:13:20+01:00", 1_700_000_000_000),
            ("0", 0),
        ] {
            assert_eq!(parse(text).ok(), Some(ms), "{text}");
        }
        for text in [
            "2023",
            "",
            "yesterday",
            "1969-01-01",
            "99999999999999999",
            "-5",
            "2023-13-01",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_shown_can_be_read_again() {
        for (ms, text) in [
            (1_699_920_000_000, "2023-11-14"),
            (1_700_000_000_000, "2023-11-14 22:13:20Z"),
            (1_700_000_000_123, "2023-11-14 22:13:20.123Z"),
            (1_700_000_000_050, "2023-11-14 22:13:20.050Z"),
            (0, "1970-01-01"),
            (TIME_MS_MAX, "9007199254740991 ms"),
        ] {
            assert_eq!(show(ms), text);
            if !text.ends_with("ms") {
                assert_eq!(parse(text).ok(), Some(ms), "{text}");
            }
        }
    }
}
