//! Sealed values: the claim commits to them, the value lies apart and can be destroyed without touching ids or signatures.

use crate::error::RecordError;
use crate::object::Object;

/// The part that can be destroyed: salt and value. The salt keeps short values from being guessed.
#[derive(Debug, Clone, PartialEq)]
pub struct SealedPart {
    /// 32 random bytes, from the author.
    pub salt: [u8; 32],
    /// The value; not itself sealed.
    pub value: Object,
}

impl SealedPart {
    /// BLAKE3 over `"stemedb/sealed/v1\0"`, the salt and the value's encoding.
    ///
    /// # Errors
    /// A value that breaks the rules of objects, or is itself sealed.
    pub fn commitment(&self) -> Result<[u8; 32], RecordError> {
        if matches!(self.value, Object::Sealed(_)) {
            return Err(RecordError::invalid(
                "object",
                "a sealed value can't be sealed again",
            ));
        }
        self.value.validate()?;
        let mut hasher = blake3::Hasher::new();
        hasher
            .update(b"stemedb/sealed/v1\0")
            .update(&self.salt)
            .update(&self.value.to_bytes());
        Ok(*hasher.finalize().as_bytes())
    }
}
