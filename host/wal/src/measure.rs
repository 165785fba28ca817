//! What the log tells the operator, by the names that dashboards and alerts use.

use std::time::Instant;

use crate::error::WalError;

const FSYNC_SECONDS: &str = "stemedb_wal_fsync_latency_seconds";
const FLUSH_SECONDS: &str = "stemedb_wal_flush_latency_seconds";
const WRITE_ERRORS: &str = "stemedb_wal_write_errors_total";
const DISK_BYTES: &str = "stemedb_wal_disk_usage_bytes";
const SEGMENTS: &str = "stemedb_wal_segments_count";
const BYTES_WRITTEN: &str = "stemedb_wal_bytes_written_total";
const WRITES: &str = "stemedb_wal_writes_total";
const BATCH_SIZE: &str = "stemedb_wal_batch_size";
const ROTATIONS: &str = "stemedb_wal_rotations_total";
const RECOVERIES: &str = "stemedb_wal_recovery_attempts_total";
const RECOVERY_SECONDS: &str = "stemedb_wal_recovery_duration_seconds";

pub(crate) fn synced(started: Instant) {
    metrics::histogram!(FSYNC_SECONDS).record(started.elapsed().as_secs_f64());
}

/// A batch is durable: one write and one sync since `started`.
pub(crate) fn flushed(started: Instant, records: u64, bytes: u64) {
    metrics::histogram!(FLUSH_SECONDS).record(started.elapsed().as_secs_f64());
    metrics::histogram!(BATCH_SIZE).record(records as f64);
    metrics::counter!(BYTES_WRITTEN).increment(bytes);
    metrics::counter!(WRITES).increment(records);
}

pub(crate) fn write_failed(error: &WalError) {
    let kind = match error {
        WalError::Io { source, .. } if source.kind() == std::io::ErrorKind::StorageFull => {
            "disk_full"
        }
        WalError::Io { operation, .. } if operation.starts_with("sync") => "fsync",
        WalError::Io { .. } => "io",
        _ => "other",
    };
    metrics::counter!(WRITE_ERRORS, "error" => kind).increment(1);
}

pub(crate) fn size(end: u64, segments: usize) {
    metrics::gauge!(DISK_BYTES).set(end as f64);
    metrics::gauge!(SEGMENTS).set(segments as f64);
}

pub(crate) fn rotated() {
    metrics::counter!(ROTATIONS).increment(1);
}

pub(crate) fn recovery_begins() {
    metrics::counter!(RECOVERIES).increment(1);
}

pub(crate) fn recovered(started: Instant) {
    metrics::histogram!(RECOVERY_SECONDS).record(started.elapsed().as_secs_f64());
}
