//! C#: HttpClient, WebClient, WebRequest, RestSharp.

use aphoria_sdk::{Language, Rule};

use crate::{URL, among, first};

const CSHARP: &[Language] = &[Language::CSharp];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "cs-client",
        CSHARP,
        &["GetAsync(", "PostAsync(", "GetStringAsync(", "GetStreamAsync(", "GetByteArrayAsync(", "GetFromJsonAsync"],
        r"\.(?:Get|Post|GetString|GetStream|GetByteArray|GetFromJson)Async(?:<[\w.?]+>)?\(",
        URL,
    )
    .judged(first),
    Rule::code(
        "cs-old",
        CSHARP,
        &["WebRequest.Create", "DownloadString", "DownloadData(", "OpenRead("],
        r"(?:\bWebRequest\.Create(?:Http)?|\.DownloadString(?:Async|TaskAsync)?|\.DownloadData|\.OpenRead)\(",
        URL,
    )
    .judged(first),
    Rule::code(
        "cs-message",
        CSHARP,
        &["new HttpRequestMessage(", "new RestRequest(", "new RestClient("],
        r"\bnew (?:HttpRequestMessage|RestRequest|RestClient)\(",
        URL,
    )
    .judged(among),
];
