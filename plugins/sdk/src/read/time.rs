//! Times as people write them: `2011-12-08T13:55Z`, `1:55 p.m., Thu Dec 8`, `08-Dec-2011`, `12/8/11 2:07 PM (-05:00)`.
//!
//! Not here: which instant a text means when it leaves out the year, the day or the zone; `moment` decides that.

mod scan;
mod word;

use scan::{Token, Tokens};
use word::{Half, Meaning};

/// The order of day, month and year where all are digits and the year does not stand first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// Not known: read only what can be read in one way.
    Unsaid,
    /// Month, day, year.
    Mdy,
    /// Day, month, year.
    Dmy,
}

/// The parts of a time that a text states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WrittenTime {
    /// The year; centuries of two-digit years as in POSIX, 1969 to 2068.
    pub year: Option<i32>,
    /// Month, from 1, and day.
    pub date: Option<(u32, u32)>,
    /// Milliseconds since midnight, up to and including 24:00.
    pub clock_ms: Option<i64>,
    /// Minutes that the zone is ahead of UTC.
    pub zone_min: Option<i32>,
}

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 3_600_000;

/// The time that the whole text states, if it states one: a date with or without a clock, or a clock.
pub fn time(text: &str, order: DateOrder) -> Option<WrittenTime> {
    let tokens = scan::tokens(text)?;
    let mut reader = Reader {
        tokens,
        at: 0,
        order,
        found: WrittenTime::default(),
        yearless_digits: false,
    };
    while reader.at < reader.tokens.len() {
        reader.step()?;
    }
    let found = reader.found;
    if found.clock_ms.is_none() && (found.date.is_none() || reader.yearless_digits) {
        return None;
    }
    Some(found)
}

struct Reader {
    tokens: Tokens,
    at: usize,
    order: DateOrder,
    found: WrittenTime,
    /// The date is two numbers, such as `12/7`, which without a clock may be anything.
    yearless_digits: bool,
}

impl Reader {
    fn token(&self, ahead: usize) -> Option<Token> {
        self.tokens.get(self.at + ahead)
    }

