//! What calls are given and literal collections hold, with names.

use aphoria_core::Span;

use super::flat::Index;
use super::shape::Shape;
use super::structure::Structure;

/// Something that a call is given.
pub(super) struct Given {
    pub(super) name: String,
    pub(super) span: Span,
}

impl Structure<'_> {
    /// What a call is given, or what a collection holds, with names.
    pub(super) fn given(&self, id: u32) -> Vec<Given> {
        let index = self.index;
        if index.kind_name(id) == "command" {
            let arguments = index
                .children(id)
                .filter(|child| index.field_name(*child) == "argument");
            return arguments.map(|child| self.one_given(child)).collect();
        }
        let list = match index.shape(id) {
            Shape::Call => self.argument_lists(id),
            _ => vec![id],
        };
        let mut found = Vec::new();
        for list in list {
            if index.kind_name(list) == "token_tree" {
                found.extend(self.tokens_given(list));
                continue;
            }
            for child in index.children(list) {
                if is_inner_list(index, list, child) {
                    found.extend(index.children(child).map(|inner| self.one_given(inner)));
                } else if index.shape(child) != Shape::Type
                    && !matches!(index.field_name(child), "type" | "name")
                {
                    found.push(self.one_given(child));
                }
            }
        }
        found
    }

    /// Arguments of a call and the values that are put in right behind them.
    fn argument_lists(&self, call: u32) -> Vec<u32> {
        let index = self.index;
        let lists = index.children(call).filter(|child| {
            index.shape(*child) == Shape::Arguments
                || (index.shape(*child) == Shape::Collection
                    && matches!(index.field_name(*child), "initializer" | "arguments"))
        });
        let lists: Vec<_> = lists.collect();
        if lists.is_empty() && self.is_keyword_call(call) {
            return vec![call];
        }
        lists
    }

    /// `include $file`: what a keyword is given stands directly in the call.
    pub(super) fn is_keyword_call(&self, call: u32) -> bool {
        matches!(
            self.index.kind_name(call),
            "include_expression"
                | "include_once_expression"
                | "require_expression"
                | "require_once_expression"
                | "print_intrinsic"
        )
    }

    fn one_given(&self, id: u32) -> Given {
        let index = self.index;
        if let Some((key, value)) = index.kinds.named(index.kind(id)) {
            let value = index
                .field(id, value)
                .or_else(|| index.children(id).last())
                .unwrap_or(id);
            return Given {
                name: index
                    .field(id, key)
                    .map(|key| self.bare(key))
                    .unwrap_or_default(),
                span: index.span(value),
            };
        }
        let children: Vec<u32> = index
            .children(id)
            .filter(|child| index.shape(*child) != Shape::Type)
            .collect();
        match (index.shape(id), children.as_slice()) {
            // `name: value`, `'key' => value`, `value`.
            (Shape::Argument, [name, .., value]) => Given {
                name: self.bare(*name),
                span: index.span(*value),
            },
            (Shape::Argument, [value]) => Given {
                name: String::new(),
                span: index.span(*value),
            },
            _ => {
                let is_set = index.kind_name(id) == "assignment_expression"
                    && index
                        .parent(id)
                        .is_some_and(|parent| index.shape(parent) == Shape::Collection);
                match (
                    is_set,
                    index.field_named(id, &["left"]),
                    index.field_named(id, &["right"]),
                ) {
                    (true, Some(left), Some(right)) => Given {
                        name: self.bare(left),
                        span: index.span(right),
                    },
                    _ => Given {
                        name: if index.kind_name(id).starts_with("shorthand") {
                            self.bare(id)
                        } else {
                            String::new()
                        },
                        span: index.span(id),
                    },
                }
            }
        }
    }

    /// A macro's tokens, parted by commas; `name = value` has a name.
    fn tokens_given(&self, tree: u32) -> Vec<Given> {
        let index = self.index;
        let mut found = Vec::new();
        let mut run: Vec<u32> = Vec::new();
        let tokens: Vec<u32> = index.all_children(tree).collect();
        let inside = tokens
            .get(1..tokens.len().saturating_sub(1))
            .unwrap_or_default();
        for token in inside.iter().copied().chain([u32::MAX]) {
            if token != u32::MAX && self.text(token) != "," {
                run.push(token);
                continue;
            }
            if let (Some(first), Some(last)) = (run.first(), run.last()) {
                let is_named = run.get(1).is_some_and(|second| self.text(*second) == "=");
                let start = if is_named {
                    run.get(2).unwrap_or(last)
                } else {
                    first
                };
                found.push(Given {
                    name: if is_named {
                        self.bare(*first)
                    } else {
                        String::new()
                    },
                    span: Span {
                        start: index.span(*start).start,
                        end: index.span(*last).end,
                    },
                });
            }
            run.clear();
        }
        found
    }

    /// A key without quotes and marks.
    fn bare(&self, id: u32) -> String {
        let text = self.text(id).trim();
        let text = text.trim_start_matches([':', '.']).trim_end_matches(':');
        text.trim_matches(['"', '\'', '`']).to_owned()
    }
}

/// A literal with a type in front keeps its elements one level further in: `Foo { a: 1 }`, `new[] { 1 }`.
fn is_inner_list(index: &Index, list: u32, child: u32) -> bool {
    const INNER: [&str; 4] = [
        "field_initializer_list",
        "literal_value",
        "initializer_expression",
        "array_initializer",
    ];
    INNER.contains(&index.kind_name(child))
        && !INNER.contains(&index.kind_name(list))
        && index.shape(list) == Shape::Collection
}
