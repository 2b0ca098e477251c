//! Where something stands of which somebody is told: a file, one of its sheets, a cell.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use tongbao_document::address::{a1, parse_a1};

use super::place::Place;

/// A workbook that the office keeps beside the inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfficeFile {
    /// 名录.
    Registry,
    /// 说明: what the office says about findings that may stand.
    Explanations,
    /// 一票否决, 加分, 减分.
    Events,
    /// 典型做法.
    Practices,
    /// 销号.
    SignOffs,
    /// 差额.
    Adjustments,
}

impl OfficeFile {
    /// Its name in the workspace.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Registry => "registry.xlsx",
            Self::Explanations => "explanations.xlsx",
            Self::Events => "events.xlsx",
            Self::Practices => "practices.xlsx",
            Self::SignOffs => "signoff.xlsx",
            Self::Adjustments => "adjustments.xlsx",
        }
    }
}

/// A file of which something is said. Compared as it is called, so that lists of findings stand in the order of names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum File {
    /// Path of a return below the inbox, or as `tongbao check` was given it.
    Received(String),
    /// What the office keeps itself.
    Office(OfficeFile),
}

impl File {
    /// The path or name, as it is printed.
    pub fn name(&self) -> &str {
        match self {
            Self::Received(path) => path,
            Self::Office(file) => file.name(),
        }
    }

    /// Whether it is the return at a path.
    pub fn is_received(&self, path: &str) -> bool {
        matches!(self, Self::Received(own) if own == path)
    }
}

impl fmt::Display for File {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl Ord for File {
    fn cmp(&self, other: &Self) -> Ordering {
        let is_office = |file: &Self| matches!(file, Self::Office(_));
        (self.name(), is_office(self)).cmp(&(other.name(), is_office(other)))
    }
}

impl PartialOrd for File {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A cell of a sheet, counted from zero at A1; written `D14`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CellAddress {
    /// Zero-based row.
    pub row: u32,
    /// Zero-based column.
    pub column: u16,
}

impl fmt::Display for CellAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&a1(self.row, self.column))
    }
}

impl From<Place> for CellAddress {
    fn from(place: Place) -> Self {
        Self { row: place.row, column: place.column }
    }
}

/// Text that is no A1 address of a cell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a cell is written D14, found `{0}`")]
pub struct InvalidCellAddress(pub String);

impl FromStr for CellAddress {
    type Err = InvalidCellAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (row, column) = parse_a1(text).ok_or_else(|| InvalidCellAddress(text.to_owned()))?;
        Ok(Self { row, column })
    }
}

/// A place in a file: the whole file, a sheet, or a cell.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Location {
    /// Which file.
    pub file: File,
    /// Sheet name; `None` for the whole file.
    pub sheet: Option<String>,
    /// Which cell; `None` for the whole sheet.
    pub cell: Option<CellAddress>,
}

impl Location {
    /// The whole file.
    pub fn file(file: File) -> Self {
        Self { file, sheet: None, cell: None }
    }

    /// A sheet of the file.
    #[must_use]
    pub fn on_sheet(self, sheet: &str) -> Self {
        Self { sheet: Some(sheet.to_owned()), cell: None, ..self }
    }

    /// A cell of a sheet.
    #[must_use]
    pub fn on_cell(self, sheet: &str, cell: impl Into<CellAddress>) -> Self {
        Self { sheet: Some(sheet.to_owned()), cell: Some(cell.into()), ..self }
    }

    /// Sheet name as it is printed; empty for the whole file.
    pub fn sheet_name(&self) -> &str {
        self.sheet.as_deref().unwrap_or_default()
    }

    /// A1 address as it is printed; empty for the whole sheet.
    pub fn cell_name(&self) -> String {
        self.cell.map(|cell| cell.to_string()).unwrap_or_default()
    }
}

/// `a.xlsx › 表1 › D3`, as far as it goes.
impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.file.name())?;
        let parts = [self.sheet.clone(), self.cell.map(|cell| cell.to_string())].into_iter().flatten();
        parts.filter(|part| !part.is_empty()).try_for_each(|part| write!(formatter, " › {part}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_is_printed_as_far_as_it_goes() {
        let file = Location::file(File::Received("a.xlsx".to_owned()));
        assert_eq!(file.to_string(), "a.xlsx");
        assert_eq!(file.clone().on_sheet("表1").to_string(), "a.xlsx › 表1");
        let cell: CellAddress = "D3".parse().unwrap();
        assert_eq!(file.on_cell("表1", cell).to_string(), "a.xlsx › 表1 › D3");
        assert_eq!("3D".parse::<CellAddress>(), Err(InvalidCellAddress("3D".to_owned())));
    }

    #[test]
    fn files_stand_in_the_order_of_their_names() {
        let mut files =
            [File::Received("f.xlsx".to_owned()), File::Office(OfficeFile::Events), File::Received("a.xlsx".to_owned())];
        files.sort();
        assert_eq!(files.each_ref().map(File::name), ["a.xlsx", "events.xlsx", "f.xlsx"]);
    }

    #[test]
    fn a_return_is_not_taken_for_a_file_of_the_office_that_is_called_the_same() {
        let named = |file: &File| file.is_received("events.xlsx");
        assert!(named(&File::Received("events.xlsx".to_owned())) && !named(&File::Office(OfficeFile::Events)));
    }
}
