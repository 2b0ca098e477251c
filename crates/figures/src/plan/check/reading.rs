//! What a formula reads: names that exist, items that the units concerned file, used as their kinds allow, down to one number.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{Checker, Placed};
use super::known_words::{self, Categories};
use super::vocabulary::Vocabulary;
use super::{factor, functions, ground, quotes};
use crate::plan::aggregation::{Aggregate, Term};
use crate::plan::formula;
use crate::plan::formula::ratios::Measured;
use crate::plan::formula::trial::Outcome;
use crate::plan::formula::{Formula, FormulaMistake, Parts, Slip, kinds, listed_name, meant_as_text, refusal, trial};
use crate::plan::listed::Listed;
use crate::plan::scope::Scope;
use crate::plan::sql::Sql;
use crate::plan::unit_of_measure::UnitOfMeasure;
use crate::plan::variable::{FormulaItem, Lag, Variable};
use tongbao_document::Expression;
use tongbao_returns::domain::{Category, Kind};

/// What an indicator's formula is taken over, as far as the pack says it elsewhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct Of<'run> {
    /// Categories whose units are concerned.
    pub(super) concerned: &'run BTreeSet<Category>,
    /// Whether it is computed for single units.
    pub(super) is_for_single_units: bool,
    /// What its numbers are.
    pub(super) number: OfNumber<'run>,
    /// Which words of 类别 it may name.
    pub(super) categories: Categories,
}

/// What the number of an indicator is, as far as it is said beside the formula.
#[derive(Debug, Clone, Copy)]
pub(super) struct OfNumber<'run> {
    /// `over`.
    pub(super) over: Option<Scope>,
    /// `unit`.
    pub(super) unit: &'run str,
}

/// What of the registry a text counts; nothing if it cannot be read, which is told where it is checked.
pub(super) fn listed(text: &str) -> Vec<Listed> {
    formula::read(text).map(|(read, _)| read.listed().collect()).unwrap_or_default()
}

/// The items that a formula may name: those of a plan's forms, or of the dictionary.
pub(super) trait Items {
    /// Whether an item may be read; what is wrong with it is told.
    fn is_known(&self, item: &FormulaItem, text: &Placed<String>, checker: &mut Checker<'_>) -> bool;
    /// Whether there is an item of that name.
    fn has(&self, item: &FormulaItem) -> bool;
    /// The kind of an item, if it is known.
    fn kind(&self, item: &FormulaItem) -> Option<Kind>;
    /// The unit of measure of an item, if it is known.
    fn unit(&self, item: &FormulaItem) -> Option<&str>;
    /// Whether the registry can have the words with which it is compared; those that it cannot are told.
    fn has_words(&self, tree: &Expression<Variable>, text: &Placed<String>, checker: &mut Checker<'_>) -> bool;
    /// The first name that begins with a digit and stands in a formula without quotes.
    fn unquoted(&self, formula: &str) -> Option<&str>;
}

/// The items that units of some categories file.
struct OfForms<'run> {
    vocabulary: &'run Vocabulary<'run>,
    concerned: &'run BTreeSet<Category>,
    categories: Categories,
}

impl Items for OfForms<'_> {
    fn is_known(&self, item: &FormulaItem, text: &Placed<String>, checker: &mut Checker<'_>) -> bool {
        known_item(item, text, self.concerned, self.vocabulary, checker)
    }

    fn has(&self, item: &FormulaItem) -> bool {
        self.vocabulary.get(&item.name).is_some()
    }

    fn kind(&self, item: &FormulaItem) -> Option<Kind> {
        self.vocabulary.get(&item.name).map(|known| known.kind.clone())
    }

    fn unit(&self, item: &FormulaItem) -> Option<&str> {
        self.vocabulary.get(&item.name).map(|known| known.unit)
    }

    fn has_words(&self, tree: &Expression<Variable>, text: &Placed<String>, checker: &mut Checker<'_>) -> bool {
        known_words::are_known(tree, self.categories, text, self.vocabulary, checker)
    }

