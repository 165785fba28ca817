//! # path_traversal
//!
//! **What it sees.** Whether input of a request decides which file is opened, sent or removed (`path/construction`
//! `from_input`), and whether the paths of an archive's entries are checked before they are unpacked
//! (`archive/entry_paths` `checked`). A value is followed through assignments within its function. Both ways: a path whose
//! input part is cut to a file's name is said as well.
//!
//! **Why it matters.** With `../` in it, a name reaches files outside of the folder that was meant.
//!
//! **Example.** `open(os.path.join(ROOT, request.args["name"]))` in Python: `path/construction from_input = true`, 0.95
//! sure.
//!
//! **When it stays silent.** Paths that are constants, parameters of the function, or come from the command line. A
//! function that compares the path with a folder, such as by `startswith`, before it is used.
//!
//! **Limits.** Values are followed within a function. That a comparison in the function is the right one is not checked.
//! C, C++ and Bash are not read: what reaches a path there is nearly always the command line.
//!
//! **References.** CWE-22; CWE-23; CWE-73; OWASP Path Traversal; PEP 706 (filters of tarfile); the documentation of the
//! libraries named in each file.

mod csharp;
mod go;
mod java;
mod php;
mod python;
mod ruby;
mod rust;
mod script;

use aphoria_sdk::flow::{self, Sink, Ways};
use aphoria_sdk::{Hit, Observation, Says, Source, Table};

/// Whether input decides which files are opened.
pub const TABLE: Table = Table {
    id: "path_traversal",
    version: env!("CARGO_PKG_VERSION"),
    title: "Whether input decides which files are opened",
    globs: &[],
    rules: &[
        csharp::RULES,
        go::RULES,
        java::RULES,
        php::RULES,
        python::RULES,
        ruby::RULES,
        rust::RULES,
        script::RULES,
    ],
};

/// What is said of paths; a judge decides.
const PATH: Says = Says::flag(
    "path/construction",
    "from_input",
    true,
    0.95,
    "input reaches the path of a file",
);

/// A function that keeps a path within a folder by itself.
const CONFINED: Says = Says::flag(
    "path/construction",
    "from_input",
    false,
    0.9,
    "a path is kept within its folder",
);

/// Paths of an archive's entries are checked, or not.
const fn entries(checked: bool, confidence: f64) -> Says {
    Says::flag(
        "archive/entry_paths",
        "checked",
        checked,
        confidence,
        if checked {
            "paths of an archive's entries are checked"
        } else {
            "an archive's entries are unpacked to the paths that they name"
        },
    )
}

const SINK: Sink<'static> = Sink {
    ways: Ways {
        cleaning: &[
            "secure_filename",
            "safe_join",
            "basename",
            "os.path.basename",
            "path.basename",
            "filepath.Base",
            "path.Base",
            "securejoin.SecureJoin",
            "FilenameUtils.getName",
            "getFileName",
            "GetFileName",
            "GetRandomFileName",
            "File.basename",
            "file_name",
            "sanitize",
            "sanitize_filename",
            "sanitize_file_name",
            "parameterize",
        ],
        passing: &[
            "filepath.Clean",
            "path.Clean",
            "Clean",
            "filepath.Join",
            "Path.Combine",
            "Combine",
            "File.join",
            "File.expand_path",
            "Rails.root.join",
            "canonicalize",
            "toPath",
            "storage_path",
            "base_path",
            "public_path",
        ],
    },
    guards: GUARDS,
    is_fixed: flow::never_fixed,
    what: "the path of a file",
};

/// Comparisons of a path with a folder or a list.
const GUARDS: &[&str] = &[
    "startswith(",
    "startsWith(",
    "StartsWith(",
    "starts_with(",
    "start_with?",
    "HasPrefix(",
    "IsLocal(",
    "is_relative_to(",
    "relative_to(",
    "commonpath(",
    "commonprefix(",
    "strncmp(",
    "str_starts_with(",
    "strpos(",
    "in_array(",
    "isSubpath",
    "getCanonicalPath(",
    "path.relative(",
    "OpenRoot(",
    "os.Root",
    "ALLOWED",
    "allowed",
    "whitelist",
    "Component::Normal",
    "components()",
    "preg_match(",
    "ctype_alnum(",
];

/// The first argument is a path.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the type of a judge is the same for all rules"
)]
fn path(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    SINK.say_of_call(hit, source, &said, 1)
}

/// One of the first two arguments is a path.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the type of a judge is the same for all rules"
)]
fn paths(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    SINK.say_of_call(hit, source, &said, 2)
}

/// Entries are unpacked; a comparison in the function checks them.
fn unpacked(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    /// Texts that show that a path with `..` is refused.
    const MORE: &[&str] = &["normalize()", "\"..\"", "'..'"];
    let is_checked = flow::is_guarded(source, hit, GUARDS) || flow::is_guarded(source, hit, MORE);
    if !is_checked {
        return vec![said];
    }
    vec![Observation {
        value: aphoria_sdk::Value::Flag(true),
        confidence: 0.7,
        reason: "paths of an archive's entries are compared before they are unpacked".to_owned(),
        ..said
    }]
}

aphoria_sdk::table_extractor!(PathTraversal, TABLE);
