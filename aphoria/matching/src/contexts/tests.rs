//! Texts of every family in which strings stand between `⟦` and `⟧` and comments between `⟪` and `⟫`.

use aphoria_core::{Context, Language};
use proptest::prelude::*;

use super::runs;

/// The text without its marks, and the context of each of its bytes.
fn parsed(marked: &str) -> (String, Vec<Context>) {
    let (mut text, mut contexts) = (String::new(), Vec::new());
    let mut now = Context::Code;
    for letter in marked.chars() {
        match letter {
            '⟦' => now = Context::String,
            '⟪' => now = Context::Comment,
            '⟧' | '⟫' => now = Context::Code,
            letter => {
                text.push(letter);
                contexts.extend(std::iter::repeat_n(now, letter.len_utf8()));
            }
        }
    }
    (text, contexts)
}

fn check(language: Language, marked: &str) {
    let (text, wanted) = parsed(marked);
    let runs = runs(text.as_bytes(), language);
    let mut seen = String::new();
    let mut now = Context::Code;
    for (at, letter) in text.char_indices() {
        let context = runs.at(u32::try_from(at).expect("short"));
        if context != now {
            match now {
                Context::Code => {}
                Context::String => seen.push('⟧'),
                Context::Comment => seen.push('⟫'),
            }
            match context {
                Context::Code => {}
                Context::String => seen.push('⟦'),
                Context::Comment => seen.push('⟪'),
            }
        }
        now = context;
        seen.push(letter);
    }
    let all: Vec<_> = (0..text.len())
        .map(|at| runs.at(u32::try_from(at).expect("short")))
        .collect();
    assert_eq!(all, wanted, "{language}: read as {seen}");
}

#[test]
fn c_and_cpp() {
    check(
        Language::C,
        "a(⟦\"x\\\"y\"⟧); ⟪// \"no\"⟫\nb(⟦'\"'⟧); ⟪/* ' \n ' */⟫ c",
    );
    check(
        Language::C,
        "#define A ⟦\"a\\\nb\"⟧ c\nd = ⟦\"open⟧\ne(⟦\"f\"⟧)",
    );
    check(
        Language::Cpp,
        "n = 1'000'000 + ⟦'1'⟧; s = u8R⟦\"x(a)\" \\\n)x\"⟧ + b",
    );
}

#[test]
fn csharp() {
    check(
        Language::CSharp,
        "a(@⟦\"a\"\"b\\\"⟧ + c, $⟦\"a{⟧b(⟦\"c\"⟧)⟦}d{{e\"⟧)",
    );
    check(
        Language::CSharp,
        "x = ⟦\"\"\"a\"b\n\"\"\"⟧ + y; ⟪/// z⟫\n@$⟦\"\\{⟧n⟦}\"⟧",
    );
}

#[test]
fn java_kotlin_go() {
    check(
        Language::Java,
        "x = ⟦\"\"\"\n a \"b\" // c\n\"\"\"⟧; d = ⟦'\\''⟧ ⟪// e⟫\n",
    );
    check(
        Language::Kotlin,
        "⟦\"a${⟧b[⟦\"c\"⟧] { 1 }⟦}d\"⟧ ⟪/* /* */ */⟫ e ⟦\"\"\"\\\"\"\"⟧ f",
    );
    check(Language::Go, "⟦`a\\`⟧ + ⟦'\\''⟧ ⟪// c⟫\n⟦`\n// no`⟧");
}

#[test]
fn javascript_and_typescript() {
    check(Language::JavaScript, "⟦`a${⟧b(⟦`c${⟧{d:1}⟦}`⟧)⟦}e`⟧ ⟪// f⟫");
    check(
        Language::TypeScript,
        "x = ⟦/[/'\"]\\//⟧g.test(y) / 2 / 3; return ⟦/\"/⟧",
    );
    check(Language::JavaScript, "a = b / c; ⟪// it's⟫\nd = ⟦'e'⟧");
    check(Language::JavaScript, "<p>don⟦'t</p>⟧\n<b>⟦\"x\"⟧");
}

#[test]
fn rust() {
    check(
        Language::Rust,
        "fn f<'a>(x: &'a str) -> char { ⟦'\"'⟧ } ⟪// '⟫\n",
    );
    check(Language::Rust, "br⟪⟫".replace("⟪⟫", "").as_str());
    check(
        Language::Rust,
        "x = b⟦r#\"a\"b\\\"#⟧; var(⟦\"\\\"\n\"⟧, ⟦'\\''⟧, ⟦'é'⟧) ⟪/* /* \" */ */⟫ y",
    );
    check(Language::Rust, "r#type = 1; for⟦\"x\"⟧; ⟦r\"\\\"⟧ z");
}

#[test]
fn php() {
    check(
        Language::Php,
        "don't <b># <?php $a = ⟦'b\\''⟧; ⟪# c ⟫?> it's <?= ⟦\"d\"⟧ ?>",
    );
    check(
        Language::Php,
        "<?php\n#[Attr]\n$x = <<<EOT\n⟦ it's // a\n  EOT⟧; ⟪// b⟫\n⟪/* c */⟫ $d",
    );
    check(Language::Php, "<?xml version=\"1\"?><?php ⟦\"a\nb\"⟧");
}

