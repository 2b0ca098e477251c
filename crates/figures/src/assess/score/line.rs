//! One indicator of one group: whether it can be scored, and if not, why not and what becomes of its weight.

use super::method::earned;
use crate::aggregate::{Computed, GroupFigure};
use crate::assess::judge;
use crate::assess::judge::{Requirement, Status};
use crate::assess::ledger::TaskTally;
use crate::plan::{Addressee, Better, Demand, Indicator, Method, Plan, Scoring, Treatment};
use tongbao_document::count;
use tongbao_document::figure::round_half_up;
use tongbao_returns::domain::Period;

/// Why an indicator has nothing to be scored by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// No unit of the group is concerned.
    NotApplicable,
    /// The formula has no value.
    NotComputable,
    /// The plan has no number for this kind of group.
    NoTarget,
    /// The target begins to count after the period.
    NotDue,
    /// The target counted up to a day before the period's end.
    Ended,
    /// Nothing earlier to compare with, or to work the value out with.
    NoBase,
    /// Nobody reported what the formula needs.
    NotReported,
    /// Reported by fewer units than the plan's threshold.
    LowCoverage,
    /// Whether it is reached cannot be said while somebody has not reported.
    NotProven,
}

impl Lack {
    /// Whether it counts as not reported; else it does not apply.
    pub fn is_missing(self) -> bool {
        matches!(self, Self::NotReported | Self::LowCoverage | Self::NotProven)
    }

    /// As printed.
    pub fn reason(self) -> &'static str {
        match self {
            Self::NotApplicable => "不适用",
            Self::NotComputable => "无法计算",
            Self::NoTarget => "对本类对象未定目标值",
            Self::NotDue => "目标尚未到期",
            Self::Ended => "要求已截止",
            Self::NoBase => "无可比的上年数",
            Self::NotReported => "未报",
            Self::LowCoverage => "数据覆盖率不足",
            Self::NotProven => "有单位缺数，不能认定是否达标",
        }
    }

    /// What the pack says of its weight.
    pub fn treatment(self, scoring: &Scoring) -> Treatment {
        if self.is_missing() { scoring.missing } else { scoring.inapplicable }
    }
}

/// What a value is set against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standard {
    /// The demand in numbers.
    pub demand: Demand,
    /// It is last year's printed value: the plan names only a direction.
    pub is_last_year: bool,
}

/// What there is to score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ready {
    /// As printed.
    pub value: f64,
    /// What the method compares it with; none for methods with a scale of their own.
    pub standard: Option<Standard>,
    /// Whether it is the value with stand-ins for what is missing, which earns less than the printed one.
    pub is_filled: bool,
}

/// Decimals of 任务完成率.
pub const COMPLETION_DECIMALS: u8 = 1;

/// 任务完成率 as printed; the standard is that all is done.
pub(super) fn completion(tasks: TaskTally, method: &Method) -> Result<Ready, Lack> {
    let value = round_half_up(tasks.completion_percent().ok_or(Lack::NotApplicable)?, COMPLETION_DECIMALS);
    let standard = Standard { demand: Demand::AtLeast(100.0), is_last_year: false };
    Ok(Ready { value, standard: matches!(method, Method::Target | Method::Proportional).then_some(standard), is_filled: false })
}

/// 逾期任务数; nothing where no task is due.
pub(super) fn overdue(tasks: TaskTally) -> Result<Ready, Lack> {
    if tasks.due == 0 {
        return Err(Lack::NotApplicable);
    }
    Ok(Ready { value: count::to_f64(tasks.overdue), standard: None, is_filled: false })
}

/// The printed value of a group that enough units stand behind.
fn value_of(plan: &Plan, indicator: &Indicator, figure: Option<&GroupFigure>) -> Result<f64, Lack> {
    let Some(figure) = figure else { return Err(Lack::NotApplicable) };
    match figure.value {
        Computed::NotApplicable => Err(Lack::NotApplicable),
        Computed::NotReported => Err(Lack::NotReported),
        _ if !figure.coverage.reaches(plan.coverage_threshold) => Err(Lack::LowCoverage),
        Computed::NotComputable => Err(Lack::NotComputable),
        Computed::NotAsked(_) => Err(Lack::NoBase),
        Computed::Number(number) => Ok(printed(indicator, number)),
    }
}

/// As it is printed; no minus before a zero.
fn printed(indicator: &Indicator, number: f64) -> f64 {
    round_half_up(number, indicator.decimals) + 0.0
}

