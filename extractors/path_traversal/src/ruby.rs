//! Ruby: File, IO, Rails.

use aphoria_sdk::{Language, Rule};

use crate::{PATH, path};

const RUBY: &[Language] = &[Language::Ruby];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rb-files",
        RUBY,
        &["File.open(", "File.read(", "File.new(", "File.delete(", "File.write(", "File.readlines(", "IO.read(", "Dir.glob(", "FileUtils.rm"],
        r"\b(?:File\.(?:open|read|new|delete|write|readlines)|IO\.read|Dir\.glob|FileUtils\.rm(?:_rf?)?)\(",
        PATH,
    )
    .judged(path),
    Rule::code(
        "rb-send",
        RUBY,
        &["send_file"],
        r"\bsend_file[( ]",
        PATH,
    )
    .judged(path),
];
