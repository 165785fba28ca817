//! `aphoria ack`: conflicts that somebody accepts, with a reason and an end.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};

use crate::acks::{Ack, Acks};
use crate::{DONE, clock, scan};

/// Options of `ack`.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Accept a conflict.
    Add {
        /// A fingerprint, or the end of a concept path such as tls/cert_verification.
        of: String,
        /// Why it is acceptable.
        #[arg(long)]
        reason: String,
        /// Last day on which it holds, such as 2027-01-31.
        #[arg(long, value_name = "DAY")]
        expires: Option<String>,
        /// Only in this file or folder, as a path from the root.
        #[arg(long, value_name = "PATH")]
        file: Option<String>,
    },
    /// Show what is accepted.
    List,
    /// Print what is accepted as TOML.
    Export,
    /// Take over what somebody exported.
    Import {
        /// The file.
        file: PathBuf,
    },
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<u8> {
    let root = scan::root_of(&[])?;
    let mut acks = Acks::of(&root)?;
    match &options.command {
        Command::Add {
            of,
            reason,
            expires,
            file,
        } => {
            let ack = Ack {
                of: of.clone(),
                file: file.clone(),
                reason: reason.clone(),
                expires: expires.clone(),
            };
            ack.check()?;
            acks.ack.push(ack);
            acks.write(&root)?;
            println!("Accepted: {of}");
        }
        Command::List => list(&acks),
        Command::Export => print!("{}", acks.text()),
        Command::Import { file } => {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("{} can't be read", file.display()))?;
            let more = Acks::read(&text)
                .with_context(|| format!("{} is not acceptable", file.display()))?;
            let before = acks.ack.len();
            acks.ack.extend(more.ack);
            acks.write(&root)?;
            println!("{} acknowledgements are new.", acks.ack.len() - before);
        }
    }
    Ok(DONE)
}

fn list(acks: &Acks) {
    if acks.ack.is_empty() {
        println!("Nothing is accepted.");
    }
    let today = clock::today();
    for ack in &acks.ack {
        let until = match &ack.expires {
            None => "for good".to_owned(),
            Some(day) if ack.holds_on(&today) => format!("until {day}"),
            Some(day) => format!("ended {day}"),
        };
        let place = ack.file.as_deref().unwrap_or("everywhere");
        println!("{}  {place}, {until}: {}", ack.of, ack.reason);
    }
}
