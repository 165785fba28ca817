//! Who judged: digests, worlds and the reference that every answer and every fault carries.
//!
//! Not a registry: nothing here knows which plugins exist.
//!
//! Invariant: two components with one digest are the same bytes.

use std::fmt;

/// BLAKE3 of the bytes of a component. `Display` prints 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of a component's bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// Reads 64 hexadecimal digits; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        Some(Self(bytes))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// The part that a plugin plays: which of the contract's worlds it implements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum World {
    /// Weighs rows before the resolver.
    RowStage,
    /// Chooses a value and the claim that carries it.
    Resolver,
    /// Calibrates what the resolver found.
    AnswerStage,
    /// Learns weights of sources over a whole predicate space.
    Estimator,
}

impl World {
    /// All worlds of the contract.
    pub const ALL: [Self; 4] = [
        Self::RowStage,
        Self::Resolver,
        Self::AnswerStage,
        Self::Estimator,
    ];

    /// The world's name in the contract.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RowStage => "row-stage",
            Self::Resolver => "resolver",
            Self::AnswerStage => "answer-stage",
            Self::Estimator => "estimator",
        }
    }

    /// The function beside `describe` that the world exports.
    #[must_use]
    pub const fn export(self) -> &'static str {
        match self {
            Self::RowStage => "weigh",
            Self::Resolver => "resolve",
            Self::AnswerStage => "adjust",
            Self::Estimator => "estimate",
        }
    }
}

impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The judge that an answer, an audit or a fault names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PluginRef {
    /// The id that the plugin gives itself.
    pub id: String,
    /// Its semantic version.
    pub version: String,
    /// The world that it implements.
    pub world: World,
    /// The digest of its bytes.
    pub digest: Digest,
}

impl fmt::Display for PluginRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", self.id, self.version, self.digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_read_back_from_its_text() {
        let digest = Digest::of(b"component");
        assert_eq!(Digest::parse(&digest.to_string()), Some(digest));
        assert_eq!(Digest::parse("abc"), None);
        assert_eq!(Digest::parse(&"g".repeat(64)), None);
    }
}
