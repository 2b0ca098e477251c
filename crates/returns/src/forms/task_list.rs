//! The sheet of a ledger form: a row for each task that the unit answers for, with what the plan says and what is asked.

use jiff::civil::Date;

use super::filling::{Filling, answer};
use crate::domain::{Form, Item, Period, Task, TaskColumn, TaskState, Tasks};
use crate::registry::Unit;
use tongbao_document::{FormList, FormListCell, FormListColumn, FormValue};

/// Whose task it is, where the form asks for those of several plans.
const PLAN: (&str, f32) = ("方案", 8.0);
/// What the plan says: header and width.
const KNOWN: [(&str, f32); 7] =
    [("任务编号", 6.0), ("领域", 9.0), ("任务", 10.0), ("内容", 14.0), ("期限", 7.0), ("责任单位", 10.0), ("上期状态", 5.0)];

/// The lines of the cover; the last says until when.
pub(super) fn instructions(tasks: &Tasks, period: Period, due: String) -> Vec<String> {
    let steps = "分步的任务只填“内容”写明的那一步：这一步完成了填已完成，下期起填下一步；没有完成的，不要照抄上一步的已完成。";
    let mut lines = vec![
        format!("本表每行一项本单位负责的任务，状态填{}末的；“上期状态”已预填，供核对。", period.chinese()),
        "只在浅黄色单元格内填写。已完成的须填完成日期和佐证材料，滞后的须写明原因和补救措施；没有变化的，状态照上期填写，不要留空。".to_owned(),
    ];
    lines.extend(tasks.has_steps().then(|| steps.to_owned()));
    let later = "期限在本年以后、还没有开始的任务排在最后，“期限”后注明“本年不到期”：没有开始的，状态填未启动。";
    let has_later = tasks.rows.iter().any(|task| is_due_later(tasks, task));
    lines.extend(has_later.then(|| later.to_owned()));
    lines.push(due);
    lines
}

/// The table for one unit, of the tasks that it answers for on the period's last day.
pub(super) fn task_list(tasks: &Tasks, form: &Form, unit: &Unit, day: Date, filling: &Filling<'_>) -> FormList {
    let own: Vec<&Task> = tasks.rows.iter().filter(|task| unit.answers_for(tasks, task, day)).collect();
    let counts = own.iter().any(|task| task.yearly.is_some());
    let asked: Vec<TaskColumn> = TaskColumn::ALL.into_iter().filter(|column| counts || *column != TaskColumn::Times).collect();
    let plan = tasks.names_plans().then_some(PLAN);
    let mut columns: Vec<FormListColumn> = plan.iter().chain(&KNOWN).map(|(header, width)| column(header, *width)).collect();
    columns.extend(asked.iter().map(|asked| column(asked.header(), width(*asked))));
    if counts {
        columns.push(column("年度要求", 5.0));
    }
    let items: Vec<&Item> = form.items().collect();
    let whose = |task: &Task| task.plan.as_ref().map(|plan| plan.title.clone()).unwrap_or_default();
    // What is asked for in this year comes first.
    let is_later =
        |task: &Task| is_due_later(tasks, task) && ["", TaskState::NotStarted.word()].contains(&before(task, filling).as_str());
    let (later, now): (Vec<&Task>, Vec<&Task>) = own.into_iter().partition(|task| is_later(task));
    let rows = now.iter().chain(&later).map(|task| {
        let plan = plan.map(|_| FormListCell::Words(whose(task)));
        let until = if is_later(task) { format!("{}（本年不到期）", task.until()) } else { task.until().to_owned() };
        plan.into_iter().chain(row((task, until), (&asked, counts), day, &items, filling)).collect()
    });
    FormList { columns, rows: rows.collect() }
}

/// Whether what is asked of a task is due after the year for which the form is handed out.
fn is_due_later(tasks: &Tasks, task: &Task) -> bool {
    tasks.handed_out_in.zip(task.due()).is_some_and(|(year, due)| due.year() > year)
}

