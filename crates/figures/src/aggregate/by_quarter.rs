//! What is filed by the quarter, added up (docs/numbers.md rule 14): the one place that knows of it. Whatever is above reads what flowed since
//! 1 January, or in a period alone, and never how it was filed.

use super::filings::{Carriers, Filings, Said};
use super::stand_in::Away;
use tongbao_returns::domain::Period;
use tongbao_returns::registry::Unit;

impl<'run> Filings<'run> {
    /// What flowed with a unit in some quarters of a year: what it filed for each, and what those filed before whom its figures contain by the
    /// end of the last. A quarter without a value leaves all of it unknown; 不适用 adds nothing.
    pub(super) fn added_up(&self, carriers: &Carriers<'_>, unit: usize, quarters: &[Period]) -> Said<'run> {
        let since_january = |filer: usize, quarters: &[Period]| self.of_quarters(carriers, filer, quarters);
        self.over_filers(carriers, unit, quarters, |filer, quarter| self.written(carriers, filer, quarter), since_january)
    }

    /// The same with a stand-in for each quarter that is missing.
    pub(super) fn added_up_with_stand_ins(&self, carriers: &Carriers<'_>, unit: usize, period: Period, away: Away) -> Said<'run> {
        let quarters: Vec<Period> = period.quarters_so_far().collect();
        let written = |filer: usize, quarter: Period| match self.written(carriers, filer, quarter) {
            Said::Missing => self.quarter_stand_in(carriers, filer, quarter, away),
            said => said,
        };
        let since_january = |filer: usize, quarters: &[Period]| {
            quarters.last().map_or(Said::NotThere, |last| self.filled(carriers, filer, *last, away))
        };
        self.over_filers(carriers, unit, &quarters, written, since_january)
    }

    /// Adds up over whose returns say together what flowed with a unit: quarter by quarter where they are of the quarter, else at once.
    fn over_filers(
        &self,
        carriers: &Carriers<'_>,
        unit: usize,
        quarters: &[Period],
        of_quarter: impl Fn(usize, Period) -> Said<'run>,
        since_january: impl Fn(usize, &[Period]) -> Said<'run>,
    ) -> Said<'run> {
        let position = |filer: &Unit| self.position(&filer.code);
        // Who files it on no form says nothing that could contain another's.
        let is_asked_by_quarter = |filer: usize| !self.carries(carriers, filer) || self.is_by_quarter(carriers, filer);
        let is_by_quarter = |filer: &Unit| position(filer).is_none_or(is_asked_by_quarter);
        let behind = self.filers.behind_some(self.units[unit], quarters, is_by_quarter).into_iter();
        let of_filer = |(filer, quarters): (&Unit, Vec<Period>)| {
            let Some(filer) = position(filer) else { return Said::NotThere };
            if self.is_by_quarter(carriers, filer) {
                quarters.into_iter().map(|quarter| of_quarter(filer, quarter)).fold(Said::NotThere, Said::with)
            } else {
                since_january(filer, &quarters)
            }
        };
        behind.map(of_filer).fold(Said::NotThere, Said::with)
    }

    /// What flowed in some quarters of a year with a unit that files what flowed since 1 January.
    fn of_quarters(&self, carriers: &Carriers<'_>, unit: usize, quarters: &[Period]) -> Said<'run> {
        let (Some(first), Some(last)) = (quarters.first(), quarters.last()) else { return Said::NotThere };
        let total = self.written(carriers, unit, *last);
        if first.opens_the_year() { total } else { self.since(carriers, unit, (first.previous(), *last), total) }
    }
}
