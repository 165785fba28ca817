//! The plugin host: installs components, keeps them, and hands out judges by digest.
//!
//! Invariant: a digest that the host knows can be called at once, for as long as the host lives.

use std::{
    collections::BTreeMap,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
    thread,
};

use parking_lot::{Mutex, RwLock};
use wasmtime::component::Component;

use crate::{
    admit::{Admitted, admit},
    components::Components,
    disk::Folder,
    error::{InstallError, OpenError, RefusedAtOpen},
    find::{self, FindError},
    identity::Digest,
    installs::{Enqueued, InstallState, InstallTicket, Installs},
    instance::Mould,
    judge::Judge,
    machine::Machine,
    options::HostOptions,
    plugin::Plugin,
    shared::Shared,
    trial,
};

/// Stack of the thread that installs: four times what WebAssembly may use of it.
const STACK_BYTES: usize = 4 << 20;

/// The one engine of a process with everything that is installed on it.
pub struct PluginHost {
    shared: Arc<Shared>,
    /// Installed components, unless the host keeps nothing.
    components: Option<Components>,
    machine: Machine,
    installed: RwLock<BTreeMap<Digest, Arc<Plugin>>>,
    refused_at_open: Vec<RefusedAtOpen>,
    installing: Mutex<()>,
    installs: Installs,
}

impl PluginHost {
    /// Opens the host on a folder and loads everything that was installed there, from machine code where that can be
    /// trusted. What does not load any more is in [`Self::refused_at_open`] and stops nothing.
    ///
    /// # Errors
    /// When the engine can't be set up, the folder can't be used, or others could read or write the cache or its key.
    pub fn open(folder: &Path, options: HostOptions) -> Result<Self, OpenError> {
        let mut host = Self::in_memory(options)?;
        let folder = Folder::open(folder)?;
        let options = &host.shared.options;
        host.machine
            .keep_in(&folder, &host.shared.engine, options)?;
        host.components = Some(Components::open(&folder, options.component_bytes_max)?);
        host.load_kept()?;
        Ok(host)
    }

    /// A host that keeps nothing when it is dropped, but for machine code if the options name a cache.
    ///
    /// # Errors
    /// When the engine can't be set up, or others could read or write the cache or its key.
    pub fn in_memory(options: HostOptions) -> Result<Self, OpenError> {
        let shared =
            Shared::new(options).map_err(|error| OpenError::Engine(format!("{error:#}")))?;
        let machine = Machine::new(&shared.engine, &shared.options)?;
        Ok(Self {
            shared,
            components: None,
            machine,
            installed: RwLock::default(),
            refused_at_open: Vec::new(),
            installing: Mutex::default(),
            installs: Installs::default(),
        })
    }

    /// Verifies, admits, compiles, describes, tries and stores a component. Installing the same bytes again changes
    /// nothing.
    ///
    /// # Errors
    /// Says which step refused; nothing is kept then.
    pub fn install(&self, bytes: &[u8]) -> Result<Arc<Plugin>, InstallError> {
        self.install_noting(bytes, &|_| {})
    }

    /// Begins an installation and returns at once; [`Self::install_state`] tells how far it is. Installations run one
    /// after another, also when the caller forgets the ticket.
    pub fn begin_install(self: &Arc<Self>, bytes: Vec<u8>) -> InstallTicket {
        let waiting_max = self.shared.options.installs_max;
        let (ticket, told) = self.installs.enqueue(bytes, waiting_max);
        match told {
            Enqueued::Working => {}
            Enqueued::Full => {
                let full = InstallError::QueueFull {
                    waiting: waiting_max,
                };
                count(full.outcome());
                self.installs
                    .set(ticket, InstallState::Refused(full.to_string()));
            }
            Enqueued::Idle => self.start_worker(),
        }
        ticket
    }

    /// How far an installation is; `None` for a ticket that was never given or is forgotten.
    #[must_use]
    pub fn install_state(&self, ticket: InstallTicket) -> Option<InstallState> {
        self.installs.state(ticket)
    }

    /// The plugin with a digest.
    #[must_use]
    pub fn get(&self, digest: &Digest) -> Option<Arc<Plugin>> {
        self.installed.read().get(digest).cloned()
    }

    /// The plugin with an id and a pin: a version, or at least eight hexadecimal digits that its digest begins with.
    ///
    /// # Errors
    /// When none or several fit; the candidates are named.
    pub fn find(&self, id: &str, pin: &str) -> Result<Arc<Plugin>, FindError> {
        find::pick(self.installed(), id, pin)
    }

    /// Everything installed, ordered by digest.
    #[must_use]
    pub fn installed(&self) -> Vec<Arc<Plugin>> {
        self.installed.read().values().cloned().collect()
    }

    /// Stored components that could not be loaded when the host was opened and are not installed since.
    #[must_use]
    pub fn refused_at_open(&self) -> Vec<RefusedAtOpen> {
        let installed = self.installed.read();
        let refused = self.refused_at_open.iter();
        refused
            .filter(|refused| !installed.contains_key(&refused.digest))
            .cloned()
            .collect()
    }

    fn load_kept(&mut self) -> Result<(), OpenError> {
        let Some(components) = &self.components else {
            return Ok(());
        };
        let mut refused = Vec::new();
        for digest in components.digests()? {
            if let Err(error) = self.load(components, digest) {
                tracing::error!(plugin = %digest, %error, "stored plugin not loaded");
                refused.push(RefusedAtOpen { digest, error });
            }
        }
        self.refused_at_open = refused;
        Ok(())
    }

