//! The cells of forms by the quarter behind a figure: those of every quarter that is added up, also of units whose figures another contains
//! (docs/numbers.md rules 13 and 14).

use std::collections::{BTreeMap, BTreeSet};

use crate::issue::IssuedRead;
use tongbao_figures::aggregate::MadeOf;
use tongbao_figures::plan::FormulaItem;
use tongbao_figures::store::KeptReturns;
use tongbao_returns::domain::{FlowBasis, Period, UnitCode};
use tongbao_returns::registry::{Filers, Registry};

/// What units file for the quarter alone of that which an indicator reads.
pub(super) struct Quarters<'run> {
    reads: Vec<&'run IssuedRead>,
    /// The flows among what is read.
    flows: BTreeSet<String>,
    /// How each unit files each of them, as its returns have it; empty where nothing is filed by the quarter.
    bases: BTreeMap<(&'run str, &'run str), FlowBasis>,
}

impl<'run> Quarters<'run> {
    pub(super) fn of(returns: &'run KeptReturns, reads: &[&'run IssuedRead]) -> Self {
        let reads: Vec<&IssuedRead> = reads.iter().copied().filter(|read| read.is_flow).collect();
        let flows: BTreeSet<String> = reads.iter().map(|read| FormulaItem::of_column(&read.column).name.to_string()).collect();
        let mut bases = BTreeMap::new();
        let has_quarters = returns.forms.values().any(|form| !form.basis.is_usual());
        for filed in returns.returns.iter().filter(|_| has_quarters) {
            let Some(form) = returns.forms.get(&filed.form) else { continue };
            for item in form.items.iter().filter(|item| flows.contains(&item.name)) {
                bases.insert((filed.unit.as_str(), item.name.as_str()), form.basis);
            }
        }
        Self { reads, flows, bases }
    }

    /// Whether an item of a form flows and was filed for the quarter alone.
    pub(super) fn is_filed_alone(&self, basis: FlowBasis, item: &str) -> bool {
        basis == FlowBasis::Quarter && self.flows.contains(item)
    }

    /// Which values are added up for a figure of some units, by who filed them, for which quarter, and item. Of a registry that cannot be read
    /// only those of the units themselves.
    pub(super) fn wanted(
        &self,
        registry: Option<&'run Registry>,
        units: &BTreeSet<&'run str>,
        made: MadeOf,
    ) -> BTreeSet<(&'run str, Period, String)> {
        let mut wanted = BTreeSet::new();
        for read in self.reads.iter().filter(|_| !self.bases.is_empty()) {
            let FormulaItem { name, lag } = FormulaItem::of_column(&read.column);
            let quarters = made.quarters(lag);
            let basis = |unit: &'run str| self.bases.get(&(unit, name.as_str())).copied();
            let filers = registry.map(|registry| (registry, Filers::new(registry, quarters.iter().copied())));
            for unit in units.iter().copied().filter(|unit| basis(unit) == Some(FlowBasis::Quarter)) {
                let known =
                    filers.as_ref().and_then(|(registry, filers)| Some((registry.units.get(&UnitCode::new(unit))?, filers)));
                let Some((known, filers)) = known else {
                    wanted.extend(quarters.iter().map(|quarter| (unit, *quarter, name.to_string())));
                    continue;
                };
                let is_by_quarter = |filer: &str| self.bases.get(&(filer, name.as_str())) != Some(&FlowBasis::YearToDate);
                for (filer, filed) in filers.behind_some(known, &quarters, |filer| is_by_quarter(filer.code.as_str())) {
                    // Of one that files what flowed since 1 January the last return says all.
                    let skipped = if is_by_quarter(filer.code.as_str()) { 0 } else { filed.len().saturating_sub(1) };
                    let read = filed.into_iter().skip(skipped);
                    wanted.extend(read.map(|quarter| (filer.code.as_str(), quarter, name.to_string())));
                }
            }
        }
        wanted
    }
}
