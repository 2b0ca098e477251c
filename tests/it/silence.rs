//! Nobody wins anything by a return that has not come: lights, places and points withstand what stands in for it (docs/numbers.md rules 8
//! to 10).

use jiff::civil::date;
use proptest::prelude::*;
use tongbao_document::Light;
use tongbao_figures::aggregate::{Computed, Earlier, Figures, Group, GroupFigure, aggregate};
use tongbao_figures::assess::judge::judge;
use tongbao_figures::assess::score::{Ground, Line, Outcome, score};
use tongbao_figures::assess::{Assessment, Place, Status, TaskTally, Verdict, assess};
use tongbao_figures::audit::Tally;
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{CountyCode, Return, UnitCode};
use tongbao_returns::registry::{PredecessorData, Registry, Unit};

use crate::support::Said::{N, W};
use crate::support::{accepted, filed, indicator, plan, plan_with_scoring, registry, this_quarter, unit, visits};

const FIVE: [&str; 5] = ["H1", "H2", "H3", "H4", "H5"];

fn five() -> Registry {
    registry(&FIVE.map(|unit| (unit, "医院", "990001")))
}

fn county() -> Group {
    Group::County(CountyCode::new("990001"))
}

fn figures(plan: &Plan, registry: &Registry, returns: &[Return]) -> Figures {
    aggregate(plan, registry, &accepted(returns.to_vec()), this_quarter()).expect("formulas")
}

#[track_caller]
fn figure(plan: &Plan, registry: &Registry, returns: &[Return]) -> GroupFigure {
    *figures(plan, registry, returns).get(0, &county()).expect("a figure")
}

/// The verdict on the first indicator of 甲县 in the third quarter.
fn verdict(plan: &Plan, registry: &Registry, returns: &[Return]) -> Verdict {
    let figures = figures(plan, registry, returns);
    let addressee = figures.addressee(&county()).expect("a county");
    judge(plan, &plan.indicators[0], addressee, this_quarter(), figures.get(0, &county()).expect("a figure"))
}

/// Visits of the first four hospitals, and what the fifth filed.
fn with_fifth(period: &str, each: f64, fifth: &[(&str, f64)]) -> Vec<Return> {
    let four = FIVE.iter().take(4).map(|unit| visits(unit, period, each));
    four.chain(fifth.iter().map(|(period, number)| visits("H5", period, *number))).collect()
}

