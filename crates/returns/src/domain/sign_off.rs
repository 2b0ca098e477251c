//! 销号: what the office decides about tasks that were filed as done.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::location::Location;

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Decision {
    /// 销号: the task is closed.
    Close,
    /// 退回: it is not done yet.
    SendBack,
}

impl Decision {
    /// 销号, 退回.
    pub fn word(self) -> &'static str {
        match self {
            Self::Close => "销号",
            Self::SendBack => "退回",
        }
    }
}

/// A row of the office's `signoff.xlsx`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    /// Identifier of the task, as the plan has it.
    pub task: String,
    /// What is decided.
    pub decision: Decision,
    /// When.
    pub on: Date,
    /// Why; a task is not sent back without a reason.
    pub reason: String,
    /// The cell of the decision.
    pub at: Location,
}
