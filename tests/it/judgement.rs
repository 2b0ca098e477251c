//! Figures against demands: targets, 序时进度, trends, prohibitions, coverage, ranks.

use tongbao_document::Light;
use tongbao_figures::aggregate::{Comparison, Computed, Coverage, GroupFigure};
use tongbao_figures::assess::judge::judge;
use tongbao_figures::assess::{Requirement, Status, Verdict};
use tongbao_figures::plan::{Addressee, CountyNames};
use tongbao_returns::domain::{CountyCode, Period, Quarter};

use crate::support::{indicator, plan};

fn of_units(counted: u32, due: u32) -> Coverage {
    Coverage { counted, due, ..Coverage::default() }
}

fn figure(value: f64, year_before: Option<f64>) -> GroupFigure {
    GroupFigure {
        value: Computed::Number(value),
        coverage: of_units(1, 1),
        year_before: year_before.map_or(Computed::NotReported, Computed::Number),
        yearly: Comparison::default(),
        own: Computed::NotReported,
        own_coverage: Coverage::default(),
        own_before: Computed::NotReported,
        periodic: Comparison::default(),
        filled: None,
    }
}

/// The verdict on a value in the third quarter of 2025.
fn verdict(more: &str, value: f64, year_before: Option<f64>) -> Verdict {
    let plan = plan(&indicator("甲", "SUM(诊疗人次)", more));
    judge(&plan, &plan.indicators[0], &Addressee::Area, Period::quarter(2025, Quarter::Third), &figure(value, year_before))
}

fn light(more: &str, value: f64) -> Option<Light> {
    verdict(more, value, None).light
}

#[test]
fn a_rate_is_behind_by_a_part_of_its_target() {
    let rate = "[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 90";
    assert_eq!(light(rate, 90.0), Some(Light::Green));
    assert_eq!(light(rate, 89.96), Some(Light::Green), "it prints as 90.0");
    assert_eq!(light(rate, 81.0), Some(Light::Yellow), "a tenth of 90 is 9");
    assert_eq!(light(rate, 80.9), Some(Light::Red));
    let limit = "decimals = 2\nbetter = \"lower\"\n[[indicator.target]]\nyear = 2025\nop = \"<=\"\nvalue = 0.5";
    assert_eq!(light(limit, 0.55), Some(Light::Yellow));
    assert_eq!(light(limit, 3.41), Some(Light::Red), "nearly seven times the limit");
    assert_eq!(light(&rate.replace("90", "20"), 10.0), Some(Light::Red), "half of what is asked");
    let behind = verdict(rate, 81.0, None);
    assert_eq!((behind.status, behind.gap), (Status::Behind, Some(9.0)));
    assert!((behind.completion.unwrap() - 90.0).abs() < 1e-9);
}

#[test]
fn of_what_is_to_be_equal_and_not_more_nothing_is_completed() {
    let exactly = |better: &str, number: &str| {
        format!("better = \"{better}\"\n[[indicator.target]]\nyear = 2025\nop = \"=\"\nvalue = {number}")
    };
    let completion = |better: &str, number: &str, value: f64| verdict(&exactly(better, number), value, None).completion;
    // A share that is to be 80 % and neither more nor less.
    assert_eq!([33.5, 80.0, 90.0].map(|value| completion("within", "80", value)), [None; 3]);
    assert_eq!(completion("lower", "0", 3.0), None);
    // All of them, and 90 % are there.
    assert_eq!(completion("higher", "100", 90.0), Some(90.0));
}

#[test]
fn a_pack_may_measure_rates_in_points() {
    let mut plan = plan(&indicator("甲", "SUM(诊疗人次)", "[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 90"));
    plan.rates_in_points = true;
    let light = |value| {
        let figure = figure(value, None);
        judge(&plan, &plan.indicators[0], &Addressee::Area, Period::quarter(2025, Quarter::Third), &figure).light
    };
    assert_eq!((light(80.0), light(79.9)), (Some(Light::Yellow), Some(Light::Red)));
}

