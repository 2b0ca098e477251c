//! Who is chased, for what and how often; and that the counts add up, whatever arrives.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use tongbao::compose::chasing::{is_reminder, outstanding};
use tongbao::compose::{By, Chase, Office, Outstanding, Returns, State, chasing_list};
use tongbao_figures::audit::{Completeness, Deadlines, Tally, completeness, times_in_trouble};
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{Period, Quarter, Return, UnitCode};
use tongbao_returns::registry::Registry;

use crate::support::{accepted, ally, filed, indicator, plan, registry, this_quarter, visits};

fn tiny() -> Plan {
    plan(&indicator("诊疗", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"))
}

fn dated(mut filed: Return, day: Date) -> Return {
    filed.reported_on = Some(day);
    filed
}

fn judged(plan: &Plan, registry: &Registry, period: Period, returns: Vec<Return>, as_of: Date) -> Completeness {
    let on_last_day = registry.as_of(period.last_day());
    completeness(period, &plan.forms, &on_last_day, &accepted(returns), &Deadlines::default(), as_of, |_, _| None)
}

fn listed(
    plan: &Plan,
    registry: &Registry,
    this: &Completeness,
    earlier: &[Completeness],
    as_of: Date,
) -> (bool, Vec<Outstanding>) {
    let office = Office { name: "小县卫健委".to_owned(), is_sample: true, ..Office::default() };
    let times = times_in_trouble(earlier.iter().chain([this]), as_of);
    let returns = Returns { plan, forms: &plan.forms, registry, completeness: this, period: this_quarter() };
    let chase = Chase { returns, times: &times, findings: &[], office: &office, as_of };
    let title = chasing_list(&chase).head.title;
    assert_eq!(title, if is_reminder(&chase) { "小市2025年第三季度报送提醒名单" } else { "小市2025年第三季度催报名单" });
    (is_reminder(&chase), outstanding(&chase))
}

#[test]
fn each_sentence_names_unit_form_period_deadline_and_what_to_do() {
    let plan = tiny();
    let mut registry =
        registry(&[("H1", "医院", "990001"), ("H2", "医院", "990002"), ("H3", "医院", "990001"), ("H4", "医院", "990001")]);
    let contact = |registry: &mut Registry, code: &str, name: &str, phone: &str| {
        let unit = registry.units.get_mut(&UnitCode::new(code)).expect("a unit");
        (unit.contact, unit.phone) = (Some(name.to_owned()), Some(phone.to_owned()));
    };
    contact(&mut registry, "H2", "李四", "2222");
    contact(&mut registry, "H4", "王五", "4444");
    registry.units.get_mut(&UnitCode::new("H3")).expect("a unit").proxy = Some(UnitCode::new("H4"));
    let as_of = date(2025, 10, 20);
    let returns = vec![
        dated(visits("H1", "2025Q3", 1.0), date(2025, 10, 12)),
        dated(visits("H2", "2025Q3", 1.0), date(2025, 10, 17)),
        dated(filed("H4", "hospital", "2025Q3", &[]), date(2025, 10, 1)),
    ];
    let mut this = judged(&plan, &registry, this_quarter(), returns, as_of);
    this.due.iter_mut().find(|due| due.unit.as_str() == "H1").expect("due").is_returned = true;
    // In the second quarter H2 was late as well, and H3 was on time.
    let second = Period::quarter(2025, Quarter::Second);
    let before = vec![
        dated(visits("H1", "2025Q2", 1.0), date(2025, 7, 15)),
        dated(visits("H2", "2025Q2", 1.0), date(2025, 7, 16)),
        dated(visits("H3", "2025Q2", 1.0), date(2025, 7, 1)),
        dated(visits("H4", "2025Q2", 1.0), date(2025, 7, 1)),
    ];
    let earlier = judged(&plan, &registry, second, before, as_of);
    let (is_reminder, list) = listed(&plan, &registry, &this, &[earlier], as_of);
    assert!(!is_reminder);
    let told: Vec<_> = list
        .iter()
        .map(|one| {
            let (phone, remark) = (one.phone.as_deref(), one.remark.as_deref());
            (one.unit_code.as_str(), one.state, one.days_late, one.times_this_year, phone, remark)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("H3", State::Missing, 5, 1, Some("4444"), Some("代报：示例H4")),
            ("H4", State::Missing, 5, 1, Some("4444"), Some("空表")),
            ("H1", State::Returned, 0, 1, None, None),
            ("H2", State::Late, 2, 2, Some("2222"), Some("迟报2天")),
        ]
    );
    let sentences: Vec<_> = list.iter().map(|one| one.sentence.as_str()).collect();
    assert_eq!(
        sentences,
        [
            "示例H4：贵单位代示例H3报送的2025年第三季度《医院表》（T-1）报送截止日为2025年10月15日，已逾期5天，至今未收到，请于2个工作日内补报。",
            "示例H4：贵单位2025年第三季度《医院表》（T-1）报送截止日为2025年10月15日，已逾期5天，收到的是空表，请于2个工作日内补报。",
            "示例H1：贵单位2025年第三季度《医院表》（T-1）报送截止日为2025年10月15日，报表已收到，审核未通过，现予退回，请于2个工作日内按退回单改正或说明后重报。",
            "示例H2：贵单位2025年第三季度《医院表》（T-1）报送截止日为2025年10月15日，迟报2天，请说明迟报原因，下期按时报送。",
        ]
    );
}

#[test]
fn before_the_deadline_the_list_reminds_and_blames_nobody() {
    let plan = tiny();
    let registry = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990001")]);
    let returns = || vec![dated(visits("H1", "2025Q3", 1.0), date(2025, 10, 8))];
    for (day, reminds) in [(10, true), (15, true), (16, false)] {
        let as_of = date(2025, 10, day);
        let this = judged(&plan, &registry, this_quarter(), returns(), as_of);
        let (is_reminder, list) = listed(&plan, &registry, &this, &[], as_of);
        let [one] = list.as_slice() else { panic!("{list:?}") };
        assert_eq!((is_reminder, one.unit_code.as_str(), one.times_this_year), (reminds, "H2", usize::from(!reminds)));
        let blame = ["缺报", "逾期", "补报"];
        assert_eq!(blame.iter().any(|word| one.sentence.contains(word)), !reminds, "{}", one.sentence);
        assert_eq!(one.word(), if reminds { "待报" } else { "缺报" });
    }
}

#[derive(Debug, Clone)]
struct Institution {
    county: usize,
    is_bureau: bool,
    alliances: [bool; 2],
    /// Days after the period's end; none if nothing came.
    filed: Option<i64>,
    is_empty: bool,
}

fn institution() -> impl Strategy<Value = Institution> {
    (0_usize..3, any::<bool>(), any::<[bool; 2]>(), proptest::option::of(1_i64..40), any::<bool>())
        .prop_map(|(county, is_bureau, alliances, filed, is_empty)| Institution { county, is_bureau, alliances, filed, is_empty })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn on_time_late_and_missing_are_all_that_is_due_in_every_group(institutions in proptest::collection::vec(institution(), 1..30)) {
        let plan = tiny();
        let codes: Vec<String> = (0..institutions.len()).map(|number| format!("U{number}")).collect();
        let counties = ["990000", "990001", "990002"];
        let units: Vec<(&str, &str, &str)> = institutions
            .iter()
            .zip(&codes)
            .map(|(one, code)| (code.as_str(), if one.is_bureau { "卫健局" } else { "医院" }, counties[one.county]))
            .collect();
        let mut registry = registry(&units);
        for (position, alliance) in ["A", "B"].into_iter().enumerate() {
            let members: Vec<_> = institutions
                .iter()
                .zip(&codes)
                .filter(|(one, _)| one.alliances[position])
                .map(|(_, code)| (code.as_str(), None, None))
                .collect();
            ally(&mut registry, alliance, &members);
        }
        let returns = institutions.iter().zip(&codes).filter_map(|(one, code)| {
            let day = this_quarter().last_day().saturating_add(one.filed?.days());
            let values: &[_] = if one.is_empty { &[] } else if one.is_bureau { &[("常住人口", crate::support::Said::N(1.0))] } else { &[("诊疗人次", crate::support::Said::N(1.0))] };
            Some(dated(filed(code, if one.is_bureau { "bureau" } else { "hospital" }, "2025Q3", values), day))
        });
        let mut this = judged(&plan, &registry, this_quarter(), returns.collect(), date(2025, 11, 30));
        // Every second return that came with something in it is sent back.
        for due in this.due.iter_mut().step_by(2) {
            due.is_returned = due.timeliness != tongbao_figures::audit::Timeliness::Missing;
        }
        let returns = Returns { plan: &plan, forms: &plan.forms, registry: &registry, completeness: &this, period: this_quarter() };
        let whole = this.tally(|_| true);
        let add = |sum: Tally, part: Tally| Tally {
            due: sum.due + part.due,
            on_time: sum.on_time + part.on_time,
            late: sum.late + part.late,
            missing: sum.missing + part.missing,
            awaited: sum.awaited + part.awaited,
            returned: sum.returned + part.returned,
            empty: sum.empty + part.empty,
        };
        for by in [By::County, By::Form, By::Category, By::Alliance] {
            let parts = returns.parts(by);
            for tally in parts.iter().map(|part| part.tally).chain([whole]) {
                prop_assert_eq!(tally.on_time + tally.late + tally.missing + tally.awaited, tally.due);
                prop_assert!(tally.returned <= tally.on_time + tally.late);
                prop_assert!(tally.empty <= tally.missing);
            }
            if by != By::Alliance {
                let sum = parts.iter().map(|part| part.tally).fold(Tally::default(), add);
                prop_assert_eq!(sum, whole);
            }
        }
        let by_hand: BTreeMap<bool, usize> = institutions.iter().fold(BTreeMap::new(), |mut counts, one| {
            *counts.entry(one.filed.is_some_and(|days| days <= 15) && !one.is_empty).or_default() += 1;
            counts
        });
        prop_assert_eq!(whole.on_time, by_hand.get(&true).copied().unwrap_or_default());
    }
}
