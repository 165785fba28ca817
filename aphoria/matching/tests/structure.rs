//! Questions about structure, in every language.

mod common;

use aphoria_core::{Language, Span};
use aphoria_matching::syntax::{Form, NodeKind, Structure};
use aphoria_matching::{Source, Stats, TreeLimits};
use common::source;

fn structure(source: &Source) -> Structure<'_> {
    source
        .structure(&TreeLimits::default(), &mut Stats::default())
        .expect("there is a grammar")
}

fn place(source: &Source, part: &str) -> Span {
    let start = u32::try_from(source.text().find(part).expect("it is there")).expect("short");
    Span {
        start,
        end: start + u32::try_from(part.len()).expect("short"),
    }
}

/// `name=text:form` of what the call around `part` is given.
fn given(language: Language, text: &str, part: &str) -> Vec<String> {
    let source = source(text, language);
    let structure = structure(&source);
    let call = structure
        .enclosing(place(&source, part), NodeKind::Call)
        .expect("a call is around it");
    let arguments = structure.arguments(call.id);
    let one = |argument: &aphoria_matching::syntax::Argument| {
        format!(
            "{}={}:{:?}",
            argument.name,
            source.slice(argument.span),
            argument.form
        )
    };
    arguments.iter().map(one).collect()
}

/// The same of the literal around `part`.
fn held(language: Language, text: &str, part: &str) -> Vec<String> {
    let source = source(text, language);
    let structure = structure(&source);
    let literal = structure
        .enclosing(place(&source, part), NodeKind::Arguments)
        .expect("a literal is around it");
    let arguments = structure.arguments(literal.id);
    arguments
        .iter()
        .map(|one| format!("{}={}", one.name, source.slice(one.span)))
        .collect()
}

#[test]
fn arguments_have_names_and_forms() {
    assert_eq!(
        given(
            Language::Python,
            "get(url, f'a{b}', *c, verify=False, d=[1], e={'f': g})",
            "url"
        ),
        [
            "=url:Identifier",
            "=f'a{b}':Interpolated",
            "=*c:Identifier",
            "verify=False:Literal",
            "d=[1]:Literal",
            "e={'f': g}:Collection"
        ]
    );
    assert_eq!(
        given(
            Language::JavaScript,
            "get(`a`, `a${b}`, 'a' + b, c.d, e(), () => 1, {f}, null)",
            "`a`"
        ),
        [
            "=`a`:Literal",
            "=`a${b}`:Interpolated",
            "='a' + b:Concatenation",
            "=c.d:Access",
            "=e():Call",
            "=() => 1:Function",
            "={f}:Collection",
            "=null:Literal"
        ]
    );
    assert_eq!(
        given(Language::TypeScript, "get<A>(b as C, d!)", "b as"),
        ["=b as C:Identifier", "=d!:Identifier"]
    );
    assert_eq!(
        given(
            Language::Go,
            "package p\nfunc f() { get(\"a\", 'b', c[0], &d, Sprintf(\"x%s\", y)) }",
            "\"a\""
        ),
        [
            "=\"a\":Literal",
            "='b':Literal",
            "=c[0]:Access",
            "=&d:Identifier",
            "=Sprintf(\"x%s\", y):Interpolated"
        ]
    );
    assert_eq!(
        given(
            Language::Java,
            "class A { int b = get(\"a\" + c, (String) d, new E(), A.class); }",
            "\"a\""
        ),
        [
            "=\"a\" + c:Concatenation",
            "=(String) d:Identifier",
            "=new E():Call",
            "=A.class:Literal"
        ]
    );
    assert_eq!(
        given(
            Language::Ruby,
            "get 'a', \"b#{c}\", verify: false, :d => e",
            "'a'"
        ),
        [
            "='a':Literal",
            "=\"b#{c}\":Interpolated",
            "verify=false:Literal",
            "d=e:Identifier"
        ]
    );
    assert_eq!(
        given(
            Language::Php,
            "<?php get('a', \"b$c\", $d['e'], verify: false, ['x' => 1]);",
            "'a'"
        ),
        [
            "='a':Literal",
            "=\"b$c\":Interpolated",
            "=$d['e']:Access",
            "verify=false:Literal",
            "=['x' => 1]:Literal"
        ]
    );
    assert_eq!(
        given(
            Language::CSharp,
            "class A { void F() { Get(\"a\", $\"b{c}\", verify: false, d.E); } }",
            "\"a\""
        ),
        [
            "=\"a\":Literal",
            "=$\"b{c}\":Interpolated",
            "verify=false:Literal",
            "=d.E:Access"
        ]
    );
    assert_eq!(
        given(
            Language::Rust,
            "fn f() { get(\"a\", &b, c.d, || 1, [1, 2], x as u8); }",
            "\"a\""
        ),
        [
            "=\"a\":Literal",
            "=&b:Identifier",
            "=c.d:Access",
            "=|| 1:Function",
            "=[1, 2]:Literal",
            "=x as u8:Identifier"
        ]
    );
    assert_eq!(
        given(
            Language::Rust,
            "fn f() { get!(\"a\", b = c.d, e(1)); }",
            "\"a\""
        ),
        ["=\"a\":Literal", "b=c.d:Other", "=e(1):Other"]
    );
    assert_eq!(
        given(
            Language::C,
            "void f() { get(\"a\" \"b\", NULL, c->d, 1 + 2); }",
            "\"a\""
        ),
        [
            "=\"a\" \"b\":Literal",
            "=NULL:Literal",
            "=c->d:Access",
            "=1 + 2:Literal"
        ]
    );
    assert_eq!(
        given(
            Language::Cpp,
            "void f() { a.get(R\"(b)\", this, c::d); }",
            "R\""
        ),
        ["=R\"(b)\":Literal", "=this:Identifier", "=c::d:Identifier"]
    );
    assert_eq!(
        given(Language::Bash, "get -k \"$a\" 'b' \"c $d\" e", "-k"),
        [
            "=-k:Literal",
            "=\"$a\":Identifier",
            "='b':Literal",
            "=\"c $d\":Interpolated",
            "=e:Literal"
        ]
    );
    assert_eq!(
        given(Language::Hcl, "a = get(\"b\", var.c)", "\"b\""),
        ["=\"b\":Literal", "=var.c:Identifier"]
    );
}

