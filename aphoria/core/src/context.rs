//! Where in a file a hit stands.

use serde::{Deserialize, Serialize};

/// What a byte of a file belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Context {
    /// Code, or a key or value of a structured file.
    Code = 1,
    /// A comment, with its marks.
    Comment = 2,
    /// The inside of a string literal, its quotes included.
    String = 4,
}

/// A set of contexts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Contexts(u8);

impl Contexts {
    /// Code alone.
    pub const CODE: Self = Self(1);
    /// String literals alone.
    pub const STRING: Self = Self(4);
    /// Comments alone.
    pub const COMMENT: Self = Self(2);
    /// Code and strings: everything but comments.
    pub const CODE_AND_STRING: Self = Self(5);
    /// Everywhere.
    pub const ANY: Self = Self(7);

    /// The set with these bits (1 code, 2 comment, 4 string), if it is a set and not empty.
    #[must_use]
    pub fn from_bits(bits: u32) -> Option<Self> {
        match u8::try_from(bits) {
            Ok(bits @ 1..=7) => Some(Self(bits)),
            _ => None,
        }
    }

    /// The bits: 1 code, 2 comment, 4 string.
    #[must_use]
    pub fn bits(self) -> u32 {
        u32::from(self.0)
    }

    /// Whether the context is in the set.
    #[must_use]
    pub fn contains(self, context: Context) -> bool {
        self.0 & context as u8 != 0
    }
}
