//! Artefacts: what an estimator's job found, as bytes that a digest names. `docs/artefacts.md` describes the format.
//!
//! Invariant: an [`Artefact`] was checked from end to end; a digest that names it always gives the same columns.

use hashbrown::HashMap;
use stemedb_storage::Short;
use stemedb_wire::{ArtefactHead, ArtefactName};

/// First bytes of every artefact; the last one is the format's version.
const MAGIC: &[u8; 8] = b"STEMEST\x01";
/// Length of the head's own length.
const LENGTH_BYTES: usize = 4;
/// Kind, id, claims, reliability.
const VOICE_BYTES: usize = 1 + 32 + 4 + 8;
/// Short id of a claim, likelihood.
const ROW_BYTES: usize = 16 + 8;
/// One, in the units of reliabilities and likelihoods.
const UNITS_ONE: u64 = 1 << 32;
/// Longest head, in bytes.
const HEAD_BYTES_MAX: usize = 1 << 20;
/// Claims that one entry of the fan stands for, about.
const FAN_ROWS: usize = 4;
/// Most bits of a claim's id that the fan looks at.
const FAN_BITS_MAX: u32 = 20;
/// Marks a voice that the method gave no weight.
const NO_WEIGHT: u64 = u64::MAX;

/// What speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum VoiceKind {
    /// An agent who named no source.
    Agent = 0,
    /// A source.
    Source = 1,
}

/// One who speaks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Voice {
    /// What it is.
    pub kind: VoiceKind,
    /// The agent's key or the source's id.
    pub id: [u8; 32],
    /// Number of its claims.
    pub claims: u32,
    /// How reliable it is, 0 ..= 1; none if the method has no weights.
    pub reliability: Option<f64>,
}

/// Why bytes are no artefact, or not the one that was asked for.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum ArtefactError {
    /// Nothing is kept under the digest.
    #[error(
        "the estimate {digest} is not here: there is no file db/artefacts/{digest}; put the file back from a backup, or \
         run the estimator again and name the new estimate"
    )]
    Missing {
        /// The digest.
        digest: String,
    },
    /// What is kept under the digest is something else.
    #[error(
        "the file db/artefacts/{digest} is damaged: {what}; put the file back from a backup, or run the estimator again \
         and name the new estimate"
    )]
    Damaged {
        /// The digest.
        digest: String,
        /// What is wrong.
        what: String,
    },
    /// The file can't be used.
    #[error("the file db/artefacts/{digest} can't be used: {reason}")]
    Unusable {
        /// The digest.
        digest: String,
        /// Why.
        reason: String,
    },
}

/// Gives artefacts by their digests.
pub trait Artefacts: Send + Sync {
    /// The artefact of a digest in hexadecimal.
    ///
    /// # Errors
    /// Names the digest and what is wrong.
    fn artefact(&self, digest: &str) -> Result<std::sync::Arc<Artefact>, ArtefactError>;
}

/// A database without artefacts.
pub(crate) struct NoArtefacts;

impl Artefacts for NoArtefacts {
    fn artefact(&self, digest: &str) -> Result<std::sync::Arc<Artefact>, ArtefactError> {
        Err(ArtefactError::Missing {
            digest: digest.to_owned(),
        })
    }
}

/// What an estimator's job found.
pub struct Artefact {
    digest: String,
    head: ArtefactHead,
    bytes: Vec<u8>,
    voices: HashMap<Short, f64>,
    voices_at: usize,
    rows_at: usize,
    /// Entry n is the first row whose id begins with at least n.
    fan: Vec<u32>,
    fan_bits: u32,
}

