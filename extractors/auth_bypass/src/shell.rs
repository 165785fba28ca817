//! Bash: switches of the environment.

use aphoria_sdk::{Language, Rule};

use crate::{check, outside_tests};

const BASH: &[Language] = &[Language::Bash];

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "sh-switch",
    BASH,
    &["SKIP_AUTH", "DISABLE_AUTH", "BYPASS_AUTH"],
    r#"\b(?:SKIP|DISABLE|BYPASS)_AUTH(?:ENTICATION|ORIZATION)?=[\"']?(?:true|1|yes)\b"#,
    check(false, 0.9),
)
.judged(outside_tests)];
