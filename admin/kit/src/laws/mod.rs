//! The laws that a lens is held against, on any call: those that hold for every lens, and those that it claims.
//!
//! Not the output checks, which the host makes on every call: a law compares calls with each other.
//!
//! Invariant: whether a call breaks a law depends on the component, the call and the seed alone, so that a counterexample
//! can be made smaller and stays one.

mod claimed;
mod compared;
mod universal;

use std::cell::Cell;

use stemedb_plugins::ParamValue;

use crate::TestSettings;
use crate::call::{Answer, Subject};
use crate::table::Table;

pub(crate) use claimed::CLAIMED;
pub use universal::UNIVERSAL;

/// A lens under test.
pub(crate) struct Trial<'a> {
    /// The component.
    pub(crate) subject: &'a Subject,
    /// The same sources built again, where a build draws numbers of its own.
    pub(crate) rebuilt: Option<&'a Subject>,
    /// How it is tested.
    pub(crate) settings: &'a TestSettings,
    /// A value for each parameter.
    pub(crate) params: Vec<ParamValue>,
    sessions: Cell<u64>,
}

/// `Ok`, or what a call does that the law forbids.
pub(crate) type Verdict = Result<(), String>;

/// A law.
pub struct Law {
    /// Its name; for a claimed one the registry's.
    pub name: &'static str,
    /// What holds for every call.
    pub meaning: &'static str,
    /// Holds a call against it.
    pub(crate) check: fn(&Trial<'_>, &Table, u64) -> Verdict,
    /// Which calls it is tried on.
    pub(crate) calls: Calls,
}

/// Which calls a law is tried on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Calls {
    /// Generated and captured ones.
    Many,
    /// A few great ones.
    Great,
}

impl<'a> Trial<'a> {
    pub(crate) fn new(
        subject: &'a Subject,
        rebuilt: Option<&'a Subject>,
        settings: &'a TestSettings,
        params: Vec<ParamValue>,
    ) -> Self {
        Self {
            subject,
            rebuilt,
            settings,
            params,
            sessions: Cell::new(0),
        }
    }

    /// A name that was not used before, so that the instance behind it is new.
    fn session(&self) -> String {
        let number = self.sessions.get() + 1;
        self.sessions.set(number);
        format!("session-{number}")
    }

    /// The answer of a new instance, if there is one; a refusal with a reason of the lens's own is none.
    fn answer(&self, table: &Table) -> Result<Option<Answer>, String> {
        settled(self.subject.fresh(table))
    }
}

/// Codes of refusals that a well-formed call must not meet: parameter, input, internal.
const WRONGLY_REFUSED: [u32; 3] = [1, 2, 4];

fn settled(answer: Answer) -> Result<Option<Answer>, String> {
    match answer {
        Answer::Fault(words) if words.contains("unreachable") => Err(format!(
            "the host sees a fault: {words}. It panicked; in Rust, asking for randomness or for a file panics too"
        )),
        Answer::Fault(words) => Err(format!("the host sees a fault: {words}")),
        Answer::Refused { code, message } if WRONGLY_REFUSED.contains(&code) => Err(format!(
            "it refuses a well-formed call with code {code}: {message}"
        )),
        Answer::Refused { .. } => Ok(None),
        answer => Ok(Some(answer)),
    }
}
