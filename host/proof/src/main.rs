//! Proofs on a running server: kills it under load, swaps its lenses under load, replays its old answers.
//!
//! Not a benchmark and not a part of the product. Nothing is trusted that the server says of itself: what it acknowledged
//! is noted here, and compared with what it shows later. A proof that finds a violation ends with exit code 1.

mod crash;
mod dice;
mod records;
mod replay;
mod serve;
mod server;
mod swap;
mod victim;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "stemedb-proof", about = "Proves what a server promises")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Kill the server under write load, over and over in one growing folder; nothing acknowledged may be missing.
    Crash(crash::Options),
    /// Swap two slots in one set under query load; no answer may be mixed, and each is computed again.
    Swap(swap::Options),
    /// Replay answers from before a swap, restarts and many writes.
    Replay(replay::Options),
    /// Be the server.
    #[command(hide = true)]
    Serve,
    /// Be an engine that prints what it acknowledges, with a protection taken away if asked to.
    #[command(hide = true)]
    Victim(victim::Options),
}

/// Where the server and its things are.
#[derive(clap::Args, Clone)]
pub(crate) struct Place {
    /// The server's program; this one serves if left out.
    #[arg(long)]
    server: Option<PathBuf>,
    /// Folder with the built lenses.
    #[arg(long, default_value = "target/guests")]
    guests: PathBuf,
    /// Folder for the database; emptied first.
    #[arg(long, default_value = "target/proof")]
    data: PathBuf,
}

impl Place {
    /// An empty folder for one proof.
    fn folder(&self, proof: &str) -> Result<PathBuf> {
        let folder = self.data.join(proof);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)
                .with_context(|| format!("{} can't be emptied", folder.display()))?;
        }
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }
}

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some(stemedb_api::COMPILE_ARGUMENT) {
        return stemedb_engine::compile_child_main();
    }
    let proved = match Arguments::parse().command {
        Command::Crash(options) => crash::run(&options),
        Command::Swap(options) => swap::run(&options),
        Command::Replay(options) => replay::run(&options),
        Command::Serve => serve::run(),
        Command::Victim(options) => victim::run(&options),
    };
    match proved {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
