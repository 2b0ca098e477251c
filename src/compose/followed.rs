//! How the plan's tasks stand.

use std::collections::BTreeMap;

use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::{MechanismStanding, Spread, StepStanding, TaskHistory, TaskStanding, TaskStatus};
use tongbao_figures::plan::{LedgerRow, TaskDeadline};
use tongbao_returns::domain::{CountyCode, Period};

/// How the tasks of a plan stand at the end of the period.
#[derive(Debug, Default)]
pub struct Followed<'run> {
    /// Of the whole area, by the departments that lead, in the order of the plan.
    pub standings: Vec<TaskStanding<'run>>,
    /// Of the counties that answer for any task.
    pub counties: BTreeMap<CountyCode, Vec<TaskStanding<'run>>>,
    /// The quarters of [`Self::history`].
    pub quarters: Vec<Period>,
    /// What became of every task, in the order of the plan.
    pub history: Vec<TaskHistory<'run>>,
    /// How the office fulfils what the plan demands of itself; nothing where it demands nothing of it.
    pub mechanisms: Vec<MechanismStanding<'run>>,
}

impl<'run> Followed<'run> {
    /// The tasks that a group answers for; none for an alliance or a unit.
    pub fn of(&self, group: &Group) -> &[TaskStanding<'run>] {
        match group {
            Group::Area => &self.standings,
            Group::County(county) => self.counties.get(county).map_or(&[], Vec::as_slice),
            Group::Alliance(_) | Group::Unit(_) => &[],
        }
    }
}

/// 牵头单位 as the plan names it at the period's end; where it names several equals nobody leads.
pub(super) fn lead(standing: &TaskStanding<'_>) -> String {
    match standing.responsible {
        [] => "未明确".to_owned(),
        [_, _, ..] if standing.are_equals => "分别承担".to_owned(),
        [first, ..] => first.clone(),
    }
}

/// The same with all equals by name.
pub(super) fn lead_or_equals(standing: &TaskStanding<'_>) -> String {
    if standing.are_equals { standing.responsible.join("、") } else { lead(standing) }
}

/// What a task is called in a sentence and in tables: what of it is followed, of one in steps with the step that is open. Its number stands in
/// tables alone.
pub(crate) fn name(standing: &TaskStanding<'_>) -> String {
    let row = standing.row;
    let open = standing.step.map(|step| step.done.min(step.of.saturating_sub(1)));
    let Some((position, step)) = open.and_then(|open| Some((open, row.steps.get(open)?))) else {
        // A row need not say what of the task is followed.
        return if row.item.is_empty() { row.title.clone() } else { row.item.clone() };
    };
    let which = format!("第{}步：{}", position + 1, step.item);
    if row.item.is_empty() { which } else { format!("{}（{which}）", row.item) }
}

/// A state with the step of a task in steps and with how many of several who answer stand where: `推进中（待销号8个、推进中2个、未报1个）`,
/// `推进中（第2步，共3步）`; where all stand alike one number says it.
pub(crate) fn state(status: TaskStatus, spread: &Spread, step: Option<StepStanding>) -> String {
    let counted = match spread.counts() {
        [] => None,
        [(_, all)] => Some(format!("{all}个")),
        _ => Some(counts(spread)),
    };
    let told: Vec<String> = step.map(|step| at_step(status, step)).into_iter().chain(counted).collect();
    if told.is_empty() { status.word().to_owned() } else { format!("{}（{}）", status.word(), told.join("；")) }
}

/// `第2步，共3步`; `第1步待销号，共3步` where the step stands otherwise than the task.
fn at_step(status: TaskStatus, step: StepStanding) -> String {
    let StepStanding { number, status: of_step, of, .. } = step;
    let word = if of_step == status { "" } else { of_step.word() };
    format!("第{number}步{word}，共{of}步")
}

/// How many of several who answer stand where: `待销号8个、推进中2个、未报1个`; nothing where one answers.
pub(super) fn counts(spread: &Spread) -> String {
    let counts = spread.counts().iter().map(|(status, count)| format!("{}{count}个", status.word()));
    counts.collect::<Vec<_>>().join("、")
}

/// Until when, in words, of a task in steps with the number of the step that is open; nothing without a deadline.
pub(super) fn deadline(standing: &TaskStanding<'_>) -> String {
    let until = standing.deadline.map(TaskDeadline::in_words).unwrap_or_default();
    match standing.step {
        Some(step) if step.done < step.of => format!("{until}（第{}步）", step.done + 1),
        _ => until,
    }
}

/// Until when, step by step: `第1步2024年底；第2步2025年6月底`.
pub(super) fn deadlines(row: &LedgerRow) -> String {
    if row.steps.is_empty() {
        return row.deadline.map(TaskDeadline::in_words).unwrap_or_default();
    }
    let told = row.steps.iter().enumerate().map(|(position, step)| format!("第{}步{}", position + 1, step.by.in_words()));
    told.collect::<Vec<_>>().join("；")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_says_at_which_step_and_how_many_stand_where() {
        let step = |number, status| Some(StepStanding { number, status, done: number - 1, of: 3 });
        let alone = Spread::default();
        let told = |status, step| state(status, &alone, step);
        assert_eq!(told(TaskStatus::InProgress, None), "推进中");
        assert_eq!(told(TaskStatus::InProgress, step(2, TaskStatus::InProgress)), "推进中（第2步，共3步）");
        assert_eq!(told(TaskStatus::InProgress, step(1, TaskStatus::AwaitingSignOff)), "推进中（第1步待销号，共3步）");
        assert_eq!(told(TaskStatus::Closed, step(3, TaskStatus::Closed)), "已销号（第3步，共3步）");
    }
}
