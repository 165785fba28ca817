//! Where values come from, in every language: the same five stories told in each.

use aphoria_core::{Language, Span};

use super::{Origin, OriginKind};
use crate::source::Source;
use crate::stats::Stats;
use crate::tree::TreeLimits;

/// The origins of the first argument of the call of `run`, as short texts: kind, name, calls on the way.
fn origins(language: Language, text: &str) -> Vec<String> {
    origins_of(language, text, "run", 0)
}

fn origins_of(language: Language, text: &str, callee: &str, argument: usize) -> Vec<String> {
    let source = Source::new(text.as_bytes().to_vec(), language);
    let mut stats = Stats::default();
    let structure = source
        .structure(&TreeLimits::default(), &mut stats)
        .expect("there is a grammar");
    let all = Span {
        start: 0,
        end: u32::try_from(text.len()).expect("short"),
    };
    let calls = structure.within(all, super::NodeKind::Call);
    let ends = |name: &str| {
        name == callee
            || name.ends_with(&format!(".{callee}"))
            || name.ends_with(&format!(">{callee}"))
    };
    let call = calls.iter().find(|call| ends(&call.name));
    let call = call.unwrap_or_else(|| panic!("{language}: no call of {callee} among {calls:?}"));
    let arguments = structure.arguments(call.id);
    let value = arguments
        .get(argument)
        .unwrap_or_else(|| panic!("{language}: {call:?} has {arguments:?}"));
    structure.origins(value.span).iter().map(shown).collect()
}

fn shown(origin: &Origin) -> String {
    let kind = match origin.form {
        OriginKind::Literal => "literal",
        OriginKind::Parameter => "parameter",
        OriginKind::Call => "call",
        OriginKind::Access => "access",
        OriginKind::Global => "global",
        OriginKind::Unknown => "unknown",
    };
    let mut text = kind.to_owned();
    if !origin.name.is_empty() {
        text = format!("{text} {}", origin.name);
    }
    if !origin.through.is_empty() {
        text = format!("{text} through {}", origin.through.join(", "));
    }
    text
}

/// Checks the origins without regard to their order, literals left out unless they are all there is.
fn check(language: Language, text: &str, wanted: &[&str]) {
    let mut seen = origins(language, text);
    if seen.iter().any(|origin| origin != "literal") {
        seen.retain(|origin| origin != "literal");
    }
    seen.sort_unstable();
    seen.dedup();
    let mut wanted = wanted.to_vec();
    wanted.sort_unstable();
    assert_eq!(seen, wanted, "{language}:\n{text}");
}

