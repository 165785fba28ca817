//! Origins of names, members and calls.

use super::OriginKind;
use super::names::compact;
use super::origins::{Item, Search};
use super::shape::Shape;

/// Most calls that a value is followed through.
const THROUGH_MAX: usize = 16;

impl Search<'_, '_> {
    pub(super) fn call(&mut self, item: &Item) {
        let call = item.node;
        let callee = self.structure.callee(call);
        let is_format = self.structure.formats(call);
        let mut inside = item.clone();
        inside.member = String::new();
        if !is_format {
            self.push(item, OriginKind::Call, callee.clone());
            inside.literals = false;
            inside.through.push(callee);
        }
        if inside.through.len() > THROUGH_MAX {
            return;
        }
        for value in self.structure.given(call) {
            match self.structure.expression_at(value.span) {
                Some(node) if self.structure.index.shape(node) == Shape::Function => {}
                Some(node) => self.follow(&inside, node),
                None => self.tokens_of(&inside, value.span),
            }
            if is_format {
                self.named_in_format(&inside, value.span);
            }
        }
        if let Some(receiver) = self.structure.receiver(call) {
            inside.globals = false;
            self.follow(&inside, receiver);
        }
    }

    pub(super) fn access(&mut self, item: &Item) {
        let index = self.structure.index;
        let whole = compact(self.structure.text(item.node));
        if self.assigned(item, &whole) {
            return;
        }
        let mut root = item.node;
        while let (Shape::Access | Shape::Through, Some(inner)) =
            (index.shape(root), index.children(root).next())
        {
            root = inner;
        }
        // Ruby's members are calls.
        while let (true, Some(inner)) = (
            self.structure.is_access(root),
            index.field_named(root, &["receiver"]),
        ) {
            root = inner;
        }
        let member = whole
            .strip_prefix(&compact(self.structure.text(root)))
            .unwrap_or_default();
        let mut inside = item.clone();
        inside.member = format!("{member}{}", item.member);
        inside.node = root;
        match index.shape(root) {
            Shape::Name => {
                if index.kind_name(item.node) == "call" && self.is_local(root) {
                    self.push(item, OriginKind::Call, whole);
                    inside.through.push(compact(self.structure.text(item.node)));
                    inside.member = String::new();
                }
                self.name(&inside);
            }
            _ if root != item.node => self.items.push(inside),
            _ => self.push(item, OriginKind::Access, whole),
        }
    }

    pub(super) fn name(&mut self, item: &Item) {
        let text = self.structure.text(item.node);
        let name = compact(text);
        if self.assigned(item, &name) {
            return;
        }
        let is_positional = self.structure.index.kinds.table.joins.is_empty()
            && (name.bytes().all(|byte| byte.is_ascii_digit())
                || matches!(name.as_str(), "@" | "*"));
        if is_positional {
            self.push(item, OriginKind::Parameter, name);
        } else if item.globals {
            let form = if item.member.is_empty() {
                OriginKind::Global
            } else {
                OriginKind::Access
            };
            let full = format!("{name}{}", item.member);
            self.push(item, form, full);
        }
    }
}
