//! Where a value comes from: from outside, from a constant, or unknown; and whether it was put together on its way.
//!
//! [`Called::around`] gives the call of a hit with what it is given, [`reach`] judges one of these values, [`of`] the
//! value at any place. With a syntax tree assignments within the function are followed; without one the text of the
//! argument itself must do.
//!
//! Not here: what a value means to a sink. The extractor says which calls clean it for this sink, and what is a fault.

mod call;
mod calls;
mod inputs;
mod parameters;
mod sink;
pub mod sql;
mod text;

use crate::{
    Argument, Form, Hit, Language, NodeKind, Observation, Origin, OriginKind, Source, Span, Value,
};

pub use call::{Called, elements};
pub use inputs::is_input;
pub use sink::{Sink, has_fixed_host, is_near_input, is_of_caller, is_own_path, never_fixed};

/// What is known of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flow {
    /// Constants alone.
    Constant,
    /// Input of somebody outside reaches it; the words that name the input.
    Input(String),
    /// A parameter of the function reaches it, whoever gives that; its name.
    Parameter(String),
    /// Something else that is not constant.
    Unknown,
}

/// Calls that matter on a value's way to a sink. A name fits if it is the whole of what is called or its last part.
#[derive(Debug, Clone, Copy)]
pub struct Ways<'a> {
    /// Calls that make safe what passes through them, besides conversions to numbers.
    pub cleaning: &'a [&'a str],
    /// Calls that give back what they are given, besides the usual ones on texts.
    pub passing: &'a [&'a str],
}

/// What reaches a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The worst that reaches it.
    pub flow: Flow,
    /// Whether constants and other values were put together.
    pub composed: bool,
    /// Whether something on the way was cleaned, or turned into a number.
    pub cleaned: bool,
    /// Whether something on the way was cleaned for this sink.
    pub confined: bool,
    /// Constants that are part of it.
    pub literals: Vec<Span>,
}

/// Most constants whose text is looked at.
const LITERALS_MAX: usize = 16;
/// Most bytes of a constant that are looked at.
const LITERAL_BYTES_MAX: u32 = 4096;

impl Reach {
    pub(crate) fn new(flow: Flow) -> Self {
        Self {
            flow,
            composed: false,
            cleaned: false,
            confined: false,
            literals: Vec::new(),
        }
    }

    /// Whether nothing but constants reaches it.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        self.flow == Flow::Constant
    }

    /// Whether input of somebody outside reaches it.
    #[must_use]
    pub fn is_input(&self) -> bool {
        matches!(self.flow, Flow::Input(_))
    }

    /// How sure it is that somebody outside decides about it: 0.95 for input, 0.8 for a parameter that is put into a text,
    /// 0.6 for anything else that isn't constant.
    #[must_use]
    pub fn sureness(&self) -> f64 {
        match self.flow {
            Flow::Input(_) => 0.95,
            Flow::Parameter(_) if self.composed => 0.8,
            _ => 0.6,
        }
    }

    /// Says whether somebody outside decides about a sink: the truth `faulty` if so, its contrary for constants. `what` is
    /// the sink in words.
    #[must_use]
    pub fn say(&self, said: Observation, faulty: bool, what: &str) -> Vec<Observation> {
        let is_constant = self.is_constant();
        vec![Observation {
            value: Value::Flag(faulty != is_constant),
            confidence: if is_constant { 0.9 } else { self.sureness() },
            reason: if is_constant && self.cleaned {
                format!("nothing but constants and cleaned values reaches {what}")
            } else if is_constant {
                format!("nothing but constants reaches {what}")
            } else {
                format!("{} reaches {what}", self.words())
            },
            ..said
        }]
    }

    /// What reaches it, in words.
    #[must_use]
    pub fn words(&self) -> String {
        match &self.flow {
            Flow::Constant => "constants alone".to_owned(),
            Flow::Input(name) => format!("input, `{}`,", short(name)),
            Flow::Parameter(name) => format!("the parameter `{}`", short(name)),
            Flow::Unknown => "a value that is not constant".to_owned(),
        }
    }

    /// The text of its constants, one behind the other.
    #[must_use]
    pub fn texts(&self, source: &dyn Source, file: u32) -> String {
        let mut all = String::new();
        for literal in self.literals.iter().take(LITERALS_MAX) {
            let end = literal.end.min(literal.start + LITERAL_BYTES_MAX);
            let start = literal.start;
            all.push_str(&source.text(file, Span { start, end }));
            all.push('\n');
        }
        all
    }
}