#[test]
fn a_query_is_put_together_from_a_parameter() {
    let wanted: &[&str] = &["parameter id"];
    check(
        Language::Python,
        "def f(id):\n    q = \"a\" + id\n    run(q)\n",
        wanted,
    );
    check(
        Language::Python,
        "def f(id: str = 'x'):\n    run(f\"a {id}\")\n",
        wanted,
    );
    check(
        Language::Python,
        "def f(id):\n    run(\"a %s\" % id)\n",
        wanted,
    );
    check(
        Language::Python,
        "def f(id):\n    run(\"a {}\".format(id))\n",
        wanted,
    );
    check(
        Language::Python,
        "def f(id):\n    q = \"a\"\n    q += id\n    run(q)\n",
        wanted,
    );
    check(
        Language::JavaScript,
        "function f(id) { const q = 'a' + id; run(q); }",
        wanted,
    );
    check(
        Language::JavaScript,
        "const f = id => run(`a ${id}`)",
        wanted,
    );
    check(
        Language::TypeScript,
        "function f(id: string) { let q = 'a'; q += id; run(q); }",
        wanted,
    );
    check(
        Language::TypeScript,
        "class A { f({ id }: B) { run(`a ${id}`); } }",
        wanted,
    );
    check(
        Language::Go,
        "package p\nfunc f(id string) { q := \"a\" + id; run(q) }",
        wanted,
    );
    check(
        Language::Go,
        "package p\nfunc f(id string) { run(fmt.Sprintf(\"a %s\", id)) }",
        wanted,
    );
    check(
        Language::Java,
        "class A { void f(String id) { String q = \"a\" + id; run(q); } }",
        wanted,
    );
    check(
        Language::Java,
        "class A { void f(String id) { run(String.format(\"a %s\", id)); } }",
        wanted,
    );
    check(
        Language::Ruby,
        "def f(id)\n  q = \"a #{id}\"\n  run(q)\nend\n",
        wanted,
    );
    check(
        Language::Php,
        "<?php function f($id) { $q = \"a $id\"; run($q); }",
        &["parameter $id"],
    );
    check(
        Language::Php,
        "<?php function f($id) { $q = 'a' . $id; run($q); }",
        &["parameter $id"],
    );
    check(
        Language::CSharp,
        "class A { void F(string id) { var q = $\"a {id}\"; run(q); } }",
        wanted,
    );
    check(
        Language::CSharp,
        "class A { void F(string id) { run(string.Format(\"a {0}\", id)); } }",
        wanted,
    );
    check(
        Language::Rust,
        "fn f(id: &str) { let q = format!(\"a {}\", id); run(&q); }",
        wanted,
    );
    check(
        Language::Rust,
        "fn f(id: &str) { let q = format!(\"a {id}\"); run(&q); }",
        wanted,
    );
    check(
        Language::C,
        "void f(const char *id) { char q[9]; sprintf(q, \"a %s\", id); run(q); }",
        wanted,
    );
    check(
        Language::Cpp,
        "void f(const std::string& id) { auto q = \"a\" + id; run(q); }",
        wanted,
    );
    check(
        Language::Bash,
        "f() {\n  q=\"a $1\"\n  run \"$q\"\n}\n",
        &["parameter 1"],
    );
}

#[test]
fn a_request_is_followed_through_two_assignments() {
    check(
        Language::Python,
        "def f():\n    a = request.args.get('id')\n    b = a\n    run(b)\n",
        &["call request.args.get"],
    );
    check(
        Language::Python,
        "def f():\n    a = request.args['id']\n    b = 'x' + a\n    run(b)\n",
        &["access request.args['id']"],
    );
    check(
        Language::JavaScript,
        "app.get('/', (req, res) => { const q = req.query; const i = q.id; run(i) })",
        &["access req.query.id"],
    );
    check(
        Language::JavaScript,
        "app.get('/', (req, res) => { const { id } = req.body; run(id) })",
        &["access req.body"],
    );
    check(
        Language::TypeScript,
        "function f(req: Request) { const a = req.params['x']; const b = a as string; run(b) }",
        &["access req.params['x']"],
    );
    check(
        Language::Go,
        "package p\nfunc f(r *http.Request) { a := r.URL.Query().Get(\"id\"); b := a; run(b) }",
        &[
            "access r.URL through r.URL.Query, r.URL.Query().Get",
            "call r.URL.Query through r.URL.Query().Get",
            "call r.URL.Query().Get",
        ],
    );
    check(
        Language::Java,
        "class A { void f(HttpServletRequest r) { String a = r.getParameter(\"id\"); String b = a; run(b); } }",
        &["call r.getParameter", "parameter r through r.getParameter"],
    );
    check(
        Language::Ruby,
        "def f\n  a = params[:id]\n  b = a\n  run(b)\nend\n",
        &["access params[:id]"],
    );
    check(
        Language::Php,
        "<?php function f() { $a = $_GET['id']; $b = $a; $this->run($b); }",
        &["access $_GET['id']"],
    );
    check(
        Language::CSharp,
        "class A { void F() { var a = Request.Query[\"id\"]; var b = a; this.run(b); } }",
        &["access Request.Query[\"id\"]"],
    );
    check(
        Language::Rust,
        "fn f(q: Query) { let a = q.0.id; let b = &a; run(b); }",
        &["access q.0.id"],
    );
    check(
        Language::C,
        "void f(void) { char *a = getenv(\"X\"); char *b = a; run(b); }",
        &["call getenv"],
    );
    check(
        Language::Cpp,
        "void f(const Request& r) { auto a = r.param(\"x\"); auto b = a; run(b); }",
        &["call r.param", "parameter r through r.param"],
    );
    check(
        Language::Bash,
        "a=$(curl x)\nb=$a\nrun \"$b\"\n",
        &["call curl"],
    );
}

