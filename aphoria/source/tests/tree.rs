//! Walking and reading trees that are hostile, odd, or simply deep.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    ffi::OsStr,
    fs,
    os::unix::{
        ffi::OsStrExt as _,
        fs::{PermissionsExt as _, symlink},
        net::UnixListener,
    },
    path::{Path, PathBuf},
};

use aphoria_core::{Language, Languages};
use aphoria_source::{File, Filter, Policy, SkipReason, Walk, WalkError, Walked, load};
use tempfile::TempDir;

fn tree(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    folder
}

fn write(root: &Path, name: &str, text: impl AsRef<[u8]>) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn names(walked: &Walked) -> Vec<&str> {
    walked.files.iter().map(|file| file.name.as_str()).collect()
}

fn fifo(path: &Path) {
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, mode, 0).unwrap();
}

#[test]
fn ignore_files_count_with_and_without_a_repository() {
    let folder = tree(&[
        (".gitignore", "target/\n*.log\n!keep.log\n"),
        ("a.rs", ""),
        ("a.log", ""),
        ("keep.log", ""),
        ("target/b.rs", ""),
        ("sub/.gitignore", "c.rs\n"),
        ("sub/c.rs", ""),
        ("sub/deep/c.rs", ""),
        ("sub/d.rs", ""),
        ("other/c.rs", ""),
        (".aphoriaignore", "fixtures/\n"),
        ("fixtures/bad.rs", ""),
        ("other/.aphoriaignore", "gen_*.rs\n"),
        ("other/gen_a.rs", ""),
        (".github/workflows/ci.yml", ""),
        (".env", ""),
        (".git/config", ""),
        ("sub/.git", "gitdir: elsewhere"),
        (".aphoria/config.toml", ""),
    ]);
    let walked = Walk::new(folder.path()).run().unwrap();
    let expected = [
        ".aphoriaignore",
        ".env",
        ".github/workflows/ci.yml",
        ".gitignore",
        "a.rs",
        "keep.log",
        "other/.aphoriaignore",
        "other/c.rs",
        "sub/.gitignore",
        "sub/d.rs",
    ];
    assert_eq!(names(&walked), expected);
    assert_eq!(walked.problems, []);

    let mut all = Walk::new(folder.path());
    all.gitignore = false;
    let all = all.run().unwrap();
    assert!(names(&all).contains(&"target/b.rs"));
    assert!(!names(&all).contains(&"fixtures/bad.rs"));
}

#[test]
fn excludes_and_several_paths() {
    let folder = tree(&[
        ("a/x.rs", ""),
        ("a/y.py", ""),
        ("b/x.rs", ""),
        ("b/gen/z.rs", ""),
        ("c/x.rs", ""),
        (".aphoriaignore", "c/\n"),
    ]);
    let walk = |paths: &[&str], exclude: &[&str]| {
        let mut walk = Walk::new(folder.path());
        walk.paths = paths.iter().map(PathBuf::from).collect();
        walk.exclude = exclude.iter().map(|glob| (*glob).to_owned()).collect();
        walk.run()
    };
    let walked = walk(&["b", "a/y.py", "a", "b/gen"], &["gen/"]).unwrap();
    assert_eq!(names(&walked), ["a/x.rs", "a/y.py", "b/x.rs"]);
    let walked = walk(&["."], &["*.rs", "!/a/x.rs"]).unwrap();
    assert_eq!(names(&walked), [".aphoriaignore", "a/x.rs", "a/y.py"]);
    let walked = walk(&["c", "c/x.rs"], &[]).unwrap();
    assert_eq!(
        names(&walked),
        [""; 0],
        ".aphoriaignore holds for named PATHs too"
    );

    let error = walk(&["missing"], &[]).unwrap_err();
    assert!(matches!(error, WalkError::Path { .. }));
    assert!(error.to_string().contains("missing"));
    let error = walk(&["."], &["a/{b"]).unwrap_err();
    assert!(matches!(error, WalkError::Glob { .. }), "{error}");
}

