//! `test`: a component against its cases, against the laws on generated calls, and on captured ones.
//!
//! Invariant: a run depends on the component, the project and the seed alone.

use std::fs;
use std::path::PathBuf;

use stemedb_cases::{Case, cases_in};
use stemedb_plugins::{Description, ParamValue, World};
use stemedb_sdk as sdk;

use crate::call::{Answer, Subject};
use crate::case_file;
use crate::generate::{self, Generator};
use crate::laws::{CLAIMED, Calls, Law, Trial, UNIVERSAL};
use crate::shrink::{Broken, Shrinker};
use crate::table::Table;
use crate::{KitError, Project};

/// Steps towards the smallest call that breaks a law.
const TRIES: usize = 1_000;
/// As above, for calls that may take their whole deadline each.
const TRIES_GREAT: usize = 60;
/// Groups and rows of the great calls.
const GREAT: [(u64, u64); 4] = [(1, 1_000), (1, 10_000), (1_000, 10), (10_000, 1)];

/// What is tested.
pub struct Test<'a> {
    /// The project, for its settings, cases and captured calls.
    pub project: &'a Project,
    /// The component.
    pub subject: &'a Subject,
    /// The same sources built again, if a build draws numbers of its own.
    pub rebuilt: Option<&'a Subject>,
    /// Told each law before it is tried.
    pub say: &'a dyn Fn(&str),
}

/// What a test found.
#[derive(Debug, Default)]
pub struct Report {
    /// Cases with what is wrong with them, if anything.
    pub cases: Vec<(String, Option<String>)>,
    /// Laws in the order tried.
    pub laws: Vec<Tried>,
    /// Captured calls that the laws were tried on too.
    pub captured: usize,
    /// Laws that the lens claims and nobody knows, and columns of note.
    pub notes: Vec<String>,
}

/// A law that was tried.
#[derive(Debug)]
pub struct Tried {
    /// Its name.
    pub law: &'static str,
    /// What it says.
    pub meaning: &'static str,
    /// Calls it was tried on.
    pub calls: u64,
    /// The call that breaks it.
    pub finding: Option<Finding>,
}

/// A call that breaks a law.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What it does.
    pub what: String,
    /// Where the call comes from.
    pub from: String,
    /// The smallest call that was found, as a case file.
    pub case: String,
    /// Where it was written.
    pub path: PathBuf,
    /// Rows of the smallest call.
    pub rows: usize,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn passed(&self) -> bool {
        let cases = self.cases.iter().all(|(_, wrong)| wrong.is_none());
        cases && self.laws.iter().all(|tried| tried.finding.is_none())
    }
}

