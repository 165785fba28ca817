//! What a random-looking text stands for, by the words before it and by its own form.

use aphoria_sdk::{Hit, Observation, Source};

/// Longest text that is still a key; longer ones are pictures and data.
const LENGTH_MAX: usize = 200;

/// Files that programs write, or in which random texts are no secrets.
const FILES: &[&str] = &[
    ".lock",
    "-lock.json",
    "-lock.yaml",
    ".sum",
    ".pem",
    ".crt",
    ".cer",
    ".svg",
    ".map",
    ".snap",
    ".ipynb",
    ".html",
    ".min.js",
    ".css",
    "checksums.txt",
    ".cargo-checksum.json",
    ".json5.lock",
];

pub(crate) fn is_secret(hit: &Hit<'_>, _: &dyn Source, mut said: Observation) -> Vec<Observation> {
    let text = hit.text();
    if FILES.iter().any(|end| hit.path().ends_with(end))
        || text.len() > LENGTH_MAX
        || !is_random(text)
        || !ends(hit)
    {
        return Vec::new();
    }
    let before = hit.before().rsplit('\n').next().unwrap_or("");
    if !is_named(before) {
        return Vec::new();
    }
    if hit.in_test() || hit.in_example() {
        said.confidence /= 2.0;
    }
    said.secret = Some(hit.span());
    vec![said]
}

/// A key ends where its text ends: what goes on behind it is an address, a path or a sentence.
fn ends(hit: &Hit<'_>) -> bool {
    hit.after().chars().next().is_none_or(|next| {
        matches!(
            next,
            '"' | '\'' | '`' | '\n' | '\r' | ' ' | '\t' | ',' | ';' | '<' | ')' | '}' | ']'
        )
    })
}

/// Random texts change between capitals, small letters and digits all the time, and have no words between signs.
fn is_random(text: &str) -> bool {
    let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
    if digits == 0 || letters == 0 || is_counting(text) {
        return false;
    }
    if is_hex {
        return digits * 5 > text.len();
    }
    let changes = text
        .as_bytes()
        .windows(2)
        .filter(|pair| matches!(pair, [one, two] if class(*one) != class(*two)))
        .count();
    // Names in camel case are mostly made of runs of small letters.
    let words: usize = text
        .split(|letter: char| !letter.is_ascii_lowercase())
        .map(str::len)
        .filter(|&length| length > 3)
        .sum();
    digits > 1 && changes * 3 >= text.len() && words * 3 < text.len() && !is_uuid(text)
}

fn class(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    }
}

/// `0123456789abcdef`, `ABCDEFG…`: alphabets count up.
fn is_counting(text: &str) -> bool {
    let ups = text
        .as_bytes()
        .windows(2)
        .filter(|pair| matches!(pair, [one, two] if one.wrapping_add(1) == *two))
        .count();
    ups * 2 > text.len()
}

fn is_uuid(text: &str) -> bool {
    let parts: Vec<usize> = text.split('-').map(str::len).collect();
    parts == [8, 4, 4, 4, 12]
}

/// Whether the words before the text speak of a secret, and of nothing that only looks like one.
fn is_named(before: &str) -> bool {
    const OTHER: &[&str] = &[
        "sha1",
        "sha256",
        "sha384",
        "sha512",
        "md5",
        "integrity",
        "checksum",
        "digest",
        "hash",
        "fingerprint",
        "thumbprint",
        "commit",
        "revision",
        "uuid",
        "guid",
        "public",
        "pubkey",
        "certificate",
        "ssh-rsa",
        "ssh-ed25519",
        "etag",
        "sitekey",
        "site_key",
        "publickeytoken",
        "publishable",
        "cache_key",
        "cachekey",
        "primary_key",
        "foreign_key",
        "example",
        "signature",
        "expected",
        "pinned",
        "data:",
        "://",
    ];
    const SECRET: &[&str] = &[
        "secret",
        "token",
        "apikey",
        "api_key",
        "api-key",
        "accesskey",
        "access_key",
        "access-key",
        "privatekey",
        "private_key",
        "signingkey",
        "signing_key",
        "encryptionkey",
        "encryption_key",
        "encryption-key",
        "signing-key",
        "masterkey",
        "master_key",
        "authkey",
        "auth_key",
        "credential",
        "password",
        "passwd",
        "bearer",
        "authorization",
        "app_key",
        "appkey",
        "account_key",
        "accountkey",
        "jwt_key",
        "jwtkey",
        "session_key",
        "license_key",
    ];
    let words = before.to_ascii_lowercase();
    let has = |known: &[&str]| known.iter().any(|word| words.contains(word));
    has(SECRET) && !has(OTHER)
}
