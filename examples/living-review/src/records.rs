//! The data as signed records, in an order in which everything that is referred to comes first.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use stemedb_core::{
    Body, CONFIDENCE_ONE, Claim, EpochRecord, Header, Id, Lifecycle, Object, RetractionRecord,
    SignedRecord, Signer, SourceClass, SourceRecord, SupersessionKind, VoteRecord,
};

use crate::data::{self, Data, Value};
use crate::story::Retraction;

/// The demo's agents sign with keys derived from this and their id. Everybody may know it: the keys are worth nothing.
const SEED: [u8; 32] = *b"stemedb demo: a living review...";

/// Signed records with the names that the data gives them.
#[derive(Debug, Default)]
pub struct Signed {
    /// In the order in which they are sent.
    pub records: Vec<SignedRecord>,
    /// Ids of sources by their name.
    pub sources: BTreeMap<String, Id>,
    /// Ids of claims by their key.
    pub claims: BTreeMap<String, Id>,
    epochs: BTreeMap<String, Id>,
}

/// The key of a demo agent.
#[must_use]
pub fn signer(agent: &str) -> Signer {
    Signer::derived(&SEED, agent)
}

/// Signs everything.
///
/// # Errors
/// Names what refers to something that does not exist.
pub fn sign(data: &Data) -> Result<Signed> {
    let mut signed = Signed::default();
    signed.add_sources(data)?;
    signed.add_epochs(&data.epochs)?;
    signed.add_claims(&data.claims, &data.sources)?;
    signed.add_voices(data)?;
    Ok(signed)
}

impl Signed {
    fn push(&mut self, agent: &str, valid_time: &str, body: Body) -> Result<Id> {
        let signer = signer(agent);
        let header = Header {
            namespace: "public".to_owned(),
            author: signer.agent(),
            time: midnight(valid_time)?,
        };
        let record = SignedRecord::sign(header, body, &signer)
            .with_context(|| format!("a record of {agent} at {valid_time}"))?;
        let id = record.id;
        self.records.push(record);
        Ok(id)
    }

    /// A source is recorded by the first agent that rests a claim on it.
    fn add_sources(&mut self, data: &Data) -> Result<()> {
        for source in &data.sources {
            let first = data.claims.iter().find(|claim| claim.source == source.id);
            let agent = first.with_context(|| format!("no claim rests on {}", source.id))?;
            let body = Body::Source(SourceRecord {
                title: source.title.clone(),
                citation: Some(source.citation.clone()),
                source_class: SourceClass::from_number(u64::from(source.tier))?,
                digest: None,
                content: None,
            });
            let id = self.push(&agent.agent, &source.date, body)?;
            self.sources.insert(source.id.clone(), id);
        }
        Ok(())
    }

    fn add_epochs(&mut self, epochs: &[data::Epoch]) -> Result<()> {
        for epoch in epochs {
            let supersedes = match (&epoch.supersedes, &epoch.kind) {
                (Some(old), Some(kind)) => {
                    let old = *self
                        .epochs
                        .get(old)
                        .with_context(|| format!("no epoch {old}"))?;
                    Some((old, kind.parse::<SupersessionKind>()?))
                }
                (None, None) => None,
                _ => bail!("epoch {} has only one of supersedes and kind", epoch.id),
            };
            let body = Body::Epoch(EpochRecord {
                name: epoch.name.clone(),
                supersedes,
            });
            let id = self.push(&epoch.agent, &epoch.valid_time, body)?;
            self.epochs.insert(epoch.id.clone(), id);
        }
        Ok(())
    }

    /// Claims, those with parents when their parents are signed.
    fn add_claims(&mut self, claims: &[data::Claim], sources: &[data::Source]) -> Result<()> {
        let tiers: BTreeMap<&str, u8> = sources
            .iter()
            .map(|source| (source.id.as_str(), source.tier))
            .collect();
        let mut waiting: Vec<&data::Claim> = claims.iter().collect();
        while !waiting.is_empty() {
            let before = waiting.len();
            let mut later = Vec::new();
            for claim in waiting {
                let ready = claim
                    .parent
                    .as_ref()
                    .is_none_or(|key| self.claims.contains_key(key));
                if ready {
                    self.add_claim(claim, &tiers)?;
                } else {
                    later.push(claim);
                }
            }
            if later.len() == before {
                let keys: BTreeSet<_> = later.iter().filter_map(|c| c.parent.as_ref()).collect();
                bail!("claims name parents that do not exist: {keys:?}");
            }
            waiting = later;
        }
        Ok(())
    }

