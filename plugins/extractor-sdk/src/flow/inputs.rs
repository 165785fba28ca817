//! What input is called in the usual frameworks.

use crate::{Language, Origin, OriginKind};

/// Whether an origin is input of somebody outside: a request, the command line, standard input.
#[must_use]
pub fn is_input(language: Language, origin: &Origin) -> bool {
    let name = bare(&origin.name);
    match origin.kind {
        // A parameter may be called as it likes; what its declaration says is looked at elsewhere.
        OriginKind::Literal | OriginKind::Unknown | OriginKind::Parameter => false,
        OriginKind::Call => {
            calls(language).contains(&name)
                || methods(language).iter().any(|known| ends(name, known))
                || is_root(language, name)
        }
        OriginKind::Access | OriginKind::Global => is_root(language, name),
    }
}

/// The first input that a text names.
pub(super) fn named_in(language: Language, text: &str) -> Option<&'static str> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    roots(language).iter().copied().find(|known| {
        text.match_indices(known).any(|(at, _)| {
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            let behind = text
                .get(at + known.len()..)
                .and_then(|text| text.chars().next());
            !before.is_some_and(is_part) && !behind.is_some_and(is_part)
        })
    })
}

/// Whether a text holds a call that gives input.
pub(super) fn is_called_in(language: Language, text: &str) -> bool {
    let known = calls(language).iter().chain(methods(language));
    known.into_iter().any(|known| {
        text.match_indices(known).any(|(at, _)| {
            text.get(at + known.len()..)
                .is_some_and(|rest| rest.starts_with('('))
        })
    })
}

/// A name without what frameworks' inputs are often reached by.
fn bare(name: &str) -> &str {
    const BEFORE: &[&str] = &[
        "self.",
        "this.",
        "flask.",
        "$this->",
        "HttpContext.",
        "httpContext.",
        "context.",
        "_httpContextAccessor.HttpContext.",
        "Context.",
        "controller.",
        "std::",
        "\\",
        "*",
        "&",
    ];
    let mut name = name;
    for _ in 0..3 {
        let shorter = BEFORE.iter().find_map(|known| name.strip_prefix(known));
        match shorter {
            Some(rest) => name = rest,
            None => break,
        }
    }
    name
}

fn is_root(language: Language, name: &str) -> bool {
    roots(language).iter().any(|known| {
        name.strip_prefix(known).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with(['.', '[', '(', '-', ':', '?', '!', '{'])
        })
    })
}

fn ends(name: &str, method: &str) -> bool {
    name.strip_suffix(method)
        .is_some_and(|rest| rest.ends_with(['.', '>', ':']))
}

