//! `tongbao rehearse`: before the deadline, what would stand in the way of a final issue, what would be published as missed, and whose
//! place hangs on a return that has not come.
//!
//! A return that is missing or was sent back is tried out: one that was sent back as it was filed, one that is missing with what the
//! unit filed a year before. Whoever would change place is named with the returns on which it hangs; nothing of this is published.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use super::clock::Clock;
use super::completeness::completeness_of;
use super::composing::assessment_of;
use super::configuration::unfilled;
use super::desk::Desk;
use super::error::RunError;
use super::folders;
use super::gathered::Gathered;
use super::jobs::{Called, Job, called};
use super::obstacles::{Obstacles, last_day};
use super::progress::{Progress, Stage};
use super::reading::gather;
use super::report::Without;
use super::request::RunRequest;
use super::setup::{Setup, house_theme};
use super::task::Task;
use crate::compose::issued::bases::with_issued_bases;
use crate::compose::rehearsal;
use crate::compose::rehearsal::{Hanging, Missed, Outlook, Overdue, Parts};
use crate::issue::{Issued, OpenKind, OpenPoint, REGISTER, Register};
use tongbao_document::figure::format_decimal;
use tongbao_document::side_by_side::beside;
use tongbao_document::{GroupId, Light};
use tongbao_figures::aggregate::{Figures, Group};
use tongbao_figures::assess::{Assessment, Place, Requirement};
use tongbao_figures::audit::{Accepted, Completeness, DueReturn, Timeliness, accept};
use tongbao_figures::plan::{Demand, Indicator, Plan};
use tongbao_returns::domain::{Period, Return, UnitCode};
use tongbao_returns::finding::Finding;
use tongbao_returns::registry::{Places, Registry};

/// What a rehearsal found, bulletin by bulletin.
#[derive(Debug, Clone, Serialize)]
pub struct RehearsalReport {
    /// As of which day.
    pub as_of: Date,
    /// Returns that the last run had read, if the inbox holds no file at all now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emptied: Option<usize>,
    /// Plans that have no bulletin such as was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<Without>,
    /// In the order of the bulletins of a run.
    pub outlooks: Vec<Outlook>,
}

impl RehearsalReport {
    /// Whether something stands in the way of a final issue.
    pub fn is_blocked(&self) -> bool {
        self.outlooks.iter().any(|outlook| outlook.issued.is_none() && !outlook.open.is_empty())
    }
}

/// Looks at everything that a final issue would look at; publishes nothing.
pub fn rehearse(
    setup: &Setup,
    request: &RunRequest,
    plan: Option<&str>,
    progress: &dyn Progress,
) -> Result<RehearsalReport, RunError> {
    progress.begin(Stage::Prepare, 0);
    let plans = setup.plans()?;
    let Called { jobs, without } = called(&plans, setup.as_of, *request, plan)?;
    let registry = setup.registry(&plans)?;
    let gathered = gather(setup, &plans, &registry, None, progress, &mut Clock::default())?;
    progress.begin(Stage::Assess, 0);
    let archive = folders::archive_of(&setup.workspace)?;
    let damaged = Register::read(&setup.workspace).err().map(|_| {
        let action = "从备份恢复；没有备份的，用 tongbao issued 核对各期齐全后移走，下次运行重新登记";
        OpenPoint::new(OpenKind::Register, format!("定稿登记 {REGISTER} 已损坏"), action)
    });
    let outlooks = jobs.into_iter().map(|job| {
        let told = job.told();
        let job = Job { plan: &told, ..job };
        let desk = Desk::of(setup, &archive, job, None)?;
        let mut outlook = outlook(setup, job, &desk, &registry, &gathered.of_plan(job.plan))?;
        outlook.open.extend(damaged.clone());
        outlook.open.extend(unfilled(job.plan).map(|places| {
            let action = format!("按 tongbao plan check {} 列出的逐处填写", job.plan.id);
            OpenPoint::new(OpenKind::Unfilled, format!("方案包还没有写完（待填：{places}）"), action)
        }));
        Ok(outlook)
    });
    let outlooks = outlooks.collect::<Result<_, RunError>>()?;
    Ok(RehearsalReport { as_of: setup.as_of, emptied: gathered.files.emptied, without, outlooks })
}