#[test]
fn a_constant_stays_a_constant() {
    let wanted: &[&str] = &["literal"];
    check(
        Language::Python,
        "T = 'x'\ndef f(id):\n    q = 'a ' + T\n    run(q)\n",
        wanted,
    );
    check(
        Language::Python,
        "def f(id):\n    for t in ['a', 'b']:\n        run(t)\n",
        wanted,
    );
    check(
        Language::JavaScript,
        "const T = 'x'; function f(id) { run(`a ${T}`) }",
        wanted,
    );
    check(
        Language::TypeScript,
        "function f(id: string) { const q: string = 'a'; run(q) }",
        wanted,
    );
    check(
        Language::Go,
        "package p\nconst t = \"x\"\nfunc f(id string) { q := \"a\" + t; run(q) }",
        wanted,
    );
    check(
        Language::Java,
        "class A { static final String T = \"x\"; void f(String id) { run(\"a\" + T); } }",
        wanted,
    );
    check(
        Language::Ruby,
        "T = 'x'\ndef f(id)\n  run(\"a #{T}\")\nend\n",
        wanted,
    );
    check(
        Language::Php,
        "<?php function f($id) { $t = 'x'; run('a' . $t); }",
        wanted,
    );
    check(
        Language::CSharp,
        "class A { const string T = \"x\"; void F(string id) { run($\"a {T}\"); } }",
        wanted,
    );
    check(
        Language::Rust,
        "const T: &str = \"x\"; fn f(id: &str) { let q = if a { T } else { \"b\" }; run(q); }",
        wanted,
    );
    check(
        Language::C,
        "static const char *t = \"x\"; void f(char *id) { run(t); }",
        wanted,
    );
    check(
        Language::Cpp,
        "void f(std::string id) { const auto t = \"x\"; run(t); }",
        wanted,
    );
    check(Language::Bash, "t=x\nrun \"a $t\"\n", wanted);
}

#[test]
fn a_name_that_is_given_a_new_value_hides_the_old_one() {
    let wanted: &[&str] = &["literal"];
    check(
        Language::Python,
        "def f(id):\n    id = 'x'\n    run(id)\n",
        wanted,
    );
    check(
        Language::JavaScript,
        "function f(id) { { let q = id; } let q = 'x'; run(q) }",
        wanted,
    );
    check(
        Language::JavaScript,
        "function f(id) { const g = (id) => 0; function h() { const id = 'x'; run(id) } }",
        wanted,
    );
    check(
        Language::TypeScript,
        "function f(id: string) { id = 'x'; run(id) }",
        wanted,
    );
    check(
        Language::Go,
        "package p\nfunc f(id string) { if a { id := \"y\"; use(id) }; id = \"x\"; run(id) }",
        wanted,
    );
    check(
        Language::Java,
        "class A { void f(String id) { id = \"x\"; run(id); } }",
        wanted,
    );
    check(
        Language::Ruby,
        "def f(id)\n  id = 'x'\n  run(id)\nend\n",
        wanted,
    );
    check(
        Language::Php,
        "<?php function f($id) { $id = 'x'; run($id); }",
        wanted,
    );
    check(
        Language::CSharp,
        "class A { void F(string id) { id = \"x\"; run(id); } }",
        wanted,
    );
    check(
        Language::Rust,
        "fn f(id: &str) { let id = \"x\"; run(id); }",
        wanted,
    );
    check(
        Language::C,
        "void f(char *id) { id = \"x\"; run(id); }",
        wanted,
    );
    check(
        Language::Cpp,
        "void f(std::string id) { id = \"x\"; run(id); }",
        wanted,
    );
}

