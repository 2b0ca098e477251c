//! The units of a period, and what each says about the items of formulas, on one of two bases (docs/numbers.md rules 13 and 14).

use std::collections::BTreeSet;

use super::entries::Entries;
use super::filings::{Carriers, Filings, Said, quarters_so_far};
use super::group::Grouping;
use crate::plan::{FormulaItem, Lag, Plan};
use tongbao_returns::domain::{ItemName, Kind, Period};
use tongbao_returns::registry::Unit;

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
    /// The unit says 不适用.
    NotApplicable,
    /// The unit did not exist then, or has closed and has no stocks any more.
    NotThere,
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

/// The units that count in a period: those open on its last day, and those that closed in its year.
pub(super) struct Table<'run> {
    pub(super) grouping: Grouping,
    /// By code.
    pub(super) units: Vec<&'run Unit>,
    pub(super) period: Period,
    filings: &'run Filings<'run>,
    /// Where each unit stands among the filings.
    pub(super) positions: Vec<usize>,
    /// For each unit those from which it came and that stand here no longer: what they filed in other periods is read along.
    gone: Vec<Vec<usize>>,
    /// The same with those that have closed but stand here with their flows of the year.
    closed: Vec<Vec<usize>>,
    /// Whether one of these stands here, and reads for itself what flowed in other periods.
    has_origin_here: Vec<bool>,
}

impl<'run> Table<'run> {
    pub(super) fn new(plan: &'run Plan, filings: &'run Filings<'run>, period: Period) -> Self {
        let as_of = filings.registry().as_of(period.last_day());
        let units: Vec<&Unit> = as_of.units_of_the_year().collect();
        let position_of = |unit: &Unit| filings.units.binary_search_by(|known| known.code.cmp(&unit.code)).ok();
        let positions: Vec<usize> = units.iter().filter_map(|unit| position_of(unit)).collect();
        let mut gone = vec![Vec::new(); units.len()];
        let mut closed = gone.clone();
        let mut has_origin_here = vec![false; units.len()];
        // What two have come from is read with the first of them, not twice.
        let (mut is_read, mut is_read_closed): (BTreeSet<usize>, BTreeSet<usize>) = Default::default();
        for (unit, ((gone, closed), has_origin_here)) in
            units.iter().zip(gone.iter_mut().zip(&mut closed).zip(&mut has_origin_here))
        {
            if !unit.is_open(period.last_day()) {
                continue;
            }
            for origin in filings.registry().origins(&unit.code) {
                let Some((origin, position)) =
                    filings.registry().units.get(origin).and_then(|unit| Some((unit, position_of(unit)?)))
                else {
                    continue;
                };
                let stands_here = positions.binary_search(&position).is_ok();
                *has_origin_here |= stands_here;
                if !stands_here && is_read.insert(position) {
                    gone.push(position);
                }
                if !origin.is_open(period.last_day()) && is_read_closed.insert(position) {
                    closed.push(position);
                }
            }
        }
        let grouping = Grouping::new(&as_of, &plan.area_code, &plan.area_name);
        Self { grouping, units, period, filings, positions, gone, closed, has_origin_here }
    }

    /// What every unit says about an item of a formula.
    pub(super) fn column(&self, item: &FormulaItem, basis: Basis) -> Column {
        let Some(carriers) = self.filings.carriers(&item.name) else {
            let numbers = vec![None; self.units.len()];
            return Column { states: vec![State::NotCarried; self.units.len()], values: Values::Numbers(numbers) };
        };
        let said: Vec<Said<'_>> = (0..self.units.len()).map(|unit| self.said(carriers, unit, item.lag, basis)).collect();
        let states = said.iter().map(|said| state(*said)).collect();
        let values = if carriers.kind.is_number() {
            Values::Numbers(said.iter().map(|said| number(*said)).collect())
        } else {
            Values::Words(
                said.iter().map(|said| if let Said::Word(word) = said { Some((*word).to_owned()) } else { None }).collect(),
            )
        };
        Column { states, values }
    }

