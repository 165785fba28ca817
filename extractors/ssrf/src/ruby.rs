//! Ruby: net/http, open-uri, HTTParty, RestClient, Faraday, Excon.

use aphoria_sdk::{Language, Rule};

use crate::{URL, first};

const RUBY: &[Language] = &[Language::Ruby];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rb-net",
        RUBY,
        &["Net::HTTP.", "URI.open("],
        r"\b(?:Net::HTTP\.(?:get|get_response|post|post_form|start)|URI\.open)\(",
        URL,
    )
    .judged(first),
    Rule::code(
        "rb-clients",
        RUBY,
        &[
            "HTTParty.",
            "RestClient.",
            "Faraday.",
            "Excon.",
            "Typhoeus.",
        ],
        r"\b(?:HTTParty|RestClient|Faraday|Excon|Typhoeus)\.(?:get|post|put|patch|delete|head)\(",
        URL,
    )
    .judged(first),
];