#[test]
fn before_its_time_a_target_is_not_due() {
    let by = |day: &str| format!("[[indicator.target]]\nby = \"{day}\"\nop = \">=\"\nvalue = 90");
    let verdict_of_later = verdict(&by("2025-12-31"), 10.0, Some(9.0));
    assert_eq!((verdict_of_later.status, verdict_of_later.light, verdict_of_later.gap), (Status::NotDue, None, None));
    assert!(!verdict_of_later.is_asked(), "nobody is behind what is not due");
    assert_eq!(verdict(&by("2025-08-01"), 10.0, None).status, Status::FarBehind, "due since August");
    assert_eq!(verdict(&by("2025-10-01"), 10.0, None).status, Status::NotDue, "due the day after the quarter");
    let from = |day: &str| by(day).replace("by", "from");
    assert_eq!(verdict(&from("2025-09-30"), 10.0, None).status, Status::FarBehind, "in force on the last day");
    let not_in_force = verdict(&from("2025-10-01"), 10.0, None);
    assert!(matches!(not_in_force.requirement, Requirement::NotDue { due, .. } if due.to_string() == "2025年10月1日起"));
    assert_eq!(not_in_force.status.word(), "尚未到期");
    // The first quarter of 2024 lies before the year of the target.
    let of_year = plan(&indicator("甲", "SUM(诊疗人次)", "[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 90"));
    let early = Period::quarter(2024, Quarter::First);
    assert_eq!(judge(&of_year, &of_year.indicators[0], &Addressee::Area, early, &figure(99.0, None)).status, Status::NotDue);
}

#[test]
fn a_demand_that_has_ended_judges_nobody() {
    let until = |day: &str| format!("[[indicator.target]]\nyear = 2025\nuntil = \"{day}\"\nop = \">=\"\nvalue = 90");
    assert_eq!(verdict(&until("2025-09-30"), 91.0, None).status, Status::Reached, "the last day counts");
    let ended = verdict(&until("2025-09-29"), 10.0, Some(9.0));
    assert_eq!((ended.status, ended.light, ended.is_asked()), (Status::Ended, None, false));
}

#[test]
fn what_holds_from_a_day_on_is_built_up_in_every_year() {
    let count =
        "unit = \"个\"\ndecimals = 0\npace = \"year\"\n[[indicator.target]]\nfrom = \"2024-07-01\"\nop = \">=\"\nvalue = 400";
    // At the end of September 2025 75 % of 400 are due again: 300.
    assert_eq!(verdict(count, 300.0, None).status, Status::OnSchedule);
    assert_eq!(verdict(count, 269.0, None).status, Status::FarBehind);
    // What was to be there by a day is due whole.
    let by = count.replace("pace = \"year\"\n", "").replace("from", "by");
    assert_eq!(verdict(&by, 300.0, None).status, Status::FarBehind);
}

fn county(peer_group: Option<&str>) -> Addressee {
    let county = CountyNames { code: CountyCode::new("990001"), names: vec!["甲县".to_owned()] };
    Addressee::County { county, peer_group: peer_group.map(str::to_owned) }
}

#[test]
fn a_target_for_some_counties_is_not_asked_of_others() {
    let targets = "[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 60\nfor = \"县区 = '甲县'\"\nscope = \"county\"\n\
                   [[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 90\nscope = \"area\"";
    let plan = plan(&indicator("甲", "SUM(诊疗人次)", targets));
    let of = |addressee: &Addressee| {
        judge(&plan, &plan.indicators[0], addressee, Period::quarter(2025, Quarter::Third), &figure(70.0, None))
    };
    assert_eq!(of(&county(None)).light, Some(Light::Green), "70 of 60");
    assert_eq!(of(&Addressee::Area).light, Some(Light::Red), "70 of 90");
    let other = CountyNames { code: CountyCode::new("990002"), names: vec!["乙县".to_owned()] };
    let other = of(&Addressee::County { county: other, peer_group: None });
    assert_eq!((other.requirement, other.light, other.is_asked()), (Requirement::NotForThisScope, None, false));
}

#[test]
fn a_count_built_up_during_the_year_is_judged_by_the_time_that_has_passed() {
    let count = "unit = \"个\"\ndecimals = 0\npace = \"year\"\n[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 400";
    // At the end of September 75 % of 400 are due: 300.
    assert_eq!(verdict(count, 300.0, None).status, Status::OnSchedule);
    assert_eq!(verdict(count, 400.0, None).status, Status::Reached);
    assert_eq!(verdict(count, 270.0, None).status, Status::Behind, "10 % behind 300");
    assert_eq!(verdict(count, 269.0, None).status, Status::FarBehind);
    assert_eq!(verdict(count, 270.0, None).gap, Some(30.0));
    let before = count.replace("2025", "2024");
    assert_eq!(verdict(&before, 300.0, None).status, Status::FarBehind, "what was due last year has no pace in this one");
}

