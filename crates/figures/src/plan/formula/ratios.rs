//! By how much a formula multiplies its ratios, and whether above and below their line the same is measured: a share of a hundred that is
//! printed as one of one is wrong by a hundred, and nothing else tells it.

use std::collections::BTreeMap;

use tongbao_document::{Expression, Function, Operation};

use super::{Formula, FormulaItem};
use crate::plan::aggregation::{Aggregate, Aggregation};
use crate::plan::variable::Variable;

/// What is counted, as a unit of measure: units that have something, members of a group.
const COUNTED: &str = "家";

/// A term of a formula that divides something by something.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::plan) struct Ratio {
    /// The product of the numbers in it, without sign; none where nobody can say.
    pub(in crate::plan) factor: Option<f64>,
    /// Whether units of measure cancel out: then it is a share, or so many times as much.
    pub(in crate::plan) is_plain_number: bool,
    /// Whether money is taken.
    pub(in crate::plan) is_of_money: bool,
}

/// How an item is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::plan) struct Measured {
    /// Its 计量单位.
    pub(in crate::plan) unit: String,
    /// Whether it is itself a rate, a grade or a place: of what is made with it nobody can say how large it is.
    pub(in crate::plan) is_rate: bool,
}

/// The ratios of a formula, but for those that are made of rates; `measured` says it of an item, where that is known.
pub(in crate::plan) fn ratios(formula: &Formula<Aggregate>, measured: &impl Fn(&FormulaItem) -> Option<Measured>) -> Vec<Ratio> {
    let terms = terms(&formula.tree, &|aggregate| of_aggregate(aggregate, measured));
    let ratio = |term: Term| {
        let is_plain_number = term.dimension.is_some_and(|dimension| dimension.is_empty());
        Ratio { factor: term.factor.map(f64::abs), is_plain_number, is_of_money: term.is_of_money }
    };
    terms.into_iter().filter(|term| term.shape == Shape::Ratio && !term.is_of_rates).map(ratio).collect()
}

/// What is added up or multiplied.
#[derive(Debug, Clone)]
struct Term {
    factor: Option<f64>,
    /// Units of measure with how often they stand above less below the line; none where nobody can say.
    dimension: Option<BTreeMap<String, i32>>,
    shape: Shape,
    is_of_rates: bool,
    is_of_money: bool,
}

/// What a term is made of, the more telling behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    /// Of numbers that are written.
    Constant,
    /// Of what is measured.
    Amount,
    /// Of one thing divided by another.
    Ratio,
}

impl Term {
    fn constant(number: f64) -> Self {
        let dimension = Some(BTreeMap::new());
        Self { factor: Some(number), dimension, shape: Shape::Constant, is_of_rates: false, is_of_money: false }
    }

    fn of_unit(unit: &str) -> Self {
        let dimension = Some(BTreeMap::from([(unit.to_owned(), 1)]));
        Self { dimension, is_of_money: unit.ends_with('元'), shape: Shape::Amount, ..Self::constant(1.0) }
    }

    fn unknown() -> Self {
        Self { factor: None, dimension: None, shape: Shape::Amount, ..Self::constant(1.0) }
    }

    fn of_rates() -> Self {
        Self { is_of_rates: true, ..Self::unknown() }
    }

    /// One product or quotient.
    fn with(self, other: Self, is_divisor: bool) -> Self {
        let powers = |mut above: BTreeMap<String, i32>, below: BTreeMap<String, i32>| {
            for (unit, power) in below {
                *above.entry(unit).or_default() += if is_divisor { -power } else { power };
            }
            above.retain(|_, power| *power != 0);
            above
        };
        let factors = |one: f64, other: f64| if is_divisor { one / other } else { one * other };
        Self {
            factor: self.factor.zip(other.factor).map(|(one, other)| factors(one, other)).filter(|factor| factor.is_finite()),
            dimension: self.dimension.zip(other.dimension).map(|(above, below)| powers(above, below)),
            shape: if is_divisor && other.shape != Shape::Constant { Shape::Ratio } else { self.shape.max(other.shape) },
            is_of_rates: self.is_of_rates || other.is_of_rates,
            is_of_money: self.is_of_money || other.is_of_money,
        }
    }
}

