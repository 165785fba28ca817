//! Prints how fast a folder's files are matched, part by part: `measure FOLDER [LITERALS [REGEXES]]`.
//!
//! The descriptions are made up: literals and anchors are names of libraries' functions with a number of look-alikes, so
//! that hits are about as rare as those of real extractors. Beside them, an automaton over the same texts, and the
//! lexers and trees over every file, so that each part's speed can be read alone. One thread.

use std::path::{Path, PathBuf};
use std::time::Instant;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use aphoria_core::{
    Contexts, Description, Emits, Language, Languages, Limits, Matcher as Declared, Pattern,
};
use aphoria_matching::{Matcher, Scratch, Source, Stats, TreeLimits};

const WORDS: &[&str] = &[
    "verify",
    "md5",
    "sha1",
    "password",
    "secret",
    "token",
    "exec",
    "eval",
    "system(",
    "query(",
    "execute(",
    "redirect",
    "cookie",
    "cors",
    "timeout",
    "InsecureSkipVerify",
    "danger_accept",
    "pickle.load",
    "yaml.load",
    "subprocess",
    "createHash",
    "http://",
    "SELECT ",
    "Ordering::",
    "unsafe ",
    "#[derive",
    "const ",
    "use ",
    "import ",
    "open(",
    "deserialize",
    "X-Frame-Options",
    "rate_limit",
    "jwt",
    "xml",
    "TLSv1",
    "DES",
    "RC4",
    "debug",
    "chmod",
];
const TAILS: &[&str] = &[
    "", "_ssl", "Config", ".new(", "_mode", "Options", "(false", "_enabled", " = ", "Handler",
    "_key", "Service",
];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next() else {
        eprintln!("measure FOLDER [LITERALS [REGEXES]]");
        return;
    };
    let mut number = |default| {
        arguments
            .next()
            .and_then(|text| text.parse().ok())
            .unwrap_or(default)
    };
    let (literals, regexes) = (number(500), number(300));
    let mut files = Vec::new();
    walk(Path::new(&folder), &mut files);
    let sources: Vec<(Language, Vec<u8>)> = files
        .into_iter()
        .filter_map(|(language, path)| Some((language, std::fs::read(path).ok()?)))
        .filter(|(_, bytes)| bytes.len() <= 2 << 20)
        .collect();
    let bytes: usize = sources.iter().map(|(_, bytes)| bytes.len()).sum();
    println!("{} files, {:.1} MB", sources.len(), bytes as f64 / 1e6);
    let description = description(literals, regexes);
    let start = Instant::now();
    let matcher = Matcher::new(&[description]).expect("the descriptions are right");
    println!("built in {:?}", start.elapsed());
    let started = Instant::now();
    matcher.check_all().expect("the patterns compile");
    println!("compiled all in {:?}", started.elapsed());
    let anchors = matcher.anchors();
    std::fs::write(
        std::env::temp_dir().join("aphoria-anchors.txt"),
        anchors.join("\n"),
    )
    .ok();
    println!(
        "{} anchors, written to aphoria-anchors.txt in the temporary folder",
        anchors.len()
    );
    for round in ["cold", "warm"] {
        matched(round, &matcher, &sources, bytes);
    }
    automaton(&anchors, &sources, bytes);
    parts(&sources, bytes);
}

fn report(name: &str, bytes: u64, ns: u64) {
    println!(
        "{name:>24}: {:8.1} ms {:8.0} MB/s",
        ns as f64 / 1e6,
        bytes as f64 * 1e3 / ns.max(1) as f64
    );
}

fn now() -> u64 {
    use std::sync::OnceLock;
    static START: OnceLock<Instant> = OnceLock::new();
    u64::try_from(START.get_or_init(Instant::now).elapsed().as_nanos()).unwrap_or(u64::MAX)
}

fn matched(round: &str, matcher: &Matcher, sources: &[(Language, Vec<u8>)], bytes: usize) {
    let (mut scratch, mut stats, mut hits) = (Scratch::default(), Stats::new(now), 0);
    let copies: Vec<_> = sources.to_vec();
    let start = now();
    for (language, bytes) in copies {
        let source = Source::new(bytes, language);
        hits += matcher
            .hits(&source, &|_| true, &mut scratch, &mut stats)
            .hits
            .len();
    }
    report(&format!("{round}: all"), bytes as u64, now() - start);
    report("looking for anchors", stats.bytes, stats.automaton_ns);
    report("expressions", stats.bytes, stats.regexes_ns);
    report("lexing", stats.bytes, stats.lexers_ns);
    println!(
        "{hits} hits, {} candidates, {} windows, {} files lexed",
        stats.candidates, stats.regex_runs, stats.files_lexed
    );
}

