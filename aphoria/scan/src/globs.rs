//! Which files an extractor wants, by their paths.

use globset::{Glob, GlobSet, GlobSetBuilder};

/// The globs of an extractor; without any, every path fits.
pub struct Globs(Option<GlobSet>);

impl Globs {
    /// Compiles globs.
    ///
    /// # Errors
    /// Names the glob that is none.
    pub fn new(globs: &[String]) -> Result<Self, String> {
        if globs.is_empty() {
            return Ok(Self(None));
        }
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            let compiled = Glob::new(glob);
            set.add(compiled.map_err(|error| format!("`{glob}` is no glob: {error}"))?);
        }
        set.build()
            .map(|set| Self(Some(set)))
            .map_err(|error| format!("the globs can't be compiled together: {error}"))
    }

    /// Whether a path fits.
    #[must_use]
    pub fn fits(&self, path: &str) -> bool {
        self.0.as_ref().is_none_or(|set| set.is_match(path))
    }
}
