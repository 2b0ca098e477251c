//! The rules of a plan over the returns of a period.
//!
//! In: a plan's rules, the registry on the period's last day, the returns that arrived and the history that was accepted. Out: one
//! finding for every unit and condition broken, and a [`RuleOutcome`] for every rule, so that a rule that said nothing is seen too.
//! A unit's own blanks decide first: what cannot be verified is neither passed nor broken.

mod comparisons;
mod conditions;
mod failure;
pub mod outcome;
mod panel;
mod statistics;

pub use outcome::RuleOutcome;

use std::borrow::Cow;
use std::collections::BTreeMap;

use polars::prelude::PolarsResult;

use self::comparisons::Compared;
use self::conditions::Frame;
use self::failure::Told;
use self::outcome::{NotRun, Problem, Verdict};
use self::panel::{Filings, Panel, Row};
use crate::audit::Accepted;
use crate::parallel;
use crate::plan::rule::Test;
use crate::plan::{Formula, Plan, Rule};
use tongbao_returns::domain::{Form, FormId, Participants, Period, UnitAttribute, UnitCode};
use tongbao_returns::finding::Finding;
use tongbao_returns::registry::AsOf;

/// What the rules of a plan came to for a period.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub(super) findings: Vec<Finding>,
    /// In the order of the rules.
    pub(super) outcomes: Vec<RuleOutcome>,
}

/// The rules of a form, with their positions in the plan.
type OfForm<'run> = Vec<(usize, &'run Rule)>;

/// What several plans share of their rules.
pub(super) struct Sharing<'run> {
    /// Lets each rule run once.
    pub(super) is_new: &'run dyn Fn(&Rule) -> bool,
    /// Of whom the plans that share a rule ask its form.
    pub(super) asked: &'run dyn Fn(&Rule, &Form) -> Participants,
}

/// Runs the rules that hold for the period.
pub(super) fn judge(
    plan: &Plan,
    as_of: Option<&AsOf<'_>>,
    accepted: &Accepted,
    period: Period,
    counts: Counts<'_>,
    sharing: &Sharing<'_>,
) -> Judged {
    let filings = Filings::new(plan, as_of.map(AsOf::registry), accepted, period);
    let mut by_form: BTreeMap<(usize, Participants), OfForm<'_>> = BTreeMap::new();
    for (position, rule) in plan.rules.iter().enumerate().filter(|(_, rule)| (sharing.is_new)(rule)) {
        if let Some((at, form)) = plan.forms.iter().enumerate().find(|(_, form)| form.id == rule.form) {
            by_form.entry((at, (sharing.asked)(rule, form))).or_default().push((position, rule));
        }
    }
    let asked_so = |((at, participants), rules)| {
        let form: &Form = plan.forms.get(at)?;
        let is_own = form.participants == participants;
        let form = if is_own { Cow::Borrowed(form) } else { Cow::Owned(Form { participants, ..form.clone() }) };
        Some((form, rules))
    };
    let forms: Vec<(Cow<'_, Form>, OfForm<'_>)> = by_form.into_iter().filter_map(asked_so).collect();
    let of_form = |(form, rules): &(Cow<'_, Form>, OfForm<'_>)| {
        let panel = Panel::new(form, as_of, &filings);
        judge_form(plan, &panel, rules, counts)
    };
    let mut judged: Vec<(usize, Vec<Finding>, RuleOutcome)> = parallel::in_order(&forms, of_form).into_iter().flatten().collect();
    judged.sort_by_key(|(position, ..)| *position);
    let mut all = Judged::default();
    for (_, findings, outcome) in judged {
        all.findings.extend(findings);
        all.outcomes.push(outcome);
    }
    all
}

fn judge_form(
    plan: &Plan,
    panel: &Panel<'_>,
    rules: &[(usize, &Rule)],
    counts: Counts<'_>,
) -> Vec<(usize, Vec<Finding>, RuleOutcome)> {
    // Most runs count everybody.
    let counted: Vec<bool> = panel.rows.iter().map(|row| counts(panel.period, row.code, &panel.form.id)).collect();
    let awake = |rule: &Rule| rule.dormant(panel.period).is_none();
    let formulas = rules.iter().filter(|(_, rule)| awake(rule)).flat_map(|(_, rule)| formulas(rule));
    let frame = Frame::new(panel, &formulas);
    let judge = |&(position, rule): &(usize, &Rule)| {
        let mut outcome = RuleOutcome {
            period: panel.period,
            plan: plan.id.clone(),
            rule: rule.id.clone(),
            family: rule.family.clone(),
            form: panel.form.title.clone(),
            severity: rule.severity,
            pass: 0,
            fail: 0,
            unverifiable: 0,
            not_run: 0,
            reasons: BTreeMap::new(),
            problem: None,
        };
        let mut findings = Vec::new();
        match &frame {
            Ok(frame) => {
                if let Err(error) = judge_rule(rule, panel, frame, &counted, &mut findings, &mut outcome) {
                    outcome.problem = Some(Problem::Engine(error.to_string()));
                }
            }
            Err(error) => outcome.problem = Some(Problem::Engine(error.to_string())),
        }
        (position, findings, outcome)
    };
    rules.iter().map(judge).collect()
}

