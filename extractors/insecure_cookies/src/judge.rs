//! What a call that sets a cookie says of it.

#![expect(
    clippy::needless_pass_by_value,
    reason = "a judge is given what its rule would say"
)]

use aphoria_sdk::{Hit, Language, Observation, Source, Span, Value, truth};

use crate::call::{Call, plain};

/// How sure it is that a cookie is set without something, when the cookie is named like a session.
const MISSING_OF_SESSION: f64 = 0.8;
/// The same for other cookies.
const MISSING: f64 = 0.6;
/// How sure it is that an attribute is what the call says in so many words.
const STATED: f64 = 0.9;

/// Of which attributes a library's silence means that they are missing.
#[derive(Clone, Copy)]
struct Silence {
    secure: bool,
    http_only: bool,
}

/// A call that sets a cookie: what is said of the attributes, and those that are missing.
pub(crate) fn set(hit: &Hit<'_>, source: &dyn Source, like: Observation) -> Vec<Observation> {
    let silence = Silence {
        secure: true,
        http_only: true,
    };
    named(hit, source, &like, silence)
}

/// The same in a page's own script, which can't make a cookie that scripts can't read.
pub(crate) fn set_by_page(
    hit: &Hit<'_>,
    source: &dyn Source,
    like: Observation,
) -> Vec<Observation> {
    let silence = Silence {
        secure: true,
        http_only: false,
    };
    named(hit, source, &like, silence)
}

/// Options of a session, of which only what they say counts.
pub(crate) fn options(hit: &Hit<'_>, source: &dyn Source, like: Observation) -> Vec<Observation> {
    let silence = Silence {
        secure: false,
        http_only: false,
    };
    named(hit, source, &like, silence)
}

fn named(
    hit: &Hit<'_>,
    source: &dyn Source,
    like: &Observation,
    silence: Silence,
) -> Vec<Observation> {
    let Some(call) = Call::of(hit, source) else {
        return Vec::new();
    };
    if is_removal(&call) || is_of_a_client(hit) {
        return Vec::new();
    }
    let mut said = Vec::new();
    for (name, concept, missing) in [
        ("secure", "cookies/secure", silence.secure),
        ("httponly", "cookies/http_only", silence.http_only),
    ] {
        match call.value(name) {
            Some((at, value)) => {
                said.extend(flag(like, concept, value, call.place(at, name.len())));
            }
            None if missing && is_told_whole(hit, &call, name) => {
                said.extend(absent(like, concept, &call));
            }
            None => {}
        }
    }
    said.extend(same_site(like, &call));
    said
}

/// A call with the attributes at these places, or in a map that stands for the third argument.
fn placed(
    hit: &Hit<'_>,
    source: &dyn Source,
    like: &Observation,
    places: [usize; 2],
) -> Vec<Observation> {
    let Some(call) = Call::of(hit, source) else {
        return Vec::new();
    };
    let arguments = call.arguments();
    let is_map = |text: &str| text.starts_with('[') || text.starts_with("array(");
    if arguments.iter().any(|(_, text)| is_map(text)) {
        return set(hit, source, like.clone());
    }
    // Named arguments and spread ones.
    if is_removal(&call) || call.inside.contains("secure:") || call.inside.contains("...") {
        return Vec::new();
    }
    let mut said = Vec::new();
    for (place, concept) in places.iter().zip(["cookies/secure", "cookies/http_only"]) {
        match arguments.get(*place) {
            Some((at, value)) => {
                said.extend(flag(like, concept, value, call.place(*at, value.len())));
            }
            // A third argument that is a variable may be the map.
            None if arguments.len() == 3 && arguments.iter().skip(2).any(is_variable) => {}
            None => said.extend(absent(like, concept, &call)),
        }
    }
    said
}

fn is_variable((_, text): &(usize, &str)) -> bool {
    text.starts_with('$')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'$' || byte == b'_')
}

/// PHP's `setcookie(name, value, expires, path, domain, secure, httponly)`.
pub(crate) fn php_setcookie(
    hit: &Hit<'_>,
    source: &dyn Source,
    like: Observation,
) -> Vec<Observation> {
    placed(hit, source, &like, [5, 6])
}

/// PHP's `session_set_cookie_params(lifetime, path, domain, secure, httponly)`.
pub(crate) fn php_params(
    hit: &Hit<'_>,
    source: &dyn Source,
    like: Observation,
) -> Vec<Observation> {
    placed(hit, source, &like, [3, 4])
}

