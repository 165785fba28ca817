//! C#: the formatters of .NET, Json.NET, JavaScriptSerializer.

use aphoria_sdk::{Language, Rule};

use crate::types;

const CSHARP: &[Language] = &[Language::CSharp];

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "cs-formatters",
        CSHARP,
        &[
            "new BinaryFormatter(",
            "new SoapFormatter(",
            "new NetDataContractSerializer(",
            "new LosFormatter(",
            "new ObjectStateFormatter(",
        ],
        r"\bnew (?:BinaryFormatter|SoapFormatter|NetDataContractSerializer|LosFormatter|ObjectStateFormatter)\(",
        types(false, 0.95),
    ),
    Rule::code(
        "cs-type-names",
        CSHARP,
        &["TypeNameHandling."],
        r"\bTypeNameHandling\s*=\s*TypeNameHandling\.(?:All|Auto|Objects|Arrays)\b",
        types(false, 0.95),
    ),
    Rule::code(
        "cs-type-names-none",
        CSHARP,
        &["TypeNameHandling."],
        r"\bTypeNameHandling\s*=\s*TypeNameHandling\.None\b",
        types(true, 0.95),
    ),
    Rule::code(
        "cs-resolver",
        CSHARP,
        &["new SimpleTypeResolver("],
        r"\bnew JavaScriptSerializer\(\s*new SimpleTypeResolver\(",
        types(false, 0.95),
    ),
];
