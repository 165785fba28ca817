//! Asks questions with known answers, and measures and mends the confidences of a lens on them.

mod gold;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use stemedb_calibration::{Bin, Curve, Measures, Sample, bins, cross_validated, measure};
use stemedb_wire::{Answer, Question};

use self::gold::{Gold, Within};
use super::Command;
use crate::arguments::CalibrateOptions;
use crate::exit::{Exit, Failure};
use crate::show;
use crate::target::Target;

/// Fewer answers show nothing.
const ANSWERS_MIN: usize = 10;

/// What a lens is worth on a gold standard, and how its confidences are mended.
#[derive(Debug, Serialize)]
pub(crate) struct Calibration {
    /// The lens as it was asked for.
    pub(crate) lens: String,
    /// The lens that judged, with whole digests and all parameter values: the curve is of use for this one.
    pub(crate) judged_by: String,
    /// Questions of the gold standard.
    pub(crate) questions: u64,
    /// How many of them got an answer.
    pub(crate) answered: u64,
    /// The confidences as the lens gives them.
    pub(crate) before: Measures,
    /// The confidences by curves that were fitted on other subjects.
    pub(crate) after: Measures,
    /// In how many parts the subjects were cut for that.
    pub(crate) folds: u32,
    /// The answers by the confidence that the lens gave them.
    pub(crate) bins: Vec<Bin>,
    /// The curve fitted on all answers.
    pub(crate) curve: String,
    /// The lens with the curve behind it.
    pub(crate) calibrated_lens: String,
}

pub(super) fn calibrate(
    command: &mut Command<'_, '_>,
    options: &CalibrateOptions,
) -> Result<Exit, Failure> {
    let within = Within::read(options.within.as_deref())?;
    let gold = Gold::read(&options.gold)?;
    let target = command.readable()?;
    let bar = bar(command.screen.watched(), gold.questions.len());
    let asked = ask(&*target, options, &gold, &within, &bar);
    bar.finish_and_clear();
    let calibration = calibration(options, &gold, &asked?)?;
    command.screen.result(&calibration, show::calibration)?;
    Ok(Exit::Done)
}

/// What the questions came to.
struct Asked {
    judged_by: String,
    samples: Vec<Sample>,
}

fn ask(
    target: &dyn Target,
    options: &CalibrateOptions,
    gold: &Gold,
    within: &Within,
    bar: &ProgressBar,
) -> Result<Asked, Failure> {
    let mut judged_by: Option<String> = None;
    let mut samples = Vec::new();
    for right in &gold.questions {
        let question = Question {
            namespace: options.namespace.clone(),
            as_of: options.as_of.clone(),
            known_at: options.known_at.clone(),
            lifecycle: options.lifecycle.clone(),
            limit: 1,
            ..Question::new(&right.subject, &right.predicate).lens(&options.lens)
        };
        let answer = target.query(&question)?.answer;
        same_judges(&mut judged_by, &answer)?;
        if let Some(winner) = &answer.winner {
            samples.push(Sample {
                confidence: answer.confidence,
                correct: right.is(&winner.object, within),
                cluster: right.cluster,
            });
        }
        bar.inc(1);
    }
    Ok(Asked {
        judged_by: judged_by.unwrap_or_default(),
        samples,
    })
}

/// Answers of two versions of a lens say nothing of either.
fn same_judges(known: &mut Option<String>, answer: &Answer) -> Result<(), Failure> {
    let known = known.get_or_insert_with(|| answer.lens.clone());
    if *known == answer.lens {
        return Ok(());
    }
    let detail = format!(
        "the judges changed while the questions were asked, from {known} to {}; try again",
        answer.lens
    );
    Err(Failure::new(Exit::Refused, 409, "judges_changed", detail))
}

fn calibration(
    options: &CalibrateOptions,
    gold: &Gold,
    asked: &Asked,
) -> Result<Calibration, Failure> {
    let samples = &asked.samples;
    let curve = Curve::fit(samples).filter(|_| samples.len() >= ANSWERS_MIN);
    let Some(curve) = curve else {
        let detail = format!(
            "only {} of the {} questions got an answer; a curve needs at least {ANSWERS_MIN}, and a hundred to be worth anything",
            samples.len(),
            gold.questions.len()
        );
        return Err(Failure::new(Exit::Refused, 422, "too_few_answers", detail));
    };
    let calibrated_lens = format!("{}|calibrate(curve=\"{curve}\")", options.lens);
    Ok(Calibration {
        lens: options.lens.clone(),
        judged_by: asked.judged_by.clone(),
        questions: gold.questions.len() as u64,
        answered: samples.len() as u64,
        before: measure(samples),
        after: measure(&cross_validated(samples, options.folds)),
        folds: options.folds.min(gold.clusters),
        bins: bins(samples).to_vec(),
        curve: curve.to_string(),
        calibrated_lens,
    })
}

fn bar(watched: bool, questions: usize) -> ProgressBar {
    if !watched {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(questions as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:16} {pos} of {len} questions  {eta} left")
    {
        bar.set_style(style);
    }
    bar
}
