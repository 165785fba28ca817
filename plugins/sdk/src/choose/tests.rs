use super::{Batch, Measure, Rule, Tally, conflict_of, resolve};
use crate::{Error, NO_WINNER, Status, SupportsView};

fn batch(offsets: &[u32]) -> Batch<'_> {
    Batch {
        offsets,
        u32_columns: &[],
        f64_columns: &[],
        supports: SupportsView::default(),
    }
}

fn tally(rows: &[(u32, f64)]) -> Tally {
    let mut tally = Tally::default();
    for (row, &(class, weight)) in (0..).zip(rows) {
        assert!(tally.add(class, row, weight).is_ok());
    }
    tally
}

#[test]
fn a_tie_of_values_goes_to_the_lower_first_row() {
    let verdict = tally(&[(0, 0.25), (1, 0.5), (0, 0.25)]).verdict(Rule::GREATEST_SUM);
    assert_eq!((verdict.class, verdict.winner), (0, 0));
    assert_eq!(verdict.conflict, 1.0);
    assert_eq!(verdict.status, Status::Contested);
}

#[test]
fn the_weightiest_row_carries_the_value() {
    let verdict = tally(&[(0, 0.25), (1, 0.1), (0, 0.5), (0, 0.5)]).verdict(Rule::GREATEST_SUM);
    assert_eq!(verdict.winner, 2, "the lower of two equal rows");
}

#[test]
fn the_weightiest_claim_beats_the_crowd_only_by_its_own_rule() {
    let rows = [(0, 0.9), (1, 0.5), (1, 0.5)];
    assert_eq!(tally(&rows).verdict(Rule::GREATEST_SUM).winner, 1);
    let verdict = tally(&rows).verdict(Rule::GREATEST_CLAIM);
    assert_eq!(verdict.winner, 0);
    assert_eq!(verdict.confidence, 0.9);
}

#[test]
fn values_that_weigh_nothing_together_are_undecided_but_a_lone_value_wins() {
    let verdict = tally(&[(0, 0.0), (1, 0.0)]).verdict(Rule::GREATEST_SUM);
    assert_eq!(
        (verdict.winner, verdict.status),
        (NO_WINNER, Status::Undecided)
    );
    let verdict = tally(&[(0, 0.0)]).verdict(Rule::GREATEST_SUM);
    assert_eq!((verdict.winner, verdict.status), (0, Status::Unanimous));
    assert_eq!(verdict.confidence, 0.0);
}

#[test]
fn similar_rivals_are_contested_and_a_clear_lead_is_agreed() {
    let two = |lead: f64| tally(&[(0, lead), (1, 1.0 - lead)]).verdict(Rule::GREATEST_SUM);
    assert!(two(0.7).conflict >= 0.88);
    assert_eq!(two(0.7).status, Status::Contested);
    assert_eq!(two(0.875).status, Status::Contested);
    assert_eq!(two(0.9).status, Status::Agreed);
    let three = tally(&[(0, 0.45), (1, 0.35), (2, 0.2)]).verdict(Rule::GREATEST_SUM);
    assert_eq!(three.status, Status::Contested);
}

#[test]
fn dust_does_not_hide_two_strong_rivals() {
    let mut rows = vec![(0, 1.0), (1, 1.0)];
    rows.extend((2..1000).map(|class| (class, 2.0 * crate::exact::GRAIN)));
    let verdict = tally(&rows).verdict(Rule::GREATEST_SUM);
    assert!(verdict.conflict < 0.5);
    assert_eq!(verdict.status, Status::Contested);
}

#[test]
fn equal_shares_are_chaos_whatever_their_number() {
    for count in [2_u32, 3, 7, 1000] {
        let share = 1.0 / f64::from(count);
        let ranked: Vec<_> = (0..count).map(|class| (class, share)).collect();
        let conflict = conflict_of(&ranked);
        assert!(
            (conflict - 1.0).abs() < 1e-12 && conflict <= 1.0,
            "{count}: {conflict}"
        );
    }
}

#[test]
fn value_ids_must_be_numbered_by_first_row() {
    let found = resolve(&batch(&[0, 2]), &[0, 2], Rule::GREATEST_SUM, |_| 1.0);
    assert_eq!(found.map_err(|error| error.code), Err(Error::INPUT));
}

#[test]
fn groups_do_not_touch_each_other() {
    let offsets = [0, 0, 3, 4];
    let found = resolve(&batch(&offsets), &[0, 1, 1, 0], Rule::GREATEST_SUM, |_| 1.0);
    let Ok(found) = found else {
        panic!("a well-formed batch is resolved");
    };
    assert_eq!(found.winners, [NO_WINNER, 1, 0]);
    assert_eq!(found.statuses, [3, 2, 0]);
    assert_eq!(found.shares.offsets, [0, 0, 2, 3]);
    assert_eq!(found.shares.classes, [1, 0, 0]);
}

#[test]
fn the_measure_decides_the_shares() {
    let mut tally = tally(&[(0, 0.5), (1, 0.25), (1, 0.25)]);
    let mut shares_by = |measure| {
        tally.verdict(Rule {
            measure,
            ..Rule::GREATEST_SUM
        });
        tally.ranked().to_vec()
    };
    assert_eq!(shares_by(Measure::Sum), [(0, 0.5), (1, 0.5)]);
    let greatest = shares_by(Measure::Greatest);
    assert!((greatest[0].1 - 2.0 / 3.0).abs() < 1e-12);
}