    fn load(&self, components: &Components, digest: Digest) -> Result<(), InstallError> {
        let bytes = components.read(digest)?;
        let options = &self.shared.options;
        let admitted = admit(digest, &bytes, options.component_bytes_max)?;
        let component = self.machine_code(digest, &bytes)?;
        let mould = self.mould(digest, admitted, &component)?;
        let plugin = trial::run(digest, mould, &self.shared)?;
        self.room_for(&plugin)?;
        self.hold(plugin);
        Ok(())
    }

    fn install_noting(
        &self,
        bytes: &[u8],
        note: &dyn Fn(InstallState),
    ) -> Result<Arc<Plugin>, InstallError> {
        let told = self.install_steps(bytes, note);
        match &told {
            Ok(plugin) => {
                count("installed");
                tracing::info!(plugin = %plugin.reference(), "plugin installed");
            }
            Err(error) => {
                count(error.outcome());
                tracing::warn!(%error, "plugin refused");
            }
        }
        told
    }

    fn install_steps(
        &self,
        bytes: &[u8],
        note: &dyn Fn(InstallState),
    ) -> Result<Arc<Plugin>, InstallError> {
        note(InstallState::Verifying);
        let bytes_max = self.shared.options.component_bytes_max;
        if bytes.len() > bytes_max {
            let bytes = bytes.len();
            return Err(InstallError::TooLarge { bytes, bytes_max });
        }
        let digest = Digest::of(bytes);
        if let Some(known) = self.get(&digest) {
            return Ok(known);
        }
        let admitted = admit(digest, bytes, bytes_max)?;
        note(InstallState::Compiling);
        let _one_at_a_time = self.installing.lock();
        if let Some(known) = self.get(&digest) {
            return Ok(known);
        }
        let component = self.machine_code(digest, bytes)?;
        note(InstallState::Describing);
        let mould = self.mould(digest, admitted, &component)?;
        let plugin = trial::run(digest, mould, &self.shared)?;
        self.room_for(&plugin)?;
        if let Some(components) = &self.components {
            components.write(digest, bytes)?;
        }
        self.hold(Arc::clone(&plugin));
        Ok(plugin)
    }

    fn machine_code(&self, digest: Digest, bytes: &[u8]) -> Result<Component, InstallError> {
        let shared = &self.shared;
        self.machine
            .code(digest, bytes, &shared.engine, &shared.options)
    }

    fn mould(
        &self,
        digest: Digest,
        admitted: Admitted,
        component: &Component,
    ) -> Result<Mould, InstallError> {
        let wrong_type = |error: wasmtime::Error| InstallError::WrongType {
            digest,
            world: admitted.world,
            detail: format!("{error:#}"),
        };
        let pre = self
            .shared
            .linker
            .instantiate_pre(component)
            .map_err(wrong_type)?;
        Ok(Mould {
            pre,
            world: admitted.world,
            reads_texts: admitted.reads_texts,
            suspect: admitted.suspect,
        })
    }

    /// Installs without the trial calls, as if a plugin had behaved in them: for tests of faults in later calls.
    #[cfg(test)]
    pub(crate) fn install_untried(&self, bytes: &[u8]) -> Result<Arc<Plugin>, InstallError> {
        let digest = Digest::of(bytes);
        let admitted = admit(digest, bytes, self.shared.options.component_bytes_max)?;
        let component = self.machine_code(digest, bytes)?;
        let mould = self.mould(digest, admitted, &component)?;
        let plugin = trial::described(digest, mould, &self.shared)?;
        self.hold(Arc::clone(&plugin));
        Ok(plugin)
    }

    /// Whether one more plugin may be installed under this id and version.
    fn room_for(&self, plugin: &Plugin) -> Result<(), InstallError> {
        let installed = self.installed.read();
        let count = self.shared.options.plugins_max;
        if installed.len() >= count {
            return Err(InstallError::Full { count });
        }
        let new = plugin.reference();
        let taken = installed.values().map(|plugin| plugin.reference());
        let mut taken = taken.filter(|old| old.id == new.id && old.version == new.version);
        match taken.next() {
            None => Ok(()),
            Some(old) => Err(InstallError::VersionTaken {
                id: new.id.clone(),
                version: new.version.clone(),
                installed: old.digest,
                digest: new.digest,
            }),
        }
    }

    fn hold(&self, plugin: Arc<Plugin>) {
        self.shared.holders.lock().push(Arc::downgrade(&plugin));
        let digest = plugin.reference().digest;
        self.installed.write().insert(digest, plugin);
    }

    fn start_worker(self: &Arc<Self>) {
        let host = Arc::clone(self);
        let started = thread::Builder::new()
            .name("plugin-installs".to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || host.work());
        if let Err(error) = started {
            let reason = format!("No thread could be started to install the component: {error}.");
            self.installs.refuse_waiting(&reason);
        }
    }

    /// Installs until nothing waits.
    fn work(&self) {
        while let Some((ticket, bytes)) = self.installs.next() {
            let note = |state| self.installs.set(ticket, state);
            let told = catch_unwind(AssertUnwindSafe(|| self.install_noting(&bytes, &note)));
            self.installs.set(
                ticket,
                match told {
                    Ok(Ok(plugin)) => InstallState::Installed(plugin.reference().clone()),
                    Ok(Err(error)) => InstallState::Refused(error.to_string()),
                    Err(_) => InstallState::Refused(
                        "The host failed while installing the component; its log says how."
                            .to_owned(),
                    ),
                },
            );
        }
    }
}

impl fmt::Debug for PluginHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.installed()).finish()
    }
}

fn count(outcome: &'static str) {
    metrics::counter!("stemedb_plugin_installs_total", "outcome" => outcome).increment(1);
}
