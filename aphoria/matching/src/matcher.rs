//! A selection of extractors, ready to be matched against files.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use aphoria_core::{Description, Hit, Language, Pattern};

use crate::compiled::Compiled;
use crate::error::MatcherError;
use crate::plan::Plan;
use crate::run::{Run, Scratch};
use crate::source::{Source, to_u32};
use crate::stats::Stats;

/// Most patterns of a selection.
const PATTERNS_MAX: usize = 1 << 20;

/// A selection of extractors, ready to be matched against files. Immutable; share it among threads.
pub struct Matcher {
    pub(crate) compiled: Vec<Compiled>,
    declared: Vec<Pattern>,
    /// Ids of the extractors.
    ids: Vec<String>,
    /// Most hits of each extractor in a file.
    pub(crate) hits_max: Vec<u32>,
    /// What is looked for in each language, by its number; worked out at its first file.
    plans: Vec<OnceLock<Plan>>,
}

/// What matching found in one file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Ordered by (start, end, extractor, pattern), each once.
    pub hits: Vec<Hit>,
    /// Extractors with more hits than their limit allows, and how many are left out: the last ones in the file.
    pub dropped: Vec<(u32, u32)>,
    /// Patterns (extractor, pattern) that had candidates but do not compile; see [`Matcher::check_all`].
    pub broken: Vec<(u32, u32)>,
}

impl Matcher {
    /// Prepares a selection; the place of a description is its extractor's number in hits.
    ///
    /// # Errors
    ///
    /// The first description that makes no sense. Expressions and queries compile later: see [`Self::check_all`].
    pub fn new(extractors: &[Description]) -> Result<Self, MatcherError> {
        let mut ids = BTreeSet::new();
        let (mut compiled, mut declared) = (Vec::new(), Vec::new());
        for (extractor, description) in extractors.iter().enumerate() {
            check(description)?;
            if !ids.insert(&description.id) {
                return Err(MatcherError::Twice {
                    extractor: description.id.clone(),
                });
            }
            for (number, pattern) in description.patterns.iter().enumerate() {
                let (extractor, number) = (to_u32(extractor), to_u32(number));
                compiled.push(Compiled::new(
                    extractor,
                    number,
                    pattern,
                    description.languages,
                ));
                declared.push(pattern.clone());
            }
        }
        if compiled.len() > PATTERNS_MAX {
            return Err(MatcherError::TooMany { max: PATTERNS_MAX });
        }
        Ok(Self {
            compiled,
            declared,
            ids: extractors.iter().map(|one| one.id.clone()).collect(),
            hits_max: extractors.iter().map(|one| one.limits.hits).collect(),
            plans: Language::ALL.iter().map(|_| OnceLock::new()).collect(),
        })
    }

    /// Compiles everything that would otherwise be compiled on first need.
    ///
    /// # Errors
    ///
    /// The first expression or query that does not compile.
    pub fn check_all(&self) -> Result<(), MatcherError> {
        for pattern in &self.compiled {
            pattern.check().map_err(|detail| MatcherError::Compile {
                extractor: self
                    .ids
                    .get(pattern.extractor as usize)
                    .cloned()
                    .unwrap_or_default(),
                pattern: pattern.id.clone(),
                detail: detail.to_owned(),
            })?;
        }
        Ok(())
    }

    /// The hits of the extractors for which `selected` says yes. Languages are checked here, globs by `selected`.
    pub fn hits(
        &self,
        source: &Source,
        selected: &dyn Fn(u32) -> bool,
        scratch: &mut Scratch,
        stats: &mut Stats,
    ) -> Found {
        let plan = self.plan(source.language());
        Run::new(self, plan, source, selected, scratch, stats).hits()
    }

    /// Whether some pattern looks into files of this language at all.
    #[must_use]
    pub fn reads(&self, language: Language) -> bool {
        self.compiled
            .iter()
            .any(|pattern| pattern.languages.contains(language))
    }

    /// All texts that make a file worth a closer look, in lower case, sorted, each once.
    #[must_use]
    pub fn anchors(&self) -> Vec<String> {
        let all: BTreeSet<String> = self
            .declared
            .iter()
            .flat_map(|pattern| pattern.matcher.anchors())
            .map(|anchor| anchor.to_ascii_lowercase())
            .collect();
        all.into_iter().collect()
    }

    fn plan(&self, language: Language) -> &Plan {
        static NOTHING: OnceLock<Plan> = OnceLock::new();
        match self.plans.get(language as usize) {
            Some(plan) => plan.get_or_init(|| Plan::new(&self.compiled, &self.declared, language)),
            None => NOTHING.get_or_init(|| Plan::new(&[], &[], language)),
        }
    }
}

fn check(description: &Description) -> Result<(), MatcherError> {
    description
        .check()
        .map_err(|source| MatcherError::Description {
            extractor: description.id.clone(),
            source,
        })
}
