//! What a command asks of a run.

use tongbao_returns::domain::{Cycle, Period};

/// What to run.
#[derive(Debug, Clone, Copy)]
pub struct RunRequest {
    /// For when; without it the newest quarter that has ended. A quarter may ask for the half or the year with which it ends.
    pub period: Option<Period>,
    /// Which bulletin; without it those due for the period.
    pub cycle: Option<Cycle>,
    /// Whether the files are read back and compared with the documents before they are published.
    pub verifies: bool,
}

impl Default for RunRequest {
    fn default() -> Self {
        Self { period: None, cycle: None, verifies: true }
    }
}

/// Which of the bulletins, and whether it is issued.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// Only those of this plan.
    pub plan: Option<String>,
    /// It is issued (定稿).
    pub issue: Option<IssueRequest>,
}

/// A bulletin that is to be issued (定稿).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueRequest {
    /// 第几期.
    pub number: u32,
    /// Why it is issued although something stands open; none if it is not to be then.
    pub force: Option<String>,
}
