//! PHP: cURL, streams, Guzzle, Laravel, Symfony.

use aphoria_sdk::flow::Called;
use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::{URL, among, first};

const PHP: &[Language] = &[Language::Php];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "php-curl",
        PHP,
        &["curl_init(", "CURLOPT_URL"],
        r"\b(?:curl_init\(|curl_setopt\([^,\n]+,\s*CURLOPT_URL\s*,)",
        URL,
    )
    .judged(among),
    Rule::code(
        "php-streams",
        PHP,
        &["file_get_contents(", "get_headers("],
        r"\b(?:file_get_contents|get_headers)\(",
        URL,
    )
    .judged(address),
    Rule::code(
        "php-clients",
        PHP,
        &["Http::", "lient->request(", "lient->get(", "lient->post("],
        r"(?:\bHttp::(?:get|post|put|patch|delete)|lient->(?:request|get|post))\(",
        URL,
    )
    .judged(among),
];

/// A function that opens files as well counts where input is the whole address.
fn address(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    let call = Called::around(source, hit);
    let is_whole = call
        .as_ref()
        .and_then(|call| call.positional(0))
        .is_some_and(|value| value.text.starts_with('$') && !value.text.contains(" . "));
    let is_http = call.is_some_and(|call| {
        let mut all = call.arguments.iter();
        all.any(|value| value.text.contains("http"))
    });
    if is_whole || is_http {
        first(hit, source, said)
    } else {
        Vec::new()
    }
}
