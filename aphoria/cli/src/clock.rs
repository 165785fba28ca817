//! The clocks, in the one place where the program is wired.

use std::sync::OnceLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use jiff::SignedDuration;

/// Nanoseconds since the first call.
pub(crate) fn nanoseconds() -> u64 {
    static BEGIN: OnceLock<Instant> = OnceLock::new();
    let elapsed = BEGIN.get_or_init(Instant::now).elapsed();
    u64::try_from(elapsed.as_nanos()).unwrap_or(u64::MAX)
}

/// Milliseconds since 1970.
pub(crate) fn milliseconds() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    })
}

/// Today in UTC, `YYYY-MM-DD`.
pub(crate) fn today() -> String {
    let now =
        jiff::Timestamp::UNIX_EPOCH + SignedDuration::from_millis(milliseconds().cast_signed());
    now.strftime("%Y-%m-%d").to_string()
}
