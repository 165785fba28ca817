//! The registry of columns that a host delivers, and of the laws that a lens may claim.
//!
//! A host may offer further columns; a lens that names one unknown to the host is refused at installation. A column
//! keeps its meaning for ever: a new meaning is a new name. The tables of `docs/lens-columns.md` are generated from it.

/// Type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// 32-bit unsigned integers.
    U32,
    /// 64-bit floats without NaN and infinities.
    F64,
}

/// A column of the registry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// The name that descriptions use.
    pub name: &'static str,
    /// Type of its entries.
    pub kind: ColumnType,
    /// Unit of its entries.
    pub unit: &'static str,
    /// Which entries occur.
    pub range: &'static str,
    /// What an entry says about its row.
    pub meaning: &'static str,
}

/// A dense id for "none", in the columns that have it.
pub const NONE: u32 = u32::MAX;

/// `epoch-state` of a row without an epoch, or whose epoch holds.
pub const EPOCH_CURRENT: u32 = 0;
/// `epoch-state` of a row whose epoch a later one invalidates.
pub const EPOCH_INVALIDATED: u32 = 1;
/// `epoch-state` of a row whose epoch a later one refines.
pub const EPOCH_REFINED: u32 = 2;

/// Number of tiers; `tier` is below it.
pub const TIERS: usize = 6;

const fn column(
    name: &'static str,
    kind: ColumnType,
    unit: &'static str,
    range: &'static str,
    meaning: &'static str,
) -> Column {
    Column {
        name,
        kind,
        unit,
        range,
        meaning,
    }
}

/// All columns, u32 first.
pub const COLUMNS: &[Column] = &[
    column(
        "value",
        ColumnType::U32,
        "class id",
        "0 ..= row number",
        "The claim's value; rows of equal value have the same id. Numbered 0, 1, 2 … by first row within the group. After a stage that merges values: the merged class, numbered in the same way.",
    ),
    column(
        "tier",
        ColumnType::U32,
        "tier",
        "0 ..= 5",
        "Source class: 0 regulatory, 1 clinical, 2 observational, 3 expert, 4 community, 5 anecdotal.",
    ),
    column(
        "agent",
        ColumnType::U32,
        "dense id",
        "0 ..= row number",
        "The claim's author, numbered by first row within the group.",
    ),
    column(
        "source",
        ColumnType::U32,
        "dense id",
        "0 ..= row number of the call, or 4294967295",
        "The claim's source, numbered by first row over the whole call; 4294967295 = none.",
    ),
    column(
        "voice",
        ColumnType::U32,
        "dense id",
        "0 ..= row number of the call",
        "Who speaks: the claim's source if it names one, else its author; numbered by first row over the whole call.",
    ),
    column(
        "lifecycle",
        ColumnType::U32,
        "stage",
        "0 ..= 4",
        "0 proposed, 1 under review, 2 approved, 3 deprecated, 4 rejected.",
    ),
    column(
        "votes",
        ColumnType::U32,
        "votes",
        "0 ..",
        "Number of effective votes on the claim: the last one of each agent.",
    ),
    column(
        "cosigners",
        ColumnType::U32,
        "agents",
        "0 ..",
        "Number of agents beside the author who signed the claim.",
    ),
    column(
        "epoch-state",
        ColumnType::U32,
        "state",
        "0 ..= 2",
        "0 no epoch or a current one, 1 the epoch is invalidated by a later one, 2 the epoch is refined by a later one.",
    ),
    column(
        "epoch",
        ColumnType::U32,
        "dense id",
        "0 ..= row number, or 4294967295",
        "The claim's epoch, numbered by first row within the group; 4294967295 = none.",
    ),
    column(
        "weight",
        ColumnType::F64,
        "weight",
        "2^-32 ..= 1, a multiple of 2^-32",
        "What earlier stages left of the row's weight, which begins at 1. Rows of weight 0 are not delivered.",
    ),
    column(
        "confidence",
        ColumnType::F64,
        "confidence",
        "0 ..= 1",
        "How sure the author says to be; whole millionths.",
    ),
    column(
        "valid-time",
        ColumnType::F64,
        "ms since 1970",
        "whole, below 2^53",
        "From when on the claim holds, in its author's words. Falls from row to row within a group.",
    ),
    column(
        "age",
        ColumnType::F64,
        "ms",
        "0 .., whole",
        "Valid time of the question minus valid time of the claim.",
    ),
    column(
        "vote-weight",
        ColumnType::F64,
        "weight",
        "0 .., at most `votes`",
        "Sum of the weights of the effective votes on the claim, each 0 ..= 1.",
    ),
    column(
        "trust",
        ColumnType::F64,
        "trust",
        "0 ..= 1",
        "Trust in the claim's author; 0.5 for a newcomer.",
    ),
    column(
        "tier-weight",
        ColumnType::F64,
        "factor",
        "0 ..= 1",
        "The multiplier of the row's tier: 1.0, 0.9, 0.7, 0.5, 0.2, 0.1 from regulatory to anecdotal.",
    ),
    column(
        "half-life",
        ColumnType::F64,
        "ms",
        "0 .., whole",
        "The half-life of the row's tier; 0 = it never decays.",
    ),
    column(
        "hlc",
        ColumnType::F64,
        "ms since 1970",
        "whole, below 2^53",
        "Transaction time: when a node first accepted the claim.",
    ),
    column(
        "reliability",
        ColumnType::F64,
        "probability",
        "0 ..= 1",
        "What the estimate that the parameter `estimate` names says of the row's voice; 0.5 if it does not know it.",
    ),
    column(
        "likelihood",
        ColumnType::F64,
        "probability",
        "0 ..= 1, or -1",
        "How likely the row's value is the right one, by the estimate that the parameter `estimate` names; -1 if it does not know the row.",
    ),
];

