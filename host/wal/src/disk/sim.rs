//! A disk in memory that can lose, tear, refuse and lie, always repeatably.
//!
//! It is no model of one file system: it does whatever the contract of [`Disk`] allows, in the worst order. Names
//! change in order (a crash keeps a prefix of the unsynced changes), bytes arrive by 4 KiB page in any order.
//!
//! Invariant: the same calls with the same rules and seeds give the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use parking_lot::Mutex;

use super::sim_state::{Content, Dice, NameChange, Names};
use super::{Disk, DiskFile, DiskLock, OpenMode, check_name, parent};

/// What changes a disk; each counts as one operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Bytes are written.
    Write,
    /// A file is cut or grown.
    SetLen,
    /// A file is made durable.
    Sync,
    /// The names of a folder are made durable.
    SyncDir,
    /// A file appears.
    Create,
    /// A folder appears.
    CreateDir,
    /// A file goes.
    Remove,
    /// A file changes its name.
    Rename,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The operation fails with an input/output error and has no effect.
    Fails,
    /// A write stores this many bytes and then fails.
    ShortWrite {
        /// Bytes stored.
        bytes: usize,
    },
    /// A write stores this many bytes and then finds the disk full.
    DiskFull {
        /// Bytes stored.
        bytes: usize,
    },
    /// A sync fails; each unsynced page may or may not have arrived, and the rest is forgotten: later syncs succeed
    /// without storing it, as the kernel's page cache does.
    SyncFails {
        /// Chooses the pages.
        seed: u64,
    },
    /// A sync reports success and stores nothing.
    SyncLies,
}

/// When a fault happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultRule {
    /// The kind of operation that it waits for.
    pub on: Operation,
    /// Only operations on names that contain this; empty means all.
    pub name_contains: String,
    /// Matching operations that pass unharmed before.
    pub skip: u64,
    /// How many operations it hits after that.
    pub times: u64,
    /// What happens.
    pub fault: Fault,
}

impl FaultRule {
    /// The next operation of this kind fails so, once.
    #[must_use]
    pub fn next(on: Operation, fault: Fault) -> Self {
        Self {
            on,
            name_contains: String::new(),
            skip: 0,
            times: 1,
            fault,
        }
    }
}

/// What a power cut leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crash {
    /// Only what was synced.
    NothingUnsynced,
    /// All that was written.
    EverythingUnsynced,
    /// Of the unsynced pages, lengths and names some, in any order.
    Pages {
        /// Chooses them.
        seed: u64,
    },
    /// All pages, each file's last one only up to some byte.
    TornPage {
        /// Chooses the byte.
        seed: u64,
    },
}

#[derive(Debug, Default)]
struct State {
    names: Names,
    durable_names: Names,
    unsynced: Vec<NameChange>,
    files: BTreeMap<u64, Content>,
    files_made: u64,
    operations: u64,
    stop_after: Option<u64>,
    rules: Vec<FaultRule>,
    locks: BTreeSet<String>,
}

/// A disk in memory with faults. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct SimDisk {
    state: Arc<Mutex<State>>,
}

impl SimDisk {
    /// An empty disk.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a rule; the first rule that matches an operation decides it.
    pub fn inject(&self, rule: FaultRule) {
        self.state.lock().rules.push(rule);
    }

    /// Forgets all rules.
    pub fn clear_faults(&self) {
        self.state.lock().rules.clear();
    }

    /// Operations so far.
    #[must_use]
    pub fn operations(&self) -> u64 {
        self.state.lock().operations
    }

    /// Cuts the power when `operations` have happened in all: every later one fails and has no effect.
    pub fn stop_after(&self, operations: u64) {
        self.state.lock().stop_after = Some(operations);
    }

    /// The disk as a power cut at this moment would leave it. The original is untouched.
    #[must_use]
    pub fn crash_image(&self, crash: Crash) -> Self {
        let state = self.state.lock();
        let mut dice = match crash {
            Crash::Pages { seed } | Crash::TornPage { seed } => Dice(seed),
            Crash::NothingUnsynced | Crash::EverythingUnsynced => Dice(0),
        };
        let names = state.names_after(crash, &mut dice);
        let mut files = BTreeMap::new();
        for &file in names.files.values() {
            let content = &state.files[&file];
            let bytes = match crash {
                Crash::NothingUnsynced => content.durable.clone(),
                Crash::EverythingUnsynced => content.everything(),
                Crash::Pages { .. } => content.pages(&mut dice),
                Crash::TornPage { .. } => content.torn(&mut dice),
            };
            files.insert(file, Content::settled(bytes));
        }
        let files_made = state.files_made;
        let image = State {
            durable_names: names.clone(),
            names,
            files,
            files_made,
            ..State::default()
        };
        Self {
            state: Arc::new(Mutex::new(image)),
        }
    }

