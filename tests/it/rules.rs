//! Rules over returns: what passes, what fails, what cannot be verified, what is not run, and what becomes of the return.

use std::collections::BTreeMap;

use tongbao_figures::audit::rules::outcome::{NotRun, Problem};
use tongbao_figures::audit::{Audited, RuleOutcome, judge};
use tongbao_figures::plan::Plan;
use tongbao_figures::plan::rule::Dormant;
use tongbao_returns::domain::{CellAddress, File, Location, OfficeFile, Period, Quarter, Return, Statement, UnitCode};
use tongbao_returns::finding::facts::Expected;
use tongbao_returns::finding::{Explanation, Finding, Severity};
use tongbao_returns::registry::Registry;

use crate::support::Said::{N, Na, W};
use crate::support::{Said, accepted, ally, filed, indicator, plan_with_rules, registry, this_quarter};

/// A rule on the hospitals' form with the usual keys; `more` is added.
fn rule(check: &str, more: &str) -> String {
    let severity = if more.contains("severity") { "" } else { "severity = \"error\"\n" };
    let message = if more.contains("message") { "" } else { "message = \"不对\"\n" };
    let check = if check.is_empty() { String::new() } else { format!("check = \"{check}\"\n") };
    format!("[[rule]]\nid = \"R-1\"\nfamily = \"表内\"\nform = \"医院表\"\n{check}{severity}{message}hint = \"请核对\"\n{more}\n")
}

#[track_caller]
fn plan(rules: &str) -> Plan {
    plan_with_rules(&indicator("甲", "SUM(诊疗人次)", ""), rules)
}

fn one_hospital() -> Registry {
    registry(&[("H1", "医院", "990001")])
}

fn hospital(period: &str, values: &[(&str, Said)]) -> Return {
    filed("H1", "hospital", period, values)
}

/// What the rules make of a hospital's returns.
#[track_caller]
fn audited(rules: &str, returns: Vec<Return>) -> Audited {
    judge(&[plan(rules)], Some(&one_hospital()), accepted(returns), &[])
}

/// The outcome of the only rule for this quarter: pass, fail, unverifiable, not run.
fn counts(audited: &Audited) -> [usize; 4] {
    let outcome = outcome(audited);
    [outcome.pass, outcome.fail, outcome.unverifiable, outcome.not_run]
}

fn outcome(audited: &Audited) -> &RuleOutcome {
    audited.outcomes.iter().find(|outcome| outcome.period == this_quarter()).expect("an outcome")
}

#[track_caller]
fn verdict(rules: &str, values: &[(&str, Said)]) -> [usize; 4] {
    counts(&audited(rules, vec![hospital("2025Q3", values)]))
}

#[test]
fn what_does_not_apply_breaks_a_rule_that_forbids_it() {
    let check = "手术人次 >= 0 OR 诊疗人次 >= 0";
    let values = [("手术人次", Na), ("诊疗人次", N(1.0))];
    assert_eq!(verdict(&rule(check, ""), &values), [0, 0, 1, 0]);
    let forbidding = rule(check, "not-applicable = \"fail\"");
    assert_eq!(verdict(&forbidding, &values), FAIL);
    assert_eq!(verdict(&forbidding, &[("手术人次", N(0.0)), ("诊疗人次", N(1.0))]), PASS);
    assert_eq!(verdict(&forbidding, &[("诊疗人次", N(1.0))]), [0, 0, 1, 0], "a blank is for `missing` to say");
}

#[test]
fn a_rule_means_a_unit_by_any_of_its_names() {
    let rules = rule("手术人次 <= 诊疗人次", "where = \"单位名称 = '老院'\"");
    let mut known = one_hospital();
    let judged = |registry: &Registry| {
        let filed = hospital("2025Q3", &[("诊疗人次", N(1.0)), ("手术人次", N(2.0))]);
        counts(&judge(&[plan(&rules)], Some(registry), accepted(vec![filed]), &[]))
    };
    assert_eq!(judged(&known), [0, 0, 0, 0]);
    for unit in known.units.values_mut() {
        unit.aliases.push("老院".to_owned());
    }
    assert_eq!(judged(&known), FAIL);
}

const PASS: [usize; 4] = [1, 0, 0, 0];
const FAIL: [usize; 4] = [0, 1, 0, 0];
const UNVERIFIABLE: [usize; 4] = [0, 0, 1, 0];
const NOT_RUN: [usize; 4] = [0, 0, 0, 1];

