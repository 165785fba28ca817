//! Every bound of an import, in one place.

/// Longest mapping file, in bytes.
pub const MAPPING_BYTES_MAX: u64 = 1 << 20;
/// Most columns of a table.
pub const COLUMNS_MAX: usize = 1_024;
/// Most `[[predicates]]` of a mapping.
pub const PREDICATES_MAX: usize = 256;
/// Most `[[examples]]` of a mapping.
pub const EXAMPLES_MAX: usize = 10_000;
/// Most regular expressions, and most time formats, in one `[normalise]` table.
pub const PATTERNS_MAX: usize = 64;
/// Longest regular expression, replacement, time format or template, in bytes.
pub const PATTERN_BYTES_MAX: usize = 1_024;
/// Most memory that one compiled regular expression may take, in bytes.
pub const PATTERN_MEMORY_MAX: usize = 1 << 20;
/// Longest record (a line; for CSV a row with its quoted line breaks), in bytes.
pub const RECORD_BYTES_MAX: usize = 1 << 20;
/// Longest text of a cell at any step of its normalisation, in bytes: what a claim may hold.
pub const CELL_BYTES_MAX: usize = stemedb_core::limits::TEXT_BYTES_MAX;
/// Most records handed to a sink at once.
pub const BATCH_RECORDS_MAX: usize = 1_000;
/// Bytes of input after which a batch is closed, whatever it holds.
pub const BATCH_INPUT_BYTES_MAX: usize = 4 << 20;
/// Agents' keys, and source ids already sent, kept in memory; beyond it they are forgotten and made or sent again.
pub const REMEMBERED_MAX: usize = 65_536;
/// Most of a refused text that a [`crate::Refusal`] carries, in bytes.
pub const REFUSED_TEXT_BYTES_MAX: usize = 1_024;
/// Most distinct reasons of the sink that a report keeps; later ones are counted under `other`.
pub const REJECTIONS_MAX: usize = 64;
/// Longest checkpoint file that is read, in bytes.
pub const CHECKPOINT_BYTES_MAX: u64 = 4 << 20;
