//! `milestones.csv`: the steps of tasks of `ledger.csv`, each with its day, and the rows of the catalogue that it answers.

use jiff::civil::Date;

use super::csv_file::{self, Row};
use super::fields::Checker;
use super::ledger::PlacedLedger;
use super::{listed_names, named_task};
use crate::plan::meant::{LedgerRow, TaskDeadline, TaskStep};
use crate::plan::mistake::Mistake;
use crate::plan::place::Place;
use crate::plan::source::Source;

/// The columns of the file.
pub(in crate::plan) const COLUMNS: [&str; 3] = ["id", "by", "item"];
/// The column that it need not have: rows of the catalogue that the step answers.
pub(in crate::plan) const SOURCE: &str = "source";

/// Checks the rows and gives them to their tasks, in the order in which they stand: that of time. The rows of the catalogue that they cite, each
/// where it stands.
pub(in crate::plan) fn read(
    ledger: &mut PlacedLedger,
    years: Option<(i16, i16)>,
    source: &Source,
    mistakes: &mut Vec<Mistake>,
) -> Vec<(String, Place)> {
    let mut checker = Checker { source, mistakes };
    let mut cited = Vec::new();
    for row in csv_file::rows_with(&COLUMNS, &[SOURCE], &mut checker) {
        for name in COLUMNS.into_iter().filter(|name| row.field(name).is_empty()) {
            checker.tell(row.line.clone(), format!("缺少`{name}`"));
        }
        listed_names::check(&row, SOURCE, &mut checker);
        let place = |id: &String| source.place(source.find(id, row.placed(SOURCE).span));
        cited.extend(row.names(SOURCE).into_iter().map(|id| (id.clone(), place(&id))));
        // A ledger that could not be read is told where it stands.
        if !ledger.is_read() {
            continue;
        }
        let id = row.placed("id");
        let position = named_task::position(&ledger.rows, &id, &mut checker);
        let Some(task) = position.and_then(|position| ledger.rows.get_mut(position)) else { continue };
        let step = step(&row, task, years, &mut checker);
        task.steps.extend(step);
    }
    deadlines(ledger, mistakes);
    cited
}

/// The step of a row; none after its mistake is told.
fn step(row: &Row<'_>, task: &LedgerRow, years: Option<(i16, i16)>, checker: &mut Checker<'_>) -> Option<TaskStep> {
    let (by, item) = (row.placed("by"), row.placed("item"));
    if by.value.is_empty() || item.value.is_empty() {
        return None;
    }
    let Some(deadline) = TaskDeadline::of(&by.value) else {
        let message = format!("`by`应写成 2025、2025-06 或 2025-06-30，这里是`{}`", by.value);
        checker.tell_with_hint(by.span, message, csv_file::hint_of_date(&by.value));
        return None;
    };
    if task.yearly().is_some() {
        checker.tell(row.placed("id").span, format!("`{}`是按年计次的任务，不分步", task.id));
        return None;
    }
    let is_within = |day: Date| years.is_none_or(|(first, last)| (first..=last).contains(&day.year()));
    if let Some((first, last)) = years.filter(|_| !is_within(deadline.last_day())) {
        checker.tell(by.span, format!("`by`应在规划期（{first}—{last}年）内，这里是`{}`", by.value));
        return None;
    }
    if let Some(before) = task.steps.last().filter(|before| deadline.last_day() < before.by.last_day()) {
        let message = format!("`{}`的各步要按时间先后写：`{}`早于上一步的`{}`", task.id, by.value, before.by);
        checker.tell(by.span, message);
        return None;
    }
    if task.steps.iter().any(|known| known.item == item.value) {
        checker.tell(item.span, format!("`{}`的这一步写了两次：`{}`", task.id, item.value));
        return None;
    }
    Some(TaskStep { by: deadline, item: item.value, source: row.names(SOURCE) })
}

/// A task in steps is to be done with its last one: what its row says else is a mistake there.
fn deadlines(ledger: &PlacedLedger, mistakes: &mut Vec<Mistake>) {
    let Some(source) = ledger.source() else { return };
    let mut checker = Checker { source, mistakes };
    for (task, places) in ledger.placed() {
        let Some((deadline, last)) = task.deadline.zip(task.steps.last()) else { continue };
        let order = deadline.last_day().cmp(&last.by.last_day());
        if order.is_eq() {
            continue;
        }
        let word = if order.is_gt() { "晚于" } else { "早于" };
        let message = format!("`{}`的`deadline`{word} milestones.csv 里最后一步的期限`{}`", task.id, last.by);
        let hint = Some("分步的任务，期限就是最后一步的：改成一致的，或者不写`deadline`".to_owned());
        checker.tell_with_hint(places.deadline.clone(), message, hint);
    }
}
