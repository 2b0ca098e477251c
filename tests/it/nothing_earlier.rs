//! A formula that looks back, and a trend, in the first year: where nobody was asked before, nobody lacks anything (docs/numbers.md rules 8, 10
//! and 14).

use std::collections::BTreeMap;

use tongbao_figures::aggregate::{Computed, Earlier, Figures, Group, aggregate};
use tongbao_figures::assess::judge::judge;
use tongbao_figures::assess::score::{Ground, Lack, Line, Outcome, score};
use tongbao_figures::assess::{Assessment, Place, Status, TaskTally, Unranked, Verdict, assess};
use tongbao_figures::audit::Tally;
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{CountyCode, Return};
use tongbao_returns::registry::Registry;

use crate::support::Said::N;
use crate::support::{accepted, filed, indicator, plan, plan_with_scoring, registry, this_quarter, visits};

const GROWTH: &str = "(SUM(诊疗人次) - SUM(上年同期_诊疗人次)) * 100.0 / SUM(上年同期_诊疗人次)";
const AMOUNT: &str = "unit = \"张\"\ndecimals = 0\n";
const AT_MOST: &str = "better = \"lower\"\n[[indicator.target]]\nyear = 2025\nop = \"<=\"\nvalue = 10";
const NO_LAST_YEAR: Status = Status::NothingEarlier(Earlier::LastYear);

/// A hospital in each of two counties.
fn two() -> Registry {
    registry(&[("H1", "医院", "990001"), ("H2", "医院", "990002")])
}

fn county(code: &str) -> Group {
    Group::County(CountyCode::new(code))
}

/// What both hospitals had of visits.
fn both(period: &str, each: f64) -> [Return; 2] {
    [visits("H1", period, each), visits("H2", period, each)]
}

fn figures(plan: &Plan, returns: &[Return]) -> Figures {
    aggregate(plan, &two(), &accepted(returns.to_vec()), this_quarter()).expect("formulas")
}

fn verdict(plan: &Plan, figures: &Figures, group: &Group) -> Verdict {
    let addressee = figures.addressee(group).expect("a group");
    judge(plan, &plan.indicators[0], addressee, this_quarter(), figures.get(0, group).expect("a figure"))
}

/// The value of the area, how many count of how many, and how it is judged.
#[track_caller]
fn judged(plan: &Plan, returns: &[Return]) -> (Computed, u32, u32, Status) {
    let figures = figures(plan, returns);
    let area = figures.get(0, &Group::Area).expect("a figure");
    let verdict = verdict(plan, &figures, &Group::Area);
    if let Status::NothingEarlier(_) = verdict.status {
        assert_eq!((verdict.light, verdict.completion, verdict.is_asked()), (None, None, false));
    }
    (area.value, area.coverage.counted, area.coverage.due, verdict.status)
}

#[test]
fn a_growth_rate_without_last_year_lacks_nobody() {
    // Of one that is only asked to fall nothing can be said without last year's growth, of one with a target that somebody is missing.
    for (more, of_some) in [("better = \"lower\"", NO_LAST_YEAR), (AT_MOST, Status::Withheld)] {
        let growth = plan(&indicator("增幅", GROWTH, more));
        let first = both("2025Q3", 110.0);
        let nothing = (Computed::NotAsked(Earlier::LastYear), 0, 0, NO_LAST_YEAR);
        assert_eq!(judged(&growth, &first), nothing, "{more}");
        // That one of two has not filed now changes nothing of it.
        assert_eq!(judged(&growth, &first[..1]), nothing, "{more}");
        // Where the other had filed last year, it is missed.
        let one = [first.to_vec(), vec![visits("H2", "2024Q3", 100.0)]].concat();
        assert_eq!(judged(&growth, &one), (Computed::Number(10.0), 1, 2, of_some), "{more}");
    }
}

#[test]
fn last_years_growth_that_nobody_knows_is_no_missing_base() {
    let growth = plan(&indicator("增幅", GROWTH, "better = \"lower\""));
    let two_years = [both("2024Q3", 100.0), both("2025Q3", 110.0)].concat();
    // 10 % more than last year; by how much that was more than the year before nobody was asked.
    assert_eq!(judged(&growth, &two_years), (Computed::Number(10.0), 2, 2, NO_LAST_YEAR));
    // 乙县 had told of 2023, 甲县 had not: the growth of last year is missing there.
    let some = [two_years.clone(), vec![visits("H2", "2023Q3", 50.0)]].concat();
    let of = figures(&growth, &some);
    assert_eq!(verdict(&growth, &of, &county("990001")).status, Status::Withheld);
    // 10 % after 100 % is less.
    assert_eq!(verdict(&growth, &of, &county("990002")).status, Status::Improved);
    // A target needs no year before the last.
    let target = plan(&indicator("增幅", GROWTH, AT_MOST));
    assert_eq!(judged(&target, &two_years).3, Status::Reached);
}

