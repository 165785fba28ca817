//! What holds for every lens, claimed or not.

use stemedb_plugins::{NONE, ParamKind, ParamSpec, ParamValue, Resolutions, Staged};

use super::compared::{SLACK, leader, near, rows_of, shares, winner};
use super::{Calls, Law, Trial, Verdict, settled};
use crate::call::Answer;
use crate::generate::Generator;
use crate::table::{Row, Table};

/// Seeds of calls that come between two equal ones lie so far from those that are tried.
const SEEDS_BETWEEN: u64 = 1_000_000;

/// The laws of every lens, in the order in which they are tried.
pub const UNIVERSAL: &[Law] = &[
    Law {
        name: "answers",
        meaning: "every call that a host can make is answered within the limits, from the declared columns alone",
        check: answers,
        calls: Calls::Many,
    },
    Law {
        name: "empty-and-single",
        meaning: "groups without rows have no winner, groups of one row that row or none",
        check: empty_and_single,
        calls: Calls::Many,
    },
    Law {
        name: "same-again",
        meaning: "the same call has the same answer bit for bit: again, after another call, and on a fresh instance",
        check: same_again,
        calls: Calls::Many,
    },
    Law {
        name: "same-when-rebuilt",
        meaning: "the same sources built again give the same bits",
        check: same_when_rebuilt,
        calls: Calls::Many,
    },
    Law {
        name: "arrival",
        meaning: "neither when claims arrived nor the places of claims of one valid time change what they weigh",
        check: arrival,
        calls: Calls::Many,
    },
    Law {
        name: "parameters",
        meaning: "every parameter may have every value that its description accepts",
        check: parameters,
        calls: Calls::Many,
    },
    Law {
        name: "limits",
        meaning: "great calls stay within the limits of time, memory and output",
        check: answers,
        calls: Calls::Great,
    },
];

fn answers(trial: &Trial<'_>, table: &Table, _: u64) -> Verdict {
    trial.answer(table).map(drop)
}

fn empty_and_single(trial: &Trial<'_>, table: &Table, _: u64) -> Verdict {
    let mut groups = vec![Vec::new()];
    for row in table.groups.iter().filter_map(|group| group.first()) {
        groups.push(vec![row.clone()]);
        groups.push(Vec::new());
    }
    let table = Table {
        groups,
        ..table.clone()
    };
    let Some(Answer::Resolved(found)) = trial.answer(&table)? else {
        return Ok(());
    };
    for (group, rows) in table.groups.iter().enumerate() {
        let row = found.winners.get(group).copied();
        let allowed = row == Some(NONE) || (rows.len() == 1 && row == Some(0));
        if !allowed {
            return Err(format!(
                "group {group} has {} rows and the winner {row:?}",
                rows.len()
            ));
        }
        let status = found.statuses.get(group);
        if rows.is_empty() && status != Some(&3) {
            return Err(format!(
                "group {group} has no rows and the status {status:?} in place of 3, undecided"
            ));
        }
    }
    Ok(())
}

fn same_again(trial: &Trial<'_>, table: &Table, seed: u64) -> Verdict {
    let session = trial.session();
    let first = trial.subject.live(&session, table);
    settled(first.clone())?;
    let again = trial.subject.live(&session, table);
    same("when it is asked again", &first, &again)?;
    let between = Generator::new(seed + SEEDS_BETWEEN);
    let description = trial.subject.description();
    let between = { between }.table(description, &trial.params);
    // Whatever becomes of that call is another law's business.
    let _ = trial.subject.live(&session, &between);
    let after = trial.subject.live(&session, table);
    same("after another call", &first, &after)?;
    same("on a fresh instance", &first, &trial.subject.fresh(table))
}

fn same_when_rebuilt(trial: &Trial<'_>, table: &Table, _: u64) -> Verdict {
    let Some(rebuilt) = trial.rebuilt else {
        return Ok(());
    };
    let (before, after) = (trial.subject.fresh(table), rebuilt.fresh(table));
    same(
        "when the same sources are built again (hash order is drawn at every build; sort what comes out of sets)",
        &before,
        &after,
    )
}

fn same(when: &str, before: &Answer, after: &Answer) -> Verdict {
    if before.same(after) {
        return Ok(());
    }
    Err(format!(
        "the answer changes {when}\n  before: {before:?}\n  after:  {after:?}"
    ))
}

/// Other places for rows of one valid time, other times of arrival. The answer lists the old place of each row.
fn arrived_otherwise(trial: &Trial<'_>, table: &Table, seed: u64) -> (Table, Vec<usize>) {
    let mut generator = Generator::new(seed);
    let mut other = table.clone();
    let mut places = Vec::with_capacity(table.rows());
    for (at, group) in other.groups.iter_mut().enumerate() {
        let start = rows_of(table, at).start;
        let mut rows: Vec<(usize, Row)> = (start..).zip(group.drain(..)).collect();
        for place in (1..rows.len()).rev() {
            let from = generator.below(place as u64 + 1) as usize;
            if ties(&rows, from, place) {
                rows.swap(from, place);
            }
        }
        for (place, mut row) in rows {
            if !trial.settings.reads_arrival {
                row.hlc = row.valid_time + generator.below(1 << 36) as f64;
            }
            places.push(place);
            group.push(row);
        }
    }
    (other, places)
}

