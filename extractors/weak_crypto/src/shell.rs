//! Shell: openssl, md5sum, sha1sum, ssh-keygen.

use aphoria_sdk::{Language, Rule};

use crate::{RSA, algorithm, name::of_capture};

const SHELL: &[Language] = &[Language::Bash, Language::Dockerfile];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "sh-sums",
        SHELL,
        &["md5sum", "sha1sum", "sha256sum", "sha512sum"],
        r"(?:^|[\s|(;&])(md5sum|sha1sum|sha256sum|sha512sum)(?:\s|$|\))",
        algorithm(0.7),
    )
    .judged(of_capture),
    Rule::code(
        "sh-openssl",
        SHELL,
        &["openssl "],
        r"\bopenssl\s+(?:enc|dgst)\s(?:[^\n|;&]*\s)?-(md5|sha1|sha256|sha512|des3?|des-[\w-]+|rc4|aes-?[\w-]+)(?:\s|$)",
        algorithm(0.9),
    )
    .judged(of_capture),
    Rule::code(
        "sh-rsa",
        SHELL,
        &["openssl genrsa", "rsa:", "ssh-keygen"],
        r"\b(?:openssl\s+genrsa\s(?:[^\n|;&]*\s)?|-newkey\s+rsa:|ssh-keygen\s(?:[^\n|;&]*\s)?-b\s*)(\d{3,5})\b",
        RSA,
    )
    .judged(of_rsa),
];

/// Keys on curves are shorter.
fn of_rsa(
    hit: &aphoria_sdk::Hit<'_>,
    _: &dyn aphoria_sdk::Source,
    said: aphoria_sdk::Observation,
) -> Vec<aphoria_sdk::Observation> {
    let curve = hit.text().contains("ssh-keygen") && !hit.text().contains("rsa");
    if curve { Vec::new() } else { vec![said] }
}
