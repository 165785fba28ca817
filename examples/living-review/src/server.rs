//! The server as a process of its own: started, killed without warning, started again.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use stemedb_client::{Client, Options};

/// How long a start may take, compiling the lenses included.
const START_MAX: Duration = Duration::from_secs(60);

/// Where the server and its things are.
#[derive(Debug)]
pub struct Place {
    /// The binary.
    pub binary: PathBuf,
    /// Folder with the lenses.
    pub guests: PathBuf,
    /// Folder for the database.
    pub data: PathBuf,
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    child: Child,
    address: SocketAddr,
    key: String,
}

/// What stays the same over restarts.
#[derive(Debug, Clone)]
pub struct Access {
    /// Where it listens.
    pub address: SocketAddr,
    /// The admin key.
    pub key: String,
}

impl Access {
    /// The usual port if it is free, else any; a random key.
    ///
    /// # Errors
    /// When the machine gives neither port nor randomness.
    pub fn new() -> Result<Self> {
        let usual = TcpListener::bind(("127.0.0.1", 18_180));
        let listener = usual.or_else(|_| TcpListener::bind(("127.0.0.1", 0)))?;
        let mut key = [0; 16];
        getrandom::fill(&mut key)?;
        Ok(Access {
            address: listener.local_addr()?,
            key: hex::encode(key),
        })
    }

    /// A client with the key.
    ///
    /// # Errors
    /// When the address is none.
    pub fn client(&self) -> Result<Client> {
        let mut options = Options::new(format!("http://{}", self.address));
        options.api_key = Some(self.key.clone());
        Ok(Client::open(&options)?)
    }
}

impl Server {
    /// Starts the server and waits until it answers.
    ///
    /// # Errors
    /// When the binary is missing, or it stops or says nothing.
    pub fn start(place: &Place, access: &Access) -> Result<Self> {
        std::fs::create_dir_all(&place.data)?;
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(log_file(place))?;
        let child = Command::new(&place.binary)
            .env("STEMEDB_BIND_ADDR", access.address.to_string())
            .env("STEMEDB_DATA_DIR", place.data.join("stemedb-data"))
            .env("STEMEDB_PLUGIN_DIR", &place.guests)
            .env("STEMEDB_ADMIN_KEY", &access.key)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .with_context(|| {
                format!(
                    "{} can't be started; run `cargo xtask demo`",
                    place.binary.display()
                )
            })?;
        let mut server = Server {
            child,
            address: access.address,
            key: access.key.clone(),
        };
        server.wait(place)?;
        Ok(server)
    }

    fn wait(&mut self, place: &Place) -> Result<()> {
        let client = self.access().client()?;
        let until = Instant::now() + START_MAX;
        while Instant::now() < until {
            if client.health().is_ok_and(|health| health.status == "ok") {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!(
                    "the server stopped ({status}); its log is {}",
                    log_file(place).display()
                );
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!(
            "the server does not answer; its log is {}",
            log_file(place).display()
        )
    }

    /// Address and key.
    #[must_use]
    pub fn access(&self) -> Access {
        Access {
            address: self.address,
            key: self.key.clone(),
        }
    }

    /// Kills it as `kill -9` does: no warning, no tidying.
    ///
    /// # Errors
    /// When it can't be killed.
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// The process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

/// The server's log.
#[must_use]
pub fn log_file(place: &Place) -> PathBuf {
    Path::new(&place.data).join("server.log")
}
