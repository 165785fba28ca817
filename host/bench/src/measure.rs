//! Small statistics: percentiles, medians, a fitted line, interleaved rounds.
//!
//! Invariant: nothing here knows what is measured.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// Percentiles of a set of times, in microseconds.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spread {
    pub(crate) count: usize,
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    pub(crate) p999: f64,
    pub(crate) max: f64,
}

impl Spread {
    /// The spread of durations; all zeros for none.
    pub(crate) fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |share: f64| {
            let rank = (times.len() as f64 * share).ceil() as usize;
            let time = times.get(rank.clamp(1, times.len().max(1)) - 1);
            time.map_or(0.0, |time| time.as_secs_f64() * 1e6)
        };
        Self {
            count: times.len(),
            p50: at(0.5),
            p99: at(0.99),
            p999: at(0.999),
            max: at(1.0),
        }
    }
}

/// The middle one; the mean of two in the middle; 0 for none.
pub(crate) fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_unstable_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    match numbers.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => numbers[middle],
        _ => f64::midpoint(numbers[middle - 1], numbers[middle]),
    }
}

/// The line `fixed + slope * x` through points, each weighted by how exactly it is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    pub(crate) fixed: f64,
    pub(crate) slope: f64,
}

impl Line {
    /// Weighted least squares over `(x, y, error)`, the error being the size that a mistake in y has.
    pub(crate) fn through(points: &[(f64, f64, f64)]) -> Self {
        let mut sums = [0.0; 5];
        for (x, y, error) in points {
            let weight = 1.0 / (error * error);
            for (sum, term) in sums.iter_mut().zip([1.0, *x, *y, x * x, x * y]) {
                *sum += weight * term;
            }
        }
        let [one, x, y, xx, xy] = sums;
        let slope = (one * xy - x * y) / (one * xx - x * x);
        Self {
            fixed: (y - slope * x) / one,
            slope,
        }
    }
}

/// Two things timed in turn, so that the state of caches and of the machine meets both alike.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    /// Median seconds of a call of the first.
    pub(crate) first: f64,
    /// Median seconds of a call of the second.
    pub(crate) second: f64,
    /// Median of the differences within a round, second minus first.
    pub(crate) above: f64,
    /// Median of the ratios within a round, second to first.
    pub(crate) ratio: f64,
}

/// Calls both in rounds of about `round` each until `total` is over, at least eleven rounds.
pub(crate) fn interleaved(
    round: Duration,
    total: Duration,
    mut first: impl FnMut(),
    mut second: impl FnMut(),
) -> Pair {
    let first_calls = calls_in(round, &mut first);
    let second_calls = calls_in(round, &mut second);
    let begin = Instant::now();
    let mut rounds = Vec::new();
    while rounds.len() < 11 || begin.elapsed() < total {
        // Whoever goes first in a round meets colder caches.
        if rounds.len() % 2 == 0 {
            let one = mean(first_calls, &mut first);
            rounds.push((one, mean(second_calls, &mut second)));
        } else {
            let two = mean(second_calls, &mut second);
            rounds.push((mean(first_calls, &mut first), two));
        }
    }
    let over = |of: fn(&(f64, f64)) -> f64| median(rounds.iter().map(of).collect());
    Pair {
        first: over(|round| round.0),
        second: over(|round| round.1),
        above: over(|round| round.1 - round.0),
        ratio: over(|round| round.1 / round.0),
    }
}

fn calls_in(round: Duration, call: &mut impl FnMut()) -> u32 {
    call();
    let once = mean(3, call).max(1e-8);
    (round.as_secs_f64() / once).clamp(1.0, 100_000.0) as u32
}

fn mean(calls: u32, call: &mut impl FnMut()) -> f64 {
    let begin = thread_seconds();
    for _ in 0..calls {
        call();
    }
    (thread_seconds() - begin) / f64::from(calls)
}

/// Processor seconds of this thread: what is compared waits for nothing, so other programs do not count.
fn thread_seconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// Calls `each` `warm` times unmeasured, then `count` times measured one by one.
pub(crate) fn latencies(warm: usize, count: usize, mut each: impl FnMut(usize)) -> Spread {
    (0..warm).for_each(&mut each);
    let timed = |at: usize| {
        let begin = Instant::now();
        each(at);
        begin.elapsed()
    };
    Spread::of((warm..warm + count).map(timed).collect())
}

/// A generator of numbers that look random and are the same in every run: SplitMix64 after Steele, Lea, Flood (2014).
#[derive(Debug, Clone)]
pub(crate) struct Draw(pub(crate) u64);

impl Draw {
    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_ranks() {
        let spread = Spread::of((1..=1000).rev().map(Duration::from_micros).collect());
        let found = [spread.p50, spread.p99, spread.p999, spread.max];
        for (found, expected) in found.into_iter().zip([500.0, 990.0, 999.0, 1000.0]) {
            assert!((found - expected).abs() < 1e-6, "{found} for {expected}");
        }
        assert_eq!(Spread::of(Vec::new()).count, 0);
    }

    #[test]
    fn a_line_is_found_again() {
        let points = [1.0, 10.0, 1_000.0, 10_000.0].map(|x| (x, 1.5 + 0.004 * x, 1.0 + x * 0.1));
        let line = Line::through(&points);
        assert!((line.fixed - 1.5).abs() < 1e-9, "{line:?}");
        assert!((line.slope - 0.004).abs() < 1e-9, "{line:?}");
    }

    #[test]
    fn medians_do_not_follow_outliers() {
        assert!((median(vec![3.0, 1.0, 900.0]) - 3.0).abs() < 1e-12);
        assert!((median(vec![4.0, 1.0, 2.0, 900.0]) - 3.0).abs() < 1e-12);
    }
}