/// Gin's `SetCookie(name, value, maxAge, path, domain, secure, httpOnly)`.
pub(crate) fn gin(hit: &Hit<'_>, source: &dyn Source, like: Observation) -> Vec<Observation> {
    match Call::of(hit, source) {
        Some(call) if call.arguments().len() == 7 => placed(hit, source, &like, [5, 6]),
        _ => Vec::new(),
    }
}

/// A call that takes options as its third argument, and has two.
pub(crate) fn without_options(
    hit: &Hit<'_>,
    source: &dyn Source,
    like: Observation,
) -> Vec<Observation> {
    let Some(call) = Call::of(hit, source).filter(|call| call.arguments().len() == 2) else {
        return Vec::new();
    };
    ["cookies/secure", "cookies/http_only"]
        .iter()
        .flat_map(|concept| absent(&like, concept, &call))
        .collect()
}

/// An object whose attributes are set by the lines that follow.
pub(crate) fn object(hit: &Hit<'_>, source: &dyn Source, like: Observation) -> Vec<Observation> {
    let Some(call) = Call::of(hit, source) else {
        return Vec::new();
    };
    let is_gone = ["maxage", "expires"]
        .iter()
        .any(|name| is_set_later(hit, &call, name) && !call.behind.contains("Secure"));
    let is_empty = |text: &str| matches!(text, "null" | "\"\"");
    if is_gone
        || call
            .arguments()
            .iter()
            .skip(1)
            .any(|(_, text)| is_empty(text))
    {
        return Vec::new();
    }
    [
        ("cookies/secure", "secure"),
        ("cookies/http_only", "httponly"),
    ]
    .iter()
    .filter(|(_, name)| !is_set_later(hit, &call, name))
    .flat_map(|(concept, _)| absent(&like, concept, &call))
    .collect()
}

/// The value of a header `Set-Cookie`, or a page's `document.cookie`.
pub(crate) fn header(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let text = hit.capture(0);
    let words = plain(text).replace(' ', "");
    let removed = ["maxage=0", "01jan1970", "expires=0", "=deleted"]
        .iter()
        .any(|sign| words.contains(sign));
    // What is joined to the string may be the attributes.
    let rest = hit.after();
    let rest = rest.strip_prefix("\\r\\n").unwrap_or(rest);
    let rest = rest.strip_prefix("\\n").unwrap_or(rest);
    let rest = rest.trim_start_matches(['"', '\'', '`']).trim_start();
    let open = rest.starts_with(['+', '.', '%', '\\']) || rest.starts_with("<<");
    let open = open
        || ["; %s", ";%s", "; {", ";${", "; ${", ";$", "; $"]
            .iter()
            .any(|sign| text.contains(sign));
    if removed || !text.contains('=') {
        return Vec::new();
    }
    let page = hit.text().starts_with("document");
    // What a test or a text about cookies shows is no cookie that is set.
    let before = hit.before().rsplit('\n').next().unwrap_or("");
    let marks = ['"', '\'', '`'];
    let quoted = before.ends_with(marks) || hit.text().starts_with(marks);
    let shown = before
        .trim_start_matches([' ', '\t', '"', '\'', '`'])
        .is_empty()
        || before.contains(">>>");
    if !page && (!quoted || shown || hit.in_test()) {
        return Vec::new();
    }
    let has = |name: &str| {
        text.split(';')
            .skip(1)
            .any(|part| plain(part.trim()) == name)
    };
    let mut said = Vec::new();
    for (concept, name) in [
        ("cookies/secure", "secure"),
        ("cookies/http_only", "httponly"),
    ] {
        let missing = !has(name);
        if missing
            && (open || page && name == "httponly" || name == "httponly" && is_for_scripts(text))
        {
            continue;
        }
        said.push(Observation {
            concept: concept.to_owned(),
            value: Value::Flag(!missing),
            confidence: if missing {
                confidence_of_missing(text)
            } else {
                STATED
            },
            reason: reason(concept, !missing),
            ..like.clone()
        });
    }
    let site = text.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        (plain(name.trim()) == "samesite").then(|| value.trim())
    });
    said.extend(site.and_then(|site| site_value(&like, site, like.span)));
    said
}

