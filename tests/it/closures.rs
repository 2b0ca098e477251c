//! Units that open, close, merge and move: who counts, and what is set against what (docs/numbers.md rules 7 and 13).

use jiff::civil::{Date, date};
use proptest::prelude::*;
use tongbao_figures::aggregate::{Comparison, Computed, Group, GroupFigure, aggregate, prove};
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::period::Part;
use tongbao_returns::domain::{AllianceCode, CountyCode, Period, Return, UnitCode};
use tongbao_returns::registry::{PredecessorData, Registry, Unit};

use crate::support::Said::N;
use crate::support::{accepted, ally, filed, indicator, plan, registry, unit, visits};

fn visits_and_beds() -> Plan {
    let amount = |unit: &str| format!("unit = \"{unit}\"\ndecimals = 0");
    plan(&(indicator("诊疗", "SUM(诊疗人次)", &amount("人次")) + &indicator("床位", "SUM(床位数)", &amount("张"))))
}

/// What a hospital files: visits since 1 January and beds.
fn of(unit: &str, period: &str, visits: f64, beds: f64) -> Return {
    filed(unit, "hospital", period, &[("诊疗人次", N(visits)), ("床位数", N(beds))])
}

/// Two hospitals, of which the second closes.
fn one_closes(closed: Date) -> Registry {
    let mut registry = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990001")]);
    registry.units.get_mut(&UnitCode::new("H2")).expect("a unit").closed = Some(closed);
    registry
}

#[track_caller]
fn figure(plan: &Plan, registry: &Registry, returns: &[Return], period: &str, which: usize, group: &Group) -> GroupFigure {
    let period = period.parse().expect("period");
    *aggregate(plan, registry, &accepted(returns.to_vec()), period).expect("formulas").get(which, group).expect("a figure")
}

#[track_caller]
fn assert_number(computed: Computed, expected: f64) {
    assert!((number(computed) - expected).abs() < 1e-9, "{computed:?} is not {expected}");
}

#[track_caller]
fn number(computed: Computed) -> f64 {
    computed.number().unwrap_or_else(|| panic!("{computed:?} is no number"))
}

#[test]
fn a_unit_that_closes_stays_in_the_flows_of_its_year_and_leaves_the_stocks() {
    let (plan, registry) = (visits_and_beds(), one_closes(date(2025, 5, 15)));
    let returns = [
        of("H1", "2025Q1", 100.0, 50.0),
        of("H1", "2025Q2", 200.0, 50.0),
        of("H1", "2025Q3", 300.0, 50.0),
        of("H2", "2025Q1", 10.0, 5.0),
        // Its last return: up to 15 May, and no beds any more.
        visits("H2", "2025Q2", 16.0),
    ];
    let area = |period, which| figure(&plan, &registry, &returns, period, which, &Group::Area);
    assert_number(area("2025Q1", 0).value, 110.0);
    assert_number(area("2025Q2", 0).value, 216.0);
    assert_eq!((number(area("2025Q2", 0).own), number(area("2025Q3", 0).own)), (106.0, 100.0));
    assert_number(area("2025Q3", 0).value, 316.0);
    let quarter = area("2025Q3", 0);
    assert_eq!((quarter.coverage.counted, quarter.coverage.due, quarter.own_coverage.due), (2, 2, 1));
    assert_eq!((number(area("2025Q1", 1).value), number(area("2025Q2", 1).value)), (55.0, 50.0));
    assert_eq!(area("2025Q2", 1).coverage.due, 1, "nobody waits for the beds of a closed hospital");
    let county = figure(&plan, &registry, &returns, "2025Q3", 0, &Group::County(CountyCode::new("990001")));
    assert_number(county.value, 316.0);
    let proof = &prove(&plan, &registry, &accepted(returns.to_vec()), "2025Q3".parse().expect("period"))[0];
    assert_eq!((proof.area, proof.counties), (316.0, 316.0));
}

#[test]
fn without_its_last_return_a_closed_unit_stands_with_the_one_before_and_says_so() {
    let (plan, registry) = (visits_and_beds(), one_closes(date(2025, 5, 15)));
    let returns = [of("H1", "2025Q2", 200.0, 50.0), of("H1", "2025Q1", 100.0, 50.0), of("H2", "2025Q1", 10.0, 5.0)];
    let half = figure(&plan, &registry, &returns, "2025Q2", 0, &Group::Area);
    assert_eq!((number(half.value), half.coverage.older), (210.0, 1));
    // Of its own second quarter nothing is known.
    assert_eq!((number(half.own), half.own_coverage.counted, half.own_coverage.due), (100.0, 1, 2));
    let never = figure(&plan, &registry, &returns[..2], "2025Q2", 0, &Group::Area);
    assert_eq!((number(never.value), never.coverage.counted, never.coverage.due), (200.0, 1, 2));
}

