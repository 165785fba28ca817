//! What plugins may ask beyond columns: the text of values, and which values lie above which. Taken from log and index
//! when it is asked for.

use std::sync::Arc;

use stemedb_core::{Body, Object};
use stemedb_plugins::{BroaderPairs, Texts};
use stemedb_storage::{Entry, Store};

use crate::columns::Group;
use crate::relations::Relations;

/// The values of one call: the log position of a claim that states each class of each group.
pub(crate) struct ValueTexts {
    store: Arc<Store>,
    relations: Arc<Relations>,
    /// Which groups of the whole run the call's groups are.
    first_group: u32,
    /// Classes of group g are `positions[offsets[g] .. offsets[g + 1]]`.
    offsets: Vec<u32>,
    positions: Vec<u64>,
}

impl ValueTexts {
    pub(crate) fn new(store: &Arc<Store>, relations: &Arc<Relations>) -> Self {
        ValueTexts {
            store: Arc::clone(store),
            relations: Arc::clone(relations),
            first_group: 0,
            offsets: vec![0],
            positions: Vec::new(),
        }
    }

    /// The same for groups that are counted from another one on.
    pub(crate) fn counted_from(mut self, first_group: u32) -> Self {
        self.first_group = first_group;
        self
    }

    /// Adds the next group: the first row of each class states its value.
    pub(crate) fn add(&mut self, group: &Group<'_>) {
        let before = self.positions.len();
        for live in &group.rows {
            if live.class as usize == self.positions.len() - before {
                self.positions.push(live.row.position);
            }
        }
        // A call has at most 2^22 rows.
        self.offsets.push(self.positions.len() as u32);
    }

    fn object(&self, group: u32, class: u32) -> Option<Object> {
        let group = group as usize;
        let (from, until) = (self.offsets.get(group)?, self.offsets.get(group + 1)?);
        let classes = self.positions.get(*from as usize..*until as usize)?;
        stated_at(&self.store, *classes.get(class as usize)?)
    }
}

/// What the claim at a position states.
pub(crate) fn stated_at(store: &Store, position: u64) -> Option<Object> {
    match store.entry(position).ok()? {
        Entry::Record { record, .. } => match record.body {
            Body::Claim(claim) => Some(claim.object),
            _ => None,
        },
        Entry::Control { .. } => None,
    }
}

impl Texts for ValueTexts {
    fn texts(&self, group: u32, ids: &[u32]) -> Vec<String> {
        let text = |id: &u32| {
            let object = self.object(group, *id);
            object.map(|object| object.to_string()).unwrap_or_default()
        };
        ids.iter().map(text).collect()
    }

    fn broader(
        &self,
        group: u32,
        ids: &[u32],
        prefix: &str,
        predicate: &str,
    ) -> Result<BroaderPairs, String> {
        let stated = |id: &u32| Some((*id, self.object(group, *id)?));
        let values: Vec<(u32, Object)> = ids.iter().filter_map(stated).collect();
        let group = self.first_group + group;
        self.relations.relate(group, &values, prefix, predicate)
    }
}
