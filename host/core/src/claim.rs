//! Claims: what an agent states of a subject, and on what it rests.

use std::collections::BTreeMap;

use crate::cbor::{Reader, Writer};
use crate::error::RecordError;
use crate::fields;
use crate::id::Id;
use crate::limits::{
    METADATA_ENTRIES_MAX, METADATA_KEY_BYTES_MAX, METADATA_VALUE_BYTES_MAX, PREDICATE_BYTES_MAX,
    VECTOR_DIMENSIONS_MAX,
};
use crate::object::Object;
use crate::place::Lifecycle;
use crate::tier::SourceClass;

/// The fields of a claim behind the header. The header's time is the claim's valid time.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Field 5: what it is about; not empty, no NUL, not under `plugin://`.
    pub subject: String,
    /// Field 6: the aspect.
    pub predicate: String,
    /// Field 7: the stated value.
    pub object: Object,
    /// Field 8: the author's confidence in millionths, 0 ..= 1,000,000.
    pub confidence: u32,
    /// Field 9: the class of the source.
    pub source_class: SourceClass,
    /// Field 10.
    pub lifecycle: Lifecycle,
    /// Field 11: the claim that this one corrects or moves on.
    pub parent: Option<Id>,
    /// Field 12: the source record that it rests on.
    pub source: Option<Id>,
    /// Field 13: the epoch that it belongs to.
    pub epoch: Option<Id>,
    /// Field 14: BLAKE3 of the evidence (a PDF, a page as read).
    pub evidence: Option<[u8; 32]>,
    /// Field 15: perceptual hash of a figure.
    pub visual_hash: Option<[u8; 8]>,
    /// Field 16: an embedding; little-endian 32-bit floats, all finite.
    pub vector: Option<Vec<f32>>,
    /// Field 17: free text metadata; left out when empty.
    pub metadata: BTreeMap<String, String>,
}

impl Claim {
    /// A claim with the given triple, full confidence, anecdotal class and nothing else set.
    #[must_use]
    pub fn new(subject: impl Into<String>, predicate: impl Into<String>, object: Object) -> Self {
        Claim {
            subject: subject.into(),
            predicate: predicate.into(),
            object,
            confidence: crate::tier::CONFIDENCE_ONE,
            source_class: SourceClass::Anecdotal,
            lifecycle: Lifecycle::Proposed,
            parent: None,
            source: None,
            epoch: None,
            evidence: None,
            visual_hash: None,
            vector: None,
            metadata: BTreeMap::new(),
        }
    }

    pub(crate) fn validate(&self) -> Result<(), RecordError> {
        fields::subject(&self.subject)?;
        fields::name("predicate", &self.predicate, PREDICATE_BYTES_MAX)?;
        self.object.validate()?;
        fields::millionths("confidence", u64::from(self.confidence))?;
        self.validate_vector()?;
        self.validate_metadata()
    }

    fn validate_vector(&self) -> Result<(), RecordError> {
        let Some(vector) = &self.vector else {
            return Ok(());
        };
        if vector.is_empty() || vector.len() > VECTOR_DIMENSIONS_MAX {
            return Err(RecordError::TooLong {
                field: "vector",
                found: vector.len(),
                max: VECTOR_DIMENSIONS_MAX,
            });
        }
        match vector.iter().position(|x| !x.is_finite()) {
            Some(at) => Err(RecordError::invalid(
                "vector",
                format!("dimension {at} is not finite"),
            )),
            None => Ok(()),
        }
    }

    fn validate_metadata(&self) -> Result<(), RecordError> {
        if self.metadata.len() > METADATA_ENTRIES_MAX {
            return Err(RecordError::TooLong {
                field: "metadata",
                found: self.metadata.len(),
                max: METADATA_ENTRIES_MAX,
            });
        }
        for (key, value) in &self.metadata {
            fields::name("metadata key", key, METADATA_KEY_BYTES_MAX)?;
            fields::bounded_text("metadata value", value, METADATA_VALUE_BYTES_MAX)?;
        }
        Ok(())
    }

