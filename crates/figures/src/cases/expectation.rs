//! What must come of a case, in the types of the stages that it comes from.

use crate::aggregate::{Computed, Group};
use crate::assess::score::Lack;
use crate::assess::{Status, TaskStatus};
use crate::plan::{RuleSeverity, Weighed};
use tongbao_document::Light;

/// One thing that must come out.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// Where it stands in `tests.toml`, from 1.
    pub line: usize,
    /// Of whom.
    pub group: Group,
    /// As the test calls it.
    pub group_name: String,
    /// What.
    pub what: Expected,
}

/// What must come out.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// A figure of an indicator and what is made of it.
    Figure(ExpectedFigure),
    /// How a rule ends for a unit.
    Finding(ExpectedFinding),
    /// A score.
    Score(ExpectedScore),
    /// A part of a score.
    Points(ExpectedPoints),
    /// How a task stands.
    Task(ExpectedTask),
}

/// A figure; what is not said may be anything.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpectedFigure {
    /// Position of the indicator in the plan.
    pub indicator: usize,
    /// A number as printed, or why there is none.
    pub value: Option<Computed>,
    /// Its colour.
    pub light: Option<ExpectedLight>,
    /// How it stands to what is asked.
    pub status: Option<Status>,
    /// 覆盖率 in percent, to one decimal.
    pub coverage: Option<f64>,
    /// Its place among peers.
    pub place: Option<u32>,
}

/// A colour, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedLight {
    /// This one.
    Colour(Light),
    /// The figure is not judged.
    Dark,
}

/// How a rule ends for a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleEnding {
    /// 不通过: there is a finding.
    Broken,
    /// 通过: it was looked at and holds.
    Kept,
    /// 无法核对.
    Unverifiable,
    /// 未执行.
    NotRun,
    /// 不涉及: its `where` leaves the unit out.
    NotConcerned,
}

impl RuleEnding {
    /// As the list of findings counts it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Broken => "不通过",
            Self::Kept => "通过",
            Self::Unverifiable => "无法核对",
            Self::NotRun => "未执行",
            Self::NotConcerned => "不涉及",
        }
    }
}

/// How a rule ends; of a broken one also what is said.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpectedFinding {
    /// Identifier of the rule.
    pub rule: String,
    /// How it ends.
    pub ending: RuleEnding,
    /// What follows from the finding.
    pub severity: Option<RuleSeverity>,
    /// Words that stand in its sentence.
    pub message: Option<String>,
}

/// A score; every number has two decimals.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpectedScore {
    /// The score; none where the group must not be scored (不评分).
    pub score: Option<f64>,
    /// Position of the grade.
    pub grade: Option<usize>,
    /// 加分.
    pub bonus: Option<f64>,
    /// 减分.
    pub penalty: Option<f64>,
    /// Its place among peers.
    pub place: Option<u32>,
}

/// A part of a score.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpectedPoints {
    /// Which.
    pub what: Weighed,
    /// As the test calls it.
    pub name: String,
    /// Points, two decimals.
    pub points: Option<f64>,
    /// 折算权重, two decimals.
    pub weight: Option<f64>,
    /// Why there is nothing to score.
    pub lack: Option<Lack>,
}

/// How a task stands.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpectedTask {
    /// Identifier of the task.
    pub task: String,
    /// Its state.
    pub status: Option<TaskStatus>,
    /// Days after its deadline; 0 of one that is not overdue.
    pub overdue_days: Option<i32>,
}
