//! A batch: some rows, signed on all cores, sent, and counted by what the sink answers.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use stemedb_core::{Id, SignedRecord};

use crate::claims::{CellOutcome, Refused, RowOutcome};
use crate::error::ImportError;
use crate::limits::REMEMBERED_MAX;
use crate::mapping::Mapping;
use crate::report::{Reason, Refusal, Report, beginning};
use crate::rows::Row;
use crate::sink::{Sink, SinkOutcome};

/// Applies `work` to all rows on several threads; the results keep the rows' order.
pub(crate) fn in_parallel<W>(
    rows: &[Row],
    threads: NonZeroUsize,
    work: W,
) -> Result<Vec<RowOutcome>, ImportError>
where
    W: Fn(&Row) -> RowOutcome + Sync,
{
    let share = rows.len().div_ceil(threads.get()).max(1);
    let work = &work;
    std::thread::scope(|scope| {
        let mut started = Vec::new();
        for part in rows.chunks(share) {
            let all = move || part.iter().map(work).collect::<Vec<_>>();
            let thread = std::thread::Builder::new().spawn_scoped(scope, all);
            started.push(thread.map_err(ImportError::Thread)?);
        }
        let mut outcomes = Vec::with_capacity(rows.len());
        for thread in started {
            match thread.join() {
                Ok(part) => outcomes.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok(outcomes)
    })
}

/// The sources already sent, so that each goes out once.
#[derive(Default)]
pub(crate) struct SentSources {
    known: BTreeSet<Id>,
}

impl SentSources {
    fn is_new(&mut self, id: Id) -> bool {
        if self.known.len() >= REMEMBERED_MAX {
            self.known.clear();
        }
        self.known.insert(id)
    }
}

/// Where an answer is counted.
enum Origin {
    Source,
    Cell { row: usize, predicate: usize },
}

/// A batch on its way: the records and, place for place, where they come from.
struct Outgoing {
    records: Vec<SignedRecord>,
    origins: Vec<Origin>,
}

/// Sends the claims of some rows and counts every cell. Refusals come back in the order of the file. The report is touched only
/// once the sink has answered, so after an error it still says what is known.
pub(crate) fn send(
    mapping: &Mapping,
    rows: &[Row],
    outcomes: Vec<RowOutcome>,
    sources: &mut SentSources,
    sink: &mut dyn Sink,
    report: &mut Report,
) -> Result<Vec<Refusal>, ImportError> {
    let mut tally = Tally {
        mapping,
        rows,
        report: mapping.empty_report(),
        refusals: Vec::new(),
    };
    let outgoing = tally.sort(outcomes, sources);
    let sent = outgoing.records.len();
    let answers = if sent == 0 {
        Vec::new()
    } else {
        sink.send(outgoing.records)?
    };
    if answers.len() != sent {
        let answered = answers.len();
        return Err(ImportError::SinkAnswers { sent, answered });
    }
    for (origin, answer) in outgoing.origins.iter().zip(answers) {
        tally.answer(origin, answer);
    }
    tally.report.rows = rows.len() as u64;
    report.absorb(&tally.report);
    tally.refusals.sort_by_key(|refusal| refusal.line);
    Ok(tally.refusals)
}

struct Tally<'a> {
    mapping: &'a Mapping,
    rows: &'a [Row],
    report: Report,
    refusals: Vec<Refusal>,
}

impl Tally<'_> {
    /// Counts what needs no sink, and lines up the rest.
    fn sort(&mut self, outcomes: Vec<RowOutcome>, sources: &mut SentSources) -> Outgoing {
        let mut out = Outgoing {
            records: Vec::new(),
            origins: Vec::new(),
        };
        for (row, outcome) in outcomes.into_iter().enumerate() {
            if let Some(draft) = outcome.source
                && sources.is_new(draft.id)
                // The draft has been encoded once, so signing it can't fail; were it to, its claims would be refused.
                && let Ok(record) = draft.sign()
            {
                out.records.push(record);
                out.origins.push(Origin::Source);
            }
            for (predicate, cell) in outcome.cells.into_iter().enumerate() {
                match cell {
                    CellOutcome::Empty => self.report.predicates[predicate].counts.empty(),
                    CellOutcome::Refused(refused) => self.refuse(row, predicate, refused),
                    CellOutcome::Claim(record) => {
                        out.records.push(*record);
                        out.origins.push(Origin::Cell { row, predicate });
                    }
                }
            }
        }
        out
    }

    fn answer(&mut self, origin: &Origin, answer: SinkOutcome) {
        match (origin, answer) {
            (Origin::Source, SinkOutcome::Accepted) => self.report.sources.accepted += 1,
            (Origin::Source, SinkOutcome::Duplicate) => self.report.sources.duplicate += 1,
            (Origin::Source, SinkOutcome::Refused(why)) => {
                self.report.sources.refused += 1;
                self.report.rejection(&why);
            }
            (Origin::Cell { predicate, .. }, SinkOutcome::Accepted) => {
                self.report.predicates[*predicate].counts.accepted();
            }
            (Origin::Cell { predicate, .. }, SinkOutcome::Duplicate) => {
                self.report.predicates[*predicate].counts.duplicate();
            }
            (Origin::Cell { row, predicate }, SinkOutcome::Refused(why)) => {
                self.report.rejection(&why);
                let refused = Refused {
                    reason: Reason::Rejected,
                    detail: Some(beginning(&why)),
                };
                self.refuse(*row, *predicate, refused);
            }
        }
    }

    fn refuse(&mut self, row: usize, predicate: usize, refused: Refused) {
        let rule = &self.mapping.predicates[predicate];
        let text = match &self.rows[row].content {
            Ok(cells) => beginning(rule.column.of(cells)),
            Err(bad) => bad.text.clone(),
        };
        self.report.predicates[predicate]
            .counts
            .refused(refused.reason);
        self.refusals.push(Refusal {
            line: self.rows[row].line,
            column: rule.column_name.clone(),
            predicate: rule.predicate.clone(),
            text,
            reason: refused.reason,
            detail: refused.detail,
        });
    }
}
