//! The units of a period, and what each says about the items of formulas, on one of two bases (docs/numbers.md rules 13 and 14).

use super::basis::Basis;
use super::chosen::Chosen;
use super::entries::Entries;
use super::filings::{Carriers, Filings, Said};
use super::group::Grouping;
use super::origins::Origins;
use crate::plan::{FormulaItem, Lag, Plan, Variable, Volume};
use tongbao_document::{Expression, count};
use tongbao_returns::domain::{ItemName, Kind, Period};
use tongbao_returns::registry::{Registry, Unit};

/// What a unit says about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// None of the unit's forms carries the item.
    NotCarried,
    /// A value.
    Value,
    /// Due, but blank, wrong or not filed.
    Missing,
    /// It is read of an earlier time for which nobody was asked.
    NotAsked,
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
    /// Whom conditions choose among the units.
    pub(super) chosen: Chosen,
    origins: Origins,
}

impl<'run> Table<'run> {
    pub(super) fn new(plan: &'run Plan, filings: &'run Filings<'run>, period: Period) -> Self {
        let as_of = filings.registry().as_of(period.last_day());
        let units: Vec<&Unit> = as_of.units_of_the_year().collect();
        let position_of = |unit: &Unit| filings.units.binary_search_by(|known| known.code.cmp(&unit.code)).ok();
        let positions: Vec<usize> = units.iter().filter_map(|unit| position_of(unit)).collect();
        let origins = Origins::of(filings, (&units, &positions), period);
        let grouping = Grouping::new(&as_of, &plan.area_code, &plan.area_name);
        Self { grouping, units, period, filings, positions, chosen: Chosen::default(), origins }
    }

