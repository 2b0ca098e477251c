//! A merger, a split, a successor that is silent: what happened and nothing else (docs/numbers.md rules 4, 7 and 13).
//!
//! H0 does 1,000 visits a quarter in 100 beds and stays. H1 does 300 in 30, H2 100 in 10; on 15 May 2025 they become H9, which does 400 in 40.
//! Nothing else ever changes, so that every change is nought.

use jiff::civil::{Date, date};
use tongbao_figures::aggregate::{Computed, Group, GroupFigure, aggregate, restated};
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{CountyCode, Return, UnitCode};
use tongbao_returns::registry::{PredecessorData, Registry, Unit};

use crate::support::Said::N;
use crate::support::{accepted, filed, indicator, plan, registry, unit, visits};

const BOTH: [PredecessorData; 2] = [PredecessorData::Apart, PredecessorData::Contained];

fn of(unit: &str, period: &str, visits: f64, beds: f64) -> Return {
    filed(unit, "hospital", period, &[("诊疗人次", N(visits)), ("床位数", N(beds))])
}

/// Visits of so many a quarter since January, for four quarters of a year.
fn a_year(unit: &str, year: i16, visits: f64, beds: f64) -> Vec<Return> {
    (1..=4).map(|quarter| of(unit, &format!("{year}Q{quarter}"), visits * f64::from(quarter), beds)).collect()
}

fn closed(registry: &mut Registry, code: &str, day: Date) {
    registry.units.get_mut(&UnitCode::new(code)).expect("a unit").closed = Some(day);
}

fn opened(registry: &mut Registry, (code, county): (&str, &str), day: Date, from: &[&str], predecessor_data: PredecessorData) {
    let (code, new) = unit(code, "医院", county);
    let predecessors = from.iter().map(|code| UnitCode::new(*code)).collect();
    registry.units.insert(code, Unit { opened: Some(day), predecessors, predecessor_data, ..new });
}

fn merged(data: PredecessorData) -> Registry {
    let mut registry = registry(&[("H0", "医院", "990001"), ("H1", "医院", "990001"), ("H2", "医院", "990001")]);
    closed(&mut registry, "H1", date(2025, 5, 15));
    closed(&mut registry, "H2", date(2025, 5, 15));
    opened(&mut registry, ("H9", "990001"), date(2025, 5, 16), &["H1", "H2"], data);
    registry
}

fn three_years(data: PredecessorData) -> Vec<Return> {
    let mut returns = Vec::new();
    for year in [2023, 2024, 2025, 2026] {
        returns.extend(a_year("H0", year, 1000.0, 100.0));
    }
    for year in [2023, 2024] {
        returns.extend(a_year("H1", year, 300.0, 30.0));
        returns.extend(a_year("H2", year, 100.0, 10.0));
    }
    returns.extend([of("H1", "2025Q1", 300.0, 30.0), of("H2", "2025Q1", 100.0, 10.0)]);
    if data == PredecessorData::Apart {
        // Up to 15 May, and no beds any more.
        returns.extend([visits("H1", "2025Q2", 450.0), visits("H2", "2025Q2", 150.0)]);
    }
    let since_may = if data == PredecessorData::Apart { [200.0, 600.0, 1000.0] } else { [800.0, 1200.0, 1600.0] };
    returns.extend(since_may.into_iter().zip(2..).map(|(visits, quarter)| of("H9", &format!("2025Q{quarter}"), visits, 40.0)));
    returns.extend(a_year("H9", 2026, 400.0, 40.0));
    returns
}

#[track_caller]
fn figure(plan: &Plan, registry: &Registry, returns: &[Return], period: &str, group: &Group) -> GroupFigure {
    let period = period.parse().expect("period");
    *aggregate(plan, registry, &accepted(returns.to_vec()), period).expect("formulas").get(0, group).expect("a figure")
}

#[track_caller]
fn number(computed: Computed) -> f64 {
    computed.number().unwrap_or_else(|| panic!("{computed:?} is no number"))
}

#[test]
fn where_only_a_merger_happened_nothing_changes() {
    const QUARTERS: [&str; 8] = ["2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3", "2026Q4"];
    // The formula, what it comes to in the first quarter, and whether it grows with the year.
    let formulas = [
        ("SUM(诊疗人次)", 1400.0, true),
        ("SUM(床位数)", 140.0, false),
        ("SUM(平均_床位数)", 140.0, false),
        ("SUM(诊疗人次) / SUM(床位数)", 10.0, true),
        ("SUM(诊疗人次) / SUM(平均_床位数)", 10.0, true),
        ("(SUM(诊疗人次) - SUM(上年同期_诊疗人次)) * 100.0 / SUM(上年同期_诊疗人次)", 0.0, true),
        ("SUM(床位数) - SUM(上期_床位数)", 0.0, false),
        ("SUM(床位数) - SUM(上年末_床位数)", 0.0, false),
        ("SUM(诊疗人次) / SUM(上年末_床位数)", 10.0, true),
    ];
    for data in BOTH {
        let (registry, returns) = (merged(data), three_years(data));
        for (formula, quarterly, grows) in formulas {
            let unit = if formula.contains("100.0") { "%" } else { "个" };
            let plan = plan(&indicator("指标", formula, &format!("unit = \"{unit}\"\ndecimals = 4")));
            for period in QUARTERS {
                let quarter = f64::from(period.as_bytes()[5] - b'0');
                let figure = figure(&plan, &registry, &returns, period, &Group::Area);
                let what = format!("{formula} of {period}, {data:?}");
                let is = |computed: Computed, expected: f64| {
                    assert!((number(computed) - expected).abs() < 1e-9, "{what}: {computed:?} is not {expected}");
                };
                is(figure.value, if grows { quarterly * quarter } else { quarterly });
                is(figure.own, quarterly);
                let (now, then) = figure.compared_with_year_before();
                is(now, number(then));
                let (now, then) = figure.compared_with_period_before();
                is(now, number(then));
                assert_eq!(figure.coverage.counted, figure.coverage.due, "{what}");
                assert!(!figure.yearly.is_partial() && figure.yearly.reaches(100.0), "{what}: {:?}", figure.yearly);
            }
        }
    }
}

