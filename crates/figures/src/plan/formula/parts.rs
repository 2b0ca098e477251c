//! A group's formula taken apart: the aggregates that it is made of, and the arithmetic between them.
//!
//! With the aggregates' values anybody can compute the formula again, by hand or in a spreadsheet. Whatever is no plain arithmetic
//! over aggregates stays whole, as one part.

use polars::prelude::{Expr, PolarsError};
use tongbao_document::Expression;

use super::FormulaMistake;
use super::compiled::compiled;
use crate::plan::aggregation::{Aggregate, Aggregation, Term};
use crate::plan::in_words::gathered;
use crate::plan::listed::Listed;
use crate::plan::sql::{Part, Sql};
use crate::plan::variable::{FormulaItem, Variable};
use tongbao_returns::domain::ItemName;

/// The aggregates of a formula and what is done with them.
#[derive(Debug, Clone)]
pub struct Parts {
    /// In the order of the text, each once.
    pub operands: Vec<Operand>,
    /// Over the operands by their positions.
    pub arithmetic: Expression<usize>,
}

/// An aggregate, e.g. `SUM(门诊人次)`, or what else the arithmetic of a formula is between.
#[derive(Debug, Clone)]
pub struct Operand {
    /// As SQL, names of functions in capitals.
    pub text: String,
    /// Compiled.
    pub expression: Expr,
    /// The items that it reads.
    reads: Vec<FormulaItem>,
    /// The aggregate, if it is nothing but one.
    aggregate: Option<Aggregate>,
}

impl Operand {
    /// The items that it reads.
    pub(crate) fn reads(&self) -> &[FormulaItem] {
        &self.reads
    }
}

impl Parts {
    /// Takes a formula apart; at worst it is one operand.
    pub(in crate::plan) fn of(sql: &Sql) -> Result<Self, FormulaMistake> {
        let parts = sql.arithmetic();
        let mut distinct: Vec<&Part> = Vec::new();
        for part in parts.operands() {
            if !distinct.iter().any(|known| known.text == part.text) {
                distinct.push(part);
            }
        }
        let position = |part: &Part| distinct.iter().position(|known| known.text == part.text).unwrap_or_default();
        let arithmetic = parts.bind(&|part| Expression::Operand(position(part)));
        let operands = distinct.iter().map(|part| Operand::of(part)).collect::<Result<_, _>>()?;
        Ok(Self { operands, arithmetic })
    }

    /// Whether an item, of whatever time, is taken in plain sums alone: then what is added to the sum of a group is added here too. Its
    /// mean, its count or a condition on it says nothing about a sum (docs/numbers.md rule 6).
    pub fn take_sums_of(&self, item: &ItemName) -> bool {
        let reading = self.operands.iter().filter(|operand| operand.reads.iter().any(|read| read.name == *item));
        let mut reading = reading.peekable();
        reading.peek().is_some() && reading.all(Operand::is_sum)
    }

    /// The formula again, with other numbers for its aggregates; none if one that it needs is missing, or nothing can be divided.
    pub fn recomputed(&self, operands: &[Option<f64>]) -> Option<f64> {
        self.arithmetic.number(&|position| operands.get(*position).copied().flatten())
    }
}

impl Operand {
    fn of(part: &Part) -> Result<Self, PolarsError> {
        let aggregate = match &part.tree {
            Expression::Operand(Term::Aggregate(aggregate)) => aggregate.over_units(),
            Expression::Operand(Term::Variable(Variable::Listed(listed))) => Some(Aggregate::of_listed(*listed)),
            _ => None,
        };
        let reads = super::variables(&part.tree).into_iter().filter_map(|variable| variable.item().cloned()).collect();
        Ok(Self { text: part.text.clone(), expression: compiled(&part.text)?, reads, aggregate })
    }

    /// The aggregate, if it is nothing but one.
    pub fn aggregate(&self) -> Option<&Aggregate> {
        self.aggregate.as_ref()
    }

    /// As it is called in a sentence: `检查收入合计`; what has no such name is told by the items that it reads.
    pub fn in_words(&self) -> String {
        let said = self.aggregate.as_ref().and_then(gathered);
        said.unwrap_or_else(|| {
            let items: Vec<String> = self.reads.iter().map(FormulaItem::in_words).collect();
            if items.is_empty() {
                "公式的一部分".to_owned()
            } else {
                format!("公式的一部分（涉及：{}）", items.join("、"))
            }
        })
    }

    /// The item whose plain values it takes, if it is as simple as `SUM(门诊人次)` or `AVG(位次)`.
    pub fn item(&self) -> Option<&FormulaItem> {
        self.aggregate.as_ref()?.plain_item()
    }

    /// What of the register it counts, if it is nothing but such a count.
    pub fn listed(&self) -> Option<Listed> {
        self.aggregate.as_ref()?.listed()
    }

    /// Whether it adds up the plain values of an item.
    pub fn is_sum(&self) -> bool {
        self.is_plain(Aggregation::Sum)
    }

    /// Whether it is the mean of the plain values of an item.
    pub fn is_mean(&self) -> bool {
        self.is_plain(Aggregation::Mean)
    }

    fn is_plain(&self, wanted: Aggregation) -> bool {
        self.aggregate.as_ref().is_some_and(|aggregate| aggregate.aggregation == wanted && aggregate.plain_item().is_some())
    }
}

