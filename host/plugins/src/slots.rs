//! Which plugin fills which slot, as immutable snapshots that are swapped whole.
//!
//! Not the decision: the control log decides, and stores its outcome here.
//!
//! Invariant: a query that loaded a snapshot keeps exactly that set until it lets go of it.

use std::{collections::BTreeMap, sync::Arc};

use arc_swap::ArcSwap;

use crate::{identity::PluginRef, judge::Judge};

/// One set of active plugins.
#[derive(Clone, Default)]
pub struct Slots {
    active: BTreeMap<String, Arc<dyn Judge>>,
    revision: u64,
}

impl Slots {
    /// A set of plugins by slot; the revision is the position in the control log that decided it.
    #[must_use]
    pub fn new(revision: u64, active: BTreeMap<String, Arc<dyn Judge>>) -> Self {
        Self { active, revision }
    }

    /// The plugin that fills a slot.
    #[must_use]
    pub fn get(&self, slot: &str) -> Option<&Arc<dyn Judge>> {
        self.active.get(slot)
    }

    /// Position in the control log that decided this set.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// All slots with their plugins, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Arc<dyn Judge>)> {
        self.active
            .iter()
            .map(|(slot, judge)| (slot.as_str(), judge))
    }
}

/// The set that queries load now, and the sets that older queries still hold.
#[derive(Default)]
pub struct ActiveSlots {
    now: ArcSwap<Slots>,
    draining: parking_lot::Mutex<Vec<std::sync::Weak<Slots>>>,
}

/// How many running queries hold a plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pins {
    /// The plugin.
    pub plugin: PluginRef,
    /// Whether a slot names it now.
    pub active: bool,
    /// Running queries whose set contains it.
    pub queries: usize,
}

impl ActiveSlots {
    /// Pins the active set: the answer stays the same whatever is stored later.
    #[must_use]
    pub fn load(&self) -> Arc<Slots> {
        self.now.load_full()
    }

    /// Replaces the whole set at once. Queries that run keep theirs.
    pub fn store(&self, slots: Slots) {
        let before = self.now.swap(Arc::new(slots));
        let mut draining = self.draining.lock();
        draining.retain(|set| set.strong_count() > 0);
        draining.push(Arc::downgrade(&before));
    }

    /// For each plugin that is active or still held, the number of queries that hold it.
    ///
    /// A plugin that is not active and whose number is 0 no longer appears: it is retired.
    #[must_use]
    pub fn pins(&self) -> Vec<Pins> {
        let mut found: BTreeMap<PluginRef, Pins> = BTreeMap::new();
        let mut count = |set: &Slots, active: bool, queries: usize| {
            let mut plugins: Vec<&PluginRef> =
                set.active.values().map(|judge| judge.reference()).collect();
            plugins.sort_unstable();
            plugins.dedup();
            for plugin in plugins {
                let pins = found.entry(plugin.clone());
                let pins = pins.or_insert_with(|| Pins {
                    plugin: plugin.clone(),
                    active: false,
                    queries: 0,
                });
                pins.active |= active;
                pins.queries += queries;
            }
        };
        let now = self.load();
        // The slot itself and this function hold one each.
        count(&now, true, Arc::strong_count(&now).saturating_sub(2));
        for set in self
            .draining
            .lock()
            .iter()
            .filter_map(std::sync::Weak::upgrade)
        {
            let queries = Arc::strong_count(&set).saturating_sub(1);
            if queries > 0 {
                count(&set, false, queries);
            }
        }
        found.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        description::Description,
        identity::{Digest, World},
    };

    struct Named(PluginRef, Description);

    impl Judge for Named {
        fn reference(&self) -> &PluginRef {
            &self.0
        }

        fn description(&self) -> &Description {
            &self.1
        }
    }

    fn set(revision: u64, version: &str) -> Slots {
        let reference = PluginRef {
            id: "recency".to_owned(),
            version: version.to_owned(),
            world: World::Resolver,
            digest: Digest::of(version.as_bytes()),
        };
        let description = Description {
            id: reference.id.clone(),
            version: version.to_owned(),
            title: String::new(),
            u32_columns: vec![],
            f64_columns: vec![],
            params: vec![],
            laws: vec![],
        };
        let judge: Arc<dyn Judge> = Arc::new(Named(reference, description));
        Slots::new(revision, BTreeMap::from([("recency".to_owned(), judge)]))
    }

    #[test]
    fn a_running_query_keeps_its_set_and_the_old_plugin_drains() {
        let slots = ActiveSlots::default();
        slots.store(set(1, "1.0.0"));
        let query = slots.load();
        slots.store(set(2, "2.0.0"));
        assert_eq!(query.revision(), 1);
        assert_eq!(slots.load().revision(), 2);
        let seen = |pins: Vec<Pins>| -> Vec<(String, bool, usize)> {
            pins.into_iter()
                .map(|pins| (pins.plugin.version, pins.active, pins.queries))
                .collect()
        };
        let both = [
            ("1.0.0".to_owned(), false, 1),
            ("2.0.0".to_owned(), true, 0),
        ];
        assert_eq!(seen(slots.pins()), both);
        drop(query);
        assert_eq!(seen(slots.pins()), both[1..]);
    }
}
