//! What became of a return since a bulletin was issued.

use std::fmt;

use tongbao_returns::domain::Period;

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// 更正: it counted then and counts now, with other values.
    Corrected,
    /// 补报: it did not count then.
    Added,
    /// 退回: it counted then, and was sent back since.
    SentBack,
    /// 撤回: it counted then, and is gone.
    Withdrawn,
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Corrected => "更正",
            Self::Added => "补报",
            Self::SentBack => "退回",
            Self::Withdrawn => "撤回",
        })
    }
}

/// A return that came, went or changed since a bulletin was issued.
#[derive(Debug, Clone, PartialEq)]
pub struct ReturnChange {
    /// For when.
    pub period: Period,
    /// 单位代码.
    pub unit: String,
    /// 单位名称.
    pub unit_name: String,
    /// 单位代码 of the unit with which it counts where that contains its figures by now (前身数据 并入); none where it counts for itself.
    pub counts_for: Option<String>,
    /// 表号 and title.
    pub form: String,
    /// Whether the form is one of the task ledger: nothing else changes what is said of tasks.
    pub is_of_ledger: bool,
    /// What became of it.
    pub kind: ChangeKind,
    /// Path of the file that counts now, else of the one that counted then.
    pub file: String,
    /// The values that differ.
    pub cells: Vec<CellChange>,
}

impl ReturnChange {
    /// 单位代码 of the unit with which what flowed counts.
    pub fn counted_with(&self) -> &str {
        self.counts_for.as_deref().unwrap_or(&self.unit)
    }
}

/// A value that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct CellChange {
    /// 指标项名称.
    pub item: String,
    /// Sheet, in the file that counts now, else in the one that counted then.
    pub sheet: Option<String>,
    /// A1 address, likewise.
    pub cell: Option<String>,
    /// As it counted then.
    pub old: String,
    /// As it counts now.
    pub new: String,
    /// By how much it is more now, taking what did not count for nothing; none of what is no number.
    pub amount: Option<f64>,
    /// Whether it flowed in the quarter alone, so that it is added up with the other quarters of its year.
    pub is_added_up: bool,
}