    fn unquoted(&self, formula: &str) -> Option<&str> {
        self.vocabulary.unquoted(formula)
    }
}

/// A formula of a group, as far as it could be read.
pub(super) struct OfGroup {
    formula: Formula<Aggregate>,
    parts: Option<Parts>,
    /// Whether all that it names may be read.
    is_known: bool,
}

/// A formula over the units of the concerned categories, and what it is made of; `None` only if it is no expression of a group.
pub(super) fn formula(
    text: &Placed<String>,
    Of { concerned, is_for_single_units, number, categories }: Of<'_>,
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) -> Option<(Formula<Aggregate>, Parts)> {
    let items = OfForms { vocabulary, concerned, categories };
    let OfGroup { formula, parts, is_known } = of_items(text, number, &items, checker)?;
    let is_of_items = is_known && formula.listed().next().is_none();
    if is_of_items && is_for_single_units && !filed_by_one(&formula, concerned, vocabulary) {
        checker.tell(text.span.clone(), "范围有`unit`，但没有哪一类单位填报公式的全部指标项");
    }
    parts.map(|parts| (formula, parts))
}

/// A formula over items, whoever files them; `None` only if it is no expression of a group.
pub(super) fn of_items(
    text: &Placed<String>,
    OfNumber { over, unit }: OfNumber<'_>,
    items: &impl Items,
    checker: &mut Checker<'_>,
) -> Option<OfGroup> {
    let told = checker.mistakes.len();
    if let Some(name) = items.unquoted(&text.value) {
        in_quotes(name, text, checker);
        return None;
    }
    let (read, sql) = compiled(text, "公式", checker)?;
    let is_grounded = ground::is_sound(&read, over, text, checker);
    let is_known = are_known(&read, text, items, checker) && is_grounded;
    let kind_of = |item: &FormulaItem| items.kind(item);
    let misuses = if is_known { kinds::misuses(&read, &kind_of) } else { Vec::new() };
    for misuse in &misuses {
        let place = checker.source.find(&misuse.column, text.span.clone());
        checker.tell_with_hint(place, &misuse.message, misuse.hint.map(str::to_owned));
    }
    let formula = of_group(read, !is_grounded, text, checker)?;
    if formula.counts_units() {
        let hint = Some("报了某一项的单位数写 COUNT(指标项)，名录上的机构数写 名录_机构数".to_owned());
        let place = checker.source.find("COUNT(*)", text.span.clone());
        checker.tell_with_hint(place, "COUNT(*) 数不出单位：没有报数的单位不在其中，报了哪一项也没有说", hint);
    } else if formula.reads.is_empty() && formula.others.is_empty() {
        checker.tell(text.span.clone(), "公式没有读取任何指标项");
    }
    if is_known && misuses.is_empty() && formula.fills_blanks() {
        let hint = Some("未填的单位本来就不计入，不适用的项本来就不加数，去掉即可".to_owned());
        let message = "指标公式里不能用 COALESCE、IFNULL、IS NULL 代替空白：空白不是零";
        checker.tell_with_hint(text.span.clone(), message, hint);
    }
    let is_listed = formula.listed().next().is_some();
    // Of a blank of a shared formula nobody knows yet whether it is a number.
    let are_kinds_known = formula.reads.iter().all(|item| items.kind(item).is_some());
    if is_known && !is_listed && misuses.is_empty() && are_kinds_known {
        one_number(&formula, text, kind_of, checker);
    }
    let parts = match Parts::of(&sql) {
        Ok(parts) => Some(parts),
        Err(reason) => {
            checker.tell(text.span.clone(), format!("公式不能分解：{reason}"));
            None
        }
    };
    if let Some(parts) = parts.as_ref().filter(|_| is_known && is_listed) {
        ground::is_arithmetic(parts, text, checker);
    }
    if is_known && checker.mistakes.len() == told {
        factor::check(&formula, unit, &|item| measured(item, items), text, checker);
    }
    Some(OfGroup { formula, parts, is_known })
}

