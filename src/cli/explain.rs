//! `tongbao explain`: what a code means and how to correct a return. The words of the frame are of the language of the messages;
//! what is said about codes and rules is Chinese, as the findings are.

use super::arguments::{ExplainArguments, Format, Told};
use super::check::this_folder;
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use super::messages::Messages;
use super::output;
use crate::pipeline::explain::{Explained, ExplainedCheck, ExplainedCode, ExplainedRule, explain as look_up};
use crate::pipeline::explain_indicator::ExplainedIndicator;

/// Does it.
pub(super) fn explain(arguments: ExplainArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let ExplainArguments { code, workspace, told: Told { format } } = arguments;
    let setup = workspace.or_else(this_folder).map(|workspace| context.setup(&workspace, None)).transpose()?;
    let explained = look_up(&code, setup.as_ref(), &context.templates()?)?;
    Ok(match format {
        Format::Json => output::json(Outcome::Done, &explained)?,
        Format::Text => output::text(Outcome::Done, told(&explained, &context.messages), context),
    })
}

fn told(explained: &Explained, messages: &Messages) -> String {
    let mut lines = match explained {
        Explained::Code(code) => of_code(code, messages),
        Explained::Rule(rule) => of_rule(rule, messages),
        Explained::Indicator(indicator) => of_indicator(indicator, messages),
    };
    lines.push(String::new());
    lines.join("\n")
}

fn of_code(code: &ExplainedCode, messages: &Messages) -> Vec<String> {
    let ExplainedCode { code, title, severity, meaning, consequence, correction } = code;
    let mut lines = vec![format!("{code}  {title}"), String::new()];
    lines.extend(line("explain-severity", severity, messages));
    lines.extend(line("explain-meaning", meaning, messages));
    lines.extend(line("explain-consequence", consequence, messages));
    lines.extend(line("explain-correction", correction, messages));
    lines
}

fn of_rule(rule: &ExplainedRule, messages: &Messages) -> Vec<String> {
    let quarters = messages.listed(&rule.quarters);
    let tolerance = rule.checks.iter().find_map(|check| check.tolerance).map(|tolerance| tolerance.to_string());
    let floor = rule.floor.map(|floor| floor.to_string());
    let mut lines = vec![format!("{}  {}《{}》", rule.id, rule.form, rule.form_title), String::new()];
    let mut say = |key: &str, value: &str| lines.extend(line(key, value, messages));
    say("explain-severity", rule.severity);
    say("explain-consequence", rule.consequence);
    say("explain-family", &rule.family);
    say("explain-method", rule.method.as_deref().unwrap_or_default());
    for ExplainedCheck { item, expected, message, .. } in &rule.checks {
        let item = item.as_deref().unwrap_or_default();
        if rule.method.is_some() {
            // A comparison with history or peers looks at a number.
            say("explain-compared", item);
        }
        let of_item = if item.is_empty() || expected.contains(item) { String::new() } else { format!("{item}：") };
        if !expected.is_empty() {
            say("explain-expected", &format!("{of_item}{expected}"));
        }
        say("explain-message", message);
    }
    say("explain-tolerance", tolerance.as_deref().unwrap_or_default());
    say("explain-floor", floor.as_deref().unwrap_or_default());
    say("explain-peers", rule.peers.as_deref().unwrap_or_default());
    say("explain-missing", rule.missing);
    say("explain-condition", rule.whom.as_deref().unwrap_or_default());
    say("explain-quarters", &quarters);
    say("explain-since", rule.since.as_deref().unwrap_or_default());
    say("explain-until", rule.until.as_deref().unwrap_or_default());
    say("explain-deactivated", rule.deactivated.as_deref().unwrap_or_default());
    say("explain-correction", &rule.correction);
    say("explain-source", rule.source.as_deref().unwrap_or_default());
    say("explain-plans", &messages.listed(&rule.plans));
    lines
}

