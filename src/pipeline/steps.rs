//! Where a unit stands in the steps of its tasks: the form that it is handed asks for the one that is open.

use std::borrow::Cow;

use jiff::civil::Date;

use super::gathered::Gathered;
use super::ledger::answerers;
use tongbao_figures::assess::TaskSources;
use tongbao_figures::assess::ledger::step_at;
use tongbao_figures::audit::{Answerers, TaskLedger};
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{Form, Period, StepAt, Task};
use tongbao_returns::registry::{Registry, Unit};

/// What was said and decided of the plans' tasks in steps before a period.
pub(super) struct Steps<'run> {
    /// The plans that have any, each with who answers for what.
    plans: Vec<(&'run Plan, Answerers)>,
    ledger: &'run TaskLedger,
    period: Period,
    as_of: Date,
}

impl<'run> Steps<'run> {
    pub(super) fn new(
        plans: &'run [Plan],
        registry: &Registry,
        gathered: &'run Gathered,
        (period, as_of): (Period, Date),
    ) -> Self {
        let with_steps = plans.iter().filter(|plan| plan.ledger.iter().any(|row| !row.steps.is_empty()));
        let plans = with_steps.map(|plan| (plan, answerers(&plan.forms, registry, &gathered.accepted, period))).collect();
        Self { plans, ledger: &gathered.ledger, period, as_of }
    }

    /// A form as it is handed to a unit for the period.
    pub(super) fn on<'form>(&self, form: &'form Form, unit: &Unit) -> Cow<'form, Form> {
        match &form.tasks {
            None => Cow::Borrowed(form),
            Some(tasks) => {
                let form = form.handed_out_in(self.period.year);
                Cow::Owned(if tasks.has_steps() { form.at_steps(|task| self.at(task, unit)) } else { form })
            }
        }
    }

    fn at(&self, task: &Task, unit: &Unit) -> StepAt {
        let of_plan = |(plan, answering): &(&'run Plan, Answerers)| {
            let row = plan.ledger.iter().find(|row| row.id == task.id)?;
            let (ledger, as_of) = (self.ledger, self.as_of);
            let sources =
                TaskSources { tasks: &plan.ledger, ledger, answering, as_of, issued: None, mechanisms: &plan.mechanisms };
            Some(step_at(&sources, row, &unit.code, self.period))
        };
        self.plans.iter().find_map(of_plan).unwrap_or_default()
    }
}
