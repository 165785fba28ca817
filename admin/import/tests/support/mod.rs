//! A sink in memory that can fail and refuse, and imports of small texts from a temporary folder.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use stemedb_core::{Body, Claim, Id, SignedRecord};
use stemedb_import::{
    ImportError, Mapping, Options, Progress, Refusal, Report, Settings, Sink, SinkOutcome, run,
};

/// Keeps what it gets, by id.
#[derive(Default)]
pub(crate) struct Memory {
    pub(crate) records: BTreeMap<Id, SignedRecord>,
    /// The order of arrival, duplicates left out.
    pub(crate) order: Vec<Id>,
    pub(crate) batches: usize,
    pub(crate) largest: usize,
    /// Fails instead of taking the batch with this number, from 0 on.
    pub(crate) fail_at: Option<usize>,
    /// Keeps the batch that it fails on, like a server whose answer is lost.
    pub(crate) keep_when_failing: bool,
    /// Refuses claims with this predicate.
    pub(crate) refuse: Option<&'static str>,
    /// Leaves out the last answer.
    pub(crate) forget_one: bool,
}

impl Memory {
    pub(crate) fn claims(&self) -> Vec<&Claim> {
        let claim = |id| match &self.records[id].body {
            Body::Claim(claim) => Some(claim),
            _ => None,
        };
        self.order.iter().filter_map(claim).collect()
    }

    /// `subject predicate = value` of every claim, in order of arrival.
    pub(crate) fn lines(&self) -> Vec<String> {
        let line = |c: &Claim| format!("{} {} = {}", c.subject, c.predicate, c.object);
        self.claims().into_iter().map(line).collect()
    }

    fn take(&mut self, record: SignedRecord) -> SinkOutcome {
        record.verify().unwrap();
        if let Body::Claim(claim) = &record.body {
            if Some(claim.predicate.as_str()) == self.refuse {
                return SinkOutcome::Refused("the quota is spent".into());
            }
            let known = claim.source.is_none_or(|id| self.records.contains_key(&id));
            assert!(known, "a claim came before its source");
        }
        let id = record.id;
        if self.records.insert(id, record).is_some() {
            return SinkOutcome::Duplicate;
        }
        self.order.push(id);
        SinkOutcome::Accepted
    }
}

impl Sink for Memory {
    fn send(&mut self, batch: Vec<SignedRecord>) -> Result<Vec<SinkOutcome>, ImportError> {
        let number = self.batches;
        self.batches += 1;
        self.largest = self.largest.max(batch.len());
        let fails = self.fail_at == Some(number);
        if fails && !self.keep_when_failing {
            return Err(ImportError::sink("the line is cut"));
        }
        let mut answers: Vec<_> = batch.into_iter().map(|record| self.take(record)).collect();
        if fails {
            return Err(ImportError::sink("the answer is lost"));
        }
        if self.forget_one {
            answers.pop();
        }
        Ok(answers)
    }
}

/// One input in a folder of its own.
pub(crate) struct Case {
    folder: tempfile::TempDir,
    pub(crate) mapping: String,
    pub(crate) options: Options,
    pub(crate) settings: Vec<&'static str>,
}

/// What an import came to.
pub(crate) struct Outcome {
    pub(crate) report: Result<Report, ImportError>,
    pub(crate) refusals: Vec<Refusal>,
    pub(crate) resumed_at: Option<u64>,
    pub(crate) without_checkpoint: bool,
}

impl Outcome {
    /// The report, which must add up.
    pub(crate) fn report(&self) -> &Report {
        let report = self.report.as_ref().unwrap();
        assert!(report.adds_up(), "{report:?}");
        assert_eq!(report.total().refused_total(), self.refusals.len() as u64);
        report
    }
}

impl Case {
    pub(crate) fn new(mapping: &str, input: &[u8]) -> Self {
        let case = Case {
            folder: tempfile::tempdir().unwrap(),
            mapping: mapping.to_owned(),
            options: Options::new([1; 32], "memory"),
            settings: Vec::new(),
        };
        std::fs::write(case.input(), input).unwrap();
        case
    }

    pub(crate) fn input(&self) -> PathBuf {
        self.folder.path().join("rows")
    }

    pub(crate) fn checkpoint(&self) -> PathBuf {
        self.folder.path().join("rows.steme-import")
    }

    pub(crate) fn run(&self, sink: &mut dyn Sink) -> Outcome {
        let mut settings = Settings::for_input(&self.input());
        for setting in &self.settings {
            settings.set(setting).unwrap();
        }
        let mapping = Mapping::parse(&self.mapping, &settings).unwrap();
        let (mut refusals, mut resumed_at, mut without_checkpoint) = (Vec::new(), None, false);
        let report = run(
            &self.input(),
            &mapping,
            &self.options,
            sink,
            &mut |progress| match progress {
                Progress::Refused(refusal) => refusals.push(refusal.clone()),
                Progress::Resumed { line } => resumed_at = Some(line),
                Progress::NoCheckpoint(_) => without_checkpoint = true,
                Progress::Batch {
                    done,
                    bytes,
                    report,
                } => assert!(done <= bytes && report.adds_up()),
                _ => {}
            },
        );
        Outcome {
            report,
            refusals,
            resumed_at,
            without_checkpoint,
        }
    }
}

/// A mapping over the columns `who`, `what`, `when`, `sure`, `value`, with the given kind of value.
pub(crate) fn mapping(format: &str, kind: &str) -> String {
    format!(
        r#"
format_version = 1

[input]
format = "{format}"
columns = ["who", "what", "when", "sure", "value"]

[claim]
subject = "thing/{{what}}"
agent = "{{who}}"
confidence = {{ column = "sure" }}
tier = 3
valid_time = {{ from = "column", column = "when", formats = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"] }}

[[predicates]]
column = "value"
predicate = "value"
kind = "{kind}"
normalise = "value"

[normalise.value]
absent = ["n/a", "unknown|none"]
time_formats = ["%Y-%m-%d %H:%M"]
"#
    )
}