fn ties(rows: &[(usize, Row)], one: usize, other: usize) -> bool {
    rows[one].1.valid_time == rows[other].1.valid_time
}

fn arrival(trial: &Trial<'_>, table: &Table, seed: u64) -> Verdict {
    let (other, places) = arrived_otherwise(trial, table, seed);
    let answers = (trial.answer(table)?, trial.answer(&other)?);
    let compared = match &answers {
        (Some(Answer::Staged(before)), Some(Answer::Staged(after))) => {
            staged_alike(&places, before, after)
        }
        (Some(Answer::Resolved(before)), Some(Answer::Resolved(after))) => {
            resolved_alike((table, before), (&other, after))
        }
        (Some(Answer::Estimated(before)), Some(Answer::Estimated(after))) => {
            let moved = moved(&places, &before.probabilities);
            near("probabilities", &moved, &after.probabilities)
        }
        _ => Ok(()),
    };
    compared.map_err(|what| {
        format!(
            "the answer changes when the same claims arrive in another order{}: {what}",
            if trial.settings.reads_arrival {
                ""
            } else {
                " (if the lens means to read when they arrived, set `reads_arrival = true` under [test] in lens.toml)"
            }
        )
    })
}

/// A number for each row, in the rows' new places.
fn moved(places: &[usize], numbers: &[f64]) -> Vec<f64> {
    if numbers.is_empty() {
        return Vec::new();
    }
    let at = |place: &usize| numbers.get(*place).copied().unwrap_or(f64::NAN);
    places.iter().map(at).collect()
}

fn staged_alike(places: &[usize], before: &Staged, after: &Staged) -> Verdict {
    let ones = |numbers: &[f64]| match numbers {
        [] => vec![1.0; places.len()],
        numbers => numbers.to_vec(),
    };
    let before = moved(places, &ones(&before.weights));
    near("factors", &before, &ones(&after.weights))
}

fn resolved_alike(
    (table, before): (&Table, &Resolutions),
    (other, after): (&Table, &Resolutions),
) -> Verdict {
    near("conflicts", &before.conflicts, &after.conflicts)?;
    if before.statuses != after.statuses {
        return Err(format!(
            "statuses are {:?}, then {:?}",
            before.statuses, after.statuses
        ));
    }
    for group in 0..table.groups.len() {
        let shares = [shares(table, before, group), shares(other, after, group)];
        let same = shares[0].len() == shares[1].len()
            && shares[0].iter().all(|(value, share)| {
                let now = shares[1].get(value);
                now.is_some_and(|now| (now - share).abs() <= SLACK)
            });
        if !same {
            return Err(format!(
                "shares of group {group} by value are {:?}, then {:?}",
                shares[0], shares[1]
            ));
        }
        winner_alike((table, before), (other, after), group)?;
    }
    Ok(())
}

/// Where the value with the greatest share won and no tie was broken, it wins again.
fn winner_alike(
    (table, before): (&Table, &Resolutions),
    (other, after): (&Table, &Resolutions),
    group: usize,
) -> Verdict {
    let Some((value, true)) = leader(table, before, group) else {
        return Ok(());
    };
    let winners = [winner(table, before, group), winner(other, after, group)];
    if winners[0] == Some(value)
        && winners[0] != winners[1]
        && !first_row_differs(table, other, group)
    {
        return Err(format!(
            "the winner of group {group} is value {:?}, then {:?}",
            winners[0], winners[1]
        ));
    }
    Ok(())
}

/// Lenses may take the newest claim, which of several that are equally new is a tie.
fn first_row_differs(table: &Table, other: &Table, group: usize) -> bool {
    let first = |table: &Table| {
        let rows = table.groups.get(group);
        rows.and_then(|rows| rows.first()).map(|row| row.value)
    };
    first(table) != first(other)
}

/// Texts that a parameter must live with.
const TEXTS: [&str; 3] = ["", "Ålesund, \"quoted\" = (1|2)", "0"];

fn parameters(trial: &Trial<'_>, table: &Table, _: u64) -> Verdict {
    let specs = &trial.subject.description().params;
    for (at, spec) in specs.iter().enumerate() {
        for value in extremes(spec) {
            let mut changed = table.clone();
            let Some(param) = changed.params.get_mut(at) else {
                continue;
            };
            *param = value.clone();
            let told = trial.subject.fresh(&changed);
            // Which texts mean something, only the lens knows.
            if matches!(
                (&told, spec.kind),
                (Answer::Refused { code: 1, .. }, ParamKind::Text)
            ) {
                continue;
            }
            settled(told).map_err(|what| format!("with {} = {value:?} {what}", spec.name))?;
        }
    }
    Ok(())
}

fn extremes(spec: &ParamSpec) -> Vec<ParamValue> {
    match spec.kind {
        ParamKind::Number | ParamKind::Duration => {
            let least = match spec.kind {
                ParamKind::Duration => Some(spec.min.unwrap_or(0.0)),
                _ => spec.min,
            };
            let numbers = least.into_iter().chain(spec.max);
            numbers.map(ParamValue::Number).collect()
        }
        ParamKind::Flag => vec![ParamValue::Flag(false), ParamValue::Flag(true)],
        ParamKind::Text => {
            let long = "x".repeat(1024);
            let texts = TEXTS.iter().map(|text| (*text).to_owned());
            texts.chain([long]).map(ParamValue::Text).collect()
        }
    }
}
