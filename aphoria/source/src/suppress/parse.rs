//! Finding and reading the comments.

use std::sync::atomic::AtomicBool;

use memchr::memmem;

use super::{Fault, Form, Suppression, SuppressionProblem, Suppressions};

const MARK: &str = "aphoria:";
/// What may stand between the beginning of a comment and its mark: the signs of the comment, and space.
const SIGNS: &[char] = &[
    '/', '*', '#', '-', '<', '!', ';', '%', '{', '\'', '"', '=', '@', ' ', '\t',
];
/// Most marks of a file; what is beyond suppresses nothing.
const MARKS_MAX: usize = 10_000;
/// Longest reason that is kept, in characters.
const REASON_CHARS_MAX: usize = 500;

enum Word {
    Ignore(Form),
    End,
}

struct Mark {
    line: u32,
    /// Whether nothing stands before the comment in its line.
    alone: bool,
    word: Word,
    extractors: Vec<String>,
    reason: Option<String>,
}

/// Reads the suppressing comments of a text. `is_comment` says whether a byte belongs to a comment; it is asked only where
/// a mark stands.
pub fn parse(text: &str, is_comment: impl Fn(usize) -> bool) -> Suppressions {
    let mut made = Suppressions::default();
    let mut marks = Vec::new();
    let (mut line, mut counted) = (1_u32, 0);
    for at in memmem::find_iter(text.as_bytes(), MARK).take(MARKS_MAX) {
        let passed = text.as_bytes().get(counted..at).unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', passed).count();
        line = line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        counted = at;
        let before = text.get(..at).unwrap_or_default();
        let before = before.rsplit('\n').next().unwrap_or_default();
        if !is_comment(at) || !begins_comment(before) {
            continue;
        }
        let rest = text.get(at + MARK.len()..).unwrap_or_default();
        let rest = rest.lines().next().unwrap_or_default();
        match read(rest) {
            Ok((word, extractors, reason)) => marks.push(Mark {
                line,
                alone: before.chars().all(|c| SIGNS.contains(&c)),
                word,
                extractors,
                reason,
            }),
            Err(fault) => made.problems.push(SuppressionProblem { line, fault }),
        }
    }
    made.arrange(marks);
    made
}

/// Whether the mark stands at the beginning of its comment, so that one may be mentioned in a sentence.
fn begins_comment(before: &str) -> bool {
    let trimmed = before.trim_end();
    trimmed.is_empty()
        || [
            "//", "/*", "*", "#", "--", ";", "%", "///", "//!", "/**", "'", "\"\"\"", "'''",
            "=begin",
        ]
        .iter()
        .any(|sign| trimmed.ends_with(sign))
}

type Read = (Word, Vec<String>, Option<String>);

/// Reads what stands behind `aphoria:`.
fn read(rest: &str) -> Result<Read, Fault> {
    let (word, rest) = word_of(rest).ok_or(Fault::UnknownWord)?;
    let (extractors, rest) = match rest.strip_prefix('[') {
        None => (Vec::new(), rest),
        Some(list) => {
            let (ids, rest) = list.split_once(']').ok_or(Fault::Ids)?;
            (ids_of(ids)?, rest)
        }
    };
    Ok((word, extractors, reason_of(rest)))
}

fn word_of(rest: &str) -> Option<(Word, &str)> {
    let words = [
        ("ignore-next-line", Word::Ignore(Form::NextLine)),
        ("ignore-block", Word::Ignore(Form::Block)),
        ("ignore", Word::Ignore(Form::Line)),
        ("end-ignore", Word::End),
    ];
    let (word, rest) = words
        .into_iter()
        .find_map(|(name, word)| Some((word, rest.strip_prefix(name)?)))?;
    let goes_on = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        || (rest.starts_with('-') && !rest.starts_with("--"));
    (!goes_on).then_some((word, rest))
}

fn ids_of(list: &str) -> Result<Vec<String>, Fault> {
    list.split(',')
        .map(|id| {
            let id = id.trim();
            let is_id = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            is_id.then(|| id.to_owned()).ok_or(Fault::Ids)
        })
        .collect()
}

/// The reason, without the end of the comment.
fn reason_of(rest: &str) -> Option<String> {
    let rest = rest.trim_start();
    let reason = [":", "--", "\u{2014}"]
        .iter()
        .find_map(|sign| rest.strip_prefix(sign))?;
    let mut reason = reason.trim();
    for end in ["*/", "-->", "#}", "%>", "\"\"\"", "'''"] {
        reason = reason.strip_suffix(end).unwrap_or(reason).trim_end();
    }
    let reason: String = reason.chars().take(REASON_CHARS_MAX).collect();
    (!reason.is_empty()).then_some(reason)
}

impl Suppressions {
    fn arrange(&mut self, marks: Vec<Mark>) {
        let alone: Vec<u32> = marks
            .iter()
            .filter(|mark| mark.alone)
            .map(|mark| mark.line)
            .collect();
        let mut blocks: Vec<Mark> = Vec::new();
        for mark in marks {
            let line = mark.line;
            match mark.word {
                Word::Ignore(Form::Block) => blocks.push(mark),
                Word::Ignore(Form::NextLine) => {
                    let next = next_line(line, &alone);
                    self.add(mark, Form::NextLine, next..=next);
                }
                Word::Ignore(Form::Line) => self.add(mark, Form::Line, line..=line),
                Word::End => match blocks.pop() {
                    Some(block) => {
                        let first = block.line;
                        self.add(block, Form::Block, first..=line);
                    }
                    None => self.fault(line, Fault::NoBlock),
                },
            }
        }
        for block in blocks {
            self.fault(block.line, Fault::NoEnd);
        }
        self.all.sort_by_key(|one| one.line);
        self.problems.sort_by_key(|problem| problem.line);
    }

    fn add(&mut self, mark: Mark, form: Form, lines: std::ops::RangeInclusive<u32>) {
        if mark.reason.is_none() {
            self.fault(mark.line, Fault::NoReason);
        }
        self.all.push(Suppression {
            line: mark.line,
            form,
            extractors: mark.extractors,
            reason: mark.reason,
            lines,
            used: AtomicBool::new(false),
        });
    }

    fn fault(&mut self, line: u32, fault: Fault) {
        self.problems.push(SuppressionProblem { line, fault });
    }
}

/// The line below, or below further comments of this kind that stand alone in theirs.
fn next_line(line: u32, alone: &[u32]) -> u32 {
    let mut next = line.saturating_add(1);
    while alone.binary_search(&next).is_ok() {
        next = next.saturating_add(1);
    }
    next
}
