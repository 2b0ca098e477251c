//! The targets of one indicator.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;

use super::fields::Checker;
use crate::plan::indicator::{Better, Demand, Target};
use crate::plan::raw::RawTarget;
use crate::plan::scope::Scope;

const OPERATORS: [(&str, Operator); 4] =
    [(">=", Operator::AtLeast), ("<=", Operator::AtMost), ("=", Operator::Exactly), ("between", Operator::Between)];

pub(super) const SCOPES: [(&str, Scope); 4] =
    [("unit", Scope::Unit), ("alliance", Scope::Alliance), ("county", Scope::County), ("area", Scope::Area)];

#[derive(Clone, Copy, PartialEq)]
enum Operator {
    AtLeast,
    AtMost,
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
        if targets.iter().any(|earlier| (earlier.year, earlier.scope) == (target.year, target.scope)) {
            checker.tell(head, format!("{}年的目标重复", target.year));
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
    if raw.year.is_none() {
        checker.missing("year", head);
    }
    let year = checker.year(raw.year, "year");
    let written = checker.needed(raw.op, "op", head);
    let operator = checker.word(&written, "op", &OPERATORS);
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
        (Some(Operator::AtMost), Some(Better::Higher)) | (Some(Operator::AtLeast), Some(Better::Lower))
    );
    if contradicts {
        checker.tell(written.span.clone(), format!("`{}`与指标的`better`相反", written.value));
    }
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
                Operator::Exactly | Operator::Between => Demand::Exactly(value),
            }
        }
    };
    Some(Target { year: year?, demand, scope: only.flatten() })
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
