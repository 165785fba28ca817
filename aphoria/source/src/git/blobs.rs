//! Contents from the object store.

use std::io::{self, BufRead, BufReader, Read};

use super::{Git, GitError, Staged, command};
use crate::{Skip, SkipReason};

/// Longest header line of a blob.
const HEADER_BYTES_MAX: u64 = 1024;

impl Git {
    /// Hands the staged contents of every file to `each`, in the given order, with the file's number; a file that is longer
    /// than `bytes_max` is not read, only counted. One file is in memory at a time.
    ///
    /// # Errors
    ///
    /// Git failed; some files may have been handed over by then.
    pub fn contents(
        &self,
        files: &[Staged],
        bytes_max: u64,
        mut each: impl FnMut(usize, Result<Vec<u8>, Skip>),
    ) -> Result<(), GitError> {
        let sizes = self.sizes(files)?;
        let fits = |size: &Option<u64>| size.is_some_and(|size| size <= bytes_max);
        let wanted: String = files
            .iter()
            .zip(&sizes)
            .filter(|(_, size)| fits(size))
            .map(|(file, _)| format!("{}\n", file.blob))
            .collect();
        let arguments = ["cat-file", "--batch", "--buffer"];
        command::talk(&self.top, None, &arguments, wanted.as_bytes(), |answer| {
            let mut answer = BufReader::new(answer);
            for (number, size) in sizes.iter().enumerate() {
                each(
                    number,
                    match size {
                        None => Err(Skip::unreadable("git does not have these contents")),
                        Some(size) if *size > bytes_max => {
                            Err(Skip::new(SkipReason::TooLarge, *size))
                        }
                        Some(_) => Ok(blob(&mut answer, bytes_max)?),
                    },
                );
            }
            Ok(())
        })
    }

    /// The lengths of the contents; `None` for those that are missing.
    fn sizes(&self, files: &[Staged]) -> Result<Vec<Option<u64>>, GitError> {
        let wanted: String = files
            .iter()
            .map(|file| format!("{}\n", file.blob))
            .collect();
        let arguments = ["cat-file", "--batch-check", "--buffer"];
        command::talk(&self.top, None, &arguments, wanted.as_bytes(), |answer| {
            let mut answer = BufReader::new(answer);
            (0..files.len()).map(|_| size(&mut answer)).collect()
        })
    }
}

/// Reads `<id> <type> <size>`, or `<id> missing`.
fn size(answer: &mut impl BufRead) -> io::Result<Option<u64>> {
    let mut line = String::new();
    answer.take(HEADER_BYTES_MAX).read_line(&mut line)?;
    if line.is_empty() {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let mut words = line.split_whitespace().skip(1);
    Ok(match (words.next(), words.next()) {
        (Some("blob"), Some(size)) => size.parse().ok(),
        _ => None,
    })
}

fn blob(answer: &mut impl BufRead, bytes_max: u64) -> io::Result<Vec<u8>> {
    let size = size(answer)?
        .filter(|size| *size <= bytes_max)
        .ok_or_else(|| io::Error::other("the contents changed while they were read"))?;
    let mut bytes = Vec::new();
    answer.take(size).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != size {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    // Contents end with a line feed that is not theirs.
    answer.read_exact(&mut [0])?;
    Ok(bytes)
}
