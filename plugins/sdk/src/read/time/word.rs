//! What words mean in a time. English names; zones by RFC 2822 and the European ones.

use super::HOUR_MS;
use super::scan::Letters;

/// Half of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Morning,
    Afternoon,
}

/// What a word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// From 1.
    Month(u32),
    Weekday,
    Half(Half),
    /// `a` or `p`, which means a half of the day right behind a clock only: `12A` may be a gate.
    HalfLetter(Half),
    /// Noon and midnight, in milliseconds since midnight.
    Whole(i64),
    /// Minutes ahead of UTC.
    Zone(i32),
    /// The endings of `8th` and its like.
    Ordinal,
    /// The `T` between date and clock.
    Then,
    /// Says nothing.
    Filler,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
/// Hours ahead of UTC.
const ZONES: [(&str, i32); 22] = [
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("west", 1),
    ("cet", 1),
    ("cest", 2),
    ("eet", 2),
    ("eest", 3),
    ("msk", 3),
    ("jst", 9),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
    ("akst", -9),
    ("hst", -10),
];

pub(super) fn meaning(word: Letters) -> Option<Meaning> {
    let end = word.iter().position(|&letter| letter == 0);
    let word = std::str::from_utf8(&word[..end.unwrap_or(word.len())]).ok()?;
    let meaning = match word {
        "" => return None,
        "am" => Meaning::Half(Half::Morning),
        "pm" => Meaning::Half(Half::Afternoon),
        "a" => Meaning::HalfLetter(Half::Morning),
        "p" => Meaning::HalfLetter(Half::Afternoon),
        "noon" => Meaning::Whole(12 * HOUR_MS),
        "midnight" => Meaning::Whole(0),
        "st" | "nd" | "rd" | "th" => Meaning::Ordinal,
        "t" => Meaning::Then,
        "at" | "on" | "of" => Meaning::Filler,
        _ => return named(word),
    };
    Some(meaning)
}

fn named(word: &str) -> Option<Meaning> {
    if let Some(&(_, hours)) = ZONES.iter().find(|(name, _)| *name == word) {
        return Some(Meaning::Zone(hours * 60));
    }
    if let Some(month) = MONTHS.iter().position(|name| shortened(word, name)) {
        return Some(Meaning::Month(month as u32 + 1));
    }
    let is_day = WEEKDAYS.iter().any(|name| shortened(word, name));
    is_day.then_some(Meaning::Weekday)
}

/// The whole name or its first three or four letters.
fn shortened(word: &str, name: &str) -> bool {
    word == name || ((3..=4).contains(&word.len()) && name.starts_with(word))
}
