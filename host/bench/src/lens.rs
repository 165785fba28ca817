//! What the sandbox costs each lens of the library: calls, batches, whole queries, and joint lenses over a million claims.
//!
//! A component and its native twin stand behind the same trait and are called in turn with the same slices, so that the
//! columns, the caches and the noise are the same. First both must say the same, bit for bit.
//!
//! Invariant: a lens that can't be measured has a row that says why.

mod calls;
mod joint;
mod table;
mod whole;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use serde::Serialize;
use stemedb_plugins::{
    Expression, HostOptions, JointPipeline, Judge, ParamValue, Pipeline, PluginHost, World,
};

use crate::measure::Pair;
use crate::native::NativeJudge;
use crate::place::Place;

pub(crate) use table::print;

const FIXED_US_MAX: f64 = 2.0;
const ROW_NS_MAX: f64 = 4.0;
const RATIO_MAX: f64 = 1.2;
/// What a row stage needs behind it, and an answer stage before it.
const BESIDE: &str = "consensus";
/// Nothing is stopped here: how long it takes is what is asked.
const DEADLINE: Duration = Duration::from_secs(60);

/// Parameters of lenses that do nothing, or not what they are for, without any.
const PARAMS: [(&str, &str); 6] = [
    ("tolerance", "(time=10m)"),
    ("hierarchy", r#"(prefix="place/")"#),
    ("calibrate", r#"(curve="0:0.1,0.5:0.4,1:0.9")"#),
    ("estimated", r#"(estimate="bench")"#),
    ("reliability", r#"(estimate="bench")"#),
    ("decay", "(half_life=30d)"),
];

/// One lens.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LensRow {
    /// Its step of an expression.
    pub(crate) lens: String,
    /// Its world.
    pub(crate) world: &'static str,
    /// What a call costs above the native one, and what each row adds.
    pub(crate) above: Option<Above>,
    /// Calls with one group, by rows; for an estimator, calls with many.
    pub(crate) calls: Vec<Timed>,
    /// One call with many groups of ten.
    pub(crate) batch: Option<Timed>,
    /// Whole queries, by candidates.
    pub(crate) queries: Vec<Timed>,
    /// An estimator over a million claims.
    pub(crate) joint: Option<joint::Joint>,
    /// The targets that are missed, in words.
    pub(crate) misses: Vec<String>,
    /// What could not be measured, and why.
    pub(crate) refused: Vec<String>,
}

/// The line through the differences between component and native.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Above {
    /// Microseconds of a call.
    pub(crate) fixed_us: f64,
    /// Nanoseconds of a row.
    pub(crate) row_ns: f64,
}

/// Something timed natively and through the sandbox.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Timed {
    /// Rows, in all groups.
    pub(crate) rows: u32,
    /// Microseconds natively.
    pub(crate) native_us: f64,
    /// Microseconds through the sandbox.
    pub(crate) component_us: f64,
    /// Median of the ratios of neighbouring rounds.
    pub(crate) ratio: f64,
}

impl Timed {
    fn of(rows: u32, pair: &Pair) -> Self {
        Self {
            rows,
            native_us: pair.first * 1e6,
            component_us: pair.second * 1e6,
            ratio: pair.ratio,
        }
    }
}

/// A lens that is measured, twice.
struct Subject {
    component: Arc<dyn Judge>,
    native: Arc<dyn Judge>,
    /// As a step of an expression.
    step: String,
    params: Vec<ParamValue>,
}

impl Subject {
    fn world(&self) -> World {
        self.component.reference().world
    }
}

/// Measures the lenses of these ids; all if none is named.
pub(crate) fn run(place: &Place) -> Result<Vec<LensRow>> {
    let host = PluginHost::in_memory(HostOptions {
        deadline: DEADLINE,
        ..HostOptions::default()
    })?;
    let ids = ids(place)?;
    let mut rows = Vec::new();
    let mut subjects = Vec::new();
    for id in &ids {
        eprintln!("lens: {id}");
        match subject(&host, place, id) {
            Ok(subject) => {
                rows.push(measure(&subject));
                subjects.push(subject);
            }
            Err(error) => rows.push(refused(id, &error)),
        }
    }
    let beside = subject(&host, place, BESIDE)?;
    whole::measure(place, &subjects, &beside, &mut rows)?;
    for row in &mut rows {
        row.misses = misses(row);
    }
    Ok(rows)
}

/// The ids of all components, or of those that were named.
fn ids(place: &Place) -> Result<Vec<String>> {
    if !place.lenses.is_empty() {
        return Ok(place.lenses.clone());
    }
    let mut ids = Vec::new();
    for entry in std::fs::read_dir(&place.guests)? {
        let path = entry?.path();
        let is_component = path
            .extension()
            .is_some_and(|extension| extension == "wasm");
        if let (true, Some(stem)) = (is_component, path.file_stem()) {
            ids.push(stem.to_string_lossy().into_owned());
        }
    }
    ids.sort();
    Ok(ids)
}

fn subject(host: &PluginHost, place: &Place, id: &str) -> Result<Subject> {
    let component: Arc<dyn Judge> = host.install(&place.guest(id)?)?;
    let native: Arc<dyn Judge> = Arc::new(NativeJudge::of(&*component)?);
    let params = PARAMS.iter().find(|(lens, _)| *lens == id);
    let step = format!("{id}{}", params.map_or("", |(_, params)| params));
    let resolver: Arc<dyn Judge> = host.install(&place.guest(BESIDE)?)?;
    let params = bound(&component, &resolver, &step)?;
    Ok(Subject {
        component,
        native,
        step,
        params,
    })
}

/// The values of a step's parameters.
fn bound(
    component: &Arc<dyn Judge>,
    resolver: &Arc<dyn Judge>,
    step: &str,
) -> Result<Vec<ParamValue>> {
    let id = &component.reference().id;
    let text = match component.reference().world {
        World::Resolver => step.to_owned(),
        World::RowStage => format!("{step}|{BESIDE}"),
        World::AnswerStage => format!("{BESIDE}|{step}"),
        World::Estimator => {
            let bound = JointPipeline::bind(&Expression::parse(step)?, |_| {
                Ok::<_, std::fmt::Error>(Arc::clone(component))
            })?;
            return Ok(bound.estimator.params);
        }
    };
    let pipeline = Pipeline::bind(&Expression::parse(&text)?, |step| {
        let judge = if step.slot == *id {
            component
        } else {
            resolver
        };
        Ok::<_, std::fmt::Error>(Arc::clone(judge))
    })?;
    let stage = pipeline.stages().find(|stage| stage.slot == *id);
    Ok(stage.map(|stage| stage.params.clone()).unwrap_or_default())
}

fn measure(subject: &Subject) -> LensRow {
    let mut row = empty(subject.step.clone(), subject.world().name());
    let done = match subject.world() {
        World::Estimator => joint::measure(subject, &mut row),
        _ => calls::measure(subject, &mut row),
    };
    if let Err(error) = done {
        row.refused.push(format!("{error:#}"));
    }
    row
}

fn empty(lens: String, world: &'static str) -> LensRow {
    LensRow {
        lens,
        world,
        above: None,
        calls: Vec::new(),
        batch: None,
        queries: Vec::new(),
        joint: None,
        misses: Vec::new(),
        refused: Vec::new(),
    }
}

fn refused(id: &str, error: &anyhow::Error) -> LensRow {
    let mut row = empty(id.to_owned(), "");
    row.refused.push(format!("{error:#}"));
    row
}

fn misses(row: &LensRow) -> Vec<String> {
    let mut misses = Vec::new();
    if let Some(above) = row.above {
        if above.fixed_us > FIXED_US_MAX {
            misses.push(format!(
                "a call costs {:.2} µs above native, not {FIXED_US_MAX}",
                above.fixed_us
            ));
        }
        if above.row_ns > ROW_NS_MAX {
            misses.push(format!(
                "a row costs {:.1} ns above native, not {ROW_NS_MAX}",
                above.row_ns
            ));
        }
    }
    for query in row.queries.iter().filter(|query| query.ratio > RATIO_MAX) {
        misses.push(format!(
            "a query over {} candidates takes {:.2} times the native one, not {RATIO_MAX}",
            query.rows, query.ratio
        ));
    }
    misses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misses_are_named() {
        let mut row = empty("a".to_owned(), "resolver");
        row.above = Some(Above {
            fixed_us: 2.0,
            row_ns: 4.1,
        });
        row.queries = [1.2, 1.21]
            .map(|ratio| Timed {
                rows: 10,
                native_us: 1.0,
                component_us: ratio,
                ratio,
            })
            .to_vec();
        let misses = misses(&row);
        assert_eq!(misses.len(), 2, "{misses:?}");
        assert!(misses[0].contains("4.1 ns") && misses[1].contains("1.21"));
    }
}