/// Flags of nginx's `proxy_cookie_flags` and attributes that Apache appends.
pub(crate) fn proxy(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let text = hit.capture(0);
    let mut said = Vec::new();
    for word in text.split([' ', ';', '\t', '"', '\'']) {
        let (concept, enabled) = match word.to_ascii_lowercase().as_str() {
            "secure" => ("cookies/secure", true),
            "nosecure" => ("cookies/secure", false),
            "httponly" => ("cookies/http_only", true),
            "nohttponly" => ("cookies/http_only", false),
            other => {
                let site = other.strip_prefix("samesite=");
                said.extend(site.and_then(|site| site_value(&like, site, like.span)));
                continue;
            }
        };
        said.push(Observation {
            concept: concept.to_owned(),
            value: Value::Flag(enabled),
            confidence: STATED,
            reason: reason(concept, enabled),
            ..like.clone()
        });
    }
    said
}

/// A setter of that name, near to a cookie.
pub(crate) fn near_cookie(
    hit: &Hit<'_>,
    source: &dyn Source,
    like: Observation,
) -> Vec<Observation> {
    let around = source.lines(
        hit.file(),
        hit.line().saturating_sub(12).max(1),
        hit.line() + 3,
    );
    let around = around.to_ascii_lowercase();
    if around.contains("cookie") || around.contains("session") {
        lowered(hit, source, like)
    } else {
        Vec::new()
    }
}

/// The same value in lower case, as all values of `SameSite` are; other words say nothing.
pub(crate) fn lowered(_: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    match &like.value {
        Value::Text(text) => site_value(&like, text, like.span).into_iter().collect(),
        Value::Flag(enabled) => vec![Observation {
            reason: reason(&like.concept, *enabled),
            ..like
        }],
        Value::Number(_) => vec![like],
    }
}

/// ASP.NET Core's policy: `Always`, `None`; `SameAsRequest` says nothing.
pub(crate) fn policy(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let enabled = match hit.capture(0) {
        "Always" => true,
        "None" => false,
        _ => return Vec::new(),
    };
    vec![Observation {
        value: Value::Flag(enabled),
        reason: reason("cookies/secure", enabled),
        ..like
    }]
}

fn flag(like: &Observation, concept: &str, value: &str, span: Span) -> Option<Observation> {
    let enabled = truth(value)?;
    Some(Observation {
        span,
        concept: concept.to_owned(),
        value: Value::Flag(enabled),
        confidence: STATED,
        reason: reason(concept, enabled),
        ..like.clone()
    })
}

fn absent(like: &Observation, concept: &str, call: &Call) -> Option<Observation> {
    if concept == "cookies/http_only" && is_for_scripts(&call.inside) {
        return None;
    }
    let attribute = if concept == "cookies/secure" {
        "Secure"
    } else {
        "HttpOnly"
    };
    Some(Observation {
        concept: concept.to_owned(),
        value: Value::Flag(false),
        confidence: confidence_of_missing(&call.inside),
        reason: format!("a cookie is set without {attribute}"),
        ..like.clone()
    })
}

fn reason(concept: &str, enabled: bool) -> String {
    let attribute = if concept == "cookies/secure" {
        "Secure"
    } else {
        "HttpOnly"
    };
    let verb = if enabled { "has" } else { "does without" };
    format!("a cookie {verb} {attribute}")
}

fn same_site(like: &Observation, call: &Call) -> Option<Observation> {
    let (at, value) = call.value("samesite")?;
    site_value(like, value, call.place(at, "samesite".len()))
}

/// `SameSite` of a value such as `'Lax'`, `:strict`, `SameSiteMode.None`, `http.SameSiteLaxMode`.
fn site_value(like: &Observation, value: &str, span: Span) -> Option<Observation> {
    let last = value.trim().rsplit(['.', ':']).next()?;
    let last = last
        .trim_matches(['"', '\'', '`', ' ', '(', ')'])
        .to_ascii_lowercase();
    let last = last.strip_prefix("samesite").unwrap_or(&last);
    let last = last.strip_suffix("mode").unwrap_or(last);
    let last = last.trim_start_matches('_');
    matches!(last, "strict" | "lax" | "none").then(|| Observation {
        span,
        concept: "cookies/same_site".to_owned(),
        predicate: "value".to_owned(),
        value: Value::Text(last.to_owned()),
        confidence: STATED,
        reason: format!("a cookie is SameSite={last}"),
        ..like.clone()
    })
}

/// Whether the call says everything itself: its options are no variable, nothing is spread into them, and no later line
/// sets the attribute.
fn is_told_whole(hit: &Hit<'_>, call: &Call, name: &str) -> bool {
    let arguments = call.arguments();
    let has_map = call.inside.contains(['{', ':', '=']);
    let variable = !has_map && (arguments.len() > 2 || hit.language() == Language::Ruby);
    // One argument is a cookie that was made elsewhere.
    let made = !has_map && arguments.len() < 2;
    let spread = call.inside.contains("...") || call.inside.contains("**");
    !(variable || made || spread || is_set_later(hit, call, name))
}

