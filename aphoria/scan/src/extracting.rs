//! What a scan asks of an extractor, whether it is a component or compiled in.

use std::sync::{Arc, OnceLock};

use aphoria_core::Description;
use stemedb_plugins::Digest;
use stemedb_plugins::extractors::{
    Extractor, ExtractorFault, ExtractorFaultKind, ExtractorHost, Files, Hits, Limits, Observation,
    Questions,
};

/// An extractor that can be asked.
pub trait Extracting: Send + Sync {
    /// What it says of itself.
    fn description(&self) -> &Description;

    /// BLAKE3 of its bytes.
    fn digest(&self) -> Digest;

    /// What is seen at the hits. All hits of a file are in one call; what is said of a file never depends on the others.
    ///
    /// # Errors
    /// A fault; nothing of the call is used then.
    fn extract(
        &self,
        files: &Files,
        hits: &Hits,
        questions: Arc<dyn Questions>,
    ) -> Result<Vec<Observation>, ExtractorFault>;
}

/// A component. It is loaded at its first call: a scan that finds nothing for it never compiles or maps it.
pub struct Component {
    host: Arc<ExtractorHost>,
    bytes: Arc<[u8]>,
    digest: Digest,
    description: Description,
    loaded: OnceLock<Result<Extractor, String>>,
}

impl Component {
    /// A component with the description that it gave when it was asked.
    #[must_use]
    pub fn new(host: Arc<ExtractorHost>, bytes: Arc<[u8]>, description: Description) -> Self {
        Self {
            host,
            digest: Digest::of(&bytes),
            bytes,
            description,
            loaded: OnceLock::new(),
        }
    }

    fn loaded(&self) -> Result<&Extractor, ExtractorFault> {
        let loaded = self.loaded.get_or_init(|| {
            self.host
                .load(&self.bytes)
                .map_err(|error| error.to_string())
        });
        loaded.as_ref().map_err(|detail| ExtractorFault {
            digest: self.digest,
            kind: ExtractorFaultKind::Instantiation,
            detail: detail.clone(),
        })
    }
}

impl Extracting for Component {
    fn description(&self) -> &Description {
        &self.description
    }

    fn digest(&self) -> Digest {
        self.digest
    }

    fn extract(
        &self,
        files: &Files,
        hits: &Hits,
        questions: Arc<dyn Questions>,
    ) -> Result<Vec<Observation>, ExtractorFault> {
        let limits = &self.description.limits;
        let limits = Limits {
            hits: limits.hits,
            questions: limits.questions,
            answer_bytes: limits.answer_bytes,
            observations: limits.observations,
        };
        self.loaded()?.extract(files, hits, questions, limits)
    }
}
