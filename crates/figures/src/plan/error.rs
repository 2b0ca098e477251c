//! Why a plan pack could not be used, and every mistake in it.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use super::mistake::Mistake;
use super::shown;

/// A plan pack that cannot be used; nothing is published with one.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// There is no pack of that name.
    #[error("cannot find the plan pack `{id}` in {}", .looked_in.iter().map(|folder| format!("`{}`", folder.display())).collect::<Vec<_>>().join(", "))]
    Unknown {
        /// The folders in which packs lie.
        looked_in: Vec<PathBuf>,
        /// What was asked for.
        id: String,
        /// The packs that are there.
        known: Vec<String>,
    },
    /// A file or folder of the pack cannot be read.
    #[error("cannot read `{path}` of the plan pack", path = .path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The pack says what cannot be so.
    #[error("the plan pack `{path}` has {count}", path = .path.display(), count = counted(.mistakes.len()))]
    Invalid {
        /// The pack's folder.
        path: PathBuf,
        /// All of them, file by file, from top to bottom.
        mistakes: Vec<Mistake>,
        /// The text of the files in which they stand, by their path in the folder of packs.
        sources: BTreeMap<PathBuf, String>,
    },
    /// A catalogue of a plan's demands says what cannot be so.
    #[error("the catalogue `{path}` has {count}", path = .path.display(), count = counted(.mistakes.len()))]
    Catalogue {
        /// The file.
        path: PathBuf,
        /// All of them, from top to bottom.
        mistakes: Vec<Mistake>,
        /// Its text.
        text: String,
    },
}

impl PlanError {
    /// Every mistake with its line and a caret below it; empty if the pack could not be read at all.
    pub fn shown(&self) -> Vec<String> {
        match self {
            Self::Invalid { mistakes, sources, .. } => {
                let source = |mistake: &Mistake| sources.get(&mistake.file).map_or("", String::as_str);
                mistakes.iter().map(|mistake| shown::render(mistake, source(mistake))).collect()
            }
            Self::Catalogue { mistakes, text, .. } => mistakes.iter().map(|mistake| shown::render(mistake, text)).collect(),
            Self::Unknown { .. } | Self::Read { .. } => Vec::new(),
        }
    }
}

fn counted(mistakes: usize) -> String {
    if mistakes == 1 { "1 mistake".to_owned() } else { format!("{mistakes} mistakes") }
}
