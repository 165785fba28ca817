//! One observation: its verdict, the code with what matched underlined, the rule, what to do.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::words::{Paint, Writer};
use crate::{
    Against, CodeLine, Observation, Verdict,
    authority::words,
    visible::{push, sentence},
};

const INDENT: &str = "      ";
/// Most claims that are quoted; the first weighs most.
const AGAINST_MAX: usize = 3;

pub(super) const fn paint(verdict: Verdict) -> Paint {
    match verdict {
        Verdict::Block => Paint::Red,
        Verdict::Flag => Paint::Yellow,
        Verdict::Pass => Paint::Green,
        Verdict::Ack | Verdict::None => Paint::Dim,
    }
}

pub(super) fn write(out: &mut Writer, observation: &Observation) {
    head(out, observation);
    if let Some(suppression) = &observation.suppressed {
        let expires = suppression
            .expires
            .as_ref()
            .map_or_else(String::new, |date| format!(" until {date}"));
        let text = format!(
            "suppressed ({}{expires}): {}",
            suppression.kind.name(),
            or_nothing(&suppression.reason)
        );
        out.wrapped(Paint::Dim, INDENT, &sentence(&text));
        out.gap();
        return;
    }
    for line in &observation.code {
        code(out, line, paint(observation.verdict));
    }
    out.wrapped(Paint::Plain, INDENT, &sentence(&observation.reason));
    let against = observation.conflict.iter();
    let against = against
        .flat_map(|conflict| &conflict.against)
        .take(AGAINST_MAX);
    let mut before = None;
    for one in against {
        rule(out, one, before, observation.verdict);
        before = Some(one);
    }
    out.gap();
}

fn or_nothing(reason: &str) -> &str {
    if reason.is_empty() {
        "no reason given"
    } else {
        reason
    }
}

fn head(out: &mut Writer, observation: &Observation) {
    let verdict = out.painted(
        paint(observation.verdict),
        &format!("{:<5}", observation.verdict.name()),
    );
    let score = match &observation.conflict {
        Some(conflict) if observation.verdict.is_conflict() => {
            format!("  score {:.2}", conflict.score)
        }
        _ => String::new(),
    };
    let place = format!("{}:{}", observation.line, observation.column);
    let extractor = sentence(&observation.extractor);
    out.raw(&format!("  {verdict}  {place}  {extractor}{score}"));
    let said = format!(
        "{} {} = {}",
        observation.concept_path,
        observation.predicate,
        words(&observation.value)
    );
    out.wrapped(Paint::Dim, INDENT, &sentence(&said));
}

/// What an authority says and what to do; what the claim before it said in the same words is not said again.
fn rule(out: &mut Writer, against: &Against, before: Option<&Against>, verdict: Verdict) {
    let says = sentence(&against.says);
    let cited = sentence(&against.citation.words());
    let cited = if out.style.unicode {
        cited
    } else {
        cited.replace('§', "section ")
    };
    let requirement = sentence(&against.requirement);
    let said = format!("{cited}, {requirement}: {says}");
    out.wrapped(Paint::Plain, INDENT, &said);
    let is_new = |said: fn(&Against) -> String| before.map(said) != Some(said(against));
    if verdict.is_conflict() && is_new(|one| words(&one.expected)) {
        let expected = format!("expected {}", words(&against.expected));
        out.wrapped(Paint::Dim, INDENT, &sentence(&expected));
    }
    if verdict.is_conflict() && !against.remedy.is_empty() && is_new(|one| one.remedy.clone()) {
        let remedy = format!("{} {}", out.sign("→", "->"), sentence(&against.remedy));
        out.wrapped(Paint::Bold, INDENT, &remedy);
    }
    if !against.citation.url.is_empty() && is_new(|one| one.citation.url.clone()) {
        out.wrapped(Paint::Dim, INDENT, &sentence(&against.citation.url));
    }
}

/// A line of code, and one below that points at what matched.
fn code(out: &mut Writer, line: &CodeLine, paint: Paint) {
    let bar = out.sign("│", "|").to_owned();
    let gutter = format!("{:>5} {bar} ", line.line);
    let room = out.style.width.saturating_sub(gutter.width()).max(20);
    let shown = Shown::new(line, room, out.sign("…", "..."));
    let numbers = out.painted(Paint::Dim, &gutter);
    out.raw(format!("{numbers}{}", shown.text).trim_end());
    if shown.marks > 0 {
        let mark = out.sign("━", "^").repeat(shown.marks);
        let mark = out.painted(paint, &mark);
        let space = " ".repeat(shown.before);
        let gutter = out.painted(Paint::Dim, &format!("      {bar} "));
        out.raw(&format!("{gutter}{space}{mark}"));
    }
}