    /// One image for each kind of crash, and `seeded` of each of the random kinds.
    #[must_use]
    pub fn crash_images(&self, seed: u64, seeded: u64) -> Vec<(Crash, Self)> {
        let mut crashes = vec![Crash::NothingUnsynced, Crash::EverythingUnsynced];
        for number in 0..seeded {
            let seed = Dice(seed.wrapping_add(number)).next();
            crashes.extend([Crash::Pages { seed }, Crash::TornPage { seed }]);
        }
        crashes
            .into_iter()
            .map(|crash| (crash, self.crash_image(crash)))
            .collect()
    }

    /// What a file holds, as a reader sees it.
    #[must_use]
    pub fn contents(&self, name: &str) -> Option<Vec<u8>> {
        let state = self.state.lock();
        let file = state.names.files.get(name)?;
        Some(state.files[file].live.clone())
    }

    /// Puts a durable file there, outside of all rules: for damage made by hand.
    pub fn place(&self, name: &str, bytes: Vec<u8>) {
        let mut state = self.state.lock();
        let file = state.new_file(Content::settled(bytes));
        let change = NameChange::Add {
            name: name.to_owned(),
            file,
        };
        state.names.apply(&change);
        state.durable_names.apply(&change);
    }

    /// Takes a file away for good, outside of all rules. False if it is not there.
    pub fn take_away(&self, name: &str) -> bool {
        let mut state = self.state.lock();
        state.durable_names.files.remove(name);
        state.names.files.remove(name).is_some()
    }

    /// Flips one bit (0 to 7) of a file, durably. False if the file has no such byte.
    #[must_use]
    pub fn flip_bit(&self, name: &str, offset: usize, bit: u8) -> bool {
        let mut state = self.state.lock();
        let Some(&file) = state.names.files.get(name) else {
            return false;
        };
        let Some(content) = state.files.get_mut(&file) else {
            return false;
        };
        let mask = 1 << (bit & 7);
        if let Some(byte) = content.durable.get_mut(offset) {
            *byte ^= mask;
        }
        match content.live.get_mut(offset) {
            Some(byte) => *byte ^= mask,
            None => return false,
        }
        true
    }
}

impl State {
    fn new_file(&mut self, content: Content) -> u64 {
        let file = self.files_made;
        self.files_made += 1;
        self.files.insert(file, content);
        file
    }

    /// Counts an operation and says which fault, if any, befalls it.
    fn begin(&mut self, operation: Operation, name: &str) -> io::Result<Option<Fault>> {
        self.powered()?;
        self.operations += 1;
        for rule in &mut self.rules {
            if rule.on != operation || rule.times == 0 || !name.contains(&rule.name_contains) {
                continue;
            }
            if rule.skip > 0 {
                rule.skip -= 1;
                continue;
            }
            rule.times -= 1;
            return match rule.fault {
                Fault::Fails => Err(io::Error::other("simulated input/output error")),
                fault => Ok(Some(fault)),
            };
        }
        Ok(None)
    }

    fn powered(&self) -> io::Result<()> {
        match self.stop_after {
            Some(stop) if self.operations >= stop => {
                Err(io::Error::other("the simulated power is off"))
            }
            _ => Ok(()),
        }
    }

    fn change_names(&mut self, change: NameChange) {
        self.names.apply(&change);
        self.unsynced.push(change);
    }

    fn names_after(&self, crash: Crash, dice: &mut Dice) -> Names {
        let kept = match crash {
            Crash::NothingUnsynced => 0,
            Crash::EverythingUnsynced => self.unsynced.len(),
            Crash::Pages { .. } | Crash::TornPage { .. } => dice.up_to(self.unsynced.len()),
        };
        let mut names = self.durable_names.clone();
        for change in self.unsynced.iter().take(kept) {
            names.apply(change);
        }
        names.drop_orphans();
        names
    }