#[test]
fn literals_hold_named_values() {
    assert_eq!(
        held(Language::Python, "{'a': 1, 'b': c}", "1"),
        ["a=1", "b=c"]
    );
    assert_eq!(
        held(Language::JavaScript, "f({a: 1, 'b': c, d, ...e})", "1"),
        ["a=1", "b=c", "d=d", "=...e"]
    );
    assert_eq!(
        held(Language::Go, "package p\nvar x = &T{A: 1, B: c}", "1"),
        ["A=1", "B=c"]
    );
    assert_eq!(
        held(Language::Ruby, "x = {a: 1, 'b' => c}", "1"),
        ["a=1", "b=c"]
    );
    assert_eq!(
        held(Language::Php, "<?php $x = ['a' => 1, 2];", "1"),
        ["a=1", "=2"]
    );
    assert_eq!(
        held(
            Language::CSharp,
            "class A { object x = new T { A = 1, B = c }; }",
            "1"
        ),
        ["A=1", "B=c"]
    );
    assert_eq!(
        held(Language::Rust, "fn f() { T { a: 1, b, ..c } }", "1"),
        ["a=1", "b=b", "=..c"]
    );
    assert_eq!(
        held(Language::C, "struct t x = { .a = 1, 2 };", "1"),
        ["a=1", "=2"]
    );
    assert_eq!(
        held(Language::Hcl, "x = { a = 1, \"b\" = c }", "1"),
        ["a=1", "b=c"]
    );
}

/// Kind and name of all that is around `part`, from the inside out.
fn around(language: Language, text: &str, part: &str) -> Vec<String> {
    let source = source(text, language);
    let structure = structure(&source);
    let kinds = [
        NodeKind::Call,
        NodeKind::Assignment,
        NodeKind::Function,
        NodeKind::Class,
        NodeKind::Loop,
        NodeKind::Branch,
    ];
    let one = |kind: NodeKind| {
        let node = structure.enclosing(place(&source, part), kind)?;
        Some(format!("{kind:?} {}", node.name))
    };
    kinds.into_iter().filter_map(one).collect()
}

#[test]
fn what_is_around_a_place_has_a_name() {
    assert_eq!(
        around(
            Language::Python,
            "class A(B):\n  def f(self):\n    for x in y:\n      if z:\n        v = a.b(c).d(HERE)\n",
            "HERE"
        ),
        [
            "Call a.b().d",
            "Assignment v",
            "Function f",
            "Class A",
            "Loop x",
            "Branch "
        ]
    );
    assert_eq!(
        around(
            Language::JavaScript,
            "class A { m() { const v = new B(HERE); } }",
            "HERE"
        ),
        ["Call B", "Assignment v", "Function m", "Class A"]
    );
    assert_eq!(
        around(
            Language::TypeScript,
            "const f = async (x: T) => { g(HERE) }",
            "HERE"
        ),
        ["Call g", "Assignment f", "Function f"]
    );
    assert_eq!(
        around(
            Language::Go,
            "package p\nfunc (a *A) F() { for { v := x.Y(HERE) } }",
            "HERE"
        ),
        ["Call x.Y", "Assignment v", "Function F", "Loop "]
    );
    assert_eq!(
        around(
            Language::Java,
            "class A { void f() { try { v = b.c(HERE); } catch (E e) {} } }",
            "HERE"
        ),
        [
            "Call b.c",
            "Assignment v",
            "Function f",
            "Class A",
            "Branch "
        ]
    );
    assert_eq!(
        around(
            Language::Ruby,
            "class A\n  def f\n    v = b.c(HERE)\n  end\nend\n",
            "HERE"
        ),
        ["Call b.c", "Assignment v", "Function f", "Class A"]
    );
    assert_eq!(
        around(
            Language::Php,
            "<?php class A { function f() { $v = $this->b->c(HERE); } }",
            "HERE"
        ),
        ["Call $this->b->c", "Assignment $v", "Function f", "Class A"]
    );
    assert_eq!(
        around(Language::Php, "<?php include HERE;", "HERE"),
        ["Call include"]
    );
    assert_eq!(
        around(
            Language::CSharp,
            "class A { void F() { var v = B.C(HERE); } }",
            "HERE"
        ),
        ["Call B.C", "Assignment v", "Function F", "Class A"]
    );
    assert_eq!(
        around(
            Language::Rust,
            "impl A { fn f() { let v = B::<C>::d(HERE); } }",
            "HERE"
        ),
        ["Call B::<C>::d", "Assignment v", "Function f", "Class A"]
    );
    assert_eq!(
        around(
            Language::C,
            "static int *f(int a) { int v = g(HERE); }",
            "HERE"
        ),
        ["Call g", "Assignment v", "Function f"]
    );
    assert_eq!(
        around(
            Language::Cpp,
            "class A { void f() { auto v = b->c(HERE); } };",
            "HERE"
        ),
        ["Call b->c", "Assignment v", "Function f", "Class A"]
    );
    assert_eq!(
        around(Language::Bash, "f() {\n  v=$(g HERE)\n}\n", "HERE"),
        ["Call g", "Assignment v", "Function f"]
    );
    assert_eq!(
        around(
            Language::Hcl,
            "resource \"a\" \"b\" {\n  v = g(HERE)\n}\n",
            "HERE"
        ),
        ["Call g", "Assignment v", "Class resource.a.b"]
    );
}

