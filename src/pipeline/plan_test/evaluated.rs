//! A test of a pack, carried out: its returns audited, added up, judged and scored by the stages of a run.

use std::collections::{BTreeMap, BTreeSet};

use crate::pipeline::completeness::completeness_of;
use crate::pipeline::composing::assessment_of;
use crate::pipeline::error::RunError;
use crate::pipeline::gathered::Gathered;
use crate::pipeline::ledger::{answerers, tallies_of};
use crate::pipeline::report::FileCounts;
use crate::pipeline::scoring::{Scorable, scored};
use crate::pipeline::senders::Formerly;
use tongbao_figures::aggregate::{Figures, Group, aggregate};
use tongbao_figures::assess::{Assessment, Scores, TaskSources};
use tongbao_figures::audit::{Answerers, Audited, Deadlines, accept, judge, task_ledger};
use tongbao_figures::cases::Case;
use tongbao_figures::plan::{Indicator, Plan};
use tongbao_returns::domain::period::Part;
use tongbao_returns::domain::{Form, FormId, ItemName, UnitCode};
use tongbao_returns::finding::{Finding, Severity};

/// Everything that came of a test.
pub(super) struct Evaluated<'run> {
    pub(super) plan: &'run Plan,
    pub(super) case: &'run Case,
    pub(super) gathered: Gathered,
    pub(super) figures: Figures,
    pub(super) assessment: Assessment,
    /// None unless the period is a year that the pack scores.
    pub(super) scores: Option<Scores>,
    answering: Answerers,
}

impl<'run> Evaluated<'run> {
    /// Carries a test out.
    pub(super) fn of(plan: &'run Plan, case: &'run Case) -> Result<Self, RunError> {
        let Case { period, as_of, registry, .. } = case;
        let accepted = accept(case.returns.clone()).value;
        let Audited { accepted, mut findings, outcomes } = judge(std::slice::from_ref(plan), Some(registry), accepted, &[]);
        let (ledger, of_tasks) = task_ledger(&plan.forms, Some(registry), &accepted, case.sign_offs.clone());
        findings.extend(of_tasks);
        let gathered = Gathered {
            accepted,
            deadlines: Deadlines::default(),
            findings,
            formerly: Formerly::default(),
            sources: Vec::new(),
            places: BTreeMap::new(),
            damaged: Vec::new(),
            files: FileCounts::default(),
            events: case.events.clone(),
            practices: Vec::new(),
            outcomes,
            ledger,
        };
        let registry = &*plan.registered(registry);
        let completeness = completeness_of(&plan.forms, *period, registry, &gathered, &gathered.deadlines, *as_of);
        let figures = aggregate(plan, registry, &gathered.accepted, *period)?;
        let assessment = assessment_of(plan, registry, &figures, &completeness);
        let answering = answerers(&plan.forms, registry, &gathered.accepted, *period);
        let scores = plan.scoring.as_ref().filter(|_| period.part == Part::Year).map(|scoring| {
            let sources = task_sources(plan, case, &gathered, &answering);
            let tasks = tallies_of(&sources, registry, *period);
            let of = Scorable { plan, registry, events: &gathered.events, weights_of: period.year };
            scored(&of, scoring, &figures, &completeness, &tasks, &BTreeMap::new())
        });
        Ok(Self { plan, case, gathered, figures, assessment, scores, answering })
    }

    /// What the standing of tasks is read from.
    pub(super) fn task_sources(&self) -> TaskSources<'_> {
        task_sources(self.plan, self.case, &self.gathered, &self.answering)
    }

    /// The forms whose items an indicator reads, itself or by others.
    pub(super) fn forms_behind(&self, indicator: &'run Indicator) -> BTreeSet<&'run FormId> {
        let names: BTreeSet<&ItemName> = self.plan.items_behind(indicator).into_iter().map(|item| &item.name).collect();
        let reads = |form: &&Form| form.items().any(|item| names.contains(&item.name));
        self.plan.forms.iter().filter(reads).map(|form| &form.id).collect()
    }

    /// Whether a unit files any of some forms.
    pub(super) fn files(&self, unit: &UnitCode, forms: &BTreeSet<&FormId>) -> bool {
        let Some(unit) = self.case.registry.units.get(unit) else { return false };
        self.plan.forms.iter().any(|form| forms.contains(&form.id) && form.filed_by.contains(&unit.category))
    }

    /// The returns of the period on some forms that stay out of totals, of the units of a group, each with what keeps it out.
    pub(super) fn kept_out(&self, group: &Group, forms: &BTreeSet<&FormId>) -> Vec<String> {
        let quarter = self.case.period.last_quarter();
        let open = self.gathered.findings_of_period(quarter).filter(|finding| finding.sends_back());
        let is_of_forms = |finding: &&Finding| finding.form.as_ref().is_none_or(|form| forms.contains(form));
        let is_of_group = |finding: &&Finding| finding.unit.as_ref().is_some_and(|unit| self.is_in(unit, group));
        let told = |finding: &Finding| {
            let unit = finding.unit.as_ref().map(|unit| self.case.registry.unit_name(unit)).unwrap_or_default();
            let form = finding.form.as_ref().and_then(|form| self.plan.form(form)).map(|form| form.title.as_str());
            let what = match finding.severity() {
                Severity::Suspect => "待说明，说明以前不计入",
                _ => "被退回，不计入",
            };
            format!("{unit}的《{}》{what}：{} {}", form.unwrap_or("报表"), finding.id(), finding.message())
        };
        open.filter(is_of_forms).filter(is_of_group).map(told).collect()
    }

    /// Whether a unit belongs to a group on the period's last day.
    pub(super) fn is_in(&self, unit: &UnitCode, group: &Group) -> bool {
        match group {
            Group::Area => true,
            Group::Unit(code) => code == unit,
            Group::County(_) | Group::Alliance(_) => {
                self.figures.grouping.all_members().get(group).is_some_and(|members| members.contains(&unit))
            }
        }
    }
}

fn task_sources<'run>(
    plan: &'run Plan,
    case: &'run Case,
    gathered: &'run Gathered,
    answering: &'run Answerers,
) -> TaskSources<'run> {
    let (tasks, mechanisms, ledger) = (&plan.ledger, &plan.mechanisms, &gathered.ledger);
    TaskSources { tasks, ledger, answering, as_of: case.as_of, mechanisms, issued: None }
}
