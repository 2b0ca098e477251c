//! Which tasks facts are about: the bulletin of a plan tells of its own alone, where a ledger form asks for those of several plans. Numbers are
//! each one task's on a form, whatever the plans are called.

use super::{
    Asked, ChoiceUnknown, Cleaned, ItemMissing, ItemTwice, NameMismatch, NotAsShown, NotSeen, OutOfRange, SignOffUnusable,
};
use crate::finding::Facts;

impl Facts {
    /// 任务编号 of the tasks that they are about, as the form prints them: one, or of tasks without anybody the first; none of what is about no
    /// task.
    pub fn tasks(&self) -> Vec<&str> {
        if let Self::TaskUnanswered(unanswered) = self {
            return unanswered.first.iter().map(|task| task.code.as_str()).collect();
        }
        self.task().into_iter().collect()
    }

    fn task(&self) -> Option<&str> {
        let task = match self {
            Self::DoneUnproven(facts) => &facts.task,
            Self::DoneAfterPeriod(facts) => &facts.task,
            Self::TaskWentBack(facts) => &facts.task,
            Self::LagUnexplained(facts) => &facts.task,
            Self::TaskOfOthers(facts) => &facts.task,
            Self::StepRepeated(facts) => &facts.task,
            Self::SignOffUnusable(SignOffUnusable::ClosedBefore { task, .. } | SignOffUnusable::NotDone { task, .. })
            | Self::ItemMissing(ItemMissing::Task { task })
            | Self::NameMismatch(NameMismatch::Task { task, .. }) => task,
            Self::ItemTwice(ItemTwice::Task { code }) => return Some(code),
            Self::SignOffUnreasoned(facts) => return Some(&facts.code),
            _ => {
                return match self.asked()? {
                    Asked::Task { code, .. } => Some(code),
                    Asked::Item(_) => None,
                };
            }
        };
        Some(&task.code)
    }

    /// What the cell was asked for that they are about.
    fn asked(&self) -> Option<&Asked> {
        Some(match self {
            Self::NumberExpected(facts) => &facts.asked,
            Self::FormulaError(facts) => &facts.asked,
            Self::FormulaWithoutValue(facts) => &facts.asked,
            Self::AlwaysApplies(facts) => &facts.asked,
            Self::UnitConverted(facts) => &facts.asked,
            Self::UnitOfMeasureOdd(facts) => &facts.asked,
            Self::DateUnreadable(facts) => &facts.asked,
            Self::DecimalsOdd(facts) => &facts.asked,
            Self::PercentOdd(facts) => &facts.asked,
            Self::Cleaned(
                Cleaned::Number { asked, .. }
                | Cleaned::Word { asked, .. }
                | Cleaned::Date { asked, .. }
                | Cleaned::Serial { asked, .. }
                | Cleaned::Withdrawn { asked, .. },
            )
            | Self::OutOfRange(OutOfRange::Endless { asked, .. } | OutOfRange::Beyond { asked, .. })
            | Self::ChoiceUnknown(ChoiceUnknown::YesOrNo { asked, .. } | ChoiceUnknown::Listed { asked, .. })
            | Self::NotAsShown(
                NotAsShown::Withdrawn { asked, .. }
                | NotAsShown::Worded { asked, .. }
                | NotAsShown::Scaled { asked, .. }
                | NotAsShown::Conditional { asked, .. }
                | NotAsShown::Lost { asked }
                | NotAsShown::Twice { asked, .. }
                | NotAsShown::Covered { asked, .. }
                | NotAsShown::Measures { asked, .. }
                | NotAsShown::Beside { asked, .. }
                | NotAsShown::Spanned { asked, .. },
            )
            | Self::NotSeen(NotSeen::Hidden { asked, .. } | NotSeen::Stale { asked, .. } | NotSeen::Unformatted { asked, .. }) => {
                asked
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        DateUnreadable, LagUnexplained, LonelyTask, NamedItem, NamedTask, NumberExpected, Seen, SignOffUnreasoned, TaskUnanswered,
    };
    use super::*;
    use crate::domain::TaskColumn;

    #[test]
    fn facts_about_a_task_know_its_number() {
        let task = || NamedTask { code: "能力-1#1".to_owned(), item: String::new(), plan: Some("能力".to_owned()) };
        let tasks = |facts: Facts| facts.tasks().into_iter().map(str::to_owned).collect::<Vec<_>>();
        let code = || "能力-1#1".to_owned();
        assert_eq!(tasks(LagUnexplained { task: task() }.into()), [code()]);
        assert_eq!(tasks(ItemMissing::Task { task: task() }.into()), [code()]);
        assert_eq!(tasks(ItemTwice::Task { code: code() }.into()), [code()]);
        assert_eq!(tasks(SignOffUnreasoned { code: code() }.into()), [code()]);
        let asked = |column| Asked::Task { code: code(), column };
        let unreadable = DateUnreadable { asked: asked(TaskColumn::DoneOn), written: "年底".to_owned() };
        assert_eq!(tasks(unreadable.into()), [code()]);
        let listed =
            ChoiceUnknown::Listed { asked: asked(TaskColumn::State), choices: Vec::new(), written: "基本完成".to_owned() };
        assert_eq!(tasks(listed.into()), [code()]);
        let lonely = |code: &str| LonelyTask { code: code.to_owned(), responsible: Vec::new() };
        let unanswered = TaskUnanswered { plan: None, count: 2, first: vec![lonely("1#1"), lonely("1#2")] };
        assert_eq!(tasks(unanswered.into()), ["1#1", "1#2"]);
        let item = NamedItem { code: "101".to_owned(), name: "总诊疗人次".to_owned() };
        let of_item = NumberExpected { asked: Asked::Item(item), seen: Seen::Words("多".to_owned()) };
        assert_eq!(tasks(of_item.into()), [""; 0]);
        assert_eq!(tasks(SignOffUnusable::NoTable.into()), [""; 0], "what is about the whole sheet is every plan's");
    }
}
