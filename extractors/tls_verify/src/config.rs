//! Configuration: keys of structured files, HCL, and the modes of database connections wherever they are written.

use aphoria_sdk::{Contexts, Hit, Language, Observation, Rule, Source, Value};

use crate::{certificates, host_keys, hostnames};

const STRUCTURED: &[Language] = Language::STRUCTURED;

/// Where connection strings are written.
const EVERYWHERE: &[Language] = &[
    Language::Python,
    Language::JavaScript,
    Language::TypeScript,
    Language::Go,
    Language::Java,
    Language::Kotlin,
    Language::Ruby,
    Language::Php,
    Language::CSharp,
    Language::Rust,
    Language::Bash,
    Language::Dockerfile,
    Language::Yaml,
    Language::Toml,
    Language::Json,
    Language::Ini,
    Language::DotEnv,
    Language::Properties,
];

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "key-skip",
        STRUCTURED,
        &[
            "**.insecureskipverify",
            "**.insecureskiptlsverify",
            "**.skiptlsverify",
            "**.skiptlsverification",
            "**.tlsskipverify",
            "**.tlsinsecureskipverify",
            "**.skipsslverification",
            "**.skipsslvalidation",
            "**.gitsslnoverify",
            "**.tlsallowinvalidcertificates",
            "**.acceptinvalidcerts",
            "**.dangeracceptinvalidcerts",
        ],
        certificates(true, 0.95),
    )
    .judged(inverted),
    Rule::key(
        "key-verify",
        STRUCTURED,
        &[
            "**.rejectunauthorized",
            "**.nodetlsrejectunauthorized",
            "**.pythonhttpsverify",
            "**.verifyssl",
            "**.sslverify",
            "**.tlsverify",
            "**.verifytls",
            "**.verifycerts",
            "**.verifycertificates",
            "**.validatecerts",
            "**.strictssl",
            "**.verifypeer",
        ],
        certificates(true, 0.95),
    )
    .judged(straight),
    // Elastic's products.
    Rule::key(
        "key-verification-mode",
        STRUCTURED,
        &["**.ssl.verificationmode", "**.sslverificationmode"],
        certificates(true, 0.95),
    )
    .judged(mode),
    Rule::key(
        "key-sslmode",
        STRUCTURED,
        &["**.sslmode", "**.pgsslmode"],
        certificates(false, 0.7),
    )
    .judged(database_mode),
    Rule::key(
        "key-hostname",
        STRUCTURED,
        &[
            "**.verifyhostname",
            "**.checkhostname",
            "**.sslverifyhostname",
            "**.ssl.checkserveridentity",
        ],
        hostnames(true, 0.95),
    )
    .judged(straight),
    // Ansible; and clients that take over the names of OpenSSH.
    Rule::key(
        "key-host-keys",
        STRUCTURED,
        &["**.hostkeychecking", "**.ansiblehostkeychecking", "**.stricthostkeychecking"],
        host_keys(true, 0.95),
    )
    .judged(straight),
    Rule::code(
        "hcl-skip",
        &[Language::Hcl],
        &["skip_verify", "skip_tls_verify", "skip_ssl_verification"],
        r"\b(?:insecure_skip_verify|(?:insecure_)?skip_tls_verify|tls_skip_verify|skip_ssl_verification)\s*=\s*(true|false)\b",
        certificates(false, 0.95),
    )
    .judged(inverted_first),
    Rule::code(
        "text-sslmode",
        EVERYWHERE,
        &["sslmode=", "sslMode="],
        r"\bssl[mM]ode=(disable|allow|prefer|require|verify-ca|verify-full|DISABLED|PREFERRED|REQUIRED|VERIFY_CA|VERIFY_IDENTITY)\b",
        certificates(false, 0.7),
    )
    .standing(Contexts::CODE_AND_STRING)
    .judged(database_mode),
];

/// A key that says the contrary of what is told.
fn inverted(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    flag(said, aphoria_sdk::truth(hit.capture(1)).map(|truth| !truth))
}

fn inverted_first(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    flag(said, aphoria_sdk::truth(hit.capture(0)).map(|truth| !truth))
}

fn straight(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    flag(said, aphoria_sdk::truth(hit.capture(1)))
}

fn mode(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    match hit.capture(1) {
        "none" => flag(said, Some(false)),
        "full" | "certificate" | "strict" => flag(said, Some(true)),
        _ => Vec::new(),
    }
}

fn flag(mut said: Observation, truth: Option<bool>) -> Vec<Observation> {
    let Some(truth) = truth else {
        return Vec::new();
    };
    said.value = Value::Flag(truth);
    said.reason = crate::reason(&said.concept, truth).to_owned();
    vec![said]
}

/// Words by which a connection stays on its own machine.
const LOCAL: &[&str] = &[
    "localhost",
    "127.0.0.1",
    "[::1]",
    "host=/",
    "%2Fvar%2Frun",
    "%2Ftmp",
];

/// Only the last two modes of libpq and of MySQL's connectors check the certificate, and the last the name as well. The
/// others say so less clearly the more they still encrypt.
fn database_mode(hit: &Hit<'_>, _: &dyn Source, mut said: Observation) -> Vec<Observation> {
    if LOCAL.iter().any(|word| hit.excerpt().contains(word)) {
        return Vec::new();
    }
    let at = usize::from(!hit.key().is_empty());
    let value = hit.capture(at).to_ascii_lowercase().replace('_', "-");
    let (certificates, names, confidence) = match value.as_str() {
        "disable" | "disabled" => (false, None, 0.9),
        "allow" | "prefer" | "preferred" => (false, None, 0.8),
        "require" | "required" => (false, None, 0.7),
        "verify-ca" => (true, Some(false), 0.95),
        "verify-full" | "verify-identity" => (true, Some(true), 0.95),
        _ => return Vec::new(),
    };
    said.confidence = confidence;
    let name = names.map(|checked| {
        let mut name = said.clone();
        "tls/hostname_verification".clone_into(&mut name.concept);
        flag(name, Some(checked))
    });
    let mut all = flag(said, Some(certificates));
    all.extend(name.unwrap_or_default());
    all
}
