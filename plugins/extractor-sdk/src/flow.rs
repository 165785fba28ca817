//! Where a value comes from: from outside, from a constant, or unknown.

use crate::{Form, Hit, Language, Origin, OriginKind, Source, Span};

/// What is known of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flow {
    /// Constants alone.
    Constant,
    /// Input of somebody outside reaches it; the words that name the input.
    Input(String),
    /// A parameter of the function reaches it, whoever gives that; its name.
    Parameter(String),
    /// Something else that is not constant.
    Unknown,
}

/// Judges the value of the expression at a place. Calls in `cleaning` make safe what passes through them; a name fits if
/// it is the whole of what is called or its last part.
#[must_use]
pub fn of(source: &dyn Source, hit: &Hit<'_>, place: Span, cleaning: &[&str]) -> Flow {
    if source.form_of(hit.file(), place) == Form::Literal {
        return Flow::Constant;
    }
    let origins = source.origins(hit.file(), place);
    if origins.is_empty() {
        return Flow::Unknown;
    }
    let mut parameter = None;
    let mut unknown = false;
    for origin in &origins {
        if origin.through.iter().any(|call| is_named(call, cleaning)) {
            continue;
        }
        if is_input(hit.language(), origin) {
            return Flow::Input(origin.name.clone());
        }
        match origin.kind {
            OriginKind::Literal => {}
            OriginKind::Parameter => parameter = parameter.or(Some(origin.name.clone())),
            OriginKind::Call if is_named(&origin.name, cleaning) => {}
            OriginKind::Call | OriginKind::Access | OriginKind::Global | OriginKind::Unknown => {
                unknown = unknown || !is_constant_name(&origin.name);
            }
        }
    }
    match parameter {
        Some(name) => Flow::Parameter(name),
        None if unknown => Flow::Unknown,
        None => Flow::Constant,
    }
}

/// Whether a dotted name is, or ends with, one of the names.
#[must_use]
pub fn is_named(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| {
        name.strip_suffix(known)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with(['.', ':', '>', '\\', '/']))
    })
}

/// Constants are written in capitals in every language that is read here.
fn is_constant_name(name: &str) -> bool {
    let last = name.rsplit(['.', ':', '>', '\\']).next().unwrap_or("");
    last.len() > 1
        && last
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Whether an origin is input of somebody outside: a request, the command line, the environment's standard input.
#[must_use]
pub fn is_input(language: Language, origin: &Origin) -> bool {
    let name = origin.name.as_str();
    inputs(language)
        .iter()
        .any(|known| match known.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => {
                name == *known
                    || name
                        .strip_prefix(known)
                        .is_some_and(|rest| rest.starts_with(['.', '[', '(', '-', ':']))
            }
        })
}

/// What input is called in the usual frameworks of a language.
fn inputs(language: Language) -> &'static [&'static str] {
    match language {
        Language::Python => &[
            "request.args",
            "request.form",
            "request.values",
            "request.json",
            "request.get_json",
            "request.data",
            "request.files",
            "request.cookies",
            "request.headers",
            "request.query_params",
            "request.path_params",
            "request.body",
            "request.GET",
            "request.POST",
            "request.META",
            "request.COOKIES",
            "request.FILES",
            "request.params",
            "request.query",
            "request.match_info",
            "self.request.GET",
            "self.request.POST",
            "self.request.query_params",
            "self.request.data",
            "self.get_argument",
            "flask.request",
            "sys.argv",
            "input",
            "sys.stdin",
        ],
        Language::JavaScript | Language::TypeScript => &[
            "req.query",
            "req.body",
            "req.params",
            "req.headers",
            "req.cookies",
            "req.url",
            "req.originalUrl",
            "req.path",
            "req.param",
            "req.get",
            "req.header",
            "request.query",
            "request.body",
            "request.params",
            "request.headers",
            "request.cookies",
            "request.url",
            "ctx.query",
            "ctx.params",
            "ctx.request",
            "ctx.headers",
            "event.queryStringParameters",
            "event.pathParameters",
            "event.body",
            "process.argv",
            "location.search",
            "location.hash",
            "window.location",
            "document.location",
            "searchParams",
        ],
        Language::Go => &[
            "r.URL",
            "r.FormValue",
            "r.PostFormValue",
            "r.Form",
            "r.PostForm",
            "r.Header",
            "r.Body",
            "r.Cookie",
            "r.PathValue",
            "req.URL",
            "req.FormValue",
            "req.PostFormValue",
            "req.Form",
            "req.Header",
            "req.Body",
            "request.URL",
            "request.FormValue",
            "c.Query",
            "c.Param",
            "c.PostForm",
            "c.DefaultQuery",
            "c.FormValue",
            "c.QueryParam",
            "c.Params",
            "c.GetHeader",
            "ctx.Query",
            "ctx.Param",
            "mux.Vars",
            "chi.URLParam",
            "os.Args",
            "flag.Arg",
        ],
        Language::Java | Language::Kotlin => &[
            "request.getParameter*",
            "request.getHeader*",
            "request.getQueryString",
            "request.getCookies",
            "request.getInputStream",
            "request.getReader",
            "request.getPathInfo",
            "request.getRequestURI",
            "req.getParameter*",
            "req.getHeader*",
            "req.getQueryString",
            "req.getCookies",
            "httpRequest.getParameter*",
            "exchange.getRequest",
            "args",
        ],
        Language::Ruby => &[
            "params",
            "request.params",
            "request.query_string",
            "request.headers",
            "request.body",
            "cookies",
            "ARGV",
            "gets",
        ],
        Language::Php => &[
            "$_GET*",
            "$_POST*",
            "$_REQUEST*",
            "$_COOKIE*",
            "$_SERVER*",
            "$_FILES*",
            "$request->*",
            "$this->request*",
            "Request::*",
            "request",
            "Input::*",
            "$argv",
            "file_get_contents('php://input')",
        ],
        Language::CSharp => &[
            "Request.Query*",
            "Request.Form*",
            "Request.Headers*",
            "Request.Cookies*",
            "Request.Params*",
            "Request.QueryString*",
            "Request.Path*",
            "Request.Body*",
            "Request[",
            "HttpContext.Request*",
            "context.Request*",
            "Console.ReadLine",
            "args",
        ],
        Language::Rust => &[
            "std::env::args",
            "env::args",
            "req.query",
            "req.param",
            "req.uri",
            "request.uri",
        ],
        Language::C | Language::Cpp => {
            &["argv", "getenv", "gets", "fgets", "recv", "read", "scanf"]
        }
        Language::Bash => &[
            "$1",
            "$2",
            "$3",
            "$@",
            "$*",
            "$QUERY_STRING",
            "$REQUEST_URI",
        ],
        _ => &[],
    }
}
