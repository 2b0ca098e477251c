//! The state of a task at the end of a period, with what it rests on.

use jiff::civil::Date;

use super::status::{Spread, StepStanding, TaskStatus};
use crate::audit::{DoneStep, Party, TaskReport};
use tongbao_returns::domain::{SignOff, TaskState};

/// How one stands who answers for a task.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<'run> {
    /// Who.
    pub party: &'run Party,
    /// Its state.
    pub status: TaskStatus,
    /// The report that decides: its last one, of several units the least advanced.
    pub report: Option<&'run TaskReport>,
    /// At which step it stands, of a task in steps.
    pub step: Option<StepStanding>,
}

/// A state with what it rests on.
pub(super) struct Settled<'run> {
    pub(super) status: TaskStatus,
    pub(super) parts: Vec<Part<'run>>,
    pub(super) report: Option<&'run TaskReport>,
    pub(super) closed_on: Option<Date>,
    pub(super) sent_back: Option<&'run SignOff>,
    /// Of a task in steps.
    pub(super) step: Option<StepStanding>,
    /// The steps that are done, where one answers.
    pub(super) done_steps: Vec<DoneStep<'run>>,
}

impl Settled<'_> {
    /// How many steps are done by all who answer; none of a task without steps.
    pub(super) fn steps_done(&self) -> usize {
        self.step.map_or(0, |step| step.done)
    }

    pub(super) fn spread(&self) -> Spread {
        Spread::of(&self.parts.iter().map(|part| part.status).collect::<Vec<_>>())
    }

    /// When the last of those was done who did it; nothing as long as it is not done.
    pub(super) fn done_on(&self) -> Option<Date> {
        let reports = self.parts.iter().filter_map(|part| part.report).filter(|report| report.state == TaskState::Done);
        reports.filter_map(|report| report.done_on).max().filter(|_| self.status.is_done())
    }
}
