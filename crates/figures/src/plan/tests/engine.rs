//! The tree and the engine come to the same, on small tables made up at random.

use polars::prelude::{Column, DataFrame, DataType, Expr, IntoLazy};
use proptest::prelude::*;
use tongbao_document::{Comparison, Expression, Function, Known, Operation};

use crate::plan::aggregation::{Aggregate, Aggregation};
use crate::plan::formula::{self, Formula, Parts};
use crate::plan::rule::engine::Engine;
use crate::plan::sql::{Sql, written};
use crate::plan::variable::{FormulaItem, Variable};

type Tree = Expression<Variable>;

/// 甲, 乙 and 丙 hold numbers, 词 holds words; any may be blank.
#[derive(Debug, Clone)]
struct Row {
    numbers: [Option<f64>; 3],
    word: Option<&'static str>,
}

const NUMBERS: [&str; 3] = ["甲", "乙", "丙"];
const WORD: &str = "词";

impl Row {
    fn value(&self, variable: &Variable) -> Option<Known> {
        let name = variable.to_string();
        match NUMBERS.iter().position(|known| *known == name) {
            Some(position) => self.numbers[position].map(Known::Number),
            None => self.word.map(|word| Known::Words(word.to_owned())),
        }
    }
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    // Quarters are exact as binary fractions: whatever differs is no matter of rounding.
    let number = || prop::option::weighted(0.8, (-8_i32..=8).prop_map(|quarters| f64::from(quarters) / 4.0));
    let word = prop::option::weighted(0.8, prop::sample::select(vec!["是", "否", "X'级"]));
    let row = (number(), number(), number(), word).prop_map(|(one, two, three, word)| Row { numbers: [one, two, three], word });
    prop::collection::vec(row, 1..6)
}

fn frame(rows: &[Row]) -> DataFrame {
    let mut columns: Vec<Column> = (0..NUMBERS.len())
        .map(|position| {
            let numbers: Vec<Option<f64>> = rows.iter().map(|row| row.numbers[position]).collect();
            Column::new(NUMBERS[position].into(), numbers)
        })
        .collect();
    columns.push(Column::new(WORD.into(), rows.iter().map(|row| row.word).collect::<Vec<_>>()));
    DataFrame::new(rows.len(), columns).expect("a table")
}

/// What the engine makes of an expression: one value for each row, or one for all.
fn run(rows: &[Row], expression: Expr) -> Column {
    let result = frame(rows).lazy().select([expression.alias("值")]).collect().expect("an expression that runs");
    result.column("值").expect("a column").clone()
}

fn number_of(rows: &[Row], expression: Expr) -> Option<f64> {
    let answer = run(rows, expression).cast(&DataType::Float64).expect("numbers");
    assert_eq!(answer.len(), 1, "one number for all");
    answer.f64().expect("numbers").get(0)
}

fn named(name: &str) -> Tree {
    Expression::Operand(Variable::of_column(name))
}

