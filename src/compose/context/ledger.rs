//! The plan's tasks, as a wording tells them.

use std::collections::BTreeMap;

use minijinja::{Value as Context, context};

use super::name::{Key, Name, Shape, by, count as plain, list, number, truth, words};
use crate::compose::counts::count;
use crate::compose::followed::{lead, name};
use crate::compose::material::Material;
use crate::compose::nodes::{Nodes, by_year};
use crate::compose::table::ledger::{count_of, days, node_figures, overdue_id, part_count, times_figures};
use crate::compose::wording::Tokens;
use tongbao_document::Subject;
use tongbao_document::subject::{TaskCount, TaskSlice};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::{TaskStanding, TaskStatus};
use tongbao_returns::domain::period::{Half, Part};
use tongbao_returns::domain::{Cycle, Period, chinese_date};

/// Tasks that a sentence names before it only counts.
const MOST_NAMED: usize = 5;

/// What can be said of a task that is long overdue.
const OF_OVERDUE: &[Name] = &[
    words("name", "任务内容"),
    words("lead", "牵头单位"),
    number("days", "逾期天数"),
    words("parts", "由多个单位分别承担的，各状态有几个；不是的为空"),
];

/// What can be said of a task that several answer for.
const OF_SHARED: &[Name] =
    &[words("name", "任务内容"), words("lead", "牵头单位"), words("status", "状态"), words("parts", "各状态有几个")];

/// What can be said of a task that the plan counts by the year.
const OF_MECHANISM: &[Name] = &[
    words("name", "任务内容"),
    words("status", "状态"),
    words("lead", "牵头单位"),
    truth("has_required", "方案有没有写次数"),
    number("required", "方案要求的次数"),
    truth("has_done", "次数是不是知道：报过的，由本单位印发通报计次的印发过"),
    number("done", "本年已完成的次数"),
    truth("is_behind", "是否落后序时进度"),
];

/// What can be said of what is to be reached in a year.
const OF_YEAR: &[Name] = &[
    words("name", "2020年"),
    number("nodes", "节点：分步任务的一步，或不分步而有期限的任务"),
    number("done", "已完成的节点"),
    plain("done_count", "已完成的节点"),
    number("open", "到期未完成的节点"),
    plain("open_count", "到期未完成的节点"),
    number("not_due", "未到期、还没有完成的节点"),
    plain("not_due_count", "未到期、还没有完成的节点"),
];

/// The names of the ledger.
pub(super) const NAMES: &[Name] = &[
    number("all", "任务数；专题报告里是题目涉及的"),
    plain("all_count", "任务数"),
    number("of_plan", "方案的任务数；专题报告里也是全部的"),
    number("done", "已完成"),
    plain("done_count", "已完成"),
    number("closed", "已销号"),
    plain("closed_count", "已销号"),
    number("awaiting", "待销号"),
    plain("awaiting_count", "待销号"),
    number("in_progress", "推进中"),
    number("lagging", "滞后"),
    plain("lagging_count", "滞后"),
    number("not_started", "未启动"),
    number("not_reported", "未报"),
    plain("not_reported_count", "未报"),
    number("overdue", "逾期"),
    plain("overdue_count", "逾期"),
    words("newly", "新增逾期是与什么时候比的：季度为“本期”（比上季末），上半年为“上半年”，年度为“本年”（比上年末）"),
    number("newly_overdue", "新增逾期，与什么时候比见 newly"),
    plain("newly_overdue_count", "新增逾期，与什么时候比见 newly"),
    number("due_now", "期限为本期末而未完成"),
    plain("due_now_count", "期限为本期末而未完成"),
    words("last_day", "本期最后一天"),
    number("due_next", "下季度到期"),
    plain("due_next_count", "下季度到期"),
    number("sent_back", "退回"),
    plain("sent_back_count", "退回"),
    number("late", "超过期限才完成"),
    plain("late_count", "超过期限才完成"),
    number("yearly", "按年计次的任务"),
    plain("yearly_count", "按年计次的任务"),
    number("behind", "按年计次而落后序时进度"),
    plain("behind_count", "按年计次而落后序时进度"),
    number("unanswered", "没有单位填报"),
    plain("unanswered_count", "没有单位填报"),
    number("problems", "逾期或者报为滞后"),
    plain("problems_count", "逾期或者报为滞后"),
    number("shared", "由多个单位分别承担"),
    plain("shared_count", "由多个单位分别承担"),
    plain("shared_open_count", "分别承担而未全部完成"),
    plain("years_count", "任务和各步的期限落在几个年份"),
    list("years", &Shape::Group(OF_YEAR), "按期限所在的年份，早的在前"),
    list("worst", &Shape::Group(OF_OVERDUE), "逾期最久的任务，至多5个"),
    list("shared_open", &Shape::Group(OF_SHARED), "分别承担而未全部完成的任务，至多5个"),
    by("mechanisms", Key::Task, OF_MECHANISM, "按年计次的任务，按“内容”取：`ledger.mechanisms[\"联席会议\"]`"),
    list("fulfilled", &Shape::Group(OF_MECHANISM), "印发这种通报就计一次的任务：[[mechanism]] 的 tasks"),
    plain("fulfilled_count", "印发这种通报就计一次的任务"),
];

