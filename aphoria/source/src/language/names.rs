//! The names and extensions of files, in lower case, and what they are written in.

use aphoria_core::Language;

use super::{Guess, Look};

/// What a file of this name is, whatever its extension.
pub(super) fn by_file(file: &str) -> Option<Language> {
    Some(match file {
        "dockerfile" | "containerfile" => Language::Dockerfile,
        "gemfile" | "rakefile" | "vagrantfile" | "podfile" | "fastfile" | "brewfile"
        | "berksfile" | "guardfile" | "capfile" | "dangerfile" | "appfile" | "puppetfile" => {
            Language::Ruby
        }
        "jenkinsfile" => Language::Kotlin,
        "makefile" | "gnumakefile" | "justfile" | "pkgbuild" | ".bashrc" | ".bash_profile"
        | ".profile" | ".zshrc" | ".zprofile" | ".envrc" | ".xinitrc" => Language::Bash,
        "build" | "workspace" | "sconstruct" | "sconscript" | "wscript" | "buck" => {
            Language::Python
        }
        "cargo.lock" | "poetry.lock" | "uv.lock" | "pdm.lock" | "pipfile" => Language::Toml,
        "pipfile.lock" | "composer.lock" | "flake.lock" | ".babelrc" | ".eslintrc"
        | ".prettierrc" | ".swcrc" | ".jshintrc" | ".stylelintrc" | ".bowerrc" => Language::Json,
        ".npmrc" | ".yarnrc" | ".pypirc" | ".editorconfig" | ".gitconfig" | ".flake8"
        | ".pylintrc" | ".coveragerc" | ".my.cnf" | "pylintrc" => Language::Ini,
        "yarn.lock" | "gemfile.lock" | "podfile.lock" | "go.mod" | "go.sum" | "go.work"
        | "readme" | "license" | "licence" | "copying" | "notice" | "authors" | "changelog"
        | "changes" | "todo" | "install" | "procfile" | "codeowners" | ".netrc" | ".htpasswd"
        | ".pgpass" | ".htaccess" | "id_rsa" | "id_dsa" | "id_ecdsa" | "id_ed25519" => {
            Language::Text
        }
        ".env" | ".flaskenv" => Language::DotEnv,
        _ if file.starts_with(".env.") || file.starts_with(".env-") => Language::DotEnv,
        _ if file.starts_with("dockerfile.") || file.starts_with("containerfile.") => {
            Language::Dockerfile
        }
        _ if file.starts_with("makefile.") => Language::Bash,
        _ if file.starts_with("license-") => Language::Text,
        _ => return None,
    })
}

/// What a file with this extension is.
pub(super) fn by_extension(extension: &str) -> Guess {
    let known = match extension {
        "h" => return Guess::Look(Look::Header),
        "inc" => return Guess::Look(Look::Include),
        "config" => return Guess::Look(Look::Config),
        "module" | "install" | "theme" | "profile" | "engine" => return Guess::Look(Look::Php),
        "cgi" | "command" => return Guess::Look(Look::Shebang),
        _ => program(extension).or_else(|| data(extension)),
    };
    known.map_or(Guess::Unknown, Guess::Known)
}

fn program(extension: &str) -> Option<Language> {
    Some(match extension {
        "rs" => Language::Rust,
        "py" | "pyi" | "pyw" | "pyx" | "pxd" | "pxi" | "bzl" | "bazel" | "star" | "wsgi"
        | "gyp" | "gypi" => Language::Python,
        "js" | "mjs" | "cjs" | "jsx" | "es6" | "es" | "jsm" | "gs" => Language::JavaScript,
        "ts" | "tsx" | "mts" | "cts" => Language::TypeScript,
        "go" => Language::Go,
        "java" | "jsh" => Language::Java,
        "kt" | "kts" | "ktm" | "gradle" | "groovy" => Language::Kotlin,
        "rb" | "rake" | "gemspec" | "podspec" | "ru" | "rbw" | "rbi" | "thor" | "jbuilder"
        | "builder" | "rabl" | "cap" => Language::Ruby,
        "php" | "phtml" | "php3" | "php4" | "php5" | "php7" | "php8" | "phps" | "ctp" => {
            Language::Php
        }
        "cs" | "csx" | "cake" => Language::CSharp,
        "c" => Language::C,
        "cc" | "cpp" | "cxx" | "c++" | "hh" | "hpp" | "hxx" | "h++" | "inl" | "ipp" | "tpp"
        | "txx" | "tcc" | "ixx" | "cppm" | "cu" | "cuh" | "ino" => Language::Cpp,
        "sh" | "bash" | "zsh" | "ksh" | "ash" | "dash" | "bats" | "mk" | "mak" | "make"
        | "ebuild" | "just" => Language::Bash,
        "sql" | "ddl" | "dml" | "psql" | "pgsql" | "plsql" | "tsql" | "pks" | "pkb" => {
            Language::Sql
        }
        _ => return None,
    })
}

fn data(extension: &str) -> Option<Language> {
    Some(match extension {
        "tf" | "tfvars" | "hcl" | "nomad" | "tofu" => Language::Hcl,
        "dockerfile" | "containerfile" => Language::Dockerfile,
        "yaml" | "yml" | "sls" | "eyaml" => Language::Yaml,
        "toml" => Language::Toml,
        "json" | "jsonc" | "json5" | "jsonl" | "ndjson" | "geojson" | "webmanifest" | "har"
        | "avsc" | "ipynb" | "tfstate" | "uproject" | "uplugin" | "arb" | "hjson" => Language::Json,
        "ini" | "cfg" | "conf" | "cnf" | "inf" | "desktop" | "service" | "socket" | "timer"
        | "mount" | "network" | "toolcfg" | "prefs" => Language::Ini,
        "xml" | "csproj" | "vbproj" | "fsproj" | "vcxproj" | "props" | "targets" | "nuspec"
        | "resx" | "xsd" | "xsl" | "xslt" | "wsdl" | "plist" | "svg" | "pom" | "xaml" | "axml"
        | "storyboard" | "xib" | "tld" | "jelly" | "rss" | "atom" | "kml" | "gpx"
        | "entitlements" | "jrxml" | "hbm" | "xmi" => Language::Xml,
        "env" => Language::DotEnv,
        "properties" => Language::Properties,
        "html" | "htm" | "xhtml" | "vue" | "svelte" | "astro" | "erb" | "rhtml" | "ejs" | "hbs"
        | "handlebars" | "mustache" | "j2" | "jinja" | "jinja2" | "twig" | "jsp" | "jspx"
        | "jspf" | "ftl" | "ftlh" | "cshtml" | "vbhtml" | "razor" | "aspx" | "ascx" | "master"
        | "liquid" | "njk" | "gohtml" | "tmpl" => Language::Html,
        "txt" | "text" | "md" | "mdx" | "markdown" | "rst" | "adoc" | "asciidoc" | "org"
        | "pem" | "key" | "crt" | "cer" | "asc" | "pub" | "ppk" | "log" | "tpl" => Language::Text,
        _ => return None,
    })
}
