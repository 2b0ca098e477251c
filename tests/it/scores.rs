//! A year of five hospitals, scored by hand; and what must hold of every year.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use tongbao::compose::Composed;
use tongbao::pipeline::Setup;
use tongbao::pipeline::progress::Silent;
use tongbao::pipeline::request::RunRequest;
use tongbao::pipeline::run::documents;
use tongbao_document::subject::ScorePart;
use tongbao_document::{Cell, Figure, FigureId, GroupId, Measure, Subject, Table};
use tongbao_figures::aggregate::{Figures, Group, aggregate};
use tongbao_figures::assess::TaskTally;
use tongbao_figures::assess::score::{Ground, Lack, Outcome, Scorecard, Scores, score};
use tongbao_figures::audit::Tally;
use tongbao_figures::plan::Plan;
use tongbao_render::xlsx::unexplained;
use tongbao_returns::domain::{CellAddress, Cycle, Event, EventSubject, Nature, Period, Return, UnitCode};
use tongbao_returns::ingest::Reader;
use tongbao_returns::registry::Registry;

use crate::support::Said::N;
use crate::support::{Said, accepted, filed, indicator, plan_with_scoring, registry};
use crate::whole::workspace_of_the_year;

/// Grades, one veto, a bonus, a penalty, and two penalties counted from the returns.
const RULES: &str = r#"
basis = "本办评分办法"
inapplicable = "spread"
missing = "zero"
bonus-cap = 4
penalty-cap = 6
commend = ["优秀"]
account = ["不合格"]
[[grade]]
name = "优秀"
from = 90
[[grade]]
name = "合格"
from = 60
[[grade]]
name = "不合格"
from = 0
[[veto]]
id = "弄虚作假"
title = "数据弄虚作假"
caps-at = "不合格"
[[adjustment]]
id = "推广"
title = "经验推广"
kind = "bonus"
points = 2
cap = 5
[[adjustment]]
id = "通报"
title = "被通报批评"
kind = "penalty"
points = 1
cap = 3
[[adjustment]]
id = "迟报"
title = "报表迟报"
kind = "penalty"
points = 0.2
cap = 2
counts = "late"
[[adjustment]]
id = "缺报"
title = "报表缺报"
kind = "penalty"
points = 0.5
cap = 4
counts = "missing"
"#;

/// 40 points in proportion to 1,000 visits, 30 against last year's operations, 20 by grade, 10 by the place among beds.
const SCHEME: &str = r#"
[[scheme]]
name = "医院"
scope = "unit"
categories = ["医院"]
[[scheme.part]]
indicator = "门诊量"
weight = 40
method = "proportional"
[[scheme.part]]
indicator = "手术量"
weight = 30
method = "proportional"
[[scheme.part]]
indicator = "级别"
weight = 20
method = "bands"
scale = { bands = [{ from = 4, percent = 100 }, { from = 3, percent = 50 }] }
[[scheme.part]]
indicator = "床位"
weight = 10
method = "rank"
"#;

fn plan() -> Plan {
    let visits = "unit = \"人次\"\ndecimals = 0\n[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 1000";
    let indicators = [
        indicator("门诊量", "SUM(诊疗人次)", visits),
        indicator("手术量", "SUM(手术人次)", "unit = \"人次\"\ndecimals = 0"),
        indicator("级别", "AVG(病历级别)", "unit = \"级\"\ndecimals = 1"),
        indicator("床位", "SUM(床位数)", "unit = \"张\"\ndecimals = 0"),
    ];
    plan_with_scoring(&indicators.concat(), &format!("{RULES}{SCHEME}"))
}

fn hospitals(codes: &[&str]) -> Registry {
    let units: Vec<_> = codes.iter().map(|code| (*code, "医院", "990001")).collect();
    registry(&units)
}

/// What a hospital filed for a year: visits, operations, grade, beds; blank where there is none.
fn year(unit: &str, year: i16, values: [Option<f64>; 4]) -> Return {
    let names = ["诊疗人次", "手术人次", "病历级别", "床位数"];
    let values: Vec<(&str, Said)> = names.into_iter().zip(values).filter_map(|(name, value)| Some((name, N(value?)))).collect();
    filed(unit, "hospital", &format!("{year}Q4"), &values)
}

fn event(unit: &str, nature: Nature, matter: &str, day: Date, reason: &str) -> Event {
    Event {
        subject: EventSubject::Unit(UnitCode::new(unit)),
        nature,
        matter: matter.to_owned(),
        date: day,
        points: None,
        reason: reason.to_owned(),
        sheet: "表".to_owned(),
        cell: CellAddress { row: 0, column: 0 },
    }
}

