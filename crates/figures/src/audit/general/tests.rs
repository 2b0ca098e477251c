use jiff::civil::{Date, date};
use tongbao_returns::domain::{
    Category, CountyCode, Fact, FlowBasis, FormId, ItemName, Kind, Place, Quarter, Sheet, SourceFile, UnitCode,
};
use tongbao_returns::registry::{PredecessorData, Unit};

use super::*;
use crate::audit::accept;

const ITEMS: [(&str, Kind); 4] =
    [("诊疗人次", Kind::Flow), ("手术人次", Kind::Flow), ("出院人次", Kind::Flow), ("床位数", Kind::Stock)];

fn form() -> Form {
    let item = |(name, kind): (&str, Kind)| Item { may_not_apply: true, ..Item::new(name, ItemName::new(name), kind) };
    Form::new(FormId::new("hospital"), Category::new("医院"), Sheet::new("表", ITEMS.map(item).to_vec()))
}

fn filed(unit: &str, period: Period, readings: [Reading; 4]) -> Return {
    let facts = (0_u16..).zip(readings).map(|(item, reading)| {
        let place = Place { sheet: 0, row: 4 + u32::from(item), column: 3 };
        Fact { item, reading, place: Some(place) }
    });
    Return {
        unit: UnitCode::new(unit),
        form: FormId::new("hospital"),
        period,
        reported_on: None,
        file: SourceFile { path: format!("{unit}-{period}.xlsx"), hash: format!("{unit}{period}"), size: 1, modified: 0 },
        sheets: vec!["表".to_owned()],
        facts: facts.collect(),
        declared_empty: Vec::new(),
        since_january: Vec::new(),
        is_held: false,
    }
}

fn numbers(unit: &str, quarter: Quarter, numbers: [f64; 4]) -> Return {
    filed(unit, Period::quarter(2025, quarter), numbers.map(Reading::Number))
}

#[test]
fn a_number_that_becomes_not_applicable_is_asked_about() {
    let form = form();
    let now = Period::quarter(2025, Quarter::Second);
    let answers = [Reading::NotApplicable, Reading::NotApplicable, Reading::Number(1.0), Reading::NotApplicable];
    let returns = vec![numbers("H1", Quarter::First, [7.0, 0.0, 5.0, 9.0]), filed("H1", now, answers)];
    let accepted = accept(returns).value;
    let told = numbers_withdrawn(&form, accepted.of_period(now).next().unwrap(), &accepted);
    assert_eq!(told.len(), 1, "one for the sheet");
    // Nothing was done last time, so that nothing is withdrawn of surgery.
    assert_eq!(told[0].values(), "诊疗人次＝不适用；上次诊疗人次＝7；床位数＝不适用；上次床位数＝9");
    assert_eq!(told[0].at.to_string(), "H1-2025Q2.xlsx › 表 › D5");
    assert!(told[0].can_be_explained());
}

#[test]
fn an_answer_that_becomes_not_applicable_is_asked_about() {
    let yes_no = Item { may_not_apply: true, ..Item::new("101", ItemName::new("设置老年医学科"), Kind::YesNo) };
    let form = Form::new(FormId::new("hospital"), Category::new("医院"), Sheet::new("表", vec![yes_no]));
    let of = |quarter: Quarter, reading: Reading| {
        let mut filed = filed("H1", Period::quarter(2025, quarter), std::array::from_fn(|_| Reading::Blank));
        filed.facts.truncate(1);
        filed.facts[0].reading = reading;
        filed
    };
    let told = |before: Reading| {
        let accepted = accept(vec![of(Quarter::First, before), of(Quarter::Second, Reading::NotApplicable)]).value;
        let now = accepted.of_period(Period::quarter(2025, Quarter::Second)).next().unwrap();
        numbers_withdrawn(&form, now, &accepted).first().map(Finding::values)
    };
    assert_eq!(told(Reading::Text("否".to_owned())).unwrap(), "设置老年医学科＝不适用；上次设置老年医学科＝否");
    assert_eq!(told(Reading::NotApplicable), None);
}

fn unit(code: &str) -> Unit {
    Unit::new(UnitCode::new(code), code, Category::new("医院"), CountyCode::new("1"))
}

fn registry(units: impl IntoIterator<Item = Unit>) -> Registry {
    Registry { units: units.into_iter().map(|unit| (unit.code.clone(), unit)).collect(), ..Registry::default() }
}

fn told_of(successor: &[(Quarter, [f64; 4])], judged: Quarter) -> Option<String> {
    told_as(PredecessorData::Apart, successor, judged)
}

fn told_as(predecessor_data: PredecessorData, successor: &[(Quarter, [f64; 4])], judged: Quarter) -> Option<String> {
    told_on(&form(), predecessor_data, successor, judged)
}