    pub(crate) fn entries(&self) -> u64 {
        let optional = [
            self.parent.is_some(),
            self.source.is_some(),
            self.epoch.is_some(),
            self.evidence.is_some(),
            self.visual_hash.is_some(),
            self.vector.is_some(),
            !self.metadata.is_empty(),
        ];
        6 + optional.iter().filter(|set| **set).count() as u64
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.uint(5).text(&self.subject);
        out.uint(6).text(&self.predicate);
        out.uint(7);
        self.object.write(out);
        out.uint(8).uint(u64::from(self.confidence));
        out.uint(9).uint(u64::from(self.source_class.number()));
        out.uint(10).uint(u64::from(self.lifecycle.number()));
        for (key, id) in [(11, self.parent), (12, self.source), (13, self.epoch)] {
            if let Some(id) = id {
                out.uint(key).bytes(&id.0);
            }
        }
        if let Some(evidence) = &self.evidence {
            out.uint(14).bytes(evidence);
        }
        if let Some(hash) = &self.visual_hash {
            out.uint(15).bytes(hash);
        }
        if let Some(vector) = &self.vector {
            let bytes: Vec<u8> = vector.iter().flat_map(|x| x.to_le_bytes()).collect();
            out.uint(16).bytes(&bytes);
        }
        self.write_metadata(out);
    }

    /// Keys in the order of their encodings: shorter first, then by bytes, as RFC 8949 4.2.1 orders encoded keys.
    fn write_metadata(&self, out: &mut Writer) {
        if self.metadata.is_empty() {
            return;
        }
        let mut entries: Vec<_> = self.metadata.iter().collect();
        entries.sort_by_key(|(key, _)| (key.len(), key.as_bytes()));
        out.uint(17).map(entries.len() as u64);
        for (key, value) in entries {
            out.text(key).text(value);
        }
    }

    /// Reads the fields from `first` on; `left` counts the map entries still to come.
    pub(crate) fn read(from: &mut Reader<'_>, left: u64) -> Result<Self, RecordError> {
        let mut subject = None;
        let mut predicate = None;
        let mut object = None;
        let mut confidence = None;
        let mut source_class = None;
        let mut lifecycle = None;
        let mut claim = Claim::new("", "", Object::Boolean(false));
        for _ in 0..left {
            match from.uint()? {
                5 => subject = Some(from.text()?.to_owned()),
                6 => predicate = Some(from.text()?.to_owned()),
                7 => object = Some(Object::read(from)?),
                8 => confidence = Some(fields::millionths("confidence", from.uint()?)?),
                9 => source_class = Some(SourceClass::from_number(from.uint()?)?),
                10 => lifecycle = Some(Lifecycle::from_number(from.uint()?)?),
                11 => claim.parent = Some(Id(from.bytes32()?)),
                12 => claim.source = Some(Id(from.bytes32()?)),
                13 => claim.epoch = Some(Id(from.bytes32()?)),
                14 => claim.evidence = Some(from.bytes32()?),
                15 => claim.visual_hash = Some(read_visual_hash(from)?),
                16 => claim.vector = Some(read_vector(from)?),
                17 => claim.metadata = read_metadata(from)?,
                field => {
                    return Err(RecordError::UnknownField {
                        field,
                        kind: "claim",
                    });
                }
            }
        }
        let missing = |field| RecordError::MissingField {
            field,
            kind: "claim",
        };
        claim.subject = subject.ok_or(missing("subject"))?;
        claim.predicate = predicate.ok_or(missing("predicate"))?;
        claim.object = object.ok_or(missing("object"))?;
        claim.confidence = confidence.ok_or(missing("confidence"))?;
        claim.source_class = source_class.ok_or(missing("source_class"))?;
        claim.lifecycle = lifecycle.ok_or(missing("lifecycle"))?;
        Ok(claim)
    }
}

fn read_visual_hash(from: &mut Reader<'_>) -> Result<[u8; 8], RecordError> {
    from.bytes()?
        .try_into()
        .map_err(|_| RecordError::invalid("visual_hash", "it must be 8 bytes"))
}

fn read_vector(from: &mut Reader<'_>) -> Result<Vec<f32>, RecordError> {
    let bytes = from.bytes()?;
    let (floats, rest) = bytes.as_chunks::<4>();
    if !rest.is_empty() {
        return Err(RecordError::invalid(
            "vector",
            format!("{} bytes are no whole number of 32-bit floats", bytes.len()),
        ));
    }
    Ok(floats.iter().map(|b| f32::from_le_bytes(*b)).collect())
}

fn read_metadata(from: &mut Reader<'_>) -> Result<BTreeMap<String, String>, RecordError> {
    let entries = from.map()?;
    if entries == 0 {
        return Err(RecordError::NotCanonical);
    }
    if entries > METADATA_ENTRIES_MAX as u64 {
        return Err(RecordError::TooLong {
            field: "metadata",
            found: usize::try_from(entries).unwrap_or(usize::MAX),
            max: METADATA_ENTRIES_MAX,
        });
    }
    let mut metadata = BTreeMap::new();
    for _ in 0..entries {
        let key = from.text()?.to_owned();
        metadata.insert(key, from.text()?.to_owned());
    }
    Ok(metadata)
}
