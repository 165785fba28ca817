//! The batch endpoint: records go out line by line, and a result comes back for each.
//!
//! Any number of records is cut into requests that are bounded in lines and bytes, so neither side ever holds more than one
//! of them, and an answer always fits into what the connection buffers.

use std::io::{BufRead as _, BufReader};

use stemedb_core::SignedRecord;
use stemedb_wire::{BatchLine, SignedRecordText};

use crate::error::ClientError;
use crate::limits::{BATCH_BYTES_MAX, BATCH_LINES_MAX, RESPONSE_BYTES_MAX};
use crate::retry::{Failed, Repeat, wait};
use crate::transport::{Call, Client, encode};

/// The code of a line that the server had no room for; it may be sent again.
const BUSY: &str = "busy";

impl Client {
    /// Writes any number of records. `on_line` gets a result for each, in order and numbered from 1 over all of them, as soon
    /// as the request that it went with is answered. Lines that the server was too busy for are sent again.
    ///
    /// # Errors
    /// What is wrong with the connection; records whose result has not come may or may not be in. Sending them again is
    /// harmless.
    pub fn assert_batch(
        &self,
        records: impl IntoIterator<Item = SignedRecord>,
        mut on_line: impl FnMut(BatchLine),
    ) -> Result<(), ClientError> {
        let mut lines: Vec<Vec<u8>> = Vec::new();
        let mut bytes = 0;
        let mut before = 0;
        for record in records {
            let mut line = encode(&SignedRecordText::of(&record))?;
            line.push(b'\n');
            let full = lines.len() >= BATCH_LINES_MAX || bytes + line.len() > BATCH_BYTES_MAX;
            if full && !lines.is_empty() {
                before = self.deliver(&lines, before, &mut on_line)?;
                lines.clear();
                bytes = 0;
            }
            bytes += line.len();
            lines.push(line);
        }
        if !lines.is_empty() {
            self.deliver(&lines, before, &mut on_line)?;
        }
        Ok(())
    }

    /// Sends one request's lines until each has a result; answers how many lines there were with those before.
    fn deliver(
        &self,
        lines: &[Vec<u8>],
        before: u64,
        on_line: &mut impl FnMut(BatchLine),
    ) -> Result<u64, ClientError> {
        let mut results: Vec<Option<BatchLine>> = vec![None; lines.len()];
        let mut open: Vec<usize> = (0..lines.len()).collect();
        let mut made = 0;
        while !open.is_empty() {
            made += 1;
            let body = open
                .iter()
                .flat_map(|at| lines[*at].iter().copied())
                .collect::<Vec<u8>>();
            let answers = self.request(&body, open.len())?;
            let mut busy = Vec::new();
            for (at, answer) in open.iter().zip(answers) {
                if answer.code.as_deref() == Some(BUSY) {
                    busy.push(*at);
                }
                results[*at] = Some(answer);
            }
            open = busy;
            match wait(Repeat::Harmless, Failed::Unavailable(None), made) {
                Some(wait) if !open.is_empty() => std::thread::sleep(wait),
                // The lines that are still busy keep that result.
                _ => break,
            }
        }
        for (line, result) in (before + 1..).zip(results.into_iter().flatten()) {
            on_line(BatchLine { line, ..result });
        }
        Ok(before + lines.len() as u64)
    }

    fn request(&self, body: &[u8], expected: usize) -> Result<Vec<BatchLine>, ClientError> {
        let call = Call {
            content: Some(("application/x-ndjson", body)),
            upload: true,
            ..Call::get("/v1/assert/batch")
        };
        self.repeated(&call, |response| {
            let reader = response
                .into_body()
                .into_with_config()
                .limit(RESPONSE_BYTES_MAX)
                .reader();
            let mut answers = Vec::with_capacity(expected);
            for line in BufReader::new(reader).lines() {
                let line = line.map_err(|error| self.unread(&call, error))?;
                if line.is_empty() {
                    continue;
                }
                let answer: BatchLine = serde_json::from_str(&line)
                    .map_err(|error| self.protocol(&call, error.to_string()))?;
                answers.push(answer);
            }
            let fits = answers.len() == expected
                && answers
                    .iter()
                    .zip(1..)
                    .all(|(answer, line)| answer.line == line);
            if fits {
                return Ok(answers);
            }
            let answered = answers.len();
            let reason =
                format!("{expected} lines were sent and {answered} answered, or not in order");
            Err(self.protocol(&call, reason))
        })
    }
}
