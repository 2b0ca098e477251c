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
        Self::Operand(FigureOperand::Figure(Box::new(id)))
    }

    /// The sum of other figures; those without a number are left out.
    pub fn sum(ids: impl IntoIterator<Item = FigureId>) -> Self {
        Self::Operand(FigureOperand::Sum(ids.into_iter().collect()))
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
    use super::*;
    use crate::identity::Measure;

    fn id(subject: &str) -> FigureId {
        FigureId { subject: subject.into(), group: "area".into(), period: "2025Q3".into(), measure: Measure::Value }
    }

    fn number_of(id: &FigureId) -> Option<f64> {
        match id.subject.as_str() {
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
        let all = || ["甲", "无", "乙", "丙"].map(id);
        assert_eq!(Formula::sum(all()).evaluate(&number_of), Some(100.0));
        let rank = |of, lowest_first| Formula::rank(id(of), all(), lowest_first).evaluate(&number_of);
        assert_eq!([rank("甲", false), rank("乙", false), rank("丙", false)], [Some(2.0), Some(1.0), Some(2.0)]);
        assert_eq!([rank("甲", true), rank("乙", true), rank("无", true)], [Some(1.0), Some(3.0), None]);
    }
}
