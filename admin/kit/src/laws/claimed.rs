//! The laws of the registry, which a lens claims in its description. `docs/lens-columns.md` has them in words.

use stemedb_plugins::{Resolutions, Staged};
use stemedb_sdk::columns::law_named;
use stemedb_sdk::exact::{GRAIN, round};

use super::compared::{entries, leader, rows_of, shares, winner};
use super::{Calls, Law, Trial, Verdict};
use crate::call::Answer;
use crate::generate::Generator;
use crate::table::Table;

macro_rules! law {
    ($name:literal, $check:expr) => {
        Law {
            name: $name,
            meaning: "as the registry of laws has it",
            check: $check,
            calls: Calls::Many,
        }
    };
}

/// The laws that can be claimed. `deterministic` is asked of every lens, as `same-again`.
pub(crate) const CLAIMED: &[Law] = &[
    law!("deterministic", |_, _, _| Ok(())),
    law!("group-local", group_local),
    law!("single-voice", single_voice),
    law!("value-first", value_first),
    law!("scale-free", scale_free),
    law!("monotone", monotone),
    law!("never-zero", never_zero),
    law!("filter", filter),
];

impl Law {
    /// What holds for every call, from the registry if the law is there.
    #[must_use]
    pub fn words(&self) -> &'static str {
        law_named(self.name).map_or(self.meaning, |known| known.meaning)
    }
}

fn resolved(trial: &Trial<'_>, table: &Table) -> Result<Option<Resolutions>, String> {
    Ok(match trial.answer(table)? {
        Some(Answer::Resolved(found)) => Some(found),
        _ => None,
    })
}

fn staged(trial: &Trial<'_>, table: &Table) -> Result<Option<Staged>, String> {
    Ok(match trial.answer(table)? {
        Some(Answer::Staged(found)) => Some(found),
        _ => None,
    })
}

/// One group of an answer, printed so that it reads back the same.
fn printed(table: &Table, answer: &Answer, group: usize) -> String {
    let part = |numbers: &[f64], range: std::ops::Range<usize>| {
        format!("{:?}", numbers.get(range).unwrap_or_default())
    };
    let rows = rows_of(table, group);
    match answer {
        // An empty list leaves things as they are.
        Answer::Staged(found) => format!(
            "factors {} classes {:?}",
            match found.weights.get(rows.clone()) {
                Some(_) => part(&found.weights, rows.clone()),
                None => format!("{:?}", vec![1.0; rows.len()]),
            },
            match found.classes.get(rows) {
                Some(classes) => classes.to_vec(),
                None => own_classes(table, group),
            }
        ),
        Answer::Resolved(found) => {
            let at = |numbers: &[f64]| part(numbers, group..group + 1);
            let parts = entries(&found.parts.offsets, group);
            format!(
                "winner {:?} confidence {} conflict {} status {:?} shares {:?} parts {:?} {:?} {} {}",
                found.winners.get(group),
                at(&found.confidences),
                at(&found.conflicts),
                found.statuses.get(group),
                shares(table, found, group),
                found.parts.labels.get(parts.clone()),
                found.parts.winners.get(parts.clone()),
                part(&found.parts.confidences, parts.clone()),
                part(&found.parts.conflicts, parts),
            )
        }
        other => format!("{other:?}"),
    }
}

/// The first row, within its group, of each row's value.
fn own_classes(table: &Table, group: usize) -> Vec<u32> {
    let rows = table.groups.get(group).map_or(&[][..], Vec::as_slice);
    let first = |value| rows.iter().position(|row| row.value == value);
    let firsts = rows.iter().map(|row| first(row.value).unwrap_or(0) as u32);
    firsts.collect()
}

fn group_local(trial: &Trial<'_>, table: &Table, _: u64) -> Verdict {
    let Some(together) = trial.answer(table)? else {
        return Ok(());
    };
    for group in 0..table.groups.len() {
        let alone = table.alone(group);
        let Some(answer) = trial.answer(&alone)? else {
            continue;
        };
        let [with_others, by_itself] = [
            printed(table, &together, group),
            printed(&alone, &answer, 0),
        ];
        if with_others != by_itself {
            return Err(format!(
                "group {group} gets another answer by itself\n  together: {with_others}\n  alone:    {by_itself}"
            ));
        }
    }
    Ok(())
}

