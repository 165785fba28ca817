//! Python: Flask, Django, FastAPI, aiohttp.

use aphoria_sdk::{Language, Rule};

use crate::{TARGET, first};

const PYTHON: &[Language] = &[Language::Python];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "py-redirect",
        PYTHON,
        &["redirect(", "HttpResponseRedirect(", "HttpResponsePermanentRedirect(", "RedirectResponse(", "HTTPFound("],
        r"\b(?:redirect|HttpResponseRedirect|HttpResponsePermanentRedirect|RedirectResponse|HTTPFound)\(",
        TARGET,
    )
    .judged(first),
];
