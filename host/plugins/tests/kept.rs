//! What a host keeps: components and machine code over restarts, and what happens when somebody touches them.

mod support;

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
};

use stemedb_plugins::{Digest, InstallError, Judge, OpenError, PluginHost};
use support::{guest, host, live, no_compiler, reopen, resolve};

/// A folder in which recency was installed, and recency's digest.
fn installed() -> (tempfile::TempDir, Digest) {
    let (folder, host) = host(|_| {});
    let plugin = host.install(&guest("recency")).expect("recency installs");
    (folder, plugin.reference().digest)
}

fn path(folder: &Path, name: &str) -> PathBuf {
    folder.join("plugins").join(name)
}

fn artefact(folder: &Path, digest: Digest) -> PathBuf {
    path(folder, &format!("cache/{digest}.artefact"))
}

fn mode(path: &Path) -> u32 {
    let found = fs::metadata(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    found.permissions().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a changed mode");
}

fn answers(host: &PluginHost, digest: Digest) {
    let plugin = host.get(&digest).expect("recency is installed");
    resolve(&plugin, &live("public"), &[0, 1, 0]).expect("an answer");
}

/// Without a compiler nothing loads; with one, it is compiled again and cached again.
fn compiles_again(folder: &Path, digest: Digest) {
    let without = reopen(folder, no_compiler).expect("the host opens");
    assert!(without.get(&digest).is_none());
    let refused = without.refused_at_open();
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(refused[0].digest, digest);
    assert!(matches!(refused[0].error, InstallError::Compile { .. }));
    answers(&reopen(folder, |_| {}).expect("the host opens"), digest);
    let cached = reopen(folder, no_compiler).expect("the host opens");
    assert!(cached.refused_at_open().is_empty());
    answers(&cached, digest);
}

#[test]
fn everything_is_there_after_a_restart_without_compiling() {
    let (folder, first) = host(|_| {});
    let ids = ["recency", "consensus", "decay"];
    for id in ids {
        first.install(&guest(id)).expect("it installs");
    }
    let before: Vec<_> = first
        .installed()
        .iter()
        .map(|plugin| plugin.reference().clone())
        .collect();
    drop(first);
    let again = reopen(folder.path(), no_compiler).expect("the host opens");
    let after: Vec<_> = again
        .installed()
        .iter()
        .map(|plugin| plugin.reference().clone())
        .collect();
    assert_eq!(before, after);
    assert_eq!(again.refused_at_open(), []);
    answers(
        &again,
        again
            .find("recency", &before[0].version)
            .expect("found")
            .reference()
            .digest,
    );
}

#[test]
fn files_and_folders_are_for_the_owner_alone() {
    let (folder, digest) = installed();
    for (name, wanted) in [
        ("components".to_owned(), 0o700),
        ("cache".to_owned(), 0o700),
        ("cache.key".to_owned(), 0o600),
        (format!("components/{digest}.wasm"), 0o600),
        (format!("cache/{digest}.artefact"), 0o600),
    ] {
        assert_eq!(mode(&path(folder.path(), &name)), wanted, "{name}");
    }
    let stored = fs::read(path(folder.path(), &format!("components/{digest}.wasm")));
    assert_eq!(stored.expect("the component"), guest("recency"));
}

#[test]
fn changed_machine_code_is_never_loaded() {
    let (folder, digest) = installed();
    let file = artefact(folder.path(), digest);
    let whole = fs::read(&file).expect("the artefact");
    for at in [0, 8, 39, 40, whole.len() / 2, whole.len() - 1] {
        let mut changed = whole.clone();
        changed[at] ^= 0x10;
        fs::write(&file, changed).expect("a changed artefact");
        let host = reopen(folder.path(), no_compiler).expect("the host opens");
        assert!(host.get(&digest).is_none(), "byte {at} was changed");
    }
    compiles_again(folder.path(), digest);
    fs::write(&file, &whole[..whole.len() - 1]).expect("a shortened artefact");
    compiles_again(folder.path(), digest);
}

#[test]
fn machine_code_of_another_component_or_key_is_never_loaded() {
    let (folder, host) = host(|_| {});
    let recency = host
        .install(&guest("recency"))
        .expect("it installs")
        .reference()
        .digest;
    let consensus = host
        .install(&guest("consensus"))
        .expect("it installs")
        .reference()
        .digest;
    drop(host);
    fs::copy(
        artefact(folder.path(), consensus),
        artefact(folder.path(), recency),
    )
    .expect("a copy");
    let host = reopen(folder.path(), no_compiler).expect("the host opens");
    assert!(host.get(&recency).is_none());
    assert!(host.get(&consensus).is_some());
    drop(host);
    fs::remove_file(path(folder.path(), &format!("components/{consensus}.wasm"))).expect("removed");
    fs::write(path(folder.path(), "cache.key"), [1; 32]).expect("another key");
    compiles_again(folder.path(), recency);
    fs::remove_file(path(folder.path(), "cache.key")).expect("removed");
    compiles_again(folder.path(), recency);
    fs::write(path(folder.path(), "cache.key"), [1; 7]).expect("a damaged key");
    compiles_again(folder.path(), recency);
}

#[test]
fn machine_code_of_another_build_is_never_loaded() {
    let (folder, digest) = installed();
    let other = |options: &mut stemedb_plugins::HostOptions| {
        no_compiler(options);
        options.build_id = "another build".to_owned();
    };
    let host = reopen(folder.path(), other).expect("the host opens");
    assert!(host.get(&digest).is_none());
}

#[test]
fn a_cache_that_others_can_reach_stops_the_host() {
    let (folder, digest) = installed();
    for (name, exposed, closed) in [
        ("cache", 0o755, 0o700),
        ("cache", 0o720, 0o700),
        ("cache.key", 0o640, 0o600),
    ] {
        let path = path(folder.path(), name);
        set_mode(&path, exposed);
        let told = reopen(folder.path(), |_| {}).expect_err("exposed");
        assert!(
            matches!(told, OpenError::Exposed { found, .. } if found == exposed),
            "{told}"
        );
        assert!(told.to_string().contains(name), "{told}");
        set_mode(&path, closed);
    }
    answers(
        &reopen(folder.path(), no_compiler).expect("closed again"),
        digest,
    );
}

#[test]
fn machine_code_in_a_file_that_others_can_write_is_never_loaded() {
    let (folder, digest) = installed();
    set_mode(&artefact(folder.path(), digest), 0o620);
    compiles_again(folder.path(), digest);
}

#[test]
fn a_link_in_place_of_machine_code_is_not_followed() {
    let (folder, digest) = installed();
    let file = artefact(folder.path(), digest);
    let elsewhere = folder.path().join("elsewhere");
    fs::rename(&file, &elsewhere).expect("moved");
    symlink(&elsewhere, &file).expect("a link");
    compiles_again(folder.path(), digest);
}

#[test]
fn a_damaged_component_is_reported_and_the_others_serve() {
    let (folder, host) = host(|_| {});
    let recency = host
        .install(&guest("recency"))
        .expect("it installs")
        .reference()
        .digest;
    let consensus = host
        .install(&guest("consensus"))
        .expect("it installs")
        .reference()
        .digest;
    drop(host);
    let file = path(folder.path(), &format!("components/{consensus}.wasm"));
    let mut bytes = fs::read(&file).expect("the component");
    bytes[200] ^= 1;
    fs::write(&file, bytes).expect("a changed component");
    fs::write(
        path(folder.path(), "components/notes.txt"),
        "left by somebody",
    )
    .expect("a file");
    let host = reopen(folder.path(), |_| {}).expect("the host opens");
    answers(&host, recency);
    let refused = host.refused_at_open();
    assert_eq!(refused.len(), 1);
    assert!(
        matches!(refused[0].error, InstallError::Damaged { digest, .. } if digest == consensus)
    );
    host.install(&guest("consensus"))
        .expect("it installs again");
    assert_eq!(host.refused_at_open(), []);
    drop(host);
    let host = reopen(folder.path(), no_compiler).expect("the host opens");
    assert_eq!(host.installed().len(), 2);
}

#[test]
fn what_an_interrupted_write_left_is_removed() {
    let (folder, digest) = installed();
    let left = path(
        folder.path(),
        &format!("components/{digest}.wasm.unfinished"),
    );
    fs::write(&left, "half").expect("a file");
    let host = reopen(folder.path(), no_compiler).expect("the host opens");
    assert!(!left.exists());
    answers(&host, digest);
}

#[test]
fn nothing_of_a_refused_component_is_kept() {
    let (folder, host) = host(|_| {});
    host.install(&guest("test/resolver_panic"))
        .expect_err("it panics in its trial");
    host.install(b"no component").expect_err("no component");
    assert_eq!(
        fs::read_dir(path(folder.path(), "components"))
            .expect("a folder")
            .count(),
        0
    );
}
