//! Java: java.net, Apache HttpClient, OkHttp, Spring.

use aphoria_sdk::{Language, Rule};

use crate::{URL, first};

const JAVA: &[Language] = &[Language::Java];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "java-url",
        JAVA,
        &[
            "new URL(",
            "URI.create(",
            "new URI(",
            "new HttpGet(",
            "new HttpPost(",
        ],
        r"\b(?:new URL|URI\.create|new URI|new HttpGet|new HttpPost)\(",
        URL,
    )
    .judged(first),
    Rule::code(
        "java-spring",
        JAVA,
        &["emplate.getFor", "emplate.postFor", "emplate.exchange("],
        r"\b\w*[tT]emplate\.(?:getFor\w+|postFor\w+|exchange)\(",
        URL,
    )
    .judged(first),
    Rule::code(
        "java-builders",
        JAVA,
        &[".uri(", ".url("],
        r"\.(?:uri|url)\(",
        URL,
    )
    .judged(first),
];
