//! How guests are compiled on this machine: three ways to a WebAssembly standard library, in a fixed order.
//!
//! First, the target is installed for the toolchain. Second, rustup brings it. Third, Debian's packages bring a rustc
//! with the library's sources, from which cargo builds the library itself. Otherwise the error says what to install.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::workspace;

/// The target of every guest: WebAssembly without any system, so no foreign import can appear.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler, its cargo, and the library's sources.
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";

/// How guests are compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The cargo that runs us has the target.
    Installed,
    /// Debian's cargo builds the standard library from source and links with this linker.
    Debian {
        /// rust-lld of the toolchain that runs us.
        linker: PathBuf,
    },
}

impl Toolchain {
    /// Finds or installs a toolchain, saying what it does.
    pub(crate) fn prepare() -> Result<Self> {
        let sysroot = sysroot()?;
        if has_target(&sysroot) {
            return Ok(Self::Installed);
        }
        println!("The target {TARGET} is not installed; asking rustup for it …");
        if rustup_adds_target() && has_target(&sysroot) {
            return Ok(Self::Installed);
        }
        println!(
            "rustup could not bring it; looking for Debian's packages {} …",
            DEBIAN_PACKAGES.join(" ")
        );
        if !debian_is_complete() {
            install_debian_packages();
        }
        if debian_is_complete() {
            return Ok(Self::Debian {
                linker: rust_lld(&sysroot),
            });
        }
        bail!(
            "No WebAssembly standard library for the guests. Do one of these and try again:\n  \
             rustup target add {TARGET}\n  \
             apt-get install --no-install-recommends {}",
            DEBIAN_PACKAGES.join(" ")
        );
    }

    /// A `cargo build` for the target, without the packages to build.
    pub(crate) fn cargo_build(&self) -> Command {
        let mut command = match self {
            Self::Installed => Command::new(workspace::cargo()),
            Self::Debian { linker } => debian_cargo(linker),
        };
        // Flags from outside would replace the ones that the workspace sets for guests.
        command
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        command.current_dir(workspace::root()).arg("build");
        if matches!(self, Self::Debian { .. }) {
            command.arg("-Zbuild-std=std,panic_abort");
        }
        command.args(["--target", TARGET]);
        command
    }
}

fn debian_cargo(linker: &Path) -> Command {
    let mut command = Command::new(DEBIAN_CARGO);
    command
        .env("RUSTC", DEBIAN_RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("RUSTC_WRAPPER");
    command
}

fn sysroot() -> Result<PathBuf> {
    let mut rustc = Command::new("rustc");
    rustc
        .args(["--print", "sysroot"])
        .current_dir(workspace::root());
    match workspace::output(&mut rustc) {
        Some(path) => Ok(path.into()),
        None => bail!("`rustc --print sysroot` failed: is Rust installed and on the PATH?"),
    }
}

fn has_target(sysroot: &Path) -> bool {
    sysroot
        .join("lib/rustlib")
        .join(TARGET)
        .join("lib")
        .is_dir()
}

fn rust_lld(sysroot: &Path) -> PathBuf {
    let host = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    sysroot.join("lib/rustlib").join(host).join("bin/rust-lld")
}

fn rustup_adds_target() -> bool {
    let mut rustup = Command::new("rustup");
    rustup
        .args(["target", "add", TARGET])
        .current_dir(workspace::root());
    rustup.stdin(Stdio::null());
    workspace::run(&mut rustup).is_ok()
}

/// Whether Debian's compiler, cargo and library sources are here.
fn debian_is_complete() -> bool {
    let mut rustc = Command::new(DEBIAN_RUSTC);
    let sysroot = workspace::output(rustc.args(["--print", "sysroot"]));
    let has_sources = sysroot.is_some_and(|path| {
        Path::new(&path)
            .join("lib/rustlib/src/rust/library/std")
            .exists()
    });
    has_sources && Path::new(DEBIAN_CARGO).is_file()
}

/// Installs Debian's packages where we may; whether it worked shows afterwards.
fn install_debian_packages() {
    let is_root = workspace::output(Command::new("id").arg("-u")).as_deref() == Some("0");
    if !is_root {
        println!("Not root, so apt-get is left alone.");
        return;
    }
    println!("Installing {} …", DEBIAN_PACKAGES.join(" "));
    let mut update = Command::new("apt-get");
    let mut install = Command::new("apt-get");
    update.arg("update");
    install
        .args(["install", "-y", "--no-install-recommends"])
        .args(DEBIAN_PACKAGES);
    for command in [&mut update, &mut install] {
        command
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdin(Stdio::null());
        if let Err(error) = workspace::run(command) {
            println!("{error:#}");
        }
    }
}
