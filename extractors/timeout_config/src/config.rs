//! Configuration: keys of structured files.

use aphoria_sdk::{Language, Rule};

use crate::amount::of_key;
use crate::{connect, query, request};

const STRUCTURED: &[Language] = Language::STRUCTURED;

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "key-request",
        STRUCTURED,
        &[
            "**.requesttimeout",
            "**.requesttimeoutms",
            "**.requesttimeoutseconds",
            "**.readtimeout",
            "**.readtimeoutms",
            "**.timeoutseconds",
            "**.timeoutms",
            "**.httptimeout",
            "**.http.timeout",
            "**.client.timeout",
            "**.request.timeout",
        ],
        request(0.8),
    )
    .judged(of_key),
    Rule::key(
        "key-connect",
        STRUCTURED,
        &[
            "**.connecttimeout",
            "**.connecttimeoutms",
            "**.connectiontimeout",
            "**.connectiontimeoutms",
            "**.connecttimeoutseconds",
        ],
        connect(0.9),
    )
    .judged(of_key),
    Rule::key(
        "key-query",
        STRUCTURED,
        &[
            "**.statementtimeout",
            "**.querytimeout",
            "**.statementtimeoutms",
            "**.querytimeoutms",
            "**.querytimeoutseconds",
        ],
        query(0.9),
    )
    .judged(of_key),
];
