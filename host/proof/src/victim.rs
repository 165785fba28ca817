//! An engine that writes by itself and prints every id that it was told is safe; made to be killed.
//!
//! This is the one program that can take a protection away. The server has no such switch.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use anyhow::Result;
use stemedb_core::{Body, Header, SignedRecord, SourceClass, SourceRecord};
use stemedb_engine::Engine;

use crate::records::signer;

/// Records of a batch: large, so that a batch takes a while on its way to the disk.
const BATCH: u64 = 24;
const CONTENT_BYTES: usize = 1 << 20;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// The database.
    #[arg(long)]
    data: PathBuf,
    /// Tells the runs over one folder apart.
    #[arg(long)]
    round: u64,
    /// Answer before anything is written.
    #[arg(long)]
    answer_before_sync: bool,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let engine = open(&options.data, options.answer_before_sync)?;
    for batch in 0.. {
        let records: Result<Vec<_>> = (0..BATCH)
            .map(|number| source(options.round, batch * BATCH + number))
            .collect();
        let failure = Arc::new(Mutex::new(None));
        let (done, wait) = std::sync::mpsc::channel();
        let failed = failure.clone();
        engine.submit(records?, move |outcomes| {
            let mut out = std::io::stdout().lock();
            for outcome in outcomes {
                match outcome {
                    Ok(accepted) => {
                        let id = accepted.id.map(|id| id.to_string()).unwrap_or_default();
                        // Nobody reads any more: then nobody knows of it either.
                        let _ = writeln!(out, "{id}");
                    }
                    Err(error) => *failed.lock().unwrap_or_else(|e| e.into_inner()) = Some(error),
                }
            }
            let _ = out.flush();
            let _ = done.send(());
        })?;
        wait.recv()?;
        if let Some(error) = failure.lock().unwrap_or_else(|e| e.into_inner()).take() {
            return Err(error.into());
        }
    }
    Ok(())
}

/// Opens the folder without lenses.
pub(crate) fn open(data: &std::path::Path, answer_before_sync: bool) -> Result<Arc<Engine>> {
    let mut options = stemedb_engine::Options::folder(data)?;
    options.faults.answer_before_sync = answer_before_sync;
    Ok(Engine::open(options)?)
}

fn source(round: u64, number: u64) -> Result<SignedRecord> {
    let signer = signer(0);
    let body = Body::Source(SourceRecord {
        title: format!("source {round} {number}"),
        citation: None,
        source_class: SourceClass::Clinical,
        digest: None,
        content: Some("x".repeat(CONTENT_BYTES)),
    });
    let header = Header {
        namespace: "public".to_owned(),
        author: signer.agent(),
        time: 1_700_000_000_000,
    };
    Ok(SignedRecord::sign(header, body, &signer)?)
}
