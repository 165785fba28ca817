//! What lenses return, as plain owned lists in the shape of the contract.

/// In the place of a winning row: no row won.
pub const NO_WINNER: u32 = u32::MAX;

/// How far the candidates of a group agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u32)]
pub enum Status {
    /// There is one value.
    Unanimous = 0,
    /// One value leads clearly.
    Agreed = 1,
    /// Values of comparable weight oppose each other.
    Contested = 2,
    /// There is nothing to decide with.
    Undecided = 3,
}

impl Status {
    /// The status with this number in the contract.
    pub fn from_u32(number: u32) -> Option<Self> {
        match number {
            0 => Some(Self::Unanimous),
            1 => Some(Self::Agreed),
            2 => Some(Self::Contested),
            3 => Some(Self::Undecided),
            _ => None,
        }
    }

    /// The word that answers print.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unanimous => "unanimous",
            Self::Agreed => "agreed",
            Self::Contested => "contested",
            Self::Undecided => "undecided",
        }
    }
}

/// Support between value classes, ordered by (group, source, target); four lists of equal length.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Supports {
    /// The group.
    pub groups: Vec<u32>,
    /// The class whose weight supports.
    pub sources: Vec<u32>,
    /// The class that is supported.
    pub targets: Vec<u32>,
    /// How strongly, 0 ..= 1.
    pub strengths: Vec<f64>,
}

/// What a row stage returns. An empty list leaves things as they are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Staged {
    /// A factor for each row, 0 ..= 1. 0 takes the row out.
    pub weights: Vec<f64>,
    /// A class for each row: the row number, within its group, of the row that stands for the class.
    pub classes: Vec<u32>,
    /// Support to add.
    pub supports: Supports,
}

impl Staged {
    /// Factors alone.
    pub fn weights(weights: Vec<f64>) -> Self {
        Self {
            weights,
            ..Self::default()
        }
    }
}

/// Shares of values, ordered by group, then by falling share, then by class.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shares {
    /// Group g has the entries `offsets[g] .. offsets[g + 1]`.
    pub offsets: Vec<u32>,
    /// The class, as delivered in the `value` column.
    pub classes: Vec<u32>,
    /// The class's share, 0 ..= 1.
    pub shares: Vec<f64>,
}

/// Resolutions of parts of a group, ordered by group, then by label.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parts {
    /// Group g has the entries `offsets[g] .. offsets[g + 1]`; empty when the lens makes no parts.
    pub offsets: Vec<u32>,
    /// What the part is; for the layered lens the tier's number.
    pub labels: Vec<u32>,
    /// Winning row of the part, counted from the start of the group. A part without a winner is left out.
    pub winners: Vec<u32>,
    /// Sureness within the part, 0 ..= 1.
    pub confidences: Vec<f64>,
    /// Conflict within the part, 0 ..= 1.
    pub conflicts: Vec<f64>,
    /// Number of candidates in the part.
    pub counts: Vec<u32>,
}

/// What a resolver returns: one entry a group in each of the first four lists.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resolutions {
    /// The winning row, counted from the start of its group, or [`NO_WINNER`].
    pub winners: Vec<u32>,
    /// How sure the lens is of the winner, 0 ..= 1.
    pub confidences: Vec<f64>,
    /// How much the candidates contradict each other, 0 ..= 1.
    pub conflicts: Vec<f64>,
    /// The number of a [`Status`].
    pub statuses: Vec<u32>,
    /// What each value had on its side.
    pub shares: Shares,
    /// Sub-resolutions; empty for most lenses.
    pub parts: Parts,
}

/// What an estimator returns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Estimates {
    /// For each id of the `voice` column, 0 ..= 1.
    pub weights: Vec<f64>,
    /// For each row, how likely its value is the right one; empty if the method has no such notion.
    pub probabilities: Vec<f64>,
    /// Rounds until it settled.
    pub rounds: u32,
}
