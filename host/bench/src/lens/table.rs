//! The measurement for people: calls, batches and queries of every lens, joint lenses, and what is missed.

use comfy_table::{CellAlignment, Table, presets};

use super::{FIXED_US_MAX, LensRow, RATIO_MAX, ROW_NS_MAX, Timed};

/// Prints everything.
pub(crate) fn print(rows: &[LensRow]) {
    println!(
        "\nA call: microseconds natively, as a component, and the ratio; above native at most {FIXED_US_MAX} µs and {ROW_NS_MAX} \
         ns a row"
    );
    println!("{}", calls(rows));
    println!("\nA whole query: the same, at most {RATIO_MAX} times the native one");
    println!("{}", queries(rows));
    if rows.iter().any(|row| row.joint.is_some()) {
        println!("\nJoint lenses");
        println!("{}", joint(rows));
    }
    println!("\nMissed");
    let mut none = true;
    for row in rows {
        for miss in row.misses.iter().chain(&row.refused) {
            println!("{}: {miss}", row.lens);
            none = false;
        }
    }
    if none {
        println!("nothing");
    }
}

fn calls(rows: &[LensRow]) -> Table {
    let mut table = table(&[
        "lens",
        "world",
        "10 rows",
        "1,000 rows",
        "10,000 rows",
        "fixed µs",
        "ns a row",
        "100,000 groups of 10",
    ]);
    for row in rows.iter().filter(|row| row.joint.is_none()) {
        let mut cells = vec![row.lens.clone(), row.world.to_owned()];
        cells.extend((0..3).map(|at| timed(row.calls.get(at))));
        cells.push(
            row.above
                .map_or(String::new(), |above| format!("{:.2}", above.fixed_us)),
        );
        cells.push(
            row.above
                .map_or(String::new(), |above| format!("{:.1}", above.row_ns)),
        );
        cells.push(timed(row.batch.as_ref()));
        table.add_row(cells);
    }
    right(&mut table, 2..8);
    table
}

fn queries(rows: &[LensRow]) -> Table {
    let mut table = table(&[
        "lens",
        "10 candidates",
        "1,000 candidates",
        "10,000 candidates",
    ]);
    for row in rows.iter().filter(|row| !row.queries.is_empty()) {
        let mut cells = vec![row.lens.clone()];
        cells.extend((0..3).map(|at| timed(row.queries.get(at))));
        table.add_row(cells);
    }
    right(&mut table, 1..4);
    table
}

fn joint(rows: &[LensRow]) -> Table {
    let mut table = table(&[
        "lens",
        "claims",
        "pairs",
        "rounds",
        "native s",
        "component s",
        "ratio",
        "native MB",
        "component MB",
    ]);
    for row in rows {
        let Some(joint) = row.joint else {
            continue;
        };
        let megabytes = |bytes: u64| format!("{:.0}", bytes as f64 / 1e6);
        table.add_row([
            row.lens.clone(),
            joint.rows.to_string(),
            joint.groups.to_string(),
            joint.rounds.to_string(),
            format!("{:.2}", joint.native_s),
            format!("{:.2}", joint.component_s),
            format!("{:.2}", joint.component_s / joint.native_s),
            megabytes(joint.native_bytes),
            megabytes(joint.component_bytes),
        ]);
    }
    right(&mut table, 1..9);
    table
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN);
    table.set_header(header);
    table
}

fn right(table: &mut Table, columns: std::ops::Range<usize>) {
    for column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// `native / component / ratio`.
fn timed(timed: Option<&Timed>) -> String {
    timed.map_or(String::new(), |timed| {
        format!(
            "{} / {} / {:.2}",
            micros(timed.native_us),
            micros(timed.component_us),
            timed.ratio
        )
    })
}

fn micros(value: f64) -> String {
    let digits = match value {
        large if large >= 100.0 => 0,
        middle if middle >= 10.0 => 1,
        _ => 2,
    };
    format!("{value:.digits$}")
}
