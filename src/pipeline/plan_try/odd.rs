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
use tongbao_returns::finding::{Finding, Severity};

/// So many broken rules are told one by one.
const MOST: usize = 20;

/// Everything odd, line by line.
pub(super) fn told(plan: &Plan, made: &Made, setup: &Setup, progress: &dyn Progress) -> Result<Vec<String>, RunError> {
    let mut lines: Vec<String> = made.warnings.iter().map(ToString::to_string).collect();
    lines.extend(silent_rules(made));
    lines.extend(broken(&made.findings));
    lines.extend(without_value(plan, setup, progress)?);
    Ok(lines)
}

/// Rules that judged nobody in any bulletin, with the reason that most often kept them from it.
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
    silent.map(|rule| format!("规则 {rule} 没有核对过一家：{}", reasons.get(rule).map_or("", String::as_str))).collect()
}

/// Rules that the made numbers could not be made to keep: those that sent returns back, then those that ask whether the numbers are right.
fn broken(findings: &[Finding]) -> Vec<String> {
    let is_doubted = |finding: &&Finding| matches!(finding.severity(), Severity::Explain | Severity::Doubt);
    let sent_back = by_rule(findings.iter().filter(|finding| finding.sends_back()));
    let doubted = by_rule(findings.iter().filter(is_doubted));
    let sent_back = sent_back.into_iter().map(|(rule, (units, first))| {
        format!(
            "规则 {rule} 退回了 {} 家编造的报表，编造的数凑不齐，不等于规则有误，请对照看一遍：{}",
            units.len(),
            first.message()
        )
    });
    let doubted = doubted.into_iter().map(|(rule, (units, first))| {
        format!(
            "规则 {rule} 要核实 {} 家编造的报表，编造的数凑不齐，不等于规则有误，请看它是否过严：{}",
            units.len(),
            first.message()
        )
    });
    let mut lines: Vec<String> = sent_back.chain(doubted).collect();
    let others = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    lines.extend((others > 0).then(|| format!("编造的报表没有通过的规则另有 {others} 条，这里没有列出")));
    lines
}

/// The units whose returns break each rule, and the first of what was found.
fn by_rule<'run>(findings: impl Iterator<Item = &'run Finding>) -> BTreeMap<&'run str, (BTreeSet<&'run str>, &'run Finding)> {
    let mut by_rule: BTreeMap<&str, (BTreeSet<&str>, &Finding)> = BTreeMap::new();
    for finding in findings {
        if let (Some(rule), Some(unit)) = (finding.rule(), &finding.unit) {
            by_rule.entry(&rule.rule).or_insert_with(|| (BTreeSet::new(), finding)).0.insert(unit.as_str());
        }
    }
    by_rule
}

/// Indicators that nobody has a number of at the year's end.
fn without_value(plan: &Plan, setup: &Setup, progress: &dyn Progress) -> Result<Vec<String>, RunError> {
    let plans = setup.plans()?;
    let registry = setup.registry(&plans)?;
    let gathered = gather(setup, &plans, &registry, None, progress, &mut Clock::default())?;
    let year = Period::quarter(plan.last_year, Quarter::Fourth).whole_year();
    let figures = aggregate(plan, &plan.registered(&registry), &gathered.accepted, year)?;
    let mut lines = Vec::new();
    for (position, indicator) in plan.indicators.iter().enumerate() {
        let values: Vec<Computed> = figures.of_indicator(position).map(|(_, figure): (_, &GroupFigure)| figure.value).collect();
        let why = match values.first() {
            _ if values.iter().any(|value| value.number().is_some()) => continue,
            Some(Computed::NotReported) => "没有单位报齐公式要的指标项".to_owned(),
            Some(Computed::NotComputable) => "公式算不出数（分母为零，或没有一家有值）".to_owned(),
            Some(Computed::NotAsked(earlier)) => format!("没有公式要用的{}", earlier.data()),
            Some(Computed::Number(_) | Computed::NotApplicable) | None => "没有一家单位涉及".to_owned(),
        };
        lines.push(format!("指标“{}”全年没有一个对象有数：{why}", indicator.id));
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_returns::domain::{File, FormId, UnitCode};
    use tongbao_returns::finding::Explanation;
    use tongbao_returns::finding::facts::RuleBroken;

    fn finding(rule: &str, severity: Severity, unit: &str) -> Finding {
        let broken = RuleBroken {
            rule: rule.to_owned(),
            family: String::new(),
            severity,
            sentence: "甲大于乙".to_owned(),
            expected: None,
            hint: None,
            cited: Vec::new(),
        };
        Finding::about(File::Received(format!("{unit}.xlsx")), broken).of(&UnitCode::new(unit), &FormId::new("hospital"))
    }

    #[test]
    fn whatever_made_returns_break_is_told_and_each_unit_counts_once() {
        let explained = finding("C", Severity::Suspect, "U1");
        let explained = Finding { explanation: Some(Explanation::Accepted("大修".to_owned())), ..explained };
        let findings = [
            finding("B", Severity::Explain, "U1"),
            finding("B", Severity::Explain, "U2"),
            finding("B", Severity::Explain, "U2"),
            finding("A", Severity::Doubt, "U1"),
            finding("Z", Severity::Error, "U3"),
            finding("D", Severity::Note, "U3"),
            explained,
        ];
        let told = broken(&findings);
        assert_eq!(
            told.iter().map(|line| line.split("，编造的数").next().unwrap()).collect::<Vec<_>>(),
            ["规则 Z 退回了 1 家编造的报表", "规则 A 要核实 1 家编造的报表", "规则 B 要核实 2 家编造的报表"]
        );
        assert!(told.iter().all(|line| line.ends_with("甲大于乙")), "{told:#?}");
    }

    #[test]
    fn of_many_broken_rules_those_that_are_not_listed_are_counted() {
        let findings: Vec<Finding> = (1..=23).map(|rule| finding(&format!("R{rule:02}"), Severity::Explain, "U1")).collect();
        let told = broken(&findings);
        assert_eq!((told.len(), told[20].as_str()), (21, "编造的报表没有通过的规则另有 3 条，这里没有列出"));
    }
}
