//! Where the value of an expression may come from, by following assignments within its function.
//!
//! All assignments that may reach a use count; one that certainly runs before it hides the earlier ones. Texts put
//! together, filled in or listed contribute the origins of all their parts, a call those of what it is given and its own.
//!
//! Invariant: a question looks at no more than [`STEPS_MAX`] expressions; beyond that its last origin is unknown.

use std::collections::BTreeSet;

use aphoria_core::Span;

use super::assigns::Assigns;
use super::shape::Shape;
use super::structure::Structure;
use super::{Origin, OriginKind};

/// Most expressions that are looked at for one question.
const STEPS_MAX: usize = 2048;
/// Most origins of an answer.
const ORIGINS_MAX: usize = 64;

/// An expression that still has to be looked at.
#[derive(Clone)]
pub(super) struct Item {
    pub(super) node: u32,
    /// Calls around it, outermost first.
    pub(super) through: Vec<String>,
    /// What is taken of its value: `.id` where `q.id` led to it.
    pub(super) member: String,
    /// Whether literals count; what a call is given counts only if it is none.
    pub(super) literals: bool,
    /// Whether names that the file gives no value count; what a method is called on counts only if it does.
    pub(super) globals: bool,
}

impl Structure<'_> {
    /// Where the value of the expression at the span may come from; at most 64 places, each once, in the order of the file.
    #[must_use]
    pub fn origins(&self, span: Span) -> Vec<Origin> {
        let mut search = Search {
            structure: self,
            assigns: self.index.assigns.get_or_init(|| Assigns::new(self)),
            items: Vec::new(),
            found: Vec::new(),
            seen: BTreeSet::new(),
        };
        match self.expression_at(span) {
            Some(node) => search.start(node),
            None => search.tokens(span),
        }
        search.run(span)
    }

    /// The object on which a method is called.
    pub(super) fn receiver(&self, call: u32) -> Option<u32> {
        let index = self.index;
        if let Some(object) = index.field_named(call, &["object", "receiver"]) {
            return Some(object);
        }
        let callee = index.field_named(call, &["function"])?;
        (index.shape(callee) == Shape::Access).then(|| index.children(callee).next())?
    }
}

pub(super) struct Search<'a, 's> {
    pub(super) structure: &'a Structure<'s>,
    pub(super) assigns: &'a Assigns,
    pub(super) items: Vec<Item>,
    pub(super) found: Vec<Origin>,
    /// Assignments that were followed, with the number of calls on the way.
    pub(super) seen: BTreeSet<(u32, u32, usize)>,
}

impl Search<'_, '_> {
    fn start(&mut self, node: u32) {
        self.items.push(Item {
            node,
            through: Vec::new(),
            member: String::new(),
            literals: true,
            globals: true,
        });
    }

    fn run(mut self, span: Span) -> Vec<Origin> {
        let mut steps = 0;
        while let Some(item) = self.items.pop() {
            steps += 1;
            if steps > STEPS_MAX || self.found.len() >= ORIGINS_MAX {
                self.found.truncate(ORIGINS_MAX - 1);
                self.found.push(Origin {
                    form: OriginKind::Unknown,
                    name: String::new(),
                    span,
                    through: Vec::new(),
                });
                break;
            }
            self.step(&item);
        }
        self.found.sort_by(|one, other| {
            (one.span, one.form, &one.name, &one.through).cmp(&(
                other.span,
                other.form,
                &other.name,
                &other.through,
            ))
        });
        self.found.dedup();
        self.found
    }

    fn step(&mut self, item: &Item) {
        let index = self.structure.index;
        match index.shape(item.node) {
            Shape::Literal | Shape::Function | Shape::Type => self.literal(item),
            Shape::Text | Shape::Hole => self.text(item),
            Shape::Binary => self.binary(item),
            Shape::Name => self.name(item),
            Shape::Access => self.access(item),
            Shape::Call if self.structure.is_access(item.node) => self.access(item),
            Shape::Call => self.call(item),
            Shape::Collection | Shape::Arguments => self.collection(item),
            Shape::Choice => self.choice(item),
            Shape::Branch => self.branch(item),
            Shape::Block => self.last(item),
            Shape::Through | Shape::Argument => match self.structure.inner(item.node) {
                Some(inner) => self.follow(item, inner),
                None => self.push(item, OriginKind::Unknown, String::new()),
            },
            _ => self.other(item),
        }
    }

