//! Calls as case files, and case files as calls.
//!
//! The format is the one of the crate `stemedb_cases`. What is written is read back as the same call, up to the names of
//! identities.

use std::fmt::Write as _;

use stemedb_cases::Case;
use stemedb_plugins::{Description, NONE, ParamKind, ParamSpec, ParamValue};

use crate::table::{Row, Table};

/// A call as a case that expects nothing, with the columns that a lens reads; each comment is a line before it.
pub(crate) fn written(
    name: &str,
    comments: &[String],
    table: &Table,
    description: &Description,
) -> String {
    let mut text = String::new();
    for comment in comments.iter().flat_map(|comment| comment.lines()) {
        line(&mut text, &format!("# {comment}"));
    }
    line(&mut text, "[[case]]");
    line(&mut text, &format!("name = {}", quoted(name)));
    line(&mut text, &format!("as_of = {}", table.as_of_ms));
    if let Some(params) = params(table, description) {
        line(&mut text, &format!("params = {{ {params} }}"));
    }
    let columns = columns(table, description);
    let mut start = 0;
    for (at, group) in table.groups.iter().enumerate() {
        let rows = start..start + group.len();
        start = rows.end;
        line(&mut text, "\n[[case.group]]");
        if rows.is_empty() {
            continue;
        }
        let entries = columns.iter().map(|(name, entries)| {
            let entries = entries.get(rows.clone()).unwrap_or_default();
            format!("{name} = [{}]", entries.join(", "))
        });
        let entries: Vec<String> = entries.collect();
        line(&mut text, &format!("rows = {{ {} }}", entries.join(", ")));
        if let Some(texts) = texts(table, at) {
            line(&mut text, &format!("texts = [{texts}]"));
        }
    }
    text
}

fn line(text: &mut String, line: &str) {
    // Writing into a String can't fail.
    let _ = writeln!(text, "{line}");
}

/// Every column that the lens reads, `value` and the times in any case: without them rows could not be told apart.
fn columns(table: &Table, description: &Description) -> Vec<(String, Vec<String>)> {
    let whole = description.u32_columns.iter().map(String::as_str);
    let whole = ["value"].into_iter().chain(whole);
    let real = description.f64_columns.iter().map(String::as_str);
    let real = real.chain(["valid-time"]);
    let mut columns: Vec<(String, Vec<String>)> = Vec::new();
    for name in whole {
        let entries = table.whole(name).iter().map(u32::to_string).collect();
        columns.push((name.to_owned(), entries));
    }
    for name in real.filter(|name| *name != "age") {
        let entries = table.real(name).into_iter().map(number).collect();
        columns.push((name.to_owned(), entries));
    }
    columns.sort();
    columns.dedup_by(|a, b| a.0 == b.0);
    columns
}

/// The shortest text that reads back as the same float.
pub(crate) fn number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        format!("{number:.0}")
    } else {
        format!("{number:?}")
    }
}

fn params(table: &Table, description: &Description) -> Option<String> {
    let told = description.params.iter().zip(&table.params);
    let told: Vec<String> = told
        .filter(|(spec, value)| spec.default != **value)
        .map(|(spec, value)| format!("{} = {}", spec.name, param(value)))
        .collect();
    (!told.is_empty()).then(|| told.join(", "))
}

fn param(value: &ParamValue) -> String {
    match value {
        ParamValue::Number(value) => format!("{value:?}"),
        ParamValue::Flag(flag) => flag.to_string(),
        ParamValue::Text(text) => quoted(text),
    }
}

fn texts(table: &Table, group: usize) -> Option<String> {
    let text = |value: &u32| {
        table
            .texts
            .get(*value as usize)
            .cloned()
            .unwrap_or_default()
    };
    let texts: Vec<String> = table.classes(group).iter().map(text).collect();
    let told = texts.iter().any(|text| !text.is_empty());
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    told.then(|| texts.join(", "))
}

pub(crate) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// The call of a case, for a lens of this description.
///
/// # Errors
/// A parameter that the lens does not have or that has another type.
pub(crate) fn read(case: &Case, description: &Description) -> Result<Table, String> {
    let mut texts = Vec::new();
    let mut groups = Vec::new();
    for (at, group) in case.groups.iter().enumerate() {
        let rows = group.rows.values().map(Vec::len).max().unwrap_or(0);
        // Values of different groups are different identities, so that each keeps its text.
        let first = texts.len() as u32;
        let of_row = (0..rows).map(|row| read_row(case, at, row, first));
        let rows: Vec<Row> = of_row.collect();
        let values = rows.iter().map(|row| row.value - first + 1).max();
        for value in 0..values.unwrap_or(0) as usize {
            texts.push(group.texts.get(value).cloned().unwrap_or_default());
        }
        groups.push(rows);
    }
    Ok(Table {
        as_of_ms: case.as_of as i64,
        params: read_params(&case.params, &description.params)?,
        groups,
        texts,
    })
}

