//! Which returns the units of a made office file: for every quarter the forms that they owe, each with its answers, on the day after the quarter.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::answers::Answers;
use super::tasks;
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{Form, Period, UnitCode};
use tongbao_returns::registry::{Registry, Unit};

/// A return that is filed.
#[derive(Debug, Clone)]
pub struct Filing<'run> {
    /// Whose.
    pub unit: &'run Unit,
    /// On which form.
    pub form: &'run Form,
    /// For which quarter.
    pub period: Period,
    /// When.
    pub reported_on: Date,
    /// What it says; an item without an answer is blank.
    pub answers: Answers,
}

/// Every return that the units owe, quarter by quarter, unit by unit, form by form.
pub(super) fn of<'run>(
    plan: &'run Plan,
    registry: &'run Registry,
    values: &BTreeMap<(UnitCode, Period), Answers>,
    quarters: &[Period],
) -> Vec<Filing<'run>> {
    let mut filings = Vec::new();
    let begins = quarters.iter().map(|quarter| quarter.year).min().unwrap_or_default();
    for period in quarters.iter().copied() {
        let as_of = registry.as_of(period.last_day());
        for unit in registry.units.values() {
            for form in plan.forms.iter().filter(|form| as_of.owes(unit, form)) {
                let answers = match &form.tasks {
                    Some(tasks) => tasks::answers((form, tasks), unit, (begins, period)),
                    None => values.get(&(unit.code.clone(), period)).cloned().unwrap_or_default(),
                };
                let reported_on = period.last_day().saturating_add(1.day());
                filings.push(Filing { unit, form, period, reported_on, answers });
            }
        }
    }
    filings
}
