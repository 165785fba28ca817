//! What may go wrong with a plugin, in types: a refusal, a fault, a refused installation.
//!
//! Invariant: every error about a loaded plugin names its id, version and digest.

use std::{fmt, io, path::PathBuf, sync::Arc};

use crate::identity::{Digest, PluginRef, World};

/// How a plugin broke its contract. Each kind poisons the instance and fails one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// It ran longer than a call may.
    Deadline,
    /// It asked for more memory than an instance may hold.
    Memory,
    /// It used up its call stack.
    Stack,
    /// It trapped: a panic, an access out of bounds, a division by zero.
    Trap,
    /// It passed more data to the host than one call may.
    OversizedResult,
    /// It returned something that the contract forbids.
    BadResult,
    /// A fresh instance gave another answer to the same question.
    Stateful,
    /// It could not be instantiated.
    Instantiation,
}

impl FaultKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Deadline,
        Self::Memory,
        Self::Stack,
        Self::Trap,
        Self::OversizedResult,
        Self::BadResult,
        Self::Stateful,
        Self::Instantiation,
    ];

    /// The name in metrics and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Deadline => "deadline",
            Self::Memory => "memory",
            Self::Stack => "stack",
            Self::Trap => "trap",
            Self::OversizedResult => "oversized-result",
            Self::BadResult => "bad-result",
            Self::Stateful => "stateful",
            Self::Instantiation => "instantiation",
        }
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A plugin broke its contract during one call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "The plugin {plugin} failed with the fault {kind}: {detail}. Ask again with another version or lens."
)]
pub struct PluginFault {
    /// Who.
    pub plugin: Arc<PluginRef>,
    /// How.
    pub kind: FaultKind,
    /// What was seen.
    pub detail: String,
}

/// Why a call gave no judgement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PluginError {
    /// The plugin declined, in its own words. This is an answer, no fault.
    #[error("The plugin {plugin} refused with code {code}: {message}")]
    Refused {
        /// Who.
        plugin: Arc<PluginRef>,
        /// From the contract's open registry.
        code: u32,
        /// For the person who asked.
        message: String,
    },
    /// The plugin broke its contract.
    #[error(transparent)]
    Fault(#[from] PluginFault),
    /// The plugin implements another world.
    #[error("The plugin {plugin} is a {}, it has no function {wanted}. Put it in another place of the lens expression.", .plugin.world)]
    WrongWorld {
        /// Who.
        plugin: Arc<PluginRef>,
        /// The function that was asked for.
        wanted: &'static str,
    },
    /// Every instance is in use and none came free in time.
    #[error(
        "All {instances_max} plugin instances are busy, {plugin} could not run. Ask again later."
    )]
    Busy {
        /// Who.
        plugin: Arc<PluginRef>,
        /// The configured bound.
        instances_max: u32,
    },
    /// The caller took the call back while it ran.
    #[error("The call of the plugin {plugin} was stopped.")]
    Stopped {
        /// Who.
        plugin: Arc<PluginRef>,
    },
    /// The caller passed columns or parameters that do not fit the plugin's description.
    #[error("The call of the plugin {plugin} does not fit its description: {detail}.")]
    Input {
        /// Who.
        plugin: Arc<PluginRef>,
        /// What does not fit.
        detail: String,
    },
}

impl PluginError {
    /// The plugin that the error is about.
    #[must_use]
    pub fn plugin(&self) -> &PluginRef {
        match self {
            Self::Refused { plugin, .. }
            | Self::WrongWorld { plugin, .. }
            | Self::Busy { plugin, .. }
            | Self::Stopped { plugin }
            | Self::Input { plugin, .. } => plugin,
            Self::Fault(fault) => &fault.plugin,
        }
    }
}

