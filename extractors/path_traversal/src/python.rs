//! Python: the built-in `open`, os, shutil, Flask, FastAPI, Django, tarfile.

use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::{CONFINED, PATH, entries, path, paths};

const PYTHON: &[Language] = &[Language::Python];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "py-open",
        PYTHON,
        &["open("],
        r#"\bopen\(\s*[^"'\s)]"#,
        PATH,
    )
    .judged(opened),
    Rule::code(
        "py-send",
        PYTHON,
        &["send_file(", "FileResponse("],
        r"\b(?:send_file|FileResponse)\(",
        PATH,
    )
    .judged(path),
    Rule::code(
        "py-files",
        PYTHON,
        &["os.remove(", "os.unlink(", "os.listdir(", "os.rename(", "os.makedirs(", "shutil."],
        r"\b(?:os\.(?:remove|unlink|listdir|rename|makedirs)|shutil\.(?:rmtree|copy|copy2|copyfile|move))\(",
        PATH,
    )
    .judged(paths),
    Rule::code(
        "py-confined",
        PYTHON,
        &["send_from_directory("],
        r"\bsend_from_directory\(",
        CONFINED,
    )
    .judged(called),
    Rule::code(
        "py-tar",
        PYTHON,
        &[".extractall("],
        r"\.extractall\([^\n]*",
        entries(false, 0.8),
    )
    .judged(tar),
];

/// A call, no head of a function.
fn called(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    if hit.before().trim_end().ends_with("def") {
        Vec::new()
    } else {
        vec![said]
    }
}

/// The built-in function, and the module `io`; a method of that name opens something else.
fn opened(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let before = hit.before();
    if before.ends_with('.') && !before.ends_with("io.") && !before.ends_with("aiofiles.") {
        return Vec::new();
    }
    path(hit, source, said)
}

/// Archives of tarfile keep the paths of their entries unless a filter is named; those of zipfile never do.
fn tar(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    /// Lines before that may say what is unpacked.
    const NEAR: u32 = 12;
    let near = source.lines(
        hit.file(),
        hit.line().saturating_sub(NEAR).max(1),
        hit.line(),
    );
    let text = hit.text();
    let is_filtered = [
        "filter=\"data\"",
        "filter='data'",
        "filter=\"tar\"",
        "filter='tar'",
        "data_filter",
        "tar_filter",
    ]
    .iter()
    .any(|filter| text.contains(filter));
    if is_filtered {
        return vec![Observation {
            value: aphoria_sdk::Value::Flag(true),
            confidence: 0.95,
            reason: "a filter refuses entries outside of the folder".to_owned(),
            ..said
        }];
    }
    let is_tar = near.contains("tarfile.") || near.contains("TarFile");
    if is_tar && !text.contains("filter=") && !text.contains("members=") {
        vec![said]
    } else {
        Vec::new()
    }
}