/// A law that a lens may claim in its description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Law {
    /// The name that descriptions use.
    pub name: &'static str,
    /// Which worlds it applies to.
    pub worlds: &'static str,
    /// What holds for every batch.
    pub meaning: &'static str,
}

/// All laws. Each is checked on generated batches.
pub const LAWS: &[Law] = &[
    Law {
        name: "deterministic",
        worlds: "all",
        meaning: "The same context and batch give the same bits, in whatever order calls are made.",
    },
    Law {
        name: "group-local",
        worlds: "row-stage, resolver, answer-stage",
        meaning: "What a group gets depends on its own rows alone: resolving groups one by one gives the same bits as resolving them in one call.",
    },
    Law {
        name: "single-voice",
        worlds: "resolver",
        meaning: "In a group of one row that row wins, with conflict 0 and status unanimous.",
    },
    Law {
        name: "value-first",
        worlds: "resolver",
        meaning: "The winning row states the value with the greatest share; of equal shares the value whose first row is lower.",
    },
    Law {
        name: "scale-free",
        worlds: "resolver",
        meaning: "Halving every `weight` of a group (while all weights, and the parts of them that support other values, stay multiples of 2^-32) changes neither winners nor shares, conflicts or statuses.",
    },
    Law {
        name: "monotone",
        worlds: "resolver",
        meaning: "Raising the `weight` of a row of the winning value never makes another value win.",
    },
    Law {
        name: "never-zero",
        worlds: "row-stage",
        meaning: "No row is taken out: every factor is at least 2^-32.",
    },
    Law {
        name: "filter",
        worlds: "row-stage",
        meaning: "Every factor is 0 or 1: rows are taken out or left alone.",
    },
    Law {
        name: "whole-values",
        worlds: "row-stage",
        meaning: "Values are merged, never split: rows of one value get one class, a row of the class stands for it, and no row is taken out.",
    },
];

/// The column of this name.
pub fn column_named(name: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|column| column.name == name)
}

/// The law of this name.
pub fn law_named(name: &str) -> Option<&'static Law> {
    LAWS.iter().find(|law| law.name == name)
}
