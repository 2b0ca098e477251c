//! Forms that ask for the quarter alone: what is added up, what is a gap, and that nothing else is different (docs/numbers.md rule 14).

use jiff::civil::{Date, date};
use proptest::prelude::*;
use tongbao_figures::aggregate::{Computed, Figures, Group, GroupFigure, aggregate, prove, restated};
use tongbao_figures::audit::judge;
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{Category, Fact, FlowBasis, Form, FormId, Item, ItemName, Kind, Period, Reading, Return, UnitCode};
use tongbao_returns::finding::Finding;
use tongbao_returns::registry::{PredecessorData, Registry, Unit};

use crate::support::Said::{N, Na};
use crate::support::{Said, accepted, filed, indicator, plan, plan_with_rules, registry, unit, visits};

const AMOUNT: &str = "unit = \"人次\"\ndecimals = 0";

/// The hospitals' form asks for the quarter alone.
fn by_quarter(mut plan: Plan) -> Plan {
    for form in plan.forms.iter_mut().filter(|form| form.id.as_str() == "hospital") {
        form.basis = FlowBasis::Quarter;
    }
    plan
}

fn visits_by_quarter() -> Plan {
    by_quarter(plan(&indicator("诊疗", "SUM(诊疗人次)", AMOUNT)))
}

fn one() -> Registry {
    registry(&[("H1", "医院", "990001")])
}

fn two() -> Registry {
    registry(&[("H1", "医院", "990001"), ("H2", "医院", "990001")])
}

fn hospital(registry: &mut Registry, code: &str, change: impl FnOnce(&mut Unit)) {
    change(registry.units.get_mut(&UnitCode::new(code)).expect("a hospital"));
}

fn period(text: &str) -> Period {
    text.parse().expect("a period")
}

#[track_caller]
fn all(plan: &Plan, registry: &Registry, returns: &[Return], of: &str) -> Figures {
    aggregate(plan, registry, &accepted(returns.to_vec()), period(of)).expect("formulas")
}

#[track_caller]
fn area(plan: &Plan, registry: &Registry, returns: &[Return], of: &str) -> GroupFigure {
    *all(plan, registry, returns, of).get(0, &Group::Area).expect("a figure")
}

#[track_caller]
fn number(computed: Computed) -> f64 {
    computed.number().unwrap_or_else(|| panic!("{computed:?} is no number"))
}

#[track_caller]
fn assert_number(computed: Computed, expected: f64) {
    assert!((number(computed) - expected).abs() < 1e-9, "{computed:?} is not {expected}");
}

/// What TY-06 says of the missing quarters.
fn gaps(plan: Plan, registry: &Registry, returns: Vec<Return>) -> Vec<String> {
    let told = judge(&[plan], Some(registry), accepted(returns), &[]).findings;
    told.iter().filter(|finding| finding.id() == "TY-06").map(Finding::values).collect()
}

/// 10, 20 and 30.
fn three_quarters() -> Vec<Return> {
    vec![visits("H1", "2025Q1", 10.0), visits("H1", "2025Q2", 20.0), visits("H1", "2025Q3", 30.0)]
}

#[test]
fn quarters_are_added_up_since_january() {
    let (plan, registry) = (visits_by_quarter(), one());
    let of = |period| area(&plan, &registry, &three_quarters(), period);
    let third = of("2025Q3");
    assert_eq!((number(third.value), number(third.own), number(third.own_before)), (60.0, 30.0, 20.0));
    assert_eq!((number(of("2025Q1").value), number(of("2025Q1").own)), (10.0, 10.0));
    assert_eq!((number(of("2025H1").value), number(of("2025H1").own)), (30.0, 30.0));
    let year = [three_quarters(), vec![visits("H1", "2025Q4", 40.0)]].concat();
    assert_number(area(&plan, &registry, &year, "2025").value, 100.0);
    assert_number(area(&plan, &registry, &year, "2025H2").own, 70.0);
    let proof = &prove(&plan, &registry, &accepted(three_quarters()), period("2025Q3"))[0];
    assert_eq!((proof.area, proof.counties), (60.0, 60.0));
}

