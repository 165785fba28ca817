//! Queries in SQL: which texts are one, and whether values are kept out of its text.

use super::{Called, Flow, Reach, Ways};
use crate::{Argument, Form, Hit, Observation, Source, Span, Value};

/// What makes a value one that a query may hold, besides conversions to numbers.
pub const WAYS: Ways<'static> = Ways {
    cleaning: &[
        "escape",
        "escapeId",
        "escape_string",
        "real_escape_string",
        "mysqli_real_escape_string",
        "mysqli_escape_string",
        "mysql_real_escape_string",
        "mysql_escape",
        "mysql.escape",
        "pg_escape_literal",
        "pg_escape_identifier",
        "pg_escape_string",
        "PQescapeLiteral",
        "PQescapeIdentifier",
        "esc_sql",
        "prepare",
        "quote",
        "quoteIdentifier",
        "quote_ident",
        "quote_identifier",
        "quote_name",
        "quote_table_name",
        "quote_column_name",
        "quoted_table_name",
        "QuoteIdentifier",
        "QuoteLiteral",
        "sanitize_sql",
        "sanitize_sql_array",
        "sanitize_sql_for_conditions",
        "sanitize_sql_for_order",
        "sanitize_sql_like",
        "connection.quote",
        "Identifier",
        "sql.Identifier",
        "Literal",
        "pgp.as.format",
        "format_identifier",
    ],
    passing: &[
        "sql.SQL",
        "SQL",
        "text",
        "sqlparse.format",
        "dedent",
        "textwrap.dedent",
    ],
};

/// First words of statements and a word that each holds besides.
const STATEMENTS: &[(&str, &[&str])] = &[
    ("SELECT", &["FROM", "WHERE"]),
    ("INSERT", &["INTO"]),
    ("REPLACE", &["INTO"]),
    ("MERGE", &["INTO", "USING"]),
    ("UPDATE", &["SET"]),
    ("DELETE", &["FROM"]),
    ("WITH", &["SELECT", "UPDATE", "DELETE", "INSERT"]),
    ("CALL", &[""]),
    ("EXEC", &[""]),
    ("EXECUTE", &[""]),
];

/// First words of statements on tables themselves, whose names no placeholder can stand for.
const DEFINITIONS: &[&str] = &[
    "CREATE", "DROP", "ALTER", "TRUNCATE", "GRANT", "REVOKE", "VACUUM", "ANALYZE", "LOCK",
];

/// Names of values that are usually the names of tables or columns, or placeholders.
const PIECES: &[&str] = &[
    "table",
    "column",
    "field",
    "schema",
    "placeholder",
    "relation",
    "prefix",
    "database",
    "dbname",
    "db_name",
    "columns",
    "cols",
    "index",
];

/// What a text says to a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A statement on rows.
    Rows,
    /// A statement on tables and rights.
    Definition,
    /// Nothing.
    None,
}

/// What a text, or the constant parts of one, says to a database.
#[must_use]
pub fn kind(texts: &str) -> Kind {
    let words = || {
        let parts = texts.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
        parts.filter(|word| !word.is_empty())
    };
    let has =
        |known: &str| known.is_empty() || words().any(|word| word.eq_ignore_ascii_case(known));
    for word in texts.lines().filter_map(first_word) {
        let begins = STATEMENTS
            .iter()
            .find(|(known, _)| word.eq_ignore_ascii_case(known));
        if let Some((_, more)) = begins
            && more.iter().any(|known| has(known))
        {
            return Kind::Rows;
        }
        if DEFINITIONS
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known))
        {
            return Kind::Definition;
        }
    }
    Kind::None
}

