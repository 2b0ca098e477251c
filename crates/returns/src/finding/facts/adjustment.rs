//! E04: what the office wants added to the sums of groups.

use serde::{Deserialize, Serialize};

use super::SubjectTrouble;
use crate::domain::CellAddress;

/// E04: an adjusting entry, or all of them, cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AdjustmentNotUsed {
    /// No sheet has the columns.
    NoTable,
    /// For when is not said.
    PeriodUnsaid,
    /// What is said is no period.
    PeriodUnclear {
        /// As written.
        written: String,
    },
    /// Whose sum it is.
    Group(SubjectTrouble),
    /// A unit is named: what a unit did its own return says.
    OfAUnit {
        /// Name of the unit.
        name: String,
    },
    /// To what is not said.
    ItemUnsaid,
    /// No form has the item.
    ItemUnknown {
        /// As written.
        written: String,
        /// Items of nearly that name.
        nearest: Vec<String>,
    },
    /// Values of the item are not added over units, so that there is no sum.
    ItemNeverAdds {
        /// The item.
        item: String,
    },
    /// How much is not said.
    ValueUnsaid,
    /// What is said is no number in the item's unit of measure.
    ValueUnclear {
        /// As written.
        written: String,
        /// 计量单位 of the item.
        unit: String,
    },
    /// Why is not said.
    ReasonUnsaid,
    /// The same row stands above.
    Twice {
        /// Sheet of the first.
        sheet: String,
        /// Its cell.
        cell: CellAddress,
    },
}
