//! How an issued figure follows from other figures, as it is kept: words with places for the figures, and which figures these are.

use serde::{Deserialize, Serialize};

use tongbao_document::{Expression, FigureId, FigureOperand, Formula, Gathered, Operation};

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
    /// None of a formula over too many figures, or of one that says more than figures follow from.
    pub fn of(formula: &Formula) -> Option<Self> {
        let mut of = Vec::new();
        let text = written(formula, &mut of)?;
        (of.len() <= MOST).then_some(Self { text, of })
    }

    /// With something in the place of every figure.
    pub fn told(&self, told: impl Fn(&FigureId) -> String) -> String {
        let mut whole = String::new();
        let mut rest = self.text.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let Some((place, behind)) = after.split_once('}') else { break };
            whole.push_str(before);
            whole.extend(place.parse().ok().and_then(|place: usize| self.of.get(place)).map(&told));
            rest = behind;
        }
        whole + rest
    }
}

fn written(formula: &Formula, of: &mut Vec<FigureId>) -> Option<String> {
    let mut place = |id: &FigureId| {
        of.push(id.clone());
        format!("{{{}}}", of.len() - 1)
    };
    Some(match formula {
        Expression::Number(number) => number.to_string(),
        Expression::Operand(FigureOperand::Figure(id)) => place(id),
        Expression::Operand(FigureOperand::Sum(ids)) => ids.iter().map(place).collect::<Vec<_>>().join(" + "),
        Expression::Operand(FigureOperand::Of(gathered, ids)) => {
            let listed = ids.iter().map(place).collect::<Vec<_>>().join("、");
            match gathered {
                Gathered::Count => format!("有数的个数（{listed}）"),
                Gathered::Least => format!("最小的（{listed}）"),
                Gathered::Most => format!("最大的（{listed}）"),
            }
        }
        Expression::Operand(FigureOperand::Rank { of, among, .. }) => format!("{}在{}个中的名次", place(of), among.len()),
        Expression::Arithmetic(operation, left, right) => {
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
            let (left, right) = (written(left, of)?, written(right, of)?);
            let bracketed = |text: String, is_weaker: bool| if is_weaker { format!("({text})") } else { text };
            format!("{} {sign} {}", bracketed(left, left_is_weaker), bracketed(right, right_is_weaker))
        }
        _ => return None,
    })
}

/// How closely a formula holds together.
fn strength(formula: &Formula) -> u8 {
    match formula {
        Expression::Operand(FigureOperand::Sum(ids)) if ids.len() > 1 => 1,
        Expression::Arithmetic(operation, ..) => 1 + u8::from(operation.is_product()),
        _ => 3,
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
        assert_eq!(told(&figure("权重").percent_of(Formula::sum([id("甲"), id("乙")]))), "权重 × 100 ÷ (甲 + 乙)");
    }

    #[test]
    fn twelve_parts_keep_their_places_and_a_hundred_are_not_kept() {
        let sum = |count: usize| Formula::sum((0..count).map(|number| id(&format!("第{number}项"))));
        assert!(told(&sum(12)).ends_with("第9项 + 第10项 + 第11项"));
        assert_eq!(IssuedFormula::of(&sum(100)), None);
    }

    #[test]
    fn a_formula_is_kept_as_it_always_was() {
        let kept = r#"{"text":"{0} × 100 ÷ ({1} + {2})","of":[{"subject":{"indicator":"权重"},"group":"area","period":null,"measure":"points"},{"subject":{"indicator":"甲"},"group":"area","period":null,"measure":"points"},{"subject":{"indicator":"乙"},"group":"area","period":null,"measure":"points"}]}"#;
        let read: IssuedFormula = serde_json::from_str(kept).unwrap();
        let formula = Formula::figure(id("权重")).percent_of(Formula::sum([id("甲"), id("乙")]));
        assert_eq!(IssuedFormula::of(&formula), Some(read.clone()));
        assert_eq!(serde_json::to_string(&read).unwrap(), kept);
        let place = Formula::rank(id("甲"), [id("甲"), id("乙")], true);
        assert_eq!(told(&place), "甲在2个中的名次");
        let mean =
            Formula::sum([id("甲"), id("乙")]).with(Operation::Divide, Formula::gathered(Gathered::Count, [id("甲"), id("乙")]));
        assert_eq!(told(&mean), "(甲 + 乙) ÷ 有数的个数（甲、乙）");
    }

    #[test]
    fn what_is_put_in_is_not_looked_at_again() {
        let difference = Formula::figure(id("{1}")).with(Operation::Subtract, Formula::figure(id("{0}")));
        assert_eq!(told(&difference), "{1} − {0}");
    }

    #[test]
    fn what_no_figure_follows_from_is_not_kept() {
        assert_eq!(IssuedFormula::of(&Formula::Text("是".to_owned())), None);
    }
}
