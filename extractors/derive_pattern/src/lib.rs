//! # derive_pattern
//!
//! **What it sees.** Which traits a type of Rust derives: `<type>/derives` `derives`, with the names as they are written,
//! joined by `, `. The type is in lower case. Each attribute is seen for itself.
//!
//! **Why it matters.** What a type can do is part of its promise: a key that can be copied, a message that can't be
//! compared, a secret that can be printed.
//!
//! **Example.** `#[derive(Clone, Debug)] struct Wallet;`: `wallet/derives derives = Clone, Debug`, 0.95 sure.
//!
//! **When it stays silent.** Traits that are implemented by hand; derives that stand more than eight lines above the name.
//!
//! **Limits.** A derive under `cfg_attr` is seen as any other. Types that a macro makes are not seen.
//!
//! **References.** The Rust Reference, "Derive".

use aphoria_sdk::{Hit, Language, Observation, Rule, Says, Source, Table, Told, Value};

/// Which traits types of Rust derive.
pub const TABLE: Table = Table {
    id: "derive_pattern",
    version: env!("CARGO_PKG_VERSION"),
    title: "Which traits types of Rust derive",
    globs: &[],
    rules: &[RULES],
};

// The list, then attributes and comments, then the type.
const RULES: &[Rule] = &[Rule::code(
    "derive",
    &[Language::Rust],
    &["derive("],
    r"^[ \t]*#\[(?:cfg_attr\([^\n]*?,[ \t]*)?derive\(([^)]*)\)\)?\](?:\s|//[^\n]*\n|#\[[^\]\n]*\])*(?:pub(?:\([^)\n]*\))?[ \t]+)?(?:struct|enum|union)[ \t]+([A-Za-z_]\w*)",
    Says::told(
        "*/derives",
        "derives",
        Told::Capture(0),
        0.95,
        "a type derives traits",
    ),
)
.around(0, 8)
.judged(names)];

/// The names without paths, blanks and comments.
fn names(hit: &Hit<'_>, _: &dyn Source, like: Observation) -> Vec<Observation> {
    let list = hit.capture(0).lines();
    let code = list.map(|line| line.split("//").next().unwrap_or(""));
    let all = code.collect::<Vec<_>>().join(" ");
    let last = |name: &str| name.trim().rsplit("::").next().unwrap_or("").to_owned();
    let names: Vec<String> = all.split(',').map(last).collect();
    let names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
    let kind = hit.capture(1);
    if names.is_empty() || kind.is_empty() {
        return Vec::new();
    }
    let names = names.join(", ");
    vec![Observation {
        concept: format!("{}/derives", kind.to_ascii_lowercase()),
        reason: format!("{kind} derives {names}"),
        value: Value::Text(names),
        ..like
    }]
}

aphoria_sdk::table_extractor!(DerivePattern, TABLE);
