//! `tongbao status`: who has reported, who has not; before the deadline it reads as a list of reminders. And which bulletins the office
//! itself owes.

use jiff::civil::Date;
use serde::Serialize;

use super::clock::Clock;
use super::completeness::{completeness_of, times_this_year};
use super::configuration::{Warning, checked_registry, need_action};
use super::desk::office;
use super::error::RunError;
use super::jobs::{covering, newest_period_of};
use super::owed::{Owed, owed};
use super::progress::{Progress, Stage};
use super::reading::gather;
use super::report::ReturnCounts;
use super::setup::{Setup, forms as forms_of, house_theme};
use crate::compose::chasing::{is_reminder, outstanding};
use crate::compose::{By, Chase, Outstanding, Part, Returns, State, chasing_list};
use crate::settings::SettingsError;
use tongbao_document::Document;
use tongbao_figures::audit::{Completeness, Tally};
use tongbao_figures::plan::Scope;
use tongbao_returns::domain::{Cycle, Period, period};

/// Who has reported.
#[derive(Debug, Clone, Serialize)]
pub struct StatusReport {
    /// For when.
    pub period: Period,
    /// In what plans and registry do not fit together, so that somebody is not asked.
    pub configuration: Vec<Warning>,
    /// Returns that the last run had read, if the inbox holds no file at all now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emptied: Option<usize>,
    /// The last deadline of any form, exceptions aside.
    pub deadline: Date,
    /// Whether nothing outstanding is overdue yet.
    pub before_deadline: bool,
    /// All returns.
    pub total: GroupStatus,
    /// By county, units directly under the area last.
    pub counties: Vec<GroupStatus>,
    /// By form, in the order of the plans.
    pub forms: Vec<GroupStatus>,
    /// By category of units.
    pub categories: Vec<GroupStatus>,
    /// By alliance; a unit may stand in several.
    pub alliances: Vec<GroupStatus>,
    /// Missing, returned and late returns, by county.
    pub outstanding: Vec<Outstanding>,
    /// Bulletins that the office itself owes: what is overdue, and what is next where nothing is.
    pub owed: Vec<Owed>,
    /// The returns that are outstanding for a workbook.
    #[serde(skip)]
    pub list: Document,
}

/// Counts of one group; `on_time + late + missing + awaited == due`.
#[derive(Debug, Clone, Serialize)]
pub struct GroupStatus {
    /// Code of the county or the alliance, 表号, or the category itself; none of the whole.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub code: Option<String>,
    /// Name.
    pub name: String,
    /// 应报.
    pub due: usize,
    /// 及时.
    pub on_time: usize,
    /// 迟报.
    pub late: usize,
    /// 缺报.
    pub missing: usize,
    /// 待报: not due yet.
    pub awaited: usize,
    /// 退回; among those on time or late.
    pub returned: usize,
    /// 空表; among the missing.
    pub empty: usize,
}

impl GroupStatus {
    fn of(code: Option<String>, name: String, tally: Tally) -> Self {
        let ReturnCounts { due, on_time, late, missing, awaited, returned, empty } = tally.into();
        Self { code, name, due, on_time, late, missing, awaited, returned, empty }
    }
}

impl StatusReport {
    /// Whether anything is missing or has to come again, the office is late with a bulletin, or plans and registry do not fit together.
    pub fn needs_action(&self) -> bool {
        let is_awaited = self.outstanding.iter().any(|outstanding| outstanding.state != State::Late);
        need_action(&self.configuration) || is_awaited || self.owed.iter().any(|owed| owed.is_overdue)
    }
}

/// Reads the inbox and compares it with what is due.
pub fn status(setup: &Setup, period: Option<Period>, progress: &dyn Progress) -> Result<StatusReport, RunError> {
    progress.begin(Stage::Prepare, 0);
    let plans = setup.plans()?;
    let period = period.unwrap_or_else(|| newest_period_of(&plans, setup.as_of));
    let plans = covering(plans, period)?;
    if let (false, Some(plan)) = (matches!(period.part, period::Part::Quarter(_)), plans.first()) {
        let (plan, period, others) = (plan.id.clone(), period.to_string(), Vec::new());
        return Err(RunError::CycleNotDue { plan, cycle: Cycle::Quarterly, period, others });
    }
    let (registry, configuration) = checked_registry(setup, &plans, period.last_day())?;
    let gathered = gather(setup, &plans, &registry, None, progress, &mut Clock::default())?;
    // Settings without a plan are refused when they are read.
    let Some(plan) = plans.first() else {
        return Err(SettingsError::NoPlan { path: setup.workspace.join("tongbao.toml") }.into());
    };
    // A form that several plans share is filed once and counted once.
    let forms = forms_of(&plans);
    let completeness = completeness_of(&forms, period, &registry, &gathered, &gathered.deadlines, setup.as_of);
    let times = times_this_year(&completeness, &forms, period, &registry, &gathered, setup.as_of);
    let findings = gathered.findings_of(period);
    let returns = Returns { plan, forms: &forms, registry: &registry, completeness: &completeness, period };
    let chase = Chase { returns, times: &times, findings: &findings, office: &office(setup), as_of: setup.as_of };
    let status = |Part { code, name, tally }: Part| GroupStatus::of(Some(code), name, tally);
    // Of alliances any of the plans may tell.
    let told = plans.iter().find(|plan| plan.tells_of(Scope::Alliance));
    let groups = |by| Returns { plan: told.unwrap_or(plan), ..returns }.parts(by).into_iter().map(status).collect();
    Ok(StatusReport {
        period,
        configuration,
        emptied: gathered.files.emptied,
        deadline: usual_deadline(&completeness).unwrap_or(period.last_day()),
        before_deadline: is_reminder(&chase),
        total: GroupStatus::of(None, "合计".to_owned(), completeness.tally(|_| true)),
        counties: groups(By::County),
        forms: groups(By::Form),
        categories: groups(By::Category),
        alliances: groups(By::Alliance),
        outstanding: outstanding(&chase),
        owed: owed(setup, &plans, &gathered.accepted, period)?,
        list: chasing_list(&chase),
    })
}

/// The last day of those who have no exception; of all if everybody has one.
fn usual_deadline(completeness: &Completeness) -> Option<Date> {
    let of = |is_meant: &dyn Fn(bool) -> bool| {
        completeness.due.iter().filter(|due| is_meant(due.exception.is_none())).map(|due| due.deadline).max()
    };
    of(&|is_usual| is_usual).or_else(|| of(&|_| true))
}

/// The report as a workbook, for `--format xlsx`: the chasing list of a run.
pub fn workbook(report: &StatusReport, setup: &Setup) -> Result<Vec<u8>, RunError> {
    let theme = house_theme(&setup.templates, &setup.settings)?;
    Ok(tongbao_render::xlsx::bulletin(&report.list, &theme)?)
}
