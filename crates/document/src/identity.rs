//! Which number a figure is: what of what, of whom, when. Equal identities carry equal numbers, in whatever document they stand.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::period::PeriodId;
use super::subject::Subject;

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
    /// How many units are not concerned because all that they could contribute is 不适用.
    Inapplicable,
    /// Share of the volume of the units that counted, in percent.
    VolumeCoverage,
    /// A count of units, returns, findings or rows.
    Count,
    /// A share of counts, in percent.
    Share,
    /// What a unit filed for an item: the group is the unit.
    Filed,
    /// An aggregate that the indicator's formula is made of, e.g. `SUM(门诊人次)`.
    Operand,
    /// 差额: what the office adds to a sum of a group, beside its units.
    Adjustment,
    /// [`Self::Value`] before it is rounded.
    ExactValue,
    /// [`Self::Own`] before it is rounded.
    ExactOwn,
    /// The base of 同比, not rounded.
    YearBefore,
    /// The base of 环比, not rounded.
    PeriodBefore,
    /// 缺数补算: the value, or what is set against last year, with stand-ins for what is missing, not rounded.
    FilledValue,
    /// 缺数补算: the value by which a group is ranked, as printed, with stand-ins for what is missing.
    FilledRank,
    /// 缺数补算: the base of 同比 with stand-ins for what was missing then, not rounded.
    FilledYearBefore,
    /// 可比口径: the value of the compared units alone, not rounded.
    ComparedValue,
    /// 可比口径: the base of 同比 of the compared units alone, not rounded.
    ComparedYearBefore,
    /// 可比口径: the last period alone of the compared units alone, not rounded.
    ComparedOwn,
    /// 可比口径: the base of 环比 of the compared units alone, not rounded.
    ComparedPeriodBefore,
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

/// Of whom a figure is. A county, an alliance and a unit may have the same code, and are three.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupId {
    /// 全市 or 全县.
    Area,
    /// A county, by 县区代码.
    County(String),
    /// An alliance, by its code.
    Alliance(String),
    /// A unit, by 单位代码.
    Unit(String),
}

impl GroupId {
    /// Its code, which alone does not say what kind of group it is; `area` for the whole.
    pub fn code(&self) -> &str {
        match self {
            Self::Area => "area",
            Self::County(code) | Self::Alliance(code) | Self::Unit(code) => code,
        }
    }
}

impl fmt::Display for GroupId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

/// Which number this is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FigureId {
    /// What is measured: an indicator, a count, a part of a score.
    pub subject: Subject,
    /// Of whom.
    pub group: GroupId,
    /// For when; none of a list that is about several periods.
    pub period: Option<PeriodId>,
    /// What of the subject.
    pub measure: Measure,
}

impl FigureId {
    /// By which figures are listed for people: the words of the subject, the code of the group, the period, the measure.
    pub fn in_words(&self) -> (String, String, String, Measure) {
        let period = self.period.map(|period| period.to_string()).unwrap_or_default();
        (self.subject.to_string(), self.group.to_string(), period, self.measure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_one_code_are_told_apart() {
        let code = || "370811".to_owned();
        let groups = [GroupId::Area, GroupId::County(code()), GroupId::Alliance(code()), GroupId::Unit(code())];
        for (position, one) in groups.iter().enumerate() {
            assert_eq!(groups.iter().position(|other| other == one), Some(position));
        }
        assert_eq!(groups.map(|group| group.to_string()), ["area", "370811", "370811", "370811"]);
    }
}
