//! The texts of all values of a group, within what one call to the host may bring.

use crate::Context;

/// A text has at most 64 KiB and a call brings at most 16 MiB.
const TEXTS_A_CALL: u32 = 255;

impl Context<'_> {
    /// The texts of the values 0, 1, … below `count` of one group, asked for in as few calls as the host's bounds allow.
    pub fn texts_below(&self, group: u32, count: u32) -> Vec<String> {
        let mut found = Vec::with_capacity(count as usize);
        let mut start = 0;
        while start < count {
            let end = count.min(start + TEXTS_A_CALL);
            let ids: Vec<u32> = (start..end).collect();
            found.extend(self.texts(group, &ids));
            start = end;
        }
        found
    }
}
