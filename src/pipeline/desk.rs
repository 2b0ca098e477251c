//! Who signs a bulletin, under which number, and what it knows of those issued before.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::error::RunError;
use super::jobs::Job;
use super::setup::Setup;
use crate::compose::Office;
use crate::issue::{Archive, Issued, Issuing, Replaced, Snapshot};
use tongbao_document::Status;
use tongbao_returns::domain::{Cycle, Period};

/// What one bulletin knows of issues: those before it, and its own.
#[derive(Debug, Default)]
pub(super) struct Desk {
    pub(super) issued: Issued,
    pub(super) issuing: Option<Issuing>,
    /// The issue that the draft stands beside.
    pub(super) same: Option<Snapshot>,
    /// The withdrawn issue of which it takes the place, or would if it were issued.
    pub(super) replaces: Option<Replaced>,
    /// How many bulletins of each kind were issued in the year up to the period, this one included; none if the office has never
    /// issued any.
    pub(super) times: Option<BTreeMap<Cycle, usize>>,
    /// As printed on page one; none of a draft.
    pub(super) printed_number: Option<String>,
}

impl Desk {
    /// Of a bulletin.
    pub(super) fn of(setup: &Setup, archive: &Archive, job: Job<'_>, issuing: Option<Issuing>) -> Result<Self, RunError> {
        let Job { plan, cycle, period } = job;
        let issued = Issued::of(archive, &plan.id, period, cycle)?;
        let same = archive.find(&plan.id, period, cycle).cloned();
        let number = setup.settings.bulletin.number.as_deref();
        let printed_number = issuing.as_ref().map(|issuing| printed_number(number, issuing.day.year(), issuing.number));
        let replaces = archive.withdrawn(&plan.id, period, cycle).filter(|_| same.is_none());
        let times = times(archive, job, issuing.is_some());
        Ok(Self { issued, issuing, same, replaces, times, printed_number })
    }

    /// The office as it signs this bulletin.
    pub(super) fn office(&self, office: Office) -> Office {
        match self.issuing {
            Some(_) => Office { status: Some(Status::Final), number: self.printed_number.clone(), ..office },
            // Beside an issued bulletin nothing is for comment any more.
            None if self.same.is_some() => Office { status: Some(Status::Draft), ..office },
            None => office,
        }
    }

    /// 草稿 or 定稿, as the manifest says it.
    pub(super) fn status(&self) -> Status {
        if self.issuing.is_some() { Status::Final } else { Status::Draft }
    }
}

/// Who issues the bulletins and chases the returns.
pub(super) fn office(setup: &Setup) -> Office {
    let bulletin = setup.settings.bulletin.clone();
    Office {
        name: setup.settings.office.clone(),
        mark: bulletin.mark.unwrap_or_else(|| setup.settings.office.clone()),
        addressees: setup.settings.addressees.clone(),
        contact: bulletin.contact,
        status: Some(if bulletin.for_comment { Status::ForComment } else { Status::Draft }),
        number: draft_number(bulletin.number.as_deref(), setup.as_of),
        copy_number: bulletin.copy_number,
        secrecy: bulletin.secrecy,
        urgency: bulletin.urgency,
        sealed: bulletin.sealed,
        remark: bulletin.remark,
        copies: bulletin.copies,
        is_sample: setup.settings.sample,
    }
}

/// How often each kind was made in the year up to the period: what was issued, and the bulletin that is being made, which would else
/// accuse itself as long as it is a draft.
fn times(archive: &Archive, job: Job<'_>, is_issued_now: bool) -> Option<BTreeMap<Cycle, usize>> {
    let Job { plan, cycle, period } = job;
    let all = || archive.of_plan(&plan.id).map(|snapshot| &snapshot.issue);
    if all().next().is_none() && !is_issued_now {
        return None;
    }
    let of_year = all().filter(|issue| issue.period.year == period.year && issue.period.last_day() <= period.last_day());
    let issued = of_year.map(|issue| (issue.cycle, issue.period));
    let turns: BTreeSet<(Cycle, i8)> = issued.chain([(cycle, period)]).flat_map(|(cycle, period)| turns(cycle, period)).collect();
    let mut times: BTreeMap<Cycle, usize> = BTreeMap::new();
    for (cycle, _) in turns {
        *times.entry(cycle).or_default() += 1;
    }
    Some(times)
}

