//! How guests are compiled on this machine: three ways to a WebAssembly standard library, in a fixed order.
//!
//! First, the target is installed for the toolchain. Second, rustup brings it. Third, Debian's packages bring a rustc
//! with the library's sources, from which cargo builds the library itself. Otherwise the error says what to install.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::ToolchainError;

/// The target of every guest: WebAssembly without any system, so no foreign import can appear.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler, its cargo, and the library's sources.
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";

/// Where something is built, and who hears about it.
pub struct Setting<'a> {
    /// The folder that cargo runs in.
    pub folder: &'a Path,
    /// The cargo of the toolchain in use.
    pub cargo: &'a Path,
    /// Told what is done that a person may wonder about.
    pub say: &'a dyn Fn(&str),
}

/// How guests are compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Toolchain {
    /// The cargo in use has the target.
    Installed,
    /// Debian's cargo builds the standard library from source and links with this linker.
    Debian {
        /// rust-lld of the toolchain in use.
        linker: PathBuf,
    },
}

impl Toolchain {
    /// Finds or installs a toolchain, saying what it does.
    ///
    /// # Errors
    /// [`ToolchainError::NoRust`] and [`ToolchainError::NoTarget`].
    pub fn prepare(setting: &Setting<'_>) -> Result<Self, ToolchainError> {
        let sysroot = sysroot(setting.folder).ok_or(ToolchainError::NoRust)?;
        if has_target(&sysroot) {
            return Ok(Self::Installed);
        }
        (setting.say)(&format!(
            "The target {TARGET} is not installed; asking rustup for it …"
        ));
        if rustup_adds_target(setting.folder) && has_target(&sysroot) {
            return Ok(Self::Installed);
        }
        (setting.say)(&format!(
            "rustup could not bring it; looking for Debian's packages {} …",
            DEBIAN_PACKAGES.join(" ")
        ));
        if !debian_is_complete() {
            install_debian_packages(setting.say);
        }
        if debian_is_complete() {
            return Ok(Self::Debian {
                linker: rust_lld(&sysroot),
            });
        }
        Err(ToolchainError::NoTarget {
            target: TARGET,
            packages: DEBIAN_PACKAGES.join(" "),
        })
    }

    /// A `cargo build` for the target, without the packages to build.
    pub fn cargo_build(&self, setting: &Setting<'_>) -> Command {
        let mut command = match self {
            Self::Installed => Command::new(setting.cargo),
            Self::Debian { linker } => debian_cargo(linker),
        };
        // Flags from outside would replace the ones that are set for guests.
        command
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        command.current_dir(setting.folder).arg("build");
        if matches!(self, Self::Debian { .. }) {
            command.arg("-Zbuild-std=std,panic_abort");
        }
        command.args(["--target", TARGET]);
        command
    }
}

/// The cargo setting that replaces folders of this machine by other names. Panic messages name source files; without the
/// machine's own paths the same sources give the same digest everywhere.
#[must_use]
pub fn remapped(folders: &[(&Path, &str)]) -> String {
    let flags: Vec<String> = folders
        .iter()
        .map(|(from, to)| format!("'--remap-path-prefix={}={to}'", from.display()))
        .collect();
    format!("target.{TARGET}.rustflags=[{}]", flags.join(","))
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

fn sysroot(folder: &Path) -> Option<PathBuf> {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "sysroot"]).current_dir(folder);
    output(&mut rustc).map(PathBuf::from)
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

fn rustup_adds_target(folder: &Path) -> bool {
    let mut rustup = Command::new("rustup");
    rustup
        .args(["target", "add", TARGET])
        .current_dir(folder)
        .stdin(Stdio::null());
    succeeds(&mut rustup)
}

/// Whether Debian's compiler, cargo and library sources are here.
fn debian_is_complete() -> bool {
    let mut rustc = Command::new(DEBIAN_RUSTC);
    let sysroot = output(rustc.args(["--print", "sysroot"]));
    let has_sources = sysroot.is_some_and(|path| {
        Path::new(&path)
            .join("lib/rustlib/src/rust/library/std")
            .exists()
    });
    has_sources && Path::new(DEBIAN_CARGO).is_file()
}

/// Installs Debian's packages where we may; whether it worked shows afterwards.
fn install_debian_packages(say: &dyn Fn(&str)) {
    let is_root = output(Command::new("id").arg("-u")).as_deref() == Some("0");
    if !is_root {
        say("Not root, so apt-get is left alone.");
        return;
    }
    say(&format!("Installing {} …", DEBIAN_PACKAGES.join(" ")));
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
        if !succeeds(command) {
            say("apt-get failed: see above.");
        }
    }
}

fn succeeds(command: &mut Command) -> bool {
    command.status().is_ok_and(|status| status.success())
}

fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
