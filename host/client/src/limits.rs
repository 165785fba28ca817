//! Every bound of the client, in one place.

use std::time::Duration;

/// Largest answer that is read, in bytes.
pub const RESPONSE_BYTES_MAX: u64 = 64 << 20;
/// Most of an answer that is no problem document and ends up in an error, in bytes.
pub const EXCERPT_BYTES_MAX: usize = 300;
/// Most records of one request of a batch.
pub const BATCH_LINES_MAX: usize = 1_000;
/// Bytes after which one request of a batch is closed; a single record may be longer.
pub const BATCH_BYTES_MAX: usize = 4 << 20;
/// How often a call is made at most.
pub const ATTEMPTS_MAX: u32 = 6;
/// The wait before the second attempt; it doubles from then on.
pub const WAIT_FIRST: Duration = Duration::from_millis(100);
/// The longest wait between attempts, whatever the server asks for.
pub const WAIT_MAX: Duration = Duration::from_secs(5);
/// How often the state of an installation is asked for.
pub const POLL_EVERY: Duration = Duration::from_millis(100);
/// Largest file of certificates that is read, in bytes.
pub const CERTIFICATES_BYTES_MAX: u64 = 16 << 20;
