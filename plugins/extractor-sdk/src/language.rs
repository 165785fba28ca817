//! The languages of the contract.

macro_rules! languages {
    ($($name:ident $text:literal,)*) => {
        /// What a file is written in, with the number that it has in the contract.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "the names say it")]
        pub enum Language { $($name,)* }

        impl Language {
            /// All of them, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name in descriptions.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }
        }
    };
}

languages! {
    Rust "rust",
    Python "python",
    JavaScript "javascript",
    TypeScript "typescript",
    Go "go",
    Java "java",
    Ruby "ruby",
    Php "php",
    CSharp "csharp",
    C "c",
    Cpp "cpp",
    Bash "bash",
    Hcl "hcl",
    Dockerfile "dockerfile",
    Yaml "yaml",
    Toml "toml",
    Json "json",
    Ini "ini",
    Xml "xml",
    DotEnv "dotenv",
    Properties "properties",
    Html "html",
    Kotlin "kotlin",
    Sql "sql",
    Text "text",
}

impl Language {
    /// JavaScript and TypeScript: most libraries are the same.
    pub const SCRIPTS: &'static [Self] = &[Self::JavaScript, Self::TypeScript];
    /// C and C++.
    pub const C_AND_CPP: &'static [Self] = &[Self::C, Self::Cpp];
    /// Files of keys and values.
    pub const STRUCTURED: &'static [Self] = &[
        Self::Yaml,
        Self::Toml,
        Self::Json,
        Self::Ini,
        Self::Xml,
        Self::DotEnv,
        Self::Properties,
    ];

    /// The language of a number of the contract; plain text for unknown ones.
    #[must_use]
    pub fn from_number(number: u32) -> Self {
        usize::try_from(number)
            .ok()
            .and_then(|number| Self::ALL.get(number).copied())
            .unwrap_or(Self::Text)
    }
}
