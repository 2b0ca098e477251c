//! Trees of texts.

use tongbao_document::{Comparison, Function, Known, Operation};

use super::*;
use crate::plan::aggregation::{Aggregate, Aggregation};
use crate::plan::variable::Variable;

fn tree(text: &str) -> Expression<Term> {
    Sql::read(text).unwrap_or_else(|error| panic!("{text}: {error}")).tree()
}

fn variable(name: &str) -> Expression<Term> {
    Expression::Operand(Term::Variable(Variable::of_column(name)))
}

/// The aggregates of a text, each with the names that it reads.
fn aggregates(text: &str) -> Vec<(Aggregation, Vec<String>)> {
    let tree = tree(text);
    let names = |aggregate: &Aggregate<Term>| {
        let operands = aggregate.expressions().flat_map(Expression::operands);
        operands.filter_map(|term| term.variable().map(ToString::to_string)).collect()
    };
    let aggregates = tree.operands().into_iter().filter_map(Term::aggregate);
    aggregates.map(|aggregate| (aggregate.aggregation, names(aggregate))).collect()
}

#[test]
fn what_spreadsheets_share_is_understood_and_the_rest_is_kept_with_what_stands_in_it() {
    for common in [
        "ABS(甲 - 乙) <= 0.5 AND 类别 IN ('a', 'b') OR NOT 丙 IS NULL",
        "CASE WHEN 甲 BETWEEN 0 AND 1 THEN 乙 = 1 ELSE TRUE END",
        "case 甲 when 1 then ifnull(乙, 0) else if(丙 > 1, round(丁), nullif(丁, 2)) end",
        "(甲 <> 乙) IS TRUE AND +甲 != -乙",
    ] {
        assert!(tree(common).is_common(), "{common}");
    }
    for (other, names) in
        [("LENGTH(甲) > 3", 1), ("甲 % 乙 = 0", 2), ("SUBSTR(甲, 乙, 丙) || 丁 LIKE 'a%'", 4), ("甲::TEXT = 乙", 2)]
    {
        let tree = tree(other);
        assert!(!tree.is_common(), "{other}");
        assert_eq!(tree.operands().len(), names, "{other}");
    }
    for text in ["甲 = ", "甲 乙 丙", "", "甲, 乙", "SUM（甲）"] {
        assert!(Sql::read(text).is_err(), "{text}");
    }
}

#[test]
fn capitals_blanks_comments_and_quotes_change_nothing() {
    let same = [
        "MIN(甲) + 1",
        "min(甲) + 1",
        "Min (甲) + 1",
        "MIN\n(\n甲\n)\n+1",
        "/* SUM( */ MIN(/* 乙 */ 甲) + -- / 2\n 1",
        "\"min\"(\"甲\") + 1",
        "((MIN((甲)))) + (1)",
        "MIN(甲) + 1 AS 乙",
    ];
    for text in same {
        assert_eq!(tree(text), tree(same[0]), "{text}");
    }
}

#[test]
fn names_that_look_like_functions_are_names() {
    assert_eq!(aggregates("SUM(\"MIN(x)\")"), [(Aggregation::Sum, vec!["MIN(x)".to_owned()])]);
    assert_eq!(
        aggregates("sum(MIN) / MAX(总和) -- AVG(x)"),
        [(Aggregation::Sum, vec!["MIN".to_owned()]), (Aggregation::Most, vec!["总和".to_owned()])]
    );
    assert_eq!(tree("\"人次（MIN）：SUM\""), variable("人次（MIN）：SUM"));
    assert_eq!(tree("'MIN(x)'"), Expression::Text("MIN(x)".to_owned()));
    assert_eq!(aggregates("ABS(甲) + LENGTH(乙)"), []);
}

#[test]
fn every_aggregate_of_the_engine_is_one() {
    let named = |text: &str| aggregates(text).into_iter().map(|(aggregation, _)| aggregation).collect::<Vec<_>>();
    for (text, aggregation) in [
        ("Sum(甲)", Aggregation::Sum),
        ("total(甲)", Aggregation::Sum),
        ("COUNT(*)", Aggregation::Count),
        ("count(DISTINCT 甲)", Aggregation::Count),
        ("avg(甲) FILTER (WHERE 乙 = 'x')", Aggregation::Mean),
        ("Median(甲)", Aggregation::Median),
        ("mIN(甲)", Aggregation::Least),
        ("MaX(甲)", Aggregation::Most),
        ("quantile_cont(甲, 0.5)", Aggregation::Other),
        ("stddev(甲)", Aggregation::Other),
        ("甲 > ALL(乙)", Aggregation::Other),
        ("SUM(甲) OVER (PARTITION BY 乙)", Aggregation::Window),
        ("RANK() OVER (ORDER BY 甲)", Aggregation::Window),
    ] {
        assert_eq!(named(text), [aggregation], "{text}");
    }
    let Expression::Operand(Term::Aggregate(counted)) = tree("COUNT(DISTINCT 甲) FILTER (WHERE 乙 > 0)") else { panic!("one") };
    assert!(counted.is_distinct && counted.filter.is_some());
}

#[test]
fn a_text_names_the_functions_that_it_calls() {
    let functions = |text: &str| Sql::read(text).unwrap().functions();
    assert_eq!(functions("sum(甲) / NullIf(count(乙), 0) + AVERAGE(\"SUM(x)\")"), ["SUM", "NULLIF", "COUNT", "AVERAGE"]);
    assert!(functions("甲 + CASE WHEN 乙 > 1 THEN 2 END").is_empty());
}

#[test]
fn a_case_with_an_operand_compares_it() {
    let same = "CASE WHEN 甲 = '是' THEN 1 WHEN 甲 = '否' THEN 2 END";
    assert_eq!(tree("CASE 甲 WHEN '是' THEN 1 WHEN '否' THEN 2 END"), tree(same));
}

#[test]
fn the_order_of_reckoning_is_that_of_sql() {
    let product = variable("乙").with(Operation::Multiply, variable("丙"));
    let sum = variable("甲").with(Operation::Subtract, product);
    let sure = Expression::Not(Box::new(sum.compared(Comparison::Less, Expression::Number(-1.5))));
    let either = Expression::Or(Box::new(sure), Box::new(Expression::Truth(false)));
    assert_eq!(tree("NOT 甲 - 乙 * 丙 < -1.5 OR FALSE"), either);
    let places = Expression::Call(Function::Round, vec![Expression::Number(2.0), Expression::Number(0.0)]);
    assert_eq!(tree("ROUND(2, 0)"), places);
    assert_eq!(tree("7 - 2 - 1").value(0.0, &|_| None), Some(Known::Number(4.0)));
}
