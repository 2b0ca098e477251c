//! An entry of `adjustments.xlsx` as it stood when a bulletin was issued.

use serde::{Deserialize, Serialize};
use tongbao_document::GroupId;
use tongbao_returns::domain::{OfficeFile, Period};

/// 差额: what was added to the sum of a group, and to no unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IssuedAdjustment {
    /// The quarter.
    pub period: Period,
    /// Whose sum.
    pub group: GroupId,
    /// Name of the item.
    pub item: String,
    /// How much.
    pub value: f64,
    /// 原因.
    pub reason: String,
    /// 文号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Sheet.
    pub sheet: String,
    /// A1 address of the number.
    pub cell: String,
    /// BLAKE3 of the file, hexadecimal.
    pub hash: String,
}

impl IssuedAdjustment {
    /// Whether two say the same, wherever they stand.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let said = |one: &Self| {
            let Self { period, group, item, value, reason, document, .. } = one.clone();
            (period, group, item, value.to_bits(), reason, document)
        };
        said(self) == said(other)
    }

    /// `adjustments.xlsx › 差额 › D4`
    pub fn place(&self) -> String {
        format!("{} › {} › {}", OfficeFile::Adjustments.name(), self.sheet, self.cell)
    }

    /// Why, with 文号.
    pub fn ground(&self) -> String {
        match &self.document {
            Some(document) => format!("{}，{document}", self.reason),
            None => self.reason.clone(),
        }
    }
}
