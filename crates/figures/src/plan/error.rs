//! Why a plan pack could not be used, and every mistake in it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::{fmt, io};

use super::shown;

/// A plan pack that cannot be used; nothing is published with one.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// There is no pack of that name.
    #[error("cannot find the plan pack `{id}` in `{templates}`", templates = .templates.display())]
    Unknown {
        /// The folder in which packs lie.
        templates: PathBuf,
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
}

impl PlanError {
    /// Every mistake with its line and a caret below it; empty if the pack could not be read at all.
    pub fn shown(&self) -> Vec<String> {
        match self {
            Self::Invalid { mistakes, sources, .. } => {
                let source = |mistake: &Mistake| sources.get(&mistake.file).map_or("", String::as_str);
                mistakes.iter().map(|mistake| shown::render(mistake, source(mistake))).collect()
            }
            Self::Unknown { .. } | Self::Read { .. } => Vec::new(),
        }
    }
}

/// One mistake in a plan pack; its words are Chinese, because pack authors read them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// The file, below the folder of packs: `jining-2023/indicators.toml`.
    pub file: PathBuf,
    /// Counted from 1; 0 if it concerns the whole file.
    pub line: usize,
    /// In characters, counted from 1; 0 if it concerns the whole file.
    pub column: usize,
    /// What is wrong, with what was read.
    pub message: String,
    /// What to write instead, where that can be said.
    pub hint: Option<String>,
    /// First byte of what is wrong.
    start: usize,
    /// The byte after its last.
    end: usize,
}

impl Mistake {
    /// A mistake in a part of a text; line and column are found here.
    pub(super) fn in_text(file: PathBuf, text: &str, span: Range<usize>, message: String) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self { file, line, column, message, hint: None, start: span.start, end: span.end }
    }

    /// A mistake of a whole file: it is missing, or unreadable.
    pub(super) fn in_file(file: PathBuf, message: String) -> Self {
        Self { file, line: 0, column: 0, message, hint: None, start: 0, end: 0 }
    }

    /// The same with what to write instead.
    #[must_use]
    pub(super) fn with_hint(self, hint: Option<String>) -> Self {
        Self { hint, ..self }
    }

    /// Bytes of the file's text that are wrong.
    pub fn span(&self) -> Range<usize> {
        self.start..self.end
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.file.display())?;
        if self.line > 0 {
            write!(formatter, ":{}:{}", self.line, self.column)?;
        }
        write!(formatter, "：{}", self.message)
    }
}

fn counted(mistakes: usize) -> String {
    if mistakes == 1 { "1 mistake".to_owned() } else { format!("{mistakes} mistakes") }
}
