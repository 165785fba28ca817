//! Every guest that misbehaves, installed: a typed error that says who, a host that goes on, and others unharmed.
//!
//! What such guests could do after a trial that they passed is tested beside the code, in `live_faults`.

mod support;

use std::{collections::BTreeSet, fs, path::Path, sync::Arc, time::Duration};

use stemedb_plugins::{Digest, FaultKind, InstallError, Judge, Plugin, PluginError, PluginHost};
use support::{fresh, guest, host, live, resolve};

/// A test for each guest, and the list of them all.
macro_rules! guests {
    ($($name:ident => $expected:expr;)+) => {
        const TESTED: &[&str] = &[$(stringify!($name)),+];
        $(
            #[test]
            fn $name() {
                check(stringify!($name), &$expected);
            }
        )+
    };
}

/// How an installation must end.
enum Expected {
    /// A fault in the trial calls; it names id, version and digest, and its text contains these words.
    Trial(FaultKind, &'static str),
    /// A fault while describing, or a broken rule; there is no id and no version yet.
    Description(FaultKind, &'static str),
    /// A function that is not ours.
    ForeignImport(&'static str),
    /// A version of the contract that is not served.
    WrongVersion(&'static str),
    /// It installs, and one of its live calls is found out.
    Live(FaultKind),
    /// It installs and behaves: a small guest for tests of other crates.
    Sound,
}

use Expected::{Description, ForeignImport, Live, Sound, Trial, WrongVersion};
use FaultKind::{BadResult, Deadline, Memory, OversizedResult, Stack, Stateful, Trap};

guests! {
    estimator_agreement => Sound;
    resolver_brittle => Live(Trap);
    resolver_long_refusal => Trial(OversizedResult, "fuel");
    resolver_memory_bomb => Trial(Memory, "more memory");
    resolver_nan_result => Trial(BadResult, "NaN");
    resolver_out_of_range => Trial(BadResult, "confidences[0] is 1.5");
    resolver_oversized_result => Trial(OversizedResult, "fuel");
    resolver_panic => Trial(Trap, "unreachable");
    resolver_recursion => Trial(Stack, "stack");
    resolver_shares_above_one => Trial(BadResult, "add up to 2");
    resolver_spin => Trial(Deadline, "ran longer");
    resolver_spin_describe => Description(Deadline, "ran longer");
    resolver_stateful => Live(Stateful);
    resolver_undeclared_column => Sound;
    resolver_unknown_column => Description(BadResult, "phase-of-the-moon");
    resolver_unknown_import => ForeignImport("curious:host/secrets");
    resolver_wants_clock => ForeignImport("wasi:clocks/wall-clock");
    resolver_weighs_arrival => Sound;
    resolver_weighs_places => Sound;
    resolver_winner_outside => Trial(BadResult, "winner 0 of group 0");
    resolver_wrong_name => Description(BadResult, "Not A Name");
    resolver_wrong_row_counts => Trial(BadResult, "winners has 1 entries");
    resolver_wrong_world_version => WrongVersion("9.9.0");
    row_stage_nan_factor => Trial(BadResult, "weights[0] is NaN");
    row_stage_reliability => Sound;
    row_stage_split_value => Trial(BadResult, "two classes");
    row_stage_wrong_row_counts => Trial(BadResult, "weights has 1 entries");
}

#[test]
fn every_folder_of_test_guests_has_a_test() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plugins/test-guests");
    let folders: BTreeSet<String> = fs::read_dir(&folder)
        .expect("the folder of test guests")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.join("Cargo.toml").exists())
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .collect();
    let tested: BTreeSet<String> = TESTED.iter().map(|&name| name.to_owned()).collect();
    assert_eq!(folders, tested, "add each guest to the list in this file");
}

fn check(name: &str, expected: &Expected) {
    let (_folder, host) = host(|options| {
        options.memory_bytes_max = 128 << 20;
        options.repeat_every = 1;
        if !matches!(expected, Trial(Deadline, _) | Description(Deadline, _)) {
            // Longer than a busy machine needs for any guest that ends.
            options.deadline = Duration::from_secs(10);
        }
    });
    let good = host.install(&guest("recency")).expect("recency installs");
    let before = resolve(&good, &live("public"), &[0, 1, 0]).expect("an answer");
    let bytes = guest(&format!("test/{name}"));
    let told = host.install(&bytes);
    match expected {
        Sound => drop(told.expect("it installs")),
        Live(kind) => found_out(&told.expect("it installs"), *kind),
        other => {
            let error = told.expect_err("it must not be installed");
            refused(name, &bytes, &error, other);
            assert!(host.get(&Digest::of(&bytes)).is_none());
        }
    }
    unharmed(&host, &good, &before);
}

fn refused(name: &str, bytes: &[u8], error: &InstallError, expected: &Expected) {
    let text = error.to_string();
    let mut parts = vec![Digest::of(bytes).to_string()];
    match (error, expected) {
        (InstallError::SelfTest(fault), Trial(kind, words)) => {
            assert_eq!(fault.kind, *kind, "{text}");
            assert_eq!(fault.plugin.digest, Digest::of(bytes));
            parts.extend([name.replace('_', "-"), fault.plugin.version.clone()]);
            parts.extend([kind.name().to_owned(), (*words).to_owned()]);
        }
        (InstallError::Description { kind: found, .. }, Description(kind, words)) => {
            assert_eq!(found, kind, "{text}");
            parts.push((*words).to_owned());
        }
        (InstallError::ForeignImport { .. }, ForeignImport(words))
        | (InstallError::WrongVersion { .. }, WrongVersion(words)) => {
            parts.push((*words).to_owned());
        }
        _ => panic!("another refusal than expected: {text}"),
    }
    for part in parts {
        assert!(text.contains(&part), "{text} does not name {part}");
    }
}

/// Calls until the fault appears, which must be soon, and names the plugin.
fn found_out(plugin: &Arc<Plugin>, kind: FaultKind) {
    let rows = [0, 1, 0, 0, 0, 0];
    let told = (0..8).find_map(|_| resolve(plugin, &live("public"), &rows).err());
    let Some(PluginError::Fault(fault)) = told else {
        panic!("{} was not found out: {told:?}", plugin.reference());
    };
    assert_eq!((fault.kind, &*fault.plugin), (kind, plugin.reference()));
    assert!(fault.to_string().contains(&plugin.reference().to_string()));
    assert_eq!(plugin.idle_instances(), 0, "a stateful instance was kept");
}

fn unharmed(host: &PluginHost, good: &Arc<Plugin>, before: &stemedb_plugins::Resolutions) {
    for scope in [live("public"), live("another"), fresh()] {
        let after = resolve(good, &scope, &[0, 1, 0]).expect("an answer");
        assert_eq!(after, *before);
    }
    assert_eq!(good.faults(), []);
    let other = host
        .install(&guest("consensus"))
        .expect("another lens installs");
    resolve(&other, &live("public"), &[0, 1, 0]).expect("an answer");
}
