//! What comments cover, and what is wrong with them.

use super::{Fault, Suppressions, parse};

fn read_all(text: &str) -> Suppressions {
    parse(text, |_| true)
}

#[test]
fn each_form_covers_its_lines() {
    let text = "a() // aphoria:ignore: one\n\
                # aphoria:ignore-next-line[tls_verify] -- two\n\
                b()\n\
                <!-- aphoria:ignore-block[a_b, c] : three -->\n\
                c()\n\
                <!-- aphoria:end-ignore -->\n";
    let made = read_all(text);
    assert_eq!(made.problems(), []);
    let seen: Vec<_> = made
        .all()
        .iter()
        .map(|one| {
            (
                one.line,
                one.lines.clone(),
                one.reason.as_deref().unwrap_or(""),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [(1, 1..=1, "one"), (2, 3..=3, "two"), (4, 4..=6, "three")]
    );
    assert!(made.covers("x", 1, 1).is_some());
    assert!(
        made.covers("x", 3, 3).is_none(),
        "it names another extractor"
    );
    assert!(
        made.covers("tls_verify", 2, 4).is_some(),
        "a finding may reach over lines"
    );
    assert!(made.covers("c", 5, 5).is_some());
    assert!(made.covers("c", 7, 7).is_none());
}

#[test]
fn those_that_suppress_nothing_are_known() {
    let made = read_all("# aphoria:ignore: a\n# aphoria:ignore[x]: b\n");
    assert_eq!(made.unused().count(), 2);
    assert!(made.covers("x", 2, 2).is_some());
    let left: Vec<_> = made.unused().map(|one| one.line).collect();
    assert_eq!(left, [1]);
}

#[test]
fn the_comment_with_the_id_is_the_one_that_is_used() {
    let made = read_all(
        "/* aphoria:ignore-block: all */\nx() // aphoria:ignore[x]: one\n/* aphoria:end-ignore */\n",
    );
    let chosen = made.covers("x", 2, 2).map(|one| one.line);
    assert_eq!(chosen, Some(2));
}

#[test]
fn next_line_comments_may_be_stacked() {
    let made = read_all(
        "-- aphoria:ignore-next-line[a]: r\n-- aphoria:ignore-next-line[b]: r\nselect 1\n",
    );
    assert!(made.covers("a", 3, 3).is_some());
    assert!(made.covers("b", 3, 3).is_some());
}

#[test]
fn what_is_wrong_is_said_and_suppresses_nothing() {
    for (text, fault) in [
        ("# aphoria:ignored: x", Fault::UnknownWord),
        ("# aphoria:ignore[]: x", Fault::Ids),
        ("# aphoria:ignore[a b]: x", Fault::Ids),
        ("# aphoria:ignore[a: x", Fault::Ids),
        ("# aphoria:ignore-block: x\ny", Fault::NoEnd),
        ("# aphoria:end-ignore", Fault::NoBlock),
    ] {
        let made = read_all(text);
        let faults: Vec<_> = made
            .problems()
            .iter()
            .map(|problem| problem.fault)
            .collect();
        assert_eq!(faults, [fault], "{text}");
        assert!(made.covers("a", 1, 2).is_none(), "{text}");
    }
    let made = read_all("# aphoria:ignore");
    assert_eq!(made.problems().len(), 1, "no reason");
    assert!(made.covers("a", 1, 1).is_some());
}

#[test]
fn only_the_beginning_of_a_comment_counts() {
    assert_eq!(
        read_all("// write aphoria:ignore: x to ignore\n")
            .all()
            .len(),
        0
    );
    assert_eq!(read_all("# noqa  # aphoria:ignore: x\n").all().len(), 1);
    assert_eq!(parse("s = '# aphoria:ignore: x'", |_| false).all().len(), 0);
}
