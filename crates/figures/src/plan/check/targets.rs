//! The targets of one indicator.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;

use super::fields::{Checker, Placed, Words, words_of};
use crate::plan::indicator::{Better, Demand, Due, Target};
use crate::plan::raw::RawTarget;
use crate::plan::scope::Scope;

const OPERATORS: [(&str, Operator); 6] = [
    (">=", Operator::AtLeast),
    ("<=", Operator::AtMost),
    (">", Operator::Above),
    ("<", Operator::Below),
    ("=", Operator::Exactly),
    ("between", Operator::Between),
];

/// What people write instead.
const INSTEAD: [(&str, &str); 14] = [
    ("≥", ">="),
    ("≧", ">="),
    ("=>", ">="),
    ("不低于", ">="),
    ("不少于", ">="),
    ("≤", "<="),
    ("≦", "<="),
    ("=<", "<="),
    ("不高于", "<="),
    ("不超过", "<="),
    ("＞", ">"),
    ("＜", "<"),
    ("＝", "="),
    ("==", "="),
];

pub(super) const SCOPES: [(&str, Scope); 4] =
    [("unit", Scope::Unit), ("alliance", Scope::Alliance), ("county", Scope::County), ("area", Scope::Area)];

/// A scope as a pack writes it.
pub(super) fn word_of(scope: Scope) -> &'static str {
    SCOPES.iter().find(|(_, known)| *known == scope).map_or("", |(word, _)| word)
}

#[derive(Clone, Copy, PartialEq)]
enum Operator {
    AtLeast,
    AtMost,
    Above,
    Below,
    Exactly,
    Between,
}

/// Checks the targets; an incomplete one is left out after its mistake is told.
pub(super) fn read(
    raw: Vec<Spanned<RawTarget>>,
    better: Option<Better>,
    scopes: &BTreeSet<Scope>,
    checker: &mut Checker<'_>,
) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for raw in raw {
        let head = raw.span();
        let Some(target) = read_one(raw.into_inner(), &head, better, scopes, checker) else { continue };
        if targets.iter().any(|earlier| (earlier.due, earlier.scope) == (target.due, target.scope)) {
            checker.tell(head, format!("{}的目标重复", target.due));
        }
        targets.push(target);
    }
    targets
}

fn read_one(
    raw: RawTarget,
    head: &Range<usize>,
    better: Option<Better>,
    scopes: &BTreeSet<Scope>,
    checker: &mut Checker<'_>,
) -> Option<Target> {
    let due = due(raw.year, raw.by, head, checker);
    let written = checker.needed(raw.op, "op", head);
    let operator = operator(&written, checker);
    let scope = raw.scope.map(|scope| checker.needed(Some(scope), "scope", head));
    let only = scope.as_ref().map(|scope| checker.word(scope, "scope", &SCOPES));
    if let (Some(Some(only)), Some(scope)) = (only, &scope)
        && !scopes.contains(&only)
    {
        checker.tell(scope.span.clone(), format!("目标的范围`{}`不在指标的`scopes`里", scope.value));
    }
    let is_between = operator == Some(Operator::Between);
    let (unwanted, why) = if is_between {
        (vec![("value", &raw.value)], "`between`用`low`和`high`，不用")
    } else {
        (vec![("low", &raw.low), ("high", &raw.high)], "只有`between`才用")
    };
    for (key, number) in unwanted {
        if let Some(number) = number.as_ref().filter(|_| operator.is_some()) {
            checker.tell(number.span(), format!("{why}`{key}`"));
        }
    }
    let contradicts = matches!(
        (operator, better),
        (Some(Operator::AtMost | Operator::Below), Some(Better::Higher))
            | (Some(Operator::AtLeast | Operator::Above), Some(Better::Lower))
    );
    if contradicts {
        checker.tell(written.span.clone(), format!("`{}`与指标的`better`相反", written.value));
    }
    let tolerance = tolerance(raw.tolerance, operator, checker);
    let demand = match operator? {
        Operator::Between => between(raw.low, raw.high, head, checker)?,
        single => {
            if raw.value.is_none() {
                checker.missing("value", head);
            }
            let value = checker.finite(raw.value, "value")?.value;
            match single {
                Operator::AtLeast => Demand::AtLeast(value),
                Operator::AtMost => Demand::AtMost(value),
                Operator::Above => Demand::Above(value),
                Operator::Below => Demand::Below(value),
                Operator::Exactly | Operator::Between => match tolerance {
                    Some(tolerance) => Demand::About { number: value, tolerance },
                    None => Demand::Exactly(value),
                },
            }
        }
    };
    Some(Target { due: due?, demand, scope: only.flatten() })
}

/// The operator; whoever writes one of the usual signs is told the right one.
fn operator(written: &Placed<String>, checker: &mut Checker<'_>) -> Option<Operator> {
    if let Some((sign, meant)) = INSTEAD.iter().find(|(sign, _)| *sign == written.value.trim()) {
        checker.tell_with_hint(written.span.clone(), format!("`op`没有这个取值：`{sign}`"), Some(format!("请写`{meant}`")));
        return None;
    }
    checker.word(written, "op", &OPERATORS)
}

/// How far from the number is still met; only of `=`.
fn tolerance(raw: Option<Spanned<f64>>, operator: Option<Operator>, checker: &mut Checker<'_>) -> Option<f64> {
    let tolerance = checker.finite(raw, "tolerance")?;
    if operator.is_some_and(|operator| operator != Operator::Exactly) {
        checker.tell(tolerance.span, "`tolerance`（允许误差）只用于`=`");
        return None;
    }
    if tolerance.value <= 0.0 {
        checker.tell(tolerance.span, format!("`tolerance`应大于0，这里是{}", tolerance.value));
        return None;
    }
    Some(tolerance.value)
}

/// When it is due: in a year, or by a day.
fn due(year: Option<Spanned<i64>>, by: Option<Spanned<String>>, head: &Range<usize>, checker: &mut Checker<'_>) -> Option<Due> {
    match (year, by) {
        (year @ Some(_), None) => checker.year(year, "year").map(Due::Year),
        (None, Some(by)) => {
            let day = by.get_ref().trim().parse().ok();
            if day.is_none() {
                checker.tell(by.span(), "`by`是年月日，如2025-06-30");
            }
            day.map(Due::Day)
        }
        (Some(_), Some(by)) => {
            checker.tell(by.span(), "目标的期限用`year`或`by`，只能有一个");
            None
        }
        (None, None) => {
            checker.missing("year", head);
            None
        }
    }
}

fn between(
    low: Option<Spanned<f64>>,
    high: Option<Spanned<f64>>,
    head: &Range<usize>,
    checker: &mut Checker<'_>,
) -> Option<Demand> {
    for (key, end) in [("low", &low), ("high", &high)] {
        if end.is_none() {
            checker.missing(key, head);
        }
    }
    let (low, high) = (checker.finite(low, "low")?, checker.finite(high, "high")?);
    if low.value > high.value {
        checker.tell(low.span, format!("`low`{}大于`high`{}", low.value, high.value));
    }
    Some(Demand::Between(low.value, high.value))
}

/// What the keys of a target may say.
pub(in crate::plan) fn words() -> Words {
    vec![("op", words_of(&OPERATORS)), ("scope", words_of(&SCOPES))]
}
