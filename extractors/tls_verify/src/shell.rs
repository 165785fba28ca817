//! Shell, also in Dockerfiles: curl, wget, HTTPie, git, npm, pip, apt, aws, kubectl, helm, ssh, and the variables that
//! switch checking off.

use aphoria_sdk::{Language, Rule};

use crate::{certificates, host_keys};

const SHELL: &[Language] = &[Language::Bash, Language::Dockerfile];

pub(crate) const RULES: &[Rule] = &[
    // Short options may stand together; only those without a value may stand before the k.
    Rule::code(
        "sh-curl-insecure",
        SHELL,
        &["curl "],
        r#"\bcurl(?:[^\n|;&"'\\]|\\\n|\\.|"(?:[^"\\]|\\.)*"|'[^']*')*?\s(?:--insecure|--proxy-insecure|-[#0-46aBfgGiIjJlLnNOpqRsSvZ]*k[a-zA-Z]*)(?:\s|$|"|')"#,
        certificates(false, 0.95),
    )
    .around(0, 6),
    Rule::code(
        "sh-wget-no-check",
        SHELL,
        &["--no-check-certificate", "--no-verify-ssl", "--insecure-skip-tls-verify", "--kube-insecure-skip-tls-verify", "--trusted-host"],
        r"\s--(?:no-check-certificate\b|no-verify-ssl\b|(?:kube-)?insecure-skip-tls-verify(?:=true)?(?:\s|$)|trusted-host[= ]\S)",
        certificates(false, 0.95),
    ),
    Rule::code(
        "sh-httpie-no",
        SHELL,
        &["--verify=no", "--verify no", "--verify=false"],
        r"\bhttps?\s[^\n|;&]*--verify[= ](?:no|false)\b",
        certificates(false, 0.95),
    ),
    Rule::code(
        "sh-settings-off",
        SHELL,
        &["http.sslVerify", "strict-ssl", "::Verify-Peer"],
        r#"\b(?:http(?:\.[^\s=]+)?\.sslVerify[= ]["']?(?:false|0)|strict-ssl[= ]false|Acquire::https(?:::[^\s=]+)?::Verify-Peer=["']?(?:false|0))\b"#,
        certificates(false, 0.95),
    ),
    Rule::code(
        "sh-settings-on",
        SHELL,
        &["http.sslVerify", "strict-ssl"],
        r#"\b(?:http(?:\.[^\s=]+)?\.sslVerify[= ]["']?(?:true|1)|strict-ssl[= ]true)\b"#,
        certificates(true, 0.9),
    ),
    Rule::code(
        "sh-variables-off",
        SHELL,
        &["GIT_SSL_NO_VERIFY", "NODE_TLS_REJECT_UNAUTHORIZED", "PYTHONHTTPSVERIFY", "LDAPTLS_REQCERT"],
        r#"\b(?:GIT_SSL_NO_VERIFY[= ]["']?(?:1|true)|(?:NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY)[= ]["']?0|LDAPTLS_REQCERT[= ]["']?never)\b"#,
        certificates(false, 0.95),
    ),
    Rule::code(
        "sh-ssh-any-key",
        SHELL,
        &["StrictHostKeyChecking", "UserKnownHostsFile"],
        r#"(?:\b|["']|-o)(?i:StrictHostKeyChecking[= ](?:no|off)|UserKnownHostsFile[= ]/dev/null)\b"#,
        host_keys(false, 0.95),
    )
    .standing(aphoria_sdk::Contexts::CODE_AND_STRING)
    .judged(crate::given_to_ssh),
    Rule::code(
        "sh-ssh-known-keys",
        SHELL,
        &["StrictHostKeyChecking"],
        r#"(?:\b|["']|-o)(?i:StrictHostKeyChecking[= ]yes)\b"#,
        host_keys(true, 0.95),
    )
    .standing(aphoria_sdk::Contexts::CODE_AND_STRING)
    .judged(crate::given_to_ssh),
];
