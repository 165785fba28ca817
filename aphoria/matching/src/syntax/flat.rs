//! A tree as a list of nodes in the order of the file.
//!
//! Invariant: a node comes before its children, a child's subtree before the next child; starts never fall. So ids are
//! stable, and the innermost node at a place is found by halving.

use std::sync::OnceLock;

use aphoria_core::Span;

use super::assigns::Assigns;
use super::kinds::Kinds;
use super::shape::Shape;
use crate::source::to_u32;
use crate::tree::{Tree, span};

/// A node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Flat {
    pub(crate) span: Span,
    /// Its own place for the root.
    parent: u32,
    /// First place behind its subtree.
    next: u32,
    kind: u16,
    /// Its field in its parent; 0 for none.
    pub(crate) field: u16,
    pub(crate) named: bool,
}

/// A tree, ready to be asked.
pub(crate) struct Index {
    list: Vec<Flat>,
    pub(crate) kinds: &'static Kinds,
    pub(super) assigns: OnceLock<Assigns>,
}

impl Index {
    pub(crate) fn new(tree: &Tree) -> Self {
        Self {
            list: flatten(tree),
            kinds: Kinds::of(tree.grammar),
            assigns: OnceLock::new(),
        }
    }

    pub(crate) fn len(&self) -> u32 {
        to_u32(self.list.len())
    }

    pub(crate) fn get(&self, id: u32) -> Option<&Flat> {
        self.list.get(id as usize)
    }

    pub(crate) fn span(&self, id: u32) -> Span {
        self.get(id)
            .map_or(Span { start: 0, end: 0 }, |node| node.span)
    }

    /// First place behind the subtree.
    pub(crate) fn next(&self, id: u32) -> u32 {
        self.get(id).map_or(id, |node| node.next)
    }

    pub(crate) fn parent(&self, id: u32) -> Option<u32> {
        let parent = self.get(id)?.parent;
        (parent != id).then_some(parent)
    }

    /// The node and those around it, from the inside out.
    pub(crate) fn chain(&self, id: u32) -> impl Iterator<Item = u32> {
        std::iter::successors(self.get(id).map(|_| id), |id| self.parent(*id))
    }

    pub(crate) fn contains(&self, outer: u32, inner: u32) -> bool {
        (outer..self.next(outer)).contains(&inner)
    }

    pub(crate) fn shape(&self, id: u32) -> Shape {
        self.get(id)
            .map_or(Shape::Other, |node| self.kinds.shape(node.kind))
    }

    pub(crate) fn kind(&self, id: u32) -> u16 {
        self.get(id).map_or(u16::MAX, |node| node.kind)
    }

    pub(crate) fn kind_name(&self, id: u32) -> &'static str {
        self.kinds.name(self.kind(id))
    }

    /// All children, tokens included.
    pub(crate) fn all_children(&self, id: u32) -> impl DoubleEndedIterator<Item = u32> {
        let end = self.next(id);
        let first = (id + 1 < end).then_some(id + 1);
        let list: Vec<u32> = std::iter::successors(first, |child| {
            let next = self.next(*child);
            (next < end && next > *child).then_some(next)
        })
        .collect();
        list.into_iter()
    }

    /// The children that are no tokens and no comments.
    pub(crate) fn children(&self, id: u32) -> impl DoubleEndedIterator<Item = u32> {
        self.all_children(id).filter(|child| {
            self.get(*child).is_some_and(|node| node.named) && self.shape(*child) != Shape::Comment
        })
    }

    /// The first child in this field.
    pub(crate) fn field(&self, id: u32, field: u16) -> Option<u32> {
        let mut children = self.all_children(id);
        children
            .find(|child| field != 0 && self.get(*child).is_some_and(|node| node.field == field))
    }

    /// The first child in a field of one of these names.
    pub(crate) fn field_named(&self, id: u32, names: &[&str]) -> Option<u32> {
        self.children(id)
            .find(|child| names.contains(&self.field_name(*child)))
    }

    /// The name of the field that the node is in.
    pub(crate) fn field_name(&self, id: u32) -> &str {
        let field = self.get(id).map_or(0, |node| node.field);
        if field == 0 {
            ""
        } else {
            self.kinds.field_name(field)
        }
    }

    /// The nodes that begin within the span, in order; tokens are left out.
    pub(crate) fn range(&self, span: Span) -> impl Iterator<Item = u32> {
        let from = self
            .list
            .partition_point(|node| node.span.start < span.start);
        let to = self.list.partition_point(|node| node.span.start < span.end);
        let nodes = self.list.iter().enumerate().take(to).skip(from);
        nodes
            .filter(|(_, node)| node.named)
            .map(|(id, _)| to_u32(id))
    }

    /// The innermost node that contains the span; not the tokens.
    pub(crate) fn at(&self, span: Span) -> Option<u32> {
        let place = self
            .list
            .partition_point(|node| node.span.start <= span.start);
        let last = to_u32(place.checked_sub(1)?);
        self.chain(last).find(|id| {
            self.get(*id).is_some_and(|node| {
                node.named && node.span.start <= span.start && span.end <= node.span.end
            })
        })
    }
}

/// The nodes in the order of the file. Those below the greatest depth, and those beyond the greatest number, are left
/// out.
fn flatten(tree: &Tree) -> Vec<Flat> {
    let limits = tree.limits;
    let mut list: Vec<Flat> = Vec::new();
    let mut open: Vec<u32> = Vec::new();
    let mut cursor = tree.inner.walk();
    loop {
        let node = cursor.node();
        let id = to_u32(list.len());
        list.push(Flat {
            span: span(&node),
            parent: open.last().copied().unwrap_or(id),
            next: id + 1,
            kind: node.kind_id(),
            field: cursor.field_id().map_or(0, u16::from),
            named: node.is_named(),
        });
        let is_full = list.len() >= limits.nodes as usize;
        if !is_full && open.len() < limits.depth as usize && cursor.goto_first_child() {
            open.push(id);
            continue;
        }
        while is_full || !cursor.goto_next_sibling() {
            let Some(done) = open.pop() else {
                return list;
            };
            let next = to_u32(list.len());
            if let Some(done) = list.get_mut(done as usize) {
                done.next = next;
            }
            cursor.goto_parent();
        }
    }
}
