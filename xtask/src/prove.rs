//! `prove`: builds lenses, server and the program that proves, optimised, and runs the proofs.
//!
//! Nothing is proved here. What is promised and how each proof shows it is told in `docs/durability.md`.

use std::process::Command;

use anyhow::Result;

use crate::{guests, workspace};

/// Options of `prove`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// What to prove; everything in turn if left out.
    #[command(subcommand)]
    proof: Option<Proof>,
}

#[derive(clap::Subcommand)]
enum Proof {
    /// Kill the server under write load, over and over: nothing acknowledged is missing, nothing half there.
    Crash {
        /// How often it is killed.
        #[arg(long, default_value_t = 200)]
        rounds: u64,
        /// Chooses the moments.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Kill an engine that answers before it writes instead; the loss must be noticed.
        #[arg(long)]
        red: bool,
    },
    /// Swap two slots in one set under query load: no request fails, no answer is mixed, each comes out the same again.
    Swap {
        /// How long.
        #[arg(long, default_value_t = 30)]
        seconds: u64,
        /// Connections that ask.
        #[arg(long, default_value_t = 16)]
        connections: u64,
    },
    /// Replay answers from before a swap, a restart and many writes.
    Replay {
        /// Claims written in between.
        #[arg(long, default_value_t = 100_000)]
        writes: u64,
    },
}

/// What runs when nothing is named.
const ALL: [&[&str]; 4] = [
    &["crash"],
    &["crash", "--red", "--rounds", "5"],
    &["swap"],
    &["replay"],
];

/// Builds and proves.
pub(crate) fn run(options: &Options) -> Result<()> {
    guests::run_quietly()?;
    eprintln!("Building server and proofs, optimised: some minutes the first time …");
    workspace::build_programs()?;
    match &options.proof {
        Some(proof) => workspace::run(&mut command(&proof.arguments())),
        None => ALL.iter().try_for_each(|arguments| {
            let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
            workspace::run(&mut command(&arguments))
        }),
    }
}

impl Proof {
    fn arguments(&self) -> Vec<String> {
        match self {
            Proof::Crash { rounds, seed, red } => {
                let mut arguments = words("crash", &[("--rounds", *rounds), ("--seed", *seed)]);
                arguments.extend(red.then(|| "--red".to_owned()));
                arguments
            }
            Proof::Swap {
                seconds,
                connections,
            } => words(
                "swap",
                &[("--seconds", *seconds), ("--connections", *connections)],
            ),
            Proof::Replay { writes } => words("replay", &[("--writes", *writes)]),
        }
    }
}

fn words(name: &str, options: &[(&str, u64)]) -> Vec<String> {
    let options = options
        .iter()
        .flat_map(|(option, value)| [(*option).to_owned(), value.to_string()]);
    std::iter::once(name.to_owned()).chain(options).collect()
}

fn command(arguments: &[String]) -> Command {
    let target = workspace::target();
    let release = target.join("release");
    let mut proof = Command::new(release.join("stemedb-proof"));
    proof
        .args(arguments)
        .arg("--server")
        .arg(release.join("stemedb-api"))
        .arg("--guests")
        .arg(target.join("guests"))
        .arg("--data")
        .arg(target.join("proof"));
    proof
}
