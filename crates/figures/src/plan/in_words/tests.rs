//! Sentences of conditions. 互认 and 远程 are answered by 是 and 否.

use std::path::Path;

use super::*;
use crate::plan::formula::Formula;
use crate::plan::rule::Test;
use crate::plan::{Aggregate, Plan, load};
use tongbao_returns::domain::Kind;

fn tree(text: &str) -> Expression<Variable> {
    Formula::<Variable>::parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).tree
}

fn said(text: &str, tolerance: f64) -> String {
    expected(&tree(text), tolerance, "R-1", &|item| ["互认", "远程"].contains(&item.as_str()))
}

#[track_caller]
fn each_is_said(sentences: &[(&str, &str)]) {
    for (text, words) in sentences {
        assert_eq!(said(text, 0.0), *words, "{text}");
    }
}

#[test]
fn a_comparison_says_what_should_be() {
    each_is_said(&[
        ("手术人次 <= 出院人次", "手术人次应不大于出院人次"),
        ("甲 < 乙", "甲应小于乙"),
        ("甲 <> 上期_甲", "甲不应等于上期甲"),
        ("0 <= 甲", "甲应不小于0"),
        ("甲 > -2.50", "甲应大于负2.5"),
        ("成员_药品收入 <= 成员_总收入", "成员药品收入合计应不大于成员总收入合计"),
        ("级别 >= 上年同期_级别", "级别应不小于上年同期级别"),
        ("床位数 <= 上年末_床位数", "床位数应不大于上年末床位数"),
        ("NOT 甲 > 乙", "甲应不大于乙"),
    ]);
    assert_eq!(said("甲 = 乙 - 丙", 0.5), "甲应等于乙与丙之差，允许相差0.5");
    assert_eq!(said("互认 = '是'", 0.5), "互认应为“是”", "words do not differ a little");
}

#[test]
fn sums_shares_and_multiples_are_nouns() {
    each_is_said(&[
        ("合计 = 专业 + 管理 + 工勤", "合计应等于专业、管理、工勤之和"),
        ("甲 + 乙 <= 丙", "甲与乙之和应不大于丙"),
        ("甲 >= 上期_甲 - 2", "甲应不小于上期甲减2"),
        ("甲 BETWEEN 上年同期_甲 AND 上年同期_甲 + 5", "甲应在上年同期甲至上年同期甲加5之间"),
        ("甲 - 上期_甲 BETWEEN 乙 * 70 AND 乙 * 110", "甲与上期甲之差应在乙的70倍至乙的110倍之间"),
        ("甲 < 丙 - 丁 - 戊", "甲应小于丙减去丁与戊之和"),
        ("负债 <= 资产 * 1.1", "负债应不大于资产的1.1倍"),
        ("甲 >= 乙 * 0.3", "甲应不小于乙的30%"),
        ("甲 * 100 <= 乙 * 30", "甲应不大于乙的30%"),
        ("甲 * 3 <= 乙 * 2", "甲的3倍应不大于乙的2倍"),
        ("甲 / 乙 > 1", "甲与乙之比应大于1"),
        ("甲 * 1.0 / 乙 BETWEEN 0.5 AND 3", "甲与乙之比应在0.5至3之间"),
        ("甲 * 100.0 / 乙 <= 30", "甲与乙之比应不大于30%"),
        ("药品 * 100.0 / 收入 BETWEEN 8 AND 60", "药品与收入之比应在8%至60%之间"),
        ("甲 * 10000.0 / 乙 >= 50", "（甲的10000倍）与乙之比应不小于50"),
        ("甲 * 乙 <= 丙 * 丁 * 3", "甲与乙之积应不大于（丙与丁之积）的3倍"),
        ("ABS(甲 - 上期_甲) <= 10", "甲与上期甲的差距应不大于10"),
        ("ABS(甲 * 100.0 / 乙 - 丙 * 100.0 / 丁) <= 25", "（甲与乙之比）与（丙与丁之比）的差距应不大于25个百分点"),
        ("COALESCE(甲, 0) + COALESCE(乙, 0) <= 丙", "甲（未填的按0计）与乙（未填的按0计）之和应不大于丙"),
        ("甲 >= 0 AND 甲 = ROUND(甲, 0)", "甲应不小于0，且甲应为整数"),
        ("甲 = ROUND(甲, 2)", "甲的小数应不超过2位"),
    ]);
    assert_eq!(said("甲 * 100 <= 乙 * 30", 1.0), "甲的100倍应不大于乙的30倍，允许相差1", "divided, less would be allowed");
}

