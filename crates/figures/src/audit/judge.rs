//! All periods in their order: each is judged by the rules as they stood then, against the history accepted before it.

use std::collections::{BTreeMap, BTreeSet};

use super::accepted::{Accepted, replaced};
use super::decision::{Decision, Said};
use super::general::GeneralRule;
use super::rules::{Counts, RuleOutcome, Sharing};
use super::{decision, explain, general, rules};
use crate::plan::{Plan, Rule, RuleSeverity};
use tongbao_returns::domain::{Category, Form, FormId, Participants, Period, Return, Statement, UnitCode};
use tongbao_returns::finding::{Code, Explanation, Finding, Severity};
use tongbao_returns::registry::Registry;

/// What the audit came to.
#[derive(Debug, Default)]
pub struct Audited {
    /// What may be added up, and what was sent back.
    pub accepted: Accepted,
    /// The oldest period first.
    pub findings: Vec<Finding>,
    /// How every rule ended, period by period.
    pub outcomes: Vec<RuleOutcome>,
}

/// Runs the rules of all plans over everything that was filed. Without a registry (an institution checking its own return) rules that
/// need one are not run.
///
/// A return that breaks a rule of severity `error`, or one of severity `suspect` without an accepted explanation, is sent back and
/// stays out of totals and out of the history of later periods.
pub fn judge(plans: &[Plan], registry: Option<&Registry>, accepted: Accepted, statements: &[Statement]) -> Audited {
    judge_counting(plans, registry, accepted, statements, &|_, _, _| true)
}

/// Of whom the plans that have a rule ask its form: it runs once, and not all of them need be of all counties.
fn asked(plans: &[Plan], rule: &Rule, form: &Form) -> Participants {
    let others = plans.iter().filter(|plan| plan.rules.iter().any(|known| known.id == rule.id));
    let forms = others.filter_map(|plan| plan.form(&form.id));
    let is_of_all = form.participants.is_everybody();
    if is_of_all {
        Participants::default()
    } else {
        forms.fold(form.participants.clone(), |all, form| all.or(&form.participants))
    }
}

/// What was said of the returns of a period that wait, and of those whose files are gone.
struct Settling<'run> {
    plans: &'run [Plan],
    period: Period,
    statements: &'run [Statement],
    heard: &'run mut BTreeSet<usize>,
    told: Vec<Finding>,
}

impl Settling<'_> {
    /// Settles what can be, one thing after the other: what is told of a return depends on which one counts.
    fn settle(mut self, accepted: &mut Accepted) -> Vec<Finding> {
        let period = self.period;
        let waiting: BTreeSet<_> = accepted.contested_of_period(period).map(key).collect();
        for (unit, form) in &waiting {
            while self.settles_one(accepted, unit, form) {}
        }
        let gone: Vec<Return> = accepted.of_period(period).filter(|filed| accepted.is_gone(filed)).cloned().collect();
        for filed in gone {
            self.of_gone(accepted, &filed);
        }
        self.told
    }

    /// Settles one of the returns of a unit that wait, the newest first; if nobody has said anything of any, all are told as they stand.
    fn settles_one(&mut self, accepted: &mut Accepted, unit: &UnitCode, form: &FormId) -> bool {
        let period = self.period;
        let waiting = accepted.contested_of_period(period).filter(|filed| !filed.is_held);
        let waiting: Vec<Return> = waiting.filter(|filed| filed.unit == *unit && filed.form == *form).cloned().collect();
        let mut open: Vec<Vec<Finding>> = Vec::new();
        for newer in waiting.iter().rev() {
            let Some(standing) = accepted.find(period, unit, form).cloned() else { return false };
            let mut finding: Vec<Finding> = general::contested(self.plans, accepted, &standing, newer).into_iter().collect();
            let remarks = explain::explain(period, &mut finding, self.statements, self.heard);
            match finding.first().map(decided) {
                // Nothing speaks against it any more.
                None | Some(Some(Decision::Newer)) => {
                    let replaced_by = |older: &Return| replaced(older, newer, false).in_period(period);
                    let passed = accepted.put_in_place(newer);
                    self.told.extend(passed.iter().filter(|older| !accepted.is_gone(older)).map(replaced_by));
                }
                Some(Some(Decision::Older)) => {
                    accepted.give_up(newer);
                    self.told.push(replaced(newer, &standing, false).in_period(period));
                }
                Some(None) => {
                    open.push(finding.into_iter().chain(remarks).collect());
                    continue;
                }
            }
            self.told.extend(finding.into_iter().chain(remarks));
            return true;
        }
        self.told.extend(open.into_iter().rev().flatten());
        false
    }

    /// Takes a return out of which somebody has said that it was taken back; else it is told that it counts, unless a newer one that waits has told so.
    fn of_gone(&mut self, accepted: &mut Accepted, filed: &Return) {
        let is_told = |waiting: &Return| key(waiting) == key(filed) && !waiting.is_held;
        if !accepted.contested_of_period(self.period).any(is_told) {
            let mut finding: Vec<Finding> = general::gone(accepted, filed).into_iter().collect();
            let remarks = explain::explain(self.period, &mut finding, self.statements, self.heard);
            if finding.iter().all(|finding| !finding.is_open()) {
                accepted.take_back(filed);
            }
            self.told.extend(finding.into_iter().chain(remarks));
            while self.settles_one(accepted, &filed.unit, &filed.form) {}
        }
        if let Some(counting) = accepted.find(self.period, &filed.unit, &filed.form) {
            let behind = accepted.behind(self.period, &filed.unit, &filed.form).iter();
            self.told.extend(behind.map(|older| replaced(older, counting, false).in_period(self.period)));
        }
    }
}

