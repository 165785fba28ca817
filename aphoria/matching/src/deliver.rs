//! The last step of a file: hits in their order, each once, in their contexts, within their extractors' limits.

use aphoria_core::Hit;

use crate::compiled::Kind;
use crate::matcher::Found;
use crate::run::{Raw, Run};
use crate::source::to_u32;

impl Run<'_> {
    pub(crate) fn finish(mut self) -> Found {
        let mut raw = std::mem::take(&mut self.scratch.raw);
        raw.sort_unstable_by_key(|hit| (hit.span, hit.pattern));
        raw.dedup_by_key(|hit| (hit.span, hit.pattern));
        let mut found = Found::default();
        let mut counts = vec![0_u32; self.matcher.hits_max.len()];
        for hit in raw.drain(..) {
            self.deliver(hit, &mut counts, &mut found);
        }
        self.scratch.raw = raw;
        for (extractor, lost) in self.scratch.lost.iter().enumerate() {
            if *lost > 0 {
                found.dropped.push((to_u32(extractor), *lost));
            }
        }
        self.scratch.broken.sort_unstable();
        self.scratch.broken.dedup();
        let patterns = self.scratch.broken.iter();
        let patterns = patterns.filter_map(|number| self.matcher.compiled.get(*number as usize));
        found.broken = patterns.map(|one| (one.extractor, one.pattern)).collect();
        found
    }

    fn deliver(&mut self, hit: Raw, counts: &mut [u32], found: &mut Found) {
        let Some(pattern) = self.matcher.compiled.get(hit.pattern as usize) else {
            return;
        };
        let context = self.source.runs_counted(self.stats).at(hit.span.start);
        // A value of a structured file is code; an entropy pattern means it as much as a string.
        let is_value =
            matches!(pattern.kind, Kind::Entropy(_)) && self.source.language().is_structured();
        if !is_value && !pattern.contexts.contains(context) {
            return;
        }
        let extractor = pattern.extractor as usize;
        let (Some(count), Some(max)) = (
            counts.get_mut(extractor),
            self.matcher.hits_max.get(extractor),
        ) else {
            return;
        };
        if *count >= *max {
            if let Some(lost) = self.scratch.lost.get_mut(extractor) {
                *lost = lost.saturating_add(1);
            }
            return;
        }
        *count += 1;
        found.hits.push(Hit {
            extractor: pattern.extractor,
            pattern: pattern.pattern,
            span: hit.span,
            line: self.source.line_of(hit.span.start),
            context,
            captures: hit.captures,
            key: hit.key,
        });
    }
}
