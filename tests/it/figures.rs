//! Every rule of the meaning of numbers, with numbers that a reader can add in the head.

use jiff::civil::date;
use proptest::prelude::*;
use tongbao_figures::aggregate::{Computed, Coverage, Earlier, Figures, Group, GroupFigure, aggregate, prove};
use tongbao_figures::assess::{Place, Unranked, assess};
use tongbao_figures::audit::Tally;
use tongbao_figures::plan::{PeerGroup, PeersOf, Plan};
use tongbao_returns::domain::{AllianceCode, CountyCode, Return, UnitCode};
use tongbao_returns::registry::Registry;

use crate::support::Said::{N, Na, W};
use crate::support::{accepted, ally, filed, indicator, plan, registry, this_quarter, unit, visits};

const THREE_HOSPITALS: &[(&str, &str, &str)] = &[("H1", "医院", "990001"), ("H2", "医院", "990001"), ("H3", "医院", "990002")];

fn figures(plan: &Plan, registry: &Registry, returns: Vec<Return>) -> Figures {
    aggregate(plan, registry, &accepted(returns), this_quarter()).expect("formulas")
}

fn county(code: &str) -> Group {
    Group::County(CountyCode::new(code))
}

fn alliance(code: &str) -> Group {
    Group::Alliance(AllianceCode::new(code))
}

#[track_caller]
fn figure(figures: &Figures, group: &Group) -> GroupFigure {
    *figures.get(0, group).expect("a figure")
}

#[track_caller]
fn assert_number(computed: Computed, expected: f64) {
    let number = computed.number().unwrap_or_else(|| panic!("{computed:?} is no number"));
    assert!((number - expected).abs() < 1e-9, "{number} is not {expected}");
}

#[test]
fn a_group_has_the_ratio_of_sums_never_the_mean_of_ratios() {
    let plan = plan(&indicator("手术占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", ""));
    let of =
        |unit: &str, surgery, visits| filed(unit, "hospital", "2025Q3", &[("手术人次", N(surgery)), ("诊疗人次", N(visits))]);
    let figures =
        figures(&plan, &registry(THREE_HOSPITALS), vec![of("H1", 1.0, 10.0), of("H2", 9.0, 30.0), of("H3", 30.0, 60.0)]);
    // 甲县: (1+9)/(10+30) = 25 %, while the mean of 10 % and 30 % would be 20 %.
    assert_number(figure(&figures, &county("990001")).value, 25.0);
    assert_number(figure(&figures, &county("990002")).value, 50.0);
    assert_number(figure(&figures, &Group::Area).value, 40.0);
    assert_number(figure(&figures, &Group::Unit(UnitCode::new("H2"))).value, 30.0);
}

#[test]
fn a_unit_without_every_value_counts_neither_above_nor_below_the_line() {
    let plan = plan(&indicator("手术占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", ""));
    let returns = vec![
        filed("H1", "hospital", "2025Q3", &[("手术人次", N(5.0)), ("诊疗人次", N(10.0))]),
        // Surgery is blank: its 1,000 visits must not dilute the ratio.
        filed("H2", "hospital", "2025Q3", &[("诊疗人次", N(1000.0))]),
    ];
    let figures = figures(&plan, &registry(THREE_HOSPITALS), returns);
    let county = figure(&figures, &county("990001"));
    assert_number(county.value, 50.0);
    assert_eq!((county.coverage.counted, county.coverage.due), (1, 2));
    let area = figure(&figures, &Group::Area);
    assert_eq!((area.coverage.counted, area.coverage.due), (1, 3), "H3 has not reported and lowers the coverage");
    assert_eq!(figure(&figures, &Group::County(CountyCode::new("990002"))).value, Computed::NotReported);
}