/// The head of a name for a sentence.
fn short(name: &str) -> &str {
    let end = (0..=name.len().min(60)).rev();
    let end = end.into_iter().find(|&end| name.is_char_boundary(end));
    name.get(..end.unwrap_or(0)).unwrap_or("")
}

/// Judges the value of the expression at a place. Calls in `cleaning` make safe what passes through them; a name fits if
/// it is the whole of what is called or its last part.
#[must_use]
pub fn of(source: &dyn Source, hit: &Hit<'_>, place: Span, cleaning: &[&str]) -> Flow {
    let ways = Ways {
        cleaning,
        passing: &[],
    };
    reach_at(source, hit, place, ways).flow
}

/// Judges a value that a call is given.
#[must_use]
pub fn reach(source: &dyn Source, hit: &Hit<'_>, value: &Argument, ways: Ways<'_>) -> Reach {
    if value.form == Form::Literal {
        let mut constant = Reach::new(Flow::Constant);
        constant.literals.push(value.span);
        return constant;
    }
    reach_at(source, hit, value.span, ways)
}

/// Judges the value of the expression at a place.
#[must_use]
pub fn reach_at(source: &dyn Source, hit: &Hit<'_>, place: Span, ways: Ways<'_>) -> Reach {
    let form = source.form_of(hit.file(), place);
    let mut reach = Reach::new(Flow::Constant);
    if form == Form::Literal {
        reach.literals.push(place);
        return reach;
    }
    let origins = source.origins(hit.file(), place);
    if origins.is_empty() {
        return text::reach(hit.language(), place, &source.text(hit.file(), place));
    }
    if let Some(receiver) = passed(source, hit, place, form, ways) {
        return reach_at(source, hit, receiver, ways);
    }
    let (mut input, mut parameter, mut unknown) = (None, None, false);
    for origin in &origins {
        match part(source, hit, origin, ways) {
            Part::Constant => {
                if origin.kind == OriginKind::Literal && origin.through.is_empty() {
                    reach.literals.push(origin.span);
                }
            }
            Part::Number => reach.cleaned = true,
            Part::Cleaned => {
                reach.cleaned = true;
                reach.confined = true;
            }
            Part::Passed => {}
            Part::Input => input = input.or(Some(origin.name.clone())),
            Part::Parameter => parameter = parameter.or(Some(origin.name.clone())),
            Part::Unknown => unknown = true,
        }
    }
    reach.composed =
        matches!(form, Form::Interpolated | Form::Concatenation) || !reach.literals.is_empty();
    reach.flow = match (input, parameter) {
        (Some(name), _) => Flow::Input(name),
        (None, Some(name)) => Flow::Parameter(name),
        (None, None) if unknown => Flow::Unknown,
        (None, None) => Flow::Constant,
    };
    reach
}

/// What a call is made of that gives it back: `text` of `text.strip()` and of `str(text)`.
fn passed(
    source: &dyn Source,
    hit: &Hit<'_>,
    place: Span,
    form: Form,
    ways: Ways<'_>,
) -> Option<Span> {
    if form != Form::Call {
        return None;
    }
    let text = source.text(hit.file(), place);
    let Some((object, method)) = text
        .trim_end()
        .strip_suffix("()")
        .and_then(|text| text.rsplit_once('.'))
    else {
        let call = source.enclosing(hit.file(), place, NodeKind::Call)?;
        let wraps = calls::wraps(&call.name) || ways.passing.contains(&call.name.as_str());
        let given = source.arguments(hit.file(), call.id);
        return match given.as_slice() {
            [only] if wraps && only.span != place => Some(only.span),
            _ => None,
        };
    };
    let is_passing = calls::passes(method) || is_named(method, ways.passing);
    let length = u32::try_from(object.trim_end().len()).ok()?;
    let object = Span {
        start: place.start,
        end: place.start.checked_add(length)?,
    };
    let is_value = source.form_of(hit.file(), object) != Form::Other;
    (is_passing && is_value && object.end < place.end).then_some(object)
}

/// Whether a value is turned into a number where it stands: `(int) $id`.
fn is_cast(source: &dyn Source, hit: &Hit<'_>, origin: &Origin) -> bool {
    /// Bytes before a value that may hold a cast.
    const NEAR: u32 = 8;
    let has_casts = matches!(
        hit.language(),
        Language::Php | Language::Java | Language::CSharp | Language::C | Language::Cpp
    );
    if !has_casts || origin.kind != OriginKind::Access {
        return false;
    }
    let start = origin.span.start.saturating_sub(NEAR);
    let end = origin.span.start;
    let before = source.text(hit.file(), Span { start, end });
    let before = before.trim_end();
    ["(int)", "(float)", "(bool)", "(long)"]
        .iter()
        .any(|cast| before.ends_with(cast))
}