fn single_voice(trial: &Trial<'_>, table: &Table, _: u64) -> Verdict {
    let Some(found) = resolved(trial, table)? else {
        return Ok(());
    };
    for (group, rows) in table.groups.iter().enumerate() {
        let told = (
            found.winners[group],
            found.conflicts[group],
            found.statuses[group],
        );
        if rows.len() == 1 && told != (0, 0.0, 0) {
            return Err(format!(
                "group {group} has one row, and (winner, conflict, status) are {told:?}"
            ));
        }
    }
    Ok(())
}

fn value_first(trial: &Trial<'_>, table: &Table, _: u64) -> Verdict {
    let Some(found) = resolved(trial, table)? else {
        return Ok(());
    };
    for group in 0..table.groups.len() {
        let (Some(won), Some((leads, alone))) =
            (winner(table, &found, group), leader(table, &found, group))
        else {
            continue;
        };
        if alone && won != leads {
            return Err(format!(
                "in group {group} value {leads} has the greatest share and value {won} wins"
            ));
        }
    }
    Ok(())
}

fn scale_free(trial: &Trial<'_>, table: &Table, _: u64) -> Verdict {
    let mut halved = table.clone();
    for row in halved.groups.iter_mut().flatten() {
        row.weight /= 2.0;
        if row.weight < GRAIN || round(row.weight) != row.weight {
            return Ok(());
        }
    }
    let (Some(full), Some(half)) = (resolved(trial, table)?, resolved(trial, &halved)?) else {
        return Ok(());
    };
    let told = |found: &Resolutions| {
        format!(
            "winners {:?} shares {:?} conflicts {:?} statuses {:?}",
            found.winners, found.shares, found.conflicts, found.statuses
        )
    };
    let [full, half] = [told(&full), told(&half)];
    if full == half {
        return Ok(());
    }
    Err(format!(
        "half of every weight changes the answer\n  whole:  {full}\n  halves: {half}"
    ))
}

fn monotone(trial: &Trial<'_>, table: &Table, seed: u64) -> Verdict {
    let Some(before) = resolved(trial, table)? else {
        return Ok(());
    };
    let mut raised = table.clone();
    let mut generator = Generator::new(seed);
    for (group, rows) in raised.groups.iter_mut().enumerate() {
        let won = winner(table, &before, group);
        for row in rows.iter_mut().filter(|row| Some(row.value) == won) {
            if generator.below(2) == 0 {
                row.weight += (1.0 - row.weight) / 2.0;
            }
        }
    }
    let Some(after) = resolved(trial, &raised)? else {
        return Ok(());
    };
    for group in 0..table.groups.len() {
        let winners = [
            winner(table, &before, group),
            winner(&raised, &after, group),
        ];
        if winners[0].is_some() && winners[0] != winners[1] {
            return Err(format!(
                "in group {group} value {:?} wins; with more weight on its rows {:?} does",
                winners[0], winners[1]
            ));
        }
    }
    Ok(())
}

fn never_zero(trial: &Trial<'_>, table: &Table, _: u64) -> Verdict {
    let Some(found) = staged(trial, table)? else {
        return Ok(());
    };
    match found.weights.iter().position(|factor| *factor < GRAIN) {
        None => Ok(()),
        Some(row) => Err(format!(
            "row {row} of the call has the factor {}, below 2^-32",
            found.weights[row]
        )),
    }
}

fn filter(trial: &Trial<'_>, table: &Table, _: u64) -> Verdict {
    let Some(found) = staged(trial, table)? else {
        return Ok(());
    };
    let between = |factor: &f64| *factor != 0.0 && *factor != 1.0;
    match found.weights.iter().position(between) {
        None => Ok(()),
        Some(row) => Err(format!(
            "row {row} of the call has the factor {}, neither 0 nor 1",
            found.weights[row]
        )),
    }
}
