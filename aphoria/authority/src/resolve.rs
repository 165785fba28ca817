//! Which demand holds: the corpus as signed claims in an embedded database, asked through the lens `aphoria-authority`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use stemedb_core::{Body, Clock, Header, Object, SignedRecord, Signer, SourceClass, Timestamp};
use stemedb_engine::{Engine, Error, Options};
use stemedb_wire::Question;

use crate::corpus::Corpus;
use crate::demand::{Claim, tail};
use crate::verdict::force;

/// What holds, pair by pair, and who said so.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// All demands.
    pub corpus: Corpus,
    /// The lens that judged: id, version and digest.
    pub lens: String,
    /// By the last two segments of the concept path and the predicate, with a space between.
    pub held: BTreeMap<String, Held>,
}

/// What holds of one pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// Number, in the corpus, of the claim that decides.
    pub claim: usize,
    /// The lens's confidence in it, 0 ..= 1.
    pub confidence: f64,
    /// Numbers of all claims on the pair.
    pub claims: Vec<usize>,
}

/// Why the corpus could not be resolved.
#[derive(Debug, thiserror::Error)]
pub enum ResolveError {
    /// The embedded database.
    #[error("the embedded database of demands: {0}")]
    Database(#[from] Error),
    /// A record could not be made.
    #[error("the claim `{claim}` can't be a record: {detail}")]
    Record {
        /// Its id.
        claim: String,
        /// Why.
        detail: String,
    },
    /// The answer names a claim that is none of ours.
    #[error("the lens answered with a claim that is not in the corpus, for {0}")]
    Unknown(String),
    /// No randomness for a key.
    #[error("no key could be drawn: {0}")]
    Key(String),
}

impl Resolved {
    /// What holds of a concept path and predicate.
    #[must_use]
    pub fn on(&self, concept: &str, predicate: &str) -> Option<&Held> {
        self.held.get(&key(tail(concept), predicate))
    }
}

fn key(tail: &str, predicate: &str) -> String {
    format!("{tail} {predicate}")
}

/// The key of the metadata that names a claim.
const ID: &str = "id";

/// Loads the corpus into a database in `folder`, which should be empty, and asks the lens about every pair.
///
/// # Errors
/// What the database refuses, and answers that make no sense.
pub fn resolve(
    corpus: Corpus,
    folder: &Path,
    lens: &[u8],
    clock: Arc<dyn Clock>,
) -> Result<Resolved, ResolveError> {
    let mut options = Options::folder(folder)?;
    let now: Timestamp = clock.now_ms();
    options.clock = clock;
    let engine = Engine::open(options)?;
    let judge = engine.install(lens)?;
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| ResolveError::Key(error.to_string()))?;
    let signer = Signer::from_seed(&seed);
    let mut records = Vec::new();
    for claim in &corpus.claims {
        records.push(record(claim, &signer, now)?);
    }
    for outcome in engine.write(records) {
        outcome.map_err(|error| ResolveError::Record {
            claim: "of the corpus".to_owned(),
            detail: error.to_string(),
        })?;
    }
    let mut pairs: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (number, claim) in corpus.claims.iter().enumerate() {
        let pair = (claim.tail().to_owned(), claim.predicate.clone());
        pairs.entry(pair).or_default().push(number);
    }
    let expression = format!("{}@{}", judge.id, judge.digest);
    let mut held = BTreeMap::new();
    for ((tail, predicate), claims) in pairs {
        let question = Question::new(subject(&tail), &predicate).lens(&expression);
        let answer = engine.query(&question)?.response().answer;
        let told = answer.winner.as_ref().and_then(|winner| {
            let id = winner.metadata.get(ID)?;
            claims.iter().copied().find(|&number| {
                corpus
                    .claims
                    .get(number)
                    .is_some_and(|claim| claim.id == *id)
            })
        });
        let claim = told.ok_or_else(|| ResolveError::Unknown(format!("{tail} {predicate}")))?;
        let found = Held {
            claim,
            confidence: answer.confidence,
            claims,
        };
        held.insert(key(&tail, &predicate), found);
    }
    Ok(Resolved {
        corpus,
        lens: format!("{} {} {}", judge.id, judge.version, judge.digest),
        held,
    })
}

/// Demands on one thing meet under one subject, whatever the scheme of the authority.
fn subject(tail: &str) -> String {
    format!("authority://{tail}")
}

fn record(claim: &Claim, signer: &Signer, now: Timestamp) -> Result<SignedRecord, ResolveError> {
    let mut stated = stemedb_core::Claim::new(
        subject(claim.tail()),
        claim.predicate.clone(),
        Object::Text(claim.demand()),
    );
    // Tiers are 0 to 5 and forces 0 to 1: both were checked when the corpus was read.
    stated.source_class =
        SourceClass::from_number(u64::from(claim.tier)).unwrap_or(SourceClass::Anecdotal);
    stated.confidence = (force(&claim.requirement) * 1e6) as u32;
    stated.lifecycle = stemedb_core::Lifecycle::Approved;
    for (name, text) in [
        (ID, &claim.id),
        ("path", &claim.concept),
        ("document", &claim.document),
        ("section", &claim.section),
        ("requirement", &claim.requirement),
        ("says", &claim.says),
    ] {
        stated.metadata.insert(name.to_owned(), text.clone());
    }
    let header = Header {
        namespace: "public".to_owned(),
        author: signer.agent(),
        time: now,
    };
    SignedRecord::sign(header, Body::Claim(stated), signer).map_err(|error| ResolveError::Record {
        claim: claim.id.clone(),
        detail: error.to_string(),
    })
}