#[test]
fn python() {
    check(
        Language::Python,
        "x = f⟦'a\\''⟧ ⟪# b⟫\ny = r⟦\"\"\"c\n\"d' # no\n\"\"\"⟧ + 1\nz = ⟦'open⟧\nw",
    );
}

#[test]
fn ruby() {
    check(
        Language::Ruby,
        "x = ⟦\"a#{⟧b(⟦'c'⟧)⟦}d\"⟧ ⟪# e⟫\ny = ⟦%w[a [b] c']⟧ + ⟦%q(')⟧",
    );
    check(
        Language::Ruby,
        "a(<<~SQL, b) ⟪# c⟫\n⟦  it's #{x}\n  SQL⟧\nd << 1; e / f; g =~ ⟦/\"/⟧",
    );
    check(
        Language::Ruby,
        "a\n⟪=begin\n'x\n=end⟫\nb = ⟦'y'⟧\n⟪__END__\nz '⟫",
    );
    check(
        Language::Ruby,
        "a = b % c; list << ⟦'x'⟧; if x =~ ⟦/#/⟧ then y end",
    );
}

#[test]
fn bash() {
    check(
        Language::Bash,
        "echo a#b ${#c} ⟪# d⟫\ne=⟦\"f $(⟧g ⟦\"h\"⟧ ⟦'i'⟧⟦) j\"⟧ \\' k",
    );
    check(
        Language::Bash,
        "cat <<-'EOF' | x ⟪# y⟫\n⟦it's\n\tEOF⟧\nz <<< ⟦\"a\"⟧; echo $#; n=$⟦'\\''⟧",
    );
    check(Language::Bash, "x=$((1<<N)); y=⟦'z\n'⟧");
}

#[test]
fn dockerfile_and_hcl() {
    check(
        Language::Dockerfile,
        "⟪# don't⟫\nRUN echo ⟦\"a # b\"⟧ it's # c\nENV A=⟦'b'⟧",
    );
    check(
        Language::Hcl,
        "a = ⟦\"b${⟧c[⟦\"d\"⟧]⟦}e\"⟧ ⟪# f⟫\ng { h = <<-EOT\n⟦  it's ${x}\n  EOT⟧\n} ⟪// i⟫\n⟪/* j */⟫",
    );
}

#[test]
fn yaml() {
    check(
        Language::Yaml,
        "a: b#c ⟪# d⟫\ne: don't ⟪# f⟫\ng: \"# no\n # no\"\nh: |\n  # no\n  i\n⟪# j⟫\nk: 'it''s # no' ⟪# l⟫",
    );
    check(
        Language::Yaml,
        "- [\"b # c\", 'd'] ⟪# e⟫\n- !tag \"f # g\"\n- \"open\n⟪# a⟫",
    );
}

#[test]
fn other_structured_files() {
    check(
        Language::Toml,
        "a = \"b # c\" ⟪# d⟫\ne = '\\' ⟪# f⟫\ng = \"\"\"\n# no\n\"\"\" ⟪# h⟫",
    );
    check(
        Language::Json,
        "{\"a//b\": 1, ⟪// c⟫\n\"d\": ⟪/* e */⟫ '\\''}",
    );
    check(Language::Ini, "⟪; a⟫\n  ⟪# b⟫\nc = d#e;f\ng = h ⟪; i⟫");
    check(Language::Properties, "⟪! a⟫\nb = c # d\n⟪#e⟫");
    check(
        Language::DotEnv,
        "⟪# a⟫\nB=\"c # d\" ⟪# e⟫\nF='g # h'\nI=j#k ⟪# l⟫",
    );
    check(Language::Xml, "<a b='<'>⟪<!-- c > -->⟫d</a>⟪<!-- open⟫");
    check(
        Language::Sql,
        "select ⟦'it''s -- no'⟧ ⟪-- a⟫\n⟪/* b */⟫ - c / d",
    );
    check(Language::Text, "a \"b\" // c # d");
}

#[test]
fn a_heredoc_without_an_end_is_none() {
    check(Language::Bash, "cat << EOF\nit=⟦'s'⟧\n");
    check(Language::Bash, &"cat << A\n".repeat(100));
}

proptest! {
    #[test]
    fn no_text_stops_a_lexer_and_runs_are_ordered(
        text in "([\"'`/\\\\*#<>=%{}()\\[\\]$@|!;:,. \n\tRr-]|<<~?A|\"\"\"|é|[a-eE]|\\?>|<\\?php){0,120}",
        language in 0..Language::ALL.len(),
    ) {
        let runs = runs(text.as_bytes(), Language::ALL[language]);
        prop_assert!(runs.list.is_sorted_by(|one, next| one.0 < next.0 && one.1 != next.1));
        prop_assert_eq!(runs.list[0].0, 0);
        let end = u32::try_from(text.len()).expect("short");
        prop_assert!(runs.list.iter().all(|run| run.0 <= end));
    }

    #[test]
    fn no_bytes_stop_a_lexer(bytes in prop::collection::vec(any::<u8>(), 0..300), language in 0..Language::ALL.len()) {
        let runs = runs(&bytes, Language::ALL[language]);
        prop_assert!(runs.list.is_sorted_by(|one, next| one.0 < next.0));
    }
}
