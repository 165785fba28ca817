//! Order and counts do not depend on how the parts came.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod common;

use aphoria_report::{Parts, Report, json};

#[test]
fn any_order_of_parts_gives_one_report() {
    let report = common::report();
    let expected = json::write(&report).unwrap();
    let count = report.observations.len();
    for shift in 0..count {
        let mut parts = Parts {
            scan_id: report.scan_id.clone(),
            project: report.project.clone(),
            summary: report.summary.clone(),
            observations: report.observations.clone(),
            plugins: report.plugins.clone(),
            incomplete: report.incomplete.clone(),
            absent: report.absent.clone(),
        };
        parts.observations.rotate_left(shift);
        parts.observations.swap(0, count - 1);
        parts.plugins.reverse();
        parts.incomplete.reverse();
        assert_eq!(json::write(&Report::new(parts)).unwrap(), expected);
    }
}

#[test]
fn every_observation_is_counted_once() {
    let report = common::report();
    let verdicts = report.summary.verdicts;
    let suppressed = report.summary.suppressed;
    assert_eq!(
        (
            verdicts.block,
            verdicts.flag,
            verdicts.ack,
            verdicts.pass,
            verdicts.none
        ),
        (1, 1, 1, 1, 1)
    );
    assert_eq!((suppressed.inline, suppressed.baseline), (1, 1));
    assert_eq!(report.conflicts.len(), 5);
    assert_eq!(
        report
            .conflicts
            .iter()
            .filter(|entry| !entry.suppressed)
            .count(),
        2
    );
    assert!(report.has_blocks());
    for entry in &report.conflicts {
        assert_eq!(
            report.observations[entry.observation].fingerprint,
            entry.fingerprint
        );
    }
}
