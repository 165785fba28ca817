//! The full check of a database's log, without opening the database.

use std::path::Path;

use stemedb_wal::VerifyReport;
use stemedb_wal::disk::RealDisk;

use crate::error::{Error, ErrorKind};

/// Checks every byte of the log in a folder. Nothing is changed and no lock is taken: the database must not be open.
///
/// # Errors
/// A folder that is none, or whose files are no log. Damage is in the report.
pub fn verify_log(wal: &Path) -> Result<VerifyReport, Error> {
    let failed = |why: String| {
        let message = format!("the folder {} can't be checked: {why}", wal.display());
        Error::new(ErrorKind::Internal, "folder_failed", message)
    };
    if !wal.is_dir() {
        return Err(failed("there is no such folder".to_owned()));
    }
    let disk = RealDisk::open(wal).map_err(|error| failed(error.to_string()))?;
    Ok(stemedb_wal::verify(&disk, "")?)
}