fn of_indicator(indicator: &ExplainedIndicator, messages: &Messages) -> Vec<String> {
    let ExplainedIndicator { id, plans, clause, formula, over, reads, condition, scopes, caliber, source } = indicator;
    let mut lines = vec![id.clone(), String::new()];
    let told = [
        ("explain-clause", clause.clone()),
        ("explain-formula", formula.clone()),
        ("explain-over", over.clone()),
        ("explain-reads", messages.listed(reads)),
        ("explain-condition", condition.clone().unwrap_or_default()),
        ("explain-scopes", messages.listed(scopes)),
        ("explain-caliber", caliber.clone()),
        ("explain-source", messages.listed(source)),
        ("explain-plans", messages.listed(plans)),
    ];
    lines.extend(told.iter().filter_map(|(key, value)| line(key, value, messages)));
    lines
}

/// `级别：拒收`; nothing about what is not said.
fn line(key: &str, value: &str, messages: &Messages) -> Option<String> {
    let label = messages.say(key);
    (!value.is_empty()).then(|| messages.tell("explain-line", &[("label", label.into()), ("value", value.into())]))
}

#[cfg(test)]
mod tests {
    use super::super::main_with;
    use super::*;
    use crate::cli::surroundings::Surroundings;

    #[track_caller]
    fn asked(line: &str) -> (Outcome, String, String) {
        let ending = main_with(&Surroundings::of_line(line));
        (ending.outcome, String::from_utf8(ending.stdout).unwrap(), ending.stderr)
    }

    #[test]
    fn a_code_says_what_it_means_what_follows_and_what_to_do() {
        let (outcome, text, _) = asked("explain f03 --lang zh");
        let expected = "\
F03  空文件

级别：拒收
含义：文件里什么都没有，多半是传输或保存失败
后果：整份文件不采用；没有另报可用报表的，按缺报计
如何改正：文件大小为零，请重报
";
        assert_eq!((outcome, text.as_str()), (Outcome::Done, expected));
    }

    #[test]
    fn an_unknown_code_is_a_misuse_with_what_comes_near() {
        let (outcome, text, told) = asked("explain F33");
        assert_eq!((outcome, text.as_str()), (Outcome::Misused, ""));
        assert_eq!(told, "error: no finding has the code `F33` and no rule has the identifier\n\nhint: near it: F03\n");
    }

    #[test]
    fn a_rule_says_what_must_hold() {
        let check = |item: &str| ExplainedCheck {
            item: Some(item.to_owned()),
            check: format!("{item} >= 0"),
            expected: format!("{item}应不小于0"),
            tolerance: Some(0.5),
            message: format!("{item}（{{{item}}}）小于 0"),
        };
        let rule = ExplainedRule {
            id: "JN-H-001".to_owned(),
            plans: vec!["jining-2023".to_owned()],
            family: "值域".to_owned(),
            form: "TB-H01".to_owned(),
            form_title: "医院季报".to_owned(),
            severity: "差错（强制性）",
            consequence: "报表退回",
            method: None,
            checks: vec![check("床位数"), check("职工数")],
            peers: None,
            floor: None,
            missing: "有未填项时不判断",
            condition: Some("类别 <> '公立专科医院'".to_owned()),
            whom: Some("类别不为“公立专科医院”的单位".to_owned()),
            quarters: vec![2, 4],
            since: Some("2024Q1".to_owned()),
            until: None,
            deactivated: None,
            correction: "请核对".to_owned(),
            source: None,
        };
        let expected = "\
JN-H-001  TB-H01《医院季报》

Severity: 差错（强制性）
What follows: 报表退回
Family: 值域
Must hold: 床位数应不小于0
Told as: 床位数（{床位数}）小于 0
Must hold: 职工数应不小于0
Told as: 职工数（{职工数}）小于 0
Tolerance: 0.5
Blanks: 有未填项时不判断
Units: 类别不为“公立专科医院”的单位
Quarters: 2, 4
Since: 2024Q1
How to correct: 请核对
Plan packs: jining-2023
";
        assert_eq!(told(&Explained::Rule(Box::new(rule)), &Messages::new(crate::cli::messages::Language::En)), expected);
    }
}