fn read_row(case: &Case, group: usize, row: usize, first_value: u32) -> Row {
    let real = |column: &str| case.entry(group, column, row);
    let whole = |column: &str| real(column) as u32;
    let or_none = |column: &str| Some(whole(column)).filter(|id| *id != NONE);
    Row {
        value: first_value + whole("value"),
        agent: whole("agent"),
        source: or_none("source"),
        epoch: or_none("epoch"),
        tier: whole("tier"),
        lifecycle: whole("lifecycle"),
        votes: whole("votes"),
        cosigners: whole("cosigners"),
        epoch_state: whole("epoch-state"),
        weight: real("weight"),
        confidence: real("confidence"),
        valid_time: real("valid-time"),
        vote_weight: real("vote-weight"),
        trust: real("trust"),
        hlc: real("hlc"),
        reliability: real("reliability"),
        likelihood: real("likelihood"),
    }
}

/// A value for each parameter, from a table by name.
///
/// # Errors
/// A parameter that the lens does not have or that has another type.
pub(crate) fn read_params<'a>(
    given: impl IntoIterator<Item = (&'a String, &'a toml::Value)>,
    specs: &[ParamSpec],
) -> Result<Vec<ParamValue>, String> {
    let mut values: Vec<ParamValue> = specs.iter().map(|spec| spec.default.clone()).collect();
    for (name, value) in given {
        let Some(at) = specs.iter().position(|spec| spec.name == *name) else {
            return Err(format!("the lens has no parameter `{name}`"));
        };
        let value = match (specs[at].kind, value) {
            (ParamKind::Number | ParamKind::Duration, toml::Value::Integer(number)) => {
                ParamValue::Number(*number as f64)
            }
            (ParamKind::Number | ParamKind::Duration, toml::Value::Float(number)) => {
                ParamValue::Number(*number)
            }
            (ParamKind::Flag, toml::Value::Boolean(flag)) => ParamValue::Flag(*flag),
            (ParamKind::Text, toml::Value::String(text)) => ParamValue::Text(text.clone()),
            _ => return Err(format!("the parameter `{name}` has another type")),
        };
        specs[at].accepts(&value)?;
        values[at] = value;
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use stemedb_plugins::{F64_COLUMNS, U32_COLUMNS};

    use super::*;
    use crate::generate::Generator;

    fn description() -> Description {
        Description {
            id: "x".to_owned(),
            version: "0.1.0".to_owned(),
            title: String::new(),
            u32_columns: vec![],
            f64_columns: vec![],
            params: vec![ParamSpec {
                name: "least".to_owned(),
                kind: ParamKind::Number,
                default: ParamValue::Number(0.25),
                min: Some(0.0),
                max: Some(1.0),
                help: String::new(),
            }],
            laws: vec![],
        }
    }

    /// A lens that reads everything.
    fn reads_all(description: &Description) -> Description {
        Description {
            u32_columns: U32_COLUMNS.map(str::to_owned).to_vec(),
            f64_columns: F64_COLUMNS.map(str::to_owned).to_vec(),
            ..description.clone()
        }
    }

    #[test]
    fn a_written_call_is_read_back_as_it_was() {
        let all = reads_all(&description());
        for seed in 0..50 {
            let table = Generator::new(seed).table(&all, &[ParamValue::Number(0.25)]);
            let text = written("a \"case\"", &["two\nlines".to_owned()], &table, &all);
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join("x.toml"), &text).unwrap();
            let cases = stemedb_cases::cases_in(folder.path()).unwrap();
            let back = read(&cases[0], &all).unwrap();
            assert_eq!(back.params, table.params);
            for column in all.u32_columns.iter().filter(|name| *name != "voice") {
                assert_eq!(back.whole(column), table.whole(column), "{column} {seed}");
            }
            for column in &all.f64_columns {
                assert_eq!(back.real(column), table.real(column), "{column} {seed}");
            }
            for group in 0..table.groups.len() {
                assert_eq!(texts(&back, group), texts(&table, group));
            }
        }
    }

    #[test]
    fn unknown_parameters_and_other_types_are_named() {
        let specs = description().params;
        for (text, told) in [
            ("most = 1", "no parameter `most`"),
            ("least = true", "another type"),
            ("least = 2", "must lie in"),
        ] {
            let given: toml::Table = text.parse().unwrap();
            let error = read_params(&given, &specs).unwrap_err();
            assert!(error.contains(told), "{error}");
        }
    }
}
