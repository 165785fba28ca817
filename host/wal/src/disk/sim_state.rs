//! What a simulated disk holds: for every file and for the names the live state and the durable one.
//!
//! It knows nothing of faults. Invariant: `durable` differs from `live` only in pages listed in `dirty`, in the
//! length, and in pages that a failed sync lost (which no later sync brings back, as on real kernels).

use std::collections::{BTreeMap, BTreeSet};

use super::parent;

/// The unit in which bytes reach the simulated disk.
pub(super) const PAGE_BYTES: usize = 4096;

/// A small seeded generator (SplitMix64), so that every image can be made again from its seed.
#[derive(Debug, Clone)]
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn coin(&mut self) -> bool {
        self.next() & 1 == 1
    }

    /// A number from 0 to `max`, both included.
    pub(super) fn up_to(&mut self, max: usize) -> usize {
        (self.next() % (max as u64 + 1)) as usize
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    pub(super) live: Vec<u8>,
    pub(super) durable: Vec<u8>,
    dirty: BTreeSet<usize>,
}

impl Content {
    pub(super) fn settled(bytes: Vec<u8>) -> Self {
        Self {
            live: bytes.clone(),
            durable: bytes,
            dirty: BTreeSet::new(),
        }
    }

    pub(super) fn write(&mut self, data: &[u8], at: usize) {
        if data.is_empty() {
            return;
        }
        let end = at + data.len();
        let old_len = self.live.len();
        if end > old_len {
            self.live.resize(end, 0);
        }
        self.live[at..end].copy_from_slice(data);
        self.touch(at.min(old_len), end);
    }

    pub(super) fn set_len(&mut self, len: usize) {
        let old_len = self.live.len();
        self.live.resize(len, 0);
        if len != old_len {
            self.touch(len.min(old_len), len.max(old_len));
        }
    }

    fn touch(&mut self, from: usize, until: usize) {
        self.dirty
            .extend(from / PAGE_BYTES..=(until - 1) / PAGE_BYTES);
    }

    pub(super) fn sync(&mut self) {
        let len = self.live.len();
        for page in std::mem::take(&mut self.dirty) {
            copy_page(&mut self.durable, &self.live, page, PAGE_BYTES);
        }
        self.durable.resize(len, 0);
    }

    /// Some dirty pages arrive, the others are forgotten: nothing will write them again.
    pub(super) fn fail_sync(&mut self, dice: &mut Dice) {
        let mut kept = self.pages(dice);
        kept.resize(kept.len().max(self.durable.len()), 0);
        self.durable = kept;
        self.dirty.clear();
    }

    /// All dirty pages have arrived.
    pub(super) fn everything(&self) -> Vec<u8> {
        let mut copy = self.clone();
        copy.sync();
        copy.durable
    }

    /// A random subset of the dirty pages has arrived, and a length somewhere between old and new.
    pub(super) fn pages(&self, dice: &mut Dice) -> Vec<u8> {
        let mut image = self.durable.clone();
        for &page in &self.dirty {
            if dice.coin() {
                copy_page(&mut image, &self.live, page, PAGE_BYTES);
            }
        }
        image.resize(self.some_len(dice), 0);
        image
    }

    /// All dirty pages have arrived, the last one only up to some byte.
    pub(super) fn torn(&self, dice: &mut Dice) -> Vec<u8> {
        let mut image = self.durable.clone();
        for &page in &self.dirty {
            let torn = Some(&page) == self.dirty.last();
            let bytes = if torn {
                dice.up_to(PAGE_BYTES)
            } else {
                PAGE_BYTES
            };
            copy_page(&mut image, &self.live, page, bytes);
        }
        if dice.coin() {
            image.resize(self.live.len(), 0);
        } else {
            image.truncate(self.live.len().max(self.durable.len()));
        }
        image
    }

    fn some_len(&self, dice: &mut Dice) -> usize {
        let (old, new) = (self.durable.len(), self.live.len());
        match dice.up_to(2) {
            0 => old,
            1 => new,
            _ => old.min(new) + dice.up_to(old.abs_diff(new)),
        }
    }
}

/// Copies the first `bytes` bytes of a page, as far as the source reaches.
fn copy_page(target: &mut Vec<u8>, source: &[u8], page: usize, bytes: usize) {
    let from = page * PAGE_BYTES;
    let until = source.len().min(from + bytes);
    if from >= until {
        return;
    }
    if target.len() < until {
        target.resize(until, 0);
    }
    target[from..until].copy_from_slice(&source[from..until]);
}

/// One change of the names in a folder.
#[derive(Debug, Clone)]
pub(super) enum NameChange {
    Add { name: String, file: u64 },
    AddDir { name: String },
    Remove { name: String },
    Rename { from: String, to: String },
}

impl NameChange {
    pub(super) fn dir(&self) -> &str {
        match self {
            Self::Add { name, .. } | Self::AddDir { name } | Self::Remove { name } => parent(name),
            Self::Rename { to, .. } => parent(to),
        }
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    pub(super) files: BTreeMap<String, u64>,
    pub(super) dirs: BTreeSet<String>,
}

impl Names {
    pub(super) fn apply(&mut self, change: &NameChange) {
        match change {
            NameChange::Add { name, file } => {
                self.files.insert(name.clone(), *file);
            }
            NameChange::AddDir { name } => {
                self.dirs.insert(name.clone());
            }
            NameChange::Remove { name } => {
                self.files.remove(name);
            }
            NameChange::Rename { from, to } => {
                if let Some(file) = self.files.remove(from) {
                    self.files.insert(to.clone(), file);
                }
            }
        }
    }

    pub(super) fn has_dir(&self, dir: &str) -> bool {
        dir.is_empty() || self.dirs.contains(dir)
    }

    /// A folder whose own name was lost takes everything in it along.
    pub(super) fn drop_orphans(&mut self) {
        let whole = |dirs: &BTreeSet<String>, mut dir: String| loop {
            if dir.is_empty() {
                return true;
            }
            if !dirs.contains(&dir) {
                return false;
            }
            dir = parent(&dir).to_owned();
        };
        let dirs = self.dirs.clone();
        self.dirs.retain(|dir| whole(&dirs, dir.clone()));
        self.files
            .retain(|name, _| whole(&dirs, parent(name).to_owned()));
    }
}