#[test]
fn every_unit_ends_in_one_of_four_ways() {
    let within = rule("手术人次 <= 诊疗人次", "");
    assert_eq!(verdict(&within, &[("诊疗人次", N(10.0)), ("手术人次", N(10.0))]), PASS);
    assert_eq!(verdict(&within, &[("诊疗人次", N(10.0)), ("手术人次", N(11.0))]), FAIL);
    assert_eq!(verdict(&within, &[("诊疗人次", N(0.0)), ("手术人次", N(0.0))]), PASS, "zero is a value");
    assert_eq!(verdict(&within, &[("诊疗人次", N(10.0))]), UNVERIFIABLE);
    assert_eq!(verdict(&within, &[("诊疗人次", N(10.0)), ("手术人次", Na)]), UNVERIFIABLE);
    let nobody = audited(&within, vec![hospital("2025Q2", &[("诊疗人次", N(1.0))]), filed("H1", "hospital", "2025Q3", &[])]);
    assert_eq!(counts(&nobody), NOT_RUN, "an empty return is a missing one");
}

#[test]
fn a_blank_does_what_the_rule_says() {
    let blank: &[(&str, Said)] = &[("诊疗人次", N(10.0))];
    assert_eq!(verdict(&rule("手术人次 <= 诊疗人次", "missing = \"skip\""), blank), UNVERIFIABLE);
    assert_eq!(verdict(&rule("手术人次 <= 诊疗人次", "missing = \"zero\""), blank), PASS);
    assert_eq!(verdict(&rule("诊疗人次 <= 手术人次", "missing = \"zero\""), blank), FAIL);
    assert_eq!(verdict(&rule("手术人次 <= 诊疗人次", "missing = \"fail\""), blank), FAIL);
    assert_eq!(verdict(&rule("COALESCE(手术人次, 0) <= 诊疗人次", ""), blank), PASS, "COALESCE takes a blank");
    assert_eq!(verdict(&rule("手术人次 IS NOT NULL", ""), blank), FAIL, "IS NULL asks for it");
    assert_eq!(verdict(&rule("诊疗人次 / 床位数 < 5", ""), &[("诊疗人次", N(10.0)), ("床位数", N(0.0))]), UNVERIFIABLE);
}

#[test]
fn numbers_are_compared_as_decimals_and_with_the_tolerance() {
    // 0.1 + 0.2 is not 0.3 in binary fractions.
    let sum = "结余 = 诊疗人次 * 0.1 + 0.2";
    assert_eq!(verdict(&rule(sum, ""), &[("结余", N(0.3)), ("诊疗人次", N(1.0))]), PASS);
    assert_eq!(verdict(&rule(sum, ""), &[("结余", N(0.31)), ("诊疗人次", N(1.0))]), FAIL);
    assert_eq!(verdict(&rule(sum, "tolerance = 0.5"), &[("结余", N(0.8)), ("诊疗人次", N(1.0))]), PASS);
    assert_eq!(verdict(&rule(sum, "tolerance = 0.5"), &[("结余", N(0.81)), ("诊疗人次", N(1.0))]), FAIL);
    assert_eq!(verdict(&rule("手术人次 < 诊疗人次", ""), &[("手术人次", N(3.0)), ("诊疗人次", N(3.0))]), FAIL);
    assert_eq!(verdict(&rule("手术人次 > 诊疗人次", ""), &[("手术人次", N(3.0)), ("诊疗人次", N(2.0))]), PASS);
}

#[test]
fn words_are_compared_as_words() {
    let both = rule("互认 = '否' OR 床位数 > 0", "");
    assert_eq!(verdict(&both, &[("互认", W("是")), ("床位数", N(0.0))]), FAIL);
    assert_eq!(verdict(&both, &[("互认", W("否")), ("床位数", N(0.0))]), PASS);
    assert_eq!(verdict(&rule("互认 IN ('是', '否')", ""), &[("互认", W("是")), ("床位数", N(1.0))]), PASS);
    assert_eq!(
        verdict(
            &rule("CASE WHEN 互认 = '是' THEN 床位数 BETWEEN 1 AND 3 ELSE TRUE END", ""),
            &[("互认", W("是")), ("床位数", N(4.0))]
        ),
        FAIL
    );
}