#[test]
fn a_missing_quarter_leaves_the_year_unknown_and_the_quarter_known() {
    let (plan, registry) = (visits_by_quarter(), two());
    let gap = vec![visits("H1", "2025Q1", 10.0), visits("H1", "2025Q3", 30.0)];
    let alone = area(&plan, &one(), &gap, "2025Q3");
    assert_eq!((alone.value, number(alone.own)), (Computed::NotReported, 30.0));
    let other: Vec<Return> =
        [("2025Q1", 1.0), ("2025Q2", 2.0), ("2025Q3", 3.0)].map(|(of, number)| visits("H2", of, number)).into();
    let both = area(&plan, &registry, &[gap.clone(), other].concat(), "2025Q3");
    assert_eq!((number(both.value), both.coverage.counted, both.coverage.due), (6.0, 1, 2));
    assert_eq!((number(both.own), both.own_coverage.counted, both.own_coverage.due), (33.0, 2, 2));
    // The unit is told.
    assert_eq!(gaps(plan, &registry, gap), ["2025年第二季度报表＝未报"]);
}

#[test]
fn a_blank_in_a_quarter_leaves_that_item_unknown() {
    let plan = by_quarter(plan(&(indicator("诊疗", "SUM(诊疗人次)", AMOUNT) + &indicator("手术", "SUM(手术人次)", AMOUNT))));
    let of = |period: &str, values: &[(&str, Said)]| filed("H1", "hospital", period, values);
    let returns = [
        of("2025Q1", &[("诊疗人次", N(10.0)), ("手术人次", N(1.0))]),
        of("2025Q2", &[("诊疗人次", N(20.0))]),
        of("2025Q3", &[("诊疗人次", N(30.0)), ("手术人次", N(3.0))]),
    ];
    let figures = all(&plan, &one(), &returns, "2025Q3");
    let values = [0, 1].map(|indicator| figures.get(indicator, &Group::Area).expect("a figure"));
    assert_eq!((number(values[0].value), values[1].value, number(values[1].own)), (60.0, Computed::NotReported, 3.0));
}

#[test]
fn a_unit_that_opened_in_the_year_has_no_quarter_before() {
    let (plan, mut registry) = (visits_by_quarter(), one());
    hospital(&mut registry, "H1", |unit| unit.opened = Some(date(2025, 5, 6)));
    let figure = area(&plan, &registry, &three_quarters()[1..], "2025Q3");
    assert_eq!((number(figure.value), number(figure.own)), (50.0, 30.0));
}

#[test]
fn what_is_not_applicable_in_a_quarter_adds_nothing() {
    let (plan, registry) = (visits_by_quarter(), two());
    let none = |unit: &str, period: &str| filed(unit, "hospital", period, &[("诊疗人次", Na)]);
    let first = [vec![none("H1", "2025Q1")], three_quarters()[1..].to_vec()].concat();
    assert_number(area(&plan, &one(), &first, "2025Q3").value, 50.0);
    let throughout = ["2025Q1", "2025Q2", "2025Q3"].map(|period| none("H2", period)).to_vec();
    let both = area(&plan, &registry, &[first, throughout].concat(), "2025Q3");
    assert_eq!((number(both.value), both.coverage.due, both.coverage.not_applicable), (50.0, 1, 1));
}

#[test]
fn a_closed_unit_is_added_up_to_its_closing() {
    let (plan, mut registry) = (visits_by_quarter(), two());
    hospital(&mut registry, "H2", |unit| unit.closed = Some(date(2025, 5, 15)));
    let other = ["2025Q1", "2025Q2", "2025Q3"].map(|period| visits("H1", period, 100.0)).to_vec();
    let last = |closing: &[Return]| [other.clone(), vec![visits("H2", "2025Q1", 10.0)], closing.to_vec()].concat();
    let whole = last(&[visits("H2", "2025Q2", 6.0)]);
    let half = area(&plan, &registry, &whole, "2025Q2");
    assert_eq!((number(half.value), number(half.own)), (216.0, 106.0));
    let third = area(&plan, &registry, &whole, "2025Q3");
    assert_eq!((number(third.value), number(third.own), third.own_coverage.due), (316.0, 100.0, 1));
    // Without its last return it stands with what it had filed; of its last quarter nothing is known.
    let half = area(&plan, &registry, &last(&[]), "2025Q2");
    assert_eq!((number(half.value), half.coverage.older), (210.0, 1));
    assert_eq!((number(half.own), half.own_coverage.counted, half.own_coverage.due), (100.0, 1, 2));
}

