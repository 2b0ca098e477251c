//! Where a value stands: the end of every chain from a printed number.

use std::fmt;

use serde::{Deserialize, Serialize};
use tongbao_document::address::a1;

/// A cell of a sheet, counted from zero at A1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Index into the return's sheet names.
    pub sheet: u16,
    /// Zero-based row.
    pub row: u32,
    /// Zero-based column.
    pub column: u16,
}

impl Place {
    /// `D14`
    pub fn a1(self) -> String {
        a1(self.row, self.column)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.a1())
    }
}
