//! What a command finds around it: the machine's clock, its folders, its terminal. Tests make their own.

use std::path::PathBuf;
use std::sync::Arc;

use stemedb_core::Clock;
use stemedb_engine::Compiler;

/// Everything that is neither on the command line nor in the database.
pub struct Surroundings {
    /// The clock for records that are given no time.
    pub clock: Arc<dyn Clock>,
    /// The user's folder of configuration, such as `~/.config`.
    pub configuration: Option<PathBuf>,
    /// The folder of the program.
    pub program_folder: Option<PathBuf>,
    /// Who compiles plugins when a folder is opened.
    pub compiler: Compiler,
    /// Folder of machine code that several databases share; none = each has its own.
    pub compiled: Option<PathBuf>,
    /// What is known of the terminal.
    pub terminal: Terminal,
}

/// Where text goes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Terminal {
    /// Whether results may be coloured.
    pub colour: bool,
    /// Columns of the terminal of results; none if it is none.
    pub width: Option<u16>,
    /// Whether somebody watches standard error, so that progress is worth showing.
    pub watched: bool,
}

impl Surroundings {
    /// The components that came with the program: `guests` beside it or one folder above.
    pub(crate) fn guests(&self) -> Option<PathBuf> {
        let folder = self.program_folder.as_ref()?;
        let places = [folder.join("guests"), folder.join("../guests")];
        places.into_iter().find(|place| place.is_dir())
    }
}