fn trend() -> Plan {
    plan(&indicator("诊疗", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"))
}

#[test]
fn a_trend_is_not_won_by_a_return_that_has_not_come() {
    // Four hospitals rise from 100 to 110; the fifth had 100, and 20 up to June: 30 up to September.
    let last_year = with_fifth("2024Q3", 100.0, &[("2024Q3", 100.0)]);
    let judged = |fifth: &[(&str, f64)]| {
        let returns = [last_year.clone(), with_fifth("2025Q3", 110.0, fifth)].concat();
        verdict(&trend(), &five(), &returns)
    };
    // 470 against 500.
    assert_eq!(judged(&[("2025Q2", 20.0), ("2025Q3", 30.0)]).light, Some(Light::Yellow));
    // Without it 440 against 400 are printed, and 470 against 500 are what is known.
    let silent = judged(&[("2025Q2", 20.0)]);
    assert_eq!((silent.status, silent.light, silent.is_asked()), (Status::Unproven, None, true));
    // 70 up to June are 105 up to September: 545 against 500.
    assert_eq!(judged(&[("2025Q2", 70.0)]).light, Some(Light::Green));
    // This year it has filed nothing; 100 in three quarters of last year are as many now.
    assert_eq!(judged(&[]).light, Some(Light::Green));
}

#[test]
fn a_trend_is_not_won_by_a_base_that_is_gone() {
    // Four hospitals rise from 100 to 105; the fifth falls from 90 to 30.
    let now = with_fifth("2025Q3", 105.0, &[("2025Q3", 30.0)]);
    let judged = |fifth: &[(&str, f64)]| verdict(&trend(), &five(), &[now.clone(), with_fifth("2024Q3", 100.0, fifth)].concat());
    // 450 against 490: 8 % less.
    assert_eq!(judged(&[("2024Q3", 90.0)]).light, Some(Light::Yellow));
    // Last year's return is blank, and 420 against 400 are printed. 60 up to June are 90 up to September.
    assert_eq!(judged(&[("2024Q2", 60.0)]).status, Status::Unproven);
    // What was said first after it tells as well: 120 in the whole year are 90 in three quarters.
    assert_eq!(judged(&[("2024Q4", 120.0)]).status, Status::Unproven);
}

#[test]
fn a_trend_is_not_forgotten_because_its_base_is_gone() {
    let registry = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990002")]);
    let judged = |last_year: &[Return]| {
        let now = [visits("H1", "2025Q3", 90.0), visits("H2", "2025Q3", 50.0)];
        verdict(&trend(), &registry, &[&now, last_year].concat())
    };
    assert_eq!(judged(&[visits("H1", "2024Q3", 100.0), visits("H2", "2024Q3", 50.0)]).light, Some(Light::Yellow));
    // 甲县 had filed last year, and its only base is blank now: asked, and without a light.
    let blank = filed("H1", "hospital", "2024Q3", &[("床位数", N(5.0))]);
    for silent in [&[visits("H2", "2024Q3", 50.0)][..], &[blank.clone(), visits("H1", "2024Q2", 60.0)]] {
        let verdict = judged(silent);
        assert_eq!((verdict.status, verdict.is_asked()), (Status::Withheld, true));
    }
    // Nobody at all had filed for that quarter, or nobody had been asked for the item by then.
    for nothing in [&[][..], &[visits("H2", "2024Q2", 50.0)], &[blank]] {
        let verdict = judged(nothing);
        assert_eq!((verdict.status, verdict.is_asked()), (Status::NothingEarlier(Earlier::LastYear), false));
    }
}

#[test]
fn a_target_is_not_reached_by_a_return_that_has_not_come() {
    let most = "unit = \"人次\"\ndecimals = 0\nbetter = \"lower\"\n[[indicator.target]]\nyear = 2025\nop = \"<=\"\nvalue = 450";
    let plan = plan(&indicator("诊疗", "SUM(诊疗人次)", most));
    let judged = |fifth: &[(&str, f64)]| verdict(&plan, &five(), &with_fifth("2025Q3", 110.0, fifth));
    // 440 are printed; with 10 in two quarters it would be 455.
    assert_eq!(judged(&[("2025Q2", 10.0)]).status, Status::Unproven);
    assert_eq!(judged(&[("2025Q2", 6.0)]).light, Some(Light::Green), "449");
    assert_eq!(judged(&[]).light, Some(Light::Green), "of one that was never known nothing is known");
}

#[test]
fn a_place_is_not_won_by_a_return_that_has_not_come() {
    let plan = plan(&indicator("占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", ""));
    let units = FIVE.map(|unit| (unit, "医院", "990001")).into_iter().chain([("H6", "医院", "990002")]);
    let registry = registry(&units.collect::<Vec<_>>());
    let of =
        |unit: &str, period: &str, part, whole| filed(unit, "hospital", period, &[("手术人次", N(part)), ("诊疗人次", N(whole))]);
    let places = |other: f64, fifth: &[Return]| {
        let four = FIVE.iter().take(4).map(|unit| of(unit, "2025Q3", 60.0, 100.0));
        let returns: Vec<Return> = four.chain([of("H6", "2025Q3", other, 100.0)]).chain(fifth.iter().cloned()).collect();
        let assessment = assess(&plan, &figures(&plan, &registry, &returns), |_| Some(()), |_| Tally::default());
        [county(), Group::County(CountyCode::new("990002"))].map(|county| *assessment.place(0, &county).expect("a place"))
    };
    // 240 of 480, 50 %, of five hospitals.
    assert_eq!(places(55.0, &[of("H5", "2025Q3", 0.0, 80.0)]), [Place::Ranked(2), Place::Ranked(1)]);
    // Without the fifth 60 % are printed; 0 of 52 up to June are 0 of 78: it would be 50.2 and the second.
    let june = [of("H5", "2025Q2", 0.0, 52.0)];
    assert_eq!(places(55.0, &june), [Place::Ranked(2), Place::Ranked(1)]);
    assert_eq!(places(60.0, &june), [Place::Ranked(2), Place::Ranked(1)], "nor is it shared");
    assert_eq!(places(40.0, &june), [Place::Ranked(1), Place::Ranked(2)], "50 % are the first place as well");
    assert_eq!(places(70.0, &june), [Place::Ranked(2), Place::Ranked(1)]);
}

/// The scorecard of 甲县, part by part.
fn lines(plan: &Plan, figures: &Figures) -> Vec<Line> {
    let ground = Ground {
        plan,
        weights_of: figures.period.year,
        figures,
        kind_of: &|_| None,
        tally_of: &|_| Tally::default(),
        tasks_of: &|_| TaskTally::default(),
        events: &[],
        last_year: &std::collections::BTreeMap::new(),
    };
    let scores = score(plan.scoring.as_ref().expect("a scoring"), &ground);
    scores.card(&county()).expect("a scorecard").1.lines.clone()
}

#[test]
fn points_are_those_of_the_less_favourable_value() {
    let scoring = "basis = \"办法\"\ninapplicable = \"spread\"\nmissing = \"zero\"\nbonus-cap = 1\npenalty-cap = 1\ncommend = []\n\
                   account = []\n[[grade]]\nname = \"合格\"\nfrom = 0\n[[scheme]]\nname = \"县区\"\nscope = \"county\"\n\
                   [[scheme.part]]\nindicator = \"占比\"\nweight = 100\nmethod = \"proportional\"\n";
    let target = "[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 50";
    let plan = plan_with_scoring(&indicator("占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", target), scoring);
    let of =
        |unit: &str, period: &str, part, whole| filed(unit, "hospital", period, &[("手术人次", N(part)), ("诊疗人次", N(whole))]);
    let scored = |fifth: Return| {
        let returns: Vec<Return> = FIVE.iter().take(4).map(|unit| of(unit, "2025Q3", 55.0, 100.0)).chain([fifth]).collect();
        match lines(&plan, &figures(&plan, &five(), &returns))[0].outcome {
            Outcome::Scored { ready, points, .. } => (ready.value, ready.is_filled, points),
            other => panic!("{other:?}"),
        }
    };
    // 55 % of four are printed, with 2 of 80 up to September as well 46.25 %: 92.6 of 100 points for 46.3 of 50.
    assert_eq!(scored(of("H5", "2025Q3", 2.0, 80.0)), (46.3, false, 92.6));
    // 1 of 50 up to June are 1.5 of 75: 221.5 of 475.
    assert_eq!(scored(of("H5", "2025Q2", 1.0, 50.0)), (46.6, true, 93.2));
    assert_eq!(scored(of("H5", "2025Q2", 30.0, 50.0)), (55.0, false, 100.0), "more than the target earns no more");
}

/// What 甲县 has of the first indicator with stand-ins: the least and the greatest.
#[track_caller]
fn filled(plan: &Plan, registry: &Registry, returns: &[Return]) -> (f64, f64) {
    let figure = figure(plan, registry, returns);
    let ends = figure.filled.expect("something is missing, and was known").value;
    let [least, greatest] = ends.map(|value| value.number().expect("a number"));
    (least, greatest)
}

#[test]
fn what_the_unit_said_in_another_quarter_stands_in() {
    let beds = plan(&indicator("床位", "SUM(床位数)", "unit = \"张\"\ndecimals = 0"));
    let of = |unit: &str, period: &str, number| filed(unit, "hospital", period, &[("床位数", N(number))]);
    let two = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990001")]);
    let now = of("H1", "2025Q3", 50.0);
    // A stock as it stood last: 7. A flow by the quarters of the year: 40 in a year are 30 in three quarters.
    assert_eq!(filled(&beds, &two, &[now, of("H2", "2024Q4", 7.0), of("H2", "2024Q3", 9.0)]), (57.0, 57.0));
    assert_eq!(filled(&trend(), &two, &[visits("H1", "2025Q3", 50.0), visits("H2", "2024Q4", 40.0)]), (80.0, 80.0));
    // What lies further away than a year stands in where nothing else is known.
    let long_ago = [visits("H1", "2025Q3", 50.0), visits("H2", "2023Q4", 40.0)];
    // Two quarters within a year: 20 in a half are 30, 60 in a year are 45.
    let two_quarters = [visits("H1", "2025Q3", 50.0), visits("H2", "2025Q2", 20.0), visits("H2", "2024Q4", 60.0)];
    assert_eq!(filled(&trend(), &two, &two_quarters), (80.0, 95.0));
    assert_eq!(filled(&trend(), &two, &long_ago), (80.0, 80.0));
    // An answer as it was.
    let answers = plan(&indicator("互认", "SUM(CASE WHEN 互认 = '是' THEN 1 ELSE 0 END)", "unit = \"家\"\ndecimals = 0"));
    let says = |unit: &str, period: &str| filed(unit, "hospital", period, &[("互认", W("是"))]);
    assert_eq!(filled(&answers, &two, &[says("H1", "2025Q3"), says("H2", "2025Q2")]), (2.0, 2.0));
    // Nothing is missing, or nothing was ever known: there is nothing to stand in.
    let last_year = [visits("H1", "2024Q3", 40.0), visits("H2", "2024Q3", 1.0)];
    let whole = [&last_year[..], &[visits("H1", "2025Q3", 50.0), visits("H2", "2025Q3", 1.0)]].concat();
    assert_eq!(figure(&trend(), &two, &whole).filled, None);
    assert_eq!(figure(&trend(), &two, &[last_year[0].clone(), visits("H1", "2025Q3", 50.0)]).filled, None);
    // Who opened in April has been at work for two quarters, of which it has filed one: 10 are 20.
    let mut young = two.clone();
    young.units.get_mut(&UnitCode::new("H2")).expect("a unit").opened = Some(date(2025, 4, 1));
    assert_eq!(filled(&trend(), &young, &[visits("H1", "2025Q3", 50.0), visits("H2", "2025Q2", 10.0)]), (70.0, 70.0));
    // Who closed in September and did not file for that quarter: 10 in one quarter are 30 in three, and not the 10 that are printed.
    let mut closed = two.clone();
    closed.units.get_mut(&UnitCode::new("H2")).expect("a unit").closed = Some(date(2025, 9, 15));
    let returns = [visits("H1", "2025Q3", 50.0), visits("H2", "2025Q1", 10.0)];
    assert_eq!(figure(&trend(), &closed, &returns).value, Computed::Number(60.0));
    assert_eq!(filled(&trend(), &closed, &returns), (80.0, 80.0));
}

#[test]
fn a_silent_successor_stands_in_with_those_that_it_came_from() {
    let merged = |data: PredecessorData| {
        let mut registry = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990001")]);
        registry.units.get_mut(&UnitCode::new("H2")).expect("a unit").closed = Some(date(2025, 6, 30));
        let (code, new) = unit("H9", "医院", "990001");
        let predecessors = vec![UnitCode::new("H2")];
        registry.units.insert(code, Unit { opened: Some(date(2025, 7, 1)), predecessors, predecessor_data: data, ..new });
        registry
    };
    let returns = [visits("H1", "2025Q3", 50.0), visits("H2", "2025Q2", 20.0)];
    // 20 in two quarters are 10 in the third: 50 and 20 and 10, whoever would have filed them.
    for data in PredecessorData::ALL {
        assert_eq!(filled(&trend(), &merged(data), &returns), (80.0, 80.0), "{data:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Seven hospitals of two counties do the same in every quarter of a year. Whichever returns 甲县 loses of the quarter or of the same of
    /// last year: it has no green that it had not with all of them, no better place, and no more points.
    #[test]
    fn whatever_is_lost_nothing_is_won(
        done in proptest::array::uniform2(proptest::array::uniform8((0_u16..50, 50_u16..100))),
        is_lost in proptest::array::uniform2(proptest::array::uniform8(any::<bool>())),
        at_most in 1_usize..3,
    ) {
        let scoring = "basis = \"办法\"\ninapplicable = \"spread\"\nmissing = \"zero\"\nbonus-cap = 1\npenalty-cap = 1\ncommend = []\n\
                       account = []\n[[grade]]\nname = \"合格\"\nfrom = 0\n[[scheme]]\nname = \"县区\"\nscope = \"county\"\n\
                       [[scheme.part]]\nindicator = \"占比\"\nweight = 50\nmethod = \"proportional\"\n\
                       [[scheme.part]]\nindicator = \"手术\"\nweight = 50\nmethod = \"rank\"\n";
        let target = "[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 35";
        let plan = plan_with_scoring(
            &(indicator("占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", "")
                + &indicator("达标占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", target)
                + &indicator("手术", "SUM(手术人次)", "unit = \"人次\"\ndecimals = 0\nbetter = \"lower\"")),
            scoring,
        );
        let codes = ["H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8"];
        let units: Vec<_> = codes.iter().enumerate().map(|(at, code)| (*code, "医院", if at < 6 { "990001" } else { "990002" })).collect();
        let registry = registry(&units);
        let returns = |is_lost: &dyn Fn(usize, usize) -> bool| {
            let mut returns = Vec::new();
            for (year, (name, done)) in ["2025", "2024"].iter().zip(&done).enumerate() {
                for (unit, (operations, visits)) in done.iter().enumerate() {
                    for quarter in (1..=3).filter(|quarter| *quarter < 3 || !is_lost(year, unit)) {
                        let values = [
                            ("手术人次", N(f64::from(*operations) * f64::from(quarter))),
                            ("诊疗人次", N(f64::from(*visits) * f64::from(quarter))),
                        ];
                        returns.push(filed(codes[unit], "hospital", &format!("{name}Q{quarter}"), &values));
                    }
                }
            }
            returns
        };
        let outcome = |returns: &[Return]| {
            let figures = figures(&plan, &registry, returns);
            let assessment: Assessment = assess(&plan, &figures, |_| Some(()), |_| Tally { due: 1, on_time: 1, ..Tally::default() });
            let is_green = |position| assessment.verdict(position, &county()).is_some_and(|verdict| verdict.light == Some(Light::Green));
            let place = |position| assessment.place(position, &county()).and_then(|place| place.number());
            let points: Vec<f64> = lines(&plan, &figures).iter().map(Line::points).collect();
            let reached = assessment.standing(&county()).and_then(|standing| standing.green_percent);
            ([0, 1, 2].map(is_green), [0, 1, 2].map(place), points, reached)
        };
        let whole = outcome(&returns(&|_, _| false));
        // At most two of six in either year: below the threshold nothing is judged anyway.
        let lost = |year: usize, unit: usize| {
            unit < 6 && is_lost[year][unit] && is_lost[year][..unit].iter().filter(|lost| **lost).count() < at_most
        };
        let silent = outcome(&returns(&lost));
        prop_assert!(silent.3 <= whole.3, "达标率 is won: {:?} instead of {:?}", silent, whole);
        for position in 0..3 {
            prop_assert!(!silent.0[position] || whole.0[position], "a green is won: {:?} instead of {:?}", silent, whole);
            let is_better = silent.1[position].zip(whole.1[position]).is_some_and(|(silent, whole)| silent < whole);
            prop_assert!(!is_better, "a place is won: {:?} instead of {:?}", silent, whole);
        }
        for (silent, whole) in silent.2.iter().zip(&whole.2) {
            prop_assert!(silent <= whole, "points are won: {silent} instead of {whole}");
        }
    }
}