/// H1 and H2 become H9 on the day after their last one.
fn merged(closed: Date, predecessor_data: PredecessorData) -> Registry {
    let mut registry = two();
    for code in ["H1", "H2"] {
        hospital(&mut registry, code, |unit| unit.closed = Some(closed));
    }
    let (code, new) = unit("H9", "医院", "990001");
    let predecessors = vec![UnitCode::new("H1"), UnitCode::new("H2")];
    let opened = Some(closed.tomorrow().expect("a day"));
    registry.units.insert(code, Unit { opened, predecessors, predecessor_data, ..new });
    registry
}

#[test]
fn a_successor_is_added_up_with_what_its_predecessors_filed() {
    let plan = visits_by_quarter();
    let before: Vec<Return> =
        ["2025Q1", "2025Q2"].into_iter().flat_map(|period| [visits("H1", period, 100.0), visits("H2", period, 10.0)]).collect();
    for data in [PredecessorData::Apart, PredecessorData::Contained] {
        // From 1 July on it is one hospital: its quarter is 110 wherever theirs are said to stand.
        let returns = [before.clone(), vec![visits("H9", "2025Q3", 110.0)]].concat();
        let figure = area(&plan, &merged(date(2025, 6, 30), data), &returns, "2025Q3");
        assert_eq!((number(figure.value), number(figure.own), number(figure.own_before)), (330.0, 110.0, 110.0), "{data:?}");
        assert_eq!(figure.periodic.restricted, None, "the new hospital and those that it was made of: {data:?}");
    }
    // From 16 August on: up to then 50 and 5, which the predecessors file beside the 55 of the successor, or which stand among its 110.
    let (apart, contained) =
        (merged(date(2025, 8, 15), PredecessorData::Apart), merged(date(2025, 8, 15), PredecessorData::Contained));
    let theirs = vec![visits("H1", "2025Q3", 50.0), visits("H2", "2025Q3", 5.0), visits("H9", "2025Q3", 55.0)];
    let figure = area(&plan, &apart, &[before.clone(), theirs].concat(), "2025Q3");
    assert_eq!((number(figure.value), number(figure.own), figure.coverage.due), (330.0, 110.0, 3));
    let figure = area(&plan, &contained, &[before.clone(), vec![visits("H9", "2025Q3", 110.0)]].concat(), "2025Q3");
    assert_eq!((number(figure.value), number(figure.own), figure.coverage.due), (330.0, 110.0, 1));
    // A quarter of theirs that never came is a gap in its year.
    let without = [before[1..].to_vec(), vec![visits("H9", "2025Q3", 110.0)]].concat();
    let figure = area(&plan, &contained, &without, "2025Q3");
    assert_eq!((figure.value, number(figure.own)), (Computed::NotReported, 110.0));
    // Its own second quarter and the successor's third are without it.
    assert_eq!(gaps(plan, &contained, without), ["2025年第一季度报表＝未报", "前身单位（示例H1）2025年第一季度报表＝未报"]);
}

/// The plan with the bureaus' population as something that flows, which they file since 1 January.
fn with_flow_of_bureaus(formula: &str) -> Plan {
    let mut plan = by_quarter(plan(&indicator("占比", formula, "scopes = [\"county\", \"area\"]")));
    for item in plan.forms.iter_mut().flat_map(|form| &mut form.sheets).flat_map(|sheet| &mut sheet.items) {
        if item.name.as_str() == "常住人口" {
            item.kind = Kind::Flow;
        }
    }
    plan
}

