//! Where something stands in the wordings of a plan: in bytes as they are worked with, by file, line and column as an author is told.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;

use tongbao_figures::plan::{Mistake, Template};

/// Wordings and their pieces by file stem.
pub(super) type Wording = BTreeMap<String, Template>;

/// File, line and column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Below the folder of packs.
    pub file: PathBuf,
    /// Counted from 1; 0 if it concerns the whole file.
    pub line: usize,
    /// In characters, counted from 1; 0 if it concerns the whole file.
    pub column: usize,
}

impl fmt::Display for Place {
    /// `common/bulletins/quarterly.md:12:5`
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.file.display())?;
        if self.line > 0 { write!(formatter, ":{}:{}", self.line, self.column) } else { Ok(()) }
    }
}

/// Bytes of a wording's text; none of the whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    /// Its file stem.
    pub(super) name: String,
    pub(super) span: Option<Range<usize>>,
}

impl Spot {
    pub(super) fn new(name: &str, span: Range<usize>) -> Self {
        Self { name: name.to_owned(), span: Some(span) }
    }

    /// Whether it shares a byte with another.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        match (&self.span, &other.span) {
            (Some(own), Some(its)) => self.name == other.name && own.start < its.end && its.start < own.end,
            _ => false,
        }
    }

    /// A mistake that stands there.
    pub(super) fn mistake(&self, wording: &Wording, message: String) -> Mistake {
        match (wording.get(&self.name), &self.span) {
            (Some(template), Some(span)) => Mistake::in_text(template.file.clone(), &template.text, span.clone(), message),
            (Some(template), None) => Mistake::in_file(template.file.clone(), message),
            (None, _) => Mistake::in_file(PathBuf::from(format!("{}.md", self.name)), message),
        }
    }

    /// File, line and column.
    pub(super) fn place(&self, wording: &Wording) -> Place {
        let Mistake { file, line, column, .. } = self.mistake(wording, String::new());
        Place { file, line, column }
    }
}