#[test]
fn the_next_year_knows_nothing_of_a_closed_unit() {
    let (plan, registry) = (visits_and_beds(), one_closes(date(2025, 12, 31)));
    let returns = [
        of("H1", "2026Q1", 120.0, 50.0),
        of("H1", "2025Q1", 100.0, 50.0),
        of("H2", "2025Q1", 10.0, 5.0),
        of("H2", "2025Q4", 40.0, 5.0),
    ];
    let area = figure(&plan, &registry, &returns, "2026Q1", 0, &Group::Area);
    assert_eq!((number(area.value), area.coverage.due), (120.0, 1));
    // The base as it was filed stays; the change is of who counted in both years: 120 to 100.
    assert_number(area.year_before, 110.0);
    assert_eq!(area.compared_with_year_before(), (Computed::Number(120.0), Computed::Number(100.0)));
    assert!(!area.yearly.is_partial(), "all that count now are compared");
}

/// H1 and H2 become H9 on 1 July.
fn merged(data: PredecessorData) -> Registry {
    let mut registry = one_closes(date(2025, 6, 30));
    registry.units.get_mut(&UnitCode::new("H1")).expect("a unit").closed = Some(date(2025, 6, 30));
    let (code, new) = unit("H9", "医院", "990001");
    let predecessors = vec![UnitCode::new("H1"), UnitCode::new("H2")];
    registry.units.insert(code, Unit { opened: Some(date(2025, 7, 1)), predecessors, predecessor_data: data, ..new });
    registry
}

/// Last year and up to the merger.
fn before_the_merger() -> Vec<Return> {
    vec![
        of("H1", "2024Q3", 270.0, 50.0),
        of("H2", "2024Q3", 30.0, 5.0),
        of("H1", "2025Q1", 100.0, 50.0),
        of("H1", "2025Q2", 200.0, 50.0),
        of("H2", "2025Q1", 10.0, 5.0),
        of("H2", "2025Q2", 20.0, 5.0),
    ]
}

#[test]
fn a_successor_stands_beside_its_predecessors_or_contains_them() {
    let plan = visits_and_beds();
    // 110 in the third quarter: filed alone, or with the 220 of the first half.
    for (data, filed) in [(PredecessorData::Apart, 110.0), (PredecessorData::Contained, 330.0)] {
        let registry = merged(data);
        let returns = [before_the_merger(), vec![of("H9", "2025Q3", filed, 60.0)]].concat();
        let area = figure(&plan, &registry, &returns, "2025Q3", 0, &Group::Area);
        assert_eq!((number(area.value), number(area.own), number(area.own_before)), (330.0, 110.0, 110.0), "{data:?}");
        // 330 to 300, and 110 to 110: the new hospital and those that it was made of.
        assert_eq!((area.yearly.restricted, area.periodic.restricted), (None, None), "{data:?}");
        assert_eq!(area.compared_with_period_before(), (Computed::Number(110.0), Computed::Number(110.0)), "{data:?}");
        let expected = if data == PredecessorData::Apart { (3, 3) } else { (1, 1) };
        assert_eq!((area.yearly.units, area.coverage.due), expected);
        let beds = figure(&plan, &registry, &returns, "2025Q3", 1, &Group::Area);
        assert_eq!((number(beds.value), number(beds.year_before)), (60.0, 55.0));
        // A year later the successor is set against all three.
        let next = [returns, vec![of("H9", "2026Q3", 340.0, 60.0)]].concat();
        let next = figure(&plan, &registry, &next, "2026Q3", 0, &Group::Unit(UnitCode::new("H9")));
        assert_eq!(next.compared_with_year_before(), (Computed::Number(340.0), Computed::Number(330.0)), "{data:?}");
    }
}

