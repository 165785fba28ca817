//! A curve of points, and confidences read off it.

use stemedb_sdk::{Error, NO_WINNER, Resolutions};

/// More points say nothing that a thousand bytes of text could hold.
const POINTS_MAX: usize = 128;

/// Confidences replaced by what the curve says; everything else stays.
pub(crate) fn adjust(curve: &Curve, mut found: Resolutions) -> Resolutions {
    for (confidence, &winner) in found.confidences.iter_mut().zip(&found.winners) {
        if winner != NO_WINNER {
            *confidence = curve.at(*confidence);
        }
    }
    found
}

/// A curve that never falls.
#[derive(Debug)]
pub(crate) struct Curve {
    /// At least one; the first numbers rise strictly, the second never fall, all lie in 0 ..= 1.
    points: Vec<(f64, f64)>,
}

impl Curve {
    /// Reads `p:q,p:q,…`.
    pub(crate) fn read(text: &str) -> Result<Self, Error> {
        let mut points: Vec<(f64, f64)> = Vec::new();
        for written in text.split(',') {
            let (p, q) = point(written)?;
            let rises = points
                .last()
                .is_none_or(|&(last_p, last_q)| p > last_p && q >= last_q);
            if !rises {
                return Err(Error::parameter(format!(
                    "The points of `curve` must rise from left to right; {p}:{q} does not"
                )));
            }
            if points.len() == POINTS_MAX {
                return Err(Error::parameter(format!(
                    "`curve` has more than {POINTS_MAX} points"
                )));
            }
            points.push((p, q));
        }
        Ok(Self { points })
    }

    fn at(&self, confidence: f64) -> f64 {
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
}

fn point(written: &str) -> Result<(f64, f64), Error> {
    let number = |text: &str| {
        let number = text.trim().parse().ok();
        number.filter(|number| (0.0..=1.0).contains(number))
    };
    let pair = written.split_once(':');
    let pair = pair.and_then(|(p, q)| Some((number(p)?, number(q)?)));
    pair.ok_or_else(|| {
        Error::parameter(format!(
            "`curve` is a list of points p:q of 0 to 1, such as 0:0,0.8:0.65,1:0.9; `{written}` is none"
        ))
    })
}