#[test]
fn the_period_before_and_the_end_of_last_year_are_looked_back_at_alike() {
    let beds = |unit: &str, period: &str, beds: f64| filed(unit, "hospital", period, &[("床位数", N(beds))]);
    let now = [beds("H1", "2025Q3", 50.0), beds("H2", "2025Q3", 60.0)];
    for (prefix, earlier, before) in [
        ("上期_", Earlier::LastPeriod, "2025Q2"),
        ("上年末_", Earlier::LastYear, "2024Q4"),
        ("上年同期_", Earlier::LastYear, "2024Q3"),
    ] {
        let more = plan(&indicator("增加", &format!("SUM(床位数) - SUM({prefix}床位数)"), AMOUNT));
        let nothing = (Computed::NotAsked(earlier), 0, 0, Status::NothingEarlier(earlier));
        assert_eq!(judged(&more, &now), nothing, "{prefix}");
        // Returns had come by then, and nobody had said anything of beds.
        let of_others = [now.to_vec(), vec![visits("H1", before, 5.0)]].concat();
        assert_eq!(judged(&more, &of_others), nothing, "{prefix}");
        let one = [now.to_vec(), vec![beds("H1", before, 45.0)]].concat();
        let (value, counted, due, _) = judged(&more, &one);
        assert_eq!((value, counted, due), (Computed::Number(5.0), 1, 2), "{prefix}");
    }
}

/// How the two counties stand among one another.
fn assessed(plan: &Plan, returns: &[Return]) -> Assessment {
    let is_ranked = |group: &Group| matches!(group, Group::County(_)).then_some(());
    assess(plan, &figures(plan, returns), is_ranked, |_| Tally { due: 1, on_time: 1, ..Tally::default() })
}

#[test]
fn it_is_no_part_of_the_share_that_is_reached_and_has_no_place() {
    let reached = "unit = \"人次\"\ndecimals = 0\n[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 100";
    let plan = plan(&(indicator("增幅", GROWTH, "better = \"lower\"") + &indicator("诊疗", "SUM(诊疗人次)", reached)));
    let assessment = assessed(&plan, &both("2025Q3", 110.0));
    for county in [county("990001"), county("990002")] {
        let standing = assessment.standing(&county).expect("a standing");
        assert_eq!((standing.green, standing.withheld, standing.green_percent), (1, 0, Some(100.0)));
        assert_eq!(assessment.place(0, &county), Some(&Place::Unranked(Unranked::NoValue)));
        assert_eq!(assessment.place(1, &county), Some(&Place::Ranked(1)));
    }
}

#[test]
fn what_is_taken_over_others_has_nothing_earlier_either() {
    let growth = indicator("增幅", GROWTH, "scopes = [\"county\", \"area\"]");
    let share = "SUM(CASE WHEN 指标_增幅 >= 5 THEN 1 ELSE 0 END) * 100.0 / COUNT(指标_增幅)";
    let share = indicator("增长县占比", share, "over = \"county\"\nscopes = [\"area\"]");
    let plan = plan(&(growth + &share));
    let of = |returns: &[Return]| {
        let area = *figures(&plan, returns).get(1, &Group::Area).expect("a figure");
        (area.value, area.coverage.due)
    };
    assert_eq!(of(&both("2025Q3", 110.0)), (Computed::NotAsked(Earlier::LastYear), 0));
    assert_eq!(of(&[both("2024Q3", 100.0), both("2025Q3", 110.0)].concat()), (Computed::Number(100.0), 2));
}

#[test]
fn a_score_spreads_the_weight_of_what_has_nothing_earlier() {
    let scoring = "basis = \"办法\"\ninapplicable = \"spread\"\nmissing = \"zero\"\nbonus-cap = 1\npenalty-cap = 1\ncommend = []\n\
                   account = []\n[[grade]]\nname = \"合格\"\nfrom = 0\n[[scheme]]\nname = \"县区\"\nscope = \"county\"\n\
                   [[scheme.part]]\nindicator = \"增幅\"\nweight = 40\nmethod = \"target\"\n\
                   [[scheme.part]]\nindicator = \"诊疗\"\nweight = 60\nmethod = \"target\"\n";
    let reached = "unit = \"人次\"\ndecimals = 0\n[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 100";
    let plan = plan_with_scoring(&(indicator("增幅", GROWTH, AT_MOST) + &indicator("诊疗", "SUM(诊疗人次)", reached)), scoring);
    let figures = figures(&plan, &both("2025Q3", 110.0));
    let ground = Ground {
        plan: &plan,
        weights_of: 2025,
        figures: &figures,
        kind_of: &|_| None,
        tally_of: &|_| Tally::default(),
        tasks_of: &|_| TaskTally::default(),
        events: &[],
        last_year: &BTreeMap::new(),
    };
    let scores = score(plan.scoring.as_ref().expect("a scoring"), &ground);
    let lines = &scores.card(&county("990001")).expect("a scorecard").1.lines;
    // It does not apply: the other part has all the weight.
    assert_eq!(lines[0].outcome, Outcome::Spread(Lack::NoBase));
    let points: Vec<f64> = lines.iter().map(Line::points).collect();
    assert_eq!(points, [0.0, 100.0]);
}