/// What a wording can say of the ledger. Names ending in `_count` are plain numbers to decide by.
pub(super) fn ledger_context(material: &Material<'_>, group: &Group, cycle: Cycle, tokens: &Tokens) -> Context {
    let standings = material.ledger.of(group);
    let number = |is_meant: &dyn Fn(&TaskStanding<'_>) -> bool| standings.iter().filter(|standing| is_meant(standing)).count();
    let token =
        |what: TaskCount, number: usize| tokens.put(count(material, group, Subject::Tasks(TaskSlice::Whole, what), number, "项"));
    let of_status = |status: TaskStatus| number(&|standing| standing.status == status);
    let of_status_token = |status: TaskStatus| token(count_of(status), of_status(status));
    let done = number(&|standing| standing.status.is_done());
    let overdue = number(&|standing| standing.overdue_days.is_some());
    let newly_overdue = number(&|standing| standing.is_newly_overdue);
    let is_due_now = |standing: &TaskStanding<'_>| standing.due() == Some(material.period.last_day());
    let due_now = number(&|standing| standing.is_due_next && is_due_now(standing));
    let due_next = number(&|standing| standing.is_due_next && !is_due_now(standing));
    let sent_back = number(&|standing| standing.sent_back.is_some());
    let late = number(&|standing| standing.late_days.is_some());
    let yearly = number(&|standing| standing.times.is_some());
    let behind = number(&|standing| standing.times.and_then(|times| times.is_behind()) == Some(true));
    let unanswered = number(&|standing| standing.parts.is_empty());
    let inspected = number(&|standing| standing.overdue_days.is_some() || standing.status == TaskStatus::Lagging);
    let mut worst: Vec<&TaskStanding<'_>> = standings.iter().filter(|standing| standing.overdue_days.is_some()).collect();
    worst.sort_by_key(|standing| std::cmp::Reverse(standing.overdue_days));
    let worst: Vec<Context> = worst
        .iter()
        .take(MOST_NAMED)
        .map(|standing| {
            let id = overdue_id(material, group, standing);
            let days = days(id, standing.overdue_days);
            let parts = parts(material, group, standing, tokens);
            context! { name => Tokens::name(name(standing)), lead => Tokens::name(lead(standing)), days => tokens.put(days), parts => parts }
        })
        .collect();
    let shared = number(&|standing| standing.spread.is_shared());
    let open_shared = shared_tasks(material, group, tokens);
    let mechanisms: BTreeMap<String, Context> = standings
        .iter()
        .filter(|standing| standing.times.is_some())
        .map(|standing| (standing.row.item.clone(), mechanism(material, group, standing, tokens)))
        .collect();
    let own = material.plan.mechanism_of(cycle, material.period).map(|mechanism| mechanism.tasks.as_slice()).unwrap_or_default();
    let fulfilled = standings.iter().filter(|standing| standing.times.is_some() && own.contains(&standing.row.id));
    let fulfilled: Vec<Context> = fulfilled.map(|standing| mechanism(material, group, standing, tokens)).collect();
    let years = by_year(standings, material.period.last_day());
    context! {
        years_count => years.len(),
        years => years.into_iter().map(|(year, nodes)| year_context(material, group, (year, nodes), tokens)).collect::<Vec<_>>(),
        mechanisms => mechanisms,
        fulfilled_count => fulfilled.len(),
        fulfilled => fulfilled,
        all => token(TaskCount::Tasks, standings.len()),
        all_count => standings.len(),
        of_plan => token(TaskCount::OfPlan, tasks_of_plan(material)),
        done => token(TaskCount::Done, done),
        done_count => done,
        closed => of_status_token(TaskStatus::Closed),
        closed_count => of_status(TaskStatus::Closed),
        awaiting => of_status_token(TaskStatus::AwaitingSignOff),
        awaiting_count => of_status(TaskStatus::AwaitingSignOff),
        in_progress => of_status_token(TaskStatus::InProgress),
        lagging => of_status_token(TaskStatus::Lagging),
        lagging_count => of_status(TaskStatus::Lagging),
        not_started => of_status_token(TaskStatus::NotStarted),
        not_reported => of_status_token(TaskStatus::NotReported),
        not_reported_count => of_status(TaskStatus::NotReported),
        overdue => token(TaskCount::Overdue, overdue),
        overdue_count => overdue,
        newly => newly(material.period),
        newly_overdue => token(TaskCount::NewlyOverdue, newly_overdue),
        newly_overdue_count => newly_overdue,
        due_now => token(TaskCount::DueNow, due_now),
        due_now_count => due_now,
        last_day => chinese_date(material.period.last_day()),
        due_next => token(TaskCount::DueNext, due_next),
        due_next_count => due_next,
        sent_back => token(TaskCount::SentBack, sent_back),
        sent_back_count => sent_back,
        late => token(TaskCount::DoneLate, late),
        late_count => late,
        yearly => token(TaskCount::Yearly, yearly),
        yearly_count => yearly,
        behind => token(TaskCount::Behind, behind),
        behind_count => behind,
        unanswered => token(TaskCount::Unanswered, unanswered),
        unanswered_count => unanswered,
        problems => token(TaskCount::OverdueOrLagging, inspected),
        problems_count => inspected,
        worst => worst,
        shared => token(TaskCount::Shared, shared),
        shared_count => shared,
        shared_open_count => number(&|standing| standing.spread.is_shared() && !standing.status.is_done()),
        shared_open => open_shared,
    }
}

/// Since when what is newly overdue has become so: since the end of the quarter before, of a half or a year since that of last year.
fn newly(period: Period) -> &'static str {
    match period.part {
        Part::Quarter(_) => "本期",
        Part::Half(Half::First) => "上半年",
        Part::Half(Half::Second) => "下半年",
        Part::Year => "本年",
    }
}

