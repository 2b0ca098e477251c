//! How a figure follows from other figures of its document: what a workbook shows as a live formula.

use crate::count;
use crate::expression::Expression;
use crate::identity::FigureId;

/// An expression over figures. The figure that carries it is its result, rounded as the figure is printed.
pub type Formula = Expression<FigureOperand>;

/// What a live formula takes from its document.
#[derive(Debug, Clone, PartialEq)]
pub enum FigureOperand {
    /// The number of another figure.
    Figure(Box<FigureId>),
    /// The sum of other figures; those without a number are left out.
    Sum(Vec<FigureId>),
    /// What else is made of other figures together; those without a number are left out.
    Of(Gathered, Vec<FigureId>),
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

/// What is made of several figures together, beside their sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gathered {
    /// How many of them have a number.
    Count,
    /// The least of their numbers.
    Least,
    /// The greatest of them.
    Most,
}

impl Gathered {
    /// The function of spreadsheets.
    pub fn function(self) -> &'static str {
        match self {
            Self::Count => "COUNT",
            Self::Least => "MIN",
            Self::Most => "MAX",
        }
    }

    /// Of these numbers; there is no least of nothing.
    fn of(self, numbers: impl Iterator<Item = f64>) -> Option<f64> {
        match self {
            Self::Count => Some(count::to_f64(numbers.count())),
            Self::Least => numbers.reduce(f64::min),
            Self::Most => numbers.reduce(f64::max),
        }
    }
}

impl Formula {
    /// The number of another figure.
    pub fn figure(id: FigureId) -> Self {
        Self::Operand(FigureOperand::Figure(Box::new(id)))
    }

    /// The sum of other figures; those without a number are left out.
    pub fn sum(ids: impl IntoIterator<Item = FigureId>) -> Self {
        Self::Operand(FigureOperand::Sum(ids.into_iter().collect()))
    }

    /// How many of other figures have a number, or the least or the greatest of these numbers.
    pub fn gathered(gathered: Gathered, ids: impl IntoIterator<Item = FigureId>) -> Self {
        Self::Operand(FigureOperand::Of(gathered, ids.into_iter().collect()))
    }

    /// The competition rank of a figure among others, itself included.
    pub fn rank(of: FigureId, among: impl IntoIterator<Item = FigureId>, lowest_first: bool) -> Self {
        Self::Operand(FigureOperand::Rank { of: Box::new(of), among: among.into_iter().collect(), lowest_first })
    }

    /// The result, where every figure that it needs has a number.
    pub fn evaluate(&self, number_of: &impl Fn(&FigureId) -> Option<f64>) -> Option<f64> {
        self.number(&|operand| operand.number(number_of))
    }
}

impl FigureOperand {
    fn number(&self, number_of: &impl Fn(&FigureId) -> Option<f64>) -> Option<f64> {
        match self {
            Self::Figure(id) => number_of(id),
            Self::Sum(ids) => Some(ids.iter().filter_map(number_of).sum()),
            Self::Of(gathered, ids) => gathered.of(ids.iter().filter_map(number_of)),
            Self::Rank { of, among, lowest_first } => {
                let own = number_of(of)?;
                let is_before = |other: &f64| if *lowest_first { *other < own } else { *other > own };
                let before = among.iter().filter_map(number_of).filter(is_before).count();
                Some(count::to_f64(before) + 1.0)
            }
        }
        .filter(|number| number.is_finite())
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
    fn what_has_no_number_is_neither_counted_nor_the_least() {
        let of = |gathered, names: &[&str]| Formula::gathered(gathered, names.iter().map(|name| id(name))).evaluate(&number_of);
        let all = ["甲", "无", "乙", "丙"];
        assert_eq!(
            [Gathered::Count, Gathered::Least, Gathered::Most].map(|one| of(one, &all)),
            [Some(3.0), Some(30.0), Some(40.0)]
        );
        assert_eq!([Gathered::Count, Gathered::Least].map(|one| of(one, &["无"])), [Some(0.0), None]);
    }

    #[test]
    fn a_sum_leaves_out_what_is_missing_and_a_rank_shares_places() {
        let all = || ["甲", "无", "乙", "丙"].map(id);
        assert_eq!(Formula::sum(all()).evaluate(&number_of), Some(100.0));
        let rank = |of, lowest_first| Formula::rank(id(of), all(), lowest_first).evaluate(&number_of);
        assert_eq!([rank("甲", false), rank("乙", false), rank("丙", false)], [Some(2.0), Some(1.0), Some(2.0)]);
        assert_eq!([rank("甲", true), rank("乙", true), rank("无", true)], [Some(1.0), Some(3.0), None]);
    }
}
