//! The verbs for authors of plugins. The kit does the work; here it is told where, and what came out is shown.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use indicatif::ProgressBar;
use serde::Serialize;
use stemedb_client::AuditPage;
use stemedb_kit::build::{Tools, build, build_again};
use stemedb_kit::call::Subject;
use stemedb_kit::capture::{Captured, CapturedGroup, write};
use stemedb_kit::check::{Report, Test};
use stemedb_kit::{KitError, Language, Plan, Project, World, bench, create};
use stemedb_wire::{Activation, ActivationRequest, Capture, CapturedCall, InstallTicketView};

use super::Command;
use super::operate::{COMPONENT_BYTES_MAX, component, spinner};
use crate::arguments::{
    BenchOptions, BuildOptions, CaptureOptions, InstallOptions, NewOptions, PluginVerb,
    TestOptions, ToolOptions,
};
use crate::exit::{Exit, Failure};
use crate::show;

pub(super) fn plugin(command: &mut Command<'_, '_>, verb: &PluginVerb) -> Result<Exit, Failure> {
    match verb {
        PluginVerb::New(options) => new(command, options),
        PluginVerb::Build(options) => built(command, options),
        PluginVerb::Test(options) => test(command, options),
        PluginVerb::Bench(options) => measure(command, options),
        PluginVerb::Install(options) => install(command, options),
        PluginVerb::Capture(options) => capture(command, options),
    }
}

/// A folder that was made.
#[derive(Serialize)]
pub(crate) struct Made {
    pub(crate) id: String,
    pub(crate) folder: PathBuf,
    pub(crate) files: Vec<PathBuf>,
}

fn new(command: &mut Command<'_, '_>, options: &NewOptions) -> Result<Exit, Failure> {
    let usage = |what: &str| Failure::usage(format!("`{what}` can't be made"));
    let plan = Plan {
        id: options.id.clone(),
        title: options.title.clone(),
        language: Language::named(&options.lang).ok_or_else(|| usage(&options.lang))?,
        world: World::ALL
            .into_iter()
            .find(|world| world.name() == options.world)
            .ok_or_else(|| usage(&options.world))?,
        folder: options
            .folder
            .clone()
            .unwrap_or_else(|| PathBuf::from(&options.id)),
    };
    let made = Made {
        files: create(&plan)?,
        id: plan.id,
        folder: plan.folder,
    };
    command.screen.result(&made, show::made)?;
    Ok(Exit::Done)
}

/// A component that was built.
#[derive(Serialize)]
pub(crate) struct BuiltView {
    pub(crate) id: String,
    pub(crate) component: PathBuf,
    pub(crate) digest: String,
    pub(crate) bytes: usize,
    pub(crate) seconds: f64,
}

fn built(command: &mut Command<'_, '_>, options: &BuildOptions) -> Result<Exit, Failure> {
    let project = Project::open(&options.project.folder)?;
    let begun = Instant::now();
    let made = watched(command, |say| {
        build(&project, &tools(command, &options.tools, say))
    })?;
    let view = BuiltView {
        id: project.id,
        digest: blake3::hash(&made.bytes).to_hex().to_string(),
        bytes: made.bytes.len(),
        component: made.path,
        seconds: begun.elapsed().as_secs_f64(),
    };
    command.screen.result(&view, show::built)?;
    Ok(Exit::Done)
}

/// Runs something long, showing what it is at.
fn watched<T>(
    command: &Command<'_, '_>,
    work: impl FnOnce(&dyn Fn(&str)) -> Result<T, KitError>,
) -> Result<T, Failure> {
    let spinner: ProgressBar = spinner(command.screen.watched());
    let say = |what: &str| {
        spinner.set_message(what.to_owned());
        spinner.tick();
    };
    let done = work(&say);
    spinner.finish_and_clear();
    Ok(done?)
}

fn tools<'a>(command: &Command<'_, '_>, options: &ToolOptions, say: &'a dyn Fn(&str)) -> Tools<'a> {
    let home = || {
        let configuration = command.surroundings.configuration.as_deref()?;
        Some(configuration.parent()?.join(".cargo"))
    };
    let cargo_home = options.cargo_home.clone().or_else(home);
    Tools {
        cargo: options.cargo.clone(),
        cargo_home: cargo_home.unwrap_or_else(|| PathBuf::from(".cargo")),
        python: options.python.clone(),
        npm: options.npm.clone(),
        say,
    }
}