fn key(filed: &Return) -> (UnitCode, FormId) {
    (filed.unit.clone(), filed.form.clone())
}

/// What was decided of a return that waits, as far as somebody has said so.
fn decided(finding: &Finding) -> Option<Decision> {
    let Some(Explanation::Accepted(text)) = &finding.explanation else { return None };
    match decision::said(GeneralRule::find(finding.id())?, text)? {
        Said::Choice(decision) | Said::Reason(decision) => Some(decision),
        Said::Unclear => None,
    }
}

/// The plan whose forms are filed by whomever any of the plans has file them; none where that is as it is.
fn filed_for_all(plan: &Plan, plans: &[Plan]) -> Option<Plan> {
    let mut widened: Option<Plan> = None;
    for (position, form) in plan.forms.iter().enumerate() {
        let others = plans.iter().filter_map(|other| other.form(&form.id)).flat_map(|other| &other.filed_by);
        let mut further: Vec<Category> = others.filter(|category| !form.is_filed_by(category)).cloned().collect();
        further.sort();
        further.dedup();
        if !further.is_empty()
            && let Some(form) = widened.get_or_insert_with(|| plan.clone()).forms.get_mut(position)
        {
            form.filed_by.extend(further);
        }
    }
    widened
}

/// The same; outcomes count only the returns that `counts` lets in, and the others stand by as history and as peers.
pub fn judge_counting(
    plans: &[Plan],
    registry: Option<&Registry>,
    mut accepted: Accepted,
    statements: &[Statement],
    counts: Counts<'_>,
) -> Audited {
    let mut audited = Audited::default();
    let mut heard = BTreeSet::new();
    let of_all: Vec<Option<Plan>> = plans.iter().map(|plan| filed_for_all(plan, plans)).collect();
    let has = |plan: &Plan, rule: &Rule| plan.rules.iter().any(|known| known.id == rule.id);
    let is_shared = |rule: &Rule| plans.iter().filter(|plan| has(plan, rule)).count() > 1;
    let periods: BTreeMap<_, Period> = accepted.periods().map(|period| (period.last_day(), period)).collect();
    for period in periods.into_values() {
        let as_of = registry.map(|registry| registry.as_of(period.last_day()));
        let settling = Settling { plans, period, statements, heard: &mut heard, told: Vec::new() };
        let settled = settling.settle(&mut accepted);
        let mut findings: Vec<Finding> = Vec::new();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for (plan, of_all) in plans.iter().zip(&of_all) {
            let judge = |plan: &Plan, judges: &dyn Fn(&Rule) -> bool| {
                let is_new = |rule: &Rule| !seen.contains(rule.id.as_str()) && judges(rule);
                let sharing = Sharing { is_new: &is_new, asked: &|rule, form| asked(plans, rule, form) };
                rules::judge(plan, as_of.as_ref(), &accepted, period, counts, &sharing)
            };
            // What plans share judges whomever any of them has file the form, a plan's own rules its own units.
            let passes = match of_all {
                None => vec![judge(plan, &|_| true)],
                Some(of_all) => vec![judge(of_all, &is_shared), judge(plan, &|rule| !is_shared(rule))],
            };
            seen.extend(plan.rules.iter().map(|rule| rule.id.as_str()));
            for judged in passes {
                findings.extend(judged.findings);
                audited.outcomes.extend(judged.outcomes);
            }
        }
        findings.extend(general::judge(plans, registry, &accepted, period));
        let remarks = explain::explain(period, &mut findings, statements, &mut heard);
        for finding in &findings {
            let is_blocking = matches!(finding.severity(), Severity::Error | Severity::Suspect) && finding.is_open();
            if let (true, Some(unit), Some(form)) = (is_blocking, &finding.unit, &finding.form) {
                accepted.send_back(period, unit, form, finding.id());
            }
        }
        let held: Vec<_> = accepted
            .of_period(period)
            .filter(|filed| filed.is_held)
            .map(|filed| (filed.unit.clone(), filed.form.clone()))
            .collect();
        for (unit, form) in held {
            accepted.send_back(period, &unit, &form, Code::Competing.as_str());
        }
        findings.extend(settled);
        // By unit and form, the rules of each in their order.
        findings.sort_by(|one, other| (&one.unit, &one.form).cmp(&(&other.unit, &other.form)));
        audited.findings.extend(findings.into_iter().chain(remarks));
    }
    let is_binding = |rule: &str| {
        if GeneralRule::find(rule).is_some() {
            return Some(false);
        }
        let known = plans.iter().flat_map(|plan| &plan.rules).find(|known| known.id == rule)?;
        Some(known.severity == RuleSeverity::Error)
    };
    let is_unit = |unit: &UnitCode| registry.is_none_or(|registry| registry.units.contains_key(unit));
    audited.findings.extend(explain::unmatched(statements, &heard, is_binding, is_unit));
    audited.accepted = accepted;
    audited
}
