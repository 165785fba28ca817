//! One scan: files in batches over all cores, each batch matched and then asked about.

use std::sync::Arc;

use aphoria_core::{Hit, Span};
use aphoria_matching::{Matcher, MatcherError, Scratch, Stats};
use aphoria_source::Projects;
use rayon::prelude::*;
use stemedb_plugins::extractors::{self as told, ExtractorFault, ExtractorFaultKind};

use crate::columns::{Columns, FileOf, to_u32};
use crate::extracting::Extracting;
use crate::globs::Globs;
use crate::questions::{Asked, span_in};

/// Bytes of text that one batch reads; its files are in memory together.
const BATCH_BYTES: usize = 2 << 20;
/// Files of one batch at most.
const BATCH_FILES: usize = 512;

/// A selection of extractors over which files are scanned.
pub struct Scanner {
    extractors: Vec<Arc<dyn Extracting>>,
    globs: Vec<Globs>,
    matcher: Matcher,
    clock: fn() -> u64,
}

/// Something that an extractor saw, held against its file.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Number of the extractor in the selection.
    pub extractor: u32,
    /// What it rests on.
    pub span: Span,
    /// What must never be shown.
    pub secret: Option<Span>,
    /// End of the concept path.
    pub concept: String,
    /// The predicate.
    pub predicate: String,
    /// The value.
    pub value: aphoria_core::Value,
    /// How sure, 0 ..= 1.
    pub confidence: f64,
    /// What was seen.
    pub reason: String,
}

/// Something that was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Number of the extractor.
    pub extractor: u32,
    /// The file, from the scan's root.
    pub path: String,
    /// What went wrong.
    pub kind: ExtractorFaultKind,
    /// In words.
    pub detail: String,
}

/// What came of some files.
#[derive(Debug, Default)]
pub struct Outcome<T> {
    /// What the caller made of each file and what was seen in it, in the order of the files.
    pub files: Vec<T>,
    /// What was not done.
    pub faults: Vec<Fault>,
    /// Hits beyond the limits: extractor, path, how many.
    pub dropped: Vec<(u32, String, u32)>,
    /// What it cost.
    pub stats: ScanStats,
}

/// What a scan cost.
#[derive(Debug, Clone, Default)]
pub struct ScanStats {
    /// Matching.
    pub matching: Stats,
    /// Calls into guests.
    pub calls: u64,
    /// Bytes copied into them.
    pub bytes_in: u64,
    /// Hits handed to them.
    pub hits: u64,
    /// The same, by the extractor's number.
    pub hits_by: Vec<u64>,
    /// Nanoseconds in guests, with what they asked of the host.
    pub guests_ns: u64,
}

impl ScanStats {
    /// Adds another part of the scan.
    pub fn add(&mut self, other: &Self) {
        self.matching.add(&other.matching);
        self.calls += other.calls;
        self.bytes_in += other.bytes_in;
        self.hits += other.hits;
        self.hits_by
            .resize(self.hits_by.len().max(other.hits_by.len()), 0);
        for (own, other) in self.hits_by.iter_mut().zip(&other.hits_by) {
            *own += other;
        }
        self.guests_ns += other.guests_ns;
    }

    /// Hits handed to an extractor.
    #[must_use]
    pub fn hits_of(&self, extractor: u32) -> u64 {
        self.hits_by.get(extractor as usize).copied().unwrap_or(0)
    }
}

impl Scanner {
    /// A selection, ready to scan. The clock counts nanoseconds for the statistics alone.
    ///
    /// # Errors
    /// Names the extractor whose patterns or globs can't be used.
    pub fn new(
        extractors: Vec<Arc<dyn Extracting>>,
        clock: fn() -> u64,
    ) -> Result<Self, ScannerError> {
        let descriptions: Vec<_> = extractors
            .iter()
            .map(|extractor| extractor.description().clone())
            .collect();
        let globs = descriptions.iter().map(|description| {
            Globs::new(&description.globs).map_err(|detail| ScannerError::Globs {
                extractor: description.id.clone(),
                detail,
            })
        });
        Ok(Self {
            globs: globs.collect::<Result<_, _>>()?,
            matcher: Matcher::new(&descriptions)?,
            extractors,
            clock,
        })
    }

    /// The extractors of the selection, by their numbers.
    #[must_use]
    pub fn extractors(&self) -> &[Arc<dyn Extracting>] {
        &self.extractors
    }

