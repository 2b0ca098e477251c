//! What an indicator can be taken over: the printed values of others, the rows of the registry, units by what they answer, the end of last
//! year (docs/numbers.md rules 2, 14 and 16), with numbers that a reader can add in the head.

use std::fs;

use jiff::civil::{Date, date};
use tongbao_figures::aggregate::{
    Computed, Earlier, Figures, Group, GroupFigure, ListedRow, aggregate, chooses_anybody, listed, trend,
};
use tongbao_figures::assess::{Status, assess};
use tongbao_figures::audit::Tally;
use tongbao_figures::plan::{Plan, load};
use tongbao_returns::domain::{AllianceCode, CountyCode, Return, UnitCode};
use tongbao_returns::registry::{County, Registry};

use crate::support::Said::{N, Na, W};
use crate::support::{accepted, ally, filed, indicator, plan, registry, this_quarter, visits, write_pack};

/// The share of counties that reach 90 %.
const REACH: &str = "SUM(CASE WHEN 指标_手术占比 >= 90 THEN 1 ELSE 0 END) * 100.0 / COUNT(指标_手术占比)";

/// A hospital in each of three counties, and the third county.
fn three_counties() -> Registry {
    let mut registry = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990002"), ("H3", "医院", "990003")]);
    let parent = Some(CountyCode::new("990000"));
    let name = "丙县".to_owned();
    registry.counties.push(County { code: CountyCode::new("990003"), short_name: name.clone(), name, parent });
    registry
}

fn share(more: &str) -> Plan {
    plan(&shares(more))
}

fn shares(more: &str) -> String {
    let inner = indicator("手术占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", "scopes = [\"county\", \"area\"]");
    inner + &indicator("达标县占比", REACH, &format!("over = \"county\"\nscopes = [\"area\"]\n{more}"))
}

/// A plan whose counties are two peer groups; an office calls one by its name and one by its code.
#[track_caller]
fn grouped(indicators: &str) -> Plan {
    let templates = tempfile::tempdir().expect("scratch folder");
    write_pack(templates.path(), indicators, "", None);
    let file = templates.path().join("tiny/plan.toml");
    let groups = "[[peer-group]]\nname = \"城区\"\ncounties = [\"甲县\", \"990002\"]\n\
                  [[peer-group]]\nname = \"旗县\"\ncounties = [\"丙县\"]\n";
    let plan = fs::read_to_string(&file).expect("plan.toml");
    fs::write(&file, plan + groups).expect("plan.toml");
    match load(templates.path(), "tiny") {
        Ok(plan) => plan,
        Err(error) => panic!("{error}\n{}", error.shown().join("\n")),
    }
}

/// Operations among visits.
fn operations(unit: &str, period: &str, operations: f64, visits: f64) -> Return {
    filed(unit, "hospital", period, &[("手术人次", N(operations)), ("诊疗人次", N(visits))])
}

fn figures(plan: &Plan, registry: &Registry, returns: &[Return]) -> Figures {
    aggregate(plan, registry, &accepted(returns.to_vec()), this_quarter()).expect("formulas")
}

#[track_caller]
fn figure(plan: &Plan, registry: &Registry, returns: &[Return], position: usize, group: &Group) -> GroupFigure {
    *figures(plan, registry, returns).get(position, group).expect("a figure")
}

#[track_caller]
fn is(computed: Computed, expected: f64) {
    let number = computed.number().unwrap_or_else(|| panic!("{computed:?} is no number"));
    assert!((number - expected).abs() < 1e-9, "{number} is not {expected}");
}

fn county(code: &str) -> Group {
    Group::County(CountyCode::new(code))
}