#[test]
fn nobody_owes_a_part_of_a_whole_thing() {
    // Once a year: at the end of September nothing is due yet, at the end of the year it is.
    let once = "unit = \"次\"\ndecimals = 0\npace = \"year\"\n[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 1";
    let by_now = |verdict: Verdict| match verdict.requirement {
        Requirement::Target { by_now, .. } => by_now,
        _ => None,
    };
    let now = verdict(once, 0.0, None);
    assert_eq!((now.status, now.gap, by_now(now)), (Status::OnSchedule, None, Some(0.0)));
    let plan = plan(&indicator("甲", "SUM(诊疗人次)", once));
    let year = Period::quarter(2025, Quarter::Fourth);
    let at_the_end = judge(&plan, &plan.indicators[0], &Addressee::Area, year, &figure(0.0, None));
    assert_eq!((at_the_end.status, at_the_end.gap), (Status::FarBehind, Some(1.0)));
    // Of 3 a year 2.25 are due after three quarters: whole ones 2.
    assert_eq!(verdict(&once.replace("value = 1", "value = 3"), 2.0, None).status, Status::OnSchedule);
    // What has parts is due in parts.
    assert_eq!(by_now(verdict(&once.replace("decimals = 0", "decimals = 2"), 0.0, None)), Some(0.75));
}

#[test]
fn less_can_be_better_and_a_prohibition_has_no_tolerance() {
    let least = "unit = \"分钟\"\ndecimals = 0\nbetter = \"lower\"\n[[indicator.target]]\nyear = 2025\nop = \"<=\"\nvalue = 30";
    assert_eq!(light(least, 30.0), Some(Light::Green));
    assert_eq!(light(least, 33.0), Some(Light::Yellow));
    assert_eq!(light(least, 34.0), Some(Light::Red));
    assert_eq!([12.0, 30.0, 40.0].map(|value| verdict(least, value, None).completion), [None; 3], "12 of 30 is no 250 %");
    let none = "unit = \"个\"\ndecimals = 0\nbetter = \"lower\"\n[[indicator.target]]\nyear = 2025\nop = \"=\"\nvalue = 0";
    assert_eq!(light(none, 0.0), Some(Light::Green));
    assert_eq!(light(none, 1.0), Some(Light::Red));
}

#[test]
fn a_strict_demand_is_not_met_at_its_bound() {
    let more = "[[indicator.target]]\nyear = 2025\nop = \">\"\nvalue = 90";
    assert_eq!(light(more, 90.1), Some(Light::Green));
    let at_the_bound = verdict(more, 90.04, None);
    assert_eq!((at_the_bound.status, at_the_bound.light, at_the_bound.gap), (Status::Behind, Some(Light::Yellow), Some(0.0)));
    assert_eq!(light(more, 80.9), Some(Light::Red));
    let less = "better = \"lower\"\n[[indicator.target]]\nyear = 2025\nop = \"<\"\nvalue = 30";
    assert_eq!([29.9, 30.0, 33.1].map(|value| light(less, value)), [Light::Green, Light::Yellow, Light::Red].map(Some));
}

#[test]
fn a_number_with_a_tolerance_is_met_around_it() {
    let about = "better = \"within\"\n[[indicator.target]]\nyear = 2025\nop = \"=\"\nvalue = 80\ntolerance = 0.3";
    for (value, expected) in
        [(80.0, Light::Green), (80.3, Light::Green), (79.7, Light::Green), (80.4, Light::Yellow), (71.9, Light::Red)]
    {
        assert_eq!(light(about, value), Some(expected), "{value}");
    }
    assert_eq!(verdict(about, 81.0, None).gap, Some(1.0), "from the number, not from the end of the tolerance");
    assert_eq!(light(&about.replace("\ntolerance = 0.3", ""), 80.3), Some(Light::Yellow), "nothing is told of a tolerance");
}

