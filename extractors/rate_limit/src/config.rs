//! Configuration: nginx, API gateways, keys of structured files.

use aphoria_sdk::{Language, Rule, Says, Told};

use crate::limited;

const SAID: Says = Says::told(
    "rate_limit/enforcement",
    "enabled",
    Told::CaptureFlag(1),
    0.9,
    "a setting says whether the number of requests is limited",
);

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "key-enabled",
        Language::STRUCTURED,
        &[
            "**.ratelimit.enabled",
            "**.ratelimits.enabled",
            "**.ratelimiting.enabled",
            "**.ratelimiter.enabled",
            "**.ratelimitenabled",
            "**.ratelimitingenabled",
            "**.enableratelimiting",
            "**.enableratelimit",
            "**.throttling.enabled",
            "**.throttle.enabled",
            "**.ratelimit",
            "**.ratelimiting",
        ],
        SAID,
    ),
    Rule::code(
        "nginx-on",
        &[Language::Ini, Language::Text],
        &["limit_req "],
        r"^\s*limit_req\s+zone=",
        limited(true, 0.95),
    ),
    Rule::code(
        "nginx-off",
        &[Language::Ini, Language::Text],
        &["limit_req_dry_run"],
        r"^\s*limit_req_dry_run\s+on\s*;",
        limited(false, 0.95),
    ),
];
