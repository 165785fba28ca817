//! `new`: writes a project that builds and passes its tests as it is.

use std::fs;
use std::path::PathBuf;

use stemedb_plugins::World;

use crate::{KitError, Language, files};

/// Longest id of a lens, in bytes.
const ID_LENGTH_MAX: usize = 64;

/// Where the Rust SDK's bindings look for the contract, here and in a project.
const WIT_HERE: &str = "\"../../wit/stemedb-lens/0.1\"";
const WIT_THERE: &str = "\"../wit\"";

/// What is to be made.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Id of the lens.
    pub id: String,
    /// One line for lists.
    pub title: String,
    /// What it is written in.
    pub language: Language,
    /// What it is in a pipeline.
    pub world: World,
    /// The folder to make.
    pub folder: PathBuf,
}

/// Makes the folder; the answer lists the files below it.
///
/// # Errors
/// [`KitError::Plan`] for an id, title or folder that can't be used, [`KitError::File`].
pub fn create(plan: &Plan) -> Result<Vec<PathBuf>, KitError> {
    check(plan)?;
    let mut written = Vec::new();
    for (name, text) in project_files(plan) {
        let path = plan.folder.join(&name);
        let folder = path.parent().unwrap_or(&plan.folder);
        fs::create_dir_all(folder).map_err(KitError::file(folder, "made"))?;
        fs::write(&path, text).map_err(KitError::file(&path, "written"))?;
        written.push(PathBuf::from(name));
    }
    written.sort();
    Ok(written)
}

fn check(plan: &Plan) -> Result<(), KitError> {
    let id = &plan.id;
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let good = id.len() <= ID_LENGTH_MAX
        && id.bytes().all(allowed)
        && id.starts_with(|first: char| first.is_ascii_lowercase())
        && !id.ends_with('-')
        && !id.contains("--");
    if !good {
        return Err(KitError::Plan(format!(
            "`{id}` is no id of a lens: lower-case letters, digits and single hyphens, a letter first, at most {ID_LENGTH_MAX} bytes"
        )));
    }
    let plain = |letter: char| !letter.is_control() && letter != '"' && letter != '\\';
    if plan.title.is_empty() || !plan.title.chars().all(plain) {
        return Err(KitError::Plan(
            "the title is one line without quotation marks and backslashes".to_owned(),
        ));
    }
    let taken = fs::read_dir(&plan.folder).is_ok_and(|mut entries| entries.next().is_some());
    if taken || plan.folder.is_file() {
        return Err(KitError::Plan(format!(
            "{} is there already and not empty",
            plan.folder.display()
        )));
    }
    Ok(())
}

/// Every file of the project: its name and its text.
fn project_files(plan: &Plan) -> Vec<(String, String)> {
    let language = plan.language.name();
    let world = plan.world.name();
    let mut made = Vec::new();
    for folder in [
        "sdk/templates/common".to_owned(),
        format!("sdk/templates/{language}/all"),
        format!("sdk/templates/{language}/{world}"),
    ] {
        for (name, text) in files::below(&folder) {
            made.push((project_name(name), filled(text, plan)));
        }
    }
    let cases = format!("sdk/templates/cases/{world}.toml.txt");
    let cases = files::text(&cases).unwrap_or_default();
    made.push(("cases/cases.toml".to_owned(), filled(cases, plan)));
    for (name, text) in files::below("wit/stemedb-lens/0.1") {
        made.push((format!("wit/{name}"), text.to_owned()));
    }
    made.extend(sdk_files(plan.language));
    made
}

fn sdk_files(language: Language) -> Vec<(String, String)> {
    let own = match language {
        Language::Rust => {
            let sources = files::below("plugins/sdk/src");
            return sources
                .map(|(name, text)| (format!("sdk/src/{name}"), text.replace(WIT_HERE, WIT_THERE)))
                .collect();
        }
        Language::Python => "sdk/python",
        Language::Javascript => "sdk/javascript",
    };
    files::below(own)
        .map(|(name, text)| (format!("sdk/{name}"), text.to_owned()))
        .collect()
}

/// Templates are no sources of this repository, which their second ending says.
fn project_name(name: &str) -> String {
    let name = name.strip_suffix(".txt").unwrap_or(name);
    if name == "gitignore" {
        ".gitignore".to_owned()
    } else {
        name.to_owned()
    }
}

fn filled(text: &str, plan: &Plan) -> String {
    text.replace("{{id}}", &plan.id)
        .replace("{{title}}", &plan.title)
        .replace("{{Type}}", &type_name(&plan.id))
        .replace("{{lang}}", plan.language.name())
        .replace("{{world}}", plan.world.name())
        .replace("{{export}}", plan.world.export())
        .replace("{{steme}}", env!("CARGO_PKG_VERSION"))
}

/// `vote-aware` is `VoteAware`.
fn type_name(id: &str) -> String {
    let mut name = String::new();
    for word in id.split('-') {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.extend(letters);
    }
    name
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use std::path::Path;

    use super::*;
    use crate::Project;

    fn plan(folder: &Path, language: Language, world: World) -> Plan {
        Plan {
            id: "two-words".to_owned(),
            title: "Says it twice".to_owned(),
            language,
            world,
            folder: folder.join("project"),
        }
    }

    #[test]
    fn every_language_and_world_has_a_whole_template() {
        for language in Language::ALL {
            for world in World::ALL {
                let folder = tempfile::tempdir().unwrap();
                let plan = plan(folder.path(), language, world);
                let written = create(&plan).unwrap();
                for needed in ["lens.toml", "cases/cases.toml", "README.md", ".gitignore"] {
                    assert!(
                        written.contains(&PathBuf::from(needed)),
                        "{language:?} {world:?} has no {needed}"
                    );
                }
                assert!(written.iter().any(|path| path.starts_with("wit")));
                assert!(written.iter().any(|path| path.starts_with("sdk")));
                let project = Project::open(&plan.folder).unwrap();
                assert_eq!(
                    (project.language, project.world, project.id.as_str()),
                    (language, world, "two-words")
                );
                for path in &written {
                    let text = fs::read_to_string(plan.folder.join(path)).unwrap();
                    assert!(!text.contains("{{"), "{} is not filled", path.display());
                }
                let cases = stemedb_cases::cases(&plan.folder).unwrap();
                assert!(!cases.is_empty(), "{world:?}");
            }
        }
    }

    #[test]
    fn the_rust_sdk_finds_the_contract_in_the_project() {
        let guest = sdk_files(Language::Rust);
        let (_, guest) = guest
            .iter()
            .find(|(name, _)| name == "sdk/src/guest.rs")
            .unwrap();
        assert!(guest.contains(WIT_THERE) && !guest.contains("../../wit"));
    }

    #[test]
    fn ids_titles_and_full_folders_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let good = plan(folder.path(), Language::Rust, World::Resolver);
        for id in ["", "Two", "two words", "-two", "two-", "two--words", "2two"] {
            let id = id.to_owned();
            assert!(create(&Plan { id, ..good.clone() }).is_err());
        }
        let title = "say \"it\"".to_owned();
        assert!(
            create(&Plan {
                title,
                ..good.clone()
            })
            .is_err()
        );
        create(&good).unwrap();
        assert!(create(&good).unwrap_err().to_string().contains("not empty"));
    }
}
