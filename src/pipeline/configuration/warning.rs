//! One thing in which plans and registry do not fit together: where it stands, what it is, what to do.

use std::fmt;

use serde::{Serialize, Serializer};

use super::trouble::Trouble;
use tongbao_returns::domain::CellAddress;
use tongbao_returns::registry::{SheetName, Spot};

/// Cells that a line names; the rest it counts.
const MOST_CELLS: usize = 3;

/// One thing in which plans and registry do not fit together. Its words are Chinese whatever the language of the messages: the clerk who
/// keeps the registry reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Where to look.
    pub place: Place,
    /// What is wrong.
    pub trouble: Trouble,
}

/// Where something is to be put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Cells of the registry, in their order; none if it concerns the whole sheet.
    Registry {
        /// On which sheet.
        sheet: SheetName,
        /// Where on it.
        cells: Vec<CellAddress>,
    },
    /// A file of a plan pack.
    Plan {
        /// Its folder.
        plan: String,
        /// The file.
        file: &'static str,
        /// The line, from 1, where the pack says it in one.
        line: Option<usize>,
    },
}

impl Warning {
    /// About rows of a sheet of the registry.
    pub(super) fn at(sheet: SheetName, spots: impl IntoIterator<Item = Option<Spot>>, trouble: Trouble) -> Self {
        let mut cells: Vec<CellAddress> = spots.into_iter().flatten().map(|spot| spot.cell).collect();
        cells.sort();
        Self { place: Place::Registry { sheet, cells }, trouble }
    }

    /// Whether somebody has to act; else it is only to be known.
    pub fn needs_action(&self) -> bool {
        self.trouble.needs_action()
    }

    /// About a file of a plan pack.
    pub(super) fn in_plan(plan: &str, file: &'static str, trouble: Trouble) -> Self {
        Self { place: Place::Plan { plan: plan.to_owned(), file, line: None }, trouble }
    }

    /// The same at a place of that file.
    #[must_use]
    pub(super) fn at_line(mut self, place: Option<&tongbao_figures::plan::place::Place>) -> Self {
        if let Place::Plan { line, .. } = &mut self.place {
            *line = place.map(|place| place.line);
        }
        self
    }
}

impl fmt::Display for Place {
    /// `registry.xlsx 机构!D4、D7、D9等5处`, `jining-2023/indicators.toml:12`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Registry { sheet, cells } => {
                write!(formatter, "registry.xlsx {}", sheet.word())?;
                let named: Vec<String> = cells.iter().take(MOST_CELLS).map(ToString::to_string).collect();
                match (named.len(), cells.len()) {
                    (0, _) => Ok(()),
                    (named_count, all) if named_count < all => write!(formatter, "!{}等{all}处", named.join("、")),
                    _ => write!(formatter, "!{}", named.join("、")),
                }
            }
            Self::Plan { plan, file, line: Some(line) } => write!(formatter, "{plan}/{file}:{line}"),
            Self::Plan { plan, file, line: None } => write!(formatter, "{plan}/{file}"),
        }
    }
}

impl fmt::Display for Warning {
    /// One line: where, what, and what to do.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, trouble } = self;
        write!(formatter, "{place}：{trouble}（{}）", trouble.hint())
    }
}

/// As JSON has it.
#[derive(Serialize)]
struct Told<'warning> {
    kind: &'static str,
    needs_action: bool,
    /// The file, below the workspace or the folder of packs.
    file: String,
    /// Of a file of a plan pack, from 1.
    line: Option<usize>,
    sheet: Option<&'static str>,
    cells: Vec<String>,
    message: String,
    hint: &'warning str,
}

impl Serialize for Warning {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (file, line, sheet, cells) = match &self.place {
            Place::Registry { sheet, cells } => {
                ("registry.xlsx".to_owned(), None, Some(sheet.word()), cells.iter().map(ToString::to_string).collect())
            }
            Place::Plan { plan, file, line } => (format!("{plan}/{file}"), *line, None, Vec::new()),
        };
        let hint = self.trouble.hint();
        let (kind, needs_action) = (self.trouble.kind(), self.needs_action());
        let told = Told { kind, needs_action, file, line, sheet, cells, message: self.trouble.to_string(), hint: &hint };
        told.serialize(serializer)
    }
}
