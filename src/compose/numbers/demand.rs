//! What is asked of an indicator, and how far its value is from that.

use super::{Numbers, or_none};
use tongbao_document::figure::{decimals_of, format_decimal};
use tongbao_document::side_by_side::with_unit;
use tongbao_document::{Figure, Formula, Measure, Operation, Value};
use tongbao_figures::assess::{Requirement, Status};
use tongbao_figures::plan::{Addressee, Demand, Indicator};
use tongbao_returns::domain::chinese_date;

/// Most decimals with which a target is shown, whatever the plan writes.
const MOST_DECIMALS: u8 = 4;

/// Decimals with which a target is printed: none of a whole one, else those of the indicator, and none that the plan wrote are hidden.
pub(in crate::compose) fn decimals_of_target(indicator: &Indicator, number: f64) -> u8 {
    if number.fract() == 0.0 { 0 } else { indicator.decimals.max(decimals_of(number, MOST_DECIMALS)) }
}

impl Numbers<'_> {
    /// Value over target, in percent; none of a limit, and of what is to be equal and not more.
    pub(in crate::compose) fn completion(&self) -> Figure {
        let completion = self.verdict.and_then(|verdict| verdict.completion);
        let figure = self.figure(Measure::Completion, or_none(completion), 1, "%");
        match completion {
            Some(_) => figure.computed_as(self.term(Measure::Value).percent_of(self.term(Measure::Target))),
            None => figure,
        }
    }

    /// How much of what is asked is there, in percent, to tell what lags most: the completion, or of a limit and of what is to be equal how near
    /// it is.
    pub(in crate::compose) fn attained(&self) -> Option<f64> {
        let of_limit = || {
            let distance = self.verdict?.distance.filter(|distance| distance.is_finite())?;
            let has_number = !matches!(self.demand(), Some(Demand::Between(..)) | None);
            has_number.then(|| 10_000.0 / (100.0 + distance))
        };
        self.completion().rounded().or_else(of_limit)
    }

    /// How far behind, in the indicator's unit.
    pub(in crate::compose) fn gap(&self) -> Figure {
        let unit = self.indicator.unit.of_differences();
        // What is lacking of 2.25 due by now has as many decimals.
        let decimals = self.by_now().map_or(self.indicator.decimals, |by_now| by_now.decimals);
        let gap = self.figure(Measure::Gap, or_none(self.verdict.and_then(|verdict| verdict.gap)), decimals, unit);
        let (value, target) = (self.term(Measure::Value), self.term(Measure::Target));
        match (self.demand(), self.due_by_now()) {
            (Some(Demand::AtLeast(_) | Demand::Above(_)), Some(by_now)) => {
                gap.computed_as(Formula::Number(by_now).with(Operation::Subtract, value))
            }
            (Some(Demand::AtLeast(_) | Demand::Above(_)), None) => gap.computed_as(target.with(Operation::Subtract, value)),
            (Some(Demand::AtMost(_) | Demand::Below(_)), _) => gap.computed_as(value.with(Operation::Subtract, target)),
            (Some(Demand::Exactly(_) | Demand::About { .. } | Demand::Between(..)) | None, _) => gap,
        }
    }

    fn requirement(&self) -> Option<Requirement> {
        self.verdict.map(|verdict| verdict.requirement)
    }

    /// What is asked by now.
    fn demand(&self) -> Option<Demand> {
        match self.requirement()? {
            Requirement::Target { demand, .. } => Some(demand),
            _ => None,
        }
    }

    fn addressee(&self) -> Option<&Addressee> {
        self.material.figures.addressee(self.group)
    }

    /// The target that will count next, as `≥40（2027年）`.
    pub(in crate::compose) fn next_target(&self) -> Option<String> {
        let is_asked_now = matches!(self.requirement()?, Requirement::Target { .. });
        let next = self.indicator.next_target(self.material.period, self.addressee()?).filter(|_| is_asked_now)?;
        Some(format!("{}（{}）", asked(self.indicator, next.demand), next.due))
    }

    /// What has become of the target that counts, or that will, where it was set or adjusted during the plan: `≥8所（2022年12月31日）调整为≥6所，
    /// 2022年4月1日公布`.
    pub(in crate::compose) fn adjusted_target(&self) -> Option<String> {
        let (period, addressee) = (self.material.period, self.addressee()?);
        let target = match self.requirement()? {
            Requirement::Target { .. } => self.indicator.target_for(period, addressee),
            Requirement::NotDue { .. } => self.indicator.next_target(period, addressee),
            _ => None,
        }?;
        let day = chinese_date(target.set?);
        let now = asked(self.indicator, target.demand);
        Some(match self.indicator.adjusted_from(target, addressee) {
            Some(before) => format!("{}（{}）调整为{now}，{day}公布", asked(self.indicator, before.demand), before.due),
            None => format!("{now}（{}），{day}公布", target.due),
        })
    }

    /// The last day of the target that counts, if it has one.
    pub(in crate::compose) fn last_day(&self) -> Option<String> {
        let is_asked_now = matches!(self.requirement()?, Requirement::Target { .. });
        let now = self.indicator.target_for(self.material.period, self.addressee()?).filter(|_| is_asked_now)?;
        now.until.map(chinese_date)
    }

    /// The target's number, also of one that is not due yet or has ended; none for trends, intervals and open targets.
    pub(in crate::compose) fn target(&self) -> Option<Figure> {
        let (Requirement::Target { demand, .. } | Requirement::NotDue { demand, .. } | Requirement::Ended { demand, .. }) =
            self.requirement()?
        else {
            return None;
        };
        let number = demand.number()?;
        let decimals = decimals_of_target(self.indicator, number);
        Some(self.figure(Measure::Target, Value::Number(number), decimals, &self.indicator.unit))
    }

    /// Whether it is measured against last year for want of a number.
    pub(in crate::compose) fn is_trend(&self) -> bool {
        matches!(self.requirement(), Some(Requirement::Trend(_)))
    }

    /// Whether the plan asks anything of this very group.
    pub(in crate::compose) fn is_asked_for_something(&self) -> bool {
        !matches!(self.requirement(), Some(Requirement::NotForThisScope) | None)
    }

    /// 上年数据, 上期数据: what there is none of, so that it cannot be worked out or judged; nothing of any other.
    pub(in crate::compose) fn nothing_earlier(&self) -> Option<&'static str> {
        match self.verdict?.status {
            Status::NothingEarlier(earlier) => Some(earlier.data()),
            _ => None,
        }
    }

    /// Whether what was asked has ended, and nothing has come after it.
    pub(in crate::compose) fn has_ended(&self) -> bool {
        matches!(self.requirement(), Some(Requirement::Ended { .. }))
    }

    fn due_by_now(&self) -> Option<f64> {
        match self.requirement()? {
            Requirement::Target { by_now, .. } => by_now,
            _ => None,
        }
    }

    /// 序时进度: what is due by now, if the target is built up during the year.
    pub(in crate::compose) fn by_now(&self) -> Option<Figure> {
        let number = self.due_by_now()?;
        Some(self.figure(
            Measure::DueByNow,
            Value::Number(number),
            self.indicator.decimals.max(decimals_of(number, MOST_DECIMALS)),
            &self.indicator.unit,
        ))
    }

    /// When the target begins to count, of one that is not due yet.
    pub(in crate::compose) fn due_later(&self) -> Option<String> {
        match self.requirement()? {
            Requirement::NotDue { due, .. } => Some(due.to_string()),
            _ => None,
        }
    }

    /// What is asked, as a sentence says it.
    pub(in crate::compose) fn demand_in_words(&self) -> String {
        let demand = match self.requirement() {
            Some(Requirement::NotDue { demand, .. } | Requirement::Ended { demand, .. }) => Some(demand),
            _ => self.demand(),
        };
        match demand {
            Some(Demand::AtLeast(_)) => "不低于".to_owned(),
            // 不高于3位 would be read either way.
            Some(Demand::AtMost(_)) if self.indicator.unit.word() == "位" => "进入前".to_owned(),
            Some(Demand::AtMost(_)) => "不高于".to_owned(),
            Some(Demand::Above(_)) => "高于".to_owned(),
            Some(Demand::Below(_)) => "低于".to_owned(),
            Some(Demand::Exactly(_)) => "为".to_owned(),
            Some(Demand::About { .. }) => "约为".to_owned(),
            Some(Demand::Between(..)) | None => self.demand_word(),
        }
    }

    /// What is asked, in a word or sign; with its day before it as long as it is not due, and once it has ended.
    pub(in crate::compose) fn demand_word(&self) -> String {
        match self.requirement() {
            Some(Requirement::Target { demand, .. }) => sign(demand),
            Some(Requirement::NotDue { demand, due }) => format!("{due}{}", sign(demand)),
            Some(Requirement::Ended { demand, until }) => format!("{}止{}", chinese_date(until), sign(demand)),
            Some(Requirement::Trend(_)) => self.indicator.trend_in_words().to_owned(),
            Some(Requirement::Open) => "未定目标值".to_owned(),
            Some(Requirement::Neutral) => "监测比较".to_owned(),
            Some(Requirement::NotForThisScope) | None => "—".to_owned(),
        }
    }
}

/// A demand with its number and unit: `≥40%`, `1—3家`.
pub(in crate::compose) fn asked(indicator: &Indicator, demand: Demand) -> String {
    let number = demand.number().map(|number| format_decimal(number, decimals_of_target(indicator, number), false));
    // An interval is its sign.
    with_unit(&(sign(demand) + &number.unwrap_or_default()), indicator.unit.word())
}

/// `≥`, or the whole of an interval.
fn sign(demand: Demand) -> String {
    match demand {
        Demand::AtLeast(_) => "≥".to_owned(),
        Demand::AtMost(_) => "≤".to_owned(),
        Demand::Above(_) => "＞".to_owned(),
        Demand::Below(_) => "＜".to_owned(),
        Demand::Exactly(_) => "＝".to_owned(),
        Demand::About { .. } => "≈".to_owned(),
        Demand::Between(low, high) => format!("{low}—{high}"),
    }
}
