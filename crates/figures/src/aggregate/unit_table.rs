//! What each unit says about an item in a period, on one of two bases (docs/numbers.md rules 13 and 14).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::group::Grouping;
use crate::audit::Accepted;
use crate::plan::{FormulaItem, Lag, Plan};
use tongbao_returns::domain::{Category, FormId, ItemName, Kind, Period, Reading, Return, UnitCode};
use tongbao_returns::registry::{Registry, Unit};

/// Which time a flow covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    /// From 1 January, as filed.
    Cumulative,
    /// The period alone: the difference of two filings.
    Own,
}

/// What a unit says about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// None of the unit's forms carries the item.
    NotCarried,
    /// A value.
    Value,
    /// Due, but blank, wrong or not filed.
    Missing,
    /// The unit says 不适用, or did not exist then.
    NotApplicable,
}

/// One item of all units of a table.
pub(super) struct Column {
    pub(super) states: Vec<State>,
    pub(super) values: Values,
}

/// Numbers or words; a place without a value is `None`.
pub(super) enum Values {
    Numbers(Vec<Option<f64>>),
    Words(Vec<Option<String>>),
}

/// The units open on a period's last day with what they filed then, before and a year before.
pub(super) struct Tables<'run> {
    pub(super) grouping: Grouping,
    pub(super) units: Vec<&'run Unit>,
    period: Period,
    filed: BTreeMap<Period, Filed<'run>>,
    /// Which category each unit is of, by position in the plan's list of categories; `None` if that category files nothing.
    category_of: Vec<Option<usize>>,
    carriers: BTreeMap<&'run ItemName, Carriers<'run>>,
}

/// Where an item stands: for each category of the plan the form and the item's position in it.
struct Carriers<'run> {
    kind: &'run Kind,
    by_category: Vec<Option<(usize, usize)>>,
}

/// What was filed for one period: form (by position in the plan) → unit (by position) → its accepted return.
struct Filed<'run> {
    last_day: Date,
    by_form: Vec<Vec<Option<&'run Return>>>,
}

impl<'run> Tables<'run> {
    pub(super) fn new(plan: &'run Plan, registry: &'run Registry, accepted: &'run Accepted, period: Period) -> Self {
        let as_of = registry.as_of(period.last_day());
        let units: Vec<&Unit> = as_of.units().collect();
        let position_of: BTreeMap<&UnitCode, usize> =
            units.iter().enumerate().map(|(position, unit)| (&unit.code, position)).collect();
        let form_of: BTreeMap<&FormId, usize> =
            plan.forms.iter().enumerate().map(|(position, form)| (&form.id, position)).collect();
        let needed =
            [period, period.previous(), period.previous().previous(), period.year_before(), period.year_before().previous()];
        let is_needed: BTreeSet<Period> = needed.map(Period::last_quarter).into_iter().chain(quarters_so_far(period)).collect();
        let filed_for = |needed: Period| {
            let mut by_form = vec![vec![None; units.len()]; plan.forms.len()];
            for filed in accepted.of_period(needed) {
                if let (Some(&form), Some(&unit)) = (form_of.get(&filed.form), position_of.get(&filed.unit)) {
                    by_form[form][unit] = Some(filed);
                }
            }
            (needed, Filed { last_day: needed.last_day(), by_form })
        };
        let filed = is_needed.into_iter().map(filed_for).collect();
        let categories: Vec<&Category> = plan.categories().into_iter().collect();
        let category_of = units.iter().map(|unit| categories.binary_search(&&unit.category).ok()).collect();
        Self {
            grouping: Grouping::new(&as_of, &plan.area_code, &plan.area_name),
            units,
            period,
            filed,
            category_of,
            carriers: carriers(plan, &categories),
        }
    }

    /// What every unit says about an item of a formula.
    pub(super) fn column(&self, item: &FormulaItem, basis: Basis) -> Column {
        let period = match item.lag {
            // A pack's check keeps members out of indicators.
            Lag::None | Lag::Members => self.period,
            Lag::PreviousPeriod => self.period.previous(),
            Lag::YearBefore => self.period.year_before(),
            Lag::YearMean => return self.mean(item),
        };
        let Some(carriers) = self.carriers.get(&item.name) else {
            return Column {
                states: vec![State::NotCarried; self.units.len()],
                values: Values::Numbers(vec![None; self.units.len()]),
            };
        };
        let Some(filed) = self.filed.get(&period.last_quarter()) else {
            return Column {
                states: vec![State::Missing; self.units.len()],
                values: Values::Numbers(vec![None; self.units.len()]),
            };
        };
        let is_difference = basis == Basis::Own && *carriers.kind == Kind::Flow && !period.opens_the_year();
        let before = if is_difference { self.filed.get(&period.previous().last_quarter()) } else { None };
        let mut states = Vec::with_capacity(self.units.len());
        let mut numbers = Vec::new();
        let mut words = Vec::new();
        for (position, unit) in self.units.iter().enumerate() {
            let reading = match (self.reading(carriers, position, unit, filed), before) {
                (Said::Value(Reading::Number(total)), Some(before)) => self.without(*total, carriers, position, unit, before),
                (said, _) => said.plain(),
            };
            let (state, number, word) = match reading {
                Plain::Number(number) => (State::Value, Some(number), None),
                Plain::Word(word) => (State::Value, None, Some(word.to_owned())),
                Plain::None(state) => (state, None, None),
            };
            states.push(state);
            numbers.push(number);
            words.push(word);
        }
        let values = if carriers.kind.is_number() { Values::Numbers(numbers) } else { Values::Words(words) };
        Column { states, values }
    }