/// What a test found.
#[derive(Serialize)]
pub(crate) struct TestView {
    pub(crate) plugin: String,
    pub(crate) passed: bool,
    pub(crate) cases: Vec<CaseView>,
    pub(crate) laws: Vec<LawView>,
    pub(crate) captured: usize,
    pub(crate) notes: Vec<String>,
    pub(crate) seconds: f64,
}

/// A case.
#[derive(Serialize)]
pub(crate) struct CaseView {
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) wrong: Option<String>,
}

/// A law.
#[derive(Serialize)]
pub(crate) struct LawView {
    pub(crate) law: String,
    pub(crate) meaning: String,
    pub(crate) calls: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) broken: Option<BrokenView>,
}

/// How a law is broken.
#[derive(Serialize)]
pub(crate) struct BrokenView {
    pub(crate) what: String,
    pub(crate) case: String,
    pub(crate) file: PathBuf,
}

fn test(command: &mut Command<'_, '_>, options: &TestOptions) -> Result<Exit, Failure> {
    let mut project = Project::open(&options.project.folder)?;
    project.test.seed = options.seed.unwrap_or(project.test.seed);
    project.test.batches = options.batches.unwrap_or(project.test.batches);
    let begun = Instant::now();
    let bytes = bytes(&project, options.component.as_deref())?;
    let compiler = command.surroundings.compiler.clone();
    let (report, plugin) = watched(command, |say| {
        say("installing in a host");
        let subject = Subject::install(&bytes, &project.limits, &compiler)?;
        let again = match &options.component {
            None if !options.once => build_again(&project, &tools(command, &options.tools, say))?,
            _ => None,
        };
        let rebuilt = match again {
            Some(built) => Some(Subject::install(&built.bytes, &project.limits, &compiler)?),
            None => None,
        };
        let test = Test {
            project: &project,
            subject: &subject,
            rebuilt: rebuilt.as_ref(),
            say,
        };
        Ok((test.run()?, subject.reference().to_string()))
    })?;
    let view = test_view(report, plugin, begun.elapsed().as_secs_f64());
    command.screen.result(&view, show::tested)?;
    Ok(if view.passed {
        Exit::Done
    } else {
        Exit::Refused
    })
}

fn test_view(report: Report, plugin: String, seconds: f64) -> TestView {
    TestView {
        plugin,
        passed: report.passed(),
        cases: report
            .cases
            .into_iter()
            .map(|(name, wrong)| CaseView { name, wrong })
            .collect(),
        laws: report
            .laws
            .into_iter()
            .map(|tried| LawView {
                law: tried.law.to_owned(),
                meaning: tried.meaning.to_owned(),
                calls: tried.calls,
                broken: tried.finding.map(|found| BrokenView {
                    what: found.what,
                    case: found.case,
                    file: found.path,
                }),
            })
            .collect(),
        captured: report.captured,
        notes: report.notes,
        seconds,
    }
}

fn bytes(project: &Project, component_file: Option<&Path>) -> Result<Vec<u8>, Failure> {
    match component_file {
        Some(file) => component(file),
        None => Ok(project.built()?),
    }
}

/// What a call costs.
#[derive(Serialize)]
pub(crate) struct CostsView {
    pub(crate) plugin: String,
    pub(crate) fixed_us: f64,
    pub(crate) row_ns: f64,
    pub(crate) fresh_us: f64,
    pub(crate) measured: Vec<MeasuredView>,
}

/// One measurement.
#[derive(Serialize)]
pub(crate) struct MeasuredView {
    pub(crate) groups: u64,
    pub(crate) rows: u64,
    pub(crate) us: f64,
}

fn measure(command: &mut Command<'_, '_>, options: &BenchOptions) -> Result<Exit, Failure> {
    let project = Project::open(&options.project.folder)?;
    let bytes = bytes(&project, options.component.as_deref())?;
    let compiler = command.surroundings.compiler.clone();
    let (costs, plugin) = watched(command, |say| {
        say("installing in a host");
        let subject = Subject::install(&bytes, &project.limits, &compiler)?;
        say("measuring");
        let costs = bench::run(&project, &subject)?;
        Ok((costs, subject.reference().to_string()))
    })?;
    let view = CostsView {
        plugin,
        fixed_us: costs.fixed_us,
        row_ns: costs.row_ns,
        fresh_us: costs.fresh_us,
        measured: costs
            .measured
            .iter()
            .map(|measured| MeasuredView {
                groups: measured.groups,
                rows: measured.rows,
                us: measured.time.as_secs_f64() * 1e6,
            })
            .collect(),
    };
    command.screen.result(&view, show::costs)?;
    Ok(Exit::Done)
}

