//! Calls that change nothing of the claims: questions, traces, audits, the feed, lists, health.

use serde_json::Value;
use stemedb_wire::{
    AuditEntry, AuditList, Feed, Health, ImpactView, PluginList, QueryResponse, Question,
    ReplayResponse, Trace,
};

use crate::error::ClientError;
use crate::retry::Repeat;
use crate::transport::{Call, Client, encode, path};

/// Which audited queries are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditPage {
    /// Only queries before this one.
    pub before: Option<String>,
    /// Only queries about this subject.
    pub subject: Option<String>,
    /// How many at most.
    pub limit: Option<u32>,
}

/// What is asked of the withdrawal of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impact {
    /// The source's id.
    pub source: String,
    /// How many claims are listed at most.
    pub limit: Option<u32>,
}

impl Client {
    /// Asks a question.
    ///
    /// # Errors
    /// What the server can't read, bind or run, or what is wrong with the connection.
    pub fn query(&self, question: &Question) -> Result<QueryResponse, ClientError> {
        self.json(&asked("/v1/query", question, true)?)
    }

    /// Asks a question through the lens that looks for contradictions. The question's own lens is left out of account.
    ///
    /// # Errors
    /// As [`Client::query`].
    pub fn skeptic(&self, question: &Question) -> Result<QueryResponse, ClientError> {
        self.json(&asked("/v1/skeptic", question, false)?)
    }

    /// Asks a question tier by tier. The question's own lens is left out of account.
    ///
    /// # Errors
    /// As [`Client::query`].
    pub fn layered(&self, question: &Question) -> Result<QueryResponse, ClientError> {
        self.json(&asked("/v1/layered", question, false)?)
    }

    /// A record with everything that it rests on and that was said of it.
    ///
    /// # Errors
    /// An id that is none or is not there, or what is wrong with the connection.
    pub fn trace(&self, id: &str) -> Result<Trace, ClientError> {
        self.json(&Call::get(path("/v1/trace/", id, "")))
    }

    /// What rests on a source.
    ///
    /// # Errors
    /// As [`Client::trace`].
    pub fn impact(&self, impact: &Impact) -> Result<ImpactView, ClientError> {
        let path = path("/v1/sources/", &impact.source, "/impact");
        self.json(&Call::get(path).with("limit", impact.limit))
    }

    /// Audited queries, newest first.
    ///
    /// # Errors
    /// What the server can't read, or what is wrong with the connection.
    pub fn audits(&self, page: &AuditPage) -> Result<AuditList, ClientError> {
        let call = Call::get("/v1/audit/queries")
            .with("before", page.before.as_ref())
            .with("subject", page.subject.as_ref())
            .with("limit", page.limit);
        self.json(&call)
    }

    /// One audited query.
    ///
    /// # Errors
    /// As [`Client::trace`].
    pub fn audit(&self, query_id: &str) -> Result<AuditEntry, ClientError> {
        self.json(&Call::get(path("/v1/audit/query/", query_id, "")))
    }

    /// Answers an audited question again and compares.
    ///
    /// # Errors
    /// As [`Client::trace`].
    pub fn replay(&self, query_id: &str) -> Result<ReplayResponse, ClientError> {
        let path = path("/v1/replay/", query_id, "");
        self.json(&Call::post(path, b"", Repeat::Harmless))
    }

    /// Records after a log position, in the order in which the server accepted them.
    ///
    /// # Errors
    /// As [`Client::audits`].
    pub fn feed(&self, after: u64, limit: u32) -> Result<Feed, ClientError> {
        let call = Call::get("/v1/feed")
            .with("after", Some(after))
            .with("limit", Some(limit));
        self.json(&call)
    }

    /// Slots, installed plugins and the latest decisions.
    ///
    /// # Errors
    /// As [`Client::audits`].
    pub fn plugins(&self) -> Result<PluginList, ClientError> {
        self.json(&Call::get("/v1/plugins"))
    }

    /// How the server is.
    ///
    /// # Errors
    /// What is wrong with the connection.
    pub fn health(&self) -> Result<Health, ClientError> {
        self.json(&Call::get("/v1/health"))
    }
}

/// A question as query parameters, which have the names of its fields.
fn asked(path: &str, question: &Question, with_lens: bool) -> Result<Call<'static>, ClientError> {
    let json = encode(question)?;
    let fields: serde_json::Map<String, Value> =
        serde_json::from_slice(&json).map_err(|error| ClientError::Setting {
            what: "the question".to_owned(),
            why: error.to_string(),
        })?;
    let mut call = Call::get(path);
    for (name, value) in fields {
        if name == "lens" && !with_lens {
            continue;
        }
        let text = match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        call.query.push((name, text));
    }
    Ok(call)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn a_question_becomes_parameters_with_the_names_of_its_fields() {
        let mut question = Question::new("a b", "p&q").lens("recency");
        question.as_of = Some("2025-01-01".to_owned());
        let call = asked("/v1/query", &question, true).unwrap();
        let has = |name: &str, value: &str| {
            let pair = (name.to_owned(), value.to_owned());
            assert!(call.query.contains(&pair), "{name}: {:?}", call.query);
        };
        has("subject", "a b");
        has("predicate", "p&q");
        has("lens", "recency");
        has("as_of", "2025-01-01");
        has("include_retracted", "false");
        assert!(!call.query.iter().any(|(name, _)| name == "known_at"));
        let call = asked("/v1/skeptic", &question, false).unwrap();
        assert!(!call.query.iter().any(|(name, _)| name == "lens"));
    }
}
