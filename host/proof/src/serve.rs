//! This program as the server: the same code as the product's own, for runs that bring no program of their own.

use anyhow::{Result, anyhow};
use stemedb_api::{Config, LogConfig, Server, start_log};

pub(crate) fn run() -> Result<()> {
    let variable = |name: &str| std::env::var_os(name);
    start_log(&LogConfig::read(&variable)?).map_err(|error| anyhow!(error))?;
    let config = Config::read(&variable, &std::env::current_exe()?)?;
    Server::start(&config)?.run_until_told()?;
    Ok(())
}
