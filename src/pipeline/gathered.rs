//! What the inbox holds, read and judged.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::report::FileCounts;
use super::senders::Formerly;
use tongbao_figures::audit::{Accepted, Deadlines, RuleOutcome, TaskLedger};
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{Event, Period, Practice, SourceFile};
use tongbao_returns::finding::Finding;

/// What the inbox holds.
#[derive(Debug)]
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

    /// The same for the bulletin of a plan: of tasks that stand on one form with those of other plans, its own.
    pub(super) fn findings_for(&self, plan: &Plan, period: Period) -> Vec<Finding> {
        let is_own = |finding: &&Finding| {
            finding.facts.plan_of_task().is_none_or(|title| title == plan.short_title)
                && finding.form.as_ref().is_none_or(|form| plan.form(form).is_some())
        };
        self.findings_of_period(period).filter(is_own).cloned().collect()
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