/// The terms that are added up.
fn terms<Operand>(tree: &Expression<Operand>, leaf: &impl Fn(&Operand) -> Term) -> Vec<Term> {
    let one = |tree: &Expression<Operand>| merged(terms(tree, leaf));
    match tree {
        Expression::Number(number) => vec![Term::constant(*number)],
        Expression::Null => Vec::new(),
        Expression::Operand(operand) => vec![leaf(operand)],
        Expression::Negated(inner) => terms(inner, leaf),
        Expression::Arithmetic(Operation::Add | Operation::Subtract, left, right) => {
            [terms(left, leaf), terms(right, leaf)].concat()
        }
        Expression::Arithmetic(operation, left, right) => vec![one(left).with(one(right), *operation == Operation::Divide)],
        Expression::Call(Function::Abs | Function::Round | Function::Coalesce | Function::NullIf, arguments)
        | Expression::Other { parts: arguments, is_cast: true, .. } => {
            arguments.first().map_or_else(|| vec![Term::unknown()], |first| terms(first, leaf))
        }
        Expression::Case(..) => tree.results().into_iter().flat_map(|result| terms(result, leaf)).collect(),
        _ => vec![Term::unknown()],
    }
}

/// Several terms as one factor of a product. A number that is added changes no measure; how large the sum of several ratios is nobody can say.
fn merged(terms: Vec<Term>) -> Term {
    let (constants, measured): (Vec<Term>, Vec<Term>) = terms.into_iter().partition(|term| term.shape == Shape::Constant);
    let Some(first) = measured.first().cloned() else { return of_constants(&constants) };
    let is_sum_of_ratios = measured.len() > 1 && measured.iter().any(|term| term.shape == Shape::Ratio);
    let any = |is_so: fn(&Term) -> bool| measured.iter().any(is_so);
    Term {
        factor: first.factor.filter(|_| !is_sum_of_ratios && measured.iter().all(|term| term.factor == first.factor)),
        dimension: first.dimension.filter(|dimension| measured.iter().all(|term| term.dimension.as_ref() == Some(dimension))),
        shape: measured.iter().map(|term| term.shape).max().unwrap_or(first.shape),
        is_of_rates: any(|term| term.is_of_rates),
        is_of_money: any(|term| term.is_of_money),
    }
}

/// `THEN 1 ELSE 0` is one; of several numbers nobody can say which.
fn of_constants(constants: &[Term]) -> Term {
    let mut numbers = constants.iter().filter_map(|constant| constant.factor).filter(|number| number.abs() > 0.0);
    match (numbers.next(), numbers.next()) {
        (Some(number), None) => Term::constant(number),
        (None, _) => Term::constant(0.0),
        _ => Term { factor: None, ..Term::constant(1.0) },
    }
}

