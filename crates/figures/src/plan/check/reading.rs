//! What a formula reads: names that exist, items that the units concerned file, used as their kinds allow, down to one number.

use std::collections::BTreeSet;

use super::fields::{Checker, Placed};
use super::vocabulary::Vocabulary;
use crate::plan::formula::trial::Outcome;
use crate::plan::formula::{Formula, FormulaItem, Lag, UNIT_ATTRIBUTES, aggregates, trial};
use crate::plan::{formula, near};
use tongbao_returns::domain::{Category, Kind};

/// A condition and the categories whose units it can choose; without one, or when it is wrong, all.
pub(super) fn condition(
    text: Option<Placed<String>>,
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) -> (Option<Formula>, BTreeSet<Category>) {
    let all = || vocabulary.categories.iter().map(|&category| category.clone()).collect();
    let Some((text, condition)) = text.and_then(|text| Some((text.clone(), compiled(&text, "条件", checker)?))) else {
        return (None, all());
    };
    for item in &condition.reads {
        let column = item.column();
        let hint = near::suggestion(&column, UNIT_ATTRIBUTES);
        checker.tell_with_hint(
            checker.source.find(&column, text.span.clone()),
            format!("条件只能用单位的属性，没有`{column}`"),
            hint,
        );
    }
    if aggregates::has_aggregate(&condition) {
        checker.tell(text.span.clone(), "条件逐个选单位，不能用 SUM、COUNT 等汇总");
    }
    if !condition.reads.is_empty() || aggregates::has_aggregate(&condition) || !vocabulary.is_complete {
        return (Some(condition), all());
    }
    let is_categories_known = known_categories(&text, &condition, vocabulary, checker);
    let chosen = match trial::chosen(&condition, &vocabulary.categories) {
        Ok(chosen) => chosen,
        Err(reason) => {
            checker.tell(text.span, format!("条件不能用来选单位：{reason}"));
            return (Some(condition), all());
        }
    };
    if chosen.is_empty() {
        if is_categories_known {
            checker.tell(text.span, "条件选不出任何一类填报单位");
        }
        return (Some(condition), all());
    }
    (Some(condition), chosen)
}

/// A category that files nothing is a slip of the pen: it would choose nobody, silently.
fn known_categories(text: &Placed<String>, condition: &Formula, vocabulary: &Vocabulary<'_>, checker: &mut Checker<'_>) -> bool {
    if condition.attributes != ["类别"] || condition.text.to_uppercase().contains("LIKE") {
        return true;
    }
    let known: BTreeSet<&str> = vocabulary.categories.iter().map(|category| category.as_str()).collect();
    let unknown: Vec<&str> = condition.text.split('\'').skip(1).step_by(2).filter(|literal| !known.contains(literal)).collect();
    for literal in &unknown {
        let hint = near::suggestion(literal, known.iter().copied());
        checker.tell_with_hint(checker.source.find(literal, text.span.clone()), format!("没有表式由`{literal}`填报"), hint);
    }
    unknown.is_empty()
}

/// A formula over the units of the concerned categories; `None` only if it is no expression.
pub(super) fn formula(
    text: &Placed<String>,
    concerned: &BTreeSet<Category>,
    is_for_single_units: bool,
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) -> Option<Formula> {
    let formula = compiled(text, "公式", checker)?;
    let mut is_known = true;
    for item in &formula.reads {
        is_known &= known_item(item, text, concerned, vocabulary, checker);
    }
    if formula.reads.is_empty() && !aggregates::counts_units(&formula) {
        checker.tell(text.span.clone(), "公式没有读取任何指标项");
    }
    if is_known {
        one_number(&formula, text, vocabulary, checker);
        if is_for_single_units && !filed_by_one(&formula, concerned, vocabulary) {
            checker.tell(text.span.clone(), "范围有`unit`，但没有哪一类单位填报公式的全部指标项");
        }
    }
    Some(formula)
}

fn compiled(text: &Placed<String>, what: &str, checker: &mut Checker<'_>) -> Option<Formula> {
    if text.value.is_empty() {
        return None;
    }
    match formula::parse(&text.value) {
        Ok(formula) => Some(formula),
        Err(reason) => {
            checker.tell(text.span.clone(), format!("{what}无法解析：{reason}"));
            None
        }
    }
}

/// Whether the item exists; if it does, whether anyone concerned files it is told as well.
fn known_item(
    item: &FormulaItem,
    text: &Placed<String>,
    concerned: &BTreeSet<Category>,
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) -> bool {
    let place = || checker.source.find(&item.column(), text.span.clone());
    if item.lag == Lag::Members {
        checker.tell(place(), "`成员_`只能用在审核规则里");
        return false;
    }
    let Some(known) = vocabulary.get(&item.name) else {
        if vocabulary.is_complete {
            let hint = near::suggestion(item.name.as_str(), vocabulary.names());
            checker.tell_with_hint(place(), format!("没有指标项`{}`", item.name), hint);
        }
        return false;
    };
    if item.lag == Lag::YearMean && !matches!(known.kind, Kind::Stock | Kind::Level) {
        checker.tell(place(), format!("`平均_`只用于时点数：`{}`不是", item.name));
        return false;
    }
    if vocabulary.is_complete && !known.filed_by.iter().any(|&category| concerned.contains(category)) {
        let filers: Vec<&str> = known.filed_by.iter().map(|category| category.as_str()).collect();
        let hint = Some(format!("填报它的是：{}", filers.join("、")));
        checker.tell_with_hint(place(), format!("条件选出的单位都不填报`{}`", item.name), hint);
    }
    true
}

/// Kinds are respected, and a group gets one number.
fn one_number(formula: &Formula, text: &Placed<String>, vocabulary: &Vocabulary<'_>, checker: &mut Checker<'_>) {
    let kind_of = |item: &FormulaItem| vocabulary.get(&item.name).map(|known| known.kind.clone());
    let misuses = aggregates::misuses(formula, kind_of);
    for misuse in &misuses {
        checker.tell(checker.source.find(&misuse.column, text.span.clone()), &misuse.message);
    }
    match trial::group_of_two(formula, |item| kind_of(item).is_none_or(|kind| kind.is_number())) {
        Ok(Outcome::NoNumber) if misuses.is_empty() => checker.tell(text.span.clone(), "公式的结果不是数"),
        Err(reason) if misuses.is_empty() => checker.tell(text.span.clone(), format!("公式不能计算：{reason}")),
        Ok(Outcome::Number | Outcome::NoNumber | Outcome::Truth) | Err(_) => {}
        Ok(Outcome::Rows) => {
            let outside = aggregates::columns_outside(formula);
            for column in &outside {
                let message = format!("`{column}`没有汇总，应放在 SUM、COUNT 等里面");
                checker.tell(checker.source.find(column, text.span.clone()), message);
            }
            if outside.is_empty() {
                checker.tell(text.span.clone(), "公式对一组单位得不出一个数");
            }
        }
    }
}

fn filed_by_one(formula: &Formula, concerned: &BTreeSet<Category>, vocabulary: &Vocabulary<'_>) -> bool {
    let files_all = |category: &Category| {
        let files = |item: &FormulaItem| vocabulary.get(&item.name).is_some_and(|known| known.filed_by.contains(category));
        formula.reads.iter().all(files)
    };
    !vocabulary.is_complete || concerned.iter().any(files_all)
}