    /// The matcher.
    #[must_use]
    pub fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// Scans files on the threads of the current pool. `read` gives a file of the list, or none if there is nothing to
    /// look at; `take` makes something of the file and what was seen in it.
    pub fn scan<F: Sync, T: Send>(
        &self,
        files: &[F],
        projects: &Arc<Projects>,
        read: impl Fn(&F) -> Option<FileOf> + Sync,
        take: impl Fn(&F, &FileOf, Vec<Seen>) -> T + Sync,
        size: impl Fn(&F) -> usize,
    ) -> Outcome<T> {
        let batches = batches(files, size);
        let parts: Vec<Outcome<T>> = batches
            .into_par_iter()
            .map(|batch| self.batch(batch, projects, &read, &take))
            .collect();
        let mut whole = Outcome {
            files: Vec::with_capacity(files.len()),
            faults: Vec::new(),
            dropped: Vec::new(),
            stats: ScanStats::default(),
        };
        for part in parts {
            whole.files.extend(part.files);
            whole.faults.extend(part.faults);
            whole.dropped.extend(part.dropped);
            whole.stats.add(&part.stats);
        }
        whole
    }

    fn batch<F, T>(
        &self,
        files: &[F],
        projects: &Arc<Projects>,
        read: &impl Fn(&F) -> Option<FileOf>,
        take: &impl Fn(&F, &FileOf, Vec<Seen>) -> T,
    ) -> Outcome<T> {
        let mut part = Part::new(self, projects);
        let mut kept = Vec::with_capacity(files.len());
        for file in files {
            if let Some(read) = read(file) {
                kept.push((file, part.matched(read)));
            }
        }
        part.ask_all();
        let Part {
            mut seen,
            faults,
            dropped,
            stats,
            ..
        } = part;
        let files = kept.iter().enumerate().map(|(number, (file, read))| {
            let mut seen = seen.get_mut(number).map(std::mem::take).unwrap_or_default();
            seen.sort_by(order);
            take(file, read, seen)
        });
        Outcome {
            files: files.collect(),
            faults,
            dropped,
            stats,
        }
    }
}

/// One order for what is seen in a file, whoever saw it first.
fn order(one: &Seen, two: &Seen) -> std::cmp::Ordering {
    let place = |seen: &Seen| (seen.span, seen.extractor);
    place(one)
        .cmp(&place(two))
        .then_with(|| one.concept.cmp(&two.concept))
        .then_with(|| one.predicate.cmp(&two.predicate))
        .then_with(|| two.confidence.total_cmp(&one.confidence))
        .then_with(|| one.reason.cmp(&two.reason))
}

/// Files in runs of about the same size; where a run ends depends on nothing but the files.
fn batches<F>(files: &[F], size: impl Fn(&F) -> usize) -> Vec<&[F]> {
    let mut batches = Vec::new();
    let (mut start, mut bytes) = (0, 0_usize);
    for (at, file) in files.iter().enumerate() {
        bytes = bytes.saturating_add(size(file));
        if bytes >= BATCH_BYTES || at + 1 - start >= BATCH_FILES {
            batches.extend(files.get(start..=at));
            (start, bytes) = (at + 1, 0);
        }
    }
    batches.extend(files.get(start..).filter(|rest| !rest.is_empty()));
    batches
}

/// A batch while it is worked on.
struct Part<'s> {
    scanner: &'s Scanner,
    projects: &'s Arc<Projects>,
    scratch: Scratch,
    columns: Vec<Columns>,
    /// Numbers, in the batch, of the files of each extractor's call.
    numbers: Vec<Vec<usize>>,
    seen: Vec<Vec<Seen>>,
    faults: Vec<Fault>,
    dropped: Vec<(u32, String, u32)>,
    stats: ScanStats,
}

impl<'s> Part<'s> {
    fn new(scanner: &'s Scanner, projects: &'s Arc<Projects>) -> Self {
        let count = scanner.extractors.len();
        Self {
            scanner,
            projects,
            scratch: Scratch::default(),
            columns: (0..count).map(|_| Columns::default()).collect(),
            numbers: vec![Vec::new(); count],
            seen: Vec::new(),
            faults: Vec::new(),
            dropped: Vec::new(),
            stats: ScanStats {
                matching: Stats::new(scanner.clock),
                hits_by: vec![0; count],
                ..ScanStats::default()
            },
        }
    }

    /// Finds the hits of a file and puts them into the calls of those whose they are.
    fn matched(&mut self, file: FileOf) -> Arc<FileOf> {
        let file = Arc::new(file);
        let number = self.seen.len();
        self.seen.push(Vec::new());
        let globs = &self.scanner.globs;
        let selected = |extractor: u32| {
            let globs = globs.get(extractor as usize);
            globs.is_some_and(|globs| globs.fits(&file.path))
        };
        let found = self.scanner.matcher.hits(
            &file.source,
            &selected,
            &mut self.scratch,
            &mut self.stats.matching,
        );
        for (extractor, count) in found.dropped {
            self.dropped.push((extractor, file.path.clone(), count));
        }
        for (extractor, pattern) in found.broken {
            self.faults.push(Fault {
                extractor,
                path: file.path.clone(),
                kind: ExtractorFaultKind::BadResult,
                detail: format!("its pattern number {pattern} can't be compiled"),
            });
        }
        self.stats.hits += found.hits.len() as u64;
        for hit in &found.hits {
            if let Some(count) = self.stats.hits_by.get_mut(hit.extractor as usize) {
                *count += 1;
            }
        }
        for (extractor, columns) in self.columns.iter_mut().enumerate() {
            let own = |hit: &&Hit| hit.extractor == to_u32(extractor);
            let mut own = found.hits.iter().filter(own).peekable();
            if own.peek().is_some() {
                columns.add(&file, own);
                if let Some(numbers) = self.numbers.get_mut(extractor) {
                    numbers.push(number);
                }
            }
        }
        file
    }