#[test]
fn a_plain_case_is_said_before_what_is_asked_in_it() {
    each_is_said(&[
        ("互认 = '否' OR 床位数 > 0", "互认为“是”的，床位数应大于0"),
        ("例次 = 0 OR 远程 = '是'", "例次不等于0的，远程应为“是”"),
        ("级别 = '无' OR 床位数 > 0", "级别不为“无”的，床位数应大于0"),
        ("状态 <> '已完成' OR 日期 IS NOT NULL", "状态为“已完成”的，日期应填报"),
        ("状态 IN ('未启动', '滞后') OR 依据 <> ''", "状态不为“未启动”或“滞后”的，依据应填报"),
        ("NOT (上期_互认 = '是' AND 互认 = '否')", "上期互认为“是”的，互认应为“是”"),
        ("甲 > 0 OR (乙 = 0 AND 丙 = 0)", "甲不大于0的，乙应等于0，且丙应等于0"),
        ("互认 = '否' OR 甲 = '是' OR 乙 = '是'", "互认为“是”的，甲应为“是”，或乙应为“是”"),
        ("CASE WHEN 甲 > 0 THEN 乙 > 0 ELSE 乙 = 0 END", "甲大于0的，乙应大于0；其余的，乙应等于0"),
        ("CASE WHEN 互认 = '是' THEN 甲 BETWEEN 1 AND 3 ELSE TRUE END", "互认为“是”的，甲应在1至3之间"),
        ("CASE WHEN 互认 = '否' THEN TRUE ELSE 甲 > 0 END", "互认为“是”的，甲应大于0"),
        ("甲 <= CASE WHEN 等级 = '三级' THEN 9 ELSE 乙 END", "等级为“三级”的，甲应不大于9；其余的，甲应不大于乙"),
    ]);
}

#[test]
fn where_no_case_stands_first_alternatives_stand_side_by_side() {
    each_is_said(&[
        ("ABS(甲 - 乙) <= 乙 * 0.35 OR ABS(甲 - 乙) <= 1000", "甲与乙的差距应不大于乙的35%，或甲与乙的差距应不大于1000"),
        ("甲 = 0 OR 甲 >= 1000", "甲应等于0，或甲应不小于1000"),
        ("甲 IS NULL OR 甲 > 0", "甲应留空，或甲应大于0"),
        ("甲 > 乙 AND (丙 = 0 OR 丙 >= 9)", "甲应大于乙；丙应等于0，或丙应不小于9"),
        ("甲 > 乙 OR (乙 > 1 AND 丙 > 1)", "甲应大于乙，或（乙应大于1，且丙应大于1）"),
        ("类别 IN ('甲类', '乙类') AND 甲 NOT BETWEEN 1 AND 3", "类别应为“甲类”、“乙类”之一，且甲不应在1至3之间"),
        ("建成日 >= '2025-01-01'", "建成日应不早于2025年1月1日"),
    ]);
}

#[test]
fn what_cannot_be_said_briefly_names_what_takes_part() {
    assert_eq!(said("状态 = '无' OR LENGTH(COALESCE(依据, '')) >= 12", 0.0), "应符合规则R-1（涉及：状态、依据）");
    assert_eq!(said("类别 LIKE '%医院'", 0.0), "应符合规则R-1");
    assert_eq!(said("甲 = CAST(甲 AS INTEGER)", 0.0), "应符合规则R-1（涉及：甲）");
    let sum = vec!["这是一个名称很长很长很长很长很长很长的指标项"; 20].join(" + ");
    assert_eq!(said(&format!("{sum} > 0"), 0.0), "应符合规则R-1（涉及：这是一个名称很长很长很长很长很长很长的指标项）");
    assert_eq!(compared(&tree("总诊疗人次 / 医师数")), "总诊疗人次与医师数之比");
    assert_eq!(compared(&tree("LENGTH(依据) + 甲")), "依据、甲");
}

#[test]
fn whom_a_condition_chooses_is_said() {
    for (text, words) in [
        ("类别 <> '公立专科医院'", "类别不为“公立专科医院”的单位"),
        ("类别 = '乡镇卫生院' AND 等级 IN ('一级', '二级')", "类别为“乡镇卫生院”且等级为“一级”、“二级”之一的单位"),
        ("类别 = 'a' OR 建成国医堂 = '是'", "类别为“a”或建成国医堂为“是”的单位"),
        ("类别 = 'a' AND (等级 = 'b' OR 等级 = 'c')", "类别为“a”且（等级为“b”或等级为“c”）的单位"),
        ("单位名称 LIKE '%中医%' AND 类别 = 'a'", "按单位名称、类别选出的单位"),
    ] {
        assert_eq!(whom(&tree(text)), words, "{text}");
    }
}

