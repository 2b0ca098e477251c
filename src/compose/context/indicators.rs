//! Indicators one by one, and those that stand out, as a wording tells them.

use minijinja::{Value as Context, context};

use crate::compose::material::Material;
use crate::compose::numbers::Numbers;
use crate::compose::table::lagging;
use crate::compose::wording::Tokens;
use tongbao_document::{Figure, Light, Mark, Marks, Value};
use tongbao_figures::aggregate::Group;
use tongbao_figures::plan::Better;

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

pub(super) fn worst_context(numbers: &Numbers<'_>, tokens: &Tokens) -> Context {
    let indicator = numbers.indicator();
    context! {
        name => Tokens::name(&indicator.id),
        value => tokens.put(numbers.value()),
        demand => numbers.demand_in_words(),
        is_trend => numbers.is_trend(),
        worse => if numbers.indicator().better == Better::Lower { "高" } else { "低" },
        target => numbers.target().map(|target| tokens.put(target)),
        by_now => numbers.by_now().map(|by_now| tokens.put(by_now)),
        gap => tokens.put(numbers.gap()),
        responsible => indicator.responsible.join("、"),
        lead => indicator.responsible.first().cloned().unwrap_or_default(),
    }
}

pub(super) fn indicator_context(numbers: &Numbers<'_>, tokens: &Tokens) -> Context {
    let change = numbers.year_on_year();
    let is_rate = numbers.indicator().unit.is_percent();
    // A sentence says the direction in words and the size without a sign.
    let (word, size) = match change.rounded().filter(|_| is_told(&change)) {
        Some(change) if change > 0.0 => (if is_rate { "提高" } else { "增长" }, true),
        Some(change) if change < 0.0 => ("下降", true),
        Some(_) => ("持平", false),
        None => ("", false),
    };
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
