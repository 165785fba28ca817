//! Names in patterns and parameters, and what they are visible in.

use super::assigns::{Assigns, Given};
use super::shape::{Mode, Shape};
use super::structure::Structure;

/// Most names that one pattern may give values to.
const PATTERN_NAMES_MAX: usize = 256;

impl Assigns {
    /// The parameters of a function are given their values by its callers.
    pub(super) fn parameters(&mut self, structure: &Structure<'_>, function: u32) {
        let index = structure.index;
        let mut holders: Vec<u32> = index.children(function).collect();
        holders.retain(|child| {
            matches!(
                index.field_name(*child),
                "parameters" | "parameter" | "receiver" | "declarator"
            )
        });
        for _ in 0..8 {
            let inner: Vec<u32> = holders
                .iter()
                .flat_map(|holder| {
                    if index.shape(*holder) == Shape::Parameters
                        || index.shape(*holder) == Shape::Name
                    {
                        vec![*holder]
                    } else {
                        let children = index.children(*holder);
                        children
                            .filter(|child| {
                                matches!(index.field_name(*child), "declarator" | "parameters")
                            })
                            .collect()
                    }
                })
                .collect();
            if inner == holders {
                break;
            }
            holders = inner;
        }
        for holder in holders {
            for name in pattern_names(structure, holder) {
                let place = index.span(name);
                self.push(
                    structure.text(name),
                    Given {
                        node: function,
                        value: None,
                        function,
                        scope: function,
                        mode: Mode::Parameter,
                        place,
                    },
                );
            }
        }
    }
}

/// The names in a pattern: no types, no default values.
pub(super) fn pattern_names(structure: &Structure<'_>, pattern: u32) -> Vec<u32> {
    let index = structure.index;
    let mut found = Vec::new();
    let mut id = pattern;
    while id < index.next(pattern) && found.len() < PATTERN_NAMES_MAX {
        let has_key = |parent: u32| index.field_named(parent, &["key"]).is_some();
        let field = if id == pattern {
            ""
        } else {
            index.field_name(id)
        };
        let is_default = match field {
            "type" | "default_value" | "size" | "return_type" | "key" => true,
            "value" | "right" => !index.parent(id).is_some_and(has_key),
            _ => false,
        };
        let shape = index.shape(id);
        if is_default || shape == Shape::Type || shape == Shape::Decorator {
            id = index.next(id);
        } else if shape == Shape::Name {
            found.push(id);
            id = index.next(id);
        } else {
            id += 1;
        }
    }
    found
}

/// The innermost function around a node, the node itself left out; the root if there is none.
pub(super) fn function_of(structure: &Structure<'_>, node: u32) -> u32 {
    let index = structure.index;
    let around = index
        .chain(node)
        .skip(1)
        .find(|id| index.shape(*id) == Shape::Function);
    around.unwrap_or(0)
}

/// The innermost part around a node that runs as a whole: a block, or the body of a branch or loop without one.
pub(super) fn scope_of(structure: &Structure<'_>, node: u32) -> u32 {
    let index = structure.index;
    let mut inner = node;
    for outer in index.chain(node).skip(1) {
        match index.shape(outer) {
            Shape::Block | Shape::Function => return outer,
            // What a loop or branch gives a name in its head is given in its body.
            Shape::Loop | Shape::Branch if inner == node || index.shape(inner) != Shape::Block => {
                let is_head = matches!(
                    index.field_name(inner),
                    "initializer" | "init" | "condition" | "left" | "right" | ""
                );
                return if is_head { outer } else { inner };
            }
            _ => inner = outer,
        }
    }
    0
}
