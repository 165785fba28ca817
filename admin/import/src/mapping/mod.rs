//! A mapping: how the cells of a row become claims. Loaded whole, checked whole, then immutable.
//!
//! Invariant: a loaded mapping has passed its own examples, and every rule in it can be applied to any row without failing
//! otherwise than with a [`Reason`].

mod claim_rules;
mod columns;
mod examples;
mod file;
mod normalise;
mod settings;
mod template;
mod time_format;

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use stemedb_core::{Body, Claim, Header, Object, Signer};

use crate::error::MappingError;
use crate::limits::{COLUMNS_MAX, MAPPING_BYTES_MAX, PREDICATES_MAX};
use crate::report::{PredicateCounts, Reason, Report};
pub(crate) use claim_rules::ClaimRules;
pub(crate) use columns::{ColumnId, ColumnNames};
use file::{
    DayTable, InputTable, Kind, MappingFile, NormaliseTable, PredicateTable, VersionOnly, YearRule,
};
pub(crate) use file::{Encoding, Format};
use normalise::Normaliser;
pub use settings::Settings;

/// A checked mapping, ready for one input.
pub struct Mapping {
    pub(crate) format: Format,
    pub(crate) encoding: Encoding,
    pub(crate) header: bool,
    pub(crate) columns: ColumnNames,
    pub(crate) claim: ClaimRules,
    pub(crate) predicates: Vec<PredicateRule>,
    day: Option<Date>,
    digest: [u8; 32],
}

/// One `[[predicates]]` entry.
pub(crate) struct PredicateRule {
    pub(crate) column: ColumnId,
    pub(crate) column_name: String,
    pub(crate) predicate: String,
    kind: Kind,
    normaliser: Arc<Normaliser>,
}

impl PredicateRule {
    /// Whether the cell has nothing in it.
    pub(crate) fn is_empty(&self, cell: &str) -> bool {
        self.normaliser.is_empty(cell)
    }
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// As [`Mapping::parse`], and a file that can't be read.
    pub fn load(path: &Path, settings: &Settings) -> Result<Self, MappingError> {
        let read = |source| MappingError::Read {
            path: path.to_owned(),
            source,
        };
        let file = std::fs::File::open(path).map_err(read)?;
        let found = file.metadata().map_err(read)?.len();
        too_large(found)?;
        let mut text = String::new();
        file.take(MAPPING_BYTES_MAX)
            .read_to_string(&mut text)
            .map_err(read)?;
        Mapping::parse(&text, settings)
    }

    /// Compiles the text of a mapping and runs its examples.
    ///
    /// # Errors
    /// The first rule that is broken, with its place in the mapping.
    pub fn parse(text: &str, settings: &Settings) -> Result<Self, MappingError> {
        too_large(text.len() as u64)?;
        let version = toml::from_str::<VersionOnly>(text)?.format_version;
        if version != 1 {
            return Err(MappingError::Version { found: version });
        }
        let file: MappingFile = toml::from_str(text)?;
        let day = day(file.day.as_ref(), settings)?;
        let mut columns = ColumnNames::new(known_columns(&file.input)?);
        let claim = ClaimRules::new(&file.claim, settings, &mut columns, day)?;
        let tables = normalisers(&file.normalise)?;
        let predicates = predicates(&file.predicates, &tables, &mut columns)?;
        check_names(&claim.namespace, &predicates)?;
        check_years(&file, day)?;
        let mapping = Mapping {
            format: file.input.format,
            encoding: file.input.encoding,
            header: file.input.header,
            columns,
            digest: digest(text, &claim, settings, day),
            claim,
            predicates,
            day,
        };
        examples::run(&file.examples, &mapping)?;
        Ok(mapping)
    }

