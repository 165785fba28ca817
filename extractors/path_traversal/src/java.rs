//! Java: java.io, java.nio.file, Spring, java.util.zip.

use aphoria_sdk::{Language, Rule};

use crate::{PATH, entries, path, paths, unpacked};

const JAVA: &[Language] = &[Language::Java];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "java-io",
        JAVA,
        &["new File(", "new FileInputStream(", "new FileOutputStream(", "new FileReader(", "new FileWriter(", "new FileSystemResource("],
        r"\bnew (?:File|FileInputStream|FileOutputStream|FileReader|FileWriter|FileSystemResource)\(",
        PATH,
    )
    .judged(paths),
    Rule::code(
        "java-nio",
        JAVA,
        &["Paths.get(", "Path.of("],
        r"\b(?:Paths\.get|Path\.of)\(",
        PATH,
    )
    .judged(paths),
    Rule::code(
        "java-resolve",
        JAVA,
        &[".resolve("],
        r"\.resolve\(",
        PATH,
    )
    .judged(path),
    Rule::code(
        "java-archive",
        JAVA,
        &["ntry.getName()"],
        r"(?:\bnew File\([^\n;]*|\.resolve\()\b\w*[eE]ntry\.getName\(\)",
        entries(false, 0.8),
    )
    .judged(unpacked),
];
