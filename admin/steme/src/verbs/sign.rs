//! The verbs that sign a record and write it.

use std::io::Read as _;
use std::path::Path;

use stemedb_core::limits::SOURCE_CONTENT_BYTES_MAX;
use stemedb_core::{
    Body, Claim, EpochRecord, Header, Object, RetractionRecord, SignatureRecord, SignedRecord,
    Signer, SourceRecord, VoteRecord,
};
use stemedb_wire::ContentView;

use super::Command;
use crate::arguments::{
    AssertOptions, ClaimOptions, EpochOptions, Signing, SourceOptions, SupersedeOptions,
    TargetOptions, VoteOptions, WithdrawOptions,
};
use crate::exit::{Exit, Failure};
use crate::target::Target;
use crate::value::{class, digest, id, kind_of, metadata, millionths, object};
use crate::{key, show};

pub(super) fn assert(
    command: &mut Command<'_, '_>,
    options: &AssertOptions,
) -> Result<Exit, Failure> {
    let object = object(options.claim.kind, &options.value)?;
    let mut claim = Claim::new(&options.subject, &options.predicate, object);
    fill(&mut claim, &options.claim)?;
    claim.source_class = class(options.claim.class.as_deref())?;
    if let Some(parent) = &options.parent {
        claim.parent = Some(id("the parent", parent)?);
    }
    let time = command.time(options.claim.time.as_deref())?;
    let said = sentence(&claim, options.claim.kind.is_some());
    let signer = signer(command, &options.signing)?;
    let record = sign(&signer, &options.namespace, time, Body::Claim(claim))?;
    let target = command.writable()?;
    write(command, &*target, record, "claim", &said)
}

pub(super) fn supersede(
    command: &mut Command<'_, '_>,
    options: &SupersedeOptions,
) -> Result<Exit, Failure> {
    let object = object(options.claim.kind, &options.value)?;
    let parent = id("the claim", &options.parent)?;
    let time = command.time(options.claim.time.as_deref())?;
    let signer = signer(command, &options.signing)?;
    let target = command.writable()?;
    let old = target.trace(&options.parent)?.record;
    let ContentView::Claim(replaced) = &old.content else {
        return Err(wrong_kind(
            &old.id,
            &old.kind,
            "only a claim can be superseded",
        ));
    };
    let mut claim = Claim::new(&replaced.subject, &replaced.predicate, object);
    fill(&mut claim, &options.claim)?;
    claim.parent = Some(parent);
    let source_class = options.claim.class.as_deref();
    claim.source_class = class(source_class.or(Some(&replaced.source_class)))?;
    let said = sentence(&claim, options.claim.kind.is_some());
    let record = sign(&signer, &old.namespace, time, Body::Claim(claim))?;
    write(command, &*target, record, "claim", &said)
}

pub(super) fn cosign(
    command: &mut Command<'_, '_>,
    options: &TargetOptions,
) -> Result<Exit, Failure> {
    let target_id = id("the record", &options.id)?;
    let signer = signer(command, &options.signing)?;
    let target = command.writable()?;
    let signed = target.trace(&options.id)?.record;
    let header = header(&signer, &signed.namespace, command.now());
    let signature = signer.sign(target_id, header.time);
    let body = Body::Signature(SignatureRecord {
        target: target_id,
        signature,
    });
    // A signature record proves itself: its own 64 bytes stand beside it as well.
    let bytes = body.encode(&header).map_err(|error| refused(&error))?;
    let record = SignedRecord {
        id: Body::id(body.kind(), &bytes),
        header,
        body,
        bytes,
        signature,
    };
    let said = format!("under the {} {}", signed.kind, signed.id);
    write(command, &*target, record, "signature", &said)
}

pub(super) fn vote(command: &mut Command<'_, '_>, options: &VoteOptions) -> Result<Exit, Failure> {
    let target_id = id("the claim", &options.id)?;
    let weight = millionths("the weight", options.weight)?;
    let signer = signer(command, &options.signing)?;
    let target = command.writable()?;
    let judged = target.trace(&options.id)?.record;
    let body = Body::Vote(VoteRecord {
        target: target_id,
        weight,
    });
    let record = sign(&signer, &judged.namespace, command.now(), body)?;
    let said = format!("{} on the {} {}", options.weight, judged.kind, judged.id);
    write(command, &*target, record, "vote", &said)
}

pub(super) fn retract(
    command: &mut Command<'_, '_>,
    options: &WithdrawOptions,
) -> Result<Exit, Failure> {
    let target_id = id("the record", &options.id)?;
    let signer = signer(command, &options.signing)?;
    let target = command.writable()?;
    let trace = target.trace(&options.id)?;
    let body = Body::Retraction(RetractionRecord {
        target: target_id,
        reason: options.reason.clone(),
    });
    let record = sign(&signer, &trace.record.namespace, command.now(), body)?;
    let said = format!("of the {} {}", trace.record.kind, trace.record.id);
    let exit = write(command, &*target, record, "retraction", &said)?;
    if trace.dependants > 0 {
        command.screen.note(&format!(
            "Claims that rest on it: {}. See them with `steme source impact {}`.",
            trace.dependants, options.id
        ));
    }
    Ok(exit)
}

