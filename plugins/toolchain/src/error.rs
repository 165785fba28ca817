//! Why no component came out.

/// Why no component came out.
#[derive(Debug, thiserror::Error)]
pub enum ToolchainError {
    /// There is no Rust.
    #[error(
        "`rustc --print sysroot` failed: is Rust installed and on the PATH? https://rustup.rs brings it"
    )]
    NoRust,
    /// There is a Rust, but no standard library for the target.
    #[error(
        "No WebAssembly standard library for Rust. Do one of these and try again:\n  rustup target add {target}\n  \
         apt-get install --no-install-recommends {packages}"
    )]
    NoTarget {
        /// The target.
        target: &'static str,
        /// Debian's packages.
        packages: String,
    },
    /// The bytes are no module, or no component can be made of them.
    #[error("No component can be made of the module: {0}")]
    Encoding(String),
    /// It is a component, but no lens.
    #[error("The component is no lens: {0}")]
    NoLens(String),
}
