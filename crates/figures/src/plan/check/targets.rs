//! The targets of one indicator.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;

use super::audience::{self, Around};
use super::declared::Declared;
use super::due::{self, RawDue};
use super::fields::{Checker, Placed, Words, words_of};
use super::scopes::SCOPES;
use super::vocabulary::Vocabulary;
use crate::plan::indicator::Better;
use crate::plan::raw::RawTarget;
use crate::plan::scope::Scope;
use crate::plan::target::{Demand, Target};

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

#[derive(Clone, Copy, PartialEq)]
enum Operator {
    AtLeast,
    AtMost,
    Above,
    Below,
    Exactly,
    Between,
}

/// What the targets of an indicator are read against.
pub(super) struct Judged<'run> {
    /// `better` of the indicator.
    pub(super) better: Option<Better>,
    /// Its `scopes`.
    pub(super) scopes: &'run BTreeSet<Scope>,
    pub(super) declared: Declared<'run>,
    pub(super) vocabulary: &'run Vocabulary<'run>,
}

/// Checks the targets; an incomplete one is left out after its mistake is told.
pub(super) fn read(raw: Vec<Spanned<RawTarget>>, judged: &Judged<'_>, checker: &mut Checker<'_>) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for raw in raw {
        let head = raw.span();
        let Some(target) = read_one(raw.into_inner(), &head, judged, checker) else { continue };
        if let Some(earlier) = targets.iter().find(|earlier| contradict(earlier, &target, judged.scopes)) {
            let hint = Some("同时有上限和下限的，写成一个`between`".to_owned());
            checker.tell_with_hint(head, contradiction(earlier, &target), hint);
        }
        targets.push(target);
    }
    targets
}

/// Whether nobody can say which of two counts for some group: they begin on one day, and neither is more particular. What only the
/// registry can tell of two audiences is told when a run begins.
fn contradict(one: &Target, other: &Target, scopes: &BTreeSet<Scope>) -> bool {
    let are_equal = |scope: &Scope| {
        one.is_asked_of_scope(*scope)
            && other.is_asked_of_scope(*scope)
            && one.particularity(*scope) == other.particularity(*scope)
    };
    let have_common_groups = match (&one.audience, &other.audience) {
        (Some(one), Some(other)) => one.meets(other),
        (None, None) => true,
        _ => false,
    };
    one.due.first_day() == other.due.first_day() && have_common_groups && scopes.iter().any(are_equal)
}

fn contradiction(earlier: &Target, target: &Target) -> String {
    match (&earlier.audience, &target.audience) {
        (Some(one), Some(other)) if one != other => {
            format!("{}的目标与前面的有共同的对象：{}，{}", target.due, one.in_words(), other.in_words())
        }
        _ if earlier.due == target.due => format!("{}的目标重复", target.due),
        _ => format!("与前面{}的目标同一天开始，不知以哪个为准", earlier.due),
    }
}

fn read_one(raw: RawTarget, head: &Range<usize>, judged: &Judged<'_>, checker: &mut Checker<'_>) -> Option<Target> {
    let Judged { better, scopes, declared, vocabulary } = *judged;
    let due = due::read(RawDue { year: raw.year, by: raw.by, from: raw.from, until: raw.until }, head, declared, checker);
    let written = checker.needed(raw.op, "op", head);
    let operator = operator(&written, checker);
    let scope = raw.scope.map(|scope| checker.needed(Some(scope), "scope", head));
    let only = scope.as_ref().map(|scope| checker.word(scope, "scope", &SCOPES));
    if let (Some(Some(only)), Some(scope)) = (only, &scope)
        && !scopes.contains(&only)
    {
        checker.tell(scope.span.clone(), format!("目标的范围`{}`不在指标的`scopes`里", scope.value));
    }
    let around = Around { scopes, only: only.flatten(), declared, vocabulary };
    let audience = raw.audience.map(|audience| audience::read(audience, head, &around, checker));
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
    let (due, until) = due?;
    // Of a `for` with a mistake nothing is known, not even that it is for everybody.
    let audience = match audience {
        Some(read) => Some(read?),
        None => None,
    };
    Some(Target { due, until, demand, scope: only.flatten(), audience })
}

/// The operator; whoever writes one of the usual signs is told the right one.
fn operator(written: &Placed<String>, checker: &mut Checker<'_>) -> Option<Operator> {
    if let Some(meant) = instead(&written.value) {
        let hint = Some(format!("请写`{meant}`"));
        checker.tell_with_hint(written.span.clone(), format!("`op`没有这个取值：`{}`", written.value.trim()), hint);
        return None;
    }
    checker.word(written, "op", &OPERATORS)
}

/// What is meant by a sign that people write instead.
pub(super) fn instead(written: &str) -> Option<&'static str> {
    INSTEAD.iter().find(|(sign, _)| *sign == written.trim()).map(|(_, meant)| *meant)
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
