//! What a lens says of itself: id, version, columns, parameters, laws. It must never depend on anything.

use crate::ParamValue;

/// What a parameter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamKind {
    /// A 64-bit float, never NaN or infinite.
    Number,
    /// A length of time, delivered in milliseconds.
    Duration,
    /// True or false.
    Flag,
    /// Text of at most 1,024 bytes.
    Text,
}

/// A parameter that a lens accepts.
#[derive(Debug, Clone, PartialEq)]
pub struct ParamSpec {
    /// Lower-case letters, digits and underscores; unique within the lens.
    pub name: &'static str,
    /// What it holds.
    pub kind: ParamKind,
    /// The value when the expression does not give one.
    pub default: ParamValue,
    /// Smallest accepted number (inclusive).
    pub min: Option<f64>,
    /// Greatest accepted number (inclusive).
    pub max: Option<f64>,
    /// One sentence: what it changes.
    pub help: &'static str,
}

impl ParamSpec {
    /// A number within bounds.
    pub fn number(
        name: &'static str,
        default: f64,
        min: f64,
        max: f64,
        help: &'static str,
    ) -> Self {
        Self {
            name,
            kind: ParamKind::Number,
            default: ParamValue::Number(default),
            min: Some(min),
            max: Some(max),
            help,
        }
    }

    /// A length of time within bounds, all in milliseconds.
    pub fn duration(
        name: &'static str,
        default: f64,
        min: f64,
        max: f64,
        help: &'static str,
    ) -> Self {
        Self {
            kind: ParamKind::Duration,
            ..Self::number(name, default, min, max, help)
        }
    }

    /// A flag.
    pub fn flag(name: &'static str, default: bool, help: &'static str) -> Self {
        Self {
            name,
            kind: ParamKind::Flag,
            default: ParamValue::Flag(default),
            min: None,
            max: None,
            help,
        }
    }

    /// A text.
    pub fn text(name: &'static str, default: &str, help: &'static str) -> Self {
        Self {
            name,
            kind: ParamKind::Text,
            default: ParamValue::Text(default.into()),
            min: None,
            max: None,
            help,
        }
    }
}

/// What a lens says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Description {
    /// Lower-case letters, digits and hyphens, a letter first, at most 64 bytes.
    pub id: &'static str,
    /// Semantic version of the lens.
    pub version: &'static str,
    /// One line for lists.
    pub title: &'static str,
    /// Names of the u32 columns, in the order in which the lens wants them.
    pub u32_columns: Vec<&'static str>,
    /// Names of the f64 columns, in the order in which the lens wants them.
    pub f64_columns: Vec<&'static str>,
    /// Accepted parameters, in the order of `Context::params`.
    pub params: Vec<ParamSpec>,
    /// Laws that the lens claims to obey.
    pub laws: Vec<&'static str>,
}

impl Description {
    /// A lens that reads nothing yet.
    pub fn new(id: &'static str, version: &'static str, title: &'static str) -> Self {
        Self {
            id,
            version,
            title,
            u32_columns: Vec::new(),
            f64_columns: Vec::new(),
            params: Vec::new(),
            laws: Vec::new(),
        }
    }

    /// Reads one more u32 column.
    #[must_use]
    pub fn u32(mut self, name: &'static str) -> Self {
        self.u32_columns.push(name);
        self
    }

    /// Reads one more f64 column.
    #[must_use]
    pub fn f64(mut self, name: &'static str) -> Self {
        self.f64_columns.push(name);
        self
    }

    /// Accepts one more parameter.
    #[must_use]
    pub fn param(mut self, spec: ParamSpec) -> Self {
        self.params.push(spec);
        self
    }

    /// Claims to obey these laws.
    #[must_use]
    pub fn laws(mut self, laws: &[&'static str]) -> Self {
        self.laws.extend_from_slice(laws);
        self
    }
}
