//! `tidy`: what the source tree promises about itself and no compiler checks.
//!
//! Each check returns every fault that it finds, as a sentence with a path; a check never changes anything. A new one is
//! an entry in [`CHECKS`].

mod arrows;
mod crates;
mod dead_files;
mod links;
mod outside;
mod texts;
mod units;

use anyhow::{Context, Result, bail};

use crates::Crate;

/// What every check gets.
struct Tree {
    /// The crates of the workspace.
    crates: Vec<Crate>,
}

type Check = fn(&Tree) -> Result<Vec<String>>;

/// All checks, and what each one promises.
const CHECKS: [(&str, Check); 8] = [
    (
        "crates depend only in the direction of the folders",
        arrows::check,
    ),
    ("each outside thing is known in one place", outside::check),
    ("every lens and test guest is complete", units::check),
    ("every Rust file is compiled", dead_files::check),
    ("links lead somewhere", links::targets_exist),
    (
        "every document can be found from a README",
        links::documents_are_found,
    ),
    ("files are short and name no machine", texts::check),
    ("frozen contracts stay as they are", |_| {
        crate::wit::changed()
    }),
];

/// Runs all checks and names every fault.
pub(crate) fn run() -> Result<()> {
    let tree = Tree {
        crates: crates::all()?,
    };
    let mut report = String::new();
    let mut count = 0;
    for (promise, check) in CHECKS {
        let faults = check(&tree).with_context(|| format!("Could not check that {promise}"))?;
        if !faults.is_empty() {
            count += faults.len();
            report += &format!("Not so: {promise}\n  {}\n", faults.join("\n  "));
        }
    }
    if count > 0 {
        bail!("{report}{count} faults");
    }
    println!("The source tree is tidy.");
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_source_tree_is_tidy() -> anyhow::Result<()> {
        super::run()
    }
}
