//! An extractor that is a table of rules.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Batch, Description, Emits, Language, Limits, Observation, Rule, Source};

/// An extractor that is a table of rules.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Lower-case letters, digits and underscores, a letter first.
    pub id: &'static str,
    /// Semantic version.
    pub version: &'static str,
    /// One line for lists.
    pub title: &'static str,
    /// Globs of which one must fit a file's path; every file when empty.
    pub globs: &'static [&'static str],
    /// The rules, in groups such as one for each language.
    pub rules: &'static [&'static [Rule]],
}

impl Table {
    /// All rules, in the order of their patterns' numbers.
    pub fn all(&self) -> impl Iterator<Item = &'static Rule> + use<> {
        self.rules.iter().copied().flatten()
    }

    /// What it says of itself.
    #[must_use]
    pub fn describe(&self) -> Description {
        let languages: BTreeSet<Language> = self
            .all()
            .flat_map(|rule| rule.languages.iter().copied())
            .collect();
        Description {
            id: self.id,
            version: self.version,
            title: self.title,
            languages: languages.into_iter().collect(),
            globs: self.globs.to_vec(),
            patterns: self.all().map(Rule::pattern).collect(),
            emits: self.emits(),
            limits: Limits::USUAL,
        }
    }

    /// What it can say, each pair with what it is said for and how surely.
    fn emits(&self) -> Vec<Emits> {
        let mut pairs: BTreeMap<(&str, &str), BTreeSet<String>> = BTreeMap::new();
        for rule in self.all() {
            let says = &rule.says;
            let told = pairs.entry((says.concept, says.predicate)).or_default();
            told.insert(format!("{} ({:.2})", says.reason, says.confidence));
        }
        let emits = |((concept, predicate), told): ((&str, &str), BTreeSet<String>)| Emits {
            concept: concept.to_owned(),
            predicate: predicate.to_owned(),
            rule: told.into_iter().collect::<Vec<_>>().join("; "),
        };
        pairs.into_iter().map(emits).collect()
    }

    /// What the rules say of the hits. Where two rules say the same of one place, it is said once, by the surer.
    #[must_use]
    pub fn extract(&self, batch: &Batch<'_>, source: &dyn Source) -> Vec<Observation> {
        let rules: Vec<&Rule> = self.all().collect();
        let mut said = Vec::new();
        for hit in batch.hits() {
            if let Some(rule) = rules.get(hit.pattern()) {
                said.extend(rule.apply(&hit, source));
            }
        }
        once(said)
    }
}

/// Drops what is said twice: the same concept, predicate and value at overlapping places of a file.
#[must_use]
pub fn once(mut said: Vec<Observation>) -> Vec<Observation> {
    said.sort_by(|one, two| {
        let place = |said: &Observation| (said.file, said.span.start, said.span.end);
        place(one)
            .cmp(&place(two))
            .then_with(|| two.confidence.total_cmp(&one.confidence))
    });
    let mut kept: Vec<Observation> = Vec::with_capacity(said.len());
    for next in said {
        // Places are ordered: only the last few can overlap.
        let twin = kept.iter_mut().rev().take(8).find(|known| {
            known.file == next.file
                && known.concept == next.concept
                && known.predicate == next.predicate
                && known.value == next.value
                && next.span.start < known.span.end
        });
        match twin {
            Some(known) if next.confidence > known.confidence => *known = next,
            Some(_) => {}
            None => kept.push(next),
        }
    }
    kept
}

/// Makes an extractor of a table, and exports it.
#[macro_export]
macro_rules! table_extractor {
    ($name:ident, $table:expr) => {
        /// The extractor of the table.
        #[derive(Debug)]
        pub struct $name;

        impl $crate::Extractor for $name {
            fn describe() -> $crate::Description {
                $table.describe()
            }

            fn extract(
                batch: &$crate::Batch<'_>,
                source: &dyn $crate::Source,
            ) -> Result<Vec<$crate::Observation>, $crate::Error> {
                Ok($table.extract(batch, source))
            }
        }

        $crate::export_extractor!($name);
    };
}
