//! One made-up report with everything in it: every verdict, every suppression, missing parts, and characters that attack.
#![allow(dead_code, reason = "not every test uses all of it")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use aphoria_core::{Span, Value};
use aphoria_report::{
    Against, Baseline, Citation, Conflict, Context, ContextKind, Incomplete, Note, Observation,
    Parts, Place, Plugin, Project, Report, Skipped, Summary, SuppressedBy, Suppression, Tier,
    Verdict,
};

/// Kept out of every form.
pub(crate) const SECRET: &str = "hunter2-hunter2";

const TLS: &str = "fn client() -> Client {\n\tClient::builder().danger_accept_invalid_certs(true) // \u{1b}]0;owned\u{7}\u{202e}gnp.exe\n}\n";
const KEYS: &str = "# hunter2-hunter2\npassword = \"hunter2-hunter2\"  # `|` <script>alert(1)</script> @everyone #1 ```\n";

fn span(text: &str, part: &str) -> Span {
    let start = u32::try_from(text.find(part).unwrap()).unwrap();
    Span {
        start,
        end: start + u32::try_from(part.len()).unwrap(),
    }
}

fn against(claim: &str, document: &str, section: &str, tier: u8) -> Against {
    Against {
        claim: claim.to_owned(),
        concept_path: "rfc://8446/tls/cert_verification".to_owned(),
        predicate: "enabled".to_owned(),
        expected: Value::Flag(true),
        tier: Tier {
            number: tier,
            name: ["Regulatory", "Clinical", "Observational"][usize::from(tier)].to_owned(),
        },
        citation: Citation {
            document: document.to_owned(),
            section: section.to_owned(),
            url: "https://example.org/doc#(4.4)".to_owned(),
        },
        requirement: "MUST".to_owned(),
        says: "The certificate's chain | MUST be *verified*.".to_owned(),
        remedy: "Remove the call, or add the private CA with `add_root_certificate`.".to_owned(),
    }
}

fn observation(file: &str, text: &str, part: &str) -> Observation {
    let secret = text.contains(SECRET).then(|| span(text, SECRET));
    let mut made = Observation {
        extractor: "tls_verify".to_owned(),
        file: file.to_owned(),
        line: 0,
        column: 0,
        end_line: 0,
        end_column: 0,
        concept_path: "code://rust/shop/net/tls/cert_verification".to_owned(),
        predicate: "enabled".to_owned(),
        value: Value::Flag(false),
        confidence: 0.95,
        verdict: Verdict::Block,
        conflict: Some(Conflict {
            score: 0.92,
            against: vec![
                against("rfc8446-cert", "RFC 8446", "4.4.2", 0),
                against("cwe-295", "CWE-295", "", 1),
            ],
        }),
        suppressed: None,
        fingerprint: format!("{file}-{part}")
            .bytes()
            .map(|byte| format!("{byte:02x}"))
            .take(16)
            .collect(),
        baseline: None,
        reason: "The certificate is not verified.".to_owned(),
        context: Context {
            kind: ContextKind::Code,
            test: false,
            vendored: false,
            generated: false,
        },
        snippet: String::new(),
        code: Vec::new(),
    };
    made.set_place(Place::new(text, span(text, part), secret));
    made
}

fn suppressed(kind: SuppressedBy, reason: &str, expires: Option<&str>) -> Option<Suppression> {
    Some(Suppression {
        kind,
        reason: reason.to_owned(),
        expires: expires.map(ToOwned::to_owned),
    })
}

