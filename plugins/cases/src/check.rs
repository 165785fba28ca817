//! Holds an answer against a case.

use std::fmt::Debug;

use stemedb_sdk::{Error, Estimates, NO_WINNER, Resolutions, Staged, Status};

use super::{Case, CaseError, Group, Winner};

/// How far a number may be from the one that a person wrote down.
const TOLERANCE: f64 = 1e-9;

/// What differs, in words.
type Check = Result<(), String>;

impl Case {
    /// Holds a resolver's answer against the case.
    ///
    /// # Errors
    /// [`CaseError::Answer`] with what differs.
    pub fn check_resolutions(&self, answer: &Result<Resolutions, Error>) -> Result<(), CaseError> {
        self.check(answer, |found| {
            let groups = self.groups.len();
            shape_of_resolutions(found, groups)?;
            for (at, group) in self.groups.iter().enumerate() {
                group
                    .check_resolution(found, at)
                    .map_err(|problem| format!("group {at}: {problem}"))?;
            }
            Ok(())
        })
    }

    /// Holds a row stage's answer against the case.
    ///
    /// # Errors
    /// [`CaseError::Answer`] with what differs.
    pub fn check_staged(&self, answer: &Result<Staged, Error>) -> Result<(), CaseError> {
        let counts = self.row_counts()?;
        self.check(answer, |found| {
            let rows = counts.iter().sum::<usize>();
            for (name, length) in [
                ("weights", found.weights.len()),
                ("classes", found.classes.len()),
            ] {
                ensure(length == 0 || length == rows, || {
                    format!("{length} {name} for {rows} rows")
                })?;
            }
            let mut start = 0;
            for (at, (group, count)) in self.groups.iter().zip(&counts).enumerate() {
                let rows = start..start + count;
                group
                    .check_stage(found, rows)
                    .and_then(|()| group.check_supports(found, at as u32))
                    .map_err(|problem| format!("group {at}: {problem}"))?;
                start += count;
            }
            Ok(())
        })
    }

    /// Holds an estimator's answer against the case.
    ///
    /// # Errors
    /// [`CaseError::Answer`] with what differs.
    pub fn check_estimates(&self, answer: &Result<Estimates, Error>) -> Result<(), CaseError> {
        let counts = self.row_counts()?;
        self.check(answer, |found| {
            if let Some(expected) = &self.reliabilities {
                all_near("reliability", &found.weights, expected)?;
            }
            if let Some(rounds) = self.rounds {
                equal("rounds", &found.rounds, &rounds)?;
            }
            let rows = counts.iter().sum::<usize>();
            equal("number of probabilities", &found.probabilities.len(), &rows)?;
            let mut start = 0;
            for (at, (group, count)) in self.groups.iter().zip(&counts).enumerate() {
                if let Some(expected) = &group.probabilities {
                    let rows = start..start + count;
                    all_near("probability", &found.probabilities[rows], expected)
                        .map_err(|problem| format!("group {at}: {problem}"))?;
                }
                start += count;
            }
            Ok(())
        })
    }

    fn check<T>(
        &self,
        answer: &Result<T, Error>,
        accept: impl FnOnce(&T) -> Check,
    ) -> Result<(), CaseError> {
        let outcome = match (answer, self.refuses) {
            (Ok(_), Some(code)) => Err(format!("it should refuse with code {code}, but answers")),
            (Ok(found), None) => accept(found),
            (Err(error), Some(code)) => equal("code of the refusal", &error.code, &code),
            (Err(error), None) => Err(format!("it refuses: {error}")),
        };
        outcome.map_err(|problem| CaseError::Answer {
            case: self.name.clone(),
            problem,
        })
    }
}

impl Group {
    fn check_resolution(&self, found: &Resolutions, at: usize) -> Check {
        if let Some(winner) = &self.winner {
            equal("winner", &found.winners[at], &winner.row())?;
        }
        if let Some(confidence) = self.confidence {
            near("confidence", found.confidences[at], confidence)?;
        }
        if let Some(conflict) = self.conflict {
            near("conflict", found.conflicts[at], conflict)?;
        }
        if let Some(least) = self.conflict_from {
            let conflict = found.conflicts[at];
            ensure(conflict >= least, || {
                format!("conflict is {conflict}, below {least}")
            })?;
        }
        if let Some(status) = &self.status {
            let name = Status::from_u32(found.statuses[at]).map(Status::name);
            equal("status", &name, &Some(status.as_str()))?;
        }
        self.check_shares(found, at)?;
        self.check_parts(found, at)
    }

