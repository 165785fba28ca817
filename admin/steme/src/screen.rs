//! Where results and failures are printed: JSON for programs, pages for people.

use std::io::Write;

use serde::Serialize;

use crate::arguments::Output;
use crate::exit::{Exit, Failure};
use crate::show::Page;
use crate::surroundings::Terminal;

/// The two outputs of a command.
pub(crate) struct Screen<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    json: bool,
    whole_ids: bool,
    terminal: Terminal,
}

impl<'a> Screen<'a> {
    pub(crate) fn new(
        out: &'a mut dyn Write,
        err: &'a mut dyn Write,
        output: &Output,
        terminal: Terminal,
    ) -> Self {
        Screen {
            out,
            err,
            json: output.json,
            whole_ids: output.ids,
            terminal,
        }
    }

    /// Whether progress is worth showing.
    pub(crate) fn watched(&self) -> bool {
        self.terminal.watched && !self.json
    }

    /// Prints a result: as it is for programs, or as the page that `show` writes for people.
    pub(crate) fn result<T: Serialize>(
        &mut self,
        value: &T,
        show: impl FnOnce(&T, &mut Page),
    ) -> Result<(), Failure> {
        let text = if self.json {
            let failed = |error: serde_json::Error| {
                Failure::new(Exit::Failed, 500, "output_failed", error.to_string())
            };
            serde_json::to_string(value).map_err(failed)? + "\n"
        } else {
            let mut page = Page::new(self.terminal, self.whole_ids);
            show(value, &mut page);
            page.finish()
        };
        self.print(&text)
    }

    /// Prints text as it is.
    pub(crate) fn print(&mut self, text: &str) -> Result<(), Failure> {
        let printed = self
            .out
            .write_all(text.as_bytes())
            .and_then(|()| self.out.flush());
        match printed {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                let detail = format!("the result can't be printed: {error}");
                Err(Failure::new(Exit::Failed, 500, "output_failed", detail))
            }
            _ => Ok(()),
        }
    }

    /// Says something to a person, beside the result.
    pub(crate) fn note(&mut self, text: &str) {
        if !self.json {
            // Nothing is lost if nobody listens.
            let _ = writeln!(self.err, "{}", crate::show::clean(text));
        }
    }

    /// Says why a command failed.
    pub(crate) fn failure(&mut self, failure: &Failure) {
        let text = if self.json {
            serde_json::to_string(&failure.problem).unwrap_or_else(|error| error.to_string())
        } else {
            let detail = crate::show::clean(&failure.problem.detail);
            let sentence = if detail.ends_with(['.', '?', '!']) {
                detail
            } else {
                format!("{detail}.")
            };
            let trace = failure.problem.trace_id.as_ref();
            let trace = trace.map_or_else(String::new, |id| format!(" (request {id})"));
            format!("steme: {sentence}{trace}")
        };
        // There is no third place to complain to.
        let _ = writeln!(self.err, "{text}");
    }
}
