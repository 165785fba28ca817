//! Instants of written times: what a text leaves out is taken from its neighbours.

use super::time::{DateOrder, WrittenTime, time};

const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;

/// What zones of times count for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zones {
    /// A time with a zone is an instant. One without a zone is in this one (minutes ahead of UTC), or if there is none it can
    /// be compared with its like alone.
    Instants(Option<i32>),
    /// The clock on the wall counts; zones are left out.
    WallClock,
}

/// How texts are read as times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeStyle {
    /// The order of day and month where all is digits.
    pub order: DateOrder,
    /// What zones count for.
    pub zones: Zones,
}

/// What a moment can be compared with: its like alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Frame {
    /// An instant.
    Instant,
    /// A date and a clock somewhere.
    Local,
    /// A day.
    Day,
    /// A day of an unknown year, as if in the year 2000.
    DayOfYear,
    /// A date and a clock of an unknown year, as if in the year 2000.
    TimeOfYear,
    /// A clock of an unknown day.
    Clock,
}

/// A time, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// What it can be compared with.
    pub frame: Frame,
    /// Milliseconds since 1970, or since midnight.
    pub ms: i64,
}

/// The moments that texts of one group state. A year or a day that one leaves out is the one nearest to the first text that
/// leaves out neither.
pub fn moments<T: AsRef<str>>(texts: &[T], style: TimeStyle) -> Vec<Option<Moment>> {
    let written: Vec<Option<WrittenTime>> = texts
        .iter()
        .map(|text| time(text.as_ref(), style.order))
        .collect();
    let near = written.iter().flatten().find_map(whole_local_ms);
    written
        .into_iter()
        .map(|written| written.map(|written| moment(written, style.zones, near)))
        .collect()
}

fn whole_local_ms(written: &WrittenTime) -> Option<i64> {
    let (month, day) = written.date?;
    let clock = written.clock_ms.unwrap_or(DAY_MS / 2);
    Some(day_number(written.year?, month, day) * DAY_MS + clock)
}

fn moment(written: WrittenTime, zones: Zones, near: Option<i64>) -> Moment {
    let clock = written.clock_ms.unwrap_or(0);
    let day = match (written.date, written.year, near) {
        (Some((month, day)), Some(year), _) => Ok(day_number(year, month, day)),
        (Some((month, day)), None, Some(near)) => Ok(nearest_year(month, day, near)),
        (Some((month, day)), None, None) => Err(day_number(2_000, month, day)),
        (None, _, Some(near)) => Ok(nearest_day(clock, near)),
        (None, _, None) => {
            return Moment {
                frame: Frame::Clock,
                ms: clock,
            };
        }
    };
    let timed = written.clock_ms.is_some();
    let (frame, ms) = match day {
        Ok(day) if timed => (Frame::Local, day * DAY_MS + clock),
        Ok(day) => (Frame::Day, day * DAY_MS),
        Err(day) if timed => (Frame::TimeOfYear, day * DAY_MS + clock),
        Err(day) => (Frame::DayOfYear, day * DAY_MS),
    };
    match zones {
        Zones::Instants(assumed) if frame == Frame::Local => match written.zone_min.or(assumed) {
            Some(minutes) => Moment {
                frame: Frame::Instant,
                ms: ms - i64::from(minutes) * MINUTE_MS,
            },
            None => Moment { frame, ms },
        },
        _ => Moment { frame, ms },
    }
}

/// The day that brings a clock nearest to a time; of two the earlier.
fn nearest_day(clock: i64, near: i64) -> i64 {
    // Half a day before `near` begins the window of one day in which it lies.
    (near - DAY_MS / 2 - clock + DAY_MS - 1).div_euclid(DAY_MS)
}

/// The day number in the year that brings a date nearest to a time; of two the earlier.
fn nearest_year(month: u32, day: u32, near: i64) -> i64 {
    let year = civil_year(near.div_euclid(DAY_MS));
    let numbers = (year - 1..=year + 1).map(|year| day_number(year, month, day));
    let distance = |number: &i64| (number * DAY_MS + DAY_MS / 2 - near).abs();
    numbers.min_by_key(distance).unwrap_or(0)
}

