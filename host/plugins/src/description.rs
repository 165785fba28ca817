//! What a plugin says of itself, and the checks that it must pass before anybody sees it.
//!
//! Not the manifest of a pack: this is asked of the component and can't disagree with its code.
//!
//! Invariant: a `Description` that left `checked` is bounded and names only columns of the registry.

use std::collections::BTreeSet;

use crate::columns::ParamValue;

/// Columns of whole numbers that the host can deliver; `docs/lens-columns.md` says what they mean.
pub const U32_COLUMNS: [&str; 10] = [
    "value",
    "tier",
    "agent",
    "source",
    "voice",
    "lifecycle",
    "votes",
    "cosigners",
    "epoch-state",
    "epoch",
];

/// Columns of numbers that the host can deliver; `docs/lens-columns.md` says what they mean.
pub const F64_COLUMNS: [&str; 11] = [
    "weight",
    "confidence",
    "valid-time",
    "age",
    "vote-weight",
    "trust",
    "tier-weight",
    "half-life",
    "hlc",
    "reliability",
    "likelihood",
];

/// Columns that come from an artefact, the result of an estimator's job.
pub const ARTEFACT_COLUMNS: [&str; 2] = ["reliability", "likelihood"];

/// The text parameter that names the artefact, by name or digest.
pub const ARTEFACT_PARAM: &str = "estimate";

/// Greatest number of parameters of a plugin.
pub(crate) const PARAMS_MAX: usize = 16;
/// Greatest number of laws that a plugin may claim.
pub(crate) const LAWS_MAX: usize = 32;
/// Longest id, parameter name or law, in bytes.
pub(crate) const NAME_BYTES_MAX: usize = 64;
/// Longest title or help text, in bytes.
pub(crate) const TITLE_BYTES_MAX: usize = 512;
/// Longest text parameter, in bytes.
pub(crate) const TEXT_PARAM_BYTES_MAX: usize = 1024;

/// What a parameter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamKind {
    /// A finite 64-bit float.
    Number,
    /// A length of time, delivered in milliseconds.
    Duration,
    /// True or false.
    Flag,
    /// Text of at most [`TEXT_PARAM_BYTES_MAX`] bytes.
    Text,
}

/// A parameter that a plugin accepts.
#[derive(Debug, Clone, PartialEq)]
pub struct ParamSpec {
    /// Lower-case letters, digits and underscores.
    pub name: String,
    /// What it holds.
    pub kind: ParamKind,
    /// The value when an expression does not give one.
    pub default: ParamValue,
    /// Smallest accepted number.
    pub min: Option<f64>,
    /// Greatest accepted number.
    pub max: Option<f64>,
    /// One sentence.
    pub help: String,
}

/// What a plugin says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Description {
    /// The plugin's id.
    pub id: String,
    /// Semantic version.
    pub version: String,
    /// One line for lists.
    pub title: String,
    /// The u32 columns that it reads, in its order.
    pub u32_columns: Vec<String>,
    /// The f64 columns that it reads, in its order.
    pub f64_columns: Vec<String>,
    /// Accepted parameters, in the order of `Context::params`.
    pub params: Vec<ParamSpec>,
    /// Laws that it claims to obey.
    pub laws: Vec<String>,
}

impl Description {
    /// Where the named u32 column stands in a batch for this plugin.
    #[must_use]
    pub fn u32_column(&self, name: &str) -> Option<usize> {
        self.u32_columns.iter().position(|column| column == name)
    }

    /// Where the parameter stands that names an artefact, if the plugin reads a column from one.
    #[must_use]
    pub fn artefact_param(&self) -> Option<usize> {
        let reads = |name: &str| self.f64_columns.iter().any(|column| column == name);
        if !ARTEFACT_COLUMNS.iter().any(|name| reads(name)) {
            return None;
        }
        let names = |param: &ParamSpec| param.name == ARTEFACT_PARAM;
        self.params.iter().position(names)
    }

