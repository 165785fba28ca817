//! Requirements, as the manifests write them.

use aphoria_sdk::{Hit, Observation, Source, Span, Value};

/// How a bare version is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bare {
    /// Just this one: pip's `==`, Maven, NuGet, Go, npm.
    Exact,
    /// This one and what is compatible with it: Cargo.
    Compatible,
}

/// A key whose last name is the dependency and whose value is the requirement.
pub(crate) fn of_key(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    let name = hit.key().rsplit('.').next().unwrap_or("");
    let name = if name == "version" {
        hit.key().rsplit('.').nth(1).unwrap_or("")
    } else {
        name
    };
    let bare = if hit.path().ends_with("Cargo.toml") || hit.path().ends_with("pyproject.toml") {
        Bare::Compatible
    } else {
        Bare::Exact
    };
    // Where the value is a table, its own keys say the version.
    if matches!(name, "python" | "php") || hit.capture_span(0) == Some(hit.span()) {
        return Vec::new();
    }
    tell(name, hit.capture(1), bare, said)
}

/// Capture 0 is the name, capture 1 the requirement.
pub(crate) fn of_pair(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    let name = hit.capture(0);
    // Go's modules are named by their address, with `/v2` from the second version on.
    let name = if hit.path().ends_with("go.mod") {
        let mut parts = name.rsplit('/');
        let last = parts.next().unwrap_or("");
        let is_major = last
            .strip_prefix('v')
            .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
        if is_major {
            parts.next().unwrap_or(last)
        } else {
            last
        }
    } else {
        name
    };
    tell(name, hit.capture(1), Bare::Exact, said)
}

/// Capture 1 is a list of texts such as `"requests>=2.31"`.
#[expect(clippy::needless_pass_by_value, reason = "a judge gets it to keep")]
pub(crate) fn of_list(hit: &Hit<'_>, _: &dyn Source, said: Observation) -> Vec<Observation> {
    let Some(list) = hit.capture_span(1) else {
        return Vec::new();
    };
    let text = hit.capture(1);
    let mut all = Vec::new();
    let mut at = 0;
    // Every second piece between quotes is inside of them.
    for (number, piece) in text.split('"').enumerate() {
        let start = at;
        at += piece.len() + 1;
        if number % 2 == 0 {
            continue;
        }
        let end = piece
            .find(|letter: char| {
                !(letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.'))
            })
            .unwrap_or(piece.len());
        let (name, rest) = piece.split_at(end);
        let rest = rest.split(';').next().unwrap_or("");
        let rest = rest.rsplit(']').next().unwrap_or(rest);
        let mut one = said.clone();
        let place = |offset: usize| {
            u32::try_from(offset)
                .unwrap_or(u32::MAX)
                .saturating_add(list.start)
        };
        one.span = Span {
            start: place(start),
            end: place(start + piece.len()),
        };
        all.extend(tell(name, rest, Bare::Exact, one));
    }
    all
}

fn tell(name: &str, requirement: &str, bare: Bare, mut said: Observation) -> Vec<Observation> {
    let requirement = requirement.trim();
    if name.is_empty() || requirement.is_empty() || is_no_version(requirement) {
        return Vec::new();
    }
    let is_bounded = is_bounded(requirement);
    let version = lowest(requirement);
    if version.is_none() && is_bounded && !requirement.starts_with('<') {
        return Vec::new();
    }
    let mut bounded = said.clone();
    "dependency/version_requirement".clone_into(&mut bounded.concept);
    "bounded".clone_into(&mut bounded.predicate);
    bounded.value = Value::Flag(is_bounded);
    bounded.reason = if is_bounded {
        format!("{requirement} has an upper end")
    } else {
        format!("{requirement} allows every version to come")
    };
    let Some(version) = version else {
        return vec![bounded];
    };
    let exact = requirement
        .starts_with(|letter: char| letter.is_ascii_digit() || letter == 'v' || letter == '=');
    said.confidence = if exact && (bare == Bare::Exact || requirement.starts_with('=')) {
        0.9
    } else {
        0.6
    };
    said.concept = format!("dependency/{}", plain(name));
    said.reason = format!("{name} from version {version} on is allowed");
    said.value = Value::Text(version);
    vec![said, bounded]
}

/// Paths, addresses, workspaces, properties and tables say no version.
fn is_no_version(requirement: &str) -> bool {
    const STARTS: &[&str] = &[
        "{",
        "[{",
        "file:",
        "git",
        "http",
        "workspace:",
        "link:",
        "npm:",
        "$",
        "portal:",
        "catalog:",
        "./",
        "../",
    ];
    STARTS.iter().any(|start| requirement.starts_with(start)) || requirement.contains("${")
}

/// `*`, `latest`, `>=1.2` and nothing take everything that is to come.
fn is_bounded(requirement: &str) -> bool {
    if matches!(
        requirement,
        "*" | "latest" | "x" | "+" | "LATEST" | "RELEASE"
    ) || requirement.ends_with(":+")
    {
        return false;
    }
    let open = requirement.starts_with('>') || requirement.ends_with(",)");
    !open || requirement.contains('<') || requirement.contains("==")
}

/// The first version of a requirement.
fn lowest(requirement: &str) -> Option<String> {
    let from = requirement.find(|letter: char| letter.is_ascii_digit())?;
    if requirement.starts_with('<') || requirement.starts_with('!') {
        return None;
    }
    let version: String = requirement
        .get(from..)?
        .chars()
        .take_while(|letter| letter.is_ascii_digit() || *letter == '.')
        .collect();
    let version = version.trim_end_matches('.');
    (!version.is_empty()).then(|| version.to_owned())
}

fn plain(name: &str) -> String {
    let sign = |letter: char| {
        if letter.is_ascii_alphanumeric() {
            letter.to_ascii_lowercase()
        } else {
            '_'
        }
    };
    name.trim_matches(['"', '@']).chars().map(sign).collect()
}
