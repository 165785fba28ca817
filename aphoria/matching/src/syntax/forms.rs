//! What an expression is.

use aphoria_core::Span;

use super::shape::Shape;
use super::structure::Structure;
use super::{Form, NodeKind};

/// Most nodes that are looked at to see whether all parts of an expression are literals.
const PARTS_MAX: usize = 4096;

impl Structure<'_> {
    /// What the expression at the span is; brackets and casts around it make no difference.
    #[must_use]
    pub fn form_of(&self, span: Span) -> Form {
        match self.expression_at(span) {
            Some(id) => self.form(id),
            None if self.is_word(span) => Form::Identifier,
            None => Form::Other,
        }
    }

    /// The outermost node of exactly this extent, blanks left out.
    pub(super) fn expression_at(&self, span: Span) -> Option<u32> {
        let text = self.source.slice(span);
        let start = span.start + crate::source::to_u32(text.len() - text.trim_start().len());
        let span = Span {
            start,
            end: (start + crate::source::to_u32(text.trim().len())).min(span.end.max(start)),
        };
        let inner = self.index.at(span)?;
        let same = self
            .index
            .chain(inner)
            .take_while(|id| self.index.span(*id) == span);
        same.filter(|id| !matches!(self.index.shape(*id), Shape::Block | Shape::Arguments))
            .last()
    }

    fn is_word(&self, span: Span) -> bool {
        let text = self.source.slice(span).trim();
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    }

    fn form(&self, id: u32) -> Form {
        let index = self.index;
        match index.shape(id) {
            Shape::Text if self.has_holes(id) => {
                if self.is_bare_hole(id) {
                    Form::Identifier
                } else {
                    Form::Interpolated
                }
            }
            Shape::Literal | Shape::Text => Form::Literal,
            Shape::Binary | Shape::Collection if self.is_literal(id) => Form::Literal,
            Shape::Binary => match self.operator(id) {
                "%" if self.joins("%") && self.begins_with_text(id) => Form::Interpolated,
                operator if self.joins(operator) => Form::Concatenation,
                _ => Form::Other,
            },
            Shape::Collection => match index.kind_name(id) {
                // Texts written one behind the other.
                "concatenated_string" | "chained_string" => Form::Interpolated,
                _ => Form::Collection,
            },
            Shape::Name | Shape::Hole => Form::Identifier,
            Shape::Access => Form::Access,
            Shape::Call if self.is_access(id) => Form::Access,
            Shape::Call if self.formats(id) => Form::Interpolated,
            Shape::Call => Form::Call,
            Shape::Function => Form::Function,
            Shape::Through | Shape::Argument => match self.inner(id) {
                Some(inner) => self.form(inner),
                None => Form::Other,
            },
            _ => Form::Other,
        }
    }

    /// The one expression within brackets, casts and the like.
    pub(super) fn inner(&self, id: u32) -> Option<u32> {
        let index = self.index;
        let fits = |child: &u32| {
            index.shape(*child) != Shape::Type
                && !matches!(index.field_name(*child), "type" | "alias" | "operator")
        };
        if let Some(value) =
            index.field_named(id, &["value", "operand", "argument", "right", "expression"])
        {
            return Some(value).filter(|value| *value != id);
        }
        let mut children = index.children(id).filter(fits);
        if index.shape(id) == Shape::Argument {
            children.next_back()
        } else {
            children.next()
        }
    }

    pub(super) fn has_holes(&self, id: u32) -> bool {
        let index = self.index;
        if matches!(
            index.kind_name(id),
            "encapsed_string" | "heredoc_body" | "shell_command_expression"
        ) && index.kinds.table.joins.contains(&".")
        {
            return index.children(id).any(|child| {
                !matches!(index.kind_name(child), "string_content" | "escape_sequence")
            });
        }
        (id + 1..index.next(id)).any(|inside| index.shape(inside) == Shape::Hole)
    }

    /// A text that is nothing but one value: `"$x"`.
    fn is_bare_hole(&self, id: u32) -> bool {
        let index = self.index;
        let text = self.text(id).trim_matches('"');
        let mut holes = index.children(id);
        let (first, second) = (holes.next(), holes.next());
        second.is_none()
            && first.is_some_and(|hole| self.text(hole) == text && index.shape(hole) == Shape::Hole)
    }

    /// Whether nothing but literals is in the expression.
    pub(super) fn is_literal(&self, id: u32) -> bool {
        let index = self.index;
        let range = id..index.next(id);
        range.len() <= PARTS_MAX
            && range.into_iter().all(|inside| match index.shape(inside) {
                Shape::Name => self.is_key(inside),
                Shape::Access | Shape::Call | Shape::Function | Shape::Hole | Shape::Choice => {
                    false
                }
                Shape::Text => !self.has_holes(inside),
                _ => true,
            })
    }

    /// Whether the node is the key of a pair or of an argument.
    fn is_key(&self, id: u32) -> bool {
        let index = self.index;
        let Some(parent) = index.parent(id) else {
            return false;
        };
        // Keys of Go literals are one node further in.
        let holder = match index.kind_name(parent) {
            "literal_element" => index.parent(parent).unwrap_or(parent),
            _ => parent,
        };
        let node = if holder == parent { id } else { parent };
        match index.kinds.named(index.kind(holder)) {
            Some((key, _)) => index.field(holder, key) == Some(node),
            None => {
                index.kind_name(parent) == "struct_expression"
                    || matches!(index.field_name(id), "name" | "type")
            }
        }
    }

    pub(super) fn operator(&self, id: u32) -> &str {
        let index = self.index;
        let mut tokens = index.all_children(id);
        let token = tokens.find(|child| index.get(*child).is_some_and(|node| !node.named));
        token.map_or("", |token| self.text(token))
    }

    pub(super) fn joins(&self, operator: &str) -> bool {
        self.index.kinds.table.joins.contains(&operator)
    }

    fn begins_with_text(&self, id: u32) -> bool {
        let left = self.index.children(id).next();
        left.is_some_and(|left| {
            let left = if self.index.shape(left) == Shape::Through {
                self.inner(left).unwrap_or(left)
            } else {
                left
            };
            matches!(self.index.shape(left), Shape::Text | Shape::Collection)
        })
    }

    /// Whether the call fills what it is given into a text.
    pub(super) fn formats(&self, call: u32) -> bool {
        let callee = self.callee(call);
        let last = callee
            .rsplit(['.', ':', '>', '\\'])
            .next()
            .unwrap_or(&callee);
        self.index.kinds.table.formats.contains(&last)
    }

    /// Ruby writes members as calls without arguments.
    pub(super) fn is_access(&self, call: u32) -> bool {
        let index = self.index;
        index.kind_name(call) == "call"
            && index.field_named(call, &["receiver"]).is_some()
            && index.field_named(call, &["arguments", "block"]).is_none()
    }

    /// The innermost call that is given the span, if the span is one of its arguments or within one.
    #[must_use]
    pub fn call_given(&self, span: Span) -> Option<super::Node> {
        let start = self.index.at(span)?;
        let arguments = self
            .index
            .chain(start)
            .find(|id| self.index.shape(*id) == Shape::Arguments)?;
        self.enclosing(self.index.span(arguments), NodeKind::Call)
    }
}
