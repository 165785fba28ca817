//! The call of a hit and what it is given.

use super::text;
use crate::{Argument, Form, Hit, NodeKind, Source, Span};

/// Lines that a call without a tree may have.
const LINES_MAX: u32 = 12;

/// A call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// What is called; without a tree the text of the hit.
    pub name: String,
    /// Where it stands; without a tree the hit's place.
    pub span: Span,
    /// What it is given, in order.
    pub arguments: Vec<Argument>,
}

impl Called {
    /// The innermost call around a hit; the hit must hold the end of what is called, and best the bracket behind it.
    #[must_use]
    pub fn around(source: &dyn Source, hit: &Hit<'_>) -> Option<Self> {
        let plain = Self::plain(hit).filter(|call| {
            let mut all = call.arguments.iter();
            all.all(|value| value.form == Form::Literal)
        });
        if plain.is_some() {
            // Nothing but constants is given: no tree is needed to see that.
            return plain;
        }
        match source.enclosing(hit.file(), hit.span(), NodeKind::Call) {
            Some(node) => Some(Self {
                arguments: source.arguments(hit.file(), node.id),
                name: node.name,
                span: node.span,
            }),
            None => Self::written(source, hit),
        }
    }

    /// The call as it is written in the hit's own lines, if it begins and ends there and its first argument is a constant.
    /// Asks the host nothing; the forms of further arguments are a guess.
    pub(super) fn plain(hit: &Hit<'_>) -> Option<Self> {
        let name = hit.text().strip_suffix('(')?;
        if name.contains('(') {
            return None;
        }
        let rest = hit.after();
        if !text::is_closed(rest) {
            return None;
        }
        let arguments = text::arguments(hit.language(), rest, hit.span().end);
        let is_plain = arguments
            .first()
            .is_some_and(|first| first.form == Form::Literal);
        is_plain.then(|| Self {
            name: name.trim().to_owned(),
            span: hit.span(),
            arguments,
        })
    }

    /// The call as it is written, for files without a tree.
    fn written(source: &dyn Source, hit: &Hit<'_>) -> Option<Self> {
        let text = hit.text();
        let open = text.find('(')?;
        let skipped = hit.before().len() + open + 1;
        let lines = hit.before().matches('\n').count();
        let first = hit.line().checked_sub(u32::try_from(lines).ok()?)?;
        let all = source.lines(hit.file(), first, hit.line() + LINES_MAX);
        let start = hit.span().start + u32::try_from(open + 1).ok()?;
        Some(Self {
            name: text.get(..open)?.trim().to_owned(),
            span: hit.span(),
            arguments: text::arguments(hit.language(), all.get(skipped..)?, start),
        })
    }

    /// An argument without a name, counted from 0.
    #[must_use]
    pub fn positional(&self, number: usize) -> Option<&Argument> {
        let mut plain = self.arguments.iter().filter(|value| value.name.is_empty());
        plain.nth(number)
    }

    /// An argument with one of these names.
    #[must_use]
    pub fn named(&self, names: &[&str]) -> Option<&Argument> {
        let mut all = self.arguments.iter();
        all.find(|value| names.contains(&value.name.as_str()))
    }

    /// An argument with one of these names, or else the one at this place.
    #[must_use]
    pub fn either(&self, number: usize, names: &[&str]) -> Option<&Argument> {
        self.named(names).or_else(|| self.positional(number))
    }
}

/// What a list, map or object is made of.
#[must_use]
pub fn elements(source: &dyn Source, hit: &Hit<'_>, value: &Argument) -> Vec<Argument> {
    if !matches!(value.form, Form::Collection | Form::Literal) {
        return Vec::new();
    }
    let holders = source.within(hit.file(), value.span, NodeKind::Arguments);
    let Some(holder) = holders.first() else {
        return Vec::new();
    };
    let mut elements = source.arguments(hit.file(), holder.id);
    // The brackets of a type in front, `String[] { … }`, are no element.
    elements.retain(|element| element.text != "[]");
    elements
}
