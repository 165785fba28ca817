//! The one place where files are touched, and where faults enter in tests.
//!
//! A [`Disk`] is rooted at a folder; names are relative paths whose parts are separated by `/`. It is not a general
//! file system: there are no permissions to choose, no links, no seeking. [`RealDisk`] is the machine's file system,
//! [`SimDisk`] keeps everything in memory and loses on demand what a power cut would lose.
//!
//! Invariant: what a file holds survives a power cut only after [`DiskFile::sync`], and that a name is there, gone or
//! changed survives only after [`Disk::sync_dir`] of the folder that holds it.

mod real;
mod sim;
mod sim_state;

use std::fmt::Debug;
use std::io;
use std::sync::Arc;

pub use real::RealDisk;
pub use sim::{Crash, Fault, FaultRule, Operation, SimDisk};

/// How a file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// For reading only; the file must exist.
    Read,
    /// For reading and writing; the file must exist.
    Existing,
    /// For reading and writing; an absent file is created empty, readable by its owner alone.
    Create,
}

/// A folder and the files below it.
pub trait Disk: Debug + Send + Sync + 'static {
    /// Opens a file. `NotFound` if it must exist and does not, or if its folder is missing.
    fn open(&self, name: &str, mode: OpenMode) -> io::Result<Arc<dyn DiskFile>>;

    /// Whether a file or folder of this name exists.
    fn exists(&self, name: &str) -> io::Result<bool>;

    /// The names of the files directly in `dir`, without the folder, sorted. `""` is the root.
    fn list(&self, dir: &str) -> io::Result<Vec<String>>;

    /// Creates a folder and its parents, for the owner alone. An existing folder is no error.
    fn create_dir(&self, dir: &str) -> io::Result<()>;

    /// Removes a file.
    fn remove(&self, name: &str) -> io::Result<()>;

    /// Renames a file; a file that already bears the new name is replaced, atomically.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// Makes durable which names are in `dir`.
    fn sync_dir(&self, dir: &str) -> io::Result<()>;

    /// Takes the exclusive lock named by a file (created if absent) until the guard is dropped.
    /// `WouldBlock` if somebody holds it already.
    fn lock(&self, name: &str) -> io::Result<Box<dyn DiskLock>>;
}

/// An open file. All methods take `&self`: many readers may share it with one writer.
pub trait DiskFile: Debug + Send + Sync + 'static {
    /// Length in bytes.
    fn len(&self) -> io::Result<u64>;

    /// Whether the file holds no byte.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }

    /// Fills `buffer` from offset `at`; `UnexpectedEof` if the file ends before.
    fn read_exact_at(&self, buffer: &mut [u8], at: u64) -> io::Result<()>;

    /// Writes all of `data` at offset `at`, growing the file. On an error any part may have been written.
    fn write_all_at(&self, data: &[u8], at: u64) -> io::Result<()>;

    /// Cuts the file, or grows it with zeros.
    fn set_len(&self, len: u64) -> io::Result<()>;

    /// Makes bytes and length durable (`fdatasync`). After an error nothing may be assumed of any byte that was
    /// written since the last successful call.
    fn sync(&self) -> io::Result<()>;

    /// Ends the use of the file; it is closed for good when the last reference is dropped.
    fn close(&self) -> io::Result<()> {
        Ok(())
    }
}

/// A held lock; dropping it releases it.
pub trait DiskLock: Debug + Send + Sync {}

/// The folder part of a name, `""` for the root.
pub(crate) fn parent(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(dir, _)| dir)
}

/// A name in a folder.
pub(crate) fn join(dir: &str, name: &str) -> String {
    if dir.is_empty() {
        name.to_owned()
    } else {
        format!("{dir}/{name}")
    }
}

/// Refuses names that would leave the root.
fn check_name(name: &str) -> io::Result<()> {
    let part_is_plain =
        |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains('\0');
    if name.split('/').all(part_is_plain) {
        return Ok(());
    }
    let text = format!("{name:?} is not a relative path of plain parts");
    Err(io::Error::new(io::ErrorKind::InvalidInput, text))
}
