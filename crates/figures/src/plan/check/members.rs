//! Indicators over others, when all indicators are known: those that they name, for whom these are computed, and that nobody reads itself
//! (docs/numbers.md rule 16).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::fields::{Checker, Placed};
use super::scopes::word_of;
use crate::plan::aggregation::{Aggregate, Aggregation};
use crate::plan::formula::Formula;
use crate::plan::indicator::{Indicator, TakenOver};
use crate::plan::listed::Listed;
use crate::plan::near;
use crate::plan::scope::Scope;
use crate::plan::variable::Variable;
use tongbao_document::{Expression, Operation};

/// What `over` can say.
pub(super) const OVER: [(&str, Scope); 3] = [("unit", Scope::Unit), ("alliance", Scope::Alliance), ("county", Scope::County)];

/// The groups that have members of a scope.
fn groups_of(over: Scope) -> &'static [Scope] {
    match over {
        Scope::Unit => &[Scope::Alliance, Scope::County, Scope::Area],
        Scope::Alliance | Scope::County => &[Scope::Area],
        Scope::Area => &[],
    }
}

/// The groups of which something in the registry can be counted.
fn groups_with(listed: Listed) -> &'static [Scope] {
    match listed {
        Listed::Units | Listed::Members => &[Scope::Alliance, Scope::County, Scope::Area],
        Listed::Alliances => &[Scope::County, Scope::Area],
        Listed::Counties => &[Scope::Area],
    }
}

/// Tells for which scopes an indicator cannot be computed by what it is taken over.
pub(super) fn check_scopes(listed: &[Placed<String>], over: Option<Scope>, counted: &[Listed], checker: &mut Checker<'_>) {
    let of_over = over.map(|over| (format!("over = \"{}\"", word_of(over)), groups_of(over)));
    let of_counted = counted.iter().map(|counted| (counted.to_string(), groups_with(*counted)));
    for (what, possible) in of_over.into_iter().chain(of_counted) {
        for scope in listed {
            let is_possible = possible.iter().any(|possible| word_of(*possible) == scope.value);
            let is_scope =
                [Scope::Unit, Scope::Alliance, Scope::County, Scope::Area].map(word_of).contains(&scope.value.as_str());
            if is_scope && !is_possible {
                let words: Vec<&str> = possible.iter().map(|scope| word_of(*scope)).collect();
                let hint = Some(format!("可用的有：{}", words.join("、")));
                checker.tell_with_hint(scope.span.clone(), format!("`{what}`的指标不能算到`{}`", scope.value), hint);
            }
        }
    }
}

/// Checks the indicators that read others. `known` has every identifier of the file, those that could not be read included; `spans` are
/// the formulas' places.
pub(super) fn check_together(
    indicators: &mut [Indicator],
    spans: &[Range<usize>],
    known: &BTreeSet<String>,
    checker: &mut Checker<'_>,
) {
    let by_id: BTreeMap<&str, &Indicator> = indicators.iter().map(|indicator| (indicator.id.as_str(), indicator)).collect();
    for (indicator, span) in indicators.iter().zip(spans) {
        let TakenOver::Members(over) = indicator.taken_over() else { continue };
        let summed = summed(&indicator.formula);
        for id in indicator.formula.indicators() {
            let name = Variable::Indicator(id.to_owned()).to_string();
            let place = checker.source.find(&name, span.clone());
            let Some(inner) = by_id.get(id) else {
                if !known.contains(id) {
                    let hint = near::suggestion(id, known.iter().map(String::as_str));
                    checker.tell_with_hint(place, format!("没有指标`{id}`"), hint);
                }
                continue;
            };
            if !inner.scopes.contains(&over) {
                let word = word_of(over);
                let hint = Some(format!("在指标`{id}`的`scopes`里加上`{word}`"));
                checker.tell_with_hint(place.clone(), format!("指标`{id}`没有算到`{word}`，不能按它计算"), hint);
            }
            if summed.contains(&id) && !adds(inner) {
                let hint = Some("比率、平均数可用 AVG、MEDIAN、MIN、MAX，或用 CASE WHEN 计数".to_owned());
                checker.tell_with_hint(place, format!("指标`{id}`是比率或平均数，不能相加"), hint);
            }
        }
        if reads_itself(indicator, &by_id) {
            let hint = Some("读了它的指标，它就不能再读".to_owned());
            checker.tell_with_hint(span.clone(), format!("指标`{}`绕了一圈又读到自己", indicator.id), hint);
        }
    }
    let on_the_scale: Vec<bool> = indicators.iter().map(|indicator| changes_as_they_do(indicator, &by_id)).collect();
    for (indicator, changes_as_they_do) in indicators.iter_mut().zip(on_the_scale) {
        indicator.changes_by_difference |= changes_as_they_do;
    }
}

/// Whether values of an indicator add up over groups.
fn adds(indicator: &Indicator) -> bool {
    indicator.formula.adds_over_units() && !indicator.unit.is_percent()
}

/// Whether its value is the mean, or an extreme, of values that change by a difference.
fn changes_as_they_do(indicator: &Indicator, by_id: &BTreeMap<&str, &Indicator>) -> bool {
    let mut inner = indicator.formula.indicators().peekable();
    let is_such = |id: &str| by_id.get(id).is_some_and(|inner| inner.changes_by_difference);
    inner.peek().is_some() && inner.all(is_such) && indicator.formula.keeps_the_scale()
}

/// Whether following what an indicator reads comes back to it.
fn reads_itself(indicator: &Indicator, by_id: &BTreeMap<&str, &Indicator>) -> bool {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = indicator.formula.indicators().collect();
    while let Some(id) = open.pop() {
        if id == indicator.id {
            return true;
        }
        if let Some(inner) = by_id.get(id).filter(|_| seen.insert(id)) {
            open.extend(inner.formula.indicators());
        }
    }
    false
}

/// The indicators whose own values are added up, not only asked in a condition, counted or used as weights.
fn summed(formula: &Formula<Aggregate>) -> Vec<&str> {
    let sums = formula.tree.operands().into_iter().filter(|aggregate| aggregate.aggregation == Aggregation::Sum);
    let mut summed = Vec::new();
    sums.flat_map(|aggregate| &aggregate.of).for_each(|of| taken(of, &mut summed));
    summed
}

fn taken<'tree>(expression: &'tree Expression<Variable>, summed: &mut Vec<&'tree str>) {
    match expression {
        Expression::Operand(Variable::Indicator(id)) => summed.push(id),
        // A value times another one is the numerator of a weighted mean.
        Expression::Arithmetic(Operation::Multiply | Operation::Divide, left, right)
            if !left.operands().is_empty() && !right.operands().is_empty() => {}
        Expression::Case(..) => expression.results().into_iter().for_each(|result| taken(result, summed)),
        Expression::Negated(_) | Expression::Arithmetic(..) | Expression::Call(..) => {
            expression.children().into_iter().for_each(|child| taken(child, summed));
        }
        _ => {}
    }
}