/// The first word of a line, behind what opens a text.
fn first_word(line: &str) -> Option<&str> {
    /// Most letters before a quote that belong to it: `rb"`, `r#"`.
    const PREFIX: usize = 4;
    let line = line.trim_start();
    let quote = line
        .find(['"', '\'', '`'])
        .filter(|&quote| quote <= PREFIX)
        .and_then(|quote| line.get(quote..));
    let inside = quote
        .unwrap_or(line)
        .trim_start_matches(|letter: char| !letter.is_alphanumeric());
    let end = inside
        .find(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
        .unwrap_or(inside.len());
    inside.get(..end).filter(|word| !word.is_empty())
}

/// Whether a text has places for values: `?`, `%s`, `$1`, `:name`, `@name`.
#[must_use]
pub fn has_places(texts: &str) -> bool {
    let bytes = texts.as_bytes();
    bytes.iter().enumerate().any(|(at, &byte)| {
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        let before = at.checked_sub(1).and_then(|at| bytes.get(at)).copied();
        let is_apart = before.is_none_or(|before| b" =(,<>\n\"'`".contains(&before));
        match byte {
            b'?' => is_apart,
            b'%' => next == b's' || next == b'(',
            b'$' => next.is_ascii_digit() && is_apart,
            b':' | b'@' => is_apart && next.is_ascii_alphabetic(),
            _ => false,
        }
    })
}

/// Says of a call whether the query that it is given keeps values out of its text: of the first of its arguments that is
/// a statement. Says nothing where no statement can be seen, or one of constants that takes no values.
#[must_use]
pub fn say_of_call(hit: &Hit<'_>, source: &dyn Source, said: &Observation) -> Vec<Observation> {
    /// Arguments that may hold the statement.
    const FIRST: usize = 4;
    if let Some(plain) = Called::plain(hit)
        && let Some(first) = plain.arguments.first()
        && kind(&first.text) != Kind::None
    {
        return say(hit, source, said.clone(), first, plain.arguments.len() > 1);
    }
    let Some(call) = Called::around(source, hit) else {
        return Vec::new();
    };
    for (at, value) in call.arguments.iter().take(FIRST).enumerate() {
        let inner = match value.form {
            Form::Collection => super::elements(source, hit, value),
            _ => Vec::new(),
        };
        let named = inner
            .iter()
            .find(|part| matches!(part.name.as_str(), "text" | "sql" | "query"));
        let given = call.arguments.len() > at + 1 || inner.len() > 1;
        let value = named.unwrap_or(value);
        let told = say(hit, source, said.clone(), value, given);
        if !told.is_empty() {
            return told;
        }
    }
    Vec::new()
}

/// Says of a value whether it is a statement that keeps values out of its text. `given` is whether values are given
/// beside it.
#[must_use]
pub fn say(
    hit: &Hit<'_>,
    source: &dyn Source,
    said: Observation,
    value: &Argument,
    given: bool,
) -> Vec<Observation> {
    let reach = super::reach(source, hit, value, WAYS);
    say_of(hit, source, said, &reach, given)
}

/// The same for the expression at a place.
#[must_use]
pub fn say_at(
    hit: &Hit<'_>,
    source: &dyn Source,
    said: Observation,
    place: Span,
    given: bool,
) -> Vec<Observation> {
    let reach = super::reach_at(source, hit, place, WAYS);
    say_of(hit, source, said, &reach, given)
}

/// Says of a call whether the part of a query that it is given first keeps values out of its text. A part need not be a
/// statement; one that is decided elsewhere as a whole says nothing, unless input decides.
#[must_use]
pub fn say_of_part(
    hit: &Hit<'_>,
    source: &dyn Source,
    said: Observation,
    at: usize,
) -> Vec<Observation> {
    let Some(call) = Called::around(source, hit) else {
        return Vec::new();
    };
    let Some(value) = call.positional(at) else {
        return Vec::new();
    };
    if value.form == Form::Function {
        return Vec::new();
    }
    let reach = super::reach(source, hit, value, WAYS);
    let given = call.arguments.len() > at + 1;
    if reach.is_constant() {
        let takes = value.form == Form::Literal && has_places(&reach.texts(source, hit.file()));
        return if takes && given {
            vec![Observation {
                value: Value::Flag(true),
                confidence: 0.9,
                reason: "values are kept out of the text of a query".to_owned(),
                ..said
            }]
        } else {
            Vec::new()
        };
    }
    if !reach.composed && !reach.is_input() {
        return Vec::new();
    }
    let is_piece = is_piece(&reach.flow);
    let mut all = reach.say(said, false, "the text of a query");
    for said in &mut all {
        if is_piece {
            said.confidence = said.confidence.min(0.6);
        }
    }
    all
}

fn say_of(
    hit: &Hit<'_>,
    source: &dyn Source,
    said: Observation,
    reach: &Reach,
    given: bool,
) -> Vec<Observation> {
    let texts = reach.texts(source, hit.file());
    let kind = kind(&texts);
    if kind == Kind::None {
        return Vec::new();
    }
    if reach.is_constant() {
        let takes = has_places(&texts) && (given || !reach.cleaned);
        return if takes && kind == Kind::Rows {
            vec![Observation {
                value: Value::Flag(true),
                confidence: 0.9,
                reason: "values are kept out of the text of a query".to_owned(),
                ..said
            }]
        } else {
            Vec::new()
        };
    }
    let mut all = reach.say(said, false, "the text of a query");
    if kind == Kind::Definition || is_piece(&reach.flow) {
        for said in &mut all {
            said.confidence = said.confidence.min(0.6);
        }
    }
    all
}

/// Whether what reaches a query is by its name a table, a column or a place for a value.
fn is_piece(flow: &Flow) -> bool {
    let Flow::Parameter(name) = flow else {
        return false;
    };
    let name = name.to_ascii_lowercase();
    PIECES.iter().any(|known| name.contains(known))
}
