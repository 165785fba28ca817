//! `guests`: compiles every guest crate in one go and makes components of them in `target/guests`.
//!
//! A component is written only when its bytes changed, so a run without changes leaves every file as it is.

mod crates;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use stemedb_toolchain::component::{self, Component};
use stemedb_toolchain::{Setting, TARGET, Toolchain, remapped};

use crate::workspace;
use crates::{Guest, Kind};

/// Options of `guests`.
#[derive(Args, Default)]
pub(crate) struct Options {
    /// Only these guests, by id; all when none is named.
    ids: Vec<String>,
    /// Say nothing unless something is built or fails.
    #[arg(long)]
    quiet: bool,
}

/// Builds the guests of these ids.
pub(crate) fn build(ids: &[String]) -> Result<()> {
    run(&Options {
        ids: ids.to_vec(),
        quiet: false,
    })
}

/// Builds all guests and leaves standard output to others.
pub(crate) fn run_quietly() -> Result<()> {
    run(&Options {
        ids: Vec::new(),
        quiet: true,
    })
}

/// Builds the guests and prints the table of what came out.
pub(crate) fn run(options: &Options) -> Result<()> {
    let guests = crates::selected(&options.ids)?;
    if !options.quiet {
        println!("Compiling {} guests for {TARGET} …", guests.len());
    }
    compile(&guests, options.quiet)?;
    let mut components = Vec::new();
    for guest in &guests {
        components.push((guest, make(guest)?));
    }
    if !options.quiet {
        print_table(&components);
    }
    Ok(())
}

fn compile(guests: &[Guest], quiet: bool) -> Result<()> {
    let (root, cargo) = (workspace::root(), workspace::cargo());
    let setting = Setting {
        folder: &root,
        cargo: Path::new(cargo.get_program()),
        say: &|line| println!("{line}"),
    };
    let mut cargo = Toolchain::prepare(&setting)?.cargo_build(&setting);
    cargo
        .args(["--profile", "guest", "--target-dir"])
        .arg(workspace::target());
    if quiet {
        cargo.arg("--quiet");
    }
    let home = cargo_home();
    cargo
        .arg("--config")
        .arg(remapped(&[(&home, "/cargo"), (&root, "/stemedb")]));
    for guest in guests {
        cargo.arg("-p").arg(&guest.package);
    }
    workspace::run(&mut cargo)
}

fn cargo_home() -> PathBuf {
    std::env::var_os("CARGO_HOME").map_or_else(
        || Path::new(&std::env::var_os("HOME").unwrap_or_default()).join(".cargo"),
        Into::into,
    )
}

fn make(guest: &Guest) -> Result<Component> {
    let module = workspace::target()
        .join(TARGET)
        .join("guest")
        .join(format!("{}.wasm", guest.package.replace('-', "_")));
    let module =
        fs::read(&module).with_context(|| format!("Could not read {}", module.display()))?;
    let component = encode(guest, &module)
        .with_context(|| format!("Could not make a component of {}", guest.package))?;
    let path = path_of(guest);
    write_if_changed(&path, &component.bytes)?;
    if guest.kind == Kind::Extractor {
        // What the component does not say of itself: its category, and whether it is used unless asked for.
        let manifest = workspace::root()
            .join("extractors")
            .join(&guest.id)
            .join("extractor.toml");
        let text = fs::read(&manifest)
            .with_context(|| format!("Could not read {}", manifest.display()))?;
        write_if_changed(&path.with_extension("toml"), &text)?;
    }
    Ok(component)
}

/// A guest of the tests may import and export what it likes.
fn encode(guest: &Guest, module: &[u8]) -> Result<Component> {
    let component = component::encode(module)?;
    if guest.kind == Kind::Lens {
        component.check_lens()?;
    }
    Ok(component)
}

fn path_of(guest: &Guest) -> PathBuf {
    let folder = workspace::target().join("guests");
    let name = format!("{}.wasm", guest.id);
    match guest.kind {
        Kind::Lens => folder.join(name),
        Kind::Extractor => folder.join("extractors").join(name),
        Kind::Test => folder.join("test").join(name),
    }
}

fn write_if_changed(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|before| before == bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    // A reader must never see half a component.
    let fresh = path.with_extension("wasm.new");
    fs::write(&fresh, bytes).with_context(|| format!("Could not write {}", fresh.display()))?;
    fs::rename(&fresh, path).with_context(|| format!("Could not write {}", path.display()))
}

fn print_table(components: &[(&Guest, Component)]) {
    println!(
        "{:<34} {:<14} {:<8} {:>9}  BLAKE3",
        "guest", "world", "version", "bytes"
    );
    for (guest, component) in components {
        let name = match guest.kind {
            Kind::Lens => guest.id.clone(),
            Kind::Extractor => format!("extractors/{}", guest.id),
            Kind::Test => format!("test/{}", guest.id),
        };
        println!(
            "{name:<34} {:<14} {:<8} {:>9}  {}",
            component.world.unwrap_or("-"),
            guest.version,
            component.bytes.len(),
            blake3::hash(&component.bytes).to_hex()
        );
    }
    println!("in {}", workspace::target().join("guests").display());
}
