//! From the returns of which quarters a printed number of an indicator is made (docs/numbers.md rules 7 and 14): the one place that says so, for
//! whoever traces a number and for whoever tells why it is another one now.

use crate::plan::Lag;
use tongbao_document::Measure;
use tongbao_returns::domain::Period;

/// A value of an indicator that a printed number is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MadeOf {
    /// For when.
    pub period: Period,
    /// The period alone, not from 1 January.
    pub is_own: bool,
}

impl MadeOf {
    /// What a number of this measure, of a period, is made of; nothing of what the plan says.
    pub fn behind(measure: Measure, period: Period) -> Vec<Self> {
        let since_january = |period: Period| Self { period, is_own: false };
        let alone = |period: Period| Self { period, is_own: true };
        match measure {
            Measure::Target | Measure::DueByNow => Vec::new(),
            Measure::YearBefore | Measure::ComparedYearBefore | Measure::FilledYearBefore => {
                vec![since_january(period.year_before())]
            }
            Measure::YearOnYear => vec![since_january(period), since_january(period.year_before())],
            Measure::Own | Measure::ExactOwn | Measure::ComparedOwn => vec![alone(period)],
            Measure::PeriodBefore | Measure::ComparedPeriodBefore => vec![alone(period.previous())],
            Measure::PeriodOnPeriod => vec![alone(period), alone(period.previous())],
            _ => vec![since_january(period)],
        }
    }

    /// In the filings of which quarters an item is read that is filed since 1 January, or does not flow: what flows in a period alone is the
    /// difference of two.
    pub fn filings(self, lag: Lag, flows: bool) -> Vec<Period> {
        let read = lag.read_for(self.period);
        if lag == Lag::YearMean {
            return read.quarters_so_far().collect();
        }
        let is_difference = self.is_own && flows && !read.opens_the_year() && lag != Lag::YearEnd;
        let before = is_difference.then(|| read.previous().last_quarter());
        std::iter::once(read.last_quarter()).chain(before).collect()
    }

    /// The quarters of which an item is added up that flows and is filed for the quarter alone.
    pub fn quarters(self, lag: Lag) -> Vec<Period> {
        let read = lag.read_for(self.period);
        // The mean is of what there was since 1 January, the end of last year of that whole year.
        let is_alone = self.is_own && !matches!(lag, Lag::YearMean | Lag::YearEnd);
        if is_alone { read.quarters().collect() } else { read.quarters_so_far().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    fn told(periods: &[Period]) -> String {
        periods.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_number_is_made_of_its_own_period_and_of_its_bases() {
        let of = |measure| {
            let behind = MadeOf::behind(measure, period("2025Q3")).into_iter();
            let told = behind.map(|made| format!("{}{}", made.period, if made.is_own { " alone" } else { "" }));
            told.collect::<Vec<_>>().join(", ")
        };
        assert_eq!(of(Measure::Value), "2025Q3");
        assert_eq!(of(Measure::Target), "");
        assert_eq!(of(Measure::YearOnYear), "2025Q3, 2024Q3");
        for base in [Measure::YearBefore, Measure::ComparedYearBefore, Measure::FilledYearBefore] {
            assert_eq!(of(base), "2024Q3");
        }
        assert_eq!(of(Measure::PeriodOnPeriod), "2025Q3 alone, 2025Q2 alone");
        assert_eq!(of(Measure::ComparedPeriodBefore), "2025Q2 alone");
        assert_eq!(of(Measure::ExactOwn), "2025Q3 alone");
    }

    #[test]
    fn a_cumulative_number_is_in_one_filing_and_a_quarter_alone_in_two() {
        let of = |lag, flows, at: &str, is_own| told(&MadeOf { period: period(at), is_own }.filings(lag, flows));
        assert_eq!(of(Lag::None, true, "2025Q3", false), "2025Q3");
        assert_eq!(of(Lag::None, true, "2025Q3", true), "2025Q3 2025Q2");
        assert_eq!(of(Lag::None, true, "2025Q1", true), "2025Q1", "the year begins");
        assert_eq!(of(Lag::None, false, "2025Q3", true), "2025Q3", "a stock is no difference");
        assert_eq!(of(Lag::None, true, "2025H1", false), "2025Q2");
        assert_eq!(of(Lag::YearBefore, true, "2025Q3", false), "2024Q3");
        assert_eq!(of(Lag::PreviousPeriod, false, "2025Q1", false), "2024Q4");
        assert_eq!(of(Lag::YearEnd, false, "2025Q3", false), "2024Q4");
        assert_eq!(of(Lag::YearEnd, true, "2025Q3", true), "2024Q4", "a whole year");
        assert_eq!(of(Lag::YearMean, false, "2025Q2", false), "2025Q1 2025Q2");
    }

    #[test]
    fn what_is_filed_by_the_quarter_is_added_up() {
        let of = |lag, at: &str, is_own| told(&MadeOf { period: period(at), is_own }.quarters(lag));
        assert_eq!(of(Lag::None, "2025Q3", false), "2025Q1 2025Q2 2025Q3");
        assert_eq!(of(Lag::None, "2025Q3", true), "2025Q3");
        assert_eq!(of(Lag::YearBefore, "2025Q2", true), "2024Q2");
        assert_eq!(of(Lag::YearEnd, "2025Q3", true), "2024Q1 2024Q2 2024Q3 2024Q4");
    }
}
