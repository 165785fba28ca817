//! Configuration: nginx, Apache, HAProxy, keys of structured files, HCL.

use aphoria_sdk::{Hit, Language, Observation, Rule, Source, Value};

use crate::{
    lowest,
    version::{of_first, of_value},
};

const STRUCTURED: &[Language] = Language::STRUCTURED;

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "key-min-version",
        STRUCTURED,
        &[
            "**.mintlsversion",
            "**.tlsminversion",
            "**.minimumtlsversion",
            "**.minimumprotocolversion",
            "**.tls.minversion",
            "**.tls.options.*.minversion",
            "**.tlsconfig.minversion",
            "**.ssl.minversion",
            "**.sslminprotocolversion",
        ],
        lowest(0.95),
    )
    .judged(of_value),
    Rule::key(
        "key-protocols",
        STRUCTURED,
        &[
            "**.sslprotocols",
            "**.ssl.enabledprotocols",
            "**.tlsprotocols",
            "**.enabledsslprotocols",
        ],
        lowest(0.9),
    )
    .judged(of_value),
    // nginx and Apache.
    Rule::code(
        "conf-protocols",
        &[Language::Ini, Language::Text],
        &["ssl_protocols", "SSLProtocol", "ssl-min-ver"],
        r"(?:^\s*(?:ssl_protocols|SSLProtocol)\s+|\bssl-min-ver\s+)([^;#\n]+)",
        lowest(0.95),
    )
    .judged(of_first),
    Rule::code(
        "hcl-min-version",
        &[Language::Hcl],
        &[
            "minimum_protocol_version",
            "min_tls_version",
            "minimum_tls_version",
        ],
        r#"\b(?:minimum_protocol_version|min_tls_version|minimum_tls_version)\s*=\s*"([^"\n$]+)""#,
        lowest(0.95),
    )
    .judged(of_first),
    Rule::code(
        "elb-policy",
        &[Language::Hcl, Language::Yaml, Language::Json],
        &["ELBSecurityPolicy-"],
        r"\bELBSecurityPolicy-([A-Za-z0-9-]+)",
        lowest(0.95),
    )
    .standing(aphoria_sdk::Contexts::CODE_AND_STRING)
    .judged(load_balancer),
];

/// The policies of Amazon's load balancers name their lowest version, but for the first ones.
fn load_balancer(hit: &Hit<'_>, _: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let policy = hit
        .capture(0)
        .trim_start_matches("TLS13-")
        .trim_start_matches("TLS-")
        .trim_start_matches("FS-");
    let version = match policy.get(..4).unwrap_or("") {
        "1-3-" => "1.3",
        "1-2-" => "1.2",
        "1-1-" => "1.1",
        "1-0-" | "2016" | "2015" | "2014" => "1.0",
        _ => return Vec::new(),
    };
    said.value = Value::Text(version.to_owned());
    vec![said]
}
