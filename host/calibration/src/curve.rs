//! The curve that the answer stage `calibrate` reads.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::isotonic::{Block, pooled, reduced};
use crate::{GRID, Sample};

/// Most steps of a curve. Two points a step, 14 bytes a point: the text stays below the 1,024 bytes that a parameter may have.
const STEPS_MAX: usize = 32;

/// Confidences as they proved right: points (p, q), p rising strictly and q never falling; straight between them, flat beyond.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    points: Vec<(f64, f64)>,
}

impl Curve {
    /// Fits a curve to answered questions; none if there are none.
    ///
    /// Isotonic regression, then each step counts as if one further answer of the average accuracy had fallen into it: three
    /// right answers out of three do not make a certainty.
    #[must_use]
    pub fn fit(samples: &[Sample]) -> Option<Self> {
        let mut cells: BTreeMap<u16, Block> = BTreeMap::new();
        for sample in samples {
            let cell = sample.cell();
            let block = cells.entry(cell).or_insert(Block {
                first: cell,
                last: cell,
                weight: 0.0,
                hits: 0.0,
            });
            block.weight += 1.0;
            block.hits += sample.hit();
        }
        let average = samples.iter().map(Sample::hit).sum::<f64>() / samples.len().max(1) as f64;
        let smooth = |block: Block| Block {
            weight: block.weight + 1.0,
            hits: block.hits + average,
            ..block
        };
        let steps = pooled(cells.into_values()).into_iter().map(smooth);
        let steps = reduced(pooled(steps), STEPS_MAX);
        (!steps.is_empty()).then(|| Self {
            points: points(&steps),
        })
    }

    /// How often an answer of this confidence proved right.
    #[must_use]
    pub fn at(&self, confidence: f64) -> f64 {
        let next = self.points.partition_point(|&(p, _)| p < confidence);
        let after = self.points.get(next);
        let before = next.checked_sub(1).and_then(|at| self.points.get(at));
        match (before, after) {
            (_, Some(&(p, q))) if p == confidence => q,
            (Some(&(p0, q0)), Some(&(p1, q1))) => {
                let slope = (q1 - q0) / (p1 - p0);
                (q0 + (confidence - p0) * slope).clamp(q0, q1)
            }
            (Some(&(_, q)), None) | (None, Some(&(_, q))) => q,
            (None, None) => confidence,
        }
    }

    /// The points, from left to right.
    #[must_use]
    pub fn points(&self) -> &[(f64, f64)] {
        &self.points
    }
}

fn points(steps: &[Block]) -> Vec<(f64, f64)> {
    let on_grid = |number: f64| (number * GRID).round() / GRID;
    let mut points = Vec::new();
    for step in steps {
        let q = on_grid(step.value());
        points.push((f64::from(step.first) / GRID, q));
        if step.last > step.first {
            points.push((f64::from(step.last) / GRID, q));
        }
    }
    points
}

impl fmt::Display for Curve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (p, q)) in self.points.iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            write!(f, "{comma}{p}:{q}")?;
        }
        Ok(())
    }
}

/// Why a text is no curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoCurve(String);

impl fmt::Display for NoCurve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is no point of a curve: write points p:q of 0 to 1 that rise, such as 0:0,0.8:0.65,1:0.9",
            self.0
        )
    }
}

impl std::error::Error for NoCurve {}

impl FromStr for Curve {
    type Err = NoCurve;

    fn from_str(text: &str) -> Result<Self, NoCurve> {
        let unit = |text: &str| {
            let number = text.trim().parse().ok();
            number.filter(|number| (0.0..=1.0).contains(number))
        };
        let mut points: Vec<(f64, f64)> = Vec::new();
        for written in text.split(',') {
            let pair = written.split_once(':');
            let pair = pair.and_then(|(p, q)| Some((unit(p)?, unit(q)?)));
            let rises = |(p, q)| {
                points
                    .last()
                    .is_none_or(|&(last_p, last_q)| p > last_p && q >= last_q)
            };
            let point = pair.filter(|&point| rises(point));
            points.push(point.ok_or_else(|| NoCurve(written.to_owned()))?);
        }
        Ok(Self { points })
    }
}

#[cfg(test)]
mod tests {
    use super::Curve;
    use crate::Sample;

    fn samples(seen: &[(f64, u32, u32)]) -> Vec<Sample> {
        let mut samples = Vec::new();
        for &(confidence, right, wrong) in seen {
            for answer in 0..right + wrong {
                samples.push(Sample {
                    confidence,
                    correct: answer < right,
                    cluster: answer,
                });
            }
        }
        samples
    }

    #[test]
    fn an_overconfident_lens_is_taken_back() {
        let curve = Curve::fit(&samples(&[(0.5, 20, 30), (0.9, 60, 40)]));
        let Some(curve) = curve else {
            panic!("a curve is fitted");
        };
        // 0.5333 on average: (20 + 0.5333) / 51 and (60 + 0.5333) / 101.
        assert_eq!(curve.to_string(), "0.5:0.4026,0.9:0.5993");
        assert_eq!(curve.at(0.0), 0.4026);
        assert!((curve.at(0.7) - 0.500_95).abs() < 1e-9);
        assert_eq!(curve.at(1.0), 0.5993);
    }

    #[test]
    fn a_few_right_answers_are_no_certainty() {
        let curve = Curve::fit(&samples(&[(0.5, 1, 3), (1.0, 3, 0)]));
        assert!(curve.is_some_and(|curve| curve.at(1.0) < 0.95));
    }

    #[test]
    fn nothing_asked_is_nothing_fitted() {
        assert_eq!(Curve::fit(&[]), None);
    }

    #[test]
    fn the_text_of_a_curve_is_read_back() {
        for text in ["0:0,1:1", "0.5:0.4026,0.9:0.5993", "0.1:0.2,0.3:0.2,1:1"] {
            let curve = text.parse::<Curve>().map(|curve| curve.to_string());
            assert_eq!(curve.as_deref(), Ok(text));
        }
        for text in ["", "0:0,1", "0:1,1:0", "0.5:0,0.5:1", "0:0,2:1", "0:nan"] {
            assert!(text.parse::<Curve>().is_err(), "{text}");
        }
    }
}