/// Why a component was not installed. Nothing of it is kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InstallError {
    /// Larger than the host accepts.
    #[error("The component has {bytes} bytes, at most {bytes_max} are accepted.")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        bytes_max: usize,
    },
    /// Not a component, or one that uses features which are switched off.
    #[error(
        "The component {digest} is not valid: {detail}. Build it for the component model, without threads or 64-bit memories."
    )]
    Malformed {
        /// Of the bytes that were sent.
        digest: Digest,
        /// What the validator found.
        detail: String,
    },
    /// Imports a function that is not the contract's.
    #[error(
        "The component {digest} imports {import}, but only the functions of stemedb:lens are linked. Build it without WASI."
    )]
    ForeignImport {
        /// Of the bytes that were sent.
        digest: Digest,
        /// The import.
        import: String,
    },
    /// Built against a version of the contract that this host does not serve.
    #[error(
        "The component {digest} was built against {found}; this host serves stemedb:lens {supported}."
    )]
    WrongVersion {
        /// Of the bytes that were sent.
        digest: Digest,
        /// The package name and version that it names.
        found: String,
        /// What the host serves.
        supported: &'static str,
    },
    /// Exports something that belongs to no world, or not what a world needs.
    #[error("The component {digest} implements no world of stemedb:lens: {detail}.")]
    NoWorld {
        /// Of the bytes that were sent.
        digest: Digest,
        /// What is missing or too much.
        detail: String,
    },
    /// A function does not have the type that the contract says.
    #[error("The component {digest} does not fit the world {world}: {detail}.")]
    WrongType {
        /// Of the bytes that were sent.
        digest: Digest,
        /// The world that its exports claim.
        world: World,
        /// What differs.
        detail: String,
    },
    /// Compilation failed or broke its limits.
    #[error("The component {digest} could not be compiled: {detail}.")]
    Compile {
        /// Of the bytes that were sent.
        digest: Digest,
        /// What the compiler or its limits said.
        detail: String,
    },
    /// Its description failed, differs between two instances, or breaks a rule.
    #[error("The component {digest} does not describe itself properly ({kind}): {detail}.")]
    Description {
        /// Of the bytes that were sent.
        digest: Digest,
        /// A fault while describing, or `bad-result` for a broken rule.
        kind: FaultKind,
        /// What is wrong.
        detail: String,
    },
    /// A fault in the trial calls.
    #[error("The component failed its trial calls: {0}")]
    SelfTest(PluginFault),
    /// The same id and version are installed with other bytes.
    #[error(
        "{id} {version} is installed already with the digest {installed}. Give the new component {digest} a new version."
    )]
    VersionTaken {
        /// The id.
        id: String,
        /// The version.
        version: String,
        /// The digest that has it.
        installed: Digest,
        /// Of the bytes that were sent.
        digest: Digest,
    },
    /// The host holds as many plugins as it may.
    #[error("{count} plugins are installed, no more are accepted. Retire some first.")]
    Full {
        /// The limit.
        count: usize,
    },
    /// Too many installations wait.
    #[error("{waiting} installations are waiting. Try again later.")]
    QueueFull {
        /// The limit.
        waiting: usize,
    },
    /// The stored bytes are no longer those that were installed.
    #[error(
        "The stored component {digest} now has the digest {found}: its file was damaged. Install it again."
    )]
    Damaged {
        /// The digest that the file is named for.
        digest: Digest,
        /// The digest of its bytes.
        found: Digest,
    },
    /// The folder could not be written or read.
    #[error("{action} {path:?} failed: {detail}.")]
    Disk {
        /// What was tried.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system said.
        detail: String,
    },
}

impl InstallError {
    /// The outcome in metrics.
    pub(crate) const fn outcome(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too-large",
            Self::Malformed { .. } => "malformed",
            Self::ForeignImport { .. } => "foreign-import",
            Self::WrongVersion { .. } => "wrong-version",
            Self::NoWorld { .. } => "no-world",
            Self::WrongType { .. } => "wrong-type",
            Self::Compile { .. } => "compile",
            Self::Description { .. } => "description",
            Self::SelfTest(_) => "self-test",
            Self::VersionTaken { .. } => "version-taken",
            Self::Full { .. } => "full",
            Self::QueueFull { .. } => "queue-full",
            Self::Damaged { .. } => "damaged",
            Self::Disk { .. } => "disk",
        }
    }
}

/// A stored component that could not be loaded when the host was opened. Its file is left as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("The stored plugin {digest} was not loaded: {error}")]
pub struct RefusedAtOpen {
    /// The digest that its file is named for.
    pub digest: Digest,
    /// Why.
    pub error: InstallError,
}

/// Why the host could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The engine does not accept its configuration on this machine.
    #[error("The WebAssembly engine could not be set up: {0}.")]
    Engine(String),
    /// The folder could not be used.
    #[error("{action} {path:?} failed: {source}.")]
    Disk {
        /// What was tried.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A folder or the key file belongs to somebody else, or others may read it.
    #[error(
        "{path:?} must belong to the user who runs the server and be closed to all others (mode {wanted:o}, found {found:o}). It guards compiled code."
    )]
    Exposed {
        /// Where.
        path: PathBuf,
        /// The wanted mode.
        wanted: u32,
        /// The found mode.
        found: u32,
    },
}
