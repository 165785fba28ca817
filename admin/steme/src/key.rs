//! Key files: 64 hexadecimal digits of an Ed25519 seed, readable by their owner alone.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use stemedb_core::Signer;

use crate::exit::Failure;

/// Longest key file that is read, in bytes.
const KEY_FILE_BYTES_MAX: u64 = 1_024;
/// Bits of a file's mode that let others at it.
const OTHERS: u32 = 0o077;

/// The key file in a configuration folder.
pub(crate) fn usual_place(configuration: &Path) -> PathBuf {
    configuration.join("stemedb").join("agent.key")
}

/// Reads a seed. A file that others can read is refused: its key may be known already.
pub(crate) fn read_seed(path: &Path) -> Result<[u8; 32], Failure> {
    let file = File::open(path).map_err(|error| missing(path, &error))?;
    let mode = file
        .metadata()
        .map_err(|error| Failure::file(path, "read", &error))?
        .permissions()
        .mode();
    if mode & OTHERS != 0 {
        return Err(Failure::usage(format!(
            "the key file {path} can be used by others (mode {mode:03o}): make it yours alone with `chmod 600 {path}`, \
             and make a new key if somebody may have read it",
            path = path.display(),
            mode = mode & 0o777
        )));
    }
    let mut text = String::new();
    file.take(KEY_FILE_BYTES_MAX)
        .read_to_string(&mut text)
        .map_err(|error| Failure::file(path, "read", &error))?;
    let mut seed = [0; 32];
    hex::decode_to_slice(text.trim(), &mut seed).map_err(|_| {
        Failure::usage(format!(
            "the key file {} does not hold 64 hexadecimal digits; make another with `steme keygen FILE`",
            path.display()
        ))
    })?;
    Ok(seed)
}

/// Reads a signing key.
pub(crate) fn read(path: &Path) -> Result<Signer, Failure> {
    Ok(Signer::from_seed(&read_seed(path)?))
}

/// Makes a new key file; one that is there is never overwritten.
pub(crate) fn make(path: &Path, seed: &[u8; 32]) -> Result<(), Failure> {
    let failed = |error: &std::io::Error| Failure::file(path, "written", error);
    if let Some(folder) = path.parent() {
        let mut make = std::fs::DirBuilder::new();
        let made = make.recursive(true).mode(0o700).create(folder);
        made.map_err(|error| Failure::file(folder, "made", &error))?;
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => Failure::usage(format!(
                "{} is there already and a key can't be made again, so it is not overwritten; name another file, or \
                 move that one away",
                path.display()
            )),
            _ => failed(&error),
        })?;
    file.write_all(format!("{}\n", hex::encode(seed)).as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(|error| failed(&error))
}

fn missing(path: &Path, error: &std::io::Error) -> Failure {
    if error.kind() == ErrorKind::NotFound {
        return Failure::usage(format!(
            "there is no key file {}; make one with `steme keygen`, or name yours with --key",
            path.display()
        ));
    }
    Failure::file(path, "read", error)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_key_file_is_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep").join("agent.key");
        make(&path, &[7; 32]).unwrap();
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        assert_eq!(read_seed(&path).unwrap(), [7; 32]);
        for wrong in [0o640, 0o604, 0o666] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(wrong)).unwrap();
            let refused = read(&path).unwrap_err().to_string();
            assert!(refused.contains("chmod 600"), "{wrong:o}: {refused}");
        }
    }

    #[test]
    fn a_key_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("agent.key");
        make(&path, &[7; 32]).unwrap();
        let refused = make(&path, &[8; 32]).unwrap_err().to_string();
        assert!(refused.contains("not overwritten"), "{refused}");
        assert_eq!(read_seed(&path).unwrap(), [7; 32]);
    }

    #[test]
    fn what_is_no_key_is_refused_with_a_way_out() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("agent.key");
        let none = read(&path).unwrap_err();
        assert!(none.to_string().contains("steme keygen"), "{none}");
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .unwrap();
        file.write_all(b"0123").unwrap();
        assert!(
            read(&path)
                .unwrap_err()
                .to_string()
                .contains("64 hexadecimal")
        );
    }
}
