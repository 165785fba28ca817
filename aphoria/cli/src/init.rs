//! `aphoria init`, `aphoria status`, `aphoria hooks`: a project's settings, what is there, and the hook of git.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use aphoria_source::git::{Git, Hook};
use clap::{Args, Subcommand};

use crate::acks::Acks;
use crate::config::{self, Config, FOLDER};
use crate::{DONE, authority, clock, places, scan, selection};

/// What `init` writes: every setting with its default, switched off by `#`.
const CONFIG: &str = "\
# Settings of Aphoria for this project; docs/aphoria/configuration.md says what each one means.

[project]
# name = \"…\"              # in concept paths; that of the manifest if left out

[scan]
# exclude = [\"generated/\"] # lines as in a .gitignore
# include_tests = true
# include_vendored = false
# max_file_size = 1048576
# require_reason = false   # whether a suppressing comment must say why

[extractors]
# enabled = []             # ids or categories; the usual ones if empty
# disabled = []

[verdict]
# block = 0.7
# flag = 0.4
# min_confidence = 0.0
";

/// What git is to leave alone below the folder.
const IGNORE: &str = "# Only settings, acknowledgements and the baseline belong to the project.\n*\n!.gitignore\n!config.toml\n!acks.toml\n!baseline.json\n";

/// `aphoria init`
pub(crate) fn init() -> Result<u8> {
    let here = std::env::current_dir()?;
    let folder = here.join(FOLDER);
    ensure!(
        !config::path(&here).exists(),
        "{} is there already",
        config::path(&here).display()
    );
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(config::path(&here), CONFIG))
        .and_then(|()| std::fs::write(folder.join(".gitignore"), IGNORE))
        .with_context(|| format!("{} can't be written", folder.display()))?;
    println!(
        "{} holds the settings now. Next: aphoria scan",
        folder.display()
    );
    Ok(DONE)
}

/// `aphoria status`
pub(crate) fn status() -> Result<u8> {
    let root = scan::root_of(&[])?;
    let config = Config::of(&root)?;
    let acks = Acks::of(&root)?;
    let installed = selection::installed()?;
    let count = installed.len();
    let chosen = selection::wanted(
        installed,
        &config.extractors.enabled,
        &config.extractors.disabled,
    )?;
    let today = clock::today();
    let holding = acks.ack.iter().filter(|ack| ack.holds_on(&today)).count();
    let present = |path: &Path| if path.exists() { "" } else { " (not there)" };
    let settings = config::path(&root);
    println!("root        {}", root.display());
    println!("settings    {}{}", settings.display(), present(&settings));
    println!("extractors  {} of {count} selected", chosen.len());
    println!("demands     {} claims", authority::corpus()?.claims.len());
    println!(
        "accepted    {holding} conflicts, {} ended",
        acks.ack.len() - holding
    );
    let baseline = root.join(FOLDER).join("baseline.json");
    println!("baseline    {}{}", baseline.display(), present(&baseline));
    if let Some(cache) = places::cache() {
        println!("cache       {}", cache.display());
    }
    Ok(DONE)
}

/// Options of `hooks`.
#[derive(Args)]
pub(crate) struct Hooks {
    #[command(subcommand)]
    command: HooksCommand,
}

#[derive(Subcommand)]
enum HooksCommand {
    /// Write a pre-commit hook that scans what is staged.
    Install,
}

/// What the hook runs.
const HOOK: &str =
    "#!/bin/sh\n# Written by `aphoria hooks install`.\nexec aphoria scan --staged --exit-code\n";

/// `aphoria hooks install`
pub(crate) fn hooks(options: &Hooks) -> Result<u8> {
    let HooksCommand::Install = options.command;
    let here = std::env::current_dir()?;
    let git = Git::open(
        &here,
        &Hook {
            git_dir: None,
            index_file: None,
        },
    )?;
    let path = git.hooks()?.join("pre-commit");
    if let Ok(there) = std::fs::read_to_string(&path) {
        if there == HOOK {
            println!("{} is there already.", path.display());
            return Ok(DONE);
        }
        bail!(
            "{} is there and is another hook; add `aphoria scan --staged --exit-code` to it by hand",
            path.display()
        );
    }
    write_executable(&path)?;
    println!("{} scans what is staged from now on.", path.display());
    Ok(DONE)
}

fn write_executable(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let written = std::fs::create_dir_all(path.parent().unwrap_or(path))
        .and_then(|()| std::fs::write(path, HOOK))
        .and_then(|()| std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)));
    written.with_context(|| format!("{} can't be written", path.display()))
}