/// What holds input, alone or with members.
fn roots(language: Language) -> &'static [&'static str] {
    match language {
        Language::Python => &[
            "request.args",
            "request.form",
            "request.values",
            "request.json",
            "request.get_json",
            "request.get_data",
            "request.data",
            "request.files",
            "request.cookies",
            "request.headers",
            "request.query_params",
            "request.query_string",
            "request.path_params",
            "request.view_args",
            "request.stream",
            "request.body",
            "request.GET",
            "request.POST",
            "request.META",
            "request.COOKIES",
            "request.FILES",
            "request.params",
            "request.query",
            "request.rel_url",
            "request.match_info",
            "request.post",
            "request.text",
            "request.url",
            "request.path",
            "sys.argv",
            "sys.stdin",
        ],
        Language::JavaScript | Language::TypeScript => &[
            "req.query",
            "req.body",
            "req.params",
            "req.headers",
            "req.cookies",
            "req.signedCookies",
            "req.url",
            "req.originalUrl",
            "req.path",
            "req.param",
            "req.get",
            "req.header",
            "req.files",
            "req.file",
            "req.nextUrl",
            "request.query",
            "request.body",
            "request.params",
            "request.headers",
            "request.cookies",
            "request.url",
            "request.payload",
            "request.nextUrl",
            "ctx.query",
            "ctx.params",
            "ctx.request",
            "ctx.headers",
            "ctx.cookies",
            "c.req",
            "event.queryStringParameters",
            "event.pathParameters",
            "event.body",
            "event.headers",
            "process.argv",
            "location.search",
            "location.hash",
            "location.href",
            "window.location",
            "document.location",
            "document.cookie",
            "searchParams",
            "url.searchParams",
        ],
        Language::Go => &[
            "r.URL",
            "r.FormValue",
            "r.Form",
            "r.PostForm",
            "r.MultipartForm",
            "r.Header",
            "r.Body",
            "r.Cookie",
            "r.Host",
            "r.RequestURI",
            "r.Referer",
            "req.URL",
            "req.Form",
            "req.PostForm",
            "req.Header",
            "req.Body",
            "req.Host",
            "request.URL",
            "request.Form",
            "request.Header",
            "request.Body",
            "c.Query",
            "c.Param",
            "c.Params",
            "c.PostForm",
            "c.DefaultQuery",
            "c.DefaultPostForm",
            "c.FormValue",
            "c.QueryParam",
            "c.GetHeader",
            "c.Cookie",
            "c.Request",
            "c.Body",
            "ctx.Query",
            "ctx.Param",
            "ctx.Params",
            "ctx.FormValue",
            "ctx.QueryParam",
            "ctx.PostForm",
            "mux.Vars",
            "os.Args",
            "flag.Args",
        ],
        Language::Java | Language::Kotlin => &[
            "request.getParameterMap",
            "request.getCookies",
            "request.getInputStream",
            "request.getReader",
            "request.getHeader",
            "request.getPathInfo",
            "request.getRequestURI",
            "request.getRequestURL",
            "request.getHeaders",
            "req.getCookies",
            "req.getInputStream",
            "req.getReader",
            "req.getHeader",
            "req.getPathInfo",
            "req.getRequestURI",
            "exchange.getRequest",
            "ctx.queryParam",
            "ctx.pathParam",
            "ctx.formParam",
            "ctx.body",
            "call.parameters",
            "call.request",
        ],
        Language::Ruby => &[
            "params",
            "request.params",
            "request.query_string",
            "request.headers",
            "request.body",
            "request.env",
            "request.referer",
            "request.path",
            "request.fullpath",
            "request.url",
            "request.GET",
            "request.POST",
            "cookies",
            "ARGV",
        ],
        Language::Php => &[
            "$_GET",
            "$_POST",
            "$_REQUEST",
            "$_COOKIE",
            "$_FILES",
            "$_SERVER['QUERY_STRING']",
            "$_SERVER['REQUEST_URI']",
            "$_SERVER['PATH_INFO']",
            "$_SERVER['PHP_SELF']",
            "$_SERVER['HTTP_REFERER']",
            "$_SERVER['HTTP_HOST']",
            "$_SERVER['HTTP_USER_AGENT']",
            "$_SERVER[\"QUERY_STRING\"]",
            "$_SERVER[\"REQUEST_URI\"]",
            "$_SERVER[\"HTTP_REFERER\"]",
            "$_SERVER[\"HTTP_HOST\"]",
            "$request->input",
            "$request->get",
            "$request->query",
            "$request->request",
            "$request->cookies",
            "$request->cookie",
            "$request->headers",
            "$request->header",
            "$request->post",
            "$request->all",
            "$request->getContent",
            "$request->getParam",
            "$request->getQueryParams",
            "$request->getParsedBody",
            "$request->string",
            "$request->json",
            "$request->file",
            "$request->route",
            "request->input",
            "request->get",
            "request->query",
            "request()->input",
            "request()->get",
            "request()->query",
            "Request::input",
            "Request::get",
            "Request::query",
            "Input::get",
            "$argv",
        ],
        Language::CSharp => &[
            "Request.Query",
            "Request.Form",
            "Request.Headers",
            "Request.Cookies",
            "Request.Params",
            "Request.QueryString",
            "Request.Path",
            "Request.Body",
            "Request.InputStream",
            "Request.RouteValues",
            "Request.RawUrl",
            "Request[",
            "request.Query",
            "request.Form",
            "request.Headers",
            "request.Cookies",
            "request.QueryString",
            "request.Body",
        ],
        Language::Rust => &[
            "env::args",
            "env::args_os",
            "req.query_string",
            "req.match_info",
            "req.uri",
            "req.headers",
            "req.path",
            "request.uri",
            "request.headers",
        ],
        Language::C | Language::Cpp => &["argv"],
        Language::Bash => &[
            "QUERY_STRING",
            "REQUEST_URI",
            "PATH_INFO",
            "HTTP_USER_AGENT",
            "HTTP_REFERER",
            "HTTP_COOKIE",
            "REPLY",
        ],
        _ => &[],
    }
}

/// Calls that give input.
fn calls(language: Language) -> &'static [&'static str] {
    match language {
        Language::Python => &["input", "raw_input"],
        Language::Ruby => &[
            "gets",
            "STDIN.gets",
            "STDIN.read",
            "$stdin.gets",
            "$stdin.read",
        ],
        Language::Php => &[
            "request",
            "filter_input",
            "readline",
            "input",
            "get_query_var",
        ],
        Language::CSharp => &["Console.ReadLine"],
        Language::JavaScript | Language::TypeScript => &["prompt", "getQuery", "readBody"],
        Language::Go => &["chi.URLParam", "flag.Arg", "flag.Args"],
        Language::C | Language::Cpp => &["gets", "FCGX_GetParam", "cgi_param"],
        _ => &[],
    }
}

/// Methods that give input, whatever the request is called.
fn methods(language: Language) -> &'static [&'static str] {
    match language {
        Language::Python => &["get_argument", "get_query_argument", "get_body_argument"],
        Language::JavaScript | Language::TypeScript => &["searchParams.get", "searchParams.getAll"],
        Language::Go => &[
            "FormValue",
            "PostFormValue",
            "PathValue",
            "URL.Query",
            "URL.Query().Get",
            "ShouldBindQuery",
        ],
        Language::Java | Language::Kotlin => &[
            "getParameter",
            "getParameterValues",
            "getQueryString",
            "getQueryParams",
        ],
        _ => &[],
    }
}
