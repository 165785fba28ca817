//! Texts of values, asked of the host. Only a lens that calls this imports anything.

use super::resolver::stemedb::lens::values;
use crate::Context;

impl Context<'_> {
    /// The text of each value id of one group, in the order asked; an unknown id gives an empty text.
    pub fn texts(&self, group: u32, ids: &[u32]) -> Vec<String> {
        values::texts(group, ids)
    }
}
