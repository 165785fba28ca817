//! Reads a file front to back in large pieces and hands out slices of any place near the last one.
//!
//! Invariant: it never reads at or beyond the limit it was given, and holds at most one piece or one frame.

use std::io;
use std::sync::Arc;

use crate::disk::DiskFile;
use crate::frame::{FRAME_HEAD_BYTES, FRAME_MAGIC, FrameFault, FrameHead, Seal};

const PIECE_BYTES: u64 = 256 << 10;

/// A view of the first `limit` bytes of a segment that begins at `base`.
#[derive(Debug)]
pub(crate) struct Window {
    file: Arc<dyn DiskFile>,
    base: u64,
    limit: u64,
    start: u64,
    piece: Vec<u8>,
}

impl Window {
    pub(crate) fn new(file: Arc<dyn DiskFile>, base: u64, limit: u64) -> Self {
        Self {
            file,
            base,
            limit,
            start: 0,
            piece: Vec::new(),
        }
    }

    /// Up to `bytes` bytes at offset `at`; fewer only where the limit cuts.
    pub(crate) fn slice(&mut self, at: u64, bytes: usize) -> io::Result<&[u8]> {
        let until = self.limit.min(at.saturating_add(bytes as u64));
        if at >= until {
            return Ok(&[]);
        }
        if at < self.start || until > self.start + self.piece.len() as u64 {
            self.load(at, until)?;
        }
        let from = (at - self.start) as usize;
        Ok(&self.piece[from..from + (until - at) as usize])
    }

    fn load(&mut self, at: u64, until: u64) -> io::Result<()> {
        let end = self.limit.min(until.max(at + PIECE_BYTES));
        self.piece.clear();
        self.piece.resize((end - at) as usize, 0);
        self.start = at;
        let read = self.file.read_exact_at(&mut self.piece, at);
        if read.is_err() {
            self.piece.clear();
        }
        read
    }

    /// The frame at offset `at`: its checked head and payload, or what is wrong.
    pub(crate) fn frame(
        &mut self,
        seal: &Seal,
        at: u64,
    ) -> io::Result<Result<(FrameHead, &[u8]), FrameFault>> {
        let position = self.base + at;
        let head = match seal.head(position, self.slice(at, FRAME_HEAD_BYTES)?) {
            Ok(head) => head,
            Err(fault) => return Ok(Err(fault)),
        };
        let payload = self.slice(at + FRAME_HEAD_BYTES as u64, head.payload_bytes)?;
        Ok(seal
            .payload(position, &head, payload)
            .map(|()| (head, payload)))
    }

    /// The offset of the first whole frame at or behind `at`.
    pub(crate) fn find_frame(&mut self, seal: &Seal, mut at: u64) -> io::Result<Option<u64>> {
        while let Some(candidate) = self.find_magic(at)? {
            if self.frame(seal, candidate)?.is_ok() {
                return Ok(Some(candidate));
            }
            at = candidate + 1;
        }
        Ok(None)
    }

    fn find_magic(&mut self, mut at: u64) -> io::Result<Option<u64>> {
        let magic = FRAME_MAGIC.len();
        loop {
            let loaded = self.rest(at)?;
            if loaded.len() < magic {
                return Ok(None);
            }
            if let Some(found) = loaded.windows(magic).position(|bytes| bytes == FRAME_MAGIC) {
                return Ok(Some(at + found as u64));
            }
            at += (loaded.len() - magic + 1) as u64;
        }
    }

    /// What is loaded from `at` on, at least a head where the limit allows it. A search that asked for whole pieces
    /// would load one anew for every chance match of the sync word.
    fn rest(&mut self, at: u64) -> io::Result<&[u8]> {
        let needed = self.slice(at, FRAME_HEAD_BYTES)?.len();
        if needed == 0 {
            return Ok(&[]);
        }
        Ok(&self.piece[(at - self.start) as usize..])
    }
}
