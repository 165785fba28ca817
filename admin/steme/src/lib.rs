//! The user's command line of StemeDB, as a function: arguments in, text and an exit code out.
//!
//! It reads what is typed, signs, asks a server or a folder, and prints. What a record or an answer is, it leaves to the
//! crates below. Clock, folders and terminal come from [`Surroundings`], so that tests run whole commands.
//!
//! Invariant: with `--json`, standard output is exactly one JSON value, of the types of the HTTP interface.

mod arguments;
mod exit;
mod key;
mod screen;
mod show;
mod surroundings;
mod target;
mod time;
mod value;
mod verbs;

use std::ffi::OsString;
use std::io::Write;

use clap::Parser as _;

pub use exit::Exit;
pub use surroundings::{Surroundings, Terminal};

use screen::Screen;

/// Runs one command. The first argument is the program's name.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    surroundings: &Surroundings,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Exit {
    let arguments = match arguments::Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return explain(&error, surroundings.terminal, out, err),
    };
    let mut screen = Screen::new(out, err, &arguments.output, surroundings.terminal);
    match verbs::run(&arguments, surroundings, &mut screen) {
        Ok(exit) => exit,
        Err(failure) => {
            screen.failure(&failure);
            failure.exit
        }
    }
}

/// Prints the help that was asked for, or what is wrong with the command line.
fn explain(
    error: &clap::Error,
    terminal: Terminal,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Exit {
    let text = if terminal.colour {
        error.render().ansi().to_string()
    } else {
        error.render().to_string()
    };
    // Whoever closed the other end does not want the text.
    if error.use_stderr() {
        let _ = err.write_all(text.as_bytes());
        Exit::Usage
    } else {
        let _ = out.write_all(text.as_bytes());
        Exit::Done
    }
}