#[test]
fn links_are_not_followed_unless_they_are_named() {
    let folder = tree(&[("real/a.rs", "fn a() {}"), ("real/sub/b.rs", "")]);
    let root = folder.path();
    symlink(root.join("real"), root.join("real/sub/loop")).unwrap();
    symlink(root.join("real/a.rs"), root.join("real/link.rs")).unwrap();
    symlink("/etc/passwd", root.join("real/passwd.txt")).unwrap();
    symlink(root.join("real"), root.join("named")).unwrap();

    let mut walk = Walk::new(root);
    walk.paths = vec!["named".into()];
    let walked = walk.run().unwrap();
    assert_eq!(names(&walked), ["real/a.rs", "real/sub/b.rs"]);
    assert_eq!(walked.skips.get(SkipReason::Link).files, 3);

    // A link that took a file's place after the walk.
    let swapped = File::new(root, root.join("real/link.rs"));
    assert_eq!(
        load(&swapped, &Policy::default()).unwrap_err().reason,
        SkipReason::Link
    );
}

#[test]
fn nothing_but_regular_files_is_opened() {
    let folder = tree(&[("a.rs", "")]);
    let root = folder.path();
    fifo(&root.join("pipe.rs"));
    let _socket = UnixListener::bind(root.join("socket.rs")).unwrap();
    let walked = Walk::new(root).run().unwrap();
    assert_eq!(names(&walked), ["a.rs"]);
    assert_eq!(walked.skips.get(SkipReason::NotRegular).files, 2);

    for name in ["pipe.rs", "socket.rs"] {
        let file = File::new(root, root.join(name));
        let skip = load(&file, &Policy::default()).unwrap_err();
        assert_eq!(skip.reason, SkipReason::NotRegular, "{name}");
    }
    let device = File::new(root, PathBuf::from("/dev/zero"));
    let mut device = device;
    device.name = "zero.rs".to_owned();
    assert_eq!(
        load(&device, &Policy::default()).unwrap_err().reason,
        SkipReason::NotRegular
    );

    let mut walk = Walk::new(root);
    walk.paths = vec!["pipe.rs".into()];
    assert!(matches!(walk.run().unwrap_err(), WalkError::Kind { .. }));
}

#[test]
fn ignore_files_may_be_traps() {
    let folder = tree(&[
        ("a/x.rs", ""),
        ("b/x.rs", ""),
        ("c/x.rs", ""),
        ("d/x.rs", ""),
        ("e/x.rs", ""),
    ]);
    let root = folder.path();
    fifo(&root.join("a/.gitignore"));
    symlink("/dev/zero", root.join("b/.aphoriaignore")).unwrap();
    fs::File::create(root.join("c/.gitignore"))
        .unwrap()
        .set_len(2 << 30)
        .unwrap();
    fs::write(root.join("d/.git"), "gitdir: ../a\n").unwrap();
    fs::create_dir_all(root.join("e/.git/info")).unwrap();
    fifo(&root.join("e/.git/info/exclude"));
    let walked = Walk::new(root).run().unwrap();
    let read: Vec<&str> = names(&walked)
        .into_iter()
        .filter(|name| name.ends_with("x.rs"))
        .collect();
    assert_eq!(read, ["a/x.rs", "b/x.rs", "c/x.rs", "d/x.rs", "e/x.rs"]);
    let named: Vec<&str> = walked
        .problems
        .iter()
        .map(|problem| problem.name.as_str())
        .collect();
    assert_eq!(
        named,
        [
            "a/.gitignore",
            "b/.aphoriaignore",
            "c/.gitignore",
            "e/.git/info/exclude"
        ]
    );
}

#[test]
fn ignore_files_reach_down_but_not_into_other_repositories() {
    let folder = tree(&[
        (".gitignore", "*.log\n/outer/\n"),
        ("outer/root/.gitignore", "*.tmp.rs\n"),
        ("outer/root/.git/info/exclude", "local.rs\n"),
        ("outer/root/local.rs", ""),
        ("outer/root/sub/a.rs", ""),
        ("outer/root/sub/a.log", ""),
        ("outer/root/sub/b.tmp.rs", ""),
        ("outer/root/lib/.git/HEAD", ""),
        ("outer/root/lib/c.tmp.rs", ""),
        ("outer/root/lib/skip.rs", ""),
        ("outer/root/.aphoriaignore", "skip.rs\n"),
    ]);
    let root = folder.path().join("outer/root");
    let walk = |path: &str| {
        let mut walk = Walk::new(&root);
        walk.paths = vec![path.into()];
        let walked = walk.run().unwrap();
        assert_eq!(walked.problems, []);
        names(&walked)
            .into_iter()
            .map(ToOwned::to_owned)
            .collect::<Vec<_>>()
    };
    let all = [
        ".aphoriaignore",
        ".gitignore",
        "lib/c.tmp.rs",
        "sub/a.log",
        "sub/a.rs",
    ];
    assert_eq!(walk("."), all, "nothing above the root counts");
    assert_eq!(
        walk("sub"),
        all[3..],
        "what lies between root and PATH counts"
    );
    assert_eq!(walk("lib"), all[2..3]);
}

