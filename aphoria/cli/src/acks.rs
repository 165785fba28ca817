//! Acknowledged conflicts: `.aphoria/acks.toml`, which belongs into version control.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

use crate::config::FOLDER;

/// A conflict that somebody accepted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ack {
    /// What it is for: a fingerprint, or the end of a concept path (`tls/cert_verification`), with `file` if only there.
    pub(crate) of: String,
    /// Path of a file or folder from the root; everywhere if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<String>,
    /// Why.
    pub(crate) reason: String,
    /// Last day on which it holds, `YYYY-MM-DD`; for good if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expires: Option<String>,
}

/// All of a project.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Acks {
    #[serde(default)]
    pub(crate) ack: Vec<Ack>,
}

pub(crate) fn path(root: &Path) -> PathBuf {
    root.join(FOLDER).join("acks.toml")
}

impl Acks {
    /// Those of a root; none if it has no file.
    pub(crate) fn of(root: &Path) -> Result<Self> {
        let path = path(root);
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                Self::read(&text).with_context(|| format!("{} is not acceptable", path.display()))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error).with_context(|| format!("{} can't be read", path.display())),
        }
    }

    pub(crate) fn read(text: &str) -> Result<Self> {
        let acks: Self = toml::from_str(text)?;
        for ack in &acks.ack {
            ack.check()?;
        }
        Ok(acks)
    }

    /// Writes them, ordered.
    pub(crate) fn write(&mut self, root: &Path) -> Result<()> {
        self.ack.sort();
        self.ack.dedup();
        let path = path(root);
        std::fs::create_dir_all(root.join(FOLDER))
            .and_then(|()| std::fs::write(&path, self.text()))
            .with_context(|| format!("{} can't be written", path.display()))
    }

    pub(crate) fn text(&self) -> String {
        let head =
            "# Conflicts that are accepted, by `aphoria ack`. Belongs into version control.\n\n";
        format!("{head}{}", toml::to_string_pretty(self).unwrap_or_default())
    }

    /// The first one that covers a finding on a day.
    pub(crate) fn cover(
        &self,
        fingerprint: &str,
        concept: &str,
        file: &str,
        today: &str,
    ) -> Option<usize> {
        self.ack
            .iter()
            .position(|ack| ack.holds_on(today) && ack.covers(fingerprint, concept, file))
    }
}

impl Ack {
    pub(crate) fn check(&self) -> Result<()> {
        ensure!(
            !self.of.trim().is_empty(),
            "an acknowledgement names what it is for"
        );
        ensure!(
            !self.reason.trim().is_empty(),
            "the acknowledgement of `{}` has no reason",
            self.of
        );
        if let Some(day) = &self.expires {
            ensure!(is_day(day), "`{day}` is no day; write it like 2027-01-31");
        }
        Ok(())
    }

    /// Days compare as texts.
    pub(crate) fn holds_on(&self, today: &str) -> bool {
        self.expires.as_deref().is_none_or(|last| today <= last)
    }

    fn covers(&self, fingerprint: &str, concept: &str, file: &str) -> bool {
        let below = |folder: &str| {
            file == folder
                || file
                    .strip_prefix(folder.trim_end_matches('/'))
                    .is_some_and(|rest| rest.starts_with('/'))
        };
        let of = self.of.as_str();
        let named = of == fingerprint
            || of == concept
            || concept
                .strip_suffix(of)
                .is_some_and(|rest| rest.ends_with('/'));
        named && self.file.as_deref().is_none_or(below)
    }
}

/// A day of the calendar, written so that days compare as texts.
fn is_day(text: &str) -> bool {
    text.len() == 10
        && text
            .parse::<jiff::civil::Date>()
            .is_ok_and(|day| day.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acknowledgement_covers_what_it_names_until_its_day() {
        let ack = |of: &str, file: Option<&str>, expires: Option<&str>| Ack {
            of: of.to_owned(),
            file: file.map(str::to_owned),
            reason: "loopback".to_owned(),
            expires: expires.map(str::to_owned),
        };
        let concept = "code://python/app/net/tls/cert_verification";
        let acks = |ack| Acks { ack: vec![ack] };
        let covers =
            |ack, file: &str, day: &str| acks(ack).cover("f00", concept, file, day).is_some();
        assert!(covers(ack("f00", None, None), "a.py", "2027-01-01"));
        assert!(covers(
            ack("tls/cert_verification", Some("tests"), None),
            "tests/a.py",
            "2027-01-01"
        ));
        assert!(!covers(
            ack("tls/cert_verification", Some("tests"), None),
            "tests2/a.py",
            "2027-01-01"
        ));
        assert!(!covers(ack("cert_verif", None, None), "a.py", "2027-01-01"));
        assert!(covers(
            ack("f00", None, Some("2027-01-01")),
            "a.py",
            "2027-01-01"
        ));
        assert!(!covers(
            ack("f00", None, Some("2027-01-01")),
            "a.py",
            "2027-01-02"
        ));
        assert!(ack("x", None, Some("2027-1-1")).check().is_err());
        assert!(ack("x", None, Some("2027-02-30")).check().is_err());
        assert!(ack("x", None, Some("2027-01-31")).check().is_ok());
    }
}
