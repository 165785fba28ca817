//! From a component to machine code: in a child process with limits of its own, or in this process.
//!
//! The child bounds what a compilation may use. It is not a second sandbox: what it returns is trusted like the host's
//! own compiler, because it is the same program.
//!
//! Invariant: at most one compilation of a host runs at a time.

use std::{
    io::Read,
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use parking_lot::Mutex;
use wasmtime::Engine;

use crate::{
    artefact::Artefact,
    error::InstallError,
    frame::{self, Answer, Limits},
    identity::Digest,
    options::{Compiler, HostOptions},
};

/// Largest artefact: a guest made from an interpreter is 18 MB and its machine code four times as much.
pub(crate) const ARTEFACT_BYTES_MAX: usize = 512 << 20;
/// How much of the child's last words an error repeats, in bytes.
const LAST_WORDS_BYTES_MAX: u64 = 512;

/// The right to compile.
#[derive(Default)]
pub(crate) struct Turn(Mutex<()>);

impl Turn {
    /// Compiles; waits while another compilation runs.
    pub(crate) fn compile(
        &self,
        digest: Digest,
        component: &[u8],
        engine: &Engine,
        options: &HostOptions,
    ) -> Result<Artefact, InstallError> {
        let _one_at_a_time = self.0.lock();
        let answer = match &options.compiler {
            Compiler::InProcess => engine
                .precompile_component(component)
                .map_err(|error| format!("{error:#}")),
            Compiler::Child { program, args } => in_child(program, args, component, options),
        };
        answer
            .map(Artefact::compiled)
            .map_err(|detail| InstallError::Compile { digest, detail })
    }
}

fn in_child(program: &Path, args: &[String], component: &[u8], options: &HostOptions) -> Answer {
    let mut child = Command::new(program)
        .args(args)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("the compiler {program:?} could not be started: {error}"))?;
    let told = converse(&mut child, component, options);
    // Whatever it said, it has no more work; a child that is gone already makes killing fail.
    let _ = child.kill();
    let ended = child.wait();
    match told {
        Ok(answer) => answer,
        Err(reason) => Err(match ended {
            Ok(status) => format!("{reason} ({status})"),
            Err(error) => format!("{reason} ({error})"),
        }),
    }
}

/// Sends the question and waits for the answer, at most until the deadline.
fn converse(child: &mut Child, component: &[u8], options: &HostOptions) -> Result<Answer, String> {
    let (Some(mut stdin), Some(mut stdout), Some(stderr)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err("the compiler has no pipes".to_owned());
    };
    let limits = limits(options);
    let (sender, answered) = mpsc::channel();
    thread::scope(|scope| {
        // A child that dies early closes its end; the reader says so.
        scope.spawn(move || frame::ask(&mut stdin, limits, component));
        scope.spawn(move || sender.send(frame::read_answer(&mut stdout, ARTEFACT_BYTES_MAX)));
        let last_words = scope.spawn(move || {
            let mut words = Vec::new();
            let _ = stderr.take(LAST_WORDS_BYTES_MAX).read_to_end(&mut words);
            String::from_utf8_lossy(&words).trim().to_owned()
        });
        let answer = answered.recv_timeout(options.compile_deadline);
        // Closes the pipes, so that all three threads end.
        let _ = child.kill();
        match answer {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(format!(
                "the compiler gave no answer: {error}: {}",
                last_words.join().unwrap_or_default()
            )),
            Err(_) => Err(format!(
                "the compiler ran longer than {:?}",
                options.compile_deadline
            )),
        }
    })
}

fn limits(options: &HostOptions) -> Limits {
    let threads = thread::available_parallelism().map_or(1, usize::from) as u64;
    let seconds = (options.compile_deadline + Duration::from_millis(999)).as_secs();
    Limits {
        address_bytes_max: options.compile_bytes_max,
        cpu_seconds_max: seconds.max(1).saturating_mul(threads),
    }
}
