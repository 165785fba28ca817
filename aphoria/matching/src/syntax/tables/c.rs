//! C and C++.

use crate::syntax::shape::{AssignRow, Mode, Shape, Table};

macro_rules! shapes {
    ($($more:expr),* $(,)?) => {
        &[
            ("comment", Shape::Comment),
            ("function_definition", Shape::Function),
            ("struct_specifier", Shape::Class),
            ("union_specifier", Shape::Class),
            ("enum_specifier", Shape::Class),
            ("call_expression", Shape::Call),
            ("argument_list", Shape::Arguments),
            ("initializer_list", Shape::Collection),
            ("concatenated_string", Shape::Collection),
            ("number_literal", Shape::Literal),
            ("char_literal", Shape::Literal),
            ("true", Shape::Literal),
            ("false", Shape::Literal),
            ("null", Shape::Literal),
            ("sizeof_expression", Shape::Literal),
            ("string_literal", Shape::Text),
            ("binary_expression", Shape::Binary),
            ("identifier", Shape::Name),
            ("field_expression", Shape::Access),
            ("subscript_expression", Shape::Access),
            ("parenthesized_expression", Shape::Through),
            ("cast_expression", Shape::Through),
            ("pointer_expression", Shape::Through),
            ("unary_expression", Shape::Through),
            ("compound_literal_expression", Shape::Through),
            ("conditional_expression", Shape::Choice),
            ("compound_statement", Shape::Block),
            ("for_statement", Shape::Loop),
            ("while_statement", Shape::Loop),
            ("do_statement", Shape::Loop),
            ("if_statement", Shape::Branch),
            ("else_clause", Shape::Branch),
            ("switch_statement", Shape::Branch),
            ("case_statement", Shape::Branch),
            ("preproc_include", Shape::Import),
            ("parameter_list", Shape::Parameters),
            ("type_identifier", Shape::Type),
            ("primitive_type", Shape::Type),
            ("type_descriptor", Shape::Type),
            ("sized_type_specifier", Shape::Type),
            $($more,)*
        ]
    };
}

const ASSIGNS: &[AssignRow] = &[
    ("init_declarator", "declarator", "value", Mode::Declares),
    ("assignment_expression", "left", "right", Mode::Sets),
];

pub(super) const C: Table = Table {
    shapes: shapes![],
    assigns: ASSIGNS,
    named: &[("initializer_pair", "designator", "value")],
    joins: &["+"],
    formats: &[],
    block_scoped: true,
};

pub(super) const CPP: Table = Table {
    shapes: shapes![
        ("class_specifier", Shape::Class),
        ("lambda_expression", Shape::Function),
        ("new_expression", Shape::Call),
        ("raw_string_literal", Shape::Text),
        ("user_defined_literal", Shape::Literal),
        ("this", Shape::Name),
        ("qualified_identifier", Shape::Name),
        ("for_range_loop", Shape::Loop),
        ("try_statement", Shape::Branch),
        ("catch_clause", Shape::Branch),
        ("attribute_declaration", Shape::Decorator),
        ("template_type", Shape::Type),
        ("placeholder_type_specifier", Shape::Type),
    ],
    assigns: &[
        ("init_declarator", "declarator", "value", Mode::Declares),
        ("assignment_expression", "left", "right", Mode::Sets),
        ("for_range_loop", "declarator", "right", Mode::Sets),
    ],
    named: &[("initializer_pair", "designator", "value")],
    joins: &["+", "<<"],
    formats: &["format"],
    block_scoped: true,
};
