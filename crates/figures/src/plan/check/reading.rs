//! What a formula reads: names that exist, items that the units concerned file, used as their kinds allow, down to one number.

use std::collections::BTreeSet;

use super::fields::{Checker, Placed};
use super::vocabulary::Vocabulary;
use crate::plan::aggregation::{Aggregate, Term};
use crate::plan::formula::trial::Outcome;
use crate::plan::formula::{Formula, FormulaMistake, Parts, kinds, trial};
use crate::plan::sql::Sql;
use crate::plan::variable::{FormulaItem, Lag, Variable};
use crate::plan::{formula, near};
use tongbao_document::Expression;
use tongbao_returns::domain::{Category, Kind, UnitAttribute};

/// A condition and the categories whose units it can choose; without one, or when it is wrong, all.
pub(super) fn condition(
    text: Option<Placed<String>>,
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) -> (Option<Formula>, BTreeSet<Category>) {
    let all = || vocabulary.categories.iter().map(|&category| category.clone()).collect();
    let Some((text, (read, _))) = text.and_then(|text| Some((text.clone(), compiled(&text, "条件", checker)?))) else {
        return (None, all());
    };
    let reads_items = !read.reads.is_empty();
    for item in &read.reads {
        let column = item.column();
        let hint = near::suggestion(&column, UnitAttribute::ALL.map(UnitAttribute::column));
        checker.tell_with_hint(
            checker.source.find(&column, text.span.clone()),
            format!("条件只能用单位的属性，没有`{column}`"),
            hint,
        );
    }
    let Ok(condition) = read.over_units() else {
        checker.tell(text.span, "条件逐个选单位，不能用 SUM、COUNT 等汇总");
        return (None, all());
    };
    if reads_items || !vocabulary.is_complete {
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
    let known: BTreeSet<&str> = vocabulary.categories.iter().map(|category| category.as_str()).collect();
    let named = condition.tree.all(&|node| Some(categories(node))).into_iter().flatten();
    let unknown: Vec<&str> = named.filter(|name| !known.contains(name)).collect();
    for name in &unknown {
        let hint = near::suggestion(name, known.iter().copied());
        checker.tell_with_hint(checker.source.find(name, text.span.clone()), format!("没有表式由`{name}`填报"), hint);
    }
    unknown.is_empty()
}

/// The words that a comparison sets against 类别.
fn categories(node: &Expression<Variable>) -> Vec<&str> {
    let is_category =
        |one: &Expression<Variable>| matches!(one, Expression::Operand(Variable::Attribute(UnitAttribute::Category)));
    match node {
        Expression::Compare(_, one, other) if is_category(one) => words(other).into_iter().collect(),
        Expression::Compare(_, other, one) if is_category(one) => words(other).into_iter().collect(),
        Expression::In(one, list) if is_category(one) => list.iter().filter_map(words).collect(),
        _ => Vec::new(),
    }
}

fn words(one: &Expression<Variable>) -> Option<&str> {
    if let Expression::Text(words) = one { Some(words) } else { None }
}

/// A formula over the units of the concerned categories, and what it is made of; `None` only if it is no expression of a group.
pub(super) fn formula(
    text: &Placed<String>,
    concerned: &BTreeSet<Category>,
    is_for_single_units: bool,
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) -> Option<(Formula<Aggregate>, Parts)> {
    if let Some(name) = vocabulary.unquoted(&text.value) {
        in_quotes(name, text, checker);
        return None;
    }
    let (read, sql) = compiled(text, "公式", checker)?;
    let mut is_known = true;
    for item in &read.reads {
        is_known &= known_item(item, text, concerned, vocabulary, checker);
    }
    let kind_of = |item: &FormulaItem| vocabulary.get(&item.name).map(|known| known.kind.clone());
    let misuses = if is_known { kinds::misuses(&read, &kind_of) } else { Vec::new() };
    for misuse in &misuses {
        checker.tell(checker.source.find(&misuse.column, text.span.clone()), &misuse.message);
    }
    let formula = of_group(read, text, checker)?;
    if formula.reads.is_empty() && !formula.counts_units() {
        checker.tell(text.span.clone(), "公式没有读取任何指标项");
    }
    if is_known && misuses.is_empty() && formula.fills_blanks() {
        let hint = Some("未填的单位本来就不计入，不适用的项本来就不加数，去掉即可".to_owned());
        let message = "指标公式里不能用 COALESCE、IFNULL、IS NULL 代替空白：空白不是零";
        checker.tell_with_hint(text.span.clone(), message, hint);
    }
    if is_known {
        if misuses.is_empty() {
            one_number(&formula, text, kind_of, checker);
        }
        if is_for_single_units && !filed_by_one(&formula, concerned, vocabulary) {
            checker.tell(text.span.clone(), "范围有`unit`，但没有哪一类单位填报公式的全部指标项");
        }
    }
    match Parts::of(&sql) {
        Ok(parts) => Some((formula, parts)),
        Err(reason) => {
            checker.tell(text.span.clone(), format!("公式不能分解：{reason}"));
            None
        }
    }
}

/// A name that begins with a digit is a number to SQL, and what follows something else.
pub(super) fn in_quotes(name: &str, text: &Placed<String>, checker: &mut Checker<'_>) {
    let hint = Some(format!("名称写作 \"{name}\"，整个公式用单引号括起来"));
    let place = checker.source.find(name, text.span.clone());
    checker.tell_with_hint(place, format!("`{name}`以数字开头，公式里要加双引号"), hint);
}

/// A text as read and compiled; `what` it is stands before the reason why it cannot be.
pub(super) fn compiled(text: &Placed<String>, what: &str, checker: &mut Checker<'_>) -> Option<(Formula<Term>, Sql)> {
    if text.value.is_empty() {
        return None;
    }
    match formula::read(&text.value) {
        Ok(read) => Some(read),
        Err(reason) => {
            checker.tell(text.span.clone(), format!("{what}无法解析：{reason}"));
            None
        }
    }
}

/// A group gets one value only if everything in the formula is added up, counted or the like, and once.
fn of_group(read: Formula<Term>, text: &Placed<String>, checker: &mut Checker<'_>) -> Option<Formula<Aggregate>> {
    let outside: BTreeSet<Variable> = read.tree.operands().into_iter().filter_map(|term| term.variable().cloned()).collect();
    for variable in &outside {
        let place = checker.source.find(&variable.to_string(), text.span.clone());
        checker.tell(place, FormulaMistake::Outside(variable.clone()).to_string());
    }
    match read.over_groups() {
        Ok(formula) => Some(formula),
        Err(reason) => {
            if outside.is_empty() {
                checker.tell(text.span.clone(), reason.to_string());
            }
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
            let hint = vocabulary.suggestion(item.name.as_str());
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

/// A group gets one number.
fn one_number(
    formula: &Formula<Aggregate>,
    text: &Placed<String>,
    kind_of: impl Fn(&FormulaItem) -> Option<Kind>,
    checker: &mut Checker<'_>,
) {
    let message = match trial::group_of_two(formula, |item| kind_of(item).is_none_or(|kind| kind.is_number())) {
        Ok(Outcome::Number) => return,
        Ok(Outcome::NoNumber | Outcome::Truth) => "公式的结果不是数".to_owned(),
        Ok(Outcome::Rows) => "公式对一组单位得不出一个数".to_owned(),
        Err(reason) => format!("公式不能计算：{reason}"),
    };
    checker.tell(text.span.clone(), message);
}

fn filed_by_one(formula: &Formula<Aggregate>, concerned: &BTreeSet<Category>, vocabulary: &Vocabulary<'_>) -> bool {
    let files_all = |category: &Category| {
        let files = |item: &FormulaItem| vocabulary.get(&item.name).is_some_and(|known| known.filed_by.contains(category));
        formula.reads.iter().all(files)
    };
    !vocabulary.is_complete || concerned.iter().any(files_all)
}
