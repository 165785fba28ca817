//! The log of the process, on standard error: text for people, JSON for machines; the trace id on every line of a request.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::config::LogConfig;

/// Starts the log.
///
/// # Errors
/// A filter that can't be read, or a log that was started before.
pub fn start(config: &LogConfig) -> Result<(), String> {
    let filter = EnvFilter::builder().parse(&config.filter).map_err(|error| {
        format!(
            "STEMEDB_LOG is {}, which can't be used: {error}; write a level such as info, or filters such as info,stemedb_engine=debug",
            config.filter
        )
    })?;
    let to_person = std::io::stderr().is_terminal();
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let started = if config.json.unwrap_or(!to_person) {
        builder
            .json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false)
            .try_init()
    } else {
        builder.with_ansi(to_person).try_init()
    };
    started.map_err(|error| error.to_string())
}
