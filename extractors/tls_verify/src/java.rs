//! Java and Kotlin: JSSE, Apache HttpClient, OkHttp, Netty, Vert.x, Jakarta Mail, JSch, sshj, Apache MINA SSHD, Kafka.

use aphoria_sdk::{Language, Rule};

use crate::{certificates, host_keys, hostnames};

const JAVA: &[Language] = &[Language::Java, Language::Kotlin];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "java-empty-trust-manager",
        JAVA,
        &["checkServerTrusted"],
        r"\b(?:void|fun)\s+checkServerTrusted\([^()]*\)\s*(?:throws\s+[\w.]+(?:\s*,\s*[\w.]+)*\s*)?\{\s*(?://[^\n]*\s*|/\*[^*]*\*/\s*|return;\s*)?\}",
        certificates(false, 0.95),
    )
    .around(0, 4),
    Rule::code(
        "java-trust-all",
        JAVA,
        &["TrustAllStrategy", "InsecureTrustManagerFactory", "setTrustAll", "loadTrustMaterial"],
        r"\b(?:TrustAllStrategy\.INSTANCE\b|new\s+TrustAllStrategy\(\)|InsecureTrustManagerFactory\.INSTANCE\b|setTrustAll\(\s*true\s*\)|loadTrustMaterial\(\s*(?:null\s*,\s*)?\(\s*\w+\s*,\s*\w+\s*\)\s*->\s*true\s*\))",
        certificates(false, 0.95),
    ),
    Rule::code(
        "java-any-hostname",
        JAVA,
        &["NoopHostnameVerifier", "AllowAllHostnameVerifier", "ALLOW_ALL_HOSTNAME_VERIFIER", "setVerifyHost"],
        r"(?:\bnew\s+(?:Noop|AllowAll)HostnameVerifier\(\)|\bNoopHostnameVerifier(?:\.INSTANCE\b|\(\))|\bALLOW_ALL_HOSTNAME_VERIFIER\s*[,;)]|\bsetVerifyHost\(\s*false\s*\))",
        hostnames(false, 0.95),
    ),
    Rule::code(
        "java-hostname-lambda",
        JAVA,
        &["ostnameVerifier"],
        r"\b(?:(?:set(?:Default)?H|set(?:Default)?SSLH|sslH|h)ostnameVerifier)\s*(?:\(\s*\(\s*\w+\s*,\s*\w+\s*\)\s*->\s*true\s*\)|\{\s*\w+\s*,\s*\w+\s*->\s*true\s*\})",
        hostnames(false, 0.95),
    ),
    Rule::code(
        "java-hostname-method",
        JAVA,
        &["SSLSession"],
        r"\bboolean\s+verify\(\s*(?:final\s+)?String\s+\w+\s*,\s*(?:final\s+)?SSLSession\s+\w+\s*\)\s*\{\s*return\s+true;",
        hostnames(false, 0.95),
    )
    .around(0, 2),
    Rule::code(
        "java-endpoint-identification-on",
        JAVA,
        &["setEndpointIdentificationAlgorithm"],
        r#"\bsetEndpointIdentificationAlgorithm\(\s*"(?:HTTPS|LDAPS)"\s*\)"#,
        hostnames(true, 0.95),
    ),
    Rule::code(
        "java-endpoint-identification-off",
        JAVA,
        &["setEndpointIdentificationAlgorithm", "SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG"],
        r#"\b(?:setEndpointIdentificationAlgorithm\(\s*(?:null|"")\s*\)|SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG\s*,\s*""\s*\))"#,
        hostnames(false, 0.95),
    ),
    Rule::code(
        "java-mail-identity-on",
        JAVA,
        &["ssl.checkserveridentity"],
        r#"\b(?:put|setProperty)\(\s*"mail\.(?:smtps?|imaps?|pop3s?)\.ssl\.checkserveridentity"\s*,\s*"?true"?\s*\)"#,
        hostnames(true, 0.95),
    ),
    Rule::code(
        "java-mail-identity-off",
        JAVA,
        &["ssl.checkserveridentity"],
        r#"\b(?:put|setProperty)\(\s*"mail\.(?:smtps?|imaps?|pop3s?)\.ssl\.checkserveridentity"\s*,\s*"?false"?\s*\)"#,
        hostnames(false, 0.95),
    ),
    Rule::code(
        "java-mail-trust-all",
        JAVA,
        &[".ssl.trust"],
        r#"\b(?:put|setProperty)\(\s*"mail\.(?:smtps?|imaps?|pop3s?)\.ssl\.trust"\s*,\s*"\*"\s*\)"#,
        certificates(false, 0.95),
    ),
    Rule::code(
        "java-ssh-any-key",
        JAVA,
        &["StrictHostKeyChecking", "PromiscuousVerifier", "AcceptAllServerKeyVerifier"],
        r#"\b(?:(?:setConfig|put|setProperty)\(\s*"StrictHostKeyChecking"\s*,\s*"no"\s*\)|addHostKeyVerifier\(\s*(?:new\s+)?PromiscuousVerifier\(\)|setServerKeyVerifier\(\s*AcceptAllServerKeyVerifier\.INSTANCE\b)"#,
        host_keys(false, 0.95),
    ),
    Rule::code(
        "java-ssh-known-keys",
        JAVA,
        &["StrictHostKeyChecking", "RejectAllServerKeyVerifier", "loadKnownHosts"],
        r#"(?:\b(?:setConfig|put|setProperty)\(\s*"StrictHostKeyChecking"\s*,\s*"yes"\s*\)|\bsetServerKeyVerifier\([^\n]*\bRejectAllServerKeyVerifier\.INSTANCE\b|\.loadKnownHosts\()"#,
        host_keys(true, 0.9),
    ),
];