#[test]
fn the_finding_says_what_was_read_where_and_what_was_expected() {
    let message = "message = \"手术人次（{手术人次}）大于诊疗人次（{诊疗人次}）\"";
    let audited = audited(
        &rule(
            "手术人次 <= 诊疗人次 - 床位数",
            &format!("severity = \"suspect\"\n{}", message.replace("（{诊疗人次}）", "（{诊疗人次}）减床位{床位数}")),
        ),
        vec![hospital("2025Q3", &[("诊疗人次", N(10.0)), ("手术人次", N(9.5)), ("床位数", N(2.0))])],
    );
    let finding = audited.findings.first().expect("a finding");
    assert_eq!(finding.period, Some(this_quarter()));
    assert_eq!(
        (finding.id(), finding.severity(), finding.at.to_string()),
        ("R-1", Severity::Suspect, "H1-hospital-2025Q3.xlsx › 表 › D2".to_owned())
    );
    assert_eq!(finding.message(), "手术人次（9.5）大于诊疗人次（10）减床位2");
    assert_eq!(finding.values(), "手术人次＝9.5；诊疗人次＝10；床位数＝2");
    let broken = finding.rule().expect("a rule's");
    let written = "手术人次应不大于诊疗人次与床位数之差".to_owned();
    assert_eq!(broken.expected, Some(Expected::Computed { written, wanted: 8.0, missed_by: 1.5 }));
    let cells: Vec<_> = broken.cited.iter().flat_map(|cited| &cited.at).map(Location::cell_name).collect();
    assert_eq!(cells, ["D2", "D1", "D3"]);
}

#[test]
fn errors_and_unexplained_suspects_stay_out_of_totals() {
    let broken = || vec![hospital("2025Q3", &[("诊疗人次", N(10.0)), ("手术人次", N(11.0))])];
    let is_used = |severity: &str| {
        let audited = audited(&rule("手术人次 <= 诊疗人次", &format!("severity = \"{severity}\"")), broken());
        assert_eq!(audited.accepted.arrived_of_period(this_quarter()).count(), 1, "what was sent back has arrived all the same");
        audited.accepted.of_period(this_quarter()).count() == 1
    };
    assert!(!is_used("error"));
    assert!(!is_used("suspect"));
    assert!(is_used("explain"));
    assert!(is_used("info"));
}

#[test]
fn an_explained_suspect_counts_until_a_value_changes() {
    let plan = plan(&rule("手术人次 <= 诊疗人次", "severity = \"suspect\""));
    let statement = Statement {
        period: this_quarter(),
        unit: UnitCode::new("H1"),
        rule: "R-1".to_owned(),
        values: "手术人次=11；诊疗人次=10".to_owned(),
        text: "日间手术计入手术人次，未计诊疗人次".to_owned(),
        at: Location::file(File::Office(OfficeFile::Explanations)).on_cell("说明", CellAddress { row: 1, column: 5 }),
    };
    let judged = |surgery: f64| {
        let returns = accepted(vec![hospital("2025Q3", &[("诊疗人次", N(10.0)), ("手术人次", N(surgery))])]);
        judge(std::slice::from_ref(&plan), Some(&one_hospital()), returns, std::slice::from_ref(&statement))
    };
    let explained = judged(11.0);
    assert_eq!(explained.accepted.of_period(this_quarter()).count(), 1);
    assert!(matches!(explained.findings[0].explanation, Some(Explanation::Accepted(_))));
    let changed = judged(12.0);
    assert_eq!(changed.accepted.of_period(this_quarter()).count(), 0);
    assert_eq!(changed.findings.iter().map(Finding::id).collect::<Vec<_>>(), ["R-1", "A03"]);
}

#[test]
fn rules_apply_as_they_stood_then() {
    let year = |more: &str| {
        audited(&rule("手术人次 <= 诊疗人次", more), vec![hospital("2025Q3", &[("诊疗人次", N(1.0)), ("手术人次", N(2.0))])])
    };
    for (more, expected) in [
        ("since = \"2025Q3\"", FAIL),
        ("since = \"2025Q4\"", NOT_RUN),
        ("until = \"2025Q3\"", FAIL),
        ("until = \"2025Q2\"", NOT_RUN),
        ("quarters = [1, 3]", FAIL),
        ("quarters = [1, 2]", NOT_RUN),
        ("deactivated-because = \"口径已改\"", NOT_RUN),
    ] {
        assert_eq!(counts(&year(more)), expected, "{more}");
    }
    let reasons = &outcome(&year("deactivated-because = \"口径已改\"")).reasons.clone();
    assert_eq!(*reasons, BTreeMap::from([(NotRun::Dormant(Dormant::Deactivated("口径已改".to_owned())), 1)]));
}

