//! A worked example: rows of one of the lens's cases and what its native twin answers.

use anyhow::{Context, Result};
use stemedb_sdk::{Estimates, NO_WINNER, Resolutions, Staged, Status};
use stemedb_twins::case::{Case, Input, cases};
use stemedb_twins::{AnswerStageTwin, lens_folder};

use super::markdown::{number, table};
use crate::lenses::{Lens, Twin};

/// Fewer rows leave nothing to judge.
const ROWS_MIN: usize = 2;

/// Which case is shown.
fn chosen(cases: Vec<Case>) -> Option<Case> {
    let tells = |case: &Case| {
        let rows = case
            .groups
            .first()
            .and_then(|group| group.rows.values().next());
        case.refuses.is_none() && rows.is_some_and(|rows| rows.len() >= ROWS_MIN)
    };
    cases.into_iter().find(tells)
}

/// The example's section.
pub(super) fn worked(lens: &Lens) -> Result<String> {
    let case = chosen(cases(&lens_folder(lens.id))?).with_context(|| {
        format!(
            "lenses/{}/cases has no case of {ROWS_MIN} rows that is answered",
            lens.id
        )
    })?;
    let input = case.input(&lens.description)?;
    let (columns, answer) = match lens.twin {
        Twin::Resolver(twin) => (Vec::new(), resolution(&input.call(twin.resolve)?)),
        Twin::RowStage(twin) => (factors(&input, &input.call(twin.weigh)?), String::new()),
        Twin::AnswerStage(twin) => (Vec::new(), adjustment(&case, &input, twin)?),
        Twin::Estimator(twin) => estimate(&input, &input.call(twin.estimate)?),
    };
    let page = format!(
        "\n### Worked through: {}\n\n{}{}{answer}",
        case.name,
        given(&case),
        rows(lens, &input, columns)
    );
    // An answer stage without columns has no rows to show.
    Ok(page.replace("\n\n\n", "\n\n"))
}

fn given(case: &Case) -> String {
    if case.params.is_empty() {
        return String::new();
    }
    let given: Vec<String> = case
        .params
        .iter()
        .map(|(name, value)| format!("`{name}` = {value}"))
        .collect();
    format!("With {}:\n\n", given.join(", "))
}

/// The rows of the first group; `further` are columns to the right of the lens's own.
fn rows(lens: &Lens, input: &Input, further: Vec<(&'static str, Vec<String>)>) -> String {
    let description = &lens.description;
    let count = rows_of_first(input);
    let mut columns: Vec<(&str, Vec<String>)> =
        vec![("row", (0..count).map(|row| row.to_string()).collect())];
    for (name, column) in description.u32_columns.iter().zip(&input.u32_columns) {
        columns.push((
            name,
            column[..count].iter().map(|&entry| dense(entry)).collect(),
        ));
    }
    for (name, column) in description.f64_columns.iter().zip(&input.f64_columns) {
        columns.push((
            name,
            column[..count].iter().map(|&entry| number(entry)).collect(),
        ));
    }
    columns.extend(texts(lens, input, count));
    columns.extend(further);
    if columns.len() == 1 {
        return String::new();
    }
    let head: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let rows: Vec<Vec<String>> = (0..count)
        .map(|row| {
            columns
                .iter()
                .map(|(_, cells)| cells[row].clone())
                .collect()
        })
        .collect();
    table(&head, &rows)
}

/// The texts of the rows' values, where the case states them.
fn texts(lens: &Lens, input: &Input, count: usize) -> Option<(&'static str, Vec<String>)> {
    input.texts.first().filter(|texts| !texts.is_empty())?;
    let columns = &lens.description.u32_columns;
    let values = columns.iter().position(|&name| name == "value")?;
    let values = input.u32_columns[values].get(..count)?;
    let texts = input.texts(0, values);
    let quoted = |text: String| format!("`{text}`");
    Some(("text", texts.into_iter().map(quoted).collect()))
}

fn rows_of_first(input: &Input) -> usize {
    input.offsets.get(1).map_or(0, |&end| end as usize)
}

/// Ids that stand for "none" and rows that stand for "no winner" have the same number.
fn dense(entry: u32) -> String {
    if entry == NO_WINNER {
        return "none".into();
    }
    entry.to_string()
}

fn factors(input: &Input, staged: &Staged) -> Vec<(&'static str, Vec<String>)> {
    let count = rows_of_first(input);
    let mut columns = Vec::new();
    if !staged.weights.is_empty() {
        columns.push((
            "→ factor",
            staged.weights[..count]
                .iter()
                .map(|&factor| number(factor))
                .collect(),
        ));
    }
    if !staged.classes.is_empty() {
        columns.push((
            "→ class",
            staged.classes[..count].iter().map(u32::to_string).collect(),
        ));
    }
    columns
}

/// What an answer stage makes of the first group.
fn adjustment(case: &Case, input: &Input, twin: &AnswerStageTwin) -> Result<String> {
    let found = case.found()?;
    let said = table(&RESOLUTION, &[resolution_row(&found)]);
    let answer = input.call(|context, batch| (twin.adjust)(context, batch, found))?;
    Ok(format!(
        "\nThe resolver said:\n\n{said}{}",
        resolution(&answer)
    ))
}

/// What an estimator says of the rows of the first group, and of all voices.
fn estimate(input: &Input, found: &Estimates) -> (Vec<(&'static str, Vec<String>)>, String) {
    let likely = found.probabilities.iter().take(rows_of_first(input));
    let voices: Vec<Vec<String>> = found
        .weights
        .iter()
        .enumerate()
        .map(|(voice, reliability)| vec![voice.to_string(), number(*reliability)])
        .collect();
    let voices = table(&["voice", "reliability"], &voices);
    (
        vec![(
            "→ probability",
            likely.map(|likely| number(*likely)).collect(),
        )],
        format!(
            "\nOf all groups of the case, after {} rounds:\n\n{voices}",
            found.rounds
        ),
    )
}

const RESOLUTION: [&str; 5] = ["winning row", "confidence", "conflict", "status", "shares"];

/// What a resolver says of the first group.
fn resolution(all: &Resolutions) -> String {
    let answer = table(&RESOLUTION, &[resolution_row(all)]);
    format!("\nThe answer:\n\n{answer}{}", parts(all))
}

fn resolution_row(all: &Resolutions) -> Vec<String> {
    let status = Status::from_u32(all.statuses[0]).map_or("unknown", Status::name);
    let shares = 0..all.shares.offsets.get(1).map_or(0, |&end| end as usize);
    let shares: Vec<String> = shares
        .map(|at| {
            format!(
                "value {}: {}",
                all.shares.classes[at],
                number(all.shares.shares[at])
            )
        })
        .collect();
    vec![
        dense(all.winners[0]),
        number(all.confidences[0]),
        number(all.conflicts[0]),
        status.into(),
        shares.join(", "),
    ]
}

fn parts(all: &Resolutions) -> String {
    let count = all.parts.offsets.get(1).map_or(0, |&end| end as usize);
    if count == 0 {
        return String::new();
    }
    let parts = &all.parts;
    let rows: Vec<Vec<String>> = (0..count)
        .map(|at| {
            vec![
                parts.labels[at].to_string(),
                dense(parts.winners[at]),
                number(parts.confidences[at]),
                number(parts.conflicts[at]),
                parts.counts[at].to_string(),
            ]
        })
        .collect();
    let head = ["part", "winning row", "confidence", "conflict", "claims"];
    format!("\nIts parts:\n\n{}", table(&head, &rows))
}
