//! The normal form of a text.

use std::borrow::Cow;

use stemedb_sdk::read::{Decimal, Dimension, Moment, TimeStyle, moments, quantity, significant};
use unicode_normalization::UnicodeNormalization;

/// Which differences count for nothing.
pub(crate) struct Style {
    pub(crate) unicode: bool,
    pub(crate) case: bool,
    pub(crate) spacing: bool,
    pub(crate) punctuation: bool,
    pub(crate) numbers: bool,
    pub(crate) units: bool,
    pub(crate) times: bool,
    pub(crate) decimal: Decimal,
    pub(crate) time: TimeStyle,
}

/// What a text states; equal forms are one value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// Says nothing that could be compared.
    Empty,
    /// The leading digits of an amount in the base unit.
    Amount(Dimension, u64),
    /// A time.
    Time(Moment),
    /// Letters.
    Letters(String),
}

/// The forms of all texts of a group.
pub(crate) fn forms(texts: &[String], style: &Style) -> Vec<Form> {
    let texts: Vec<Cow<'_, str>> = texts.iter().map(|text| compatible(text, style)).collect();
    let mut times = if style.times {
        moments(&texts, style.time)
    } else {
        Vec::new()
    };
    times.resize(texts.len(), None);
    texts
        .iter()
        .zip(times)
        .map(|(text, time)| match time {
            Some(moment) => Form::Time(moment),
            None => amount(text, style).unwrap_or_else(|| letters(text, style)),
        })
        .collect()
}

fn compatible<'a>(text: &'a str, style: &Style) -> Cow<'a, str> {
    if !style.unicode || text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfkc().collect())
}

fn amount(text: &str, style: &Style) -> Option<Form> {
    if !style.numbers && !style.units {
        return None;
    }
    let found = quantity(text, style.decimal)?;
    let plain = |letter: char| {
        letter.is_ascii_digit()
            || letter.is_whitespace()
            || "+-\u{2212}.,'\u{2019}eE".contains(letter)
    };
    let bare = text.chars().all(plain);
    let wanted = if bare { style.numbers } else { style.units };
    wanted.then(|| Form::Amount(found.dimension, significant(found.value)))
}

fn letters(text: &str, style: &Style) -> Form {
    let mut found = String::with_capacity(text.len());
    let mut space = false;
    for letter in text.chars() {
        if style.spacing && letter.is_whitespace() {
            space = !found.is_empty();
            continue;
        }
        if style.punctuation && is_punctuation(letter) {
            continue;
        }
        if space {
            found.push(' ');
            space = false;
        }
        if !style.case {
            found.push(letter);
        } else if letter.is_ascii() {
            found.push(letter.to_ascii_lowercase());
        } else {
            found.extend(letter.to_lowercase());
        }
    }
    if found.is_empty() {
        Form::Empty
    } else {
        Form::Letters(found)
    }
}

/// ASCII punctuation, the marks of Latin-1, and general punctuation with its dashes and quotation marks.
fn is_punctuation(letter: char) -> bool {
    letter.is_ascii_punctuation()
        || matches!(letter, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿')
        || matches!(letter, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}')
}
