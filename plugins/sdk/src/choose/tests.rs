use super::{Backing, Batch, Measure, Rule, Tally, conflict_of, resolve};
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
    assert!((verdict.confidence - 0.9 / 1.1).abs() < 1e-12);
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

/// A country that most name, a town in it, a town elsewhere.
const COUNTRY: [(u32, f64); 3] = [(0, 0.75), (1, 0.125), (2, 0.125)];

#[test]
fn whoever_states_the_country_speaks_for_the_town() {
    let backing = Backing::new(&[0], &[1], &[0.9]);
    let mut tally = tally(&COUNTRY);
    let verdict = tally.verdict_backed(Rule::GREATEST_SUM, backing);
    assert_eq!((verdict.class, verdict.winner), (1, 1));
    assert!((verdict.confidence - 0.8).abs() < 1e-9, "{verdict:?}");
    let shares: Vec<u32> = tally.ranked().iter().map(|&(class, _)| class).collect();
    assert_eq!(shares, [1, 2, 0]);
    let sum: f64 = tally.ranked().iter().map(|&(_, share)| share).sum();
    assert!((sum - 1.0).abs() < 1e-12);
}

#[test]
fn a_lone_voice_below_the_rest_of_the_country_does_not_win() {
    let backing = Backing::new(&[0], &[1], &[0.75]);
    let verdict = tally(&COUNTRY).verdict_backed(Rule::GREATEST_SUM, backing);
    assert_eq!(verdict.class, 0, "0.125 + 0.75 * 0.75 is less than 0.75");
    assert_eq!(
        verdict,
        tally(&COUNTRY).verdict(Rule::GREATEST_SUM),
        "support for a value that loses changes nothing"
    );
}

#[test]
fn full_support_is_no_conflict() {
    let backing = Backing::new(&[0], &[1], &[1.0]);
    let mut tally = tally(&[(0, 0.5), (1, 0.5), (0, 1.0)]);
    let verdict = tally.verdict_backed(Rule::GREATEST_SUM, backing);
    assert_eq!((verdict.class, verdict.confidence), (1, 1.0));
    assert_eq!((verdict.conflict, verdict.status), (0.0, Status::Agreed));
    assert_eq!(tally.ranked(), [(1, 1.0)]);
}

#[test]
fn the_weightiest_claim_is_backed_too_and_as_sure_as_what_is_left_to_its_rivals_leaves_room_for() {
    let backing = Backing::new(&[0], &[1], &[0.5]);
    let verdict = tally(&[(0, 0.5), (1, 0.5)]).verdict_backed(Rule::GREATEST_CLAIM, backing);
    assert_eq!(verdict.winner, 1);
    // 0.75 against 0.25.
    assert!((verdict.confidence - 0.75 / (0.75 + 0.25 * (4.0 / 3.0))).abs() < 1e-12);
}

#[test]
fn beliefs_in_single_claims_never_add_up_to_more_than_one() {
    let weights = [0.25, 0.5, 0.75, 0.9, 1.0, 1.0];
    for count in 1..=weights.len() {
        let believed = |class: usize| {
            // Whoever comes first of equal ones wins; the others can be asked by putting them first.
            let mut rows: Vec<(u32, f64)> = (0..).zip(weights[..count].iter().copied()).collect();
            let top = rows.iter().map(|row| row.1).fold(0.0, f64::max);
            (weights[class] == top).then(|| {
                rows.swap(0, class);
                let rows: Vec<(u32, f64)> = (0..).zip(rows.iter().map(|row| row.1)).collect();
                tally(&rows).verdict(Rule::GREATEST_CLAIM).confidence
            })
        };
        let sum: f64 = (0..count).filter_map(believed).sum();
        assert!(sum > 0.0 && sum <= 1.0, "{count}: {sum}");
    }
}

#[test]
fn the_first_row_wins_with_what_speaks_for_it() {
    let backing = Backing::new(&[0, 1], &[1, 0], &[1.0, 0.5]);
    let verdict = tally(&[(0, 0.5), (1, 0.5)]).verdict_backed(Rule::FIRST_ROW, backing);
    assert_eq!((verdict.winner, verdict.confidence), (0, 0.75));
}

#[test]
fn a_value_that_nobody_states_cannot_win() {
    let backing = Backing::new(&[0, 0], &[1, 7], &[1.0, 1.0]);
    let mut tally = tally(&[(0, 0.25), (0, 0.25), (2, 0.25)]);
    let verdict = tally.verdict_backed(Rule::GREATEST_SUM, backing);
    assert_eq!((verdict.class, verdict.winner), (0, 0));
}

#[test]
fn a_value_that_nobody_of_weight_states_cannot_win() {
    let backing = Backing::new(&[1], &[0], &[1.0]);
    let rows = [(0, 0.0), (1, 0.5)];
    let verdict = tally(&rows).verdict_backed(Rule::GREATEST_SUM, backing);
    assert_eq!((verdict.class, verdict.confidence), (1, 1.0));
}

#[test]
fn a_value_does_not_support_itself() {
    let backing = Backing::new(&[1], &[1], &[1.0]);
    let rows = [(0, 0.5), (1, 0.375)];
    let verdict = tally(&rows).verdict_backed(Rule::GREATEST_SUM, backing);
    assert_eq!(verdict, tally(&rows).verdict(Rule::GREATEST_SUM));
}

#[test]
fn each_group_has_its_own_supports() {
    let offsets = [0, 2, 2, 4, 6];
    let rows = Batch {
        supports: SupportsView {
            groups: &[0, 3],
            sources: &[0, 0],
            targets: &[1, 1],
            strengths: &[1.0, 1.0],
        },
        ..batch(&offsets)
    };
    let found = resolve(&rows, &[0, 1, 0, 1, 0, 1], Rule::GREATEST_SUM, |_| 1.0);
    let Ok(found) = found else {
        panic!("a well-formed batch is resolved");
    };
    assert_eq!(found.winners, [1, NO_WINNER, 0, 1]);
    assert_eq!(found.confidences, [1.0, 0.0, 0.5, 1.0]);
}
