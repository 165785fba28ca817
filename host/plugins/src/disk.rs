//! Folders and files that belong to the server's user alone, and files that are whole or absent.
//!
//! Not a cache and not a format: only owners, modes, and the order of write, fsync and rename.
//!
//! Invariant: bytes are read from the descriptor whose owner and mode were checked, never from a path a second time.

use std::{
    fs::{DirBuilder, File},
    io::{self, Read, Write},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use rustix::fs::{AtFlags, Mode, OFlags, Stat};
use rustix::process::Pid;

use crate::error::{InstallError, OpenError};

/// Mode of folders: for the owner alone.
const FOLDER_MODE: u32 = 0o700;
/// Mode of files: for the owner alone.
const FILE_MODE: u32 = 0o600;
/// Mode bits that would let others in.
const OTHERS: u32 = 0o077;
/// End of the names of files that are being written.
const UNFINISHED: &str = ".unfinished";
/// Tells the unfinished files of a process apart.
static TURNS: AtomicU64 = AtomicU64::new(0);

/// A file or folder could not be used.
#[derive(Debug, thiserror::Error)]
#[error("{action} {path:?} failed: {source}")]
pub(crate) struct DiskFault {
    pub(crate) action: &'static str,
    pub(crate) path: PathBuf,
    pub(crate) source: io::Error,
}

impl From<DiskFault> for OpenError {
    fn from(fault: DiskFault) -> Self {
        Self::Disk {
            action: fault.action,
            path: fault.path,
            source: fault.source,
        }
    }
}

impl From<DiskFault> for InstallError {
    fn from(fault: DiskFault) -> Self {
        Self::Disk {
            action: fault.action,
            path: fault.path,
            detail: fault.source.to_string(),
        }
    }
}

/// Owner and mode let somebody else in.
#[derive(Debug)]
pub(crate) struct Exposed {
    wanted: u32,
    found: u32,
}

impl Exposed {
    pub(crate) fn at(self, path: PathBuf) -> OpenError {
        OpenError::Exposed {
            path,
            wanted: self.wanted,
            found: self.found,
        }
    }
}

/// An open folder.
pub(crate) struct Folder {
    path: PathBuf,
    descriptor: File,
}

/// A file's bytes, and whether only its owner could have written and read them.
pub(crate) struct Found {
    pub(crate) bytes: Vec<u8>,
    pub(crate) private: Result<(), Exposed>,
}

impl Folder {
    /// Opens a folder; creates it for the owner alone if there is none. Removes what an interrupted write left.
    pub(crate) fn open(path: &Path) -> Result<Self, DiskFault> {
        let fault = |action, source| DiskFault {
            action,
            path: path.to_owned(),
            source,
        };
        let mut builder = DirBuilder::new();
        builder.recursive(true).mode(FOLDER_MODE);
        builder
            .create(path)
            .map_err(|error| fault("Creating", error))?;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let descriptor = rustix::fs::open(path, flags, Mode::empty())
            .map_err(|error| fault("Opening", error.into()))?;
        let folder = Self {
            path: path.to_owned(),
            descriptor: File::from(descriptor),
        };
        for name in folder.names()? {
            if is_left_over(&name) {
                folder.remove(&name)?;
            }
        }
        Ok(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the folder, as it is now, is closed to everybody but its owner, who must be this process's user.
    pub(crate) fn private(&self) -> Result<Result<(), Exposed>, DiskFault> {
        let stat = rustix::fs::fstat(&self.descriptor)
            .map_err(|error| self.fault("Looking at", ".", error.into()))?;
        Ok(private(&stat, FOLDER_MODE))
    }

    /// Names of the files, ordered. Names that are no text are left out.
    pub(crate) fn names(&self) -> Result<Vec<String>, DiskFault> {
        let listed = |error: io::Error| self.fault("Listing", ".", error);
        let mut names = Vec::new();
        for entry in rustix::fs::Dir::read_from(&self.descriptor).map_err(|e| listed(e.into()))? {
            let entry = entry.map_err(|error| listed(error.into()))?;
            match entry.file_name().to_str() {
                Ok("." | "..") | Err(_) => {}
                Ok(name) => names.push(name.to_owned()),
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    /// Reads a plain file of at most `bytes_max` bytes; `None` when there is none.
    pub(crate) fn read(&self, name: &str, bytes_max: usize) -> Result<Option<Found>, DiskFault> {
        // Without NONBLOCK, opening a pipe that somebody put there would wait for ever.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let descriptor = match rustix::fs::openat(&self.descriptor, name, flags, Mode::empty()) {
            Ok(descriptor) => descriptor,
            Err(rustix::io::Errno::NOENT) => return Ok(None),
            Err(error) => return Err(self.fault("Opening", name, error.into())),
        };
        let read = |error: io::Error| self.fault("Reading", name, error);
        let stat = rustix::fs::fstat(&descriptor).map_err(|error| read(error.into()))?;
        if rustix::fs::FileType::from_raw_mode(stat.st_mode) != rustix::fs::FileType::RegularFile {
            return Err(read(io::Error::other("it is not a plain file")));
        }
        let mut bytes = Vec::new();
        let mut limited = File::from(descriptor).take(bytes_max as u64 + 1);
        limited.read_to_end(&mut bytes).map_err(read)?;
        if bytes.len() > bytes_max {
            let told = format!("it has more than {bytes_max} bytes");
            return Err(read(io::Error::other(told)));
        }
        Ok(Some(Found {
            bytes,
            private: private(&stat, FILE_MODE),
        }))
    }

    /// Writes a file so that it is there whole, after a crash too, or not at all. Replaces one of the same name.
    pub(crate) fn write(&self, name: &str, parts: &[&[u8]]) -> Result<(), DiskFault> {
        let unfinished = unfinished(name);
        let written = self
            .write_unfinished(&unfinished, parts)
            .and_then(|()| {
                rustix::fs::renameat(&self.descriptor, &unfinished, &self.descriptor, name)
                    .map_err(io::Error::from)
            })
            .and_then(|()| self.descriptor.sync_all());
        written.map_err(|error| {
            // What is left is removed at the next opening anyway.
            let _ = rustix::fs::unlinkat(&self.descriptor, &unfinished, AtFlags::empty());
            self.fault("Writing", name, error)
        })
    }

    /// As [`Folder::write`], but leaves a file of the same name alone; the answer is whether it was written.
    pub(crate) fn write_new(&self, name: &str, parts: &[&[u8]]) -> Result<bool, DiskFault> {
        let unfinished = unfinished(name);
        let linked = self.write_unfinished(&unfinished, parts).and_then(|()| {
            let flags = AtFlags::empty();
            match rustix::fs::linkat(&self.descriptor, &unfinished, &self.descriptor, name, flags) {
                Ok(()) => self.descriptor.sync_all().map(|()| true),
                Err(rustix::io::Errno::EXIST) => Ok(false),
                Err(error) => Err(error.into()),
            }
        });
        let _ = rustix::fs::unlinkat(&self.descriptor, &unfinished, AtFlags::empty());
        linked.map_err(|error| self.fault("Writing", name, error))
    }

    fn write_unfinished(&self, name: &str, parts: &[&[u8]]) -> io::Result<()> {
        match rustix::fs::unlinkat(&self.descriptor, name, AtFlags::empty()) {
            Ok(()) | Err(rustix::io::Errno::NOENT) => {}
            Err(error) => return Err(error.into()),
        }
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        let mode = Mode::from_raw_mode(FILE_MODE);
        let mut file = File::from(rustix::fs::openat(&self.descriptor, name, flags, mode)?);
        for part in parts {
            file.write_all(part)?;
        }
        file.sync_all()
    }

    fn remove(&self, name: &str) -> Result<(), DiskFault> {
        rustix::fs::unlinkat(&self.descriptor, name, AtFlags::empty())
            .map_err(|error| self.fault("Removing", name, error.into()))
    }

    fn fault(&self, action: &'static str, name: &str, source: io::Error) -> DiskFault {
        DiskFault {
            action,
            path: self.path.join(name),
            source,
        }
    }
}

/// What a file is called until it is whole. Processes and threads that share a folder don't share this name.
fn unfinished(name: &str) -> String {
    let process = rustix::process::getpid().as_raw_nonzero();
    let turn = TURNS.fetch_add(1, Ordering::Relaxed);
    format!("{name}.{process}-{turn}{UNFINISHED}")
}

/// Whether a name is that of an unfinished file of a process that is gone.
fn is_left_over(name: &str) -> bool {
    let Some(rest) = name.strip_suffix(UNFINISHED) else {
        return false;
    };
    let writer = rest
        .rsplit_once('.')
        .and_then(|(_, tail)| tail.split_once('-'));
    let writer = writer.and_then(|(process, _)| Pid::from_raw(process.parse().ok()?));
    writer.is_none_or(|writer| {
        writer != rustix::process::getpid() && rustix::process::test_kill_process(writer).is_err()
    })
}

fn private(stat: &Stat, wanted: u32) -> Result<(), Exposed> {
    let found = stat.st_mode & 0o7777;
    if stat.st_uid == rustix::process::geteuid().as_raw() && found & OTHERS == 0 {
        Ok(())
    } else {
        Err(Exposed { wanted, found })
    }
}