#[test]
fn an_interval_is_reached_inside_it() {
    let within = "unit = \"家\"\ndecimals = 0\nbetter = \"within\"\n[[indicator.target]]\nyear = 2025\nop = \"between\"\nlow = 1\nhigh = 3";
    for (value, expected) in [(1.0, Light::Green), (3.0, Light::Green), (0.0, Light::Red), (4.0, Light::Red)] {
        assert_eq!(light(within, value), Some(expected), "{value}");
    }
}

#[test]
fn without_a_number_the_same_period_of_last_year_is_the_measure() {
    assert_eq!(verdict("", 50.0, Some(49.0)).status, Status::Improved);
    assert_eq!(verdict("", 50.04, Some(50.0)).status, Status::Unchanged, "both print as 50.0");
    let worse = verdict("", 49.0, Some(50.0));
    assert_eq!((worse.status, worse.light, worse.gap), (Status::Worse, Some(Light::Yellow), Some(1.0)), "one point, within ten");
    assert_eq!(verdict("", 39.9, Some(50.0)).light, Some(Light::Red));
    let amount = "unit = \"张\"\ndecimals = 0";
    assert_eq!(verdict(amount, 90.0, Some(100.0)).light, Some(Light::Yellow), "10 % of last year's");
    assert_eq!(verdict(amount, 89.0, Some(100.0)).light, Some(Light::Red));
    assert_eq!(verdict("better = \"lower\"", 49.0, Some(50.0)).status, Status::Improved);
    let alone = verdict("", 49.0, None);
    assert_eq!((alone.status.word(), alone.light, alone.is_asked()), ("无上年数据", None, false), "no base, no judgement");
}

#[test]
fn what_is_printed_as_unchanged_is_judged_unchanged_and_the_other_way_round() {
    let cost = "unit = \"元\"\ndecimals = 2\nbetter = \"lower\"";
    // 0.10 of 1,000 is 0.01 %: printed 0.0 %.
    let unchanged = verdict(cost, 1000.1, Some(1000.0));
    assert_eq!((unchanged.status, unchanged.light, unchanged.gap), (Status::Unchanged, Some(Light::Yellow), None));
    assert_eq!(verdict(cost, 999.9, Some(1000.0)).status, Status::Unchanged);
    let worse = verdict(cost, 1001.0, Some(1000.0));
    assert_eq!((worse.status, worse.gap), (Status::Worse, Some(1.0)), "0.1 %");
    // Both rates print as 50.0, and the change as 0.1 points.
    let risen = verdict("", 50.04, Some(49.96));
    assert_eq!((risen.status, risen.light), (Status::Improved, Some(Light::Green)));
    let fallen = verdict("better = \"lower\"", 50.04, Some(49.96));
    assert_eq!((fallen.status, fallen.gap), (Status::Worse, Some(0.1)));
    // They print as 50.1 and 50.0, and the change as 0.0.
    assert_eq!(verdict("", 50.05, Some(50.04)).status, Status::Unchanged);
    // From zero no percentage is printed: the numbers say it.
    assert_eq!(verdict(cost, 1.0, Some(0.0)).status, Status::Worse);
    assert_eq!(verdict(cost, 0.0, Some(0.0)).light, Some(Light::Green));
}

#[test]
fn what_is_set_during_the_plan_is_open_or_a_trend_until_then() {
    let set = |more: &str| {
        let target = "[[indicator.target]]\nyear = 2025\nset = \"2025-10-08\"\nop = \">=\"\nvalue = 90";
        indicator("甲", "SUM(诊疗人次)", &format!("{more}\n{target}"))
    };
    let of = |more: &str, of_year: Quarter| {
        let plan = plan(&set(more));
        judge(&plan, &plan.indicators[0], &Addressee::Area, Period::quarter(2025, of_year), &figure(50.0, Some(49.0)))
    };
    assert_eq!(of("", Quarter::Third).status, Status::Improved);
    assert_eq!(of("open = true", Quarter::Third).requirement, Requirement::Open);
    for more in ["", "open = true"] {
        assert_eq!(of(more, Quarter::Fourth).light, Some(Light::Red), "{more}");
    }
}