    /// BLAKE3 of the mapping's text and the settings that change what comes out.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// The namespace of the claims.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.claim.namespace
    }

    /// The predicates, in the order of the mapping.
    pub fn predicate_names(&self) -> impl Iterator<Item = &str> {
        self.predicates.iter().map(|rule| rule.predicate.as_str())
    }

    /// What a cell would become under a predicate: for a gold standard that is to be written as the claims are.
    /// Nothing if the mapping has no such predicate; of several with one name the first counts.
    ///
    /// # Errors
    /// Within the option: why the cell makes no claim.
    #[must_use]
    pub fn normalise(&self, predicate: &str, cell: &str) -> Option<Result<Object, Reason>> {
        let rule = self.predicates.iter().find(|r| r.predicate == predicate)?;
        Some(self.value(rule, cell))
    }

    /// How many predicates have something in their cell.
    pub(crate) fn filled(&self, cells: &[String]) -> usize {
        let filled = |rule: &&PredicateRule| !rule.is_empty(rule.column.of(cells));
        self.predicates.iter().filter(filled).count()
    }

    /// The value of a cell.
    pub(crate) fn value(&self, rule: &PredicateRule, cell: &str) -> Result<Object, Reason> {
        rule.normaliser.value(rule.kind, cell, self.day)
    }

    /// The day that the input speaks of.
    pub(crate) fn day(&self) -> Option<Date> {
        self.day
    }

    /// A report with nothing in it.
    pub(crate) fn empty_report(&self) -> Report {
        let entry = |rule: &PredicateRule| PredicateCounts {
            column: rule.column_name.clone(),
            predicate: rule.predicate.clone(),
            counts: Default::default(),
        };
        Report::new(self.predicates.iter().map(entry).collect())
    }
}

fn too_large(found: u64) -> Result<(), MappingError> {
    if found > MAPPING_BYTES_MAX {
        let max = MAPPING_BYTES_MAX;
        return Err(MappingError::TooLarge { found, max });
    }
    Ok(())
}

fn digest(text: &str, claim: &ClaimRules, settings: &Settings, day: Option<Date>) -> [u8; 32] {
    let tier = settings.tier.map(|tier| tier.number());
    let mut hasher = blake3::Hasher::new();
    hasher.update(format!("{day:?} {tier:?} {}\0", claim.namespace).as_bytes());
    hasher.update(text.as_bytes());
    *hasher.finalize().as_bytes()
}

fn known_columns(input: &InputTable) -> Result<Option<Vec<String>>, MappingError> {
    let refused = |why: &str| Err(MappingError::invalid("input", why));
    let jsonl = input.format == Format::Jsonl;
    if jsonl && (input.header || input.encoding != Encoding::Utf8) {
        return refused("JSONL has no header, and is UTF-8 by definition");
    }
    match (&input.columns, input.header) {
        (Some(_), true) => refused("give `columns` or `header = true`, not both"),
        (None, false) => refused("without a header, `columns` must name the columns"),
        (None, true) => Ok(None),
        (Some(columns), false) => {
            check_columns(columns).map_err(|why| MappingError::invalid("input.columns", why))?;
            Ok(Some(columns.clone()))
        }
    }
}

/// Names of columns: some, not too many, none empty, none twice.
pub(crate) fn check_columns(columns: &[String]) -> Result<(), String> {
    if columns.is_empty() || columns.len() > COLUMNS_MAX {
        return Err(format!(
            "there must be 1 to {COLUMNS_MAX} columns, not {}",
            columns.len()
        ));
    }
    let mut sorted: Vec<_> = columns.iter().collect();
    sorted.sort_unstable();
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(format!("the column `{}` stands there twice", pair[0])),
        None => Ok(()),
    }
}

/// The day: from the settings, else the input's name, else the mapping's fixed value.
fn day(table: Option<&DayTable>, settings: &Settings) -> Result<Option<Date>, MappingError> {
    let Some(table) = table else {
        return Ok(settings.day);
    };
    let from_name = day_of_name(table, settings.file_name.as_deref())?;
    let fixed = table.value.as_deref().map(settings::parse_day);
    let fixed = fixed
        .transpose()
        .map_err(|why| MappingError::invalid("day.value", why))?;
    Ok(settings.day.or(from_name).or(fixed))
}

fn day_of_name(table: &DayTable, name: Option<&str>) -> Result<Option<Date>, MappingError> {
    let Some(text) = &table.file_name else {
        return Ok(None);
    };
    let pattern = normalise::pattern("day.file_name", text, str::to_owned)?;
    let groups = ["year", "month", "day"];
    if !groups
        .iter()
        .all(|g| pattern.capture_names().flatten().any(|n| n == *g))
    {
        return Err(MappingError::invalid(
            "day.file_name",
            "it needs the groups `year`, `month` and `day`",
        ));
    }
    let Some(found) = name.and_then(|name| pattern.captures(name)) else {
        return Ok(None);
    };
    let text = groups
        .map(|g| found.name(g).map_or("", |m| m.as_str()))
        .join("-");
    let day = settings::parse_day(&text);
    day.map(Some)
        .map_err(|why| MappingError::invalid("day.file_name", why))
}

