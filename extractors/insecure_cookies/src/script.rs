//! JavaScript and TypeScript: Express, Fastify, Koa, Hono, h3, Next.js, express-session, cookie-session, cookie,
//! js-cookie, NestJS.

use aphoria_sdk::{Language, Rule};

use crate::{ATTRIBUTES, judge};

const SCRIPTS: &[Language] = Language::SCRIPTS;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "js-cookie-call",
        SCRIPTS,
        &[".cookie(", ".setCookie("],
        r"\b(?:res|response|reply|rep)\.(?:cookie|setCookie)\(",
        ATTRIBUTES,
    )
    .judged(judge::set),
    // Koa, and Next.js on the server.
    Rule::code(
        "js-cookies-set",
        SCRIPTS,
        &["cookies.set(", "cookies().set(", "cookies()).set("],
        r"\b(?:(?:ctx|context|res|response)\.cookies|cookies\(\)\)?|cookieStore)\.set\(",
        ATTRIBUTES,
    )
    .judged(judge::set),
    Rule::code(
        "js-cookie-serialize",
        SCRIPTS,
        &["cookie.serialize("],
        r"\bcookie\.serialize\(",
        ATTRIBUTES,
    )
    .judged(judge::set),
    Rule::code(
        "js-cookie-of-page",
        SCRIPTS,
        &["Cookies.set("],
        r"\bCookies\.set\(",
        ATTRIBUTES,
    )
    .judged(judge::set_by_page),
    Rule::code(
        "js-session-options",
        SCRIPTS,
        &["session(", "cookieSession("],
        r"\b(?:session|expressSession|cookieSession|fastifySession)\(",
        ATTRIBUTES,
    )
    .judged(judge::options),
    Rule::code(
        "js-document-cookie",
        SCRIPTS,
        &["document.cookie"],
        r#"\bdocument\.cookie\s*=\s*["'`]([^"'`\n]+)"#,
        ATTRIBUTES,
    )
    .judged(judge::header),
];