    fn content(&mut self, file: u64) -> io::Result<&mut Content> {
        self.files
            .get_mut(&file)
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Disk for SimDisk {
    fn open(&self, name: &str, mode: OpenMode) -> io::Result<Arc<dyn DiskFile>> {
        check_name(name)?;
        let mut state = self.state.lock();
        let file = match state.names.files.get(name) {
            Some(&file) => file,
            None if mode == OpenMode::Create && state.names.has_dir(parent(name)) => {
                state.begin(Operation::Create, name)?;
                let file = state.new_file(Content::default());
                state.change_names(NameChange::Add {
                    name: name.to_owned(),
                    file,
                });
                file
            }
            None => return Err(io::ErrorKind::NotFound.into()),
        };
        let writable = mode != OpenMode::Read;
        Ok(Arc::new(SimFile {
            state: Arc::clone(&self.state),
            file,
            name: name.to_owned(),
            writable,
        }))
    }

    fn exists(&self, name: &str) -> io::Result<bool> {
        let state = self.state.lock();
        Ok(state.names.files.contains_key(name) || state.names.has_dir(name))
    }

    fn list(&self, dir: &str) -> io::Result<Vec<String>> {
        let state = self.state.lock();
        if !state.names.has_dir(dir) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let inside = state.names.files.keys().filter(|name| parent(name) == dir);
        Ok(inside
            .map(|name| name.rsplit('/').next().unwrap_or(name).to_owned())
            .collect())
    }

    fn create_dir(&self, dir: &str) -> io::Result<()> {
        if dir.is_empty() {
            return Ok(());
        }
        check_name(dir)?;
        let mut state = self.state.lock();
        let ends = dir.match_indices('/').map(|(at, _)| at).chain([dir.len()]);
        for name in ends.map(|end| &dir[..end]) {
            if !state.names.has_dir(name) {
                state.begin(Operation::CreateDir, name)?;
                state.change_names(NameChange::AddDir {
                    name: name.to_owned(),
                });
            }
        }
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut state = self.state.lock();
        if !state.names.files.contains_key(name) {
            return Err(io::ErrorKind::NotFound.into());
        }
        state.begin(Operation::Remove, name)?;
        state.change_names(NameChange::Remove {
            name: name.to_owned(),
        });
        Ok(())
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        check_name(to)?;
        let mut state = self.state.lock();
        if !state.names.files.contains_key(from) || !state.names.has_dir(parent(to)) {
            return Err(io::ErrorKind::NotFound.into());
        }
        state.begin(Operation::Rename, from)?;
        state.change_names(NameChange::Rename {
            from: from.to_owned(),
            to: to.to_owned(),
        });
        Ok(())
    }

    fn sync_dir(&self, dir: &str) -> io::Result<()> {
        let mut state = self.state.lock();
        match state.begin(Operation::SyncDir, dir)? {
            Some(Fault::SyncLies) => return Ok(()),
            Some(_) => return Err(io::Error::other("simulated failure to sync a folder")),
            None => {}
        }
        let (synced, rest) = std::mem::take(&mut state.unsynced)
            .into_iter()
            .partition(|change| change.dir() == dir);
        state.unsynced = rest;
        let synced: Vec<NameChange> = synced;
        for change in &synced {
            state.durable_names.apply(change);
        }
        Ok(())
    }

    fn lock(&self, name: &str) -> io::Result<Box<dyn DiskLock>> {
        check_name(name)?;
        if !self.state.lock().locks.insert(name.to_owned()) {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        Ok(Box::new(SimLock {
            state: Arc::clone(&self.state),
            name: name.to_owned(),
        }))
    }
}

#[derive(Debug)]
struct SimLock {
    state: Arc<Mutex<State>>,
    name: String,
}

impl DiskLock for SimLock {}

impl Drop for SimLock {
    fn drop(&mut self) {
        self.state.lock().locks.remove(&self.name);
    }
}

#[derive(Debug)]
struct SimFile {
    state: Arc<Mutex<State>>,
    file: u64,
    name: String,
    writable: bool,
}

impl SimFile {
    fn begin(&self, state: &mut State, operation: Operation) -> io::Result<Option<Fault>> {
        if !self.writable && operation != Operation::Sync {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        state.begin(operation, &self.name)
    }
}

impl DiskFile for SimFile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.state.lock().content(self.file)?.live.len() as u64)
    }

    fn read_exact_at(&self, buffer: &mut [u8], at: u64) -> io::Result<()> {
        let mut state = self.state.lock();
        state.powered()?;
        let live = &state.content(self.file)?.live;
        let range = usize::try_from(at)
            .ok()
            .and_then(|at| live.get(at..at.checked_add(buffer.len())?));
        buffer.copy_from_slice(range.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn write_all_at(&self, data: &[u8], at: u64) -> io::Result<()> {
        let mut state = self.state.lock();
        let fault = self.begin(&mut state, Operation::Write)?;
        let at = usize::try_from(at).map_err(io::Error::other)?;
        let content = state.content(self.file)?;
        match fault {
            Some(Fault::ShortWrite { bytes }) => {
                content.write(&data[..bytes.min(data.len())], at);
                Err(io::Error::other("simulated short write"))
            }
            Some(Fault::DiskFull { bytes }) => {
                content.write(&data[..bytes.min(data.len())], at);
                Err(io::ErrorKind::StorageFull.into())
            }
            _ => {
                content.write(data, at);
                Ok(())
            }
        }
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.state.lock();
        self.begin(&mut state, Operation::SetLen)?;
        let len = usize::try_from(len).map_err(io::Error::other)?;
        state.content(self.file)?.set_len(len);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let mut state = self.state.lock();
        let fault = self.begin(&mut state, Operation::Sync)?;
        let content = state.content(self.file)?;
        match fault {
            Some(Fault::SyncLies) => Ok(()),
            Some(Fault::SyncFails { seed }) => {
                content.fail_sync(&mut Dice(seed));
                Err(io::Error::other("simulated failure to sync"))
            }
            _ => {
                content.sync();
                Ok(())
            }
        }
    }
}
