//! Rust: std::fs, tokio::fs, actix-files.

use aphoria_sdk::{Language, Rule};

use crate::{PATH, path};

const RUST: &[Language] = &[Language::Rust];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rs-files",
        RUST,
        &["fs::read", "fs::write(", "fs::remove_", "File::open(", "File::create(", "NamedFile::open"],
        r"\b(?:fs::(?:read|read_to_string|read_dir|write|remove_file|remove_dir_all)|File::open|File::create|NamedFile::open(?:_async)?)\(",
        PATH,
    )
    .judged(path),
];