#[test]
fn a_share_of_counties_leaves_out_who_has_no_value_above_and_below_the_line() {
    // 95.0, 89.9 and nothing: 1 of 2, and 2 of 3 counties stand behind it.
    let returns = [operations("H1", "2025Q3", 95.0, 100.0), operations("H2", "2025Q3", 899.0, 1000.0)];
    let target = "[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 50";
    let plan = share(target);
    let area = figure(&plan, &three_counties(), &returns, 1, &Group::Area);
    is(area.value, 50.0);
    assert_eq!((area.coverage.counted, area.coverage.due), (2, 3));
    let all = figures(&plan, &three_counties(), &returns);
    let assessment = assess(&plan, &all, |_| Some(()), |_| Tally::default());
    let verdict = assessment.verdict(1, &Group::Area).expect("a verdict");
    assert_eq!((verdict.status, verdict.light), (Status::Withheld, None), "67 % of the counties are less than 80");
    assert_eq!(all.operands(1, &Group::Area), [Some(1.0), Some(2.0)]);
    let counts = ["990001", "990002", "990003"].map(|code| all.has_counted_member(1, &county(code)));
    assert_eq!(counts, [true, true, false], "the third has no value");
}

#[test]
fn the_printed_value_is_what_is_read() {
    // 89.96 % is printed as 90.0.
    let returns = [
        operations("H1", "2025Q3", 95.0, 100.0),
        operations("H2", "2025Q3", 8996.0, 10000.0),
        operations("H3", "2025Q3", 0.0, 100.0),
    ];
    let area = figure(&share(""), &three_counties(), &returns, 1, &Group::Area);
    is(area.value, 200.0 / 3.0);
    assert_eq!((area.coverage.counted, area.coverage.due), (3, 3), "zero is a value");
}

#[test]
fn a_value_behind_which_too_little_stands_is_missing() {
    let mut registry = three_counties();
    let (code, fourth) = crate::support::unit("H4", "医院", "990003");
    registry.units.insert(code, fourth);
    let returns = [
        operations("H1", "2025Q3", 95.0, 100.0),
        operations("H2", "2025Q3", 10.0, 100.0),
        operations("H3", "2025Q3", 99.0, 100.0),
    ];
    // Of the two hospitals of the third county one has filed.
    let area = figure(&share(""), &registry, &returns, 1, &Group::Area);
    is(area.value, 50.0);
    assert_eq!((area.coverage.counted, area.coverage.due), (2, 3));
}

#[test]
fn where_there_is_nothing_to_divide_by_nobody_is_missing() {
    let returns = [
        operations("H1", "2025Q3", 95.0, 100.0),
        operations("H2", "2025Q3", 0.0, 0.0),
        filed("H3", "hospital", "2025Q3", &[("手术人次", Na), ("诊疗人次", Na)]),
    ];
    let area = figure(&share(""), &three_counties(), &returns, 1, &Group::Area);
    is(area.value, 100.0);
    let coverage = area.coverage;
    assert_eq!(
        (coverage.counted, coverage.due, coverage.not_applicable),
        (1, 1, 1),
        "to the third county it does not apply at all"
    );
}

#[test]
fn without_anybody_there_is_no_share() {
    let area = figure(&share(""), &three_counties(), &[], 1, &Group::Area);
    assert_eq!((area.value, area.coverage.counted, area.coverage.due), (Computed::NotReported, 0, 3));
    let one = registry(&[("H1", "医院", "990001")]);
    let area = figure(&share(""), &one, &[operations("H1", "2025Q3", 9.0, 10.0)], 1, &Group::Area);
    is(area.value, 100.0);
    assert_eq!((area.coverage.counted, area.coverage.due), (1, 1), "in the other county nobody is asked");
}

#[test]
fn a_condition_chooses_among_the_counties() {
    let returns = [operations("H1", "2025Q3", 95.0, 100.0), operations("H2", "2025Q3", 10.0, 100.0)];
    let plan = share("where = \"县区代码 IN ('990001', '990002')\"");
    let area = figure(&plan, &three_counties(), &returns, 1, &Group::Area);
    is(area.value, 50.0);
    assert_eq!((area.coverage.counted, area.coverage.due), (2, 2));

    // The third has a value now, and is not meant.
    let returns = [&returns[..], &[operations("H3", "2025Q3", 99.0, 100.0)]].concat();
    let all = figures(&plan, &three_counties(), &returns);
    is(all.get(1, &Group::Area).expect("a figure").value, 50.0);
    let counts = ["990001", "990002", "990003"].map(|code| all.has_counted_member(1, &county(code)));
    assert_eq!(counts, [true, true, false]);
}

