//! The languages that files are told apart by.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! languages {
    ($($name:ident $text:literal $title:literal,)*) => {
        /// What a file is written in. The number is part of the contract with extractors and never changes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Language {
            $(
                #[doc = $title]
                #[serde(rename = $text)]
                $name,
            )*
        }

        impl Language {
            /// All of them, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name in descriptions, concept paths and reports.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }

            /// The name for people.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title),* }
            }
        }
    };
}

languages! {
    Rust "rust" "Rust",
    Python "python" "Python",
    JavaScript "javascript" "JavaScript",
    TypeScript "typescript" "TypeScript",
    Go "go" "Go",
    Java "java" "Java",
    Ruby "ruby" "Ruby",
    Php "php" "PHP",
    CSharp "csharp" "C#",
    C "c" "C",
    Cpp "cpp" "C++",
    Bash "bash" "Bash",
    Hcl "hcl" "HCL",
    Dockerfile "dockerfile" "Dockerfile",
    Yaml "yaml" "YAML",
    Toml "toml" "TOML",
    Json "json" "JSON",
    Ini "ini" "INI",
    Xml "xml" "XML",
    DotEnv "dotenv" "environment file",
    Properties "properties" "Java properties",
    Html "html" "HTML",
    Kotlin "kotlin" "Kotlin",
    Sql "sql" "SQL",
    Text "text" "plain text",
}

impl Language {
    /// The language of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|known| known.name() == name)
    }

    /// The language of this number.
    #[must_use]
    pub fn from_number(number: u32) -> Option<Self> {
        Self::ALL.get(usize::try_from(number).ok()?).copied()
    }

    /// Whether its files are keys and values rather than a program.
    #[must_use]
    pub fn is_structured(self) -> bool {
        matches!(
            self,
            Self::Yaml
                | Self::Toml
                | Self::Json
                | Self::Ini
                | Self::Xml
                | Self::DotEnv
                | Self::Properties
        )
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Languages(u64);

impl Languages {
    /// No language.
    pub const NONE: Self = Self(0);

    /// Whether the language is in the set.
    #[must_use]
    pub fn contains(self, language: Language) -> bool {
        self.0 & (1 << language as u8) != 0
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set with this language.
    #[must_use]
    pub fn with(self, language: Language) -> Self {
        Self(self.0 | (1 << language as u8))
    }

    /// The languages of either set.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The languages, in the order of their numbers.
    pub fn iter(self) -> impl Iterator<Item = Language> {
        Language::ALL
            .iter()
            .copied()
            .filter(move |language| self.contains(*language))
    }
}

impl FromIterator<Language> for Languages {
    fn from_iter<I: IntoIterator<Item = Language>>(languages: I) -> Self {
        languages.into_iter().fold(Self::NONE, Self::with)
    }
}
