//! `bench`: what a call costs, as a fixed part and a part for each row.

use std::time::Duration;

use crate::call::Subject;
use crate::generate;
use crate::{KitError, Project};

/// Groups and rows of each that are measured.
const SIZES: [(u64, u64); 5] = [(1, 1), (1, 10), (1, 1_000), (1, 10_000), (1_000, 10)];
/// Time spent on each measurement.
const PATIENCE: Duration = Duration::from_millis(400);
/// The size whose time is the fixed part, and the one that gives the part for each row.
const FIXED: usize = 0;
const LARGE: usize = 3;

/// One measurement.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// Groups of the call.
    pub groups: u64,
    /// Rows of all groups.
    pub rows: u64,
    /// The fastest call.
    pub time: Duration,
}

/// What a call costs.
#[derive(Debug)]
pub struct Costs {
    /// Each size, smallest first.
    pub measured: Vec<Measured>,
    /// A call with one row, in microseconds.
    pub fixed_us: f64,
    /// Each further row of a large group, in nanoseconds.
    pub row_ns: f64,
    /// Making an instance and its first call, in microseconds.
    pub fresh_us: f64,
}

/// Measures a component on a warm instance.
///
/// # Errors
/// [`KitError::Call`] if a call has no answer.
pub fn run(project: &Project, subject: &Subject) -> Result<Costs, KitError> {
    let params = crate::case_file::read_params(&project.test.params, &subject.description().params)
        .map_err(KitError::Call)?;
    let mut measured = Vec::new();
    for (groups, rows) in SIZES {
        let table = generate::great(groups, rows, &params);
        measured.push(Measured {
            groups,
            rows: groups * rows,
            time: subject.fastest(&table, PATIENCE)?,
        });
    }
    let fresh = subject.fastest_fresh(&generate::great(1, 1, &params), PATIENCE)?;
    let seconds = |at: usize| measured[at].time.as_secs_f64();
    let further_rows = (measured[LARGE].rows - measured[FIXED].rows) as f64;
    Ok(Costs {
        fixed_us: seconds(FIXED) * 1e6,
        row_ns: (seconds(LARGE) - seconds(FIXED)).max(0.0) * 1e9 / further_rows,
        fresh_us: fresh.as_secs_f64() * 1e6,
        measured,
    })
}
