//! A question whose open ends are settled: times are numbers, filters are checked.

use stemedb_core::{Id, Lifecycle, PairKey, Timestamp};

use crate::error::QueryError;

/// Most rival values that an answer lists.
pub const LIMIT_MAX: u32 = 10_000;

/// Which lifecycle stages are candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LifecycleFilter {
    /// All but deprecated and rejected.
    Live,
    /// All.
    Any,
    /// One.
    Only(Lifecycle),
}

impl LifecycleFilter {
    /// Reads `live`, `any` or the name of a stage.
    ///
    /// # Errors
    /// Names the accepted words.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        match text {
            "live" => Ok(Self::Live),
            "any" => Ok(Self::Any),
            other => other.parse().map(Self::Only).map_err(|_| QueryError::Invalid {
                field: "lifecycle",
                reason: format!(
                    "`{other}` is not one of live, any, proposed, under-review, approved, deprecated, rejected"
                ),
            }),
        }
    }

    pub(crate) fn admits(self, number: u8) -> bool {
        match self {
            Self::Live => {
                number != Lifecycle::Deprecated.number() && number != Lifecycle::Rejected.number()
            }
            Self::Any => true,
            Self::Only(stage) => number == stage.number(),
        }
    }

    fn key(self) -> u8 {
        match self {
            Self::Live => 200,
            Self::Any => 201,
            Self::Only(stage) => stage.number(),
        }
    }
}

/// A settled question.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The tenant.
    pub namespace: String,
    /// What it is about.
    pub subject: String,
    /// The aspect.
    pub predicate: String,
    /// Valid time.
    pub as_of: Timestamp,
    /// Transaction time, for the answer; `position` is what counts.
    pub known_at: Timestamp,
    /// Only records before this log position exist.
    pub position: u64,
    /// Whether both times are now: only then may a view answer.
    pub now: bool,
    /// Which stages are candidates.
    pub lifecycle: LifecycleFilter,
    /// Only claims of this epoch.
    pub epoch: Option<Id>,
    /// Least confidence, in millionths.
    pub min_confidence: u32,
    /// Whether withdrawn claims, and those on withdrawn sources, count.
    pub include_retracted: bool,
    /// Greatest age in milliseconds of a view that time may have changed; 0 = none.
    pub max_stale_ms: u64,
    /// Most rival values listed.
    pub limit: u32,
}

impl Asked {
    /// The pair asked about.
    #[must_use]
    pub fn pair(&self) -> PairKey {
        PairKey::new(&self.namespace, &self.subject, &self.predicate)
    }

    /// Everything but the times that changes what an answer says, for the key of a view.
    pub(crate) fn view_key(&self, lens: &str) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.pair().0);
        hasher.update(&[
            self.lifecycle.key(),
            u8::from(self.epoch.is_some()),
            u8::from(self.include_retracted),
        ]);
        if let Some(epoch) = self.epoch {
            hasher.update(&epoch.0);
        }
        hasher
            .update(&self.min_confidence.to_le_bytes())
            .update(&self.limit.to_le_bytes())
            .update(lens.as_bytes());
        *hasher.finalize().as_bytes()
    }
}
