//! Names of algorithms, and how sure it is that they protect something.

use aphoria_sdk::{Hit, Observation, Source, Value};

/// Tells the algorithm of the first capture that took part.
pub(crate) fn of_capture(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    let name = (0..4)
        .map(|at| hit.capture(at))
        .find(|text| !text.is_empty());
    name.map_or_else(Vec::new, |name| tell(name, hit, said))
}

/// Tells the algorithm of a key's value.
pub(crate) fn of_value(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    if hit.is_value() {
        tell(hit.capture(1), hit, said)
    } else {
        Vec::new()
    }
}

fn tell(text: &str, hit: &Hit<'_>, mut said: Observation) -> Vec<Observation> {
    let Some(name) = standard(text) else {
        return Vec::new();
    };
    if matches!(name, "md5" | "sha1") {
        said.confidence = purpose(hit, said.confidence);
    }
    said.reason = format!("{name} is used");
    said.value = Value::Text(name.to_owned());
    vec![said]
}

/// How sure it is that a digest protects something, by the words of its lines.
fn purpose(hit: &Hit<'_>, usual: f64) -> f64 {
    const PROTECTING: &[&str] = &[
        "passw",
        "passphrase",
        "secret",
        "signature",
        "token",
        "credential",
        "session",
    ];
    const HARMLESS: &[&str] = &[
        "etag",
        "cache",
        "checksum",
        "fingerprint",
        "dedup",
        "gravatar",
        "shard",
        "bucket",
    ];
    let before = hit.before().rsplit('\n').next().unwrap_or("");
    let after = hit.after().split('\n').next().unwrap_or("");
    let line = format!("{before}{}{after}", hit.text()).to_ascii_lowercase();
    let code = line.split("//").next().unwrap_or("");
    let code = code.split(" # ").next().unwrap_or("");
    let has = |words: &[&str]| words.iter().any(|word| code.contains(word));
    if has(PROTECTING) {
        0.95
    } else if has(HARMLESS) {
        0.6
    } else {
        usual
    }
}

/// The name by which claims know it.
fn standard(text: &str) -> Option<&'static str> {
    let plain: String = text
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    let whole = match plain.as_str() {
        "md5" | "md5hex" | "md5sum" | "md5cryptoserviceprovider" => "md5",
        "md4" => "md4",
        "md2" => "md2",
        "sha1"
        | "sha"
        | "sha1hex"
        | "sha1sum"
        | "shahex"
        | "sha1managed"
        | "sha1cryptoserviceprovider"
        | "sha1forlegacyuseonly" => "sha1",
        "rc4" | "arc4" | "arcfour" => "rc4",
        "rc2" | "arc2" => "rc2",
        "blowfish" | "bf" => "blowfish",
        "des3" | "tripledes" | "desede" | "3des" => "3des",
        _ => "",
    };
    if !whole.is_empty() {
        return Some(whole);
    }
    let starts = [
        ("desede", "3des"),
        ("des3", "3des"),
        ("tripledes", "3des"),
        ("newtripledes", "3des"),
        ("des", "des"),
        ("rc4", "rc4"),
        ("arcfour", "rc4"),
        ("rc2", "rc2"),
        ("bf", "blowfish"),
        ("blowfish", "blowfish"),
        ("aes", "aes"),
        ("chacha20", "chacha20"),
        ("sha3", "sha3"),
        ("sha224", "sha224"),
        ("sha256", "sha256"),
        ("sha384", "sha384"),
        ("sha512", "sha512"),
        ("blake2", "blake2"),
        ("blake3", "blake3"),
    ];
    starts
        .iter()
        .find(|(start, _)| plain.starts_with(start))
        .map(|(_, name)| *name)
}

/// Whether a function is declared here, not called: its type stands before it, or types in its parameters.
pub(crate) fn is_declared(hit: &Hit<'_>) -> bool {
    let line = hit.before().rsplit('\n').next().unwrap_or("").trim_end();
    let word = line
        .rsplit(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'))
        .next()
        .unwrap_or("");
    let typed = line.ends_with('*') || !matches!(word, "" | "return" | "else" | "do");
    let rest = hit.after().split('\n').next().unwrap_or("");
    let types = ["const ", "unsigned ", "uint8_t ", "void "];
    typed || types.iter().any(|word| rest.contains(word))
}

/// The same for functions that are called, not declared.
pub(crate) fn of_call(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if is_declared(hit) {
        return Vec::new();
    }
    of_capture(hit, source, said)
}
