//! `tongbao explain`: what a finding's code, a rule or an indicator means, what follows from it, and how to correct a return.

use std::path::Path;

use serde::Serialize;

use super::error::RunError;
use super::explain_indicator;
use super::explain_indicator::ExplainedIndicator;
use super::setup::Setup;
use tongbao_figures::audit::GeneralRule;
use tongbao_figures::plan::in_words::whom;
use tongbao_figures::plan::rule::{Condition, Message, Sample, Test};
use tongbao_figures::plan::{Missing, PackFolders, Plan, Rule, RuleSeverity, Variable};
use tongbao_returns::finding::Code;
use tongbao_returns::nearest::nearest_names;

/// What was asked about. Its words are Chinese always, as those of the findings are.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Explained {
    /// A code of findings.
    Code(ExplainedCode),
    /// A rule of a plan.
    Rule(Box<ExplainedRule>),
    /// An indicator of a plan.
    Indicator(Box<ExplainedIndicator>),
}

/// A code of findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedCode {
    /// `F05`.
    pub code: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// 拒收, 差错 …
    pub severity: &'static str,
    /// What was seen and why it matters.
    pub meaning: &'static str,
    /// What becomes of the return.
    pub consequence: &'static str,
    /// What to do; may be empty.
    pub correction: &'static str,
}

/// A rule of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedRule {
    /// `JN-H-012`.
    pub id: String,
    /// Ids of the packs that have it.
    pub plans: Vec<String>,
    /// 表内, 跨期, 离群 …
    pub family: String,
    /// 表号.
    pub form: String,
    /// Title of the form.
    pub form_title: String,
    /// 差错, 待说明, 核实, 提示.
    pub severity: &'static str,
    /// What becomes of the return.
    pub consequence: &'static str,
    /// How it judges, where it does not look at conditions.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub method: Option<String>,
    /// What must hold, item by item.
    pub checks: Vec<ExplainedCheck>,
    /// The attribute that peers share; none if the rule knows no peers.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub peers: Option<String>,
    /// Values below it are left alone, in the item's unit.
    pub floor: Option<f64>,
    /// What a blank does.
    pub missing: &'static str,
    /// Which units, as the pack writes it; all that file the form without it.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub condition: Option<String>,
    /// The same in words.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub whom: Option<String>,
    /// In which quarters it runs; always if empty.
    pub quarters: Vec<i8>,
    /// First period for which it holds.
    pub since: Option<String>,
    /// Last period for which it holds.
    pub until: Option<String>,
    /// Why it no longer runs.
    pub deactivated: Option<String>,
    /// What to do.
    pub correction: String,
    /// Clause or 口径 that it comes from.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub source: Option<String>,
}

/// One condition or comparison of a rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedCheck {
    /// For which item, or what is compared with history or peers; none if the rule has only one condition.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub item: Option<String>,
    /// As the pack writes it.
    pub check: String,
    /// The same in words; of a comparison only if the pack has any.
    pub expected: String,
    /// By how much numbers may differ; none for a comparison with history or peers.
    pub tolerance: Option<f64>,
    /// What is said if it does not hold, with the names of the values in braces.
    pub message: String,
}

/// Explains a code, or a rule or an indicator of the workspace's packs; failing that, of all packs.
pub fn explain(asked: &str, setup: Option<&Setup>, templates: &Path) -> Result<Explained, RunError> {
    if let Some(code) = Code::find(asked) {
        return Ok(Explained::Code(ExplainedCode {
            code: code.as_str(),
            title: code.title(),
            severity: code.severity().word(),
            meaning: code.meaning(),
            consequence: code.consequence(),
            correction: code.hint().unwrap_or_default(),
        }));
    }
    if let Some(rule) = GeneralRule::find(asked) {
        return Ok(Explained::Rule(Box::new(general(rule))));
    }
    let mut plans = setup.map(Setup::plans).transpose()?.unwrap_or_default();
    if let Some(found) = of_plans(asked, &plans) {
        return Ok(found);
    }
    let folders = setup.map_or_else(|| PackFolders::shipped(templates), |setup| setup.packs.clone());
    plans.extend(super::plan_check::all_plans(&folders)?);
    if let Some(found) = of_plans(asked, &plans) {
        return Ok(found);
    }
    let rules = plans.iter().flat_map(|plan| &plan.rules).map(|rule| rule.id.as_str());
    let general = GeneralRule::ALL.iter().map(|rule| rule.id());
    let indicators = plans.iter().flat_map(|plan| &plan.indicators).map(|indicator| indicator.id.as_str());
    let candidates = Code::ALL.iter().map(|code| code.as_str()).chain(general).chain(rules).chain(indicators);
    Err(RunError::NothingToExplain {
        asked: asked.trim().to_owned(),
        nearest: nearest_names(asked, candidates).into_iter().map(str::to_owned).collect(),
    })
}

