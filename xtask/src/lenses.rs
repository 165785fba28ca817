//! The lens library as the source tree holds it: the head of each lens's documentation, its twin and its cases.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use stemedb_sdk::Description;
use stemedb_twins::{
    AnswerStageTwin, EstimatorTwin, ResolverTwin, RowStageTwin, answer_stages, estimators,
    resolvers, row_stages,
};

use crate::paths;

/// The headings of a lens's documentation, in order.
pub(crate) const HEADINGS: [&str; 7] = [
    "What it answers",
    "Formula",
    "Reference",
    "Parameters",
    "Example",
    "When not to use it",
    "Laws",
];

/// The native twin of a lens.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Twin {
    /// Chooses a value and a claim.
    Resolver(&'static ResolverTwin),
    /// Weighs rows before the resolver.
    RowStage(&'static RowStageTwin),
    /// Changes confidences after the resolver.
    AnswerStage(&'static AnswerStageTwin),
    /// Learns how reliable voices are.
    Estimator(&'static EstimatorTwin),
}

/// A lens of the library.
#[derive(Debug, Clone)]
pub(crate) struct Lens {
    /// The name of its folder.
    pub(crate) id: &'static str,
    /// What it says of itself.
    pub(crate) description: Description,
    /// Its native twin.
    pub(crate) twin: Twin,
    /// Its documentation, by heading.
    pub(crate) sections: Vec<Section>,
}

/// A paragraph under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Section {
    /// Its heading.
    pub(crate) heading: String,
    /// Its text, on as many lines as in the source.
    pub(crate) text: String,
}

impl Lens {
    /// All lenses of the library, by id.
    pub(crate) fn all() -> Result<Vec<Self>> {
        let mut all = Vec::new();
        for twin in resolvers() {
            all.push(Self::read(
                twin.id,
                (twin.describe)(),
                Twin::Resolver(twin),
            )?);
        }
        for twin in row_stages() {
            all.push(Self::read(
                twin.id,
                (twin.describe)(),
                Twin::RowStage(twin),
            )?);
        }
        for twin in estimators() {
            all.push(Self::read(
                twin.id,
                (twin.describe)(),
                Twin::Estimator(twin),
            )?);
        }
        for twin in answer_stages() {
            all.push(Self::read(
                twin.id,
                (twin.describe)(),
                Twin::AnswerStage(twin),
            )?);
        }
        all.sort_by_key(|lens| lens.id);
        Ok(all)
    }

    fn read(id: &'static str, description: Description, twin: Twin) -> Result<Self> {
        let sections = sections(&paths::text(&folder(id).join("src/lib.rs"))?);
        Ok(Self {
            id,
            description,
            twin,
            sections,
        })
    }

    /// The name of its world in the contract.
    pub(crate) fn kind(&self) -> &'static str {
        match self.twin {
            Twin::Resolver(_) => "resolver",
            Twin::RowStage(_) => "row-stage",
            Twin::AnswerStage(_) => "answer-stage",
            Twin::Estimator(_) => "estimator",
        }
    }

    /// The text under a heading.
    pub(crate) fn section(&self, heading: &str) -> Result<&str> {
        let found = self.sections.iter().find(|found| found.heading == heading);
        let found = found.with_context(|| {
            format!(
                "lenses/{}/src/lib.rs has no heading `**{heading}.**`",
                self.id
            )
        })?;
        Ok(&found.text)
    }
}

/// The folder of a lens, from the root of the workspace.
pub(crate) fn folder(id: &str) -> PathBuf {
    Path::new("lenses").join(id)
}

/// The paragraphs of a crate's documentation that begin with `**Heading.**`; further paragraphs belong to the one
/// before.
pub(crate) fn sections(source: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in source.lines().map_while(|line| line.strip_prefix("//!")) {
        let line = line.strip_prefix(' ').unwrap_or(line);
        if let Some((heading, text)) = headed(line) {
            sections.push(Section {
                heading: heading.to_owned(),
                text: text.to_owned(),
            });
        } else if let Some(last) = sections.last_mut() {
            last.text.push('\n');
            last.text.push_str(line);
        }
    }
    for section in &mut sections {
        section.text = section.text.trim().to_owned();
    }
    sections
}

fn headed(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("**")?.split_once(".**")
}

#[cfg(test)]
mod tests {
    use super::{Section, sections};

    #[test]
    fn a_paragraph_belongs_to_the_heading_before_it() {
        let source = "//! # id\n//!\n//! **One.** a\n//! b\n//!\n//! c\n//! **Two.** d\n\n//! **Three.** e\n";
        let section = |heading: &str, text: &str| Section {
            heading: heading.into(),
            text: text.into(),
        };
        assert_eq!(
            sections(source),
            [section("One", "a\nb\n\nc"), section("Two", "d")]
        );
    }
}
