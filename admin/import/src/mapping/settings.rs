//! What is said about a mapping outside of it: the input's name, and the `--set key=value` of the command line.

use jiff::civil::Date;
use stemedb_core::SourceClass;

use crate::error::MappingError;

/// Settings that win over the mapping.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    pub(super) file_name: Option<String>,
    pub(super) day: Option<Date>,
    pub(super) tier: Option<SourceClass>,
    pub(super) namespace: Option<String>,
}

impl Settings {
    /// Settings for an input with this name; folders in it are left out of account.
    #[must_use]
    pub fn for_input(path: &std::path::Path) -> Self {
        let name = path.file_name();
        Settings {
            file_name: name.map(|name| name.to_string_lossy().into_owned()),
            ..Settings::default()
        }
    }

    /// Takes one `key=value`: `day=YYYY-MM-DD`, `tier=0` to `tier=5` (one tier for every source), `namespace=<name>`.
    ///
    /// # Errors
    /// A key that does not exist, or a value that does not fit.
    pub fn set(&mut self, setting: &str) -> Result<(), MappingError> {
        let refused = |why: String| MappingError::Setting {
            setting: setting.to_owned(),
            why,
        };
        let (key, value) = setting
            .split_once('=')
            .ok_or_else(|| refused("write it as key=value".into()))?;
        match key.trim() {
            "day" => self.day = Some(parse_day(value.trim()).map_err(refused)?),
            "tier" => self.tier = Some(parse_tier(value.trim()).map_err(refused)?),
            "namespace" => self.namespace = Some(value.trim().to_owned()),
            _ => return Err(refused("there are `day`, `tier` and `namespace`".into())),
        }
        Ok(())
    }
}

fn parse_tier(text: &str) -> Result<SourceClass, String> {
    let number: u64 = text
        .parse()
        .map_err(|_| "a tier is a number from 0 to 5".to_owned())?;
    SourceClass::from_number(number).map_err(|e| e.to_string())
}

/// A day as `YYYY-MM-DD` and nothing else.
pub(super) fn parse_day(text: &str) -> Result<Date, String> {
    let wrong = || format!("`{text}` is not a day that exists, written YYYY-MM-DD");
    if text.len() != 10 {
        return Err(wrong());
    }
    text.parse().map_err(|_| wrong())
}
