//! C#: System.IO, ASP.NET Core, System.IO.Compression.

use aphoria_sdk::{Language, Rule};

use crate::{PATH, entries, path, unpacked};

const CSHARP: &[Language] = &[Language::CSharp];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "cs-files",
        CSHARP,
        &["File.Read", "File.Write", "File.Open", "File.Delete(", "File.Create(", "new FileStream(", "new StreamReader(", "PhysicalFile("],
        r"\b(?:File\.(?:Read\w*|Write\w*|Open\w*|Delete|Create)|new FileStream|new StreamReader|PhysicalFile)\(",
        PATH,
    )
    .judged(path),
    Rule::code(
        "cs-archive",
        CSHARP,
        &["ntry.FullName"],
        r"\bPath\.Combine\([^\n]*\b\w*[eE]ntry\.FullName\b",
        entries(false, 0.8),
    )
    .judged(unpacked),
];
