//! Whose task facts are about, where a ledger form asks for the tasks of several plans: the bulletin of one plan tells of no other's.

use super::{ItemMissing, NameMismatch, SignOffUnusable};
use crate::finding::Facts;

impl Facts {
    /// 方案 of the task that they are about; none of what is about no task, and where a form has one plan's tasks.
    pub fn plan_of_task(&self) -> Option<&str> {
        let task = match self {
            Self::TaskUnanswered(unanswered) => return unanswered.plan.as_deref(),
            Self::DoneUnproven(facts) => &facts.task,
            Self::DoneAfterPeriod(facts) => &facts.task,
            Self::TaskWentBack(facts) => &facts.task,
            Self::LagUnexplained(facts) => &facts.task,
            Self::TaskOfOthers(facts) => &facts.task,
            Self::StepRepeated(facts) => &facts.task,
            Self::SignOffUnusable(SignOffUnusable::ClosedBefore { task, .. } | SignOffUnusable::NotDone { task, .. })
            | Self::ItemMissing(ItemMissing::Task { task })
            | Self::NameMismatch(NameMismatch::Task { task, .. }) => task,
            _ => return None,
        };
        task.plan.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{LagUnexplained, NamedTask, SignOffUnusable, TaskUnanswered};
    use super::*;

    #[test]
    fn facts_about_a_task_know_its_plan() {
        let task = |plan: Option<&str>| NamedTask { code: String::new(), item: String::new(), plan: plan.map(str::to_owned) };
        let plan_of = |facts: Facts| facts.plan_of_task().map(str::to_owned);
        assert_eq!(plan_of(LagUnexplained { task: task(Some("能力")) }.into()), Some("能力".to_owned()));
        assert_eq!(plan_of(LagUnexplained { task: task(None) }.into()), None);
        assert_eq!(plan_of(ItemMissing::Task { task: task(Some("能力")) }.into()), Some("能力".to_owned()));
        let unanswered = TaskUnanswered { plan: Some("能力".to_owned()), count: 1, first: Vec::new() };
        assert_eq!(plan_of(unanswered.into()), Some("能力".to_owned()));
        assert_eq!(plan_of(SignOffUnusable::NoTable.into()), None);
    }
}