    fn ask_all(&mut self) {
        for (extractor, columns) in std::mem::take(&mut self.columns).into_iter().enumerate() {
            if !columns.sources.is_empty() {
                let numbers = std::mem::take(&mut self.numbers[extractor]);
                self.ask(to_u32(extractor), columns, &numbers);
            }
        }
    }

    /// One call; if it fails, one for each file, so that a file pays for itself alone.
    fn ask(&mut self, extractor: u32, columns: Columns, numbers: &[usize]) {
        let sources = columns.sources.clone();
        match self.call(extractor, columns) {
            Ok(said) => self.keep(extractor, said, &sources, numbers),
            // Time is not repeated: a second try would take as long and say no more.
            Err(fault) if sources.len() == 1 || fault.kind == ExtractorFaultKind::Deadline => {
                for source in &sources {
                    self.faults.push(Fault {
                        extractor,
                        path: source.path.clone(),
                        kind: fault.kind,
                        detail: fault.detail.clone(),
                    });
                }
            }
            Err(_) => {
                for (source, number) in sources.iter().zip(numbers) {
                    let columns = self.columns_of(extractor, source);
                    self.ask(extractor, columns, &[*number]);
                }
            }
        }
    }

    /// The columns of one file, found again: a failed call is rare, so its hits are not kept for it.
    fn columns_of(&mut self, extractor: u32, file: &Arc<FileOf>) -> Columns {
        let found = self.scanner.matcher.hits(
            &file.source,
            &|other| other == extractor,
            &mut self.scratch,
            &mut self.stats.matching,
        );
        let mut columns = Columns::default();
        columns.add(file, &found.hits);
        columns
    }

    fn call(
        &mut self,
        extractor: u32,
        columns: Columns,
    ) -> Result<Vec<told::Observation>, ExtractorFault> {
        let bytes = columns.bytes() as u64;
        let Columns {
            files,
            hits,
            sources,
        } = columns;
        let projects = Arc::clone(self.projects);
        let asked = Arc::new(Asked::new(sources, projects, self.scanner.clock));
        let questions = Arc::clone(&asked);
        let begun = (self.scanner.clock)();
        let said = self.scanner.extractors[extractor as usize].extract(&files, &hits, questions);
        self.stats.matching.add(&asked.stats());
        self.stats.guests_ns += (self.scanner.clock)().saturating_sub(begun);
        self.stats.calls += 1;
        self.stats.bytes_in += bytes;
        said
    }

    fn keep(
        &mut self,
        extractor: u32,
        said: Vec<told::Observation>,
        sources: &[Arc<FileOf>],
        numbers: &[usize],
    ) {
        for one in said {
            let at = one.file as usize;
            let (Some(source), Some(&number)) = (sources.get(at), numbers.get(at)) else {
                continue;
            };
            match held(extractor, one, source) {
                Ok(seen) => self.seen[number].push(seen),
                Err(detail) => self.faults.push(Fault {
                    extractor,
                    path: source.path.clone(),
                    kind: ExtractorFaultKind::BadResult,
                    detail,
                }),
            }
        }
    }
}

/// Holds an observation against its file: it must rest on something that is there.
fn held(extractor: u32, own: told::Observation, file: &FileOf) -> Result<Seen, String> {
    let length = to_u32(file.source.text().len());
    let inside = |span: told::Span| span.end <= length;
    if !inside(own.span) || !own.secret.is_none_or(inside) {
        return Err("an observation rests on what is behind the file's end".to_owned());
    }
    Ok(Seen {
        extractor,
        span: span_in(own.span),
        secret: own.secret.map(span_in),
        concept: own.concept,
        predicate: own.predicate,
        value: match own.value {
            told::Value::Flag(flag) => aphoria_core::Value::Flag(flag),
            told::Value::Number(number) => aphoria_core::Value::Number(number),
            told::Value::Text(text) => aphoria_core::Value::Text(text),
        },
        confidence: own.confidence,
        reason: own.reason,
    })
}

/// Why a selection can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ScannerError {
    /// Its patterns.
    #[error(transparent)]
    Matcher(#[from] MatcherError),
    /// Its globs.
    #[error("The extractor {extractor} has a glob that can't be used: {detail}")]
    Globs {
        /// Which.
        extractor: String,
        /// Why.
        detail: String,
    },
}