fn figures(plan: &Plan, registry: &Registry, returns: Vec<Return>) -> Figures {
    let period: Period = "2025".parse().expect("a period");
    aggregate(plan, registry, &accepted(returns), period).expect("figures")
}

fn code(group: &Group) -> String {
    GroupId::from(group).to_string()
}

fn scored(plan: &Plan, figures: &Figures, events: &[Event], tallies: &[(&str, Tally)]) -> Scores {
    scored_with_tasks(plan, figures, events, tallies, TaskTally::default())
}

/// The same, where every group has come so far with its tasks.
fn scored_with_tasks(plan: &Plan, figures: &Figures, events: &[Event], tallies: &[(&str, Tally)], tasks: TaskTally) -> Scores {
    let last_year = BTreeMap::from([(Group::Unit(UnitCode::new("U1")), 90.0)]);
    let tally_of = |group: &Group| {
        let known = tallies.iter().find(|(unit, _)| *unit == code(group));
        known.map_or_else(Tally::default, |(_, tally)| *tally)
    };
    let ground = Ground {
        plan,
        weights_of: figures.period.year,
        figures,
        kind_of: &|_| Some("医院".to_owned()),
        tally_of: &tally_of,
        tasks_of: &|_| tasks,
        events,
        last_year: &last_year,
    };
    score(plan.scoring.as_ref().expect("a scoring"), &ground)
}

/// Points of the lines, then `base + bonus - penalty = score grade #place`.
fn told(plan: &Plan, card: &Scorecard) -> String {
    let lines: Vec<String> = card.lines.iter().map(|line| format!("{:.2}/{:.2}", line.points(), line.effective)).collect();
    let total = card.total.expect("a score");
    let grade = &plan.scoring.as_ref().expect("a scoring").grades[total.grade].name;
    let unit = code(&card.group);
    format!(
        "{unit}: {} | {:.2} + {:.2} - {:.2} = {:.2} {grade} #{}",
        lines.join(" "),
        total.base,
        total.bonus,
        total.penalty,
        total.score,
        total.place
    )
}

#[test]
fn a_year_of_five_hospitals_is_scored_as_by_hand() {
    let plan = plan();
    let mut registry = hospitals(&["U1", "U2", "U3", "U4", "U5"]);
    registry.units.get_mut(&UnitCode::new("U3")).expect("a hospital").opened = Some(date(2025, 1, 1));
    let full = |visits, operations, grade, beds| [Some(visits), Some(operations), Some(grade), Some(beds)];
    let returns = vec![
        year("U1", 2024, full(900.0, 50.0, 4.0, 100.0)),
        year("U2", 2024, full(900.0, 50.0, 4.0, 100.0)),
        year("U4", 2024, full(900.0, 50.0, 4.0, 100.0)),
        year("U1", 2025, full(1000.0, 60.0, 4.0, 100.0)),
        year("U2", 2025, full(500.0, 40.0, 3.0, 80.0)),
        year("U3", 2025, full(750.0, 70.0, 2.0, 80.0)),
        year("U4", 2025, [Some(0.0), Some(50.0), None, Some(40.0)]),
    ];
    let figures = figures(&plan, &registry, returns);
    let events = [
        event("U1", Nature::Bonus, "推广", date(2025, 3, 1), "省会议"),
        event("U1", Nature::Bonus, "推广", date(2025, 4, 1), "省会议"),
        event("U1", Nature::Bonus, "推广", date(2025, 5, 1), "省会议"),
        event("U2", Nature::Veto, "弄虚作假", date(2025, 12, 31), "市通报"),
        event("U3", Nature::Penalty, "通报", date(2025, 6, 1), "省通报"),
        // Of other years.
        event("U3", Nature::Penalty, "通报", date(2024, 6, 1), "省通报"),
        event("U1", Nature::Veto, "弄虚作假", date(2026, 1, 1), "市通报"),
    ];
    let tallies = [("U4", Tally { late: 1, ..Tally::default() }), ("U5", Tally { missing: 4, ..Tally::default() })];
    let scores = scored(&plan, &figures, &events, &tallies);
    let cards = &scores.schemes[0];
    assert_eq!(
        cards.iter().map(|card| told(&plan, card)).collect::<Vec<_>>(),
        [
            // All four full; most beds. Three bonuses of 2 are 6, capped at 5 by themselves and at 4 together.
            "U1: 40.00/40.00 30.00/30.00 20.00/20.00 10.00/10.00 | 100.00 + 4.00 - 0.00 = 104.00 优秀 #1",
            // Half the visits: 20. 40 of last year's 50 operations: 24. Grade 3: half of 20. Second of four by beds: 3/4 of 10.
            // 61.5 is 合格; the veto makes it 不合格 and changes nothing else.
            "U2: 20.00/40.00 24.00/30.00 10.00/20.00 7.50/10.00 | 61.50 + 0.00 - 0.00 = 61.50 不合格 #2",
            // It was not there last year: 30 are spread over 70, so that 40, 20, 10 become 57.14, 28.57, 14.29.
            // 3/4 of 57.14 is 42.855, of 14.29 is 10.7175. One rebuke.
            "U3: 42.86/57.14 0.00/0.00 0.00/28.57 10.72/14.29 | 53.58 + 0.00 - 1.00 = 52.58 不合格 #3",
            // No visits, as many operations as last year, no grade filed: zero of 20. Last of four by beds. One return late.
            "U4: 0.00/40.00 30.00/30.00 0.00/20.00 2.50/10.00 | 32.50 + 0.00 - 0.20 = 32.30 不合格 #4",
            // Filed nothing at all: from nothing nothing can be taken.
            "U5: 0.00/40.00 0.00/30.00 0.00/20.00 0.00/10.00 | 0.00 + 0.00 - 0.00 = 0.00 不合格 #5",
        ]
    );
    assert_eq!(cards[2].lines[1].outcome, Outcome::Spread(Lack::NoBase));
    assert_eq!(cards[3].lines[2].outcome, Outcome::Zero(Lack::NotReported));
    assert_eq!(cards[0].total.expect("a score").last_year, Some(90.0));
    assert_eq!(cards[1].total.expect("a score").grade_by_score, 1);
    assert_eq!((cards[1].vetoed.len(), cards[0].vetoed.len()), (1, 0));
    assert_eq!((cards[0].adjusted[0].count, cards[0].adjusted[0].uncapped, cards[0].adjusted[0].points), (3, 6.0, 5.0));
}