/// Whether every name and every word of a formula may be read; those that may not are told.
fn are_known(read: &Formula<Term>, text: &Placed<String>, items: &impl Items, checker: &mut Checker<'_>) -> bool {
    let is_worded = |item: &FormulaItem| items.kind(item).is_some_and(|kind| !kind.is_number());
    let mut are_known = true;
    let mut texts = BTreeMap::new();
    for tree in of_units(read) {
        texts.extend(meant_as_text(&tree, &is_worded));
        are_known &= items.has_words(&tree, text, checker);
    }
    for item in read.reads.iter().filter(|item| !ground::is_of_registry(item)) {
        match texts.get(item).filter(|_| !items.has(item)) {
            Some(of) => {
                quotes::tell(&item.column(), of, text, checker);
                are_known = false;
            }
            None => are_known &= items.is_known(item, text, checker),
        }
    }
    are_known
}

/// How an item is measured, if it is known.
fn measured(item: &FormulaItem, items: &impl Items) -> Option<Measured> {
    let unit = items.unit(item)?.to_owned();
    let is_amount = matches!(UnitOfMeasure::of(&unit), UnitOfMeasure::Amount(_)) && unit != "‰";
    Some(Measured { is_rate: !is_amount || items.kind(item) == Some(Kind::Level), unit })
}

/// What a formula works out unit by unit, inside its aggregates.
fn of_units(read: &Formula<Term>) -> Vec<Expression<Variable>> {
    let aggregates = read.tree.operands().into_iter().filter_map(Term::aggregate).filter_map(Aggregate::over_units);
    aggregates.flat_map(|aggregate| aggregate.expressions().cloned().collect::<Vec<_>>()).collect()
}

/// A name that begins with a digit is a number to SQL, and what follows something else.
pub(super) fn in_quotes(name: &str, text: &Placed<String>, checker: &mut Checker<'_>) {
    // Inside single quotes of TOML there is no room for the texts of SQL.
    let outside = if text.value.contains('\'') { "三个双引号" } else { "单引号" };
    let hint = Some(format!("名称写作 \"{name}\"，整个公式用{outside}括起来"));
    let place = checker.source.find(name, text.span.clone());
    checker.tell_with_hint(place, format!("`{name}`以数字开头，公式里要加双引号"), hint);
}

/// A text as read and compiled; `what` it is stands before the reason why it cannot be.
pub(super) fn compiled(text: &Placed<String>, what: &str, checker: &mut Checker<'_>) -> Option<(Formula<Term>, Sql)> {
    read(&text.value, text, what, checker)
}

/// The same of a text that is made of what stands at a place.
pub(super) fn read(text: &str, place: &Placed<String>, what: &str, checker: &mut Checker<'_>) -> Option<(Formula<Term>, Sql)> {
    if text.is_empty() {
        return None;
    }
    match formula::read(text) {
        Ok(read) => Some(read),
        Err(reason) => {
            unread(text, &reason, place, what, checker);
            None
        }
    }
}

/// Tells why a text cannot be read, where it cannot.
fn unread(text: &str, reason: &FormulaMistake, place: &Placed<String>, what: &str, checker: &mut Checker<'_>) {
    let whole = place.span.clone();
    let reason = match reason {
        FormulaMistake::Slip(Slip { span, message, hint }) => {
            let sign = text.get(span.clone()).unwrap_or_default();
            // What is made of it may stand elsewhere than in it.
            let start = if text == place.value { Some(span.start) } else { place.value.find(sign) };
            let part = start.map(|start| checker.source.part(&place.value, start..start + sign.len(), whole.clone()));
            checker.tell_with_hint(part.unwrap_or(whole), format!("{what}{message}"), hint.clone());
            return;
        }
        FormulaMistake::Engine(reason) => refusal::in_words(reason),
        other => other.to_string(),
    };
    if let Some((name, hint)) = functions::unknown(text) {
        let as_written = [name.clone(), name.to_lowercase()];
        let places = as_written.map(|name| checker.source.find(&name, whole.clone()));
        let at = places.into_iter().find(|at| *at != whole).unwrap_or(whole);
        checker.tell_with_hint(at, format!("没有函数`{name}`"), hint);
        return;
    }
    let listed = Sql::read(text).ok().and_then(|sql| listed_name(&sql.tree()));
    match listed {
        Some(name) => {
            let at = checker.source.find(&name, whole);
            let hint = Some(format!("写作 IN ('{name}')"));
            checker.tell_with_hint(at, format!("IN 后面只列文字和数，文字要用英文单引号：`{name}`"), hint);
        }
        None => checker.tell(whole, format!("{what}无法解析：{reason}")),
    }
}

