//! A loaded extractor: its identity, its idle instances, and the rules of a call.

use std::fmt;
use std::sync::Arc;

use parking_lot::Mutex;
use wasmtime::component::InstancePre;

use super::abi::{Description, Files, Hits, Limits, Observation, Span, Value};
use super::error::{ExtractorFault, ExtractorFaultKind as Kind};
use super::instance::{Failure, Instance};
use super::state::{Questions, State};
use crate::identity::Digest;
use crate::options::HostOptions;

/// Longest concept, predicate, text value and reason, in bytes.
const TEXT_BYTES_MAX: usize = 1_024;

/// A loaded extractor.
pub struct Extractor {
    digest: Digest,
    pre: InstancePre<State>,
    suspect: Option<&'static str>,
    options: Arc<HostOptions>,
    idle: Mutex<Vec<Instance>>,
}

impl Extractor {
    pub(crate) fn new(
        digest: Digest,
        pre: InstancePre<State>,
        suspect: Option<&'static str>,
        options: Arc<HostOptions>,
    ) -> Self {
        Self {
            digest,
            pre,
            suspect,
            options,
            idle: Mutex::default(),
        }
    }

    /// BLAKE3 of its bytes.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Asks two fresh instances who they are; they must say the same.
    ///
    /// # Errors
    /// A fault, or two descriptions.
    pub fn describe(&self) -> Result<Description, ExtractorFault> {
        let ask = || {
            let mut instance = Instance::new(&self.pre, &self.options)?;
            instance.describe(&self.options)
        };
        let told = ask().map_err(|failure| self.fault(failure))?;
        let again = ask().map_err(|failure| self.fault(failure))?;
        if told == again {
            return Ok(told);
        }
        let detail = "two instances describe themselves differently".to_owned();
        Err(self.fault((Kind::BadResult, detail)))
    }

    /// One call: what is seen at these hits.
    ///
    /// # Errors
    /// A fault; nothing of the call is used then, and the instance is gone.
    pub fn extract(
        &self,
        files: &Files,
        hits: &Hits,
        questions: Arc<dyn Questions>,
        limits: Limits,
    ) -> Result<Vec<Observation>, ExtractorFault> {
        let idle = self.idle.lock().pop();
        let mut instance = match idle {
            Some(instance) => instance,
            None => {
                Instance::new(&self.pre, &self.options).map_err(|failure| self.fault(failure))?
            }
        };
        let told = instance
            .extract(files, hits, questions, limits, &self.options)
            .and_then(|said| check(files.paths.len(), limits, said));
        if told.is_ok() {
            self.idle.lock().push(instance);
        }
        told.map_err(|failure| self.fault(failure))
    }

    fn fault(&self, (kind, mut detail): Failure) -> ExtractorFault {
        if let (Kind::Trap, Some(suspect)) = (kind, self.suspect) {
            detail = format!("{detail}; {suspect}");
        }
        ExtractorFault {
            digest: self.digest,
            kind,
            detail,
        }
    }
}

impl fmt::Debug for Extractor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Extractor({})", self.digest)
    }
}

/// Looks at what came back as at anything from outside. Spans are held against the files by whoever knows their lengths.
fn check(
    files: usize,
    limits: Limits,
    said: Vec<Observation>,
) -> Result<Vec<Observation>, Failure> {
    let mut counts = vec![0_u32; files];
    for (at, one) in said.iter().enumerate() {
        let wrong = |what: &str| Err((Kind::BadResult, format!("observation {at} has {what}")));
        let Some(count) = usize::try_from(one.file)
            .ok()
            .and_then(|file| counts.get_mut(file))
        else {
            return wrong("a file that is not in the call");
        };
        *count += 1;
        if *count > limits.observations {
            let told = format!("more than {} observations in one file", limits.observations);
            return Err((Kind::OverBudget, told));
        }
        let rising = |span: Span| span.start <= span.end;
        if !rising(one.span) || !one.secret.is_none_or(rising) {
            return wrong("a span that ends before it begins");
        }
        if !(0.0..=1.0).contains(&one.confidence) {
            return wrong("a confidence outside of 0 ..= 1");
        }
        let texts = [&one.concept, &one.predicate, &one.reason];
        let long = |text: &String| text.len() > TEXT_BYTES_MAX;
        let value = match &one.value {
            Value::Text(text) => long(text),
            Value::Number(number) => !number.is_finite(),
            Value::Flag(_) => false,
        };
        if value || texts.into_iter().any(long) || one.concept.is_empty() {
            return wrong(
                "an empty concept, a text of more than 1,024 bytes or a number that is none",
            );
        }
    }
    Ok(said)
}
