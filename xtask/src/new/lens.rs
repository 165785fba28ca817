//! `new lens`: writes the folder from a template, enters the native twin, builds the component, runs the cases, writes
//! its page.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum};

use super::entry::insert_sorted;
use crate::{guests, workspace};

/// Longest id of a lens, in bytes.
const ID_LENGTH_MAX: usize = 64;

const CARGO: &str = include_str!("../../templates/lens/Cargo.toml.txt");

/// Options of `new lens`.
#[derive(Args)]
pub(crate) struct Options {
    /// Lower-case letters, digits and hyphens, a letter first. Name it for what it sees.
    id: String,
    /// What the lens does in a pipeline.
    #[arg(long, value_enum, default_value = "resolver")]
    kind: Kind,
    /// One line for lists.
    #[arg(long, default_value = "Says in one line what the lens does")]
    title: String,
    /// Write the files only; build and test nothing.
    #[arg(long)]
    unbuilt: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Chooses a value and a claim.
    Resolver,
    /// Weighs rows before the resolver.
    RowStage,
}

/// The texts of a kind of lens.
struct Template {
    manifest: &'static str,
    lib: &'static str,
    pure_name: &'static str,
    pure: &'static str,
    cases: &'static str,
    /// How the twin's table calls its entries.
    twin: &'static str,
}

const RESOLVER: Template = Template {
    manifest: include_str!("../../templates/lens/resolver/lens.toml.txt"),
    lib: include_str!("../../templates/lens/resolver/lib.rs.txt"),
    pure_name: "resolve.rs",
    pure: include_str!("../../templates/lens/resolver/pure.rs.txt"),
    cases: include_str!("../../templates/lens/resolver/cases.toml.txt"),
    twin: "resolver",
};

const ROW_STAGE: Template = Template {
    manifest: include_str!("../../templates/lens/row-stage/lens.toml.txt"),
    lib: include_str!("../../templates/lens/row-stage/lib.rs.txt"),
    pure_name: "weigh.rs",
    pure: include_str!("../../templates/lens/row-stage/pure.rs.txt"),
    cases: include_str!("../../templates/lens/row-stage/cases.toml.txt"),
    twin: "row_stage",
};

/// Creates the lens.
pub(crate) fn run(options: &Options) -> Result<()> {
    check(options)?;
    let folder = workspace::root().join("lenses").join(&options.id);
    ensure!(!folder.exists(), "{} is there already", folder.display());
    let template = match options.kind {
        Kind::Resolver => &RESOLVER,
        Kind::RowStage => &ROW_STAGE,
    };
    write_folder(&folder, options, template)?;
    enter_twin(options, template)?;
    format(options)?;
    println!(
        "Wrote lenses/{} and entered it in plugins/twins.",
        options.id
    );
    if !options.unbuilt {
        guests::build(std::slice::from_ref(&options.id))?;
        run_cases()?;
        write_page()?;
    }
    println!(
        "Next: describe it at the head of src/lib.rs, write cases, then the judgement in src/{}.\n\
         `cargo test -p stemedb-twins` runs the cases natively, `cargo xtask guests {}` builds the component,\n\
         `cargo xtask gen` writes its page.",
        template.pure_name, options.id
    );
    Ok(())
}

fn check(options: &Options) -> Result<()> {
    let id = &options.id;
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    ensure!(
        id.len() <= ID_LENGTH_MAX
            && id.bytes().all(allowed)
            && id.starts_with(|first: char| first.is_ascii_lowercase())
            && !id.ends_with('-')
            && !id.contains("--"),
        "`{id}` is no id of a lens: lower-case letters, digits and single hyphens, a letter first, at most {ID_LENGTH_MAX} bytes"
    );
    let plain = |letter: char| !letter.is_control() && letter != '"' && letter != '\\';
    ensure!(
        !options.title.is_empty() && options.title.chars().all(plain),
        "The title is one line without quotation marks and backslashes"
    );
    Ok(())
}

fn write_folder(folder: &Path, options: &Options, template: &Template) -> Result<()> {
    let files = [
        ("Cargo.toml", CARGO),
        ("lens.toml", template.manifest),
        ("src/lib.rs", template.lib),
        (&format!("src/{}", template.pure_name), template.pure),
        ("cases/cases.toml", template.cases),
    ];
    for (name, text) in files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, filled(text, options))
            .with_context(|| format!("Could not write {}", path.display()))?;
    }
    Ok(())
}

fn filled(text: &str, options: &Options) -> String {
    text.replace("{{id}}", &options.id)
        .replace("{{title}}", &options.title)
        .replace("{{Type}}", &type_name(&options.id))
}

/// `vote-aware` is `VoteAware`.
fn type_name(id: &str) -> String {
    let mut name = String::new();
    for word in id.split('-') {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.extend(letters);
    }
    name
}

fn enter_twin(options: &Options, template: &Template) -> Result<()> {
    let id = &options.id;
    let twins = workspace::root().join("plugins/twins");
    insert_sorted(
        &twins.join("Cargo.toml"),
        "# The lens library, natively.",
        &format!("lens-{id} = {{ path = \"../../lenses/{id}\" }}"),
    )?;
    insert_sorted(
        &twins.join("src/lib.rs"),
        &format!(
            "    const ALL: &[{}Twin] = &[",
            type_name(&template.twin.replace('_', "-"))
        ),
        &format!(
            "        {}::<lens_{}::{}>(\"{id}\"),",
            template.twin,
            id.replace('-', "_"),
            type_name(id)
        ),
    )
}

fn format(options: &Options) -> Result<()> {
    let mut cargo = workspace::cargo();
    cargo
        .current_dir(workspace::root())
        .args(["fmt", "-p", "stemedb-twins", "-p"]);
    workspace::run(cargo.arg(format!("lens-{}", options.id)))
}

fn run_cases() -> Result<()> {
    println!("Running the cases natively …");
    let mut cargo = workspace::cargo();
    cargo
        .current_dir(workspace::root())
        .args(["test", "--quiet", "-p", "stemedb-twins"]);
    workspace::run(&mut cargo)
}

/// The program that runs now was built without the new lens.
fn write_page() -> Result<()> {
    println!("Writing its page …");
    let mut cargo = workspace::cargo();
    cargo.current_dir(workspace::root()).args(["xtask", "gen"]);
    workspace::run(&mut cargo)
}

#[cfg(test)]
mod tests {
    use super::{RESOLVER, ROW_STAGE, type_name};
    use crate::lenses::{HEADINGS, sections};

    #[test]
    fn templates_have_the_headings_of_every_lens() {
        for template in [RESOLVER, ROW_STAGE] {
            let sections = sections(template.lib);
            let headings: Vec<_> = sections.iter().map(|found| &found.heading).collect();
            assert_eq!(headings, HEADINGS);
        }
    }

    #[test]
    fn types_are_named_by_the_words_of_the_id() {
        assert_eq!(type_name("decay"), "Decay");
        assert_eq!(type_name("trust-aware-authority"), "TrustAwareAuthority");
        assert_eq!(type_name("top-3"), "Top3");
    }
}