fn normalisers(
    tables: &BTreeMap<String, NormaliseTable>,
) -> Result<BTreeMap<&str, Arc<Normaliser>>, MappingError> {
    let compile = |(name, table): (&'_ String, &NormaliseTable)| {
        Normaliser::new(&format!("normalise.{name}"), table).map(Arc::new)
    };
    let names = tables.keys().map(String::as_str);
    let compiled: Result<Vec<_>, _> = tables.iter().map(compile).collect();
    Ok(names.zip(compiled?).collect())
}

fn predicates(
    tables: &[PredicateTable],
    normalisers: &BTreeMap<&str, Arc<Normaliser>>,
    columns: &mut ColumnNames,
) -> Result<Vec<PredicateRule>, MappingError> {
    if tables.is_empty() || tables.len() > PREDICATES_MAX {
        let why = format!("there must be 1 to {PREDICATES_MAX}");
        return Err(MappingError::invalid("predicates", why));
    }
    let plain = Arc::new(Normaliser::new("normalise", &NormaliseTable::default())?);
    let mut rules: Vec<PredicateRule> = Vec::new();
    for table in tables {
        let key = format!("predicates.{}", table.predicate);
        let rule = predicate(table, &key, normalisers, &plain, columns)?;
        let same = |other: &PredicateRule| {
            other.column == rule.column && other.predicate == rule.predicate
        };
        if rules.iter().any(same) {
            return Err(MappingError::invalid(
                key,
                "the same column and predicate stand there twice",
            ));
        }
        rules.push(rule);
    }
    Ok(rules)
}

fn predicate(
    table: &PredicateTable,
    key: &str,
    normalisers: &BTreeMap<&str, Arc<Normaliser>>,
    plain: &Arc<Normaliser>,
    columns: &mut ColumnNames,
) -> Result<PredicateRule, MappingError> {
    let normaliser = match &table.normalise {
        None => plain,
        Some(name) => {
            normalisers
                .get(name.as_str())
                .ok_or_else(|| MappingError::UnknownNormalise {
                    predicate: table.predicate.clone(),
                    name: name.clone(),
                })?
        }
    };
    let formats = normaliser.formats();
    if table.kind == Kind::Time
        && (formats.is_empty() || !formats.iter().all(|f| f.has_time_of_day()))
    {
        return Err(MappingError::invalid(
            key,
            "a time needs `time_formats`, each with an hour and a minute",
        ));
    }
    Ok(PredicateRule {
        column: columns.id(key, &table.column)?,
        column_name: table.column.clone(),
        predicate: table.predicate.clone(),
        kind: table.kind,
        normaliser: Arc::clone(normaliser),
    })
}

/// Has the claim format itself check the names that every claim will carry.
fn check_names(namespace: &str, predicates: &[PredicateRule]) -> Result<(), MappingError> {
    let header = Header {
        namespace: namespace.to_owned(),
        author: Signer::from_seed(&[0; 32]).agent(),
        time: 0,
    };
    for rule in predicates {
        let claim = Claim::new("subject", &rule.predicate, Object::Boolean(true));
        Body::Claim(claim).encode(&header).map_err(|e| {
            MappingError::invalid(format!("predicates.{}", rule.predicate), e.to_string())
        })?;
    }
    Ok(())
}

/// A format without a year needs the rule for it, and a day.
fn check_years(file: &MappingFile, day: Option<Date>) -> Result<(), MappingError> {
    for (name, table) in &file.normalise {
        let key = format!("normalise.{name}");
        let formats = normalise::time_formats(&key, &table.time_formats)?;
        if formats.iter().all(|format| format.has_year()) {
            continue;
        }
        if table.year != Some(YearRule::Nearest) {
            return Err(MappingError::invalid(
                key,
                "a time format has no year: add `year = \"nearest\"`",
            ));
        }
        if day.is_none() {
            return Err(MappingError::DayMissing);
        }
    }
    Ok(())
}