/// A line as it is shown: tabs as spaces, nothing hidden, cut so that what matched can be seen.
struct Shown {
    text: String,
    /// Columns before what matched.
    before: usize,
    /// Columns of what matched.
    marks: usize,
}

impl Shown {
    fn new(line: &CodeLine, room: usize, sign: &str) -> Self {
        let cells: Vec<String> = line.text.chars().map(cell).collect();
        let index = |number: u32| {
            usize::try_from(number)
                .unwrap_or(usize::MAX)
                .min(cells.len())
        };
        let (start, end) = (index(line.start), index(line.end));
        let (before, rest) = cells.split_at(start);
        let matched = rest.get(..end.saturating_sub(start)).unwrap_or_default();
        let front_room = front_room(before, rest, room, sign.width());
        let (front, before) = if width(before) <= front_room {
            ("", before)
        } else {
            (sign, tail(before, front_room.saturating_sub(sign.width())))
        };
        let used = front.width() + width(before);
        let left = room.saturating_sub(used);
        let (behind, rest) = if width(rest) <= left {
            ("", rest)
        } else {
            (sign, head_of(rest, left.saturating_sub(sign.width())))
        };
        let matched = matched.get(..rest.len()).unwrap_or(matched);
        Self {
            text: format!("{front}{}{}{behind}", before.concat(), rest.concat()),
            before: used,
            marks: width(matched),
        }
    }
}

/// How much room there is before what matched: what the rest leaves, at least a quarter.
fn front_room(before: &[String], rest: &[String], room: usize, sign: usize) -> usize {
    let left = room.saturating_sub(width(rest));
    if width(before) <= left {
        left
    } else {
        left.max((room / 4).max(sign + 1))
    }
}

fn width(cells: &[String]) -> usize {
    cells.iter().map(|cell| cell.width()).sum()
}

/// What one character is shown as. Marks that combine with the one before are written out, so that columns can be counted.
fn cell(c: char) -> String {
    if c == '\t' {
        return "    ".to_owned();
    }
    let mut made = String::new();
    if c.width() == Some(0) && !c.is_control() {
        return format!("\\u{{{:x}}}", u32::from(c));
    }
    push(&mut made, c);
    made
}

fn head_of(cells: &[String], room: usize) -> &[String] {
    let mut used = 0;
    let fits = cells.iter().take_while(|cell| {
        used += cell.width();
        used <= room
    });
    let count = fits.count();
    cells.get(..count).unwrap_or_default()
}

fn tail(cells: &[String], room: usize) -> &[String] {
    let mut used = 0;
    let fits = cells.iter().rev().take_while(|cell| {
        used += cell.width();
        used <= room
    });
    let count = fits.count();
    cells.get(cells.len() - count..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, start: u32, end: u32, room: usize) -> (String, String) {
        let line = CodeLine {
            line: 1,
            text: text.to_owned(),
            start,
            end,
        };
        let shown = Shown::new(&line, room, "…");
        assert!(shown.text.width() <= room, "{}", shown.text);
        let marks = format!("{}{}", " ".repeat(shown.before), "^".repeat(shown.marks));
        (shown.text, marks)
    }

    #[test]
    fn what_matched_is_underlined() {
        let (text, marks) = shown("\tcall(x)", 1, 5, 40);
        assert_eq!((text.as_str(), marks.as_str()), ("    call(x)", "    ^^^^"));
        let (text, marks) = shown("a\u{4e2d}\u{1b}b", 2, 3, 40);
        assert_eq!(
            (text.as_str(), marks.as_str()),
            ("a\u{4e2d}\\u{1b}b", "   ^^^^^^")
        );
        assert_eq!(shown("e\u{301}x", 2, 3, 40).1, "        ^");
    }

    #[test]
    fn long_lines_are_cut_around_it() {
        let long = format!("{}HERE{}", "a".repeat(100), "b".repeat(100));
        let (text, marks) = shown(&long, 100, 104, 40);
        assert_eq!(text, "…aaaaaaaaaHEREbbbbbbbbbbbbbbbbbbbbbbbbb…");
        assert_eq!(marks, "          ^^^^");
        let (text, marks) = shown(&"m".repeat(100), 0, 100, 20);
        assert_eq!(text, format!("{}…", "m".repeat(19)));
        assert_eq!(marks, "^".repeat(19));
        let end = format!("{}HERE", "a".repeat(100));
        assert_eq!(shown(&end, 100, 104, 20).0, "…aaaaaaaaaaaaaaaHERE");
    }
}
