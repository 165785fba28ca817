//! An import from end to end: read, sign, send, count, mark how far it came.

use std::fs::File;
use std::io::{BufReader, Seek as _, SeekFrom};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use crate::agents::Agents;
use crate::batch::{SentSources, in_parallel, send};
use crate::checkpoint::{Checkpoint, Identity};
use crate::claims::claims;
use crate::error::ImportError;
use crate::limits::{BATCH_INPUT_BYTES_MAX, BATCH_RECORDS_MAX, RECORD_BYTES_MAX};
use crate::mapping::Mapping;
use crate::report::{Refusal, Report};
use crate::rows::{Cutter, RawRecord, RecordFault, RecordReader, Row};
use crate::sink::Sink;

/// Where the checkpoint stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckpointPlace {
    /// `<input>.steme-import`. If nothing can be written there the import runs without one and says so.
    BesideInput,
    /// Here; that it can't be written is an error.
    At(PathBuf),
    /// Nowhere: for dry runs.
    None,
}

/// How an import runs, besides its mapping.
#[derive(Debug, Clone)]
pub struct Options {
    /// The master seed of the agents' keys. The same names under the same seed are the same agents.
    pub agent_seed: [u8; 32],
    /// Name of where the sink sends to (an address, a folder): a checkpoint of one place is not used for another.
    pub target: String,
    /// Where the checkpoint stands.
    pub checkpoint: CheckpointPlace,
    /// Whether to begin anew although there is a checkpoint.
    pub restart: bool,
    /// Threads for normalising and signing. The claims do not depend on it.
    pub threads: NonZeroUsize,
}

impl Options {
    /// Options with the checkpoint beside the input and one thread for each core.
    #[must_use]
    pub fn new(agent_seed: [u8; 32], target: impl Into<String>) -> Self {
        Options {
            agent_seed,
            target: target.into(),
            checkpoint: CheckpointPlace::BesideInput,
            restart: false,
            threads: std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
        }
    }
}

