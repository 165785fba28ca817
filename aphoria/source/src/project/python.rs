//! `pyproject.toml`, `setup.cfg`, `setup.py`, `requirements*.txt`.

use aphoria_core::Language;
use toml::de::{DeArray, DeTable};

use super::{
    Dependency, Ecosystem,
    cargo::{table_at, text_at, text_in},
    lines::{Lines, number, quoted},
    manifest::Manifest,
};

fn python() -> Manifest {
    Manifest {
        language: Some(Language::Python),
        ..Manifest::default()
    }
}

pub(crate) fn pyproject(text: &str, manifest: &str) -> Manifest {
    let (document, _) = DeTable::parse_recoverable(text);
    let document = document.get_ref();
    let mut reader = Pyproject {
        manifest,
        lines: Lines::new(text),
        made: python(),
    };
    reader.made.name = text_at(document, &["project", "name"])
        .or_else(|| text_at(document, &["tool", "poetry", "name"]));
    if let Some(project) = table_at(document, &["project"]) {
        reader.array(array_of(project, "dependencies"), "dependencies");
    }
    let groups = [
        (
            vec!["project", "optional-dependencies"],
            "optional-dependencies",
        ),
        (vec!["dependency-groups"], "dependency-groups"),
    ];
    for (keys, section) in groups {
        let Some(table) = table_at(document, &keys) else {
            continue;
        };
        for (extra, value) in table {
            let section = format!("{section}.{}", extra.get_ref());
            reader.array(value.get_ref().as_array(), &section);
        }
    }
    reader.poetry(document);
    reader.made
}

fn array_of<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t DeArray<'i>> {
    table.get(key)?.get_ref().as_array()
}

struct Pyproject<'t> {
    manifest: &'t str,
    lines: Lines,
    made: Manifest,
}

impl Pyproject<'_> {
    fn array(&mut self, array: Option<&DeArray<'_>>, section: &str) {
        for item in array.into_iter().flatten() {
            let line = self.lines.of(item.span().start);
            let text = item.get_ref().as_str().unwrap_or_default();
            self.made
                .dependencies
                .extend(dependency(text, self.manifest, line, section));
        }
    }

    fn poetry(&mut self, document: &DeTable<'_>) {
        let Some(poetry) = table_at(document, &["tool", "poetry"]) else {
            return;
        };
        for section in ["dependencies", "dev-dependencies"] {
            self.table(table_at(poetry, &[section]), section);
        }
        for (group, value) in table_at(poetry, &["group"]).into_iter().flatten() {
            let table = value.get_ref().as_table();
            let table = table.and_then(|table| table_at(table, &["dependencies"]));
            self.table(table, &format!("group.{}", group.get_ref()));
        }
    }

    fn table(&mut self, table: Option<&DeTable<'_>>, section: &str) {
        for (key, value) in table.into_iter().flatten() {
            if key.get_ref() == "python" {
                continue;
            }
            let plain = value.get_ref().as_str().map(ToOwned::to_owned);
            self.made.dependencies.push(Dependency {
                manifest: self.manifest.to_owned(),
                line: self.lines.of(key.span().start),
                name: key.get_ref().to_string(),
                requirement: plain
                    .or_else(|| text_in(value, "version"))
                    .unwrap_or_default(),
                ecosystem: Ecosystem::Pypi,
                section: section.to_owned(),
            });
        }
    }
}

pub(crate) fn requirements(text: &str, manifest: &str) -> Manifest {
    let mut made = python();
    for (index, line) in text.lines().enumerate() {
        let line = line.split(" #").next().unwrap_or_default().trim();
        if !line.starts_with(['#', '-']) {
            let line = line.split(" --").next().unwrap_or_default();
            made.dependencies
                .extend(dependency(line, manifest, number(index), "dependencies"));
        }
    }
    made
}

/// Keys and values as `configparser` reads them: a value goes on in the indented lines below it.
pub(crate) fn setup_cfg(text: &str, manifest: &str) -> Manifest {
    let mut made = python();
    let mut section = String::new();
    let mut key = String::new();
    for (index, raw) in text.lines().enumerate() {
        let line = raw.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        let mut value = line;
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
        {
            name.clone_into(&mut section);
            key.clear();
            continue;
        }
        if !raw.starts_with([' ', '\t'])
            && let Some((name, rest)) = line.split_once(['=', ':'])
        {
            name.trim().clone_into(&mut key);
            value = rest.trim();
        }
        match (section.as_str(), key.as_str()) {
            ("metadata", "name") => made.name = Some(value.to_owned()),
            ("options", "install_requires") => {
                made.dependencies.extend(dependency(
                    value,
                    manifest,
                    number(index),
                    "install_requires",
                ));
            }
            ("options.extras_require", extra) => {
                let part = format!("extras_require.{extra}");
                made.dependencies
                    .extend(dependency(value, manifest, number(index), &part));
            }
            _ => {}
        }
    }
    made
}

/// The name alone, and only if it is written as a literal: anything else would mean running the file.
pub(crate) fn setup_py(text: &str) -> Manifest {
    let mut made = python();
    let arguments = text.split_once("setup(").map_or("", |(_, rest)| rest);
    made.name = arguments.lines().find_map(|line| {
        let value = line
            .trim()
            .strip_prefix("name")?
            .trim_start()
            .strip_prefix('=')?;
        let value = value.trim_start();
        let is_literal = value.starts_with(['"', '\'']);
        is_literal
            .then(|| quoted(value))
            .flatten()
            .map(|(name, _)| name.to_owned())
    });
    made
}

/// A requirement such as `requests[socks] >= 2.31 ; python_version > "3.8"`.
fn dependency(text: &str, manifest: &str, line: u32, section: &str) -> Option<Dependency> {
    let text = text.split(';').next()?.trim();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let end = text.find(|c| !is_name(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(end)?;
    if name.is_empty() || rest.starts_with([':', '/', '+']) {
        return None;
    }
    let rest = rest.trim_start();
    let rest = match rest.strip_prefix('[') {
        Some(extras) => extras.split_once(']')?.1,
        None => rest,
    };
    let requirement = rest.trim().trim_start_matches('(').trim_end_matches(')');
    Some(Dependency {
        manifest: manifest.to_owned(),
        line,
        name: name.to_owned(),
        requirement: requirement.to_owned(),
        ecosystem: Ecosystem::Pypi,
        section: section.to_owned(),
    })
}
