//! Times as people write them.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use stemedb_core::Timestamp;
use stemedb_core::limits::TIME_MS_MAX;

use crate::error::{Error, ErrorKind};

/// Fewest digits of a number of milliseconds; a shorter number is more likely a year.
const MILLISECOND_DIGITS_MIN: usize = 9;

/// Reads milliseconds since 1970, `2025-06-30` (its first instant, UTC), `2025-06-30T12:00` (UTC) or RFC 3339.
pub(crate) fn parse(field: &'static str, text: &str) -> Result<Timestamp, Error> {
    let wrong = || {
        let message = format!(
            "the field {field} is `{text}`, which is no time after 1970: write 2025-06-30, 2025-06-30T12:00:00Z, or milliseconds since 1970"
        );
        Error::new(ErrorKind::Invalid, "invalid_time", message)
    };
    let ms = if text.bytes().all(|b| b.is_ascii_digit()) {
        if text.len() < MILLISECOND_DIGITS_MIN && text != "0" {
            return Err(wrong());
        }
        text.parse().map_err(|_| wrong())?
    } else {
        let ms = instant(text).ok_or_else(wrong)?.as_millisecond();
        u64::try_from(ms).map_err(|_| wrong())?
    };
    if ms > TIME_MS_MAX {
        return Err(wrong());
    }
    Ok(ms)
}

fn instant(text: &str) -> Option<jiff::Timestamp> {
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        return Some(instant);
    }
    let civil = match text.parse::<Date>() {
        Ok(date) if text.len() == 10 => date.to_datetime(jiff::civil::Time::midnight()),
        _ => text.parse::<DateTime>().ok()?,
    };
    civil
        .to_zoned(TimeZone::UTC)
        .ok()
        .map(|zoned| zoned.timestamp())
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
            ("2023-11-14T23:13:20+01:00", 1_700_000_000_000),
            ("0", 0),
        ] {
            assert_eq!(parse("as_of", text).ok(), Some(ms), "{text}");
        }
        for text in [
            "2023",
            "",
            "yesterday",
            "1969-01-01",
            "99999999999999999",
            "-5",
        ] {
            assert!(parse("as_of", text).is_err(), "{text}");
        }
    }
}
