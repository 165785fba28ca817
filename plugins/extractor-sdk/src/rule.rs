//! Rules: a pattern and what a hit of it means.

use crate::{Contexts, Hit, Language, Matcher, Observation, Pattern, Source, Value};

/// A pattern and what a hit of it means.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Unique within the extractor.
    pub id: &'static str,
    /// The languages in which it is looked for.
    pub languages: &'static [Language],
    /// Where the hit's first byte must stand.
    pub contexts: Contexts,
    /// How it is found.
    pub find: Find,
    /// What it means.
    pub says: Says,
    /// Looks closer: changes or drops what the rule would say, or says more. Without it every hit counts.
    pub judge: Option<Judge>,
}

/// Looks closer at a hit: gets what the rule would say and gives what is said.
pub type Judge = fn(&Hit<'_>, &dyn Source, Observation) -> Vec<Observation>;

/// How a rule's pattern is found.
#[derive(Debug, Clone, Copy)]
pub enum Find {
    /// The text itself.
    Text(&'static str),
    /// The text, not as a part of a longer identifier.
    Word(&'static str),
    /// The text, whatever the case of its letters, not as a part of a longer identifier.
    AnyCase(&'static str),
    /// A regular expression.
    Regex {
        /// Texts of which one is part of every match.
        anchors: &'static [&'static str],
        /// The expression; `(?i)` in front makes the anchors' case not matter either.
        expression: &'static str,
        /// Lines before and after the anchor's line that a match may reach.
        around: (u32, u32),
    },
    /// A tree-sitter query; the rule has one language.
    Query {
        /// Texts of which one stands in every file with a match.
        anchors: &'static [&'static str],
        /// The query.
        query: &'static str,
    },
    /// Keys of structured files.
    Key(&'static [&'static str]),
    /// A run of characters that looks random.
    Entropy {
        /// 0 hexadecimal, 1 Base64.
        alphabet: u32,
        /// Shortest run.
        length_min: u32,
        /// Least bits a character.
        bits_min: f64,
    },
}

/// What a hit means.
#[derive(Debug, Clone, Copy)]
pub struct Says {
    /// End of the concept path; `*` as the last segment is filled in by the rule's judge.
    pub concept: &'static str,
    /// The predicate.
    pub predicate: &'static str,
    /// The value.
    pub value: Told,
    /// How sure that is, 0 ..= 1.
    pub confidence: f64,
    /// One sentence: what was seen.
    pub reason: &'static str,
}

/// A value of a rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Told {
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(f64),
    /// Words.
    Text(&'static str),
    /// The text of a capture, counted from 0.
    Capture(usize),
    /// The number that a capture says; a hit without one says nothing.
    CaptureNumber(usize),
    /// The truth that a capture says (`true`, `yes`, `on`, `1`, `enabled`, or the contrary); a hit without one says nothing.
    CaptureFlag(usize),
}

impl Says {
    /// A truth.
    #[must_use]
    pub const fn flag(
        concept: &'static str,
        predicate: &'static str,
        value: bool,
        confidence: f64,
        reason: &'static str,
    ) -> Self {
        Self {
            concept,
            predicate,
            value: Told::Flag(value),
            confidence,
            reason,
        }
    }

    /// Words.
    #[must_use]
    pub const fn text(
        concept: &'static str,
        predicate: &'static str,
        value: &'static str,
        confidence: f64,
        reason: &'static str,
    ) -> Self {
        Self {
            concept,
            predicate,
            value: Told::Text(value),
            confidence,
            reason,
        }
    }

    /// Anything else.
    #[must_use]
    pub const fn told(
        concept: &'static str,
        predicate: &'static str,
        value: Told,
        confidence: f64,
        reason: &'static str,
    ) -> Self {
        Self {
            concept,
            predicate,
            value,
            confidence,
            reason,
        }
    }
}

impl Rule {
    /// A regular expression within one line of code.
    #[must_use]
    pub const fn code(
        id: &'static str,
        languages: &'static [Language],
        anchors: &'static [&'static str],
        expression: &'static str,
        says: Says,
    ) -> Self {
        Self {
            id,
            languages,
            contexts: Contexts::CODE,
            find: Find::Regex {
                anchors,
                expression,
                around: (0, 0),
            },
            says,
            judge: None,
        }
    }

    /// Keys of structured files; capture 0 is the key, capture 1 the value.
    #[must_use]
    pub const fn key(
        id: &'static str,
        languages: &'static [Language],
        paths: &'static [&'static str],
        says: Says,
    ) -> Self {
        Self {
            id,
            languages,
            contexts: Contexts::ANY,
            find: Find::Key(paths),
            says,
            judge: None,
        }
    }

    /// The same regular expression, over lines before and after the anchor's line also.
    #[must_use]
    pub const fn around(mut self, before: u32, after: u32) -> Self {
        if let Find::Regex { ref mut around, .. } = self.find {
            *around = (before, after);
        }
        self
    }

    /// The same rule in other contexts.
    #[must_use]
    pub const fn standing(mut self, contexts: Contexts) -> Self {
        self.contexts = contexts;
        self
    }

    /// The same rule with somebody who looks closer.
    #[must_use]
    pub const fn judged(mut self, judge: Judge) -> Self {
        self.judge = Some(judge);
        self
    }

    /// The pattern for the description.
    #[must_use]
    pub fn pattern(&self) -> Pattern {
        Pattern {
            id: self.id.to_owned(),
            languages: self.languages.to_vec(),
            contexts: self.contexts,
            matcher: self.find.matcher(),
        }
    }

    /// What a hit of it says.
    #[must_use]
    pub fn apply(&self, hit: &Hit<'_>, source: &dyn Source) -> Vec<Observation> {
        let Some(value) = self.says.value.of(hit) else {
            return Vec::new();
        };
        let observation = Observation {
            file: hit.file(),
            span: hit.span(),
            secret: None,
            concept: self.says.concept.to_owned(),
            predicate: self.says.predicate.to_owned(),
            value,
            confidence: self.says.confidence,
            reason: self.says.reason.to_owned(),
        };
        match self.judge {
            Some(judge) => judge(hit, source, observation),
            None => vec![observation],
        }
    }
}

