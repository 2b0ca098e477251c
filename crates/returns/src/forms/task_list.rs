//! The sheet of a ledger form: a row for each task that the unit answers for, with what the plan says and what is asked.

use jiff::civil::Date;

use super::filling::{Filling, answer};
use crate::domain::{Form, Item, Period, Task, TaskColumn, Tasks};
use crate::registry::Unit;
use tongbao_document::{FormList, FormListCell, FormListColumn, FormValue};

/// What the plan says: header and width.
const KNOWN: [(&str, f32); 7] =
    [("任务编号", 6.0), ("领域", 9.0), ("任务", 10.0), ("内容", 14.0), ("期限", 7.0), ("责任单位", 10.0), ("上期状态", 5.0)];

/// The lines of the cover; the last says until when.
pub(super) fn instructions(period: Period, due: String) -> Vec<String> {
    vec![
        format!("本表每行一项本单位负责的任务，状态填{}末的；“上期状态”已预填，供核对。", period.chinese()),
        "只在浅黄色单元格内填写。已完成的须填完成日期和佐证材料，滞后的须写明原因和补救措施；没有变化的，状态照上期填写，不要留空。".to_owned(),
        due,
    ]
}

/// The table for one unit, of the tasks that it answers for on the period's last day.
pub(super) fn task_list(tasks: &Tasks, form: &Form, unit: &Unit, day: Date, filling: &Filling<'_>) -> FormList {
    let own: Vec<&Task> = tasks.rows.iter().filter(|task| unit.answers_for(tasks, task, day)).collect();
    let counts = own.iter().any(|task| task.yearly.is_some());
    let asked: Vec<TaskColumn> = TaskColumn::ALL.into_iter().filter(|column| counts || *column != TaskColumn::Times).collect();
    let mut columns: Vec<FormListColumn> = KNOWN.iter().map(|(header, width)| column(header, *width)).collect();
    columns.extend(asked.iter().map(|asked| column(asked.header(), width(*asked))));
    if counts {
        columns.push(column("年度要求", 5.0));
    }
    let items: Vec<&Item> = form.items().collect();
    let rows = own.iter().map(|task| row(task, &asked, counts, day, &items, filling));
    FormList { columns, rows: rows.collect() }
}

fn row(task: &Task, asked: &[TaskColumn], counts: bool, day: Date, items: &[&Item], filling: &Filling<'_>) -> Vec<FormListCell> {
    let words = |words: &str| FormListCell::Words(words.to_owned());
    let before = task.position(TaskColumn::State).and_then(|position| filling.previous.and_then(|previous| previous(position)));
    let before = match before {
        Some(FormValue::Text(state)) => state,
        Some(FormValue::Number(_)) | None => String::new(),
    };
    let mut cells = vec![
        FormListCell::Code(task.code().to_owned()),
        words(&task.campaign),
        words(&task.title),
        words(&task.item),
        words(task.deadline.as_deref().unwrap_or_default()),
        words(&task.responsible.on(day).join("、")),
        words(&before),
    ];
    cells.extend(asked.iter().map(|column| {
        let position = task.position(*column);
        let item = position.and_then(|position| items.get(position));
        item.zip(position).map_or(FormListCell::Blank, |(item, position)| FormListCell::Asked {
            answer: answer(item),
            value: (filling.value)(position),
        })
    }));
    if counts {
        cells.push(words(task.yearly.as_deref().unwrap_or_default()));
    }
    cells
}

fn column(header: &str, width: f32) -> FormListColumn {
    FormListColumn { header: header.to_owned(), width }
}

fn width(column: TaskColumn) -> f32 {
    match column {
        TaskColumn::State | TaskColumn::Times => 5.0,
        TaskColumn::Progress => 18.0,
        TaskColumn::DoneOn => 7.0,
        TaskColumn::Evidence => 12.0,
    }
}
