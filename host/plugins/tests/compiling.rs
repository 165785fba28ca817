//! Compiling in a child process with limits, and installations that run by themselves.

mod support;

use std::{path::PathBuf, sync::Arc, thread, time::Duration};

use stemedb_plugins::{
    Compiler, HostOptions, InstallError, InstallState, InstallTicket, Judge, PluginHost,
};
use support::{guest, guests_folder, host, live, no_compiler, resolve};

fn in_child(options: &mut HostOptions) {
    options.compiler = Compiler::Child {
        program: PathBuf::from(env!("CARGO_BIN_EXE_stemedb-compile")),
        args: Vec::new(),
    };
}

/// A host whose compiler is some other program.
fn with_program(program: &str, args: &[&str]) -> (tempfile::TempDir, PluginHost) {
    host(|options| {
        options.compile_deadline = Duration::from_millis(300);
        options.compiler = Compiler::Child {
            program: PathBuf::from(program),
            args: args.iter().map(|&arg| arg.to_owned()).collect(),
        };
    })
}

fn compile_error(host: &PluginHost) -> String {
    match host.install(&guest("recency")) {
        Err(error @ InstallError::Compile { .. }) => error.to_string(),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was installed"),
    }
}

#[test]
fn a_child_compiles() {
    let (_folder, host) = host(in_child);
    let plugin = host.install(&guest("recency")).expect("recency installs");
    let found = resolve(&plugin, &live("public"), &[0, 1, 0]).expect("an answer");
    assert_eq!(found.winners, [0]);
}

#[test]
fn a_child_that_needs_too_much_memory_is_an_error() {
    let (_folder, host) = host(|options| {
        in_child(options);
        options.compile_bytes_max = 16 << 20;
    });
    compile_error(&host);
    assert!(host.installed().is_empty());
}

#[test]
fn a_child_that_runs_too_long_is_stopped() {
    let (_folder, host) = with_program("/bin/sleep", &["60"]);
    let told = compile_error(&host);
    assert!(told.contains("longer than 300ms"), "{told}");
}

#[test]
fn a_child_that_says_nothing_or_nonsense_is_an_error() {
    for (program, args) in [
        ("/bin/true", &[][..]),
        ("/bin/cat", &[]),
        ("/bin/sh", &["-c", "head -c 1000000 /dev/zero; exit 3"]),
        ("/nonexistent/compiler", &[]),
    ] {
        let (_folder, host) = with_program(program, args);
        compile_error(&host);
    }
}

#[test]
fn a_child_says_why_it_failed() {
    let (_folder, host) = with_program("/bin/sh", &["-c", "echo out of luck >&2; exit 3"]);
    let told = compile_error(&host);
    assert!(told.contains("out of luck") && told.contains('3'), "{told}");
}

/// Polls until the installation ends.
fn end(host: &PluginHost, ticket: InstallTicket) -> InstallState {
    for _ in 0..3_000 {
        let state = host.install_state(ticket).expect("a known ticket");
        if state.ended() {
            return state;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("the installation did not end in 30 s");
}

#[test]
fn tickets_end_in_a_plugin_or_a_reason() {
    let (_folder, host) = host(|_| {});
    let host = Arc::new(host);
    let good = host.begin_install(guest("recency"));
    let bad = host.begin_install(guest("test/resolver_panic"));
    let same = host.begin_install(guest("recency"));
    let InstallState::Installed(reference) = end(&host, good) else {
        panic!("recency was refused");
    };
    assert_eq!(reference.id, "recency");
    assert_eq!(end(&host, same), InstallState::Installed(reference.clone()));
    let InstallState::Refused(reason) = end(&host, bad) else {
        panic!("a guest that panics was installed");
    };
    assert!(
        reason.contains("resolver-panic") && reason.contains("trap"),
        "{reason}"
    );
    assert!(host.get(&reference.digest).is_some());
    assert_eq!(host.install_state(InstallTicket(999)), None);
}

#[test]
fn the_queue_of_installations_is_bounded() {
    let (_folder, host) = host(|options| {
        options.installs_max = 2;
        options.compile_deadline = Duration::from_millis(500);
        options.compiler = Compiler::Child {
            program: PathBuf::from("/bin/sleep"),
            args: vec!["60".to_owned()],
        };
    });
    let host = Arc::new(host);
    let tickets: Vec<_> = (0..5)
        .map(|_| host.begin_install(guest("recency")))
        .collect();
    let states: Vec<_> = tickets.iter().map(|&ticket| end(&host, ticket)).collect();
    let full = |state: &&InstallState| matches!(state, InstallState::Refused(reason) if reason.contains("are waiting"));
    let refused = states.iter().filter(full).count();
    assert!((2..=3).contains(&refused), "{states:?}");
}

#[test]
fn a_host_works_without_a_folder() {
    let mut options = HostOptions {
        instances_max: 4,
        memory_bytes_max: 32 << 20,
        ..HostOptions::default()
    };
    let host = PluginHost::in_memory(options.clone()).expect("a host");
    let plugin = host.install(&guest("recency")).expect("recency installs");
    resolve(&plugin, &live("public"), &[0]).expect("an answer");
    no_compiler(&mut options);
    let host = PluginHost::in_memory(options).expect("a host");
    assert!(host.installed().is_empty());
    assert!(guests_folder().exists());
}

#[test]
fn one_version_has_one_digest() {
    let (_folder, host) = host(|_| {});
    let bytes = guest("recency");
    let plugin = host.install(&bytes).expect("recency installs");
    // A custom section changes the bytes and nothing else.
    let mut other = bytes.clone();
    other.extend_from_slice(&[0, 5, 4, b'n', b'o', b't', b'e']);
    let told = host.install(&other).expect_err("the version is taken");
    assert!(matches!(told, InstallError::VersionTaken { .. }), "{told}");
    assert!(
        told.to_string()
            .contains(&plugin.reference().digest.to_string()),
        "{told}"
    );
    assert_eq!(
        host.install(&bytes).expect("again").reference(),
        plugin.reference()
    );
}
