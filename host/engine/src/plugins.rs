//! Plugins as an operator sees them: installation, the list, and the guests that come with a release.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use stemedb_plugins::{Digest, InstallState, InstallTicket, Judge, ParamKind, ParamValue, Plugin};
use stemedb_wire::{
    ActivationRequest, Health, InstallTicketView, PluginFaults, PluginList, PluginName, PluginView,
    SlotView,
};

use crate::ask::plugin_name;
use crate::error::{Error, ErrorKind};
use crate::open::Engine;

/// Decisions that a list shows.
const ACTIVATIONS_MAX: usize = 100;

/// What became of the components in the guests' folder.
#[derive(Debug, Clone, Default)]
pub struct GuestsReport {
    /// Installed, or installed before.
    pub installed: Vec<PluginName>,
    /// Files that were refused, with the reason.
    pub refused: Vec<(PathBuf, String)>,
}

impl Engine {
    /// Installs a component and waits.
    ///
    /// # Errors
    /// The step that refused it, and why.
    pub fn install(&self, bytes: &[u8]) -> Result<PluginName, Error> {
        Ok(plugin_name(self.host.install(bytes)?.reference()))
    }

    /// Begins an installation; its state is polled with [`Engine::install_state`].
    ///
    /// When too many wait, the state is `refused` at once.
    ///
    /// # Errors
    /// None that a caller can cause.
    pub fn begin_install(&self, bytes: Vec<u8>) -> Result<InstallTicketView, Error> {
        let digest = Digest::of(&bytes);
        let ticket = self.host.begin_install(bytes);
        let mut view = self.install_state(&ticket.0.to_string())?;
        view.digest = Some(digest.to_string());
        Ok(view)
    }

    /// Where an installation stands.
    ///
    /// # Errors
    /// A ticket that is not known.
    pub fn install_state(&self, ticket: &str) -> Result<InstallTicketView, Error> {
        let unknown = || {
            Error::new(
                ErrorKind::NotFound,
                "unknown_ticket",
                format!("no installation has the ticket {ticket}; old ones are forgotten"),
            )
        };
        let number = ticket.parse().map_err(|_| unknown())?;
        let state = self
            .host
            .install_state(InstallTicket(number))
            .ok_or_else(unknown)?;
        Ok(ticket_view(ticket, state))
    }

    /// What became of the components that came with the release.
    #[must_use]
    pub fn guests(&self) -> &GuestsReport {
        &self.guests
    }

    /// All plugins, slots and the latest decisions.
    #[must_use]
    pub fn plugin_list(&self) -> PluginList {
        let pins = self.active.pins();
        let slots = self.active.load();
        let view = |plugin: &std::sync::Arc<Plugin>| {
            let reference = plugin.reference();
            let held = pins
                .iter()
                .find(|pins| pins.plugin.digest == reference.digest);
            let filled: Vec<String> = slots
                .iter()
                .filter(|(_, judge)| judge.reference().digest == reference.digest)
                .map(|(slot, _)| slot.to_owned())
                .collect();
            let on_trial = [
                ("canary", slots.canaries().values()),
                ("shadow", slots.shadows().values()),
            ];
            let on_trial = on_trial.into_iter().find(|(_, trials)| {
                let mut trials = trials.clone();
                trials.any(|trial| trial.judge.reference().digest == reference.digest)
            });
            let on_trial = on_trial.map(|(state, _)| state);
            let queries = held.map_or(0, |pins| pins.queries);
            plugin_view(plugin, filled, on_trial, queries)
        };
        PluginList {
            slots: slots
                .iter()
                .map(|(slot, judge)| SlotView {
                    slot: slot.to_owned(),
                    plugin: plugin_name(judge.reference()),
                })
                .collect(),
            plugins: self.host.installed().iter().map(view).collect(),
            activations: self.history.load().latest(ACTIVATIONS_MAX),
        }
    }