#[test]
fn counties_are_chosen_by_name_and_by_peer_group_as_they_are_by_code() {
    let returns = [
        operations("H1", "2025Q3", 95.0, 100.0),
        operations("H2", "2025Q3", 10.0, 100.0),
        operations("H3", "2025Q3", 99.0, 100.0),
    ];
    let of = |condition: &str| {
        let plan = grouped(&shares(&format!("where = \"{condition}\"")));
        let area = figure(&plan, &three_counties(), &returns, 1, &Group::Area);
        (area.value.number(), area.coverage.counted, area.coverage.due)
    };
    for two in [
        "县区代码 IN ('990001', '990002')",
        "县区 IN ('甲县', '乙县')",
        "县区 IN ('甲县', '990002')",
        "县区 <> '丙县'",
        "同组 = '城区'",
        "同组 <> '旗县'",
        "同组 IN ('城区') AND 县区 <> '丙县'",
    ] {
        assert_eq!(of(two), (Some(50.0), 2, 2), "{two}: one of two");
    }
    for one in ["县区 = '丙县'", "同组 = '旗县'", "同组 NOT IN ('城区')"] {
        assert_eq!(of(one), (Some(100.0), 1, 1), "{one}: one of one");
    }
    assert_eq!(of("同组 IN ('城区', '旗县')").1, 3);
}

#[test]
fn units_are_chosen_by_the_name_and_the_peer_group_of_their_county() {
    let units = [("H1", 10.0), ("H2", 20.0), ("H3", 40.0)];
    let returns = units.map(|(unit, number)| visits(unit, "2025Q3", number));
    let of = |condition: &str, group: &Group| {
        let more = format!("unit = \"人次\"\ndecimals = 0\nwhere = \"{condition}\"");
        let plan = grouped(&indicator("人次", "SUM(诊疗人次)", &more));
        let all = figures(&plan, &three_counties(), &returns);
        all.get(0, group).and_then(|figure| figure.value.number())
    };
    for two in ["同组 = '城区'", "县区 IN ('甲县', '乙县')", "类别 = '医院' AND 县区 <> '丙县'"] {
        assert_eq!(of(two, &Group::Area), Some(30.0), "{two}");
        assert_eq!(of(two, &county("990001")), Some(10.0), "{two}");
        assert_eq!(of(two, &county("990003")), None, "{two}");
    }
    assert_eq!(of("同组 = '旗县'", &Group::Area), Some(40.0));
}

#[test]
fn whether_a_condition_means_anybody_is_known_without_returns() {
    let day = date(2025, 9, 30);
    let anybody = |registry: &Registry, more: &str| {
        let plan = grouped(&shares(more));
        let indicator = plan.indicators.get(1).expect("an indicator");
        chooses_anybody(&plan, registry, indicator, day).expect("a condition")
    };
    let all = three_counties();
    for somebody in ["", "where = \"县区 = '丙县'\"", "where = \"同组 = '旗县'\"", "where = \"县区代码 <> '990001'\""]
    {
        assert!(anybody(&all, somebody), "{somebody}");
    }
    assert!(!anybody(&all, "where = \"县区 = '丁县'\""), "nobody is called so");
    // The registry of two counties has none of this peer group.
    let two = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990002")]);
    assert!(!anybody(&two, "where = \"同组 = '旗县'\""));
    assert!(anybody(&two, "where = \"同组 = '城区'\""));

    // Of units it depends on what they answer, unless the registry says no by itself.
    let of_units = |registry: &Registry, condition: &str| {
        let more = format!("unit = \"人次\"\ndecimals = 0\nwhere = \"{condition}\"");
        let plan = grouped(&indicator("人次", "SUM(诊疗人次)", &more));
        chooses_anybody(&plan, registry, plan.indicators.first().expect("an indicator"), day).expect("a condition")
    };
    assert!(of_units(&all, "互认 = '是'") && of_units(&all, "同组 = '旗县' AND 互认 = '是'"));
    assert!(!of_units(&two, "同组 = '旗县' AND 互认 = '是'") && !of_units(&all, "等级 = '三级甲等'"));
    assert!(!of_units(&registry(&[]), "类别 = '医院'"), "without units there is nobody");
}

