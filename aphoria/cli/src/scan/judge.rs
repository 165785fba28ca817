//! From what was seen in a file to judged observations.

use std::collections::HashMap;

use aphoria_authority::{Claim, Expected, Resolved, Verdict as Judged};
use aphoria_core::{Context as Standing, Value};
use aphoria_report::{
    Against, Baseline, Citation, Conflict, Context, ContextKind, Note, Observation, Place,
    SuppressedBy, Suppression, Tier, Verdict, mask,
};
use aphoria_scan::{FileOf, Seen};
use aphoria_source::Projects;
use aphoria_source::suppress;

use crate::acks::Acks;
use crate::config::Config;

/// What judging needs to know.
pub(crate) struct Judge<'a> {
    pub(crate) config: &'a Config,
    pub(crate) resolved: &'a Resolved,
    pub(crate) acks: &'a Acks,
    /// Fingerprints that were there before, if the scan is held against a baseline.
    pub(crate) baseline: Option<&'a std::collections::HashSet<String>>,
    pub(crate) projects: &'a Projects,
    /// Ids of the extractors, by their numbers.
    pub(crate) extractors: &'a [String],
    /// Today, for acknowledgements that end.
    pub(crate) today: &'a str,
    pub(crate) min_confidence: f64,
}

/// What came of a file.
#[derive(Default)]
pub(crate) struct OfFile {
    pub(crate) bytes: u64,
    pub(crate) observations: Vec<Observation>,
    pub(crate) notes: Vec<Note>,
    /// Numbers of acknowledgements that covered something.
    pub(crate) acks_used: Vec<usize>,
    /// Observations of each extractor.
    pub(crate) counts: std::collections::BTreeMap<u32, u64>,
}

/// Names of the tiers, by number.
const TIERS: [&str; 6] = [
    "standard",
    "OWASP and CWE",
    "vendor",
    "team",
    "earlier observation",
    "anecdote",
];

