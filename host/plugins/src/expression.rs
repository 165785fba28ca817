//! Lens expressions: `epoch-aware|decay(half_life=30d)|consensus@1.0.0`.
//!
//! Not a choice of plugins: an expression names slots and pins, `pipeline` binds them to judges.
//!
//! Invariant: `Display` is the canonical form, and reading it back gives the same expression.

use std::fmt;

/// Longest expression, in bytes.
pub const EXPRESSION_BYTES_MAX: usize = 4096;
/// Most steps of an expression.
pub const STEPS_MAX: usize = 8;
/// Most parameters of one step.
const STEP_PARAMS_MAX: usize = 16;

/// A parsed lens expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// From the first stage to the last.
    pub steps: Vec<Step>,
}

/// One plugin of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The slot, which by convention is the id of the plugin that fills it.
    pub slot: String,
    /// A version, or at least eight digits of a digest; `None` takes what is active.
    pub pin: Option<String>,
    /// Parameters as written, in their order.
    pub params: Vec<(String, String)>,
}

/// Why an expression could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("The lens expression can't be read at column {column}: expected {expected}.")]
pub struct ExpressionError {
    /// Counted from 1, in bytes.
    pub column: usize,
    /// What would have been right there.
    pub expected: String,
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// Names the column and what was expected there.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        let mut reader = Reader { text, at: 0 };
        if text.len() > EXPRESSION_BYTES_MAX {
            reader.at = EXPRESSION_BYTES_MAX;
            return Err(reader.expected(format!(
                "the end, after at most {EXPRESSION_BYTES_MAX} bytes"
            )));
        }
        let mut steps = vec![reader.step()?];
        while reader.take('|') {
            if steps.len() == STEPS_MAX {
                return Err(reader.expected(format!("the end, after at most {STEPS_MAX} steps")));
            }
            steps.push(reader.step()?);
        }
        reader.skip_spaces();
        if reader.at < text.len() {
            return Err(reader.expected("`|`, `@`, `(` or the end".to_owned()));
        }
        Ok(Self { steps })
    }
}

impl std::str::FromStr for Expression {
    type Err = ExpressionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.steps.iter().enumerate() {
            if at > 0 {
                f.write_str("|")?;
            }
            step.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.slot)?;
        if let Some(pin) = &self.pin {
            write!(f, "@{pin}")?;
        }
        if self.params.is_empty() {
            return Ok(());
        }
        for (at, (name, value)) in self.params.iter().enumerate() {
            write!(
                f,
                "{}{name}={}",
                if at == 0 { '(' } else { ',' },
                Quoted(value)
            )?;
        }
        f.write_str(")")
    }
}

/// A parameter value as it is written: bare if it can be, else in double quotes.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.is_empty() && self.0.chars().all(is_bare) {
            return f.write_str(self.0);
        }
        f.write_str("\"")?;
        for letter in self.0.chars() {
            if matches!(letter, '"' | '\\') {
                f.write_str("\\")?;
            }
            write!(f, "{letter}")?;
        }
        f.write_str("\"")
    }
}

fn is_bare(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_' | '+' | ':')
}

fn is_slot(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-'
}

fn is_name(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_'
}

