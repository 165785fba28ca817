//! The user's command: `steme`.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use steme::{Surroundings, Terminal};
use stemedb_engine::{Compiler, SystemClock, compile_child_main};

/// The hidden first argument of the child process that compiles plugins.
const COMPILE: &str = "__compile-plugin";

fn main() -> ExitCode {
    if std::env::args_os()
        .nth(1)
        .is_some_and(|first| first == COMPILE)
    {
        return compile_child_main();
    }
    let surroundings = surroundings();
    let (mut out, mut err) = (std::io::stdout().lock(), std::io::stderr());
    let exit = steme::run(std::env::args_os(), &surroundings, &mut out, &mut err);
    ExitCode::from(exit as u8)
}

fn surroundings() -> Surroundings {
    let program = std::env::current_exe().ok();
    let compiler = program
        .clone()
        .map_or(Compiler::InProcess, |program| Compiler::Child {
            program,
            args: vec![COMPILE.to_owned()],
        });
    let on_terminal = std::io::stdout().is_terminal();
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    Surroundings {
        clock: Arc::new(SystemClock),
        configuration: configuration(),
        program_folder: program.and_then(|program| program.parent().map(PathBuf::from)),
        compiler,
        compiled: None,
        terminal: Terminal {
            colour: on_terminal && !plain,
            width: on_terminal
                .then(|| comfy_table::Table::new().width())
                .flatten(),
            watched: std::io::stderr().is_terminal(),
        },
    }
}

/// The user's folder of configuration, as the XDG base directories have it.
fn configuration() -> Option<PathBuf> {
    let absolute = |name| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    absolute("XDG_CONFIG_HOME").or_else(|| Some(absolute("HOME")?.join(".config")))
}
