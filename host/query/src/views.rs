//! Materialised views: answers that are kept because nothing has happened that could change them.
//!
//! Invariant: a view is served only if asking again at its own times and position would give the same bytes, and nothing
//! known now would change what it says; `max_stale` alone lets time pass over an answer that ages.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use stemedb_core::Timestamp;
use stemedb_storage::Store;

use crate::asked::Asked;
use crate::reader::Answered;
use crate::relations::Noted;

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
pub(crate) struct View {
    /// The question, with the times and position of the answer.
    pub(crate) asked: Asked,
    /// The lens as it was written.
    pub(crate) written: String,
    /// How often the view was served since it was computed.
    pub(crate) served: AtomicU32,
    pub(crate) answered: Answered,
    /// Time alone changes the answer from here on, if ever.
    pub(crate) next_change: Option<Timestamp>,
    /// Whether a judge read ages.
    pub(crate) ages: bool,
    /// What a judge's relations between values rest on.
    pub(crate) related: Option<Noted>,
}

impl View {
    /// Whether nothing was written that could change the answer.
    fn is_untouched(&self, store: &Store) -> bool {
        let position = self.answered.answer.position;
        let related = self.related.as_ref().is_none_or(|noted| {
            let mut pairs = noted.pairs.iter();
            let anything = noted.more && store.visible() > position;
            !anything && pairs.all(|pair| store.touched(*pair) <= position)
        });
        related
            && store.touched(self.asked.pair()) <= position
            && store.with_facts(|facts| facts.changed() <= position)
    }
}

#[derive(Clone)]
struct Weigh;

impl quick_cache::Weighter<[u8; 32], Arc<View>> for Weigh {
    fn weight(&self, _: &[u8; 32], view: &Arc<View>) -> u64 {
        // The canonical bytes, the same answer as a value, and the entry itself.
        let related = view.related.as_ref().map_or(0, |noted| noted.pairs.len());
        (3 * view.answered.canonical.len() + 16 * related) as u64 + 512
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
        let as_of = view.answered.answer.as_of;
        let timely = view.next_change.is_none_or(|time| asked.as_of < time)
            && asked.as_of >= as_of
            && (!view.ages || asked.as_of - as_of <= asked.max_stale_ms);
        let holds = timely && view.is_untouched(store);
        if holds {
            view.served.fetch_add(1, Ordering::Relaxed);
        }
        holds.then_some(view)
    }

    /// Views that were served at least once and hold no longer, the most served first.
    pub(crate) fn stale(&self, store: &Store, limit: usize) -> Vec<([u8; 32], Arc<View>)> {
        let Some(kept) = &self.kept else {
            return Vec::new();
        };
        let mut stale: Vec<([u8; 32], Arc<View>)> = kept
            .iter()
            .filter(|(_, view)| {
                view.served.load(Ordering::Relaxed) > 0 && !view.is_untouched(store)
            })
            .collect();
        let order = |(key, view): &([u8; 32], Arc<View>)| {
            (std::cmp::Reverse(view.served.load(Ordering::Relaxed)), *key)
        };
        stale.sort_by_cached_key(order);
        stale.truncate(limit);
        stale
    }

    /// Forgets a view, unless another one has taken its place.
    pub(crate) fn forget(&self, key: &[u8; 32], view: &Arc<View>) {
        if let Some(kept) = &self.kept {
            kept.remove_if(key, |known| Arc::ptr_eq(known, view));
        }
    }

    pub(crate) fn keep(&self, key: [u8; 32], view: View) {
        if let Some(kept) = &self.kept {
            kept.insert(key, Arc::new(view));
        }
    }
}
