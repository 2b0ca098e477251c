//! What the units of a made office say of their tasks: some are done in the second quarter, some lag in the third, some begin late, most are at work.

use super::answers::Answers;
use super::draw::deviation;
use tongbao_returns::domain::{Form, Period, Quarter, Reading, Task, TaskColumn, TaskState, Tasks};
use tongbao_returns::registry::Unit;

/// The answers of a unit on a ledger form, of the tasks that it answers for, in an office that begins with a year: what is done stays done.
pub(super) fn answers((form, tasks): (&Form, &Tasks), unit: &Unit, (begins, period): (i16, Period)) -> Answers {
    let items: Vec<_> = form.items().collect();
    let mut answers = Answers::new();
    for task in tasks.rows.iter().filter(|task| unit.answers_for(tasks, task, period.last_day())) {
        for column in task.columns() {
            let item = task.position(column).and_then(|position| items.get(position));
            if let Some((item, reading)) = item.zip(answer(task, column, (begins, period))) {
                answers.insert(item.name.clone(), reading);
            }
        }
    }
    answers
}

fn answer(task: &Task, column: TaskColumn, (begins, period): (i16, Period)) -> Option<Reading> {
    let state = state(task, (begins, period));
    let done = Period::quarter(done_in(task, (begins, period)), Quarter::Second);
    let words = |words: &str| Reading::Text(words.to_owned());
    match column {
        TaskColumn::State => Some(words(state.word())),
        TaskColumn::Progress => Some(words(if state == TaskState::Lagging {
            "试填：进度滞后，下季度补上"
        } else {
            "试填：按计划推进"
        })),
        TaskColumn::DoneOn => (state == TaskState::Done).then(|| words(&done.last_day().to_string())),
        TaskColumn::Evidence => (state == TaskState::Done).then(|| Reading::Text(format!("示例〔{}〕1号", done.year))),
        TaskColumn::Times => Some(Reading::Number(f64::from(period.last_month() / 3))),
    }
}

/// The year in which what is said to be done was done: a task without steps in the first, of others a step a year until the last.
fn done_in(task: &Task, (begins, period): (i16, Period)) -> i16 {
    let steps = i16::try_from(task.steps.len()).unwrap_or(i16::MAX).max(1);
    period.year.min(begins.saturating_add(steps - 1))
}

fn state(task: &Task, (begins, period): (i16, Period)) -> TaskState {
    let quarter = period.last_month() / 3;
    // After the last step the task is done, and stays so.
    let is_over = period.year > done_in(task, (begins, period));
    match deviation(&[&task.id, "course"]) {
        course if course < -0.4 && is_over && task.yearly.is_none() => TaskState::Done,
        // A step that is done is done once: the next quarter is about the next one.
        course if course < -0.4 && quarter >= 2 && task.yearly.is_none() => {
            let is_last = period.year == begins.saturating_add(i16::try_from(task.steps.len()).unwrap_or(0).max(1) - 1);
            if task.steps.is_empty() || is_last || quarter == 2 { TaskState::Done } else { TaskState::InProgress }
        }
        course if course > 0.7 && quarter == 3 => TaskState::Lagging,
        course if course > 0.4 && quarter == 1 && period.year == begins => TaskState::NotStarted,
        _ => TaskState::InProgress,
    }
}