    /// What the office adds to the sums of groups.
    pub(super) fn entries(&self) -> &Entries<'run> {
        &self.filings.entries
    }

    /// How an item behaves; none if no form of the plan has it.
    pub(super) fn kind(&self, item: &ItemName) -> Option<&'run Kind> {
        self.filings.carriers(item).map(|carriers| carriers.kind)
    }

    /// Whether a unit stands in the period's totals with an older return than its last one should be.
    pub(super) fn stands_with_an_older_return(&self, unit: usize, item: &FormulaItem) -> bool {
        let carriers = self.filings.carriers(&item.name).filter(|_| item.lag == Lag::None);
        carriers.is_some_and(|carriers| self.filings.stands_with_an_older_return(carriers, self.positions[unit], self.period))
    }

    /// How large a unit is by some items that are added up: as it says now, or as it was when last known, a quarter's worth of what
    /// flows. None where it was never known.
    pub(super) fn volume(&self, items: &[FormulaItem], unit: usize) -> Option<f64> {
        let known = items.iter().filter_map(|item| {
            let carriers = self.filings.carriers(&item.name).filter(|carriers| carriers.kind.adds())?;
            self.filings.last_known(carriers, self.positions[unit], self.period)
        });
        known.map(f64::abs).reduce(|one, other| one + other)
    }

    fn said(&self, carriers: &Carriers<'_>, unit: usize, lag: Lag, basis: Basis) -> Said<'run> {
        let at = |unit: usize, period: Period| match basis {
            Basis::Cumulative => self.filings.total(carriers, unit, period),
            Basis::Own => self.filings.own(carriers, unit, period),
        };
        let earlier = match lag {
            // A pack's check keeps members out of indicators.
            Lag::None | Lag::Members => return at(self.positions[unit], self.period),
            Lag::YearMean => return self.mean(carriers, unit),
            Lag::PreviousPeriod => self.period.previous(),
            Lag::YearBefore => self.period.year_before(),
        };
        let own = at(self.positions[unit], earlier);
        // A unit without any form for the item takes over none of its predecessors' values.
        if own == Said::NotCarried || !carriers.kind.adds() {
            return own;
        }
        let origins = if *carriers.kind == Kind::Flow { &self.gone[unit] } else { &self.closed[unit] };
        let counted = origins.iter().filter(|origin| self.filings.counts_for_itself(**origin, earlier));
        match counted.map(|origin| at(*origin, earlier)).fold(own, together) {
            // It was there before under the names of those that stand beside it, and had nothing else.
            Said::NotThere if *carriers.kind == Kind::Flow && self.has_origin_here[unit] => Said::Number(0.0),
            said => said,
        }
    }

    /// The mean of an item over the quarter-ends of the year up to the period. On those on which a unit was not open it had nothing.
    fn mean(&self, carriers: &Carriers<'_>, unit: usize) -> Said<'run> {
        let mut quarters = 0_u32;
        let mut sum = Said::NotThere;
        for quarter in quarters_so_far(self.period) {
            quarters += 1;
            sum = together(sum, self.filings.total(carriers, self.positions[unit], quarter));
        }
        if let Said::Number(sum) = sum { Said::Number(sum / f64::from(quarters.max(1))) } else { sum }
    }
}

/// What two parts of one say together: what is missing in one is missing in both, and who was not there has nothing to add.
fn together<'run>(one: Said<'run>, other: Said<'run>) -> Said<'run> {
    match (one, other) {
        (Said::Missing, _) | (_, Said::Missing) => Said::Missing,
        (Said::Number(one), Said::Number(other)) => Said::Number(one + other),
        (Said::NotThere | Said::NotCarried | Said::NotApplicable, Said::Number(_) | Said::Word(_))
        | (Said::NotThere | Said::NotCarried, Said::NotApplicable) => other,
        _ => one,
    }
}

fn state(said: Said<'_>) -> State {
    match said {
        Said::NotCarried => State::NotCarried,
        Said::NotThere => State::NotThere,
        Said::Missing => State::Missing,
        Said::NotApplicable => State::NotApplicable,
        Said::Number(_) | Said::Word(_) => State::Value,
    }
}

fn number(said: Said<'_>) -> Option<f64> {
    if let Said::Number(number) = said { Some(number) } else { None }
}
