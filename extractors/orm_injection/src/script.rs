//! JavaScript and TypeScript: Sequelize, Knex, Prisma, TypeORM.

use aphoria_sdk::{Language, Rule};

use crate::{PIECE, SAFE, first};

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "js-raw",
        Language::SCRIPTS,
        &["equelize.literal(", "knex.raw(", "db.raw(", ".whereRaw(", ".orderByRaw(", ".havingRaw(", ".joinRaw(", "Unsafe("],
        r"(?:\b[sS]equelize\.literal|\b(?:knex|db)\.raw|\.(?:where|orderBy|having|join)Raw|\$(?:query|execute)RawUnsafe)\(",
        PIECE,
    )
    .judged(first),
    Rule::code(
        "js-prisma-tag",
        Language::SCRIPTS,
        &["$queryRaw", "$executeRaw"],
        r"\$(?:query|execute)Raw(?:<[\w\[\]<>, ]+>)?`[^`]{0,400}?\$\{",
        SAFE,
    )
    .around(0, 6),
    Rule::code(
        "js-typeorm",
        Language::SCRIPTS,
        &["here("],
        r#"\.(?:where|andWhere|orWhere)\(\s*[\"'`]"#,
        PIECE,
    )
    .judged(first),
];