#[test]
fn forms_of_either_basis_stand_in_one_ratio() {
    let plan = with_flow_of_bureaus("SUM(诊疗人次) * 100.0 / SUM(常住人口)");
    let registry = registry(&[("H1", "医院", "990001"), ("B1", "卫健局", "990001")]);
    let people = |period: &str, number: f64| filed("B1", "bureau", period, &[("常住人口", N(number))]);
    let returns = [three_quarters(), vec![people("2025Q2", 200.0), people("2025Q3", 300.0)]].concat();
    let figure = area(&plan, &registry, &returns, "2025Q3");
    // 60 of 300, and 30 of 100.
    assert_eq!((number(figure.value), number(figure.own)), (20.0, 30.0));
}

#[test]
fn an_item_of_two_forms_is_read_by_each_units_own() {
    let mut plan = visits_by_quarter();
    for form in plan.forms.iter_mut().filter(|form| form.id.as_str() == "bureau") {
        form.sheets[0].items.push(Item::new("102", ItemName::new("诊疗人次"), Kind::Flow));
    }
    let bureau = |period: &str, visits: f64| {
        let mut filed = filed("B1", "bureau", period, &[("常住人口", N(1.0))]);
        filed.facts.push(Fact { item: 1, reading: Reading::Number(visits), place: None });
        filed
    };
    let registry = registry(&[("H1", "医院", "990001"), ("B1", "卫健局", "990001")]);
    let returns = [three_quarters(), vec![bureau("2025Q2", 3.0), bureau("2025Q3", 5.0)]].concat();
    let figure = area(&plan, &registry, &returns, "2025Q3");
    // 10 + 20 + 30 and 5; 30 and 5 − 3.
    assert_eq!((number(figure.value), number(figure.own)), (65.0, 32.0));
}

#[test]
fn earlier_times_are_read_of_quarters_as_well() {
    let last_year = (1..=4).map(|quarter| visits("H1", &format!("2024Q{quarter}"), f64::from(quarter)));
    let returns: Vec<Return> = last_year.chain(three_quarters()).collect();
    let of = |formula: &str| area(&by_quarter(plan(&indicator("诊疗", formula, AMOUNT))), &one(), &returns, "2025Q3");
    // 60 less 1 + 2 + 3; 30 less 3.
    let year_before = of("SUM(诊疗人次) - SUM(上年同期_诊疗人次)");
    assert_eq!((number(year_before.value), number(year_before.own)), (54.0, 27.0));
    // 10 + 20 by the end of June; 20 in the second quarter.
    let previous = of("SUM(上期_诊疗人次)");
    assert_eq!((number(previous.value), number(previous.own)), (30.0, 20.0));
    // The whole year.
    assert_number(of("SUM(上年末_诊疗人次)").value, 10.0);
}

#[test]
fn a_quarter_that_is_missing_is_stood_in_for_by_others() {
    let target = format!("{AMOUNT}\n[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 100");
    let plan = by_quarter(plan(&indicator("诊疗", "SUM(诊疗人次)", &target)));
    let other = ["2025Q1", "2025Q2", "2025Q3"].map(|period| visits("H2", period, 20.0)).to_vec();
    let returns = [vec![visits("H1", "2025Q1", 10.0), visits("H1", "2025Q3", 30.0)], other].concat();
    let figure = area(&plan, &two(), &returns, "2025Q3");
    assert_number(figure.value, 60.0);
    // 60 and 10 + 10 + 30, or 10 + 30 + 30.
    let filled = figure.filled.expect("a stand-in");
    assert_eq!(filled.value, [Computed::Number(110.0), Computed::Number(130.0)]);
}

/// A second form of the hospitals, for surgery alone, which does not ask for the same time as the first.
fn with_form_of_surgery(rule: &str, hospital: FlowBasis, surgery: FlowBasis) -> Plan {
    let rules = format!(
        "[[rule]]\nid = \"R-1\"\nfamily = \"表内\"\nform = \"医院表\"\ncheck = \"{rule}\"\nseverity = \"error\"\nmessage = \"不对\"\nhint = \"请核对\"\n"
    );
    let mut plan = plan_with_rules(&indicator("诊疗", "SUM(诊疗人次)", AMOUNT), &rules);
    let mut second = plan.forms.iter().find(|form| form.id.as_str() == "bureau").expect("a form").clone();
    second.sheets[0].items = vec![Item::new("101", ItemName::new("手术人次"), Kind::Flow)];
    let second = Form { id: FormId::new("surgery"), filed_by: vec![Category::new("医院")], basis: surgery, ..second };
    for form in plan.forms.iter_mut().filter(|form| form.id.as_str() == "hospital") {
        form.basis = hospital;
        form.sheets[0].items[1].name = ItemName::new("其他");
    }
    plan.forms.push(second);
    plan
}

