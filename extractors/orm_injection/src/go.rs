//! Go: GORM.

use aphoria_sdk::{Language, Rule};

use crate::{PIECE, first};

const GO: &[Language] = &[Language::Go];

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "go-gorm",
    GO,
    &[".Where(", ".Or(", ".Having(", ".Raw(", ".Order(", ".Joins("],
    r"\.(?:Where|Or|Having|Raw|Order|Joins)\(",
    PIECE,
)
.judged(first)];
