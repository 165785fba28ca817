//! `cargo xtask`: everything that building, generating and trying the project needs beside `cargo build`.
//!
//! Not part of the product. One module a command; this file only dispatches.

mod bench;
mod demo;
mod generate;
mod guests;
mod kits;
mod lenses;
mod new;
mod paths;
mod prove;
mod test;
mod tidy;
mod wit;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Builds and tries the project",
    disable_help_subcommand = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure the figures that docs/benchmarks.md explains.
    Bench(bench::Options),
    /// Build everything and tell the story of the living review.
    Demo(demo::Options),
    /// Write everything that is made from code: tables and pages in docs/.
    #[command(name = "gen")]
    Generate(generate::Options),
    /// Build all guests as WebAssembly components into target/guests.
    Guests(guests::Options),
    /// Create a unit from a template.
    New(new::Options),
    /// Kill a server under load, swap its lenses under load, replay its old answers.
    Prove(prove::Options),
    /// Build the guests and run all tests.
    Test(test::Options),
    /// Check what the source tree promises about itself: directions, complete units, links.
    Tidy,
    /// Freeze a version of a contract.
    Wit(wit::Options),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Bench(options) => bench::run(&options),
        Command::Demo(options) => demo::run(&options),
        Command::Generate(options) => generate::run(&options),
        Command::Guests(options) => guests::run(&options),
        Command::New(options) => new::run(&options),
        Command::Prove(options) => prove::run(&options),
        Command::Test(options) => test::run(&options),
        Command::Tidy => tidy::run(),
        Command::Wit(options) => wit::run(&options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
