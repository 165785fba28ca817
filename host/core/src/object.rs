//! What a claim states of its subject: text, a number, a boolean, a reference, or a sealed value.

use std::fmt;

use crate::cbor::{Reader, Writer};
use crate::error::RecordError;
use crate::fields::bounded_text;
use crate::limits::TEXT_BYTES_MAX;

/// The stated value. Encoded as the array `[type, value]`.
#[derive(Debug, Clone, PartialEq)]
pub enum Object {
    /// Type 0: UTF-8 text.
    Text(String),
    /// Type 1: a finite 64-bit float; -0.0 is refused.
    Number(f64),
    /// Type 2.
    Boolean(bool),
    /// Type 3: the name of another subject.
    Reference(String),
    /// Type 4: a commitment, BLAKE3 over salt and value; the value lies apart and can be destroyed (see `SealedPart`).
    Sealed([u8; 32]),
}

impl Object {
    /// Checks the bounds.
    ///
    /// # Errors
    /// Names the rule that is broken.
    pub fn validate(&self) -> Result<(), RecordError> {
        match self {
            Object::Text(text) => bounded_text("object", text, TEXT_BYTES_MAX).map(|_| ()),
            Object::Reference(name) if name.is_empty() => Err(RecordError::invalid(
                "object",
                "a reference must name a subject",
            )),
            Object::Reference(name) => bounded_text("object", name, TEXT_BYTES_MAX).map(|_| ()),
            Object::Number(n) if n.is_nan() => Err(RecordError::invalid(
                "object",
                "NaN is not a number to claim",
            )),
            Object::Number(n) if n.is_infinite() => {
                Err(RecordError::invalid("object", "infinities are refused"))
            }
            Object::Number(n) if *n == 0.0 && n.is_sign_negative() => {
                Err(RecordError::invalid("object", "-0.0 is refused; write 0.0"))
            }
            Object::Number(_) | Object::Boolean(_) | Object::Sealed(_) => Ok(()),
        }
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.array(2);
        match self {
            Object::Text(text) => out.uint(0).text(text),
            Object::Number(number) => out.uint(1).float(*number),
            Object::Boolean(value) => out.uint(2).boolean(*value),
            Object::Reference(name) => out.uint(3).text(name),
            Object::Sealed(commitment) => out.uint(4).bytes(commitment),
        };
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Result<Self, RecordError> {
        if from.array()? != 2 {
            return Err(RecordError::invalid(
                "object",
                "it must be an array of type and value",
            ));
        }
        match from.uint()? {
            0 => Ok(Object::Text(from.text()?.to_owned())),
            1 => Ok(Object::Number(from.float()?)),
            2 => Ok(Object::Boolean(from.boolean()?)),
            3 => Ok(Object::Reference(from.text()?.to_owned())),
            4 => Ok(Object::Sealed(from.bytes32()?)),
            other => Err(RecordError::invalid(
                "object",
                format!(
                    "type {other} is unknown; 0 text, 1 number, 2 boolean, 3 reference, 4 sealed"
                ),
            )),
        }
    }

    /// The deterministic encoding: equal objects have equal bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::new();
        self.write(&mut out);
        out.finish()
    }

    /// The object of a deterministic encoding.
    ///
    /// # Errors
    /// Says what is wrong with the bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RecordError> {
        let mut reader = Reader::new(bytes);
        let object = Object::read(&mut reader)?;
        object.validate()?;
        if !reader.end() {
            return Err(reader.trailing());
        }
        if object.to_bytes() != bytes {
            return Err(RecordError::NotCanonical);
        }
        Ok(object)
    }

    /// Sixteen bytes that stand for the value when claims are compared: a prefix of BLAKE3 over the encoding.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 16] {
        let hash = blake3::hash(&self.to_bytes());
        let mut out = [0; 16];
        out.copy_from_slice(&hash.as_bytes()[..16]);
        out
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Object::Text(text) | Object::Reference(text) => f.write_str(text),
            Object::Number(number) => write!(f, "{number}"),
            Object::Boolean(value) => write!(f, "{value}"),
            Object::Sealed(commitment) => write!(f, "sealed:{}", hex::encode(&commitment[..8])),
        }
    }
}