#[test]
fn too_little_coverage_has_a_value_and_no_place() {
    let plan = plan(&indicator("人次", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"));
    // One of the two hospitals of 甲县 has reported: 50 %, and 80 % are asked for.
    let figures = figures(&plan, &registry(THREE_HOSPITALS), vec![visits("H1", "2025Q3", 9.0), visits("H3", "2025Q3", 1.0)]);
    let assessment = assess(&plan, &figures, |_| Some(()), |_| Tally::default());
    assert_number(figure(&figures, &county("990001")).value, 9.0);
    assert_eq!(assessment.place(0, &county("990001")), Some(&Place::Unranked(Unranked::LowCoverage)));
    assert_eq!(assessment.place(0, &county("990002")), Some(&Place::Ranked(1)));
}

#[test]
fn losing_a_return_never_raises_a_place() {
    let target =
        |value| format!("unit = \"人次\"\ndecimals = 0\n[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = {value}");
    let plan = plan(&(indicator("多", "SUM(诊疗人次)", &target(100)) + &indicator("少", "SUM(诊疗人次)", &target(3))));
    let standing = |returns| {
        let figures = figures(&plan, &registry(THREE_HOSPITALS), returns);
        let whole = Tally { due: 1, on_time: 1, ..Tally::default() };
        *assess(&plan, &figures, |_| Some(()), |_| whole).standing(&county("990001")).expect("a county")
    };
    let all = standing(vec![visits("H1", "2025Q3", 3.0), visits("H2", "2025Q3", 1.0), visits("H3", "2025Q3", 5.0)]);
    assert_eq!((all.green, all.red, all.withheld, all.green_percent), (1, 1, 0, Some(50.0)));
    // Without H2 nothing can be said of its county, neither the good nor the bad.
    let less = standing(vec![visits("H1", "2025Q3", 3.0), visits("H3", "2025Q3", 5.0)]);
    assert_eq!((less.green, less.red, less.withheld, less.green_percent), (0, 0, 2, Some(0.0)));
    assert_eq!(less.place, Place::Unranked(Unranked::TooFewJudged));
}

#[test]
fn who_is_ranked_among_whom_is_declared_by_the_plan() {
    let mut plan = plan(&indicator("人次", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"));
    let registry = registry(THREE_HOSPITALS);
    let returns = || vec![visits("H1", "2025Q3", 3.0), visits("H2", "2025Q3", 1.0), visits("H3", "2025Q3", 5.0)];
    let places = |plan: &Plan| {
        let assessment =
            assess(plan, &figures(plan, &registry, returns()), |group| group.ranked_among(plan, &registry), |_| Tally::default());
        ["990001", "990002"].map(|code| assessment.place(0, &county(code)).and_then(|place| place.number()))
    };
    assert_eq!(places(&plan), [Some(2), Some(1)], "4 and 5 visits, among all counties");
    // A county is named by its code or its name; who is in no group is ranked among the others that are in none.
    let group = |name: &str, counties: &[&str]| PeerGroup {
        name: name.to_owned(),
        of: PeersOf::Counties(counties.iter().map(|county| (*county).to_owned()).collect()),
    };
    plan.peer_groups = vec![group("城区", &["990001"])];
    assert_eq!(places(&plan), [None, None], "nobody is first among itself");
    plan.peer_groups = vec![group("城区", &["甲县"]), group("郊区", &["990002"])];
    assert_eq!(places(&plan), [None, None]);
    plan.peer_groups = vec![group("县", &["甲县", "乙县"])];
    assert_eq!(places(&plan), [Some(2), Some(1)]);
    assert_eq!(county("990001").peers(&plan, &registry).name, Some("县"));
}

#[test]
fn institutions_are_ranked_among_those_of_their_peer_group_and_others_not_at_all() {
    let target = "unit = \"人次\"\ndecimals = 0\n[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 3";
    let mut plan = plan(&indicator("人次", "SUM(诊疗人次)", target));
    let mut registry = registry(THREE_HOSPITALS);
    let graded = registry.units.get_mut(&UnitCode::new("H3")).expect("a hospital");
    graded.grade = Some("三级甲等".to_owned());
    let returns = || vec![visits("H1", "2025Q3", 3.0), visits("H2", "2025Q3", 1.0), visits("H3", "2025Q3", 5.0)];
    let places = |plan: &Plan| {
        let whole = Tally { due: 1, on_time: 1, ..Tally::default() };
        let of_plan = figures(plan, &registry, returns());
        let assessment = assess(plan, &of_plan, |group| group.ranked_among(plan, &registry), |_| whole);
        ["H1", "H2", "H3"].map(|code| {
            let hospital = Group::Unit(UnitCode::new(code));
            let of_indicator = assessment.place(0, &hospital).and_then(|place| place.number());
            (of_indicator, assessment.standing(&hospital).map(|standing| (standing.green, standing.place.number())))
        })
    };
    assert_eq!(places(&plan), [(None, None); 3], "no peer group names them");
    let group = |name: &str, grades: &[&str]| PeerGroup {
        name: name.to_owned(),
        of: PeersOf::Institutions {
            categories: vec!["医院".to_owned()],
            grades: grades.iter().map(|grade| (*grade).to_owned()).collect(),
            counties: Vec::new(),
            units: Vec::new(),
        },
    };
    plan.peer_groups = vec![group("医院", &[])];
    // 5, 3 and 1 visits; 3 are asked for, so that H1 and H3 share the first place by 达标率.
    let among_all = [(Some(2), Some((1, Some(1)))), (Some(3), Some((0, Some(3)))), (Some(1), Some((1, Some(1))))];
    assert_eq!(places(&plan), among_all);
    plan.peer_groups = vec![group("三级医院", &["三级甲等", "三级乙等"])];
    assert_eq!(places(&plan), [(None, None), (None, None), (None, Some((1, None)))], "nobody is ranked among itself");
}

#[test]
fn zero_is_a_number_and_not_applicable_is_no_debt() {
    let plan = plan(&indicator("手术占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", ""));
    let returns = vec![
        filed("H1", "hospital", "2025Q3", &[("手术人次", N(0.0)), ("诊疗人次", N(10.0))]),
        filed("H2", "hospital", "2025Q3", &[("手术人次", Na), ("诊疗人次", N(90.0))]),
        filed("H3", "hospital", "2025Q3", &[("手术人次", Na), ("诊疗人次", N(50.0))]),
    ];
    let figures = figures(&plan, &registry(THREE_HOSPITALS), returns);
    let area = figure(&figures, &Group::Area);
    // 0 of 10 + 90 + 50: who does no surgery has none, and its visits are visits.
    assert_number(area.value, 0.0);
    assert_eq!((area.coverage.counted, area.coverage.due), (3, 3));
    assert_number(figure(&figures, &county("990002")).value, 0.0);
}

#[test]
fn a_term_that_is_not_applicable_adds_nothing_and_takes_nothing_away() {
    let sums = indicator("三项", "SUM(诊疗人次) + SUM(手术人次) + SUM(床位数)", "unit = \"人次\"\ndecimals = 0");
    let within = indicator("两项", "SUM(诊疗人次 + 手术人次)", "unit = \"人次\"\ndecimals = 0");
    let share = indicator("占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", "");
    let product = indicator("折算", "SUM(诊疗人次 * 手术人次 / NULLIF(床位数, 0))", "unit = \"人次\"\ndecimals = 0");
    let plan = plan(&(sums + &within + &share + &product));
    let returns = vec![
        filed("H1", "hospital", "2025Q3", &[("诊疗人次", N(100.0)), ("手术人次", Na), ("床位数", N(10.0))]),
        filed("H2", "hospital", "2025Q3", &[("诊疗人次", N(60.0)), ("手术人次", N(4.0)), ("床位数", N(5.0))]),
        // Without visits there is nothing that surgery could be a share of.
        filed("H3", "hospital", "2025Q3", &[("诊疗人次", Na), ("手术人次", N(7.0)), ("床位数", Na)]),
    ];
    let figures = figures(&plan, &registry(THREE_HOSPITALS), returns);
    let area = |indicator| *figures.get(indicator, &Group::Area).expect("a figure");
    assert_number(area(0).value, 100.0 + 10.0 + 60.0 + 4.0 + 5.0 + 7.0);
    assert_number(area(1).value, 100.0 + 64.0 + 7.0);
    assert_number(area(2).value, 4.0 * 100.0 / 160.0);
    // Of H1 and H3 a factor does not apply, and of H3 what it is divided by neither.
    assert_number(area(3).value, 60.0 * 4.0 / 5.0);
    let Coverage { counted, due, not_applicable, .. } = area(2).coverage;
    assert_eq!((counted, due, not_applicable), (2, 2, 1), "the whole denominator is 不适用");
    assert_eq!(area(0).coverage.not_applicable, 0);
}

#[test]
fn the_coverage_is_the_lower_of_units_and_volume() {
    let plan = plan(&indicator("手术占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", ""));
    let of = |unit: &str, period, visits| filed(unit, "hospital", period, &[("手术人次", N(1.0)), ("诊疗人次", N(visits))]);
    let registry = registry(&[
        ("H1", "医院", "990001"),
        ("H2", "医院", "990001"),
        ("H3", "医院", "990001"),
        ("H4", "医院", "990001"),
        ("H5", "医院", "990001"),
    ]);
    let small = ["H2", "H3", "H4", "H5"].map(|unit| of(unit, "2025Q3", 30.0));
    // H1 had 120 in half a year, 60 a quarter; each of the others has 10 a quarter.
    let with_history = |unit: &str| [vec![of(unit, "2025Q2", 120.0)], small.to_vec()].concat();
    let coverage = |returns| figure(&figures(&plan, &registry, returns), &Group::Area).coverage;
    let large = coverage(with_history("H1"));
    assert_eq!((large.units_percent(), large.volume_percent), (Some(80.0), Some(40.0)));
    assert_eq!(large.percent(), Some(40.0));
    // Nothing was ever known of it: the units alone tell.
    let unknown = coverage(small.to_vec());
    assert_eq!((unknown.volume_percent, unknown.percent()), (Some(100.0), Some(80.0)));
}

#[test]
fn a_division_by_zero_is_not_computable() {
    let plan = plan(&indicator("手术占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", ""));
    let returns = vec![filed("H1", "hospital", "2025Q3", &[("手术人次", N(5.0)), ("诊疗人次", N(0.0))])];
    let area = figure(&figures(&plan, &registry(THREE_HOSPITALS), returns), &Group::Area);
    assert_eq!(area.value, Computed::NotComputable);
    assert_eq!(area.coverage.counted, 1);
}

#[test]
fn numerator_and_denominator_may_come_from_different_kinds_of_units() {
    let plan = plan(&indicator(
        "每千人口床位数",
        "SUM(床位数) * 1000.0 / SUM(常住人口)",
        "unit = \"张/千人\"\ndecimals = 2\nscopes = [\"county\", \"area\"]",
    ));
    let registry =
        registry(&[("H1", "医院", "990001"), ("H2", "医院", "990001"), ("B1", "卫健局", "990001"), ("B2", "卫健局", "990002")]);
    let returns = vec![
        filed("H1", "hospital", "2025Q3", &[("床位数", N(60.0))]),
        filed("H2", "hospital", "2025Q3", &[("床位数", N(40.0))]),
        filed("B1", "bureau", "2025Q3", &[("常住人口", N(20_000.0))]),
        filed("B2", "bureau", "2025Q3", &[("常住人口", N(30_000.0))]),
    ];
    let figures = figures(&plan, &registry, returns);
    assert_number(figure(&figures, &county("990001")).value, 5.0);
    // 乙县 has people and no hospital at all: nothing is missing, its people belong to the area.
    assert_number(figure(&figures, &Group::Area).value, 2.0);
    assert_eq!(figure(&figures, &county("990002")).value, Computed::NotComputable);
}

#[test]
fn a_county_without_units_of_a_kind_has_none_of_them_per_person() {
    let plan = plan(&indicator(
        "每千人口医院床位数",
        "SUM(CASE WHEN 类别 <> '卫健局' THEN 床位数 ELSE 0 END) * 1000.0 / SUM(常住人口)",
        "unit = \"张/千人\"\ndecimals = 2\nscopes = [\"county\", \"area\"]\nwhere = \"类别 IN ('医院', '卫健局')\"",
    ));
    let registry = registry(&[("H1", "医院", "990001"), ("B1", "卫健局", "990001"), ("B2", "卫健局", "990002")]);
    let people = [
        filed("B1", "bureau", "2025Q3", &[("常住人口", N(20_000.0))]),
        filed("B2", "bureau", "2025Q3", &[("常住人口", N(30_000.0))]),
    ];
    let beds = filed("H1", "hospital", "2025Q3", &[("床位数", N(100.0))]);
    let all = figures(&plan, &registry, people.iter().cloned().chain([beds]).collect());
    assert_number(figure(&all, &county("990001")).value, 5.0);
    let without = figure(&all, &county("990002"));
    assert_number(without.value, 0.0);
    assert_eq!((without.coverage.counted, without.coverage.due), (1, 1), "nobody is missing");
    assert_number(figure(&all, &Group::Area).value, 2.0);
    // A hospital that has not filed is none of those that there are not.
    let silent = figures(&plan, &registry, people.to_vec());
    assert_eq!(figure(&silent, &county("990001")).value, Computed::NotReported);
    assert_number(figure(&silent, &county("990002")).value, 0.0);
}

#[test]
fn a_county_that_has_one_side_of_a_ratio_only_counts_on_neither() {
    let plan = plan(&indicator(
        "每千人口床位数",
        "SUM(床位数) * 1000.0 / SUM(常住人口)",
        "unit = \"张/千人\"\ndecimals = 2\nscopes = [\"county\", \"area\"]",
    ));
    let registry = registry(&[
        ("H1", "医院", "990001"),
        ("H2", "医院", "990002"),
        ("H3", "医院", "990002"),
        ("B1", "卫健局", "990001"),
        ("B2", "卫健局", "990002"),
    ]);
    // 甲县: 100 beds, but the bureau has not reported its people. 乙县: 30 beds of one of two hospitals, 10,000 people.
    let returns = vec![
        filed("H1", "hospital", "2025Q3", &[("床位数", N(100.0))]),
        filed("H2", "hospital", "2025Q3", &[("床位数", N(30.0))]),
        filed("B2", "bureau", "2025Q3", &[("常住人口", N(10_000.0))]),
    ];
    let figures = figures(&plan, &registry, returns);
    let area = figure(&figures, &Group::Area);
    assert_number(area.value, 3.0);
    assert_eq!(
        (area.coverage.counted, area.coverage.due),
        (2, 5),
        "甲县 lowers the coverage; a hospital missing in 乙县 does not take out its county"
    );
    assert_eq!(figure(&figures, &county("990001")).value, Computed::NotReported);
}

#[test]
fn a_condition_lets_in_only_the_units_it_names() {
    let plan = plan(&indicator(
        "人口",
        "SUM(常住人口)",
        "unit = \"人\"\ndecimals = 0\nwhere = \"类别 = '卫健局' AND 县区代码 <> '990002'\"",
    ));
    let registry = registry(&[("B1", "卫健局", "990001"), ("B2", "卫健局", "990002")]);
    let returns =
        vec![filed("B1", "bureau", "2025Q3", &[("常住人口", N(7.0))]), filed("B2", "bureau", "2025Q3", &[("常住人口", N(8.0))])];
    let area = figure(&figures(&plan, &registry, returns), &Group::Area);
    assert_number(area.value, 7.0);
    assert_eq!(area.coverage.due, 1);
}

#[test]
fn yes_and_no_and_levels_are_counted_and_averaged() {
    let shares = indicator("互认率", "SUM(CASE WHEN 互认 = '是' THEN 1 ELSE 0 END) * 100.0 / COUNT(互认)", "");
    let plan = plan(&(shares + &indicator("平均级别", "AVG(病历级别)", "unit = \"级\"\ndecimals = 2")));
    let of = |unit: &str, word, level| filed(unit, "hospital", "2025Q3", &[("互认", W(word)), ("病历级别", N(level))]);
    let figures = figures(&plan, &registry(THREE_HOSPITALS), vec![of("H1", "是", 3.0), of("H2", "否", 4.0), of("H3", "是", 5.0)]);
    assert_number(figure(&figures, &county("990001")).value, 50.0);
    assert_number(figures.get(1, &Group::Area).expect("levels").value, 4.0);
}

#[test]
fn a_count_of_units_with_a_deficit_passes_over_who_has_none() {
    let plan = plan(&indicator(
        "亏损医院数",
        "SUM(CASE WHEN 结余 < 0 THEN 1 ELSE 0 END)",
        "unit = \"家\"\ndecimals = 0\nbetter = \"lower\"",
    ));
    let of = |unit: &str, balance| filed(unit, "hospital", "2025Q3", &[("结余", N(balance))]);
    let figures = figures(&plan, &registry(THREE_HOSPITALS), vec![of("H1", -3.5), of("H2", 0.0), of("H3", -0.01)]);
    assert_number(figure(&figures, &Group::Area).value, 2.0);
    assert_number(figure(&figures, &county("990001")).value, 1.0);
}

#[test]
fn a_cumulative_flow_gives_the_quarter_by_difference() {
    let plan = plan(&indicator("诊疗", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"));
    let returns = vec![
        visits("H1", "2025Q1", 100.0),
        visits("H1", "2025Q2", 210.0),
        visits("H1", "2025Q3", 330.0),
        visits("H1", "2024Q3", 300.0),
    ];
    let area = figure(&figures(&plan, &registry(&THREE_HOSPITALS[..1]), returns), &Group::Area);
    assert_number(area.value, 330.0);
    assert_number(area.own, 120.0);
    assert_number(area.own_before, 110.0);
    assert_number(area.year_before, 300.0);
}

#[test]
fn without_the_filing_before_the_quarter_is_not_known() {
    let plan = plan(&indicator("诊疗", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"));
    let returns = vec![visits("H1", "2025Q3", 330.0), visits("H2", "2025Q2", 10.0), visits("H2", "2025Q3", 15.0)];
    let area = figure(&figures(&plan, &registry(&THREE_HOSPITALS[..2]), returns), &Group::Area);
    assert_number(area.value, 345.0);
    assert_number(area.own, 5.0);
    assert_eq!((area.coverage.counted, area.coverage.due, area.coverage.percent()), (2, 2, Some(100.0)));
    let own = area.own_coverage;
    assert_eq!((own.counted, own.due, own.units_percent()), (1, 2, Some(50.0)), "of H1 nobody knows it");
    assert_eq!(area.own_before, Computed::NotReported, "neither filed the first quarter");
}

#[test]
fn a_stock_is_what_it_is_at_the_end_of_the_quarter() {
    let plan = plan(&indicator("床位", "SUM(床位数)", "unit = \"张\"\ndecimals = 0"));
    let beds = |period, beds| filed("H1", "hospital", period, &[("床位数", N(beds))]);
    let area = figure(
        &figures(&plan, &registry(&THREE_HOSPITALS[..1]), vec![beds("2025Q2", 90.0), beds("2025Q3", 100.0)]),
        &Group::Area,
    );
    assert_number(area.own, 100.0);
    assert_number(area.own_before, 90.0);
}

/// Of the area, for any period.
#[track_caller]
fn area_of(plan: &Plan, registry: &Registry, returns: Vec<Return>, period: &str) -> GroupFigure {
    let period = period.parse().expect("period");
    figure(&aggregate(plan, registry, &accepted(returns), period).expect("formulas"), &Group::Area)
}

#[test]
fn a_half_and_a_year_are_the_cumulative_filings_of_their_last_quarter() {
    let plan = plan(&indicator("诊疗", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"));
    let returns = || {
        vec![
            visits("H1", "2024Q2", 180.0),
            visits("H1", "2024Q4", 400.0),
            visits("H1", "2025Q1", 100.0),
            visits("H1", "2025Q2", 210.0),
            visits("H1", "2025Q4", 450.0),
        ]
    };
    let registry = registry(&THREE_HOSPITALS[..1]);
    let half = area_of(&plan, &registry, returns(), "2025H1");
    assert_number(half.value, 210.0);
    assert_number(half.own, 210.0);
    assert_number(half.year_before, 180.0);
    // The half before is July to December: 400 less 180.
    assert_number(half.own_before, 220.0);
    let year = area_of(&plan, &registry, returns(), "2025");
    assert_number(year.value, 450.0);
    assert_number(year.year_before, 400.0);
    assert_number(year.own_before, 400.0);
    let second = area_of(&plan, &registry, returns(), "2025H2");
    assert_number(second.own, 240.0);
}

#[test]
fn the_average_of_a_stock_is_the_mean_of_its_quarter_ends() {
    let plan = plan(&indicator("每床诊疗", "SUM(诊疗人次) / SUM(平均_床位数)", "unit = \"人次\"\ndecimals = 2"));
    let of =
        |period: &str, visits: f64, beds: f64| filed("H1", "hospital", period, &[("诊疗人次", N(visits)), ("床位数", N(beds))]);
    let quarters =
        || vec![of("2025Q1", 10.0, 80.0), of("2025Q2", 20.0, 90.0), of("2025Q3", 30.0, 100.0), of("2025Q4", 495.0, 126.0)];
    let mut registry = registry(&THREE_HOSPITALS[..1]);
    // (80 + 90 + 100 + 126) / 4 = 99; 495 / 99 = 5.
    assert_number(area_of(&plan, &registry, quarters(), "2025").value, 5.0);
    // (80 + 90) / 2 = 85.
    assert_number(area_of(&plan, &registry, quarters(), "2025H1").value, 20.0 / 85.0);
    // A quarter that is missing is no zero: the year cannot be told.
    let other = crate::support::registry(&[("H1", "医院", "990001"), ("H2", "医院", "990001")]);
    let of_other = |period: &str| filed("H2", "hospital", period, &[("诊疗人次", N(1.0)), ("床位数", N(1.0))]);
    let others: Vec<Return> = ["2025Q1", "2025Q2", "2025Q3", "2025Q4"].map(of_other).into();
    let without = area_of(&plan, &other, quarters().into_iter().skip(1).chain(others).collect(), "2025");
    assert_eq!((without.value, without.coverage.counted, without.coverage.due), (Computed::Number(1.0), 1, 2));
    // A quarter for which nobody filed anything is missing with nobody.
    let nobody = area_of(&plan, &registry, quarters().into_iter().skip(1).collect(), "2025");
    assert_eq!((nobody.value, nobody.coverage.due), (Computed::NotAsked(Earlier::ThisYear), 0));
    // A hospital that did not exist yet had no beds: (0 + 90 + 100 + 126) / 4.
    registry.units.values_mut().for_each(|unit| unit.opened = Some(date(2025, 4, 1)));
    assert_number(area_of(&plan, &registry, quarters().into_iter().skip(1).collect(), "2025").value, 495.0 / 79.0);
}

#[test]
fn a_new_unit_has_nothing_to_subtract_and_no_last_year() {
    let plan = plan(&indicator("增幅", "(SUM(诊疗人次) - SUM(上年同期_诊疗人次)) * 100.0 / SUM(上年同期_诊疗人次)", ""));
    let visits_plan = crate::support::plan(&indicator("诊疗", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"));
    let mut registry = registry(&THREE_HOSPITALS[..1]);
    let (code, mut new) = unit("H9", "医院", "990001");
    new.opened = Some(date(2025, 7, 15));
    registry.units.insert(code, new);
    let returns = || {
        vec![
            visits("H1", "2024Q3", 100.0),
            visits("H1", "2025Q2", 70.0),
            visits("H1", "2025Q3", 110.0),
            visits("H9", "2025Q3", 500.0),
        ]
    };
    let growth = figure(&figures(&plan, &registry, returns()), &Group::Area);
    assert_number(growth.value, 10.0);
    assert_eq!(
        (growth.coverage.counted, growth.coverage.due),
        (1, 1),
        "a unit that did not exist last year is not compared with it"
    );
    let total = figure(&figures(&visits_plan, &registry, returns()), &Group::Area);
    assert_number(total.own, 540.0);
}

#[test]
fn a_unit_that_moves_counts_where_it_was_on_the_last_day() {
    let plan = plan(&indicator("诊疗", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"));
    let mut registry = registry(THREE_HOSPITALS);
    ally(&mut registry, "A", &[("H1", None, None), ("H2", None, Some(date(2025, 6, 30)))]);
    ally(&mut registry, "B", &[("H2", Some(date(2025, 7, 1)), None), ("H1", None, None)]);
    let mut returns = Vec::new();
    for period in ["2024Q3", "2025Q3"] {
        returns.extend([visits("H1", period, 1.0), visits("H2", period, 10.0), visits("H3", period, 100.0)]);
    }
    let figures = figures(&plan, &registry, returns.clone());
    let (a, b) = (figure(&figures, &alliance("A")), figure(&figures, &alliance("B")));
    assert_number(a.value, 1.0);
    assert_number(a.year_before, 11.0);
    assert_number(b.value, 11.0);
    assert_number(b.year_before, 1.0);
    let proof = &prove(&plan, &registry, &accepted(returns), this_quarter())[0];
    // Alliances: 1 + 11; H3 in none: 100; H1 stands in two: 1 too many.
    assert_eq!((proof.alliances, proof.in_no_alliance, proof.counted_twice, proof.area), (12.0, 100.0, 1.0, 111.0));
    assert_eq!((proof.counties, proof.outside_counties), (111.0, 0.0));
    assert!(proof.holds());
}

#[test]
fn a_unit_directly_under_the_area_belongs_to_no_county() {
    let plan = plan(&indicator("诊疗", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"));
    let registry = registry(&[("H1", "医院", "990001"), ("C1", "医院", "990000")]);
    let returns = vec![visits("H1", "2025Q3", 3.0), visits("C1", "2025Q3", 4.0)];
    let proof = &prove(&plan, &registry, &accepted(returns.clone()), this_quarter())[0];
    assert_eq!((proof.counties, proof.outside_counties, proof.area), (3.0, 4.0, 7.0));
    let figures = figures(&plan, &registry, returns);
    assert_number(figure(&figures, &Group::Area).value, 7.0);
    assert_number(figure(&figures, &county("990001")).value, 3.0);
}

#[test]
fn nothing_filed_is_not_zero() {
    let plan = plan(&indicator("诊疗", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"));
    let area = figure(&figures(&plan, &registry(THREE_HOSPITALS), Vec::new()), &Group::Area);
    assert_eq!(area.value, Computed::NotReported);
    assert_eq!((area.coverage.counted, area.coverage.due), (0, 3));
    assert_eq!(area.coverage.percent(), Some(0.0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn counties_add_up_to_the_area_and_order_never_shows(
        numbers in proptest::collection::vec(proptest::option::of(0_u32..1_000_000), 6),
        seed in 0_usize..720,
    ) {
        let plan = plan(&indicator("诊疗", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"));
        let codes = ["H1", "H2", "H3", "H4", "H5", "H6"];
        let counties = ["990001", "990002", "990001", "990002", "990000", "990001"];
        let units: Vec<_> = codes.iter().zip(counties).map(|(code, county)| (*code, "医院", county)).collect();
        let mut registry = registry(&units);
        ally(&mut registry, "A", &[("H1", None, None), ("H2", None, None), ("H5", None, None)]);
        ally(&mut registry, "B", &[("H2", None, None), ("H3", None, None)]);
        let mut returns: Vec<Return> = codes
            .iter()
            .zip(&numbers)
            .filter_map(|(code, number)| Some(visits(code, "2025Q3", f64::from((*number)?) / 100.0)))
            .collect();
        let proofs = prove(&plan, &registry, &accepted(returns.clone()), this_quarter());
        prop_assert!(proofs[0].holds(), "{:?}", proofs[0]);
        let before = figures(&plan, &registry, returns.clone());
        // Any permutation of the files gives the same bits.
        let length = returns.len().max(1);
        returns.rotate_left(seed % length);
        returns.reverse();
        let after = figures(&plan, &registry, returns.clone());
        let groups = [Group::Area, county("990001"), county("990002"), alliance("A"), alliance("B")];
        for group in &groups {
            prop_assert_eq!(before.get(0, group), after.get(0, group));
        }
        // An empty return moves no total.
        if let Some(empty) = codes.iter().zip(&numbers).find(|(_, number)| number.is_none()).map(|(code, _)| *code) {
            returns.push(filed(empty, "hospital", "2025Q3", &[]));
            let with_empty = figures(&plan, &registry, returns);
            for group in &groups {
                let value = |figures: &Figures| figures.get(0, group).map(|figure| figure.value);
                prop_assert_eq!(value(&before), value(&with_empty));
            }
        }
    }
}

/// Whether a formula adds over units.
fn adds(formula: &str) -> bool {
    plan(&indicator("甲", formula, "unit = \"人次\"")).indicators[0].formula.adds_over_units()
}

#[test]
fn a_formula_adds_over_units_or_not_by_what_it_does_not_by_how_it_is_written() {
    for sum in [
        "SUM(诊疗人次)",
        "sum(诊疗人次) - Sum (手术人次)",
        "/* AVG( */ SUM(诊疗人次)",
        "SUM(诊疗人次) -- / MIN(",
        "SUM(CASE WHEN 单位名称 = 'MAX(a)/b' THEN 诊疗人次 ELSE 0 END)",
        "SUM(诊疗人次) / 10000.0",
    ] {
        assert!(adds(sum), "{sum}");
    }
    for other in [
        "SUM(手术人次) / SUM(诊疗人次)",
        "round(sum(手术人次)/sum(诊疗人次), 1)",
        "avg(诊疗人次)",
        "AVG /* 均 */ (诊疗人次)",
        "Max(诊疗人次)",
        "min(诊疗人次)",
        "median(诊疗人次)",
    ] {
        assert!(!adds(other), "{other}");
    }
}
