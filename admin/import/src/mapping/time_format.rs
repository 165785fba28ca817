//! Time formats: a small pattern language, compiled to regular expressions, that never guesses a zone.

use jiff::civil::{Date, DateTime};
use regex::{Captures, Regex, RegexBuilder};

use crate::limits::{PATTERN_BYTES_MAX, PATTERN_MEMORY_MAX};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// One format, ready to read texts.
pub(super) struct TimeFormat {
    pattern: Regex,
    parts: Vec<char>,
}

impl TimeFormat {
    /// Compiles a format; the error says which part is wrong.
    pub(super) fn new(format: &str) -> Result<Self, String> {
        if format.len() > PATTERN_BYTES_MAX {
            return Err(format!("it is longer than {PATTERN_BYTES_MAX} bytes"));
        }
        let (pattern, parts) = translate(format)?;
        check_parts(&parts)?;
        let pattern = RegexBuilder::new(&pattern)
            .case_insensitive(true)
            .size_limit(PATTERN_MEMORY_MAX)
            .build()
            .map_err(|e| e.to_string())?;
        Ok(TimeFormat { pattern, parts })
    }

    /// Whether it names the year.
    pub(super) fn has_year(&self) -> bool {
        self.has('Y') || self.has('y')
    }

    /// Whether it names the hour and the minute.
    pub(super) fn has_time_of_day(&self) -> bool {
        (self.has('H') || self.has('I')) && self.has('M')
    }

    /// Whether values carry seconds.
    pub(super) fn has_seconds(&self) -> bool {
        self.has('S')
    }

    fn has(&self, part: char) -> bool {
        self.parts.contains(&part)
    }

    /// Reads a whole text. Without a year in the format, `day` gives the year that brings the date nearest to it.
    pub(super) fn read(&self, text: &str, day: Option<Date>) -> Option<DateTime> {
        let found = self.pattern.captures(text)?;
        let month = month(&found)?;
        let of_month = number(&found, "d")?;
        let date = match year(&found) {
            Some(year) => Date::new(year, month, of_month).ok()?,
            None => nearest(day?, month, of_month)?,
        };
        let (hour, minute) = (hour(&found)?, optional(&found, "M")?);
        let time = jiff::civil::Time::new(hour, minute, optional(&found, "S")?, 0).ok()?;
        Some(date.to_datetime(time))
    }
}

/// The regular expression of a format, and the letters of its parts.
fn translate(format: &str) -> Result<(String, Vec<char>), String> {
    let mut pattern = String::from(r"\A");
    let mut parts = Vec::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match c {
            '%' => {
                let part = chars.next().ok_or("it ends in a bare `%`")?;
                pattern.push_str(&part_pattern(part)?);
                parts.push(part);
            }
            ' ' => pattern.push_str(r"\s*"),
            other => pattern.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
        }
    }
    pattern.push_str(r"\z");
    Ok((pattern, parts))
}

fn part_pattern(part: char) -> Result<String, String> {
    let months = |length: usize| {
        let names = MONTHS.map(|m| &m[..length.min(m.len())]);
        format!("(?<b>{})", names.join("|"))
    };
    Ok(match part {
        'Y' => "(?<Y>[0-9]{4})".into(),
        'y' => "(?<y>[0-9]{2})".into(),
        'm' | 'd' | 'H' | 'I' => format!("(?<{part}>[0-9]{{1,2}})"),
        'M' | 'S' => format!("(?<{part}>[0-9]{{2}})"),
        'b' => months(3),
        'B' => months(usize::MAX),
        'a' => "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)".into(),
        'p' => r"(?<p>[AP]\.M\.|[AP]M|[AP])".into(),
        other => {
            return Err(format!(
                "`%{other}` does not exist; there are %Y %y %m %d %b %B %a %H %I %M %S %p"
            ));
        }
    })
}

fn check_parts(parts: &[char]) -> Result<(), String> {
    let count = |of: &[char]| parts.iter().filter(|p| of.contains(p)).count();
    let rules = [
        (
            count(&['m', 'b', 'B']) == 1,
            "it needs the month once: %m, %b or %B",
        ),
        (
            count(&['d']) == 1,
            "it needs the day of the month, %d, once",
        ),
        (
            count(&['Y', 'y']) <= 1,
            "it may hold the year once: %Y or %y",
        ),
        (
            count(&['H', 'I']) <= 1,
            "it may hold the hour once: %H or %I",
        ),
        (
            count(&['I']) == count(&['p']),
            "%I and %p belong together, once each",
        ),
        (
            count(&['M']) == count(&['H', 'I']),
            "hour and minute belong together, once each",
        ),
        (
            count(&['S']) <= count(&['M']),
            "%S needs hour and minute, and may stand once",
        ),
    ];
    match rules.iter().find(|(holds, _)| !holds) {
        Some((_, why)) => Err((*why).to_owned()),
        None => Ok(()),
    }
}