#[test]
fn an_aggregate_is_called_by_what_it_makes_of_its_items() {
    for (text, words) in [
        ("SUM(检查收入)", Some("检查收入合计")),
        ("AVG(上年同期_位次)", Some("上年同期位次平均")),
        ("SUM(甲 + 乙)", Some("甲与乙之和合计")),
        ("SUM(CASE WHEN 互认 = '是' THEN 1 ELSE 0 END)", Some("互认为“是”的个数")),
        ("COUNT(CASE WHEN 指标_就诊率 >= 90 THEN 1 END)", Some("指标“就诊率”不小于90的个数")),
        ("COUNT(指标_就诊率)", Some("有指标“就诊率”的个数")),
        ("SUM(甲) FILTER (WHERE 类别 = 'a')", Some("类别为“a”的单位中，甲合计")),
        ("COUNT(CASE WHEN 互认 = '是' THEN 1 ELSE NULL END)", Some("互认为“是”的个数")),
        ("COUNT(CASE WHEN 互认 = '是' THEN 1 ELSE 0 END)", None),
        ("SUM(CASE WHEN 互认 = '是' THEN 2 ELSE 0 END)", None),
        ("COUNT(CASE WHEN 互认 = '是' THEN 甲 END)", None),
        ("COUNT(甲 + 乙)", Some("有甲与乙之和的个数")),
        ("COUNT(NULLIF(甲, 0))", Some("有甲（为0的不计）的个数")),
        ("COUNT(COALESCE(甲, 0))", None),
        ("COUNT(甲 / 乙)", None),
        ("SUM(1) FILTER (WHERE 类别 = 'a')", None),
        ("SUM(CAST(甲 AS INTEGER))", None),
        ("MAX(甲)", Some("最大的甲")),
        ("MAX(甲 + 乙)", Some("最大的（甲与乙之和）")),
        ("COUNT(DISTINCT 甲)", None),
        ("STDDEV(甲)", None),
    ] {
        let Expression::Operand(aggregate) = Formula::<Aggregate>::parse(text).unwrap().tree else { panic!("{text}") };
        assert_eq!(gathered(&aggregate).as_deref(), words, "{text}");
    }
}

fn plan(templates: &str, id: &str) -> Plan {
    load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(templates), id).unwrap()
}

/// Whatever the pack's own words are, ours have no sign of programming, name every item, and say what can be said.
#[test]
fn every_rule_of_the_packs_has_words() {
    const SIGNS: &str = "<>=_*()";
    let mut found = 0;
    for (templates, id) in
        [("report_templates", "jining-2023"), ("report_templates", "kailu-2024"), ("tests/defects/pack", "kit")]
    {
        let plan = plan(templates, id);
        let is_yes_no = |name: &ItemName| plan.item_kinds(name).values().any(|item| item.kind == Kind::YesNo);
        for rule in &plan.rules {
            let all: Vec<(&Expression<Variable>, String)> = match &rule.test {
                Test::Conditions(conditions) => conditions
                    .iter()
                    .map(|one| (&one.formula.tree, expected(&one.formula.tree, one.tolerance, &rule.id, &is_yes_no)))
                    .collect(),
                Test::UnitSlip { items, .. } | Test::RatioOutlier { items, .. } => {
                    items.iter().map(|one| (&one.formula.tree, one.name.clone())).collect()
                }
                Test::ValueOutlier { value, .. } => vec![(&value.formula.tree, value.name.clone())],
            };
            for (tree, words) in all {
                found += 1;
                assert!(!words.contains(|one: char| SIGNS.contains(one)), "{}: {words}", rule.id);
                let lacking: Vec<String> = items(tree).into_iter().filter(|item| !words.contains(item.as_str())).collect();
                assert!(lacking.is_empty(), "{}: {words}: {lacking:?}", rule.id);
                assert_eq!(words.starts_with("应符合规则"), !tree.is_common(), "{}: {words}", rule.id);
            }
        }
        for condition in plan.rules.iter().filter_map(|rule| rule.condition.as_ref()) {
            let words = whom(&condition.tree);
            assert!(words.ends_with("的单位") && !words.contains(|one: char| SIGNS.contains(one)), "{words}");
        }
    }
    assert!(found > 700, "{found}");
}