    /// How the database is.
    #[must_use]
    pub fn health(&self) -> Health {
        let mut problems = Vec::new();
        let applied = self.store.applied().unwrap_or_else(|error| {
            problems.push(error.to_string());
            0
        });
        problems.extend(self.writer.problems());
        if self.audit.failures() > 0 {
            problems.push(format!(
                "{} audit entries could not be kept",
                self.audit.failures()
            ));
        }
        for (path, reason) in &self.guests.refused {
            problems.push(format!("{} was not installed: {reason}", path.display()));
        }
        let slots = self.active.load();
        Health {
            status: if problems.is_empty() { "ok" } else { "failing" }.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            records: self.store.records(),
            position: self.store.visible(),
            applied,
            plugins: self.host.installed().len() as u64,
            slots: slots.iter().count() as u64,
            problems,
        }
    }

    /// Installs every component of the guests' folder.
    pub(crate) fn install_guests(&self) -> Result<GuestsReport, Error> {
        let mut report = GuestsReport::default();
        let Some(folder) = &self.options.guests else {
            return Ok(report);
        };
        for path in components(folder)? {
            let installed = std::fs::read(&path)
                .map_err(|error| error.to_string())
                .and_then(|bytes| self.install(&bytes).map_err(|error| error.to_string()));
            match installed {
                Ok(plugin) => report.installed.push(plugin),
                Err(reason) => {
                    tracing::error!(path = %path.display(), reason, "a component was refused");
                    report.refused.push((path, reason));
                }
            }
        }
        Ok(report)
    }

    /// Activates guests whose slot is still empty. A slot that somebody decided on is left alone.
    pub(crate) fn activate_guests(&self) -> Result<(), Error> {
        let active = self.history.load().set();
        let slots: BTreeMap<String, String> = self
            .guests
            .installed
            .iter()
            .filter(|plugin| !active.contains_key(&plugin.id))
            .map(|plugin| (plugin.id.clone(), plugin.digest.clone()))
            .collect();
        if slots.is_empty() {
            return Ok(());
        }
        let request = ActivationRequest {
            slots,
            force: false,
            by: "stemedb".to_owned(),
            reason: "components that came with the release, for slots that were empty".to_owned(),
        };
        self.activate(&request).map(|_| ())
    }
}

fn ticket_view(ticket: &str, state: InstallState) -> InstallTicketView {
    let name = match &state {
        InstallState::Queued => "queued",
        InstallState::Verifying => "verifying",
        InstallState::Compiling => "compiling",
        InstallState::Describing => "describing",
        InstallState::Installed(_) => "installed",
        InstallState::Refused(_) => "refused",
    };
    let (plugin, reason) = match state {
        InstallState::Installed(reference) => (Some(plugin_name(&reference)), None),
        InstallState::Refused(reason) => (None, Some(reason)),
        _ => (None, None),
    };
    InstallTicketView {
        ticket: ticket.to_owned(),
        state: name.to_owned(),
        digest: plugin.as_ref().map(|plugin| plugin.digest.clone()),
        plugin,
        reason,
    }
}

fn components(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = |error: std::io::Error| {
        Error::new(
            ErrorKind::Invalid,
            "guests_folder_failed",
            format!(
                "the folder of components {} can't be read: {error}",
                folder.display()
            ),
        )
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "wasm")
        {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn plugin_view(
    plugin: &Plugin,
    slots: Vec<String>,
    on_trial: Option<&'static str>,
    queries: usize,
) -> PluginView {
    let description = plugin.description();
    let columns = description
        .u32_columns
        .iter()
        .chain(&description.f64_columns);
    let state = match (slots.is_empty(), on_trial, queries) {
        (false, ..) => "active",
        (true, Some(trial), _) => trial,
        (true, None, 0) => "installed",
        (true, None, _) => "draining",
    };
    PluginView {
        plugin: plugin_name(plugin.reference()),
        title: description.title.clone(),
        params: description
            .params
            .iter()
            .map(|param| match (&param.default, param.kind) {
                (ParamValue::Number(n), ParamKind::Duration) => format!("{}={n}ms", param.name),
                (ParamValue::Number(n), _) => format!("{}={n}", param.name),
                (ParamValue::Flag(flag), _) => format!("{}={flag}", param.name),
                (ParamValue::Text(text), _) => format!("{}={text:?}", param.name),
            })
            .collect(),
        columns: columns.cloned().collect(),
        laws: description.laws.clone(),
        state: state.to_owned(),
        slots,
        queries: queries as u64,
        faults: plugin
            .faults()
            .into_iter()
            .map(|(kind, count)| PluginFaults {
                kind: kind.to_string(),
                count,
            })
            .collect(),
    }
}