/// What one origin contributes.
enum Part {
    Constant,
    /// Nothing but a number is left.
    Number,
    /// A call made it safe for this sink.
    Cleaned,
    /// A call that gives back what it is given, which has origins of its own.
    Passed,
    Input,
    Parameter,
    Unknown,
}

fn part(source: &dyn Source, hit: &Hit<'_>, origin: &Origin, ways: Ways<'_>) -> Part {
    let cleans = |call: &String| is_named(call, ways.cleaning);
    if origin.through.iter().any(cleans) {
        return Part::Cleaned;
    }
    if origin.through.iter().any(|call| counts(call)) || is_cast(source, hit, origin) {
        return Part::Number;
    }
    let passes = |call: &String| {
        calls::passes(call)
            || is_named(call, ways.passing)
            || call.strip_prefix(origin.name.as_str()).is_some_and(|rest| {
                // A method of the input itself, such as `r.URL.Query` of `r.URL`.
                origin.kind == OriginKind::Access && rest.starts_with('.')
            })
    };
    let is_whole = origin.through.iter().all(passes);
    if is_whole && is_input(hit.language(), origin) {
        return Part::Input;
    }
    match origin.kind {
        OriginKind::Literal => Part::Constant,
        OriginKind::Call if cleans(&origin.name) => Part::Cleaned,
        OriginKind::Call if counts(&origin.name) => Part::Number,
        OriginKind::Call if passes(&origin.name) => {
            if is_whole && is_chain_on_input(source, hit, origin) {
                Part::Input
            } else {
                Part::Passed
            }
        }
        OriginKind::Parameter | OriginKind::Access => {
            match parameters::judge(source, hit, origin) {
                parameters::Judged::Number => Part::Number,
                parameters::Judged::Input if is_whole => Part::Input,
                _ if is_constant_name(hit.language(), &origin.name) => Part::Constant,
                _ if origin.kind == OriginKind::Parameter && is_whole => Part::Parameter,
                _ => Part::Unknown,
            }
        }
        OriginKind::Call | OriginKind::Global | OriginKind::Unknown => {
            if is_constant_name(hit.language(), &origin.name) || calls::is_own(&origin.name) {
                Part::Constant
            } else {
                Part::Unknown
            }
        }
    }
}

/// Whether a method is called on what a passing call made of input: `URLSearchParams(location.search).get`. Origins leave
/// out names that the file gives no value where they stand within what a method is called on.
fn is_chain_on_input(source: &dyn Source, hit: &Hit<'_>, origin: &Origin) -> bool {
    let mut parts = origin.name.split("()").filter(|part| !part.is_empty());
    let is_passing = origin.name.contains("()") && parts.all(calls::passes);
    is_passing && inputs::named_in(hit.language(), &source.text(hit.file(), origin.span)).is_some()
}

/// Whether nothing but a number comes out of a call.
fn counts(call: &str) -> bool {
    calls::is_number(call) || call.contains("parse::<")
}

/// Whether a dotted name is, or ends with, one of the names.
#[must_use]
pub fn is_named(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| {
        name.strip_suffix(known).is_some_and(|rest| {
            rest.is_empty() || rest.ends_with(['.', ':', '>', '\\', '/', '!', '&'])
        })
    })
}

/// Constants are written in capitals in every language that is read here but Bash, where the environment is.
fn is_constant_name(language: Language, name: &str) -> bool {
    if language == Language::Bash {
        return false;
    }
    let last = name.rsplit(['.', ':', '>', '\\']).next().unwrap_or("");
    let last = last.trim_start_matches('$');
    last.len() > 1
        && last
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        && last != "ARGV"
}

/// Whether the function around a hit, or the file's top level without one, holds one of these texts: a check that the
/// value passes before it is used.
#[must_use]
pub fn is_guarded(source: &dyn Source, hit: &Hit<'_>, words: &[&str]) -> bool {
    /// Lines that count where there is no function around the hit.
    const LINES: u32 = 25;
    let function = source.enclosing(hit.file(), hit.span(), NodeKind::Function);
    let text = match function {
        Some(function) => source.text(hit.file(), function.span),
        None => source.lines(
            hit.file(),
            hit.line().saturating_sub(LINES).max(1),
            hit.line() + 2,
        ),
    };
    words.iter().any(|word| text.contains(word))
}
