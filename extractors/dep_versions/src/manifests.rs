//! Manifests.

use aphoria_sdk::{Contexts, Language, Rule};

use crate::VERSION;
use crate::requirement::{of_key, of_list, of_pair};

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "cargo",
        &[Language::Toml],
        &[
            "dependencies.*",
            "dependencies.*.version",
            "dev-dependencies.*",
            "dev-dependencies.*.version",
            "build-dependencies.*",
            "build-dependencies.*.version",
            "workspace.dependencies.*",
            "workspace.dependencies.*.version",
            "target.*.dependencies.*",
            "target.*.dependencies.*.version",
            "tool.poetry.dependencies.*",
            "tool.poetry.dependencies.*.version",
            "tool.poetry.group.*.dependencies.*",
        ],
        VERSION,
    )
    .judged(of_key),
    Rule::key(
        "pyproject-list",
        &[Language::Toml],
        &["project.dependencies", "project.optional-dependencies.*"],
        VERSION,
    )
    .judged(of_list),
    Rule::key(
        "package-json",
        &[Language::Json],
        &["dependencies.*", "devDependencies.*", "optionalDependencies.*"],
        VERSION,
    )
    .judged(of_key),
    Rule::key(
        "composer",
        &[Language::Json],
        &["require.*", "require-dev.*"],
        VERSION,
    )
    .judged(of_key),
    Rule::code(
        "requirements",
        &[Language::Text],
        &["==", ">=", "~="],
        r"^([A-Za-z][\w.-]*)(?:\[[^\]\n]*\])?\s*((?:==|>=|~=)[^;#\n]+)",
        VERSION,
    )
    .standing(Contexts::ANY)
    .judged(of_pair),
    Rule::code(
        "go-mod",
        &[Language::Text],
        &[" v0.", " v1.", " v2.", " v3.", " v4.", " v5."],
        r"^(?:require\s+|\s+)([\w-]+\.[\w./~-]+)\s+(v\d[\w.+-]*)\s*(?:$|//)",
        VERSION,
    )
    .standing(Contexts::ANY)
    .judged(of_pair),
    Rule::code(
        "maven",
        &[Language::Xml],
        &["<artifactId>"],
        r"<artifactId>([\w.-]+)</artifactId>\s*<version>([^<\n]+)</version>",
        VERSION,
    )
    .around(0, 1)
    .standing(Contexts::ANY)
    .judged(of_pair),
    Rule::code(
        "nuget",
        &[Language::Xml],
        &["<PackageReference", "<PackageVersion"],
        r#"<Package(?:Reference|Version)\s+Include="([\w.-]+)"\s+Version="([^"\n]+)""#,
        VERSION,
    )
    .standing(Contexts::ANY)
    .judged(of_pair),
    Rule::code(
        "gradle",
        &[Language::Kotlin],
        &["mplementation", "api(", "ompileOnly", "untimeOnly"],
        r#"\b(?:testI|androidTestI|i|debugI)?(?:mplementation|api|compileOnly|runtimeOnly|testRuntimeOnly)[ (]\s*["'][\w.-]+:([\w.-]+):([^"'\n]+)["']"#,
        VERSION,
    )
    .judged(of_pair),
    Rule::code(
        "gemfile",
        &[Language::Ruby],
        &["gem \"", "gem '"],
        r#"^\s*gem ["']([\w-]+)["']\s*,\s*["']([^"'\n]+)["']"#,
        VERSION,
    )
    .judged(of_pair),
];