    /// Values for a call that gives no parameter.
    #[must_use]
    pub fn default_params(&self) -> Vec<ParamValue> {
        self.params
            .iter()
            .map(|param| param.default.clone())
            .collect()
    }

    /// The description, if it keeps every rule; else a sentence that names the first broken one.
    ///
    /// # Errors
    /// The sentence, for whoever wrote the plugin.
    pub fn checked(self) -> Result<Self, String> {
        if !is_id(&self.id) {
            return Err(format!(
                "the id {:?} must be lower-case letters, digits and hyphens, a letter first, at most {NAME_BYTES_MAX} bytes",
                clip(&self.id)
            ));
        }
        if !is_version(&self.version) {
            return Err(format!(
                "the version {:?} must look like 1.2.3",
                clip(&self.version)
            ));
        }
        bounded("the title", &self.title, TITLE_BYTES_MAX)?;
        known_columns("u32", &self.u32_columns, &U32_COLUMNS)?;
        known_columns("f64", &self.f64_columns, &F64_COLUMNS)?;
        check_params(&self.params)?;
        check_artefact(&self)?;
        if self.laws.len() > LAWS_MAX {
            return Err(format!(
                "it claims {} laws, at most {LAWS_MAX} are allowed",
                self.laws.len()
            ));
        }
        self.laws
            .iter()
            .try_for_each(|law| bounded("a law", law, NAME_BYTES_MAX))?;
        Ok(self)
    }
}

impl ParamSpec {
    /// Whether a value has the right kind and lies in range; else a sentence.
    ///
    /// # Errors
    /// The sentence names the parameter and what it accepts.
    pub fn accepts(&self, value: &ParamValue) -> Result<(), String> {
        match (self.kind, value) {
            (ParamKind::Number | ParamKind::Duration, ParamValue::Number(number)) => {
                self.in_range(*number)
            }
            (ParamKind::Flag, ParamValue::Flag(_)) => Ok(()),
            (ParamKind::Text, ParamValue::Text(text)) => {
                bounded("the text", text, TEXT_PARAM_BYTES_MAX)
            }
            _ => Err(format!(
                "the parameter {} holds a {:?}",
                self.name, self.kind
            )),
        }
    }

    fn in_range(&self, number: f64) -> Result<(), String> {
        if !number.is_finite() {
            return Err(format!(
                "the parameter {} must be a finite number",
                self.name
            ));
        }
        if self.kind == ParamKind::Duration && number < 0.0 {
            return Err(format!("the parameter {} must not be negative", self.name));
        }
        if self.min.is_some_and(|min| number < min) || self.max.is_some_and(|max| number > max) {
            let bound = |limit: Option<f64>| {
                limit.map_or("unbounded".to_owned(), |value| value.to_string())
            };
            return Err(format!(
                "the parameter {} is {number}, but must lie in {} ..= {}",
                self.name,
                bound(self.min),
                bound(self.max)
            ));
        }
        Ok(())
    }
}

/// Whoever reads what an estimate says must let the expression name the estimate.
fn check_artefact(description: &Description) -> Result<(), String> {
    let mut read = description.f64_columns.iter();
    let Some(column) = read.find(|name| ARTEFACT_COLUMNS.contains(&name.as_str())) else {
        return Ok(());
    };
    let param = description
        .params
        .iter()
        .find(|param| param.name == ARTEFACT_PARAM);
    match param {
        Some(param) if param.kind == ParamKind::Text => Ok(()),
        _ => Err(format!(
            "it reads the column {column}, so it must declare the text parameter {ARTEFACT_PARAM}"
        )),
    }
}

