//! What the plan demands of the office itself, as a wording tells it.

use minijinja::{Value as Context, context};

use super::name::{Name, Shape, count as plain, list, number, words};
use crate::compose::counts::count;
use crate::compose::material::Material;
use crate::compose::table::mechanisms::{days_overdue, followed, periods};
use crate::compose::wording::Tokens;
use tongbao_document::Subject;
use tongbao_document::subject::MechanismCount;
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::MechanismStanding;
use tongbao_returns::domain::chinese_date;

/// Mechanisms that a sentence names before it only counts.
const MOST_NAMED: usize = 5;

/// What can be said of one that is overdue.
const OF_OVERDUE: &[Name] = &[
    words("name", "机制的名称"),
    words("turn", "逾期的是哪一期：2025年上半年"),
    words("deadline", "应于哪一天以前印发"),
    number("days", "逾期天数，按数据截至日计"),
];

/// What can be said of what is to be issued next.
const OF_NEXT: &[Name] =
    &[words("name", "机制的名称"), words("turn", "哪一期"), words("deadline", "应于哪一天以前印发；方案没写的为空")];

/// What can be said of one of which not all that could be made was issued.
const OF_SHORT: &[Name] = &[words("name", "机制的名称"), number("due", "本年应办的期数"), number("done", "其中已办的期数")];

/// The names of what the office owes.
pub(super) const NAMES: &[Name] = &[
    number("all", "机制"),
    plain("all_count", "机制"),
    number("due", "本年应办：报告期已满的，加上已经印发的"),
    number("done", "本年已办"),
    number("overdue", "逾期的机制"),
    plain("overdue_count", "逾期的机制"),
    plain("timed_count", "写了时限的机制"),
    plain("short_count", "没有时限、应办的还没有办齐的机制"),
    list("short", &Shape::Group(OF_SHORT), "没有时限、应办的还没有办齐的机制，至多5个"),
    list("late", &Shape::Group(OF_OVERDUE), "逾期的机制，逾期最久的一期，至多5个"),
    list("next", &Shape::Group(OF_NEXT), "下次要印发的，逾期的不在内"),
];

/// What a wording can say of the mechanisms: in the bulletin of the area alone, since the office answers for them.
pub(super) fn mechanisms_context(material: &Material<'_>, group: &Group, tokens: &Tokens) -> Context {
    let standings = followed(material, group);
    let token = |what: MechanismCount, number: usize, unit: &str| {
        tokens.put(count(material, group, Subject::Mechanisms(what), number, unit))
    };
    let sum = |of: fn(&MechanismStanding<'_>) -> usize| standings.iter().map(of).sum::<usize>();
    let mut late: Vec<&MechanismStanding<'_>> = standings.iter().filter(|standing| standing.overdue_days().is_some()).collect();
    late.sort_by_key(|standing| std::cmp::Reverse(standing.overdue_days()));
    let overdue = |standing: &&MechanismStanding<'_>| {
        let (turn, _) = standing.overdue.first()?;
        Some(context! {
            name => Tokens::name(standing.mechanism.name()),
            turn => turn.in_words(),
            deadline => turn.deadline.map(chinese_date).unwrap_or_default(),
            days => tokens.put(days_overdue(material, standing)),
        })
    };
    let next = |standing: &MechanismStanding<'_>| {
        let turn = standing.next?;
        Some(context! {
            name => Tokens::name(standing.mechanism.name()),
            turn => turn.in_words(),
            deadline => turn.deadline.map(chinese_date).unwrap_or_default(),
        })
    };
    let is_short = |standing: &&MechanismStanding<'_>| !standing.mechanism.has_deadline() && standing.done < standing.due;
    let short = |standing: &MechanismStanding<'_>| {
        let figure = |what: MechanismCount, number: usize| tokens.put(periods(material, standing, what, number));
        context! {
            name => Tokens::name(standing.mechanism.name()),
            due => figure(MechanismCount::Due, standing.due),
            done => figure(MechanismCount::Done, standing.done),
        }
    };
    context! {
        timed_count => standings.iter().filter(|standing| standing.mechanism.has_deadline()).count(),
        short_count => standings.iter().filter(is_short).count(),
        short => standings.iter().filter(is_short).take(MOST_NAMED).map(short).collect::<Vec<_>>(),
        all => token(MechanismCount::All, standings.len(), "项"),
        all_count => standings.len(),
        due => token(MechanismCount::Due, sum(|standing| standing.due), "期"),
        done => token(MechanismCount::Done, sum(|standing| standing.done), "期"),
        overdue => token(MechanismCount::Overdue, late.len(), "项"),
        overdue_count => late.len(),
        late => late.iter().take(MOST_NAMED).filter_map(overdue).collect::<Vec<_>>(),
        next => standings.iter().filter_map(next).collect::<Vec<_>>(),
    }
}
