//! `go.mod`.

use aphoria_core::Language;

use super::{Dependency, Ecosystem, lines::number, manifest::Manifest};

pub(crate) fn read(text: &str, manifest: &str) -> Manifest {
    let mut made = Manifest {
        language: Some(Language::Go),
        ..Manifest::default()
    };
    let mut block = "";
    for (index, line) in text.lines().enumerate() {
        let (line, comment) = line.split_once("//").unwrap_or((line, ""));
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else { continue };
        let mut pair = (first, words.next().unwrap_or_default());
        match first {
            ")" => block = "",
            "module" => made.name = Some(short(pair.1)),
            "require" | "replace" | "exclude" | "retract" | "tool" if pair.1 == "(" => {
                block = first;
            }
            "require" => {
                pair = (pair.1, words.next().unwrap_or_default());
                made.dependencies
                    .push(dependency(pair, comment, manifest, index));
            }
            _ if block == "require" => {
                made.dependencies
                    .push(dependency(pair, comment, manifest, index));
            }
            _ => {}
        }
    }
    made
}

fn dependency(pair: (&str, &str), comment: &str, manifest: &str, index: usize) -> Dependency {
    let section = if comment.trim() == "indirect" {
        "indirect"
    } else {
        "require"
    };
    Dependency {
        manifest: manifest.to_owned(),
        line: number(index),
        name: pair.0.trim_matches('"').to_owned(),
        requirement: pair.1.to_owned(),
        ecosystem: Ecosystem::Go,
        section: section.to_owned(),
    }
}

/// The last part of a module's path that is not its major version.
fn short(path: &str) -> String {
    let path = path.trim_matches('"');
    let is_version = |part: &&str| {
        part.strip_prefix('v')
            .is_some_and(|number| number.parse::<u32>().is_ok())
    };
    path.rsplit('/')
        .find(|part| !is_version(part))
        .unwrap_or(path)
        .to_owned()
}
