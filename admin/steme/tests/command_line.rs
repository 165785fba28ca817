//! The command line itself: usage, keys, outputs. No database is opened.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::os::unix::fs::PermissionsExt as _;

use steme::Exit;
use support::Bench;

/// Nobody listens on port 1 of this machine.
const NOBODY: &str = "http://127.0.0.1:1";

fn bench() -> Bench {
    Bench::server(NOBODY, None)
}

#[test]
fn wrong_command_lines_are_told_apart_from_failures() {
    let bench = bench();
    for wrong in [
        vec!["nosuch"],
        vec![],
        vec!["query", "only-a-subject"],
        vec!["assert", "a", "b", "c", "--type", "gossip"],
        vec!["assert", "a", "b", "c", "--class", "expert", "--tier", "3"],
        vec!["plugins", "activate"],
    ] {
        let outcome = bench.run(&wrong);
        assert_eq!(outcome.exit, Exit::Usage, "{wrong:?}: {}", outcome.err);
        assert!(
            outcome.out.is_empty() && !outcome.err.is_empty(),
            "{wrong:?}"
        );
    }
    let help = bench.run(&["--help"]).done();
    assert!(help.contains("Exit codes:"), "{help}");
    assert!(bench.run(&["--version"]).done().starts_with("steme "));
}

#[test]
fn values_are_checked_before_anybody_is_asked() {
    let bench = bench();
    let key = bench.key("agent.key");
    for wrong in [
        vec!["a", "b", "x", "--type", "number"],
        vec!["a", "b", "1", "--confidence", "2"],
        vec!["a", "b", "1", "--class", "gossip"],
        vec!["a", "b", "1", "--time", "2023"],
        vec!["a", "b", "1", "--parent", "12"],
        vec!["a", "b", "1", "--lifecycle", "done"],
        vec!["a", "b", "1", "--meta", "x"],
        vec!["a", "b", "1", "--evidence", "/nowhere"],
    ] {
        let mut words = vec!["assert", "--key", &key];
        words.extend(&wrong);
        let outcome = bench.run(&words);
        assert_eq!(outcome.exit, Exit::Usage, "{wrong:?}: {}", outcome.err);
    }
    // With nothing wrong it is the server that is missing, also for a negative number.
    let outcome = bench.run(&["assert", "a", "b", "-5", "--key", &key]);
    assert_eq!(outcome.exit, Exit::Unreachable, "{}", outcome.err);
    assert!(outcome.err.contains(NOBODY), "{}", outcome.err);
}

#[test]
fn a_server_that_is_not_there_has_its_own_exit_code() {
    let bench = bench();
    let outcome = bench.run(&["--json", "health"]);
    assert_eq!(outcome.exit, Exit::Unreachable);
    let problem: stemedb_wire::Problem = serde_json::from_str(&outcome.err).unwrap();
    assert_eq!(problem.code, "unreachable");
    let nonsense = Bench::server("localhost", None);
    assert_eq!(nonsense.run(&["health"]).exit, Exit::Usage);
}

#[test]
fn a_key_is_made_once_and_kept_to_its_owner() {
    let bench = bench();
    let agent = bench.run(&["keygen"]).done();
    assert_eq!(agent.trim().len(), 64);
    assert_eq!(bench.run(&["whoami"]).done(), agent);
    assert_eq!(bench.run(&["keygen"]).exit, Exit::Usage);
    let path = bench.path("config/stemedb/agent.key");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let refused = bench.run(&["whoami"]);
    assert_eq!(refused.exit, Exit::Usage);
    assert!(
        refused.err.contains("can be used by others (mode 644)"),
        "{}",
        refused.err
    );
    let missing = bench.run(&["whoami", "--key", &bench.name("none.key")]);
    assert_eq!(missing.exit, Exit::Usage);
    assert!(missing.err.contains("steme keygen"), "{}", missing.err);
}

#[test]
fn completions_are_there_for_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = bench().run(&["completions", shell]).done();
        assert!(script.contains("skeptic"), "{shell}");
    }
}

#[test]
fn the_reference_page_tells_every_verb_and_every_exit_code() {
    let page = bench().run(&["reference"]).done();
    for verb in [
        "assert",
        "plugins install",
        "audit list",
        "source impact",
        "steward grant",
    ] {
        assert!(page.contains(&format!("`steme {verb}`")), "{verb}");
    }
    for code in 0..=5 {
        assert!(page.contains(&format!("\n  {code}  ")), "{code}");
    }
    assert!(!page.contains("reference page"), "the hidden verb shows");
}

#[test]
fn a_mapping_that_can_not_be_used_is_told_before_anything_is_sent() {
    let bench = bench();
    let key = bench.key("agent.key");
    let mapping = bench.file("mapping.toml", "format_version = 9\n");
    let table = bench.file("rows.csv", "a,b\n1,2\n");
    let outcome = bench.run(&["import", &table, "--mapping", &mapping, "--key", &key]);
    assert_eq!(outcome.exit, Exit::Usage);
    assert!(
        outcome.err.contains("format_version = 9"),
        "{}",
        outcome.err
    );
}
