//! The figures that the database holds itself to, measured: `cargo xtask bench`.
//!
//! One module a figure; each gives rows of one table. Nothing here is part of the product, and no number is a pass or a
//! failure of a build: the machine may be busy. What each figure means: `docs/benchmarks.md`.

mod audit;
mod claims;
mod compared;
mod growth;
mod ingest;
mod lens;
mod load;
mod machine;
mod measure;
mod native;
mod place;
mod query;
mod refresh;
mod report;
mod rows;
mod said;
mod signed_file;
mod swap;
mod truth;
mod watched;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, ValueEnum};

use machine::Machine;
use place::Place;
use report::Figure;

#[derive(Parser)]
#[command(
    name = "stemedb-bench",
    about = "Measures what the database holds itself to"
)]
struct Arguments {
    /// What to measure.
    #[arg(value_enum, default_value = "all")]
    names: Vec<Name>,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
    /// Claims of `ingest`, `growth` and `reopen`; `growth` takes 10 million if left out.
    #[arg(long)]
    claims: Option<u64>,
    /// Folder with the components that `cargo xtask guests` makes.
    #[arg(long, default_value = "target/guests")]
    guests: PathBuf,
    /// Folder for data; what is written there is removed again.
    #[arg(long, default_value = "target/bench")]
    data: PathBuf,
    /// Folder with the data sets that have a gold standard.
    #[arg(long, default_value = "../shared/data")]
    shared: PathBuf,
    /// Lenses that `lens` measures; all if left out.
    #[arg(long = "lens")]
    lenses: Vec<String>,
    /// Be the process that fills a database from this file and is killed.
    #[arg(long, hide = true)]
    load: Option<PathBuf>,
    /// Claims between two lines of that process.
    #[arg(long, hide = true, default_value_t = 1_000_000)]
    window: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Name {
    /// Calls, batches and whole queries through the sandbox against the same lenses compiled in.
    Lens,
    /// Whole queries: sandboxed to compiled in, and latency.
    Query,
    /// Answers from materialised views.
    Views,
    /// Writing signed claims.
    Ingest,
    /// Ten million claims, then a kill and an opening.
    Growth,
    /// An opening after a kill, with fewer claims.
    Reopen,
    /// Replacing lenses under load.
    Swap,
    /// The audit's loss window and price.
    Audit,
    /// How often lenses are right on real data.
    Truth,
    /// Everything; `growth` stands for `reopen`.
    All,
}

impl Name {
    const EACH: [Name; 6] = [
        Name::Query,
        Name::Views,
        Name::Ingest,
        Name::Swap,
        Name::Audit,
        Name::Growth,
    ];

    fn run(self, place: &Place) -> Result<Vec<Figure>> {
        match self {
            Name::Query => query::run(place),
            Name::Views => Ok([query::views(place)?, refresh::run(place)?].concat()),
            Name::Ingest => ingest::run(place),
            Name::Growth => growth::run(place),
            Name::Reopen => growth::reopen(place),
            Name::Swap => swap::run(place),
            Name::Audit => audit::run(place),
            // They have tables of their own, made in `main`.
            Name::Lens | Name::Truth => Ok(Vec::new()),
            Name::All => {
                let all = Name::EACH.iter().map(|name| name.run(place));
                Ok(all.collect::<Result<Vec<_>>>()?.concat())
            }
        }
    }
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let place = Place {
        guests: arguments.guests,
        data: arguments.data,
        shared: arguments.shared,
        lenses: arguments.lenses,
        claims: arguments.claims,
    };
    if let Some(file) = arguments.load {
        let count = arguments.claims.unwrap_or_default();
        return load::run(&place, &place.data, &file, count, arguments.window);
    }
    let machine = Machine::now();
    let mut figures = Vec::new();
    for name in &arguments.names {
        figures.extend(name.run(&place)?);
    }
    let named = |name| arguments.names.contains(&name) || arguments.names.contains(&Name::All);
    let lenses = if named(Name::Lens) {
        lens::run(&place)?
    } else {
        Vec::new()
    };
    let truth = if named(Name::Truth) {
        truth::run(&place)?
    } else {
        None
    };
    if arguments.json {
        return report::print_json(&machine, &figures, &lenses, truth.as_ref());
    }
    report::print_table(&machine, &figures);
    if !lenses.is_empty() {
        lens::print(&lenses);
    }
    if let Some(truth) = &truth {
        truth::print(truth);
    }
    Ok(())
}
