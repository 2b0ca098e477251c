//! How an issued figure follows from other figures, as it is kept: words with places for the figures, and which figures these are.

use serde::{Deserialize, Serialize};

use tongbao_document::{FigureId, Formula, Operation};

/// Most figures of a formula that are kept; longer sums stand in the workbook alone.
const MOST: usize = 60;

/// A formula.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IssuedFormula {
    /// `{0} + {1} − {2}`, each number in braces a position in [`Self::of`].
    pub text: String,
    /// The figures that it is made of.
    pub of: Vec<FigureId>,
}

impl IssuedFormula {
    /// None of a formula over too many figures.
    pub fn of(formula: &Formula) -> Option<Self> {
        let mut of = Vec::new();
        let text = written(formula, &mut of);
        (of.len() <= MOST).then_some(Self { text, of })
    }

    /// With something in the place of every figure.
    pub fn told(&self, told: impl Fn(&FigureId) -> String) -> String {
        // The last first: `{1}` is no part of `{10}`, but what is put in must not be looked at again.
        let mut text = self.text.clone();
        for (position, id) in self.of.iter().enumerate().rev() {
            text = text.replace(&format!("{{{position}}}"), &told(id));
        }
        text
    }
}

fn written(formula: &Formula, of: &mut Vec<FigureId>) -> String {
    let mut place = |id: &FigureId| {
        of.push(id.clone());
        format!("{{{}}}", of.len() - 1)
    };
    match formula {
        Formula::Number(number) => number.to_string(),
        Formula::Figure(id) => place(id),
        Formula::Sum(ids) => ids.iter().map(place).collect::<Vec<_>>().join(" + "),
        Formula::Rank { of, among, .. } => format!("{}在{}个中的名次", place(of), among.len()),
        Formula::Binary(operation, left, right) => {
            let sign = match operation {
                Operation::Add => '+',
                Operation::Subtract => '−',
                Operation::Multiply => '×',
                Operation::Divide => '÷',
            };
            let own = strength(formula);
            let left_is_weaker = strength(left) < own;
            let is_order_fixed = matches!(operation, Operation::Subtract | Operation::Divide);
            let right_is_weaker = strength(right) < own || is_order_fixed && strength(right) == own;
            let (left, right) = (written(left, of), written(right, of));
            let bracketed = |text: String, is_weaker: bool| if is_weaker { format!("({text})") } else { text };
            format!("{} {sign} {}", bracketed(left, left_is_weaker), bracketed(right, right_is_weaker))
        }
    }
}

/// How closely a formula holds together.
fn strength(formula: &Formula) -> u8 {
    match formula {
        Formula::Sum(ids) if ids.len() > 1 => 1,
        Formula::Binary(Operation::Add | Operation::Subtract, ..) => 1,
        Formula::Binary(Operation::Multiply | Operation::Divide, ..) => 2,
        Formula::Sum(_) | Formula::Number(_) | Formula::Figure(_) | Formula::Rank { .. } => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_document::{GroupId, Measure, Subject};

    fn id(subject: &str) -> FigureId {
        FigureId { subject: Subject::Indicator(subject.to_owned()), group: GroupId::Area, period: None, measure: Measure::Points }
    }

    fn told(formula: &Formula) -> String {
        IssuedFormula::of(formula).unwrap().told(|id| id.subject.to_string())
    }

    #[test]
    fn a_formula_is_told_with_its_parts_and_brackets_where_they_are_needed() {
        let figure = |subject| Formula::figure(id(subject));
        let score = figure("指标得分").with(Operation::Add, figure("加分")).with(Operation::Subtract, figure("减分"));
        assert_eq!(told(&score), "指标得分 + 加分 − 减分");
        let points = figure("权重").with(Operation::Multiply, figure("实际值")).with(Operation::Divide, figure("标准值"));
        assert_eq!(told(&points), "权重 × 实际值 ÷ 标准值");
        let span = figure("甲").with(Operation::Subtract, figure("乙").with(Operation::Subtract, Formula::Number(40.0)));
        assert_eq!(told(&span), "甲 − (乙 − 40)");
        assert_eq!(told(&figure("权重").percent_of(Formula::Sum(vec![id("甲"), id("乙")]))), "权重 × 100 ÷ (甲 + 乙)");
    }

    #[test]
    fn twelve_parts_keep_their_places_and_a_hundred_are_not_kept() {
        let sum = |count: usize| Formula::Sum((0..count).map(|number| id(&format!("第{number}项"))).collect());
        assert!(told(&sum(12)).ends_with("第9项 + 第10项 + 第11项"));
        assert_eq!(IssuedFormula::of(&sum(100)), None);
    }
}
