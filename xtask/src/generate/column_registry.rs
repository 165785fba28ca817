//! The tables of `docs/lens-columns.md`, from the SDK's registry.

use std::path::PathBuf;

use anyhow::Result;
use stemedb_sdk::columns::{COLUMNS, Column, ColumnType, LAWS};

use super::markdown::table;
use super::{Generated, block};

/// The page of columns and laws.
pub(super) struct ColumnRegistry;

impl Generated for ColumnRegistry {
    fn path(&self) -> PathBuf {
        "docs/lens-columns.md".into()
    }

    fn render(&self, before: &str) -> Result<String> {
        let page = block::replaced(before, "columns", &columns(COLUMNS.iter()))?;
        block::replaced(&page, "laws", &laws())
    }
}

/// A table of columns.
pub(super) fn columns<'a>(columns: impl Iterator<Item = &'a Column>) -> String {
    let rows: Vec<Vec<String>> = columns
        .map(|column| {
            vec![
                format!("`{}`", column.name),
                type_name(column.kind).into(),
                column.unit.into(),
                column.range.into(),
                column.meaning.into(),
            ]
        })
        .collect();
    table(&["name", "type", "unit", "range", "meaning"], &rows)
}

fn type_name(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::U32 => "u32",
        ColumnType::F64 => "f64",
    }
}

fn laws() -> String {
    let rows: Vec<Vec<String>> = LAWS
        .iter()
        .map(|law| {
            vec![
                format!("`{}`", law.name),
                law.worlds.into(),
                law.meaning.into(),
            ]
        })
        .collect();
    table(&["law", "worlds", "what holds for every batch"], &rows)
}
