//! HCL and Dockerfile.

use crate::syntax::shape::{Mode, Shape, Table};

pub(super) const HCL: Table = Table {
    shapes: &[
        ("comment", Shape::Comment),
        // Brackets and quotes have kinds of their own; they are tokens all the same.
        ("object_start", Shape::Comment),
        ("object_end", Shape::Comment),
        ("tuple_start", Shape::Comment),
        ("tuple_end", Shape::Comment),
        ("block_start", Shape::Comment),
        ("block_end", Shape::Comment),
        ("quoted_template_start", Shape::Comment),
        ("quoted_template_end", Shape::Comment),
        ("block", Shape::Class),
        ("body", Shape::Block),
        ("function_call", Shape::Call),
        ("function_arguments", Shape::Arguments),
        ("tuple", Shape::Collection),
        ("object", Shape::Collection),
        ("collection_value", Shape::Through),
        ("literal_value", Shape::Through),
        ("numeric_lit", Shape::Literal),
        ("bool_lit", Shape::Literal),
        ("null_lit", Shape::Literal),
        ("string_lit", Shape::Text),
        ("quoted_template", Shape::Text),
        ("heredoc_template", Shape::Text),
        ("template_expr", Shape::Through),
        ("template_interpolation", Shape::Hole),
        ("variable_expr", Shape::Name),
        ("expression", Shape::Through),
        ("conditional", Shape::Choice),
        ("operation", Shape::Through),
        ("binary_operation", Shape::Binary),
    ],
    assigns: &[("attribute", "", "", Mode::Sets)],
    named: &[("object_elem", "key", "val")],
    ..Table::EMPTY
};

pub(super) const DOCKERFILE: Table = Table {
    shapes: &[
        ("comment", Shape::Comment),
        ("double_quoted_string", Shape::Text),
        ("single_quoted_string", Shape::Text),
        ("json_string", Shape::Text),
        ("json_string_array", Shape::Collection),
        ("unquoted_string", Shape::Text),
        ("expansion", Shape::Hole),
        ("variable", Shape::Name),
        ("from_instruction", Shape::Import),
    ],
    assigns: &[
        ("env_pair", "name", "value", Mode::Sets),
        ("arg_pair", "name", "default", Mode::Sets),
    ],
    named: &[],
    ..Table::EMPTY
};
