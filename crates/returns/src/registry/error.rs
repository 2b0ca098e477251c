//! Why the registry could not be used.

use std::io;
use std::path::PathBuf;

use super::mistake::RegistryMistake;

/// A registry that cannot be used; nothing is published without one.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// The file cannot be read.
    #[error("cannot read the registry `{path}`", path = .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is no workbook, is encrypted, damaged or larger than any registry, or took down its reader.
    #[error("cannot open the registry `{path}` as a workbook: {reason}", path = .path.display())]
    Workbook {
        /// The file.
        path: PathBuf,
        /// As it is told of a return: Chinese always.
        reason: String,
    },
    /// The workbook lacks one of its four sheets.
    #[error("the registry `{path}` lacks: {missing}; it has: {found}", path = .path.display(), missing = .missing.join(", "), found = .found.join(", "))]
    MissingSheets {
        /// The file.
        path: PathBuf,
        /// Names of the sheets that are not there.
        missing: Vec<String>,
        /// Names of the sheets that are.
        found: Vec<String>,
    },
    /// Cells say what cannot be so.
    #[error("the registry `{path}` has {count}", path = .path.display(), count = counted(.mistakes.len()))]
    Invalid {
        /// The file.
        path: PathBuf,
        /// All of them, sheet by sheet, from top to bottom.
        mistakes: Vec<RegistryMistake>,
    },
}

impl RegistryError {
    /// The mistakes in single cells; none when the file could not be read at all.
    pub fn mistakes(&self) -> &[RegistryMistake] {
        match self {
            Self::Invalid { mistakes, .. } => mistakes,
            Self::Read { .. } | Self::Workbook { .. } | Self::MissingSheets { .. } => &[],
        }
    }
}

fn counted(mistakes: usize) -> String {
    if mistakes == 1 { "1 mistake".to_owned() } else { format!("{mistakes} mistakes") }
}