/// Expressions that come to a number or to a truth, of a few levels.
fn trees() -> (BoxedStrategy<Tree>, BoxedStrategy<Tree>) {
    let literal = (-4_i32..=4).prop_map(|halves| Expression::Number(f64::from(halves) / 2.0));
    let mut numbers = prop_oneof![3 => prop::sample::select(NUMBERS.to_vec()).prop_map(named), 1 => literal.clone()].boxed();
    let text = prop::sample::select(vec!["是", "否", "X'级"]).prop_map(|word| Expression::Text(word.to_owned())).boxed();
    let words = prop_oneof![3 => Just(named(WORD)), 1 => text.clone()].boxed();
    let comparison = || {
        use Comparison::{AtLeast, AtMost, Equal, Greater, Less, Unequal};
        prop::sample::select(vec![Equal, Unequal, Less, AtMost, Greater, AtLeast])
    };
    let operation = || {
        use Operation::{Add, Divide, Multiply, Subtract};
        prop::sample::select(vec![Add, Subtract, Multiply, Divide])
    };
    let boxed = |strategy: &BoxedStrategy<Tree>| strategy.clone().prop_map(Box::new);
    let mut truths = any::<bool>().prop_map(Expression::Truth).boxed();
    for _ in 0..3 {
        let (number, truth) = (numbers.clone(), truths.clone());
        let pair = || (number.clone(), number.clone());
        let call = |function| pair().prop_map(move |(one, other)| Expression::Call(function, vec![one, other]));
        let branch = |result: &BoxedStrategy<Tree>| {
            let branches = prop::collection::vec((truth.clone(), result.clone()), 1..3);
            (branches, prop::option::of(boxed(result))).prop_map(|(branches, otherwise)| Expression::Case(branches, otherwise))
        };
        let negated = number.clone().prop_filter("a number with a minus", |one| !matches!(one, Expression::Number(_)));
        let rounded = (number.clone(), 0_u8..3)
            .prop_map(|(one, places)| Expression::Call(Function::Round, vec![one, Expression::Number(f64::from(places))]));
        numbers = prop_oneof![
            2 => number.clone(),
            4 => (operation(), boxed(&number), boxed(&number))
                .prop_map(|(operation, left, right)| Expression::Arithmetic(operation, left, right)),
            1 => boxed(&negated.boxed()).prop_map(Expression::Negated),
            1 => number.clone().prop_map(|one| Expression::Call(Function::Abs, vec![one])),
            1 => rounded,
            1 => call(Function::Coalesce),
            1 => call(Function::NullIf),
            1 => branch(&number),
        ]
        .boxed();
        truths = prop_oneof![
            1 => truth.clone(),
            4 => (comparison(), pair()).prop_map(|(comparison, (left, right))| left.compared(comparison, right)),
            2 => (comparison(), words.clone(), words.clone())
                .prop_map(|(comparison, left, right)| left.compared(comparison, right)),
            2 => (boxed(&truth), boxed(&truth)).prop_map(|(left, right)| Expression::And(left, right)),
            2 => (boxed(&truth), boxed(&truth)).prop_map(|(left, right)| Expression::Or(left, right)),
            1 => boxed(&truth).prop_map(Expression::Not),
            1 => boxed(&number).prop_map(Expression::IsNull),
            1 => (boxed(&number), prop::collection::vec(literal.clone(), 1..3)).prop_map(|(one, list)| Expression::In(one, list)),
            1 => prop::collection::vec(text.clone(), 1..3).prop_map(|list| Expression::In(Box::new(named(WORD)), list)),
            1 => branch(&truth),
        ]
        .boxed();
    }
    (numbers, truths)
}

fn is_number(item: &FormulaItem) -> bool {
    item.name.as_str() != WORD
}

fn in_terms(tree: &Tree) -> Expression<crate::plan::aggregation::Term> {
    tree.bind(&|variable| Expression::Operand(crate::plan::aggregation::Term::Variable(variable.clone())))
}

/// A group's formula as text: sums, means and extremes, and what is done with them.
fn formulas() -> impl Strategy<Value = String> {
    let of = prop::sample::select(vec![
        "甲",
        "乙",
        "甲 * 2 - 丙",
        "CASE WHEN 词 = '是' THEN 甲 ELSE 0 END",
        "case when 乙 > 1 then 丙 end",
        "coalesce(甲, 0.5)",
    ]);
    let function = prop::sample::select(vec!["SUM", "sum", "Count", "AVG", "avg", "MIN", "Max", "median", "min /* MAX( */ "]);
    let filter = prop::sample::select(vec!["", "", " FILTER (WHERE 词 <> '否')"]);
    let aggregate = (function, of, filter).prop_map(|(function, of, filter)| format!("{function}({of}){filter}"));
    let counts = ["COUNT(*)", "count(distinct 词)", "count(*) filter (where 乙 > 0)", "3", "0.25"];
    let counted = prop::sample::select(counts.to_vec()).prop_map(str::to_owned);
    let leaf = prop_oneof![4 => aggregate, 1 => counted];
    let sign = || prop::sample::select(vec!["+", "-", "*"]);
    let inner = (leaf.clone(), sign(), leaf.clone()).prop_map(|(left, sign, right)| format!("({left} {sign} {right})"));
    let term = || prop_oneof![leaf.clone(), inner.clone()];
    prop_oneof![
        term(),
        (term(), sign(), term()).prop_map(|(left, sign, right)| format!("{left} {sign} -{right}")),
        (term(), term()).prop_map(|(left, right)| format!("{left} * 100.0 / {right}")),
        (term(), term()).prop_map(|(left, right)| format!("coalesce({left} / nullif({right}, 0), -1)")),
    ]
}

/// What a sum takes of a unit: a term without a value adds nothing and takes nothing away.
fn term_by_term(tree: &Tree) -> Tree {
    match tree {
        Expression::Arithmetic(operation @ (Operation::Add | Operation::Subtract), left, right) => {
            let (left, right) = (term_by_term(left), term_by_term(right));
            let alone = if *operation == Operation::Add { right.clone() } else { Expression::Negated(Box::new(right.clone())) };
            Expression::Call(Function::Coalesce, vec![left.clone().with(*operation, right), left, alone])
        }
        other => other.clone(),
    }
}

