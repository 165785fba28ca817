//! The forms of imports in each language.

use aphoria_sdk::{Language, Rule, Says};

use crate::judge;

const SAYS: Says = Says::flag("imports/*", "imported", true, 0.95, "a name is imported");

const OWN: Says = Says::flag(
    "imports/*",
    "imported",
    false,
    0.95,
    "a module of this name is the file's own",
);

const RUST: &[Language] = &[Language::Rust];
const PYTHON: &[Language] = &[Language::Python];
const SCRIPTS: &[Language] = Language::SCRIPTS;
const GO: &[Language] = &[Language::Go];
const JAVA: &[Language] = &[Language::Java, Language::Kotlin];
const RUBY: &[Language] = &[Language::Ruby];
const PHP: &[Language] = &[Language::Php];
const CSHARP: &[Language] = &[Language::CSharp];
const C: &[Language] = Language::C_AND_CPP;
const BASH: &[Language] = &[Language::Bash];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "rust-use",
        RUST,
        &["use "],
        r"^[ \t]*(?:pub(?:\([^)\n]*\))?[ \t]+)?use[ \t]+(?:::)?([A-Za-z_]\w*)",
        SAYS,
    )
    .judged(judge::krate),
    // What is named here is no crate.
    Rule::code(
        "rust-module",
        RUST,
        &["mod "],
        r"^[ \t]*(?:pub(?:\([^)\n]*\))?[ \t]+)?mod[ \t]+([a-z_]\w*)[ \t]*[;{]",
        OWN,
    )
    .judged(judge::krate),
    Rule::code(
        "rust-extern",
        RUST,
        &["extern crate "],
        r"^[ \t]*(?:pub[ \t]+)?extern crate (\w+)",
        SAYS,
    )
    .judged(judge::krate),
    Rule::code(
        "python-import",
        PYTHON,
        &["import "],
        r"^[ \t]*(?:from[ \t]+([A-Za-z_][\w.]*)[ \t]+import\b|import[ \t]+([A-Za-z_][^#;\n]*))",
        SAYS,
    )
    .judged(judge::python),
    Rule::code(
        "script-from",
        SCRIPTS,
        &["from '", "from \""],
        r#"(?:^[ \t]*(?:import|export)\b[^'"\n]*|^[ \t]*\}[ \t]*)from ['"]([^'"\n]+)['"]"#,
        SAYS,
    )
    .judged(judge::package),
    Rule::code(
        "script-import",
        SCRIPTS,
        &["import '", "import \"", "import("],
        r#"(?:^[ \t]*import |\bimport\()['"]([^'"\n]+)['"]"#,
        SAYS,
    )
    .judged(judge::package),
    Rule::code(
        "script-require",
        SCRIPTS,
        &["require("],
        r#"\brequire\(['"]([^'"\n]+)['"]\)"#,
        SAYS,
    )
    .judged(judge::package),
    Rule::code(
        "go-import",
        GO,
        &["import "],
        r#"^import[ \t]+(?:\([^)]*\)|(?:[\w.]+[ \t]+)?"[^"\n]+")"#,
        SAYS,
    )
    .around(0, 40)
    .judged(judge::go),
    Rule::code(
        "java-import",
        JAVA,
        &["import "],
        r"^import[ \t]+(?:static[ \t]+)?([\w.]+)",
        SAYS,
    )
    .judged(judge::java),
    Rule::code(
        "ruby-require",
        RUBY,
        &["require "],
        r#"^[ \t]*require[ \t]+["']([^"'#\n]+)["']"#,
        SAYS,
    )
    .judged(judge::name),
    Rule::code(
        "php-use",
        PHP,
        &["use "],
        r"^use[ \t]+(?:function[ \t]+|const[ \t]+)?(\\?\w+\\[\w\\]*)",
        SAYS,
    )
    .judged(judge::php),
    Rule::code(
        "csharp-using",
        CSHARP,
        &["using "],
        r"^[ \t]*(?:global[ \t]+)?using[ \t]+(?:static[ \t]+)?(?:\w+[ \t]*=[ \t]*)?([A-Za-z_][\w.]*)[ \t]*;",
        SAYS,
    )
    .judged(judge::name),
    Rule::code(
        "c-include",
        C,
        &["include"],
        r#"^[ \t]*#[ \t]*include[ \t]*(?:<([^>\n]+)>|"([^"\n]+)")"#,
        SAYS,
    )
    .judged(judge::name),
    Rule::code(
        "bash-source",
        BASH,
        &["source ", ". ./", ". /", ". \"$"],
        r#"^[ \t]*(?:source|\.)[ \t]+["']?([^"'\s;&|]+)"#,
        SAYS,
    )
    .judged(judge::script),
];
