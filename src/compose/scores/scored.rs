//! What a part of a scheme scores, as its rows name and measure it: an indicator, 任务完成率, or 逾期任务数.

use super::told::Told;
use crate::compose::numbers::Numbers;
use crate::compose::sources::Sources;
use tongbao_document::subject::{TaskCount, TaskSlice};
use tongbao_document::{Figure, FigureId, Measure, Subject, Value, count};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::TaskTally;
use tongbao_figures::assess::score::COMPLETION_DECIMALS;
use tongbao_figures::plan::{Indicator, OVERDUE_TASKS, Plan, TASK_COMPLETION, Weighed, WeightedPart};

/// What is scored.
#[derive(Clone, Copy)]
pub(super) enum Scored<'run> {
    /// An indicator, with its position in the plan.
    Indicator(usize, &'run Indicator),
    /// 任务完成率.
    Tasks,
    /// 逾期任务数.
    OverdueTasks,
}

impl<'run> Scored<'run> {
    pub(super) fn of(plan: &'run Plan, part: &WeightedPart) -> Option<Self> {
        match part.what {
            Weighed::Indicator(position) => Some(Self::Indicator(position, plan.indicators.get(position)?)),
            Weighed::Tasks => Some(Self::Tasks),
            Weighed::OverdueTasks => Some(Self::OverdueTasks),
        }
    }

    pub(super) fn name(self) -> &'run str {
        match self {
            Self::Indicator(_, indicator) => &indicator.id,
            Self::Tasks => TASK_COMPLETION,
            Self::OverdueTasks => OVERDUE_TASKS,
        }
    }

    pub(super) fn unit(self) -> String {
        match self {
            Self::Indicator(_, indicator) => indicator.unit.to_string(),
            Self::Tasks => "%".to_owned(),
            Self::OverdueTasks => "项".to_owned(),
        }
    }

    pub(super) fn clause(self) -> &'run str {
        match self {
            Self::Indicator(_, indicator) => &indicator.clause,
            Self::Tasks | Self::OverdueTasks => "",
        }
    }

    /// Which figure its value is.
    pub(super) fn value_id(self, told: &Told<'_>, group: &Group) -> FigureId {
        let (subject, measure) = match self {
            Self::Indicator(_, indicator) => (Subject::Indicator(indicator.id.clone()), Measure::Value),
            Self::Tasks => (Subject::Tasks(TaskSlice::Whole, TaskCount::Completion), Measure::Share),
            Self::OverdueTasks => (Subject::Tasks(TaskSlice::Whole, TaskCount::Overdue), Measure::Count),
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
            Self::OverdueTasks => {
                let overdue = count::to_f64(self.tasks(told, group)?.overdue);
                Some(Figure::new(self.value_id(told, group), Value::Number(overdue), 0, "项"))
            }
        }
    }

    /// The coverage beside it; tasks have none.
    pub(super) fn coverage(self, told: &Told<'_>, group: &Group) -> Option<Figure> {
        match self {
            Self::Indicator(position, _) => Numbers::of(told.material, position, group).map(|numbers| numbers.coverage()),
            Self::Tasks | Self::OverdueTasks => None,
        }
    }

    /// The tasks that are due, of a part that scores tasks.
    pub(super) fn tasks(self, told: &Told<'_>, group: &Group) -> Option<TaskTally> {
        let tally = || TaskTally::of(told.material.ledger.of(group), told.material.period.last_day());
        matches!(self, Self::Tasks | Self::OverdueTasks).then(tally).filter(|tasks| tasks.due > 0)
    }
}
