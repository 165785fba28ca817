//! From row numbers back to claims: the canonical answer.

use std::sync::Arc;

use hashbrown::HashMap;
use stemedb_plugins::{NONE, Pipeline, PluginRef};
use stemedb_storage::Store;
use stemedb_wire::{Answer, ClaimView, PartView, PluginName, ShareView};

use crate::artefact::Artefact;
use crate::asked::Asked;
use crate::candidates::Candidates;
use crate::claims::Claims;
use crate::error::QueryError;
use crate::run::Found;

const STATUSES: [&str; 4] = ["unanimous", "agreed", "contested", "undecided"];

/// Writes the answer down.
pub(crate) fn answer(
    store: &Store,
    claims: &Claims,
    asked: &Asked,
    pipeline: &Pipeline,
    candidates: &Candidates,
    found: &Found<'_>,
    artefacts: &[Option<Arc<Artefact>>],
) -> Result<Answer, QueryError> {
    let results = &found.resolutions;
    let winner = results.winners.first().copied().unwrap_or(NONE);
    let status = results
        .statuses
        .first()
        .map_or(3, |status| *status as usize);
    let mut excluded = candidates.excluded.clone();
    excluded.stage = found.staged_out;
    Ok(Answer {
        namespace: asked.namespace.clone(),
        subject: asked.subject.clone(),
        predicate: asked.predicate.clone(),
        status: STATUSES[status.min(3)].to_owned(),
        confidence: first(&results.confidences),
        conflict: first(&results.conflicts),
        candidates: found.rows.len() as u64,
        winner: match found.rows.get(winner as usize) {
            Some(live) => Some(ClaimView::clone(&*claims.at(store, live.row.position)?)),
            None => None,
        },
        shares: shares(store, asked, found, claims)?,
        values: results.shares.classes.len() as u64,
        parts: parts(store, found, claims)?,
        excluded,
        lens: pipeline.canonical().to_owned(),
        plugins: pipeline
            .stages()
            .map(|stage| plugin_name(stage.judge.reference()))
            .collect(),
        artefacts: artefacts
            .iter()
            .flatten()
            .map(|artefact| artefact.name())
            .collect(),
        as_of: asked.as_of,
        known_at: asked.known_at,
        position: asked.position,
    })
}

/// A plugin as answers name it.
pub(crate) fn plugin_name(plugin: &PluginRef) -> PluginName {
    PluginName {
        id: plugin.id.clone(),
        version: plugin.version.clone(),
        world: plugin.world.name().to_owned(),
        digest: plugin.digest.to_string(),
    }
}

/// Plugins give no negative zero a meaning, and neither does an answer.
fn plain(number: f64) -> f64 {
    number + 0.0
}

fn first(numbers: &[f64]) -> f64 {
    plain(numbers.first().copied().unwrap_or(0.0))
}

fn shares(
    store: &Store,
    asked: &Asked,
    found: &Found<'_>,
    claims: &Claims,
) -> Result<Vec<ShareView>, QueryError> {
    let shares = &found.resolutions.shares;
    let listed = shares
        .classes
        .iter()
        .zip(&shares.shares)
        .take(asked.limit as usize);
    let mut seen: HashMap<u32, (usize, u64)> = HashMap::new();
    for (at, live) in found.rows.iter().enumerate() {
        seen.entry(live.class).or_insert((at, 0)).1 += 1;
    }
    let view = |(class, share): (&u32, &f64)| {
        let Some((at, count)) = seen.get(class) else {
            return Ok(None);
        };
        let claim = claims.at(store, found.rows[*at].row.position)?;
        Ok(Some(ShareView {
            object: claim.object.clone(),
            share: plain(*share),
            claims: *count,
            claim: claim.id.clone(),
        }))
    };
    listed.map(view).filter_map(Result::transpose).collect()
}

fn parts(store: &Store, found: &Found<'_>, claims: &Claims) -> Result<Vec<PartView>, QueryError> {
    let parts = &found.resolutions.parts;
    let view = |at: usize| {
        let row = parts
            .winners
            .get(at)
            .and_then(|winner| found.rows.get(*winner as usize));
        let Some(live) = row else { return Ok(None) };
        let claim = claims.at(store, live.row.position)?;
        Ok(Some(PartView {
            label: parts.labels[at],
            object: claim.object.clone(),
            claim: claim.id.clone(),
            confidence: plain(parts.confidences[at]),
            conflict: plain(parts.conflicts[at]),
            candidates: parts.counts[at],
        }))
    };
    (0..parts.labels.len())
        .map(view)
        .filter_map(Result::transpose)
        .collect()
}
