//! 差额: what the office adds to the sum of a group, and to no unit (docs/numbers.md rule 6).

use tongbao_figures::aggregate::{Added, Computed, FigureAdjusted, Figures, Group, aggregate, prove};
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{
    AdjustedGroup, Adjustment, Adjustments, AllianceCode, CellAddress, CountyCode, ItemName, Return, UnitCode,
};
use tongbao_returns::registry::Registry;

use crate::support::Said::N;
use crate::support::{accepted, ally, filed, indicator, plan, registry};

/// 甲县 with two hospitals, one of which is in the alliance A, and a hospital directly under the area.
fn world() -> Registry {
    let mut registry = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990001"), ("H3", "医院", "990000")]);
    ally(&mut registry, "A", &[("H1", None, None)]);
    registry
}

fn of(unit: &str, period: &str, visits: f64, operations: f64) -> Return {
    filed(unit, "hospital", period, &[("诊疗人次", N(visits)), ("手术人次", N(operations))])
}

/// 100, 200 and 700 visits up to September, of which 10, 20 and 70 operations; half as many up to June, and a year before.
fn returns() -> Vec<Return> {
    let units = [("H1", 100.0), ("H2", 200.0), ("H3", 700.0)];
    let of_units = |(unit, visits): (&str, f64)| {
        let half = |period: &str| of(unit, period, visits / 2.0, visits / 20.0);
        [of(unit, "2025Q3", visits, visits / 10.0), half("2025Q2"), half("2024Q3")]
    };
    units.into_iter().flat_map(of_units).collect()
}

fn area() -> AdjustedGroup {
    AdjustedGroup::County(CountyCode::new("990000"))
}

fn county() -> AdjustedGroup {
    AdjustedGroup::County(CountyCode::new("990001"))
}

fn alliance() -> AdjustedGroup {
    AdjustedGroup::Alliance(AllianceCode::new("A"))
}

/// Entries as `(quarter, group, item, number)`, one below the other.
fn entries(rows: &[(&str, AdjustedGroup, &str, f64)]) -> Adjustments {
    let row = |(row, (period, group, item, value)): (u32, &(&str, AdjustedGroup, &str, f64))| Adjustment {
        period: period.parse().expect("a quarter"),
        group: group.clone(),
        item: ItemName::new(item),
        value: *value,
        reason: "一支团队登记在两家医院".to_owned(),
        document: None,
        sheet: "差额".to_owned(),
        cell: CellAddress { row, column: 3 },
    };
    Adjustments { hash: "ab".to_owned(), rows: (1..).zip(rows).map(row).collect() }
}

#[track_caller]
fn figures(plan: &Plan, rows: &[(&str, AdjustedGroup, &str, f64)], period: &str) -> Figures {
    let accepted = accepted(returns()).with_adjustments(entries(rows));
    aggregate(plan, &world(), &accepted, period.parse().expect("a period")).expect("formulas")
}

fn group(of: &AdjustedGroup) -> Group {
    match of {
        AdjustedGroup::County(code) if code.as_str() == "990000" => Group::Area,
        AdjustedGroup::County(code) => Group::County(code.clone()),
        AdjustedGroup::Alliance(code) => Group::Alliance(code.clone()),
    }
}

#[track_caller]
fn number(computed: Computed) -> f64 {
    computed.number().unwrap_or_else(|| panic!("{computed:?} is no number"))
}