#[test]
fn a_silent_successor_is_missed_by_all_that_it_came_from() {
    let plan = plan(&indicator("诊疗", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"));
    for data in BOTH {
        // Everything of the merged but the successor's return for the third quarter.
        let returns: Vec<Return> = three_years(data)
            .into_iter()
            .filter(|filed| !(filed.unit.as_str() == "H9" && filed.period.first_day() >= date(2025, 4, 1)))
            .collect();
        let figure = figure(&plan, &merged(data), &returns, "2025Q3", &Group::Area);
        // Contained: 1,000 a quarter of 1,000 and the 300 and 100 that the merged did in their last quarter that is known. Apart: the merged
        // stand in the total with 450 and 150 of half a year, 225 and 75 a quarter, and as much is missing of their successor.
        let (all, alone) = match data {
            PredecessorData::Contained => (1000.0 / 1400.0, 1000.0 / 1400.0),
            PredecessorData::Apart => (1300.0 / 1600.0, 1000.0 / 1300.0),
        };
        let is = |percent: Option<f64>, share: f64| {
            assert!((percent.expect("a volume") - share * 100.0).abs() < 1e-6, "{data:?}: {percent:?}");
        };
        is(figure.coverage.volume_percent, all);
        is(figure.own_coverage.volume_percent, alone);
        assert!(!figure.own_coverage.reaches(80.0), "{data:?}");
        assert!(!figure.yearly.reaches(80.0), "{data:?}: {:?}", figure.yearly);
    }
}

#[test]
fn without_its_last_return_a_closed_unit_is_compared_with_nothing() {
    let plan = plan(&indicator("诊疗", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"));
    let mut registry = registry(&[("H0", "医院", "990001"), ("H1", "医院", "990001")]);
    closed(&mut registry, "H1", date(2025, 6, 30));
    let mut returns =
        [a_year("H0", 2024, 1000.0, 100.0), a_year("H1", 2024, 300.0, 30.0), a_year("H0", 2025, 1000.0, 100.0)].concat();
    returns.push(of("H1", "2025Q1", 300.0, 30.0));
    let figure = figure(&plan, &registry, &returns, "2025Q3", &Group::Area);
    // Its first quarter stands in the total; set against nine months it would be a fall.
    assert_eq!((number(figure.value), figure.coverage.older), (3300.0, 1));
    assert_eq!(figure.compared_with_year_before(), (Computed::Number(3000.0), Computed::Number(3000.0)));
    assert!(figure.yearly.is_partial());
}

/// H1 becomes H8 in the one county and H9 in the other on 1 July 2025.
fn split() -> (Registry, Vec<Return>) {
    let mut registry = registry(&[("H0", "医院", "990001"), ("H1", "医院", "990001")]);
    closed(&mut registry, "H1", date(2025, 6, 30));
    opened(&mut registry, ("H8", "990001"), date(2025, 7, 1), &["H1"], PredecessorData::Apart);
    opened(&mut registry, ("H9", "990002"), date(2025, 7, 1), &["H1"], PredecessorData::Apart);
    let mut returns = [a_year("H0", 2025, 1000.0, 100.0), a_year("H0", 2026, 1000.0, 100.0)].concat();
    returns.extend([of("H1", "2025Q1", 300.0, 30.0), of("H1", "2025Q2", 600.0, 30.0)]);
    returns.extend([a_year("H8", 2026, 200.0, 20.0), a_year("H9", 2026, 100.0, 10.0)].concat());
    (registry, returns)
}

#[test]
fn what_came_into_several_counts_once() {
    let growth = "(SUM(诊疗人次) - SUM(上年同期_诊疗人次)) * 100.0 / SUM(上年同期_诊疗人次)";
    let plan = plan(&indicator("增幅", growth, ""));
    let (registry, returns) = split();
    // 1,300 in both first quarters, whoever of the two stands for the base.
    let area = figure(&plan, &registry, &returns, "2026Q1", &Group::Area);
    assert_eq!((number(area.value), area.coverage.counted, area.coverage.due), (0.0, 3, 3));

    let main = Plan { proof_items: vec![tongbao_returns::domain::ItemName::new("诊疗人次")], ..plan };
    let totals = restated(&main, &registry, &accepted(returns), "2026Q1".parse().expect("period"));
    let base = |group: &Group| totals[0].as_grouped_now.get(group).copied().unwrap_or(0.0);
    let counties = ["990001", "990002"].map(|code| base(&Group::County(CountyCode::new(code))));
    assert_eq!((base(&Group::Area), counties), (1300.0, [1300.0, 0.0]), "the counties add up to the area");
}
