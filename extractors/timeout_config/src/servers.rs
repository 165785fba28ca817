//! Servers.

use aphoria_sdk::{Language, Rule};

use crate::amount::{milliseconds, seconds};
use crate::server;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "go-server",
        &[Language::Go],
        &["ReadHeaderTimeout", "ReadTimeout", "WriteTimeout", "IdleTimeout"],
        r"\b(?:ReadHeaderTimeout|ReadTimeout|WriteTimeout|IdleTimeout)\s*[:=]\s*(0|\d+\s*\*\s*time\.\w+|time\.\w+\s*\*\s*\d+)\b",
        server(0.9),
    )
    .judged(seconds),
    Rule::code(
        "js-server",
        Language::SCRIPTS,
        &["requestTimeout", "headersTimeout"],
        r"\b(?:requestTimeout|headersTimeout)\s*[:=]\s*(\d[\d_]*)\b",
        server(0.9),
    )
    .judged(milliseconds),
    Rule::code(
        "cs-server",
        &[Language::CSharp],
        &["RequestHeadersTimeout", "KeepAliveTimeout"],
        r"\b(?:RequestHeadersTimeout|KeepAliveTimeout)\s*=\s*(TimeSpan\.From(?:Seconds|Minutes|Milliseconds)\(\d+\)|Timeout\.InfiniteTimeSpan)",
        server(0.9),
    )
    .judged(seconds),
    Rule::code(
        "nginx-server",
        &[Language::Ini, Language::Text],
        &["client_body_timeout", "client_header_timeout", "send_timeout"],
        r"^\s*(?:client_body_timeout|client_header_timeout|send_timeout)\s+(\d+(?:ms|s|m|h)?)\s*;",
        server(0.95),
    )
    .judged(seconds),
];
