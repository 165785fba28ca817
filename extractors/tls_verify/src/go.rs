//! Go: crypto/tls, x/crypto/ssh.

use aphoria_sdk::{Language, Rule};

use crate::{certificates, host_keys};

const GO: &[Language] = &[Language::Go];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "go-skip-verify",
        GO,
        &["InsecureSkipVerify"],
        r"\bInsecureSkipVerify\s*[:=]\s*true\b",
        certificates(false, 0.95),
    ),
    Rule::code(
        "go-skip-verify-not",
        GO,
        &["InsecureSkipVerify"],
        r"\bInsecureSkipVerify\s*[:=]\s*false\b",
        certificates(true, 0.95),
    ),
    Rule::code(
        "go-ssh-any-key",
        GO,
        &["InsecureIgnoreHostKey"],
        r"\bssh\.InsecureIgnoreHostKey\(\)",
        host_keys(false, 0.95),
    ),
    Rule::code(
        "go-ssh-fixed-key",
        GO,
        &["FixedHostKey", "knownhosts"],
        r"\b(?:ssh\.FixedHostKey|knownhosts\.New)\(",
        host_keys(true, 0.9),
    ),
];
