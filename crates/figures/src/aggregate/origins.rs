//! Who came from whom among the units of a period (docs/numbers.md rule 13), and whose earlier figures are read with those that came from them
//! because they stand in no row of their own.

use std::collections::BTreeSet;

use super::basis::Basis;
use super::filings::Filings;
use tongbao_returns::domain::Period;
use tongbao_returns::registry::Unit;

/// For each unit of a table those from which it came, by their position among the filings: of what flows, and of all else.
pub(super) struct Origins {
    flows: [Vec<Own>; 2],
    others: Vec<Own>,
    heirs: Vec<Vec<usize>>,
}

/// What is read with one unit.
#[derive(Clone, Default)]
struct Own {
    read: Vec<usize>,
    /// Whether it came from others as well, who are read for themselves, or with another that came from them too.
    has_others: bool,
}

impl Origins {
    /// Of the units of a period with their positions.
    pub(super) fn of(filings: &Filings<'_>, (units, positions): (&[&Unit], &[usize]), period: Period) -> Self {
        let stands_here = |position: usize| positions.binary_search(&position).is_ok();
        let is_closed = |position: usize| !filings.units[position].is_open(period.last_day());
        // Of a period alone who had closed before it says nothing for itself.
        let is_over = |position: usize| filings.units[position].closed.is_some_and(|closed| closed < period.first_day());
        let of = |is_gone: &dyn Fn(usize) -> bool| {
            // What two have come from is read with the first of them, not twice.
            let mut is_read = BTreeSet::new();
            let own = |unit: &&Unit| {
                let mut own = Own::default();
                if unit.is_open(period.last_day()) {
                    let origins = filings.registry().origins(&unit.code).into_iter();
                    for position in origins.filter_map(|origin| filings.position(origin)) {
                        if is_gone(position) && is_read.insert(position) {
                            own.read.push(position);
                        } else {
                            own.has_others = true;
                        }
                    }
                }
                own
            };
            units.iter().map(own).collect::<Vec<Own>>()
        };
        let mut heirs = vec![Vec::new(); units.len()];
        for (heir, unit) in units.iter().enumerate().filter(|(_, unit)| unit.is_open(period.last_day())) {
            let origins = filings.registry().origins(&unit.code).into_iter().filter_map(|origin| filings.position(origin));
            for origin in origins.filter(|origin| is_closed(*origin)).filter_map(|origin| positions.binary_search(&origin).ok()) {
                heirs[origin].push(heir);
            }
        }
        Self {
            flows: [of(&|position| !stands_here(position)), of(&|position| !stands_here(position) || is_over(position))],
            others: of(&is_closed),
            heirs,
        }
    }

    /// Those that are read with a unit.
    pub(super) fn read_with(&self, unit: usize, is_flow: bool, basis: Basis) -> &[usize] {
        &self.own(unit, is_flow, basis).read
    }

    /// Whether what a unit came from is read, but not with it.
    pub(super) fn are_read_elsewhere(&self, unit: usize, is_flow: bool, basis: Basis) -> bool {
        self.own(unit, is_flow, basis).has_others
    }

    /// The open units of the table that came from a closed one of it.
    pub(super) fn heirs(&self, unit: usize) -> &[usize] {
        &self.heirs[unit]
    }

    fn own(&self, unit: usize, is_flow: bool, basis: Basis) -> &Own {
        match (is_flow, basis) {
            (true, Basis::Cumulative | Basis::Filled(_)) => &self.flows[0][unit],
            (true, Basis::Own) => &self.flows[1][unit],
            (false, _) => &self.others[unit],
        }
    }
}
