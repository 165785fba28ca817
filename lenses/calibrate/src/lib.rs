//! # calibrate
//!
//! **What it answers.** How often were answers right that were as sure as this one? It replaces the confidence by that,
//! along a curve that was fitted on questions with known answers.
//!
//! **Formula.** The curve is a list of points p:q with p rising strictly and q never falling, all of 0 ..= 1. A
//! confidence between two points is interpolated linearly; before the first and behind the last point the curve is
//! flat. Winner, status, conflict, shares and parts stay as they are, and an answer without a winner keeps confidence
//! 0.
//!
//! **Reference.** Zadrozny and Elkan, "Transforming classifier scores into accurate multiclass probability estimates"
//! (isotonic regression), KDD 2002; Guo et al., "On calibration of modern neural networks", ICML 2017.
//!
//! **Parameters.** `curve`, a text, default `0:0,1:1`, which changes nothing: the points, as `p:q,p:q,…`. `steme
//! calibrate` fits it and prints the stage to append.
//!
//! **Example.** Of the answers given with 0.9, 60 % were right; of those with 0.5, 40 %:
//! `consensus|calibrate(curve="0.5:0.4,0.9:0.6")` says 0.5 where consensus says 0.7.
//!
//! **When not to use it.** With a curve that was fitted for another lens, predicate or set of sources: it says how
//! often those were right. With few gold claims: a curve of twenty answers is a guess.
//!
//! **Laws.** deterministic, group-local.

mod adjust;

use stemedb_sdk::{AnswerStage, Batch, Context, Description, Error, ParamSpec, Resolutions};

/// Confidences as they proved right before.
#[derive(Debug)]
pub struct Calibrate;

impl AnswerStage for Calibrate {
    fn describe() -> Description {
        Description::new(
            "calibrate",
            env!("CARGO_PKG_VERSION"),
            "Confidences as they proved right before",
        )
        .param(ParamSpec::text(
            "curve",
            "0:0,1:1",
            "Points p:q, rising: an answer given with confidence p gets confidence q.",
        ))
        .laws(&["deterministic", "group-local"])
    }

    fn adjust(
        context: &Context<'_>,
        _: &Batch<'_>,
        found: Resolutions,
    ) -> Result<Resolutions, Error> {
        Ok(adjust::adjust(
            &adjust::Curve::read(context.text(0)?)?,
            found,
        ))
    }
}

stemedb_sdk::export_answer_stage!(Calibrate);