    fn literal(&mut self, item: &Item) {
        if item.literals {
            self.push(item, OriginKind::Literal, String::new());
        }
    }

    /// A text: what is filled in, and the text itself.
    fn text(&mut self, item: &Item) {
        let index = self.structure.index;
        if index.shape(item.node) == Shape::Text {
            self.literal(item);
        }
        let end = index.next(item.node);
        let mut at = item.node + 1;
        while at < end {
            match index.shape(at) {
                Shape::Name
                | Shape::Access
                | Shape::Call
                | Shape::Binary
                | Shape::Choice
                | Shape::Collection
                | Shape::Through
                | Shape::Text => {
                    self.follow(item, at);
                    at = index.next(at);
                }
                Shape::Type => at = index.next(at),
                _ => at += 1,
            }
        }
    }

    fn binary(&mut self, item: &Item) {
        let operator = self.structure.operator(item.node);
        let is_test = matches!(
            operator,
            "==" | "!="
                | "==="
                | "!=="
                | "<"
                | ">"
                | "<="
                | ">="
                | "in"
                | "instanceof"
                | "is"
                | "<=>"
                | "=~"
                | "!~"
        );
        if is_test {
            return self.literal(item);
        }
        for child in self.structure.index.children(item.node) {
            self.follow(item, child);
        }
    }

    fn collection(&mut self, item: &Item) {
        let values = self.structure.given(item.node);
        if values.is_empty() {
            self.literal(item);
        }
        for value in values {
            match self.structure.expression_at(value.span) {
                Some(node) if node != item.node => self.follow(item, node),
                Some(_) => {}
                None => self.tokens_of(item, value.span),
            }
        }
    }

    /// One of several values: all but the condition.
    fn choice(&mut self, item: &Item) {
        let index = self.structure.index;
        let is_conditional = index.kind_name(item.node) == "conditional_expression"
            && index.field_named(item.node, &["condition"]).is_none();
        for (place, child) in index.children(item.node).enumerate() {
            // Python's `a if b else c` has no fields.
            let is_condition =
                index.field_name(child) == "condition" || is_conditional && place == 1;
            if !is_condition {
                self.follow(item, child);
            }
        }
    }

    /// An `if` or `match` with a value: the values of its arms.
    fn branch(&mut self, item: &Item) {
        let index = self.structure.index;
        let is_arm = index.kind_name(item.node) == "match_arm";
        for child in index.children(item.node) {
            let skipped = if is_arm {
                ["pattern", "condition"]
            } else {
                ["condition", "value"]
            };
            if !skipped.contains(&index.field_name(child)) {
                self.follow(item, child);
            }
        }
    }

    fn last(&mut self, item: &Item) {
        match self.structure.index.children(item.node).last() {
            Some(last) => self.follow(item, last),
            None => self.literal(item),
        }
    }

    /// A node without a meaning of its own: its only child, or nobody knows.
    fn other(&mut self, item: &Item) {
        let index = self.structure.index;
        if let Some((_, value)) = index.kinds.named(index.kind(item.node))
            && let Some(value) = index.field(item.node, value)
        {
            return self.follow(item, value);
        }
        let mut children = index
            .children(item.node)
            .filter(|child| index.shape(*child) != Shape::Type);
        match (children.next(), children.next()) {
            (Some(only), None) => self.follow(item, only),
            _ => self.push(item, OriginKind::Unknown, String::new()),
        }
    }

    pub(super) fn follow(&mut self, item: &Item, node: u32) {
        if node == item.node {
            return;
        }
        let mut next = item.clone();
        next.node = node;
        self.items.push(next);
    }

    pub(super) fn push(&mut self, item: &Item, form: OriginKind, name: String) {
        self.push_at(item, form, name, self.structure.index.span(item.node));
    }

    pub(super) fn push_at(&mut self, item: &Item, form: OriginKind, name: String, span: Span) {
        let mut through = item.through.clone();
        through.reverse();
        let origin = Origin {
            form,
            name,
            span,
            through,
        };
        if !self.found.contains(&origin) {
            self.found.push(origin);
        }
    }
}
