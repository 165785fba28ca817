//! The program itself: usage, wrong settings, signals, a kill.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use stemedb_wire::Health;

use crate::client::{NOW, guests, rate, text};
use crate::speak::request;

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stemedb-api"));
    command.env_clear();
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn help_names_every_variable_and_wrong_usage_ends_with_2() {
    let help = program().arg("--help").output().unwrap();
    assert!(help.status.success());
    let text = String::from_utf8(help.stdout).unwrap();
    for setting in stemedb_api::SETTINGS {
        assert!(text.contains(setting.name), "{}", setting.name);
    }
    assert!(!text.contains("print-docs"));
    assert!(
        program()
            .arg("--version")
            .output()
            .unwrap()
            .status
            .success()
    );
    assert_eq!(
        program().arg("--port").output().unwrap().status.code(),
        Some(2)
    );
}

#[test]
fn wrong_settings_end_with_2_and_a_sentence() {
    for (name, value) in [
        ("STEMEDB_BIND_ADDR", "nowhere"),
        ("STEMEDB_HTTP_TIMEOUT_SECS", "soon"),
        ("STEMEDB_LOG", "loud=very=much"),
        ("STEMEDB_LOG_FORMAT", "xml"),
        ("STEMEDB_TLS_CERT_PATH", "/nowhere"),
    ] {
        let output = program().env(name, value).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}");
        let said = said(&output);
        assert!(
            said.contains("STEMEDB_") && said.contains(value) || name.contains("TLS"),
            "{said}"
        );
    }
}

#[test]
fn an_address_or_database_in_use_is_said() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = program()
        .env("STEMEDB_BIND_ADDR", address)
        .env("STEMEDB_DATA_DIR", folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("STEMEDB_BIND_ADDR"),
        "{}",
        said(&output)
    );
}

/// A server in a process of its own.
struct Process {
    child: Child,
    address: SocketAddr,
}

impl Process {
    fn start(data: &Path) -> Self {
        let mut child = program()
            .env("STEMEDB_BIND_ADDR", "127.0.0.1:0")
            .env("STEMEDB_DATA_DIR", data)
            .env("STEMEDB_PLUGIN_DIR", guests())
            .env("STEMEDB_ADMIN_KEY", "never-to-be-logged-0123")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = loop {
            let line = lines.next().unwrap().unwrap();
            assert!(!line.contains("never-to-be-logged"), "{line}");
            let line: Value = serde_json::from_str(&line).unwrap();
            if line["message"] == "the server listens" {
                break line["address"].as_str().unwrap().parse().unwrap();
            }
        };
        // The rest of the log must be read, or the server would stand still when the pipe is full.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Process { child, address }
    }

    fn write(&self, number: u64) {
        let body = text(&rate("ann", number as f64, NOW + number)).to_string();
        let json = [("content-type", "application/json")];
        let reply = request(self.address, "POST", "/v1/assert", &json, body.as_bytes());
        assert_eq!(reply.status, 201, "{reply:?}");
    }

    fn records(&self) -> u64 {
        let reply = request(self.address, "GET", "/v1/health", &[], b"");
        reply.good::<Health>().records
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Already gone when the test went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn nothing_acknowledged_is_lost_by_a_kill_and_a_signal_ends_it_well() {
    let folder = tempfile::tempdir().unwrap();
    let mut process = Process::start(folder.path());
    let before = process.records();
    (0..20).for_each(|number| process.write(number));
    process.child.kill().unwrap();
    process.child.wait().unwrap();
    let mut process = Process::start(folder.path());
    assert_eq!(process.records(), before + 20);
    process.write(20);
    let pid = process.child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert!(process.child.wait().unwrap().success());
    let process = Process::start(folder.path());
    assert_eq!(process.records(), before + 21);
}