/// What SQL says of an aggregate, but for the terms of a sum.
fn aggregate(rows: &[Row], aggregate: &Aggregate) -> Option<f64> {
    let chosen: Vec<&Row> = rows
        .iter()
        .filter(|row| {
            let of_filter = |filter: &Tree| filter.value(0.0, &|variable| row.value(variable)) == Some(Known::Truth(true));
            aggregate.filter.as_ref().is_none_or(of_filter)
        })
        .collect();
    let Some(of) = aggregate.of.first() else { return Some(count(chosen.len())) };
    let of = &if aggregate.aggregation == Aggregation::Sum { term_by_term(of) } else { of.clone() };
    let values: Vec<Known> = chosen.iter().filter_map(|row| of.value(0.0, &|variable| row.value(variable))).collect();
    if aggregate.aggregation == Aggregation::Count {
        let is_first = |(position, value): &(usize, &Known)| !values[..*position].contains(value);
        let distinct = values.iter().enumerate().filter(is_first).count();
        return Some(count(if aggregate.is_distinct { distinct } else { values.len() }));
    }
    let mut numbers: Vec<f64> = values.into_iter().filter_map(Known::number).collect();
    numbers.sort_by(f64::total_cmp);
    let (first, last) = (*numbers.first()?, *numbers.last()?);
    let sum: f64 = numbers.iter().sum();
    let middle = numbers.len() / 2;
    match aggregate.aggregation {
        Aggregation::Sum => Some(sum),
        Aggregation::Mean => Some(sum / count(numbers.len())),
        Aggregation::Least => Some(first),
        Aggregation::Most => Some(last),
        Aggregation::Median if numbers.len() % 2 == 1 => Some(numbers[middle]),
        Aggregation::Median => Some(f64::midpoint(numbers[middle - 1], numbers[middle])),
        other => panic!("{other:?}"),
    }
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).expect("few rows"))
}

/// Whether both have no value, or the same but for the last digits.
fn same(one: Option<f64>, other: Option<f64>) -> bool {
    let number = |number: Option<f64>| number.filter(|number| number.is_finite());
    match (number(one), number(other)) {
        (None, None) => true,
        (Some(one), Some(other)) => (one - other).abs() <= 1e-9 * one.abs().max(1.0),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_written_is_read_as_it_was(tree in prop_oneof![trees().0, trees().1]) {
        let sql = written(&tree);
        prop_assert_eq!(Sql::read(&sql).unwrap().tree(), in_terms(&tree), "{}", sql);
    }

    #[test]
    fn a_condition_holds_in_the_tree_where_it_holds_in_the_engine(
        tree in trees().1,
        rows in rows(),
        tolerance in prop::sample::select(vec![0.0, 0.5]),
        blank_is_zero in any::<bool>(),
    ) {
        let sql = written(&Engine { tolerance, blank_is_zero, is_number }.run(&tree));
        let compiled = Formula::<Variable>::parse(&sql).unwrap();
        let answer = run(&rows, compiled.expression).cast(&DataType::Boolean).expect("truths");
        let answer = answer.bool().expect("truths");
        let is_number = |variable: &Variable| variable.item().is_some_and(is_number);
        let judged = if blank_is_zero { tree.with_blanks_as(0.0, &is_number) } else { tree };
        for (position, row) in rows.iter().enumerate() {
            let held = judged.value(tolerance, &|variable| row.value(variable)).and_then(Known::truth);
            // A condition over constants alone has one answer for everybody.
            let answer = answer.get(if answer.len() == 1 { 0 } else { position });
            prop_assert_eq!(held, answer, "{} for {:?}", sql, row);
        }
    }

    #[test]
    fn a_groups_value_is_the_same_in_the_tree_and_in_the_engine(text in formulas(), rows in rows()) {
        let (read, sql) = formula::read(&text).unwrap();
        let formula = read.over_groups().unwrap();
        let value = number_of(&rows, formula.expression.clone());
        let of_tree = formula.tree.number(&|one| aggregate(&rows, one));
        prop_assert!(same(of_tree, value), "{text}: {of_tree:?} is not {value:?} over {rows:?}");
        // And anybody who has the aggregates can work it out again.
        let parts = Parts::of(&sql).unwrap();
        let operands: Vec<Option<f64>> =
            parts.operands.iter().map(|operand| number_of(&rows, operand.expression.clone())).collect();
        let again = parts.arithmetic.number(&|position| operands[*position]);
        prop_assert!(same(again, value), "{text}: {again:?} is not {value:?} over {operands:?}");
    }
}