/// A rule, or an indicator, of some plans.
fn of_plans(asked: &str, plans: &[Plan]) -> Option<Explained> {
    let rule = find(asked, plans).map(|rule| Explained::Rule(Box::new(rule)));
    rule.or_else(|| Some(Explained::Indicator(Box::new(explain_indicator::find(asked, plans)?))))
}

fn find(asked: &str, plans: &[Plan]) -> Option<ExplainedRule> {
    let is_asked = |rule: &&Rule| rule.id.eq_ignore_ascii_case(asked.trim());
    let (plan, rule) = plans.iter().find_map(|plan| Some((plan, plan.rules.iter().find(is_asked)?)))?;
    let has_it = |plan: &&Plan| plan.rules.iter().any(|known| known.id == rule.id);
    let ids = plans.iter().filter(has_it).map(|plan| plan.id.clone()).collect();
    Some(explained(rule, plan, ids))
}

fn explained(rule: &Rule, plan: &Plan, plans: Vec<String>) -> ExplainedRule {
    let form = plan.form(&rule.form);
    let (severity, consequence) = consequence(rule.severity);
    let (method, peers, floor) = match &rule.test {
        Test::Conditions(_) => (None, None, None),
        Test::UnitSlip { floor, .. } => {
            (Some("与本单位往期数值相比约为 10、100、1000、10000 倍（或几分之一），疑似计量单位用错"), None, Some(*floor))
        }
        Test::RatioOutlier { peers, .. } => {
            (Some("与上年同期之比在同类单位中离群（Hidiroglou–Berthelot 法）；同类不足 8 家不判断"), Some(*peers), None)
        }
        Test::ValueOutlier { peers, .. } => {
            (Some("数值在同类单位中离群（修正 Z 分数，用中位数和绝对中位差）；同类不足 8 家不判断"), Some(*peers), None)
        }
    };
    ExplainedRule {
        id: rule.id.clone(),
        plans,
        family: rule.family.clone(),
        form: form.map_or_else(|| rule.form.to_string(), |form| form.code.clone()),
        form_title: form.map_or_else(String::new, |form| form.title.clone()),
        severity,
        consequence,
        method: method.map(str::to_owned),
        checks: checks(&rule.test),
        peers: peers.map(|peers| peers.to_string()),
        floor,
        missing: match (rule.missing, rule.forbids_not_applicable()) {
            (Missing::Skip, false) => "有未填项时不判断，记为“无法核对”",
            (Missing::Zero, false) => "未填项按 0 计算",
            (Missing::Fail, false) => "有未填项即为不符合",
            (Missing::Skip, true) => "有未填项时不判断，记为“无法核对”；填不适用即为不符合",
            (Missing::Zero, true) => "未填项按 0 计算；填不适用即为不符合",
            (Missing::Fail, true) => "有未填项或填不适用即为不符合",
        },
        condition: rule.condition.as_ref().map(|condition| condition.text.clone()),
        whom: rule.condition.as_ref().map(|condition| whom(&condition.tree)),
        quarters: rule.quarters.iter().map(|quarter| quarter.number()).collect(),
        since: rule.since.map(|period| period.to_string()),
        until: rule.until.map(|period| period.to_string()),
        deactivated: rule.deactivated.clone(),
        correction: rule.hint.clone(),
        source: rule.source.clone(),
    }
}

/// A rule of every plan.
fn general(rule: GeneralRule) -> ExplainedRule {
    let (severity, consequence) = consequence(rule.severity());
    ExplainedRule {
        id: rule.id().to_owned(),
        plans: Vec::new(),
        family: rule.family().to_owned(),
        form: "各表".to_owned(),
        form_title: String::new(),
        severity,
        consequence,
        method: Some(rule.expected().to_owned()),
        checks: Vec::new(),
        peers: None,
        floor: None,
        missing: rule.of_blanks(),
        condition: None,
        whom: None,
        quarters: Vec::new(),
        since: None,
        until: None,
        deactivated: None,
        correction: rule.hint().to_owned(),
        source: None,
    }
}

/// What the severity of a rule is called, and what becomes of a return that breaks the rule.
fn consequence(severity: RuleSeverity) -> (&'static str, &'static str) {
    match severity {
        RuleSeverity::Error => ("差错（强制性）", "报表退回，改正重报以前不计入汇总"),
        RuleSeverity::Suspect => ("待说明（准强制性）", "报表退回，改正重报或作出有效说明以前不计入汇总"),
        RuleSeverity::Explain => ("核实（核实性）", "计入汇总；定稿以前须改正或作出有效说明"),
        RuleSeverity::Info => ("提示", "计入汇总，仅作提示"),
    }
}