fn formulas(rule: &Rule) -> impl Iterator<Item = &Formula> + Clone {
    rule.formulas().into_iter().chain(&rule.condition)
}

fn judge_rule(
    rule: &Rule,
    panel: &Panel<'_>,
    frame: &Frame<'_>,
    counted: &[bool],
    findings: &mut Vec<Finding>,
    outcome: &mut RuleOutcome,
) -> PolarsResult<()> {
    let needs_registry = rule.condition.is_some() || !matches!(rule.test, Test::Conditions(_) | Test::UnitSlip { .. });
    let dormant = rule.dormant(panel.period).map(NotRun::from);
    let everywhere = dormant.or_else(|| (needs_registry && !panel.has_registry()).then_some(NotRun::NoRegistry));
    if let Some(reason) = everywhere {
        counted.iter().filter(|is_counted| **is_counted).for_each(|_| outcome.count(&Verdict::NotRun(reason.clone())));
        return Ok(());
    }
    let is_counted = |position: usize| counted.get(position) == Some(&true);
    let admitted = match &rule.condition {
        Some(condition) if condition.attributes.contains(&UnitAttribute::Name) => panel.admits(condition)?,
        condition => frame.admits(condition.as_ref())?,
    };
    let parts = parts(rule, panel, frame)?;
    for (position, row) in panel.rows.iter().enumerate().filter(|(position, _)| admitted.get(*position) == Some(&true)) {
        let Some(filed) = row.filed.filter(|filed| !filed.is_empty()) else {
            if is_counted(position) {
                outcome.count(&Verdict::NotRun(NotRun::NotFiled));
            }
            continue;
        };
        let mut verdict = Verdict::NotRun(NotRun::NoCondition);
        for part in &parts {
            verdict = verdict.worst(part.verdict(position));
            findings.extend(part.told(panel, *row, position).map(|told| failure::finding(rule, panel, *row, filed, &told)));
        }
        if is_counted(position) {
            outcome.count(&verdict);
        }
    }
    outcome.problem = problem(rule, frame, outcome);
    Ok(())
}

/// A condition, or a comparison of one item, over all units.
enum Part<'run> {
    Condition(&'run crate::plan::rule::Condition, Vec<Verdict>),
    Comparison(Vec<Compared<'run>>),
}

impl<'run> Part<'run> {
    fn verdict(&self, position: usize) -> Verdict {
        let verdict = match self {
            Self::Condition(_, verdicts) => verdicts.get(position).cloned(),
            Self::Comparison(compared) => compared.get(position).map(|compared| compared.verdict.clone()),
        };
        verdict.unwrap_or(Verdict::Unverifiable)
    }

    fn told(&self, panel: &Panel<'_>, row: Row<'_>, position: usize) -> Option<Told<'run>> {
        if self.verdict(position) != Verdict::Fail {
            return None;
        }
        match self {
            Self::Condition(condition, _) => Some(Told::of_condition(condition, panel, row)),
            Self::Comparison(compared) => compared.get(position)?.told.clone(),
        }
    }
}

fn parts<'run>(rule: &'run Rule, panel: &Panel<'_>, frame: &Frame<'_>) -> PolarsResult<Vec<Part<'run>>> {
    Ok(match &rule.test {
        Test::Conditions(conditions) => conditions
            .iter()
            .map(|condition| Ok(Part::Condition(condition, frame.verdicts(condition, rule.missing)?)))
            .collect::<PolarsResult<_>>()?,
        Test::UnitSlip { items, floor } => {
            items.iter().map(|sample| Part::Comparison(comparisons::unit_slip(panel, sample, *floor))).collect()
        }
        Test::RatioOutlier { items, peers } => {
            items.iter().map(|sample| Part::Comparison(comparisons::ratio_outlier(panel, sample, *peers))).collect()
        }
        Test::ValueOutlier { value, peers } => vec![Part::Comparison(comparisons::value_outlier(panel, frame, value, *peers)?)],
    })
}

/// What the office should know about a rule that could say nothing.
fn problem(rule: &Rule, frame: &Frame<'_>, outcome: &RuleOutcome) -> Option<Problem> {
    if outcome.units() == 0 {
        return Some(Problem::NoUnits);
    }
    if outcome.pass + outcome.fail > 0 || outcome.unverifiable == 0 {
        return None;
    }
    let (mut silent, mut inapplicable): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for (name, applies) in rule.formulas().into_iter().flat_map(|formula| frame.silent_columns(formula)) {
        let told = if applies { &mut silent } else { &mut inapplicable };
        // A rule may read an item in several of its conditions.
        if !told.contains(&name) {
            told.push(name);
        }
    }
    match (silent.is_empty(), inapplicable.is_empty()) {
        (false, _) => Some(Problem::Silent(silent)),
        (true, false) => Some(Problem::Inapplicable(inapplicable)),
        (true, true) => None,
    }
}

/// Whose returns the outcomes of rules count.
pub type Counts<'run> = &'run (dyn Fn(Period, &UnitCode, &FormId) -> bool + Sync);
