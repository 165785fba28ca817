//! Every bound on what a record may hold, in one place. Raising a bound is compatible; lowering one is not.

/// Longest namespace, in bytes.
pub const NAMESPACE_BYTES_MAX: usize = 64;
/// Longest subject, in bytes of UTF-8.
pub const SUBJECT_BYTES_MAX: usize = 1_024;
/// Longest predicate, in bytes of UTF-8.
pub const PREDICATE_BYTES_MAX: usize = 256;
/// Longest text object or reference, in bytes of UTF-8.
pub const TEXT_BYTES_MAX: usize = 65_536;
/// Most entries in a claim's metadata.
pub const METADATA_ENTRIES_MAX: usize = 64;
/// Longest metadata key, in bytes.
pub const METADATA_KEY_BYTES_MAX: usize = 128;
/// Longest metadata value, in bytes.
pub const METADATA_VALUE_BYTES_MAX: usize = 8_192;
/// Most dimensions of an embedding.
pub const VECTOR_DIMENSIONS_MAX: usize = 4_096;
/// Longest name, title, reason or URL of the small records, in bytes.
pub const LABEL_BYTES_MAX: usize = 2_048;
/// Longest content stored with a source, in bytes.
pub const SOURCE_CONTENT_BYTES_MAX: usize = 1_048_576;
/// Longest body of any record, in bytes.
pub const BODY_BYTES_MAX: usize = 1_114_112;
/// Latest time that a record may carry, in milliseconds since 1970: 2^53 - 1, exact in every language's numbers.
pub const TIME_MS_MAX: u64 = (1 << 53) - 1;
