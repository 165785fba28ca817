//! What an import did: counts that add up, and the refusals behind them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::limits::{REFUSED_TEXT_BYTES_MAX, REJECTIONS_MAX};

/// Why a cell made no claim. `docs/import-mapping.md` says when each is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// The text states nothing.
    Absent,
    /// Not readable as a time.
    TimeFormat,
    /// Not readable as a finite number.
    NumberFormat,
    /// Neither `true` nor `false`.
    BooleanFormat,
    /// The row could not be cut into the expected cells.
    RowShape,
    /// The row's bytes are not in the input's encoding.
    Encoding,
    /// The row's subject comes out empty.
    NoSubject,
    /// The row's agent comes out empty.
    NoAgent,
    /// The row's source comes out empty.
    NoSource,
    /// The row's valid time is not readable, or lies before 1970.
    ValidTime,
    /// The row's confidence is not a number from 0 to 1.
    Confidence,
    /// Longer than the claim format or a bound of the import allows.
    TooLong,
    /// The claim format forbids it, for example a NUL character.
    Invalid,
    /// The receiver refused the claim.
    Rejected,
}

impl Reason {
    /// All reasons.
    pub const ALL: &'static [Reason] = &[
        Reason::Absent,
        Reason::TimeFormat,
        Reason::NumberFormat,
        Reason::BooleanFormat,
        Reason::RowShape,
        Reason::Encoding,
        Reason::NoSubject,
        Reason::NoAgent,
        Reason::NoSource,
        Reason::ValidTime,
        Reason::Confidence,
        Reason::TooLong,
        Reason::Invalid,
        Reason::Rejected,
    ];

    /// The name used in mappings, reports and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Reason::Absent => "absent",
            Reason::TimeFormat => "time_format",
            Reason::NumberFormat => "number_format",
            Reason::BooleanFormat => "boolean_format",
            Reason::RowShape => "row_shape",
            Reason::Encoding => "encoding",
            Reason::NoSubject => "no_subject",
            Reason::NoAgent => "no_agent",
            Reason::NoSource => "no_source",
            Reason::ValidTime => "valid_time",
            Reason::Confidence => "confidence",
            Reason::TooLong => "too_long",
            Reason::Invalid => "invalid",
            Reason::Rejected => "rejected",
        }
    }
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// A cell that made no claim, for the list of refusals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Line in the input, from 1 on; of a row over several lines the first.
    pub line: u64,
    /// The column read.
    pub column: String,
    /// The predicate that it would have had.
    pub predicate: String,
    /// The cell as it stood, or the beginning of a row that could not be cut; at most [`REFUSED_TEXT_BYTES_MAX`] bytes.
    pub text: String,
    /// Why.
    pub reason: Reason,
    /// More about it, where there is more to say: the receiver's own reason, or the broken rule.
    pub detail: Option<String>,
}

/// The beginning of a text, within the bound of a refusal.
pub(crate) fn beginning(text: &str) -> String {
    text[..text.floor_char_boundary(REFUSED_TEXT_BYTES_MAX)].to_owned()
}

/// Counts of cells: `cells = empty + read`, `read = accepted + duplicate + refused`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Cells that the mapping asked for.
    pub cells: u64,
    /// Cells with nothing in them.
    pub empty: u64,
    /// Cells with something in them.
    pub read: u64,
    /// New claims.
    pub accepted: u64,
    /// Claims that were there already.
    pub duplicate: u64,
    /// Cells that made no claim, by reason.
    pub refused: BTreeMap<Reason, u64>,
}

impl Counts {
    /// All refused cells.
    #[must_use]
    pub fn refused_total(&self) -> u64 {
        self.refused.values().sum()
    }

    /// Whether both sums hold.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.cells == self.empty + self.read
            && self.read == self.accepted + self.duplicate + self.refused_total()
    }

    pub(crate) fn empty(&mut self) {
        self.cells += 1;
        self.empty += 1;
    }

    pub(crate) fn accepted(&mut self) {
        self.cells += 1;
        self.read += 1;
        self.accepted += 1;
    }

    pub(crate) fn duplicate(&mut self) {
        self.cells += 1;
        self.read += 1;
        self.duplicate += 1;
    }

    pub(crate) fn refused(&mut self, reason: Reason) {
        self.cells += 1;
        self.read += 1;
        *self.refused.entry(reason).or_default() += 1;
    }

    fn add(&mut self, other: &Counts) {
        self.cells += other.cells;
        self.empty += other.empty;
        self.read += other.read;
        self.accepted += other.accepted;
        self.duplicate += other.duplicate;
        for (reason, count) in &other.refused {
            *self.refused.entry(*reason).or_default() += count;
        }
    }
}

/// The counts of one `[[predicates]]` entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PredicateCounts {
    /// Its column.
    pub column: String,
    /// Its predicate.
    pub predicate: String,
    /// Its cells.
    pub counts: Counts,
}

/// Source records, which are no cells.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceCounts {
    /// Newly registered.
    pub accepted: u64,
    /// There already.
    pub duplicate: u64,
    /// Refused by the receiver.
    pub refused: u64,
}

/// What an import did, including the runs that it went on from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Rows with cells or without; the header and empty lines left out.
    pub rows: u64,
    /// Lines with nothing in them.
    pub empty_lines: u64,
    /// Source records.
    pub sources: SourceCounts,
    /// Counts by predicate, in the mapping's order.
    pub predicates: Vec<PredicateCounts>,
    /// The receiver's own reasons for refusals, counted.
    pub rejections: BTreeMap<String, u64>,
}

impl Report {
    pub(crate) fn new(predicates: Vec<PredicateCounts>) -> Self {
        Report {
            rows: 0,
            empty_lines: 0,
            sources: SourceCounts::default(),
            predicates,
            rejections: BTreeMap::new(),
        }
    }

    /// The counts of all predicates together.
    #[must_use]
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        for predicate in &self.predicates {
            total.add(&predicate.counts);
        }
        total
    }

    /// Whether the sums hold for each predicate, and every row is counted under each.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        let fits = |p: &PredicateCounts| p.counts.adds_up() && p.counts.cells == self.rows;
        self.predicates.iter().all(fits)
    }

    /// Adds the counts of a further batch of the same mapping.
    pub(crate) fn absorb(&mut self, batch: &Report) {
        self.rows += batch.rows;
        self.sources.accepted += batch.sources.accepted;
        self.sources.duplicate += batch.sources.duplicate;
        self.sources.refused += batch.sources.refused;
        for (mine, theirs) in self.predicates.iter_mut().zip(&batch.predicates) {
            mine.counts.add(&theirs.counts);
        }
        for (why, count) in &batch.rejections {
            self.rejections(why.clone(), *count);
        }
    }

    /// Counts a refusal under the receiver's own reason.
    pub(crate) fn rejection(&mut self, why: &str) {
        self.rejections(beginning(why), 1);
    }

    fn rejections(&mut self, why: String, count: u64) {
        let known = self.rejections.contains_key(&why);
        let key = if known || self.rejections.len() < REJECTIONS_MAX {
            why
        } else {
            "other".to_owned()
        };
        *self.rejections.entry(key).or_default() += count;
    }
}
