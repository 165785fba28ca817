//! What one call through the sandbox costs above the same function compiled in, on the same slices.
//!
//! Both stand behind `Judge` and are called in turn, so that the columns, the caches and the noise are the same. The cost
//! above is fitted by a line over the number of rows: what a call costs by itself, and what each row adds.

use std::time::Duration;

use anyhow::{Result, ensure};
use stemedb_plugins::{HostOptions, PluginHost};

use crate::measure::{Line, interleaved};
use crate::native::NativeJudge;
use crate::place::Place;
use crate::report::{Figure, Target};
use crate::rows::Rows;

const BENCH: &str = "lens-call";
/// The lenses that are measured.
const LENSES: [&str; 5] = ["recency", "consensus", "decay", "layered", "skeptic"];
/// Rows of a call, all in one group.
const ROWS: [u32; 4] = [1, 10, 1_000, 10_000];
const ROUND: Duration = Duration::from_millis(2);
const TOTAL: Duration = Duration::from_millis(600);
const FIXED_US_MAX: f64 = 2.0;
const ROW_NS_MAX: f64 = 4.0;

pub(crate) fn run(place: &Place) -> Result<Vec<Figure>> {
    let host = PluginHost::in_memory(HostOptions::default())?;
    let mut figures = Vec::new();
    for id in LENSES {
        eprintln!("lens-call: {id}");
        measure(&host, id, &place.guest(id)?, &mut figures)?;
    }
    Ok(figures)
}

fn measure(host: &PluginHost, id: &str, bytes: &[u8], figures: &mut Vec<Figure>) -> Result<()> {
    let plugin = host.install(bytes)?;
    let native = NativeJudge::of(&*plugin)?;
    let mut points = Vec::new();
    let mut details = Vec::new();
    for count in ROWS {
        let rows = Rows::new(&*plugin, count);
        ensure!(
            rows.same(&native, &*plugin)?,
            "{id} says something else natively over {count} rows"
        );
        let call = |judge| {
            // A failure would have shown in the comparison above.
            let _ = rows.call(judge);
        };
        let both = interleaved(ROUND, TOTAL, || call(&native), || call(&*plugin));
        // A time is known to a share of itself.
        points.push((f64::from(count), both.above * 1e9, both.second * 1e9));
        details.push((count, both));
    }
    let line = Line::through(&points);
    figures.push(
        Figure::new(BENCH, format!("{id}, fixed"), line.fixed / 1e3, "µs")
            .target(Target::AtMost(FIXED_US_MAX)),
    );
    figures.push(
        Figure::new(BENCH, format!("{id}, each row"), line.slope, "ns")
            .target(Target::AtMost(ROW_NS_MAX)),
    );
    for (count, both) in details {
        let what = format!("{id}, {count} rows: sandbox");
        figures.push(Figure::new(BENCH, what, both.second * 1e6, "µs"));
        let what = format!("{id}, {count} rows: native");
        figures.push(Figure::new(BENCH, what, both.first * 1e6, "µs"));
    }
    Ok(())
}