/// What there is to score of an indicator, or what is lacking. Where somebody is missing the least favourable counts of the printed value
/// and of those with stand-ins: no points are earned by a return that has not come.
pub(super) fn ready(
    plan: &Plan,
    indicator: &Indicator,
    method: &Method,
    of: (&Addressee, Period),
    figure: Option<&GroupFigure>,
) -> Result<Ready, Lack> {
    let printed = as_it_stands(plan, indicator, method, of, figure)?;
    let favour = |ready: &Ready| match method {
        Method::Rank if indicator.better == Better::Lower => Some(-ready.value),
        Method::Rank => Some(ready.value),
        _ => {
            let earned = earned(method, ready.standard.map(|standard| standard.demand), None, ready.value)?;
            Some(earned.points(100.0, ready.value))
        }
    };
    let filled = figure.into_iter().flat_map(GroupFigure::filled);
    let filled = filled.filter_map(|figure| as_it_stands(plan, indicator, method, of, Some(&figure)).ok());
    Ok(filled.fold(
        printed,
        |least, filled| {
            if favour(&filled) < favour(&least) { Ready { is_filled: true, ..filled } } else { least }
        },
    ))
}

/// The same of one figure.
fn as_it_stands(
    plan: &Plan,
    indicator: &Indicator,
    method: &Method,
    (addressee, period): (&Addressee, Period),
    figure: Option<&GroupFigure>,
) -> Result<Ready, Lack> {
    let is_measured_by_target = matches!(method, Method::Target | Method::Proportional);
    let value = value_of(plan, indicator, figure).map_err(|lack| {
        // Nobody owes a return about what is not asked: that it has not come costs no points.
        let not_asked = not_asked(judge::requirement(indicator, addressee, period), is_measured_by_target);
        not_asked.filter(|_| lack.is_missing()).unwrap_or(lack)
    })?;
    let Some(figure) = figure else { return Err(Lack::NotApplicable) };
    let verdict = judge::as_printed(plan, indicator, addressee, period, figure);
    // What the light cannot say, points do not say either; a place has no standard, and a scale of its own none of last year's.
    let says_reached =
        *method != Method::Rank && (is_measured_by_target || matches!(verdict.requirement, Requirement::Target { .. }));
    if says_reached && verdict.status == Status::Withheld {
        return Err(Lack::NotProven);
    }
    if !is_measured_by_target {
        return Ok(Ready { value, standard: None, is_filled: false });
    }
    let value = match verdict.requirement {
        // What is set against last year is what the same units come to.
        Requirement::Trend(_) => figure.compared_with_year_before().0.number().map_or(value, |number| printed(indicator, number)),
        _ => value,
    };
    let standard = match verdict.requirement {
        Requirement::Target { demand, .. } => Standard { demand, is_last_year: false },
        Requirement::Trend(better) => Standard { demand: base(plan, indicator, better, figure)?, is_last_year: true },
        Requirement::NotDue { .. }
        | Requirement::Ended { .. }
        | Requirement::Open
        | Requirement::Neutral
        | Requirement::NotForThisScope => return Err(not_asked(verdict.requirement, true).unwrap_or(Lack::NoTarget)),
    };
    Ok(Ready { value, standard: Some(standard), is_filled: false })
}

/// Why nothing is asked of a group by now: not yet, no more, or, of what a target alone measures, not at all. None of what is asked.
fn not_asked(requirement: Requirement, is_measured_by_target: bool) -> Option<Lack> {
    match requirement {
        Requirement::NotDue { .. } => Some(Lack::NotDue),
        Requirement::Ended { .. } => Some(Lack::Ended),
        Requirement::Open | Requirement::Neutral | Requirement::NotForThisScope => {
            is_measured_by_target.then_some(Lack::NoTarget)
        }
        Requirement::Target { .. } | Requirement::Trend(_) => None,
    }
}

/// Last year's printed value as a demand: not worse than that.
fn base(plan: &Plan, indicator: &Indicator, better: Better, figure: &GroupFigure) -> Result<Demand, Lack> {
    let (_, base) = figure.compared_with_year_before();
    let Some(base) = base.number().filter(|_| figure.yearly.reaches(plan.coverage_threshold)) else {
        return Err(Lack::NoBase);
    };
    let base = printed(indicator, base);
    Ok(if better == Better::Lower { Demand::AtMost(base) } else { Demand::AtLeast(base) })
}
