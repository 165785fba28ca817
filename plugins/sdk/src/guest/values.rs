//! Texts and relations of values, asked of the host. Only a lens that calls this imports anything.

use super::resolver::stemedb::lens::values;
use crate::{Broader, Context};

impl Context<'_> {
    /// The text of each value id of one group, in the order asked; an unknown id gives an empty text.
    pub fn texts(&self, group: u32, ids: &[u32]) -> Vec<String> {
        values::texts(group, ids)
    }

    /// Which of these values of one group are more general than which, ordered by (narrow, broad), as the claims on (prefix
    /// and text of the value, predicate) tell it.
    pub fn broader(&self, group: u32, ids: &[u32], prefix: &str, predicate: &str) -> Vec<Broader> {
        let pairs = values::broader(group, ids, prefix, predicate);
        let ends = pairs.narrows.iter().zip(&pairs.broads).zip(&pairs.steps);
        ends.map(|((&narrow, &broad), &steps)| Broader {
            narrow,
            broad,
            steps,
        })
        .collect()
    }
}