/// Whether a later line sets the attribute of the variable to which the object is given.
fn is_set_later(hit: &Hit<'_>, call: &Call, name: &str) -> bool {
    let before = hit.before().trim_end_matches(['&', ' ']);
    let Some(variable) = before.strip_suffix('=').and_then(|before| {
        let before = before.trim_end_matches([':', ' ']);
        before
            .rsplit(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
            .next()
    }) else {
        return false;
    };
    let variable = plain(variable);
    call.behind.lines().any(|line| {
        let line = plain(line).replace(' ', "");
        line.contains(&format!("{variable}.{name}="))
            || line.contains(&format!("{variable}.set{name}("))
    })
}

/// Whether the call takes a cookie away.
fn is_removal(call: &Call) -> bool {
    const SIGNS: [&str; 8] = [
        "maxage:-",
        "maxage=-",
        "maxage:0",
        "maxage=0",
        "expires=0",
        "time()-",
        "newdate(0)",
        ".ago",
    ];
    let kept = |letter: &char| !matches!(letter, ' ' | '\n' | '_');
    let inside: String = call.inside.chars().filter(kept).collect();
    let inside = inside.to_ascii_lowercase();
    let goes_on = |end: usize| {
        let rest = inside.get(end..).unwrap_or("");
        rest.starts_with(|next: char| next.is_ascii_digit() || next == '.')
    };
    let has = |sign: &str| {
        let mut places = inside.match_indices(sign).map(|(at, _)| at + sign.len());
        places.any(|end| !sign.ends_with('0') || !goes_on(end))
    };
    let arguments = call.arguments();
    let value = arguments.get(1).map(|(_, text)| *text);
    SIGNS.iter().any(|sign| has(sign))
        || matches!(value, Some("''" | "\"\"" | "null" | "None" | "nil"))
}

/// Whether the cookie is one that a client sends.
fn is_of_a_client(hit: &Hit<'_>) -> bool {
    hit.before().contains("AddCookie(")
}

/// Cookies that hold a token against forged requests are meant to be read by scripts.
fn is_for_scripts(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.contains("csrf") || text.contains("xsrf")
}

fn confidence_of_missing(text: &str) -> f64 {
    let text = text.to_ascii_lowercase();
    let session = ["sess", "sid", "auth", "token", "jwt", "login", "remember"];
    if session.iter().any(|word| text.contains(word)) {
        MISSING_OF_SESSION
    } else {
        MISSING
    }
}

/// PHP's `session_start([...])`, whose map has the keys of php.ini.
pub(crate) fn session_start(
    hit: &Hit<'_>,
    source: &dyn Source,
    like: Observation,
) -> Vec<Observation> {
    let Some(call) = Call::of(hit, source) else {
        return Vec::new();
    };
    spelled(
        &call,
        &like,
        ["cookiesecure", "cookiehttponly", "cookiesamesite"],
    )
}

/// Starlette's middleware, which says `https_only` for `Secure`.
pub(crate) fn middleware(
    hit: &Hit<'_>,
    source: &dyn Source,
    like: Observation,
) -> Vec<Observation> {
    let Some(call) = Call::of(hit, source) else {
        return Vec::new();
    };
    spelled(&call, &like, ["httpsonly", "httponly", "samesite"])
}

/// The options of a Ruby statement without brackets, which goes on while its lines end with a comma.
pub(crate) fn statement(hit: &Hit<'_>, source: &dyn Source, like: Observation) -> Vec<Observation> {
    match Call::of_statement(hit, source) {
        Some(call) => spelled(&call, &like, ["secure", "httponly", "samesite"]),
        None => Vec::new(),
    }
}

/// The attributes that are said under these names.
fn spelled(call: &Call, like: &Observation, names: [&str; 3]) -> Vec<Observation> {
    let [secure, http_only, same_site] = names;
    let mut said = Vec::new();
    for (name, concept) in [(secure, "cookies/secure"), (http_only, "cookies/http_only")] {
        let stated = call.value(name);
        said.extend(
            stated.and_then(|(at, value)| flag(like, concept, value, call.place(at, name.len()))),
        );
    }
    let site = call.value(same_site);
    said.extend(
        site.and_then(|(at, value)| site_value(like, value, call.place(at, same_site.len()))),
    );
    said
}
