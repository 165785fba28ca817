//! A grammar's table, turned from names into the numbers that nodes have.

use std::sync::OnceLock;

use super::shape::{Mode, Shape, Table};
use super::tables::table;
use crate::grammar::Grammar;

/// What a grammar's kinds and fields mean, by their numbers.
pub(crate) struct Kinds {
    pub(crate) grammar: Grammar,
    pub(crate) table: &'static Table,
    shapes: Vec<Shape>,
    assigns: Vec<Option<Assign>>,
    named: Vec<Option<(u16, u16)>>,
    names: Vec<Box<str>>,
    language: tree_sitter::Language,
}

/// How nodes of a kind give names their values: numbers of fields, 0 for the first or last child.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Assign {
    pub(crate) left: u16,
    pub(crate) right: u16,
    pub(crate) mode: Mode,
}

impl Kinds {
    pub(crate) fn of(grammar: Grammar) -> &'static Self {
        static ALL: [OnceLock<Kinds>; Grammar::ALL.len()] =
            [const { OnceLock::new() }; Grammar::ALL.len()];
        // The number of a grammar is its place in the list of all.
        ALL[grammar as usize % Grammar::ALL.len()].get_or_init(|| Self::new(grammar))
    }

    fn new(grammar: Grammar) -> Self {
        let (language, table) = (grammar.language(), table(grammar));
        let field = |name: &str| language.field_id_for_name(name).map_or(0, u16::from);
        let kinds = u16::try_from(language.node_kind_count()).unwrap_or(u16::MAX);
        let names: Vec<Box<str>> = (0..kinds)
            .map(|kind| language.node_kind_for_id(kind).unwrap_or_default().into())
            .collect();
        let named: Vec<_> = (0..kinds)
            .map(|kind| language.node_kind_is_named(kind))
            .collect();
        let rows = || {
            names
                .iter()
                .zip(&named)
                .map(|(name, named)| (&**name, *named))
        };
        Self {
            grammar,
            table,
            shapes: rows()
                .map(|(name, named)| {
                    let row = table.shapes.iter().find(|row| row.0 == name && named);
                    row.map_or(Shape::Other, |row| row.1)
                })
                .collect(),
            assigns: rows()
                .map(|(name, named)| {
                    let row = table.assigns.iter().find(|row| row.0 == name && named)?;
                    let (left, right, mode) = (field(row.1), field(row.2), row.3);
                    Some(Assign { left, right, mode })
                })
                .collect(),
            named: rows()
                .map(|(name, named)| {
                    let row = table.named.iter().find(|row| row.0 == name && named)?;
                    Some((field(row.1), field(row.2)))
                })
                .collect(),
            names: names.clone(),
            language: language.clone(),
        }
    }

    pub(crate) fn shape(&self, kind: u16) -> Shape {
        self.shapes
            .get(usize::from(kind))
            .copied()
            .unwrap_or(Shape::Other)
    }

    pub(crate) fn assign(&self, kind: u16) -> Option<Assign> {
        self.assigns.get(usize::from(kind)).copied().flatten()
    }

    /// Fields of name and value of a named argument.
    pub(crate) fn named(&self, kind: u16) -> Option<(u16, u16)> {
        self.named.get(usize::from(kind)).copied().flatten()
    }

    pub(crate) fn name(&self, kind: u16) -> &str {
        self.names
            .get(usize::from(kind))
            .map_or("ERROR", |name| &**name)
    }

    pub(crate) fn field_name(&self, field: u16) -> &str {
        self.language.field_name_for_id(field).unwrap_or_default()
    }
}