fn checks(test: &Test) -> Vec<ExplainedCheck> {
    match test {
        Test::Conditions(conditions) => conditions.iter().map(condition).collect(),
        Test::UnitSlip { items, .. } | Test::RatioOutlier { items, .. } => items.iter().map(sample).collect(),
        Test::ValueOutlier { value, .. } => vec![sample(value)],
    }
}

fn condition(condition: &Condition) -> ExplainedCheck {
    ExplainedCheck {
        item: condition.item.as_ref().map(ToString::to_string),
        check: condition.formula.text.clone(),
        expected: condition.expected.clone(),
        tolerance: Some(condition.tolerance),
        message: with_names(&condition.message),
    }
}

fn sample(sample: &Sample) -> ExplainedCheck {
    ExplainedCheck {
        item: Some(sample.name.clone()),
        check: sample.formula.text.clone(),
        expected: sample.expected.clone(),
        tolerance: None,
        message: with_names(&sample.message),
    }
}

/// The sentence with the names of what will stand in it.
fn with_names(message: &Message) -> String {
    message.filled(|column| match column {
        "value" => "{本单位的数}".to_owned(),
        "base" => "{用来比较的数}".to_owned(),
        "factor" => "{倍数}".to_owned(),
        column => format!("{{{}}}", Variable::of_column(column).in_words()),
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn a_code_is_explained_without_any_pack() {
        let Ok(Explained::Code(code)) = explain("f05", None, Path::new("no-such-folder")) else { panic!("a code") };
        assert_eq!((code.code, code.severity), ("F05", "拒收"));
    }

    #[test]
    fn every_rule_of_the_packs_is_explained() {
        let templates = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/report_templates"));
        for plan in super::super::plan_check::all_plans(&PackFolders::shipped(&templates)).unwrap() {
            for rule in &plan.rules {
                let explained = find(&rule.id.to_lowercase(), std::slice::from_ref(&plan)).unwrap();
                assert!(!explained.checks.is_empty() && !explained.form_title.is_empty(), "{}", rule.id);
            }
        }
    }

    #[test]
    fn a_rule_is_explained_with_its_form_its_tolerance_and_its_time() {
        let templates = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/report_templates"));
        let scratch = tempfile::tempdir().unwrap();
        copy(&templates.join("kailu-2024"), &scratch.path().join("kailu-2024"));
        copy(&templates.join("common"), &scratch.path().join("common"));
        let rule = r#"
[[rule]]
id = "T-1"
family = "表内"
form = "TB-H01"
check = "出院人次 >= 出院患者手术人次"
severity = "error"
tolerance = 0.5
since = "2024Q1"
message = "手术人次（{出院患者手术人次}）大于出院人次（{出院人次}）"
hint = "请核对"
"#;
        std::fs::write(scratch.path().join("kailu-2024/rules.toml"), rule).unwrap();
        std::fs::remove_dir_all(scratch.path().join("common/rules")).ok();
        let explained = explain("t-1", None, scratch.path());
        let Ok(Explained::Rule(rule)) = explained else { panic!("{explained:?}") };
        assert_eq!((rule.form.as_str(), rule.severity, rule.since.as_deref()), ("TB-H01", "差错（强制性）", Some("2024Q1")));
        let [check] = rule.checks.as_slice() else { panic!("{rule:?}") };
        assert_eq!((check.expected.as_str(), check.tolerance), ("出院人次应不小于出院患者手术人次，允许相差0.5", Some(0.5)));
        assert_eq!(check.message, "手术人次（{出院患者手术人次}）大于出院人次（{出院人次}）");
    }

    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let target = to.join(path.file_name().unwrap());
            if path.is_dir() {
                copy(&path, &target);
            } else {
                let _ = std::fs::copy(&path, &target).unwrap();
            }
        }
    }

    #[test]
    fn a_rule_of_every_plan_is_explained_without_any_pack() {
        for rule in GeneralRule::ALL {
            let Ok(Explained::Rule(explained)) = explain(&rule.id().to_lowercase(), None, Path::new("no-such-folder")) else {
                panic!("{rule:?}")
            };
            assert_eq!((explained.id.as_str(), explained.severity), (rule.id(), consequence(rule.severity()).0));
        }
    }

    #[test]
    fn what_nobody_knows_gets_the_nearest() {
        let templates = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/report_templates"));
        let Err(RunError::NothingToExplain { nearest, .. }) = explain("F21", None, &templates) else { panic!("unknown") };
        assert_eq!(nearest, ["F01", "F11", "C21"]);
    }
}