fn of_aggregate(aggregate: &Aggregate, measured: &impl Fn(&FormulaItem) -> Option<Measured>) -> Term {
    if let Some(listed) = aggregate.listed() {
        return Term::of_unit(listed.column());
    }
    let variable = |variable: &Variable| match variable {
        Variable::Item(item) => match measured(item) {
            Some(Measured { is_rate: true, .. }) => Term::of_rates(),
            Some(Measured { unit, .. }) => Term::of_unit(&unit),
            None => Term { factor: Some(1.0), ..Term::unknown() },
        },
        Variable::Indicator(_) => Term::of_rates(),
        _ => Term::unknown(),
    };
    match aggregate.aggregation {
        Aggregation::Count => Term::of_unit(COUNTED),
        Aggregation::Sum | Aggregation::Mean | Aggregation::Median | Aggregation::Least | Aggregation::Most => {
            let Some(of) = aggregate.of.first() else { return Term::unknown() };
            let inner = merged(terms(of, &variable));
            match (inner.shape, aggregate.aggregation) {
                // The mean of ones and zeros is a share.
                (Shape::Constant, Aggregation::Mean) => Term { shape: Shape::Ratio, ..inner },
                (Shape::Constant, _) => Term { factor: inner.factor, ..Term::of_unit(COUNTED) },
                _ => inner,
            }
        }
        Aggregation::Other | Aggregation::Window | Aggregation::Listed => Term::unknown(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is measured in the words behind its name: `甲人次` in 人次. 乙率 and what ends so is a rate.
    fn measured(item: &FormulaItem) -> Option<Measured> {
        let name = item.name.as_str();
        let unit = ["人次", "万元", "人"].into_iter().find(|unit| name.ends_with(unit));
        let is_rate = name.ends_with('率');
        unit.or(is_rate.then_some("%")).map(|unit| Measured { unit: unit.to_owned(), is_rate })
    }

    /// The factor of each ratio, `=` where units cancel out, `元` where money is taken.
    fn told(text: &str) -> String {
        let formula = Formula::<Aggregate>::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let word = |ratio: Ratio| {
            let factor = ratio.factor.map_or("?".to_owned(), |factor| factor.to_string());
            let signs = [(ratio.is_plain_number, "="), (ratio.is_of_money, "元")];
            factor + &signs.into_iter().filter(|(is_so, _)| *is_so).map(|(_, sign)| sign).collect::<String>()
        };
        ratios(&formula, &measured).into_iter().map(word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_ratio_has_the_numbers_of_its_product() {
        for (text, expected) in [
            ("SUM(甲人次) / SUM(乙人次)", "1="),
            ("SUM(甲人次) * 100.0 / SUM(乙人次)", "100="),
            ("100 * SUM(甲人次) / NULLIF(SUM(乙人次), 0)", "100="),
            ("SUM(甲人次 * 100.0) / SUM(乙人次)", "100="),
            ("ROUND(SUM(甲人次) / SUM(乙人次) * 1000, 1)", "1000="),
            ("SUM(甲万元) * 100.0 / SUM(乙万元)", "100=元"),
            ("SUM(甲万元) * 10000.0 / SUM(乙人次)", "10000元"),
            ("SUM(CASE WHEN 互认 = '是' THEN 1 ELSE 0 END) * 100.0 / COUNT(互认)", "100="),
            ("AVG(CASE WHEN 互认 = '是' THEN 1 ELSE 0 END)", "1="),
            ("AVG(CASE WHEN 互认 = '是' THEN 100 ELSE 0 END)", "100="),
            ("(SUM(甲人次) - SUM(上年同期_甲人次)) * 100.0 / SUM(上年同期_甲人次)", "100="),
            ("100 - SUM(甲人次) * 100.0 / SUM(乙人次)", "100="),
            ("(1 - SUM(甲人次) / SUM(乙人次)) * 100", "100="),
            ("(SUM(甲万元) / SUM(甲人)) * 100.0 / (SUM(乙万元) / SUM(乙人))", "100=元"),
            ("CASE WHEN SUM(乙人次) > 0 THEN SUM(甲人次) / SUM(乙人次) END", "1="),
            ("SUM(甲人次) * 100 / SUM(乙人次) - SUM(甲人次) * 100 / SUM(丙人次)", "100= 100="),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn of_what_nobody_can_say_nothing_is_said() {
        for (text, expected) in [
            ("SUM(甲人次)", ""),
            ("AVG(甲率)", ""),
            ("SUM(甲人次) / 3", ""),
            ("SUM(甲率 * 甲人次) / SUM(甲人次)", ""),
            ("AVG(指标_甲) / AVG(指标_乙)", ""),
            ("(SUM(甲人次) * 100 / SUM(乙人次) + SUM(丙人次) * 100 / SUM(乙人次)) / 2", "?="),
            ("SUM(甲人次) * 100 / SUM(某项)", "100"),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }
}
