//! Java and Kotlin: JSSE, Apache HttpClient, OkHttp, Netty.

use aphoria_sdk::{Language, Rule};

use crate::{lowest, version::of_first};

const JAVA: &[Language] = &[Language::Java, Language::Kotlin];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "java-context",
        JAVA,
        &["SSLContext"],
        r#"\bSSLContext\.getInstance\(\s*"(TLSv1(?:\.[123])?|SSLv[23])""#,
        lowest(0.9),
    )
    .judged(of_first),
    Rule::code(
        "java-enabled-protocols",
        JAVA,
        &["setEnabledProtocols", "setProtocols", "setSslProtocols", ".protocols("],
        r#"(?:\bset(?:Enabled|Ssl)?Protocols|\.protocols)\(\s*(?:new\s+String\s*\[\]\s*\{|arrayOf\()?((?:\s*"(?:TLSv1(?:\.[123])?|SSLv[23](?:Hello)?)"\s*,?)+)"#,
        lowest(0.95),
    )
    .judged(of_first),
    Rule::code(
        "java-property",
        JAVA,
        &["https.protocols", "jdk.tls.client.protocols"],
        r#"\bsetProperty\(\s*"(?:https\.protocols|jdk\.tls\.client\.protocols)"\s*,\s*"([^"\n]+)""#,
        lowest(0.95),
    )
    .judged(of_first),
    Rule::code(
        "java-okhttp",
        JAVA,
        &["TlsVersion"],
        r"\.tlsVersions\(\s*((?:\s*(?:TlsVersion\.)?(?:TLS_1_[0-3]|SSL_3_0)\s*,?)+)\)",
        lowest(0.95),
    )
    .judged(of_first),
];
