//! The pages that `stemedb-api` prints of itself: its settings, its metrics, its errors, its OpenAPI document.
//!
//! The server is built for them, so they are made only when files are written. That they are what the code says is checked
//! by the server's own tests.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{Generated, block};
use crate::workspace;

/// A page of the server.
pub(super) struct ServerPage {
    document: &'static str,
    path: &'static str,
    /// The name of the block in a page that people write; none: the whole page is generated.
    block: Option<&'static str>,
}

/// All pages.
pub(super) const PAGES: [ServerPage; 4] = [
    whole("metrics", "docs/metrics.md"),
    whole("configuration", "docs/configuration.md"),
    whole("openapi", "docs/openapi.json"),
    ServerPage {
        document: "errors",
        path: "docs/http-api.md",
        block: Some("errors"),
    },
];

const fn whole(document: &'static str, path: &'static str) -> ServerPage {
    ServerPage {
        document,
        path,
        block: None,
    }
}

impl Generated for ServerPage {
    fn path(&self) -> PathBuf {
        self.path.into()
    }

    fn render(&self, before: &str) -> Result<String> {
        let text = printed(self.document)?;
        match self.block {
            Some(name) => block::replaced(before, name, &text),
            None => Ok(text),
        }
    }
}

fn printed(document: &str) -> Result<String> {
    let arguments = [
        "run",
        "--quiet",
        "-p",
        "stemedb-api",
        "--",
        "--print-docs",
        document,
    ];
    let output = workspace::cargo()
        .args(arguments)
        .current_dir(workspace::root())
        .output()
        .context("Could not run the server for its pages")?;
    anyhow::ensure!(
        output.status.success(),
        "The server did not print its page `{document}`: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?)
}
