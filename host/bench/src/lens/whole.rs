//! Whole queries: the same store read through components and through the lenses compiled in.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;
use stemedb_plugins::{Judge, World};

use super::{BESIDE, LensRow, Subject, Timed};
use crate::compared::{Compared, SETS};
use crate::place::{Place, fill};

const BENCH: &str = "lens";
/// Lenses that read an artefact, which this store does not have.
const ESTIMATE: &str = "estimate=";

pub(super) fn measure(
    place: &Place,
    subjects: &[Subject],
    beside: &Subject,
    rows: &mut [LensRow],
) -> Result<()> {
    let folder = place.folder(BENCH)?;
    {
        let engine = place.open(folder.path(), |options| options.views.bytes_max = 0)?;
        for (claims, each) in SETS {
            fill(&engine, claims, claims.pairs * each)?;
        }
    }
    let mut sandboxed: BTreeMap<String, Arc<dyn Judge>> = BTreeMap::new();
    let mut native = BTreeMap::new();
    for subject in subjects.iter().chain([beside]) {
        let id = subject.component.reference().id.clone();
        native.insert(id.clone(), Arc::clone(&subject.native));
        sandboxed.insert(id, Arc::clone(&subject.component));
    }
    let compared = Compared::open(folder.path(), sandboxed, native)?;
    for subject in subjects {
        let Some(lens) = expression(subject) else {
            continue;
        };
        eprintln!("lens: whole queries of {lens}");
        let Some(row) = rows.iter_mut().find(|row| row.lens == subject.step) else {
            continue;
        };
        for (claims, each) in SETS {
            match compared.measure(claims, each, &lens) {
                Ok(pair) => row.queries.push(Timed::of(each as u32, &pair)),
                Err(error) => row
                    .refused
                    .push(format!("whole queries of {lens}: {error:#}")),
            }
        }
    }
    Ok(())
}

/// The lens as a whole expression; none for what can't be asked alone.
fn expression(subject: &Subject) -> Option<String> {
    if subject.step.contains(ESTIMATE) {
        return None;
    }
    match subject.world() {
        World::Resolver => Some(subject.step.clone()),
        World::RowStage => Some(format!("{}|{BESIDE}", subject.step)),
        World::AnswerStage => Some(format!("{BESIDE}|{}", subject.step)),
        World::Estimator => None,
    }
}