fn visits() -> Plan {
    plan(&indicator("诊疗", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"))
}

#[test]
fn an_entry_is_added_to_the_sum_of_exactly_its_group() {
    let plan = visits();
    let value = |rows: &[(&str, AdjustedGroup, &str, f64)], group: &Group| {
        figures(&plan, rows, "2025Q3").get(0, group).expect("a figure").value
    };
    let groups = [area(), county(), alliance()].map(|of| group(&of));
    let units = ["H1", "H2", "H3"].map(|unit| Group::Unit(UnitCode::new(unit)));
    let as_filed = [1000.0, 300.0, 100.0];
    for (adjusted, of) in [area(), county(), alliance()].into_iter().enumerate() {
        let rows = [("2025Q3", of.clone(), "诊疗人次", -7.0)];
        for (position, (group, filed)) in groups.iter().zip(as_filed).enumerate() {
            let expected = if position == adjusted { filed - 7.0 } else { filed };
            assert_eq!(value(&rows, group), Computed::Number(expected), "{of:?} in {group:?}");
        }
        assert_eq!(units.each_ref().map(|unit| value(&rows, unit)), [100.0, 200.0, 700.0].map(Computed::Number));
    }
    // Two entries add up, and one of another quarter, item or county adds nothing.
    let other = [
        ("2025Q3", area(), "诊疗人次", 3.0),
        ("2025Q3", area(), "诊疗人次", 4.0),
        ("2024Q4", area(), "诊疗人次", 50.0),
        ("2025Q3", area(), "手术人次", 60.0),
        ("2025Q3", AdjustedGroup::County(CountyCode::new("990002")), "诊疗人次", 70.0),
    ];
    assert_eq!(value(&other, &Group::Area), Computed::Number(1007.0));
}

#[test]
fn a_flow_is_entered_since_1_january_and_a_quarter_alone_is_the_difference() {
    let plan = visits();
    let own = |rows: &[(&str, AdjustedGroup, &str, f64)]| {
        let figures = figures(&plan, rows, "2025Q3");
        let figure = figures.get(0, &Group::Area).expect("a figure");
        (number(figure.value), number(figure.own))
    };
    // 1000 up to September, 500 of them in the third quarter.
    assert_eq!(own(&[]), (1000.0, 500.0));
    assert_eq!(own(&[("2025Q2", area(), "诊疗人次", 4.0), ("2025Q3", area(), "诊疗人次", 10.0)]), (1010.0, 506.0));
    // Not repeated, it is taken back: the quarter has what the half had too much.
    assert_eq!(own(&[("2025Q2", area(), "诊疗人次", 4.0)]), (1000.0, 496.0));
    assert_eq!(own(&[("2025Q3", area(), "诊疗人次", 10.0)]), (1010.0, 510.0));
    // A half has the entries of the quarter with which it ends.
    let half = figures(&plan, &[("2025Q2", area(), "诊疗人次", 4.0)], "2025H1");
    assert_eq!(half.get(0, &Group::Area).expect("a figure").value, Computed::Number(504.0));
}

#[test]
fn both_sides_of_a_change_have_their_own_entries() {
    let plan = visits();
    let rows = [("2025Q3", county(), "诊疗人次", 10.0), ("2024Q3", county(), "诊疗人次", 6.0)];
    let of_county = |registry: &Registry, returns: Vec<Return>| {
        let accepted = accepted(returns).with_adjustments(entries(&rows));
        let figures = aggregate(&plan, registry, &accepted, "2025Q3".parse().expect("a period")).expect("formulas");
        *figures.get(0, &group(&county())).expect("a figure")
    };
    let whole = of_county(&world(), returns());
    assert_eq!((number(whole.value), number(whole.year_before), whole.yearly.restricted), (310.0, 156.0, None));
    assert_eq!(whole.compared_with_year_before(), (Computed::Number(310.0), Computed::Number(156.0)));
    // A year ago H2 had not filed: 100 + 10 are set against 50 + 6.
    let without = returns().into_iter().filter(|filed| filed.unit.as_str() != "H2" || filed.period.year == 2025).collect();
    let some = of_county(&world(), without);
    assert_eq!(some.compared_with_year_before(), (Computed::Number(110.0), Computed::Number(56.0)));
    assert_eq!((some.yearly.units, some.yearly.counted), (1, 2), "nobody is compared because of an entry");
}

#[test]
fn a_ratio_is_worked_out_again_and_what_reads_back_has_the_entries_of_then() {
    let share = indicator("占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", "");
    let growth = indicator("增加", "SUM(诊疗人次) - SUM(上年同期_诊疗人次)", "unit = \"人次\"\ndecimals = 0");
    let plan = plan(&(share + &growth));
    let rows =
        [("2025Q3", county(), "手术人次", 3.0), ("2025Q3", county(), "诊疗人次", 30.0), ("2024Q3", county(), "诊疗人次", 20.0)];
    let figures = figures(&plan, &rows, "2025Q3");
    let value = |which: usize| number(figures.get(which, &group(&county())).expect("a figure").value);
    // 30 + 3 of 300 + 30; 330 less 150 + 20.
    assert_eq!((value(0), value(1)), (10.0, 160.0));
    assert_eq!(figures.operands(0, &group(&county())), [Some(33.0), Some(330.0)]);
    let FigureAdjusted { value, own, .. } = figures.adjusted(0, &group(&county())).expect("adjusted");
    assert_eq!((value.operands.as_slice(), value.entries.as_slice()), ([3.0, 30.0].as_slice(), [0, 1].as_slice()));
    assert!(own.changes() && figures.adjusted(0, &Group::Area).is_none());
}

#[test]
fn a_mean_of_quarter_ends_has_the_entries_of_each() {
    let beds = |unit: &str, period: &str, beds: f64| filed(unit, "hospital", period, &[("床位数", N(beds))]);
    let plan = plan(&indicator("床位", "SUM(平均_床位数)", "unit = \"张\"\ndecimals = 0"));
    let returns = vec![beds("H1", "2025Q1", 50.0), beds("H1", "2025Q2", 70.0)];
    let rows = [("2025Q1", area(), "床位数", 4.0), ("2025Q2", area(), "床位数", 6.0)];
    let accepted = accepted(returns).with_adjustments(entries(&rows));
    let registry = registry(&[("H1", "医院", "990001")]);
    let figures = aggregate(&plan, &registry, &accepted, "2025Q2".parse().expect("a period")).expect("formulas");
    // (50 + 70) / 2 and (4 + 6) / 2.
    assert_eq!(figures.get(0, &Group::Area).expect("a figure").value, Computed::Number(65.0));
}

#[test]
fn a_formula_that_does_not_add_up_plainly_is_left_alone_and_says_so() {
    let plan = plan(
        &["AVG(诊疗人次)", "SUM(CASE WHEN 诊疗人次 > 100 THEN 手术人次 ELSE 0 END)", "SUM(诊疗人次) / COUNT(诊疗人次)"]
            .iter()
            .zip(["均数", "条件", "人均"])
            .map(|(formula, id)| indicator(id, formula, "unit = \"人次\"\ndecimals = 0"))
            .collect::<String>(),
    );
    let rows = [("2025Q3", area(), "诊疗人次", 999.0)];
    let (without, with) = (figures(&plan, &[], "2025Q3"), figures(&plan, &rows, "2025Q3"));
    for which in 0..3 {
        let value = |figures: &Figures| figures.get(which, &Group::Area).expect("a figure").value;
        assert_eq!(value(&without), value(&with));
        let added = &with.adjusted(which, &Group::Area).expect("an entry").value;
        assert_eq!((added.changes(), added.unused.as_slice(), added.entries.len()), (false, [0].as_slice(), 0));
    }
}

#[test]
fn an_entry_counts_nobody_and_makes_no_figure_of_nothing() {
    let plan = visits();
    let rows = [("2025Q3", area(), "诊疗人次", 5.0), ("2025Q3", county(), "诊疗人次", 5.0)];
    let returns = vec![of("H3", "2025Q3", 700.0, 70.0)];
    let accepted = accepted(returns).with_adjustments(entries(&rows));
    let figures = aggregate(&plan, &world(), &accepted, "2025Q3".parse().expect("a period")).expect("formulas");
    let area = figures.get(0, &Group::Area).expect("a figure");
    assert_eq!((number(area.value), area.coverage.counted, area.coverage.due), (705.0, 1, 3));
    let county = figures.get(0, &group(&county())).expect("a figure");
    assert_eq!((county.value, county.own), (Computed::NotReported, Computed::NotReported));
}

#[test]
fn entries_stand_beside_the_proof_and_in_none_of_its_sums() {
    let plan = visits();
    let rows = [
        ("2025Q3", area(), "诊疗人次", 5.0),
        ("2025Q3", county(), "诊疗人次", -2.0),
        ("2025Q3", alliance(), "诊疗人次", 3.0),
        ("2025Q2", area(), "诊疗人次", 40.0),
    ];
    let accepted = accepted(returns()).with_adjustments(entries(&rows));
    let proofs = prove(&plan, &world(), &accepted, "2025Q3".parse().expect("a period"));
    let proof = &proofs[0];
    assert!(proof.holds());
    assert_eq!((proof.area, proof.counties, proof.outside_counties, proof.alliances), (1000.0, 300.0, 700.0, 100.0));
    assert_eq!(proof.added, Some(Added { area: 5.0, counties: -2.0, alliances: 3.0 }));
    let none = prove(&plan, &world(), &crate::support::accepted(returns()), "2025Q3".parse().expect("a period"));
    assert_eq!(none[0].added, None);
}
