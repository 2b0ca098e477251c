//! The returns of a trial as workbooks: one is not sent in, one comes late, one has a cell that says no number.

use std::path::PathBuf;

use jiff::ToSpan;
use rayon::prelude::*;

use crate::compose::stem::legal;
use crate::made::Filing;
use crate::pipeline::error::RunError;
use tongbao_document::FormValue;
use tongbao_render::{RenderError, Theme};
use tongbao_returns::domain::{Period, Reading};
use tongbao_returns::forms::{Filling, form_book};

/// What stands in a cell where a number belongs.
const NO_NUMBER: &str = "待核实";

/// Of one quarter one return is not sent in, one comes late, in one a word stands where a number belongs: three units, as far as there are so many. What
/// was done, in words for the report.
pub(super) fn plant(filings: &mut Vec<Filing<'_>>, quarter: Period) -> Vec<String> {
    let mut planted = Vec::new();
    let told =
        |filing: &Filing<'_>, what: &str| format!("{}：{}《{}》{}", what, filing.unit.name, filing.form.title, filing.period);
    let asks_numbers = |filing: &Filing<'_>| filing.form.tasks.is_none() && filing.form.items().any(|item| item.kind.is_number());
    let is_ordinary = |filing: &Filing<'_>| filing.period == quarter && asks_numbers(filing);
    let ordinary: Vec<usize> =
        filings.iter().enumerate().filter(|(_, filing)| is_ordinary(filing)).map(|(position, _)| position).collect();
    let chosen = |part: usize| ordinary.get(ordinary.len() * part / 4).copied();
    if let Some(late) = chosen(1).and_then(|position| filings.get_mut(position)) {
        let most = late.form.due_days.max(late.form.city_due_days.unwrap_or(0));
        late.reported_on = late.period.last_day().saturating_add((i64::from(most) + 3).days());
        planted.push(told(late, "迟报"));
    }
    if let Some(wrong) = chosen(2).filter(|position| chosen(1) != Some(*position)).and_then(|position| filings.get_mut(position))
    {
        let mut names = wrong.form.items().map(|item| &item.name);
        let first = names.find(|name| matches!(wrong.answers.get(*name), Some(Reading::Number(_)))).cloned();
        wrong.answers.extend(first.map(|name| (name, Reading::Text(NO_NUMBER.to_owned()))));
        planted.push(told(wrong, "一格填了文字"));
    }
    let missing = chosen(3).filter(|position| ![chosen(1), chosen(2)].contains(&Some(*position)));
    if let Some(missing) = missing.filter(|position| *position < filings.len()) {
        let missing = filings.remove(missing);
        planted.push(told(&missing, "缺报"));
    }
    planted
}

/// Every return as a workbook, by its path below the inbox.
pub(super) fn workbooks(filings: &[Filing<'_>], theme: &Theme) -> Result<Vec<(PathBuf, Vec<u8>)>, RunError> {
    let made = filings.par_iter().map(|filing| Ok((path(filing), workbook(filing, theme)?)));
    made.collect::<Result<_, RenderError>>().map_err(RunError::from)
}

fn path(Filing { unit, form, period, .. }: &Filing<'_>) -> PathBuf {
    PathBuf::from(period.to_string()).join(legal(&format!("{}_{}", unit.name, form.code)) + ".xlsx")
}

fn workbook(filed: &Filing<'_>, theme: &Theme) -> Result<Vec<u8>, RenderError> {
    let Filing { unit, form, period, reported_on, answers } = filed;
    let values: Vec<Option<FormValue>> = form.items().map(|item| answers.get(&item.name).and_then(value)).collect();
    let value = |position: usize| values.get(position).cloned().flatten();
    let filling = Filling {
        value: &value,
        last_year: &|_| None,
        previous: None,
        filler: unit.contact.clone(),
        phone: unit.phone.clone(),
        deadline: None,
        reported_on: Some(*reported_on),
    };
    tongbao_render::xlsx::form(&form_book(form, unit, *period, &filling, *reported_on, true), theme)
}

fn value(reading: &Reading) -> Option<FormValue> {
    match reading {
        Reading::Number(number) => Some(FormValue::Number(*number)),
        Reading::Text(words) => Some(FormValue::Text(words.clone())),
        Reading::NotApplicable => Some(FormValue::Text("不适用".to_owned())),
        Reading::Blank => None,
    }
}