fn check_params(params: &[ParamSpec]) -> Result<(), String> {
    if params.len() > PARAMS_MAX {
        return Err(format!(
            "it has {} parameters, at most {PARAMS_MAX} are allowed",
            params.len()
        ));
    }
    let mut seen = BTreeSet::new();
    for param in params {
        let named = !param.name.is_empty()
            && param.name.len() <= NAME_BYTES_MAX
            && param
                .name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !named || !seen.insert(param.name.as_str()) {
            return Err(format!(
                "the parameter name {:?} must be lower-case letters, digits and underscores, and unique",
                clip(&param.name)
            ));
        }
        if param.min.is_some_and(|min| !min.is_finite())
            || param.max.is_some_and(|max| !max.is_finite())
        {
            return Err(format!(
                "the limits of the parameter {} must be finite numbers",
                param.name
            ));
        }
        bounded("the help of a parameter", &param.help, TITLE_BYTES_MAX)?;
        param
            .accepts(&param.default)
            .map_err(|reason| format!("a default does not fit: {reason}"))?;
    }
    Ok(())
}

fn known_columns(kind: &str, asked: &[String], known: &[&str]) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for name in asked {
        if !known.contains(&name.as_str()) {
            return Err(format!(
                "it reads the {kind} column {:?}, which this host does not deliver; known are {}",
                clip(name),
                known.join(", ")
            ));
        }
        if !seen.insert(name) {
            return Err(format!("it reads the {kind} column {name} twice"));
        }
    }
    Ok(())
}

fn is_id(id: &str) -> bool {
    id.len() <= NAME_BYTES_MAX
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// `major.minor.patch`, each a number without leading zeros.
pub(crate) fn is_version(version: &str) -> bool {
    let number = |part: &str| {
        (1..=9).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_digit())
            && (part == "0" || !part.starts_with('0'))
    };
    let mut parts = version.split('.');
    let three = parts.by_ref().take(3).filter(|part| number(part)).count() == 3;
    three && parts.next().is_none()
}

fn bounded(what: &str, text: &str, bytes_max: usize) -> Result<(), String> {
    if text.len() > bytes_max || text.contains('\0') {
        return Err(format!(
            "{what} has {} bytes, at most {bytes_max} without NUL are allowed",
            text.len()
        ));
    }
    Ok(())
}

/// The head of a text that a guest controls, for messages.
pub(crate) fn clip(text: &str) -> String {
    text.chars().take(NAME_BYTES_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain() -> Description {
        Description {
            id: "decay".to_owned(),
            version: "1.0.0".to_owned(),
            title: "Old claims fade".to_owned(),
            u32_columns: vec!["value".to_owned()],
            f64_columns: vec!["age".to_owned()],
            params: vec![ParamSpec {
                name: "half_life".to_owned(),
                kind: ParamKind::Duration,
                default: ParamValue::Number(0.0),
                min: None,
                max: Some(1e12),
                help: String::new(),
            }],
            laws: vec![],
        }
    }

    #[test]
    fn a_plain_description_passes() {
        assert!(plain().checked().is_ok());
    }

    type Break = fn(&mut Description);

    #[test]
    fn each_broken_rule_is_named() {
        let cases: [(&str, Break); 8] = [
            ("text parameter estimate", |d| {
                d.f64_columns.push("likelihood".to_owned());
            }),
            ("the id", |d| d.id = "Decay".to_owned()),
            ("the version", |d| d.version = "1.0".to_owned()),
            ("the title", |d| d.title = "x".repeat(600)),
            ("does not deliver", |d| {
                d.f64_columns.push("mood".to_owned());
            }),
            ("twice", |d| d.u32_columns.push("value".to_owned())),
            ("finite", |d| {
                d.params[0].default = ParamValue::Number(f64::NAN);
            }),
            ("unique", |d| d.params.push(d.params[0].clone())),
        ];
        for (expected, change) in cases {
            let mut description = plain();
            change(&mut description);
            let told = description.checked().expect_err(expected);
            assert!(told.contains(expected), "{told}");
        }
    }

    #[test]
    fn versions_have_three_plain_numbers() {
        for (text, good) in [
            ("1.2.3", true),
            ("0.0.0", true),
            ("01.2.3", false),
            ("1.2.3.4", false),
            ("1.2.x", false),
        ] {
            assert_eq!(is_version(text), good, "{text}");
        }
    }
}