#[test]
fn a_rule_speaks_of_flows_as_its_own_form_does() {
    let surgery = |period: &str, number: f64| Return {
        form: FormId::new("surgery"),
        ..filed("H1", "bureau", period, &[("常住人口", N(number))])
    };
    let holds = |rule: &str, hospital: FlowBasis, of_surgery: FlowBasis, visits_of: [f64; 3], numbers: [f64; 3]| {
        let plan = with_form_of_surgery(rule, hospital, of_surgery);
        let quarters = ["2025Q1", "2025Q2", "2025Q3"];
        let of_hospital = quarters.into_iter().zip(visits_of).map(|(period, number)| visits("H1", period, number));
        let of_surgery = quarters.into_iter().zip(numbers).map(|(period, number)| surgery(period, number));
        let audited = judge(&[plan], Some(&one()), accepted(of_hospital.chain(of_surgery).collect()), &[]);
        let outcome = audited.outcomes.iter().find(|outcome| outcome.period == period("2025Q3")).expect("an outcome");
        (outcome.pass, outcome.fail)
    };
    let (year, quarter) = (FlowBasis::YearToDate, FlowBasis::Quarter);
    let within = "手术人次 <= 诊疗人次";
    // Of 30 visits since January 5 + 10 + 20 cannot be operations, though 20 could.
    assert_eq!(holds(within, year, quarter, [10.0, 20.0, 30.0], [5.0, 10.0, 20.0]), (0, 1));
    // Of 10 visits in the quarter 24 − 15 can be, though 24 could not.
    assert_eq!(holds(within, quarter, year, [20.0, 20.0, 10.0], [5.0, 15.0, 24.0]), (1, 0));
    // 55 is not twice the 30 of the quarter before; since January it would be 101 and 46.
    let doubled = "诊疗人次 <= 上期_诊疗人次 * 2";
    assert_eq!(holds(doubled, quarter, year, [16.0, 30.0, 55.0], [1.0, 2.0, 3.0]), (1, 0));
}

/// What happened in a quarter with each of five hospitals.
#[derive(Debug, Clone)]
struct World {
    /// Unit, year (2024 and 2025), quarter.
    done: [[[u16; 4]; 2]; 5],
    /// In which quarter of 2025 the first two are merged into the last.
    merger: usize,
    /// In the middle of the quarter, not at its end.
    is_within: bool,
    data: PredecessorData,
    /// In which quarter of 2025 the third opens.
    opening: usize,
    /// In so many quarters of 2025 the fourth has nothing of it (不适用).
    inapplicable: usize,
}

