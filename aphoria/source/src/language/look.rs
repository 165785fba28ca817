//! What the beginning of a file says about its language, where the name leaves it open.

use aphoria_core::Language;
use memchr::memmem;

use super::Look;

/// The language, by the beginning of the file.
pub(super) fn look_at(look: Look, head: &[u8]) -> Option<Language> {
    let has = |wanted: &str| memmem::find(head, wanted.as_bytes()).is_some();
    match look {
        Look::Header => Some(if is_cpp(head) {
            Language::Cpp
        } else {
            Language::C
        }),
        Look::Include if has("<?php") => Some(Language::Php),
        Look::Include if has("#include") || has("#define") || has("#if") => Some(Language::Cpp),
        Look::Include => None,
        Look::Config => {
            let first = head.iter().find(|byte| !byte.is_ascii_whitespace());
            let marked = head.starts_with("\u{feff}<".as_bytes());
            Some(if first == Some(&b'<') || marked {
                Language::Xml
            } else {
                Language::Ini
            })
        }
        Look::Php => has("<?php").then_some(Language::Php),
        Look::Shebang => shebang(head),
    }
}

/// The interpreter of a first line such as `#!/usr/bin/env -S python3 -u`.
fn shebang(head: &[u8]) -> Option<Language> {
    let line = head
        .strip_prefix(b"#!")?
        .split(|byte| *byte == b'\n')
        .next()?;
    let line = std::str::from_utf8(line).ok()?;
    let program = line
        .split_whitespace()
        .map(|word| word.rsplit('/').next().unwrap_or(word))
        .find(|word| *word != "env" && !word.starts_with('-') && !word.contains('='))?;
    let plain = program.trim_end_matches(|end: char| end.is_ascii_digit() || end == '.');
    Some(match plain {
        "sh" | "bash" | "zsh" | "ksh" | "dash" | "ash" | "bats" | "make" => Language::Bash,
        "python" | "pypy" | "uv" => Language::Python,
        "node" | "nodejs" | "bun" => Language::JavaScript,
        "deno" | "ts-node" | "tsx" => Language::TypeScript,
        "ruby" | "jruby" | "rake" => Language::Ruby,
        "php" => Language::Php,
        "groovy" | "kotlin" => Language::Kotlin,
        "java" => Language::Java,
        "rust-script" => Language::Rust,
        _ => return None,
    })
}

/// Beginnings of lines that C does not have.
const CPP_LINES: &[&str] = &[
    "class ",
    "namespace ",
    "inline namespace ",
    "template<",
    "template <",
    "public:",
    "private:",
    "protected:",
    "using ",
    "virtual ",
    "constexpr ",
    "explicit ",
    "friend ",
    "enum class ",
    "UCLASS(",
    "USTRUCT(",
    "UENUM(",
];

/// Whether a header can only be C++. A guarded `extern "C"` is no sign: headers of C have it for the others' sake.
fn is_cpp(head: &[u8]) -> bool {
    head.split(|byte| *byte == b'\n').any(|line| {
        let line = line.trim_ascii_start();
        let is_comment = [&b"//"[..], b"*", b"/*"]
            .iter()
            .any(|mark| line.starts_with(mark));
        !is_comment
            && (CPP_LINES
                .iter()
                .any(|start| line.starts_with(start.as_bytes()))
                || memmem::find(line, b"std::").is_some()
                || is_cpp_include(line))
    })
}

/// `#include <vector>`: headers of the C++ library have no extension.
fn is_cpp_include(line: &[u8]) -> bool {
    line.strip_prefix(b"#include <")
        .and_then(|rest| rest.split(|byte| *byte == b'>').next())
        .is_some_and(|name| !name.contains(&b'.') && !name.contains(&b'/'))
}
