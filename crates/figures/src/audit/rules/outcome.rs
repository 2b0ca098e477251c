//! How each rule ended: pass, fail, unverifiable or not run; none is hidden.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::plan::RuleSeverity;
use crate::plan::rule::Dormant;
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
    NotRun(NotRun),
}

/// Why a rule was not run for a unit. In the order of the words, which are Chinese: the office reads them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRun {
    /// It does not hold for the period.
    #[error(transparent)]
    Dormant(#[from] Dormant),
    /// It needs a registry, and there is none.
    #[error("没有名录，不能核对")]
    NoRegistry,
    /// The unit filed nothing.
    #[error("未报")]
    NotFiled,
    /// It has nothing to judge by.
    #[error("没有条件")]
    NoCondition,
    /// There are too few like the unit.
    #[error("同类机构不足{fewest}家")]
    FewPeers {
        /// How many it takes.
        fewest: usize,
    },
}

impl Ord for NotRun {
    fn cmp(&self, other: &Self) -> Ordering {
        self.to_string().cmp(&other.to_string())
    }
}

impl PartialOrd for NotRun {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// As a key of JSON.
impl Serialize for NotRun {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What the office should look into about a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The engine refused it, although the pack's check let it pass; in the engine's own words.
    #[error("规则执行出错：{0}")]
    Engine(String),
    /// It concerns nobody.
    #[error("没有匹配到任何填报单位")]
    NoUnits,
    /// Nobody filed what it reads: the items as the rule names them.
    #[error("读取的指标项无人填报：{}", .0.join("、"))]
    Silent(Vec<String>),
    /// Whoever said anything of what it reads said that it does not apply: the items as the rule names them.
    #[error("读取的指标项填了的都是不适用：{}", .0.join("、"))]
    Inapplicable(Vec<String>),
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
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
    /// What follows if it is broken.
    pub severity: RuleSeverity,
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
    pub reasons: BTreeMap<NotRun, usize>,
    /// What the office should look into, if anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
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
