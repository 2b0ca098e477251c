//! What the inbox holds, read and judged.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;

use super::report::FileCounts;
use super::senders::Formerly;
use tongbao_figures::audit::{Accepted, Deadlines, GeneralRule, RuleOutcome, TaskLedger};
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{Event, Form, FormId, Period, Practice, SourceFile};
use tongbao_returns::finding::{Code, Finding};
use tongbao_returns::registry::Registry;

/// What the inbox holds.
#[derive(Debug, Clone)]
pub(super) struct Gathered {
    /// The facts that may be added up.
    pub(super) accepted: Accepted,
    /// Until when returns are on time.
    pub(super) deadlines: Deadlines,
    /// Every finding.
    pub(super) findings: Vec<Finding>,
    /// What refused files said when they could be read.
    pub(super) formerly: Formerly,
    /// Every file, in the order of paths.
    pub(super) sources: Vec<SourceFile>,
    /// Where each file is opened, by its path as it is shown: of a name in another encoding the two differ.
    pub(super) places: BTreeMap<String, PathBuf>,
    /// Files of the store that were damaged, as they were called.
    pub(super) damaged: Vec<PathBuf>,
    /// Counts.
    pub(super) files: FileCounts,
    /// What happened that counts in scores, of all years.
    pub(super) events: Vec<Event>,
    /// 典型做法 that the office has entered.
    pub(super) practices: Vec<Practice>,
    /// How every rule ended, period by period.
    pub(super) outcomes: Vec<RuleOutcome>,
    /// What was said of the plans' tasks and decided about them.
    pub(super) ledger: TaskLedger,
}

impl Gathered {
    /// Findings about the quarters of a period, and about files whose period is not known.
    pub(super) fn findings_of_period(&self, period: Period) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.period.is_none_or(|known| period.contains(known)))
    }

    /// The same for the bulletin of a plan: of tasks those that it tells of, of forms those that it looks at, of rules its own and those of its
    /// shared forms, on a ledger form that others share those whose units have a task of its own; of a plan of some counties nothing of units that
    /// take no part.
    pub(super) fn findings_for(&self, plan: &Plan, registry: &Registry, period: Period) -> Vec<Finding> {
        self.findings_for_any(&[plan], registry, period)
    }

    /// The same for several plans together: what is a matter of any.
    pub(super) fn findings_for_any(&self, plans: &[&Plan], registry: &Registry, period: Period) -> Vec<Finding> {
        let is_own = |finding: &&Finding| plans.iter().any(|plan| is_matter_of(plan, finding, registry, period));
        self.findings_of_period(period).filter(is_own).cloned().collect()
    }

    /// All of it as a plan of several takes it: a return that only rules of others have sent back counts.
    pub(super) fn of_plan(&self, plan: &Plan) -> Cow<'_, Self> {
        match self.accepted.as_judged_by(|rule| judges(plan, rule) || rule == Code::Competing.as_str()) {
            Cow::Borrowed(_) => Cow::Borrowed(self),
            Cow::Owned(accepted) => Cow::Owned(Self { accepted, ..self.clone() }),
        }
    }

    /// How the rules ended in the last quarter of a period: counts of several quarters would not be those of any.
    pub(super) fn outcomes_of(&self, period: Period) -> Vec<RuleOutcome> {
        self.outcomes.iter().filter(|outcome| outcome.period == period.last_quarter()).cloned().collect()
    }

    /// The same, as a list of its own.
    pub(super) fn findings_of(&self, period: Period) -> Vec<Finding> {
        self.findings_of_period(period).cloned().collect()
    }
}

/// Whether a rule judges what a plan is made from: one of its own, of its shared forms, or one that is everybody's.
fn judges(plan: &Plan, rule: &str) -> bool {
    GeneralRule::find(rule).is_some() || plan.rules.iter().any(|known| known.id == rule)
}

/// Whether a finding is to be told in the bulletin of a plan, and waited for.
fn is_matter_of(plan: &Plan, finding: &Finding, registry: &Registry, period: Period) -> bool {
    // Whoever takes no part has nothing to do with the plan.
    let unit = finding.unit.as_ref().and_then(|unit| registry.units.get(unit));
    if unit.is_some_and(|unit| !plan.participants().includes(unit.as_filer())) {
        return false;
    }
    let tasks = finding.facts.tasks();
    let has_task = tasks.is_empty() || plan.ledger.iter().any(|row| tasks.contains(&row.code()));
    let is_on_form = |form: &FormId| plan.form(form).is_some_and(|form| concerns(form, finding, registry, period));
    has_task && finding.rule().is_none_or(|broken| judges(plan, &broken.rule)) && finding.form.as_ref().is_none_or(is_on_form)
}

/// Whether a finding on a form is a matter of who looks at these of its rows: not if the unit files it for other rows alone. Who files it for
/// none at all is told everywhere.
fn concerns(form: &Form, finding: &Finding, registry: &Registry, period: Period) -> bool {
    let unit = finding.unit.as_ref().and_then(|unit| registry.units.get(unit));
    let is_narrowed = form.tasks.as_ref().is_some_and(|tasks| tasks.in_sight.is_narrowed());
    let Some(unit) = unit.filter(|_| is_narrowed) else { return true };
    let day = finding.period.unwrap_or(period).last_day();
    unit.files(form, day) || !unit.files(&form.of_all_plans(), day)
}
