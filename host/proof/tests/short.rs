//! Short runs of every proof, with this program as the server. `cargo xtask prove` runs the long ones.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::PathBuf;
use std::process::Command;

fn guests() -> PathBuf {
    let folder = std::env::var_os("STEMEDB_GUESTS_DIR").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/guests"),
        PathBuf::from,
    );
    assert!(
        folder.is_dir(),
        "{} is missing; run `cargo xtask guests` first",
        folder.display()
    );
    folder
}

/// Runs a proof to its end; gives what it printed.
fn prove(arguments: &[&str]) -> String {
    let data = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_stemedb-proof"))
        .args(arguments)
        .arg("--guests")
        .arg(guests())
        .arg("--data")
        .arg(data.path())
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{printed}\n{said}");
    printed
}

#[test]
fn kills_under_load_lose_nothing() {
    let printed = prove(&["crash", "--rounds", "5"]);
    assert!(printed.contains("0 missing, 0 half there"), "{printed}");
}

#[test]
fn an_engine_that_answers_too_early_is_noticed() {
    prove(&["crash", "--red", "--rounds", "2"]);
}

#[test]
fn swaps_under_load_mix_nothing() {
    let printed = prove(&[
        "swap",
        "--seconds",
        "3",
        "--every-ms",
        "200",
        "--connections",
        "4",
    ]);
    assert!(printed.contains("0 failed, 0 mixed"), "{printed}");
}

#[test]
fn answers_outlast_swaps_restarts_and_writes() {
    prove(&["replay", "--writes", "2000"]);
}
