//! `aphoria corpus`: what authorities demand.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use aphoria_authority::{Claim, force, weight};
use clap::{Args, Subcommand};

use crate::{DONE, authority};

/// Options of `corpus`.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Every pair that something is demanded of, with what holds.
    List,
    /// Claims by id, or all on the end of a concept path.
    Show {
        /// An id, or the end of a concept path such as tls/cert_verification.
        what: String,
    },
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<u8> {
    match &options.command {
        Command::List => list()?,
        Command::Show { what } => show(what)?,
    }
    Ok(DONE)
}

fn list() -> Result<()> {
    let resolved = authority::resolved()?;
    for (pair, held) in &resolved.held {
        if let Some(claim) = resolved.corpus.claims.get(held.claim) {
            println!(
                "{pair}: {} ({} {}, {}{})",
                claim.demand(),
                claim.document,
                claim.section,
                claim.requirement,
                if held.claims.len() > 1 {
                    format!(", {} claims", held.claims.len())
                } else {
                    String::new()
                }
            );
        }
    }
    println!(
        "{} claims on {} pairs; what holds is said by {}",
        resolved.corpus.claims.len(),
        resolved.held.len(),
        resolved.lens
    );
    Ok(())
}

fn show(what: &str) -> Result<()> {
    let corpus = authority::corpus()?;
    let found: BTreeMap<&str, &Claim> = corpus
        .claims
        .iter()
        .filter(|claim| claim.id == what || claim.tail() == what)
        .map(|claim| (claim.id.as_str(), claim))
        .collect();
    ensure!(
        !found.is_empty(),
        "No claim has the id or the path `{what}`; `aphoria corpus list` shows all"
    );
    for claim in found.values() {
        println!("{}", claim.id);
        println!(
            "  demands   {} {} {}",
            claim.concept,
            claim.predicate,
            claim.demand()
        );
        println!(
            "  stands in {} {} ({})",
            claim.document, claim.section, claim.url
        );
        println!(
            "  word      {}, force {}",
            claim.requirement,
            force(&claim.requirement)
        );
        println!("  tier      {}, weight {}", claim.tier, weight(claim.tier));
        println!("  says      {}", claim.says);
        println!("  remedy    {}", claim.remedy);
        if !claim.cwe.is_empty() {
            println!("  see       {}", claim.cwe.join(", "));
        }
    }
    Ok(())
}
