//! The checks on everything that a guest returns, as strict as for bytes from a network.
//!
//! Not a judgement of quality: a lens may be wrong, but never out of range.
//!
//! Invariant: a result that passed can be used as an index and summed without further checks.

use crate::{
    columns::{Batch, Estimates, NONE, Parts, Resolutions, Shares, Staged, Supports},
    description::Description,
};

/// How far the shares of a group may add up beyond 1.
const SHARE_SLACK: f64 = 1e-9;
/// The status of a group without a winner.
const UNDECIDED: u32 = 3;

/// `Ok`, or what is wrong, for the detail of a fault.
pub(crate) type Checked = Result<(), String>;

/// A batch with the column that results speak about.
pub(crate) struct Asked<'a> {
    batch: &'a Batch<'a>,
    values: Option<&'a [u32]>,
    voices: Option<&'a [u32]>,
}

impl<'a> Asked<'a> {
    pub(crate) fn new(description: &Description, batch: &'a Batch<'a>) -> Self {
        let column = |name| {
            description
                .u32_column(name)
                .and_then(|at| batch.u32_columns.get(at).copied())
        };
        Self {
            batch,
            values: column("value"),
            voices: column("voice"),
        }
    }

    fn groups(&self) -> usize {
        self.batch.groups()
    }

    /// One more than the greatest class of a group.
    fn classes_of(&self, group: usize) -> usize {
        let rows = self.batch.offsets[group] as usize..self.batch.offsets[group + 1] as usize;
        match self.values.and_then(|values| values.get(rows.clone())) {
            Some([]) => 0,
            // A fold, because it is computed on several values at a time; `max` is not.
            Some(values) => values.iter().fold(0, |top, &value| value.max(top)) as usize + 1,
            None => rows.len(),
        }
    }
}

/// Whether the caller's batch fits the description.
pub(crate) fn input(description: &Description, batch: &Batch<'_>) -> Checked {
    let offsets = batch.offsets;
    if offsets.first() != Some(&0) || offsets.windows(2).any(|pair| pair[0] > pair[1]) {
        return Err("offsets must begin with 0 and never fall".to_owned());
    }
    let rows = batch.rows();
    if batch.u32_columns.len() != description.u32_columns.len()
        || batch.f64_columns.len() != description.f64_columns.len()
    {
        return Err("there must be one column for each name in the description".to_owned());
    }
    let fits = batch.u32_columns.iter().all(|column| column.len() == rows)
        && batch.f64_columns.iter().all(|column| column.len() == rows);
    if fits {
        Ok(())
    } else {
        Err(format!("each column must have {rows} rows"))
    }
}

/// The result of a row stage.
pub(crate) fn staged(asked: &Asked<'_>, staged: &Staged) -> Checked {
    let rows = asked.batch.rows();
    if !staged.weights.is_empty() {
        same_length("weights", staged.weights.len(), rows)?;
        units("weights", &staged.weights)?;
    }
    if !staged.classes.is_empty() {
        same_length("classes", staged.classes.len(), rows)?;
        classes(asked, &staged.classes)?;
    }
    supports(asked, &staged.supports)
}

fn classes(asked: &Asked<'_>, classes: &[u32]) -> Checked {
    let Some(values) = asked.values else {
        return Err("a stage that returns classes must read the column value".to_owned());
    };
    let mut class_of_value = Vec::new();
    for group in 0..asked.groups() {
        let rows = asked.batch.offsets[group] as usize..asked.batch.offsets[group + 1] as usize;
        let (classes, values) = (&classes[rows.clone()], &values[rows]);
        class_of_value.clear();
        class_of_value.resize(asked.classes_of(group).min(classes.len() + 1), NONE);
        for (&class, &value) in classes.iter().zip(values) {
            if classes.get(class as usize) != Some(&class) {
                return Err(format!(
                    "class {class} of group {group} is not a row that stands for itself"
                ));
            }
            let Some(known) = class_of_value.get_mut(value as usize) else {
                continue;
            };
            if *known != NONE && *known != class {
                return Err(format!(
                    "rows of value {value} of group {group} got two classes"
                ));
            }
            *known = class;
        }
    }
    Ok(())
}

fn supports(asked: &Asked<'_>, supports: &Supports) -> Checked {
    let length = supports.groups.len();
    same_length("supports.sources", supports.sources.len(), length)?;
    same_length("supports.targets", supports.targets.len(), length)?;
    same_length("supports.strengths", supports.strengths.len(), length)?;
    units("supports.strengths", &supports.strengths)?;
    let mut previous = None;
    let mut bound = (usize::MAX, 0);
    for (entry, &group) in supports.groups.iter().enumerate() {
        let group_at = group as usize;
        if group_at >= asked.groups() {
            return Err(format!(
                "supports name group {group}, there are {}",
                asked.groups()
            ));
        }
        if bound.0 != group_at {
            bound = (group_at, asked.classes_of(group_at));
        }
        let (source, target) = (supports.sources[entry], supports.targets[entry]);
        if source as usize >= bound.1 || target as usize >= bound.1 {
            return Err(format!(
                "supports name class {} of group {group}, there are {}",
                source.max(target),
                bound.1
            ));
        }
        if previous.is_some_and(|before| before >= (group, source, target)) {
            return Err(
                "supports must be ordered by group, source and target, without repetition"
                    .to_owned(),
            );
        }
        previous = Some((group, source, target));
    }
    Ok(())
}

