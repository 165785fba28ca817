//! The batch: lines of signed records in, a line for each out, both as streams.
//!
//! Lines are submitted in groups; a few groups run at a time, and no more are read while the client does not read their
//! answers. A client that goes away leaves behind what was acknowledged, and at most the groups under way.
//!
//! Invariant: answers come in the order of the lines, and a line is answered `accepted` only when it is durable.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt, stream};
use stemedb_core::SignedRecord;
use stemedb_engine::{Engine, Outcome};
use stemedb_wire::{BatchLine, SignedRecordText};
use tokio::sync::{mpsc, oneshot};
use tracing::{Instrument, Span};

use crate::extract::require_type;
use crate::gate::Turn;
use crate::refusal::Refusal;
use crate::routes::lines::{Line, Lines};
use crate::settings;
use crate::state::App;

const MEDIA_TYPE: &str = "application/x-ndjson";
const MEDIA_TYPES: [&str; 3] = [MEDIA_TYPE, "application/ndjson", "application/jsonl"];
/// Lines of a group.
const GROUP_LINES_MAX: usize = 256;
/// Bytes after which a group is closed.
const GROUP_BYTES_MAX: usize = 1 << 20;
/// Groups under way, whose answers the client has not taken yet.
const GROUPS_MAX: usize = 8;
/// How long a group waits for more lines.
const LINGER: Duration = Duration::from_millis(5);

/// The answers to one group, when they are there.
type Answers = oneshot::Receiver<Vec<u8>>;

/// Writes records of any kind, one on each line, and answers each line.
#[utoipa::path(post, path = "/v1/assert/batch", tag = "records",
    request_body(content = SignedRecordText, content_type = "application/x-ndjson",
        description = "A signed record on each line. Empty lines are passed over."),
    responses((status = 200, body = BatchLine, content_type = "application/x-ndjson",
        description = "A line for each line, in order. Read it while sending: the server reads no further when too many answers wait.")))]
pub(crate) async fn assert_batch(
    State(app): State<App>,
    request: Request,
) -> Result<Response, Refusal> {
    require_type(&request, &MEDIA_TYPES)?;
    let turn = app.batches.turn().await?;
    let (groups, answers) = mpsc::channel(GROUPS_MAX);
    let batch = Batch {
        lines: Lines::new(app.limits.write_body),
        waiting: Vec::new(),
        groups,
        app,
    };
    let body = request.into_body().into_data_stream();
    tokio::spawn(batch.run(body, turn).instrument(Span::current()));
    let answered = stream::unfold(answers, next_answers);
    Ok((
        [(header::CONTENT_TYPE, MEDIA_TYPE)],
        Body::from_stream(answered),
    )
        .into_response())
}

async fn next_answers(
    mut groups: mpsc::Receiver<Answers>,
) -> Option<(Result<Vec<u8>, std::io::Error>, mpsc::Receiver<Answers>)> {
    let group = groups.recv().await?;
    // Without an answer nobody knows what became of the group: the client must see a broken answer, not a complete one.
    let lost = |_| std::io::Error::other("the group got no answer");
    Some((group.await.map_err(lost), groups))
}

/// One batch under way.
struct Batch {
    app: App,
    lines: Lines,
    waiting: Vec<Line>,
    groups: mpsc::Sender<Answers>,
}

/// The client is gone, or does not read.
struct Gone;

impl Batch {
    async fn run<E: std::fmt::Display>(
        mut self,
        mut body: impl Stream<Item = Result<Bytes, E>> + Unpin,
        _turn: Turn,
    ) {
        if self.read(&mut body).await.is_err() {
            tracing::debug!("the client of a batch is gone");
        }
    }

    async fn read<E: std::fmt::Display>(
        &mut self,
        body: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
    ) -> Result<(), Gone> {
        loop {
            let patience = if self.waiting.is_empty() {
                self.app.limits.timeout
            } else {
                LINGER
            };
            match tokio::time::timeout(patience, body.next()).await {
                Ok(Some(Ok(piece))) => {
                    self.lines.push(&piece, &mut self.waiting);
                    self.submit(false).await?;
                }
                Ok(Some(Err(error))) => {
                    tracing::debug!(%error, "the body of a batch broke off");
                    return self.submit(true).await;
                }
                Ok(None) => {
                    self.lines.finish(&mut self.waiting);
                    return self.submit(true).await;
                }
                Err(_) if self.waiting.is_empty() => return self.give_up().await,
                Err(_) => self.submit(true).await?,
            }
        }
    }

    /// Hands on whole groups; with `all` the rest also.
    async fn submit(&mut self, all: bool) -> Result<(), Gone> {
        while let Some(length) = group(&self.waiting, all) {
            let lines: Vec<Line> = self.waiting.drain(..length).collect();
            let (send, answers) = oneshot::channel();
            self.place().await?.send(answers);
            let engine = self.app.engine.clone();
            let limit = self.app.limits.write_body;
            let span = Span::current();
            tokio::task::spawn_blocking(move || {
                span.in_scope(|| write(&engine, lines, limit, send));
            });
        }
        Ok(())
    }

