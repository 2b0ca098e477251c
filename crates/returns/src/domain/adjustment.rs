//! 差额: what the office adds to the sum of a group because no return can say it (docs/numbers.md rule 6).

use serde::{Deserialize, Serialize};

use super::code::{AllianceCode, CountyCode, ItemName};
use super::location::{CellAddress, File, Location, OfficeFile};
use super::period::Period;

/// Whose sum is adjusted: never a unit's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AdjustedGroup {
    /// A county, or the whole area by its own code.
    County(CountyCode),
    /// An alliance.
    Alliance(AllianceCode),
}

/// One row of `adjustments.xlsx`.
#[derive(Debug, Clone, PartialEq)]
pub struct Adjustment {
    /// The quarter; a half and a year have the rows of the quarter with which they end, as they have its filings.
    pub period: Period,
    /// Whose sum.
    pub group: AdjustedGroup,
    /// What is added to: an item that adds over units.
    pub item: ItemName,
    /// How much; of what flows, since 1 January, as a filing says it. Less than zero takes away.
    pub value: f64,
    /// 原因.
    pub reason: String,
    /// 文号.
    pub document: Option<String>,
    /// Sheet name.
    pub sheet: String,
    /// The cell of the number.
    pub cell: CellAddress,
}

impl Adjustment {
    /// Where the number stands.
    pub fn at(&self) -> Location {
        Location::file(File::Office(OfficeFile::Adjustments)).on_cell(&self.sheet, self.cell)
    }

    /// Why, with 文号: `一支手术团队登记在两家医院，小卫发〔2025〕9号`.
    pub fn ground(&self) -> String {
        match &self.document {
            Some(document) => format!("{}，{document}", self.reason),
            None => self.reason.clone(),
        }
    }
}

/// All of them, with the file that they stand in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Adjustments {
    /// BLAKE3 of the file, hexadecimal; empty without the file.
    pub hash: String,
    /// In the order of the file.
    pub rows: Vec<Adjustment>,
}
