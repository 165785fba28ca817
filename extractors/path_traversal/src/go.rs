//! Go: os, net/http, gin, archive/zip, archive/tar.

use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::{PATH, entries, path, paths, unpacked};

const GO: &[Language] = &[Language::Go];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "go-files",
        GO,
        &["os.Open(", "os.OpenFile(", "os.ReadFile(", "os.WriteFile(", "os.Create(", "os.Remove", "os.ReadDir(", "ioutil.ReadFile("],
        r"\b(?:os\.(?:Open|OpenFile|ReadFile|WriteFile|Create|Remove|RemoveAll|ReadDir)|ioutil\.ReadFile)\(",
        PATH,
    )
    .judged(path),
    Rule::code(
        "go-serve",
        GO,
        &["http.ServeFile("],
        r"\bhttp\.ServeFile\(",
        PATH,
    )
    .judged(served),
    Rule::code(
        "go-gin",
        GO,
        &["c.File(", "c.FileAttachment(", "c.SaveUploadedFile("],
        r"\bc\.(?:File|FileAttachment|SaveUploadedFile)\(",
        PATH,
    )
    .judged(paths),
    Rule::code(
        "go-archive",
        GO,
        &["filepath.Join("],
        r"\bfilepath\.Join\([^\n]*\b(?:f|file|entry|hdr|header)\.Name\)",
        entries(false, 0.8),
    )
    .judged(archive),
];

/// The third argument is the path.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the type of a judge is the same for all rules"
)]
fn served(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    crate::SINK.say_of_call(hit, source, &said, 3)
}

/// Counts in files that read archives.
fn archive(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    /// Lines of a file that may hold its imports.
    const IMPORTS: u32 = 40;
    let imports = source.lines(hit.file(), 1, IMPORTS);
    if imports.contains("archive/zip") || imports.contains("archive/tar") {
        unpacked(hit, source, said)
    } else {
        Vec::new()
    }
}