#[test]
fn statements_decorators_and_imports_are_told() {
    let source = source(
        "import a\n@app.route('/x')\ndef f():\n    b = c(\n        d)\n",
        Language::Python,
    );
    let structure = structure(&source);
    let statement = structure
        .enclosing(place(&source, "d)"), NodeKind::Statement)
        .expect("it is in one");
    assert_eq!(source.slice(statement.span), "b = c(\n        d)");
    assert_eq!(statement.line, 4);
    let all = place(&source, source.text());
    let decorators = structure.within(all, NodeKind::Decorator);
    assert_eq!(
        decorators
            .iter()
            .map(|one| one.name.as_str())
            .collect::<Vec<_>>(),
        ["app.route()"]
    );
    assert_eq!(structure.within(all, NodeKind::Import).len(), 1);
}

#[test]
fn every_grammar_answers_for_any_text() {
    let texts = [
        "",
        "\u{e9}",
        "((((",
        "}{)(",
        "a b c\n\"",
        "<?php <<<X",
        "fn f(\u{0}",
    ];
    for language in Language::ALL.iter().copied() {
        for text in texts {
            let source = source(text, language);
            let Some(structure) = source.structure(&TreeLimits::default(), &mut Stats::default())
            else {
                continue;
            };
            let all = Span {
                start: 0,
                end: u32::try_from(text.len()).expect("short"),
            };
            assert!(structure.origins(all).len() <= 64);
            assert!(
                structure.node_at(all).is_some() || text.is_empty(),
                "{language} {text}"
            );
            assert_eq!(structure.form_of(Span { start: 900, end: 5 }), Form::Other);
        }
    }
}

#[test]
fn limits_leave_trees_out() {
    let limits = TreeLimits {
        bytes: 10,
        ..TreeLimits::default()
    };
    let source = source("a = b + c + d", Language::Python);
    assert!(source.tree(&limits, &mut Stats::default()).is_none());
    let few = common::source("a = b + c + d", Language::Python);
    let limits = TreeLimits {
        nodes: 4,
        ..TreeLimits::default()
    };
    let structure = few
        .structure(&limits, &mut Stats::default())
        .expect("it is small");
    assert!(structure.node(3).is_some() && structure.node(4).is_none());
}

#[test]
fn texts_made_to_hold_the_parser_up_have_no_tree() {
    let refused = |text: &str, language, clock: fn() -> u64| {
        let mut stats = Stats::new(clock);
        let tree = source(text, language)
            .tree(&TreeLimits::default(), &mut stats)
            .is_some();
        (tree, stats.trees_refused, stats.trees_overdue)
    };
    let still = || 0;
    assert_eq!(
        refused(&"a: [".repeat(1_000), Language::Rust, still),
        (false, 1, 0)
    );
    assert_eq!(
        refused(&"a |\n".repeat(1_000), Language::Bash, still),
        (false, 1, 0)
    );
    assert_eq!(
        refused(&"r#\"".repeat(30_000), Language::Rust, still),
        (false, 1, 0)
    );
    assert_eq!(
        refused(&"f(1);\n".repeat(1_000), Language::C, still),
        (true, 0, 0)
    );
    // A clock that jumps by an hour at every look.
    fn fast() -> u64 {
        use std::sync::atomic::{AtomicU64, Ordering};
        static NOW: AtomicU64 = AtomicU64::new(0);
        NOW.fetch_add(3_600_000_000_000, Ordering::Relaxed)
    }
    assert_eq!(
        refused(&"f(1);\n".repeat(1_000), Language::C, fast),
        (false, 1, 1)
    );
}
