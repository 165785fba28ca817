//! The questions themselves: what is around a place, what is within a node, what a call is given.

use aphoria_core::Span;

use super::flat::Index;
use super::kinds::Assign;
use super::shape::Shape;
use super::{Argument, Node, NodeKind};
use crate::source::Source;

/// Most arguments or children that an answer holds.
const LIST_MAX: usize = 4096;

/// The structure of a text, to be asked.
#[derive(Clone, Copy)]
pub struct Structure<'s> {
    pub(super) source: &'s Source,
    pub(super) index: &'s Index,
}

impl<'s> Structure<'s> {
    pub(super) fn new(source: &'s Source, index: &'s Index) -> Self {
        Self { source, index }
    }

    /// The node of this id.
    #[must_use]
    pub fn node(&self, id: u32) -> Option<Node> {
        let flat = self.index.get(id)?;
        Some(Node {
            id,
            kind: self.kind_of(id),
            kind_name: self.index.kind_name(id).to_owned(),
            span: flat.span,
            line: self.source.line_of(flat.span.start),
            name: self.name_of(id),
        })
    }

    /// The innermost node that contains the span.
    #[must_use]
    pub fn node_at(&self, span: Span) -> Option<Node> {
        self.node(self.index.at(span)?)
    }

    /// The innermost node of this kind that contains the span, or is it.
    #[must_use]
    pub fn enclosing(&self, span: Span, kind: NodeKind) -> Option<Node> {
        let start = self.index.at(span)?;
        let found = self.index.chain(start).find(|id| match kind {
            NodeKind::Statement => self.is_statement(*id),
            NodeKind::Assignment => self.index.kinds.assign(self.index.kind(*id)).is_some(),
            kind => self.kind_of(*id) == Some(kind),
        });
        self.node(found?)
    }

    /// The node around this one.
    #[must_use]
    pub fn parent(&self, id: u32) -> Option<Node> {
        self.node(self.index.parent(id)?)
    }

    /// The nodes directly within this one, without tokens and comments; at most 4,096.
    #[must_use]
    pub fn children(&self, id: u32) -> Vec<Node> {
        let children = self.index.children(id).take(LIST_MAX);
        children.filter_map(|child| self.node(child)).collect()
    }

    /// All nodes of this kind within the span, in the order of the file; at most 4,096.
    #[must_use]
    pub fn within(&self, span: Span, kind: NodeKind) -> Vec<Node> {
        let inside = self.index.range(span);
        let fits = |id: &u32| {
            let place = self.index.span(*id);
            let is_inside = span.start <= place.start && place.end <= span.end;
            let is_kind = match kind {
                NodeKind::Statement => self.is_statement(*id),
                NodeKind::Assignment => self.index.kinds.assign(self.index.kind(*id)).is_some(),
                kind => self.kind_of(*id) == Some(kind),
            };
            is_inside && is_kind
        };
        inside
            .filter(fits)
            .take(LIST_MAX)
            .filter_map(|id| self.node(id))
            .collect()
    }

    /// What a call is given, or what a literal collection holds; at most 4,096. The node may also be the arguments.
    #[must_use]
    pub fn arguments(&self, id: u32) -> Vec<Argument> {
        let mut found = Vec::new();
        for value in self.given(id).into_iter().take(LIST_MAX) {
            found.push(Argument {
                name: value.name,
                span: value.span,
                form: self.form_of(value.span),
            });
        }
        found
    }

    /// The node on the left of an assignment.
    pub(super) fn left(&self, id: u32, assign: Assign) -> Option<u32> {
        match assign.left {
            0 => self.index.children(id).next(),
            field => self.index.field(id, field),
        }
    }

    /// The node on the right of an assignment.
    pub(super) fn right(&self, id: u32, assign: Assign) -> Option<u32> {
        let left = self.left(id, assign);
        if assign.right != 0 {
            return self.index.field(id, assign.right);
        }
        // `name = value` without a field: what stands behind the sign. An `as` names what stands before it.
        let last = if assign.left != 0 && self.index.kind_name(id) == "as_pattern" {
            self.index.children(id).next()
        } else {
            self.index.children(id).last()
        };
        last.filter(|last| Some(*last) != left && self.index.shape(*last) != Shape::Type)
    }

    pub(super) fn text(&self, id: u32) -> &'s str {
        self.source.slice(self.index.span(id))
    }

    pub(super) fn slice(&self, start: u32, end: u32) -> &'s str {
        self.source.slice(Span { start, end })
    }

    fn is_statement(&self, id: u32) -> bool {
        match self.index.parent(id) {
            None => false,
            Some(parent) => {
                self.index.parent(parent).is_none() || self.index.shape(parent) == Shape::Block
            }
        }
    }

    fn kind_of(&self, id: u32) -> Option<NodeKind> {
        match self.index.shape(id) {
            Shape::Function => Some(NodeKind::Function),
            Shape::Class => Some(NodeKind::Class),
            Shape::Call => Some(NodeKind::Call),
            Shape::Arguments | Shape::Collection => Some(NodeKind::Arguments),
            Shape::Text => Some(NodeKind::String),
            Shape::Block => Some(NodeKind::Block),
            Shape::Loop => Some(NodeKind::Loop),
            Shape::Branch => Some(NodeKind::Branch),
            Shape::Import => Some(NodeKind::Import),
            Shape::Decorator => Some(NodeKind::Decorator),
            _ => {
                let assign = self.index.kinds.assign(self.index.kind(id));
                assign.map(|_| NodeKind::Assignment)
            }
        }
    }
}