    /// The mean of an item over the quarter-ends of the year up to the period; of a unit that opened in the year over those since then.
    fn mean(&self, item: &FormulaItem) -> Column {
        let mut sums = vec![(0.0, 0_u32); self.units.len()];
        let mut states = vec![State::Value; self.units.len()];
        let Some(carriers) = self.carriers.get(&item.name) else {
            let numbers = vec![None; self.units.len()];
            return Column { states: vec![State::NotCarried; self.units.len()], values: Values::Numbers(numbers) };
        };
        let filed = quarters_so_far(self.period).filter_map(|quarter| self.filed.get(&quarter));
        for (filed, (position, unit)) in
            filed.flat_map(|filed| self.units.iter().enumerate().map(move |(position, unit)| (filed, (position, unit))))
        {
            match self.reading(carriers, position, unit, filed) {
                Said::NotYetOpen => {}
                Said::Value(Reading::Number(number)) => {
                    let (sum, quarters) = &mut sums[position];
                    *sum += number;
                    *quarters += 1;
                }
                said => {
                    if let Plain::None(state) = said.plain()
                        && states[position] == State::Value
                    {
                        states[position] = state;
                    }
                }
            }
        }
        let mean = |(state, (sum, quarters)): (&State, &(f64, u32))| {
            (*state == State::Value && *quarters > 0).then(|| sum / f64::from(*quarters))
        };
        let numbers = states.iter().zip(&sums).map(mean).collect();
        Column { states, values: Values::Numbers(numbers) }
    }

    /// The period's own part of a cumulative total; a unit that opened since the last filing has nothing to subtract.
    fn without(&self, total: f64, carriers: &Carriers<'_>, position: usize, unit: &Unit, before: &Filed<'run>) -> Plain<'run> {
        match self.reading(carriers, position, unit, before) {
            Said::Value(Reading::Number(earlier)) => Plain::Number(total - earlier),
            Said::NotYetOpen => Plain::Number(total),
            _ => Plain::None(State::Missing),
        }
    }

    fn reading(&self, carriers: &Carriers<'_>, position: usize, unit: &Unit, filed: &Filed<'run>) -> Said<'run> {
        let Some((form, item)) = self.category_of[position].and_then(|category| carriers.by_category[category]) else {
            return Said::NotCarried;
        };
        if !unit.is_open(filed.last_day) {
            return Said::NotYetOpen;
        }
        let fact = filed.by_form[form][position].and_then(|filed| filed.facts.get(item));
        Said::Value(fact.map_or(&Reading::Blank, |fact| &fact.reading))
    }
}

#[derive(Clone, Copy)]
enum Said<'run> {
    NotCarried,
    NotYetOpen,
    Value(&'run Reading),
}

enum Plain<'run> {
    Number(f64),
    Word(&'run str),
    None(State),
}

impl<'run> Said<'run> {
    fn plain(self) -> Plain<'run> {
        match self {
            Self::NotCarried => Plain::None(State::NotCarried),
            Self::NotYetOpen | Self::Value(Reading::NotApplicable) => Plain::None(State::NotApplicable),
            Self::Value(Reading::Blank) => Plain::None(State::Missing),
            Self::Value(Reading::Number(number)) => Plain::Number(*number),
            Self::Value(Reading::Text(word)) => Plain::Word(word),
        }
    }
}

/// The quarters of a period's year up to its end.
fn quarters_so_far(period: Period) -> impl Iterator<Item = Period> {
    period.whole_year().quarters().filter(move |quarter| quarter.last_day() <= period.last_day())
}

fn carriers<'run>(plan: &'run Plan, categories: &[&Category]) -> BTreeMap<&'run ItemName, Carriers<'run>> {
    let mut carriers: BTreeMap<&ItemName, Carriers<'_>> = BTreeMap::new();
    for (form_position, form) in plan.forms.iter().enumerate() {
        let filed_by: Vec<usize> = form.filed_by.iter().filter_map(|category| categories.binary_search(&category).ok()).collect();
        for (item_position, item) in form.items().enumerate() {
            let carrier = carriers
                .entry(&item.name)
                .or_insert_with(|| Carriers { kind: &item.kind, by_category: vec![None; categories.len()] });
            for &category in &filed_by {
                carrier.by_category[category] = Some((form_position, item_position));
            }
        }
    }
    carriers
}
