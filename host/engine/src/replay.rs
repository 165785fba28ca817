//! Replay: an audited answer is computed again from its entry, on fresh instances, and compared bit for bit.

use stemedb_plugins::{CallMode, CallScope, Slots};
use stemedb_storage::AuditKey;
use stemedb_wire::{Answer, AuditEntry, AuditList, ReplayResponse};

use crate::ask::parse;
use crate::error::{Error, ErrorKind};
use crate::open::Engine;

/// Most audit entries of one list.
const LIST_MAX: usize = 1_000;

impl Engine {
    /// Answers an audited question again, at the same position and with the same plugin bytes.
    ///
    /// # Errors
    /// An unknown query id, or a plugin that is no longer installed.
    pub fn replay(&self, query_id: &str) -> Result<ReplayResponse, Error> {
        let entry = self.audit_entry(query_id)?;
        let asked = self.settle_again(&entry)?;
        let pipeline = self.bind(&parse(&entry.lens)?, &Slots::default())?;
        let standing = self.standing_at(entry.position)?;
        let scope = CallScope {
            namespace: asked.namespace.as_str().into(),
            mode: CallMode::Fresh,
        };
        let answered = self
            .reader
            .answer(&asked, &pipeline, &entry.lens, &standing, &scope)?;
        let replayed_digest = hex::encode(answered.digest);
        Ok(ReplayResponse {
            query_id: entry.query_id,
            identical: replayed_digest == entry.answer_digest,
            recorded_digest: entry.answer_digest,
            replayed_digest,
            answer: Answer::clone(&answered.answer),
        })
    }

    /// One audited query.
    ///
    /// # Errors
    /// An id that is no id or is not there.
    pub fn audit_entry(&self, query_id: &str) -> Result<AuditEntry, Error> {
        let key = audit_key(query_id)?;
        self.audit.get(&key)?.ok_or_else(|| {
            Error::new(
                ErrorKind::NotFound,
                "unknown_query",
                format!("the audit has no query {query_id}"),
            )
        })
    }

    /// Audited queries, newest first; of one subject if given.
    ///
    /// # Errors
    /// A `before` that is no query id.
    pub fn audit_list(
        &self,
        before: Option<&str>,
        subject: Option<&str>,
        limit: usize,
    ) -> Result<AuditList, Error> {
        let before = before.map(audit_key).transpose()?;
        let limit = limit.clamp(1, LIST_MAX);
        let wanted =
            |entry: &AuditEntry| subject.is_none_or(|subject| entry.question.subject == subject);
        let queries = self.audit.newest(before.as_ref(), limit, wanted)?;
        let full = queries.len() == limit;
        Ok(AuditList {
            before: queries
                .last()
                .filter(|_| full)
                .map(|entry| entry.query_id.clone()),
            queries,
        })
    }
}

fn audit_key(text: &str) -> Result<AuditKey, Error> {
    let mut key = [0; 16];
    hex::decode_to_slice(text, &mut key).map_err(|_| {
        Error::new(
            ErrorKind::Invalid,
            "invalid_query_id",
            format!("`{text}` is no query id; it has 32 hexadecimal digits"),
        )
    })?;
    Ok(key)
}