pub(super) fn source(
    command: &mut Command<'_, '_>,
    options: &SourceOptions,
) -> Result<Exit, Failure> {
    let source_class = class(options.class.as_deref())?;
    let body = Body::Source(SourceRecord {
        title: options.title.clone(),
        citation: options.citation.clone(),
        source_class,
        digest: options.document.as_deref().map(digest).transpose()?,
        content: options.content.as_deref().map(content).transpose()?,
    });
    let time = command.time(options.time.as_deref())?;
    let signer = signer(command, &options.signing)?;
    let record = sign(&signer, &options.namespace, time, body)?;
    let target = command.writable()?;
    let said = format!("{} ({source_class})", options.title);
    write(command, &*target, record, "source", &said)
}

pub(super) fn epoch(
    command: &mut Command<'_, '_>,
    options: &EpochOptions,
) -> Result<Exit, Failure> {
    let supersedes = match &options.supersedes {
        Some(old) => Some((
            id("the superseded epoch", old)?,
            options.how.parse().map_err(|error| refused_usage(&error))?,
        )),
        None => None,
    };
    let body = Body::Epoch(EpochRecord {
        name: options.name.clone(),
        supersedes,
    });
    let time = command.time(options.time.as_deref())?;
    let signer = signer(command, &options.signing)?;
    let record = sign(&signer, &options.namespace, time, body)?;
    let target = command.writable()?;
    write(command, &*target, record, "epoch", &options.name)
}

/// What a claim says besides its triple, parent and class.
fn fill(claim: &mut Claim, options: &ClaimOptions) -> Result<(), Failure> {
    claim.confidence = millionths("the confidence", options.confidence)?;
    if let Some(source) = &options.source {
        claim.source = Some(id("the source", source)?);
    }
    if let Some(epoch) = &options.epoch {
        claim.epoch = Some(id("the epoch", epoch)?);
    }
    if let Some(lifecycle) = &options.lifecycle {
        claim.lifecycle = lifecycle.parse().map_err(|error| refused_usage(&error))?;
    }
    claim.evidence = options.evidence.as_deref().map(digest).transpose()?;
    claim.metadata = metadata(&options.meta)?;
    Ok(())
}

/// The triple, and what kind of value was taken, so that a wrong guess is seen.
fn sentence(claim: &Claim, named: bool) -> String {
    let shown = match &claim.object {
        Object::Text(text) => format!("\"{text}\""),
        other => other.to_string(),
    };
    let taken = if named { "" } else { "taken as " };
    format!(
        "{} · {} = {shown} ({taken}{})",
        claim.subject,
        claim.predicate,
        kind_of(&claim.object)
    )
}

fn content(path: &Path) -> Result<String, Failure> {
    let failed = |error: std::io::Error| Failure::file(path, "read", &error);
    let mut text = String::new();
    // One byte more than fits, so that what is too long is refused and not cut.
    std::fs::File::open(path)
        .map_err(failed)?
        .take(SOURCE_CONTENT_BYTES_MAX as u64 + 1)
        .read_to_string(&mut text)
        .map_err(failed)?;
    Ok(text)
}

fn signer(command: &Command<'_, '_>, signing: &Signing) -> Result<Signer, Failure> {
    key::read(&command.key_file(signing)?)
}

fn header(signer: &Signer, namespace: &str, time: u64) -> Header {
    Header {
        namespace: namespace.to_owned(),
        author: signer.agent(),
        time,
    }
}

fn sign(signer: &Signer, namespace: &str, time: u64, body: Body) -> Result<SignedRecord, Failure> {
    SignedRecord::sign(header(signer, namespace, time), body, signer)
        .map_err(|error| refused(&error))
}

/// A record that breaks a rule is refused here as a database would refuse it.
fn refused(error: &stemedb_core::RecordError) -> Failure {
    Failure::new(Exit::Refused, 422, "invalid_record", error.to_string())
}

fn refused_usage(error: &stemedb_core::RecordError) -> Failure {
    Failure::usage(error.to_string())
}

fn wrong_kind(id: &str, kind: &str, why: &str) -> Failure {
    let detail = format!("{id} is a {kind}: {why}");
    Failure::new(Exit::Refused, 409, "wrong_target", detail)
}

fn write(
    command: &mut Command<'_, '_>,
    target: &dyn Target,
    record: SignedRecord,
    what: &str,
    said: &str,
) -> Result<Exit, Failure> {
    let view = target.write(record)?;
    command
        .screen
        .result(&view, |view, page| show::written(view, what, said, page))?;
    Ok(Exit::Done)
}
