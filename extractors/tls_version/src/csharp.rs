//! C#: SslStream, HttpClientHandler, ServicePointManager, Kestrel.

use aphoria_sdk::{Language, Rule};

use crate::{lowest, version::of_first};

const CSHARP: &[Language] = &[Language::CSharp];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "cs-protocols",
        CSHARP,
        &["SecurityProtocolType.", "SslProtocols."],
        r"\b(?:SecurityProtocol|(?:Enabled)?SslProtocols)\s*\|?=\s*((?:\s*\|?\s*(?:System\.Security\.Authentication\.|System\.Net\.)?(?:SslProtocols|SecurityProtocolType)\.(?:Ssl[23]|Tls(?:1[1-3])?)\b)+)",
        lowest(0.95),
    )
    .judged(of_first),
    Rule::code(
        "cs-authenticate",
        CSHARP,
        &["AuthenticateAs"],
        r"\bAuthenticateAs(?:Client|Server)(?:Async)?\([^;\n]*,\s*((?:\s*\|?\s*SslProtocols\.(?:Ssl[23]|Tls(?:1[1-3])?)\b)+)",
        lowest(0.95),
    )
    .judged(of_first),
];