/// A group gets one value only if everything in the formula is added up, counted or the like, and once.
fn of_group(read: Formula<Term>, is_told: bool, text: &Placed<String>, checker: &mut Checker<'_>) -> Option<Formula<Aggregate>> {
    let variables = read.tree.operands().into_iter().filter_map(|term| term.variable().cloned());
    // A count of the registry is one number of a group already, and of 类型 of alliances was told.
    let may_stand = |variable: &Variable| {
        matches!(variable, Variable::Listed(_) | Variable::AllianceKind | Variable::County | Variable::PeerGroup)
    };
    let outside: BTreeSet<Variable> = variables.filter(|variable| !may_stand(variable)).collect();
    for variable in &outside {
        let place = checker.source.find(&variable.to_string(), text.span.clone());
        checker.tell(place, FormulaMistake::Outside(variable.clone()).to_string());
    }
    match read.over_groups() {
        Ok(formula) => Some(formula),
        Err(reason) => {
            if outside.is_empty() && !is_told {
                checker.tell_with_hint(text.span.clone(), reason.to_string(), instead_of(&reason));
            }
            None
        }
    }
}

/// What to write instead of what no group can have one value of.
fn instead_of(reason: &FormulaMistake) -> Option<String> {
    let hint = match reason {
        FormulaMistake::Window => "公式对一组只得一个数：去掉 OVER，只写里面的汇总",
        FormulaMistake::Nested => "先把里面的汇总写成一个指标，再在另一个指标里写 指标_… 和 over",
        _ => return None,
    };
    Some(hint.to_owned())
}

/// Whether the item exists; if it does, whether anyone concerned files it is told as well.
fn known_item(
    item: &FormulaItem,
    text: &Placed<String>,
    concerned: &BTreeSet<Category>,
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) -> bool {
    let known = vocabulary.get(&item.name);
    if !suits_its_time(item, known.map(|known| known.kind), text, checker) {
        return false;
    }
    let place = || checker.source.find(&item.column(), text.span.clone());
    let Some(known) = known else {
        if vocabulary.is_complete {
            let hint = vocabulary.suggestion(item.name.as_str());
            checker.tell_with_hint(place(), format!("没有指标项`{}`", item.name), hint);
        }
        return false;
    };
    if vocabulary.is_complete && !known.filed_by.iter().any(|&category| concerned.contains(category)) {
        let filers: Vec<&str> = known.filed_by.iter().map(|category| category.as_str()).collect();
        let hint = Some(format!("填报它的是：{}", filers.join("、")));
        checker.tell_with_hint(place(), format!("条件选出的单位都不填报`{}`", item.name), hint);
    }
    true
}

/// Whether an item, of its kind where that is known, can be read of the time that stands before its name.
pub(super) fn suits_its_time(item: &FormulaItem, kind: Option<&Kind>, text: &Placed<String>, checker: &mut Checker<'_>) -> bool {
    let message = match item.lag {
        Lag::Members => "`成员_`只能用在审核规则里".to_owned(),
        Lag::YearMean if kind.is_some_and(|kind| !matches!(kind, Kind::Stock | Kind::Level)) => {
            format!("`平均_`只用于时点数：`{}`不是", item.name)
        }
        _ => return true,
    };
    checker.tell(checker.source.find(&item.column(), text.span.clone()), message);
    false
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
        Err(reason) => format!("公式不能计算：{}", refusal::in_words(&reason)),
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