impl Artefact {
    /// The bytes of an artefact. Voices and rows may come in any order.
    ///
    /// # Errors
    /// When the head can't be written.
    pub fn encode(
        head: &ArtefactHead,
        voices: &mut [Voice],
        rows: &mut [(Short, f64)],
    ) -> Result<Vec<u8>, serde_json::Error> {
        voices.sort_unstable_by_key(|voice| voice.id);
        rows.sort_unstable_by_key(|row| row.0);
        let head = serde_json::to_vec(head)?;
        let size = voices.len() * VOICE_BYTES + rows.len() * ROW_BYTES;
        let mut bytes = Vec::with_capacity(MAGIC.len() + LENGTH_BYTES + head.len() + size);
        bytes.extend(MAGIC);
        // A head is bounded by what a request may hold.
        bytes.extend((head.len() as u32).to_le_bytes());
        bytes.extend(head);
        for voice in voices {
            bytes.push(voice.kind as u8);
            bytes.extend(voice.id);
            bytes.extend(voice.claims.to_le_bytes());
            bytes.extend(voice.reliability.map_or(NO_WEIGHT, units).to_le_bytes());
        }
        for (id, likelihood) in rows {
            bytes.extend(*id);
            bytes.extend(units(*likelihood).to_le_bytes());
        }
        Ok(bytes)
    }

    /// The digest of an artefact's bytes, in hexadecimal.
    #[must_use]
    pub fn digest_of(bytes: &[u8]) -> String {
        blake3::hash(bytes).to_hex().to_string()
    }

    /// Reads and checks the artefact that a digest names.
    ///
    /// # Errors
    /// `Damaged`, with what is wrong.
    pub fn decode(digest: &str, bytes: Vec<u8>) -> Result<Self, ArtefactError> {
        let damaged = |what: String| ArtefactError::Damaged {
            digest: digest.to_owned(),
            what,
        };
        let found = Self::digest_of(&bytes);
        if found != digest {
            return Err(damaged(format!("its BLAKE3 is {found}")));
        }
        Self::read(found, bytes).map_err(damaged)
    }

    fn read(digest: String, bytes: Vec<u8>) -> Result<Self, String> {
        let (head, voices_at) = head(&bytes)?;
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let voices_bytes = count(head.voices).saturating_mul(VOICE_BYTES);
        let rows_at = voices_at.saturating_add(voices_bytes);
        let end = rows_at.saturating_add(count(head.likelihoods).saturating_mul(ROW_BYTES));
        if end != bytes.len() {
            return Err(format!(
                "it has {} bytes, its head speaks of {end}",
                bytes.len()
            ));
        }
        let mut voices = HashMap::with_capacity(count(head.voices));
        let mut last: Option<&[u8]> = None;
        for entry in bytes[voices_at..rows_at].chunks_exact(VOICE_BYTES) {
            if last.is_some_and(|last| last >= &entry[1..33]) {
                return Err("its voices are not in order".to_owned());
            }
            last = Some(&entry[1..33]);
            let voice = voice(entry)?;
            if let Some(reliability) = voice.reliability {
                voices.insert(stemedb_storage::short(&voice.id), reliability);
            }
        }
        let (fan, fan_bits) = fan(&bytes[rows_at..])?;
        Ok(Artefact {
            digest,
            head,
            voices,
            voices_at,
            rows_at,
            fan,
            fan_bits,
            bytes,
        })
    }

    /// BLAKE3 of its bytes, in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// What it was made of and by whom.
    #[must_use]
    pub fn head(&self) -> &ArtefactHead {
        &self.head
    }

    /// As answers name it.
    #[must_use]
    pub fn name(&self) -> ArtefactName {
        ArtefactName {
            name: self.head.name.clone(),
            digest: self.digest.clone(),
            estimator: self.head.estimator.clone(),
        }
    }

    /// Bytes that it takes in memory, about.
    #[must_use]
    pub fn weight(&self) -> usize {
        self.bytes.len() + self.fan.len() * 4 + self.voices.capacity() * 28
    }

