//! The examples of `docs/http-api.md`, run as they stand.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;
use stemedb_api::route_table;

use crate::client::{Fixture, KEY, Reply, start};

/// One `curl` command, taken apart.
#[derive(Debug, Default)]
struct Call {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

#[test]
fn the_examples_of_the_page_do_what_they_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = std::fs::read_to_string(root.join("docs/http-api.md")).unwrap();
    let fixture = start();
    let mut query_id = String::new();
    let mut called = BTreeSet::new();
    for block in page.split("```sh\n").skip(1) {
        let block = block.split("\n```").next().unwrap();
        for command in block.split("curl -s ").skip(1) {
            let call = parse(command, &query_id, &root);
            let mut reply = run(&fixture, &call);
            let until = Instant::now() + Duration::from_secs(60);
            // A reader of the page waits for the job before; so does the test.
            while reply.status == 404 && Instant::now() < until {
                std::thread::sleep(Duration::from_millis(20));
                reply = run(&fixture, &call);
            }
            assert!(reply.status < 300, "{command}: {reply:?}");
            assert!(!reply.text.is_empty());
            query_id = asked(&reply).unwrap_or(query_id);
            let path = call.path.split('?').next().unwrap().to_owned();
            called.insert((call.method.to_lowercase(), path));
        }
    }
    for (method, path) in route_table() {
        let fits = |called: &str| {
            let (one, two): (Vec<_>, Vec<_>) =
                (called.split('/').collect(), path.split('/').collect());
            one.len() == two.len()
                && one
                    .iter()
                    .zip(&two)
                    .all(|(a, b)| a == b || b.starts_with('{'))
        };
        let shown = called
            .iter()
            .any(|(by, called)| by == method && fits(called));
        assert!(shown, "{method} {path} has no example in docs/http-api.md");
    }
}

/// The query id of an answer to a question.
fn asked(reply: &Reply) -> Option<String> {
    let answer: Value = serde_json::from_str(&reply.text).ok()?;
    answer.get("answer_digest")?;
    Some(answer.get("query_id")?.as_str()?.to_owned())
}

fn run(fixture: &Fixture, call: &Call) -> Reply {
    let headers: Vec<(&str, &str)> = call.headers.iter().map(|(n, v)| (&**n, &**v)).collect();
    fixture.send(&call.method, &call.path, &headers, &call.body)
}

fn parse(command: &str, query_id: &str, root: &Path) -> Call {
    let mut call = Call {
        method: "GET".to_owned(),
        ..Call::default()
    };
    let mut words = words(command, query_id).into_iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "-X" => call.method = words.next().unwrap(),
            "-H" => {
                let header = words.next().unwrap();
                let (name, value) = header.split_once(": ").unwrap();
                call.headers.push((name.to_owned(), value.to_owned()));
            }
            "-d" | "--data-binary" => {
                let data = words.next().unwrap();
                call.body = match data.strip_prefix('@') {
                    Some("target/guests/recency.wasm") => crate::client::component("recency"),
                    Some(file) => std::fs::read(root.join(file)).unwrap(),
                    None => data.into_bytes(),
                };
            }
            path => call.path = path.to_owned(),
        }
    }
    call
}

/// Words as a shell makes them of quotes and the three variables.
fn words(command: &str, query_id: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    for letter in command.trim().chars() {
        match (quote, letter) {
            (None, '\'' | '"') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            (None, letter) if letter.is_whitespace() => words.push(std::mem::take(&mut word)),
            (_, letter) => word.push(letter),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    let variables = [
        ("$SERVER", ""),
        ("$ADMIN_KEY", KEY),
        ("$QUERY_ID", query_id),
    ];
    for word in &mut words {
        for (name, value) in variables {
            *word = word.replace(name, value);
        }
    }
    words
}
