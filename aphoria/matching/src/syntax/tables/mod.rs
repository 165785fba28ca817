//! One table for each grammar: which kinds of nodes mean what. A test checks that every kind and field exists.

mod bash;
mod c;
mod csharp;
mod go;
mod infrastructure;
mod java;
mod javascript;
mod php;
mod python;
mod ruby;
mod rust;

use super::shape::Table;
use crate::grammar::Grammar;

pub(super) fn table(grammar: Grammar) -> &'static Table {
    match grammar {
        Grammar::Rust => &rust::TABLE,
        Grammar::Python => &python::TABLE,
        Grammar::JavaScript => &javascript::JAVASCRIPT,
        Grammar::TypeScript => &javascript::TYPESCRIPT,
        Grammar::Tsx => &javascript::TSX,
        Grammar::Go => &go::TABLE,
        Grammar::Java => &java::TABLE,
        Grammar::Ruby => &ruby::TABLE,
        Grammar::Php => &php::TABLE,
        Grammar::CSharp => &csharp::TABLE,
        Grammar::C => &c::C,
        Grammar::Cpp => &c::CPP,
        Grammar::Bash => &bash::TABLE,
        Grammar::Hcl => &infrastructure::HCL,
        Grammar::Dockerfile => &infrastructure::DOCKERFILE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_and_field_exists() {
        let mut missing = Vec::new();
        for grammar in Grammar::ALL {
            let (language, table) = (grammar.language(), table(grammar));
            let kinds = table.shapes.iter().map(|row| row.0);
            let kinds = kinds.chain(table.assigns.iter().map(|row| row.0));
            let kinds = kinds.chain(table.named.iter().map(|row| row.0));
            for kind in kinds {
                if language.id_for_node_kind(kind, true) == 0 {
                    missing.push(format!("{grammar:?}: {kind}"));
                }
            }
            let fields = table.assigns.iter().flat_map(|row| [row.1, row.2]);
            let fields = fields.chain(table.named.iter().flat_map(|row| [row.1, row.2]));
            for field in fields.filter(|field| !field.is_empty()) {
                if language.field_id_for_name(field).is_none() {
                    missing.push(format!("{grammar:?}: field {field}"));
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }
}
