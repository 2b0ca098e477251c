//! What happened to somebody in a year that counts beside the figures: 一票否决, 加分, 减分.

use jiff::civil::Date;

use super::code::{AllianceCode, CountyCode, UnitCode};
use super::location::CellAddress;
use super::period::Period;

/// Whom it concerns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventSubject {
    /// A county, or the whole area by its own code.
    County(CountyCode),
    /// An alliance.
    Alliance(AllianceCode),
    /// A unit.
    Unit(UnitCode),
}

/// What follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nature {
    /// 一票否决: the grade is capped.
    Veto,
    /// 加分.
    Bonus,
    /// 减分.
    Penalty,
}

impl Nature {
    /// As printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Veto => "一票否决",
            Self::Bonus => "加分",
            Self::Penalty => "减分",
        }
    }
}

/// One row of `practices.xlsx`: 典型做法 of a county, an alliance or a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Practice {
    /// The period whose bulletin tells it.
    pub period: Period,
    /// Whose.
    pub subject: EventSubject,
    /// 题目.
    pub title: String,
    /// What was done and what came of it, in the office's words.
    pub text: String,
}

/// One row of `events.xlsx`.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Whom it concerns.
    pub subject: EventSubject,
    /// What follows from it.
    pub nature: Nature,
    /// Identifier of the veto or adjustment in the plan.
    pub matter: String,
    /// When.
    pub date: Date,
    /// 分值 of this one event, more than zero; the plan's points if absent.
    pub points: Option<f64>,
    /// 依据.
    pub reason: String,
    /// Sheet name.
    pub sheet: String,
    /// The cell of the matter.
    pub cell: CellAddress,
}
