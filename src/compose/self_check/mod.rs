//! 自查: the rules that will judge a return, as formulas in its own form.
//!
//! In: a form of a unit with what stands in it, blank or sent back, the period, and the rules that concern the unit. Out: a
//! [`SelfCheck`]. A rule becomes a formula if it reads this form alone, of this period or the prefilled earlier ones, and if a
//! spreadsheet can say it as the engine says it; every other rule is listed as 报送后审核, with the reason.

mod draft;
mod formula;
mod operand;
#[cfg(test)]
mod tests;
mod verdict;

use tongbao_document::{FormValue, LaterCheck, SelfCheck, SelfCheckRow};
use tongbao_figures::plan::rule::{Condition, Sample, Test};
use tongbao_figures::plan::{Lag, Missing, Rule, RuleSeverity, Variable};
use tongbao_returns::domain::Period;

use draft::Draft;
use operand::{Columns, Said};
pub use operand::{Hindrance, Sheet};

/// Most characters of a value that is written into a formula.
const LONGEST_LITERAL: usize = 40;
/// Items that a sentence names before it only counts.
const MOST_NAMES: usize = 3;

/// The rules of a form for one unit and period; `rules` are those whose condition admits the unit. `None` if there are none.
pub fn self_check(sheet: &Sheet<'_>, period: Period, rules: &[&Rule]) -> Option<SelfCheck> {
    let columns = Columns::new(*sheet);
    let mut check = SelfCheck::default();
    for rule in rules.iter().filter(|rule| rule.form == sheet.form.id && rule.dormant(period).is_none()) {
        match &rule.test {
            Test::Conditions(conditions) => {
                let mut later: Vec<(&'static str, Vec<&Condition>)> = Vec::new();
                for condition in conditions {
                    match row(rule, condition, &columns) {
                        Ok(row) => check.rows.push(row),
                        Err(hindrance) => {
                            let reason = hindrance.sentence();
                            match later.iter_mut().find(|(known, _)| *known == reason) {
                                Some((_, conditions)) => conditions.push(condition),
                                None => later.push((reason, vec![condition])),
                            }
                        }
                    }
                }
                for (reason, conditions) in later {
                    for said in said_together(&conditions) {
                        postpone(&mut check, rule, &said, reason);
                    }
                }
            }
            Test::UnitSlip { items, .. } => {
                let said = expected(items.iter(), "与本单位以往数据同一数量级");
                postpone(&mut check, rule, &said, "要与本单位历史数据比较");
            }
            Test::RatioOutlier { items, .. } => {
                let said = expected(items.iter(), "与上年同期之比接近同类单位");
                postpone(&mut check, rule, &said, "要与同类单位比较");
            }
            Test::ValueOutlier { value, .. } => {
                let said = expected(std::iter::once(&**value), "接近同类单位");
                postpone(&mut check, rule, &said, "要与同类单位比较");
            }
        }
    }
    (!check.rows.is_empty() || !check.later.is_empty()).then_some(check)
}

fn row(rule: &Rule, condition: &Condition, columns: &Columns<'_>) -> Result<SelfCheckRow, Hindrance> {
    for item in &condition.formula.reads {
        columns.cell(item)?;
    }
    // Nobody can fill in a locked cell: such a rule would stay 未填 whatever the filler does.
    let is_earlier = |variable: &Variable| variable.item().is_some_and(|item| item.lag != Lag::None);
    let is_lost = |variable: &Variable| is_earlier(variable) && !matches!(columns.said(variable), Said::Value(_));
    if rule.missing == Missing::Skip && condition.needed.iter().any(is_lost) {
        return Err(Hindrance::NoHistory);
    }
    let operand = |variable: &Variable| columns.operand(variable).ok();
    let formula = formula::compile(condition, rule.missing, &operand, &columns.sheet.form.symbols).ok_or(Hindrance::Beyond)?;
    let mut items: Vec<usize> = Vec::new();
    for item in condition.formula.tree.operands().into_iter().filter_map(|variable| columns.typed(variable)) {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    Ok(SelfCheckRow {
        rule: rule.id.clone(),
        severity: severity(rule.severity).to_owned(),
        expected: named(condition, &items, columns),
        hint: rule.hint.clone(),
        formula,
        verdict: verdict::verdict(condition, rule.missing, columns),
        items,
    })
}

/// A value as a formula writes it, where no cell holds it; what is too long for that is as good as missing.
pub(super) fn literal(value: Option<FormValue>) -> String {
    let word = match value {
        None => None,
        Some(FormValue::Number(number)) => Draft::number(number),
        Some(FormValue::Text(words)) => Some(Draft::quoted(&words)),
    };
    let text = word.and_then(Draft::finished).map(|formula| formula.text(|_| String::new()));
    text.filter(|text| text.chars().count() <= LONGEST_LITERAL).unwrap_or_else(|| "\"\"".to_owned())
}

/// What is expected, with the item that it is expected of if the words leave it out, as they may where there is only one.
fn named(condition: &Condition, items: &[usize], columns: &Columns<'_>) -> String {
    let only = match items {
        [only] => columns.sheet.form.item(*only).map(|item| &item.name),
        _ => None,
    };
    match condition.item.as_ref().or(only) {
        Some(item) if !condition.expected.contains(item.as_str()) => format!("{item}：{}", condition.expected),
        _ => condition.expected.clone(),
    }
}

/// Conditions that say the same of items of their own.
struct Alike<'rule> {
    /// What they say behind the item; none of one that does not begin with its item.
    rest: Option<String>,
    /// Each with its item.
    conditions: Vec<(String, &'rule Condition)>,
}

/// What several conditions expect; of many items that it is expected of in the same words once, with the first of them:
/// `设置感染性疾病科、设置发热门诊、设置呼吸门诊等20项应不为空`.
fn said_together(conditions: &[&Condition]) -> Vec<String> {
    let words = |condition: &Condition| {
        let item = condition.item.as_ref().filter(|item| condition.expected.starts_with(item.as_str()))?;
        let rest = condition.expected.strip_prefix(item.as_str())?;
        (!rest.contains(item.as_str())).then(|| (item.as_str().to_owned(), rest.to_owned()))
    };
    let mut alike: Vec<Alike<'_>> = Vec::new();
    for condition in conditions {
        let (item, rest) = words(condition).unzip();
        let one = (item.unwrap_or_default(), *condition);
        match alike.iter_mut().find(|known| rest.is_some() && known.rest == rest) {
            Some(known) => known.conditions.push(one),
            None => alike.push(Alike { rest, conditions: vec![one] }),
        }
    }
    let said = |Alike { rest, conditions }: Alike<'_>| -> Vec<String> {
        match rest {
            Some(rest) if conditions.len() > MOST_NAMES => {
                let names: Vec<&str> = conditions.iter().take(MOST_NAMES).map(|(item, _)| item.as_str()).collect();
                vec![format!("{}等{}项{rest}", names.join("、"), conditions.len())]
            }
            _ => conditions.iter().map(|(_, condition)| condition.expected.clone()).collect(),
        }
    };
    alike.into_iter().flat_map(said).collect()
}

/// A rule that is run item by item stands once for every reason.
fn postpone(check: &mut SelfCheck, rule: &Rule, expected: &str, reason: &str) {
    match check.later.iter_mut().find(|later| later.rule == rule.id && later.reason == reason) {
        Some(later) if later.expected.split('；').any(|known| known == expected) => {}
        Some(later) => {
            later.expected.push('；');
            later.expected.push_str(expected);
        }
        None => check.later.push(LaterCheck {
            rule: rule.id.clone(),
            severity: severity(rule.severity).to_owned(),
            expected: expected.to_owned(),
            reason: reason.to_owned(),
        }),
    }
}

/// What a comparison expects: in the rule's words, or in ours.
fn expected<'rule>(samples: impl Iterator<Item = &'rule Sample>, otherwise: &str) -> String {
    let samples: Vec<&Sample> = samples.collect();
    if let [only] = samples.as_slice()
        && !only.expected.is_empty()
    {
        return only.expected.clone();
    }
    let names: Vec<&str> = samples.iter().take(MOST_NAMES).map(|sample| sample.name.as_str()).collect();
    let rest = if samples.len() > MOST_NAMES { format!("等{}项", samples.len()) } else { String::new() };
    format!("{}{rest}{otherwise}", names.join("、"))
}

fn severity(severity: RuleSeverity) -> &'static str {
    match severity {
        RuleSeverity::Error => "强制",
        RuleSeverity::Suspect => "准强制",
        RuleSeverity::Explain => "核实",
        RuleSeverity::Info => "提示",
    }
}