    fn number(&self, ahead: usize) -> Option<(u32, usize)> {
        match self.token(ahead)? {
            Token::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    fn mark(&self, ahead: usize) -> Option<u8> {
        match self.token(ahead)? {
            Token::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    fn meaning(&self, ahead: usize) -> Option<Meaning> {
        match self.token(ahead)? {
            Token::Word(word) => word::meaning(word),
            _ => None,
        }
    }

    /// Reads what stands at the place, or gives up on the text.
    fn step(&mut self) -> Option<()> {
        match self.token(0)? {
            Token::Mark(b',' | b'.' | b'(' | b')' | b'-' | b'@' | b';') => {
                self.at += 1;
                Some(())
            }
            Token::Mark(_) => None,
            Token::Number { digits, .. } => self.starts_with_number(digits),
            Token::Word(_) => self.starts_with_word(),
        }
    }

    fn starts_with_number(&mut self, digits: usize) -> Option<()> {
        if self.mark(1) == Some(b':') {
            return self.clock();
        }
        if digits == 4 {
            return self.year_first();
        }
        if digits > 2 {
            return None;
        }
        match self.meaning(1) {
            Some(Meaning::Half(half)) => {
                let (hour, _) = self.number(0)?;
                self.at += 2;
                self.set_clock(i64::from(hour) * HOUR_MS, Some(half))
            }
            _ => self.day_with_month().or_else(|| self.numbers_only()),
        }
    }

    /// `2011-12-08`, also with slashes or points.
    fn year_first(&mut self) -> Option<()> {
        let (year, _) = self.number(0)?;
        let separator = self.mark(1).filter(|mark| b"-/.".contains(mark))?;
        let (month, _) = self.number(2)?;
        let same = self.mark(3) == Some(separator);
        let (day, digits) = self.number(4).filter(|_| same)?;
        if digits > 2 {
            return None;
        }
        self.at += 5;
        // The `T` of ISO 8601.
        if self.meaning(0) == Some(Meaning::Then) {
            self.at += 1;
        }
        self.set_year(year, 4)?;
        self.set_date(month, day)
    }

    /// `8 December 2011`, `08-Dec-11`, `8th Dec`.
    fn day_with_month(&mut self) -> Option<()> {
        let (day, _) = self.number(0)?;
        let mut ahead = 1;
        if self.meaning(ahead) == Some(Meaning::Ordinal) {
            ahead += 1;
        }
        if self.mark(ahead).is_some_and(|mark| b"-.".contains(&mark)) {
            ahead += 1;
        }
        let Some(Meaning::Month(month)) = self.meaning(ahead) else {
            return None;
        };
        let mut next = ahead + 1;
        let hyphen = self.mark(next) == Some(b'-');
        if self.mark(next).is_some_and(|mark| b"-.,".contains(&mark)) {
            next += 1;
        }
        let year = self.number(next).filter(|&(_, digits)| {
            (digits == 4 || (digits == 2 && hyphen)) && self.mark(next + 1) != Some(b':')
        });
        match year {
            Some((year, digits)) => {
                self.at += next + 1;
                self.set_year(year, digits)?;
            }
            None => self.at += ahead + 1,
        }
        self.set_date(month, day)
    }

    /// `12/8/2011`, `8.12.11`, `12-08-11`; with slashes also `12/8`.
    fn numbers_only(&mut self) -> Option<()> {
        let (first, _) = self.number(0)?;
        let separator = self.mark(1).filter(|mark| b"-/.".contains(mark))?;
        let (second, digits) = self.number(2)?;
        if digits > 2 {
            return None;
        }
        let (month, day) = self.ordered(first, second, separator)?;
        let has_year = self.mark(3) == Some(separator);
        match self.number(4).filter(|_| has_year) {
            Some((year, digits)) => {
                self.at += 5;
                self.set_year(year, digits)?;
            }
            None if separator == b'/' && !has_year => {
                self.at += 3;
                self.yearless_digits = true;
            }
            None => return None,
        }
        self.set_date(month, day)
    }

    /// Month and day. Points stand between day, month and year alone.
    fn ordered(&self, first: u32, second: u32, separator: u8) -> Option<(u32, u32)> {
        match self.order {
            _ if separator == b'.' => Some((second, first)),
            DateOrder::Mdy => Some((first, second)),
            DateOrder::Dmy => Some((second, first)),
            DateOrder::Unsaid if first > 12 => Some((second, first)),
            DateOrder::Unsaid if second > 12 || first == second => Some((first, second)),
            DateOrder::Unsaid => None,
        }
    }

    fn starts_with_word(&mut self) -> Option<()> {
        match self.meaning(0)? {
            Meaning::Month(month) => self.month_first(month),
            Meaning::Weekday | Meaning::Filler => {
                self.at += 1;
                Some(())
            }
            Meaning::Zone(minutes) => {
                self.at += 1;
                // `UTC+2`
                let further = self.offset().unwrap_or(0);
                self.set_zone(minutes + further)
            }
            Meaning::Whole(clock) => {
                self.at += 1;
                self.set_clock(clock, None)
            }
            Meaning::Half(_) | Meaning::HalfLetter(_) | Meaning::Ordinal | Meaning::Then => None,
        }
    }

    /// `Dec 8`, `December 8th, 2011`.
    fn month_first(&mut self, month: u32) -> Option<()> {
        let mut ahead = 1;
        if self.mark(ahead).is_some_and(|mark| b".-".contains(&mark)) {
            ahead += 1;
        }
        let (day, digits) = self.number(ahead)?;
        if digits > 2 || self.mark(ahead + 1) == Some(b':') {
            return None;
        }
        let mut next = ahead + 1;
        if self.meaning(next) == Some(Meaning::Ordinal) {
            next += 1;
        }
        self.at += next;
        if self.mark(0).is_some_and(|mark| b",-".contains(&mark)) {
            self.at += 1;
        }
        if let Some((year, 4)) = self.number(0)
            && self.mark(1) != Some(b':')
        {
            self.at += 1;
            self.set_year(year, 4)?;
        }
        self.set_date(month, day)
    }

    /// `13:55`, `1:55:30.250 pm`.
    fn clock(&mut self) -> Option<()> {
        let (hour, hour_digits) = self.number(0)?;
        let (minute, digits) = self.number(2)?;
        if hour_digits > 2 || digits != 2 || minute > 59 {
            return None;
        }
        self.at += 3;
        let mut clock = i64::from(hour) * HOUR_MS + i64::from(minute) * MINUTE_MS;
        if self.mark(0) == Some(b':') {
            let (second, digits) = self.number(1)?;
            if digits != 2 || second > 60 {
                return None;
            }
            self.at += 2;
            clock += i64::from(second) * 1_000 + self.fraction();
        }
        match self.meaning(0) {
            Some(Meaning::Half(half) | Meaning::HalfLetter(half)) => {
                self.at += 1;
                self.set_clock(clock, Some(half))?;
            }
            Some(Meaning::Whole(whole)) => {
                self.at += 1;
                if whole % (12 * HOUR_MS) != clock % (12 * HOUR_MS) {
                    return None;
                }
                self.set_clock(whole, None)?;
            }
            _ => self.set_clock(clock, None)?,
        }
        if let Some(minutes) = self.offset() {
            self.set_zone(minutes)?;
        }
        Some(())
    }

    /// The milliseconds of a fraction of a second, if one follows.
    fn fraction(&mut self) -> i64 {
        let Some((value, digits)) = self.number(1).filter(|_| self.mark(0) == Some(b'.')) else {
            return 0;
        };
        self.at += 2;
        i64::from(value) * 1_000 / 10_i64.pow(digits as u32)
    }

    /// `+02:00`, `(-0500)`, `+2` behind a zone's name or at the end: minutes ahead of UTC.
    fn offset(&mut self) -> Option<i32> {
        let open = usize::from(self.mark(0) == Some(b'('));
        let sign = match self.mark(open)? {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let (value, digits) = self.number(open + 1)?;
        let (value, read) = match (digits, self.mark(open + 2), self.number(open + 3)) {
            (2, Some(b':'), Some((minute, 2))) if minute < 60 => (value * 60 + minute, 4),
            (4, Some(b'-' | b'/' | b':'), _) => return None,
            (4, ..) => (value / 100 * 60 + value % 100, 2),
            (1 | 2, None | Some(b')'), _) if self.token(open + 2 + open).is_none() => {
                (value * 60, 2)
            }
            _ => return None,
        };
        self.at += open + read;
        i32::try_from(value).ok().map(|minutes| sign * minutes)
    }

    fn set_year(&mut self, year: u32, digits: usize) -> Option<()> {
        let year = match digits {
            4 => year,
            2 if year >= 69 => 1_900 + year,
            2 => 2_000 + year,
            _ => return None,
        };
        set(&mut self.found.year, i32::try_from(year).ok()?)
    }

    fn set_date(&mut self, month: u32, day: u32) -> Option<()> {
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if self.found.year.is_none_or(super::moment::is_leap) => 29,
            2 => 28,
            _ => return None,
        };
        if !(1..=days).contains(&day) {
            return None;
        }
        set(&mut self.found.date, (month, day))
    }

    fn set_clock(&mut self, clock: i64, half: Option<Half>) -> Option<()> {
        let clock = match half {
            None => clock,
            // Twelve is the hour before one.
            Some(_) if !(HOUR_MS..13 * HOUR_MS).contains(&clock) => return None,
            Some(Half::Morning) => clock % (12 * HOUR_MS),
            Some(Half::Afternoon) => clock % (12 * HOUR_MS) + 12 * HOUR_MS,
        };
        if clock > 24 * HOUR_MS {
            return None;
        }
        set(&mut self.found.clock_ms, clock)
    }

    /// No zone is more than fifteen hours from UTC.
    fn set_zone(&mut self, minutes: i32) -> Option<()> {
        if minutes.abs() > 15 * 60 {
            return None;
        }
        set(&mut self.found.zone_min, minutes)
    }
}

/// A part that a text states twice is not read.
fn set<T>(part: &mut Option<T>, value: T) -> Option<()> {
    match part.replace(value) {
        None => Some(()),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests;