/// H1 and H2 closed on 30 June with 200 and 20 visits, as many in each quarter, and became H9.
fn told_on(form: &Form, predecessor_data: PredecessorData, successor: &[(Quarter, [f64; 4])], judged: Quarter) -> Option<String> {
    let closed = |code: &str| Unit { closed: Some(date(2025, 6, 30)), ..unit(code) };
    let predecessors = vec![UnitCode::new("H1"), UnitCode::new("H2")];
    let registry = registry([closed("H1"), closed("H2"), Unit { predecessors, predecessor_data, ..unit("H9") }]);
    let second = if form.is_by_quarter() { 1.0 } else { 2.0 };
    let of = |code: &str, quarter: Quarter, times: f64, beds: f64| {
        let visits = beds * 2.0 * times;
        numbers(code, quarter, [visits, visits / 5.0, visits / 2.0, beds])
    };
    let mut returns = vec![
        of("H1", Quarter::First, 1.0, 50.0),
        of("H1", Quarter::Second, second, 50.0),
        of("H2", Quarter::First, 1.0, 5.0),
        of("H2", Quarter::Second, second, 5.0),
    ];
    returns.extend(successor.iter().map(|(quarter, values)| numbers("H9", *quarter, *values)));
    let accepted = accept(returns).value;
    let period = Period::quarter(2025, judged);
    let filed = accepted.find(period, &UnitCode::new("H9"), &form.id).unwrap();
    let unit = &registry.units[&filed.unit];
    let spans = Spans::new(&accepted, [form], &registry).about(&registry, period);
    super::predecessors((&registry, unit), form, &spans, filed, &accepted).map(|finding| finding.message())
}

#[test]
fn a_first_return_that_contains_the_predecessors_is_asked_about() {
    // A quarter of both is 110, 22 and 55.
    assert_eq!(told_of(&[(Quarter::Third, [110.0, 22.0, 55.0, 55.0])], Quarter::Third), None);
    assert_eq!(told_of(&[(Quarter::Third, [150.0, 30.0, 70.0, 55.0])], Quarter::Third), None, "business is good");
    let contained = (Quarter::Third, [330.0, 66.0, 165.0, 55.0]);
    let told = told_of(&[contained], Quarter::Third).expect("a finding");
    assert!(told.contains("3项时期数中有3项像是已含前身单位（H1、H2）当年的数"), "{told}");
    assert_eq!(
        told_of(&[contained, (Quarter::Fourth, [440.0, 88.0, 220.0, 55.0])], Quarter::Fourth),
        None,
        "later returns go on"
    );
}

#[test]
fn a_first_return_that_leaves_the_predecessors_out_is_asked_about() {
    let contained = |successor: &[(Quarter, [f64; 4])]| told_as(PredecessorData::Contained, successor, Quarter::Third);
    // 220 of both up to June, and 110 since.
    assert_eq!(contained(&[(Quarter::Third, [330.0, 66.0, 165.0, 55.0])]), None);
    let told = contained(&[(Quarter::Third, [110.0, 22.0, 55.0, 55.0])]).expect("a finding");
    assert!(told.contains("3项时期数中有3项小于前身单位（H1、H2）当年已报的数与本单位上期累计之和"), "{told}");
    // Who had 400 before comes to 620 at least.
    let before = (Quarter::Second, [400.0, 80.0, 200.0, 90.0]);
    assert_eq!(contained(&[before, (Quarter::Third, [930.0, 186.0, 465.0, 145.0])]), None);
    assert!(contained(&[before, (Quarter::Third, [600.0, 120.0, 300.0, 145.0])]).is_some());
}

#[test]
fn a_hospital_that_takes_over_others_is_asked_by_what_it_had_itself() {
    let before = (Quarter::Second, [400.0, 80.0, 200.0, 90.0]);
    // Its own 200 a quarter and their 110.
    assert_eq!(told_of(&[before, (Quarter::Third, [710.0, 142.0, 355.0, 145.0])], Quarter::Third), None);
    assert!(told_of(&[before, (Quarter::Third, [930.0, 186.0, 465.0, 145.0])], Quarter::Third).is_some());
}

