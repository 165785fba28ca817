//! The small closed vocabularies of records, with their numbers on the wire.

use crate::error::RecordError;

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident, $field:literal { $($(#[$vdoc:meta])* $variant:ident = $number:literal, $text:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$vdoc])* $variant = $number,)* }

        impl $name {
            /// All values, in the order of their numbers.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The number on the wire.
            #[must_use]
            pub fn number(self) -> u8 { self as u8 }

            /// The value with this number.
            ///
            /// # Errors
            /// Names the field and the accepted numbers.
            pub fn from_number(number: u64) -> Result<Self, RecordError> {
                match number {
                    $($number => Ok($name::$variant),)*
                    other => Err(RecordError::invalid($field, format!("{other} is not one of {}", Self::choices()))),
                }
            }

            /// The name used in JSON and on the command line.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            fn choices() -> String {
                Self::ALL.iter().map(|v| format!("{} ({})", v.number(), v.name())).collect::<Vec<_>>().join(", ")
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.name()) }
        }

        impl std::str::FromStr for $name {
            type Err = RecordError;
            fn from_str(text: &str) -> Result<Self, RecordError> {
                Self::ALL.iter().copied().find(|v| v.name() == text).ok_or_else(|| {
                    RecordError::invalid($field, format!("`{text}` is not one of {}", Self::choices()))
                })
            }
        }
    };
}
pub(crate) use vocabulary;

vocabulary! {
    /// What a record is.
    RecordKind, "kind" {
        /// A statement by an agent about a subject.
        Claim = 1, "claim";
        /// An agent's signature over another record.
        Signature = 2, "signature";
        /// An agent's opinion on a claim.
        Vote = 3, "vote";
        /// A period or paradigm that claims may belong to.
        Epoch = 4, "epoch";
        /// A document or other origin that claims rest on.
        Source = 5, "source";
        /// The withdrawal of a source or a claim.
        Retraction = 6, "retraction";
        /// The lasting mark that a sealed value was destroyed.
        Erasure = 7, "erasure";
    }
}

vocabulary! {
    /// How far a claim has come; a transition is a new claim whose parent is the old one.
    Lifecycle, "lifecycle" {
        /// Stated, not yet looked at.
        Proposed = 0, "proposed";
        /// Being looked at.
        UnderReview = 1, "under-review";
        /// Accepted for use.
        Approved = 2, "approved";
        /// Once approved, no longer recommended.
        Deprecated = 3, "deprecated";
        /// Looked at and turned down.
        Rejected = 4, "rejected";
    }
}

vocabulary! {
    /// What an epoch does to the one that it supersedes.
    SupersessionKind, "supersession" {
        /// Claims of the old epoch no longer count.
        Invalidate = 0, "invalidate";
        /// Claims of the old epoch count only where no newer epoch speaks.
        Refine = 1, "refine";
        /// The lineage is recorded; both count.
        Annotate = 2, "annotate";
    }
}