#[test]
fn a_successor_that_has_not_filed_is_missing_and_no_zero() {
    let plan = visits_and_beds();
    let apart = figure(&plan, &merged(PredecessorData::Apart), &before_the_merger(), "2025Q3", 0, &Group::Area);
    assert_eq!((number(apart.value), apart.coverage.counted, apart.coverage.due), (220.0, 2, 3));
    assert_eq!(apart.own, Computed::NotReported);
    let contained = figure(&plan, &merged(PredecessorData::Contained), &before_the_merger(), "2025Q3", 0, &Group::Area);
    assert_eq!((contained.value, contained.coverage.due), (Computed::NotReported, 1), "its figures stand in the missing return");
}

#[test]
fn what_a_formula_reads_of_earlier_is_read_of_the_predecessors() {
    let growth = "(SUM(诊疗人次) - SUM(上年同期_诊疗人次)) * 100.0 / SUM(上年同期_诊疗人次)";
    let plan = plan(&(indicator("增幅", growth, "") + &indicator("床位", "AVG(床位数) - AVG(上期_床位数)", "")));
    for (data, filed) in [(PredecessorData::Apart, 110.0), (PredecessorData::Contained, 330.0)] {
        let registry = merged(data);
        let returns = [before_the_merger(), vec![of("H9", "2025Q3", filed, 60.0)]].concat();
        let beds = figure(&plan, &registry, &returns, "2025Q3", 1, &Group::Area);
        assert_number(beds.value, 5.0);
        assert_number(figure(&plan, &registry, &returns, "2025Q3", 0, &Group::Area).value, 10.0);
    }
}

#[test]
fn a_unit_that_moves_takes_its_base_along() {
    let plan = visits_and_beds();
    let mut registry = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990001"), ("H3", "医院", "990001")]);
    ally(&mut registry, "A", &[("H1", None, None), ("H2", None, Some(date(2025, 6, 30)))]);
    ally(&mut registry, "B", &[("H2", Some(date(2025, 7, 1)), None), ("H3", None, None)]);
    let mut returns = Vec::new();
    for (period, factor) in [("2024Q3", 1.0), ("2025Q3", 2.0)] {
        returns.extend([("H1", 1.0), ("H2", 10.0), ("H3", 100.0)].map(|(unit, number)| of(unit, period, number * factor, 1.0)));
    }
    let alliance = |code| figure(&plan, &registry, &returns, "2025Q3", 0, &Group::Alliance(AllianceCode::new(code)));
    let (a, b) = (alliance("A"), alliance("B"));
    assert_eq!((number(a.value), number(a.year_before)), (2.0, 11.0), "as it was filed");
    assert_eq!(a.compared_with_year_before(), (Computed::Number(2.0), Computed::Number(1.0)));
    assert_eq!((number(b.value), number(b.year_before)), (220.0, 100.0));
    assert_eq!(b.compared_with_year_before(), (Computed::Number(220.0), Computed::Number(110.0)));
}