impl Judge<'_> {
    /// Judges everything that was seen in a file.
    pub(crate) fn file(&self, file: &FileOf, seen: &[Seen]) -> OfFile {
        let text = file.source.text();
        let mut told = OfFile {
            bytes: text.len() as u64,
            ..OfFile::default()
        };
        let suppressions = memchr::memmem::find(text.as_bytes(), b"aphoria:").map(|_| {
            suppress::parse(text, |offset| {
                let offset = u32::try_from(offset).unwrap_or(u32::MAX);
                file.source.context_at(offset) == Standing::Comment
            })
        });
        let prefix = self.prefix(file);
        let mut ordinals: HashMap<String, u32> = HashMap::new();
        for one in seen
            .iter()
            .filter(|one| one.confidence >= self.min_confidence)
        {
            *told.counts.entry(one.extractor).or_default() += 1;
            let mut made = self.observation(file, one, &prefix);
            made.fingerprint = fingerprint(&made, &mut ordinals);
            if made.verdict.is_conflict() {
                self.suppress(&mut made, suppressions.as_ref(), &mut told.acks_used);
            }
            self.hold_against_baseline(&mut made);
            told.observations.push(made);
        }
        if let Some(suppressions) = &suppressions {
            self.notes(file, suppressions, &mut told.notes);
        }
        told
    }

    /// `code://<language>/<project>/<module…>/`
    fn prefix(&self, file: &FileOf) -> String {
        let project = self.projects.of(&file.path);
        let name = match &self.config.project.name {
            Some(name) => aphoria_source::project::segment(name),
            None => project.segment(),
        };
        let mut prefix = format!("code://{}/{name}/", file.source.language());
        for module in self.projects.module(&file.path) {
            prefix.push_str(&module);
            prefix.push('/');
        }
        prefix
    }

    fn observation(&self, file: &FileOf, seen: &Seen, prefix: &str) -> Observation {
        let text = file.source.text();
        let secret = seen.secret.map_or("", |secret| file.source.slice(secret));
        let (judged, conflict) = self.resolved.judge(
            &seen.concept,
            &seen.predicate,
            &seen.value,
            seen.confidence,
            self.config.thresholds(),
        );
        let claims = &self.resolved.corpus.claims;
        let conflict = conflict.map(|conflict| Conflict {
            score: conflict.score,
            against: conflict
                .against
                .iter()
                .filter_map(|&number| claims.get(number))
                .map(against)
                .collect(),
        });
        let line = file.source.line_of(seen.span.start);
        let line_start = file.source.line_span(line).map_or(0, |line| line.start);
        let known = (line, line_start);
        let place = Place::behind(text, seen.span, seen.secret, known);
        let value = match &seen.value {
            Value::Text(text) => Value::Text(mask(text, secret)),
            other => other.clone(),
        };
        Observation {
            extractor: self
                .extractors
                .get(seen.extractor as usize)
                .cloned()
                .unwrap_or_default(),
            file: file.path.clone(),
            line: place.line,
            column: place.column,
            end_line: place.end_line,
            end_column: place.end_column,
            concept_path: format!("{prefix}{}", seen.concept),
            predicate: seen.predicate.clone(),
            value,
            confidence: seen.confidence,
            verdict: match judged {
                Judged::None => Verdict::None,
                Judged::Pass => Verdict::Pass,
                Judged::Flag => Verdict::Flag,
                Judged::Block => Verdict::Block,
            },
            conflict,
            suppressed: None,
            fingerprint: String::new(),
            baseline: None,
            reason: mask(&seen.reason, secret),
            context: Context {
                kind: match file.source.context_at(seen.span.start) {
                    Standing::Code => ContextKind::Code,
                    Standing::Comment => ContextKind::Comment,
                    Standing::String => ContextKind::String,
                },
                test: file.roles & 1 != 0,
                generated: file.roles & 2 != 0,
                vendored: file.roles & 4 != 0,
            },
            snippet: place.snippet,
            code: place.code,
        }
    }

    fn suppress(
        &self,
        made: &mut Observation,
        comments: Option<&suppress::Suppressions>,
        acks_used: &mut Vec<usize>,
    ) {
        let comment = comments
            .and_then(|comments| comments.covers(&made.extractor, made.line, made.end_line));
        if let Some(comment) = comment
            && (comment.reason.is_some() || !self.config.scan.require_reason)
        {
            made.suppressed = Some(Suppression {
                kind: SuppressedBy::Inline,
                reason: comment.reason.clone().unwrap_or_default(),
                expires: None,
            });
            return;
        }
        let covering = self.acks.cover(
            &made.fingerprint,
            &made.concept_path,
            &made.file,
            self.today,
        );
        if let Some((number, ack)) = covering.and_then(|at| Some((at, self.acks.ack.get(at)?))) {
            acks_used.push(number);
            made.verdict = Verdict::Ack;
            made.suppressed = Some(Suppression {
                kind: SuppressedBy::Ack,
                reason: ack.reason.clone(),
                expires: ack.expires.clone(),
            });
        }
    }

    fn hold_against_baseline(&self, made: &mut Observation) {
        let Some(baseline) = self.baseline else {
            return;
        };
        if !baseline.contains(&made.fingerprint) {
            made.baseline = Some(Baseline::New);
            return;
        }
        made.baseline = Some(Baseline::Unchanged);
        if made.verdict.is_conflict() && made.suppressed.is_none() {
            made.suppressed = Some(Suppression {
                kind: SuppressedBy::Baseline,
                reason: "it was there when the baseline was taken".to_owned(),
                expires: None,
            });
        }
    }

    fn notes(&self, file: &FileOf, comments: &suppress::Suppressions, notes: &mut Vec<Note>) {
        let mut note = |line, message: String| {
            notes.push(Note {
                file: file.path.clone(),
                line,
                message,
            });
        };
        for unused in comments.unused() {
            note(
                unused.line,
                "the comment suppresses nothing any more".to_owned(),
            );
        }
        for problem in comments.problems() {
            note(problem.line, problem.fault.advice().to_owned());
        }
        if self.config.scan.require_reason {
            for bare in comments.all().iter().filter(|one| one.reason.is_none()) {
                note(
                    bare.line,
                    "the comment gives no reason, so it suppresses nothing".to_owned(),
                );
            }
        }
    }
}

fn against(claim: &Claim) -> Against {
    Against {
        claim: claim.id.clone(),
        concept_path: claim.concept.clone(),
        predicate: claim.predicate.clone(),
        expected: expected(claim),
        tier: Tier {
            number: claim.tier,
            name: TIERS
                .get(usize::from(claim.tier))
                .copied()
                .unwrap_or("")
                .to_owned(),
        },
        citation: Citation {
            document: claim.document.clone(),
            section: claim.section.clone(),
            url: claim.url.clone(),
        },
        requirement: claim.requirement.clone(),
        says: claim.says.clone(),
        remedy: claim.remedy.clone(),
    }
}

/// The demanded value; with its comparison in words where it is not simply this one.
fn expected(claim: &Claim) -> Value {
    match (&claim.comparison, &claim.value) {
        (aphoria_authority::Comparison::Equals, Expected::One(value)) => value.clone(),
        _ => Value::Text(claim.in_words()),
    }
}

/// The same for the same finding wherever it moves in its file: what was seen, the text that it rests on without its
/// spacing, and which of several equal ones it is. Secrets are masked before.
fn fingerprint(made: &Observation, ordinals: &mut HashMap<String, u32>) -> String {
    let spaceless: String = made
        .code
        .iter()
        .flat_map(|line| line.text.split_whitespace())
        .collect();
    let parts = [
        &made.extractor,
        &made.concept_path,
        &made.predicate,
        &made.file,
        &made.snippet,
        &spaceless,
    ];
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let same = hasher.finalize().to_hex().to_string();
    let ordinal = ordinals.entry(same).or_default();
    *ordinal += 1;
    hasher.update(&ordinal.to_le_bytes());
    hasher.finalize().to_hex().chars().take(32).collect()
}