#[test]
fn a_quarter_never_contains_what_predecessors_had_filed_before() {
    let form = Form { basis: FlowBasis::Quarter, ..form() };
    for predecessor_data in [PredecessorData::Apart, PredecessorData::Contained] {
        let told = |successor: &[(Quarter, [f64; 4])]| told_on(&form, predecessor_data, successor, Quarter::Third);
        // A quarter of both is 110; their year was 220.
        assert_eq!(told(&[(Quarter::Third, [110.0, 22.0, 55.0, 55.0])]), None);
        let contained = told(&[(Quarter::Third, [330.0, 66.0, 165.0, 55.0])]).expect("a finding");
        assert!(
            contained.contains("3项时期数中有3项像是已含前身单位（H1、H2）当年以前各季的数，而本表只填本季的数"),
            "{contained}"
        );
        // Who had 200 in the second quarter comes to 310 with theirs.
        let before = (Quarter::Second, [200.0, 40.0, 100.0, 90.0]);
        assert_eq!(told(&[before, (Quarter::Third, [310.0, 62.0, 155.0, 145.0])]), None);
        assert!(told(&[before, (Quarter::Third, [530.0, 106.0, 265.0, 145.0])]).is_some());
    }
}

/// What TY-06 and TY-07 say of the third quarter of H1, on a form by the quarter.
fn told_by_quarter(opened: Option<Date>, returns: Vec<Return>) -> Vec<Finding> {
    let registry = registry([Unit { opened, ..unit("H1") }]);
    let accepted = accept(returns).value;
    let form = Form { basis: FlowBasis::Quarter, ..form() };
    let period = Period::quarter(2025, Quarter::Third);
    let spans = Spans::new(&accepted, [&form], &registry).about(&registry, period);
    let unit = &registry.units[&UnitCode::new("H1")];
    let filed = accepted.find(period, &unit.code, &form.id).unwrap();
    let missing = quarters::missing(unit, &form, &spans, filed, &accepted);
    missing.into_iter().chain(quarters::year_differs(unit, &form, &spans, filed)).collect()
}

const FIRST: [f64; 4] = [10.0, 2.0, 5.0, 50.0];
const THIRD: [f64; 4] = [30.0, 6.0, 15.0, 50.0];

#[test]
fn a_quarter_that_is_missing_in_the_year_is_told() {
    let told = told_by_quarter(None, vec![numbers("H1", Quarter::First, FIRST), numbers("H1", Quarter::Third, THIRD)]);
    let [gap] = told.as_slice() else { panic!("one finding: {told:?}") };
    assert_eq!((gap.id(), gap.values().as_str()), ("TY-06", "2025年第二季度报表＝未报"));
    assert!(gap.message().contains("没有2025年第二季度的报表，自年初起的累计数按缺数处理"), "{}", gap.message());
    assert!(gap.can_be_explained() && !gap.sends_back(), "the quarter itself counts");

    let told = told_by_quarter(Some(date(2025, 5, 6)), vec![numbers("H1", Quarter::Third, THIRD)]);
    assert_eq!(told[0].values(), "2025年第二季度报表＝未报", "before it opened nothing is due");
}

#[test]
fn a_quarter_that_leaves_a_flow_blank_is_told() {
    let second = |readings: [Reading; 4]| {
        let second = filed("H1", Period::quarter(2025, Quarter::Second), readings);
        told_by_quarter(None, vec![numbers("H1", Quarter::First, FIRST), second, numbers("H1", Quarter::Third, THIRD)])
    };
    let number = Reading::Number;
    let told = second([number(20.0), Reading::Blank, number(10.0), Reading::Blank]);
    let [blank] = told.as_slice() else { panic!("one finding: {told:?}") };
    // Beds do not flow.
    assert_eq!((blank.id(), blank.values().as_str()), ("TY-06", "2025年第二季度手术人次＝未填"));
    assert!(blank.message().contains("2025年第二季度手术人次未填"), "{}", blank.message());
    assert!(second([number(20.0), Reading::NotApplicable, number(10.0), number(50.0)]).is_empty(), "不适用 adds nothing");
}

#[test]
fn a_year_so_far_beside_a_quarter_is_their_sum() {
    let beside = |said: f64| {
        let place = Place { sheet: 0, row: 4, column: 4 };
        let said = Fact { item: 0, reading: Reading::Number(said), place: Some(place) };
        let third = Return { since_january: vec![said], ..numbers("H1", Quarter::Third, THIRD) };
        let second = numbers("H1", Quarter::Second, [20.0, 4.0, 10.0, 50.0]);
        told_by_quarter(None, vec![numbers("H1", Quarter::First, FIRST), second, third])
    };
    // 10 + 20 + 30.
    assert!(beside(60.0).is_empty());
    let told = beside(61.0);
    let [differs] = told.as_slice() else { panic!("one finding: {told:?}") };
    assert_eq!((differs.id(), differs.values().as_str()), ("TY-07", "本年累计诊疗人次＝61；各季之和诊疗人次＝60"));
    assert_eq!(differs.at.to_string(), "H1-2025Q3.xlsx › 表 › E5");
    assert!(differs.sends_back());
}
