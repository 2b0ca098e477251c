//! One figure against what the plan demands of it (docs/numbers.md rules 4 and 8).

use jiff::civil::Date;

use super::change::change;
use crate::aggregate::{Computed, Earlier, GroupFigure};
use crate::plan::{Addressee, Better, Demand, Due, Indicator, Plan};
use tongbao_document::Light;
use tongbao_document::figure::round_half_up;
use tongbao_returns::domain::Period;

/// What the plan asks of an indicator in a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Requirement {
    /// A target.
    Target {
        /// As the plan writes it.
        demand: Demand,
        /// When it is due.
        due: Due,
        /// 序时进度: what must be reached by the period's end, if the target is built up during the year.
        by_now: Option<f64>,
    },
    /// 尚未到期: the target begins to count after the period's end.
    NotDue {
        /// As the plan writes it.
        demand: Demand,
        /// When it will be due.
        due: Due,
    },
    /// 要求已截止: the target counted up to a day before the period's end, and none has come after it.
    Ended {
        /// As the plan writes it.
        demand: Demand,
        /// Its last day.
        until: Date,
    },
    /// No number: better than the same period of last year.
    Trend(Better),
    /// 未定目标值: the plan names neither number nor direction.
    Open,
    /// 监测比较: neither colour nor rank.
    Neutral,
    /// The plan's numbers hold for other groups (a centre for the whole city is not asked of each county, what hospitals of the third grade
    /// are to reach not of others).
    NotForThisScope,
}

/// How a figure stands to its requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// 达标.
    Reached,
    /// 达到序时进度.
    OnSchedule,
    /// 未达标 or 落后序时进度, within the plan's tolerance.
    Behind,
    /// 未达标 beyond it.
    FarBehind,
    /// 较上年同期改善.
    Improved,
    /// 与上年同期持平.
    Unchanged,
    /// 较上年同期退步.
    Worse,
    /// 尚未到期.
    NotDue,
    /// 要求已截止.
    Ended,
    /// 缺数不评价: whether it is reached cannot be said, because returns are missing.
    Withheld,
    /// 缺数不评价: it is reached as printed, and would not be with stand-ins for what is missing.
    Unproven,
    /// 无上年数据 and so on: there is nothing earlier to work it out with or to set it against, and nobody lacks anything.
    NothingEarlier(Earlier),
    /// Nothing to judge by.
    NotJudged,
}

impl Status {
    /// In the bulletin's words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reached => "达标",
            Self::OnSchedule => "达到序时进度",
            Self::Behind => "略有差距",
            Self::FarBehind => "明显滞后",
            Self::Improved => "改善",
            Self::Unchanged => "持平",
            Self::Worse => "退步",
            Self::NotDue => "尚未到期",
            Self::Ended => "要求已截止",
            Self::Withheld | Self::Unproven => "缺数不评价",
            Self::NothingEarlier(earlier) => earlier.lack(),
            Self::NotJudged => "不评价",
        }
    }

    /// 缺数: asked, and without a light because returns are missing.
    pub fn is_withheld(self) -> bool {
        matches!(self, Self::Withheld | Self::Unproven)
    }
}

/// The judgement of one figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// What was asked.
    pub requirement: Requirement,
    /// How the figure stands to it.
    pub status: Status,
    /// In colour; none if not judged.
    pub light: Option<Light>,
    /// Value over target in percent; none without a positive target, of a limit, of a place, and of what is to be equal and not more.
    pub completion: Option<f64>,
    /// How far behind, in the indicator's unit; none if reached or not judged.
    pub gap: Option<f64>,
    /// The same in percent of what is asked (of last year's value, for a trend), or in percentage points where the pack measures rates
    /// so: what two periods can be compared by. Infinite where nothing at all is asked for.
    pub distance: Option<f64>,
}

impl Verdict {
    /// Whether it stands among what 达标率 is of: what applies and is due, judged or withheld (docs/numbers.md rule 10).
    pub fn is_asked(&self) -> bool {
        self.light.is_some() || self.status.is_withheld()
    }
}

/// Judges the printed value of a figure of a group. Green is withheld where it would not be with stand-ins for what is missing: nobody
/// reaches anything by a return that has not come.
pub fn judge(plan: &Plan, indicator: &Indicator, addressee: &Addressee, period: Period, figure: &GroupFigure) -> Verdict {
    let verdict = as_printed(plan, indicator, addressee, period, figure);
    if is_green(&verdict) && falls_short(plan, indicator, addressee, period, figure).is_some() {
        return Verdict { status: Status::Unproven, light: None, ..verdict };
    }
    verdict
}

/// The figure with stand-ins for what is missing that does not reach what is asked; none if it does whichever stand in.
pub fn falls_short(
    plan: &Plan,
    indicator: &Indicator,
    addressee: &Addressee,
    period: Period,
    figure: &GroupFigure,
) -> Option<GroupFigure> {
    figure.filled().find(|filled| !is_green(&as_printed(plan, indicator, addressee, period, filled)))
}

fn is_green(verdict: &Verdict) -> bool {
    verdict.light == Some(Light::Green)
}

