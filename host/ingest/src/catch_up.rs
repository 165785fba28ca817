//! Bringing the index up to the log when a database is opened.

use std::collections::HashMap;

use stemedb_core::{HlcStamp, Id, PairKey};
use stemedb_storage::{Entry, Indexed, Progress, StorageError, Store, Sync, target_of};

use crate::writer::pair_of;

/// Entries that are inserted before they are applied.
const BATCH_ENTRIES: usize = 16_384;

/// Indexes what the log holds from `from` to `end`, and gives the greatest stamp seen there.
///
/// # Errors
/// Damage in the log, or tables that can't be written.
pub fn catch_up(store: &Store, from: u64, end: u64) -> Result<HlcStamp, StorageError> {
    let mut last = HlcStamp {
        time_ms: store.last_time()?,
        counter: 0,
        node: 0,
    };
    let mut batch = Vec::new();
    let mut fresh: HashMap<Id, Option<PairKey>> = HashMap::new();
    for item in store.scan(from, end) {
        let (position, entry) = item?;
        if batch.len() >= BATCH_ENTRIES {
            store.insert(std::mem::take(&mut batch), position)?;
            fresh.clear();
            store.freeze();
            while store.apply(Sync::WhenDue)? == Progress::Worked {}
        }
        last = last.max(entry.stamp());
        let pair = pair_of_target(store, &entry, &fresh)?;
        let item = Indexed::new(position, &entry, pair)?;
        if let Some((id, _)) = item.id {
            fresh.insert(id, item.row.map(|row| row.pair));
        }
        batch.push(item);
    }
    store.insert(batch, end)?;
    Ok(last)
}

/// The pair of the claim that a vote or co-signature speaks of; the claim stands before it in the log.
fn pair_of_target(
    store: &Store,
    entry: &Entry,
    fresh: &HashMap<Id, Option<PairKey>>,
) -> Result<Option<PairKey>, StorageError> {
    let Entry::Record { record, .. } = entry else {
        return Ok(None);
    };
    let Some(target) = target_of(&record.body) else {
        return Ok(None);
    };
    if let Some(pair) = fresh.get(&target) {
        return Ok(*pair);
    }
    match store.record(&target)? {
        Some((_, Entry::Record { record, .. })) => Ok(pair_of(&record)),
        _ => Ok(None),
    }
}
