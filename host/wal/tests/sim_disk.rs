//! The simulated disk keeps the contract of a disk, and breaks only what a real one may break.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::io::ErrorKind;

use stemedb_wal::disk::{Crash, Disk, Fault, FaultRule, OpenMode, Operation, RealDisk, SimDisk};

/// What any disk does while nothing fails.
fn contract(disk: &dyn Disk) {
    assert_eq!(
        disk.open("a/b/one", OpenMode::Create).unwrap_err().kind(),
        ErrorKind::NotFound
    );
    disk.create_dir("a/b").unwrap();
    disk.create_dir("a/b").unwrap();
    assert_eq!(
        disk.open("a/b/one", OpenMode::Existing).unwrap_err().kind(),
        ErrorKind::NotFound
    );
    let file = disk.open("a/b/one", OpenMode::Create).unwrap();
    assert!(file.is_empty().unwrap());
    file.write_all_at(b"hello", 3).unwrap();
    let mut bytes = [9; 8];
    file.read_exact_at(&mut bytes, 0).unwrap();
    assert_eq!(&bytes, b"\0\0\0hello");
    assert_eq!(
        file.read_exact_at(&mut bytes, 1).unwrap_err().kind(),
        ErrorKind::UnexpectedEof
    );
    file.set_len(4).unwrap();
    file.set_len(6).unwrap();
    file.sync().unwrap();
    let again = disk.open("a/b/one", OpenMode::Read).unwrap();
    assert!(again.write_all_at(b"x", 0).is_err());
    again.read_exact_at(&mut bytes[..6], 0).unwrap();
    assert_eq!(&bytes[..6], b"\0\0\0h\0\0");
    disk.open("a/b/another", OpenMode::Create).unwrap();
    assert_eq!(disk.list("a/b").unwrap(), ["another", "one"]);
    disk.rename("a/b/one", "a/b/another").unwrap();
    assert_eq!(disk.list("a/b").unwrap(), ["another"]);
    assert_eq!(
        disk.open("a/b/another", OpenMode::Read)
            .unwrap()
            .len()
            .unwrap(),
        6
    );
    disk.sync_dir("a/b").unwrap();
    disk.sync_dir("").unwrap();
    let held = disk.lock("a/LOCK").unwrap();
    assert_eq!(
        disk.lock("a/LOCK").unwrap_err().kind(),
        ErrorKind::WouldBlock
    );
    drop(held);
    drop(disk.lock("a/LOCK").unwrap());
    disk.remove("a/b/another").unwrap();
    assert!(disk.exists("a/b").unwrap() && !disk.exists("a/b/another").unwrap());
    for bad in ["/etc/x", "../x", "a//x", "a/./x", "a/../../x", ""] {
        let refused = disk.open(bad, OpenMode::Create).unwrap_err().kind();
        assert_eq!(refused, ErrorKind::InvalidInput, "{bad:?}");
    }
}

#[test]
fn simulated() {
    contract(&SimDisk::new());
}

#[test]
fn real_files_are_for_their_owner() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("x/y");
    let disk = RealDisk::open(&root).unwrap();
    contract(&disk);
    disk.open("file", OpenMode::Create).unwrap();
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(
        (
            mode(&root),
            mode(&root.join("a/b")),
            mode(&root.join("file"))
        ),
        (0o700, 0o700, 0o600)
    );
}

/// A synced file of three pages of ones, then twos written over all of them and a fourth page.
fn overwritten() -> SimDisk {
    let disk = SimDisk::new();
    let file = disk.open("file", OpenMode::Create).unwrap();
    file.write_all_at(&[1; 3 * 4096], 0).unwrap();
    file.sync().unwrap();
    disk.sync_dir("").unwrap();
    file.write_all_at(&[2; 4 * 4096], 0).unwrap();
    disk
}