/// The report as a workbook, for `--format xlsx`.
pub fn workbook(report: &RehearsalReport, setup: &Setup) -> Result<Vec<u8>, RunError> {
    let theme = house_theme(&setup.templates, &setup.settings)?;
    let office = super::desk::office(setup);
    Ok(tongbao_render::xlsx::bulletin(&rehearsal::document(&report.outlooks, report.as_of, &office), &theme)?)
}

fn outlook(setup: &Setup, job: Job<'_>, desk: &Desk, registry: &Registry, gathered: &Gathered) -> Result<Outlook, RunError> {
    let Job { plan, cycle, period } = job;
    let as_of = setup.as_of;
    let completeness = completeness_of(&plan.forms, period, registry, gathered, &gathered.deadlines, as_of);
    let findings = gathered.findings_for(plan, registry, period);
    let obstacles = Obstacles { plan, registry, gathered, period, findings: &findings, completeness: &completeness, as_of }.all();
    let registry = &*plan.registered(registry);
    let stage = Trial { plan, registry, period, completeness: &completeness, issued: &desk.issued };
    let now = stage.judged(&gathered.accepted)?;
    let then = stage.judged(&stage.filled(gathered))?;
    let last = last_day(&completeness);
    Ok(Outlook {
        plan: plan.id.clone(),
        plan_title: plan.short_title.clone(),
        area: plan.area_name.clone(),
        period,
        cycle,
        cycle_name: cycle.chinese().to_owned(),
        issued: desk.same.as_ref().map(|snapshot| snapshot.issue.number),
        replaces: desk.replaces.clone(),
        deadline: last,
        days_left: last.map_or(0, |last| as_of.until(last).map_or(0, |span| span.get_days()).max(0)),
        due: completeness.due.len(),
        missing: completeness.due.iter().filter(|due| due.timeliness.is_outstanding()).count(),
        unexplained: obstacles.iter().filter(|one| one.can_be_explained).map(|one| one.point.clone()).collect(),
        open: obstacles.into_iter().map(|one| one.point).collect(),
        missed: stage.missed(&now),
        hanging: stage.hanging(&now, &then),
        tasks: tasks(setup, job, desk, registry, gathered, &findings),
    })
}

/// Tasks of the ledger that are overdue at the period's end.
fn tasks(
    setup: &Setup,
    job: Job<'_>,
    desk: &Desk,
    registry: &Registry,
    gathered: &Gathered,
    findings: &[Finding],
) -> Vec<Overdue> {
    let Job { plan, cycle, period } = job;
    // Nothing is composed, and nothing tells a place.
    let places = &Places::default();
    let task = Task { setup, plan, cycle, period, registry, places, gathered, findings, rules: &[], issuing: desk };
    let answering = super::ledger::who_answers(&task);
    let followed = super::ledger::followed(&task, gathered, &answering, desk.counted());
    let overdue = followed.standings.iter().filter_map(|standing| Some((standing, standing.overdue_days?)));
    overdue
        .map(|(standing, days)| Overdue {
            id: standing.row.id.clone(),
            title: standing.row.title.clone(),
            item: crate::compose::followed::name(standing),
            deadline: standing.deadline.map(|deadline| deadline.to_string()),
            days,
            status: standing.status.word().to_owned(),
            shown: crate::compose::followed::state(standing.status, &standing.spread, standing.step),
            parts: standing
                .spread
                .counts()
                .iter()
                .map(|(status, count)| Parts { status: status.word(), count: *count })
                .collect(),
            responsible: standing.responsible.join("、"),
        })
        .collect()
}

