//! `aphoria`: holds what code does against what authorities say.
//!
//! This file wires the program: clock, environment, terminal. What it does is in the crates below.

mod ack;
mod acks;
mod authority;
mod baseline;
mod clock;
mod config;
mod corpus;
mod extractors;
mod init;
mod load;
mod places;
mod scan;
mod selection;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "aphoria",
    version,
    about = "Holds what code does against what authorities say"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make the folder of settings.
    Init,
    /// Hold code against what authorities demand.
    Scan(scan::Options),
    /// Accept conflicts, with a reason.
    Ack(ack::Options),
    /// Keep the conflicts that are there, so that only new ones count.
    Baseline(baseline::Options),
    /// What is new and what is gone since the baseline.
    Diff(baseline::Options),
    /// What is set, selected and accepted.
    Status,
    /// What authorities demand.
    Corpus(corpus::Options),
    /// The hook of git.
    Hooks(init::Hooks),
    /// What there is to look with.
    Extractors(extractors::Options),
    /// Compile a plugin; the program starts itself with this.
    #[command(hide = true, name = places::COMPILE)]
    Compile,
}

/// Everything was done, and nothing speaks against it.
const DONE: u8 = 0;
/// The command or a configuration is not acceptable.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let told = match Arguments::parse().command {
        Command::Init => init::init(),
        Command::Ack(options) => ack::run(&options),
        Command::Status => init::status(),
        Command::Corpus(options) => corpus::run(&options),
        Command::Hooks(options) => init::hooks(&options),
        Command::Scan(options) => scan::run(&options),
        Command::Baseline(options) => baseline::take(&options),
        Command::Diff(options) => baseline::diff(&options),
        Command::Extractors(options) => extractors::run(&options),
        Command::Compile => return stemedb_plugins::compile_child_main(),
    };
    match told {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("aphoria: {error:#}");
            ExitCode::from(USAGE)
        }
    }
}
