//! What each verb does.

mod ask;
mod calibrate;
mod estimate;
mod import;
mod keys;
mod log;
mod operate;
mod plugin;
mod sign;
mod trial;

pub(crate) use plugin::{BuiltView, CapturedView, CostsView, Handed, Made, TestView};

use std::path::PathBuf;

use crate::arguments::{
    Arguments, AuditVerb, PluginsVerb, Signing, SourceVerb, Verb, command, reference_page,
};
use crate::exit::{Exit, Failure};
use crate::key;
use crate::screen::Screen;
use crate::surroundings::Surroundings;
use crate::target::{Missing, Target, open, open_server};

pub(crate) use calibrate::Calibration;

/// A command being carried out.
struct Command<'a, 'b> {
    arguments: &'a Arguments,
    surroundings: &'a Surroundings,
    screen: &'a mut Screen<'b>,
}

/// Carries out a command.
pub(crate) fn run(
    arguments: &Arguments,
    surroundings: &Surroundings,
    screen: &mut Screen<'_>,
) -> Result<Exit, Failure> {
    let mut command = Command {
        arguments,
        surroundings,
        screen,
    };
    match &arguments.verb {
        Verb::Keygen { file, signing } => keys::keygen(&mut command, file.as_deref(), signing),
        Verb::Whoami(signing) => keys::whoami(&mut command, signing),
        Verb::Assert(options) => sign::assert(&mut command, options),
        Verb::Supersede(options) => sign::supersede(&mut command, options),
        Verb::Cosign(options) => sign::cosign(&mut command, options),
        Verb::Vote(options) => sign::vote(&mut command, options),
        Verb::Retract(options) => sign::retract(&mut command, options),
        Verb::Source(SourceVerb::Add(options)) => sign::source(&mut command, options),
        Verb::Source(SourceVerb::Impact { id, limit }) => ask::impact(&mut command, id, *limit),
        Verb::Epoch(options) => sign::epoch(&mut command, options),
        Verb::Query(options) => ask::query(&mut command, options),
        Verb::Skeptic(options) => ask::skeptic(&mut command, options),
        Verb::Layered(options) => ask::layered(&mut command, options),
        Verb::Calibrate(options) => calibrate::calibrate(&mut command, options),
        Verb::Trace { id } => ask::trace(&mut command, id),
        Verb::Replay { query_id } => ask::replay(&mut command, query_id),
        Verb::Audit(AuditVerb::List {
            subject,
            before,
            limit,
        }) => ask::audits(&mut command, subject.clone(), before.clone(), *limit),
        Verb::Audit(AuditVerb::Show { query_id }) => ask::audit(&mut command, query_id),
        Verb::Feed(options) => ask::feed(&mut command, options),
        Verb::Import(options) => import::import(&mut command, options),
        Verb::Plugin(verb) => plugin::plugin(&mut command, verb),
        Verb::Plugins(PluginsVerb::List) => operate::plugins(&mut command),
        Verb::Plugins(PluginsVerb::Install { file, wait }) => {
            operate::install(&mut command, file, *wait)
        }
        Verb::Plugins(PluginsVerb::Activate {
            slots,
            force,
            decider,
        }) => operate::activate(&mut command, slots, *force, decider),
        Verb::Plugins(PluginsVerb::Rollback { to, force, decider }) => {
            operate::rollback(&mut command, *to, *force, decider)
        }
        Verb::Estimate(verb) => estimate::estimate(&mut command, verb),
        Verb::Shadow(verb) => trial::shadow(&mut command, verb),
        Verb::Canary(verb) => trial::canary(&mut command, verb),
        Verb::Trials { slot } => trial::trials(&mut command, slot.as_deref()),
        Verb::Trust(options) => operate::trust(&mut command, options),
        Verb::Steward(verb) => operate::steward(&mut command, verb),
        Verb::Health => operate::health(&mut command),
        Verb::Verify(options) => log::verify(&mut command, options),
        Verb::Completions { shell } => completions(&mut command, shell),
        Verb::Reference => {
            command.screen.print(&reference_page())?;
            Ok(Exit::Done)
        }
    }
}

impl Command<'_, '_> {
    /// The database that inputs are captured from.
    fn captured_from(&self, server: Option<&str>) -> Result<Box<dyn Target>, Failure> {
        match server {
            Some(server) => open_server(&self.arguments.place, server),
            None => self.readable(),
        }
    }

    /// The database, for a verb that writes.
    fn writable(&self) -> Result<Box<dyn Target>, Failure> {
        open(&self.arguments.place, Missing::Make, self.surroundings)
    }

    /// The database, for a verb that only reads.
    fn readable(&self) -> Result<Box<dyn Target>, Failure> {
        open(&self.arguments.place, Missing::Refuse, self.surroundings)
    }

    /// The file of the signing key.
    fn key_file(&self, signing: &Signing) -> Result<PathBuf, Failure> {
        if let Some(path) = &signing.key {
            return Ok(path.clone());
        }
        let configuration = self.surroundings.configuration.as_deref().ok_or_else(|| {
            Failure::usage(
                "neither HOME nor XDG_CONFIG_HOME says where your key is; name it with --key",
            )
        })?;
        Ok(key::usual_place(configuration))
    }

    fn now(&self) -> u64 {
        self.surroundings.clock.now_ms()
    }

    /// The time of a record: as given, or now.
    fn time(&self, given: Option<&str>) -> Result<u64, Failure> {
        given.map_or_else(|| Ok(self.now()), crate::time::parse)
    }
}

fn completions(command: &mut Command<'_, '_>, shell: &str) -> Result<Exit, Failure> {
    use std::str::FromStr as _;

    let shell = clap_complete::Shell::from_str(shell).map_err(Failure::usage)?;
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut self::command(), "steme", &mut script);
    command.screen.print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