#[test]
fn only_so_many_are_given_a_limited_grade_and_a_tie_too_many_gets_none() {
    let scheme = "[[scheme]]\nname = \"医院\"\nscope = \"unit\"\n[[scheme.part]]\nindicator = \"门诊量\"\nweight = 100\n";
    let visits = "unit = \"人次\"\ndecimals = 0\n[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 1000";
    let indicators = indicator("门诊量", "SUM(诊疗人次)", visits);
    let registry = hospitals(&CODES);
    // Scores 99, 95, 95, 92 and 50; U1 is vetoed where so said.
    let visits = [990.0, 950.0, 950.0, 920.0, 500.0];
    let returns = || CODES.iter().zip(visits).map(|(unit, visits)| year(unit, 2025, [Some(visits), None, None, None])).collect();
    let grades = |quota: &str, events: &[Event]| {
        let rules = RULES.replace("from = 90", &format!("from = 90\n{quota}"));
        let plan = plan_with_scoring(&indicators, &format!("{rules}{scheme}"));
        let scores = scored(&plan, &figures(&plan, &registry, returns()), events, &[]);
        let totals = scores.schemes[0].iter().map(|card| card.total.expect("a score"));
        totals.map(|total| (total.place, total.grade, total.crowded_out_of)).collect::<Vec<_>>()
    };
    let all = [(1, 0, None), (2, 0, None), (2, 0, None), (4, 0, None), (5, 2, None)];
    assert_eq!(grades("", &[]), all);
    // Two may be 优秀; second are two, which would make three.
    let first = [(1, 0, None), (2, 1, Some(0)), (2, 1, Some(0)), (4, 1, Some(0)), (5, 2, None)];
    assert_eq!(grades("most = 2", &[]), first);
    let three = [(1, 0, None), (2, 0, None), (2, 0, None), (4, 1, Some(0)), (5, 2, None)];
    assert_eq!(grades("most = 3", &[]), three);
    // 70 % of five are three and a half: three.
    assert_eq!(grades("most-percent = 70", &[]), three);
    // Who is vetoed is no 优秀, and leaves the place to the next.
    let veto = [event("U1", Nature::Veto, "弄虚作假", date(2025, 12, 31), "市通报")];
    let without = [(1, 2, None), (2, 0, None), (2, 0, None), (4, 1, Some(0)), (5, 2, None)];
    assert_eq!(grades("most = 2", &veto), without);
    assert_eq!(grades("most = 0", &[])[0], (1, 1, Some(0)), "none at all");
}

