//! What only native callers of a lens need: they bring the texts of values themselves.

use crate::Context;
use crate::batch::Texts;

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
}