fn automaton(anchors: &[String], sources: &[(Language, Vec<u8>)], bytes: usize) {
    for kind in [AhoCorasickKind::DFA, AhoCorasickKind::ContiguousNFA] {
        let start = Instant::now();
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(kind))
            .build(anchors)
            .expect("small");
        let built = start.elapsed();
        let start = now();
        let hits: usize = sources
            .iter()
            .map(|(_, bytes)| automaton.find_overlapping_iter(bytes).count())
            .sum();
        report(&format!("{kind:?}"), bytes as u64, now() - start);
        println!(
            "{hits} hits, built in {built:?}, {} KB",
            automaton.memory_usage() >> 10
        );
    }
}

/// Lexers and trees over every file.
fn parts(sources: &[(Language, Vec<u8>)], bytes: usize) {
    let all: Vec<_> = sources
        .iter()
        .map(|(language, bytes)| Source::new(bytes.clone(), *language))
        .collect();
    let start = now();
    let strings = all
        .iter()
        .filter(|source| source.context_at(9) == aphoria_core::Context::String)
        .count();
    report("lexing every file", bytes as u64, now() - start);
    let mut stats = Stats::new(now);
    let start = now();
    let trees = all
        .iter()
        .filter(|source| source.tree(&TreeLimits::default(), &mut stats).is_some())
        .count();
    report("trees", stats.tree_bytes, now() - start);
    let start = now();
    let flat = all
        .iter()
        .filter(|source| {
            source
                .structure(&TreeLimits::default(), &mut stats)
                .is_some()
        })
        .count();
    report("flattening", stats.tree_bytes, now() - start);
    println!(
        "{trees} trees, {flat} flat, {} refused, {strings} begin in strings",
        stats.trees_refused
    );
}

fn description(literals: usize, regexes: usize) -> Description {
    let text = |number: usize| {
        let word = WORDS[number % WORDS.len()];
        let tail = TAILS[number / WORDS.len() % TAILS.len()];
        let more = number / (WORDS.len() * TAILS.len());
        if more == 0 {
            format!("{word}{tail}")
        } else {
            format!("{word}{tail}{more}")
        }
    };
    let pattern = |id: String, matcher| Pattern {
        id,
        languages: Languages::NONE,
        contexts: Contexts::CODE_AND_STRING,
        matcher,
    };
    let literal = |number| {
        let matcher = Declared::Literal {
            text: text(number + WORDS.len()),
            ignore_case: number % 3 == 0,
            whole_word: false,
        };
        pattern(format!("l{number}"), matcher)
    };
    let regex = |number| {
        let anchor = text(number);
        let matcher = Declared::Regex {
            regex: format!(r#"{}\w*\s*[=(:]\s*(["']?\w+["']?)"#, regex_escape(&anchor)),
            anchors: vec![anchor],
            ignore_case: number % 5 == 0,
            lines_before: 0,
            lines_after: if number % 4 == 0 { 3 } else { 0 },
        };
        pattern(format!("r{number}"), matcher)
    };
    Description {
        id: "measured".to_owned(),
        version: "1.0.0".to_owned(),
        title: "Made up".to_owned(),
        languages: Language::ALL.iter().copied().collect(),
        globs: Vec::new(),
        patterns: (0..literals)
            .map(literal)
            .chain((0..regexes).map(regex))
            .collect(),
        emits: vec![Emits {
            concept: "a/b".to_owned(),
            predicate: "c".to_owned(),
            rule: "Never.".to_owned(),
        }],
        limits: Limits::default(),
    }
}

fn regex_escape(text: &str) -> String {
    text.chars()
        .flat_map(|letter| {
            (!letter.is_alphanumeric())
                .then_some('\\')
                .into_iter()
                .chain([letter])
        })
        .collect()
}

fn walk(folder: &Path, files: &mut Vec<(Language, PathBuf)>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            walk(&path, files);
        } else if let Some(language) = language(&path) {
            files.push((language, path));
        }
    }
}

fn language(path: &Path) -> Option<Language> {
    Some(match path.extension()?.to_str()? {
        "rs" => Language::Rust,
        "py" => Language::Python,
        "js" => Language::JavaScript,
        "ts" | "tsx" => Language::TypeScript,
        "go" => Language::Go,
        "java" => Language::Java,
        "rb" => Language::Ruby,
        "php" => Language::Php,
        "cs" => Language::CSharp,
        "c" | "h" => Language::C,
        "cc" | "cpp" | "hpp" => Language::Cpp,
        "sh" => Language::Bash,
        "yml" | "yaml" => Language::Yaml,
        "toml" => Language::Toml,
        "json" => Language::Json,
        _ => return None,
    })
}
