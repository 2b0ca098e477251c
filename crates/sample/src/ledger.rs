//! What the units of a sample say of the plan's tasks, and what its office decides about them.
//!
//! Each task has a course of its own: it begins in some quarter, is done in another, and lags now and then in between. Departments tell
//! the same course, each county its own. A course depends on the seed and its key alone, so any quarter can be asked for.

use jiff::Span;
use jiff::civil::Date;

use crate::draw::Draw;
use tongbao_document::FormValue;
use tongbao_returns::domain::{Decision, Form, Period, Quarter, Task, TaskColumn, TaskState, Tasks};
use tongbao_returns::registry::{Registry, Unit};

/// Tasks that miss their deadline, with the quarter in which they are done after all.
const LATE: [(&str, Period); 2] =
    [("kailu-2024:19#2", Period::quarter(2025, Quarter::Fourth)), ("kailu-2024:25#2", Period::quarter(2025, Quarter::Fourth))];

/// Of all quarters of a running task, so many lag.
const LAGGING: f64 = 0.07;
/// Of all tasks that are done, so many are closed at once, and so many sent back before.
const CLOSED: f64 = 0.6;
const SENT_BACK: f64 = 0.12;
/// Days after a period's end on which the office sends back, and on which it closes: when the last return has come.
const DAYS_TO_SEND_BACK: i64 = 18;
const DAYS_TO_CLOSE: i64 = 25;

const BEGUN: [&str; 5] = [
    "已制定工作方案，明确责任人和时间表，正组织实施",
    "已完成调研摸底，形成初稿，正在征求意见",
    "按方案推进，阶段性任务已完成",
    "已召开专题会议部署，各单位正在落实",
    "试点单位已开展，正在总结经验、逐步推开",
];
const WAITING: [&str; 2] = ["已列入年度工作要点，拟于下季度启动", "正在开展前期论证，尚未启动"];
const BEHIND: [&str; 3] = [
    "受资金到位较晚影响，进度滞后，拟于下季度补上",
    "专业人员不足，推进缓慢，已申请增加力量",
    "信息系统改造招标流标，已重新组织招标",
];
const DONE: [&str; 3] = ["已全部完成，转入常态化运行", "文件已印发，机制已建立并运行", "已建成并通过验收"];
const REASONS: [&str; 3] =
    ["佐证材料只有会议通知，缺印发文件", "现场抽查未见运行记录，请补齐后再报", "完成范围未覆盖全部单位，请继续推进"];

/// A quarter as a number, one more for each.
fn number(period: Period) -> i32 {
    i32::from(period.year) * 4 + i32::from(period.last_month()) / 3 - 1
}

/// The quarter of such a number.
fn quarter(number: i32) -> Period {
    let year = i16::try_from(number / 4).unwrap_or(2025);
    let quarter = i8::try_from(number % 4 + 1).ok().and_then(Quarter::of_number);
    Period::quarter(year, quarter.unwrap_or(Quarter::First))
}

/// When a task begins and when it is done, as quarters.
#[derive(Debug, Clone, Copy)]
struct Course {
    begun: i32,
    done: Option<i32>,
}

fn course(task: &Task, key: &str, due: Option<Date>, draw: Draw) -> Course {
    let pick = |what: &str, count: usize| i32::try_from(draw.pick(&[key, &task.id, what], count)).unwrap_or_default();
    let begun = number(Period::quarter(2023, Quarter::Third)) + pick("begun", 12);
    if task.yearly.is_some() {
        return Course { begun: number(Period::quarter(2023, Quarter::First)), done: None };
    }
    let late = LATE.iter().find(|(id, _)| *id == task.id).map(|(_, quarter)| number(*quarter));
    let in_time = || due.map(|due| number(Period::quarter_of(due)) - pick("ahead", 3));
    let done = late.or_else(in_time).unwrap_or(begun + 2 + pick("done", 12));
    Course { begun: begun.min(done - 1), done: Some(done) }
}

/// The last day of a deadline in words: `2025年底`, `2025-06-30`.
fn due(task: &Task) -> Option<Date> {
    let words = task.deadline.as_ref()?;
    words.parse().ok().or_else(|| {
        let year = words.strip_suffix("年底")?.parse().ok()?;
        Some(Period::quarter(year, Quarter::Fourth).last_day())
    })
}

/// Whose course a unit tells.
fn key<'unit>(tasks: &Tasks, unit: &'unit Unit) -> &'unit str {
    if tasks.is_of_county(&unit.category) { unit.code.as_str() } else { "部门" }
}

/// The values of a unit's return on a ledger form, in the order of [`Form::items`].
pub(super) fn values(form: &Form, tasks: &Tasks, unit: &Unit, period: Period, draw: Draw) -> Vec<Option<FormValue>> {
    let mut values: Vec<Option<FormValue>> = form.items().map(|_| None).collect();
    for task in tasks.rows.iter().filter(|task| unit.answers_for(tasks, task, period.last_day())) {
        for column in task.columns() {
            let slot = task.position(column).and_then(|position| values.get_mut(position));
            if let Some(slot) = slot {
                *slot = value(task, column, key(tasks, unit), period, draw);
            }
        }
    }
    values
}

