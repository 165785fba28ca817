//! What the declaration of a parameter says: a number, something that a framework fills from a request, or neither.

use crate::{Hit, Language, NodeKind, Origin, OriginKind, Source, Span};

/// What is known of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Judged {
    /// Its type holds nothing but numbers, truths or identifiers.
    Number,
    /// A framework fills it from a request.
    Input,
    Neither,
}

/// Bytes that are read before and behind a parameter's name.
const NEAR: u32 = 160;
/// Bytes of a function that are read to find a parameter.
const HEAD: u32 = 2048;
/// Lines above a function that may hold its decorators.
const ABOVE: u32 = 5;

/// Types that hold no text.
const NUMBERS: &[&str] = &[
    "int",
    "long",
    "short",
    "byte",
    "float",
    "double",
    "bool",
    "boolean",
    "char",
    "Integer",
    "Long",
    "Short",
    "Double",
    "Float",
    "Boolean",
    "BigInteger",
    "BigDecimal",
    "UUID",
    "Guid",
    "DateTime",
    "LocalDate",
    "LocalDateTime",
    "Instant",
    "decimal",
    "uint",
    "ulong",
    "int32",
    "int64",
    "uint32",
    "uint64",
    "float64",
    "number",
    "bigint",
    "i8",
    "i16",
    "i32",
    "i64",
    "u8",
    "u16",
    "u32",
    "u64",
    "usize",
    "isize",
    "f32",
    "f64",
    "Uuid",
    "size_t",
    "uint32_t",
    "int32_t",
    "uint64_t",
    "int64_t",
    "uint16_t",
    "uint8_t",
    "time.Duration",
    "time.Time",
    "unsigned",
    "pid_t",
];

/// Annotations of parameters that a framework fills from a request.
const ANNOTATIONS: &[&str] = &[
    "@RequestParam",
    "@PathVariable",
    "@RequestBody",
    "@RequestHeader",
    "@CookieValue",
    "@ModelAttribute",
    "@QueryParam",
    "@PathParam",
    "@FormParam",
    "@HeaderParam",
    "@CookieParam",
    "@Query(",
    "@Param(",
    "@Body(",
    "@Headers(",
    "[FromQuery",
    "[FromBody",
    "[FromRoute",
    "[FromForm",
    "[FromHeader",
];

/// Decorators of functions whose plain parameters a framework fills from a request.
const ROUTES: &[&str] = &[
    ".route(",
    ".get(\"",
    ".get('",
    ".post(\"",
    ".post('",
    ".put(\"",
    ".put('",
    ".patch(\"",
    ".patch('",
    ".delete(\"",
    ".delete('",
    "[HttpGet",
    "[HttpPost",
    "[HttpPut",
    "[HttpDelete",
    "[HttpPatch",
];

/// Types of Rust's web frameworks that hold input.
const EXTRACTORS: &[&str] = &[
    "Query<", "Path<", "Form<", "Json<", "Query(", "Path(", "Form(", "Json(",
];

/// Whether a text holds a declaration that a framework fills from a request.
pub(super) fn is_declared_in(text: &str) -> bool {
    let all = ANNOTATIONS.iter().chain(ROUTES).chain(EXTRACTORS);
    all.into_iter().any(|known| text.contains(known))
}

/// Looks at the declaration of the parameter that an origin names or begins with.
pub(super) fn judge(source: &dyn Source, hit: &Hit<'_>, origin: &Origin) -> Judged {
    let root = root(&origin.name);
    let function = source.enclosing(hit.file(), hit.span(), NodeKind::Function);
    let Some(place) = (match origin.kind {
        OriginKind::Parameter => Some(origin.span),
        _ => function
            .as_ref()
            .and_then(|node| find(source, hit, node.span, root)),
    }) else {
        return Judged::Neither;
    };
    let (before, behind) = around(source, hit, place);
    let before = own_part(&before);
    let is_whole = origin.kind == OriginKind::Parameter;
    if is_whole && is_number(hit.language(), before, &behind) {
        return Judged::Number;
    }
    let is_annotated = ANNOTATIONS.iter().any(|known| before.contains(known));
    let is_extractor = hit.language() == Language::Rust
        && EXTRACTORS
            .iter()
            .any(|known| before.contains(known) || own_tail(&behind).contains(known));
    let is_command_line = before.trim_end().ends_with("String[]")
        || before.trim_end().ends_with("string[]")
        || matches!(hit.language(), Language::C | Language::Cpp) && root == "argv";
    let is_given = || {
        let line = source
            .enclosing(hit.file(), place, NodeKind::Function)
            .map(|node| node.line);
        line.is_some_and(|line| is_route(source, hit, line))
            && !own_tail(&behind).contains("Depends(")
    };
    if is_annotated || is_extractor || is_command_line {
        return Judged::Input;
    }
    let by_route = matches!(hit.language(), Language::Python | Language::CSharp);
    if by_route && is_whole && is_given() {
        return Judged::Input;
    }
    Judged::Neither
}

