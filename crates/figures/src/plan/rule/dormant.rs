//! Why a rule does not hold for a period; its words are Chinese, because the office reads them.

use super::Rule;
use tongbao_returns::domain::Period;
use tongbao_returns::domain::period::Part;

/// Why a rule does not hold for a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Dormant {
    /// It no longer runs at all, and why.
    #[error("规则已停用：{0}")]
    Deactivated(String),
    /// The period lies before the first for which it holds.
    #[error("规则在该报告期尚未启用")]
    NotYet,
    /// The period lies after the last for which it holds.
    #[error("规则在该报告期已停止执行")]
    NoMore,
    /// It runs in other quarters.
    #[error("本季不适用")]
    OtherQuarter,
}

impl Rule {
    /// Why the rule does not hold for a period; nothing if it does.
    pub fn dormant(&self, period: Period) -> Option<Dormant> {
        let quarter = match period.part {
            Part::Quarter(quarter) => Some(quarter),
            Part::Half(_) | Part::Year => None,
        };
        if let Some(reason) = &self.deactivated {
            Some(Dormant::Deactivated(reason.clone()))
        } else if self.since.is_some_and(|since| period.last_day() < since.last_day()) {
            Some(Dormant::NotYet)
        } else if self.until.is_some_and(|until| period.last_day() > until.last_day()) {
            Some(Dormant::NoMore)
        } else if !self.quarters.is_empty() && quarter.is_some_and(|quarter| !self.quarters.contains(&quarter)) {
            Some(Dormant::OtherQuarter)
        } else {
            None
        }
    }
}
