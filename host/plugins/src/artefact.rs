//! Machine code: sealed with a key, opened again, and loaded. The only module with unsafe code.
//!
//! Not the compiler and not the files: `compile` makes artefacts, `cache` keeps them.
//!
//! Invariant: an [`Artefact`] holds bytes that a compiler of this host wrote: it came from one just now, or its seal
//! proves that a holder of the key wrote it for this component, engine and build.
#![expect(
    unsafe_code,
    reason = "loading machine code trusts it; the seal is what makes it trustworthy"
)]

use std::hash::{Hash, Hasher};

use wasmtime::{Engine, component::Component};

use crate::identity::Digest;

/// Begins every sealed artefact.
const MAGIC: &[u8; 8] = b"stemeart";
/// Bytes before the artefact: magic and seal.
pub(crate) const SEAL_BYTES: usize = MAGIC.len() + 32;

/// Machine code of one component for one engine.
pub(crate) struct Artefact(Vec<u8>);

/// What an artefact depends on beside the component: the engine's settings and the host's build.
pub(crate) struct Fingerprint([u8; 32]);

/// The secret that separates our machine code from everybody else's.
pub(crate) struct SealKey(pub(crate) [u8; 32]);

impl Fingerprint {
    pub(crate) fn of(engine: &Engine, build_id: &str) -> Self {
        let mut hasher = Blake3(blake3::Hasher::new());
        engine.precompile_compatibility_hash().hash(&mut hasher);
        build_id.hash(&mut hasher);
        Self(*hasher.0.finalize().as_bytes())
    }
}

impl SealKey {
    fn seal(&self, digest: Digest, fingerprint: &Fingerprint, artefact: &[u8]) -> blake3::Hash {
        // Every field before the artefact has a fixed length, so no two inputs run together.
        blake3::Hasher::new_keyed(&self.0)
            .update(MAGIC)
            .update(&digest.0)
            .update(&fingerprint.0)
            .update(artefact)
            .finalize()
    }
}

impl Artefact {
    /// What this host's own compiler just returned.
    pub(crate) fn compiled(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The head of a file that holds the artefact, and the artefact.
    pub(crate) fn sealed(
        &self,
        key: &SealKey,
        digest: Digest,
        fingerprint: &Fingerprint,
    ) -> ([u8; SEAL_BYTES], &[u8]) {
        let mut head = [0; SEAL_BYTES];
        let (magic, seal) = head.split_at_mut(MAGIC.len());
        magic.copy_from_slice(MAGIC);
        seal.copy_from_slice(key.seal(digest, fingerprint, &self.0).as_bytes());
        (head, &self.0)
    }

    /// The artefact in a sealed file; `None` unless the seal was made with the key for the same component and engine.
    pub(crate) fn opened(
        mut file: Vec<u8>,
        key: &SealKey,
        digest: Digest,
        fingerprint: &Fingerprint,
    ) -> Option<Self> {
        let (head, artefact) = file.split_at_checked(SEAL_BYTES)?;
        let seal: [u8; 32] = head.strip_prefix(MAGIC.as_slice())?.try_into().ok()?;
        // Hashes of this type are compared in constant time.
        if key.seal(digest, fingerprint, artefact) != seal {
            return None;
        }
        file.drain(..SEAL_BYTES);
        Some(Self(file))
    }

    /// Makes the machine code callable.
    pub(crate) fn load(&self, engine: &Engine) -> wasmtime::Result<Component> {
        // SAFETY: the bytes were written by a compiler of this host (see the invariant above), they can't change
        // since they lie in memory that this value owns, and wasmtime compares version and settings itself.
        unsafe { Component::deserialize(engine, &self.0) }
    }
}

/// Feeds `Hash` into BLAKE3: the standard hasher is neither collision-proof nor promised to stay the same.
struct Blake3(blake3::Hasher);

impl Hasher for Blake3 {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let hash = self.0.finalize();
        hash.as_bytes()
            .iter()
            .take(8)
            .fold(0, |sum, &byte| sum << 8 | u64::from(byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: SealKey = SealKey([7; 32]);
    const FINGERPRINT: Fingerprint = Fingerprint([9; 32]);

    fn file(digest: Digest) -> Vec<u8> {
        let artefact = Artefact::compiled(b"machine code".to_vec());
        let (head, body) = artefact.sealed(&KEY, digest, &FINGERPRINT);
        [&head[..], body].concat()
    }

    #[test]
    fn only_the_same_key_component_and_engine_open_it() {
        let digest = Digest::of(b"component");
        let open = |key: &SealKey, digest, fingerprint: &Fingerprint| {
            Artefact::opened(file(Digest::of(b"component")), key, digest, fingerprint).is_some()
        };
        assert!(open(&KEY, digest, &FINGERPRINT));
        assert!(!open(&SealKey([8; 32]), digest, &FINGERPRINT));
        assert!(!open(&KEY, Digest::of(b"other"), &FINGERPRINT));
        assert!(!open(&KEY, digest, &Fingerprint([8; 32])));
    }

    #[test]
    fn no_changed_or_shortened_file_opens() {
        let digest = Digest::of(b"component");
        let whole = file(digest);
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            let opened = Artefact::opened(changed, &KEY, digest, &FINGERPRINT);
            assert!(opened.is_none(), "a flipped bit in byte {at}");
            let cut = Artefact::opened(whole[..at].to_vec(), &KEY, digest, &FINGERPRINT);
            assert!(cut.is_none(), "cut at {at}");
        }
    }
}
