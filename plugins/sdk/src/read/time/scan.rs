//! Numbers, words and marks of a short text.

use super::word::{Meaning, meaning};

/// Longer texts are no times.
const TEXT_BYTES_MAX: usize = 64;
/// More parts than any time has.
const TOKENS_MAX: usize = 24;
/// Longer words have no meaning here.
pub(super) const WORD_BYTES_MAX: usize = 12;

/// A word in lower case, filled up with zeros.
pub(super) type Letters = [u8; WORD_BYTES_MAX];

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Number { value: u32, digits: usize },
    Word(Letters),
    Mark(u8),
}

/// The parts in order; spaces are gone.
pub(super) struct Tokens {
    all: [Token; TOKENS_MAX],
    count: usize,
}

impl Tokens {
    pub(super) fn len(&self) -> usize {
        self.count
    }

    pub(super) fn get(&self, at: usize) -> Option<Token> {
        self.all[..self.count].get(at).copied()
    }

    fn push(&mut self, token: Token) -> Option<()> {
        *self.all.get_mut(self.count)? = token;
        self.count += 1;
        Some(())
    }
}

/// The parts of a text, or nothing where it can't be a time: it has no digit, or is too long, or has strange letters.
pub(super) fn tokens(text: &str) -> Option<Tokens> {
    let bytes = text.as_bytes();
    if bytes.len() > TEXT_BYTES_MAX || !bytes.iter().any(u8::is_ascii_digit) {
        return None;
    }
    let mut found = Tokens {
        all: [Token::Mark(0); TOKENS_MAX],
        count: 0,
    };
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        at += match byte {
            b'0'..=b'9' => number(rest, &mut found)?,
            b'a'..=b'z' | b'A'..=b'Z' => words(rest, &mut found)?,
            b' ' | b'\t' => 1,
            // A space that does not break.
            0xc2 if rest.get(1) == Some(&0xa0) => 2,
            b'!'..=b'~' => {
                found.push(Token::Mark(byte))?;
                1
            }
            _ => return None,
        };
    }
    Some(found)
}

fn number(rest: &[u8], found: &mut Tokens) -> Option<usize> {
    let digits = length(rest, u8::is_ascii_digit);
    if digits > 9 {
        return None;
    }
    let add = |value, digit: &u8| value * 10 + u32::from(digit - b'0');
    let value = rest[..digits].iter().fold(0, add);
    found.push(Token::Number { value, digits })?;
    Some(digits)
}

/// A word; `a.m.` and `p.m.` are one, and a half of the day glued to a month is two, as in `1:55pDec 8`.
fn words(rest: &[u8], found: &mut Tokens) -> Option<usize> {
    let count = length(rest, u8::is_ascii_alphabetic);
    if count == 1
        && let [half, b'.', m, tail @ ..] = rest
        && m.eq_ignore_ascii_case(&b'm')
        && matches!(half.to_ascii_lowercase(), b'a' | b'p')
        && !tail.first().is_some_and(u8::is_ascii_alphabetic)
    {
        found.push(Token::Word(letters(&[*half, b'm'])?))?;
        return Some(3);
    }
    let word = letters(&rest[..count])?;
    if meaning(word).is_none() {
        for end in [1, 2] {
            let (half, month) = rest[..count].split_at(end.min(count));
            let (half, month) = (letters(half)?, letters(month)?);
            if let Some(Meaning::Half(_) | Meaning::HalfLetter(_)) = meaning(half)
                && let Some(Meaning::Month(_)) = meaning(month)
            {
                found.push(Token::Word(half))?;
                found.push(Token::Word(month))?;
                return Some(count);
            }
        }
    }
    found.push(Token::Word(word))?;
    Some(count)
}

fn length(rest: &[u8], belongs: impl Fn(&u8) -> bool) -> usize {
    rest.iter()
        .position(|byte| !belongs(byte))
        .unwrap_or(rest.len())
}

fn letters(word: &[u8]) -> Option<Letters> {
    let mut found = [0; WORD_BYTES_MAX];
    found
        .get_mut(..word.len())?
        .copy_from_slice(&word.to_ascii_lowercase());
    Some(found)
}
