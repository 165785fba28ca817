//! Which plugin fills which slot, as immutable snapshots that are swapped whole.
//!
//! Not the decision: the control log decides, and stores its outcome here.
//!
//! Invariant: a query that loaded a snapshot keeps exactly that set until it lets go of it.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use arc_swap::ArcSwap;

use crate::{identity::PluginRef, judge::Judge, share::Share};

/// A version that is tried out in a slot.
#[derive(Clone)]
pub struct OnTrial {
    /// Who.
    pub judge: Arc<dyn Judge>,
    /// For a canary the subjects that it judges, for a shadow the queries that it judges beside the active version.
    pub share: Share,
}

/// One set of active plugins, and those that are tried out beside them.
#[derive(Clone, Default)]
pub struct Slots {
    active: BTreeMap<String, Arc<dyn Judge>>,
    canaries: BTreeMap<String, OnTrial>,
    shadows: BTreeMap<String, OnTrial>,
    revision: u64,
}

impl Slots {
    /// A set of plugins by slot; the revision is the position in the control log that decided it.
    #[must_use]
    pub fn new(revision: u64, active: BTreeMap<String, Arc<dyn Judge>>) -> Self {
        Self {
            active,
            canaries: BTreeMap::new(),
            shadows: BTreeMap::new(),
            revision,
        }
    }

    /// The same set with versions that serve a share of the subjects, by slot.
    #[must_use]
    pub fn with_canaries(mut self, canaries: BTreeMap<String, OnTrial>) -> Self {
        self.canaries = canaries;
        self
    }

    /// The same set with versions that run beside the active ones and serve nothing, by slot.
    #[must_use]
    pub fn with_shadows(mut self, shadows: BTreeMap<String, OnTrial>) -> Self {
        self.shadows = shadows;
        self
    }

    /// The set as a subject sees it: where a canary's share takes the subject, the canary fills the slot.
    #[must_use]
    pub fn seen_by(&self, namespace: &str, subject: &str) -> Cow<'_, Self> {
        let mut taken = self
            .canaries
            .iter()
            .filter(|(_, canary)| canary.share.takes(&[namespace, subject]))
            .peekable();
        if taken.peek().is_none() {
            return Cow::Borrowed(self);
        }
        let mut seen = self.clone();
        for (slot, canary) in taken {
            seen.active.insert(slot.clone(), Arc::clone(&canary.judge));
        }
        Cow::Owned(seen)
    }

    /// The same set with another plugin in one slot, and nothing on trial.
    #[must_use]
    pub fn with_judge(&self, slot: &str, judge: &Arc<dyn Judge>) -> Self {
        let mut active = self.active.clone();
        active.insert(slot.to_owned(), Arc::clone(judge));
        Self::new(self.revision, active)
    }

    /// The versions that serve a share of the subjects, by slot.
    #[must_use]
    pub fn canaries(&self) -> &BTreeMap<String, OnTrial> {
        &self.canaries
    }

    /// The versions that run beside the active ones, by slot.
    #[must_use]
    pub fn shadows(&self) -> &BTreeMap<String, OnTrial> {
        &self.shadows
    }

    /// Everybody who takes part: active ones, canaries, shadows.
    fn judges(&self) -> impl Iterator<Item = &Arc<dyn Judge>> {
        let tried = self.canaries.values().chain(self.shadows.values());
        self.active.values().chain(tried.map(|tried| &tried.judge))
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
    /// Whether it takes part now: a slot names it, or it is tried out.
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
                set.judges().map(|judge| judge.reference()).collect();
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

    fn judge(version: &str) -> Arc<dyn Judge> {
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
        Arc::new(Named(reference, description))
    }

    fn set(revision: u64, version: &str) -> Slots {
        let active = BTreeMap::from([("recency".to_owned(), judge(version))]);
        Slots::new(revision, active)
    }

    fn tried(version: &str, millionths: u32) -> BTreeMap<String, OnTrial> {
        let trial = OnTrial {
            judge: judge(version),
            share: Share::new(millionths, "salt"),
        };
        BTreeMap::from([("recency".to_owned(), trial)])
    }

    #[test]
    fn a_subject_sees_one_judge_and_a_shadow_is_seen_by_none() {
        let slots = set(1, "1.0.0")
            .with_canaries(tried("2.0.0", 500_000))
            .with_shadows(tried("3.0.0", 1_000_000));
        let version = |subject: &str| {
            let seen = slots.seen_by("public", subject);
            seen.get("recency")
                .map(|judge| judge.reference().version.clone())
        };
        let mut found = BTreeMap::new();
        for number in 0..1_000 {
            let subject = format!("drug/{number}");
            let seen = version(&subject);
            assert_eq!(seen, version(&subject));
            *found.entry(seen).or_insert(0) += 1;
        }
        let count = |version: &str| found.get(&Some(version.to_owned())).copied().unwrap_or(0);
        assert!((400..600).contains(&count("2.0.0")), "{found:?}");
        assert_eq!(count("1.0.0") + count("2.0.0"), 1_000);
        let active = ActiveSlots::default();
        active.store(slots);
        let pinned: Vec<String> = active
            .pins()
            .into_iter()
            .map(|pins| pins.plugin.version)
            .collect();
        assert_eq!(pinned, ["1.0.0", "2.0.0", "3.0.0"]);
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