fn row(
    (task, until): (&Task, String),
    (asked, counts): (&[TaskColumn], bool),
    day: Date,
    items: &[&Item],
    filling: &Filling<'_>,
) -> Vec<FormListCell> {
    let words = |words: &str| FormListCell::Words(words.to_owned());
    let mut cells = vec![
        FormListCell::Code(task.code().to_owned()),
        words(&task.campaign),
        words(&task.title),
        words(&task.content()),
        words(&until),
        words(&task.responsible.on(day).join("、")),
        words(&before(task, filling)),
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

/// 上期状态; of another step than the one that is asked for now with its number: `第1步已完成`.
fn before(task: &Task, filling: &Filling<'_>) -> String {
    let state = task.position(TaskColumn::State).and_then(|position| filling.previous.and_then(|previous| previous(position)));
    let Some(FormValue::Text(state)) = state else { return String::new() };
    let now = task.step().map(|(position, _)| position);
    match task.at().told.filter(|told| now.is_some_and(|now| now != *told)) {
        Some(told) => format!("第{}步{state}", told + 1),
        None => state,
    }
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::task::TaskWords;
    use crate::domain::{Category, CountyCode, FormId, Responsible, Sheet, Step, StepAt, TaskPlan, UnitCode};

    fn words(id: &str, item: &str) -> TaskWords {
        let responsible = Responsible::new(vec!["卫健委".to_owned()]);
        TaskWords { id: id.to_owned(), item: item.to_owned(), responsible, ..TaskWords::default() }
    }

    /// Header and first rows of the list of 卫健委, where every state was 已完成 before.
    fn printed(words: Vec<TaskWords>, at: StepAt) -> (Vec<String>, Vec<Vec<String>>) {
        let mut tasks = Tasks::default();
        let items = tasks.ask(words);
        let form =
            Form { tasks: Some(tasks), ..Form::new(FormId::new("t"), Category::new("部门"), Sheet::new("台账", items)) };
        let form = form.at_steps(|_| at);
        let unit = Unit::new(UnitCode::new("W"), "卫健委", Category::new("部门"), CountyCode::new("1"));
        let done = |_: usize| Some(FormValue::Text("已完成".to_owned()));
        let filling = Filling {
            value: &|_| None,
            last_year: &|_| None,
            previous: Some(&done),
            filler: None,
            phone: None,
            deadline: None,
            reported_on: None,
        };
        let list = task_list(form.tasks.as_ref().unwrap(), &form, &unit, date(2025, 9, 30), &filling);
        let cell = |cell: &FormListCell| match cell {
            FormListCell::Words(words) | FormListCell::Code(words) => words.clone(),
            FormListCell::Asked { .. } | FormListCell::Blank => String::new(),
        };
        let rows = list.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        (list.columns.into_iter().map(|column| column.header).collect(), rows)
    }

    #[test]
    fn a_plan_alone_has_no_column_and_several_stand_one_after_the_other() {
        let (header, rows) = printed(vec![words("p:1#1", "甲")], StepAt::default());
        assert_eq!((header[0].as_str(), rows[0][0].as_str()), ("任务编号", "1#1"));
        let plan = |id: &str| {
            let (first_year, last_year) = (2024, 2026);
            Some(TaskPlan { id: id.to_owned(), title: format!("{id}方案"), first_year, last_year })
        };
        let of_second = TaskWords { prefix: Some("能力".to_owned()), plan: plan("乙"), ..words("q:1#1", "丙") };
        let (header, rows) = printed(vec![TaskWords { plan: plan("甲"), ..words("p:1#1", "甲") }, of_second], StepAt::default());
        assert_eq!(header[..2], ["方案", "任务编号"]);
        let rows: Vec<_> = rows.iter().map(|row| (row[0].as_str(), row[1].as_str(), row[4].as_str())).collect();
        assert_eq!(rows, [("甲方案", "1#1", "甲"), ("乙方案", "能力-1#1", "丙")]);
    }

    /// Numbers and 期限 of the rows of a form that is handed out in 2024, where of those before every state was that.
    fn handed_out(tasks: Vec<TaskWords>, state: Option<&str>) -> Vec<(String, String)> {
        let mut all = Tasks::default();
        let items = all.ask(tasks);
        let form = Form { tasks: Some(all), ..Form::new(FormId::new("t"), Category::new("部门"), Sheet::new("台账", items)) };
        let form = form.handed_out_in(2024);
        let unit = Unit::new(UnitCode::new("W"), "卫健委", Category::new("部门"), CountyCode::new("1"));
        let before = |_: usize| state.map(|state| FormValue::Text(state.to_owned()));
        let filling = Filling {
            value: &|_| None,
            last_year: &|_| None,
            previous: Some(&before),
            filler: None,
            phone: None,
            deadline: None,
            reported_on: None,
        };
        let list = task_list(form.tasks.as_ref().unwrap(), &form, &unit, date(2024, 9, 30), &filling);
        let cell = |cell: &FormListCell| match cell {
            FormListCell::Words(words) | FormListCell::Code(words) => words.clone(),
            FormListCell::Asked { .. } | FormListCell::Blank => String::new(),
        };
        list.rows.iter().map(|row| (cell(&row[0]), cell(&row[4]))).collect()
    }

    #[test]
    fn what_is_not_due_this_year_and_was_not_begun_stands_last_and_says_so() {
        let due = |id: &str, year: i16| {
            let (deadline, due) = (Some(format!("{year}年底")), Some(date(year, 12, 31)));
            TaskWords { deadline, due, ..words(id, "甲") }
        };
        let tasks = || vec![due("p:1#1", 2025), due("p:2#1", 2024), words("p:3#1", "乙"), due("p:4#1", 2023)];
        let told = |state| {
            let rows = handed_out(tasks(), state);
            rows.iter().map(|(code, until)| format!("{code} {until}")).collect::<Vec<_>>()
        };
        let sorted = ["2#1 2024年底", "3#1 ", "4#1 2023年底", "1#1 2025年底（本年不到期）"];
        assert_eq!(told(None), sorted, "nothing was said of any yet");
        assert_eq!(told(Some("未启动")), sorted);
        assert_eq!(told(Some("推进中")), ["1#1 2025年底", "2#1 2024年底", "3#1 ", "4#1 2023年底"], "what is begun is asked for");
    }

    #[test]
    fn the_step_that_is_asked_for_stands_in_the_row_and_the_state_before_names_its_own() {
        let step = |item: &str, deadline: &str| Step { item: item.to_owned(), deadline: deadline.to_owned(), due: None };
        let steps = || vec![step("开工", "2024年底"), step("建成", "2025年底")];
        let row = |at| printed(vec![TaskWords { steps: steps(), ..words("p:1#1", "新址") }], at).1.remove(0);
        let second = row(StepAt { done: 1, told: Some(0) });
        assert_eq!([3, 4, 6].map(|at| second[at].as_str()), ["新址（第2步，共2步：建成）", "2025年底", "第1步已完成"]);
        let sent_back = row(StepAt { done: 0, told: Some(0) });
        assert_eq!([3, 4, 6].map(|at| sent_back[at].as_str()), ["新址（第1步，共2步：开工）", "2024年底", "已完成"]);
    }
}
