//! Faults in live calls: what a plugin that behaved in its trial can do later, and what it can't.
//!
//! Beside the code because it skips the trial, which no embedder can do.

#[path = "../tests/support/mod.rs"]
mod support;

use std::{thread, time::Duration};

use support::{guest, host, judge, live, resolve};

use crate::{FaultKind, Judge, PluginError, PluginHost, PluginRef};

const INSTANCES_MAX: u32 = 4;

/// Longer than a busy machine needs for any guest that ends.
const PATIENCE: Duration = Duration::from_secs(10);

fn small_host(deadline: Duration) -> (tempfile::TempDir, PluginHost) {
    host(|options| {
        options.instances_max = INSTANCES_MAX;
        options.memory_bytes_max = 128 << 20;
        options.deadline = deadline;
        options.wait_max = Duration::from_millis(200);
        options.repeat_every = 0;
    })
}

fn fault(told: Result<(), PluginError>, plugin: &PluginRef) -> FaultKind {
    match told {
        Err(PluginError::Fault(fault)) => {
            assert_eq!(*fault.plugin, *plugin);
            let text = fault.to_string();
            for part in [&plugin.id, &plugin.version, &plugin.digest.to_string()] {
                assert!(text.contains(part), "{text} does not name {part}");
            }
            fault.kind
        }
        Err(other) => panic!("no fault: {other}"),
        Ok(()) => panic!("{plugin} answered"),
    }
}

/// Calls the guest more often than there are instances; each call must give the same fault and harm nobody else.
fn faults(name: &str, expected: FaultKind) {
    let deadline = match expected {
        FaultKind::Deadline => Duration::from_millis(60),
        _ => PATIENCE,
    };
    let (_folder, host) = small_host(deadline);
    let good = host.install(&guest("recency")).expect("recency installs");
    let before = resolve(&good, &live("public"), &[0, 1, 0]).expect("an answer");
    let bad = host.install_untried(&guest(&format!("test/{name}")));
    let bad = bad.expect("without a trial it installs");
    let times = u64::from(INSTANCES_MAX) + 1;
    for _ in 0..times {
        let told = judge(&bad, &live("public"), &[0, 1, 0]);
        assert_eq!(fault(told, bad.reference()), expected, "{name}");
        assert_eq!(
            bad.idle_instances(),
            0,
            "an instance was kept after a fault"
        );
        let after = resolve(&good, &live("public"), &[0, 1, 0]).expect("an answer");
        assert_eq!(after, before, "another plugin's answer changed");
    }
    assert_eq!(bad.faults(), [(expected, times)]);
    assert_eq!(good.faults(), []);
}

#[test]
fn each_way_to_fail_is_told_apart() {
    use FaultKind::{BadResult, Deadline, Memory, OversizedResult, Stack, Trap};
    for (name, expected) in [
        ("resolver_spin", Deadline),
        ("resolver_memory_bomb", Memory),
        ("resolver_recursion", Stack),
        ("resolver_panic", Trap),
        ("resolver_oversized_result", OversizedResult),
        ("resolver_long_refusal", OversizedResult),
        ("resolver_nan_result", BadResult),
        ("resolver_out_of_range", BadResult),
        ("resolver_shares_above_one", BadResult),
        ("resolver_winner_outside", BadResult),
        ("resolver_wrong_row_counts", BadResult),
        ("row_stage_nan_factor", BadResult),
        ("row_stage_split_value", BadResult),
        ("row_stage_wrong_row_counts", BadResult),
    ] {
        faults(name, expected);
    }
}

#[test]
fn others_answer_while_a_plugin_spins() {
    let (_folder, host) = small_host(Duration::from_millis(200));
    let good = host.install(&guest("recency")).expect("recency installs");
    let spin = host.install_untried(&guest("test/resolver_spin"));
    let spin = spin.expect("without a trial it installs");
    thread::scope(|scope| {
        let spinning = scope.spawn(|| judge(&spin, &live("public"), &[0]));
        let mut answers = 0;
        while !spinning.is_finished() {
            resolve(&good, &live("public"), &[0, 1, 0]).expect("an answer");
            answers += 1;
        }
        assert!(answers > 1, "nothing was answered meanwhile");
        let told = spinning.join().expect("the call returns");
        assert_eq!(fault(told, spin.reference()), FaultKind::Deadline);
    });
}

#[test]
fn when_all_instances_are_busy_the_error_says_so() {
    let (_folder, host) = host(|options| {
        options.instances_max = 1;
        options.deadline = Duration::from_millis(400);
        options.wait_max = Duration::from_millis(20);
    });
    let good = host.install(&guest("recency")).expect("recency installs");
    let spin = host.install_untried(&guest("test/resolver_spin"));
    let spin = spin.expect("without a trial it installs");
    thread::scope(|scope| {
        let spinning = scope.spawn(|| judge(&spin, &live("public"), &[0]));
        let told = loop {
            match resolve(&good, &live("public"), &[0]) {
                Ok(_) if !spinning.is_finished() => {}
                Ok(_) => panic!("the pool never was exhausted"),
                Err(told) => break told,
            }
        };
        assert!(
            matches!(
                told,
                PluginError::Busy {
                    instances_max: 1,
                    ..
                }
            ),
            "{told}"
        );
        spinning
            .join()
            .expect("the call returns")
            .expect_err("it spins");
    });
    resolve(&good, &live("public"), &[0]).expect("an answer once there is room");
}
