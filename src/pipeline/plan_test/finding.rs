//! How a rule ends for a unit, and what it says if it is broken.

use super::evaluated::Evaluated;
use super::{Answer, Answers, answer};
use tongbao_figures::aggregate::Group;
use tongbao_figures::audit::rules::outcome::Problem;
use tongbao_figures::audit::{RuleOutcome, accept, judge_counting};
use tongbao_figures::cases::{ExpectedFinding, RuleEnding};
use tongbao_figures::plan::RuleSeverity;
use tongbao_returns::domain::{FormId, Period, UnitCode};
use tongbao_returns::finding::{Finding, Severity};

/// What came of a rule for a unit.
pub(super) fn answers(evaluated: &Evaluated<'_>, group: &Group, expected: &ExpectedFinding) -> Answers {
    let ExpectedFinding { rule, ending, severity, message } = expected;
    let Group::Unit(unit) = group else {
        return Answers { about: rule.clone(), things: Vec::new(), workings: Vec::new() };
    };
    let quarter = evaluated.case.period.last_quarter();
    let is_its = |finding: &&Finding| {
        let is_of_rule = finding.rule().is_some_and(|broken| broken.rule == *rule);
        is_of_rule && finding.unit.as_ref() == Some(unit) && finding.period == Some(quarter)
    };
    let findings: Vec<&Finding> = evaluated.gathered.findings.iter().filter(is_its).collect();
    let outcome = outcome(evaluated, rule, unit);
    let found = outcome.as_ref().map(ending_of).map_or("没有这样的核对", RuleEnding::word);
    let none = || "没有发现".to_owned();
    let mut answers = vec![Answer { what: "结果", expected: ending.word().to_owned(), found: found.to_owned() }];
    answers.extend(answer("级别", *severity, severity_word, || {
        findings.first().map_or_else(none, |finding| finding.severity().word().to_owned())
    }));
    answers.extend(answer("用语", message.as_ref(), String::clone, || {
        // What stands in one of the sentences is what is looked for; else the sentences themselves are shown.
        let says = |finding: &&&Finding| message.as_ref().is_some_and(|words| finding.message().contains(words));
        let sentences = || findings.iter().map(|finding| finding.message()).collect::<Vec<_>>().join("；");
        match (findings.iter().any(|finding| says(&finding)), message) {
            (true, Some(words)) => words.clone(),
            _ if findings.is_empty() => none(),
            _ => sentences(),
        }
    }));
    let mut workings: Vec<String> =
        findings.iter().map(|finding| format!("{}（{}）", finding.message(), finding.values())).collect();
    if let Some(outcome) = &outcome {
        workings.extend(outcome.reasons.keys().map(|reason| format!("未执行：{reason}")));
        if ending_of(outcome) == RuleEnding::NotConcerned {
            workings.push("规则的 where 不选这家单位：应当如此的，写 finding = \"不涉及\"".to_owned());
        }
        // Of one unit alone every rule that means others concerns nobody.
        let problem = outcome.problem.iter().filter(|problem| **problem != Problem::NoUnits);
        workings.extend(problem.map(|problem| format!("规则有问题：{problem}")));
    }
    Answers { about: rule.clone(), things: answers, workings }
}

/// How the rule ended for the one unit: outcomes count units, and here only this one is let in.
fn outcome(evaluated: &Evaluated<'_>, rule: &str, unit: &UnitCode) -> Option<RuleOutcome> {
    let quarter = evaluated.case.period.last_quarter();
    let accepted = accept(evaluated.case.returns.clone()).value;
    let plans = std::slice::from_ref(evaluated.plan);
    let counts = |period: Period, code: &UnitCode, _: &FormId| period == quarter && code == unit;
    let audited = judge_counting(plans, Some(&evaluated.case.registry), accepted, &[], &counts);
    audited.outcomes.into_iter().find(|outcome| outcome.rule == rule && outcome.period == quarter)
}

fn ending_of(outcome: &RuleOutcome) -> RuleEnding {
    let RuleOutcome { pass, fail, unverifiable, not_run, .. } = outcome;
    let endings = [
        (fail, RuleEnding::Broken),
        (unverifiable, RuleEnding::Unverifiable),
        (pass, RuleEnding::Kept),
        (not_run, RuleEnding::NotRun),
    ];
    endings.into_iter().find(|(units, _)| **units > 0).map_or(RuleEnding::NotConcerned, |(_, ending)| ending)
}

fn severity_word(severity: RuleSeverity) -> String {
    Severity::from(severity).word().to_owned()
}