#[cfg(test)]
mod tests {
    use tongbao_document::Operation;

    use super::super::read;
    use super::*;

    fn parts(text: &str) -> Parts {
        Parts::of(&read(text).unwrap().1).unwrap()
    }

    fn taken_apart(text: &str) -> (Vec<String>, Expression<usize>) {
        let parts = parts(text);
        (parts.operands.into_iter().map(|operand| operand.text).collect(), parts.arithmetic)
    }

    #[test]
    fn a_ratio_of_sums_has_two_operands() {
        let (operands, arithmetic) = taken_apart("SUM(门诊人次) * 100.0 / (SUM(门诊人次) + SUM(住院人次))");
        assert_eq!(operands, ["SUM(门诊人次)", "SUM(住院人次)"]);
        let operand = Expression::Operand;
        let whole = operand(0).with(Operation::Add, operand(1));
        assert_eq!(arithmetic, operand(0).percent_of(whole));
    }

    #[test]
    fn an_aggregate_is_the_same_in_small_letters_with_blanks_and_comments() {
        let (operands, _) = taken_apart("SUM(门诊人次) - sum( 门诊人次 ) + Sum(/* MIN( */ \"门诊人次\") * \"sum\"(门诊人次)");
        assert_eq!(operands, ["SUM(门诊人次)", "SUM(\"门诊人次\")"]);
    }

    #[test]
    fn a_condition_inside_an_aggregate_stays_inside() {
        let (operands, _) = taken_apart("SUM(CASE WHEN 类别 = '甲' THEN 人次 ELSE 0 END) * 100.0 / COUNT(人次)");
        assert_eq!(operands, ["SUM(CASE WHEN 类别 = '甲' THEN 人次 ELSE 0 END)", "COUNT(人次)"]);
    }

    #[test]
    fn a_plain_aggregate_knows_its_item() {
        let text = "SUM(人次) / avg(床位) + SUM(人次) FILTER (WHERE 类别 = '甲') + SUM(a * b) - COUNT(DISTINCT c) + count(c)";
        let parts = parts(text);
        let known: Vec<_> = parts
            .operands
            .iter()
            .map(|operand| (operand.item().map(|item| item.name.as_str()), operand.is_sum(), operand.is_mean()))
            .collect();
        let unknown = (None, false, false);
        assert_eq!(
            known,
            [(Some("人次"), true, false), (Some("床位"), false, true), unknown, unknown, unknown, unknown],
            "counts are in no item's unit"
        );
    }

    #[test]
    fn an_item_is_taken_in_plain_sums_or_otherwise() {
        let takes = |text: &str| parts(text).take_sums_of(&ItemName::new("人次"));
        for plain in
            ["SUM(人次)", "sum(人次) * 100.0 / COUNT(床位)", "SUM(人次) - SUM(上期_人次)", "SUM(费用) / SUM(人次) + AVG(床位)"]
        {
            assert!(takes(plain), "{plain}");
        }
        let other =
            ["AVG(人次)", "SUM(人次) / COUNT(人次)", "SUM(人次 * 2)", "ROUND(SUM(人次), 0)", "SUM(费用) FILTER (WHERE 人次 > 0)"];
        for other in other.into_iter().chain(["CASE WHEN SUM(人次) > 0 THEN 1 END", "SUM(费用)", "SUM(人次) + MAX(上期_人次)"])
        {
            assert!(!takes(other), "{other}");
        }
        assert_eq!(parts("SUM(费用) / SUM(人次)").recomputed(&[Some(6.0), Some(3.0)]), Some(2.0));
        assert_eq!(parts("SUM(费用) / SUM(人次)").recomputed(&[Some(6.0), Some(0.0)]), None);
    }

    #[test]
    fn a_count_of_the_register_is_an_operand_of_its_own() {
        let parts = parts("名录_成员数 * 1.0 / 名录_医联体数");
        let listed: Vec<_> = parts.operands.iter().map(Operand::listed).collect();
        assert_eq!(listed, [Some(Listed::Members), Some(Listed::Alliances)]);
        assert_eq!(parts.recomputed(&[Some(6.0), Some(2.0)]), Some(3.0));
        assert_eq!(parts.operands.iter().filter_map(Operand::item).count(), 0);
    }

    #[test]
    fn an_operand_has_a_name_for_sentences() {
        let names = |text: &str| parts(text).operands.iter().map(Operand::in_words).collect::<Vec<_>>();
        assert_eq!(names("SUM(检查收入) * 100.0 / SUM(医疗收入)"), ["检查收入合计", "医疗收入合计"]);
        assert_eq!(names("名录_成员数 + AVG(位次)"), ["名录成员数", "位次平均"]);
        assert_eq!(names("round(sum(费用) / SUM(上期_人次), 1)"), ["公式的一部分（涉及：费用、上期人次）"]);
    }

    #[test]
    fn what_is_no_arithmetic_stays_whole() {
        let text = "CASE WHEN SUM(人次) > 0 THEN SUM(费用) / SUM(人次) END";
        assert_eq!(taken_apart(text), (vec![text.to_owned()], Expression::Operand(0)));
        let (operands, _) = taken_apart("round(sum(费用) / SUM(人次), 1) * 100.0 - coalesce(SUM(人次), 0)");
        assert_eq!(operands, ["ROUND(SUM(费用) / SUM(人次), 1)", "COALESCE(SUM(人次), 0)"]);
    }
}
