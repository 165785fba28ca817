//! Weights on the grid of 2^-32, so that sums of up to 2^20 of them are exact in any order and any language.

/// The distance of neighbouring weights, 2^-32: the least weight that is not nothing.
pub const GRAIN: f64 = 1.0 / 4_294_967_296.0;

/// At this magnitude an f64 has exactly 32 bits behind the point.
const SHIFT: f64 = 1_048_576.0;

/// The multiple of 2^-32 nearest to a weight of 0 ..= 1; ties go to the even one.
///
/// Two additions and no call: the same bits everywhere, and a loop over it vectorises.
#[inline]
pub fn round(weight: f64) -> f64 {
    (weight + SHIFT) - SHIFT
}

/// 2^-i/16 in units of 2^-32.
const SIXTEENTHS: [u64; 16] = [
    4_294_967_296,
    4_112_874_773,
    3_938_502_376,
    3_771_522_796,
    3_611_622_603,
    3_458_501_653,
    3_311_872_529,
    3_171_459_999,
    3_037_000_500,
    2_908_241_642,
    2_784_941_738,
    2_666_869_345,
    2_553_802_834,
    2_445_529_972,
    2_341_847_524,
    2_242_560_872,
];
/// ln 2 in units of 2^-32.
const LN_2: u64 = 2_977_044_472;

/// What is left after that many half-lives: 2^-count as a multiple of 2^-32, never less than one of them and at most two
/// of them beside the true value. Exact where the count is whole; a count that is negative or not a number counts as 0.
///
/// In whole numbers, because a guest must canonicalise the outcome of every float operation: `libm::exp2`, some twenty of
/// them, took 33 ns a row longer in a component than natively. The count is taken apart into whole halvings, sixteenths (a
/// table) and a rest r < 1/16, for which 2^-r = e^(-r ln 2) is a series of five terms.
#[inline]
pub fn halved(count: f64) -> f64 {
    // The cast saturates and makes 0 of NaN; nothing survives 33 halvings but the last grain.
    let fixed = ((count * 68_719_476_736.0) as i64).clamp(0, 33 << 36) as u64;
    let (whole, sixteenth, rest) = (fixed >> 36, (fixed >> 32) & 15, fixed & 0xffff_ffff);
    // x is in units of 2^-36 and below 2^32; each step of the series is in units of 2^-32.
    let x = (rest * LN_2) >> 32;
    let series = 178_956_971 - ((x * 35_791_394) >> 36);
    let series = 715_827_883 - ((x * series) >> 36);
    let series = 2_147_483_648 - ((x * series) >> 36);
    let series = 4_294_967_296 - ((x * series) >> 36);
    let lost = (x * series) >> 32;
    let start = SIXTEENTHS[sixteenth as usize];
    let grains = start - ((start * lost) >> 36);
    let rounded = (grains + (1 << whole >> 1)) >> whole;
    rounded.max(1) as i64 as f64 * GRAIN
}

#[cfg(test)]
mod tests {
    use super::{GRAIN, halved, round};

    #[test]
    fn multiples_stay_and_others_go_to_the_nearest() {
        for weight in [0.0, GRAIN, 0.5, 1.0 - GRAIN, 1.0, 3.0 * GRAIN] {
            assert_eq!(round(weight), weight);
        }
        assert_eq!(round(0.4 * GRAIN), 0.0);
        assert_eq!(round(0.6 * GRAIN), GRAIN);
        assert_eq!(round(0.5 * GRAIN), 0.0, "ties go to the even multiple");
        assert_eq!(round(1.5 * GRAIN), 2.0 * GRAIN);
    }

    #[test]
    fn a_rounded_third_is_a_whole_number_of_grains() {
        let grains = round(1.0 / 3.0) / GRAIN;
        assert_eq!(grains, 1_431_655_765.0);
    }

    #[test]
    fn whole_half_lives_are_exact() {
        for count in 0..=32 {
            assert_eq!(halved(f64::from(count)), libm::exp2(-f64::from(count)));
        }
    }

    #[test]
    fn any_count_is_within_two_grains() {
        for step in 0..2_000_000 {
            let count = f64::from(step) * 1.7e-5;
            let (got, wanted) = (halved(count), libm::exp2(-count));
            assert!(
                (got - wanted).abs() <= 2.0 * GRAIN,
                "{count}: {got} for {wanted}"
            );
            assert_eq!(round(got), got);
        }
    }

    #[test]
    fn nothing_is_out_of_bounds() {
        for count in [33.0, 40.0, 1e300, f64::INFINITY] {
            assert_eq!(halved(count), GRAIN);
        }
        for count in [0.0, -1.0, -f64::INFINITY, f64::NAN] {
            assert!((GRAIN..=1.0).contains(&halved(count)), "{count}");
        }
    }
}