#[test]
fn history_is_what_was_accepted() {
    let rises = rule("诊疗人次 >= 上期_诊疗人次", "quarters = [2, 3, 4]\nsince = \"2025Q2\"");
    let returns = |first: f64, second: f64, third: f64| {
        vec![
            hospital("2025Q1", &[("诊疗人次", N(first))]),
            hospital("2025Q2", &[("诊疗人次", N(second))]),
            hospital("2025Q3", &[("诊疗人次", N(third))]),
        ]
    };
    assert_eq!(counts(&audited(&rises, returns(5.0, 10.0, 15.0))), PASS);
    assert_eq!(counts(&audited(&rises, returns(5.0, 10.0, 9.0))), FAIL);
    // The second quarter fell, so it was sent back: the third has nothing to be compared with.
    assert_eq!(counts(&audited(&rises, returns(5.0, 4.0, 9.0))), UNVERIFIABLE);
    let year = rule("诊疗人次 <= 上年同期_诊疗人次 * 2", "");
    let both = vec![hospital("2024Q3", &[("诊疗人次", N(5.0))]), hospital("2025Q3", &[("诊疗人次", N(11.0))])];
    assert_eq!(counts(&audited(&year, both)), FAIL);
}

#[test]
fn a_rule_runs_once_for_each_item_and_fails_as_a_whole() {
    let each = rule("{item} >= 0", "items = [\"诊疗人次\", \"结余\"]\nmessage = \"{item}（{{item}}）为负\"");
    let audited = audited(&each, vec![hospital("2025Q3", &[("诊疗人次", N(1.0)), ("结余", N(-2.5))])]);
    assert_eq!(counts(&audited), FAIL);
    assert_eq!(audited.findings.iter().map(Finding::message).collect::<Vec<_>>(), ["结余（-2.5）为负"]);
}

#[test]
fn a_slipped_unit_is_known_by_its_own_history() {
    let slip = rule(
        "",
        "method = \"unit-slip\"\nitems = [\"诊疗人次\", \"床位数\"]\nfloor = 100\nmessage = \"{item}{value}约为{base}的{factor}倍\"",
    );
    let with = |visits: f64, beds: f64| {
        audited(
            &slip,
            vec![
                hospital("2024Q3", &[("诊疗人次", N(3_000.0)), ("床位数", N(50.0))]),
                hospital("2025Q2", &[("诊疗人次", N(2_000.0)), ("床位数", N(50.0))]),
                hospital("2025Q3", &[("诊疗人次", N(visits)), ("床位数", N(beds))]),
            ],
        )
    };
    assert_eq!(counts(&with(3_100.0, 51.0)), PASS);
    let slipped = with(3_100_000.0, 51.0);
    assert_eq!(counts(&slipped), FAIL);
    assert_eq!(slipped.findings.last().unwrap().message(), "诊疗人次3100000约为3000的1000倍");
    assert_eq!(counts(&with(300.0, 51.0)), FAIL, "a tenth");
    assert_eq!(counts(&with(9_000.0, 51.0)), PASS, "three times is growth");
    // Five beds against fifty is a tenth, but below the floor.
    assert_eq!(counts(&with(3_100.0, 5.0)), PASS);
}

/// Ten hospitals with these visits per bed, ten beds each.
fn ten(visits: [f64; 10]) -> (Registry, Vec<Return>) {
    let codes: Vec<String> = (0..10).map(|number| format!("H{number}")).collect();
    let units: Vec<(&str, &str, &str)> = codes.iter().map(|code| (code.as_str(), "医院", "990001")).collect();
    let returns = codes
        .iter()
        .zip(visits)
        .map(|(code, visits)| filed(code, "hospital", "2025Q3", &[("诊疗人次", N(visits)), ("床位数", N(10.0))]));
    (registry(&units), returns.collect())
}

#[test]
fn an_outlier_is_told_among_enough_peers_only() {
    let apart = rule(
        "",
        "severity = \"explain\"\nmethod = \"value-outlier\"\nvalue = \"诊疗人次 / 床位数\"\nmessage = \"每床{value}，同类{base}\"",
    );
    let plan = plan(&apart);
    let (registry, returns) = ten([90.0, 95.0, 100.0, 100.0, 105.0, 110.0, 100.0, 98.0, 102.0, 900.0]);
    let judged = judge(std::slice::from_ref(&plan), Some(&registry), accepted(returns.clone()), &[]);
    assert_eq!(counts(&judged), [9, 1, 0, 0]);
    assert_eq!(judged.findings[0].message(), "每床90.00，同类10.00");
    let few = judge(&[plan], Some(&registry), accepted(returns.into_iter().skip(3).collect()), &[]);
    assert_eq!(counts(&few), [0, 0, 0, 10], "seven peers are too few, three filed nothing");
}

