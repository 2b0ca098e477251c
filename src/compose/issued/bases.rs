//! Bases of 同比 and 环比 as they were issued: a reader who holds last year's bulletin must find its number behind this year's change
//! (docs/numbers.md rules 7 and 15).

use std::collections::BTreeMap;

use crate::issue::{Base, Issued};
use tongbao_document::figure::round_half_up;
use tongbao_document::{FigureId, Mark, Measure, Subject};
use tongbao_figures::aggregate::{Computed, Figures, Group, GroupFigure};
use tongbao_figures::plan::{Indicator, Plan};
use tongbao_returns::domain::Period;

/// How figures stand to earlier issues: [`Mark::Revised`] where the store has another number today than was issued,
/// [`Mark::Provisional`] where the base was never issued, although the office had begun to issue.
pub type Signs = BTreeMap<FigureId, Mark>;

/// Puts the issued bases in place of those that the store would give today. A base that was issued without a number stays the
/// store's.
pub fn with_issued_bases(figures: Figures, plan: &Plan, issued: &Issued) -> (Figures, Signs) {
    let period = figures.period;
    let mut signs = Signs::new();
    let figures = figures.with_bases(|position, group, figure| {
        let computed = (figure.year_before, figure.own_before);
        let (Some(indicator), false) = (plan.indicators.get(position), matches!(group, Group::Unit(_))) else { return computed };
        let base = Choice { decimals: indicator.decimals, figure };
        let (year_before, year_sign) =
            base.of(issued.value(period.year_before(), &indicator.id, &group.into()), figure.year_before);
        let (own_before, own_sign) = base.of(issued.own(period.previous(), &indicator.id, &group.into()), figure.own_before);
        let mut sign = |measure: Measure, sign: Option<Mark>| {
            signs.extend(sign.map(|sign| (id_of(indicator, group, period, measure), sign)));
        };
        sign(Measure::YearBefore, year_sign);
        sign(Measure::PeriodBefore, own_sign);
        // What is compared unit by unit is not set against the issued total.
        sign(Measure::YearOnYear, year_sign.filter(|_| figure.yearly.restricted.is_none()));
        sign(Measure::PeriodOnPeriod, own_sign.filter(|_| figure.periodic.restricted.is_none()));
        (year_before, own_before)
    });
    (figures, signs)
}

/// Puts the issued values of a period in place of those that the store would give today, with `r` where they differ: for a bulletin
/// that follows up what was issued.
pub fn with_issued_values(figures: Figures, plan: &Plan, issued: &Issued) -> (Figures, Signs) {
    let period = figures.period;
    let mut signs = Signs::new();
    let figures = figures.with_values(|position, group, figure| {
        let indicator = plan.indicators.get(position).filter(|_| !matches!(group, Group::Unit(_)))?;
        let base = issued.value(period, &indicator.id, &group.into());
        let (value, sign) = Choice { decimals: indicator.decimals, figure }.of(base, figure.value);
        let id = id_of(indicator, group, period, Measure::Value);
        signs.extend(sign.map(|sign| (id, sign)));
        value.number()
    });
    (figures, signs)
}

fn id_of(indicator: &Indicator, group: &Group, period: Period, measure: Measure) -> FigureId {
    FigureId { subject: Subject::Indicator(indicator.id.clone()), group: group.into(), period: Some(period.into()), measure }
}

struct Choice<'run> {
    decimals: u8,
    figure: &'run GroupFigure,
}

impl Choice<'_> {
    /// The base to be used, and the sign of what is told against it. Numbers that print alike are alike.
    fn of(&self, issued: Base, now: Computed) -> (Computed, Option<Mark>) {
        let has_value = self.figure.value.number().is_some();
        match (issued, now.number()) {
            (Base::Issued(Some(then)), now) => {
                let printed = |number: f64| round_half_up(number, self.decimals);
                let is_same = now.is_some_and(|now| printed(now).total_cmp(&printed(then)).is_eq());
                (Computed::Number(then), (!is_same).then_some(Mark::Revised))
            }
            (Base::Issued(None), Some(_)) => (now, Some(Mark::Revised)),
            (Base::Unissued, Some(_)) if has_value => (now, Some(Mark::Provisional)),
            _ => (now, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_figures::aggregate::{Comparison, Coverage};

    fn choose(issued: Base, now: Computed) -> (Computed, Option<Mark>) {
        let figure = GroupFigure {
            value: Computed::Number(50.0),
            coverage: Coverage { counted: 1, due: 1, ..Coverage::default() },
            year_before: now,
            yearly: Comparison::default(),
            own: Computed::NotReported,
            own_coverage: Coverage::default(),
            own_before: Computed::NotReported,
            periodic: Comparison::default(),
            filled: None,
        };
        Choice { decimals: 1, figure: &figure }.of(issued, now)
    }

    #[test]
    fn an_issued_base_stays_and_says_so_where_the_store_differs() {
        let number = Computed::Number;
        assert_eq!(choose(Base::Issued(Some(40.0)), number(40.0)), (number(40.0), None));
        // 40.04 and 40.01 both print 40.0.
        assert_eq!(choose(Base::Issued(Some(40.04)), number(40.01)), (number(40.04), None));
        assert_eq!(choose(Base::Issued(Some(40.0)), number(41.0)), (number(40.0), Some(Mark::Revised)));
        assert_eq!(choose(Base::Issued(Some(40.0)), Computed::NotReported), (number(40.0), Some(Mark::Revised)));
        assert_eq!(choose(Base::Issued(None), number(41.0)), (number(41.0), Some(Mark::Revised)));
        assert_eq!(choose(Base::Issued(None), Computed::NotReported), (Computed::NotReported, None));
    }

    #[test]
    fn a_base_that_was_never_issued_is_provisional_only_once_the_office_issues() {
        let number = Computed::Number;
        assert_eq!(choose(Base::Unissued, number(41.0)), (number(41.0), Some(Mark::Provisional)));
        assert_eq!(choose(Base::Unissued, Computed::NotReported), (Computed::NotReported, None));
        assert_eq!(choose(Base::Unknown, number(41.0)), (number(41.0), None));
    }
}