    /// Everybody who speaks in it, by id.
    pub fn voices(&self) -> impl Iterator<Item = Voice> + '_ {
        let entries = self.bytes[self.voices_at..self.rows_at].chunks_exact(VOICE_BYTES);
        entries.filter_map(|entry| voice(entry).ok())
    }

    /// How reliable a voice is, 0 ..= 1; none if it is not known.
    #[must_use]
    pub fn reliability(&self, voice: &Short) -> Option<f64> {
        self.voices.get(voice).copied()
    }

    /// How likely a claim is right, 0 ..= 1; none if it is not known.
    #[must_use]
    pub fn likelihood(&self, claim: &Short) -> Option<f64> {
        let prefix = prefix(claim, self.fan_bits);
        let (from, until) = (*self.fan.get(prefix)?, *self.fan.get(prefix + 1)?);
        let rows = &self.bytes[self.rows_at..];
        let mut few = rows[from as usize * ROW_BYTES..until as usize * ROW_BYTES]
            .chunks_exact(ROW_BYTES)
            .skip_while(|row| &row[..16] < claim.as_slice());
        let row = few.next().filter(|row| row[..16] == *claim)?;
        Some(real(number(&row[16..])))
    }
}

impl std::fmt::Debug for Artefact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Artefact({} {})", self.head.name, self.digest)
    }
}

/// The head, and where the voices begin.
fn head(bytes: &[u8]) -> Result<(ArtefactHead, usize), String> {
    let rest = bytes
        .strip_prefix(MAGIC)
        .ok_or("it is no artefact of a version that is known")?;
    let (length, rest) = rest
        .split_first_chunk::<LENGTH_BYTES>()
        .ok_or("it is cut")?;
    let length = u32::from_le_bytes(*length) as usize;
    if length > HEAD_BYTES_MAX {
        return Err(format!("its head has {length} bytes"));
    }
    let head = rest.get(..length).ok_or("its head is cut")?;
    let head = serde_json::from_slice(head).map_err(|error| format!("its head: {error}"))?;
    Ok((head, MAGIC.len() + LENGTH_BYTES + length))
}

fn voice(entry: &[u8]) -> Result<Voice, String> {
    let kind = match entry[0] {
        0 => VoiceKind::Agent,
        1 => VoiceKind::Source,
        other => return Err(format!("a voice of kind {other}")),
    };
    let mut id = [0; 32];
    id.copy_from_slice(&entry[1..33]);
    let reliability = match number(&entry[37..]) {
        NO_WEIGHT => None,
        units if units <= UNITS_ONE => Some(real(units)),
        units => return Err(format!("a reliability of {units} units")),
    };
    Ok(Voice {
        kind,
        id,
        claims: entry[33..37]
            .iter()
            .rev()
            .fold(0, |number, byte| number << 8 | u32::from(*byte)),
        reliability,
    })
}

/// Where the rows begin that share the first bits of their ids; rows must rise.
fn fan(rows: &[u8]) -> Result<(Vec<u32>, u32), String> {
    let count = rows.len() / ROW_BYTES;
    let bits = (count / FAN_ROWS).max(1).ilog2().min(FAN_BITS_MAX);
    let mut fan = Vec::with_capacity((1 << bits) + 1);
    let mut last: Option<&[u8]> = None;
    for (at, row) in rows.chunks_exact(ROW_BYTES).enumerate() {
        if last.is_some_and(|last| last >= &row[..16]) {
            return Err("its claims are not in order".to_owned());
        }
        if number(&row[16..]) > UNITS_ONE {
            return Err("a likelihood above one".to_owned());
        }
        last = Some(&row[..16]);
        let mut id = [0; 16];
        id.copy_from_slice(&row[..16]);
        while fan.len() <= prefix(&id, bits) {
            // A job has at most 2^22 rows.
            fan.push(at as u32);
        }
    }
    fan.resize((1 << bits) + 1, count as u32);
    Ok((fan, bits))
}

/// The first bits of an id.
fn prefix(id: &Short, bits: u32) -> usize {
    let first = u32::from_be_bytes([id[0], id[1], id[2], id[3]]);
    (u64::from(first) << bits >> 32) as usize
}

/// Little-endian, of the first eight bytes.
fn number(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .take(8)
        .rev()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// A number of 0 ..= 1 in units of 2^-32, ties to even.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it lies in 0 ..= 2^32"
)]
fn units(number: f64) -> u64 {
    // Adding 2^20 leaves 32 bits behind the point in a 53-bit mantissa.
    let rounded = (number.clamp(0.0, 1.0) + 1_048_576.0) - 1_048_576.0;
    (rounded * 4_294_967_296.0) as u64
}