/// What a sentence can say of the nodes of a year.
fn year_context(material: &Material<'_>, group: &Group, (year, nodes): (i16, Nodes), tokens: &Tokens) -> Context {
    let [all, done, open, not_due] =
        node_figures(material, group, &TaskSlice::Year(year), nodes).map(|figure| tokens.put(figure));
    context! {
        name => format!("{year}年"),
        nodes => all,
        done => done,
        done_count => nodes.done,
        open => open,
        open_count => nodes.open,
        not_due => not_due,
        not_due_count => nodes.not_due,
    }
}

/// How many tasks the plan has; a special report is of some of them alone.
fn tasks_of_plan(material: &Material<'_>) -> usize {
    let plan = material.plan;
    plan.words.topic.as_ref().map_or(plan.ledger.len(), |topic| topic.tasks_of_plan)
}

/// How many of those who answer for a task, each for itself, stand where; nothing where one answers.
fn parts(material: &Material<'_>, group: &Group, standing: &TaskStanding<'_>, tokens: &Tokens) -> String {
    let counts = standing.spread.counts();
    let part = |status: TaskStatus| {
        let word = if counts.len() > 1 { status.word() } else { "" };
        word.to_owned() + &tokens.put(part_count(material, group, standing, status))
    };
    counts.iter().map(|(status, _)| part(*status)).collect::<Vec<_>>().join("、")
}

/// Tasks that several answer for, each for itself, and that not all have done: the least advanced first.
fn shared_tasks(material: &Material<'_>, group: &Group, tokens: &Tokens) -> Vec<Context> {
    let standings = material.ledger.of(group).iter();
    let mut open: Vec<_> = standings.filter(|standing| standing.spread.is_shared() && !standing.status.is_done()).collect();
    open.sort_by_key(|standing| standing.status.advance());
    let told = |standing: &&TaskStanding<'_>| {
        let parts = parts(material, group, standing, tokens);
        context! { name => name(standing), lead => lead(standing), status => standing.status.word(), parts => parts }
    };
    open.iter().take(MOST_NAMED).map(told).collect()
}

/// What a sentence can say of a task that the plan counts by the year.
fn mechanism(material: &Material<'_>, group: &Group, standing: &TaskStanding<'_>, tokens: &Tokens) -> Context {
    let [required, _, done] = times_figures(material, group, standing);
    let times = standing.times;
    context! {
        name => Tokens::name(name(standing)),
        status => standing.status.word(),
        lead => lead(standing),
        has_required => times.is_some_and(|times| times.required.is_some()),
        required => tokens.put(required),
        has_done => times.is_some_and(|times| times.done.is_some()),
        done => tokens.put(done),
        is_behind => times.and_then(|times| times.is_behind()) == Some(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_newly_overdue_is_so_since_the_end_of_the_quarter_or_of_last_year() {
        let of = |period: &str| newly(period.parse().unwrap());
        assert_eq!(["2025Q3", "2025H1", "2025"].map(of), ["本期", "上半年", "本年"]);
    }
}