fn is_pin(letter: char) -> bool {
    letter.is_ascii_hexdigit() || letter == '.'
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn step(&mut self) -> Result<Step, ExpressionError> {
        self.skip_spaces();
        if !self.text[self.at..].starts_with(|c: char| c.is_ascii_lowercase()) {
            return Err(self.expected("the name of a lens or stage".to_owned()));
        }
        let slot = self.word(is_slot);
        let pin = if self.take('@') {
            let pin = self.word(is_pin);
            if pin.is_empty() {
                return Err(self
                    .expected("a version such as 1.0.0, or eight digits of a digest".to_owned()));
            }
            Some(pin)
        } else {
            None
        };
        let params = if self.take('(') {
            self.params()?
        } else {
            Vec::new()
        };
        Ok(Step { slot, pin, params })
    }

    fn params(&mut self) -> Result<Vec<(String, String)>, ExpressionError> {
        let mut params: Vec<(String, String)> = Vec::new();
        if self.take(')') {
            return Ok(params);
        }
        loop {
            self.skip_spaces();
            let begin = self.at;
            let name = self.word(is_name);
            if name.is_empty()
                || params.iter().any(|(known, _)| *known == name)
                || params.len() == STEP_PARAMS_MAX
            {
                self.at = begin;
                return Err(self.expected(format!(
                    "the name of a parameter, each once and at most {STEP_PARAMS_MAX}"
                )));
            }
            if !self.take('=') {
                return Err(self.expected("`=`".to_owned()));
            }
            let value = self.value()?;
            params.push((name, value));
            if self.take(')') {
                return Ok(params);
            }
            if !self.take(',') {
                return Err(self.expected("`,` or `)`".to_owned()));
            }
        }
    }

    fn value(&mut self) -> Result<String, ExpressionError> {
        if self.take('"') {
            return self.quoted();
        }
        self.skip_spaces();
        let value = self.word(is_bare);
        if value.is_empty() {
            Err(self.expected("a value".to_owned()))
        } else {
            Ok(value)
        }
    }

    fn quoted(&mut self) -> Result<String, ExpressionError> {
        let mut value = String::new();
        let mut escaped = false;
        for (offset, letter) in self.text[self.at..].char_indices() {
            match letter {
                _ if escaped => {
                    value.push(letter);
                    escaped = false;
                }
                '\\' => escaped = true,
                '"' => {
                    self.at += offset + 1;
                    return Ok(value);
                }
                _ => value.push(letter),
            }
        }
        self.at = self.text.len();
        Err(self.expected("a closing quote".to_owned()))
    }

    fn word(&mut self, belongs: fn(char) -> bool) -> String {
        let rest = &self.text[self.at..];
        let end = rest.find(|letter| !belongs(letter)).unwrap_or(rest.len());
        self.at += end;
        rest[..end].to_owned()
    }

    fn take(&mut self, wanted: char) -> bool {
        self.skip_spaces();
        let found = self.text[self.at..].starts_with(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn skip_spaces(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches(' ').len();
    }

    fn expected(&self, expected: String) -> ExpressionError {
        ExpressionError {
            column: self.at + 1,
            expected,
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "the texts are chosen to be readable")]
    use super::*;

    #[test]
    fn the_canonical_form_is_read_back() {
        for (text, canonical) in [
            ("recency", "recency"),
            (
                " epoch-aware | decay( half_life = 30d ) | consensus@1.0.0 ",
                "epoch-aware|decay(half_life=30d)|consensus@1.0.0",
            ),
            (
                "a@0123abcd(x=\"two words\",y=-1.5e3)",
                "a@0123abcd(x=\"two words\",y=-1.5e3)",
            ),
            ("a(x=\"quo\\\"te\")", "a(x=\"quo\\\"te\")"),
            ("a()", "a"),
        ] {
            let expression = Expression::parse(text).unwrap();
            assert_eq!(expression.to_string(), canonical);
            assert_eq!(Expression::parse(canonical).unwrap(), expression);
        }
    }

    #[test]
    fn a_mistake_is_named_with_its_column() {
        for (text, column, expected) in [
            ("", 1, "the name of a lens"),
            ("Recency", 1, "the name of a lens"),
            ("recency|", 9, "the name of a lens"),
            ("recency@", 9, "a version"),
            ("decay(half_life)", 16, "`=`"),
            ("decay(x=1,x=2)", 11, "each once"),
            ("decay(x=)", 9, "a value"),
            ("decay(x=\"open", 14, "a closing quote"),
            ("decay(x=1", 10, "`,` or `)`"),
            ("decay x", 7, "the end"),
            ("größe", 3, "the end"),
        ] {
            let error = Expression::parse(text).unwrap_err();
            assert_eq!(error.column, column, "{text}: {error}");
            assert!(error.expected.contains(expected), "{text}: {error}");
        }
    }

    #[test]
    fn length_and_steps_are_bounded() {
        assert!(Expression::parse(&["a"; STEPS_MAX].join("|")).is_ok());
        assert!(Expression::parse(&["a"; STEPS_MAX + 1].join("|")).is_err());
        assert!(Expression::parse(&"a".repeat(EXPRESSION_BYTES_MAX + 1)).is_err());
    }
}