#[test]
fn a_huge_sparse_file_is_only_counted() {
    let folder = tree(&[]);
    let path = folder.path().join("huge.json");
    fs::File::create(&path).unwrap().set_len(2 << 30).unwrap();
    let skip = load(&File::new(folder.path(), path), &Policy::default()).unwrap_err();
    assert_eq!((skip.reason, skip.bytes), (SkipReason::TooLarge, 2 << 30));
}

#[test]
fn the_limit_for_a_file_is_exact() {
    let folder = tree(&[("a.txt", "12345678")]);
    let file = File::new(folder.path(), folder.path().join("a.txt"));
    let read = |file_bytes_max| {
        load(
            &file,
            &Policy {
                file_bytes_max,
                ..Policy::default()
            },
        )
    };
    assert_eq!(read(8).unwrap().text, "12345678");
    assert_eq!(read(7).unwrap_err().reason, SkipReason::TooLarge);
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = tree(&[("locked/a.rs", ""), ("b.rs", "")]);
    let root = folder.path();
    let gone = File::new(root, root.join("gone.rs"));
    let skip = load(&gone, &Policy::default()).unwrap_err();
    assert_eq!(skip.reason, SkipReason::Unreadable);
    assert!(!skip.detail.is_empty());

    for (name, mode) in [("b.rs", 0o000), ("locked", 0o000)] {
        fs::set_permissions(root.join(name), fs::Permissions::from_mode(mode)).unwrap();
    }
    let walked = Walk::new(root).run().unwrap();
    let unreadable = load(&File::new(root, root.join("b.rs")), &Policy::default());
    fs::set_permissions(root.join("locked"), fs::Permissions::from_mode(0o700)).unwrap();
    // The superuser reads everything: then both must have been read.
    if rustix::process::geteuid().is_root() {
        assert_eq!(names(&walked), ["b.rs", "locked/a.rs"]);
        assert!(unreadable.is_ok());
    } else {
        assert_eq!(walked.problems[0].name, "locked");
        assert_eq!(unreadable.unwrap_err().reason, SkipReason::Unreadable);
    }
}

#[test]
fn names_need_not_be_text() {
    let folder = tree(&[]);
    let path = folder.path().join(OsStr::from_bytes(b"caf\xe9.py"));
    fs::write(&path, "x = 1\n").unwrap();
    let walked = Walk::new(folder.path()).run().unwrap();
    assert_eq!(names(&walked), ["caf%E9.py"]);
    assert_eq!(
        load(&walked.files[0], &Policy::default()).unwrap().text,
        "x = 1\n"
    );
}

#[test]
fn deep_folders_are_walked() {
    let folder = tree(&[]);
    let deep: PathBuf = (0..300).map(|_| "d").collect();
    write(
        folder.path(),
        deep.join("a.go").to_str().unwrap(),
        "package a\n",
    );
    let walked = Walk::new(folder.path()).run().unwrap();
    assert_eq!(walked.files.len(), 1);
    assert!(walked.files[0].name.ends_with("d/a.go"));
}

#[test]
fn order_does_not_depend_on_threads() {
    let files: Vec<String> = (0..500)
        .map(|n| format!("f{}/s{}/x{n}.rs", n % 7, n % 13))
        .collect();
    let folder = tree(
        &files
            .iter()
            .map(|name| (name.as_str(), ""))
            .collect::<Vec<_>>(),
    );
    let walk = |threads| {
        let mut walk = Walk::new(folder.path());
        walk.threads = threads;
        walk.run().unwrap().files
    };
    let one = walk(1);
    assert_eq!(one.len(), 500);
    assert!(one.is_sorted());
    assert_eq!(one, walk(2));
    assert_eq!(one, walk(8));
}

