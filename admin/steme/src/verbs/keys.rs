//! The verbs about the signing key.

use std::path::{Path, PathBuf};

use serde::Serialize;
use stemedb_core::Signer;

use super::Command;
use crate::arguments::Signing;
use crate::exit::{Exit, Failure};
use crate::{key, show};

/// A key, without what is secret of it.
#[derive(Serialize)]
struct KeyView {
    agent: String,
    file: PathBuf,
}

impl KeyView {
    fn of(signer: &Signer, file: &Path) -> Self {
        KeyView {
            agent: signer.agent().to_string(),
            file: file.to_owned(),
        }
    }
}

pub(super) fn keygen(
    command: &mut Command<'_, '_>,
    file: Option<&Path>,
    signing: &Signing,
) -> Result<Exit, Failure> {
    let file = match file {
        Some(file) => file.to_owned(),
        None => command.key_file(signing)?,
    };
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| {
        let detail = format!("this machine gives no random numbers: {error}");
        Failure::new(Exit::Failed, 500, "no_randomness", detail)
    })?;
    key::make(&file, &seed)?;
    let view = KeyView::of(&Signer::from_seed(&seed), &file);
    command.screen.note(&format!(
        "The key is in {}. Whoever has that file can sign in your name; keep a copy, it can't be made again.",
        file.display()
    ));
    command
        .screen
        .result(&view, |view, page| show::agent(&view.agent, page))?;
    Ok(Exit::Done)
}

pub(super) fn whoami(command: &mut Command<'_, '_>, signing: &Signing) -> Result<Exit, Failure> {
    let file = command.key_file(signing)?;
    let view = KeyView::of(&key::read(&file)?, &file);
    command
        .screen
        .result(&view, |view, page| show::agent(&view.agent, page))?;
    Ok(Exit::Done)
}