#[test]
fn a_missing_hospital_does_not_bend_a_share() {
    let plan = plan(&indicator("基层占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", ""));
    let units = ["H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "H9"];
    let registry = registry(&units.map(|unit| (unit, "医院", "990001")));
    let of = |unit: &str, period: &str, part| filed(unit, "hospital", period, &[("手术人次", N(part)), ("诊疗人次", N(10.0))]);
    // Everybody has 5 of 10 in both years, but H9 1 of 10, and H9 is missing now.
    let last_year = units.map(|unit| of(unit, "2024Q3", if unit == "H9" { 1.0 } else { 5.0 }));
    let now = units.into_iter().take(8).map(|unit| of(unit, "2025Q3", 5.0));
    let area = figure(&plan, &registry, &[last_year.to_vec(), now.collect()].concat(), "2025Q3", 0, &Group::Area);
    assert_number(area.value, 50.0);
    assert!(number(area.year_before) < 46.0);
    assert_eq!(area.compared_with_year_before(), (Computed::Number(50.0), Computed::Number(50.0)));
    let Comparison { units, counted, due, base_units, base_due, .. } = area.yearly;
    assert_eq!((units, counted, due, base_units, base_due), (8, 8, 9, 8, 9));
    assert!(area.yearly.reaches(80.0) && !area.yearly.reaches(90.0));
}

/// H2 closes on 30 June and comes into H1, in another county.
fn merged_across_a_border() -> Registry {
    let mut registry =
        registry(&[("H1", "医院", "990001"), ("H3", "医院", "990001"), ("H2", "医院", "990002"), ("H4", "医院", "990002")]);
    registry.units.get_mut(&UnitCode::new("H2")).expect("a unit").closed = Some(date(2025, 6, 30));
    registry.units.get_mut(&UnitCode::new("H1")).expect("a unit").predecessors = vec![UnitCode::new("H2")];
    registry
}

#[test]
fn a_merger_across_a_border_is_compared_on_neither_side_of_it() {
    let (plan, registry) = (visits_and_beds(), merged_across_a_border());
    let mut returns = Vec::new();
    for (unit, before, now) in [("H1", 100.0, 160.0), ("H3", 50.0, 60.0), ("H2", 60.0, 0.0), ("H4", 40.0, 44.0)] {
        returns.push(of(unit, "2024Q3", before * 10.0, before));
        if unit == "H2" {
            returns.push(visits(unit, "2025Q2", 400.0));
        } else {
            returns.push(of(unit, "2025Q3", now * 10.0, now));
        }
    }
    for which in [0, 1] {
        let change = |group: &Group| figure(&plan, &registry, &returns, "2025Q3", which, group).compared_with_year_before();
        let county = |code: &str| Group::County(CountyCode::new(code));
        let tenfold = if which == 0 { 10.0 } else { 1.0 };
        let of = |now: f64, then: f64| (Computed::Number(now * tenfold), Computed::Number(then * tenfold));
        // Neither 160 against 100 nor against 160: H3 alone in the one county, H4 alone in the other.
        assert_eq!(change(&county("990001")), of(60.0, 50.0));
        assert_eq!(change(&county("990002")), of(44.0, 40.0));
    }
    // In the area all beds: 264 against 250.
    let beds = figure(&plan, &registry, &returns, "2025Q3", 1, &Group::Area).compared_with_year_before();
    assert_eq!(beds, (Computed::Number(264.0), Computed::Number(250.0)));
}

#[test]
fn what_flows_with_one_and_is_multiplied_with_what_another_has_is_neithers() {
    let plan = plan(
        &(indicator("折算", "SUM(手术人次) * 100.0 / SUM(诊疗人次 * 床位数)", "decimals = 2")
            + &indicator("两和", "SUM(诊疗人次) * 1.0 / SUM(床位数)", "unit = \"人次/张\"\ndecimals = 1")),
    );
    let mut registry = merged(PredecessorData::Apart);
    registry.units.retain(|code, _| code.as_str() != "H2");
    registry.units.get_mut(&UnitCode::new("H9")).expect("a unit").predecessors = vec![UnitCode::new("H1")];
    let all = |unit: &str, period: &str, visits, surgery, beds| {
        filed(unit, "hospital", period, &[("诊疗人次", N(visits)), ("手术人次", N(surgery)), ("床位数", N(beds))])
    };
    let returns = [all("H1", "2025Q2", 200.0, 20.0, 50.0), all("H9", "2025Q3", 100.0, 10.0, 50.0)];
    let area = |which| figure(&plan, &registry, &returns, "2025Q3", which, &Group::Area);
    // 10 operations for 100 visits in 50 beds: those of H1 had beds that are H9's now.
    assert_number(area(0).value, 10.0 * 100.0 / 5000.0);
    assert_eq!(area(0).coverage.due, 1);
    // Sums of their own: 300 visits in 50 beds.
    assert_number(area(1).value, 6.0);
    assert_eq!(area(1).coverage.due, 2);
}

#[test]
fn an_empty_last_return_leaves_the_one_before() {
    let (plan, registry) = (visits_and_beds(), one_closes(date(2025, 8, 15)));
    let empty = filed("H2", "hospital", "2025Q3", &[]);
    let returns = [of("H1", "2025Q3", 300.0, 50.0), of("H2", "2025Q2", 20.0, 5.0), empty];
    let area = figure(&plan, &registry, &returns, "2025Q3", 0, &Group::Area);
    assert_eq!((number(area.value), area.coverage.counted, area.coverage.older), (320.0, 2, 1));
}

#[test]
fn a_county_without_one_side_is_compared_on_neither() {
    let plan = plan(&indicator(
        "每千人口床位数",
        "SUM(床位数) * 1000.0 / SUM(常住人口)",
        "unit = \"张/千人\"\ndecimals = 2\nscopes = [\"county\", \"area\"]",
    ));
    let registry =
        registry(&[("H1", "医院", "990001"), ("B1", "卫健局", "990001"), ("H2", "医院", "990002"), ("B2", "卫健局", "990002")]);
    let beds = |unit: &str, period: &str, beds| filed(unit, "hospital", period, &[("床位数", N(beds))]);
    let people = |unit: &str, period: &str| filed(unit, "bureau", period, &[("常住人口", N(10_000.0))]);
    let now = [beds("H1", "2025Q3", 60.0), people("B1", "2025Q3"), beds("H2", "2025Q3", 20.0), people("B2", "2025Q3")];
    // Last year the bureau of 乙县 had not filed: the county counts on neither side then, and is not compared now.
    let then = [beds("H1", "2024Q3", 50.0), people("B1", "2024Q3"), beds("H2", "2024Q3", 10.0)];
    let area = figure(&plan, &registry, &[now.to_vec(), then.to_vec()].concat(), "2025Q3", 0, &Group::Area);
    assert_eq!((number(area.value), number(area.year_before)), (4.0, 5.0));
    assert_eq!(area.compared_with_year_before(), (Computed::Number(6.0), Computed::Number(5.0)));
    assert_eq!((area.yearly.units, area.yearly.counted), (2, 4));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Two hospitals become a third in some quarter, at its end or in its middle; a fourth stays. Whatever they file under whichever word,
    /// the totals are what happened, and the quarters add up to them.
    #[test]
    fn whoever_merges_nothing_is_lost_and_nothing_counted_twice(
        done in proptest::array::uniform4(proptest::array::uniform4(0_u16..1_000)),
        merger in 0_usize..3,
        in_the_middle in any::<bool>(),
        is_contained in any::<bool>(),
    ) {
        let plan = visits_and_beds();
        let data = if is_contained { PredecessorData::Contained } else { PredecessorData::Apart };
        let quarters: Vec<Period> = Period { year: 2025, part: Part::Year }.quarters().collect();
        let closed = if in_the_middle { quarters[merger].first_day() } else { quarters[merger].last_day() };
        let mut registry = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990001"), ("H3", "医院", "990002")]);
        for code in ["H1", "H2"] {
            registry.units.get_mut(&UnitCode::new(code)).expect("a unit").closed = Some(closed);
        }
        let (code, new) = unit("H9", "医院", "990001");
        let opened = closed.tomorrow().ok();
        let predecessors = vec![UnitCode::new("H1"), UnitCode::new("H2")];
        registry.units.insert(code, Unit { opened, predecessors, predecessor_data: data, ..new });
        // What each did in a quarter: the merged up to their closing, the new one from then on.
        let first = if in_the_middle { merger } else { merger + 1 };
        let did = |unit: usize, quarter: usize| match unit {
            0 | 1 if quarter > merger => 0.0,
            3 if quarter < first => 0.0,
            _ => f64::from(done[unit][quarter]),
        };
        let since_january = |unit: usize, quarter: usize| -> f64 { (0..=quarter).map(|quarter| did(unit, quarter)).sum() };
        let mut returns = Vec::new();
        for (quarter, period) in quarters.iter().enumerate() {
            let period = period.to_string();
            returns.push(visits("H3", &period, since_january(2, quarter)));
            if quarter <= merger {
                returns.push(visits("H1", &period, since_january(0, quarter)));
                returns.push(visits("H2", &period, since_january(1, quarter)));
            }
            if quarter >= first {
                let theirs = if is_contained { since_january(0, quarter) + since_january(1, quarter) } else { 0.0 };
                returns.push(visits("H9", &period, since_january(3, quarter) + theirs));
            }
        }
        let mut sum = 0.0;
        for (quarter, period) in quarters.iter().enumerate() {
            let happened: f64 = (0..4).map(|unit| since_january(unit, quarter)).sum();
            let area = figure(&plan, &registry, &returns, &period.to_string(), 0, &Group::Area);
            prop_assert!((number(area.value) - happened).abs() < 1e-6, "{period}: {} is not {happened}", number(area.value));
            sum += number(area.own);
            prop_assert!((sum - happened).abs() < 1e-6, "{period}: the quarters come to {sum}, not {happened}");
            prop_assert_eq!(area.coverage.counted, area.coverage.due);
            let proof = &prove(&plan, &registry, &accepted(returns.clone()), *period)[0];
            prop_assert!(proof.holds() && (proof.area - happened).abs() < 1e-6, "{:?}", proof);
        }
    }
}
