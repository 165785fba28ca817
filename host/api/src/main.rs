//! The server's program: reads the environment, starts the server, waits for the signal to stop.

use std::process::ExitCode;

use clap::{Arg, Command};
use stemedb_api::{COMPILE_ARGUMENT, Config, Document, LogConfig, Server, start_log};

/// The environment or the command line can't be used.
const WRONG_USAGE: u8 = 2;

fn main() -> ExitCode {
    // Before anything else: the child that compiles gets no more than it needs.
    if std::env::args().nth(1).as_deref() == Some(COMPILE_ARGUMENT) {
        return stemedb_engine::compile_child_main();
    }
    let arguments = command().get_matches();
    if let Some(document) = arguments.get_one::<Document>("print-docs") {
        return print(*document);
    }
    match configured() {
        Ok(config) => serve(&config),
        Err(sentence) => fail(WRONG_USAGE, &sentence),
    }
}

fn command() -> Command {
    Command::new("stemedb-api")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Serves a StemeDB database over HTTP. It takes no options; the environment configures it.")
        .after_help(stemedb_api::help())
        .arg(
            Arg::new("print-docs")
                .long("print-docs")
                .value_parser(clap::value_parser!(Document))
                .hide(true),
        )
}

/// Reads the environment and starts the log.
fn configured() -> Result<Config, String> {
    let variable = |name: &str| std::env::var_os(name);
    let log = LogConfig::read(&variable).map_err(|error| error.to_string())?;
    start_log(&log)?;
    let program = std::env::current_exe()
        .map_err(|error| format!("the program's own path is not known: {error}"))?;
    let config = Config::read(&variable, &program).map_err(|error| error.to_string())?;
    warn_of_unknown();
    Ok(config)
}

/// A misspelt variable would otherwise be passed over in silence.
fn warn_of_unknown() {
    let known = |name: &str| {
        stemedb_api::SETTINGS
            .iter()
            .any(|setting| setting.name == name)
    };
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    for name in names.filter(|name| name.starts_with("STEMEDB_") && !known(name)) {
        tracing::warn!(
            name,
            "no setting of the server has this name; --help lists them"
        );
    }
}

fn serve(config: &Config) -> ExitCode {
    match Server::start(config).and_then(Server::run_until_told) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(1, &error.to_string()),
    }
}

fn print(document: Document) -> ExitCode {
    match document.text() {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => fail(1, &error.to_string()),
    }
}

fn fail(code: u8, sentence: &str) -> ExitCode {
    eprintln!("stemedb-api: {sentence}");
    ExitCode::from(code)
}
