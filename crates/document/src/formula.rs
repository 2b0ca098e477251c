//! How a figure follows from other figures of its document: what a workbook shows as a live formula.

use super::identity::FigureId;

/// An operation on two terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`; by zero there is no result.
    Divide,
}

/// An expression over figures. The figure that carries it is its result, rounded as the figure is printed.
#[derive(Debug, Clone, PartialEq)]
pub enum Formula {
    /// A number that the rule itself names, e.g. 100.
    Number(f64),
    /// The number of another figure.
    Figure(Box<FigureId>),
    /// The sum of other figures; those without a number are left out.
    Sum(Vec<FigureId>),
    /// Two terms and what is done with them.
    Binary(Operation, Box<Formula>, Box<Formula>),
    /// The competition rank (1, 1, 3) of a figure among others, itself included.
    Rank {
        /// Whose.
        of: Box<FigureId>,
        /// Everybody who is ranked.
        among: Vec<FigureId>,
        /// Whether the smallest number has the first place.
        lowest_first: bool,
    },
}

impl Formula {
    /// The number of another figure.
    pub fn figure(id: FigureId) -> Self {
        Self::Figure(Box::new(id))
    }

    /// Two terms and what is done with them.
    #[must_use]
    pub fn with(self, operation: Operation, other: Self) -> Self {
        Self::Binary(operation, Box::new(self), Box::new(other))
    }

    /// `self / whole * 100`, as shares are computed: multiplied first, so that 1 of 3 is 100/3.
    #[must_use]
    pub fn percent_of(self, whole: Self) -> Self {
        self.with(Operation::Multiply, Self::Number(100.0)).with(Operation::Divide, whole)
    }

    /// The result, where every figure that it needs has a number.
    pub fn evaluate(&self, number_of: &impl Fn(&FigureId) -> Option<f64>) -> Option<f64> {
        let result = match self {
            Self::Number(number) => *number,
            Self::Figure(id) => number_of(id)?,
            Self::Sum(ids) => ids.iter().filter_map(number_of).sum(),
            Self::Binary(operation, left, right) => {
                let (left, right) = (left.evaluate(number_of)?, right.evaluate(number_of)?);
                match operation {
                    Operation::Add => left + right,
                    Operation::Subtract => left - right,
                    Operation::Multiply => left * right,
                    Operation::Divide => left / right,
                }
            }
            Self::Rank { of, among, lowest_first } => {
                let own = number_of(of)?;
                let is_before = |other: &f64| if *lowest_first { *other < own } else { *other > own };
                let before = among.iter().filter_map(number_of).filter(is_before).count();
                f64::from(u32::try_from(before).ok()?) + 1.0
            }
        };
        result.is_finite().then_some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::super::identity::{GroupId, Measure};
    use super::super::subject::Subject;
    use super::*;

    fn id(indicator: &str) -> FigureId {
        FigureId {
            subject: Subject::Indicator(indicator.to_owned()),
            group: GroupId::Area,
            period: None,
            measure: Measure::Value,
        }
    }

    fn number_of(id: &FigureId) -> Option<f64> {
        match id.subject.indicator()? {
            "甲" | "丙" => Some(30.0),
            "乙" => Some(40.0),
            "零" => Some(0.0),
            _ => None,
        }
    }

    #[test]
    fn a_share_is_multiplied_before_it_is_divided() {
        let share = Formula::figure(id("甲")).percent_of(Formula::figure(id("乙")));
        assert_eq!(share.evaluate(&number_of), Some(75.0));
        assert_eq!(Formula::figure(id("甲")).percent_of(Formula::figure(id("零"))).evaluate(&number_of), None);
        assert_eq!(Formula::figure(id("无")).percent_of(Formula::figure(id("乙"))).evaluate(&number_of), None);
    }

    #[test]
    fn a_sum_leaves_out_what_is_missing_and_a_rank_shares_places() {
        let all = || vec![id("甲"), id("无"), id("乙"), id("丙")];
        assert_eq!(Formula::Sum(all()).evaluate(&number_of), Some(100.0));
        let rank = |of, lowest_first| Formula::Rank { of: Box::new(id(of)), among: all(), lowest_first }.evaluate(&number_of);
        assert_eq!([rank("甲", false), rank("乙", false), rank("丙", false)], [Some(2.0), Some(1.0), Some(2.0)]);
        assert_eq!([rank("甲", true), rank("乙", true), rank("无", true)], [Some(1.0), Some(3.0), None]);
    }
}
