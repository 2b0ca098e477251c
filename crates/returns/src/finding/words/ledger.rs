//! L: the ledger of tasks.

use super::{Words, file, listed, of_plan, task};
use crate::domain::OfficeFile;
use crate::finding::facts::{
    DoneAfterPeriod, DoneUnproven, LagUnexplained, SignOffUnreasoned, SignOffUnusable, StepRepeated, TaskOfOthers,
    TaskUnanswered, TaskWentBack,
};

impl Words for DoneUnproven {
    fn message(&self) -> String {
        format!("{}报为已完成，没有{}", task(&self.task), self.lacking.header())
    }
}

impl Words for DoneAfterPeriod {
    fn message(&self) -> String {
        format!("{}的完成日期 {} 晚于报告期末 {}", task(&self.task), self.done_on, self.period.last_day())
    }
}

impl Words for TaskWentBack {
    fn message(&self) -> String {
        let Self { before, was, is, .. } = self;
        format!("{}{}报为{}，本期又报为{}", task(&self.task), before.chinese(), was.word(), is.word())
    }
}

impl Words for LagUnexplained {
    fn message(&self) -> String {
        format!("{}报为滞后，没有写进展情况", task(&self.task))
    }
}

impl Words for TaskOfOthers {
    fn message(&self) -> String {
        format!("{}的责任单位是{}", task(&self.task), listed(self.responsible.iter().cloned()))
    }
}

impl Words for SignOffUnusable {
    fn message(&self) -> String {
        let trouble = match self {
            Self::NoTable => {
                let lost = file::lost(OfficeFile::SignOffs);
                return format!("没有一张工作表有“任务编号”“决定”“日期”这几列，{lost}");
            }
            Self::Later { count, as_of } => {
                return format!("有{count}条销号记录的日期晚于数据截止日 {as_of}，本次没有计入");
            }
            Self::TaskUnsaid => "没有写明任务编号".to_owned(),
            Self::StrangeTask { written } => format!("台账中没有任务编号“{written}”"),
            Self::AmbiguousTask { written } => format!("任务编号“{written}”在几个方案中都有，请写全（方案:编号）"),
            Self::DecisionUnsaid => "没有写明决定，应为“销号”或“退回”".to_owned(),
            Self::DecisionUnclear { written } => format!("决定“{written}”无法识别，应为“销号”或“退回”"),
            Self::DateUnsaid => "没有写明日期".to_owned(),
            Self::DateUnclear { written } => format!("日期“{written}”无法识别，应写成 2025-10-16"),
            Self::ClosedBefore { task: of, on } => format!("{}已于 {on} 销号", task(of)),
            Self::NotDone { task: of, decision, on } => {
                format!("{}在 {on} 以前没有报过（有佐证的）已完成，不能{}", task(of), decision.word())
            }
        };
        format!("{trouble}，这条销号记录没有采用")
    }
}

impl Words for SignOffUnreasoned {
    fn message(&self) -> String {
        format!("任务{}退回，没有写明原因，责任单位无从整改", self.code)
    }
}

impl Words for TaskUnanswered {
    fn message(&self) -> String {
        let named = listed(self.first.iter().map(|task| match task.responsible.as_slice() {
            [] => format!("{}（方案未写责任单位）", task.code),
            responsible => format!("{}（{}）", task.code, responsible.join("、")),
        }));
        let others = if self.count > self.first.len() { "等" } else { "" };
        let ledger = self.plan.as_ref().map_or_else(|| "台账".to_owned(), |_| of_plan(self.plan.as_ref()) + "的台账");
        format!("{ledger}中有{}项任务在名录中没有填报单位：{named}{others}", self.count)
    }
}

impl Words for StepRepeated {
    fn message(&self) -> String {
        let Self { task: of, step, done_on } = self;
        let before = step.saturating_sub(1);
        format!("{}报为已完成，完成日期 {done_on} 和佐证材料与第{before}步的相同，看不出第{step}步已完成", task(of))
    }
}
