//! The other end of `Compiler::Child`: a process that limits itself, compiles one component, and ends.
//!
//! Invariant: the limits hold before the first byte of the component is read.

use std::{
    io::{self, BufWriter},
    process::ExitCode,
};

use rustix::process::{Resource, Rlimit, nice, setrlimit};

use crate::{
    compile::ARTEFACT_BYTES_MAX,
    engine,
    frame::{self, Answer, Limits},
};

/// The lowest priority that there is.
const NICENESS: i32 = 19;

/// Compiles the component on standard input and writes machine code to standard output.
///
/// A program that a host names in `Compiler::Child` calls this and does nothing else; started by hand it waits for a
/// frame that no person can type, and fails.
#[must_use]
pub fn compile_child_main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The compilation failed: {error}.");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> io::Result<()> {
    let component = frame::read_question(&mut io::stdin().lock(), limit, ARTEFACT_BYTES_MAX)?;
    frame::answer(
        &mut BufWriter::new(io::stdout().lock()),
        &compile(&component),
    )
}

fn compile(component: &[u8]) -> Answer {
    engine::for_compiling()
        .and_then(|engine| engine.precompile_component(component))
        .map_err(|error| format!("{error:#}"))
}

/// Puts the limits on this process.
fn limit(limits: Limits) -> io::Result<()> {
    nice(NICENESS)?;
    // A host that dies takes its compiler along.
    #[cfg(target_os = "linux")]
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    hold(Resource::As, limits.address_bytes_max)?;
    hold(Resource::Cpu, limits.cpu_seconds_max)?;
    hold(Resource::Core, 0)
}

fn hold(resource: Resource, most: u64) -> io::Result<()> {
    let limit = Rlimit {
        current: Some(most),
        maximum: Some(most),
    };
    setrlimit(resource, limit).map_err(io::Error::from)
}
