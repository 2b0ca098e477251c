//! One thing that a form asks for.

use super::code::ItemName;

/// How an item behaves over time and over units (docs/numbers.md rule 14); a wrong axis is the classic error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// 时期数, filed since 1 January or for the quarter alone, as the form says ([`super::FlowBasis`]); adds over units.
    Flow,
    /// 时点数: the period's last value; adds over units.
    Stock,
    /// A grade, a rank, an index: the period's last value; never adds.
    Level,
    /// 是/否; counts only.
    YesNo,
    /// One of a list; counts only.
    Choice(Vec<String>),
    /// A date; counts only.
    Date,
    /// Words; counts only.
    Text,
}

impl Kind {
    /// Whether the item is a number in a cell.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Flow | Self::Stock | Self::Level)
    }

    /// Whether values of several units may be added.
    pub fn adds(&self) -> bool {
        matches!(self, Self::Flow | Self::Stock)
    }
}

impl Item {
    /// A whole number without unit or bounds, of which no more is said.
    pub fn new(code: impl Into<String>, name: ItemName, kind: Kind) -> Self {
        Self {
            code: code.into(),
            name,
            label: None,
            unit: String::new(),
            kind,
            decimals: 0,
            min: None,
            max: None,
            part_of: None,
            may_not_apply: false,
            note: String::new(),
        }
    }

    /// As forms print it: its label, or its name where it has none.
    pub fn printed(&self) -> &str {
        self.label.as_deref().unwrap_or(self.name.as_str())
    }
}

/// One cell of a form (指标项).
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// 代码: what finds the row; unique in the form.
    pub code: String,
    /// Identifier in formulas, and what is printed where it has no label.
    pub name: ItemName,
    /// What forms print in the name's stead: any words, with brackets and commas.
    pub label: Option<String>,
    /// 计量单位.
    pub unit: String,
    /// Its axes.
    pub kind: Kind,
    /// Decimals that the form asks for.
    pub decimals: u8,
    /// Least value that makes sense.
    pub min: Option<f64>,
    /// Greatest value that makes sense.
    pub max: Option<f64>,
    /// 其中: the item that this one cannot exceed, of this form or of another one that the same unit files.
    pub part_of: Option<ItemName>,
    /// Whether 不适用 is a possible answer: a unit may have nothing of this (docs/numbers.md rule 3).
    pub may_not_apply: bool,
    /// 口径.
    pub note: String,
}
