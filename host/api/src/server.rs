//! A running server: opening, serving, stopping.
//!
//! Invariant: when `stop` returns, requests under way are finished or given up, and the database is closed.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum_server::Handle;
use stemedb_engine::{Compiler, Engine, Options};
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;

use crate::admin_key::{self, AdminKey};
use crate::config::Config;
use crate::connections::Connections;
use crate::metrics;
use crate::router::router;
use crate::state::Shared;
use crate::tls::{self, TlsError};
use crate::trace_id::TraceIds;

/// First argument with which the program compiles one component instead of serving.
pub const COMPILE_ARGUMENT: &str = "__compile-plugin";
/// How often values of histograms are folded into their buckets.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);
/// How long the database may take to close once no request holds it.
const CLOSE_MAX: Duration = Duration::from_secs(10);

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address can't be listened on.
    #[error("{address} can't be listened on: {source}; set STEMEDB_BIND_ADDR to a free one")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The database can't be opened.
    #[error("the database can't be opened: {0}")]
    Engine(#[from] stemedb_engine::Error),
    /// The certificate can't be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The machine gives no listener, thread or signal.
    #[error("the machine does not let the server run: {0}")]
    Machine(#[from] std::io::Error),
    /// Something else.
    #[error("{0}")]
    Other(String),
}

/// A running server.
pub struct Server {
    runtime: Runtime,
    serving: JoinHandle<std::io::Result<()>>,
    handle: Handle<SocketAddr>,
    engine: Arc<Engine>,
    address: SocketAddr,
    shutdown: Duration,
}

impl Server {
    /// Opens the database and begins to serve. Clients that come while it opens wait.
    ///
    /// # Errors
    /// Says what can't be used and what to do.
    pub fn start(config: &Config) -> Result<Self, StartError> {
        let listener = TcpListener::bind(config.bind).map_err(|source| StartError::Bind {
            address: config.bind,
            source,
        })?;
        let address = listener.local_addr()?;
        let prometheus = metrics::recorder().map_err(StartError::Other)?;
        let tls = config.tls.as_ref().map(tls::load).transpose()?;
        let engine = Engine::open(options(config)?)?;
        let app = Shared::new(
            Arc::clone(&engine),
            config.limits.clone(),
            admin_key(config)?,
            TraceIds::new(random()?),
            prometheus.clone(),
        );
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        let handle = Handle::new();
        let connections = Connections::new(config.limits.connections);
        let serving = {
            let _inside = runtime.enter();
            let server = axum_server::from_tcp(listener)?.handle(handle.clone());
            connections.serve(server, tls, router(&app), config.limits.timeout)
        };
        runtime.spawn(upkeep(prometheus));
        tracing::info!(%address, tls = config.tls.is_some(), "the server listens");
        Ok(Server {
            runtime,
            serving,
            handle,
            engine,
            address,
            shutdown: config.limits.shutdown,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The database behind it.
    #[must_use]
    pub fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// Serves until the process is told to stop, by SIGTERM or SIGINT, then stops.
    ///
    /// # Errors
    /// When signals can't be waited for, or serving ended by itself.
    pub fn run_until_told(mut self) -> Result<(), StartError> {
        let ended = self.runtime.block_on(async {
            let mut terminate = signal(SignalKind::terminate())?;
            let mut interrupt = signal(SignalKind::interrupt())?;
            tokio::select! {
                _ = terminate.recv() => Ok("SIGTERM"),
                _ = interrupt.recv() => Ok("SIGINT"),
                ended = &mut self.serving => Err(match ended {
                    Ok(Err(error)) => error,
                    _ => std::io::Error::other("the server ended by itself"),
                }),
            }
        });
        match ended {
            Ok(signal) => tracing::info!(signal, "the server stops"),
            Err(error) => return Err(error.into()),
        }
        self.stop();
        Ok(())
    }

    /// Accepts no more, lets requests under way finish for a bounded time, and closes the database.
    pub fn stop(self) {
        let Server {
            runtime,
            serving,
            handle,
            engine,
            shutdown,
            ..
        } = self;
        handle.graceful_shutdown(Some(shutdown));
        let bound = shutdown + Duration::from_secs(1);
        let _ = runtime.block_on(async { tokio::time::timeout(bound, serving).await });
        runtime.shutdown_timeout(shutdown);
        close(engine);
    }
}

/// Waits until nobody else holds the database, then closes it.
fn close(engine: Arc<Engine>) {
    engine.stop_estimates();
    let until = Instant::now() + CLOSE_MAX;
    let mut held = engine;
    loop {
        match Arc::try_unwrap(held) {
            Ok(engine) => {
                drop(engine);
                tracing::info!("the database is closed");
                return;
            }
            Err(engine) if Instant::now() >= until => {
                tracing::warn!(
                    "a request still holds the database; what was acknowledged is durable all the same"
                );
                drop(engine);
                return;
            }
            Err(engine) => {
                held = engine;
                std::thread::sleep(Duration::from_millis(5));
            }
        }
    }
}

fn options(config: &Config) -> Result<Options, StartError> {
    let mut options = Options::folders(&config.wal, &config.db)?;
    options.guests = config.guests.clone();
    options.host.cache = config.compiled.clone();
    options.audit_sync = config.audit_sync;
    options.trips = config.trips;
    options.host.component_bytes_max = config.limits.plugin_body;
    options.host.monotonic = Some(monotonic);
    if let Some(program) = &config.compiler {
        options.host.compiler = Compiler::Child {
            program: program.clone(),
            args: vec![COMPILE_ARGUMENT.to_owned()],
        };
    }
    if let Some(bytes) = config.view_bytes_max {
        options.views.bytes_max = bytes;
    }
    Ok(options)
}

/// Time since the first call, for durations.
fn monotonic() -> Duration {
    static BEGIN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    BEGIN.get_or_init(Instant::now).elapsed()
}

fn admin_key(config: &Config) -> Result<AdminKey, StartError> {
    if let Some(key) = &config.admin_key {
        return Ok(AdminKey::new(&key.0));
    }
    let key = admin_key::read_or_make(&config.db).map_err(StartError::Other)?;
    let path = config.db.join(admin_key::FILE);
    tracing::info!(path = %path.display(), "the admin key is in this file");
    Ok(AdminKey::new(&key.0))
}

fn random() -> Result<u64, StartError> {
    getrandom::u64().map_err(|error| StartError::Other(error.to_string()))
}

async fn upkeep(prometheus: metrics_exporter_prometheus::PrometheusHandle) {
    let mut every = tokio::time::interval(UPKEEP_EVERY);
    loop {
        every.tick().await;
        prometheus.run_upkeep();
    }
}
