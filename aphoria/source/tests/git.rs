//! Staged files and changed files, with the real command.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};

use aphoria_source::git::{Changes, Git, GitError, Hook, Staged};
use tempfile::TempDir;

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args([
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.org",
            "-c",
            "commit.gpgSign=false",
        ])
        .args(arguments)
        .env_remove("GIT_DIR")
        .env_remove("GIT_INDEX_FILE")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_COMMITTER_DATE", "1700000000 +0100")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn repository() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let top = folder.path().canonicalize().unwrap();
    git(&top, &["init", "-q", "-b", "main"]);
    (folder, top)
}

fn write(top: &Path, name: &str, text: &str) {
    let path = top.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn open(folder: &Path) -> Git {
    Git::open(folder, &Hook::default()).unwrap()
}

fn staged_names(top: &Path, staged: &Changes<Staged>) -> Vec<String> {
    staged
        .changed
        .iter()
        .map(|file| below(top, &file.path))
        .collect()
}

fn below(top: &Path, path: &Path) -> String {
    path.strip_prefix(top).unwrap().to_str().unwrap().to_owned()
}

fn contents(git: &Git, staged: &Changes<Staged>, bytes_max: u64) -> Vec<String> {
    let mut all = Vec::new();
    git.contents(&staged.changed, bytes_max, |number, read| {
        assert_eq!(number, all.len());
        all.push(match read {
            Ok(bytes) => String::from_utf8(bytes).unwrap(),
            Err(skip) => format!("{} {}", skip.reason, skip.bytes),
        });
    })
    .unwrap();
    all
}

#[test]
fn staged_contents_come_from_the_index() {
    let (_folder, top) = repository();
    write(&top, "a.py", "verify=False\n");
    write(&top, "sub/b c\n.py", "two\n");
    write(&top, "untracked.py", "x\n");
    write(&top, "long.py", &"x".repeat(100));
    symlink("a.py", top.join("link.py")).unwrap();
    git(&top, &["add", "a.py", "sub", "long.py", "link.py"]);
    write(&top, "a.py", "verify=True\n");

    let ours = open(&top.join("sub"));
    assert_eq!(ours.top(), top);
    assert_eq!(ours.head().unwrap(), None, "there is no commit yet");
    let staged = ours.staged().unwrap();
    assert_eq!(
        staged_names(&top, &staged),
        ["a.py", "long.py", "sub/b c\n.py"]
    );
    assert_eq!(
        contents(&ours, &staged, 50),
        ["verify=False\n", "too_large 100", "two\n"]
    );

    git(&top, &["commit", "-q", "-m", "one"]);
    assert_eq!(ours.staged().unwrap().changed, []);
    let head = ours.head().unwrap().unwrap();
    assert_eq!(head.time_s, 1_700_000_000);
    assert_eq!(head.hash, git(&top, &["rev-parse", "HEAD"]));

    git(&top, &["rm", "-q", "--cached", "a.py"]);
    git(&top, &["mv", "long.py", "longer.py"]);
    let staged = ours.staged().unwrap();
    assert_eq!(staged_names(&top, &staged), ["longer.py"]);
    assert_eq!(staged.deleted, [top.join("a.py"), top.join("long.py")]);
}

#[test]
fn a_missing_blob_is_said_and_does_not_end_the_rest() {
    let (_folder, top) = repository();
    write(&top, "a.py", "one\n");
    git(&top, &["add", "."]);
    let ours = open(&top);
    let mut staged = ours.staged().unwrap();
    let mut lost = staged.changed[0].clone();
    lost.blob = "1".repeat(40);
    staged.changed.insert(0, lost);
    assert_eq!(contents(&ours, &staged, 50), ["unreadable 0", "one\n"]);
}

#[test]
fn a_hook_names_the_index_that_is_committed() {
    let (_folder, top) = repository();
    write(&top, "a.py", "one\n");
    git(&top, &["add", "."]);
    git(&top, &["commit", "-q", "-m", "one"]);
    write(&top, "a.py", "two\n");
    write(&top, "b.py", "staged, but not part of this commit\n");
    git(&top, &["add", "b.py"]);
    // A hook that shows what it is told; `git commit <file>` makes an index of its own.
    let hook = top.join(".git/hooks/pre-commit");
    fs::write(&hook, "#!/bin/sh\nprintf '%s\\n%s' \"$GIT_INDEX_FILE\" \"$GIT_DIR\" >.git/told\ncp \"$GIT_INDEX_FILE\" .git/kept\n").unwrap();
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    git(&top, &["commit", "-q", "-m", "two", "a.py"]);
    let told = fs::read_to_string(top.join(".git/told")).unwrap();
    let index_file = told.lines().next().unwrap();
    assert_ne!(index_file, ".git/index", "the hook saw another index");
    git(&top, &["reset", "-q", "--soft", "HEAD~1"]);

    let told = Hook {
        git_dir: None,
        index_file: Some(PathBuf::from(".git/kept")),
    };
    let in_hook = Git::open(&top, &told).unwrap();
    assert_eq!(staged_names(&top, &in_hook.staged().unwrap()), ["a.py"]);
    assert_eq!(
        staged_names(&top, &open(&top).staged().unwrap()),
        ["a.py", "b.py"]
    );
}

#[test]
fn a_hook_of_another_repository_does_not_count() {
    let (_folder, top) = repository();
    write(&top, "a.py", "one\n");
    git(&top, &["add", "."]);
    let (_other_folder, other) = repository();
    write(&other, "z.py", "other\n");
    git(&other, &["add", "."]);
    for hook in [
        Hook {
            git_dir: Some(other.join(".git")),
            index_file: Some(other.join(".git/index")),
        },
        Hook {
            git_dir: None,
            index_file: Some(other.join(".git/index")),
        },
    ] {
        let ours = Git::open(&top, &hook).unwrap();
        assert_eq!(staged_names(&top, &ours.staged().unwrap()), ["a.py"]);
    }
}

#[test]
fn changes_since_a_revision() {
    let (_folder, top) = repository();
    for name in ["same.py", "edited.py", "staged.py", "gone.py", "moved.py"] {
        write(&top, name, &format!("{name}\n"));
    }
    write(&top, ".gitignore", "*.tmp\n");
    git(&top, &["add", "."]);
    git(&top, &["commit", "-q", "-m", "one"]);
    git(&top, &["tag", "v1"]);
    write(&top, "committed.py", "new\n");
    git(&top, &["add", "."]);
    git(&top, &["commit", "-q", "-m", "two"]);
    write(&top, "edited.py", "else\n");
    write(&top, "staged.py", "else\n");
    git(&top, &["add", "staged.py"]);
    fs::remove_file(top.join("gone.py")).unwrap();
    git(&top, &["mv", "moved.py", "there.py"]);
    write(&top, "sub/new.py", "new\n");
    write(&top, "x.tmp", "ignored\n");
    symlink("same.py", top.join("link.py")).unwrap();

    let changes = open(&top.join("sub")).since("v1").unwrap();
    let changed: Vec<_> = changes
        .changed
        .iter()
        .map(|path| below(&top, path))
        .collect();
    assert_eq!(
        changed,
        [
            "committed.py",
            "edited.py",
            "staged.py",
            "sub/new.py",
            "there.py"
        ]
    );
    let deleted: Vec<_> = changes
        .deleted
        .iter()
        .map(|path| below(&top, path))
        .collect();
    assert_eq!(deleted, ["gone.py", "moved.py"]);
}

#[test]
fn errors_say_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let error = Git::open(folder.path(), &Hook::default()).unwrap_err();
    assert!(matches!(error, GitError::Repository { .. }), "{error}");

    let (_folder, top) = repository();
    write(&top, "a.py", "one\n");
    git(&top, &["add", "."]);
    git(&top, &["commit", "-q", "-m", "one"]);
    let ours = open(&top);
    for revision in [
        "nowhere",
        "--output=/tmp/x",
        "",
        "HEAD~9",
        "HEAD:a.py",
        "a\nb",
    ] {
        let error = ours.since(revision).unwrap_err();
        assert!(
            matches!(&error, GitError::Revision(said) if said == revision),
            "{error}"
        );
    }
    assert!(ours.since("HEAD").is_ok());
}
