//! The steps of the guide, in one language.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use super::plants;
use super::server::{KEY, Server};

/// One language's way.
pub(super) struct Steps {
    steme: PathBuf,
    folder: PathBuf,
    url: String,
    language: String,
    id: String,
}

impl Steps {
    pub(super) fn new(steme: &Path, folder: &Path, server: &Server, language: &str) -> Self {
        Self {
            steme: steme.to_owned(),
            folder: folder.to_owned(),
            url: server.url.clone(),
            language: language.to_owned(),
            id: format!("kit-{language}"),
        }
    }

    /// From nothing to an answer of the lens, and back to its tests with what was asked.
    pub(super) fn follow(&self) -> Result<()> {
        self.outside(
            "new",
            &[
                "plugin",
                "new",
                &self.id,
                "--kind",
                "lens",
                "--lang",
                &self.language,
            ],
        )?;
        self.inside("build", &["plugin", "build"])?;
        self.inside("test", &["plugin", "test"])?;
        self.inside("install", &["plugin", "install", "--activate", &self.id])?;
        self.ask()?;
        println!("  {:<12} the lens answers on the server", self.language);
        self.inside("capture", &["plugin", "capture", "--last", "5"])?;
        self.inside("bench", &["plugin", "bench"])?;
        Ok(())
    }

    /// What must not pass does not.
    pub(super) fn break_it(&self, source: &str) -> Result<()> {
        self.planted(source)?;
        self.changed(source)
    }

    /// Two claims, and the lens's answer.
    fn ask(&self) -> Result<()> {
        let key = self.folder.join("author.key");
        let key = key.to_string_lossy().into_owned();
        if !Path::new(&key).exists() {
            self.outside("keygen", &["keygen", &key])?;
        }
        for (value, confidence) in [("14.9", "0.9"), ("15.2", "0.3"), ("15.2", "0.2")] {
            let claim = [
                "assert",
                &self.language,
                "loss",
                value,
                "--confidence",
                confidence,
                "--key",
                &key,
            ];
            self.outside("assert", &claim)?;
        }
        let lens = format!("{}(least=0.5)", self.id);
        let told = self.outside("query", &["query", &self.language, "loss", "--lens", &lens])?;
        ensure!(
            told.contains("14.9"),
            "the lens should answer 14.9, which alone is sure enough:\n{told}"
        );
        Ok(())
    }

    /// A change of the source is a change of the answer, and cases notice.
    fn changed(&self, source: &str) -> Result<()> {
        let path = self.folder.join(&self.id).join(source);
        let before = std::fs::read_to_string(&path)?;
        let after = before.replace(">= least", "< least");
        ensure!(before != after, "{} has no line to change", path.display());
        std::fs::write(&path, after)?;
        self.inside("build", &["plugin", "build"])?;
        let told = self.steme(&self.folder.join(&self.id), &["plugin", "test", "--once"])?;
        ensure!(
            !told.0 && told.1.contains("who is not sure enough has no voice"),
            "the cases should notice the change:\n{}",
            told.1
        );
        println!("  {:<12} the cases notice a wrong change", self.language);
        Ok(())
    }

    /// Each mistake is found, and named.
    fn planted(&self, source: &str) -> Result<()> {
        let folder = self.folder.join(&self.id);
        let path = folder.join(source);
        let clean = std::fs::read_to_string(&path)?;
        for plant in plants::of(&self.language) {
            let wrong = plants::with_globals(&self.language, &clean);
            let wrong = wrong.replace(plant.change.0, plant.change.1);
            ensure!(wrong != clean, "{} has no line to change", path.display());
            std::fs::write(&path, wrong)?;
            let (built, mut told) = self.steme(&folder, &["plugin", "build"])?;
            let mut passed = false;
            if built {
                (passed, told) = self.steme(&folder, &["plugin", "test"])?;
            }
            let found = plant.told.iter().all(|words| told.contains(words));
            ensure!(
                !passed && found,
                "the kit should find `{}` and say {:?}; it says:\n{told}",
                plant.name,
                plant.told
            );
            println!("  {:<12} found: {}", self.language, plant.name);
        }
        std::fs::write(&path, clean)?;
        Ok(())
    }

    fn outside(&self, what: &str, arguments: &[&str]) -> Result<String> {
        self.step(&self.folder, what, arguments)
    }

    fn inside(&self, what: &str, arguments: &[&str]) -> Result<String> {
        self.step(&self.folder.join(&self.id), what, arguments)
    }

    fn step(&self, folder: &Path, what: &str, arguments: &[&str]) -> Result<String> {
        let begun = Instant::now();
        let (done, told) = self.steme(folder, arguments)?;
        ensure!(done, "steme {} failed:\n{told}", arguments.join(" "));
        println!(
            "  {:<12} {what:<8} {:>6.1} s",
            self.language,
            begun.elapsed().as_secs_f64()
        );
        Ok(told)
    }

    fn steme(&self, folder: &Path, arguments: &[&str]) -> Result<(bool, String)> {
        let mut command = Command::new(&self.steme);
        command
            .current_dir(folder)
            .args(arguments)
            .env("STEME_SERVER", &self.url)
            .env("STEME_API_KEY", KEY)
            // A lens is built with the author's Rust, not with what builds this program.
            .env_remove("CARGO")
            .env_remove("RUSTUP_TOOLCHAIN")
            .env_remove("CARGO_TARGET_DIR");
        let output = command
            .output()
            .with_context(|| format!("{} can't be started", self.steme.display()))?;
        let mut told = String::from_utf8_lossy(&output.stdout).into_owned();
        told.push_str(&String::from_utf8_lossy(&output.stderr));
        Ok((output.status.success(), told))
    }
}
