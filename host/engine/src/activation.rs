//! Decisions of the operator: which set of slots is active, who is trusted, who is a steward.

use std::collections::BTreeMap;
use std::sync::Arc;

use stemedb_core::AgentId;
use stemedb_ingest::{IngestError, Submission};
use stemedb_plugins::{Digest, World};
use stemedb_wire::{Activation, ActivationRequest, RollbackRequest, StewardRequest, TrustRequest};

use crate::control::{Action, ControlEntry, SLOTS_MAX};
use crate::error::{Error, ErrorKind};
use crate::history::{self, History};
use crate::mirror;
use crate::open::Engine;

impl Engine {
    /// Activates a set of slots in one step: every query sees all of the set or nothing of it.
    ///
    /// # Errors
    /// A slot or plugin that does not fit; nothing is changed then.
    pub fn activate(&self, request: &ActivationRequest) -> Result<Activation, Error> {
        if request.slots.is_empty() || request.slots.len() > SLOTS_MAX {
            return Err(invalid(format!(
                "the activation names {} slots; 1 to {SLOTS_MAX} are accepted",
                request.slots.len()
            )));
        }
        let mut slots = BTreeMap::new();
        for (slot, wanted) in &request.slots {
            check_slot(slot)?;
            slots.insert(slot.clone(), self.digest_of(slot, wanted)?);
        }
        self.decide(&request.by, &request.reason, |history| {
            if !request.force {
                self.none_kept_back(history, slots.iter())?;
            }
            Ok(Action::Activate { slots })
        })
    }

    /// Goes back to the set that held after an earlier entry.
    ///
    /// # Errors
    /// When there is nothing to go back to.
    pub fn rollback(&self, request: &RollbackRequest) -> Result<Activation, Error> {
        self.decide(&request.by, &request.reason, |history| {
            let nothing = || {
                let message = "there is no earlier set to go back to";
                Error::new(ErrorKind::Conflict, "nothing_to_roll_back", message)
            };
            let to = match request.to {
                Some(to) => to,
                None => history.before_last_change().ok_or_else(nothing)?,
            };
            match history.set_after(to) {
                Some(set) => {
                    if !request.force {
                        let now = history.set();
                        let changed = set.iter().filter(|(slot, to)| now.get(*slot) != Some(to));
                        self.none_kept_back(history, changed)?;
                    }
                    Ok(Action::Rollback { to })
                }
                None => Err(Error::new(
                    ErrorKind::NotFound,
                    "unknown_activation",
                    format!(
                        "the control log has no entry {to}; it has {}",
                        history.len()
                    ),
                )),
            }
        })
    }

