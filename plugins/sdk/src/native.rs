//! What only native callers of a lens need: they bring the texts and the relations of values themselves.

use crate::batch::{Relations, Texts};
use crate::{Broader, Context};

impl<'a> Context<'a> {
    /// The same context, with the source of value texts.
    #[must_use]
    pub fn with_texts(self, texts: Texts<'a>) -> Self {
        Self {
            texts: Some(texts),
            ..self
        }
    }

    /// The text of each value id of one group, in the order asked; an unknown id gives an empty text.
    pub fn texts(&self, group: u32, ids: &[u32]) -> Vec<String> {
        match self.texts {
            Some(texts) => texts(group, ids),
            None => vec![String::new(); ids.len()],
        }
    }

    /// The same context, with the source of relations between values.
    #[must_use]
    pub fn with_relations(self, relations: Relations<'a>) -> Self {
        Self {
            relations: Some(relations),
            ..self
        }
    }

    /// Which of these values of one group are more general than which, ordered by (narrow, broad), as the claims on (prefix
    /// and text of the value, predicate) tell it.
    pub fn broader(&self, group: u32, ids: &[u32], prefix: &str, predicate: &str) -> Vec<Broader> {
        match self.relations {
            Some(relations) => relations(group, ids, prefix, predicate),
            None => Vec::new(),
        }
    }
}
