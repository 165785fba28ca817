//! `Cargo.toml`.

use aphoria_core::Language;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Dependency, Ecosystem, lines::Lines, manifest::Manifest};

/// Stands for a requirement until the workspace's is known.
pub(crate) const INHERITED: &str = "workspace = true";

const SECTIONS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

pub(crate) fn read(text: &str, manifest: &str) -> Manifest {
    let (document, _) = DeTable::parse_recoverable(text);
    let document = document.get_ref();
    let lines = Lines::new(text);
    let mut made = Manifest {
        name: text_at(document, &["package", "name"]),
        language: Some(Language::Rust),
        ..Manifest::default()
    };
    let mut add = |section: &str, table: Option<&DeTable<'_>>| {
        for (key, value) in table.into_iter().flatten() {
            made.dependencies.push(Dependency {
                manifest: manifest.to_owned(),
                line: lines.of(key.span().start),
                name: text_in(value, "package").unwrap_or_else(|| key.get_ref().to_string()),
                requirement: requirement(value),
                ecosystem: Ecosystem::Cargo,
                section: section.to_owned(),
            });
        }
    };
    for section in SECTIONS {
        add(section, table_at(document, &[section]));
    }
    for (target, tables) in table_at(document, &["target"]).into_iter().flatten() {
        for section in SECTIONS {
            let table = tables.get_ref().as_table();
            let name = format!("target.{}.{section}", target.get_ref());
            add(&name, table.and_then(|table| table_at(table, &[section])));
        }
    }
    let shared = table_at(document, &["workspace", "dependencies"]);
    add("workspace.dependencies", shared);
    for (key, value) in shared.into_iter().flatten() {
        made.shared
            .insert(key.get_ref().to_string(), requirement(value));
    }
    made
}

fn requirement(value: &Spanned<DeValue<'_>>) -> String {
    let table = value.get_ref().as_table();
    if table
        .and_then(|table| table.get("workspace"))
        .and_then(|flag| flag.get_ref().as_bool())
        == Some(true)
    {
        return INHERITED.to_owned();
    }
    value
        .get_ref()
        .as_str()
        .map(ToOwned::to_owned)
        .or_else(|| text_in(value, "version"))
        .unwrap_or_default()
}

/// The text at a key of a table.
pub(crate) fn text_in(value: &Spanned<DeValue<'_>>, key: &str) -> Option<String> {
    let found = value.get_ref().as_table()?.get(key)?;
    found.get_ref().as_str().map(ToOwned::to_owned)
}

/// The table at these keys.
pub(crate) fn table_at<'t, 'i>(table: &'t DeTable<'i>, keys: &[&str]) -> Option<&'t DeTable<'i>> {
    keys.iter()
        .try_fold(table, |table, key| table.get(*key)?.get_ref().as_table())
}

/// The text at these keys.
pub(crate) fn text_at(table: &DeTable<'_>, keys: &[&str]) -> Option<String> {
    let (last, before) = keys.split_last()?;
    let found = table_at(table, before)?.get(*last)?;
    found.get_ref().as_str().map(ToOwned::to_owned)
}
