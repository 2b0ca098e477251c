//! A condition as the engine runs it, unit by unit: with tolerance, with blanks as the rule wants them, and with divisions and
//! roundings as a spreadsheet has them.

use tongbao_document::expression::ROUNDING;
use tongbao_document::{Comparison, Expression, Function, Operation};

use crate::plan::variable::{FormulaItem, Variable};

type Tree = Expression<Variable>;

/// How a condition is put to the engine.
pub(in crate::plan) struct Engine<F> {
    /// By how much numbers may differ.
    pub(in crate::plan) tolerance: f64,
    /// A blank counts as zero.
    pub(in crate::plan) blank_is_zero: bool,
    /// Whether an item holds numbers.
    pub(in crate::plan) is_number: F,
}

impl<F: Fn(&FormulaItem) -> bool> Engine<F> {
    /// The expression to run.
    pub(in crate::plan) fn run(&self, tree: &Tree) -> Tree {
        let is_number = |variable: &Variable| self.is_number(variable);
        if self.blank_is_zero { self.meant(&tree.with_blanks_as(0.0, &is_number)) } else { self.meant(tree) }
    }

    fn meant(&self, tree: &Tree) -> Tree {
        match tree {
            // By zero there is no value; the engine alone would say infinity.
            Expression::Arithmetic(Operation::Divide, left, right) => {
                let divisor = Expression::Call(Function::NullIf, vec![self.meant(right), Expression::Number(0.0)]);
                self.meant(left).with(Operation::Divide, divisor)
            }
            Expression::Compare(comparison, left, right)
                if [left, right].into_iter().all(|side| side.comes_to_number(&|variable| self.is_number(variable))) =>
            {
                let bound = comparison.bound(self.tolerance);
                let difference = self.meant(left).with(Operation::Subtract, self.meant(right));
                let difference = if bound.is_distance { Expression::Call(Function::Abs, vec![difference]) } else { difference };
                difference.compared(bound.comparison, Expression::Number(bound.limit))
            }
            // The engine's IN takes plain words and nothing else.
            Expression::In(one, list) if list.iter().any(|other| !matches!(other, Expression::Text(_))) => {
                let one = self.meant(one);
                let same = list.iter().map(|other| one.clone().compared(Comparison::Equal, self.meant(other)));
                same.reduce(|left, right| Expression::Or(Box::new(left), Box::new(right))).unwrap_or(Expression::Truth(false))
            }
            Expression::Call(Function::Round, arguments) => {
                let nudge = |one: &Tree| self.meant(one).with(Operation::Multiply, Expression::Number(ROUNDING));
                let (one, places) = arguments.split_at(usize::from(!arguments.is_empty()));
                Expression::Call(Function::Round, one.iter().map(nudge).chain(places.iter().cloned()).collect())
            }
            _ => tree.over(&|child| self.meant(child)),
        }
    }

    fn is_number(&self, variable: &Variable) -> bool {
        variable.item().is_some_and(&self.is_number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::formula::Formula;
    use crate::plan::sql::written;

    fn run(text: &str, tolerance: f64, blank_is_zero: bool) -> String {
        let engine = Engine { tolerance, blank_is_zero, is_number: |item: &FormulaItem| item.name.as_str() != "乙" };
        let sql = written(&engine.run(&Formula::<Variable>::parse(text).unwrap().tree));
        assert!(Formula::<Variable>::parse(&sql).is_ok(), "{sql}");
        sql
    }

    #[test]
    fn numbers_may_differ_by_the_tolerance_and_words_may_not() {
        assert_eq!(run("甲 = 丙", 0.5, false), "(ABS((\"甲\" - \"丙\")) <= 0.50001)");
        assert_eq!(run("甲 < 丙", 0.0, false), "((\"甲\" - \"丙\") < (-0.00001))");
        assert_eq!(run("乙 = '是' AND 类别 <> 乙", 0.5, false), "((\"乙\" = '是') AND (\"类别\" <> \"乙\"))");
    }

    #[test]
    fn a_blank_is_zero_unless_something_asks_for_blanks() {
        assert_eq!(
            run("甲 / 丙 > 1 OR 丙 IS NULL OR 乙 = '是'", 0.0, true),
            "(((((COALESCE(\"甲\", 0.0) / NULLIF(COALESCE(\"丙\", 0.0), 0.0)) - 1.0) > 0.00001) OR (\"丙\" IS NULL)) OR (\"乙\" = '是'))"
        );
    }

    #[test]
    fn a_list_of_numbers_is_an_expression_of_the_engine() {
        assert_eq!(
            run("甲 IN (0.5, -1.5, 2.5) OR 乙 NOT IN ('a', 'b')", 0.0, false),
            "((((\"甲\" = 0.5) OR (\"甲\" = (-1.5))) OR (\"甲\" = 2.5)) OR (NOT (\"乙\" IN ('a', 'b'))))"
        );
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        assert_eq!(run("ROUND(甲, 1) IS NULL", 0.0, false), "(ROUND((\"甲\" * 1.0000000000001), 1) IS NULL)");
    }
}
