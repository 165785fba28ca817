//! `pom.xml` and `*.csproj`.

use std::collections::BTreeMap;

use aphoria_core::Language;

use super::{
    Dependency, Ecosystem,
    lines::Lines,
    manifest::Manifest,
    xml::{Piece, Pieces, attribute},
};

/// Deepest nesting that is followed.
const DEPTH_MAX: usize = 64;

pub(crate) fn pom(text: &str, manifest: &str) -> Manifest {
    let lines = Lines::new(text);
    let mut made = Manifest {
        language: Some(Language::Java),
        ..Manifest::default()
    };
    let mut properties = BTreeMap::new();
    let mut open: Vec<&str> = Vec::new();
    let mut fields: BTreeMap<&str, &str> = BTreeMap::new();
    let mut line = 0;
    for piece in Pieces::new(text) {
        match piece {
            Piece::Start(_, _, true, _) => {}
            Piece::Start(name, _, false, offset) => {
                if open.len() >= DEPTH_MAX {
                    break;
                }
                if name == "dependency" {
                    fields.clear();
                    line = lines.of(offset);
                }
                open.push(name);
            }
            Piece::Text(text) => match open.as_slice() {
                ["project", "artifactId"] => made.name = Some(text.to_owned()),
                ["project", "properties", name] => {
                    properties.insert(*name, text);
                }
                [.., "dependency", field] => {
                    fields.insert(field, text);
                }
                _ => {}
            },
            Piece::End => {
                if open.pop() == Some("dependency") && open.last() == Some(&"dependencies") {
                    made.dependencies
                        .extend(maven_dependency(&fields, &open, manifest, line));
                }
            }
        }
    }
    for dependency in &mut made.dependencies {
        let name = dependency.requirement.strip_prefix("${");
        let name = name.and_then(|rest| rest.strip_suffix('}'));
        if let Some(value) = name.and_then(|name| properties.get(name)) {
            (*value).clone_into(&mut dependency.requirement);
        }
    }
    made
}

fn maven_dependency(
    fields: &BTreeMap<&str, &str>,
    open: &[&str],
    manifest: &str,
    line: u32,
) -> Option<Dependency> {
    let field = |name| fields.get(name).copied();
    let section = match field("scope") {
        _ if open.contains(&"dependencyManagement") => "dependencyManagement",
        Some(scope) => scope,
        None => "compile",
    };
    Some(Dependency {
        manifest: manifest.to_owned(),
        line,
        name: format!("{}:{}", field("groupId")?, field("artifactId")?),
        requirement: field("version").unwrap_or_default().to_owned(),
        ecosystem: Ecosystem::Maven,
        section: section.to_owned(),
    })
}

pub(crate) fn csproj(text: &str, manifest: &str) -> Manifest {
    let lines = Lines::new(text);
    let file = manifest.rsplit('/').next().unwrap_or(manifest);
    let mut made = Manifest {
        // Without a name of its own an assembly is called like its file.
        name: file.strip_suffix(".csproj").map(ToOwned::to_owned),
        language: Some(Language::CSharp),
        ..Manifest::default()
    };
    let mut last = "";
    for piece in Pieces::new(text) {
        match piece {
            Piece::Start(name, attributes, _, offset) => {
                last = name;
                if name == "PackageReference" {
                    let package = attribute(attributes, "Include");
                    made.dependencies.extend(package.map(|package| Dependency {
                        manifest: manifest.to_owned(),
                        line: lines.of(offset),
                        name: package.to_owned(),
                        requirement: attribute(attributes, "Version").unwrap_or("").to_owned(),
                        ecosystem: Ecosystem::Nuget,
                        section: "PackageReference".to_owned(),
                    }));
                }
            }
            Piece::Text(text) if last == "AssemblyName" => made.name = Some(text.to_owned()),
            Piece::Text(text) if last == "Version" => {
                if let Some(dependency) = made.dependencies.last_mut()
                    && dependency.requirement.is_empty()
                {
                    text.clone_into(&mut dependency.requirement);
                }
            }
            Piece::Text(_) => {}
            Piece::End => last = "",
        }
    }
    made
}
