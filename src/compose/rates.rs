//! 及时率, 迟报率, 缺报率: balanced, so that nobody who adds up the printed numbers gets 99.9 or 100.1
//! (docs/numbers.md rule 5).

use super::counts::counted_id;
use tongbao_document::balance::balance;
use tongbao_document::figure::round_half_up;
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
        let mut rates = Self {
            on_time: rate(ReturnCount::OnTimeRate, &[ReturnCount::OnTime], tally.on_time),
            late: rate(ReturnCount::LateRate, &[ReturnCount::Late], tally.late),
            missing: rate(ReturnCount::MissingRate, &[ReturnCount::Missing], tally.missing),
            arrived: rate(ReturnCount::ArrivalRate, &[ReturnCount::OnTime, ReturnCount::Late], tally.on_time + tally.late),
        };
        balance(&mut [&mut rates.on_time, &mut rates.late, &mut rates.missing], 100.0);
        // What came and what is missing add up to 100 as well.
        if let (Some(missing), Value::Number(arrived)) = (rates.missing.rounded(), rates.arrived.value) {
            let units = (100.0 - missing - round_half_up(arrived, DECIMALS)) * 10.0;
            rates.arrived.adjustment = if units > 0.5 {
                1
            } else if units < -0.5 {
                -1
            } else {
                0
            };
        }
        rates
    }

    /// Which of the three were adjusted, with what half-up rounding would have printed.
    pub(super) fn adjusted(&self) -> impl Iterator<Item = (ReturnCount, Figure, &Figure)> {
        let all = [
            (ReturnCount::OnTimeRate, &self.on_time),
            (ReturnCount::LateRate, &self.late),
            (ReturnCount::MissingRate, &self.missing),
        ];
        all.into_iter()
            .filter(|(_, figure)| figure.adjustment != 0)
            .map(|(name, figure)| (name, Figure { adjustment: 0, ..figure.clone() }, figure))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_returns::domain::Quarter;

    fn rates(on_time: usize, late: usize, missing: usize) -> Rates {
        let tally = Tally { due: on_time + late + missing, on_time, late, missing, ..Tally::default() };
        Rates::of(Period::quarter(2025, Quarter::Third), &GroupId::Area, &Slice::Whole, tally)
    }

    fn texts(on_time: usize, late: usize, missing: usize) -> [String; 4] {
        let Rates { on_time, late, missing, arrived } = rates(on_time, late, missing);
        [on_time, late, missing, arrived].map(|figure| figure.text())
    }

    #[test]
    fn printed_rates_add_up_to_a_hundred() {
        assert_eq!(texts(1, 1, 1), ["33.4", "33.3", "33.3", "66.7"]);
        assert_eq!(texts(2, 0, 1), ["66.7", "0.0", "33.3", "66.7"]);
        // 14.28 + 28.57 + 57.14: the tenth that is left goes to the late, whose remainder is the largest.
        assert_eq!(texts(1, 2, 4), ["14.3", "28.6", "57.1", "42.9"]);
        assert_eq!(texts(0, 0, 5), ["0.0", "0.0", "100.0", "0.0"]);
        assert_eq!(texts(0, 0, 0), ["—", "—", "—", "—"]);
        for on_time in 0..25 {
            for late in 0..25 {
                let rates = rates(on_time, late, 7);
                let printed = |figures: &[&Figure]| -> f64 {
                    figures.iter().filter_map(|figure| figure.rounded()).map(|rate| (rate * 10.0).round()).sum()
                };
                assert!((printed(&[&rates.on_time, &rates.late, &rates.missing]) - 1000.0).abs() < 1e-6, "{on_time} {late}");
                assert!((printed(&[&rates.arrived, &rates.missing]) - 1000.0).abs() < 1e-6, "{on_time} {late}");
            }
        }
    }
}