#[test]
fn every_reason_to_skip_is_told_apart() {
    let long_line = "a".repeat(30_000);
    let folder = tree(&[
        ("bin.c", "int\0x;"),
        ("wide.cs", "\u{0}"),
        ("min.js", &long_line),
        ("gen.go", "// Code generated by x. DO NOT EDIT.\n"),
        ("logo.png", "png"),
        ("node_modules/a/i.js", "x"),
        ("tests/a.rs", "x"),
        ("conf.yml", "a: 1"),
        ("ok.rs", "fn main() {}\n"),
    ]);
    let root = folder.path();
    write(root, "wide.cs", b"\xff\xfea\0b\0");
    let policy = Policy {
        languages: Some(
            Language::ALL
                .iter()
                .copied()
                .filter(|one| *one != Language::Yaml)
                .collect::<Languages>(),
        ),
        tests: false,
        generated: false,
        ..Policy::default()
    };
    let walked = Walk::new(root).run().unwrap();
    let seen: Vec<(String, &str)> = walked
        .files
        .iter()
        .map(|file| {
            let said = load(file, &policy).map_or_else(|skip| skip.reason.name(), |_| "read");
            (file.name.clone(), said)
        })
        .collect();
    let expected = [
        ("bin.c", "binary"),
        ("conf.yml", "not_selected"),
        ("gen.go", "excluded_generated"),
        ("logo.png", "unknown_language"),
        ("min.js", "minified"),
        ("node_modules/a/i.js", "excluded_vendored"),
        ("ok.rs", "read"),
        ("tests/a.rs", "excluded_test"),
        ("wide.cs", "utf16"),
    ];
    assert_eq!(seen, expected.map(|(name, said)| (name.to_owned(), said)));
}

#[test]
fn vendored_is_counted_from_the_named_path() {
    let folder = tree(&[("vendor/a/x.go", "package a\n"), ("y.go", "package y\n")]);
    let vendored = |path: &str| {
        let mut walk = Walk::new(folder.path());
        walk.paths = vec![path.into()];
        walk.run()
            .unwrap()
            .files
            .iter()
            .map(|file| file.vendored)
            .collect::<Vec<_>>()
    };
    assert_eq!(vendored("."), [true, false]);
    assert_eq!(vendored("vendor/a"), [false]);
    assert_eq!(vendored("vendor/a/x.go"), [false]);
}

#[test]
fn invalid_text_keeps_its_offsets() {
    let folder = tree(&[]);
    write(folder.path(), "a.py", b"s = '\xe9\xe8'\nverify=False\n");
    let file = File::new(folder.path(), folder.path().join("a.py"));
    let source = load(&file, &Policy::default()).unwrap();
    assert_eq!(source.text, "s = '??'\nverify=False\n");
}

#[test]
fn a_filter_says_of_single_files_what_a_walk_would() {
    let folder = tree(&[
        (".aphoriaignore", "gen/\n*.sql\n"),
        ("sub/.aphoriaignore", "!keep.sql\n/top.rs\n"),
        ("gen/a.rs", ""),
        ("sub/keep.sql", ""),
        ("sub/drop.sql", ""),
        ("sub/top.rs", ""),
        ("sub/deep/top.rs", ""),
        ("out/x.rs", ""),
    ]);
    let root = folder.path();
    let exclude = ["out/".to_owned()];
    let mut filter = Filter::new(root, &exclude).unwrap();
    let mut walk = Walk::new(root);
    walk.exclude = exclude.to_vec();
    let walked: Vec<PathBuf> = walk
        .run()
        .unwrap()
        .files
        .into_iter()
        .map(|file| file.path)
        .collect();
    for name in [
        ".aphoriaignore",
        "gen/a.rs",
        "sub/keep.sql",
        "sub/drop.sql",
        "sub/top.rs",
        "sub/deep/top.rs",
        "out/x.rs",
    ] {
        let path = root.canonicalize().unwrap().join(name);
        let admitted = Filter::new(&root.canonicalize().unwrap(), &["out/".to_owned()])
            .unwrap()
            .admits(&path);
        assert_eq!(admitted, walked.contains(&path), "{name}");
    }
    assert!(!filter.admits(&root.join(".git/config")));
}
