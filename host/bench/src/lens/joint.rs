//! Joint lenses over a million claims: how long, and how much memory.
//!
//! Memory is the greatest resident size of this process above what it held before the call: the guest's memory, and what
//! the host copies in and out.

use std::time::Instant;

use anyhow::{Result, ensure};
use serde::Serialize;

use super::{LensRow, Subject, Timed};
use crate::machine::{memory_now, memory_peak_anew};
use crate::rows::Rows;

/// Groups and rows of each: small, and a million claims.
const SIZES: [(u32, u32); 2] = [(1_000, 10), (100_000, 10)];

/// An estimator over a million claims.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Joint {
    /// Claims.
    pub(crate) rows: u32,
    /// Pairs.
    pub(crate) groups: u32,
    /// Rounds until it settled.
    pub(crate) rounds: u32,
    /// Seconds natively.
    pub(crate) native_s: f64,
    /// Seconds through the sandbox.
    pub(crate) component_s: f64,
    /// Bytes above what was held before, natively.
    pub(crate) native_bytes: u64,
    /// Bytes above what was held before, through the sandbox.
    pub(crate) component_bytes: u64,
}

pub(super) fn measure(subject: &Subject, row: &mut LensRow) -> Result<()> {
    for (groups, each) in SIZES {
        let rows = Rows::new(&*subject.component, &subject.params, groups, each);
        let native = once(|| rows.call(&*subject.native))?;
        let component = once(|| rows.call(&*subject.component))?;
        ensure!(
            native.said.same(&component.said),
            "{} says something else natively over {groups} groups of {each}",
            subject.step
        );
        row.calls.push(Timed {
            rows: groups * each,
            native_us: native.seconds * 1e6,
            component_us: component.seconds * 1e6,
            ratio: component.seconds / native.seconds,
        });
        row.joint = Some(Joint {
            rows: groups * each,
            groups,
            rounds: component.said.rounds(),
            native_s: native.seconds,
            component_s: component.seconds,
            native_bytes: native.bytes,
            component_bytes: component.bytes,
        });
    }
    Ok(())
}

struct Once {
    said: crate::said::Said,
    seconds: f64,
    bytes: u64,
}

fn once(
    call: impl Fn() -> Result<crate::said::Said, stemedb_plugins::PluginError>,
) -> Result<Once> {
    memory_peak_anew();
    let before = memory_now();
    let begin = Instant::now();
    let said = call()?;
    let seconds = begin.elapsed().as_secs_f64();
    let bytes = crate::machine::memory_peak("self").saturating_sub(before);
    Ok(Once {
        said,
        seconds,
        bytes,
    })
}
