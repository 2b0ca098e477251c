//! The returns of a trial: which are sent in and when, one that is not, one that comes late, one with a cell that says no number.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::ToSpan;
use jiff::civil::Date;
use rayon::prelude::*;

use super::answers::Answers;
use super::tasks;
use crate::compose::stem::legal;
use crate::pipeline::error::RunError;
use tongbao_document::FormValue;
use tongbao_figures::plan::Plan;
use tongbao_render::{RenderError, Theme};
use tongbao_returns::domain::{Form, Period, Reading, UnitCode};
use tongbao_returns::forms::{Filling, form_book};
use tongbao_returns::registry::{Registry, Unit};

/// What stands in a cell where a number belongs.
const NO_NUMBER: &str = "待核实";

/// A return that is sent in.
pub(super) struct Filing<'run> {
    unit: &'run Unit,
    form: &'run Form,
    period: Period,
    reported_on: Date,
    answers: Answers,
    /// Its first number is none.
    has_mistake: bool,
}

/// What was done to one quarter's returns on purpose, in words for the report.
#[derive(Debug, Clone, Default)]
pub(super) struct Planted(pub(super) Vec<String>);

/// Every return that the units owe, by quarter, and what is wrong with three of those of one quarter.
pub(super) fn filings<'run>(
    plan: &'run Plan,
    registry: &'run Registry,
    values: &BTreeMap<(UnitCode, Period), Answers>,
    quarters: &[Period],
    spoilt: Period,
) -> (Vec<Filing<'run>>, Planted) {
    let (mut filings, mut planted) = (Vec::new(), Planted::default());
    for period in quarters {
        let mut of_quarter = due(plan, registry, values, *period);
        if *period == spoilt {
            planted = plant(&mut of_quarter);
        }
        filings.append(&mut of_quarter);
    }
    (filings, planted)
}

fn due<'run>(
    plan: &'run Plan,
    registry: &'run Registry,
    values: &BTreeMap<(UnitCode, Period), Answers>,
    period: Period,
) -> Vec<Filing<'run>> {
    let as_of = registry.as_of(period.last_day());
    let mut filings = Vec::new();
    for unit in registry.units.values() {
        for form in plan.forms.iter().filter(|form| as_of.owes(unit, form)) {
            let answers = match &form.tasks {
                Some(tasks) => tasks::answers(form, tasks, unit, period),
                None => values.get(&(unit.code.clone(), period)).cloned().unwrap_or_default(),
            };
            let reported_on = period.last_day().saturating_add(1.day());
            filings.push(Filing { unit, form, period, reported_on, answers, has_mistake: false });
        }
    }
    filings
}

/// One return is not sent in, one comes late, in one a word stands where a number belongs: three units, as far as there are so many.
fn plant(filings: &mut Vec<Filing<'_>>) -> Planted {
    let mut planted = Vec::new();
    let told =
        |filing: &Filing<'_>, what: &str| format!("{}：{}《{}》{}", what, filing.unit.name, filing.form.title, filing.period);
    let asks_numbers = |filing: &Filing<'_>| filing.form.tasks.is_none() && filing.form.items().any(|item| item.kind.is_number());
    let ordinary: Vec<usize> =
        filings.iter().enumerate().filter(|(_, filing)| asks_numbers(filing)).map(|(position, _)| position).collect();
    let chosen = |part: usize| ordinary.get(ordinary.len() * part / 4).copied();
    if let Some(late) = chosen(1).and_then(|position| filings.get_mut(position)) {
        let most = late.form.due_days.max(late.form.city_due_days.unwrap_or(0));
        late.reported_on = late.period.last_day().saturating_add((i64::from(most) + 3).days());
        planted.push(told(late, "迟报"));
    }
    if let Some(wrong) = chosen(2).filter(|position| chosen(1) != Some(*position)).and_then(|position| filings.get_mut(position))
    {
        wrong.has_mistake = true;
        planted.push(told(wrong, "一格填了文字"));
    }
    let missing = chosen(3).filter(|position| ![chosen(1), chosen(2)].contains(&Some(*position)));
    if let Some(missing) = missing.filter(|position| *position < filings.len()) {
        let missing = filings.remove(missing);
        planted.push(told(&missing, "缺报"));
    }
    Planted(planted)
}

/// Every return as a workbook, by its path below the inbox.
pub(super) fn workbooks(filings: &[Filing<'_>], theme: &Theme) -> Result<Vec<(PathBuf, Vec<u8>)>, RunError> {
    let made = filings.par_iter().map(|filing| Ok((filing.path(), filing.workbook(theme)?)));
    made.collect::<Result<_, RenderError>>().map_err(RunError::from)
}

impl Filing<'_> {
    fn path(&self) -> PathBuf {
        let Self { unit, form, period, .. } = self;
        PathBuf::from(period.to_string()).join(legal(&format!("{}_{}", unit.name, form.code)) + ".xlsx")
    }

    fn workbook(&self, theme: &Theme) -> Result<Vec<u8>, RenderError> {
        let mut values: Vec<Option<FormValue>> =
            self.form.items().map(|item| self.answers.get(&item.name).and_then(value)).collect();
        let first_number = values.iter_mut().find(|value| matches!(value, Some(FormValue::Number(_))));
        if let Some(first) = first_number.filter(|_| self.has_mistake) {
            *first = Some(FormValue::Text(NO_NUMBER.to_owned()));
        }
        let value = |position: usize| values.get(position).cloned().flatten();
        let filling = Filling {
            value: &value,
            last_year: &|_| None,
            previous: None,
            filler: self.unit.contact.clone(),
            phone: self.unit.phone.clone(),
            deadline: None,
            reported_on: Some(self.reported_on),
        };
        tongbao_render::xlsx::form(&form_book(self.form, self.unit, self.period, &filling, self.reported_on, true), theme)
    }
}

fn value(reading: &Reading) -> Option<FormValue> {
    match reading {
        Reading::Number(number) => Some(FormValue::Number(*number)),
        Reading::Text(words) => Some(FormValue::Text(words.clone())),
        Reading::NotApplicable => Some(FormValue::Text("不适用".to_owned())),
        Reading::Blank => None,
    }
}
