//! `Gemfile` and `*.gemspec`: what is written as literals, line by line.

use aphoria_core::Language;

use super::{
    Dependency, Ecosystem,
    lines::{number, quoted},
    manifest::Manifest,
};

fn ruby() -> Manifest {
    Manifest {
        language: Some(Language::Ruby),
        ..Manifest::default()
    }
}

pub(crate) fn gemfile(text: &str, manifest: &str) -> Manifest {
    let mut made = ruby();
    // Blocks that are open, with the groups' names for those that are groups.
    let mut blocks: Vec<String> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.split(" #").next().unwrap_or_default().trim();
        if line == "end" {
            blocks.pop();
        } else if line.ends_with(" do") || line.contains(" do |") || line.starts_with("if ") {
            let group = line.strip_prefix("group ").map(|rest| {
                let names = rest
                    .trim_end_matches(" do")
                    .replace([':', ' ', '"', '\''], "");
                names.replace(',', "+")
            });
            blocks.push(group.unwrap_or_default());
        } else if let Some(rest) = line
            .strip_prefix("gem ")
            .or_else(|| line.strip_prefix("gem("))
        {
            let group = blocks.iter().rev().find(|group| !group.is_empty());
            let section = group.map_or("default", String::as_str);
            made.dependencies
                .extend(dependency(rest, manifest, number(index), section));
        }
    }
    made
}

pub(crate) fn gemspec(text: &str, manifest: &str) -> Manifest {
    let mut made = ruby();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('#') {
            continue;
        }
        let Some((_, rest)) = line.split_once('.') else {
            continue;
        };
        if let Some(value) = rest.strip_prefix("name").map(str::trim_start)
            && let Some(value) = value.strip_prefix('=')
            && made.name.is_none()
        {
            made.name = quoted(value).map(|(name, _)| name.to_owned());
        }
        let kinds = [
            ("add_dependency", "dependencies"),
            ("add_runtime_dependency", "dependencies"),
            ("add_development_dependency", "development"),
        ];
        for (call, section) in kinds {
            if let Some(rest) = rest.strip_prefix(call) {
                made.dependencies
                    .extend(dependency(rest, manifest, number(index), section));
            }
        }
    }
    made
}

/// `"name", "~> 1.0", ">= 1.0.2", require: false`
fn dependency(text: &str, manifest: &str, line: u32, section: &str) -> Option<Dependency> {
    let (name, mut rest) = quoted(text)?;
    let mut requirements = Vec::new();
    while let Some(next) = rest.trim_start().strip_prefix(',') {
        let next = next.trim_start();
        if !next.starts_with(['"', '\'']) {
            break;
        }
        let (requirement, behind) = quoted(next)?;
        requirements.push(requirement);
        rest = behind;
    }
    Some(Dependency {
        manifest: manifest.to_owned(),
        line,
        name: name.to_owned(),
        requirement: requirements.join(", "),
        ecosystem: Ecosystem::Rubygems,
        section: section.to_owned(),
    })
}