fn observations() -> Vec<Observation> {
    let block = observation("src/net/tls.rs", TLS, "danger_accept_invalid_certs(true)");

    let mut flag = observation("config/k e#y%s.py", KEYS, "password = \"hunter2-hunter2\"");
    flag.extractor = "hardcoded_secrets".to_owned();
    flag.concept_path = "code://python/shop/config/secrets/password".to_owned();
    flag.predicate = "hardcoded".to_owned();
    flag.value = Value::Text("********".to_owned());
    flag.verdict = Verdict::Flag;
    flag.reason = "A password <b>stands</b>\nin the \u{1b}[2Jcode, @team.".to_owned();
    flag.conflict = Some(Conflict {
        score: 0.5,
        against: vec![against(
            "owasp-secrets",
            "OWASP Secrets Management Cheat Sheet",
            "Hard-coded",
            1,
        )],
    });
    flag.baseline = Some(Baseline::New);

    let mut ack = observation("src/net/tls.rs", TLS, "Client::builder()");
    ack.verdict = Verdict::Ack;
    ack.suppressed = suppressed(SuppressedBy::Ack, "Loopback only.", Some("2027-01-31"));

    let mut inline = observation("src/net/tls.rs", TLS, "fn client() -> Client {\n\tClient");
    inline.suppressed = suppressed(SuppressedBy::Inline, "a test server", None);

    let mut old = observation("/outside/old.rs", "x.verify(false)\n", "verify(false)");
    old.suppressed = suppressed(SuppressedBy::Baseline, "", None);
    old.baseline = Some(Baseline::Unchanged);

    let mut pass = observation("src/net/tls.rs", TLS, "}\n");
    pass.verdict = Verdict::Pass;
    pass.value = Value::Flag(true);
    pass.conflict = Some(Conflict {
        score: 0.0,
        against: vec![against("rfc8446-cert", "RFC 8446", "4.4.2", 0)],
    });
    pass.reason = "The certificate is verified.".to_owned();

    let mut none = observation("src/net/tls.rs", TLS, "Client {");
    none.extractor = "const_declarations".to_owned();
    none.predicate = "value".to_owned();
    none.value = Value::Number(30.5);
    none.verdict = Verdict::None;
    none.conflict = None;
    none.reason = "A constant.".to_owned();
    vec![none, pass, old, inline, ack, flag, block]
}

/// The report.
pub(crate) fn report() -> Report {
    let mut gone = observation("src/gone.rs", "verify(false)\n", "verify(false)");
    gone.baseline = Some(Baseline::Absent);
    let plugin = |id: &str, faults| Plugin {
        id: id.to_owned(),
        version: "0.1.0".to_owned(),
        digest: "ab".repeat(32),
        title: format!("What {id} sees"),
        faults,
        hits: 12,
        observations: 3,
    };
    let missing = |plugin: Option<&str>, file: Option<&str>, reason: &str| Incomplete {
        plugin: plugin.map(ToOwned::to_owned),
        file: file.map(ToOwned::to_owned),
        reason: reason.to_owned(),
    };
    Report::new(Parts {
        scan_id: "0199-scan".to_owned(),
        project: Project {
            name: "shop <&> co".to_owned(),
            language: Some("rust".to_owned()),
            commit: Some("0123456789abcdef0123456789abcdef01234567".to_owned()),
        },
        summary: Summary {
            files: 412,
            bytes: 3_141_592,
            skipped: [("too_large", 2, 9_000_000), ("binary", 7, 4096)]
                .map(|(reason, files, bytes)| (reason.to_owned(), Skipped { files, bytes }))
                .into(),
            unused_suppressions: vec![Note {
                file: "src/b.rs".to_owned(),
                line: 7,
                message: "aphoria:ignore[xxe] suppresses nothing: remove it".to_owned(),
            }],
            ..Summary::default()
        },
        observations: observations(),
        plugins: vec![
            plugin("xxe", 1),
            plugin("tls_verify", 0),
            plugin("hardcoded_secrets", 0),
        ],
        incomplete: vec![
            missing(
                Some("xxe"),
                Some("a b.xml"),
                "over its budget of host calls\u{1b}[31m",
            ),
            missing(None, Some("locked.rs"), "Permission denied (os error 13)"),
        ],
        absent: vec![gone],
    })
}
