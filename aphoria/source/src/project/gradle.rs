//! `build.gradle`, `settings.gradle`, and their Kotlin forms: what can be read line by line.

use aphoria_core::Language;

use super::{
    Dependency, Ecosystem,
    lines::{number, quoted},
    manifest::Manifest,
};

/// Ends of the names of configurations; `testImplementation`, `kapt` and so on have them.
const CONFIGURATIONS: &[&str] = &[
    "implementation",
    "api",
    "compile",
    "compileonly",
    "runtime",
    "runtimeonly",
    "annotationprocessor",
    "kapt",
    "ksp",
    "classpath",
];

pub(crate) fn settings(text: &str) -> Manifest {
    let name = text.lines().find_map(|line| {
        let value = line.trim().strip_prefix("rootProject.name")?;
        quoted(value).map(|(name, _)| name.to_owned())
    });
    Manifest {
        name,
        ..Manifest::default()
    }
}

pub(crate) fn build(text: &str, manifest: &str) -> Manifest {
    let is_kotlin = text.contains("kotlin(\"") || text.contains("org.jetbrains.kotlin");
    let mut made = Manifest {
        language: Some(if is_kotlin {
            Language::Kotlin
        } else {
            Language::Java
        }),
        ..Manifest::default()
    };
    for (index, line) in text.lines().enumerate() {
        made.dependencies
            .extend(dependency(line.trim(), manifest, number(index)));
    }
    made
}

fn dependency(line: &str, manifest: &str, line_number: u32) -> Option<Dependency> {
    let end = line.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (section, rest) = line.split_at_checked(end)?;
    let lower = section.to_ascii_lowercase();
    if !CONFIGURATIONS.iter().any(|known| lower.ends_with(known)) {
        return None;
    }
    let (coordinates, _) = quoted(rest)?;
    let mut parts = coordinates.splitn(3, ':');
    let (group, artifact) = (parts.next()?, parts.next()?);
    Some(Dependency {
        manifest: manifest.to_owned(),
        line: line_number,
        name: format!("{group}:{artifact}"),
        requirement: parts.next().unwrap_or_default().to_owned(),
        ecosystem: Ecosystem::Maven,
        section: section.to_owned(),
    })
}
