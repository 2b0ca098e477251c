//! A condition back to SQL, with tolerance and with blanks as the rule wants them.

use super::term::{Comparison, Function, Operation, Term};

/// Half of the last place that any form asks for: sums of decimals are compared as decimals, not as binary fractions.
pub const EXACTNESS: f64 = 1e-5;

/// What a number is multiplied with before it is rounded, so that a half, even one that binary fractions miss by a hair, is rounded
/// away from zero as spreadsheets do it; the engine alone would make 0 of 0.5.
pub const ROUNDING: f64 = 1.000_000_000_000_1;

/// How a condition is written for the engine.
#[derive(Debug, Clone, Copy)]
pub(in crate::plan) struct Dialect {
    /// By how much numbers may differ.
    pub(in crate::plan) tolerance: f64,
    /// A blank counts as zero.
    pub(in crate::plan) blank_is_zero: bool,
}

impl Dialect {
    /// The SQL of a condition; `is_text` says of a column whether it holds words.
    pub(in crate::plan) fn sql(self, term: &Term, is_text: &impl Fn(&str) -> bool) -> String {
        let sql = |term: &Term| self.sql(term, is_text);
        match term {
            Term::Number(number) => format!("({})", decimal(*number)),
            Term::Text(text) => quoted(text),
            Term::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
            Term::Null => "NULL".to_owned(),
            Term::Column(column) if self.blank_is_zero && !is_text(column) => format!("COALESCE(\"{column}\", 0.0)"),
            Term::Column(column) => format!("\"{column}\""),
            Term::Negated(one) => format!("(-{})", sql(one)),
            Term::Not(one) => format!("(NOT {})", sql(one)),
            Term::Arithmetic(operation, left, right) => {
                let (left, right) = (sql(left), sql(right));
                match operation {
                    Operation::Add => format!("({left} + {right})"),
                    Operation::Subtract => format!("({left} - {right})"),
                    Operation::Multiply => format!("({left} * {right})"),
                    Operation::Divide => format!("({left} / NULLIF({right}, 0.0))"),
                }
            }
            Term::Compare { comparison, left, right, is_number } => {
                self.compare(*comparison, &sql(left), &sql(right), *is_number)
            }
            Term::And(left, right) => format!("({} AND {})", sql(left), sql(right)),
            Term::Or(left, right) => format!("({} OR {})", sql(left), sql(right)),
            Term::IsNull(one) => format!("({} IS NULL)", Self { blank_is_zero: false, ..self }.sql(one, is_text)),
            // The engine's IN takes plain words and nothing else.
            Term::In(one, list) if list.iter().any(|other| !matches!(other, Term::Text(_))) => {
                let one = sql(one);
                let same: Vec<String> = list.iter().map(|other| format!("{one} = {}", sql(other))).collect();
                format!("({})", same.join(" OR "))
            }
            Term::In(one, list) => {
                let list: Vec<String> = list.iter().map(sql).collect();
                format!("({} IN ({}))", sql(one), list.join(", "))
            }
            Term::Case(branches, otherwise) => {
                let branches: Vec<String> =
                    branches.iter().map(|(condition, result)| format!("WHEN {} THEN {}", sql(condition), sql(result))).collect();
                let otherwise = otherwise.as_ref().map_or_else(|| "NULL".to_owned(), |otherwise| sql(otherwise));
                format!("(CASE {} ELSE {otherwise} END)", branches.join(" "))
            }
            Term::Call(function, arguments) => {
                let name = match function {
                    Function::Abs => "ABS",
                    Function::Round => "ROUND",
                    Function::Coalesce => "COALESCE",
                    Function::NullIf => "NULLIF",
                };
                let is_coalesce = *function == Function::Coalesce;
                let dialect = Self { blank_is_zero: self.blank_is_zero && !is_coalesce, ..self };
                let arguments: Vec<String> = arguments
                    .iter()
                    .enumerate()
                    .map(|(position, argument)| match (function, position, argument) {
                        // The places of ROUND are a whole number to the engine.
                        (Function::Round, 1, Term::Number(places)) => format!("{places:.0}"),
                        (Function::Round, 0, _) => {
                            format!("({} * {})", dialect.sql(argument, is_text), decimal(ROUNDING))
                        }
                        _ => dialect.sql(argument, is_text),
                    })
                    .collect();
                format!("{name}({})", arguments.join(", "))
            }
            Term::Other(text) => format!("({text})"),
        }
    }

    fn compare(self, comparison: Comparison, left: &str, right: &str, is_number: bool) -> String {
        if !is_number {
            return format!("({left} {} {right})", comparison.sign());
        }
        let difference = format!("({left} - {right})");
        let (wide, narrow) = (self.tolerance + EXACTNESS, self.tolerance - EXACTNESS);
        let [wide, minus_wide, narrow, minus_narrow] = [wide, -wide, narrow, -narrow].map(decimal);
        match comparison {
            Comparison::Equal => format!("({difference} <= {wide} AND {difference} >= {minus_wide})"),
            Comparison::Unequal => format!("({difference} > {wide} OR {difference} < {minus_wide})"),
            Comparison::AtMost => format!("({difference} <= {wide})"),
            Comparison::Less => format!("({difference} < {narrow})"),
            Comparison::AtLeast => format!("({difference} >= {minus_wide})"),
            Comparison::Greater => format!("({difference} > {minus_narrow})"),
        }
    }
}

impl Comparison {
    /// As SQL writes it.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Unequal => "<>",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// A number with a point and without an exponent, which the engine's SQL does not read.
fn decimal(number: f64) -> String {
    let text = number.to_string();
    if text.contains('.') { text } else { text + ".0" }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::formula;
    use crate::plan::rule::term;

    fn sql(text: &str) -> String {
        let is_text = |column: &str| column == "乙";
        Dialect { tolerance: 0.0, blank_is_zero: false }.sql(&term::parse(text, &is_text).unwrap(), &is_text)
    }

    #[test]
    fn a_list_of_numbers_is_an_expression_of_the_engine() {
        let sql = sql("甲 IN (0, -1.5, 2) OR 乙 NOT IN ('a', 'b')");
        assert_eq!(sql, "((\"甲\" = (0.0) OR \"甲\" = (-1.5) OR \"甲\" = (2.0)) OR (NOT (\"乙\" IN ('a', 'b'))))");
        assert!(formula::parse(&sql).is_ok());
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        assert_eq!(sql("ROUND(甲, 1)"), "ROUND((\"甲\" * 1.0000000000001), 1)");
    }
}
