//! A server on a loopback address, for as long as the value lives.

use std::fs::File;
use std::io::Read as _;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::workspace;

/// How long a start may take, compiling the lenses included.
const START_MAX: Duration = Duration::from_secs(240);
/// Key of the operator's endpoints.
pub(super) const KEY: &str = "kits-0123456789abcdef";

/// A running server.
pub(super) struct Server {
    child: Child,
    /// Its address.
    pub(super) url: String,
}

impl Server {
    /// Starts the server over an empty folder and waits until it takes connections.
    pub(super) fn start(binary: &Path, folder: &Path) -> Result<Self> {
        let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
        let log = folder.join("server.log");
        let file = File::create(&log)?;
        let child = Command::new(binary)
            .env("STEMEDB_BIND_ADDR", address.to_string())
            .env("STEMEDB_DATA_DIR", folder.join("data"))
            .env("STEMEDB_PLUGIN_DIR", workspace::target().join("guests"))
            .env("STEMEDB_ADMIN_KEY", KEY)
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .with_context(|| format!("{} can't be started", binary.display()))?;
        let mut server = Self {
            child,
            url: format!("http://{address}"),
        };
        let until = Instant::now() + START_MAX;
        while TcpStream::connect(address).is_err() {
            if server.child.try_wait()?.is_some() || Instant::now() > until {
                bail!("the server does not answer; it says:\n{}", read(&log));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have stopped by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(path: &Path) -> String {
    let mut text = String::new();
    if let Ok(mut file) = File::open(path) {
        let _ = file.read_to_string(&mut text);
    }
    text
}