/// Exact: at most 2^32 units.
#[expect(clippy::cast_precision_loss, reason = "at most 2^32")]
fn real(units: u64) -> f64 {
    units as f64 / 4_294_967_296.0
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;
    use stemedb_wire::PluginName;

    fn head(voices: u64, likelihoods: u64) -> ArtefactHead {
        ArtefactHead {
            name: "flight".to_owned(),
            estimator: PluginName {
                id: "accu".to_owned(),
                version: "0.1.0".to_owned(),
                world: "estimator".to_owned(),
                digest: "00".repeat(32),
            },
            lens: "accu".to_owned(),
            namespace: "public".to_owned(),
            predicates: vec![],
            subject_prefix: String::new(),
            lifecycle: "live".to_owned(),
            as_of: 1,
            known_at: 2,
            position: 3,
            groups: 4,
            rows: 5,
            voices,
            likelihoods,
            rounds: 6,
        }
    }

    fn id(number: u32) -> Short {
        stemedb_storage::short(blake3::hash(&number.to_le_bytes()).as_bytes())
    }

    fn made(rows: u32) -> Vec<u8> {
        let mut voices = [7u8, 3].map(|byte| Voice {
            kind: VoiceKind::Source,
            id: [byte; 32],
            claims: u32::from(byte),
            reliability: (byte == 7).then_some(1.0),
        });
        let mut rows: Vec<(Short, f64)> = (0..rows)
            .map(|number| (id(number), f64::from(number % 5) / 4.0))
            .collect();
        let head = head(2, rows.len() as u64);
        Artefact::encode(&head, &mut voices, &mut rows).unwrap()
    }

    #[test]
    fn every_row_and_voice_is_found_again_and_no_other() {
        for rows in [0, 1, 3, 100, 5_000] {
            let bytes = made(rows);
            let artefact = Artefact::decode(&Artefact::digest_of(&bytes), bytes).unwrap();
            for number in 0..rows {
                let expected = Some(f64::from(number % 5) / 4.0);
                assert_eq!(artefact.likelihood(&id(number)), expected, "{rows}");
            }
            assert_eq!(artefact.likelihood(&id(rows)), None);
            assert_eq!(artefact.likelihood(&[0xff; 16]), None);
            assert_eq!(artefact.reliability(&[7; 16]), Some(1.0));
            assert_eq!(artefact.reliability(&[3; 16]), None);
            assert_eq!(artefact.voices().count(), 2);
        }
    }

    #[test]
    fn any_other_byte_is_noticed() {
        let whole = made(3);
        let digest = Artefact::digest_of(&whole);
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            let told = Artefact::decode(&digest, bytes).unwrap_err().to_string();
            assert!(told.contains("BLAKE3"), "{told}");
        }
    }

    #[test]
    fn bytes_that_break_the_format_are_refused_whatever_their_digest() {
        let refused = |bytes: Vec<u8>, expected: &str| {
            let digest = Artefact::digest_of(&bytes);
            let told = Artefact::decode(&digest, bytes).unwrap_err().to_string();
            assert!(told.contains(expected), "{told}");
        };
        let whole = made(3);
        refused(Vec::new(), "no artefact");
        refused(whole[..10].to_vec(), "cut");
        refused(whole[..30].to_vec(), "cut");
        refused(whole[..whole.len() - 1].to_vec(), "its head speaks of");
        let mut swapped = whole.clone();
        let rows = whole.len() - 2 * ROW_BYTES;
        swapped.copy_within(rows..rows + ROW_BYTES, rows + ROW_BYTES);
        refused(swapped, "not in order");
        let mut above = whole.clone();
        above[whole.len() - 1] = 1;
        refused(above, "above one");
        let mut kind = whole;
        let voices = kind.len() - 3 * ROW_BYTES - 2 * VOICE_BYTES;
        kind[voices] = 9;
        refused(kind, "kind 9");
    }
}
