//! `package.json` and `composer.json`.

use aphoria_core::Language;
use serde_json::Value;

use super::{Dependency, Ecosystem, lines::Lines, manifest::Manifest};

pub(crate) fn npm(text: &str, manifest: &str) -> Manifest {
    let sections = [
        "dependencies",
        "devDependencies",
        "peerDependencies",
        "optionalDependencies",
    ];
    let mut made = read(text, manifest, Ecosystem::Npm, &sections);
    let is_typed = made
        .dependencies
        .iter()
        .any(|dependency| dependency.name == "typescript");
    made.language = Some(if is_typed {
        Language::TypeScript
    } else {
        Language::JavaScript
    });
    made
}

pub(crate) fn composer(text: &str, manifest: &str) -> Manifest {
    let mut made = read(
        text,
        manifest,
        Ecosystem::Composer,
        &["require", "require-dev"],
    );
    made.language = Some(Language::Php);
    made
}

fn read(text: &str, manifest: &str, ecosystem: Ecosystem, sections: &[&str]) -> Manifest {
    let text = text.trim_start_matches('\u{feff}');
    let document: Value = serde_json::from_str(text).unwrap_or_default();
    let lines = Lines::new(text);
    let mut made = Manifest {
        name: document
            .get("name")
            .and_then(Value::as_str)
            .map(ToOwned::to_owned),
        ..Manifest::default()
    };
    for section in sections {
        let Some(table) = document.get(section).and_then(Value::as_object) else {
            continue;
        };
        let start = key_at(text, 0, section);
        for (name, requirement) in table {
            made.dependencies.push(Dependency {
                manifest: manifest.to_owned(),
                line: lines.of(key_at(text, start, name)),
                name: name.clone(),
                requirement: requirement.as_str().unwrap_or_default().to_owned(),
                ecosystem,
                section: (*section).to_owned(),
            });
        }
    }
    made
}

/// Where a key stands behind an offset; the offset itself if it is written in another way (with escapes).
fn key_at(text: &str, from: usize, key: &str) -> usize {
    let wanted = format!("\"{key}\"");
    let rest = text.get(from..).unwrap_or_default();
    rest.match_indices(&wanted)
        .find(|(at, _)| {
            rest.get(at + wanted.len()..)
                .is_some_and(|behind| behind.trim_start().starts_with(':'))
        })
        .map_or(from, |(at, _)| from + at)
}