impl World {
    /// What the hospitals file for the quarter alone, or since 1 January.
    fn returns(&self, is_alone: bool) -> Vec<Return> {
        let mut returns = Vec::new();
        for (year, quarter) in [0, 1].into_iter().flat_map(|year| (0..4).map(move |quarter| (year, quarter))) {
            let first = |from: usize| if is_alone { quarter } else { from };
            let sum = |unit: usize, from: usize, to: usize| {
                let of_unit: &[u16; 4] = &self.done[unit][year];
                of_unit
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| (from..=to).contains(at))
                    .map(|(_, done)| f64::from(*done))
                    .sum::<f64>()
            };
            let period = format!("{}Q{}", 2024 + year, quarter + 1);
            let put = |unit: &str, visits: f64| {
                filed(unit, "hospital", &period, &[("诊疗人次", N(visits)), ("手术人次", N(2.0 * visits)), ("床位数", N(5.0))])
            };
            let is_contained = self.data == PredecessorData::Contained;
            for (unit, code) in [(0, "H1"), (1, "H2")] {
                let files_last = !(self.is_within && is_contained);
                if year == 0 || quarter < self.merger || (quarter == self.merger && files_last) {
                    returns.push(put(code, sum(unit, first(0), quarter)));
                }
            }
            let begin = if self.is_within { self.merger } else { self.merger + 1 };
            if year == 1 && quarter >= begin {
                // What it contains of theirs: all of the year, or what they did in the quarter of the merger.
                let contained = match (is_contained, is_alone) {
                    (true, false) => sum(0, 0, self.merger) + sum(1, 0, self.merger),
                    (true, true) if self.is_within && quarter == self.merger => {
                        sum(0, quarter, quarter) + sum(1, quarter, quarter)
                    }
                    (true, true) | (false, _) => 0.0,
                };
                returns.push(put("H9", sum(4, first(begin), quarter) + contained));
            }
            if year == 1 && quarter >= self.opening {
                returns.push(put("H3", sum(2, first(self.opening), quarter)));
            }
            if year == 1 && quarter < self.inapplicable {
                returns.push(filed("H4", "hospital", &period, &[("诊疗人次", Na), ("手术人次", Na), ("床位数", N(5.0))]));
            } else {
                returns.push(put("H4", sum(3, first(if year == 1 { self.inapplicable } else { 0 }), quarter)));
            }
        }
        returns
    }

    fn registry(&self) -> Registry {
        let month = i8::try_from(self.merger).expect("a quarter") * 3;
        let closed = if self.is_within { date(2025, month + 2, 15) } else { date(2025, month + 3, 1).last_of_month() };
        let mut registry = merged(closed, self.data);
        let month = i8::try_from(self.opening).expect("a quarter") * 3;
        let (code, new) = unit("H3", "医院", "990002");
        registry.units.insert(code, Unit { opened: Some(date(2025, month + 2, 6)), ..new });
        registry.units.extend([unit("H4", "医院", "990002")]);
        registry
    }
}

fn world() -> impl Strategy<Value = World> {
    let of_year = proptest::array::uniform4(0_u16..1_000);
    let done = proptest::array::uniform5(proptest::array::uniform2(of_year));
    let data = prop_oneof![Just(PredecessorData::Apart), Just(PredecessorData::Contained)];
    (done, 0_usize..3, any::<bool>(), data, 0_usize..4, 0_usize..4).prop_map(
        |(done, merger, is_within, data, opening, inapplicable)| World { done, merger, is_within, data, opening, inapplicable },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    /// However it is filed, what comes out is the same.
    #[test]
    fn filed_either_way_the_same_gives_the_same_figures(world in world()) {
        let target = format!("{AMOUNT}\n[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 100");
        let since_january = plan(
            &(indicator("诊疗", "SUM(诊疗人次)", &target)
                + &indicator("占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", "")
                + &indicator("每床", "SUM(诊疗人次) * 1.0 / SUM(床位数)", AMOUNT)
                + &indicator("增加", "SUM(诊疗人次) - SUM(上年同期_诊疗人次)", AMOUNT)),
        );
        let alone = by_quarter(since_january.clone());
        let registry = world.registry();
        let [one, other] = [false, true].map(|is_alone| accepted(world.returns(is_alone)));
        for of in ["2025Q1", "2025Q2", "2025Q3", "2025Q4", "2025H1", "2025H2", "2025"].map(period) {
            let figures = |plan: &Plan, accepted| aggregate(plan, &registry, accepted, of).expect("formulas");
            let (cumulative, quarterly) = (figures(&since_january, &one), figures(&alone, &other));
            for indicator in 0..since_january.indicators.len() {
                // What stands in for nobody's filing is a quarter's guess on one form and a year's on the other.
                let told = |figures: &Figures| {
                    let plain = |figure: &GroupFigure| GroupFigure { filled: None, ..*figure };
                    figures.of_indicator(indicator).map(|(group, figure)| (group.clone(), plain(figure))).collect::<Vec<_>>()
                };
                prop_assert_eq!(told(&cumulative), told(&quarterly), "{} of {}", indicator, of);
            }
            prop_assert_eq!(prove(&since_january, &registry, &one, of), prove(&alone, &registry, &other, of));
            prop_assert_eq!(restated(&since_january, &registry, &one, of), restated(&alone, &registry, &other, of));
        }
    }
}
