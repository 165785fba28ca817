//! The HTTP server of StemeDB: signed records in, answers out, plugins swapped, over one [`stemedb_engine::Engine`].
//!
//! Everything that HTTP means is decided here and nothing else: limits, keys, statuses, the forms of bodies. No other crate
//! knows axum.
//!
//! Invariant: every error that leaves the server is a problem document with a stable code, a sentence and the trace id that
//! stands on the log lines of its request.

mod admin_key;
mod codes;
mod config;
mod connections;
mod documents;
mod extract;
mod gate;
mod log;
mod metrics;
mod observe;
mod openapi;
mod refusal;
mod router;
mod routes;
mod server;
mod settings;
mod state;
mod tls;
mod trace_id;

pub use codes::{CODES, Code};
pub use config::{Config, Limits, LogConfig, Secret, SettingError, TlsFiles};
pub use documents::Document;
pub use log::start as start_log;
pub use metrics::{METRICS, Metric, MetricKind};
pub use router::route_table;
pub use server::{COMPILE_ARGUMENT, Server, StartError};
pub use settings::{SETTINGS, Setting, help};
pub use tls::TlsError;
