//! How indicators moved against last year and who moved them, as a wording tells it.

use minijinja::{Value as Context, context};

use super::indicators::indicator_context;
use super::name::{Name, Shape, count as plain, list, number, truth, words};
use crate::compose::counts::count;
use crate::compose::leading::Lead;
use crate::compose::material::Material;
use crate::compose::movement::{Course, Dragged, dragged, furthest, incomparable, members, movers, of_group, parts};
use crate::compose::numbers::Numbers;
use crate::compose::wording::Tokens;
use tongbao_document::Subject;
use tongbao_document::subject::MovedCount;
use tongbao_figures::aggregate::Group;

/// Most indicators that a sentence names for having gone one way.
const MOST_NAMED: usize = 5;
/// Most units that a sentence names for dragging an indicator.
const MOST_UNITS: usize = 3;

/// What can be said of an indicator that went one way.
const OF_MOVED: &[Name] = &[
    words("name", "指标名称"),
    number("value", "本期数"),
    words("change_name", "同比，或按可比口径同比"),
    words("change_word", "提高、增长、增加、下降、减少，位次前移、后移"),
    number("change_size", "比上年同期变动多少，不带正负号"),
    words("lead", "牵头单位；没有谁牵头的为责任单位"),
    truth("is_led", "是否有牵头单位"),
];

/// What can be said of an indicator that somebody drags.
pub(super) const OF_DRAGGED: &[Name] = &[
    words("name", "指标名称"),
    list("units", &Shape::Words, "滞后或退步最多的单位（没有单位数的为县区、医联体），至多3个"),
    truth("is_cut", "是否还有没列出的"),
];

/// The names of how indicators moved.
pub(super) const NAMES: &[Name] = &[
    number("compared", "有方向要求、可与上年同期比较的指标"),
    plain("compared_count", "有方向要求、可与上年同期比较的指标"),
    number("improved", "改善的"),
    plain("improved_count", "改善的"),
    number("unchanged", "持平的"),
    plain("unchanged_count", "持平的"),
    number("declined", "退步的"),
    plain("declined_count", "退步的"),
    number("incomparable", "有方向要求而不能比较的"),
    plain("incomparable_count", "有方向要求而不能比较的"),
    list("gains", &Shape::Group(OF_MOVED), "比率指标中改善最多的，至多5个"),
    list("losses", &Shape::Group(OF_MOVED), "比率指标中退步最多的，至多5个"),
    plain("movers_count", "进退情况表里的指标；只有全市（全县）的通报里有"),
    words("first_year", "规划期第一年，如2023年；只有效果监测、上年以前有数的才有，否则为空"),
];

/// What a wording can say of the movement of a group's indicators.
pub(super) fn movement_context(material: &Material<'_>, group: &Group, tokens: &Tokens) -> Context {
    let all = of_group(material, group);
    let of = |course: Course| all.iter().filter(|moved| moved.course == course).count();
    let token = |what: MovedCount, number: usize| tokens.put(count(material, group, Subject::Moved(what), number, "项"));
    let (improved, unchanged, declined) = (of(Course::Improved), of(Course::Unchanged), of(Course::Declined));
    let incomparable = incomparable(material, group);
    let told = |course: Course| {
        let named = furthest(&all, course, MOST_NAMED);
        named.into_iter().map(|numbers| moved_context(material, numbers, tokens)).collect::<Vec<_>>()
    };
    let movers_count = if *group == Group::Area { movers(material, &parts(material)).len() } else { 0 };
    let first_year = material.first_year.and_then(|trend| trend.periods.first()).map(|period| format!("{}年", period.year));
    context! {
        compared => token(MovedCount::Compared, all.len()),
        compared_count => all.len(),
        improved => token(MovedCount::Improved, improved),
        improved_count => improved,
        unchanged => token(MovedCount::Unchanged, unchanged),
        unchanged_count => unchanged,
        declined => token(MovedCount::Declined, declined),
        declined_count => declined,
        incomparable => token(MovedCount::Incomparable, incomparable),
        incomparable_count => incomparable,
        gains => told(Course::Improved),
        losses => told(Course::Declined),
        movers_count => movers_count,
        first_year => first_year.unwrap_or_default(),
    }
}

fn moved_context(material: &Material<'_>, numbers: &Numbers<'_>, tokens: &Tokens) -> Context {
    let told = indicator_context(numbers, tokens);
    let of = |key: &str| told.get_attr(key).unwrap_or_default();
    let lead = Lead::of(material, &numbers.indicator().responsible);
    context! {
        name => Tokens::name(&numbers.indicator().id),
        value => of("value"),
        change_name => of("change_name"),
        change_word => of("change_word"),
        change_size => of("change_size"),
        lead => lead.names,
        is_led => lead.is_led,
    }
}

/// The indicators that somebody drags, each with those who do.
pub(super) fn drags(material: &Material<'_>, group: &Group) -> Vec<Context> {
    let members = members(material, group);
    let told = |Dragged { position, by, is_cut }: Dragged<'_>| {
        let units = by.iter().take(MOST_UNITS).map(|numbers| Tokens::name(material.name(numbers.group())));
        let name = material.plan.indicators.get(position).map(|indicator| Tokens::name(&indicator.id));
        let is_cut = is_cut || by.len() > MOST_UNITS;
        context! { name => name.unwrap_or_default(), units => units.collect::<Vec<_>>(), is_cut => is_cut }
    };
    dragged(material, group, &members).into_iter().map(told).collect()
}
