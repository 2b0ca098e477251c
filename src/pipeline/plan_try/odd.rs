//! What is odd about a trial although every bulletin could be made: what an author would only see by reading all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::cycles::Made;
use crate::pipeline::clock::Clock;
use crate::pipeline::error::RunError;
use crate::pipeline::progress::Progress;
use crate::pipeline::reading::gather;
use crate::pipeline::setup::Setup;
use tongbao_figures::aggregate::{Computed, GroupFigure, aggregate};
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{Period, Quarter};
use tongbao_returns::finding::Finding;

/// Rules that sent back so many units' returns are told one by one.
const MOST: usize = 20;

/// Everything odd, line by line.
pub(super) fn told(plan: &Plan, made: &Made, setup: &Setup, progress: &dyn Progress) -> Result<Vec<String>, RunError> {
    let mut lines: Vec<String> = made.warnings.iter().map(ToString::to_string).collect();
    lines.extend(silent_rules(made));
    lines.extend(sent_back(&made.findings));
    lines.extend(without_value(plan, setup, progress)?);
    Ok(lines)
}

/// Rules that judged nobody in the whole year, with the reason that most often kept them from it.
fn silent_rules(made: &Made) -> Vec<String> {
    let mut judged: BTreeMap<&str, usize> = BTreeMap::new();
    let mut reasons: BTreeMap<&str, String> = BTreeMap::new();
    for outcome in &made.outcomes {
        *judged.entry(&outcome.rule).or_default() += outcome.pass + outcome.fail;
        let commonest = outcome.reasons.iter().max_by_key(|(_, units)| **units).map(|(reason, _)| reason.to_string());
        let problem = outcome.problem.as_ref().map(ToString::to_string);
        let unverifiable = (outcome.unverifiable > 0).then(|| "无法核对".to_owned());
        if let Some(reason) = problem.or(commonest).or(unverifiable) {
            reasons.entry(&outcome.rule).or_insert(reason);
        }
    }
    let silent = judged.into_iter().filter(|(_, units)| *units == 0).map(|(rule, _)| rule);
    silent.map(|rule| format!("规则 {rule} 全年没有核对过一家：{}", reasons.get(rule).map_or("", String::as_str))).collect()
}

/// Rules that the made numbers could not be made to keep: the returns were sent back.
fn sent_back(findings: &[Finding]) -> Vec<String> {
    let mut by_rule: BTreeMap<&str, (BTreeSet<&str>, &Finding)> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.sends_back()) {
        if let (Some(rule), Some(unit)) = (finding.rule(), &finding.unit) {
            by_rule.entry(&rule.rule).or_insert_with(|| (BTreeSet::new(), finding)).0.insert(unit.as_str());
        }
    }
    let line = |(rule, (units, first)): (&str, (BTreeSet<&str>, &Finding))| {
        format!("规则 {rule} 退回了 {} 家编造的报表，请看它与其他规则是否矛盾：{}", units.len(), first.message())
    };
    by_rule.into_iter().take(MOST).map(line).collect()
}

/// Indicators that nobody has a number of at the year's end.
fn without_value(plan: &Plan, setup: &Setup, progress: &dyn Progress) -> Result<Vec<String>, RunError> {
    let plans = setup.plans()?;
    let registry = setup.registry(&plans)?;
    let gathered = gather(setup, &plans, &registry, None, progress, &mut Clock::default())?;
    let year = Period::quarter(plan.last_year, Quarter::Fourth).whole_year();
    let figures = aggregate(plan, &registry, &gathered.accepted, year)?;
    let mut lines = Vec::new();
    for (position, indicator) in plan.indicators.iter().enumerate() {
        let values: Vec<Computed> = figures.of_indicator(position).map(|(_, figure): (_, &GroupFigure)| figure.value).collect();
        let why = match values.first() {
            _ if values.iter().any(|value| value.number().is_some()) => continue,
            Some(Computed::NotReported) => "没有单位报齐公式要的指标项",
            Some(Computed::NotComputable) => "公式算不出数（分母为零，或没有一家有值）",
            Some(Computed::Number(_) | Computed::NotApplicable) | None => "没有一家单位涉及",
        };
        lines.push(format!("指标“{}”全年没有一个对象有数：{why}", indicator.id));
    }
    Ok(lines)
}