    /// Room for one more group, before anything of it is done.
    async fn place(&self) -> Result<mpsc::Permit<'_, Answers>, Gone> {
        let place = tokio::time::timeout(self.app.limits.timeout, self.groups.reserve());
        place.await.map_err(|_| Gone)?.map_err(|_| Gone)
    }

    /// Nothing came for too long: says so in place of the next line.
    async fn give_up(&mut self) -> Result<(), Gone> {
        let detail = format!(
            "nothing came for {:?}; send the rest as a new batch",
            self.app.limits.timeout
        );
        let line = refused(
            self.lines.next_number(),
            None,
            Refusal::new("timeout", detail),
        );
        let (send, answers) = oneshot::channel();
        self.place().await?.send(answers);
        send.send(render(&[line])).map_err(|_| Gone)
    }
}

/// How many of the waiting lines make a group now.
fn group(waiting: &[Line], all: bool) -> Option<usize> {
    let mut bytes = 0;
    for (index, line) in waiting.iter().enumerate() {
        bytes += line.text.as_ref().map_or(0, Vec::len);
        if index + 1 == GROUP_LINES_MAX || bytes >= GROUP_BYTES_MAX {
            return Some(index + 1);
        }
    }
    (all && !waiting.is_empty()).then_some(waiting.len())
}

/// A line as it was read: its record's id, or why it is none.
type Read = (u64, Result<String, Refusal>);

/// Whom to answer, and about which lines.
struct Waiting {
    read: Vec<Read>,
    send: oneshot::Sender<Vec<u8>>,
}

/// Decodes a group and hands it to the engine, which answers when it is durable.
fn write(engine: &Engine, lines: Vec<Line>, limit: usize, send: oneshot::Sender<Vec<u8>>) {
    let mut read = Vec::with_capacity(lines.len());
    let mut records = Vec::with_capacity(lines.len());
    for line in lines {
        let known = decode(&line, limit).map(|record| {
            let id = record.id.to_string();
            records.push(record);
            id
        });
        read.push((line.number, known));
    }
    if records.is_empty() {
        return answer(Waiting { read, send }, &[]);
    }
    // Only one of the two takes it: the engine when it has written, or this thread when the engine takes nothing.
    let waiting = Arc::new(Mutex::new(Some(Waiting { read, send })));
    let engines = Arc::clone(&waiting);
    let submitted = engine.submit(records, move |outcomes| {
        if let Some(waiting) = take(&engines) {
            answer(waiting, &outcomes);
        }
    });
    if let Err(error) = submitted
        && let Some(mut waiting) = take(&waiting)
    {
        let refusal = Refusal::from(error);
        for (_, known) in &mut waiting.read {
            if known.is_ok() {
                *known = Err(refusal.clone());
            }
        }
        answer(waiting, &[]);
    }
}

fn take(waiting: &Mutex<Option<Waiting>>) -> Option<Waiting> {
    waiting
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take()
}

fn decode(line: &Line, limit: usize) -> Result<SignedRecord, Refusal> {
    let Some(text) = &line.text else {
        let variable = settings::WRITE_BODY_LIMIT;
        let detail = format!("the line has more than {limit} bytes; {variable} sets the limit");
        return Err(Refusal::new("line_too_long", detail));
    };
    let text: SignedRecordText = serde_json::from_slice(text).map_err(|error| {
        let detail = format!("the line is not as expected: {error}");
        Refusal::new("invalid_body", detail)
    })?;
    Ok(text.decode()?)
}

/// Answers a group: `outcomes` are those of the lines that held a record, in order.
fn answer(waiting: Waiting, outcomes: &[Outcome]) {
    let mut outcomes = outcomes.iter();
    let lines: Vec<BatchLine> = waiting
        .read
        .into_iter()
        .map(|(number, known)| match known {
            Err(refusal) => refused(number, None, refusal),
            Ok(id) => match outcomes.next() {
                Some(Ok(accepted)) => placed(number, id, accepted.duplicate),
                Some(Err(error)) => refused(number, Some(id), error.clone().into()),
                None => refused(number, Some(id), Refusal::lost()),
            },
        })
        .collect();
    count(&lines);
    // A client that has gone hears nothing; the records stay.
    let _ = waiting.send.send(render(&lines));
}

fn placed(line: u64, id: String, duplicate: bool) -> BatchLine {
    let status = if duplicate { "duplicate" } else { "accepted" };
    BatchLine {
        line,
        status: status.to_owned(),
        id: Some(id),
        code: None,
        detail: None,
    }
}

fn refused(line: u64, id: Option<String>, refusal: Refusal) -> BatchLine {
    BatchLine {
        line,
        status: "refused".to_owned(),
        id,
        code: Some(refusal.code.to_owned()),
        detail: Some(refusal.detail),
    }
}

fn count(lines: &[BatchLine]) {
    for outcome in ["accepted", "duplicate", "refused"] {
        let count = lines.iter().filter(|line| line.status == outcome).count();
        if count > 0 {
            metrics::counter!("stemedb_batch_lines_total", "outcome" => outcome)
                .increment(count as u64);
        }
    }
}

fn render(lines: &[BatchLine]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(lines.len() * 128);
    for line in lines {
        // A struct of texts and numbers can't fail to serialise, nor can a vector fail to take it.
        let _ = serde_json::to_writer(&mut bytes, line);
        bytes.push(b'\n');
    }
    bytes
}
