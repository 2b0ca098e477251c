//! 及时率, 迟报率, 缺报率, each rounded by itself (docs/numbers.md rule 5): the counts add up, rounded rates need not.

use super::counts::counted_id;
use tongbao_document::subject::{ReturnCount, Slice};
use tongbao_document::{Figure, FigureId, Formula, GroupId, Measure, Operation, Subject, Value, count};
use tongbao_figures::audit::Tally;
use tongbao_returns::domain::Period;

/// Decimals of a printed rate.
const DECIMALS: u8 = 1;

/// The rates of some returns, in percent.
#[derive(Debug, Clone)]
pub(super) struct Rates {
    /// 及时率.
    pub(super) on_time: Figure,
    /// 迟报率.
    pub(super) late: Figure,
    /// 缺报率.
    pub(super) missing: Figure,
    /// 报送率: what came, on time or late.
    pub(super) arrived: Figure,
}

impl Rates {
    /// The rates of a group's returns, or of a slice of them.
    pub(super) fn of(period: Period, group: &GroupId, slice: &Slice, tally: Tally) -> Self {
        let subject = |what: ReturnCount| Subject::Returns(slice.clone(), what);
        let rate = |what: ReturnCount, parts: &[ReturnCount], count: usize| {
            let id =
                FigureId { subject: subject(what), group: group.clone(), period: Some(period.into()), measure: Measure::Share };
            let value = if tally.due > 0 {
                Value::Number(count::to_f64(count) * 100.0 / count::to_f64(tally.due))
            } else {
                Value::NotApplicable
            };
            let figure_of = |what: &ReturnCount| Formula::figure(counted_id(period, group.clone(), subject(*what)));
            let sum = parts.iter().map(figure_of).reduce(|sum, part| sum.with(Operation::Add, part));
            let formula = sum.unwrap_or(Formula::Number(0.0)).percent_of(figure_of(&ReturnCount::Due));
            Figure::new(id, value, DECIMALS, "%").computed_as(formula)
        };
        Self {
            on_time: rate(ReturnCount::OnTimeRate, &[ReturnCount::OnTime], tally.on_time),
            late: rate(ReturnCount::LateRate, &[ReturnCount::Late], tally.late),
            missing: rate(ReturnCount::MissingRate, &[ReturnCount::Missing], tally.missing),
            arrived: rate(ReturnCount::ArrivalRate, &[ReturnCount::OnTime, ReturnCount::Late], tally.on_time + tally.late),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_returns::domain::Quarter;

    fn texts(on_time: usize, late: usize, missing: usize) -> [String; 4] {
        let tally = Tally { due: on_time + late + missing, on_time, late, missing, ..Tally::default() };
        let Rates { on_time, late, missing, arrived } =
            Rates::of(Period::quarter(2025, Quarter::Third), &GroupId::Area, &Slice::Whole, tally);
        [on_time, late, missing, arrived].map(|figure| figure.text())
    }

    #[test]
    fn each_rate_is_rounded_by_itself() {
        assert_eq!(texts(1, 1, 1), ["33.3", "33.3", "33.3", "66.7"]);
        assert_eq!(texts(2, 0, 1), ["66.7", "0.0", "33.3", "66.7"]);
        // 1 and 1 of 18 are the same rate.
        assert_eq!(texts(16, 1, 1), ["88.9", "5.6", "5.6", "94.4"]);
        assert_eq!(texts(0, 0, 5), ["0.0", "0.0", "100.0", "0.0"]);
        assert_eq!(texts(0, 0, 0), ["—", "—", "—", "—"]);
    }
}
