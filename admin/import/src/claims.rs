//! A row becomes claims: the pure part, run on several threads at once.

use std::sync::Arc;

use stemedb_core::{Body, Claim, Header, Id, RecordError, SignedRecord, Signer, SourceRecord};

use crate::agents::Agents;
use crate::mapping::{Mapping, PredicateRule};
use crate::report::Reason;
use crate::rows::Row;

/// What a row came to: one outcome for each predicate, in the mapping's order.
pub(crate) struct RowOutcome {
    pub(crate) cells: Vec<CellOutcome>,
    /// The source that the claims rest on; nothing if there are no claims or the mapping names no source.
    pub(crate) source: Option<SourceDraft>,
}

/// What one cell came to.
pub(crate) enum CellOutcome {
    Empty,
    Refused(Refused),
    Claim(Box<SignedRecord>),
}

/// Why a cell made no claim, with the broken rule where the reason alone does not tell it.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    pub(crate) reason: Reason,
    pub(crate) detail: Option<String>,
}

impl From<Reason> for Refused {
    fn from(reason: Reason) -> Self {
        Refused {
            reason,
            detail: None,
        }
    }
}

impl From<RecordError> for Refused {
    fn from(error: RecordError) -> Self {
        let reason = match error {
            RecordError::TooLong { .. } => Reason::TooLong,
            _ => Reason::Invalid,
        };
        Refused {
            reason,
            detail: Some(error.to_string()),
        }
    }
}

/// A source record that is signed only when it is sent: most rows name one that was sent before.
pub(crate) struct SourceDraft {
    pub(crate) id: Id,
    header: Header,
    body: Body,
    signer: Arc<Signer>,
}

impl SourceDraft {
    /// The signed record.
    pub(crate) fn sign(self) -> Result<SignedRecord, RecordError> {
        SignedRecord::sign(self.header, self.body, &self.signer)
    }
}

/// What all claims of a row share.
struct Frame {
    signer: Arc<Signer>,
    header: Header,
    /// The claim without predicate and object.
    claim: Claim,
    source: Option<SourceDraft>,
}

/// Turns a row into signed claims. The same row always comes to the same.
pub(crate) fn claims(mapping: &Mapping, agents: &Agents, row: &Row) -> RowOutcome {
    let cells = match &row.content {
        Ok(cells) => cells,
        Err(bad) => {
            let refused = |_: &PredicateRule| CellOutcome::Refused(bad.reason.into());
            return without_source(mapping.predicates.iter().map(refused).collect());
        }
    };
    let each = |outcome: &dyn Fn(&PredicateRule, &str) -> CellOutcome| {
        let one = |rule: &PredicateRule| {
            let cell = rule.column.of(cells);
            if rule.is_empty(cell) {
                CellOutcome::Empty
            } else {
                outcome(rule, cell)
            }
        };
        mapping.predicates.iter().map(one).collect::<Vec<_>>()
    };
    match frame(mapping, agents, cells) {
        Err(refused) => without_source(each(&|_, _| CellOutcome::Refused(refused.clone()))),
        Ok(frame) => {
            let cells = each(&|rule, cell| match claim(mapping, &frame, rule, cell) {
                Ok(record) => CellOutcome::Claim(Box::new(record)),
                Err(refused) => CellOutcome::Refused(refused),
            });
            let any = cells.iter().any(|c| matches!(c, CellOutcome::Claim(_)));
            RowOutcome {
                cells,
                source: frame.source.filter(|_| any),
            }
        }
    }
}

fn without_source(cells: Vec<CellOutcome>) -> RowOutcome {
    RowOutcome {
        cells,
        source: None,
    }
}

fn frame(mapping: &Mapping, agents: &Agents, cells: &[String]) -> Result<Frame, Refused> {
    let rules = &mapping.claim;
    let subject = rules.subject.fill(cells).ok_or(Reason::NoSubject)?;
    let agent = rules.agent.fill(cells).ok_or(Reason::NoAgent)?;
    let signer = agents.signer(&agent);
    let header = Header {
        namespace: rules.namespace.clone(),
        author: signer.agent(),
        time: rules.valid_time(cells, mapping.day())?,
    };
    let mut claim = Claim::new(subject, "", stemedb_core::Object::Boolean(false));
    claim.confidence = rules.confidence(cells)?;
    claim.source_class = rules.tier(cells);
    claim.lifecycle = rules.lifecycle;
    let source = match &rules.source {
        None => None,
        Some(template) => {
            let title = template.fill(cells).ok_or(Reason::NoSource)?;
            Some(source(mapping, &claim, title, &signer)?)
        }
    };
    claim.source = source.as_ref().map(|source| source.id);
    Ok(Frame {
        signer,
        header,
        claim,
        source,
    })
}

fn source(
    mapping: &Mapping,
    claim: &Claim,
    title: String,
    signer: &Arc<Signer>,
) -> Result<SourceDraft, RecordError> {
    let header = Header {
        namespace: mapping.claim.namespace.clone(),
        author: signer.agent(),
        time: mapping.claim.source_time,
    };
    let body = Body::Source(SourceRecord {
        title,
        citation: None,
        source_class: claim.source_class,
        digest: None,
        content: None,
    });
    let id = Body::id(body.kind(), &body.encode(&header)?);
    Ok(SourceDraft {
        id,
        header,
        body,
        signer: Arc::clone(signer),
    })
}

fn claim(
    mapping: &Mapping,
    frame: &Frame,
    rule: &PredicateRule,
    cell: &str,
) -> Result<SignedRecord, Refused> {
    let mut claim = frame.claim.clone();
    claim.predicate.clone_from(&rule.predicate);
    claim.object = mapping.value(rule, cell)?;
    let header = frame.header.clone();
    Ok(SignedRecord::sign(
        header,
        Body::Claim(claim),
        &frame.signer,
    )?)
}