/// The name that a path begins with.
fn root(name: &str) -> &str {
    let end = name
        .char_indices()
        .find(|&(at, letter)| at > 0 && !(letter.is_alphanumeric() || letter == '_'));
    end.and_then(|(end, _)| name.get(..end)).unwrap_or(name)
}

/// Where the head of a function names something first.
fn find(source: &dyn Source, hit: &Hit<'_>, function: Span, name: &str) -> Option<Span> {
    let end = function.end.min(function.start.saturating_add(HEAD));
    let start = function.start;
    let head = source.text(hit.file(), Span { start, end });
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '$';
    let found = head.match_indices(name).find(|&(at, _)| {
        let before = head.get(..at).and_then(|text| text.chars().next_back());
        let behind = head
            .get(at + name.len()..)
            .and_then(|text| text.chars().next());
        !before.is_some_and(is_part) && !behind.is_some_and(is_part)
    });
    let from = start.checked_add(u32::try_from(found?.0).ok()?)?;
    let length = u32::try_from(name.len()).ok()?;
    Some(Span {
        start: from,
        end: from.checked_add(length)?,
    })
}

/// What stands before and behind a place.
fn around(source: &dyn Source, hit: &Hit<'_>, place: Span) -> (String, String) {
    // A stretch that begins within a letter or ends behind the file has no text: shorter ones are tried.
    let before = (0..4).map(|shorter| {
        let start = place.start.saturating_sub(NEAR - shorter);
        source.text(
            hit.file(),
            Span {
                start,
                end: place.start,
            },
        )
    });
    let behind = [NEAR, 80, 40, 20, 10, 4].into_iter().map(|length| {
        let end = place.end.saturating_add(length);
        source.text(
            hit.file(),
            Span {
                start: place.end,
                end,
            },
        )
    });
    let full = |text: &String| !text.is_empty();
    (
        before.into_iter().find(full).unwrap_or_default(),
        behind.into_iter().find(full).unwrap_or_default(),
    )
}

/// The part of what stands before a parameter that belongs to it: behind the last comma or open bracket.
fn own_part(before: &str) -> &str {
    let mut depth = 0_u32;
    for (at, letter) in before.char_indices().rev() {
        match letter {
            ')' | ']' | '>' => depth += 1,
            '(' | '[' | '<' if depth > 0 => depth -= 1,
            // `Query(name)` in Rust: the bracket belongs to a pattern.
            '(' if before.get(..at).is_some_and(|text| {
                ["Query", "Path", "Form", "Json"]
                    .iter()
                    .any(|known| text.ends_with(known))
            }) => {}
            ',' | '(' | '{' | ';' if depth == 0 => return before.get(at + 1..).unwrap_or(""),
            _ => {}
        }
    }
    before
}

/// The part behind a parameter that belongs to it: up to a comma or closing bracket.
fn own_tail(behind: &str) -> &str {
    let mut depth = 0_i32;
    for (at, letter) in behind.char_indices() {
        match letter {
            '(' | '<' | '[' => depth += 1,
            ')' if depth == 0
                && behind
                    .get(at + 1..)
                    .is_some_and(|rest| rest.starts_with(':')) => {}
            ')' | '>' | ']' if depth > 0 => depth -= 1,
            ',' | ')' | '{' | ';' if depth == 0 => return behind.get(..at).unwrap_or(behind),
            _ => {}
        }
    }
    behind
}

fn is_number(language: Language, before: &str, behind: &str) -> bool {
    let named = match language {
        Language::Java | Language::CSharp | Language::C | Language::Cpp | Language::Php => {
            before.trim_end().trim_end_matches(['$', '?']).trim_end()
        }
        Language::TypeScript
        | Language::Python
        | Language::Rust
        | Language::Go
        | Language::Kotlin => {
            let tail = own_tail(behind).trim_start_matches([':', '?', ' ', '&']);
            let end = tail.find([' ', '=', ')', '|']).unwrap_or(tail.len());
            tail.get(..end).unwrap_or("")
        }
        _ => "",
    };
    let last = named
        .rsplit([' ', '\t', '\n', ']', ')'])
        .next()
        .unwrap_or("");
    let last = last.trim_start_matches("uuid.").trim_start_matches("std::");
    NUMBERS.contains(&last.trim_end_matches('?'))
}

/// Whether the lines above a function say that a framework calls it.
fn is_route(source: &dyn Source, hit: &Hit<'_>, line: u32) -> bool {
    let above = source.lines(hit.file(), line.saturating_sub(ABOVE).max(1), line);
    let mut decorators = above.lines().rev().skip(1).map(str::trim);
    let mut near = decorators.by_ref().take_while(|line| {
        line.starts_with(['@', '[']) || line.starts_with(')') || line.ends_with(',')
    });
    let is_own = near.any(|line| ROUTES.iter().any(|known| line.contains(known)));
    // C# has its attributes within the function.
    let first = above.lines().next_back().unwrap_or("").trim();
    is_own || first.starts_with('[') && ROUTES.iter().any(|known| first.contains(known))
}
