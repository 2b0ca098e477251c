//! What a part of a scheme scores, as its rows name and measure it: an indicator, or 任务完成率.

use super::told::Told;
use crate::compose::numbers::Numbers;
use crate::compose::sources::Sources;
use tongbao_document::subject::{TaskCount, TaskSlice};
use tongbao_document::{Figure, FigureId, Measure, Subject, Value};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::TaskTally;
use tongbao_figures::assess::score::COMPLETION_DECIMALS;
use tongbao_figures::plan::{Indicator, Plan, TASK_COMPLETION, Weighed, WeightedPart};

/// What is scored.
#[derive(Clone, Copy)]
pub(super) enum Scored<'run> {
    /// An indicator, with its position in the plan.
    Indicator(usize, &'run Indicator),
    /// 任务完成率.
    Tasks,
}

impl<'run> Scored<'run> {
    pub(super) fn of(plan: &'run Plan, part: &WeightedPart) -> Option<Self> {
        match part.what {
            Weighed::Indicator(position) => Some(Self::Indicator(position, plan.indicators.get(position)?)),
            Weighed::Tasks => Some(Self::Tasks),
        }
    }

    pub(super) fn name(self) -> &'run str {
        match self {
            Self::Indicator(_, indicator) => &indicator.id,
            Self::Tasks => TASK_COMPLETION,
        }
    }

    pub(super) fn unit(self) -> String {
        match self {
            Self::Indicator(_, indicator) => indicator.unit.to_string(),
            Self::Tasks => "%".to_owned(),
        }
    }

    pub(super) fn clause(self) -> &'run str {
        match self {
            Self::Indicator(_, indicator) => &indicator.clause,
            Self::Tasks => "",
        }
    }

    /// Which figure its value is.
    pub(super) fn value_id(self, told: &Told<'_>, group: &Group) -> FigureId {
        let (subject, measure) = match self {
            Self::Indicator(_, indicator) => (Subject::Indicator(indicator.id.clone()), Measure::Value),
            Self::Tasks => (Subject::Tasks(TaskSlice::Whole, TaskCount::Completion), Measure::Share),
        };
        told.material.id(group, subject, measure)
    }

    /// The printed value; of an institution as it follows from what was filed, where the workbook lists that.
    pub(super) fn value(self, told: &Told<'_>, group: &Group, sources: Option<&Sources<'_>>) -> Option<Figure> {
        match self {
            Self::Indicator(position, _) => Numbers::of(told.material, position, group).map(|numbers| match sources {
                Some(sources) => numbers.value_from(sources),
                None => numbers.value(),
            }),
            Self::Tasks => {
                let share = self.tasks(told, group)?.completion_percent()?;
                Some(Figure::new(self.value_id(told, group), Value::Number(share), COMPLETION_DECIMALS, "%"))
            }
        }
    }

    /// The coverage beside it; tasks have none.
    pub(super) fn coverage(self, told: &Told<'_>, group: &Group) -> Option<Figure> {
        match self {
            Self::Indicator(position, _) => Numbers::of(told.material, position, group).map(|numbers| numbers.coverage()),
            Self::Tasks => None,
        }
    }

    /// The tasks that are due, of a part that scores them.
    pub(super) fn tasks(self, told: &Told<'_>, group: &Group) -> Option<TaskTally> {
        let tally = || TaskTally::of(told.material.ledger.of(group), told.material.period.last_day());
        matches!(self, Self::Tasks).then(tally).filter(|tasks| tasks.due > 0)
    }
}
