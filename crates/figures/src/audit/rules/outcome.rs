//! How each rule ended: pass, fail, unverifiable or not run; none is hidden.

use std::collections::BTreeMap;

use serde::Serialize;

use tongbao_returns::domain::Period;

/// How a rule ended for one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// 通过.
    Pass,
    /// 不通过.
    Fail,
    /// 无法核对: an operand is missing, or the condition has no value.
    Unverifiable,
    /// 未执行, and why.
    NotRun(String),
}

/// How a rule ended for all units that it concerns; the four counts add up to those units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleOutcome {
    /// For when.
    pub period: Period,
    /// Plan in which it stands.
    pub plan: String,
    /// Identifier.
    pub rule: String,
    /// Family: 表内, 跨期 …
    pub family: String,
    /// Title of the form.
    pub form: String,
    /// 强制性, 准强制性, 核实性, 提示.
    pub severity: String,
    /// 通过.
    pub pass: usize,
    /// 不通过.
    pub fail: usize,
    /// 无法核对.
    pub unverifiable: usize,
    /// 未执行.
    pub not_run: usize,
    /// Why it was not run, with the number of units.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub reasons: BTreeMap<String, usize>,
    /// What the office should look into: an error, no unit, an item that nobody filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

impl RuleOutcome {
    /// Counts a verdict.
    pub(super) fn count(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Pass => self.pass += 1,
            Verdict::Fail => self.fail += 1,
            Verdict::Unverifiable => self.unverifiable += 1,
            Verdict::NotRun(reason) => {
                self.not_run += 1;
                *self.reasons.entry(reason.clone()).or_default() += 1;
            }
        }
    }

    /// Units concerned.
    pub fn units(&self) -> usize {
        self.pass + self.fail + self.unverifiable + self.not_run
    }
}

impl Verdict {
    /// The verdict of a rule from those of its parts: one failure fails it, one doubt keeps it from passing.
    pub(super) fn worst(self, other: Self) -> Self {
        let rank = |verdict: &Self| match verdict {
            Self::Fail => 0,
            Self::Unverifiable => 1,
            Self::Pass => 2,
            Self::NotRun(_) => 3,
        };
        if rank(&other) < rank(&self) { other } else { self }
    }
}
