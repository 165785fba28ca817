//! Questions: parameters in, an answer out whose canonical bytes are passed on as they are.

use std::io::Write;
use std::time::Instant;

use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use stemedb_engine::Delivered;
use stemedb_wire::{PresetQuestion, QueryResponse, Question};

use crate::extract::Params;
use crate::refusal::Refusal;
use crate::state::App;

/// Bytes of a response beside its answer, roughly.
const FRAME_BYTES: usize = 192;

/// Answers a question through any lens.
#[utoipa::path(get, path = "/v1/query", tag = "queries", params(Question),
    responses((status = 200, body = QueryResponse)))]
pub(crate) async fn query(
    State(app): State<App>,
    Params(question): Params<Question>,
) -> Result<Response, Refusal> {
    ask(&app, question).await
}

/// Shows how contested a pair is: every value with its share, and the conflict among them.
#[utoipa::path(get, path = "/v1/skeptic", tag = "queries", params(PresetQuestion),
    responses((status = 200, body = QueryResponse)))]
pub(crate) async fn skeptic(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    question: Result<Params<PresetQuestion>, Refusal>,
) -> Result<Response, Refusal> {
    preset(&app, "skeptic", query.as_deref(), question).await
}

/// Resolves each tier of sources by itself; the highest tier that has claims decides.
#[utoipa::path(get, path = "/v1/layered", tag = "queries", params(PresetQuestion),
    responses((status = 200, body = QueryResponse)))]
pub(crate) async fn layered(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    question: Result<Params<PresetQuestion>, Refusal>,
) -> Result<Response, Refusal> {
    preset(&app, "layered", query.as_deref(), question).await
}

async fn preset(
    app: &App,
    lens: &'static str,
    query: Option<&str>,
    question: Result<Params<PresetQuestion>, Refusal>,
) -> Result<Response, Refusal> {
    let names_lens = query
        .unwrap_or_default()
        .split('&')
        .any(|pair| pair.starts_with("lens="));
    if names_lens {
        let detail = format!(
            "this endpoint asks through the lens {lens}; leave the parameter lens out, or ask /v1/query"
        );
        return Err(Refusal::new("lens_is_fixed", detail));
    }
    let Params(question) = question?;
    ask(app, question.through(lens)).await
}

/// Asks the engine on a thread that may block. Staying on the worker's thread (`block_in_place`) has the better median at
/// 16 connections, but the worse 99th percentile, and a time limit that can't strike before the engine has answered.
async fn ask(app: &App, question: Question) -> Result<Response, Refusal> {
    let engine = app.engine.clone();
    let asked = move || {
        let started = Instant::now();
        let delivered = engine.query(&question)?;
        measure(&delivered, started);
        Ok::<_, Refusal>(delivered)
    };
    let delivered = app.reads.run(asked).await??;
    let body = write(&delivered);
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

fn measure(delivered: &Delivered, started: Instant) {
    let elapsed = started.elapsed();
    let answer = &delivered.answered.answer;
    // The id of an installed plugin, of which there are few; the expression is the client's.
    let resolver = answer
        .plugins
        .iter()
        .find(|plugin| plugin.world == "resolver");
    let lens = resolver.map_or_else(|| "none".to_owned(), |plugin| plugin.id.clone());
    metrics::counter!("stemedb_queries_total", "lens" => lens.clone()).increment(1);
    metrics::histogram!("stemedb_query_latency_seconds", "lens" => lens)
        .record(elapsed.as_secs_f64());
    metrics::histogram!("stemedb_query_candidates").record(answer.candidates as f64);
}

/// The JSON of a [`QueryResponse`], around the canonical answer.
fn write(delivered: &Delivered) -> Vec<u8> {
    let canonical = &delivered.answered.canonical;
    let mut body = Vec::with_capacity(canonical.len() + FRAME_BYTES);
    // Ids and digests are hexadecimal and need no escaping; a vector takes everything.
    let _ = write!(
        body,
        r#"{{"query_id":"{}","answer_digest":"{}","served_by_view":{},"answer":"#,
        delivered.query_id,
        delivered.digest(),
        delivered.answered.from_view
    );
    body.extend_from_slice(canonical);
    body.push(b'}');
    body
}
