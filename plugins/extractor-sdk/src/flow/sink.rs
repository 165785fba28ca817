//! Sinks where only input of a request matters: files, addresses, redirects.
//!
//! A path or an address is nearly always a variable, so nothing is said of parameters and unknown values; and whoever
//! starts a program may name its files.

use super::{Called, Flow, Ways, inputs, is_guarded, parameters, reach};
use crate::{Argument, Hit, Observation, Source, Value};

/// Lines before a hit that must name some input for it to be looked at closer.
const NEAR: u32 = 80;

/// A sink.
#[derive(Debug, Clone, Copy)]
pub struct Sink<'a> {
    /// Calls on the way.
    pub ways: Ways<'a>,
    /// Texts in the function that show that the value is checked before.
    pub guards: &'a [&'a str],
    /// Whether the constant parts of a value leave somebody outside no choice that matters.
    pub is_fixed: fn(&str) -> bool,
    /// The sink in words.
    pub what: &'a str,
}

impl Sink<'_> {
    /// Says of the first arguments of the call at a hit whether input reaches one: true for input, false where it is
    /// cleaned or its constant parts fix it; nothing otherwise.
    #[must_use]
    pub fn say_of_call(
        &self,
        hit: &Hit<'_>,
        source: &dyn Source,
        said: &Observation,
        first: usize,
    ) -> Vec<Observation> {
        if !is_near_input(source, hit) {
            return Vec::new();
        }
        let Some(call) = Called::around(source, hit) else {
            return Vec::new();
        };
        let mut good = Vec::new();
        for value in call.arguments.iter().take(first) {
            let told = self.say(hit, source, said, value);
            if told.iter().any(|told| told.value == Value::Flag(true)) {
                return told;
            }
            if good.is_empty() {
                good = told;
            }
        }
        good
    }

    /// Says of a value whether input reaches it.
    #[must_use]
    pub fn say(
        &self,
        hit: &Hit<'_>,
        source: &dyn Source,
        said: &Observation,
        value: &Argument,
    ) -> Vec<Observation> {
        let reach = reach(source, hit, value, self.ways);
        let is_good = match &reach.flow {
            Flow::Input(name) if is_of_caller(name) => return Vec::new(),
            Flow::Input(_) if (self.is_fixed)(&reach.texts(source, hit.file())) => true,
            Flow::Input(_) if is_guarded(source, hit, self.guards) => return Vec::new(),
            Flow::Input(_) => false,
            Flow::Constant if reach.confined => true,
            _ => return Vec::new(),
        };
        let (confidence, reason) = if is_good {
            let what = self.what;
            (
                0.9,
                format!("input is cleaned or confined before it reaches {what}"),
            )
        } else {
            (
                reach.sureness(),
                format!("{} reaches {}", reach.words(), self.what),
            )
        };
        vec![Observation {
            value: Value::Flag(!is_good),
            confidence,
            reason,
            ..said.clone()
        }]
    }
}

/// Constant parts that fix nothing.
#[must_use]
pub fn never_fixed(_: &str) -> bool {
    false
}

/// Whether the constant parts of an address name its host: `https://host/` stands before everything else.
#[must_use]
pub fn has_fixed_host(texts: &str) -> bool {
    let text = joined(texts);
    let Some(at) = text.find("://") else {
        return false;
    };
    let scheme = text.get(..at).unwrap_or("");
    let rest = text.get(at + 3..).unwrap_or("");
    let end = rest.find(['/', '?', '#']).unwrap_or(0);
    let host = rest.get(..end).unwrap_or("");
    let is_plain = |letter: char| letter.is_alphanumeric() || ".-:_[]@".contains(letter);
    !host.is_empty()
        && host.chars().all(is_plain)
        && scheme
            .chars()
            .all(|letter| letter.is_alphanumeric() || letter == ' ' || letter == ':')
}

/// Whether the constant parts of an address keep it on the same host: it begins with one slash and a name.
#[must_use]
pub fn is_own_path(texts: &str) -> bool {
    let text = joined(texts);
    let text = ["Location:", "location:", "redirect:"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .unwrap_or(&text)
        .trim_start();
    let mut letters = text.chars();
    letters.next() == Some('/')
        && letters
            .next()
            .is_some_and(|letter| letter.is_alphanumeric() || letter == '_' || letter == '?')
        || text.starts_with('?')
        || text.starts_with('#')
        || has_fixed_host(text)
}

/// Constant parts without their quotes, one behind the other. A hole at the head of a later one stands for the one
/// before it.
fn joined(texts: &str) -> String {
    let mut all = String::new();
    for line in texts.lines() {
        let quote = line.find(['"', '\'', '`']).filter(|&quote| quote <= 4);
        let line = quote.and_then(|quote| line.get(quote..)).unwrap_or(line);
        let mut bare = line.trim_matches(['"', '\'', '`', '#', ' ']);
        let is_hole = bare.starts_with(['{', '$', '#']) && !all.is_empty();
        if is_hole && let Some((_, behind)) = bare.split_once('}') {
            bare = behind;
        }
        all.push_str(bare);
    }
    all
}

/// Whether the lines before a hit name input of a request, so that a closer look is worth its while.
#[must_use]
pub fn is_near_input(source: &dyn Source, hit: &Hit<'_>) -> bool {
    let first = hit.line().saturating_sub(NEAR).max(1);
    let text = source.lines(hit.file(), first, hit.line() + 2);
    inputs::named_in(hit.language(), &text).is_some()
        || inputs::is_called_in(hit.language(), &text)
        || parameters::is_declared_in(&text)
}

/// Whether input is of the person who starts the program: the command line, standard input.
#[must_use]
pub fn is_of_caller(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "argv",
        "ARGV",
        "os.Args",
        "env::args",
        "flag.Arg",
        "stdin",
        "ReadLine",
        "gets",
        "readline",
    ];
    WORDS.iter().any(|word| name.contains(word)) || matches!(name, "input" | "raw_input" | "args")
}
