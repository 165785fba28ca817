//! Materialised views: answers that are kept because nothing has happened that could change them.
//!
//! Invariant: a view is served only if asking again at its own times and position would give the same bytes, and nothing
//! known now would change what it says; `max_stale` alone lets time pass over an answer that ages.

use std::sync::Arc;

use stemedb_core::Timestamp;
use stemedb_storage::Store;

use crate::asked::Asked;
use crate::reader::Answered;

/// How views are kept.
#[derive(Debug, Clone, Copy)]
pub struct ViewOptions {
    /// Bytes of answers that are kept; 0 turns views off.
    pub bytes_max: u64,
    /// Fault switch for tests that must turn red: the key holds the expression as written, not the digests.
    pub ignore_digests: bool,
}

impl Default for ViewOptions {
    fn default() -> Self {
        ViewOptions {
            bytes_max: 64 << 20,
            ignore_digests: false,
        }
    }
}

/// An answer with what it depends on.
#[derive(Clone)]
pub(crate) struct View {
    pub(crate) answered: Answered,
    /// Time alone changes the answer from here on, if ever.
    pub(crate) next_change: Option<Timestamp>,
    /// Whether a judge read ages.
    pub(crate) ages: bool,
}

#[derive(Clone)]
struct Weigh;

impl quick_cache::Weighter<[u8; 32], Arc<View>> for Weigh {
    fn weight(&self, _: &[u8; 32], view: &Arc<View>) -> u64 {
        // The canonical bytes, the same answer as a value, and the entry itself.
        3 * view.answered.canonical.len() as u64 + 256
    }
}

/// The kept answers.
pub(crate) struct Views {
    kept: Option<quick_cache::sync::Cache<[u8; 32], Arc<View>, Weigh>>,
}

/// Weight of an ordinary answer, from which the number of expected entries is estimated.
const ANSWER_BYTES: u64 = 6_144;

impl Views {
    pub(crate) fn new(options: ViewOptions) -> Self {
        let items = usize::try_from(options.bytes_max / ANSWER_BYTES).unwrap_or(usize::MAX);
        let kept = (options.bytes_max > 0).then(|| {
            quick_cache::sync::Cache::with_weighter(items.max(16), options.bytes_max, Weigh)
        });
        Views { kept }
    }

    /// The kept answer to a question asked now, if it still holds.
    pub(crate) fn get(&self, key: &[u8; 32], asked: &Asked, store: &Store) -> Option<Arc<View>> {
        let view = self.kept.as_ref()?.get(key)?;
        let position = view.answered.answer.position;
        let as_of = view.answered.answer.as_of;
        let untouched = store.touched(asked.pair()) <= position
            && store.with_facts(|facts| facts.changed() <= position);
        let timely = view.next_change.is_none_or(|time| asked.as_of < time)
            && asked.as_of >= as_of
            && (!view.ages || asked.as_of - as_of <= asked.max_stale_ms);
        (untouched && timely).then_some(view)
    }

    pub(crate) fn keep(&self, key: [u8; 32], view: View) {
        if let Some(kept) = &self.kept {
            kept.insert(key, Arc::new(view));
        }
    }
}
