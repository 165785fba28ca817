//! The answer stage reads a fitted curve as it was fitted.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use stemedb_calibration::{Curve, Sample};
use stemedb_sdk::{Batch, Context, ParamValue, Resolutions, SupportsView};
use stemedb_twins::answer_stages;

/// What the stage makes of a confidence.
fn adjusted(curve: &str, confidence: f64) -> f64 {
    let twin = answer_stages().iter().find(|twin| twin.id == "calibrate");
    let params = [ParamValue::Text(curve.to_owned())];
    let rows = Batch {
        offsets: &[0, 1],
        u32_columns: &[],
        f64_columns: &[],
        supports: SupportsView::default(),
    };
    let found = Resolutions {
        winners: vec![0],
        confidences: vec![confidence],
        conflicts: vec![0.0],
        statuses: vec![0],
        ..Resolutions::default()
    };
    let context = Context::new(0.0, &params);
    (twin.unwrap().adjust)(&context, &rows, found)
        .unwrap()
        .confidences[0]
}

#[test]
fn the_stage_follows_the_curve_bit_for_bit() {
    // Many different confidences: as many steps as a curve may have.
    let samples: Vec<Sample> = (0..20_000_u32)
        .map(|question| {
            let spread = question.wrapping_mul(2_654_435_761) >> 16;
            let confidence = f64::from(spread) / 65_536.0;
            let dice = question.wrapping_mul(2_246_822_519) >> 16;
            Sample {
                confidence,
                correct: f64::from(dice) / 65_536.0 < confidence * confidence,
                cluster: question,
            }
        })
        .collect();
    let curve = Curve::fit(&samples).unwrap();
    let text = curve.to_string();
    assert!(curve.points().len() > 20, "{text}");
    assert!(
        text.len() <= 1_024,
        "a parameter holds no more: {}",
        text.len()
    );
    for step in 0..=10_000 {
        let confidence = f64::from(step) / 10_000.0;
        let (fitted, stage) = (curve.at(confidence), adjusted(&text, confidence));
        assert_eq!(fitted.to_bits(), stage.to_bits(), "{confidence}");
        assert!(
            (fitted - confidence * confidence).abs() < 0.08,
            "{confidence}: {fitted}"
        );
    }
}