/// Judges the printed value alone.
pub(super) fn as_printed(
    plan: &Plan,
    indicator: &Indicator,
    addressee: &Addressee,
    period: Period,
    figure: &GroupFigure,
) -> Verdict {
    let requirement = requirement(indicator, addressee, period);
    let status = match requirement {
        Requirement::NotDue { .. } => Status::NotDue,
        Requirement::Ended { .. } => Status::Ended,
        _ => Status::NotJudged,
    };
    let unjudged = Verdict { requirement, status, light: None, completion: None, gap: None, distance: None };
    let has_standard = match requirement {
        Requirement::Target { .. } => true,
        // Also where nobody who was there last year has reported now, or had reported then.
        Requirement::Trend(_) => {
            figure.yearly.base_missing > 0
                || figure.compared_with_year_before().1.number().is_some()
                || figure.year_before.number().is_some()
        }
        _ => false,
    };
    let nothing_earlier = |earlier: Earlier| match requirement {
        Requirement::Target { .. } | Requirement::Trend(_) => Verdict { status: Status::NothingEarlier(earlier), ..unjudged },
        _ => unjudged,
    };
    // Of what is asked, and not answered well enough to be judged.
    let withheld = match requirement {
        _ if has_standard => Verdict { status: Status::Withheld, ..unjudged },
        Requirement::Trend(_) if figure.value.number().is_some() => nothing_earlier(Earlier::LastYear),
        _ => unjudged,
    };
    // Too few units stand behind it: shown with its mark, neither judged nor ranked.
    if !figure.coverage.reaches(plan.coverage_threshold) {
        return withheld;
    }
    let value = match figure.value {
        Computed::Number(number) => round_half_up(number, indicator.decimals),
        Computed::NotReported => return withheld,
        // Nobody was asked at the time at which the formula looks back.
        Computed::NotAsked(earlier) => return nothing_earlier(earlier),
        Computed::NotApplicable | Computed::NotComputable => return unjudged,
    };
    match requirement {
        Requirement::Target { demand, by_now, .. } => {
            let completion = completion(indicator, demand, value);
            let short = shortfall(demand, by_now, value);
            // At the bound itself a strict demand is not met, and nothing is lacking.
            let is_reached = short < 0.0 || short == 0.0 && (by_now.is_some() || demand.is_met(value));
            // "All" and "none" are not reached while somebody has not reported.
            if is_reached && figure.coverage.lacks_somebody() && asks_everybody(indicator, demand) {
                return Verdict { completion, ..withheld };
            }
            let distance = behind(plan, indicator, demand, by_now, short);
            let (status, light) = if is_reached {
                let is_on_schedule_only = by_now.is_some() && shortfall(demand, None, value) > 0.0;
                (if is_on_schedule_only { Status::OnSchedule } else { Status::Reached }, Light::Green)
            } else if distance <= plan.yellow_within {
                (Status::Behind, Light::Yellow)
            } else {
                (Status::FarBehind, Light::Red)
            };
            let (gap, distance) = if is_reached { (None, None) } else { (Some(short), Some(distance)) };
            Verdict { requirement, status, light: Some(light), completion, gap, distance }
        }
        Requirement::Trend(_) if !has_standard => withheld,
        // Of too few that counted in both years no trend is told.
        Requirement::Trend(_) if !figure.yearly.reaches(plan.coverage_threshold) => {
            // Missing returns are missing in either year; who is new has nothing to be compared with.
            if figure.coverage.lacks_somebody() || figure.yearly.base_missing > 0 { withheld } else { unjudged }
        }
        Requirement::Trend(better) => {
            let (now, then) = figure.compared_with_year_before();
            let printed = |computed: Computed| computed.number().map(|number| round_half_up(number, indicator.decimals));
            let (Some(value), Some(base)) = (printed(now), printed(then)) else { return unjudged };
            // It went where the printed change says, which sentences tell and tables show; where none is printed, where the numbers say.
            let change = change(indicator, now, then);
            let as_told = change.rounded();
            let good = |difference: f64| if better == Better::Lower { -difference } else { difference };
            let improvement = good(as_told.unwrap_or(value - base));
            let difference = as_told.filter(|_| change.is_difference).unwrap_or(value - base);
            let lost = (-good(difference)).max(0.0);
            let distance = band_of(plan, indicator, base, lost);
            let (status, light) = match improvement {
                gained if gained > 0.0 => (Status::Improved, Light::Green),
                same if same.abs() < f64::EPSILON && is_at_the_limit(indicator, better, value) => {
                    (Status::Unchanged, Light::Green)
                }
                same if same.abs() < f64::EPSILON => (Status::Unchanged, Light::Yellow),
                _ if distance <= plan.yellow_within => (Status::Worse, Light::Yellow),
                _ => (Status::Worse, Light::Red),
            };
            let (gap, distance) = if status == Status::Worse { (Some(lost), Some(distance)) } else { (None, None) };
            Verdict { status, light: Some(light), gap, distance, ..unjudged }
        }
        Requirement::NotDue { .. }
        | Requirement::Ended { .. }
        | Requirement::Open
        | Requirement::Neutral
        | Requirement::NotForThisScope => unjudged,
    }
}

