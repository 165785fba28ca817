//! A server as a process of its own: started on any free port, killed without warning, or asked to stop.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use stemedb_client::Client;

use crate::Place;

const KEY: &str = "a-key-for-proofs-alone-0123456789";
/// Only where it listens, and what goes wrong.
const LOG: &str = "warn,stemedb_api::server=info";
const LISTENS: &str = "the server listens";
/// Lines of its log that are kept for an error.
const LINES_MAX: usize = 20;

/// A running server. Dropping it kills it.
pub(crate) struct Server {
    child: Child,
    address: String,
    log: Arc<Mutex<VecDeque<String>>>,
}

impl Server {
    /// Starts a server over a folder and waits until it listens.
    pub(crate) fn start(place: &Place, data: &Path) -> Result<Self> {
        let mut child = Self::spawn(place, data)?;
        let stderr = child.stderr.take().context("no standard error")?;
        let mut server = Server {
            child,
            address: String::new(),
            log: Arc::default(),
        };
        server.address = server.wait(stderr)?;
        Ok(server)
    }

    /// Starts a server without waiting for it.
    pub(crate) fn spawn(place: &Place, data: &Path) -> Result<Child> {
        let own = std::env::current_exe()?;
        let program = place.server.as_ref().unwrap_or(&own);
        let mut command = Command::new(program);
        if place.server.is_none() {
            command.arg("serve");
        }
        command
            .env_clear()
            .env("STEMEDB_BIND_ADDR", "127.0.0.1:0")
            .env("STEMEDB_DATA_DIR", data)
            .env("STEMEDB_PLUGIN_DIR", &place.guests)
            .env("STEMEDB_ADMIN_KEY", KEY)
            .env("STEMEDB_LOG", LOG)
            .env("STEMEDB_LOG_FORMAT", "json")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        command
            .spawn()
            .with_context(|| format!("{} can't be started", program.display()))
    }

    /// Reads the log until the server listens; the rest is read on a thread, or the pipe would fill.
    fn wait(&mut self, stderr: ChildStderr) -> Result<String> {
        let mut lines = BufReader::new(stderr).lines();
        let mut said = Vec::new();
        let address = loop {
            let Some(line) = lines.next().transpose()? else {
                let status = self.child.wait()?;
                bail!(
                    "the server stopped at its start ({status}): {}",
                    said.join("\n")
                );
            };
            if let Some(address) = listening(&line) {
                break address;
            }
            said.push(line);
        };
        let log = self.log.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let Ok(mut log) = log.lock() else { return };
                if log.len() == LINES_MAX {
                    log.pop_front();
                }
                log.push_back(line);
            }
        });
        Ok(address)
    }

    /// Such as `http://127.0.0.1:34567`.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A client with the admin key.
    pub(crate) fn client(&self) -> Result<Client> {
        let mut options = stemedb_client::Options::new(self.url());
        options.api_key = Some(KEY.to_owned());
        Ok(Client::open(&options)?)
    }

    /// Kills it as `kill -9` does.
    pub(crate) fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to stop and waits.
    pub(crate) fn stop(mut self) -> Result<()> {
        let id = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        kill_process(id.context("the server has no process id")?, Signal::TERM)?;
        let status = self.child.wait()?;
        if !status.success() {
            bail!("the server stopped with {status}: {}", self.said());
        }
        Ok(())
    }

    /// The latest lines of its log.
    pub(crate) fn said(&self) -> String {
        let log = self
            .log
            .lock()
            .map(|log| log.iter().cloned().collect::<Vec<_>>());
        log.unwrap_or_default().join("\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listening(line: &str) -> Option<String> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    if line.get("message")?.as_str()? != LISTENS {
        return None;
    }
    Some(line.get("address")?.as_str()?.to_owned())
}