impl Find {
    fn matcher(self) -> Matcher {
        let literal = |text: &str, ignore_case, whole_word| Matcher::Literal {
            text: text.to_owned(),
            ignore_case,
            whole_word,
        };
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        match self {
            Self::Text(text) => literal(text, false, false),
            Self::Word(text) => literal(text, false, true),
            Self::AnyCase(text) => literal(text, true, true),
            Self::Regex {
                anchors,
                expression,
                around: (lines_before, lines_after),
            } => Matcher::Regex {
                anchors: owned(anchors),
                ignore_case: expression.starts_with("(?i)"),
                expression: expression.to_owned(),
                lines_before,
                lines_after,
            },
            Self::Query { anchors, query } => Matcher::Query {
                anchors: owned(anchors),
                query: query.to_owned(),
            },
            Self::Key(paths) => Matcher::Key(owned(paths)),
            Self::Entropy {
                alphabet,
                length_min,
                bits_min,
            } => Matcher::Entropy {
                alphabet,
                length_min,
                bits_min,
            },
        }
    }
}

impl Told {
    fn of(self, hit: &Hit<'_>) -> Option<Value> {
        Some(match self {
            Self::Flag(flag) => Value::Flag(flag),
            Self::Number(number) => Value::Number(number),
            Self::Text(text) => Value::Text(text.to_owned()),
            Self::Capture(at) => Value::Text(hit.capture(at).to_owned()),
            Self::CaptureNumber(at) => Value::Number(number(hit.capture(at))?),
            Self::CaptureFlag(at) => Value::Flag(truth(hit.capture(at))?),
        })
    }
}

/// The number that a text says: digits with `_` or `,` between them, a sign, a fraction.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    let text = text.trim().trim_matches(['"', '\'']);
    let plain: String = text.chars().filter(|&letter| letter != '_').collect();
    plain.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The truth that a text says.
#[must_use]
pub fn truth(text: &str) -> Option<bool> {
    let text = text.trim().trim_matches(['"', '\'']).to_ascii_lowercase();
    match text.as_str() {
        "true" | "yes" | "on" | "1" | "enabled" | "enable" => Some(true),
        "false" | "no" | "off" | "0" | "disabled" | "disable" => Some(false),
        _ => None,
    }
}
