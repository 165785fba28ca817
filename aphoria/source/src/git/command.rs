//! Running `git`.

use std::{
    ffi::OsStr,
    io::{self, Read, Write as _},
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use super::GitError;

/// Longest answer of a command, in bytes; a name is about a hundred.
const ANSWER_BYTES_MAX: u64 = 256 << 20;
/// Longest complaint that is kept, in bytes.
const COMPLAINT_BYTES_MAX: u64 = 4 << 10;

/// Variables that point git at a repository, or change what it answers.
const VARIABLES: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_CONFIG",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT",
    "GIT_GRAFT_FILE",
    "GIT_SHALLOW_FILE",
    "GIT_REPLACE_REF_BASE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_EXTERNAL_DIFF",
    "GIT_DIFF_OPTS",
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_PAGER",
    "GIT_TRACE",
];

/// Runs a command to its end.
pub(crate) fn run(
    folder: &Path,
    index: Option<&Path>,
    arguments: &[&str],
) -> Result<Vec<u8>, GitError> {
    talk(folder, index, arguments, &[], |answer| {
        let mut bytes = Vec::new();
        answer.take(ANSWER_BYTES_MAX + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > ANSWER_BYTES_MAX {
            return Err(io::Error::other("the answer is too long"));
        }
        Ok(bytes)
    })
}

/// Runs a command, writes `input` to it while `read` reads its answer.
pub(crate) fn talk<T>(
    folder: &Path,
    index: Option<&Path>,
    arguments: &[&str],
    input: &[u8],
    read: impl FnOnce(&mut dyn Read) -> io::Result<T>,
) -> Result<T, GitError> {
    let failed = |detail: String| GitError::Failed {
        command: arguments.first().copied().unwrap_or_default().to_owned(),
        detail,
    };
    let mut child = spawn(folder, index, arguments).map_err(GitError::Missing)?;
    let (mut stdin, stdout, stderr) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (answer, complaint) = std::thread::scope(|scope| {
        scope.spawn(move || {
            if let Some(pipe) = stdin.as_mut() {
                // A command that ends early says why itself.
                let _ = pipe.write_all(input);
            }
        });
        let complaint = scope.spawn(move || stderr.map(complaint_of).unwrap_or_default());
        let answer = match stdout {
            Some(mut stdout) => read(&mut stdout),
            None => Err(io::Error::other("it has no output")),
        };
        (answer, complaint.join().unwrap_or_default())
    });
    let status = finish(&mut child, answer.is_err()).map_err(|error| failed(error.to_string()))?;
    if !status && !complaint.is_empty() {
        return Err(failed(complaint));
    }
    match answer {
        Ok(answer) if status => Ok(answer),
        Ok(_) => Err(failed("it gave no reason".to_owned())),
        Err(error) => Err(failed(error.to_string())),
    }
}

fn spawn(folder: &Path, index: Option<&Path>, arguments: &[&str]) -> io::Result<Child> {
    let mut command = Command::new("git");
    for variable in VARIABLES {
        command.env_remove(variable);
    }
    if let Some(index) = index {
        command.env("GIT_INDEX_FILE", index);
    }
    command
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        // A missing object of a partial clone is an error, not a download.
        .env("GIT_NO_LAZY_FETCH", "1")
        .arg("--no-pager")
        .arg("--no-replace-objects")
        // A monitor is a program that the repository's configuration names.
        .args(["-c", "core.fsmonitor=false", "-c", "core.quotePath=false"])
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
}

/// The beginning of what a command complains of; the rest is read and dropped, so that it never waits for a reader.
fn complaint_of(mut pipe: impl Read) -> String {
    let mut bytes = Vec::new();
    let _ = pipe
        .by_ref()
        .take(COMPLAINT_BYTES_MAX)
        .read_to_end(&mut bytes);
    let _ = io::copy(&mut pipe, &mut io::sink());
    let text = String::from_utf8_lossy(&bytes);
    text.trim().replace('\n', "; ")
}

/// Waits for the end; a command whose answer is no longer wanted is ended.
fn finish(child: &mut Child, stop: bool) -> io::Result<bool> {
    if stop {
        let _ = child.kill();
    }
    Ok(child.wait()?.success())
}

pub(crate) fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(OsStr::from_bytes(bytes))
}