impl Test<'_> {
    /// Tries everything.
    ///
    /// # Errors
    /// Cases that can't be read, parameters in the manifest that don't fit, a counterexample that can't be written.
    pub fn run(&self) -> Result<Report, KitError> {
        let params = self.params()?;
        let mut report = Report {
            cases: self.cases()?,
            notes: self.notes(),
            ..Report::default()
        };
        let captured = self.captured(&params)?;
        report.captured = captured.len();
        let settings = &self.project.test;
        let trial = Trial::new(self.subject, self.rebuilt, settings, params);
        for law in self.laws() {
            (self.say)(law.name);
            report.laws.push(self.law(&trial, law, &captured)?);
        }
        Ok(report)
    }

    fn description(&self) -> &Description {
        self.subject.description()
    }

    /// The laws of every lens, then those that this one claims.
    fn laws(&self) -> impl Iterator<Item = &'static Law> {
        let claims = self.description().laws.clone();
        let rebuilt = self.rebuilt.is_some();
        let universal = UNIVERSAL.iter();
        universal
            .filter(move |law| rebuilt || law.name != "same-when-rebuilt")
            .chain(CLAIMED.iter().filter(move |law| {
                claims.iter().any(|claim| claim == law.name) && law.name != "deterministic"
            }))
    }

    fn notes(&self) -> Vec<String> {
        let description = self.description();
        let mut notes = Vec::new();
        for claim in &description.laws {
            if CLAIMED.iter().all(|law| law.name != claim) {
                notes.push(format!(
                    "it claims the law `{claim}`, which is not in the registry and was not checked"
                ));
            }
        }
        if self.subject.reference().id != self.project.id {
            notes.push(format!(
                "it calls itself `{}`, lens.toml calls it `{}`",
                self.subject.reference().id,
                self.project.id
            ));
        }
        notes
    }

    fn params(&self) -> Result<Vec<ParamValue>, KitError> {
        let given = &self.project.test.params;
        case_file::read_params(given, &self.description().params).map_err(|detail| {
            KitError::Manifest {
                path: self.project.folder.join("lens.toml"),
                detail: format!("[test] params: {detail}"),
            }
        })
    }

    fn cases(&self) -> Result<Vec<(String, Option<String>)>, KitError> {
        let folder = self.project.folder.join("cases");
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let cases = cases_in(&folder)?;
        Ok(cases
            .iter()
            .map(|case| (case.name.clone(), self.case(case).err()))
            .collect())
    }

    fn case(&self, case: &Case) -> Result<(), String> {
        let table = case_file::read(case, self.description())?;
        let told = match self.subject.world() {
            World::AnswerStage => {
                let found = case.found().map_err(|error| error.to_string())?;
                self.subject.fresh_about(&table, found)
            }
            _ => self.subject.fresh(&table),
        };
        let outcome = match told {
            Answer::Staged(found) => case.check_staged(&Ok(staged(found))),
            Answer::Resolved(found) => case.check_resolutions(&Ok(resolutions(found))),
            Answer::Refused { code, message } => {
                case.check_resolutions(&Err(sdk::Error::new(code, message)))
            }
            Answer::Fault(words) => return Err(format!("the host sees a fault: {words}")),
            // Cases can say nothing about estimates yet; that there is one is checked.
            Answer::Estimated(_) => Ok(()),
        };
        outcome.map_err(|error| error.to_string())
    }

    /// Captured calls, with this lens's parameters in place of those of the lens that was asked.
    fn captured(&self, params: &[ParamValue]) -> Result<Vec<(String, Table)>, KitError> {
        let folder = self.project.captured();
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let mut tables = Vec::new();
        for mut asked in cases_in(&folder)? {
            asked.params.clear();
            let table = case_file::read(&asked, self.description()).map_err(KitError::Call)?;
            let params = params.to_vec();
            tables.push((asked.name, Table { params, ..table }));
        }
        Ok(tables)
    }

    fn law(
        &self,
        trial: &Trial<'_>,
        law: &'static Law,
        captured: &[(String, Table)],
    ) -> Result<Tried, KitError> {
        let mut tried = Tried {
            law: law.name,
            meaning: law.words(),
            calls: 0,
            finding: None,
        };
        for (from, seed, table) in self.calls(trial, law, captured) {
            tried.calls += 1;
            let Err(what) = (law.check)(trial, &table, seed) else {
                continue;
            };
            let broken = Broken { table, what };
            tried.finding = Some(self.finding(trial, law, &from, seed, broken)?);
            break;
        }
        Ok(tried)
    }

    fn calls<'t>(
        &'t self,
        trial: &'t Trial<'_>,
        law: &Law,
        captured: &'t [(String, Table)],
    ) -> Box<dyn Iterator<Item = (String, u64, Table)> + 't> {
        if law.calls == Calls::Great {
            return Box::new(GREAT.into_iter().map(|(groups, rows)| {
                let from = format!("{groups} groups of {rows} rows");
                (from, 0, generate::great(groups, rows, &trial.params))
            }));
        }
        let (first, batches) = (self.project.test.seed, self.project.test.batches);
        let generated = (first..first.saturating_add(batches)).map(move |seed| {
            let table = Generator::new(seed).table(self.description(), &trial.params);
            (format!("generated from seed {seed}"), seed, table)
        });
        let captured = captured
            .iter()
            .map(|(name, table)| (format!("captured: {name}"), 0, table.clone()));
        Box::new(captured.chain(generated))
    }

    fn finding(
        &self,
        trial: &Trial<'_>,
        law: &Law,
        from: &str,
        seed: u64,
        broken: Broken,
    ) -> Result<Finding, KitError> {
        let tries = match law.calls {
            Calls::Many => TRIES,
            Calls::Great => TRIES_GREAT,
        };
        let fails = |table: &Table| (law.check)(trial, table, seed);
        let small = Shrinker::new(broken, tries, &fails).smallest(self.description());
        let comments = [
            format!("Breaks the law `{}`: {}.", law.name, law.words()),
            small.what.clone(),
            format!("Made smaller from a call that was {from}."),
        ];
        let name = format!("counterexample to {}", law.name);
        let case = case_file::written(&name, &comments, &small.table, self.description());
        let folder = self.project.counterexamples();
        fs::create_dir_all(&folder).map_err(KitError::file(&folder, "made"))?;
        let path = folder.join(format!("{}.toml", law.name));
        fs::write(&path, &case).map_err(KitError::file(&path, "written"))?;
        Ok(Finding {
            what: small.what,
            from: from.to_owned(),
            rows: small.table.rows(),
            case,
            path,
        })
    }
}

fn staged(found: stemedb_plugins::Staged) -> sdk::Staged {
    sdk::Staged {
        weights: found.weights,
        classes: found.classes,
        supports: sdk::Supports {
            groups: found.supports.groups,
            sources: found.supports.sources,
            targets: found.supports.targets,
            strengths: found.supports.strengths,
        },
    }
}

fn resolutions(found: stemedb_plugins::Resolutions) -> sdk::Resolutions {
    sdk::Resolutions {
        winners: found.winners,
        confidences: found.confidences,
        conflicts: found.conflicts,
        statuses: found.statuses,
        shares: sdk::Shares {
            offsets: found.shares.offsets,
            classes: found.shares.classes,
            shares: found.shares.shares,
        },
        parts: sdk::Parts {
            offsets: found.parts.offsets,
            labels: found.parts.labels,
            winners: found.parts.winners,
            confidences: found.parts.confidences,
            conflicts: found.parts.conflicts,
            counts: found.parts.counts,
        },
    }
}