#[test]
fn neutral_and_open_indicators_have_neither_light_nor_gap() {
    for (more, requirement) in [("better = \"neutral\"", Requirement::Neutral), ("open = true", Requirement::Open)] {
        let verdict = verdict(more, 49.0, Some(50.0));
        assert_eq!((verdict.requirement, verdict.light, verdict.gap), (requirement, None, None));
    }
}

#[test]
fn a_target_of_the_city_is_not_asked_of_a_county() {
    let text = "unit = \"个\"\ndecimals = 0\n[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 30\nscope = \"area\"";
    let plan = plan(&indicator("甲", "SUM(诊疗人次)", text));
    let of = |addressee: &Addressee| {
        judge(&plan, &plan.indicators[0], addressee, Period::quarter(2025, Quarter::Third), &figure(3.0, Some(2.0)))
    };
    assert_eq!(of(&Addressee::Area).light, Some(Light::Red));
    assert_eq!(of(&county(None)).requirement, Requirement::NotForThisScope);
    assert_eq!(of(&county(None)).light, None);
}

#[test]
fn who_cannot_improve_is_not_behind() {
    assert_eq!(verdict("", 100.0, Some(100.0)).light, Some(Light::Green));
    assert_eq!(verdict("", 99.0, Some(99.0)).light, Some(Light::Yellow));
    let place = "unit = \"全省位次\"\ndecimals = 0\nbetter = \"lower\"";
    assert_eq!(verdict(place, 1.0, Some(1.0)).light, Some(Light::Green));
    assert_eq!(verdict(place, 3.0, Some(3.0)).light, Some(Light::Yellow));
}

/// The verdict on a figure of which only some units reported.
fn partial(more: &str, value: f64, counted: u32, due: u32) -> Verdict {
    partial_of("SUM(诊疗人次)", more, value, counted, due)
}

fn partial_of(formula: &str, more: &str, value: f64, counted: u32, due: u32) -> Verdict {
    let plan = plan(&indicator("甲", formula, more));
    let figure = GroupFigure { coverage: of_units(counted, due), ..figure(value, Some(100.0)) };
    judge(&plan, &plan.indicators[0], &Addressee::Area, Period::quarter(2025, Quarter::Third), &figure)
}

#[test]
fn below_the_threshold_of_coverage_nothing_is_judged() {
    let rate = "[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 90";
    assert_eq!(partial(rate, 95.0, 8, 10).light, Some(Light::Green));
    let withheld = partial(rate, 95.0, 7, 10);
    assert_eq!((withheld.light, withheld.status, withheld.is_asked()), (None, Status::Withheld, true));
}

#[test]
fn a_trend_is_of_the_units_that_counted_in_both_years() {
    let plan = plan(&indicator("甲", "SUM(诊疗人次)", "unit = \"张\"\ndecimals = 0"));
    let judged = |counted, units, base_units| {
        let yearly = Comparison {
            units,
            counted,
            due: 10,
            base_units,
            base_due: 10,
            base_missing: 10 - base_units,
            volume_percent: None,
            // The same units had 90 last year; of all ten 100 are known.
            restricted: Some((Computed::Number(95.0), Computed::Number(90.0))),
        };
        let figure = GroupFigure { coverage: of_units(counted, 10), yearly, ..figure(95.0, Some(100.0)) };
        judge(&plan, &plan.indicators[0], &Addressee::Area, Period::quarter(2025, Quarter::Third), &figure)
    };
    assert_eq!(judged(9, 9, 9).status, Status::Improved, "the missing unit is not the fall");
    assert_eq!(judged(8, 8, 8).light, Some(Light::Green));
    let too_few = judged(8, 7, 7);
    assert_eq!((too_few.light, too_few.is_asked()), (None, true), "seven of ten tell nothing");
    assert_eq!(judged(10, 7, 7).status, Status::Withheld, "last year's returns are missing: silence wins nothing in either year");
}

#[test]
fn a_trend_that_nobody_reported_is_withheld_and_not_forgotten() {
    let plan = plan(&indicator("甲", "SUM(诊疗人次)", "unit = \"张\"\ndecimals = 0"));
    let nobody = Comparison {
        due: 2,
        base_due: 2,
        restricted: Some((Computed::NotReported, Computed::NotReported)),
        ..Comparison::default()
    };
    let silent =
        GroupFigure { value: Computed::NotReported, coverage: of_units(0, 2), yearly: nobody, ..figure(0.0, Some(100.0)) };
    let judged =
        |figure: &GroupFigure| judge(&plan, &plan.indicators[0], &Addressee::Area, Period::quarter(2025, Quarter::Third), figure);
    assert_eq!((judged(&silent).status, judged(&silent).is_asked()), (Status::Withheld, true));
    // Who did not exist last year has nothing to be set against.
    let new = GroupFigure { year_before: Computed::NotApplicable, ..silent };
    assert_eq!(judged(&new).status, Status::NotJudged);
}

