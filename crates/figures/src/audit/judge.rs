//! All periods in their order: each is judged by the rules as they stood then, against the history accepted before it.

use std::collections::{BTreeMap, BTreeSet};

use super::accepted::{Accepted, replaced};
use super::general::GeneralRule;
use super::rules::{Counts, RuleOutcome, Sharing};
use super::{explain, general, rules};
use crate::plan::{Plan, Rule, RuleSeverity};
use tongbao_returns::domain::{Category, Form, Participants, Period, Return, Statement, UnitCode};
use tongbao_returns::finding::{Code, Finding, Severity};
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

/// Puts those of the newer returns in their places of which somebody has said why; what is told of the others, and of those whose places
/// they took.
fn settle(
    plans: &[Plan],
    accepted: &mut Accepted,
    period: Period,
    statements: &[Statement],
    heard: &mut BTreeSet<usize>,
) -> Vec<Finding> {
    let mut told = Vec::new();
    let waiting: Vec<Return> = accepted.contested_of_period(period).filter(|filed| !filed.is_held).cloned().collect();
    for newer in waiting {
        let Some(standing) = accepted.find(period, &newer.unit, &newer.form) else { continue };
        let mut finding: Vec<Finding> = general::contested(plans, standing, &newer).into_iter().collect();
        let remarks = explain::explain(period, &mut finding, statements, heard);
        if finding.iter().all(|finding| !finding.is_open())
            && let Some(older) = accepted.put_in_place(&newer)
        {
            told.push(replaced(&older, &newer, false).in_period(period));
        }
        told.extend(finding.into_iter().chain(remarks));
    }
    told
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
        let settled = settle(plans, &mut accepted, period, statements, &mut heard);
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
