//! Indicators one by one, and those that stand out, as a wording tells them.

use minijinja::{Value as Context, context};

use super::name::{Name, number, truth, words};
use crate::compose::leading::Lead;
use crate::compose::material::Material;
use crate::compose::numbers::Numbers;
use crate::compose::table::lagging;
use crate::compose::wording::Tokens;
use tongbao_document::{Figure, Light, Mark, Marks, Value};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::change::direction;
use tongbao_figures::plan::{Better, Indicator};

/// What can be said of one indicator.
pub(super) const OF_ONE: &[Name] = &[
    truth("has_value", "本期有没有数"),
    number("value", "本期数"),
    words("demand", "要求的方向：不低于、不高于、逐步提高、位次前移等"),
    number("target", "目标值；没有的为空"),
    words("light", "绿、黄、红；不评价的为空"),
    words("due_later", "目标尚未到期的，自何时起；已到期的为空"),
    number("low_coverage", "数据覆盖率低于规定的，其覆盖率；不低的为空"),
    truth("is_withheld", "是否因有单位缺数不评价"),
    words("nothing_earlier", "没有上年、上期等以前的数可比，因而不评价或算不出的：没有的是什么，如“上年数据”；其余的为空"),
    words("status", "评价的说法：达标、略有差距、明显滞后、改善等"),
    words("change_name", "同比，或按可比口径同比"),
    words("change_word", "提高、增长、增加、下降、减少，位次前移、后移，持平；不可比的为空"),
    number("change_size", "比上年同期变动多少，不带正负号；持平和不可比的为空"),
];

/// What can be said of an indicator that has gained: the same, and what it is called.
pub(super) const OF_GAIN: &[Name] = &[
    words("name", "指标名称"),
    truth("has_value", "本期有没有数"),
    number("value", "本期数"),
    words("demand", "要求的方向"),
    number("target", "目标值；没有的为空"),
    words("light", "绿、黄、红"),
    words("due_later", "目标尚未到期的，自何时起；已到期的为空"),
    number("low_coverage", "数据覆盖率低于规定的，其覆盖率；不低的为空"),
    truth("is_withheld", "是否因有单位缺数不评价"),
    words("nothing_earlier", "没有上年、上期等以前的数可比，因而不评价或算不出的：没有的是什么，如“上年数据”；其余的为空"),
    words("status", "评价的说法"),
    words("change_name", "同比，或按可比口径同比"),
    words("change_word", "提高、增长、增加、下降、减少，位次前移、后移"),
    number("change_size", "变动多少，不带正负号"),
];

/// What can be said of a red indicator.
pub(super) const OF_WORST: &[Name] = &[
    words("name", "指标名称"),
    number("value", "本期数"),
    words("demand", "要求的方向"),
    truth("is_trend", "是否只要求逐步提高或降低"),
    words("worse", "高、低，位次后移：比上年同期差在哪一边"),
    number("target", "目标值；没有的为空"),
    number("by_now", "按序时进度应达到的数；不按进度的为空"),
    number("gap", "差距"),
    words("responsible", "责任单位，几个的用顿号隔开"),
    words("lead", "牵头单位；没有谁牵头的为责任单位"),
    truth("is_led", "是否有牵头单位：责任单位只有“各……”或几个县（市、区）的，没有谁牵头"),
];

/// Red indicators, the least attained first; those of which that cannot be told after them, in the plan's order.
pub(super) fn worst<'run>(material: &'run Material<'run>, group: &'run Group) -> Vec<Numbers<'run>> {
    let mut worst: Vec<_> = lagging::behind(material, group, Light::Red).collect();
    let attained = |numbers: &Numbers<'_>| numbers.attained().unwrap_or(f64::MAX);
    worst.sort_by(|a, b| attained(a).total_cmp(&attained(b)));
    worst
}

/// Most indicators that are named for having gained on last year.
const MOST_GAINS: usize = 5;

