//! Who signs a bulletin, under which number, and what it knows of those issued before.

use jiff::civil::Date;

use super::error::RunError;
use super::jobs::Job;
use super::setup::Setup;
use crate::compose::Office;
use crate::issue::{Archive, Issued, Issuing, Replaced, Snapshot};
use tongbao_document::Status;
use tongbao_figures::assess::{Numbered, OwnIssue, OwnIssues};
use tongbao_figures::audit::Accepted;
use tongbao_figures::plan::Plan;
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
    /// What the office has issued of the plan, and this bulletin.
    pub(super) own: OwnIssues,
    /// Whether the office has issued any bulletin of the plan, or issues this one.
    has_begun: bool,
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
        let made = issuing.as_ref().zip(printed_number.clone());
        let made = made.map(|(issuing, number)| Numbered { number, on: issuing.day });
        let (own, has_begun) = own_with(archive, job, made, setup.as_of);
        Ok(Self { issued, issuing, same, replaces, own, has_begun, printed_number })
    }

    /// Of a draft of an office that has issued nothing.
    pub(super) fn of_draft(cycle: Cycle, period: Period) -> Self {
        let own = OwnIssues::default().with(OwnIssue { cycle, period, issued: None });
        Self { own, ..Self::default() }
    }

    /// By what the tasks are counted that the office fulfils by issuing; none if it has never issued anything.
    pub(super) fn counted(&self) -> Option<&OwnIssues> {
        self.has_begun.then_some(&self.own)
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

/// What the office has issued of the plan, with the bulletin that is made; and whether it has issued any, or issues this one.
fn own_with(archive: &Archive, job: Job<'_>, made: Option<Numbered>, as_of: Date) -> (OwnIssues, bool) {
    let Job { plan, cycle, period } = job;
    let has_begun = made.is_some() || archive.of_plan(&plan.id).next().is_some();
    (own_issues(archive, &plan.id, as_of).with(OwnIssue { cycle, period, issued: made }), has_begun)
}

/// What the office had issued of a plan by a day and is in force, in the order of the days of issue.
pub(super) fn own_issues(archive: &Archive, plan: &str, as_of: Date) -> OwnIssues {
    let issued = archive.of_plan(plan).filter(|snapshot| snapshot.issue.as_of <= as_of);
    OwnIssues::new(issued.map(|snapshot| {
        let issue = &snapshot.issue;
        let issued = Numbered { number: issue.printed_number.clone(), on: issue.as_of };
        OwnIssue { cycle: issue.cycle, period: issue.period, issued: Some(issued) }
    }))
}

/// The first period for which a return on a plan's forms has come.
pub(super) fn first_filed(plan: &Plan, accepted: &Accepted) -> Option<Period> {
    let is_own = |period: &Period| accepted.arrived_of_period(*period).any(|filed| plan.form(&filed.form).is_some());
    accepted.periods().find(is_own)
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
    use tongbao_figures::plan::Mechanism;

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
    fn what_the_office_has_issued_counts_once_it_has_begun() {
        let plan = plan();
        let quarterly = Mechanism::usual(Cycle::Quarterly);
        let this = job(&plan, "2025Q3", Cycle::Quarterly);
        let day = date(2025, 10, 20);
        let times = |archive: &Archive, made: Option<Numbered>| {
            let (own, has_begun) = own_with(archive, this, made, day);
            has_begun.then(|| own.times(&quarterly, this.period))
        };
        assert_eq!(times(&Archive::default(), None), None, "an office that never issued anything knows no count");
        let made = Numbered { number: "第3期".to_owned(), on: day };
        assert_eq!(times(&Archive::default(), Some(made)), Some(1), "this is its first");
        let other = Archive::of(vec![issue("jining-2023", "2025Q2", Cycle::Quarterly, 1, "d")]);
        assert_eq!(times(&other, None), None, "another plan's is none of it");
        let first = || issue("kailu-2024", "2025Q1", Cycle::Quarterly, 1, "b");
        let withdrawn = Archive::of(vec![first()]).without(&first().named(), day);
        assert_eq!(times(&withdrawn, None), None, "what is withdrawn counts for nothing");
        assert_eq!(times(&Archive::of(vec![first()]), None), Some(2), "with the draft");
        let before = own_with(&Archive::of(vec![first()]), this, None, date(2025, 7, 19)).0;
        assert_eq!(before.times(&quarterly, this.period), 1, "what was issued the day after counts for nothing yet");
    }
}
