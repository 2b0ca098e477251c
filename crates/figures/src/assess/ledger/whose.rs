//! Who answers for a task at the end of a period, each for itself, and what each said last.

use super::{TaskSources, decided, latest};
use crate::audit::{Party, TaskReport};
use crate::plan::LedgerRow;
use tongbao_returns::domain::{CountyCode, Period, SignOff, TaskState, UnitCode};

/// Whose part of a task it is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Whose<'run> {
    /// The whole, by who leads it.
    Area,
    /// A county's part.
    County(&'run CountyCode),
}

/// One who answers, with the last report of each of its units.
#[derive(Debug)]
pub(super) struct Voice<'run> {
    pub(super) party: &'run Party,
    pub(super) said: Vec<Said<'run>>,
}

/// What one unit said last; nothing if it never said anything.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'run> {
    pub(super) unit: &'run UnitCode,
    pub(super) report: Option<&'run TaskReport>,
}

/// How far a decision of the office reaches.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach {
    /// Whether it is a county's part: what the office closes is closed where it was done.
    pub(super) is_of_county: bool,
    /// Whether who answers leads; what the office sends back concerns who leads.
    pub(super) leads: bool,
    /// Whether nobody else leads.
    pub(super) is_alone: bool,
}

impl<'run> Whose<'run> {
    /// Who answers at the end of a period.
    pub(super) fn parties(self, sources: &TaskSources<'run>, row: &LedgerRow, period: Period) -> &'run [Party] {
        let answering = sources.answering.of(&row.id, period);
        let parties = answering.and_then(|answering| match self {
            Self::Area => Some(&answering.lead),
            Self::County(county) => answering.counties.get(county),
        });
        parties.map_or(&[], Vec::as_slice)
    }

    /// How far a decision reaches one of them.
    pub(super) fn reach(self, sources: &TaskSources<'run>, row: &LedgerRow, party: &Party, period: Period) -> Reach {
        let is_alone = self.parties(sources, row, period).len() == 1;
        match self {
            Self::Area => {
                let is_of_county = party.county().is_some();
                let leads = self.parties(sources, row, period).contains(party);
                Reach { is_of_county, leads, is_alone: leads && is_alone && !is_of_county }
            }
            Self::County(county) => {
                let leads = sources.answering.of(&row.id, period).is_some_and(|answering| answering.is_led_by(county));
                Reach { is_of_county: true, leads, is_alone: false }
            }
        }
    }

    /// What everybody said last whose word counts. A single unit that has said nothing yet stands by what was said by those who answered before
    /// it. Where nobody of them ever said anything, and the office has decided nothing, the counties that answer beside them are heard as well:
    /// a leader's silence says nothing against those who are at work.
    pub(super) fn voices(self, sources: &TaskSources<'run>, row: &LedgerRow, period: Period) -> Vec<Voice<'run>> {
        let reports = sources.ledger.reports(&row.id);
        let parties = self.parties(sources, row, period);
        let is_single = parties.iter().map(|party| party.units().len()).sum::<usize>() == 1;
        let before = || if is_single { self.said_before(sources, row, period) } else { None };
        let said = |unit: &'run UnitCode| Said { unit, report: latest(reports, unit, period).or_else(before) };
        let mut voices: Vec<Voice<'run>> =
            parties.iter().map(|party| Voice { party, said: party.units().iter().map(said).collect() }).collect();
        if voices.iter().all(Voice::is_silent) && decided(sources, row, period).next().is_none() {
            let beside = self.counties_beside(sources, row, period);
            let said = |unit: &'run UnitCode| Said { unit, report: latest(reports, unit, period) };
            let heard: Vec<Voice<'run>> =
                beside.map(|party| Voice { party, said: party.units().iter().map(said).collect() }).collect();
            // Where they are as silent, the silence is the leader's.
            if !heard.iter().all(Voice::is_silent) {
                voices.extend(heard);
            }
        }
        voices
    }

    /// The counties that answer beside those whose word counts.
    fn counties_beside(self, sources: &TaskSources<'run>, row: &LedgerRow, period: Period) -> impl Iterator<Item = &'run Party> {
        let answering = sources.answering.of(&row.id, period).filter(|_| matches!(self, Self::Area));
        answering.into_iter().flat_map(|answering| &answering.others).filter(|party| party.county().is_some())
    }

    /// Everything that a unit said up to a period, the earlier first; of a single one with what those said who answered before it.
    pub(super) fn chain(
        self,
        sources: &TaskSources<'run>,
        row: &LedgerRow,
        (unit, is_single): (&UnitCode, bool),
        period: Period,
    ) -> Vec<&'run TaskReport> {
        let answered = |report: &TaskReport| {
            let mut then = self.parties(sources, row, report.period).iter().flat_map(Party::units);
            then.any(|unit| *unit == report.unit)
        };
        let mut chain: Vec<&TaskReport> = Vec::new();
        for report in sources.ledger.reports(&row.id).iter().filter(|report| report.period.last_day() <= period.last_day()) {
            let has_answered = is_single && answered(report);
            if report.unit != *unit && !has_answered {
                continue;
            }
            match chain.last_mut().filter(|known| known.period == report.period) {
                // Who answered then goes before who answers now.
                Some(known) if has_answered => *known = report,
                Some(_) => {}
                None => chain.push(report),
            }
        }
        chain
    }

    /// The last report, up to a period, of whoever answered when it was filed.
    fn said_before(self, sources: &TaskSources<'run>, row: &LedgerRow, period: Period) -> Option<&'run TaskReport> {
        let answered = |report: &&TaskReport| {
            let mut then = self.parties(sources, row, report.period).iter().flat_map(Party::units);
            report.period.last_day() <= period.last_day() && then.any(|unit| *unit == report.unit)
        };
        sources.ledger.reports(&row.id).iter().rfind(answered)
    }
}

impl Voice<'_> {
    /// Whether none of its units ever said anything.
    fn is_silent(&self) -> bool {
        self.said.iter().all(|said| said.report.is_none())
    }
}

impl Said<'_> {
    /// Whether the unit had called the task done by the day of a decision.
    pub(super) fn was_done(&self, reports: &[TaskReport], decision: &SignOff) -> bool {
        let is_done = |report: &&TaskReport| {
            report.unit == *self.unit && report.state == TaskState::Done && report.first_reported_on <= decision.on
        };
        reports.iter().any(|report| is_done(&report))
    }
}
