//! What a curve is worth on questions that it has not seen.

use crate::{Curve, Sample};

/// The samples with the confidences that curves fitted on other samples give them.
///
/// The samples are cut into folds by their cluster; each fold is calibrated by the curve of all others. With a single cluster
/// or fold nothing can be held back, and the samples stay as they are.
#[must_use]
pub fn cross_validated(samples: &[Sample], folds: u32) -> Vec<Sample> {
    let fold_of = |sample: &Sample| shuffled(sample.cluster) % folds.max(1);
    let curves: Vec<Option<Curve>> = (0..folds)
        .map(|fold| {
            let others = samples.iter().filter(|sample| fold_of(sample) != fold);
            Curve::fit(&others.copied().collect::<Vec<_>>())
        })
        .collect();
    let calibrated = |sample: &Sample| {
        let curve = curves.get(fold_of(sample) as usize);
        let curve = curve.and_then(Option::as_ref);
        Sample {
            confidence: curve.map_or(sample.confidence, |curve| curve.at(sample.confidence)),
            ..*sample
        }
    };
    samples.iter().map(calibrated).collect()
}

/// A number that looks drawn: every tenth question of a list may be of one kind. The end of MurmurHash3.
fn shuffled(cluster: u32) -> u32 {
    let mixed = (cluster ^ (cluster >> 16)).wrapping_mul(0x85eb_ca6b);
    let mixed = (mixed ^ (mixed >> 13)).wrapping_mul(0xc2b2_ae35);
    mixed ^ (mixed >> 16)
}

#[cfg(test)]
mod tests {
    use super::cross_validated;
    use crate::{Sample, measure};

    /// Answers with confidence 0.5 + level / 20, right with probability level / 10.
    fn overconfident(questions: u32) -> Vec<Sample> {
        let mut state = 7_u64;
        let mut draw = move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % 1_000
        };
        (0..questions)
            .map(|cluster| {
                let level = draw() % 10;
                Sample {
                    confidence: 0.5 + level as f64 / 20.0,
                    correct: draw() < level * 100,
                    cluster,
                }
            })
            .collect()
    }

    #[test]
    fn calibration_helps_on_questions_that_were_held_back() {
        let samples = overconfident(2_000);
        let (before, after) = (measure(&samples), measure(&cross_validated(&samples, 10)));
        assert!(before.expected_error > 0.2, "{before:?}");
        assert!(after.expected_error < 0.05, "{after:?}");
        assert!(after.brier < before.brier - 0.05, "{before:?} {after:?}");
        assert_eq!(before.accuracy, after.accuracy);
    }

    #[test]
    fn a_question_never_judges_itself() {
        // Each cluster has a confidence of its own, so a curve that saw it could learn its answers by heart.
        let samples: Vec<Sample> = (0..50)
            .map(|cluster| Sample {
                confidence: 0.5 + f64::from(cluster) / 1_000.0,
                correct: cluster % 2 == 0,
                cluster,
            })
            .collect();
        let after = measure(&cross_validated(&samples, 50));
        assert!(after.brier >= 0.25, "{after:?}");
    }

    #[test]
    fn the_order_of_a_list_does_not_matter() {
        // Every fifth question is right: folds of every tenth would be all right or all wrong.
        let samples: Vec<Sample> = (0..500)
            .map(|cluster| Sample {
                confidence: 0.8,
                correct: cluster % 5 == 0,
                cluster,
            })
            .collect();
        let after = measure(&cross_validated(&samples, 10));
        assert!(after.expected_error < 0.1, "{after:?}");
        assert!(after.brier < 0.17, "{after:?}");
    }

    #[test]
    fn one_cluster_can_not_be_held_back() {
        let samples = [Sample {
            confidence: 0.75,
            correct: true,
            cluster: 3,
        }];
        assert_eq!(cross_validated(&samples, 10), samples);
        assert_eq!(cross_validated(&samples, 0), samples);
    }
}
