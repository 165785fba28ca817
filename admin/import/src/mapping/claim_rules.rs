//! The `[claim]` table: who says something about what, when, and with what weight.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use stemedb_core::{CONFIDENCE_ONE, Lifecycle, SourceClass, Timestamp};

use super::columns::{ColumnId, ColumnNames};
use super::file::{ClaimTable, ConfidenceKey, TierKey, TimeOrigin, ValidTimeTable};
use super::normalise::time_formats;
use super::settings::Settings;
use super::template::{Template, tidy};
use super::time_format::TimeFormat;
use crate::error::MappingError;
use crate::limits::PATTERNS_MAX;
use crate::report::Reason;

/// The compiled rules that hold for every cell of a row.
pub(crate) struct ClaimRules {
    pub(crate) namespace: String,
    pub(crate) subject: Template,
    pub(crate) agent: Template,
    pub(crate) source: Option<Template>,
    pub(crate) lifecycle: Lifecycle,
    /// The time of the source records: the same for the whole file, so that a source is one record however often it is named.
    pub(crate) source_time: Timestamp,
    confidence: Confidence,
    tier: Tier,
    valid_time: ValidTime,
}

enum Confidence {
    Fixed(u32),
    Column(ColumnId),
}

enum Tier {
    Fixed(SourceClass),
    Column {
        column: ColumnId,
        values: BTreeMap<String, SourceClass>,
        default: SourceClass,
    },
}

enum ValidTime {
    Fixed(Timestamp),
    Column {
        column: ColumnId,
        formats: Vec<TimeFormat>,
    },
}

impl ClaimRules {
    pub(super) fn new(
        table: &ClaimTable,
        settings: &Settings,
        columns: &mut ColumnNames,
        day: Option<Date>,
    ) -> Result<Self, MappingError> {
        let mut template = |key: &str, text: &str| Template::new(key, text, columns, day);
        let subject = template("claim.subject", &table.subject)?;
        let agent = template("claim.agent", &table.agent)?;
        let source = table.source.as_deref();
        let source = source
            .map(|text| template("claim.source", text))
            .transpose()?;
        let lifecycle = table.lifecycle.parse();
        let valid_time = valid_time(&table.valid_time, columns, day)?;
        Ok(ClaimRules {
            namespace: settings
                .namespace
                .clone()
                .unwrap_or_else(|| table.namespace.clone()),
            subject,
            agent,
            source,
            lifecycle: lifecycle.map_err(|e: stemedb_core::RecordError| {
                MappingError::invalid("claim.lifecycle", e.to_string())
            })?,
            source_time: source_time(&valid_time, day),
            confidence: confidence(&table.confidence, columns)?,
            tier: match settings.tier {
                Some(tier) => Tier::Fixed(tier),
                None => tier(&table.tier, columns)?,
            },
            valid_time,
        })
    }

    /// The confidence of a row's claims, in millionths.
    pub(crate) fn confidence(&self, cells: &[String]) -> Result<u32, Reason> {
        match &self.confidence {
            Confidence::Fixed(millionths) => Ok(*millionths),
            Confidence::Column(column) => {
                let number = column.of(cells).trim().parse().ok();
                number.and_then(millionths).ok_or(Reason::Confidence)
            }
        }
    }

    /// The tier of a row's source.
    pub(crate) fn tier(&self, cells: &[String]) -> SourceClass {
        match &self.tier {
            Tier::Fixed(tier) => *tier,
            Tier::Column {
                column,
                values,
                default,
            } => *values.get(&tidy(column.of(cells))).unwrap_or(default),
        }
    }

    /// When the author says that a row's claims held.
    pub(crate) fn valid_time(
        &self,
        cells: &[String],
        day: Option<Date>,
    ) -> Result<Timestamp, Reason> {
        match &self.valid_time {
            ValidTime::Fixed(time) => Ok(*time),
            ValidTime::Column { column, formats } => {
                let text = tidy(column.of(cells));
                let time = formats.iter().find_map(|format| format.read(&text, day));
                time.and_then(utc_ms).ok_or(Reason::ValidTime)
            }
        }
    }
}

fn millionths(confidence: f64) -> Option<u32> {
    let fits = (0.0..=1.0).contains(&confidence);
    fits.then(|| (confidence * f64::from(CONFIDENCE_ONE)).round() as u32)
}