fn value(task: &Task, column: TaskColumn, key: &str, period: Period, draw: Draw) -> Option<FormValue> {
    let course = course(task, key, due(task), draw);
    let state = state(task, key, course, period, draw);
    let now = period.to_string();
    let pick = |what: &str, count: usize| draw.pick(&[key, &task.id, what, &now], count);
    let words = |list: &[&str], place: usize| list.get(place).map(|words| FormValue::Text((*words).to_owned()));
    let done = course.done.filter(|_| state == TaskState::Done);
    match column {
        TaskColumn::State => Some(FormValue::Text(state.word().to_owned())),
        TaskColumn::Progress => match state {
            TaskState::NotStarted => words(&WAITING, pick("progress", WAITING.len())),
            TaskState::InProgress => words(&BEGUN, pick("progress", BEGUN.len())),
            TaskState::Lagging => words(&BEHIND, pick("progress", BEHIND.len())),
            TaskState::Done => words(&DONE, draw.pick(&[key, &task.id, "done words"], DONE.len())),
        },
        TaskColumn::DoneOn => done.map(|quarter| FormValue::Text(done_on(task, key, quarter, draw).to_string())),
        TaskColumn::Evidence => done.map(|quarter| {
            let year = quarter / 4;
            FormValue::Text(format!("示例〔{year}〕{}号", draw.pick(&[key, &task.id, "evidence"], 90) + 1))
        }),
        TaskColumn::Times => {
            let yearly =
                task.yearly.as_ref()?.trim_end_matches("/年").trim_end_matches(['次', '份', '月']).parse().unwrap_or(4.0);
            let pace = 0.85 + 0.4 * draw.share(&[key, &task.id, "pace"]);
            Some(FormValue::Number((yearly * f64::from(period.last_month()) / 12.0 * pace).floor().min(yearly)))
        }
    }
}

fn state(task: &Task, key: &str, course: Course, period: Period, draw: Draw) -> TaskState {
    let now = number(period);
    let lags = || draw.share(&[key, &task.id, "lags", &period.to_string()]) < LAGGING;
    if course.done.is_some_and(|done| done <= now) {
        TaskState::Done
    } else if now < course.begun {
        TaskState::NotStarted
    } else if lags() || due(task).is_some_and(|due| due < period.last_day()) {
        TaskState::Lagging
    } else {
        TaskState::InProgress
    }
}

/// A day within the quarter.
fn done_on(task: &Task, key: &str, done: i32, draw: Draw) -> Date {
    let days = i64::try_from(draw.pick(&[key, &task.id, "day"], 85)).unwrap_or_default();
    quarter(done).first_day().saturating_add(Span::new().days(days))
}

/// A row of `signoff.xlsx`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// 任务编号.
    pub task: String,
    /// 内容.
    pub item: String,
    /// 决定.
    pub decision: Decision,
    /// 日期.
    pub on: Date,
    /// 原因.
    pub reason: &'static str,
}

/// What the office decides after each of some periods, in the order of days: tasks done for the first time are closed, some are sent
/// back first and closed a period later.
pub fn decisions(forms: &[Form], registry: &Registry, periods: &[Period], seed: u64) -> Vec<Decided> {
    let draw = Draw::new(seed);
    let mut decided = Vec::new();
    let after = |period: &Period, days: i64| period.last_day().saturating_add(Span::new().days(days));
    for form in forms {
        let Some(tasks) = &form.tasks else { continue };
        let departments =
            registry.units.values().filter(|unit| form.is_filed_by(&unit.category) && !tasks.is_of_county(&unit.category));
        let departments: Vec<&Unit> = departments.collect();
        for task in &tasks.rows {
            let answers = |unit: &&Unit| periods.iter().any(|period| unit.answers_for(tasks, task, period.last_day()));
            if !departments.iter().any(answers) {
                continue;
            }
            let is_done = |period: &&Period| {
                let course = course(task, "部门", due(task), draw);
                course.done.is_some_and(|done| done <= number(**period))
            };
            let mut done = periods.iter().filter(is_done);
            let share = draw.share(&["销号", &task.id]);
            if share >= CLOSED + SENT_BACK {
                continue;
            }
            let row =
                |decision, on, reason| Decided { task: task.code().to_owned(), item: task.item.clone(), decision, on, reason };
            let first = done.next();
            if share < CLOSED {
                decided.extend(first.map(|period| row(Decision::Close, after(period, DAYS_TO_CLOSE), "")));
                continue;
            }
            let reason = REASONS.get(draw.pick(&["退回", &task.id], REASONS.len())).copied().unwrap_or_default();
            decided.extend(first.map(|period| row(Decision::SendBack, after(period, DAYS_TO_SEND_BACK), reason)));
            decided.extend(done.next().map(|period| row(Decision::Close, after(period, DAYS_TO_CLOSE), "")));
        }
    }
    decided.sort_by_key(|one| one.on);
    decided
}