fn number(found: &Captures<'_>, part: &str) -> Option<i8> {
    found.name(part)?.as_str().parse().ok()
}

/// Zero where the format has no such part.
fn optional(found: &Captures<'_>, part: &str) -> Option<i8> {
    match found.name(part) {
        Some(text) => text.as_str().parse().ok(),
        None => Some(0),
    }
}

fn year(found: &Captures<'_>) -> Option<i16> {
    if let Some(full) = found.name("Y") {
        return full.as_str().parse().ok();
    }
    let short: i16 = found.name("y")?.as_str().parse().ok()?;
    Some(2_000 + short)
}

fn month(found: &Captures<'_>) -> Option<i8> {
    let Some(name) = found.name("b") else {
        return number(found, "m");
    };
    let short = name.as_str().get(..3)?;
    let at = MONTHS
        .iter()
        .position(|m| m[..3].eq_ignore_ascii_case(short))?;
    i8::try_from(at + 1).ok()
}

fn hour(found: &Captures<'_>) -> Option<i8> {
    let Some(half) = found.name("p") else {
        return optional(found, "H");
    };
    let hour = number(found, "I").filter(|h| (1..=12).contains(h))? % 12;
    let afternoon = half.as_str().starts_with(['P', 'p']);
    Some(if afternoon { hour + 12 } else { hour })
}

/// Of the years before, of and after the day, the one that brings the date nearest to it; the earlier where two are as near.
fn nearest(day: Date, month: i8, of_month: i8) -> Option<Date> {
    let years = day.year().checked_sub(1)?..=day.year().checked_add(1)?;
    years
        .filter_map(|year| Date::new(year, month, of_month).ok())
        .min_by_key(|date| date.duration_since(day).abs())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn read(format: &str, text: &str) -> Option<String> {
        let day = Date::new(2011, 12, 31).unwrap();
        let time = TimeFormat::new(format).unwrap().read(text, Some(day))?;
        Some(time.strftime("%Y-%m-%dT%H:%M").to_string())
    }

    #[test]
    fn every_part_is_read() {
        let cases = [
            ("%Y-%m-%d %H:%M", "2011-2-3 7:05", "2011-02-03T07:05"),
            (
                "%a %d %b %y %I:%M %p",
                "thu 8 dec 11 12:30a.m.",
                "2011-12-08T00:30",
            ),
            (
                "%B %d, %Y %I:%M%p",
                "MAY 1, 1999 12:30P",
                "1999-05-01T12:30",
            ),
            ("%I:%M%p%b%d", "1:30PMAY2", "2012-05-02T13:30"),
            ("%I:%M %p %b %d", "1:30PMMay 2", "2012-05-02T13:30"),
            ("%d.%m.%Y", "01.02.2003", "2003-02-01T00:00"),
            (
                "%Y-%m-%dT%H:%M:%SZ",
                "2003-02-01T10:11:12z",
                "2003-02-01T10:11",
            ),
            ("%b %d %H:%M", "Jan 01 00:10", "2012-01-01T00:10"),
        ];
        for (format, text, expected) in cases {
            assert_eq!(
                read(format, text).as_deref(),
                Some(expected),
                "{format} on {text}"
            );
        }
    }

    #[test]
    fn near_misses_are_not_read() {
        let cases = [
            ("%Y-%m-%d %H:%M", "2011-02-30 10:00"),
            ("%Y-%m-%d %H:%M", "2011-02-03 24:00"),
            ("%Y-%m-%d %H:%M", "2011-02-03 10:60"),
            ("%Y-%m-%d %H:%M", "11-02-03 10:00"),
            ("%Y-%m-%d %H:%M", "2011-02-03 10:00 EST"),
            ("%Y-%m-%d %I:%M %p", "2011-02-03 0:10 AM"),
            ("%Y-%m-%d %I:%M %p", "2011-02-03 13:10 PM"),
            ("%b %d %H:%M", "Feb 29 10:00x"),
        ];
        for (format, text) in cases {
            assert_eq!(read(format, text), None, "{format} on {text}");
        }
    }

    #[test]
    fn a_leap_day_takes_the_only_year_that_has_it() {
        assert_eq!(
            read("%m/%d %H:%M", "2/29 10:00").as_deref(),
            Some("2012-02-29T10:00")
        );
    }

    #[test]
    fn formats_that_cannot_tell_a_time_are_refused() {
        for format in [
            "%H:%M",
            "%Y-%m-%d %I:%M",
            "%Y-%m-%d %H",
            "%m %b %d",
            "%Q",
            "%Y-%m-%d %",
            "%d%d %m",
        ] {
            assert!(TimeFormat::new(format).is_err(), "{format}");
        }
    }
}
