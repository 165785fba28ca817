//! What crosses the boundary, as plain vectors: candidates in, judgements out.
//!
//! The shapes are those of `wit/stemedb-lens/0.1/types.wit`; the doc comments there are the reference. Nothing here is
//! checked: `check` does that for everything that a guest returns.
//!
//! Invariant: the order and the names of fields are the contract's.

use std::sync::Arc;

use wasmtime::component::{ComponentType, Lift, Lower};

/// Marks "no winner" in `Resolutions::winners` and "none" in dense id columns.
pub const NONE: u32 = u32::MAX;

/// Gives the text of values to the few lenses that read it.
pub trait Texts: Send + Sync {
    /// The text of each asked value id of one group, in the order asked; an unknown id gives an empty text.
    fn texts(&self, group: u32, ids: &[u32]) -> Vec<String>;

    /// Which of the asked value ids of one group are more general than which, as the claims on (prefix and text of the
    /// value, predicate) tell it. A source without claims knows of none.
    ///
    /// # Errors
    /// A sentence that says which bound the question goes beyond, or why the claims can't be read.
    fn broader(
        &self,
        _group: u32,
        _ids: &[u32],
        _prefix: &str,
        _predicate: &str,
    ) -> Result<BroaderPairs, String> {
        Ok(BroaderPairs::default())
    }
}

/// Pairs of values of which one is more general, ordered by (narrow, broad).
#[derive(Debug, Clone, PartialEq, Eq, Default, ComponentType, Lower)]
#[component(record)]
pub struct BroaderPairs {
    /// The more special value.
    pub narrows: Vec<u32>,
    /// The more general one.
    pub broads: Vec<u32>,
    /// Steps between them, at least 1.
    pub steps: Vec<u32>,
}

/// What is the same for the whole call.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Context {
    /// Valid time of the question, milliseconds since 1970.
    pub as_of_ms: i64,
    /// A value for each parameter of the description, in its order.
    pub params: Vec<ParamValue>,
}

/// The value of a parameter. Durations are numbers of milliseconds.
#[derive(Debug, Clone, PartialEq, ComponentType, Lift, Lower)]
#[component(variant)]
pub enum ParamValue {
    /// For numbers and durations.
    #[component(name = "number")]
    Number(f64),
    /// For flags.
    #[component(name = "flag")]
    Flag(bool),
    /// For text.
    #[component(name = "text")]
    Text(String),
}

/// Candidate rows of one or more groups, as columns in the order that the description asked for.
#[derive(Clone, Copy)]
pub struct Batch<'a> {
    /// Group g is the rows `offsets[g] .. offsets[g + 1]`.
    pub offsets: &'a [u32],
    /// A slice for each name in `Description::u32_columns`.
    pub u32_columns: &'a [&'a [u32]],
    /// A slice for each name in `Description::f64_columns`.
    pub f64_columns: &'a [&'a [f64]],
    /// Support between classes, gathered from earlier stages.
    pub supports: &'a Supports,
    /// Text of values; `None` answers every question with empty text.
    pub texts: Option<&'a Arc<dyn Texts>>,
}

impl Batch<'_> {
    /// Number of groups.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.offsets.last().map_or(0, |&end| end as usize)
    }

    /// Number of rows of one group; 0 beyond the last.
    #[must_use]
    pub fn rows_of(&self, group: usize) -> usize {
        match self.offsets.get(group..group + 2) {
            Some(ends) => (ends[1] - ends[0]) as usize,
            None => 0,
        }
    }
}

/// Sparse support between value classes: three indices and a strength an entry.
#[derive(Debug, Clone, PartialEq, Default, ComponentType, Lift, Lower)]
#[component(record)]
pub struct Supports {
    /// The group.
    pub groups: Vec<u32>,
    /// Class whose weight supports.
    pub sources: Vec<u32>,
    /// Class that is supported.
    pub targets: Vec<u32>,
    /// 0 ..= 1.
    pub strengths: Vec<f64>,
}

/// What a row stage returns; an empty list leaves things as they are.
#[derive(Debug, Clone, PartialEq, Default, ComponentType, Lift)]
#[component(record)]
pub struct Staged {
    /// A factor for each row, 0 ..= 1.
    pub weights: Vec<f64>,
    /// A class for each row: the row, within its group, that stands for the class.
    pub classes: Vec<u32>,
    /// Support to add.
    pub supports: Supports,
}

/// What a resolver returns: one entry a group in each of the first four lists.
#[derive(Debug, Clone, PartialEq, Default, ComponentType, Lift, Lower)]
#[component(record)]
pub struct Resolutions {
    /// The winning row, counted from the start of its group; [`NONE`] = no winner.
    pub winners: Vec<u32>,
    /// How sure the lens is, 0 ..= 1.
    pub confidences: Vec<f64>,
    /// How much the candidates contradict each other, 0 ..= 1.
    pub conflicts: Vec<f64>,
    /// 0 unanimous, 1 agreed, 2 contested, 3 undecided.
    pub statuses: Vec<u32>,
    /// What each value had on its side.
    pub shares: Shares,
    /// Sub-resolutions, such as one for each tier.
    pub parts: Parts,
}

/// Shares of values, ordered by group, then by falling share, then by class.
#[derive(Debug, Clone, PartialEq, Default, ComponentType, Lift, Lower)]
#[component(record)]
pub struct Shares {
    /// Group g has the entries `offsets[g] .. offsets[g + 1]`.
    pub offsets: Vec<u32>,
    /// The class, an id as delivered in the `value` column.
    pub classes: Vec<u32>,
    /// The class's share, 0 ..= 1.
    pub shares: Vec<f64>,
}

/// Resolutions of parts of a group, ordered by group, then by label.
#[derive(Debug, Clone, PartialEq, Default, ComponentType, Lift, Lower)]
#[component(record)]
pub struct Parts {
    /// Group g has the entries `offsets[g] .. offsets[g + 1]`; empty when there are no parts.
    pub offsets: Vec<u32>,
    /// What the part is; for the layered lens the tier's number.
    pub labels: Vec<u32>,
    /// Winning row of the part, counted from the start of the group.
    pub winners: Vec<u32>,
    /// Sureness within the part.
    pub confidences: Vec<f64>,
    /// Conflict within the part.
    pub conflicts: Vec<f64>,
    /// Number of candidates in the part.
    pub counts: Vec<u32>,
}

/// What an estimator returns.
#[derive(Debug, Clone, PartialEq, Default, ComponentType, Lift)]
#[component(record)]
pub struct Estimates {
    /// For each id of the `voice` column, 0 ..= 1.
    pub weights: Vec<f64>,
    /// For each row, how likely its value is the right one; may be empty.
    pub probabilities: Vec<f64>,
    /// Rounds until it settled.
    pub rounds: u32,
}
