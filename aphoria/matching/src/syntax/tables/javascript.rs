//! JavaScript and TypeScript, with markup and without.

use crate::syntax::shape::{AssignRow, Mode, Shape, Table};

macro_rules! shapes {
    ($($more:expr),* $(,)?) => {
        &[
            ("comment", Shape::Comment),
            ("function_declaration", Shape::Function),
            ("function_expression", Shape::Function),
            ("arrow_function", Shape::Function),
            ("generator_function", Shape::Function),
            ("generator_function_declaration", Shape::Function),
            ("method_definition", Shape::Function),
            ("class", Shape::Class),
            ("class_declaration", Shape::Class),
            ("call_expression", Shape::Call),
            ("new_expression", Shape::Call),
            ("arguments", Shape::Arguments),
            ("object", Shape::Collection),
            ("array", Shape::Collection),
            ("number", Shape::Literal),
            ("true", Shape::Literal),
            ("false", Shape::Literal),
            ("null", Shape::Literal),
            ("undefined", Shape::Literal),
            ("regex", Shape::Literal),
            ("string", Shape::Text),
            ("template_string", Shape::Text),
            ("template_substitution", Shape::Hole),
            ("binary_expression", Shape::Binary),
            ("identifier", Shape::Name),
            ("this", Shape::Name),
            ("shorthand_property_identifier", Shape::Name),
            ("shorthand_property_identifier_pattern", Shape::Name),
            ("member_expression", Shape::Access),
            ("subscript_expression", Shape::Access),
            ("parenthesized_expression", Shape::Through),
            ("await_expression", Shape::Through),
            ("spread_element", Shape::Through),
            ("unary_expression", Shape::Through),
            ("yield_expression", Shape::Through),
            ("sequence_expression", Shape::Through),
            ("ternary_expression", Shape::Choice),
            ("assignment_expression", Shape::Through),
            ("statement_block", Shape::Block),
            ("for_statement", Shape::Loop),
            ("for_in_statement", Shape::Loop),
            ("while_statement", Shape::Loop),
            ("do_statement", Shape::Loop),
            ("if_statement", Shape::Branch),
            ("else_clause", Shape::Branch),
            ("switch_statement", Shape::Branch),
            ("switch_case", Shape::Branch),
            ("switch_default", Shape::Branch),
            ("try_statement", Shape::Branch),
            ("catch_clause", Shape::Branch),
            ("import_statement", Shape::Import),
            ("decorator", Shape::Decorator),
            ("formal_parameters", Shape::Parameters),
            $($more,)*
        ]
    };
}

macro_rules! typed {
    () => {
        shapes![
            ("interface_declaration", Shape::Class),
            ("abstract_class_declaration", Shape::Class),
            ("as_expression", Shape::Through),
            ("satisfies_expression", Shape::Through),
            ("non_null_expression", Shape::Through),
            ("type_annotation", Shape::Type),
            ("type_arguments", Shape::Type),
            ("type_identifier", Shape::Type),
            ("predefined_type", Shape::Type),
            ("generic_type", Shape::Type),
        ]
    };
}

const ASSIGNS: &[AssignRow] = &[
    ("variable_declarator", "name", "value", Mode::Declares),
    ("assignment_expression", "left", "right", Mode::Sets),
    (
        "augmented_assignment_expression",
        "left",
        "right",
        Mode::Adds,
    ),
    ("for_in_statement", "left", "right", Mode::Sets),
];

pub(super) const JAVASCRIPT: Table = Table {
    shapes: shapes![],
    assigns: ASSIGNS,
    named: &[("pair", "key", "value")],
    joins: &["+"],
    formats: &["concat", "join", "format"],
    block_scoped: true,
};

pub(super) const TYPESCRIPT: Table = Table {
    shapes: typed!(),
    ..JAVASCRIPT
};

pub(super) const TSX: Table = Table {
    shapes: typed!(),
    ..JAVASCRIPT
};
