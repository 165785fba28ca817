//! C#: HttpClientHandler, SocketsHttpHandler, ServicePointManager, SslStream, MailKit, SqlClient, SSH.NET.

use aphoria_sdk::{Contexts, Language, Rule};

use crate::{certificates, host_keys};

const CSHARP: &[Language] = &[Language::CSharp];

const CALLBACKS: &[&str] = &[
    "CertificateCustomValidationCallback",
    "CertificateValidationCallback",
];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "cs-dangerous-validator",
        CSHARP,
        &["DangerousAcceptAnyServerCertificateValidator"],
        r"\bHttpClientHandler\.DangerousAcceptAnyServerCertificateValidator\b",
        certificates(false, 0.95),
    ),
    Rule::code(
        "cs-callback-true",
        CSHARP,
        CALLBACKS,
        r"\b(?:ServerCertificateCustomValidationCallback|(?:Server|Remote|User)CertificateValidationCallback)\s*(?:\+?=\s*(?:new\s+\w+\s*\(\s*)?|\(\s*)(?:static\s+)?(?:\([^()]*\)\s*=>\s*(?:true\s*[;,)}]|\{\s*return\s+true;)|delegate\s*(?:\([^()]*\))?\s*\{\s*return\s+true;)",
        certificates(false, 0.95),
    )
    .around(0, 4),
    Rule::code(
        "cs-callback-errors-none",
        CSHARP,
        CALLBACKS,
        r"\b(?:ServerCertificateCustomValidationCallback|(?:Server|Remote|User)CertificateValidationCallback)\s*(?:\+?=\s*(?:new\s+\w+\s*\(\s*)?|\(\s*)(?:static\s+)?\([^()]*\)\s*=>\s*\w+\s*(?:==|is)\s*(?:[\w.]+\.)?SslPolicyErrors\.None\s*[;,)}]",
        certificates(true, 0.9),
    )
    .around(0, 2),
    Rule::code(
        "cs-trust-server-certificate",
        CSHARP,
        &["TrustServerCertificate"],
        r"\bTrustServerCertificate\s*=\s*true\s*[,;}\n]",
        certificates(false, 0.95),
    ),
    // In connection strings, here and in settings.
    Rule::code(
        "trust-server-certificate-text",
        &[
            Language::CSharp,
            Language::Json,
            Language::Xml,
            Language::Yaml,
            Language::DotEnv,
        ],
        &["TrustServerCertificate", "Trust Server Certificate"],
        r"(?i)(?:Data Source|Server|Address|Initial Catalog|Database|User Id|Encrypt)\s*=[^\n]*\bTrust ?Server ?Certificate\s*=\s*(?:true|yes)\b",
        certificates(false, 0.95),
    )
    .standing(Contexts::CODE_AND_STRING),
    Rule::code(
        "cs-ssh-any-key",
        CSHARP,
        &["HostKeyReceived"],
        r"\bHostKeyReceived\s*\+=\s*(?:\([^()]*\)\s*=>|delegate\s*\([^()]*\))\s*(?:\{\s*)?\w+\.CanTrust\s*=\s*true\s*[;)}]",
        host_keys(false, 0.95),
    )
    .around(0, 3),
];