/// A bulletin that is judged without being composed.
struct Trial<'run> {
    plan: &'run Plan,
    registry: &'run Registry,
    period: Period,
    completeness: &'run Completeness,
    /// The bases of changes are those that were issued, as in the bulletin.
    issued: &'run Issued,
}

/// Figures and what the plan makes of them.
struct Judged {
    figures: Figures,
    assessment: Assessment,
}

impl Trial<'_> {
    fn judged(&self, accepted: &Accepted) -> Result<Judged, RunError> {
        let figures = tongbao_figures::aggregate::aggregate(self.plan, self.registry, accepted, self.period)?;
        let (figures, _) = with_issued_bases(figures, self.plan, self.issued);
        let assessment = assessment_of(self.plan, self.registry, &figures, self.completeness);
        Ok(Judged { figures, assessment })
    }

    /// What is accepted, with a stand-in for each return that is missing or was sent back, as far as there is one.
    fn filled(&self, gathered: &Gathered) -> Accepted {
        let mut returns: Vec<Return> =
            gathered.accepted.periods().flat_map(|period| gathered.accepted.of_period(period)).cloned().collect();
        let is_usable =
            |due: &&DueReturn| gathered.accepted.find(due.period, &due.unit, &due.form).is_some_and(|filed| !filed.is_empty());
        let lacking: Vec<&DueReturn> = self.completeness.due.iter().filter(|due| !is_usable(due)).collect();
        let keys: BTreeSet<_> = lacking.iter().map(|due| (due.period, &due.unit, &due.form)).collect();
        returns.retain(|filed| !keys.contains(&(filed.period, &filed.unit, &filed.form)));
        returns.extend(lacking.into_iter().filter_map(|due| {
            let returned = gathered.accepted.find_returned(due.period, &due.unit, &due.form);
            let last_year = || gathered.accepted.find(due.period.year_before(), &due.unit, &due.form);
            returned.or_else(last_year).map(|filed| Return { period: due.period, ..filed.clone() })
        }));
        accept(returns).value.with_adjustments(gathered.accepted.adjustments().clone())
    }

    /// Red and yellow indicators, group by group, red first.
    fn missed(&self, now: &Judged) -> Vec<Missed> {
        let mut missed = Vec::new();
        for (group, name) in now.figures.grouping.names.iter().filter(|(group, _)| !matches!(group, Group::Unit(_))) {
            for light in [Light::Red, Light::Yellow] {
                for (position, indicator) in self.plan.indicators.iter().enumerate() {
                    let Some(verdict) = now.assessment.verdict(position, group).filter(|verdict| verdict.light == Some(light))
                    else {
                        continue;
                    };
                    let figure = now.figures.get(position, group);
                    missed.push(Missed {
                        group: name.clone(),
                        group_code: group.into(),
                        indicator: indicator.id.clone(),
                        light,
                        demand: demand(indicator, verdict.requirement),
                        value: figure.and_then(|figure| figure.value.number()),
                        decimals: indicator.decimals,
                        unit: indicator.unit.to_string(),
                        gap: verdict.gap,
                        responsible: indicator.responsible.join("、"),
                    });
                }
            }
        }
        missed
    }

    /// Whoever would have another place with the stand-ins, or has none because returns are missing.
    fn hanging(&self, now: &Judged, then: &Judged) -> Vec<Hanging> {
        let mut hanging = Vec::new();
        let peers = now.figures.grouping.names.iter().filter(|(group, _)| matches!(group, Group::County(_) | Group::Alliance(_)));
        for (group, name) in peers {
            let places = |judged: &Judged, position: Option<usize>| match position {
                Some(position) => judged.assessment.place(position, group).copied(),
                None => judged.assessment.standing(group).map(|standing| standing.place),
            };
            let all = (0..self.plan.indicators.len()).map(Some).chain([None]);
            for position in all {
                let (before, after) = (places(now, position), places(then, position));
                if before.and_then(Place::number) == after.and_then(Place::number) {
                    continue;
                }
                let indicator = position.and_then(|position| self.plan.indicators.get(position));
                let items: Option<BTreeSet<&str>> = indicator
                    .map(|indicator| self.plan.items_behind(indicator).into_iter().map(|read| read.name.as_str()).collect());
                let own = self.outstanding(now, group, items.as_ref());
                let (is_own, returns) =
                    if own.is_empty() { (false, self.outstanding_of_peers(now, group, items.as_ref())) } else { (true, own) };
                hanging.push(Hanging {
                    group: name.clone(),
                    group_code: GroupId::from(group).to_string(),
                    indicator: indicator.map_or_else(|| "达标率".to_owned(), |indicator| indicator.id.clone()),
                    now: before.and_then(Place::number),
                    then: after.and_then(Place::number),
                    is_own,
                    returns,
                });
            }
        }
        hanging
    }

    /// Returns of a group that are missing or were sent back, of the forms that carry one of the items.
    fn outstanding(&self, now: &Judged, group: &Group, items: Option<&BTreeSet<&str>>) -> Vec<String> {
        let members = now.figures.grouping.all_members();
        let units: BTreeSet<&UnitCode> = members.get(group).into_iter().flatten().copied().collect();
        let mut told: BTreeSet<String> = BTreeSet::new();
        for due in self.completeness.due.iter().filter(|due| units.contains(&due.unit)) {
            let state = match due.timeliness {
                Timeliness::Missing if due.is_empty => "空表",
                Timeliness::Missing | Timeliness::Awaited => "未报",
                _ if due.is_returned => "退回",
                _ => continue,
            };
            let Some(form) = self.plan.form(&due.form) else { continue };
            let is_read = items.is_none_or(|items| form.items().any(|item| items.contains(item.name.as_str())));
            if is_read {
                let unit = self.registry.unit_name(&due.unit);
                told.insert(format!("{}《{}》（{state}）", beside(&unit, &form.code), form.title));
            }
        }
        told.into_iter().collect()
    }

    fn outstanding_of_peers(&self, now: &Judged, group: &Group, items: Option<&BTreeSet<&str>>) -> Vec<String> {
        let peer_group = group.peers(self.plan, self.registry);
        let peers = now.figures.grouping.of_scope(group.scope()).map(|(group, _)| group);
        let others = peers.filter(|peer| *peer != group && peer.peers(self.plan, self.registry) == peer_group);
        let mut returns: Vec<String> = others.flat_map(|peer| self.outstanding(now, peer, items)).collect();
        returns.sort();
        returns.dedup();
        returns
    }
}