fn confidence(key: &ConfidenceKey, columns: &mut ColumnNames) -> Result<Confidence, MappingError> {
    match key {
        ConfidenceKey::Fixed(number) => {
            let why = || {
                MappingError::invalid("claim.confidence", format!("{number} lies outside 0 to 1"))
            };
            Ok(Confidence::Fixed(millionths(*number).ok_or_else(why)?))
        }
        ConfidenceKey::Column(table) => {
            let column = columns.id("claim.confidence", &table.column)?;
            Ok(Confidence::Column(column))
        }
    }
}

fn tier(key: &TierKey, columns: &mut ColumnNames) -> Result<Tier, MappingError> {
    let class = |number: u64| {
        SourceClass::from_number(number)
            .map_err(|e| MappingError::invalid("claim.tier", e.to_string()))
    };
    match key {
        TierKey::Fixed(number) => Ok(Tier::Fixed(class(*number)?)),
        TierKey::Column(table) => {
            let values = table.values.iter();
            let values = values.map(|(text, number)| Ok((text.clone(), class(*number)?)));
            Ok(Tier::Column {
                column: columns.id("claim.tier", &table.column)?,
                values: values.collect::<Result<_, MappingError>>()?,
                default: class(table.default)?,
            })
        }
    }
}

fn valid_time(
    table: &ValidTimeTable,
    columns: &mut ColumnNames,
    day: Option<Date>,
) -> Result<ValidTime, MappingError> {
    let key = "claim.valid_time";
    let before_1970 = || MappingError::invalid(key, "it lies before 1970");
    match table {
        ValidTimeTable {
            from: Some(TimeOrigin::Day),
            at,
            column: None,
            formats: None,
            value: None,
        } => {
            let day = day.ok_or(MappingError::DayMissing)?;
            let time = time_of_day(at.as_deref().unwrap_or("00:00"))?;
            let ms = utc_ms(day.to_datetime(time)).ok_or_else(before_1970)?;
            Ok(ValidTime::Fixed(ms))
        }
        ValidTimeTable {
            from: Some(TimeOrigin::Column),
            at: None,
            column: Some(column),
            formats: Some(formats),
            value: None,
        } => valid_time_column(column, formats, columns, day),
        ValidTimeTable {
            from: None,
            at: None,
            column: None,
            formats: None,
            value: Some(value),
        } => {
            let instant: jiff::Timestamp = value.parse().map_err(|_| {
                MappingError::invalid(
                    key,
                    format!("`{value}` is not a time such as 2011-12-08T00:00:00Z"),
                )
            })?;
            let ms = u64::try_from(instant.as_millisecond());
            Ok(ValidTime::Fixed(ms.map_err(|_| before_1970())?))
        }
        _ => Err(MappingError::invalid(
            key,
            "write { from = \"day\", at = \"HH:MM\" }, { from = \"column\", column = \"…\", formats = […] } or { value = \"…\" }",
        )),
    }
}

fn valid_time_column(
    column: &str,
    formats: &[String],
    columns: &mut ColumnNames,
    day: Option<Date>,
) -> Result<ValidTime, MappingError> {
    let key = "claim.valid_time.formats";
    if formats.is_empty() || formats.len() > PATTERNS_MAX {
        let why = format!("it must have 1 to {PATTERNS_MAX} formats");
        return Err(MappingError::invalid(key, why));
    }
    let formats = time_formats(key, formats)?;
    if day.is_none() && formats.iter().any(|format| !format.has_year()) {
        return Err(MappingError::DayMissing);
    }
    Ok(ValidTime::Column {
        column: columns.id("claim.valid_time", column)?,
        formats,
    })
}

fn time_of_day(text: &str) -> Result<Time, MappingError> {
    let time = text.split_once(':').and_then(|(hour, minute)| {
        let digits = |t: &str| t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit());
        let fits = digits(hour) && digits(minute);
        let (hour, minute) = fits.then_some((hour.parse().ok()?, minute.parse().ok()?))?;
        Time::new(hour, minute, 0, 0).ok()
    });
    time.ok_or_else(|| {
        MappingError::invalid(
            "claim.valid_time.at",
            format!("`{text}` is not a time as HH:MM"),
        )
    })
}

fn source_time(valid_time: &ValidTime, day: Option<Date>) -> Timestamp {
    match valid_time {
        ValidTime::Fixed(time) => *time,
        ValidTime::Column { .. } => {
            let midnight = day.map(|day| day.to_datetime(Time::midnight()));
            midnight.and_then(utc_ms).unwrap_or(0)
        }
    }
}

/// Milliseconds since 1970 of a time in UTC; nothing for a time before.
fn utc_ms(time: DateTime) -> Option<Timestamp> {
    let instant = TimeZone::UTC.to_timestamp(time).ok()?;
    u64::try_from(instant.as_millisecond()).ok()
}