/// The result of a resolver.
pub(crate) fn resolutions(asked: &Asked<'_>, found: &Resolutions) -> Checked {
    let groups = asked.groups();
    same_length("winners", found.winners.len(), groups)?;
    same_length("confidences", found.confidences.len(), groups)?;
    same_length("conflicts", found.conflicts.len(), groups)?;
    same_length("statuses", found.statuses.len(), groups)?;
    units("confidences", &found.confidences)?;
    units("conflicts", &found.conflicts)?;
    for (group, (&winner, &status)) in found.winners.iter().zip(&found.statuses).enumerate() {
        if status > UNDECIDED {
            return Err(format!("status {status} of group {group} is unknown"));
        }
        let rows = asked.batch.rows_of(group);
        let none_allowed = winner == NONE && status == UNDECIDED;
        if winner as usize >= rows && !none_allowed {
            return Err(format!(
                "winner {winner} of group {group} is not one of its {rows} rows"
            ));
        }
    }
    shares(asked, &found.shares)?;
    parts(asked, &found.parts)
}

fn shares(asked: &Asked<'_>, shares: &Shares) -> Checked {
    same_length("shares.shares", shares.shares.len(), shares.classes.len())?;
    units("shares.shares", &shares.shares)?;
    if shares.offsets.is_empty() && shares.classes.is_empty() {
        return Ok(());
    }
    offsets(
        "shares.offsets",
        &shares.offsets,
        asked.groups(),
        shares.classes.len(),
    )?;
    let mut seen = Vec::new();
    for group in 0..asked.groups() {
        let entries = shares.offsets[group] as usize..shares.offsets[group + 1] as usize;
        if entries.is_empty() {
            continue;
        }
        seen.clear();
        seen.resize(asked.classes_of(group), false);
        let mut sum = 0.0;
        let mut previous: Option<(f64, u32)> = None;
        for entry in entries {
            let (share, class) = (shares.shares[entry], shares.classes[entry]);
            match seen.get_mut(class as usize) {
                Some(seen) if !*seen => *seen = true,
                _ => {
                    return Err(format!(
                        "class {class} of group {group} is unknown or has two shares"
                    ));
                }
            }
            if previous
                .is_some_and(|(before, id)| share > before || (share == before && class < id))
            {
                return Err(format!(
                    "shares of group {group} must fall, equal ones ordered by class"
                ));
            }
            previous = Some((share, class));
            sum += share;
        }
        if sum > 1.0 + SHARE_SLACK {
            return Err(format!("shares of group {group} add up to {sum}"));
        }
    }
    Ok(())
}

fn parts(asked: &Asked<'_>, parts: &Parts) -> Checked {
    let length = parts.labels.len();
    same_length("parts.winners", parts.winners.len(), length)?;
    same_length("parts.confidences", parts.confidences.len(), length)?;
    same_length("parts.conflicts", parts.conflicts.len(), length)?;
    same_length("parts.counts", parts.counts.len(), length)?;
    units("parts.confidences", &parts.confidences)?;
    units("parts.conflicts", &parts.conflicts)?;
    if parts.offsets.is_empty() && length == 0 {
        return Ok(());
    }
    offsets("parts.offsets", &parts.offsets, asked.groups(), length)?;
    for group in 0..asked.groups() {
        let entries = parts.offsets[group] as usize..parts.offsets[group + 1] as usize;
        let rows = asked.batch.rows_of(group);
        if parts.labels[entries.clone()]
            .windows(2)
            .any(|pair| pair[0] >= pair[1])
        {
            return Err(format!("labels of the parts of group {group} must rise"));
        }
        for entry in entries {
            if parts.winners[entry] as usize >= rows || parts.counts[entry] as usize > rows {
                return Err(format!(
                    "part {} of group {group} names more than its {rows} rows",
                    parts.labels[entry]
                ));
            }
        }
    }
    Ok(())
}

/// The result of an answer stage: like a resolver's, with the winners left alone.
pub(crate) fn adjusted(asked: &Asked<'_>, before: &Resolutions, after: &Resolutions) -> Checked {
    resolutions(asked, after)?;
    if before.winners == after.winners {
        Ok(())
    } else {
        Err("an answer stage must not change winners".to_owned())
    }
}

/// The result of an estimator.
pub(crate) fn estimates(asked: &Asked<'_>, found: &Estimates) -> Checked {
    units("weights", &found.weights)?;
    units("probabilities", &found.probabilities)?;
    if !found.probabilities.is_empty() {
        same_length(
            "probabilities",
            found.probabilities.len(),
            asked.batch.rows(),
        )?;
    }
    let Some(voices) = asked.voices else {
        return if found.weights.is_empty() {
            Ok(())
        } else {
            Err("an estimator that weighs voices must read the column voice".to_owned())
        };
    };
    let count = voices.iter().max().map_or(0, |&id| id as usize + 1);
    same_length("weights", found.weights.len(), count)
}

fn offsets(name: &str, offsets: &[u32], groups: usize, entries: usize) -> Checked {
    same_length(name, offsets.len(), groups + 1)?;
    let rising = offsets.windows(2).all(|pair| pair[0] <= pair[1]);
    if !rising || offsets[0] != 0 || offsets[groups] as usize != entries {
        return Err(format!(
            "{name} must begin with 0, never fall and end with {entries}"
        ));
    }
    Ok(())
}

fn same_length(name: &str, found: usize, wanted: usize) -> Checked {
    if found == wanted {
        Ok(())
    } else {
        Err(format!("{name} has {found} entries instead of {wanted}"))
    }
}

fn units(name: &str, numbers: &[f64]) -> Checked {
    match numbers
        .iter()
        .position(|number| !(0.0..=1.0).contains(number))
    {
        None => Ok(()),
        Some(at) => Err(format!(
            "{name}[{at}] is {}, it must lie in 0 ..= 1",
            numbers[at]
        )),
    }
}
