//! Origins of stretches that the grammar has no expressions for: what macros are given, and names in format texts.

use aphoria_core::Span;

use super::OriginKind;
use super::names::compact;
use super::origins::{Item, Search};
use super::shape::Shape;
use crate::grammar::Grammar;

impl Search<'_, '_> {
    /// `format!("{name}")`: names in the text itself.
    pub(super) fn named_in_format(&mut self, item: &Item, span: Span) {
        let text = self.structure.source.slice(span);
        if self.structure.index.kinds.grammar != Grammar::Rust || !text.starts_with('"') {
            return;
        }
        let Some(node) = self.structure.index.at(span) else {
            return;
        };
        for part in text.split('{').skip(1) {
            let name: String = part
                .chars()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect();
            let is_name = name.starts_with(|first: char| first.is_alphabetic() || first == '_');
            if is_name {
                let mut inside = item.clone();
                inside.node = node;
                if !self.assigned(&inside, &name) && item.globals {
                    self.push(&inside, OriginKind::Global, name);
                }
            }
        }
    }

    /// A stretch that is no expression of the tree, such as what a macro is given: its names count.
    pub(super) fn tokens(&mut self, span: Span) {
        let item = Item {
            node: self.structure.index.at(span).unwrap_or(0),
            through: Vec::new(),
            member: String::new(),
            literals: true,
            globals: true,
        };
        self.tokens_of(&item, span);
    }

    pub(super) fn tokens_of(&mut self, item: &Item, span: Span) {
        let index = self.structure.index;
        let mut any = false;
        let mut at = index.range(span).next().unwrap_or(index.len());
        while at < index.len() && index.span(at).start < span.end {
            let place = index.span(at);
            let before = self
                .structure
                .source
                .text()
                .get(..place.start as usize)
                .unwrap_or_default();
            let behind = self
                .structure
                .source
                .text()
                .get(place.end as usize..)
                .unwrap_or_default();
            match index.shape(at) {
                _ if place.end > span.end || !index.get(at).is_some_and(|node| node.named) => {
                    at += 1;
                }
                Shape::Name
                    if behind.starts_with("::")
                        || before.ends_with("::")
                        || before.ends_with('.') =>
                {
                    at += 1;
                }
                Shape::Name if behind.starts_with('(') || behind.starts_with("!(") => {
                    any = true;
                    let name = compact(self.structure.text(at));
                    self.push_at(item, OriginKind::Call, name, place);
                    at += 1;
                }
                Shape::Name | Shape::Literal | Shape::Text => {
                    any = true;
                    self.follow(item, at);
                    at = index.next(at);
                }
                _ => at += 1,
            }
        }
        if !any {
            self.push_at(item, OriginKind::Unknown, String::new(), span);
        }
    }
}