#[test]
fn power_cuts_keep_what_was_synced_and_any_part_of_the_rest() {
    let disk = overwritten();
    let left = |crash| disk.crash_image(crash).contents("file").unwrap();
    assert_eq!(left(Crash::NothingUnsynced), vec![1; 3 * 4096]);
    assert_eq!(left(Crash::EverythingUnsynced), vec![2; 4 * 4096]);
    let images: std::collections::BTreeSet<Vec<u8>> =
        (0..64).map(|seed| left(Crash::Pages { seed })).collect();
    assert!(images.len() > 16, "only {} different images", images.len());
    assert!(
        images
            .iter()
            .flat_map(|image| image.chunks(4096))
            .all(|page| page.iter().all(|byte| *byte == page[0]))
    );
    assert!(
        images
            .iter()
            .any(|image| image[..4096] != [2; 4096] && image[4096..8192] == [2; 4096])
    );
    let torn = left(Crash::TornPage { seed: 5 });
    assert_eq!(torn[..3 * 4096], [2; 3 * 4096]);
    assert!(torn[3 * 4096..].contains(&0) || torn.len() < 4 * 4096);
    assert_eq!(
        left(Crash::Pages { seed: 9 }),
        left(Crash::Pages { seed: 9 })
    );
}

#[test]
fn names_survive_only_a_synced_folder() {
    let disk = SimDisk::new();
    disk.create_dir("dir").unwrap();
    let file = disk.open("dir/file", OpenMode::Create).unwrap();
    file.write_all_at(b"bytes", 0).unwrap();
    file.sync().unwrap();
    let there = |disk: &SimDisk, name: &str| {
        disk.crash_image(Crash::NothingUnsynced)
            .exists(name)
            .unwrap()
    };
    assert!(!there(&disk, "dir/file"));
    disk.sync_dir("dir").unwrap();
    assert!(
        !there(&disk, "dir/file"),
        "the folder's own name is not durable"
    );
    disk.sync_dir("").unwrap();
    assert!(there(&disk, "dir/file"));
    disk.rename("dir/file", "dir/moved").unwrap();
    assert!(there(&disk, "dir/file") && !there(&disk, "dir/moved"));
    for seed in 0..32 {
        let image = disk.crash_image(Crash::Pages { seed });
        let both = [
            image.exists("dir/file").unwrap(),
            image.exists("dir/moved").unwrap(),
        ];
        assert!(both[0] != both[1], "a rename is atomic, seed {seed}");
    }
    disk.sync_dir("dir").unwrap();
    assert!(there(&disk, "dir/moved"));
}

#[test]
fn a_failed_sync_forgets_pages_for_good() {
    let mut forgotten = 0;
    for seed in 0..16 {
        let disk = overwritten();
        let file = disk.open("file", OpenMode::Existing).unwrap();
        disk.inject(FaultRule::next(Operation::Sync, Fault::SyncFails { seed }));
        file.sync().unwrap_err();
        file.sync().unwrap();
        assert_eq!(disk.contents("file").unwrap(), vec![2; 4 * 4096]);
        let durable = disk
            .crash_image(Crash::EverythingUnsynced)
            .contents("file")
            .unwrap();
        forgotten += u64::from(durable != vec![2; 4 * 4096]);
        file.write_all_at(&[2; 4 * 4096], 0).unwrap();
        file.sync().unwrap();
        assert_eq!(
            disk.crash_image(Crash::NothingUnsynced)
                .contents("file")
                .unwrap(),
            vec![2; 4 * 4096]
        );
    }
    assert!(forgotten > 4);
}

#[test]
fn rules_hit_what_they_name() {
    let disk = SimDisk::new();
    let (one, two) = (
        disk.open("one", OpenMode::Create).unwrap(),
        disk.open("two", OpenMode::Create).unwrap(),
    );
    let fault = Fault::DiskFull { bytes: 2 };
    let name_contains = "two".to_owned();
    disk.inject(FaultRule {
        on: Operation::Write,
        name_contains,
        skip: 1,
        times: 1,
        fault,
    });
    one.write_all_at(b"aaaa", 0).unwrap();
    two.write_all_at(b"aaaa", 0).unwrap();
    one.write_all_at(b"bbbb", 0).unwrap();
    assert_eq!(
        two.write_all_at(b"bbbb", 0).unwrap_err().kind(),
        ErrorKind::StorageFull
    );
    assert_eq!(disk.contents("two").unwrap(), b"bbaa");
    two.write_all_at(b"cccc", 0).unwrap();
    let operations = disk.operations();
    disk.stop_after(operations + 1);
    one.write_all_at(b"dddd", 0).unwrap();
    one.sync().unwrap_err();
    one.write_all_at(b"eeee", 0).unwrap_err();
    assert_eq!(disk.contents("one").unwrap(), b"dddd");
}