/// All of a rate, or none of a count: a missing unit may be the one that breaks it.
pub(super) fn asks_everybody(indicator: &Indicator, demand: Demand) -> bool {
    let drift = indicator.formula.drift();
    match demand {
        // The least of all, or the most: whoever is missing may be below, or above.
        Demand::AtLeast(_) | Demand::Above(_) if drift.may_fall => true,
        Demand::AtMost(_) | Demand::Below(_) if drift.may_rise => true,
        Demand::Exactly(_) | Demand::About { .. } | Demand::Between(..) if drift.may_fall || drift.may_rise => true,
        Demand::AtLeast(target) | Demand::Above(target) => indicator.unit.is_percent() && target >= 100.0,
        Demand::AtMost(target) | Demand::Below(target) | Demand::Exactly(target) => target <= 0.0,
        Demand::About { .. } | Demand::Between(..) => false,
    }
}

/// How far off a value is, as the band of yellow is written: in percent of what it is measured by, or in percentage points.
fn band_of(plan: &Plan, indicator: &Indicator, asked: f64, off: f64) -> f64 {
    if plan.rates_in_points && indicator.unit.is_percent() {
        off
    } else if asked.abs() > 0.0 {
        // Without the noise of division: a tenth is ten percent.
        round_half_up(off * 100.0 / asked.abs(), 9)
    } else {
        // Of nothing at all there is no part.
        f64::INFINITY
    }
}

/// Nothing better can be asked: all, none, or the first place.
fn is_at_the_limit(indicator: &Indicator, better: Better, value: f64) -> bool {
    match better {
        Better::Higher => indicator.unit.is_percent() && value >= 100.0,
        Better::Lower => value <= if indicator.unit.is_place() { 1.0 } else { 0.0 },
        Better::Neutral | Better::Within => false,
    }
}

/// What the plan asks of a group by an indicator in a period.
pub(super) fn requirement(indicator: &Indicator, addressee: &Addressee, period: Period) -> Requirement {
    if indicator.is_open && !indicator.has_targets(period) {
        return Requirement::Open;
    }
    if let Some(target) = indicator.target_for(period, addressee) {
        let by_now = match target.demand {
            Demand::AtLeast(value) if indicator.is_paced && target.is_built_up_in(period.year) => {
                let part = value * period.elapsed_percent() / 100.0;
                // Whole things are due whole: nobody owes a quarter of an inspection.
                Some(if indicator.decimals == 0 { part.floor() } else { part })
            }
            _ => None,
        };
        return Requirement::Target { demand: target.demand, due: target.due, by_now };
    }
    if let Some(target) = indicator.next_target(period, addressee) {
        return Requirement::NotDue { demand: target.demand, due: target.due };
    }
    if let Some((demand, until)) =
        indicator.ended_target(period, addressee).and_then(|target| Some((target.demand, target.until?)))
    {
        return Requirement::Ended { demand, until };
    }
    match indicator.better {
        Better::Higher | Better::Lower if !indicator.has_targets(period) => Requirement::Trend(indicator.better),
        Better::Neutral => Requirement::Neutral,
        Better::Higher | Better::Lower | Better::Within => Requirement::NotForThisScope,
    }
}

/// How far the value is from what is asked by now, in the indicator's unit; zero or less if it is reached.
fn shortfall(demand: Demand, by_now: Option<f64>, value: f64) -> f64 {
    match demand {
        Demand::AtLeast(target) | Demand::Above(target) => by_now.unwrap_or(target) - value,
        Demand::AtMost(target) | Demand::Below(target) => value - target,
        Demand::Exactly(target) => (value - target).abs(),
        Demand::About { .. } if demand.is_met(value) => 0.0,
        Demand::About { number, .. } => (value - number).abs(),
        Demand::Between(low, high) => (low - value).max(value - high),
    }
}

/// How far behind what is asked by now; a prohibition (zero) has no tolerance.
fn behind(plan: &Plan, indicator: &Indicator, demand: Demand, by_now: Option<f64>, short: f64) -> f64 {
    let asked = match demand {
        Demand::AtLeast(target) | Demand::Above(target) => by_now.unwrap_or(target),
        Demand::AtMost(target) | Demand::Below(target) | Demand::Exactly(target) => target,
        Demand::About { number, .. } => number,
        Demand::Between(low, high) => low.abs().max(high.abs()),
    };
    band_of(plan, indicator, asked, short)
}

/// Of a limit, a place and a share that is to be so large and no other nothing is completed: it is kept or not.
fn completion(indicator: &Indicator, demand: Demand, value: f64) -> Option<f64> {
    let of = |target: f64| (target > 0.0 && !indicator.unit.is_place()).then(|| value * 100.0 / target);
    match demand {
        Demand::AtLeast(target) | Demand::Above(target) => of(target),
        Demand::Exactly(target) | Demand::About { number: target, .. } => {
            of(target).filter(|_| indicator.better == Better::Higher && value <= target)
        }
        Demand::AtMost(_) | Demand::Below(_) | Demand::Between(..) => None,
    }
}
