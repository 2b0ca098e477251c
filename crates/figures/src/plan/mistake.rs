//! One mistake in a plan pack, with its place.

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;

/// One mistake in a plan pack; its words are Chinese, because pack authors read them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// The file, below the folder of packs: `jining-2023/indicators.toml`; in a workspace `plans/jining-2023/indicators.toml`.
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
    pub fn in_text(file: PathBuf, text: &str, span: Range<usize>, message: String) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self { file, line, column, message, hint: None, start: span.start, end: span.end }
    }

    /// A mistake of a whole file: it is missing, or unreadable.
    pub fn in_file(file: PathBuf, message: String) -> Self {
        Self { file, line: 0, column: 0, message, hint: None, start: 0, end: 0 }
    }

    /// The same with what to write instead.
    #[must_use]
    pub fn with_hint(self, hint: Option<String>) -> Self {
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
