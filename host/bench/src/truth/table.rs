//! The measurement for people: one table for each data set.

use comfy_table::{CellAlignment, Table, presets};

use super::expressions::NAME;
use super::{Kind, Row, SetTable, Truth};

/// A column: its head, and its cell for a row with figures.
type Column = (&'static str, fn(&Row) -> String);

/// Columns of every data set behind the lens and who learnt.
const COLUMNS: [Column; 9] = [
    ("accuracy", |row| share(row, |score| score.accuracy)),
    ("ties shared", |row| share(row, |score| score.ties_shared)),
    ("tied", |row| share(row, |score| score.tied)),
    ("coverage", |row| share(row, |score| score.coverage)),
    ("confidence", |row| {
        share(row, |score| score.sureness.confidence)
    }),
    ("Brier", |row| share(row, |score| score.sureness.brier)),
    ("ECE", |row| {
        share(row, |score| score.sureness.expected_error)
    }),
    ("ECE calibrated", |row| {
        share(row, |score| score.calibrated.expected_error)
    }),
    ("µs each", |row| {
        row.score
            .map_or(String::new(), |score| format!("{:.0}", score.micros))
    }),
];
const PLACES: [Column; 2] = [
    ("or wider", |row| share(row, |score| score.or_wider)),
    ("nearest", |row| share(row, |score| score.nearest)),
];
const CARRIED: [Column; 1] = [("ECE carried", |row| {
    row.carried.map_or(String::new(), |carried| {
        format!("{:.3}", carried.expected_error)
    })
})];

/// Prints everything.
pub(crate) fn print(truth: &Truth) {
    for table in &truth.tables {
        println!("\n## {}", table.name);
        println!("{}", heading(table));
        println!("{}", rows(table));
        for row in &table.rows {
            if let Some(reason) = &row.refused {
                println!("no figures for {}: {reason}", row.lens);
            }
        }
    }
    println!();
    for rule in &truth.rules {
        println!("{rule}");
    }
}

fn heading(table: &SetTable) -> String {
    let mut heading = format!("{} questions", table.questions);
    if let Some(stated) = table.stated {
        heading.push_str(&format!(
            "; the right value is stated by anybody for {stated:.3} of them"
        ));
    }
    for (at, published) in table.published.iter().enumerate() {
        let lead = if at == 0 { "; published: " } else { ", " };
        heading.push_str(&format!(
            "{lead}{} {:.3}",
            published.what, published.accuracy
        ));
    }
    heading
}

fn rows(table: &SetTable) -> Table {
    let mut columns: Vec<Column> = COLUMNS.to_vec();
    if table.kind == Kind::Birthplaces {
        columns.extend(PLACES);
    }
    if table.rows.iter().any(|row| row.carried.is_some()) {
        columns.extend(CARRIED);
    }
    let mut shown = Table::new();
    shown.load_style(presets::ASCII_MARKDOWN);
    let heads = columns.iter().map(|(head, _)| *head);
    shown.set_header(["lens", "learnt by"].into_iter().chain(heads));
    for row in table.rows.iter().filter(|row| row.score.is_some()) {
        let cells = columns.iter().map(|(_, cell)| cell(row));
        shown.add_row([lens(row), learnt(row)].into_iter().chain(cells));
    }
    for column in 0..columns.len() {
        if let Some(column) = shown.column_mut(column + 2) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    shown
}

/// The expression without bars, which would end a cell.
fn lens(row: &Row) -> String {
    let named = format!("(estimate=\"{NAME}\")");
    row.lens.replace(&named, "").replace('|', " then ")
}

fn learnt(row: &Row) -> String {
    row.learnt.as_ref().map_or(String::new(), |learnt| {
        let estimator = learnt.by.rsplit('|').next().unwrap_or_default();
        let scope = if learnt.each_predicate {
            ", each predicate"
        } else {
            ""
        };
        format!("{estimator}{scope}, {:.1} s", learnt.seconds)
    })
}

fn share(row: &Row, of: fn(&super::Score) -> f64) -> String {
    row.score
        .map_or(String::new(), |score| format!("{:.3}", of(&score) + 0.0))
}