/// What an import tells while it runs.
#[derive(Debug)]
#[non_exhaustive]
pub enum Progress<'a> {
    /// An interrupted import goes on at this line; the report already holds what was counted before.
    Resumed {
        /// The first line that is read again or anew.
        line: u64,
    },
    /// No checkpoint can be written, so this import can't go on after an interruption; it can only be run from the start.
    NoCheckpoint(&'a ImportError),
    /// A cell that made no claim. It comes once the batch is acknowledged, so never twice unless the checkpoint is lost.
    Refused(&'a Refusal),
    /// A batch was acknowledged.
    Batch {
        /// Bytes of the input that are done.
        done: u64,
        /// All bytes of the input.
        bytes: u64,
        /// The counts so far.
        report: &'a Report,
    },
}

/// Imports a file. The report counts every cell, including those of the run that this one goes on from.
///
/// # Errors
/// See [`ImportError`]. Whatever was acknowledged stays; running again with the same arguments goes on from there.
pub fn run(
    input: &Path,
    mapping: &Mapping,
    options: &Options,
    sink: &mut dyn Sink,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Report, ImportError> {
    let identity = identity(input, mapping, options)?;
    let mut marks = Marks::new(input, options, identity);
    let resumed = marks.read(options.restart)?;
    let mut table = Table::open(input, mapping)?;
    let mut report = mapping.empty_report();
    if let Some(checkpoint) = resumed {
        table.go_to(checkpoint.offset, checkpoint.line)?;
        report = checkpoint.report;
        progress(Progress::Resumed {
            line: checkpoint.line,
        });
    }
    let agents = Agents::new(options.agent_seed);
    let mut sources = SentSources::default();
    loop {
        let first = table.reader.line();
        let (rows, empty_lines) = table.batch()?;
        if rows.is_empty() && empty_lines == 0 {
            break;
        }
        let outcomes = in_parallel(&rows, options.threads, |row| claims(mapping, &agents, row))?;
        let refusals = send(mapping, &rows, outcomes, &mut sources, sink, &mut report)
            .map_err(|e| e.at_line(first))?;
        report.empty_lines += empty_lines;
        marks.write(&table.reader, &report, progress)?;
        for refusal in &refusals {
            progress(Progress::Refused(refusal));
        }
        progress(Progress::Batch {
            done: table.reader.offset(),
            bytes: marks.identity.input_bytes,
            report: &report,
        });
    }
    marks.remove()?;
    Ok(report)
}

fn identity(input: &Path, mapping: &Mapping, options: &Options) -> Result<Identity, ImportError> {
    let unreadable = |source| ImportError::Read {
        path: input.to_owned(),
        source,
    };
    let mut hasher = blake3::Hasher::new();
    hasher
        .update_reader(File::open(input).map_err(unreadable)?)
        .map_err(unreadable)?;
    Ok(Identity {
        input_bytes: hasher.count(),
        input_digest: hasher.finalize().to_string(),
        mapping_digest: hex::encode(mapping.digest()),
        agents: Agents::new(options.agent_seed)
            .signer("")
            .agent()
            .to_string(),
        target: options.target.clone(),
    })
}

/// The checkpoint of a running import.
struct Marks {
    identity: Identity,
    path: Option<PathBuf>,
    required: bool,
}

impl Marks {
    fn new(input: &Path, options: &Options, identity: Identity) -> Self {
        let path = match &options.checkpoint {
            CheckpointPlace::None => None,
            CheckpointPlace::At(path) => Some(path.clone()),
            CheckpointPlace::BesideInput => {
                let mut name = input.as_os_str().to_owned();
                name.push(".steme-import");
                Some(PathBuf::from(name))
            }
        };
        Marks {
            identity,
            path,
            required: options.checkpoint != CheckpointPlace::BesideInput,
        }
    }

    fn read(&self, restart: bool) -> Result<Option<Checkpoint>, ImportError> {
        match &self.path {
            Some(path) if !restart => Checkpoint::read(path, &self.identity),
            _ => Ok(None),
        }
    }

    fn write<R: std::io::BufRead>(
        &mut self,
        reader: &RecordReader<R>,
        report: &Report,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(), ImportError> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        let mark = Checkpoint::new(&self.identity, reader.offset(), reader.line(), report);
        match mark.write(path) {
            Err(error) if !self.required => {
                progress(Progress::NoCheckpoint(&error));
                self.path = None;
                Ok(())
            }
            other => other,
        }
    }

    fn remove(&self) -> Result<(), ImportError> {
        self.path.as_deref().map_or(Ok(()), Checkpoint::remove)
    }
}

/// The input, open, with its header read.
struct Table<'a> {
    path: &'a Path,
    mapping: &'a Mapping,
    cutter: Cutter<'a>,
    reader: RecordReader<BufReader<File>>,
}

impl<'a> Table<'a> {
    fn open(path: &'a Path, mapping: &'a Mapping) -> Result<Self, ImportError> {
        let file = File::open(path).map_err(|source| ImportError::Read {
            path: path.to_owned(),
            source,
        })?;
        let mut reader = RecordReader::new(BufReader::new(file), mapping.format, 0, 1);
        let bad_header = |why: String| ImportError::Header {
            path: path.to_owned(),
            why,
        };
        let header = if mapping.header {
            let record = reader.next().map_err(|fault| cannot_read(path, fault))?;
            Some(record.ok_or_else(|| bad_header("the file is empty".into()))?)
        } else {
            None
        };
        Ok(Table {
            path,
            mapping,
            cutter: Cutter::new(mapping, header.as_ref()).map_err(bad_header)?,
            reader,
        })
    }

    fn go_to(&mut self, offset: u64, line: u64) -> Result<(), ImportError> {
        let unreadable = |source| ImportError::Read {
            path: self.path.to_owned(),
            source,
        };
        let mut file = File::open(self.path).map_err(unreadable)?;
        file.seek(SeekFrom::Start(offset)).map_err(unreadable)?;
        self.reader = RecordReader::new(BufReader::new(file), self.mapping.format, offset, line);
        Ok(())
    }

    /// The next rows, as many as surely fit into a batch, and how many empty lines stood among them.
    fn batch(&mut self) -> Result<(Vec<Row>, u64), ImportError> {
        let end = self.reader.offset() + (BATCH_INPUT_BYTES_MAX - RECORD_BYTES_MAX) as u64;
        let (mut rows, mut records, mut empty_lines) = (Vec::new(), 0, 0);
        // Each row may bring a source besides its claims.
        let row_max = self.mapping.predicates.len() + 1;
        while records + row_max <= BATCH_RECORDS_MAX && self.reader.offset() < end {
            let Some(record) = self.next()? else {
                break;
            };
            if record.bytes.is_empty() {
                empty_lines += 1;
                continue;
            }
            let row = self.cutter.row(&record);
            // A row that can't be cut makes no records, but counts here, so that a batch of refusals stays small as well.
            let filled = |cells: &Vec<String>| self.mapping.filled(cells) + 1;
            records += row.content.as_ref().map_or(row_max, filled);
            rows.push(row);
        }
        Ok((rows, empty_lines))
    }

    fn next(&mut self) -> Result<Option<RawRecord>, ImportError> {
        let record = self.reader.next();
        record.map_err(|fault| cannot_read(self.path, fault))
    }
}

fn cannot_read(path: &Path, fault: RecordFault) -> ImportError {
    match fault {
        RecordFault::UnclosedQuote(line) => ImportError::UnclosedQuote {
            line,
            max: RECORD_BYTES_MAX,
        },
        RecordFault::Read(source) => ImportError::Read {
            path: path.to_owned(),
            source,
        },
    }
}