/// `≥90`, `≤30`, `逐步提高`.
fn demand(indicator: &Indicator, requirement: Requirement) -> String {
    let number = |number: f64| {
        let decimals = if number.fract() == 0.0 { 0 } else { 2 };
        format_decimal(number, decimals, false)
    };
    match requirement {
        Requirement::Target { demand, by_now, .. } => {
            let target = match demand {
                Demand::AtLeast(least) => format!("≥{}", number(least)),
                Demand::AtMost(most) => format!("≤{}", number(most)),
                Demand::Above(bound) => format!("＞{}", number(bound)),
                Demand::Below(bound) => format!("＜{}", number(bound)),
                Demand::Exactly(exact) => format!("＝{}", number(exact)),
                Demand::About { number: about, tolerance } => format!("＝{}±{tolerance}", number(about)),
                Demand::Between(low, high) => format!("{}—{}", number(low), number(high)),
            };
            by_now.map_or_else(|| target.clone(), |by_now| format!("{target}（序时进度{}）", number(by_now)))
        }
        Requirement::Trend(_) => indicator.trend_in_words().to_owned(),
        Requirement::NotDue { .. }
        | Requirement::Ended { .. }
        | Requirement::Open
        | Requirement::Neutral
        | Requirement::NotForThisScope => String::new(),
    }
}
