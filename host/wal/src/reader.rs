//! The readers' side of the log: any number of them, on any thread, beside the one writer.
//!
//! A reader sees only what is durable, and checks every record that it reads, however old. Invariant: the bytes below
//! the durable end never change, so reading takes no lock but for the short look into the table of segments.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::RwLock;

use crate::disk::{Disk, DiskFile, OpenMode, join};
use crate::error::WalError;
use crate::frame::{FRAME_HEAD_BYTES, FrameFault, Seal};
use crate::segment::{SEGMENT_HEAD_BYTES, file_name};
use crate::window::Window;

/// Segment files kept open for reading; a log may have thousands, a process may not.
const OPEN_FILES_MAX: usize = 64;

/// The first read fetches this much, so that most records need one.
const FIRST_READ_BYTES: u64 = 1024;

/// What the writer and the readers share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) dir: String,
    pub(crate) seal: Seal,
    bases: RwLock<Vec<u64>>,
    durable_end: AtomicU64,
    open: RwLock<VecDeque<(u64, Arc<dyn DiskFile>)>>,
}

/// A segment as far as it is durable.
#[derive(Debug, Clone, Copy)]
struct Extent {
    base: u64,
    len: u64,
}

impl Shared {
    pub(crate) fn new(
        disk: Arc<dyn Disk>,
        dir: &str,
        seal: Seal,
        bases: Vec<u64>,
        end: u64,
    ) -> Self {
        Self {
            disk,
            dir: dir.to_owned(),
            seal,
            bases: RwLock::new(bases),
            durable_end: AtomicU64::new(end),
            open: RwLock::new(VecDeque::new()),
        }
    }

    /// Everything before `end` is on disk now.
    pub(crate) fn publish_end(&self, end: u64) {
        self.durable_end.store(end, Ordering::Release);
    }

    pub(crate) fn begin_segment(&self, base: u64, end: u64) {
        self.bases.write().push(base);
        self.publish_end(end);
    }

    pub(crate) fn segments(&self) -> usize {
        self.bases.read().len()
    }

    /// The segment that holds a position below `end`.
    fn extent(&self, position: u64, end: u64) -> Extent {
        let bases = self.bases.read();
        let after = bases.partition_point(|&base| base <= position);
        let base = bases[..after].last().copied().unwrap_or_default();
        let until = bases.get(after).copied().unwrap_or(end);
        Extent {
            base,
            len: until - base,
        }
    }

    fn name(&self, base: u64) -> String {
        join(&self.dir, &file_name(base))
    }

    fn file(&self, base: u64) -> Result<Arc<dyn DiskFile>, WalError> {
        if let Some((_, file)) = self.open.read().iter().find(|(open, _)| *open == base) {
            return Ok(Arc::clone(file));
        }
        let name = self.name(base);
        let file = self
            .disk
            .open(&name, OpenMode::Read)
            .map_err(|error| WalError::io("open", &name, error))?;
        let mut open = self.open.write();
        if open.len() == OPEN_FILES_MAX {
            open.pop_front();
        }
        open.push_back((base, Arc::clone(&file)));
        Ok(file)
    }

    fn unreadable(&self, base: u64, position: u64, fault: FrameFault) -> WalError {
        WalError::Unreadable {
            file: self.name(base),
            position,
            fault,
        }
    }
}

/// Reads the durable part of a log. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct JournalReader {
    shared: Arc<Shared>,
}

impl JournalReader {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// All records before this position are durable.
    #[must_use]
    pub fn durable_end(&self) -> u64 {
        self.shared.durable_end.load(Ordering::Acquire)
    }

    /// The payload of the record at exactly this position, checked.
    ///
    /// # Errors
    /// [`WalError::BeyondEnd`] if nothing durable is there, [`WalError::Unreadable`] if no whole record begins there.
    pub fn read(&self, position: u64) -> Result<Vec<u8>, WalError> {
        let end = self.durable_end();
        if position >= end {
            return Err(WalError::BeyondEnd { position, end });
        }
        let extent = self.shared.extent(position, end);
        let bad = |fault| self.shared.unreadable(extent.base, position, fault);
        let at = position - extent.base;
        if at < SEGMENT_HEAD_BYTES {
            return Err(bad(FrameFault::NoMagic));
        }
        let file = self.shared.file(extent.base)?;
        let fill = |buffer: &mut [u8], at| {
            let read = file.read_exact_at(buffer, at);
            read.map_err(|error| WalError::io("read", &self.shared.name(extent.base), error))
        };
        let mut frame = vec![0; FIRST_READ_BYTES.min(extent.len - at) as usize];
        fill(&mut frame, at)?;
        let head = self.shared.seal.head(position, &frame).map_err(bad)?;
        if head.frame_bytes() > extent.len - at {
            return Err(bad(FrameFault::PayloadCut));
        }
        let have = frame.len();
        frame.resize(head.frame_bytes() as usize, 0);
        if frame.len() > have {
            fill(&mut frame[have..], at + have as u64)?;
        }
        self.shared
            .seal
            .payload(position, &head, &frame[FRAME_HEAD_BYTES..])
            .map_err(bad)?;
        frame.drain(..FRAME_HEAD_BYTES);
        Ok(frame)
    }

    /// All records from position `from` (of a record, or an end that `commit` returned) up to, not including, `until`
    /// or what is durable now, in order.
    #[must_use]
    pub fn scan(&self, from: u64, until: u64) -> Scan {
        let end = self.durable_end();
        Scan {
            shared: Arc::clone(&self.shared),
            position: from,
            until: until.min(end),
            end,
            segment: None,
        }
    }
}

/// Records in order, each with its position. Ends after the first error.
#[derive(Debug)]
pub struct Scan {
    shared: Arc<Shared>,
    position: u64,
    until: u64,
    end: u64,
    segment: Option<(Extent, Window)>,
}

impl Scan {
    fn step(&mut self) -> Result<Option<(u64, Vec<u8>)>, WalError> {
        loop {
            if self.position >= self.until {
                return Ok(None);
            }
            let (extent, window) = match &mut self.segment {
                Some(segment) => segment,
                none => {
                    let extent = self.shared.extent(self.position, self.end);
                    let window =
                        Window::new(self.shared.file(extent.base)?, extent.base, extent.len);
                    none.insert((extent, window))
                }
            };
            let at = self.position - extent.base;
            if at < SEGMENT_HEAD_BYTES {
                self.position = extent.base + SEGMENT_HEAD_BYTES;
            } else if at >= extent.len {
                self.segment = None;
            } else {
                let (base, position) = (extent.base, self.position);
                let frame = window.frame(&self.shared.seal, at);
                let frame =
                    frame.map_err(|error| WalError::io("read", &self.shared.name(base), error))?;
                let (head, payload) =
                    frame.map_err(|fault| self.shared.unreadable(base, position, fault))?;
                self.position += head.frame_bytes();
                return Ok(Some((position, payload.to_vec())));
            }
        }
    }
}

impl Iterator for Scan {
    type Item = Result<(u64, Vec<u8>), WalError>;

    fn next(&mut self) -> Option<Self::Item> {
        let step = self.step();
        if step.is_err() {
            self.until = 0;
        }
        step.transpose()
    }
}

impl std::iter::FusedIterator for Scan {}
