//! Which figure a number is.

use serde::{Deserialize, Serialize};

/// What a figure measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// The value of the period, cumulative for flows.
    Value,
    /// The value of the last period alone: a quarter, not January to September.
    Own,
    /// What the plan demands.
    Target,
    /// 序时进度: the part of the target that is due by now.
    DueByNow,
    /// 同比: change against the same period of last year.
    YearOnYear,
    /// 环比: change of the period's own value against the period before.
    PeriodOnPeriod,
    /// Value over target, in percent.
    Completion,
    /// Behind the demand, in the indicator's unit.
    Gap,
    /// Place in a ranking.
    Rank,
    /// Places gained (+) or lost (-) since the bulletin before.
    RankChange,
    /// How many units counted.
    Counted,
    /// How many units were due.
    Due,
    /// Counted over due, in percent.
    Coverage,
    /// A count of units, returns, findings or rows.
    Count,
    /// A share of counts, in percent.
    Share,
    /// What a unit filed for an item: the subject is the item, the group the unit.
    Filed,
    /// An aggregate that the indicator's formula is made of, e.g. `SUM(门诊人次)`; the subject is `indicator：aggregate`.
    Operand,
    /// [`Self::Value`] before it is rounded.
    ExactValue,
    /// [`Self::Own`] before it is rounded.
    ExactOwn,
    /// The base of 同比, not rounded.
    YearBefore,
    /// The base of 环比, not rounded.
    PeriodBefore,
    /// What a score sets a value against: a target, or last year's printed value.
    Standard,
    /// 权重: points out of 100.
    Weight,
    /// 折算权重: what the weight is after those without a value were spread over the rest.
    EffectiveWeight,
    /// 得分 of a part of a score.
    Points,
    /// 得分 of the whole.
    Score,
}

/// Which number this is; equal ids carry equal numbers, in whatever document they stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FigureId {
    /// Indicator id, item name or the name of a count, e.g. `县域内就诊率`.
    pub subject: String,
    /// Group: `area`, a county code, an alliance code or a unit code.
    pub group: String,
    /// Period, e.g. `2025Q3`.
    pub period: String,
    /// What of the subject.
    pub measure: Measure,
}
