//! What a file is written in: by its name, then by its extension, then by a look at its first lines.
//!
//! Some choices are not obvious. Templates of pages (`.erb`, `.jsp`, `.cshtml`, `.vue` …) are HTML: their code is in pieces
//! that no grammar of a program reads. Templates of other files (`app.yml.erb`, `nginx.conf.j2`) are what stands before the
//! last extension. Makefiles are shell, since their recipes are; Groovy and Gradle are Kotlin, whose form they share.

mod look;
mod names;

use aphoria_core::Language;

/// What a name says about the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guess {
    /// It decides.
    Known(Language),
    /// The contents decide.
    Look(Look),
    /// It is in no language that extractors read, and need not be opened.
    Unknown,
}

/// What the contents must tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A header: C or C++.
    Header,
    /// `.inc`: PHP, C++ or something else.
    Include,
    /// `.config`: XML or keys and values.
    Config,
    /// `.module`, `.install` …: PHP or something else.
    Php,
    /// No extension: the shebang line.
    Shebang,
}

/// How much of a file is looked at.
const HEAD_BYTES: usize = 8 << 10;
/// Extensions of templates that stand behind the extension of what they make.
const TEMPLATES: &[&str] = &[
    "erb", "j2", "jinja", "jinja2", "tpl", "tmpl", "template", "in", "dist", "example", "sample",
    "default", "hbs", "mustache", "ejs", "liquid",
];

/// What the name says.
#[must_use]
pub fn guess(name: &str) -> Guess {
    let file = name.rsplit('/').next().unwrap_or(name);
    guess_file(file, 2)
}

fn guess_file(file: &str, templates_max: u8) -> Guess {
    let lower = file.to_ascii_lowercase();
    if let Some(language) = names::by_file(&lower) {
        return Guess::Known(language);
    }
    let Some((stem, extension)) = lower.rsplit_once('.') else {
        return Guess::Look(Look::Shebang);
    };
    if TEMPLATES.contains(&extension)
        && templates_max > 0
        && let Guess::Known(language) = guess_file(stem, templates_max - 1)
    {
        return Guess::Known(language);
    }
    names::by_extension(extension)
}

/// The language, by name and contents.
#[must_use]
pub fn detect(name: &str, contents: &[u8]) -> Option<Language> {
    let head = contents.get(..HEAD_BYTES).unwrap_or(contents);
    match guess(name) {
        Guess::Known(language) => Some(language),
        Guess::Look(look) => look::look_at(look, head),
        Guess::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_decide_first() {
        for (name, language) in [
            ("src/main.rs", Language::Rust),
            ("a/web.MJS", Language::JavaScript),
            ("a/b.tsx", Language::TypeScript),
            ("stubs/x.pyi", Language::Python),
            ("Gemfile", Language::Ruby),
            ("lib/tasks/a.rake", Language::Ruby),
            ("docker/Dockerfile.prod", Language::Dockerfile),
            ("Containerfile", Language::Dockerfile),
            ("app.dockerfile", Language::Dockerfile),
            (".env", Language::DotEnv),
            (".env.production", Language::DotEnv),
            ("prod.env", Language::DotEnv),
            ("resources/views/a.blade.php", Language::Php),
            ("Pages/Index.cshtml", Language::Html),
            ("App.csproj", Language::Xml),
            ("main.tf", Language::Hcl),
            ("terraform.tfvars", Language::Hcl),
            ("Cargo.lock", Language::Toml),
            ("nginx.conf.j2", Language::Ini),
            ("config/database.yml.erb", Language::Yaml),
            ("show.html.erb", Language::Html),
            ("settings.ini.example", Language::Ini),
            ("Config/DefaultEngine.ini", Language::Ini),
            ("application.properties", Language::Properties),
            ("Game.uproject", Language::Json),
            ("server.key", Language::Text),
            ("Makefile", Language::Bash),
        ] {
            assert_eq!(guess(name), Guess::Known(language), "{name}");
        }
        for name in [
            "logo.png",
            "a.so",
            "movie.mp4",
            "main.swift",
            "a.tar.gz",
            "x.example",
        ] {
            assert_eq!(guess(name), Guess::Unknown, "{name}");
        }
    }

    #[test]
    fn contents_decide_where_names_do_not() {
        for (name, contents, language) in [
            (
                "a.h",
                "#include <stdio.h>\nint f(void);\n",
                Some(Language::C),
            ),
            (
                "a.h",
                "#ifdef __cplusplus\nextern \"C\" {\n#endif\n",
                Some(Language::C),
            ),
            (
                "a.h",
                "// class of things\nint f(void);\n",
                Some(Language::C),
            ),
            (
                "a.h",
                "#pragma once\n#include <vector>\n",
                Some(Language::Cpp),
            ),
            ("a.h", "namespace a {\n}\n", Some(Language::Cpp)),
            ("a.h", "  std::string name;\n", Some(Language::Cpp)),
            ("run", "#!/usr/bin/env python3.11\n", Some(Language::Python)),
            (
                "run",
                "#!/usr/bin/env -S FOO=1 node --x\n",
                Some(Language::JavaScript),
            ),
            ("run", "#!/bin/sh -e\n", Some(Language::Bash)),
            ("run", "just words\n", None),
            (
                "web.config",
                "\u{feff}<?xml version=\"1.0\"?>\n",
                Some(Language::Xml),
            ),
            (".config", "CONFIG_A=y\n", Some(Language::Ini)),
            ("a.inc", "<?php echo 1;", Some(Language::Php)),
            ("a.inc", "mov ax, bx", None),
        ] {
            assert_eq!(
                detect(name, contents.as_bytes()),
                language,
                "{name}: {contents}"
            );
        }
    }

    #[test]
    fn every_language_has_a_name_of_its_own() {
        let names = [
            "a.rs",
            "a.py",
            "a.js",
            "a.ts",
            "a.go",
            "a.java",
            "a.rb",
            "a.php",
            "a.cs",
            "a.c",
            "a.cc",
            "a.sh",
            "a.tf",
            "Dockerfile",
            "a.yml",
            "a.toml",
            "a.json",
            "a.ini",
            "a.xml",
            ".env",
            "a.properties",
            "a.html",
            "a.kt",
            "a.sql",
            "a.txt",
        ];
        let known: Vec<_> = names.iter().filter_map(|name| detect(name, b"")).collect();
        assert_eq!(known, Language::ALL);
    }
}
