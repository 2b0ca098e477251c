//! E: what the office entered for scores and for the half-year notice.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::CellAddress;

/// Why a row does not say whom it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SubjectTrouble {
    /// Neither code nor name.
    Unsaid,
    /// Nobody bears the code.
    StrangeCode {
        /// As written.
        code: String,
    },
    /// Nobody bears the name.
    StrangeName {
        /// As written.
        name: String,
    },
    /// Several bear the name.
    AmbiguousName {
        /// As written.
        name: String,
    },
    /// Code and name are not the same one's.
    Mismatch {
        /// As written.
        code: String,
        /// As written.
        name: String,
    },
}

/// What is wrong with a row of events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowTrouble {
    /// Whom it is about.
    Subject(SubjectTrouble),
    /// What happened is not said.
    MatterUnsaid,
    /// No plan knows what happened.
    StrangeMatter {
        /// As written.
        matter: String,
        /// What the plans know.
        known: Vec<String>,
    },
    /// It is counted from the returns.
    CountedMatter {
        /// As written.
        matter: String,
    },
    /// When is not said.
    DateUnsaid,
    /// What is said is no date.
    DateUnclear {
        /// As written.
        written: String,
    },
    /// Nobody can mean so late a day yet.
    DateFarOff {
        /// As read.
        date: Date,
        /// The day until which is counted.
        as_of: Date,
    },
    /// 分值 is no number of points.
    Points {
        /// As written.
        written: String,
    },
}

/// E01: an event, or all of them, cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventNotUsed {
    /// No sheet has the columns.
    NoTable,
    /// A row is not understood.
    Row(RowTrouble),
    /// It happened after the day until which is counted: a later run counts it.
    Later {
        /// When.
        date: Date,
        /// That day.
        as_of: Date,
    },
}

/// E02: the same event stands in two rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTwice {
    /// Sheet of the first.
    pub sheet: String,
    /// Its cell.
    pub cell: CellAddress,
}

/// E03: a practice, or all of them, cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PracticeNotUsed {
    /// No sheet has the columns.
    NoTable,
    /// Whose it is.
    Subject(SubjectTrouble),
    /// For when is not said.
    PeriodUnsaid,
    /// What is said is no period.
    PeriodUnclear {
        /// As written.
        written: String,
    },
    /// 题目 is blank.
    TitleUnsaid,
    /// 做法 is blank.
    TextUnsaid,
}
