//! What a unit of a test filed: names of items with their answers to returns on the forms that its kind files.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use toml::{Spanned, Value};

use super::dates::text_of;
use super::raw::RawAnswers;
use crate::plan::check::fields::Checker;
use crate::plan::{LedgerRow, Plan, suggestion};
use tongbao_document::count;
use tongbao_returns::domain::task::code_of;
use tongbao_returns::domain::{Fact, Form, Item, ItemName, Kind, Period, Reading, Return, SourceFile};
use tongbao_returns::registry::Unit;

/// 不适用, as a test writes it.
const NOT_APPLICABLE: &str = "不适用";
/// The answers of a yes-or-no item.
const YES_OR_NO: [&str; 2] = ["是", "否"];

/// The returns that answers stand for: one for each form of the unit's kind that has one of the items; items that are left out are blank.
pub(super) fn returns(
    answers: &RawAnswers,
    plan: &Plan,
    unit: &Unit,
    (period, reported): (Period, Option<Date>),
    checker: &mut Checker<'_>,
) -> Vec<Return> {
    let readings = readings(answers, plan, unit, checker);
    let answered = plan.forms_of(&unit.category).filter(|form| form.items().any(|item| readings.contains_key(&item.name)));
    let filed = answered.map(|form| {
        let facts = form.items().enumerate().map(|(position, item)| Fact {
            item: count::to_u16(position),
            reading: readings.get(&item.name).cloned().unwrap_or(Reading::Blank),
            place: None,
        });
        // There is no file: it is called by what it would hold.
        let path = format!("{}《{}》{period}", unit.name, form.title);
        Return {
            unit: unit.code.clone(),
            form: form.id.clone(),
            period,
            reported_on: reported.or_else(|| period.last_day().tomorrow().ok()),
            file: SourceFile { hash: path.clone(), path, size: 0, modified: 0 },
            sheets: Vec::new(),
            facts: facts.collect(),
            declared_empty: Vec::new(),
            since_january: Vec::new(),
            is_held: false,
        }
    });
    filed.collect()
}

/// The answers by item; what no form of the unit's kind has, and what nobody could type there, is told.
fn readings(answers: &RawAnswers, plan: &Plan, unit: &Unit, checker: &mut Checker<'_>) -> BTreeMap<ItemName, Reading> {
    let items = || plan.forms_of(&unit.category).flat_map(Form::items);
    let mut readings = BTreeMap::new();
    for (name, answer) in answers {
        let bare = with_prefix(name.get_ref(), plan);
        let is_meant = |item: &&Item| item.name.as_str() == name.get_ref() || Some(item.name.as_str()) == bare.as_deref();
        let Some(item) = items().find(is_meant) else {
            let hint = suggestion(name.get_ref(), items().map(|item| item.name.as_str()));
            let message = format!("`{}`填的报表里没有指标项`{}`", unit.category, name.get_ref());
            checker.tell_with_hint(name.span(), message, hint);
            continue;
        };
        if let Some(reading) = reading(item, answer, checker) {
            readings.insert(item.name.clone(), reading);
        }
    }
    readings
}

/// What is said of a task without the prefix that the plan has before its numbers, with it: `能力-5#1状态` of `5#1状态`.
fn with_prefix(name: &str, plan: &Plan) -> Option<String> {
    let prefixed = |row: &LedgerRow| {
        let bare = code_of(&row.id);
        let rest = name.strip_prefix(bare).filter(|_| row.code != bare)?;
        // 5#1 is no part of 5#12.
        (!rest.starts_with(|next: char| next.is_ascii_digit())).then(|| format!("{}{rest}", row.code))
    };
    plan.ledger.iter().find_map(prefixed)
}

fn reading(item: &Item, answer: &Spanned<Value>, checker: &mut Checker<'_>) -> Option<Reading> {
    let (span, name) = (answer.span(), &item.name);
    let written = text_of(answer.get_ref());
    if written == NOT_APPLICABLE {
        if !item.may_not_apply {
            let hint = Some("表式里写上 may-not-apply = true，或在这里不写这一项（未填）".to_owned());
            checker.tell_with_hint(span, format!("`{name}`不能填不适用：报表里这样填按未填处理"), hint);
            return None;
        }
        return Some(Reading::NotApplicable);
    }
    match &item.kind {
        Kind::Flow | Kind::Stock | Kind::Level => number(item, answer.get_ref(), span, checker).map(Reading::Number),
        Kind::YesNo => one_of(&YES_OR_NO, &written, item, span, checker),
        Kind::Choice(choices) => {
            let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
            one_of(&choices, &written, item, span, checker)
        }
        Kind::Date => {
            let day = written.parse::<Date>().ok();
            if day.is_none() {
                checker.tell(span, format!("`{name}`应是日期，如 2025-06-30，这里是`{written}`"));
            }
            day.map(|day| Reading::Text(day.to_string()))
        }
        Kind::Text => Some(Reading::Text(written)),
    }
}

fn number(item: &Item, value: &Value, span: Range<usize>, checker: &mut Checker<'_>) -> Option<f64> {
    let number = match value {
        Value::Integer(_) | Value::Float(_) => value.to_string().parse::<f64>().ok().filter(|number| number.is_finite()),
        _ => None,
    };
    let Some(number) = number else {
        checker.tell(span, format!("`{}`应是数，这里是`{}`", item.name, text_of(value)));
        return None;
    };
    let is_within = item.min.is_none_or(|min| number >= min) && item.max.is_none_or(|max| number <= max);
    if !is_within {
        checker.tell(span, format!("`{}`超出表式的允许范围（min、max）：报表里这样填按未填处理", item.name));
    }
    is_within.then_some(number)
}

fn one_of(known: &[&str], written: &str, item: &Item, span: Range<usize>, checker: &mut Checker<'_>) -> Option<Reading> {
    if known.contains(&written) {
        return Some(Reading::Text(written.to_owned()));
    }
    let hint = suggestion(written, known.iter().copied());
    checker.tell_with_hint(span, format!("`{}`没有这个答案：`{written}`", item.name), hint);
    None
}
