//! Calls to others.

use aphoria_sdk::{Hit, Language, Observation, Rule, Source};

use crate::amount::{milliseconds, seconds, with_unit};
use crate::{connect, query, request};

const PYTHON: &[Language] = &[Language::Python];
const SCRIPTS: &[Language] = Language::SCRIPTS;
const GO: &[Language] = &[Language::Go];
const JAVA: &[Language] = &[Language::Java, Language::Kotlin];
const CSHARP: &[Language] = &[Language::CSharp];
const PHP: &[Language] = &[Language::Php];
const RUBY: &[Language] = &[Language::Ruby];
const RUST: &[Language] = &[Language::Rust];
const C: &[Language] = Language::C_AND_CPP;
const SHELL: &[Language] = &[Language::Bash, Language::Dockerfile];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "py-request",
        PYTHON,
        &["timeout=", "timeout ="],
        r"\b(?:requests|session|client|httpx|urllib\.request|http)\.(?:get|post|put|patch|delete|head|request|urlopen|Client|AsyncClient)\((?:[^()]|\([^()]*\))*?\btimeout\s*=\s*(None|\d[\d_]*(?:\.\d+)?)\s*[,)]",
        request(0.95),
    )
    .around(5, 0)
    .judged(seconds),
    Rule::code(
        "py-total",
        PYTHON,
        &["ClientTimeout(", "setdefaulttimeout("],
        r"\b(?:ClientTimeout\([^()]*?\btotal\s*=\s*|setdefaulttimeout\(\s*)(None|[1-9][\d_]*(?:\.\d+)?)\s*[,)]",
        request(0.95),
    )
    .judged(seconds),
    Rule::code(
        "py-connect",
        PYTHON,
        &["connect_timeout"],
        r#"\bconnect_timeout["']?\s*[=:]\s*(None|\d[\d_]*(?:\.\d+)?)\s*[,)}\n]"#,
        connect(0.9),
    )
    .around(0, 1)
    .judged(seconds),
    Rule::code(
        "js-request",
        SCRIPTS,
        &["timeout:"],
        r"\b(?:axios(?:\.\w+)?|got(?:\.\w+)?|https?\.(?:get|request)|request(?:\.\w+)?)\((?:[^()]|\([^()]*\))*?\btimeout:\s*(\d[\d_]*)\s*[,}\n]",
        request(0.95),
    )
    .around(5, 1)
    .judged(milliseconds),
    Rule::code(
        "js-signal",
        SCRIPTS,
        &["AbortSignal.timeout("],
        r"\bAbortSignal\.timeout\(\s*(\d[\d_]*)\s*\)",
        request(0.95),
    )
    .judged(milliseconds),
    Rule::code(
        "js-connect",
        SCRIPTS,
        &["connectTimeout", "connectTimeoutMS", "connectionTimeoutMillis"],
        r"\b(?:connectTimeout(?:MS)?|connectionTimeoutMillis)\s*:\s*(\d[\d_]*)\s*[,}\n]",
        connect(0.9),
    )
    .around(0, 1)
    .judged(milliseconds),
    Rule::code(
        "js-query",
        SCRIPTS,
        &["statement_timeout", "query_timeout"],
        r"\b(?:statement_timeout|query_timeout)\s*:\s*(\d[\d_]*)\s*[,}\n]",
        query(0.9),
    )
    .around(0, 1)
    .judged(milliseconds),
    Rule::code(
        "go-client",
        GO,
        &["http.Client{", "context.WithTimeout("],
        r"\b(?:http\.Client\{[^{}]*?\bTimeout:\s*|context\.WithTimeout\(\s*[\w.()]+\s*,\s*)(0|\d+\s*\*\s*time\.\w+|time\.\w+\s*\*\s*\d+)\b",
        request(0.95),
    )
    .around(0, 4)
    .judged(seconds),
    Rule::code(
        "go-dial",
        GO,
        &["net.DialTimeout(", "net.Dialer{"],
        r"\bnet\.(?:DialTimeout\([^()\n]*,\s*|Dialer\{[^{}]*?\bTimeout:\s*)(0|\d+\s*\*\s*time\.\w+|time\.\w+\s*\*\s*\d+)\b",
        connect(0.95),
    )
    .around(0, 4)
    .judged(seconds),
    Rule::code(
        "java-request",
        JAVA,
        &["readTimeout(", "callTimeout("],
        r"\.(?:readTimeout|callTimeout)\(\s*(?:Duration\.of)?(\d[\d_]*|(?:Seconds|Millis|Minutes)\(\d[\d_]*\)|ZERO)\s*(?:,\s*TimeUnit\.(\w+)\s*)?\)",
        request(0.95),
    )
    .judged(java),
    Rule::code(
        "java-milliseconds",
        JAVA,
        &["setReadTimeout(", "setSoTimeout(", "setSocketTimeout("],
        r"\.(?:setReadTimeout|setSoTimeout|setSocketTimeout)\(\s*(\d[\d_]*)\s*\)",
        request(0.95),
    )
    .judged(milliseconds),
    Rule::code(
        "java-connect",
        JAVA,
        &["setConnectTimeout(", "setConnectionTimeout("],
        r"\.(?:setConnectTimeout|setConnectionTimeout)\(\s*(\d[\d_]*)\s*\)",
        connect(0.95),
    )
    .judged(milliseconds),
    Rule::code(
        "java-query",
        JAVA,
        &["setQueryTimeout("],
        r"\.setQueryTimeout\(\s*(\d[\d_]*)\s*\)",
        query(0.95),
    )
    .judged(seconds),
    Rule::code(
        "cs-request",
        CSHARP,
        &["InfiniteTimeSpan", "Timeout.Infinite", "Timeout = TimeSpan."],
        r"\bTimeout\s*=\s*(?:System\.)?(?:Threading\.)?(Timeout\.Infinite(?:TimeSpan)?|TimeSpan\.From(?:Seconds|Minutes|Milliseconds)\(\d+\)|TimeSpan\.Zero)\s*[;,}\n]",
        request(0.9),
    )
    .around(0, 1)
    .judged(seconds),
    Rule::code(
        "cs-query",
        CSHARP,
        &["CommandTimeout"],
        r"\bCommandTimeout\s*(?:=|\()\s*(\d+)\b",
        query(0.95),
    )
    .judged(seconds),
    Rule::code(
        "php-request",
        PHP,
        &["CURLOPT_TIMEOUT", "'timeout'"],
        r"(?:\bCURLOPT_TIMEOUT\s*(?:,|=>)\s*|[\[(,\s]'timeout'\s*=>\s*)(\d+(?:\.\d+)?)\s*[,)\];]",
        request(0.9),
    )
    .judged(seconds),
    Rule::code(
        "php-connect",
        PHP,
        &["CURLOPT_CONNECTTIMEOUT", "connect_timeout"],
        r"(?:\bCURLOPT_CONNECTTIMEOUT\s*(?:,|=>)\s*|[\[(,\s]'connect_timeout'\s*=>\s*)(\d+(?:\.\d+)?)\s*[,)\];]",
        connect(0.95),
    )
    .judged(seconds),
    Rule::code(
        "rb-request",
        RUBY,
        &["read_timeout"],
        r"\bread_timeout\s*(?:=>|=|:)\s*(nil|\d[\d_]*(?:\.\d+)?)(?:[,})\s]|$)",
        request(0.95),
    )
    .judged(seconds),
    Rule::code(
        "rb-connect",
        RUBY,
        &["open_timeout", "connect_timeout"],
        r"\b(?:open_timeout|connect_timeout)\s*(?:=>|=|:)\s*(nil|\d[\d_]*(?:\.\d+)?)(?:[,})\s]|$)",
        connect(0.95),
    )
    .judged(seconds),
    Rule::code(
        "rs-request",
        RUST,
        &[".timeout(", ".timeout_global("],
        r"\.timeout(?:_global)?\(\s*(?:Some\(\s*)?(?:std::time::)?(Duration::from_(?:secs|millis|mins)\(\s*\d[\d_]*\s*\)|None)\s*\)",
        request(0.9),
    )
    .judged(seconds),
    Rule::code(
        "rs-connect",
        RUST,
        &[".connect_timeout("],
        r"\.connect_timeout\(\s*(?:Some\(\s*)?(?:std::time::)?(Duration::from_(?:secs|millis|mins)\(\s*\d[\d_]*\s*\))\s*\)",
        connect(0.95),
    )
    .judged(seconds),
    Rule::code(
        "c-request",
        C,
        &["CURLOPT_TIMEOUT"],
        r"\bCURLOPT_TIMEOUT\s*,\s*(\d+)[lL]?\s*\)",
        request(0.95),
    )
    .judged(seconds),
    Rule::code(
        "c-connect",
        C,
        &["CURLOPT_CONNECTTIMEOUT"],
        r"\bCURLOPT_CONNECTTIMEOUT\s*,\s*([1-9]\d*)[lL]?\s*\)",
        connect(0.95),
    )
    .judged(seconds),
    Rule::code(
        "sh-request",
        SHELL,
        &["--max-time", "--read-timeout"],
        r"\s--(?:max-time|read-timeout)[= ](\d+)(?:\s|$)",
        request(0.95),
    )
    .judged(seconds),
    Rule::code(
        "sh-connect",
        SHELL,
        &["--connect-timeout", "ConnectTimeout="],
        r"(?:\s--connect-timeout[= ]|\bConnectTimeout=)(\d+)(?:\s|$)",
        connect(0.95),
    )
    .judged(seconds),
];

/// `30, TimeUnit.SECONDS`, or `Duration.ofSeconds(30)`.
fn java(hit: &Hit<'_>, source: &dyn Source, said: Observation) -> Vec<Observation> {
    if hit.capture(1).is_empty() {
        milliseconds(hit, source, said)
    } else {
        with_unit(hit, source, said)
    }
}