/// What became of an installation.
#[derive(Serialize)]
pub(crate) struct Handed {
    pub(crate) install: InstallTicketView,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) activation: Option<Activation>,
}

fn install(command: &mut Command<'_, '_>, options: &InstallOptions) -> Result<Exit, Failure> {
    let project = Project::open(&options.project.folder)?;
    let bytes = project.built()?;
    if bytes.len() as u64 > COMPONENT_BYTES_MAX {
        return Err(Failure::usage(format!(
            "the component has {} bytes, more than any server takes",
            bytes.len()
        )));
    }
    let target = command.writable()?;
    let spinner = spinner(command.screen.watched());
    let view = target.install(&bytes, options.wait, &mut |view| {
        spinner.set_message(view.state.clone());
        spinner.tick();
    });
    spinner.finish_and_clear();
    let view = view?;
    let exit = match view.state.as_str() {
        "installed" => Exit::Done,
        "refused" => Exit::Refused,
        _ => Exit::Failed,
    };
    let mut handed = Handed {
        install: view,
        activation: None,
    };
    if let (Exit::Done, Some(slot)) = (exit, &options.activate) {
        let plugin = handed.install.plugin.as_ref();
        let digest = plugin
            .map(|plugin| plugin.digest.clone())
            .unwrap_or_default();
        handed.activation = Some(target.activate(&ActivationRequest {
            slots: BTreeMap::from([(slot.clone(), digest)]),
            by: options.decider.by.clone(),
            reason: options.decider.reason.clone(),
            ..ActivationRequest::default()
        })?);
    }
    command.screen.result(&handed, show::handed)?;
    Ok(exit)
}

/// Captured calls.
#[derive(Serialize)]
pub(crate) struct CapturedView {
    pub(crate) folder: PathBuf,
    pub(crate) files: Vec<PathBuf>,
    /// Questions whose pipeline has no call that this lens could get, or that could not be answered again.
    pub(crate) left_out: Vec<String>,
}

fn capture(command: &mut Command<'_, '_>, options: &CaptureOptions) -> Result<Exit, Failure> {
    let project = Project::open(&options.project.folder)?;
    let target = command.captured_from(options.from.as_deref())?;
    let ids = match &options.query {
        Some(id) => vec![id.clone()],
        None => {
            let page = AuditPage {
                subject: options.subject.clone(),
                limit: Some(options.last),
                ..AuditPage::default()
            };
            let audits = target.audits(&page)?;
            audits
                .queries
                .into_iter()
                .map(|entry| entry.query_id)
                .collect()
        }
    };
    let mut view = CapturedView {
        folder: project.captured(),
        files: Vec::new(),
        left_out: Vec::new(),
    };
    for id in ids {
        let captured = match target.capture(&id) {
            Ok(capture) => chosen(&project, capture),
            // One question that can't be asked again is no reason to leave out the others; a missing key is.
            Err(failure) if failure.exit == Exit::NotFound && options.query.is_none() => None,
            Err(failure) => return Err(failure),
        };
        match captured {
            Some(captured) => view.files.push(write(&project, &captured)?),
            None => view.left_out.push(id),
        }
    }
    command.screen.result(&view, show::captured)?;
    Ok(Exit::Done)
}

/// The call that a lens of the project's world would get in the place of the one that was asked: a stage the first of all,
/// others what the resolver got.
fn chosen(project: &Project, capture: Capture) -> Option<Captured> {
    let mut calls = capture.calls.into_iter();
    let call: CapturedCall = match project.world {
        World::RowStage => calls.next()?,
        _ => calls.find(|call| call.plugin.world == World::Resolver.name())?,
    };
    Some(Captured {
        about: vec![
            format!("{} {}", capture.subject, capture.predicate),
            format!("asked through {}", capture.lens),
        ],
        query_id: capture.query_id,
        as_of: call.as_of,
        groups: call
            .groups
            .into_iter()
            .map(|group| CapturedGroup {
                columns: group.columns,
                texts: group.texts,
            })
            .collect(),
    })
}
