//! For what time a form asks for that which flows.

use serde::{Deserialize, Serialize};

/// What the flows (时期数) of a form are filed for (docs/numbers.md rule 14); whatever does not flow is the same in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FlowBasis {
    /// 累计数: since 1 January, so that a quarter alone is the difference of two filings.
    #[default]
    YearToDate,
    /// 本季数: of the quarter alone, so that the year so far is the sum of its quarters.
    Quarter,
}

impl FlowBasis {
    /// Whether it is what forms ask for that say nothing.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// What heads the values on a form.
    pub fn header(self) -> &'static str {
        match self {
            Self::YearToDate => "本期累计",
            Self::Quarter => "本季数",
        }
    }
}
