//! Tells code, comments and strings apart with light lexers, one for each family of languages.
//!
//! Not parsers: they know just enough of a language to find the ends of its strings and comments. Wrong input never
//! stops them; a string that cannot span lines and is not closed ends with its line.
//!
//! Invariant: every lexer is linear in the text, never panics, and gives runs with rising starts, the first at 0.

mod c_like;
mod data;
mod heredoc;
mod lexer;
mod php;
mod python;
mod ruby;
mod rust;
mod script;
mod shell;
mod sql;
mod strings;
#[cfg(test)]
mod tests;
mod yaml;

use aphoria_core::{Context, Language};

use crate::source::to_u32;
use lexer::Lexer;

/// The contexts of a text: each run begins at its start and ends where the next one begins.
#[derive(Debug)]
pub(crate) struct Runs {
    list: Vec<(u32, Context)>,
}

impl Runs {
    fn new() -> Self {
        Self {
            list: vec![(0, Context::Code)],
        }
    }

    /// From here on, the context is this one; what was said of later places is forgotten.
    fn push(&mut self, start: usize, context: Context) {
        let start = to_u32(start);
        while self.list.last().is_some_and(|last| last.0 >= start) {
            self.list.pop();
        }
        if self.list.last().is_none_or(|last| last.1 != context) {
            self.list.push((start, context));
        }
    }

    /// The context of a byte.
    pub(crate) fn at(&self, offset: u32) -> Context {
        let place = self.list.partition_point(|(start, _)| *start <= offset);
        let run = place.checked_sub(1).and_then(|place| self.list.get(place));
        run.map_or(Context::Code, |run| run.1)
    }

    /// First byte behind the run in which the byte stands, if another run follows.
    pub(crate) fn end_at(&self, offset: u32) -> Option<u32> {
        let place = self.list.partition_point(|(start, _)| *start <= offset);
        self.list.get(place).map(|next| next.0)
    }
}

/// The contexts of a text in this language.
pub(crate) fn runs(text: &[u8], language: Language) -> Runs {
    let mut lexer = Lexer::new(text);
    match language {
        Language::C | Language::Cpp => c_like::c(&mut lexer),
        Language::CSharp => c_like::csharp(&mut lexer),
        Language::Java => c_like::java(&mut lexer),
        Language::Kotlin => c_like::kotlin(&mut lexer),
        Language::Go => c_like::go(&mut lexer),
        Language::JavaScript | Language::TypeScript => script::lex(&mut lexer),
        Language::Rust => rust::lex(&mut lexer),
        Language::Php => php::lex(&mut lexer),
        Language::Python => python::lex(&mut lexer),
        Language::Ruby => ruby::lex(&mut lexer),
        Language::Bash => shell::bash(&mut lexer),
        Language::Dockerfile => shell::dockerfile(&mut lexer),
        Language::Hcl => shell::hcl(&mut lexer),
        Language::Yaml => yaml::lex(&mut lexer),
        Language::Toml => data::toml(&mut lexer),
        Language::Json => data::json(&mut lexer),
        Language::Ini => data::ini(&mut lexer),
        Language::Properties => data::properties(&mut lexer),
        Language::DotEnv => data::dotenv(&mut lexer),
        Language::Xml | Language::Html => data::xml(&mut lexer),
        Language::Sql => sql::lex(&mut lexer),
        Language::Text => {}
    }
    lexer.finish()
}
