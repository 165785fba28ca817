//! The grammars, and which of them reads a file.

use aphoria_core::Language;

/// A grammar. TypeScript has two: markup and type assertions in angle brackets exclude each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grammar {
    Rust,
    Python,
    JavaScript,
    TypeScript,
    Tsx,
    Go,
    Java,
    Ruby,
    Php,
    CSharp,
    C,
    Cpp,
    Bash,
    Hcl,
    Dockerfile,
}

impl Grammar {
    /// All of them, in the order of their numbers.
    pub(crate) const ALL: [Self; 15] = [
        Self::Rust,
        Self::Python,
        Self::JavaScript,
        Self::TypeScript,
        Self::Tsx,
        Self::Go,
        Self::Java,
        Self::Ruby,
        Self::Php,
        Self::CSharp,
        Self::C,
        Self::Cpp,
        Self::Bash,
        Self::Hcl,
        Self::Dockerfile,
    ];

    /// The grammar that reads this text.
    pub(crate) fn of(language: Language, text: &str) -> Option<Self> {
        match Self::all_of(language) {
            [one] => Some(*one),
            [Self::TypeScript, Self::Tsx] => {
                let markup = ["</", "/>"]
                    .iter()
                    .any(|mark| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some());
                Some(if markup { Self::Tsx } else { Self::TypeScript })
            }
            _ => None,
        }
    }

    /// The grammars of a language.
    pub(crate) fn all_of(language: Language) -> &'static [Self] {
        match language {
            Language::Rust => &[Self::Rust],
            Language::Python => &[Self::Python],
            Language::JavaScript => &[Self::JavaScript],
            Language::TypeScript => &[Self::TypeScript, Self::Tsx],
            Language::Go => &[Self::Go],
            Language::Java => &[Self::Java],
            Language::Ruby => &[Self::Ruby],
            Language::Php => &[Self::Php],
            Language::CSharp => &[Self::CSharp],
            Language::C => &[Self::C],
            Language::Cpp => &[Self::Cpp],
            Language::Bash => &[Self::Bash],
            Language::Hcl => &[Self::Hcl],
            Language::Dockerfile => &[Self::Dockerfile],
            _ => &[],
        }
    }

    pub(crate) fn language(self) -> tree_sitter::Language {
        match self {
            Self::Rust => tree_sitter_rust::LANGUAGE,
            Self::Python => tree_sitter_python::LANGUAGE,
            Self::JavaScript => tree_sitter_javascript::LANGUAGE,
            Self::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT,
            Self::Tsx => tree_sitter_typescript::LANGUAGE_TSX,
            Self::Go => tree_sitter_go::LANGUAGE,
            Self::Java => tree_sitter_java::LANGUAGE,
            Self::Ruby => tree_sitter_ruby::LANGUAGE,
            Self::Php => tree_sitter_php::LANGUAGE_PHP,
            Self::CSharp => tree_sitter_c_sharp::LANGUAGE,
            Self::C => tree_sitter_c::LANGUAGE,
            Self::Cpp => tree_sitter_cpp::LANGUAGE,
            Self::Bash => tree_sitter_bash::LANGUAGE,
            Self::Hcl => tree_sitter_hcl::LANGUAGE,
            Self::Dockerfile => tree_sitter_containerfile::LANGUAGE,
        }
        .into()
    }
}