#[test]
fn all_and_none_are_not_reached_while_somebody_is_missing() {
    let all = "[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 100";
    assert_eq!(partial(all, 100.0, 9, 10).light, None);
    assert_eq!(partial(all, 100.0, 10, 10).light, Some(Light::Green));
    assert_eq!(partial(all, 90.0, 9, 10).light, Some(Light::Yellow), "that it is missed is certain");
    let none = "unit = \"个\"\ndecimals = 0\nbetter = \"lower\"\n[[indicator.target]]\nyear = 2025\nop = \"=\"\nvalue = 0";
    assert_eq!(partial(none, 0.0, 9, 10).light, None);
    assert_eq!(partial(none, 1.0, 9, 10).light, Some(Light::Red));
}

const AT_LEAST_ONE: &str = "unit = \"个\"\ndecimals = 0\n[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 1";
const AT_MOST_FIVE: &str =
    "unit = \"分钟\"\ndecimals = 0\nbetter = \"lower\"\n[[indicator.target]]\nyear = 2025\nop = \"<=\"\nvalue = 5";

/// The light on a value that is good enough, with nine of ten units.
fn light_of_nine(formula: &str, more: &str, value: f64) -> Option<Light> {
    partial_of(formula, more, value, 9, 10).light
}

#[test]
fn the_least_of_all_is_not_reached_while_somebody_is_missing_however_it_is_written() {
    for least in [
        "MIN(诊疗人次)",
        "min(诊疗人次)",
        "Min (诊疗人次)",
        "mIN(/* 每县 */ 诊疗人次)",
        "MIN /* 各县最少 */ (诊疗人次)",
        "ROUND(min(诊疗人次), 0)",
        "-Max(-诊疗人次)",
    ] {
        assert_eq!(light_of_nine(least, AT_LEAST_ONE, 2.0), None, "{least}: the missing one may be less");
        assert_eq!(light_of_nine(least, AT_MOST_FIVE, 2.0), Some(Light::Green), "{least}: the missing one cannot make it more");
        let all = partial_of(least, AT_LEAST_ONE, 2.0, 10, 10).light;
        assert_eq!(all, Some(Light::Green), "{least}");
    }
    for most in ["MAX(诊疗人次)", "Max(诊疗人次)", "max(诊疗人次) /* MIN( */", "10 - min(诊疗人次)"] {
        assert_eq!(light_of_nine(most, AT_MOST_FIVE, 2.0), None, "{most}: the missing one may be more");
        assert_eq!(light_of_nine(most, AT_LEAST_ONE, 2.0), Some(Light::Green), "{most}");
    }
}

#[test]
fn what_only_looks_like_the_least_is_judged_as_it_is() {
    for sum in [
        "SUM(诊疗人次)",
        "/* MIN( */ SUM(诊疗人次)",
        "SUM(CASE WHEN 单位名称 = 'MIN(x) MAX(y)' THEN 0 ELSE 诊疗人次 END)",
        "avg(诊疗人次)",
    ] {
        assert_eq!(light_of_nine(sum, AT_LEAST_ONE, 2.0), Some(Light::Green), "{sum}");
        assert_eq!(light_of_nine(sum, AT_MOST_FIVE, 2.0), Some(Light::Green), "{sum}");
    }
}

#[test]
fn a_range_of_the_least_is_open_at_both_ends_of_it() {
    let within = "unit = \"家\"\ndecimals = 0\nbetter = \"within\"\n[[indicator.target]]\nyear = 2025\nop = \"between\"\nlow = 1\nhigh = 3";
    assert_eq!(light_of_nine("MIN(诊疗人次)", within, 2.0), None);
    assert_eq!(light_of_nine("SUM(诊疗人次)", within, 2.0), Some(Light::Green));
}
