//! Good lenses through the sandbox: they install, answer, and keep answering.

mod support;

use stemedb_plugins::{Judge, World};
use support::{fresh, guest, host, live, resolve};

#[test]
fn recency_names_the_newest_row() {
    let (_folder, host) = host(|_| {});
    let plugin = host.install(&guest("recency")).expect("recency installs");
    assert_eq!(plugin.reference().id, "recency");
    assert_eq!(plugin.reference().world, World::Resolver);
    let found = resolve(&plugin, &live("public"), &[0, 1, 0]).expect("recency answers");
    assert_eq!(found.winners, [0]);
    assert_eq!(
        resolve(&plugin, &fresh(), &[0, 1, 0]).expect("again"),
        found
    );
}

#[test]
fn instances_are_reused_within_a_namespace_only() {
    let (_folder, host) = host(|options| options.repeat_every = 4);
    let plugin = host.install(&guest("recency")).expect("recency installs");
    for _ in 0..20 {
        resolve(&plugin, &live("one"), &[0, 1]).expect("an answer");
    }
    assert_eq!(plugin.idle_instances(), 1);
    resolve(&plugin, &live("two"), &[0, 1]).expect("an answer");
    assert_eq!(plugin.idle_instances(), 2);
    resolve(&plugin, &fresh(), &[0, 1]).expect("an answer");
    assert_eq!(plugin.idle_instances(), 2);
}

#[test]
fn every_built_lens_installs() {
    let (_folder, host) = host(|_| {});
    let mut count = 0;
    for entry in
        std::fs::read_dir(support::guests_folder()).expect("run `cargo xtask guests` first")
    {
        let path = entry.expect("an entry").path();
        if path
            .extension()
            .is_some_and(|extension| extension == "wasm")
        {
            let bytes = std::fs::read(&path).expect("a guest");
            let plugin = host
                .install(&bytes)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert_eq!(
                path.file_stem().and_then(|stem| stem.to_str()),
                Some(plugin.reference().id.as_str())
            );
            count += 1;
        }
    }
    assert!(count > 0, "no guests; run `cargo xtask guests` first");
}
