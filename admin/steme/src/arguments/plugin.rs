//! Arguments of the verbs for authors of plugins.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::admin::Decider;

/// Verbs of `plugin`.
#[derive(Subcommand)]
pub(crate) enum PluginVerb {
    /// Make a folder with a lens that builds and passes its tests as it is.
    #[command(after_help = "\
Examples:
  steme plugin new freshest --lang rust
  steme plugin new our-trials --lang python --world row-stage --title \"Counts trials by their size\"")]
    New(NewOptions),
    /// Build the component: target/<id>.wasm.
    Build(BuildOptions),
    /// Hold the component against its cases, the laws and captured inputs, in the host that servers use. Exit code 1 if
    /// something is wrong.
    #[command(after_help = "\
Examples:
  steme plugin test
  steme plugin test --seed 7 --batches 1000
  steme plugin test --component other.wasm

A call that breaks a law is made smaller, printed as a case file and written into counterexamples/.")]
    Test(TestOptions),
    /// Measure what a call costs: a fixed part, and a part for each row.
    Bench(BenchOptions),
    /// Hand the component to a server or a database, and fill a slot with it if asked to.
    #[command(after_help = "\
Examples:
  steme plugin install --server https://stemedb.example --activate freshest
  steme --db ./stemedb-data plugin install")]
    Install(InstallOptions),
    /// Write the inputs of real questions, as a server's audit knows them, into captured/ as case files. Needs the admin key.
    #[command(after_help = "\
Examples:
  steme plugin capture --from https://stemedb.example --last 50
  steme plugin capture --subject semaglutide

The files hold what people claimed. Treat them as you treat the database.")]
    Capture(CaptureOptions),
}

/// Which project.
#[derive(Args)]
pub(crate) struct ProjectOptions {
    /// The project's folder.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub(crate) folder: PathBuf,
}

/// Where the tools of the languages are.
#[derive(Args)]
#[command(next_help_heading = "Tools")]
pub(crate) struct ToolOptions {
    /// Cargo, for lenses in Rust.
    #[arg(
        long,
        env = "CARGO",
        hide_env_values = true,
        value_name = "PROGRAM",
        default_value = "cargo"
    )]
    pub(crate) cargo: PathBuf,
    /// Cargo's own folder, whose name is kept out of components. Default: .cargo in the home folder.
    #[arg(
        long,
        env = "CARGO_HOME",
        hide_env_values = true,
        value_name = "FOLDER"
    )]
    pub(crate) cargo_home: Option<PathBuf>,
    /// Python, for lenses in Python.
    #[arg(
        long,
        env = "STEME_PYTHON",
        hide_env_values = true,
        value_name = "PROGRAM",
        default_value = "python3"
    )]
    pub(crate) python: PathBuf,
    /// npm, for lenses in JavaScript.
    #[arg(
        long,
        env = "STEME_NPM",
        hide_env_values = true,
        value_name = "PROGRAM",
        default_value = "npm"
    )]
    pub(crate) npm: PathBuf,
}

/// Arguments of `plugin new`.
#[derive(Args)]
pub(crate) struct NewOptions {
    /// Lower-case letters, digits and hyphens, a letter first. Name it for what it sees.
    pub(crate) id: String,
    /// What kind of plugin.
    #[arg(long, default_value = "lens", value_parser = ["lens"])]
    pub(crate) kind: String,
    /// What it is written in.
    #[arg(long, value_parser = ["rust", "python", "javascript"])]
    pub(crate) lang: String,
    /// What it is in a lens expression.
    #[arg(long, default_value = "resolver", value_parser = ["resolver", "row-stage", "answer-stage", "estimator"])]
    pub(crate) world: String,
    /// One line for lists.
    #[arg(long, default_value = "Says in one line what the lens does")]
    pub(crate) title: String,
    /// The folder to make. Default: one named as the id, here.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) folder: Option<PathBuf>,
}

/// Arguments of `plugin build`.
#[derive(Args)]
pub(crate) struct BuildOptions {
    #[command(flatten)]
    pub(crate) project: ProjectOptions,
    #[command(flatten)]
    pub(crate) tools: ToolOptions,
}

/// Arguments of `plugin test`.
#[derive(Args)]
pub(crate) struct TestOptions {
    #[command(flatten)]
    pub(crate) project: ProjectOptions,
    /// Test this component in place of the one that was built.
    #[arg(long, value_name = "FILE")]
    pub(crate) component: Option<PathBuf>,
    /// Seed of the first generated call. Default: as lens.toml says.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) seed: Option<u64>,
    /// Generated calls for each law. Default: as lens.toml says.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) batches: Option<u64>,
    /// Do not build a Python lens a second time. What depends on the order of hashes is not found then.
    #[arg(long)]
    pub(crate) once: bool,
    #[command(flatten)]
    pub(crate) tools: ToolOptions,
}

/// Arguments of `plugin bench`.
#[derive(Args)]
pub(crate) struct BenchOptions {
    #[command(flatten)]
    pub(crate) project: ProjectOptions,
    /// Measure this component in place of the one that was built.
    #[arg(long, value_name = "FILE")]
    pub(crate) component: Option<PathBuf>,
}

/// Arguments of `plugin install`.
#[derive(Args)]
pub(crate) struct InstallOptions {
    #[command(flatten)]
    pub(crate) project: ProjectOptions,
    /// Fill this slot with it at once.
    #[arg(long, value_name = "SLOT")]
    pub(crate) activate: Option<String>,
    /// Longest wait, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    pub(crate) wait: u64,
    #[command(flatten)]
    pub(crate) decider: Decider,
}

/// Arguments of `plugin capture`.
#[derive(Args)]
pub(crate) struct CaptureOptions {
    #[command(flatten)]
    pub(crate) project: ProjectOptions,
    /// Address of the server. Default: the one that --server or --db names.
    #[arg(long, value_name = "URL")]
    pub(crate) from: Option<String>,
    /// How many of the newest questions.
    #[arg(long, value_name = "NUMBER", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub(crate) last: u32,
    /// Only questions about this subject.
    #[arg(long, value_name = "SUBJECT")]
    pub(crate) subject: Option<String>,
    /// Only the question with this id.
    #[arg(long, value_name = "ID", conflicts_with_all = ["subject", "last"])]
    pub(crate) query: Option<String>,
}
