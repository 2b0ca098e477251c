//! L: the ledger of tasks, as units filed it and as the office decided.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::NamedTask;
use crate::domain::{Decision, Period, TaskColumn, TaskState};

/// L01: done, and no proof of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoneUnproven {
    /// Which.
    pub task: NamedTask,
    /// What is lacking: 完成日期 or 佐证材料.
    pub lacking: TaskColumn,
}

/// L02: done after the period's end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoneAfterPeriod {
    /// Which.
    pub task: NamedTask,
    /// When.
    pub done_on: Date,
    /// For when was filed.
    pub period: Period,
}

/// L03: the state went back, and nobody sent it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskWentBack {
    /// Which.
    pub task: NamedTask,
    /// For when it was filed before.
    pub before: Period,
    /// As it was then.
    pub was: TaskState,
    /// As it is now.
    pub is: TaskState,
}

/// L04: behind, and nobody says why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LagUnexplained {
    /// Which.
    pub task: NamedTask,
}

/// L05: the plan names others for the task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskOfOthers {
    /// Which.
    pub task: NamedTask,
    /// Whom the plan names.
    pub responsible: Vec<String>,
}

/// L06: a decision of the office, or all of them, cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignOffUnusable {
    /// No sheet has the columns.
    NoTable,
    /// Which task is not said.
    TaskUnsaid,
    /// No plan has the task.
    StrangeTask {
        /// As written.
        written: String,
    },
    /// Several plans have it.
    AmbiguousTask {
        /// As written.
        written: String,
    },
    /// What was decided is not said.
    DecisionUnsaid,
    /// What is said decides nothing.
    DecisionUnclear {
        /// As written.
        written: String,
    },
    /// When is not said.
    DateUnsaid,
    /// What is said is no date.
    DateUnclear {
        /// As written.
        written: String,
    },
    /// Rows decided after the day until which is counted: a later run counts them.
    Later {
        /// How many.
        count: usize,
        /// That day.
        as_of: Date,
    },
    /// The task was closed before.
    ClosedBefore {
        /// Which.
        task: NamedTask,
        /// When.
        on: Date,
    },
    /// Nobody had filed the task as done.
    NotDone {
        /// Which.
        task: NamedTask,
        /// What was decided.
        decision: Decision,
        /// When.
        on: Date,
    },
}

/// L07: sent back without a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOffUnreasoned {
    /// 任务编号.
    pub code: String,
}

/// L08: nobody files about some tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskUnanswered {
    /// 方案, where the form asks for the tasks of several.
    pub plan: Option<String>,
    /// How many.
    pub count: usize,
    /// The first of them.
    pub first: Vec<LonelyTask>,
}

/// A task about which nobody files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LonelyTask {
    /// 任务编号.
    pub code: String,
    /// Whom the plan names; may be nobody.
    pub responsible: Vec<String>,
}

/// L09: done again, with the day and the proof of the step before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRepeated {
    /// Which.
    pub task: NamedTask,
    /// Number of the step that the report speaks of, from 1.
    pub step: usize,
    /// 完成日期.
    pub done_on: Date,
}
