//! What many answers to questions with known right values come to.
//!
//! Invariant: every question counts once, answered or not.

use serde::Serialize;
use stemedb_calibration::{Measures, Sample, cross_validated, measure};

use super::compare::Verdict;

/// Parts that the questions are cut into, each calibrated by the others.
const FOLDS: u32 = 10;

/// One answered question.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told {
    /// Whether the winner is right.
    pub(crate) verdict: Verdict,
    /// Whether the winner is the nearest to the right value that anybody states.
    pub(crate) nearest: bool,
    /// How sure the lens was.
    pub(crate) confidence: f64,
    /// Whether another value had the same share as the first.
    pub(crate) tied: bool,
    /// Share of right values among those that tie for the first place.
    pub(crate) right_of_tied: f64,
    /// Number of the subject.
    pub(crate) subject: u32,
}

impl Told {
    fn is_right(&self) -> bool {
        self.verdict == Verdict::Right
    }

    /// The answer as a measurement of its confidence.
    pub(crate) fn sample(&self) -> Sample {
        Sample {
            confidence: self.confidence,
            correct: self.is_right(),
            cluster: self.subject,
        }
    }
}

/// What a lens came to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Score {
    /// Right answers to questions.
    pub(crate) accuracy: f64,
    /// The same, if ties were decided evenly instead of by the rule.
    pub(crate) ties_shared: f64,
    /// Questions answered by a tie, to questions.
    pub(crate) tied: f64,
    /// Right or wider answers to questions.
    pub(crate) or_wider: f64,
    /// Answers with the nearest value that anybody states, to questions.
    pub(crate) nearest: f64,
    /// Answers to questions.
    pub(crate) coverage: f64,
    /// Mean confidence, Brier score and calibration error of the answers.
    pub(crate) sureness: Measures,
    /// The same when each tenth of the subjects is calibrated by the other nine.
    pub(crate) calibrated: Measures,
    /// Mean time of a question, in microseconds.
    pub(crate) micros: f64,
}

impl Score {
    /// The score of so many questions, of which these were answered.
    pub(crate) fn of(questions: usize, told: &[Told], seconds: f64) -> Self {
        let all = questions.max(1) as f64;
        let share =
            |of: &dyn Fn(&Told) -> bool| told.iter().filter(|one| of(one)).count() as f64 / all;
        let samples: Vec<Sample> = told.iter().map(Told::sample).collect();
        Self {
            accuracy: share(&Told::is_right),
            ties_shared: told.iter().fold(0.0, |sum, one| sum + one.right_of_tied) / all,
            tied: share(&|one| one.tied),
            or_wider: share(&|one| one.verdict != Verdict::Wrong),
            nearest: share(&|one| one.nearest),
            coverage: told.len() as f64 / all,
            sureness: measure(&samples),
            calibrated: measure(&cross_validated(&samples, FOLDS)),
            micros: seconds * 1e6 / all,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(verdict: Verdict, confidence: f64) -> Told {
        let right = verdict == Verdict::Right;
        Told {
            verdict,
            nearest: right,
            confidence,
            tied: false,
            right_of_tied: f64::from(u8::from(right)),
            subject: 0,
        }
    }

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }

    #[test]
    fn unanswered_questions_count_against_accuracy_alone() {
        let answers = [
            told(Verdict::Right, 1.0),
            told(Verdict::Right, 0.5),
            told(Verdict::Wider, 0.5),
        ];
        let score = Score::of(4, &answers, 0.002);
        near(score.accuracy, 0.5);
        near(score.or_wider, 0.75);
        near(score.nearest, 0.5);
        near(score.coverage, 0.75);
        near(score.sureness.brier, 0.5 / 3.0);
        near(score.micros, 500.0);
    }

    #[test]
    fn ties_are_shared() {
        let tie = Told {
            tied: true,
            right_of_tied: 0.5,
            ..told(Verdict::Wrong, 0.5)
        };
        let score = Score::of(2, &[tie, told(Verdict::Right, 1.0)], 0.0);
        near(score.accuracy, 0.5);
        near(score.ties_shared, 0.75);
        near(score.tied, 0.5);
    }

    #[test]
    fn nothing_is_no_number_out_of_range() {
        let score = Score::of(0, &[], 0.0);
        assert!(score.accuracy.is_finite() && score.sureness.brier.is_finite());
    }
}
