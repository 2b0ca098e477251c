//! Rules that follow from items, and wholes that stand on another form.

use super::pack::{FORM, PLAN, Pack, RULES};
use crate::plan::rule::Test;
use crate::plan::{Plan, Rule, RuleSeverity};
use tongbao_returns::domain::Quarter;

const EXTRA: &str = "demo/forms/extra.toml";
const NIGHTS: &str = r#"id = "extra"
code = "D-03"
title = "夜间门诊"
version = "2024"
issuer = "市卫健委"
filed-by = ["乡镇卫生院", "村卫生室"]
[[sheet]]
name = "夜间"
title = "夜间"
[[sheet.item]]
code = "101"
name = "夜间诊疗人次"
unit = "人次"
kind = "flow"
part-of = "总诊疗人次"
"#;

fn pack() -> Pack {
    Pack::sound().replacing(PLAN, "[lights]", "rules-from-items = true\n[lights]")
}

#[track_caller]
fn loaded(pack: &Pack) -> Plan {
    pack.load().unwrap_or_else(|error| panic!("{error}\n{}", error.shown().join("\n")))
}

fn ids(plan: &Plan) -> Vec<&str> {
    plan.rules.iter().map(|rule| rule.id.as_str()).collect()
}

fn expected(rule: &Rule) -> Vec<&str> {
    let Test::Conditions(conditions) = &rule.test else { panic!("conditions") };
    conditions.iter().map(|condition| condition.expected.as_str()).collect()
}

#[test]
fn nothing_follows_where_nobody_asked() {
    assert_eq!(ids(&loaded(&Pack::sound())), ["D-1", "D-2"]);
}

#[test]
fn flows_do_not_fall_unless_a_rule_says_so_already() {
    // D-1 sets the part of the centres against its whole, D-2 the hospitals' visits against last time.
    let plan = loaded(&pack());
    assert_eq!(ids(&plan), ["D-1", "D-2", "ZD-D-01-累计"]);
    let rule = &plan.rules[2];
    assert_eq!((rule.form.as_str(), rule.severity, rule.is_from_items), ("centre", RuleSeverity::Suspect, true));
    assert_eq!(rule.quarters, [Quarter::Second, Quarter::Third, Quarter::Fourth]);
    assert_eq!(expected(rule), ["总诊疗人次不小于上期累计数", "中医诊疗人次不小于上期累计数"]);
    let Test::Conditions(conditions) = &rule.test else { panic!("conditions") };
    assert_eq!(
        conditions[0].message.filled(|column| format!("<{column}>")),
        "总诊疗人次为年初以来的累计数，本期（<总诊疗人次>）却小于上期（<上期_总诊疗人次>）"
    );
    assert!(plan.rules[..2].iter().all(|rule| !rule.is_from_items));
}

#[test]
fn what_is_filed_by_the_quarter_may_fall() {
    let by_quarter = pack().replacing(FORM, "filed-by =", "basis = \"quarter\"\nfiled-by =");
    assert_eq!(ids(&loaded(&by_quarter)), ["D-1", "D-2"], "its parts do not exceed their wholes all the same");
    let without = by_quarter.replacing(RULES, "中医诊疗人次 <= 总诊疗人次", "中医诊疗人次 >= 0");
    assert_eq!(ids(&loaded(&without)), ["D-1", "D-2", "ZD-D-01-102"]);
}

#[test]
fn a_part_does_not_exceed_its_whole_unless_a_rule_says_how_far() {
    let with = |check: &str| loaded(&pack().replacing(RULES, "中医诊疗人次 <= 总诊疗人次", check));
    let plan = with("中医诊疗人次 >= 0");
    assert_eq!(ids(&plan), ["D-1", "D-2", "ZD-D-01-累计", "ZD-D-01-102"]);
    let rule = &plan.rules[3];
    assert_eq!((rule.form.as_str(), rule.severity), ("centre", RuleSeverity::Error));
    assert_eq!(expected(rule), ["中医诊疗人次不大于总诊疗人次"]);
    // However strictly: more than the whole may be explained.
    assert_eq!(ids(&with("总诊疗人次 >= 中医诊疗人次 OR 总诊疗人次 < 100")), ["D-1", "D-2", "ZD-D-01-累计"]);
    // Something else of the same two is no such word.
    assert_eq!(ids(&with("中医诊疗人次 * 2 <= 总诊疗人次")).len(), 4);
}

#[test]
fn a_whole_may_stand_on_another_form_of_the_same_unit() {
    let plan = loaded(&pack().with(EXTRA, NIGHTS.as_bytes().to_vec()));
    assert_eq!(ids(&plan), ["D-1", "D-2", "ZD-D-01-累计", "ZD-D-03-累计", "ZD-D-03-101"]);
    let rule = &plan.rules[4];
    assert_eq!(expected(rule), ["夜间诊疗人次不大于总诊疗人次"]);
    let condition = rule.condition.as_ref().expect("not all who file the part file the whole");
    assert_eq!(condition.text, "类别 IN ('乡镇卫生院')");
}

#[test]
fn a_whole_that_nobody_of_the_form_files_is_told() {
    let alone = NIGHTS.replace("[\"乡镇卫生院\", \"村卫生室\"]", "[\"村卫生室\"]");
    let told = |text: String| Pack::sound().with(EXTRA, text.into_bytes()).told();
    let quoted = "\"总诊疗人次\"".to_owned();
    assert_eq!(told(alone), [(quoted, "填报本表的单位都不填报`总诊疗人次`".to_owned())]);
    let unknown = NIGHTS.replace("part-of = \"总诊疗人次\"", "part-of = \"诊疗次数\"");
    assert_eq!(told(unknown), [("\"诊疗次数\"".to_owned(), "没有指标项`诊疗次数`".to_owned())]);
    let itself = NIGHTS.replace("part-of = \"总诊疗人次\"", "part-of = \"夜间诊疗人次\"");
    assert_eq!(told(itself), [("\"夜间诊疗人次\"".to_owned(), "`夜间诊疗人次`不能是自己的其中项".to_owned())]);
}

#[test]
fn what_is_measured_otherwise_is_not_compared() {
    let other = NIGHTS.replace("unit = \"人次\"", "unit = \"万人次\"");
    let plan = loaded(&pack().with(EXTRA, other.into_bytes()));
    assert_eq!(ids(&plan), ["D-1", "D-2", "ZD-D-01-累计", "ZD-D-03-累计"]);
}

#[test]
fn a_written_rule_has_no_identifier_of_these() {
    let told = pack().replacing(RULES, "\"D-1\"", "\"ZD-D-01-累计\"").mistakes();
    assert_eq!(told.iter().map(|told| told.message.as_str()).collect::<Vec<_>>(), ["规则`ZD-D-01-累计`重复"]);
    assert!(Pack::sound().replacing(RULES, "\"D-1\"", "\"ZD-D-01-累计\"").load().is_ok(), "nobody asked for others");
}