#[test]
fn an_alliance_office_is_set_against_its_members() {
    let plan = plan(&rule("诊疗人次 = 成员_诊疗人次 AND 名录成员数 = 3", "where = \"单位代码 = 'H1'\""));
    let mut registry = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990001"), ("B1", "卫健局", "990001")]);
    ally(&mut registry, "A", &[("H1", None, None), ("H2", None, None), ("B1", None, None)]);
    let with = |second: &[(&str, Said)]| {
        let returns = vec![hospital("2025Q3", &[("诊疗人次", N(10.0))]), filed("H2", "hospital", "2025Q3", second)];
        counts(&judge(std::slice::from_ref(&plan), Some(&registry), accepted(returns), &[]))
    };
    assert_eq!(with(&[("诊疗人次", N(0.0))]), PASS);
    assert_eq!(with(&[("诊疗人次", N(1.0))]), FAIL);
    assert_eq!(with(&[("床位数", N(1.0))]), UNVERIFIABLE, "a member that has not said it");
}

#[test]
fn a_rule_that_can_say_nothing_is_reported() {
    let silent = audited(&rule("床位数 >= 0", ""), vec![hospital("2025Q3", &[("诊疗人次", N(1.0))])]);
    assert_eq!(outcome(&silent).problem, Some(Problem::Silent(vec!["床位数".to_owned()])));
    let bureau = judge(
        &[plan(&rule("床位数 >= 0", ""))],
        Some(&registry(&[("B1", "卫健局", "990001")])),
        accepted(vec![filed("B1", "bureau", "2025Q3", &[("常住人口", N(1.0))])]),
        &[],
    );
    assert_eq!(outcome(&bureau).problem, Some(Problem::NoUnits));
}

#[test]
fn without_a_registry_the_rules_that_need_one_are_not_run() {
    let returns = || accepted(vec![hospital("2025Q3", &[("诊疗人次", N(1.0)), ("手术人次", N(2.0))])]);
    let plain = judge(&[plan(&rule("手术人次 <= 诊疗人次", ""))], None, returns(), &[]);
    assert_eq!(counts(&plain), FAIL);
    let chosen = judge(&[plan(&rule("手术人次 <= 诊疗人次", "where = \"类别 = '医院'\""))], None, returns(), &[]);
    assert_eq!(counts(&chosen), NOT_RUN);
}

#[test]
fn outcomes_add_up_whatever_was_filed() {
    use proptest::prelude::*;
    let plan = plan(&rule("手术人次 <= 诊疗人次", ""));
    let readings = prop::collection::vec((prop::option::of(0_u8..5), prop::option::of(0_u8..5), any::<bool>()), 1..12);
    proptest!(ProptestConfig::with_cases(48), |(units in readings)| {
        let codes: Vec<String> = (0..units.len()).map(|number| format!("H{number:02}")).collect();
        let registry = registry(&codes.iter().map(|code| (code.as_str(), "医院", "990001")).collect::<Vec<_>>());
        let mut returns = Vec::new();
        for (code, (visits, surgery, is_filed)) in codes.iter().zip(&units) {
            let values: Vec<(&str, Said)> = [("诊疗人次", visits), ("手术人次", surgery)]
                .into_iter()
                .filter_map(|(name, value)| Some((name, N(f64::from((*value)?)))))
                .collect();
            if *is_filed {
                returns.push(filed(code, "hospital", "2025Q3", &values));
            }
        }
        let has_any = !returns.is_empty();
        let judged = judge(std::slice::from_ref(&plan), Some(&registry), accepted(returns), &[]);
        if has_any {
            let outcome = outcome(&judged);
            prop_assert_eq!(outcome.units(), units.len());
            let failed = units.iter().filter(|(visits, surgery, is_filed)| *is_filed && matches!((visits, surgery), (Some(v), Some(s)) if s > v)).count();
            prop_assert_eq!(outcome.fail, failed);
            prop_assert_eq!(judged.findings.len(), failed);
            prop_assert_eq!(judged.accepted.of_period(this_quarter()).count() + failed, judged.accepted.arrived_of_period(this_quarter()).count());
        }
    });
}

#[test]
fn periods_are_judged_oldest_first() {
    let audited = audited(
        &rule("诊疗人次 >= 0", ""),
        vec![hospital("2025Q3", &[("诊疗人次", N(1.0))]), hospital("2024Q4", &[("诊疗人次", N(1.0))])],
    );
    assert_eq!(
        audited.outcomes.iter().map(|outcome| outcome.period).collect::<Vec<_>>(),
        [Period::quarter(2024, Quarter::Fourth), this_quarter()]
    );
}