    fn add_claim(&mut self, from: &data::Claim, tiers: &BTreeMap<&str, u8>) -> Result<()> {
        let tier = tiers
            .get(from.source.as_str())
            .with_context(|| format!("no source {}", from.source))?;
        let mut claim = Claim::new(&from.subject, &from.predicate, object(&from.object));
        claim.confidence = millionths(from.confidence);
        claim.source_class = SourceClass::from_number(u64::from(*tier))?;
        claim.lifecycle = from.lifecycle.parse::<Lifecycle>()?;
        claim.parent = from.parent.as_ref().map(|key| self.claims[key]);
        claim.source = self.sources.get(&from.source).copied();
        if let Some(epoch) = &from.epoch {
            let id = self
                .epochs
                .get(epoch)
                .with_context(|| format!("no epoch {epoch}"))?;
            claim.epoch = Some(*id);
        }
        if let Some(note) = &from.note {
            claim.metadata.insert("note".to_owned(), note.clone());
        }
        if from.made_up {
            claim
                .metadata
                .insert("made_up".to_owned(), "true".to_owned());
        }
        let id = self.push(&from.agent, &from.valid_time, Body::Claim(claim))?;
        if let Some(key) = &from.key {
            self.claims.insert(key.clone(), id);
        }
        Ok(())
    }

    fn add_voices(&mut self, data: &Data) -> Result<()> {
        for vote in &data.votes {
            let target = self.claim(&vote.claim)?;
            let weight = millionths(vote.weight);
            self.push(
                &vote.agent,
                &vote.valid_time,
                Body::Vote(VoteRecord { target, weight }),
            )?;
        }
        for cosignature in &data.cosignatures {
            let target = self.claim(&cosignature.claim)?;
            let found = self.records.iter().find(|record| record.id == target);
            let claim = found.with_context(|| format!("no claim {}", cosignature.claim))?;
            let time = midnight(&cosignature.valid_time)?;
            let record = claim.cosign(&signer(&cosignature.agent), time)?;
            self.records.push(record);
        }
        Ok(())
    }

    /// The claim of a key.
    ///
    /// # Errors
    /// When there is none.
    pub fn claim(&self, key: &str) -> Result<Id> {
        self.claims
            .get(key)
            .copied()
            .with_context(|| format!("no claim has the key {key}"))
    }

    /// The withdrawal of a source.
    ///
    /// # Errors
    /// When there is no such source.
    pub fn retraction(&self, retraction: &Retraction) -> Result<SignedRecord> {
        let source = self.sources.get(&retraction.source);
        let target = *source.with_context(|| format!("no source {}", retraction.source))?;
        let signer = signer(&retraction.agent);
        let header = Header {
            namespace: "public".to_owned(),
            author: signer.agent(),
            time: midnight(&retraction.valid_time)?,
        };
        let body = Body::Retraction(RetractionRecord {
            target,
            reason: retraction.reason.clone(),
        });
        Ok(SignedRecord::sign(header, body, &signer)?)
    }
}

fn object(value: &Value) -> Object {
    match value {
        Value::Number(number) => Object::Number(*number),
        Value::Text(text) => Object::Text(text.clone()),
        Value::Boolean(value) => Object::Boolean(*value),
        Value::Reference(name) => Object::Reference(name.clone()),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "0 ..= 1,000,000, clamped"
)]
fn millionths(share: f64) -> u32 {
    let one = f64::from(CONFIDENCE_ONE);
    (share * one).round().clamp(0.0, one) as u32
}

/// The first millisecond of a day, UTC.
fn midnight(day: &str) -> Result<u64> {
    let date: jiff::civil::Date = day.parse().with_context(|| format!("{day} is no day"))?;
    let instant = date.to_zoned(jiff::tz::TimeZone::UTC)?.timestamp();
    u64::try_from(instant.as_millisecond()).with_context(|| format!("{day} is before 1970"))
}