    /// Sets the trust in an agent.
    ///
    /// # Errors
    /// A key or number that does not fit.
    pub fn trust(&self, request: &TrustRequest) -> Result<Activation, Error> {
        let agent: AgentId = request.agent.parse().map_err(invalid)?;
        if !(0.0..=1.0).contains(&request.trust) {
            return Err(invalid(format!(
                "trust {} does not lie in 0 ..= 1",
                request.trust
            )));
        }
        let millionths = (request.trust * f64::from(stemedb_core::CONFIDENCE_ONE)).round();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it lies in 0 ..= 1,000,000"
        )]
        let trust = millionths as u32;
        let agent = agent.to_string();
        self.decide(&request.by, &request.reason, |_| {
            Ok(Action::Trust { agent, trust })
        })
    }

    /// Gives or takes the steward role.
    ///
    /// # Errors
    /// A key or namespace that does not fit.
    pub fn steward(&self, request: &StewardRequest) -> Result<Activation, Error> {
        let agent: AgentId = request.agent.parse().map_err(invalid)?;
        let namespace = &request.namespace;
        if namespace.is_empty() || namespace.len() > stemedb_core::limits::NAMESPACE_BYTES_MAX {
            return Err(invalid(format!("`{namespace}` is no namespace")));
        }
        let action = Action::Steward {
            namespace: namespace.clone(),
            agent: agent.to_string(),
            granted: request.granted,
        };
        self.decide(&request.by, &request.reason, |_| Ok(action))
    }

    /// Writes the next entry of the control log and carries it out.
    pub(crate) fn decide(
        &self,
        by: &str,
        reason: &str,
        action: impl FnOnce(&History) -> Result<Action, Error>,
    ) -> Result<Activation, Error> {
        let _turn = self.deciding.lock();
        let mut history = History::clone(&self.history.load());
        let entry = ControlEntry {
            sequence: history.next_sequence(),
            at: history.next_time(self.options.clock.now_ms()),
            by: by.to_owned(),
            reason: reason.to_owned(),
            action: action(&history)?,
        };
        entry.check()?;
        let position = self.write_entry(&history, &entry)?;
        let activation = history::view(position, &entry);
        history.add(position, entry).map_err(damaged)?;
        self.history.store(Arc::new(history));
        self.fill_slots()?;
        tracing::info!(
            sequence = activation.sequence,
            action = activation.action,
            by,
            reason,
            "the operator decided"
        );
        metrics::counter!("stemedb_control_entries_total", "action" => activation.action.clone())
            .increment(1);
        Ok(activation)
    }

    /// Writes an entry, and the claims that mirror it, as one batch; gives the entry's position.
    fn write_entry(&self, history: &History, entry: &ControlEntry) -> Result<u64, Error> {
        let mut next = history.clone();
        next.add(u64::MAX, entry.clone()).map_err(damaged)?;
        let bytes = entry.encode()?;
        let signature = self.operator.sign_control(&bytes);
        let mut submissions = vec![Submission::Control { bytes, signature }];
        let mirror = mirror::claims(entry, &history.now(), &next.now(), &self.operator);
        let mirror = mirror.map_err(IngestError::from)?;
        submissions.extend(
            mirror
                .into_iter()
                .map(|claim| Submission::Record(Box::new(claim))),
        );
        let mut outcomes = self.writer.write(submissions).into_iter();
        let accepted = outcomes.next().unwrap_or(Err(IngestError::Stopped))?;
        outcomes.try_for_each(|outcome| outcome.map(|_| ()))?;
        Ok(accepted.position)
    }

    /// Mirrors the last entry again: a crash may have come between it and its claims.
    pub(crate) fn mend_mirror(&self) -> Result<(), Error> {
        let history = self.history.load_full();
        let Some((entry, before)) = history.last() else {
            return Ok(());
        };
        let claims = mirror::claims(entry, &before, &history.now(), &self.operator);
        for claim in claims.map_err(IngestError::from)? {
            let written = self.writer.write(vec![Submission::Record(Box::new(claim))]);
            written
                .into_iter()
                .try_for_each(|outcome| outcome.map(|_| ()))?;
        }
        Ok(())
    }

    /// The digest of an installed plugin that may fill a slot: given as digest, `id@version` or `id@digest prefix`.
    pub(crate) fn digest_of(&self, slot: &str, wanted: &str) -> Result<String, Error> {
        let found = match Digest::parse(wanted) {
            Some(digest) => self.host.get(&digest).ok_or_else(|| {
                format!("no installed plugin has the digest {digest}; install it first")
            }),
            None => match wanted.split_once('@') {
                Some((id, pin)) => self.host.find(id, pin).map_err(|error| error.to_string()),
                None => Err(
                    "write a digest, id@version, or id@ and at least 8 digits of the digest"
                        .to_owned(),
                ),
            },
        };
        let plugin = found.map_err(|why| {
            Error::new(
                ErrorKind::NotFound,
                "unknown_plugin",
                format!("the slot {slot} can't be given to `{wanted}`: {why}"),
            )
        })?;
        let reference = stemedb_plugins::Judge::reference(&*plugin);
        self.check_world(slot, reference.world)?;
        Ok(reference.digest.to_string())
    }

    /// A slot keeps its world: lens expressions that name it would break otherwise.
    fn check_world(&self, slot: &str, world: World) -> Result<(), Error> {
        let active = self.active.load();
        match active.get(slot).map(|judge| judge.reference().world) {
            Some(now) if now != world => Err(Error::new(
                ErrorKind::Conflict,
                "wrong_world",
                format!(
                    "the slot {slot} holds a {now}, the plugin is a {world}; expressions that name the slot would break"
                ),
            )),
            _ => Ok(()),
        }
    }
}

pub(crate) fn check_slot(slot: &str) -> Result<(), Error> {
    let fits = slot.len() <= 64
        && slot.starts_with(|c: char| c.is_ascii_lowercase())
        && slot
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if fits {
        return Ok(());
    }
    Err(invalid(format!(
        "`{slot}` is no slot; it has lower-case letters, digits and hyphens, a letter first, at most 64"
    )))
}

fn damaged(what: String) -> Error {
    Error::new(ErrorKind::Internal, "control_log_damaged", what)
}

pub(crate) fn invalid(message: String) -> Error {
    Error::new(ErrorKind::Invalid, "invalid_activation", message)
}
