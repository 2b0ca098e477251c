//! What the units of a made office say of their tasks: some are done in the second quarter, some lag in the third, some begin late, most are at work.

use super::answers::Answers;
use super::draw::deviation;
use tongbao_returns::domain::{Form, Period, Quarter, Reading, Task, TaskColumn, TaskState, Tasks};
use tongbao_returns::registry::Unit;

/// The answers of a unit on a ledger form, of the tasks that it answers for.
pub(super) fn answers(form: &Form, tasks: &Tasks, unit: &Unit, period: Period) -> Answers {
    let items: Vec<_> = form.items().collect();
    let mut answers = Answers::new();
    for task in tasks.rows.iter().filter(|task| unit.answers_for(tasks, task, period.last_day())) {
        for column in task.columns() {
            let item = task.position(column).and_then(|position| items.get(position));
            if let Some((item, reading)) = item.zip(answer(task, column, period)) {
                answers.insert(item.name.clone(), reading);
            }
        }
    }
    answers
}

fn answer(task: &Task, column: TaskColumn, period: Period) -> Option<Reading> {
    let state = state(task, period);
    let done = Period::quarter(period.year, Quarter::Second);
    let words = |words: &str| Reading::Text(words.to_owned());
    match column {
        TaskColumn::State => Some(words(state.word())),
        TaskColumn::Progress => Some(words(if state == TaskState::Lagging {
            "试填：进度滞后，下季度补上"
        } else {
            "试填：按计划推进"
        })),
        TaskColumn::DoneOn => (state == TaskState::Done).then(|| words(&done.last_day().to_string())),
        TaskColumn::Evidence => (state == TaskState::Done).then(|| Reading::Text(format!("示例〔{}〕1号", period.year))),
        TaskColumn::Times => Some(Reading::Number(f64::from(period.last_month() / 3))),
    }
}

fn state(task: &Task, period: Period) -> TaskState {
    let quarter = period.last_month() / 3;
    match deviation(&[&task.id, "course"]) {
        // A step that is done is done once: the next quarter is about the next one.
        course if course < -0.4 && quarter >= 2 && task.yearly.is_none() && (task.steps.is_empty() || quarter == 2) => {
            TaskState::Done
        }
        course if course > 0.7 && quarter == 3 => TaskState::Lagging,
        course if course > 0.4 && quarter == 1 => TaskState::NotStarted,
        _ => TaskState::InProgress,
    }
}
