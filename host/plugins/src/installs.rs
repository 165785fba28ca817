//! Installations that run by themselves: a bounded queue, and what became of each, for callers who ask again later.
//!
//! Not the installation: `PluginHost::install` does that, this only gives it a thread and remembers its outcome.
//!
//! Invariant: a ticket ends in `Installed` or `Refused`, whatever happens; only ended ones are ever forgotten.

use std::collections::{BTreeMap, VecDeque};

use parking_lot::Mutex;

use crate::identity::PluginRef;

/// Ended installations that are remembered.
const ENDED_MAX: usize = 256;

/// Names one installation, for as long as the host lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstallTicket(pub u64);

/// How far an installation is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InstallState {
    /// It waits for others.
    Queued,
    /// Its bytes are validated, its imports and exports compared with the contract.
    Verifying,
    /// It is turned into machine code, or waits for its turn to be.
    Compiling,
    /// It describes itself and answers the trial calls.
    Describing,
    /// It can be called.
    Installed(PluginRef),
    /// It was not installed; the text says why.
    Refused(String),
}

impl InstallState {
    /// Whether nothing more will happen.
    #[must_use]
    pub const fn ended(&self) -> bool {
        matches!(self, Self::Installed(_) | Self::Refused(_))
    }
}

/// The queue and the outcomes.
#[derive(Default)]
pub(crate) struct Installs(Mutex<Queue>);

#[derive(Default)]
struct Queue {
    tickets: u64,
    waiting: VecDeque<(InstallTicket, Vec<u8>)>,
    states: BTreeMap<InstallTicket, InstallState>,
    ended: VecDeque<InstallTicket>,
    working: bool,
}

/// What the caller of `enqueue` has to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Enqueued {
    /// Start a worker.
    Idle,
    /// Nothing: a worker is running.
    Working,
    /// Nothing: the queue is full.
    Full,
}

impl Installs {
    /// Adds bytes to the queue, unless `waiting_max` wait already.
    pub(crate) fn enqueue(&self, bytes: Vec<u8>, waiting_max: usize) -> (InstallTicket, Enqueued) {
        let mut queue = self.0.lock();
        let ticket = queue.ticket();
        if queue.waiting.len() >= waiting_max {
            return (ticket, Enqueued::Full);
        }
        queue.set(ticket, InstallState::Queued);
        queue.waiting.push_back((ticket, bytes));
        let enqueued = if queue.working {
            Enqueued::Working
        } else {
            Enqueued::Idle
        };
        queue.working = true;
        (ticket, enqueued)
    }

    /// The next in line; `None` ends the worker.
    pub(crate) fn next(&self) -> Option<(InstallTicket, Vec<u8>)> {
        let mut queue = self.0.lock();
        let next = queue.waiting.pop_front();
        queue.working = next.is_some();
        next
    }

    pub(crate) fn set(&self, ticket: InstallTicket, state: InstallState) {
        self.0.lock().set(ticket, state);
    }

    /// Ends everything that waits: there is no worker.
    pub(crate) fn refuse_waiting(&self, reason: &str) {
        let mut queue = self.0.lock();
        queue.working = false;
        while let Some((ticket, _)) = queue.waiting.pop_front() {
            queue.set(ticket, InstallState::Refused(reason.to_owned()));
        }
    }

    pub(crate) fn state(&self, ticket: InstallTicket) -> Option<InstallState> {
        self.0.lock().states.get(&ticket).cloned()
    }
}

impl Queue {
    fn ticket(&mut self) -> InstallTicket {
        self.tickets += 1;
        InstallTicket(self.tickets)
    }

    fn set(&mut self, ticket: InstallTicket, state: InstallState) {
        if state.ended() {
            self.ended.push_back(ticket);
        }
        self.states.insert(ticket, state);
        while self.ended.len() > ENDED_MAX {
            if let Some(oldest) = self.ended.pop_front() {
                self.states.remove(&oldest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_queue_is_bounded_and_one_worker_is_asked_for() {
        let installs = Installs::default();
        let (first, told) = installs.enqueue(vec![1], 2);
        assert_eq!(told, Enqueued::Idle);
        assert_eq!(installs.enqueue(vec![2], 2).1, Enqueued::Working);
        assert_eq!(installs.enqueue(vec![3], 2).1, Enqueued::Full);
        assert_eq!(installs.next(), Some((first, vec![1])));
        assert!(installs.next().is_some());
        assert_eq!(installs.next(), None);
        assert_eq!(installs.enqueue(vec![4], 2).1, Enqueued::Idle);
    }

    #[test]
    fn only_ended_installations_are_forgotten() {
        let installs = Installs::default();
        let (waiting, _) = installs.enqueue(vec![1], 2);
        let end = || {
            let (ticket, _) = installs.enqueue(vec![2], 0);
            installs.set(ticket, InstallState::Refused("no".to_owned()));
            ticket
        };
        let first = end();
        for _ in 0..ENDED_MAX {
            end();
        }
        assert_eq!(installs.state(first), None);
        assert_eq!(installs.state(waiting), Some(InstallState::Queued));
        installs.refuse_waiting("no thread");
        assert!(installs.state(waiting).is_some_and(|state| state.ended()));
    }
}
