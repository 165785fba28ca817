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

#[cfg(test)]
mod tests {
    use super::{GRAIN, round};

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
}