/// Whether a year has a 29 February.
pub(super) fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days since 1970-01-01 in the Gregorian calendar.
fn day_number(year: i32, month: u32, day: u32) -> i64 {
    // Years that begin in March put the day of the leap at their end.
    let year = i64::from(year) - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((i64::from(month) + 9) % 12) + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil_year(day: i64) -> i32 {
    // 400 years are 146,097 days; leap days put the guess beside the year by one at most.
    let mut year = 1_970 + (day * 400).div_euclid(146_097) as i32;
    while day_number(year, 1, 1) > day {
        year -= 1;
    }
    while day_number(year + 1, 1, 1) <= day {
        year += 1;
    }
    year
}

#[cfg(test)]
mod tests {
    use super::{DateOrder, Frame, Moment, TimeStyle, Zones, civil_year, day_number, moments};

    const AFTERNOON: i64 = 1_323_352_500_000;

    fn read(texts: &[&str], zones: Zones) -> Vec<Option<(Frame, i64)>> {
        let style = TimeStyle {
            order: DateOrder::Mdy,
            zones,
        };
        let plain = |moment: Moment| (moment.frame, moment.ms);
        moments(texts, style)
            .into_iter()
            .map(|moment| moment.map(plain))
            .collect()
    }

    #[test]
    fn days_are_counted() {
        for (date, number) in [
            ((1970, 1, 1), 0),
            ((1969, 12, 31), -1),
            ((2000, 2, 29), 11_016),
            ((2011, 12, 8), 15_316),
            ((1600, 3, 1), -135_080),
        ] {
            assert_eq!(day_number(date.0, date.1, date.2), number, "{date:?}");
            assert_eq!(civil_year(number), date.0);
        }
    }

    #[test]
    fn instants_are_compared_across_zones() {
        let zones = Zones::Instants(None);
        let found = read(&["2011-12-08T13:55Z", "12/8/11 8:55 AM EST"], zones);
        assert_eq!(found[0], Some((Frame::Instant, AFTERNOON)));
        assert_eq!(found[0], found[1]);
        let naive = read(&["2011-12-08 13:55"], zones);
        assert_eq!(naive, [Some((Frame::Local, AFTERNOON))]);
        let assumed = read(&["2011-12-08 8:55"], Zones::Instants(Some(-300)));
        assert_eq!(assumed, [Some((Frame::Instant, AFTERNOON))]);
    }

    #[test]
    fn the_clock_on_the_wall_has_no_zone() {
        let found = read(
            &["12/8/2011 1:55PM EST", "2011-12-08 13:55"],
            Zones::WallClock,
        );
        assert_eq!(found, [Some((Frame::Local, AFTERNOON)); 2]);
    }

    #[test]
    fn what_is_left_out_is_taken_from_the_first_whole_time() {
        let found = read(
            &[
                "1:55pDec 8",
                "2011-12-08 14:30",
                "13:55",
                "11:40 PM, Dec 31",
            ],
            Zones::WallClock,
        );
        assert_eq!(found[0], Some((Frame::Local, AFTERNOON)));
        assert_eq!(found[2], found[0]);
        let near_midnight = read(
            &["2012-01-01 00:20", "23:50", "11:50 PM, Dec 31"],
            Zones::WallClock,
        );
        assert_eq!(near_midnight[1], near_midnight[2]);
    }

    #[test]
    fn without_a_whole_time_like_is_compared_with_like() {
        let found = read(
            &["1:55pDec 8", "Dec 08 - 1:55pm", "13:55", "Dec 8", "no"],
            Zones::WallClock,
        );
        assert_eq!(found[0], found[1]);
        assert_eq!(found[2], Some((Frame::Clock, 50_100_000)));
        assert_eq!(found[3].map(|found| found.0), Some(Frame::DayOfYear));
        assert_eq!(found[4], None);
    }
}
