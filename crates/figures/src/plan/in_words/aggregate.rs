//! What an aggregate makes of the units of a group: `检查收入合计`, `互认为“是”的个数`.

use tongbao_document::Expression;

use super::amount;
use super::condition::Speaker;
use crate::plan::aggregation::{Aggregate, Aggregation};
use crate::plan::variable::Variable;

/// The noun; `None` of what has none.
pub(in crate::plan) fn gathered(aggregate: &Aggregate) -> Option<String> {
    if aggregate.is_distinct {
        return None;
    }
    let speaker = Speaker { is_yes_no: &|_| false, is_exact: true };
    let of_whom = match &aggregate.filter {
        Some(filter) => format!("{}的单位中，", speaker.case(filter)?),
        None => String::new(),
    };
    let [one] = aggregate.of.as_slice() else { return None };
    let counted = counted(one).and_then(|condition| speaker.case(condition)).map(|case| format!("{case}的个数"));
    let inside = || amount::of(one).map(|amount| amount.words);
    let words = match aggregation_word(aggregate.aggregation) {
        Gathering::Sum => counted.or_else(|| Some(format!("{}合计", inside()?)))?,
        Gathering::Count => counted.or_else(|| Some(format!("有{}的个数", inside()?)))?,
        Gathering::Behind(word) => format!("{}{word}", inside()?),
        Gathering::Before(word) => format!("{word}{}", inside()?),
        Gathering::Itself => inside()?,
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

/// The condition of `CASE WHEN condition THEN 1 ELSE 0 END`, by which units are counted.
fn counted(tree: &Expression<Variable>) -> Option<&Expression<Variable>> {
    let is = |tree: &Expression<Variable>, wanted: f64| matches!(tree, Expression::Number(number) if (number - wanted).abs() < f64::EPSILON);
    let Expression::Case(branches, otherwise) = tree else { return None };
    let [(condition, result)] = branches.as_slice() else { return None };
    let is_nothing = otherwise.as_deref().is_none_or(|rest| is(rest, 0.0) || *rest == Expression::Null);
    (is(result, 1.0) && is_nothing).then_some(condition)
}