    fn check_shares(&self, found: &Resolutions, at: usize) -> Check {
        let Some(expected) = &self.shares else {
            return Ok(());
        };
        let entries = entries(&found.shares.offsets, at);
        equal("number of shares", &entries.len(), &expected.len())?;
        for (entry, &(class, share)) in entries.zip(expected) {
            equal("class of a share", &found.shares.classes[entry], &class)?;
            near("share", found.shares.shares[entry], share)?;
        }
        Ok(())
    }

    fn check_parts(&self, found: &Resolutions, at: usize) -> Check {
        let Some(expected) = &self.parts else {
            return Ok(());
        };
        let parts = &found.parts;
        let entries = entries(&parts.offsets, at);
        equal("number of parts", &entries.len(), &expected.len())?;
        for (entry, part) in entries.zip(expected) {
            equal("label of a part", &parts.labels[entry], &part.label)?;
            equal(
                "winner of a part",
                &parts.winners[entry],
                &part.winner.row(),
            )?;
            near(
                "confidence of a part",
                parts.confidences[entry],
                part.confidence,
            )?;
            near("conflict of a part", parts.conflicts[entry], part.conflict)?;
            equal("count of a part", &parts.counts[entry], &part.count)?;
        }
        Ok(())
    }

    fn check_stage(&self, found: &Staged, rows: std::ops::Range<usize>) -> Check {
        if let Some(expected) = &self.weights {
            equal("number of expected weights", &expected.len(), &rows.len())?;
            for (row, &weight) in rows.clone().zip(expected) {
                // No weights at all leave every row as it is.
                let factor = found.weights.get(row).copied().unwrap_or(1.0);
                near("factor", factor, weight)?;
                ensure((factor == 0.0) == (weight == 0.0), || {
                    format!("factor {factor} instead of {weight}")
                })?;
            }
        }
        if let Some(expected) = &self.classes {
            let classes = found.classes.get(rows).unwrap_or_default();
            equal("classes", &classes, &expected.as_slice())?;
        }
        Ok(())
    }
}

impl Winner {
    pub(super) fn row(&self) -> u32 {
        match self {
            Self::Row(row) => *row,
            Self::Word(_) => NO_WINNER,
        }
    }
}

fn entries(offsets: &[u32], group: usize) -> std::ops::Range<usize> {
    match (offsets.get(group), offsets.get(group + 1)) {
        (Some(&start), Some(&end)) => start as usize..end as usize,
        _ => 0..0,
    }
}

fn shape_of_resolutions(found: &Resolutions, groups: usize) -> Check {
    equal("number of winners", &found.winners.len(), &groups)?;
    equal("number of confidences", &found.confidences.len(), &groups)?;
    equal("number of conflicts", &found.conflicts.len(), &groups)?;
    equal("number of statuses", &found.statuses.len(), &groups)?;
    equal(
        "number of share offsets",
        &found.shares.offsets.len(),
        &(groups + 1),
    )?;
    if !found.parts.offsets.is_empty() {
        equal(
            "number of part offsets",
            &found.parts.offsets.len(),
            &(groups + 1),
        )?;
    }
    Ok(())
}

fn equal<T: PartialEq + Debug>(what: &str, found: &T, expected: &T) -> Check {
    ensure(found == expected, || {
        format!("{what} is {found:?}, should be {expected:?}")
    })
}

fn all_near(what: &str, found: &[f64], expected: &[f64]) -> Check {
    let number = format!("number of expected entries of {what}");
    equal(&number, &expected.len(), &found.len())?;
    for (found, expected) in found.iter().zip(expected) {
        near(what, *found, *expected)?;
    }
    Ok(())
}

fn near(what: &str, found: f64, expected: f64) -> Check {
    ensure((found - expected).abs() <= TOLERANCE, || {
        format!("{what} is {found}, should be {expected}")
    })
}

fn ensure(holds: bool, problem: impl FnOnce() -> String) -> Check {
    if holds { Ok(()) } else { Err(problem()) }
}
