//! The data sets on their way into the database: through the import that anybody uses, each into a namespace of its own.
//!
//! Invariant: every source has one tier, so that no lens knows beforehand who will be right.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use stemedb_core::SignedRecord;
use stemedb_engine::Engine;
use stemedb_import::{
    CheckpointPlace, ImportError, Mapping, Options, Report, Settings, Sink, SinkOutcome,
};

use super::{Kind, Published, Set, gold};
use crate::place::wait_until_indexed;

/// Days of the Flight data.
const DAYS: [&str; 2] = ["2011-12-08", "2011-12-09"];
/// Sources from which the gold standard of Flight was taken: they can't be wrong.
const GOLDEN: [&str; 3] = ["aa", "CO", "ua"];
/// The published figures for the first day, all sources: Li et al., "Truth finding on the deep web", VLDB 2013.
const FLIGHT: [Published; 2] = [
    Published {
        what: "vote",
        accuracy: 0.864,
    },
    Published {
        what: "AccuCopy",
        accuracy: 0.943,
    },
];
/// Vote in which the value that stands first in the file wins a tie.
const BIRTHPLACES: Published = Published {
    what: "vote, ties to the first in the file",
    accuracy: 0.729,
};
/// Gives the agents of the imports their keys, so that ids, and with them ties, are the same in every run.
const AGENT_SEED: [u8; 32] = *b"stemedb bench truth: the agents.";

/// Whether the data sets are there.
pub(super) fn is_there(shared: &Path) -> bool {
    shared.join("flight").is_dir() && shared.join("birthplaces").is_dir()
}

/// Imports everything.
pub(super) fn all(
    engine: &Arc<Engine>,
    shared: &Path,
    examples: &Path,
    work: &Path,
) -> Result<Vec<Set>> {
    let import = Import { engine, work };
    let mut sets = Vec::new();
    for (at, day) in DAYS.iter().enumerate() {
        let published = if at == 0 { FLIGHT.to_vec() } else { Vec::new() };
        let before = at.checked_sub(1).map(|at| DAYS[at]);
        let flight = Flight {
            shared: &shared.join("flight"),
            mapping: &examples.join("flight/mapping.toml"),
            day,
            before,
        };
        sets.push(flight.load(&import, "all sources", &[], published)?);
        sets.push(flight.load(&import, "without aa, CO, ua", &GOLDEN, Vec::new())?);
    }
    sets.push(birthplaces(&import, &shared.join("birthplaces"), examples)?);
    wait_until_indexed(engine);
    Ok(sets)
}

/// A day of flights.
struct Flight<'a> {
    shared: &'a Path,
    mapping: &'a Path,
    day: &'a str,
    before: Option<&'a str>,
}

impl Flight<'_> {
    fn load(
        &self,
        import: &Import<'_>,
        which: &str,
        without: &[&str],
        published: Vec<Published>,
    ) -> Result<Set> {
        let compact = self.day.replace('-', "");
        let mut claims = self.shared.join(format!("claims-{compact}.tsv"));
        let named = |day: &str| match without {
            [] => format!("flight-{day}"),
            _ => format!("flight-{day}-without"),
        };
        let namespace = named(self.day);
        if !without.is_empty() {
            claims = import.without(&claims, without)?;
        }
        let settings = [format!("namespace={namespace}"), "tier=4".to_owned()];
        let mapping = import.run(&claims, self.mapping, &settings)?;
        let gold = self.shared.join(format!("gold-{compact}.tsv"));
        Ok(Set {
            name: format!("Flight {}, {which}", self.day),
            kind: Kind::Flight,
            namespace,
            after: self.before.map(named),
            published,
            gold: gold::flights(&gold, &mapping)?,
        })
    }
}

fn birthplaces(import: &Import<'_>, shared: &Path, examples: &Path) -> Result<Set> {
    let namespace = "birthplaces".to_owned();
    let settings = [format!("namespace={namespace}")];
    let examples = examples.join("birthplaces");
    let claims = shared.join("claims.csv");
    import.run(&claims, &examples.join("mapping.toml"), &settings)?;
    let tree = import.work.join("places.csv");
    name_parents(&shared.join("hierarchy.csv"), &tree)?;
    import.run(&tree, &examples.join("places.toml"), &settings)?;
    Ok(Set {
        name: "Birthplaces".to_owned(),
        kind: Kind::Birthplaces,
        namespace,
        after: None,
        published: vec![BIRTHPLACES],
        gold: gold::birthplaces(&shared.join("groundtruths.csv"))?,
    })
}

/// Writes a tree whose rows name their parents by number as one that names them.
fn name_parents(from: &Path, to: &Path) -> Result<()> {
    let mut table = csv::Reader::from_path(from)
        .with_context(|| format!("{} can't be read", from.display()))?;
    let rows: Vec<(i64, String, i64)> = table.deserialize().collect::<Result<_, _>>()?;
    let names: BTreeMap<i64, &str> = rows.iter().map(|(id, name, _)| (*id, &**name)).collect();
    let mut named = csv::Writer::from_path(to)?;
    named.write_record(["name", "parent"])?;
    for (_, name, parent) in &rows {
        if let Some(parent) = names.get(parent) {
            named.write_record([name, *parent])?;
        }
    }
    named.flush()?;
    Ok(())
}

struct Import<'a> {
    engine: &'a Engine,
    work: &'a Path,
}

impl Import<'_> {
    /// Imports a file; the answer is the mapping that read it.
    fn run(&self, input: &Path, mapping: &Path, settings: &[String]) -> Result<Mapping> {
        eprintln!("truth: importing {}", input.display());
        let mut own = Settings::for_input(input);
        for setting in settings {
            own.set(setting)?;
        }
        let mapping = Mapping::load(mapping, &own)?;
        let mut options = Options::new(AGENT_SEED, "bench");
        options.checkpoint = CheckpointPlace::None;
        let mut sink = EngineSink(self.engine);
        let report = stemedb_import::run(input, &mapping, &options, &mut sink, &mut |_| {})?;
        check(input, &report)?;
        Ok(mapping)
    }

    /// A copy of a table without the rows of some sources, under the same name.
    fn without(&self, table: &Path, sources: &[&str]) -> Result<PathBuf> {
        let bytes =
            fs::read(table).with_context(|| format!("{} can't be read", table.display()))?;
        let stays = |line: &&[u8]| {
            let source = line.split(|byte| *byte == b'\t').next();
            !sources.iter().any(|name| source == Some(name.as_bytes()))
        };
        let kept: Vec<&[u8]> = bytes
            .split_inclusive(|byte| *byte == b'\n')
            .filter(stays)
            .collect();
        let name = table.file_name().context("the table has no name")?;
        let copy = self.work.join(name);
        fs::write(&copy, kept.concat())?;
        Ok(copy)
    }
}

fn check(input: &Path, report: &Report) -> Result<()> {
    let total = report.total();
    ensure!(
        report.adds_up() && total.accepted > 0,
        "the import of {} went wrong: {report:?}",
        input.display()
    );
    Ok(())
}

/// The engine as the import sees it.
struct EngineSink<'a>(&'a Engine);

impl Sink for EngineSink<'_> {
    fn send(&mut self, batch: Vec<SignedRecord>) -> Result<Vec<SinkOutcome>, ImportError> {
        let outcomes = self
            .0
            .write(batch)
            .into_iter()
            .map(|outcome| match outcome {
                Ok(accepted) if accepted.duplicate => SinkOutcome::Duplicate,
                Ok(_) => SinkOutcome::Accepted,
                Err(error) => SinkOutcome::Refused(error.to_string()),
            });
        Ok(outcomes.collect())
    }
}
