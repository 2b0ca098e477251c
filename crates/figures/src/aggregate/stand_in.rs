//! What stands in for a value that is missing when a good result has to withstand it (docs/numbers.md rule 8): of what flows what the unit did
//! in another quarter within a year of it, of anything else what it said next before or after.

use super::filings::{Carriers, Filings, Said};
use tongbao_document::count;
use tongbao_returns::domain::{Kind, Period};
use tongbao_returns::registry::PredecessorData;

/// By how many quarters the quarter of a stand-in lies from the one that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Away(i16);

impl Away {
    /// All within a year, before and after.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        (1..=4).flat_map(|quarters| [Self(-quarters), Self(quarters)])
    }

    pub(super) fn is_before(self) -> bool {
        self.0 < 0
    }

    fn lies_at(self, quarter: Period, of: Period) -> bool {
        let number = |quarter: Period| quarter.year * 4 + i16::from(quarter.last_month()) / 3;
        number(quarter) - number(of.last_quarter()) == self.0
    }
}

impl<'run> Filings<'run> {
    /// What [`Self::total`] would be had nothing been missing: for what is, or stands with an older return than its last one, a stand-in.
    pub(super) fn filled(&self, carriers: &Carriers<'_>, unit: usize, period: Period, away: Away) -> Said<'run> {
        match self.total(carriers, unit, period) {
            Said::Missing => self.stand_in(carriers, unit, period, away),
            _ if self.stands_with_an_older_return(carriers, unit, period) => self.stand_in(carriers, unit, period, away),
            said => said,
        }
    }

    /// What was said in another quarter, with what has been taken over since; of what flows so much as the quarters of the year so far come to.
    /// Missing where nothing was ever said.
    fn stand_in(&self, carriers: &Carriers<'_>, unit: usize, period: Period, away: Away) -> Said<'run> {
        if self.is_by_quarter(carriers, unit) {
            return self.added_up_with_stand_ins(carriers, unit, period, away);
        }
        let flows = *carriers.kind == Kind::Flow;
        let share = |unit: usize, quarter: Period| {
            if flows { self.quarters_at_work(unit, period) / self.quarters_at_work(unit, quarter) } else { 1.0 }
        };
        let (quarter, number) = match self.said_about(carriers, unit, period, away) {
            Some((quarter, Said::Number(number))) => (quarter, number * share(unit, quarter)),
            Some((_, said)) => return said,
            // Of those alone that came together in it something is known.
            None => {
                let known = carriers.kind.adds().then(|| self.last_known(carriers, unit, period)).flatten();
                let times = if flows { self.quarters_at_work(unit, period) } else { 1.0 };
                return known.map_or(Said::Missing, |known| Said::Number(known * times));
            }
        };
        let theirs = |taken: usize| match self.total(carriers, taken, period) {
            Said::Number(total) => Some(total),
            _ => match self.said_about(carriers, taken, period, away)? {
                (quarter, Said::Number(number)) => Some(number * share(taken, quarter)),
                _ => None,
            },
        };
        let joined = if flows { self.taken_over_since(unit, quarter, period) } else { self.joined_since(unit, quarter, period) };
        let joined = joined.into_iter().filter(|_| carriers.kind.adds()).filter_map(theirs);
        Said::Number(joined.fold(number, |sum, theirs| sum + theirs))
    }

    /// What a quarter alone would be that is missing: what the unit filed for another one, with what it has taken over since.
    pub(super) fn quarter_stand_in(&self, carriers: &Carriers<'_>, unit: usize, quarter: Period, away: Away) -> Said<'run> {
        let said_of = |unit: usize| self.said_near(quarter, away, true, |there| self.written(carriers, unit, there));
        let (there, number) = match said_of(unit) {
            Some((there, Said::Number(number))) => (there, number),
            Some((_, said)) => return said,
            None => return self.last_known(carriers, unit, quarter).map_or(Said::Missing, Said::Number),
        };
        let taken_over = self.taken_over_since(unit, there, quarter).into_iter();
        let theirs = taken_over.filter_map(|taken| match said_of(taken) {
            Some((_, said)) if self.is_by_quarter(carriers, taken) => said.number(),
            _ => self.last_known(carriers, taken, quarter),
        });
        Said::Number(theirs.fold(number, |sum, theirs| sum + theirs))
    }

    /// What a unit said of what flows in a quarter so far from a period; of anything else, and where it said nothing then, what it said next to
    /// the period on that side, or else on the other.
    fn said_about(&self, carriers: &Carriers<'_>, unit: usize, period: Period, away: Away) -> Option<(Period, Said<'run>)> {
        let flows = *carriers.kind == Kind::Flow;
        self.said_near(period, away, flows, |quarter| self.filed(carriers, unit, quarter))
    }

    /// The first of the quarters near a period of which something was said.
    fn said_near(
        &self,
        period: Period,
        away: Away,
        flows: bool,
        said: impl Fn(Period) -> Said<'run>,
    ) -> Option<(Period, Said<'run>)> {
        let is_before = |quarter: &Period| quarter.last_day() <= period.last_day();
        let there = self.quarters().filter(|quarter| flows && away.lies_at(*quarter, period));
        let before: Vec<Period> = self.quarters().rev().filter(is_before).collect();
        let after: Vec<Period> = self.quarters().filter(|quarter| !is_before(quarter)).collect();
        let next = if away.is_before() { [before, after] } else { [after, before] };
        let mut near = there.chain(next.into_iter().flatten()).map(|quarter| (quarter, said(quarter)));
        near.find(|(_, said)| !matches!(said, Said::Missing | Said::NotCarried))
    }

    /// Those from which a unit came that have closed between the ends of two quarters.
    fn joined_since(&self, unit: usize, quarter: Period, period: Period) -> Vec<usize> {
        let origins = self.registry().origins(&self.units[unit].code).into_iter().filter_map(|origin| self.position(origin));
        let has_joined = |origin: &usize| {
            let origin = self.units[*origin];
            origin.has_closed_before(period.last_day()) && !origin.has_closed_before(quarter.last_day())
        };
        origins.filter(has_joined).collect()
    }

    /// In how many quarters of the year so far that flowed which stands in a unit's totals.
    fn quarters_at_work(&self, unit: usize, period: Period) -> f64 {
        let unit = self.units[unit];
        let contains_others = !unit.predecessors.is_empty() && unit.predecessor_data == PredecessorData::Contained;
        let is_at_work = |quarter: &Period| {
            let until = if contains_others { period.last_day() } else { quarter.last_day() };
            unit.is_open_within(quarter.first_day(), until)
        };
        count::to_f64(period.quarters_so_far().filter(is_at_work).count().max(1))
    }
}
