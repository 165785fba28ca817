//! What the machine is and what a process used of it, as Linux tells under /proc.
//!
//! Invariant: a number that can't be read is 0, and the bench goes on.

use std::fmt;
use std::fs;
use std::path::Path;

use serde::Serialize;

/// A tick of the times in /proc/self/stat; Linux has promised 100 to programs since 2.6.
const TICKS_PER_SECOND: f64 = 100.0;

/// The machine that a run was made on.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Machine {
    /// The processor's own name.
    pub(crate) processor: String,
    /// Threads that run at a time.
    pub(crate) threads: usize,
    /// Load average of the last minute when the run began: near 0 on a quiet machine.
    pub(crate) load_before: f64,
}

impl Machine {
    /// This machine now.
    pub(crate) fn now() -> Self {
        let processor = field(&read("/proc/cpuinfo"), "model name");
        Machine {
            processor: processor.unwrap_or_else(|| "unknown processor".to_owned()),
            threads: threads(),
            load_before: read("/proc/loadavg")
                .split(' ')
                .next()
                .and_then(|load| load.parse().ok())
                .unwrap_or_default(),
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}, {} threads, load {:.2} at the beginning{}",
            self.processor,
            self.threads,
            self.load_before,
            if self.load_before > 0.5 {
                " (not quiet: absolute times are too high)"
            } else {
                ""
            }
        )
    }
}

/// Threads that run at a time.
pub(crate) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, Into::into)
}

/// Processor seconds that this process has used, all threads together.
pub(crate) fn processor_seconds() -> f64 {
    let stat = read("/proc/self/stat");
    // The second field is the program's name in brackets, which may hold anything.
    let behind_name = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let ticks = |at: usize| -> f64 {
        let field = behind_name.split(' ').nth(at);
        field.and_then(|text| text.parse().ok()).unwrap_or_default()
    };
    (ticks(11) + ticks(12)) / TICKS_PER_SECOND
}

/// Bytes that a process has caused to be written to disks.
pub(crate) fn bytes_written(process: &str) -> u64 {
    number(&read(&format!("/proc/{process}/io")), "write_bytes")
}

/// The most memory that a process has held, in bytes.
pub(crate) fn memory_peak(process: &str) -> u64 {
    number(&read(&format!("/proc/{process}/status")), "VmHWM") * 1_024
}

/// What this process holds now, in bytes.
pub(crate) fn memory_now() -> u64 {
    number(&read("/proc/self/status"), "VmRSS") * 1_024
}

/// Lets [`memory_peak`] of this process begin anew. Where the system does not allow it, the peak stays the old one.
pub(crate) fn memory_peak_anew() {
    // 5 resets the peak; see proc(5).
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// Bytes of all files below a folder.
pub(crate) fn folder_bytes(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    let size = |entry: fs::DirEntry| match entry.metadata() {
        Ok(found) if found.is_dir() => folder_bytes(&entry.path()),
        Ok(found) => found.len(),
        Err(_) => 0,
    };
    entries.flatten().map(size).sum()
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// The text behind `name:` in a file of such lines.
fn field(text: &str, name: &str) -> Option<String> {
    let value = |line: &str| {
        let (found, value) = line.split_once(':')?;
        (found.trim() == name).then(|| value.trim().to_owned())
    };
    text.lines().find_map(value)
}

fn number(text: &str, name: &str) -> u64 {
    let value = field(text, name).unwrap_or_default();
    let digits = value.split(' ').next().unwrap_or_default();
    digits.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_with_and_without_unit() {
        let status = "Name:\tx\nVmHWM:\t  2048 kB\nThreads:\t3\n";
        assert_eq!(number(status, "VmHWM"), 2_048);
        assert_eq!(number(status, "Threads"), 3);
        assert_eq!(number(status, "absent"), 0);
    }

    #[test]
    fn this_process_has_used_something() {
        assert!(memory_peak("self") > 0);
        assert!(threads() > 0);
    }
}