#[test]
fn a_change_is_of_the_members_that_had_a_value_in_both_years() {
    let returns = [
        operations("H1", "2024Q3", 80.0, 100.0),
        operations("H2", "2024Q3", 95.0, 100.0),
        operations("H1", "2025Q3", 95.0, 100.0),
        operations("H2", "2025Q3", 89.0, 100.0),
        operations("H3", "2025Q3", 95.0, 100.0),
    ];
    let area = figure(&share(""), &three_counties(), &returns, 1, &Group::Area);
    is(area.value, 200.0 / 3.0);
    is(area.year_before, 50.0);
    // Of the two counties one reached it then, and one, the other, does now.
    let (now, then) = area.compared_with_year_before();
    is(now, 50.0);
    is(then, 50.0);
    let yearly = area.yearly;
    assert_eq!((yearly.units, yearly.counted, yearly.due), (2, 3, 3));
    assert_eq!((yearly.base_units, yearly.base_due, yearly.base_missing), (2, 3, 1));
    assert!(yearly.is_partial() && !yearly.reaches(80.0));
}

#[test]
fn the_mean_of_unit_ratios_is_taken_where_the_plan_says_so() {
    let inner = indicator("手术占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", "");
    let mean = indicator("平均手术占比", "AVG(指标_手术占比)", "over = \"unit\"\nscopes = [\"county\", \"area\"]");
    let plan = plan(&(inner + &mean));
    let registry = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990001"), ("H3", "医院", "990002")]);
    let returns =
        [operations("H1", "2025Q3", 1.0, 10.0), operations("H2", "2025Q3", 9.0, 30.0), operations("H3", "2025Q3", 50.0, 100.0)];
    // 10 % and 30 %: their mean is 20, the ratio of sums 25.
    is(figure(&plan, &registry, &returns, 1, &county("990001")).value, 20.0);
    is(figure(&plan, &registry, &returns, 0, &county("990001")).value, 25.0);
    is(figure(&plan, &registry, &returns, 1, &Group::Area).value, 30.0);
    let all = figures(&plan, &registry, &returns[..2]);
    let area = *all.get(1, &Group::Area).expect("a figure");
    is(area.value, 20.0);
    assert_eq!((area.coverage.counted, area.coverage.due), (2, 3));
    let counted = ["H1", "H2", "H3"].map(|code| all.has_counted(1, &UnitCode::new(code)));
    assert_eq!(counted, [true, true, false]);
    let unit = |code: &str| Group::Unit(UnitCode::new(code));
    assert_eq!(["H1", "H2", "H3"].map(|code| all.has_counted_member(1, &unit(code))), [true, true, false]);
}

