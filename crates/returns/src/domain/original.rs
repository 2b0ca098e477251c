//! A workbook as it was sent, cell by cell: what a return slip repeats.

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum OriginalValue {
    /// A number.
    Number(f64),
    /// Words; the sign of an error of a formula is words too.
    Text(String),
    /// TRUE or FALSE.
    Truth(bool),
    /// A number shown as day or time: days since 30 December 1899.
    Moment(f64),
}

/// A filled cell.
#[derive(Debug, Clone, PartialEq)]
pub struct OriginalCell {
    /// Counted from zero at A1.
    pub row: u32,
    /// Counted from zero at A1.
    pub column: u16,
    /// What stands in it.
    pub value: OriginalValue,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct OriginalSheet {
    /// Name of the sheet.
    pub name: String,
    /// Whether Excel hides the sheet.
    pub is_hidden: bool,
    /// Filled cells, by row and column.
    pub cells: Vec<OriginalCell>,
}

/// A workbook.
#[derive(Debug, Clone, PartialEq)]
pub struct Original {
    /// Whether its dates count from 1904: matters where a bare number answers for a date.
    pub is_1904: bool,
    /// Position of the sheet that was read as the cover.
    pub cover: Option<usize>,
    /// In their order, without those that an earlier slip put in front.
    pub sheets: Vec<OriginalSheet>,
}
