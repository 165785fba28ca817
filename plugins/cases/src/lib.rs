//! Cases: rows and the answer that a lens must give, as data in `cases/*.toml` of a lens's folder.
//!
//! Not a runner: one calls the native twin and another the component; both build their input with [`Case::input`] and hold the
//! answer against [`Case::check_resolutions`] or [`Case::check_staged`]. The format:
//!
//! ```toml
//! [[case]]
//! name = "the newer half wins"       # unique in the file
//! as_of = 1700000000000              # ms; this is the default
//! params = { half_life = 1000 }      # by name; what is not named has its default; durations in ms
//!
//! [[case.group]]                     # one for each group of the call, in order
//! rows = { value = [0, 1, 0], weight = [1, 0.5, 1] }   # by column; a column left out has defaults (`defaults`)
//! winner = 0                         # row within the group, or "none"
//! confidence = 0.8                   # numbers hold to within 1e-9
//! conflict = 0.7219280949
//! conflict_from = 0.5                # instead: at least this
//! status = "contested"
//! shares = [[0, 0.8], [1, 0.2]]      # class and share, in rank order
//! parts = [{ label = 0, winner = 0, confidence = 1, conflict = 0, count = 2 }]
//! weights = [1, 0.5, 0]              # row stages: the factor of each row
//! classes = [0, 1, 0]                # row stages: the class of each row
//! supports = [[0, 1, 0.9]]           # row stages: source, target and strength of each support
//! given = [[0, 1, 0.9]]              # what earlier stages said supports what
//! broader = [[1, 0, 2]]              # a value, a more general one, and the steps between them
//! texts = ["14:05", "2:05 PM"]       # the text of each value, for lenses that ask for it
//! probabilities = [0.9, 0.1]         # estimators: of each row
//! found = { winner = 0, confidence = 0.8, conflict = 0.7, status = "contested", shares = [[0, 0.8], [1, 0.2]] }
//!                                    # answer stages: what the resolver said; left out: no winner
//! ```
//!
//! An estimator's case has `reliabilities = [0.8, 0.5]` (of each voice) and `rounds = 3` beside `name`. `refuses = 1` there
//! expects a refusal with this code instead. A group without `rows` is empty. What a group does not state is not checked,
//! but the shape of the answer always is.

mod check;
mod defaults;
mod found;
mod input;
mod relation;

pub use input::Input;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// The valid time of a question that does not give one: 14 November 2023.
const DEFAULT_AS_OF_MS: f64 = 1_700_000_000_000.0;

/// What is wrong with a folder of cases, or with an answer.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// A file or folder can't be read.
    #[error(
        "{path} can't be read: {source}. Every lens folder has a folder `cases` with TOML files"
    )]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not in the format.
    #[error("{path} is not in the format of cases: {source}")]
    Format {
        /// Which.
        path: PathBuf,
        /// Why.
        source: Box<toml::de::Error>,
    },
    /// A case names a column or parameter wrongly, or its columns have different lengths.
    #[error("Case `{case}` can't be laid out: {problem}")]
    Layout {
        /// Which.
        case: String,
        /// Why.
        problem: String,
    },
    /// The answer is not the expected one.
    #[error("Case `{case}`: {problem}")]
    Answer {
        /// Which.
        case: String,
        /// What differs.
        problem: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

/// One call of a lens, and the answer that it must give.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it shows.
    pub name: String,
    /// Valid time of the question, in milliseconds.
    #[serde(default = "default_as_of")]
    pub as_of: f64,
    /// Parameters by name.
    #[serde(default)]
    pub params: BTreeMap<String, toml::Value>,
    /// Expects a refusal with this code.
    #[serde(default)]
    pub refuses: Option<u32>,
    /// Of each voice, by an estimator.
    #[serde(default)]
    reliabilities: Option<Vec<f64>>,
    /// Until an estimator settled.
    #[serde(default)]
    rounds: Option<u32>,
    /// The groups of the call.
    #[serde(default, rename = "group")]
    pub groups: Vec<Group>,
}

/// One group and what must come out for it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Group {
    /// Columns by name.
    pub rows: BTreeMap<String, Vec<f64>>,
    /// Text of each value id.
    pub texts: Vec<String>,
    winner: Option<Winner>,
    confidence: Option<f64>,
    conflict: Option<f64>,
    conflict_from: Option<f64>,
    status: Option<String>,
    shares: Option<Vec<(u32, f64)>>,
    parts: Option<Vec<Part>>,
    weights: Option<Vec<f64>>,
    classes: Option<Vec<u32>>,
    broader: Vec<(u32, u32, u32)>,
    given: Vec<(u32, u32, f64)>,
    supports: Option<Vec<(u32, u32, f64)>>,
    probabilities: Option<Vec<f64>>,
    found: found::Found,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Winner {
    Row(u32),
    Word(NoWinner),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum NoWinner {
    None,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    label: u32,
    winner: Winner,
    confidence: f64,
    conflict: f64,
    count: u32,
}

fn default_as_of() -> f64 {
    DEFAULT_AS_OF_MS
}

impl Case {
    /// The entry of a column of the registry for one row of a group, both counted from 0: as stated, or its default.
    pub fn entry(&self, group: usize, column: &str, row: usize) -> f64 {
        let none = Group::default();
        let group = self.groups.get(group).unwrap_or(&none);
        defaults::entry(group, column, row, self.as_of)
    }
}

/// All cases of a lens folder, by file name.
///
/// # Errors
/// [`CaseError::Unreadable`] and [`CaseError::Format`].
pub fn cases(lens_folder: &Path) -> Result<Vec<Case>, CaseError> {
    cases_in(&lens_folder.join("cases"))
}

/// All cases of the TOML files in a folder, by file name.
///
/// # Errors
/// [`CaseError::Unreadable`] and [`CaseError::Format`].
pub fn cases_in(folder: &Path) -> Result<Vec<Case>, CaseError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        |source| CaseError::Unreadable { path, source }
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        files.push(entry.map_err(unreadable(folder))?.path());
    }
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    files.sort();
    let mut found = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).map_err(unreadable(&path))?;
        let file: File = toml::from_str(&text).map_err(|source| CaseError::Format {
            path,
            source: Box::new(source),
        })?;
        found.extend(file.case);
    }
    Ok(found)
}
