//! The corpus as a whole: it can be read, and somebody has an opinion on everything that security and framework extractors
//! say.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::{Path, PathBuf};

use aphoria_authority::{Corpus, CorpusFile};
use aphoria_extractor_twins::all;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn corpus() -> Corpus {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(root().join("aphoria/corpus")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        files.push((
            path.file_name().unwrap().to_string_lossy().into_owned(),
            text,
        ));
    }
    files.sort();
    let files: Vec<CorpusFile<'_>> = files
        .iter()
        .map(|(name, text)| CorpusFile { name, text })
        .collect();
    Corpus::read(&files).unwrap_or_else(|error| panic!("{error}"))
}

/// Whether an extractor's facts are of a kind that authorities speak of.
fn is_judged(id: &str) -> bool {
    let path = root().join("extractors").join(id).join("extractor.toml");
    let manifest = std::fs::read_to_string(path).unwrap();
    !manifest.contains("category = \"systems\"")
}

#[test]
fn every_pair_has_an_authority() {
    let corpus = corpus();
    assert!(
        corpus.claims.len() >= 100,
        "only {} claims",
        corpus.claims.len()
    );
    let mut silent = Vec::new();
    for twin in all()
        .iter()
        .filter(|twin| is_judged(&twin.description().id))
    {
        for emits in &twin.description().emits {
            let heard = corpus.claims.iter().any(|claim| {
                let same = match emits.concept.strip_suffix('*') {
                    Some(start) => claim.tail().starts_with(start),
                    None => {
                        emits.concept == claim.tail()
                            || emits.concept.ends_with(&format!("/{}", claim.tail()))
                    }
                };
                same && claim.predicate == emits.predicate
            });
            if !heard {
                silent.push(format!(
                    "{}: {} {}",
                    twin.description().id,
                    emits.concept,
                    emits.predicate
                ));
            }
        }
    }
    assert!(
        silent.is_empty(),
        "nobody demands anything of\n{}",
        silent.join("\n")
    );
}