/// The rates that are green and have gained most on last year, in percentage points, in the direction that is good.
pub(super) fn best_gains<'run>(material: &'run Material<'run>, group: &'run Group) -> Vec<Numbers<'run>> {
    let gain = |numbers: &Numbers<'_>| {
        let change = numbers.year_on_year();
        let change = change.rounded().filter(|_| is_told(&change))?;
        match numbers.indicator().better {
            Better::Higher => Some(change),
            Better::Lower => Some(-change),
            Better::Neutral | Better::Within => None,
        }
    };
    let rates = lagging::behind(material, group, Light::Green).filter(|numbers| numbers.indicator().unit.is_percent());
    let mut gains: Vec<(f64, Numbers<'_>)> = rates.filter_map(|numbers| Some((gain(&numbers)?, numbers))).collect();
    gains.retain(|(gain, _)| *gain > 0.0);
    gains.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.position().cmp(&b.1.position())));
    gains.into_iter().take(MOST_GAINS).map(|(_, numbers)| numbers).collect()
}

pub(super) fn gain_context(numbers: &Numbers<'_>, tokens: &Tokens) -> Context {
    context! { name => Tokens::name(&numbers.indicator().id), ..indicator_context(numbers, tokens) }
}

pub(super) fn worst_context(material: &Material<'_>, numbers: &Numbers<'_>, tokens: &Tokens) -> Context {
    let indicator = numbers.indicator();
    let lead = Lead::of(material, &indicator.responsible);
    context! {
        name => Tokens::name(&indicator.id),
        value => tokens.put(numbers.value()),
        demand => numbers.demand_in_words(),
        is_trend => numbers.is_trend(),
        worse => worse(numbers.indicator()),
        target => numbers.target().map(|target| tokens.put(target)),
        by_now => numbers.by_now().map(|by_now| tokens.put(by_now)),
        gap => tokens.put(numbers.gap()),
        responsible => indicator.responsible.join("、"),
        lead => lead.names,
        is_led => lead.is_led,
    }
}

/// On which side of last year what is worse lies.
fn worse(indicator: &Indicator) -> &'static str {
    match (indicator.better, indicator.unit.is_place()) {
        (Better::Lower, true) => direction(indicator, 1.0),
        (Better::Lower, false) => "高",
        (Better::Higher | Better::Neutral | Better::Within, _) => "低",
    }
}

pub(super) fn indicator_context(numbers: &Numbers<'_>, tokens: &Tokens) -> Context {
    let change = numbers.year_on_year();
    // A sentence says the direction in words and the size without a sign.
    let told = change.rounded().filter(|_| is_told(&change));
    let word = told.map_or("", |change| direction(numbers.indicator(), change));
    let size = told.is_some_and(|change| change != 0.0);
    let name = if change.marks.contains(Mark::SameUnits) { "按可比口径同比" } else { "同比" };
    let size = size.then(|| tokens.put(unsigned(change)));
    context! {
        has_value => numbers.value().rounded().is_some(),
        value => tokens.put(numbers.value()),
        demand => numbers.demand_in_words(),
        // Of what is asked of nobody any more no sentence speaks.
        target => numbers.target().filter(|_| !numbers.has_ended()).map(|target| tokens.put(target)),
        light => numbers.verdict().and_then(|verdict| verdict.light).map(Light::word),
        due_later => numbers.due_later(),
        low_coverage => numbers.value().marks.contains(Mark::LowCoverage).then(|| tokens.put(numbers.coverage())),
        is_withheld => numbers.verdict().is_some_and(|verdict| verdict.status.is_withheld()),
        nothing_earlier => numbers.nothing_earlier(),
        status => numbers.verdict().map(|verdict| verdict.status.word()),
        change_name => name,
        change_word => word,
        change_size => size,
    }
}

/// Of too few units no sentence tells a change (docs/numbers.md rule 7).
fn is_told(change: &Figure) -> bool {
    !change.marks.contains(Mark::NotComparable)
}

pub(super) fn unsigned(figure: Figure) -> Figure {
    let value = match figure.value {
        Value::Number(number) => Value::Number(number.abs()),
        other => other,
    };
    Figure { value, signed: false, marks: Marks::NONE, ..figure }
}
