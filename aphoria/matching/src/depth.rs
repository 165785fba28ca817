//! Tells texts that are nested so deeply that a parser would take time and memory with the square of their depth.

use aphoria_core::Contexts;

use crate::contexts::Runs;
use crate::grammar::Grammar;
use crate::source::to_u32;

/// Most brackets that may be open at once.
const OPEN_MAX: u32 = 500;
/// Most commands of a pipeline.
const PIPES_MAX: u32 = 500;

/// Whether the text is nested too deeply to be parsed.
pub(crate) fn is_too_deep(text: &str, grammar: Grammar, runs: &Runs) -> bool {
    opens_too_much(text, runs) || grammar == Grammar::Bash && pipes_too_much(text)
}

/// Whether a pipeline has too many commands: each is nested in the one before. A line that does not end with a pipe or
/// a backslash ends it.
fn pipes_too_much(text: &str) -> bool {
    let (mut pipes, mut last) = (0, b'\n');
    for byte in text.bytes() {
        match byte {
            b'\n' if !matches!(last, b'|' | b'&' | b'\\' | b'\n') => pipes = 0,
            b'|' => pipes += 1,
            _ => {}
        }
        if pipes > PIPES_MAX {
            return true;
        }
        if !matches!(byte, b' ' | b'\t' | b'\r') {
            last = byte;
        }
    }
    false
}

/// Whether too many brackets are open at once, those in comments and strings left out.
fn opens_too_much(text: &str, runs: &Runs) -> bool {
    let (mut open, mut end, mut is_code) = (0_u32, 0, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' | b')' | b']' | b'}' => {}
            _ => continue,
        }
        let at = to_u32(at);
        if at >= end {
            is_code = Contexts::CODE.contains(runs.at(at));
            end = runs.end_at(at).unwrap_or(u32::MAX);
        }
        if is_code {
            let opens = matches!(byte, b'(' | b'[' | b'{');
            open = if opens {
                open + 1
            } else {
                open.saturating_sub(1)
            };
            if open > OPEN_MAX {
                return true;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contexts::runs;
    use aphoria_core::Language;

    fn too_deep(text: &str, language: Language) -> bool {
        let grammar = Grammar::of(language, text).expect("there is a grammar");
        is_too_deep(text, grammar, &runs(text.as_bytes(), language))
    }

    #[test]
    fn open_brackets_are_counted_in_code() {
        assert!(too_deep(&"f(".repeat(600), Language::Java));
        assert!(!too_deep(&"f()".repeat(600), Language::Java));
        assert!(!too_deep(
            &format!("\"{}\"", "f(".repeat(600)),
            Language::Java
        ));
    }

    #[test]
    fn pipelines_are_counted() {
        assert!(too_deep(&"a | ".repeat(600), Language::Bash));
        assert!(too_deep(&"a |\n".repeat(600), Language::Bash));
        assert!(!too_deep(&"a | b\n".repeat(600), Language::Bash));
    }
}