#[test]
fn a_value_in_one_branch_hides_nothing() {
    let wanted: &[&str] = &["parameter id"];
    check(
        Language::Python,
        "def f(id):\n    if a:\n        id = 'x'\n    run(id)\n",
        wanted,
    );
    check(
        Language::JavaScript,
        "function f(id) { if (a) id = 'x'; run(id) }",
        wanted,
    );
    check(
        Language::Go,
        "package p\nfunc f(id string) { q := \"x\"; if a { q = id }; run(q) }",
        wanted,
    );
    check(
        Language::Java,
        "class A { void f(String id) { String q = \"x\"; while (a) { run(q); q = id; } } }",
        wanted,
    );
    check(
        Language::Rust,
        "fn f(id: Option<&str>) { match id { Some(q) => run(q), None => {} } }",
        wanted,
    );
    check(
        Language::Ruby,
        "def f(id)\n  id = 'x' if a\n  run(id)\nend\n",
        wanted,
    );
    check(
        Language::Php,
        "<?php function f($id) { foreach ($id as $k => $v) { run($v); } }",
        &["parameter $id"],
    );
}

#[test]
fn calls_on_the_way_are_told() {
    check(
        Language::Python,
        "def f(id):\n    q = shlex.quote(id)\n    run('ls ' + q)\n",
        &["call shlex.quote", "parameter id through shlex.quote"],
    );
    check(
        Language::Python,
        "def f(id):\n    run(a(b(id)))\n",
        &["call a", "call b through a", "parameter id through b, a"],
    );
    check(
        Language::JavaScript,
        "function f(id) { run(escape(id)) }",
        &["call escape", "parameter id through escape"],
    );
    check(
        Language::Go,
        "package p\nfunc f(id string) { q := html.EscapeString(id); run(q) }",
        &[
            "call html.EscapeString",
            "parameter id through html.EscapeString",
        ],
    );
    check(
        Language::Java,
        "class A { void f(String id) { run(id.trim()); } }",
        &["call id.trim", "parameter id through id.trim"],
    );
    check(
        Language::Ruby,
        "def f(id)\n  run(id.shellescape)\nend\n",
        &["call id.shellescape", "parameter id through id.shellescape"],
    );
    check(
        Language::Php,
        "<?php function f($id) { run(escapeshellarg($id)); }",
        &[
            "call escapeshellarg",
            "parameter $id through escapeshellarg",
        ],
    );
    check(
        Language::CSharp,
        "class A { void F(string id) { run(Uri.EscapeDataString(id)); } }",
        &[
            "call Uri.EscapeDataString",
            "parameter id through Uri.EscapeDataString",
        ],
    );
    check(
        Language::Rust,
        "fn f(id: &str) { let q = escape(id)?; run(q); }",
        &["call escape", "parameter id through escape"],
    );
    check(
        Language::C,
        "void f(char *id) { run(quote(id)); }",
        &["call quote", "parameter id through quote"],
    );
}

#[test]
fn names_without_values_are_global() {
    check(
        Language::Python,
        "def f():\n    run(CONFIG)\n",
        &["global CONFIG"],
    );
    check(
        Language::Go,
        "package p\nfunc f() { run(os.Args[1]) }",
        &["access os.Args[1]"],
    );
    check(Language::Bash, "run \"$HOME\"\n", &["global HOME"]);
}

#[test]
fn endless_chains_end() {
    let text = format!(
        "def f(a):\n    x0 = a\n{}    run(x9999)\n",
        (1..10_000)
            .map(|n| format!("    x{n} = x{} + x{}\n", n - 1, n - 1))
            .collect::<String>()
    );
    let seen = origins(Language::Python, &text);
    assert!(
        seen.iter().any(|one| one == "unknown") && seen.len() <= 64,
        "{seen:?}"
    );
    let looped =
        "def f():\n    a = b\n    while True:\n        a = b\n        b = a\n        run(a)\n";
    assert!(origins(Language::Python, looped).len() <= 64);
    let deep = format!("run({}1{})", "(".repeat(400), ")".repeat(400));
    assert_eq!(origins(Language::JavaScript, &deep).len(), 1);
}