#[test]
fn a_share_that_a_missing_unit_may_break_is_known_with_its_stand_in() {
    let inner = indicator("人次", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0\nscopes = [\"unit\"]");
    let reach = "SUM(CASE WHEN 指标_人次 >= 100 THEN 1 ELSE 0 END) * 100.0 / COUNT(指标_人次)";
    let plan = plan(&(inner + &indicator("达标率", reach, "over = \"unit\"\nscopes = [\"area\"]")));
    let units = ["H1", "H2", "H3", "H4", "H5"].map(|code| (code, "医院", "990001"));
    let mut returns: Vec<Return> = units[..4].iter().map(|(code, ..)| visits(code, "2025Q3", 100.0)).collect();
    // The fifth did half as much last year.
    returns.push(visits("H5", "2024Q3", 50.0));
    let area = figure(&plan, &registry(&units), &returns, 1, &Group::Area);
    is(area.value, 100.0);
    assert_eq!((area.coverage.counted, area.coverage.due), (4, 5));
    let [low, high] = area.filled.expect("stand-ins").value;
    is(low, 80.0);
    is(high, 80.0);
}

#[test]
fn one_indicator_may_stand_on_another_that_stands_on_a_third() {
    let inner = indicator("手术占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", "scopes = [\"unit\"]");
    let of_counties = indicator("平均占比", "AVG(指标_手术占比)", "over = \"unit\"\nscopes = [\"county\"]");
    let best = indicator("最高", "MAX(指标_平均占比)", "over = \"county\"\nscopes = [\"area\"]");
    // In the order of the file each stands before what it reads.
    let plan = plan(&(best + &of_counties + &inner));
    let registry = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990001"), ("H3", "医院", "990002")]);
    let returns =
        [operations("H1", "2025Q3", 1.0, 10.0), operations("H2", "2025Q3", 9.0, 30.0), operations("H3", "2025Q3", 40.0, 100.0)];
    is(figure(&plan, &registry, &returns, 0, &Group::Area).value, 40.0);
    let drawn = trend(&plan, &registry, &accepted(returns.to_vec()), &[0], vec![this_quarter()]).expect("formulas");
    is(drawn.value(0, &Group::Area, this_quarter()), 40.0);
}

/// Two alliances and one that has closed, with a hospital in two of them and one that has closed too.
fn alliances() -> Registry {
    let mut registry = registry(&[
        ("H1", "医院", "990001"),
        ("H2", "医院", "990001"),
        ("H3", "医院", "990002"),
        ("H4", "医院", "990002"),
        ("H5", "医院", "990002"),
    ]);
    let closed: Option<Date> = Some(date(2025, 8, 31));
    registry.units.get_mut(&UnitCode::new("H4")).expect("a unit").closed = closed;
    ally(&mut registry, "A", &[("H1", None, None), ("H2", None, None)]);
    ally(&mut registry, "B", &[("H2", None, None), ("H3", None, None), ("H4", None, None)]);
    ally(&mut registry, "C", &[("H5", None, None)]);
    for (position, kind, lead, closed) in
        [(0, "紧密型县域医共体", "H1", None), (1, "专科联盟", "H3", None), (2, "专科联盟", "H5", Some(date(2025, 6, 30)))]
    {
        let alliance = &mut registry.alliances[position];
        (alliance.kind, alliance.lead, alliance.closed) = (kind.to_owned(), Some(UnitCode::new(lead)), closed);
    }
    registry
}

#[track_caller]
fn counted(formula: &str, more: &str, scopes: &str, period: &str, group: &Group) -> Computed {
    let plan = plan(&indicator("个数", formula, &format!("unit = \"个\"\ndecimals = 1\nscopes = {scopes}\n{more}")));
    let figures = aggregate(&plan, &alliances(), &accepted(Vec::new()), period.parse().expect("period")).expect("formulas");
    figures.get(0, group).expect("a figure").value
}

#[test]
fn the_registry_is_counted_as_of_the_last_day() {
    let all = "[\"alliance\", \"county\", \"area\"]";
    let units = |period, group: &Group| counted("名录_机构数", "", all, period, group);
    assert_eq!(units("2025Q3", &Group::Area), Computed::Number(4.0), "the fourth hospital closed in August");
    assert_eq!(units("2025Q2", &Group::Area), Computed::Number(5.0));
    assert_eq!(units("2025Q3", &county("990002")), Computed::Number(2.0));
    assert_eq!(
        counted("名录_机构数", "where = \"类别 = '卫健局'\"", all, "2025Q3", &Group::Area),
        Computed::Number(0.0),
        "none is a number"
    );
    assert_eq!(counted("名录_县区数", "", "[\"area\"]", "2025Q3", &Group::Area), Computed::Number(2.0));

    let of = |kind: &str, period| {
        counted("名录_医联体数", &format!("where = \"医联体类型 = '{kind}'\""), "[\"county\", \"area\"]", period, &Group::Area)
    };
    assert_eq!(of("紧密型县域医共体", "2025Q3"), Computed::Number(1.0));
    assert_eq!(
        [of("专科联盟", "2025Q3"), of("专科联盟", "2025Q2")],
        [1.0, 2.0].map(Computed::Number),
        "one closed at the end of June, its last day"
    );
    let led = |county: &Group| counted("名录_医联体数", "", "[\"county\"]", "2025Q3", county);
    assert_eq!([led(&county("990001")), led(&county("990002"))], [1.0, 1.0].map(Computed::Number), "each where it is led from");
}

#[test]
fn a_member_of_two_alliances_is_one_member() {
    let all = "[\"alliance\", \"county\", \"area\"]";
    let members = |more: &str, group: &Group| counted("名录_成员数", more, all, "2025Q3", group);
    assert_eq!(members("", &Group::Area), Computed::Number(3.0), "H1, H2 and H3");
    assert_eq!(
        members("where = \"医联体类型 = '专科联盟'\"", &Group::Area),
        Computed::Number(2.0),
        "H2 and H3; the alliance of H5 is closed, and so is H4"
    );
    let of_alliance = |code: &str| members("", &Group::Alliance(AllianceCode::new(code)));
    assert_eq!([of_alliance("A"), of_alliance("B")], [2.0, 2.0].map(Computed::Number));
    assert_eq!([members("", &county("990001")), members("", &county("990002"))], [2.0, 1.0].map(Computed::Number));
    assert_eq!(counted("名录_成员数 * 1.0 / 名录_医联体数", "", "[\"area\"]", "2025Q3", &Group::Area), Computed::Number(1.5));
}

#[test]
fn a_count_of_the_registry_lacks_nobody_and_names_its_rows() {
    let plan = plan(&indicator("成员", "名录_成员数", "unit = \"家\"\ndecimals = 0\nscopes = [\"area\"]"));
    let registry = alliances();
    let period = this_quarter();
    let area =
        *aggregate(&plan, &registry, &accepted(Vec::new()), period).expect("formulas").get(0, &Group::Area).expect("a figure");
    assert_eq!((area.coverage.counted, area.coverage.due), (4, 4), "four rows of three members");
    assert!(area.coverage.reaches(100.0) && area.filled.is_none());
    // A year ago H4 and H5 were members as well.
    is(area.year_before, 5.0);
    assert!(!area.yearly.is_partial() && area.yearly.reaches(100.0));
    let rows = listed(&plan, &registry, &plan.indicators[0], period).expect("rows");
    let rows: Vec<_> = rows.iter().map(|entry| (entry.row.code(), matches!(entry.row, ListedRow::Membership(..)))).collect();
    assert_eq!(rows, [("H1", true), ("H2", true), ("H2", true), ("H3", true)]);
}

#[test]
fn who_has_not_answered_is_missing_and_not_left_out() {
    let answered =
        |unit: &str, visits: f64, answer| filed(unit, "hospital", "2025Q3", &[("诊疗人次", N(visits)), ("互认", answer)]);
    let plan = plan(&indicator("互认医院人次", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0\nwhere = \"互认 = '是'\""));
    let registry = registry(&["H1", "H2", "H3", "H4"].map(|code| (code, "医院", "990001")));
    let returns = [
        answered("H1", 10.0, W("是")),
        answered("H2", 20.0, W("否")),
        answered("H3", 30.0, Na),
        // It says how many, and not whether.
        visits("H4", "2025Q3", 40.0),
    ];
    let area = figure(&plan, &registry, &returns, 0, &Group::Area);
    is(area.value, 10.0);
    assert_eq!((area.coverage.counted, area.coverage.due), (1, 2), "H1, and H4 that may have to be counted");
    let area = figure(&plan, &registry, &returns[..3], 0, &Group::Area);
    assert_eq!((area.coverage.counted, area.coverage.due), (1, 2), "who filed nothing has not answered either");
}

#[test]
fn who_cannot_be_meant_owes_no_answer() {
    let condition = "单位名称 <> '示例H2' AND 互认 = '是'";
    let plan = plan(&indicator("人次", "SUM(诊疗人次)", &format!("unit = \"人次\"\ndecimals = 0\nwhere = \"{condition}\"")));
    let registry = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990001")]);
    let first = filed("H1", "hospital", "2025Q3", &[("诊疗人次", N(10.0)), ("互认", W("是"))]);
    let area = figure(&plan, &registry, &[first, visits("H2", "2025Q3", 20.0)], 0, &Group::Area);
    is(area.value, 10.0);
    assert_eq!((area.coverage.counted, area.coverage.due), (1, 1));
}

#[test]
fn a_condition_asks_for_the_kind_of_alliance() {
    let of = |kind: &str| {
        let more = format!("unit = \"人次\"\ndecimals = 0\nwhere = \"医联体类型 = '{kind}'\"");
        let plan = plan(&indicator("人次", "SUM(诊疗人次)", &more));
        let returns = [("H1", 1.0), ("H2", 2.0), ("H3", 4.0), ("H5", 8.0)].map(|(unit, number)| visits(unit, "2025Q3", number));
        let figures = figures(&plan, &alliances(), &returns);
        figures.get(0, &Group::Area).map(|figure| figure.value)
    };
    assert_eq!(of("紧密型县域医共体"), Some(Computed::Number(3.0)), "H1 and H2");
    assert_eq!(of("远程协作网"), None, "nobody");
    let none = "unit = \"人次\"\ndecimals = 0\nwhere = \"医联体类型 = ''\"";
    let plan = plan(&indicator("人次", "SUM(诊疗人次)", none));
    is(figure(&plan, &alliances(), &[visits("H5", "2025Q3", 8.0)], 0, &Group::Area).value, 8.0);
}

#[test]
fn the_end_of_last_year_is_its_fourth_quarter() {
    let beds = |period: &str, beds: f64| filed("H1", "hospital", period, &[("床位数", N(beds))]);
    let growth = plan(&indicator("增加床位", "SUM(床位数) - SUM(上年末_床位数)", "unit = \"张\"\ndecimals = 0"));
    let one = registry(&[("H1", "医院", "990001")]);
    let returns = [beds("2023Q4", 30.0), beds("2024Q3", 38.0), beds("2024Q4", 40.0), beds("2025Q2", 45.0), beds("2025Q3", 50.0)];
    let area = figure(&growth, &one, &returns, 0, &Group::Area);
    is(area.value, 10.0);
    is(area.own, 10.0);
    is(area.own_before, 5.0);
    is(area.year_before, 8.0);
    let two = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990002")]);
    let other = ["2024Q4", "2025Q3"].map(|period| filed("H2", "hospital", period, &[("床位数", N(20.0))]));
    let without = figure(&growth, &two, &[&returns[3..], &other].concat(), 0, &county("990001"));
    assert_eq!((without.value, without.coverage.due), (Computed::NotReported, 1), "a year's end that is missing is no zero");
    let nobody = figure(&growth, &one, &returns[3..], 0, &Group::Area);
    assert_eq!((nobody.value, nobody.coverage.due), (Computed::NotAsked(Earlier::LastYear), 0), "nobody lacks what nobody filed");

    // Of what flows it is the whole year: 300 of 400, and of the third quarter alone 100 of 400.
    let part = plan(&indicator("完成上年", "SUM(诊疗人次) * 100.0 / SUM(上年末_诊疗人次)", ""));
    let returns = [visits("H1", "2024Q4", 400.0), visits("H1", "2025Q2", 200.0), visits("H1", "2025Q3", 300.0)];
    let area = figure(&part, &one, &returns, 0, &Group::Area);
    is(area.value, 75.0);
    is(area.own, 25.0);
}
