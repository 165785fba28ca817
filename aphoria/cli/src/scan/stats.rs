//! `--stats`: what a scan cost, and on what.

use std::time::Duration;

use super::Told;

/// When the steps of a scan ended, counted from its beginning.
pub(crate) struct Times {
    /// Extractors loaded.
    pub(crate) ready: Duration,
    /// Files found, demands resolved.
    pub(crate) found: Duration,
    /// Files scanned.
    pub(crate) scanned: Duration,
    /// Report gathered.
    pub(crate) whole: Duration,
}

/// Prints to standard error.
pub(crate) fn print((report, stats): &Told, times: &Times) {
    let matching = &stats.matching;
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let of = |ns: u64| ns as f64 / 1e6;
    let summary = &report.summary;
    eprintln!(
        "files            {} examined, {} bytes",
        summary.files, summary.bytes
    );
    for (reason, skipped) in &summary.skipped {
        eprintln!(
            "  skipped        {} {reason}, {} bytes",
            skipped.files, skipped.bytes
        );
    }
    eprintln!("time             {:.1} ms", ms(times.whole));
    eprintln!("  extractors     {:.1} ms", ms(times.ready));
    eprintln!(
        "  files, demands {:.1} ms",
        ms(times.found.saturating_sub(times.ready))
    );
    eprintln!(
        "  scan           {:.1} ms",
        ms(times.scanned.saturating_sub(times.found))
    );
    eprintln!(
        "  report         {:.1} ms",
        ms(times.whole.saturating_sub(times.scanned))
    );
    eprintln!("of all threads together");
    eprintln!(
        "  filter         {:.1} ms, {} candidates",
        of(matching.automaton_ns),
        matching.candidates
    );
    eprintln!(
        "  expressions    {:.1} ms, {} runs",
        of(matching.regexes_ns),
        matching.regex_runs
    );
    eprintln!(
        "  lexers         {:.1} ms, {} files",
        of(matching.lexers_ns),
        matching.files_lexed
    );
    eprintln!(
        "  structured     {:.1} ms, {} files",
        of(matching.structured_ns),
        matching.structured_read
    );
    eprintln!(
        "  trees          {:.1} ms, {} trees, {} bytes",
        of(matching.trees_ns),
        matching.trees,
        matching.tree_bytes
    );
    eprintln!(
        "  guests         {:.1} ms, {} calls, {} hits, {} bytes copied in",
        of(stats.guests_ns),
        stats.calls,
        stats.hits,
        stats.bytes_in
    );
}
