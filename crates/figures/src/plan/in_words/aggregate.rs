//! What an aggregate makes of the units of a group: `检查收入合计`, `互认为“是”的个数`.

use tongbao_document::{Expression, Function, Operation};

use super::amount;
use super::condition::Speaker;
use crate::plan::aggregation::{Aggregate, Aggregation};
use crate::plan::variable::Variable;

/// The noun; `None` of what has none.
pub(in crate::plan) fn gathered(aggregate: &Aggregate) -> Option<String> {
    // What is the same of every unit counts units, whatever they say.
    if aggregate.is_distinct || aggregate.of.iter().any(|of| of.operands().is_empty()) {
        return None;
    }
    let speaker = Speaker { is_yes_no: &|_| false, is_exact: true };
    let of_whom = match &aggregate.filter {
        Some(filter) => format!("{}的单位中，", speaker.case(filter)?),
        None => String::new(),
    };
    let [one] = aggregate.of.as_slice() else { return None };
    let counted = counted(aggregate.aggregation, one);
    let counted = counted.and_then(|condition| speaker.case(condition)).map(|case| format!("{case}的个数"));
    let words = || amount::of(one).map(|amount| amount.words);
    let words = match aggregation_word(aggregate.aggregation) {
        Gathering::Sum => counted.or_else(|| Some(format!("{}合计", words()?)))?,
        Gathering::Count if counted.is_none() && !is_there_with_its_items(one) => return None,
        Gathering::Count => counted.or_else(|| Some(format!("有{}的个数", words()?)))?,
        Gathering::Behind(word) => format!("{}{word}", words()?),
        Gathering::Before(word) => format!("{word}{}", amount::of(one)?.inside()),
        Gathering::Itself => words()?,
        Gathering::Unsaid => return None,
    };
    Some(of_whom + &words)
}

enum Gathering {
    Sum,
    Count,
    Behind(&'static str),
    Before(&'static str),
    Itself,
    Unsaid,
}

fn aggregation_word(aggregation: Aggregation) -> Gathering {
    match aggregation {
        Aggregation::Sum => Gathering::Sum,
        Aggregation::Count => Gathering::Count,
        Aggregation::Mean => Gathering::Behind("平均"),
        Aggregation::Median => Gathering::Behind("中位数"),
        Aggregation::Least => Gathering::Before("最小的"),
        Aggregation::Most => Gathering::Before("最大的"),
        Aggregation::Listed => Gathering::Itself,
        Aggregation::Other | Aggregation::Window => Gathering::Unsaid,
    }
}

/// The condition by which units are counted: `SUM(CASE WHEN condition THEN 1 ELSE 0 END)`, `COUNT(CASE WHEN condition THEN 1 END)`.
fn counted(aggregation: Aggregation, tree: &Expression<Variable>) -> Option<&Expression<Variable>> {
    let Expression::Case(branches, otherwise) = tree else { return None };
    let [(condition, result)] = branches.as_slice() else { return None };
    let otherwise = otherwise.as_deref().filter(|rest| **rest != Expression::Null);
    let is = |tree: &Expression<Variable>, wanted: f64| matches!(tree, Expression::Number(number) if (number - wanted).abs() < f64::EPSILON);
    let counts = match aggregation {
        Aggregation::Sum => is(result, 1.0) && otherwise.is_none_or(|rest| is(rest, 0.0)),
        // Whatever is there is counted, and a zero is there.
        Aggregation::Count => {
            otherwise.is_none() && matches!(result, Expression::Number(_) | Expression::Text(_) | Expression::Truth(_))
        }
        _ => false,
    };
    counts.then_some(condition)
}

/// Whether there is a value wherever the items have one, and nowhere else.
fn is_there_with_its_items(tree: &Expression<Variable>) -> bool {
    !tree.any(&|node| match node {
        Expression::Call(Function::Coalesce, _) | Expression::Case(..) => true,
        Expression::Arithmetic(Operation::Divide, _, divisor) => !divisor.operands().is_empty(),
        _ => false,
    })
}