/// The turns of a year for which a bulletin stands, each by the month with which it ends: a half-year notice is also the dispatch of
/// the second quarter, a year-end assessment that of the fourth and the notice of the second half.
fn turns(cycle: Cycle, period: Period) -> Vec<(Cycle, i8)> {
    let month = period.last_month();
    match cycle {
        Cycle::Quarterly | Cycle::Inspection => vec![(cycle, month)],
        Cycle::HalfYear => vec![(Cycle::Quarterly, month), (cycle, month)],
        Cycle::YearEnd => vec![(Cycle::Quarterly, month), (Cycle::HalfYear, month), (cycle, month)],
    }
}

/// `济医改秘〔2025〕3号` from `济医改秘〔{year}〕{number}号`; a number without a place for it has the issue's behind it.
fn printed_number(setting: Option<&str>, year: i16, number: u32) -> String {
    match setting.map(|setting| setting.replace("{year}", &year.to_string())) {
        None => format!("第{number}期"),
        Some(setting) if setting.contains("{number}") => setting.replace("{number}", &number.to_string()),
        Some(setting) => format!("{setting}（第{number}期）"),
    }
}

/// The number that a draft shows: with a blank while it has not been given.
fn draft_number(setting: Option<&str>, as_of: Date) -> Option<String> {
    setting.map(|setting| setting.replace("{year}", &as_of.year().to_string()).replace("{number}", "\u{3000}"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::samples::{issue, job, plan};
    use super::*;

    #[test]
    fn the_number_has_its_place_or_stands_behind() {
        assert_eq!(printed_number(None, 2025, 3), "第3期");
        assert_eq!(printed_number(Some("济医改秘〔{year}〕{number}号"), 2025, 3), "济医改秘〔2025〕3号");
        assert_eq!(printed_number(Some("济医改秘〔2025〕13号"), 2025, 3), "济医改秘〔2025〕13号（第3期）");
        let day = date(2025, 10, 20);
        assert_eq!(draft_number(Some("济医改秘〔{year}〕{number}号"), day).as_deref(), Some("济医改秘〔2025〕\u{3000}号"));
        assert_eq!(draft_number(Some("济医改秘〔{year}〕13号"), day).as_deref(), Some("济医改秘〔2025〕13号"));
        assert_eq!(draft_number(None, day), None);
    }

    #[test]
    fn bulletins_of_the_year_are_counted_up_to_the_period_with_the_one_that_is_issued() {
        let plan = plan();
        let this = job(&plan, "2025Q3", Cycle::Quarterly);
        assert_eq!(times(&Archive::default(), this, false), None, "an office that never issued anything knows no count");
        let archive = Archive::of(vec![
            issue("kailu-2024", "2024Q3", Cycle::Quarterly, 1, "a"),
            issue("kailu-2024", "2025Q1", Cycle::Quarterly, 1, "b"),
            issue("kailu-2024", "2025H1", Cycle::HalfYear, 2, "c"),
            issue("jining-2023", "2025Q2", Cycle::Quarterly, 1, "d"),
        ]);
        let counted = |is_issued_now| times(&archive, this, is_issued_now).unwrap();
        // The half-year notice stands for the second quarter, and the draft for the third.
        assert_eq!(counted(false), BTreeMap::from([(Cycle::Quarterly, 3), (Cycle::HalfYear, 1)]));
        assert_eq!(counted(true), counted(false));
        let year = times(&archive, job(&plan, "2025", Cycle::YearEnd), true).unwrap();
        assert_eq!(
            year,
            BTreeMap::from([(Cycle::Quarterly, 3), (Cycle::HalfYear, 2), (Cycle::YearEnd, 1)]),
            "the third was not issued"
        );
    }
}
