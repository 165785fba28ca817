//! `capture`: calls of a real server as case files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use crate::case_file::{number, quoted};
use crate::{KitError, Project};

/// A call of a plugin, with every column.
#[derive(Debug, Clone)]
pub struct Captured {
    /// The audited query, which names the file.
    pub query_id: String,
    /// Lines about where it comes from.
    pub about: Vec<String>,
    /// Valid time of the question, ms.
    pub as_of: u64,
    /// The groups of the call.
    pub groups: Vec<CapturedGroup>,
}

/// The candidates of one group.
#[derive(Debug, Clone)]
pub struct CapturedGroup {
    /// Columns by name.
    pub columns: BTreeMap<String, Vec<f64>>,
    /// Text of each value id.
    pub texts: Vec<String>,
}

/// Writes a call into the project's folder of captured ones.
///
/// # Errors
/// [`KitError::File`], or a query id that is none.
pub fn write(project: &Project, captured: &Captured) -> Result<PathBuf, KitError> {
    let id = &captured.query_id;
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(KitError::Call(format!("`{id}` is no query id")));
    }
    let folder = project.captured();
    fs::create_dir_all(&folder).map_err(KitError::file(&folder, "made"))?;
    let path = folder.join(format!("{id}.toml"));
    fs::write(&path, written(captured)).map_err(KitError::file(&path, "written"))?;
    Ok(path)
}

fn written(captured: &Captured) -> String {
    let mut text = String::new();
    let mut line = |line: String| {
        // Writing into a String can't fail.
        let _ = writeln!(text, "{line}");
    };
    for about in &captured.about {
        line(format!("# {}", about.replace(['\n', '\r'], " ")));
    }
    line("[[case]]".to_owned());
    line(format!("name = {}", quoted(&captured.query_id)));
    line(format!("as_of = {}", captured.as_of));
    for CapturedGroup { columns, texts } in &captured.groups {
        line("\n[[case.group]]".to_owned());
        let entries = columns.iter().map(|(name, entries)| {
            let entries: Vec<String> = entries.iter().copied().map(number).collect();
            format!("{name} = [{}]", entries.join(", "))
        });
        let entries: Vec<String> = entries.collect();
        line(format!("rows = {{ {} }}", entries.join(", ")));
        let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
        line(format!("texts = [{}]", texts.join(", ")));
    }
    text
}