#[test]
fn tasks_that_are_due_are_scored_by_how_many_are_done() {
    let parts = "[[scheme]]\nname = \"县区\"\nscope = \"county\"\n[[scheme.part]]\nindicator = \"门诊量\"\nweight = 60\n\
                 method = \"rank\"\n[[scheme.part]]\ntasks = \"completion\"\nweight = 40\n";
    let rules = RULES.replace("counts = \"missing\"", "counts = \"overdue\"");
    let indicators = indicator("门诊量", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0");
    let plan = plan_with_scoring(&indicators, &format!("{rules}{parts}"));
    let registry = hospitals(&["U1"]);
    let of = |tasks: TaskTally| {
        let figures = figures(&plan, &registry, vec![year("U1", 2025, [Some(10.0), None, None, None])]);
        let scores = scored_with_tasks(&plan, &figures, &[], &[], tasks);
        let card = scores.schemes[0].iter().find(|card| code(&card.group) == "990001").expect("a county").clone();
        told(&plan, &card)
    };
    // The only county with a value has the first place: 60. Three of four tasks are 75.0 % of 40. One overdue task takes 0.5.
    let three_of_four = TaskTally { due: 4, done: 3, overdue: 1 };
    assert_eq!(of(three_of_four), "990001: 60.00/60.00 30.00/40.00 | 90.00 + 0.00 - 0.50 = 89.50 合格 #1");
    let all = TaskTally { due: 4, done: 4, overdue: 0 };
    assert_eq!(of(all), "990001: 60.00/60.00 40.00/40.00 | 100.00 + 0.00 - 0.00 = 100.00 优秀 #1");
    // As printed: two of three are 66.7 %, of 40 points 26.68.
    let two_of_three = TaskTally { due: 3, done: 2, overdue: 0 };
    assert_eq!(of(two_of_three), "990001: 60.00/60.00 26.68/40.00 | 86.68 + 0.00 - 0.00 = 86.68 合格 #1");
    // Nothing is due: its weight goes to the rest.
    assert_eq!(of(TaskTally::default()), "990001: 100.00/100.00 0.00/0.00 | 100.00 + 0.00 - 0.00 = 100.00 优秀 #1");
}

#[test]
fn each_overdue_task_takes_points_of_its_part() {
    let parts = "[[scheme]]\nname = \"县区\"\nscope = \"county\"\n[[scheme.part]]\nindicator = \"门诊量\"\nweight = 90\n\
                 method = \"rank\"\n[[scheme.part]]\ntasks = \"overdue\"\neach = 4\nweight = 10\n";
    let indicators = indicator("门诊量", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0");
    let plan = plan_with_scoring(&indicators, &format!("{RULES}{parts}"));
    let registry = hospitals(&["U1"]);
    let of = |due, overdue| {
        let figures = figures(&plan, &registry, vec![year("U1", 2025, [Some(10.0), None, None, None])]);
        let scores = scored_with_tasks(&plan, &figures, &[], &[], TaskTally { due, done: 0, overdue });
        let card = scores.schemes[0].iter().find(|card| code(&card.group) == "990001").expect("a county").clone();
        told(&plan, &card)
    };
    assert_eq!(of(5, 0), "990001: 90.00/90.00 10.00/10.00 | 100.00 + 0.00 - 0.00 = 100.00 优秀 #1");
    // Two times 4 of 10; three times would be 12.
    assert_eq!(of(5, 2), "990001: 90.00/90.00 2.00/10.00 | 92.00 + 0.00 - 0.00 = 92.00 优秀 #1");
    assert_eq!(of(5, 3), "990001: 90.00/90.00 0.00/10.00 | 90.00 + 0.00 - 0.00 = 90.00 优秀 #1");
    // Nothing is due: its weight goes to the rest.
    assert_eq!(of(0, 0), "990001: 100.00/100.00 0.00/0.00 | 100.00 + 0.00 - 0.00 = 100.00 优秀 #1");
}

#[test]
fn a_year_has_its_own_weights() {
    let parts = "[[scheme]]\nname = \"医院\"\nscope = \"unit\"\n\
                 [[scheme.part]]\nindicator = \"门诊量\"\nweights = { 2024 = 100, 2025 = 60 }\n\
                 [[scheme.part]]\nindicator = \"手术量\"\nweights = { 2025 = 40 }\n";
    let target =
        |value: u32| format!("unit = \"人次\"\ndecimals = 0\n[[indicator.target]]\nyear = 2024\nop = \">=\"\nvalue = {value}");
    let indicators = [indicator("门诊量", "SUM(诊疗人次)", &target(1000)), indicator("手术量", "SUM(手术人次)", &target(100))];
    let plan = plan_with_scoring(&indicators.concat(), &format!("{RULES}{parts}"));
    let registry = hospitals(&["U1"]);
    let told_of = |of_year: i16| {
        let returns = vec![year("U1", of_year, [Some(500.0), Some(100.0), None, None])];
        let period: Period = of_year.to_string().parse().expect("a year");
        let figures = aggregate(&plan, &registry, &accepted(returns), period).expect("figures");
        let scores = scored(&plan, &figures, &[], &[]);
        told(&plan, &scores.schemes[0][0])
    };
    // Half of 1,000 visits: in 2024 of 100 points, in 2025 of 60; operations are scored from 2025 on.
    assert_eq!(told_of(2024), "U1: 50.00/100.00 | 50.00 + 0.00 - 0.00 = 50.00 不合格 #1");
    assert_eq!(told_of(2025), "U1: 30.00/60.00 40.00/40.00 | 70.00 + 0.00 - 0.00 = 70.00 合格 #1");
}

#[test]
fn what_is_not_due_yet_costs_nothing_whether_it_is_reported_or_not() {
    let parts = "[[scheme]]\nname = \"医院\"\nscope = \"unit\"\n[[scheme.part]]\nindicator = \"门诊量\"\nweight = 60\n\
                 [[scheme.part]]\nindicator = \"手术量\"\nweight = 40\n";
    let target = |year: i16, value: u32| {
        format!("unit = \"人次\"\ndecimals = 0\n[[indicator.target]]\nyear = {year}\nop = \">=\"\nvalue = {value}")
    };
    let indicators =
        [indicator("门诊量", "SUM(诊疗人次)", &target(2025, 1000)), indicator("手术量", "SUM(手术人次)", &target(2024, 100))];
    let plan = plan_with_scoring(&indicators.concat(), &format!("{RULES}{parts}"));
    let registry = hospitals(&["U1"]);
    let card = |of_year: i16, visits: Option<f64>| {
        let period: Period = of_year.to_string().parse().expect("a year");
        let returns = vec![year("U1", of_year, [visits, Some(100.0), None, None])];
        let figures = aggregate(&plan, &registry, &accepted(returns), period).expect("figures");
        let scores = scored(&plan, &figures, &[], &[]);
        (scores.schemes[0][0].lines[0].outcome, told(&plan, &scores.schemes[0][0]))
    };
    // The 60 points of what is due from 2025 on are spread in 2024, be there a return, a zero or none.
    for visits in [Some(500.0), Some(0.0), None] {
        let whole = "U1: 0.00/0.00 100.00/100.00 | 100.00 + 0.00 - 0.00 = 100.00 优秀 #1".to_owned();
        assert_eq!(card(2024, visits), (Outcome::Spread(Lack::NotDue), whole), "{visits:?}");
    }
    let (outcome, of_2025) = card(2025, None);
    assert_eq!(outcome, Outcome::Zero(Lack::NotReported), "now somebody owes it");
    assert_eq!(of_2025, "U1: 0.00/60.00 40.00/40.00 | 40.00 + 0.00 - 0.00 = 40.00 不合格 #1");
}

#[test]
fn in_a_small_group_a_share_may_be_nobody_and_a_tie_at_the_top_too_many() {
    let scheme = "[[scheme]]\nname = \"医院\"\nscope = \"unit\"\n[[scheme.part]]\nindicator = \"门诊量\"\nweight = 100\n";
    let visits = "unit = \"人次\"\ndecimals = 0\n[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 1000";
    let indicators = indicator("门诊量", "SUM(诊疗人次)", visits);
    let grades = |codes: &[&str], quota: &str| {
        let rules = RULES.replace("from = 90", &format!("from = 90\n{quota}"));
        let plan = plan_with_scoring(&indicators, &format!("{rules}{scheme}"));
        let returns = codes.iter().map(|unit| year(unit, 2025, [Some(950.0), None, None, None])).collect();
        let scores = scored(&plan, &figures(&plan, &hospitals(codes), returns), &[], &[]);
        scores.schemes[0].iter().map(|card| card.total.expect("a score").grade).collect::<Vec<_>>()
    };
    // 30 % of one, two and three are less than one; of four one. Whoever shares the first place shares it with one too many.
    assert_eq!(grades(&["U1"], "most-percent = 30"), [1]);
    assert_eq!(grades(&["U1"], "most = 1"), [0]);
    assert_eq!(grades(&["U1", "U2"], "most = 1"), [1, 1]);
    assert_eq!(grades(&["U1", "U2"], "most-percent = 100"), [0, 0]);
    assert_eq!(grades(&[], "most-percent = 30"), [0_usize; 0]);
}

#[test]
fn where_no_weight_is_left_there_is_no_score() {
    let indicators = indicator("手术量", "SUM(手术人次)", "unit = \"人次\"\ndecimals = 0");
    let part = "[[scheme]]\nname = \"医院\"\nscope = \"unit\"\n[[scheme.part]]\nindicator = \"手术量\"\nweight = 100\nmethod = \"target\"";
    let plan = plan_with_scoring(&indicators, &format!("{RULES}{part}"));
    let figures = figures(&plan, &hospitals(&["U1"]), vec![year("U1", 2025, [None, Some(5.0), None, None])]);
    let veto = [event("U1", Nature::Veto, "弄虚作假", date(2025, 1, 1), "")];
    let scores = scored(&plan, &figures, &veto, &[]);
    let card = &scores.schemes[0][0];
    assert_eq!((card.total, card.vetoed.len()), (None, 1), "a veto is told all the same");
    assert!(scores.by_group().is_empty());
}

#[test]
fn a_prohibition_is_not_kept_while_somebody_has_not_reported() {
    let more = "unit = \"人次\"\ndecimals = 0\nbetter = \"lower\"\n[[indicator.target]]\nyear = 2025\nop = \"=\"\nvalue = 0";
    let indicators = indicator("手术量", "SUM(手术人次)", more);
    let part = "[[scheme]]\nname = \"县区\"\nscope = \"county\"\n[[scheme.part]]\nindicator = \"手术量\"\nweight = 100\nmethod = \"target\"";
    let plan = plan_with_scoring(&indicators, &format!("{RULES}{part}"));
    let registry = hospitals(&["U1", "U2", "U3", "U4", "U5"]);
    let some = |count: usize, value: f64| {
        let units = ["U1", "U2", "U3", "U4", "U5"].into_iter().take(count);
        let returns = units.map(|unit| year(unit, 2025, [None, Some(value), None, None])).collect();
        let scores = scored(&plan, &figures(&plan, &registry, returns), &[], &[]);
        scores.schemes[0].iter().find(|card| code(&card.group) == "990001").map(|card| card.lines[0].outcome)
    };
    assert!(matches!(some(5, 0.0), Some(Outcome::Scored { points, .. }) if (points - 100.0).abs() < 1e-9));
    assert_eq!(some(4, 0.0), Some(Outcome::Zero(Lack::NotProven)), "four of five, all zero");
    assert!(matches!(some(4, 1.0), Some(Outcome::Scored { points, .. }) if points.abs() < 1e-9), "broken already");
    assert_eq!(some(3, 0.0), Some(Outcome::Zero(Lack::LowCoverage)), "three of five are 60 %");
    assert_eq!(some(0, 0.0), Some(Outcome::Zero(Lack::NotReported)));
}

/// What hospitals may file: some of the values missing.
fn filings() -> impl Strategy<Value = Vec<[Option<f64>; 4]>> {
    let value = |most: u32| prop::option::weighted(0.8, (0..most).prop_map(f64::from));
    prop::collection::vec([value(1500), value(90), value(6), value(4)], 5)
}

const CODES: [&str; 5] = ["U1", "U2", "U3", "U4", "U5"];

fn of_filings(plan: &Plan, now: &[[Option<f64>; 4]], before: &[[Option<f64>; 4]], events: &[Event]) -> Scores {
    let of_year = |of: i16, filings: &[[Option<f64>; 4]]| {
        CODES.iter().zip(filings).map(|(unit, values)| year(unit, of, *values)).collect::<Vec<_>>()
    };
    let returns = of_year(2025, now).into_iter().chain(of_year(2024, before)).collect();
    scored(plan, &figures(plan, &hospitals(&CODES), returns), events, &[])
}

fn hundredths(number: f64) -> i64 {
    format!("{:.0}", number * 100.0).parse().expect("a whole number")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn printed_points_add_up_to_the_printed_score(now in filings(), before in filings()) {
        let plan = plan();
        for card in of_filings(&plan, &now, &before, &[event("U2", Nature::Bonus, "推广", date(2025, 1, 1), "")]).schemes.concat() {
            let total = card.total.expect("missing ones score zero");
            let points: i64 = card.lines.iter().map(|line| hundredths(line.points())).sum();
            let weights: i64 = card.lines.iter().map(|line| hundredths(line.effective)).sum();
            prop_assert_eq!(weights, 10_000);
            prop_assert_eq!(points, hundredths(total.base));
            prop_assert_eq!(points + hundredths(total.bonus) - hundredths(total.penalty), hundredths(total.score));
            prop_assert!(card.lines.iter().all(|line| (0.0..=line.effective).contains(&line.points())));
        }
    }

    #[test]
    fn who_files_what_under_which_code_changes_no_score(now in filings(), before in filings(), turn in 1_usize..5) {
        let plan = plan();
        let scores_of = |turn: usize| {
            let (mut now, mut before) = (now.clone(), before.clone());
            now.rotate_left(turn);
            before.rotate_left(turn);
            let mut scores: Vec<(i64, u32)> = of_filings(&plan, &now, &before, &[]).schemes.concat().iter()
                .map(|card| card.total.map_or((0, 0), |total| (hundredths(total.score), total.place))).collect();
            scores.sort_unstable();
            scores
        };
        prop_assert_eq!(scores_of(0), scores_of(turn));
    }

    #[test]
    fn a_veto_changes_no_score_and_a_bonus_passes_no_cap(now in filings(), vetoed in 0_usize..5, times in 1_i8..9) {
        let plan = plan();
        let plain = of_filings(&plan, &now, &now, &[]);
        let veto = of_filings(&plan, &now, &now, &[event(CODES[vetoed], Nature::Veto, "弄虚作假", date(2025, 2, 1), "")]);
        let numbers = |scores: &Scores| -> Vec<(String, i64, u32)> {
            scores.schemes.concat().iter().map(|card| {
                let total = card.total.expect("a score");
                (code(&card.group), hundredths(total.score), total.place)
            }).collect()
        };
        prop_assert_eq!(numbers(&plain), numbers(&veto));
        let unit = Group::Unit(UnitCode::new(CODES[vetoed]));
        prop_assert_eq!(veto.card(&unit).and_then(|(_, card)| card.total).map(|total| total.grade), Some(2));
        let events: Vec<Event> =
            (1..=times).map(|month| event(CODES[vetoed], Nature::Bonus, "推广", date(2025, month, 1), "")).collect();
        let total = of_filings(&plan, &now, &now, &events).card(&unit).and_then(|(_, card)| card.total).expect("a score");
        prop_assert!(total.bonus <= 4.0);
        prop_assert_eq!(hundredths(total.bonus), (i64::from(times) * 200).min(400));
    }
}

/// The year-end bulletins of a sample.
fn year_end(sample: &str) -> Vec<Composed> {
    let workspace = workspace_of_the_year(sample);
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
    let setup = Setup::open(workspace.path(), templates, Reader::in_process(), date(2026, 1, 20)).expect("a workspace");
    let period = "2025".parse().expect("a period");
    let request = RunRequest { period: Some(period), cycle: Some(Cycle::YearEnd), ..RunRequest::default() };
    documents(&setup, &request, &Silent).expect("documents")
}

fn tables(composed: &Composed) -> impl Iterator<Item = &Table> {
    let in_text = composed.document.blocks().filter_map(|block| match block {
        tongbao_document::Block::Table(table) => Some(table),
        _ => None,
    });
    in_text.chain(&composed.document.workbook_tables)
}

/// Adds every scorecard of a sample's year up again from what is printed; the number of scorecards.
#[track_caller]
fn scorecards_add_up(sample: &str) -> usize {
    let mut cards = 0;
    for composed in year_end(sample) {
        let figures: Vec<&Figure> = tables(&composed)
            .flat_map(|table| table.rows.iter().flat_map(|row| &row.cells))
            .filter_map(|cell| if let Cell::Figure(figure) = cell { Some(figure) } else { None })
            .collect();
        let is_of_scores = |id: &FigureId| {
            matches!(id.measure, Measure::Weight | Measure::EffectiveWeight | Measure::Points | Measure::Score)
                || matches!(id.subject, Subject::Score(_) | Subject::IndicatorScore(_))
        };
        for id in unexplained(&composed.document).into_iter().filter(is_of_scores) {
            let is_adjusted = figures.iter().any(|figure| figure.id == id && figure.adjustment != 0);
            assert!(is_adjusted, "{sample} {}: {id:?} is no live formula", composed.stem);
        }
        let printed: BTreeMap<&FigureId, f64> =
            figures.iter().filter_map(|figure| Some((&figure.id, figure.rounded()?))).collect();
        for table in tables(&composed).filter(|table| table.name.starts_with("得分 ")) {
            cards += 1;
            let of_table = table.rows.iter().flat_map(|row| &row.cells);
            let own: Vec<&Figure> =
                of_table.filter_map(|cell| if let Cell::Figure(figure) = cell { Some(figure) } else { None }).collect();
            let group = &own[0].id.group;
            let sum = |measure: Measure| -> i64 {
                let parts = own
                    .iter()
                    .filter(|figure| figure.id.measure == measure && matches!(figure.id.subject, Subject::IndicatorScore(_)));
                parts.filter_map(|figure| figure.rounded()).map(hundredths).sum()
            };
            let of = |part: ScorePart, measure: Measure| {
                let figure = own.iter().find(|figure| figure.id.subject == Subject::Score(part) && figure.id.measure == measure);
                figure.and_then(|figure| figure.rounded()).map(hundredths)
            };
            assert_eq!((sum(Measure::Weight), sum(Measure::EffectiveWeight)), (10_000, 10_000), "{}", table.title);
            let base = of(ScorePart::Indicators, Measure::Points).expect("a base");
            assert_eq!(sum(Measure::Points), base, "{}", table.title);
            let (bonus, penalty) = (of(ScorePart::Bonus, Measure::Points), of(ScorePart::Penalty, Measure::Points));
            let score = base + bonus.expect("a bonus") - penalty.expect("a penalty");
            assert_eq!(of(ScorePart::Score, Measure::Score), Some(score), "{}", table.title);
            // The same number in the ranking.
            let id = FigureId {
                subject: Subject::Score(ScorePart::Score),
                group: group.clone(),
                period: "2025".parse().ok(),
                measure: Measure::Score,
            };
            assert_eq!(printed.get(&id).copied().map(hundredths), Some(score));
        }
    }
    cards
}

#[test]
fn every_scorecard_of_jining_adds_up() {
    assert!(scorecards_add_up("jining") > 90);
}

#[test]
fn every_scorecard_of_kailu_adds_up() {
    assert!(scorecards_add_up("kailu") > 40);
}

#[test]
fn what_the_office_entered_counts_and_is_told_with_its_cell() {
    let composed = year_end("kailu");
    let area = composed.iter().find(|one| one.stem == "全县").expect("the area's bulletin");
    let rows = |name: &str| -> Vec<Vec<String>> {
        let table = tables(area).find(|table| table.name == name).unwrap_or_else(|| panic!("no table {name}"));
        table.rows.iter().map(|row| row.cells.iter().map(Cell::text).collect()).collect()
    };
    let events = rows("加减分事项");
    assert_eq!(events.len(), 5, "{events:?}");
    assert_eq!(events[0][1..5], ["开鲁县示例第十二镇卫生院", "一票否决", "数据或佐证材料弄虚作假", "2025-09-18"]);
    assert_eq!(events[0][7], "events.xlsx 一票否决 C3");
    // A score of 100 and the last grade: the veto changes the grade alone.
    let accountable = rows("问责名单");
    let vetoed = accountable.iter().find(|row| row[2] == "开鲁县示例第十二镇卫生院").expect("who is vetoed is listed");
    assert_eq!(vetoed[3..5], ["100.00", "不合格"]);
    assert!(vetoed[5].contains("一票否决"), "{vetoed:?}");
    assert!(!rows("表彰名单").iter().any(|row| row[2] == "开鲁县示例第十二镇卫生院"));
    let institutions = rows("机构得分排名");
    let of = |name: &str| institutions.iter().find(|row| row[1] == name).expect("an institution");
    assert_eq!(of("开鲁县示例第十二镇卫生院")[0], "1", "nor its place");
    // Three commendations of 1.5 are 4.5, capped at 3.
    assert_eq!(of("开鲁县示例医院")[3], "3.00");
    assert_eq!(rows("得分 开鲁县示例医院").iter().find(|row| row[1] == "获上级表彰奖励（次）").expect("a row")[2], "3");
}
