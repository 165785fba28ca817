//! Judgement by the text alone, for files without a tree.

use super::{Flow, Reach, inputs};
use crate::{Argument, Form, Language, Span};

/// Parts what stands behind an opening bracket at its commas, up to the closing one.
pub(super) fn arguments(language: Language, text: &str, start: u32) -> Vec<Argument> {
    let (mut depth, mut quote, mut escaped) = (0_u32, None, false);
    let (mut found, mut from) = (Vec::new(), 0_usize);
    for (at, letter) in text.char_indices() {
        if let Some(open) = quote {
            match letter {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                _ if letter == open => quote = None,
                _ => {}
            }
            continue;
        }
        let is_end = matches!(letter, ')' | ']' | '}') && depth == 0;
        if is_end || letter == ',' && depth == 0 {
            found.extend(argument(language, text, start, from, at));
            from = at + 1;
            if is_end {
                break;
            }
        }
        match letter {
            '"' | '\'' | '`' => quote = Some(letter),
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    found
}

/// Whether the bracket that was opened before a text is closed in it.
pub(super) fn is_closed(text: &str) -> bool {
    let (mut depth, mut quote, mut escaped) = (0_u32, None, false);
    for letter in text.chars() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if letter == '\\' => escaped = true,
            Some(open) if letter == open => quote = None,
            None if matches!(letter, '"' | '\'' | '`') => quote = Some(letter),
            None if matches!(letter, '(' | '[' | '{') => depth += 1,
            None if matches!(letter, ')' | ']' | '}') => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return letter == ')',
            },
            Some(_) | None => {}
        }
    }
    false
}

fn argument(
    language: Language,
    text: &str,
    start: u32,
    from: usize,
    until: usize,
) -> Option<Argument> {
    let whole = text.get(from..until)?;
    let value = whole.trim();
    if value.is_empty() {
        return None;
    }
    let skipped = from + (whole.len() - whole.trim_start().len());
    let (name, value, skipped) = match value.split_once('=') {
        Some((name, rest)) if is_word(name.trim()) && !rest.starts_with(['=', '>']) => {
            let behind = skipped + (value.len() - rest.trim_start().len());
            (name.trim(), rest.trim(), behind)
        }
        _ => ("", value, skipped),
    };
    let first = start.checked_add(u32::try_from(skipped).ok()?)?;
    Some(Argument {
        name: name.to_owned(),
        span: Span {
            start: first,
            end: first.checked_add(u32::try_from(value.len()).ok()?)?,
        },
        form: form(language, value),
        text: value.chars().take(1024).collect(),
    })
}

fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn form(language: Language, text: &str) -> Form {
    let bare = text.trim_start_matches(['f', 'r', 'b', 'u', '$', '@']);
    let is_text = bare.starts_with(['"', '\'', '`']);
    let plain = without_texts(text);
    let has_holes = match language {
        Language::JavaScript | Language::TypeScript => text.contains("${"),
        Language::Ruby => text.contains("#{"),
        Language::Python => {
            let prefix = text.split(['"', '\'']).next().unwrap_or("");
            prefix.contains(['f', 'F']) && text.contains('{')
        }
        Language::Php | Language::Bash => text.contains("\"") && text.contains('$'),
        Language::CSharp | Language::Kotlin => text.contains('$'),
        _ => false,
    };
    if has_holes {
        Form::Interpolated
    } else if plain.contains('+') || language == Language::Php && plain.contains('.') {
        Form::Concatenation
    } else if is_text && plain.trim_start_matches(['r', 'b', 'u', '@']).is_empty()
        || text.bytes().all(|byte| byte.is_ascii_digit())
    {
        Form::Literal
    } else if is_word(text) {
        Form::Identifier
    } else {
        Form::Other
    }
}

/// What is left of an expression without its texts.
fn without_texts(text: &str) -> String {
    let (mut quote, mut escaped) = (None, false);
    let mut left = String::new();
    for letter in text.chars() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if letter == '\\' => escaped = true,
            Some(open) if open == letter => quote = None,
            Some(_) => {}
            None if matches!(letter, '"' | '\'' | '`') => quote = Some(letter),
            None => left.push(letter),
        }
    }
    left
}

/// Judges an expression by its text.
pub(super) fn reach(language: Language, place: Span, text: &str) -> Reach {
    let form = form(language, text);
    let mut reach = Reach::new(Flow::Unknown);
    if form == Form::Literal {
        reach.flow = Flow::Constant;
    } else if let Some(name) = inputs::named_in(language, text) {
        reach.flow = Flow::Input(name.to_owned());
    }
    reach.composed = matches!(form, Form::Interpolated | Form::Concatenation);
    if reach.composed || form == Form::Literal {
        reach.literals.push(place);
    }
    reach
}