    /// What every unit says about an item of a formula.
    pub(super) fn column(&self, item: &FormulaItem, basis: Basis) -> Column {
        let Some(carriers) = self.filings.carriers(&item.name) else {
            let numbers = vec![None; self.units.len()];
            return Column { states: vec![State::NotCarried; self.units.len()], values: Values::Numbers(numbers) };
        };
        let said: Vec<Said<'_>> = (0..self.units.len()).map(|unit| self.said(carriers, unit, item.lag, basis)).collect();
        let was_asked = self.was_asked(carriers, item.lag);
        let states = said.iter().map(|said| match state(*said) {
            State::Missing if !was_asked => State::NotAsked,
            state => state,
        });
        let states = states.collect();
        let values = if carriers.kind.is_number() {
            Values::Numbers(said.iter().map(|said| said.number()).collect())
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

    /// Whether any unit of the table files what flows for the quarter alone.
    pub(super) fn is_by_quarter(&self, item: &ItemName) -> bool {
        let carriers = self.filings.carriers(item);
        carriers.is_some_and(|carriers| self.positions.iter().any(|unit| self.filings.is_by_quarter(carriers, *unit)))
    }

    /// Whether anything at all was filed for the period.
    pub(super) fn was_reported(&self) -> bool {
        self.filings.was_reported(self.period.last_quarter())
    }

    /// Whether anybody had said anything of an item by the period's end.
    pub(super) fn was_said(&self, item: &FormulaItem) -> bool {
        self.filings.carriers(&item.name).is_some_and(|carriers| self.filings.was_said(carriers, self.period))
    }

    /// Whether anybody was asked at the earlier time at which an item is read: something was filed for it, and something had been said of the item
    /// by then. At the period itself everybody is.
    fn was_asked(&self, carriers: &Carriers<'_>, lag: Lag) -> bool {
        let was_asked =
            |period: Period| self.filings.was_reported(period.last_quarter()) && self.filings.was_said(carriers, period);
        match lag {
            Lag::None | Lag::Members => true,
            Lag::PreviousPeriod | Lag::YearBefore | Lag::YearEnd => was_asked(lag.read_for(self.period)),
            Lag::YearMean => {
                let last = self.period.last_quarter();
                self.period.quarters_so_far().filter(|quarter| *quarter != last).all(was_asked)
            }
        }
    }

    /// Whether a unit stands in the period's totals with an older return than its last one should be.
    pub(super) fn stands_with_an_older_return(&self, unit: usize, item: &FormulaItem) -> bool {
        let carriers = self.filings.carriers(&item.name).filter(|_| item.lag == Lag::None);
        carriers.is_some_and(|carriers| self.filings.stands_with_an_older_return(carriers, self.positions[unit], self.period))
    }

    /// The open units that came from a closed one.
    pub(super) fn heirs(&self, unit: usize) -> &[usize] {
        self.origins.heirs(unit)
    }

    /// How large a unit is by what is added up: as it says now, or as it was when last known, a quarter's worth of what flows. None where
    /// it was never known.
    pub(super) fn volume(&self, sums: &[Expression<Variable>], unit: usize) -> Option<f64> {
        Volume::size(sums, |item| {
            let carriers = self.filings.carriers(&item.name).filter(|carriers| carriers.kind.adds())?;
            self.filings.last_known(carriers, self.positions[unit], self.period)
        })
    }

    fn said(&self, carriers: &Carriers<'_>, unit: usize, lag: Lag, basis: Basis) -> Said<'run> {
        let at = |unit: usize, period: Period| match basis {
            Basis::Cumulative => self.filings.total(carriers, unit, period),
            Basis::Filled(away) => self.filings.filled(carriers, unit, period, away),
            Basis::Own => self.filings.own(carriers, unit, period),
        };
        let earlier = match lag {
            // A pack's check keeps members out of indicators.
            Lag::None | Lag::Members => return at(self.positions[unit], self.period),
            Lag::YearMean => return self.mean(carriers, unit, basis),
            Lag::PreviousPeriod | Lag::YearBefore | Lag::YearEnd => lag.read_for(self.period),
        };
        // Of the end of last year what flows is that whole year, also where it is read for a period alone.
        let at = |unit: usize, period: Period| match (lag, basis) {
            (Lag::YearEnd, Basis::Own) => self.filings.total(carriers, unit, period),
            _ => at(unit, period),
        };
        let own = at(self.positions[unit], earlier);
        // A unit without any form for the item takes over none of its predecessors' values.
        if own == Said::NotCarried || !carriers.kind.adds() {
            return own;
        }
        if lag == Lag::YearEnd && self.is_read_with_heirs(carriers, unit, basis) {
            return Said::NotThere;
        }
        let origins = self.origins.read_with(unit, *carriers.kind == Kind::Flow, basis);
        let counted = origins.iter().filter(|origin| self.filings.counts_for_itself(**origin, earlier));
        match counted.map(|origin| at(*origin, earlier)).fold(own, Said::with) {
            // It was there before under the names of those that are read elsewhere, and had nothing else.
            Said::NotThere if self.origins.are_read_elsewhere(unit, *carriers.kind == Kind::Flow, basis) => Said::Number(0.0),
            said => said,
        }
    }

    /// Whether what a unit of the table had at the end of last year is read with those that came from it, so that it stands in no row of its
    /// own.
    fn is_read_with_heirs(&self, carriers: &Carriers<'_>, unit: usize, basis: Basis) -> bool {
        let is_over = match (self.units[unit].closed, *carriers.kind == Kind::Flow) {
            (None, _) => false,
            (Some(closed), true) => basis == Basis::Own && closed < self.period.first_day(),
            (Some(closed), false) => closed < self.period.last_day(),
        };
        let asks_it =
            |heir: &usize| self.filings.filed(carriers, self.positions[*heir], self.period.last_quarter()) != Said::NotCarried;
        is_over && self.heirs(unit).iter().any(asks_it)
    }

    /// 类型 of the alliances to which a unit belongs, each once.
    pub(super) fn alliance_kinds(&self, unit: usize) -> Vec<&'run str> {
        let groups = self.grouping.groups_of[unit].iter().map(|group| &self.grouping.names[count::to_usize(*group)].0);
        let mut kinds: Vec<&str> = groups.filter_map(|group| group.kind(self.filings.registry())).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// The registry from which the units are.
    pub(super) fn registry(&self) -> &'run Registry {
        self.filings.registry()
    }

    /// The mean of an item over the quarter-ends of the year up to the period. On those on which a unit was not open it had nothing; those
    /// that came into it and are not read for themselves had theirs.
    fn mean(&self, carriers: &Carriers<'_>, unit: usize, basis: Basis) -> Said<'run> {
        if basis == Basis::Own && self.units[unit].closed.is_some_and(|closed| closed < self.period.first_day()) {
            return Said::NotThere;
        }
        let at = |unit: usize, quarter: Period| match basis {
            Basis::Filled(away) => self.filings.filled(carriers, unit, quarter, away),
            Basis::Cumulative | Basis::Own => self.filings.total(carriers, unit, quarter),
        };
        let mut quarters = 0_u32;
        let mut sum = Said::NotThere;
        for quarter in self.period.quarters_so_far() {
            quarters += 1;
            let gone = self.origins.read_with(unit, true, basis).iter();
            let parts = gone.copied().filter(|origin| self.filings.counts_for_itself(*origin, quarter));
            for part in std::iter::once(self.positions[unit]).chain(parts) {
                sum = sum.with(at(part, quarter));
            }
        }
        if let Said::Number(sum) = sum { Said::Number(sum / f64::from(quarters.max(1))) } else { sum }
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
