//! The targets of one indicator.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;

use super::audience::{self, Around};
use super::declared::Declared;
use super::directions::BETTER;
use super::due::{self, RawDue, Span};
use super::fields::{Checker, Placed, Words, words_of};
use super::meeting;
use super::scopes::SCOPES;
use super::vocabulary::Vocabulary;
use crate::plan::UnitOfMeasure;
use crate::plan::indicator::Better;
use crate::plan::place::Place;
use crate::plan::raw::RawTarget;
use crate::plan::scope::Scope;
use crate::plan::sql::keyboard::in_ascii;
use crate::plan::target::{Demand, Target};

const OPERATORS: [(&str, Operator); 6] = [
    (">=", Operator::AtLeast),
    ("<=", Operator::AtMost),
    (">", Operator::Above),
    ("<", Operator::Below),
    ("=", Operator::Exactly),
    ("between", Operator::Between),
];

/// What people write instead, with the signs of their keyboard as those of ASCII.
const INSTEAD: [(&str, &str); 30] = [
    ("=>", ">="),
    ("大于等于", ">="),
    ("大于或等于", ">="),
    ("不低于", ">="),
    ("不少于", ">="),
    ("不小于", ">="),
    ("至少", ">="),
    ("以上", ">="),
    ("=<", "<="),
    ("小于等于", "<="),
    ("小于或等于", "<="),
    ("不高于", "<="),
    ("不超过", "<="),
    ("不大于", "<="),
    ("不多于", "<="),
    ("至多", "<="),
    ("以内", "<="),
    ("以下", "<="),
    ("大于", ">"),
    ("高于", ">"),
    ("超过", ">"),
    ("多于", ">"),
    ("小于", "<"),
    ("低于", "<"),
    ("少于", "<"),
    ("==", "="),
    ("等于", "="),
    ("介于", "between"),
    ("之间", "between"),
    ("区间", "between"),
];

/// What people write for a number that need not be met to the digit.
const ABOUT: [&str; 4] = ["左右", "约", "大约", "≈"];

/// What may have been meant by two targets for one day.
const BOTH: &str = "后一个是方案执行中调整的，写上公布的日期，如 set = \"2025-04-01\"：公布以前的通报按原目标，以后的按新目标；同时有上限和下限的，写成一个`between`";

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
    /// Its `unit`.
    pub(super) unit: &'run UnitOfMeasure,
    pub(super) declared: Declared<'run>,
    pub(super) vocabulary: &'run Vocabulary<'run>,
}

/// Checks the targets; an incomplete one is left out after its mistake is told. Each with where it says of whom it is asked.
pub(super) fn read(raw: Vec<Spanned<RawTarget>>, judged: &Judged<'_>, checker: &mut Checker<'_>) -> Vec<(Target, Place)> {
    let mut targets: Vec<(Target, Place)> = Vec::new();
    for raw in raw {
        let head = raw.span();
        let raw = raw.into_inner();
        let at = raw.audience.as_ref().map_or_else(|| head.clone(), Spanned::span);
        let Some(target) = read_one(raw, &head, judged, checker) else { continue };
        let earlier = targets.iter().find_map(|(earlier, place)| Some((earlier, place, contradict(earlier, &target, judged)?)));
        if let Some((earlier, place, common)) = earlier {
            let (message, hint) = contradiction((earlier, place), &target, &common);
            checker.tell_with_hint(head, message, Some(hint.to_owned()));
        }
        targets.push((target, checker.source.place(at)));
    }
    targets
}

/// Of whom both of two targets are asked, for all that the pack itself can tell, where nobody can say which of them counts: they begin on
/// one day and were announced on one, and neither is more particular. What only the registry can tell of two audiences is told when a run begins.
fn contradict(one: &Target, other: &Target, judged: &Judged<'_>) -> Option<String> {
    if (one.due.first_day(), one.set) != (other.due.first_day(), other.set) {
        return None;
    }
    let are_equal = |scope: &&Scope| {
        one.is_asked_of_scope(**scope)
            && other.is_asked_of_scope(**scope)
            && one.particularity(**scope) == other.particularity(**scope)
    };
    let in_common = |scope: &Scope| match (&one.audience, &other.audience) {
        (Some(one), Some(other)) => meeting::of(one, other, *scope, judged.vocabulary),
        (None, None) => Some(String::new()),
        _ => None,
    };
    judged.scopes.iter().filter(are_equal).find_map(in_common)
}

/// What is wrong, and what to do.
fn contradiction((earlier, place): (&Target, &Place), target: &Target, common: &str) -> (String, &'static str) {
    match (&earlier.audience, &target.audience) {
        (Some(one), Some(other)) if one != other => (
            format!("{}的目标与第{}行的有共同的对象（{common}）：`{}`，`{}`", target.due, place.line, other.text, one.text),
            "把其中一个写得更具体（写名称的优先于写类别的，条件多的优先于条件少的），或改一个开始的日期",
        ),
        _ if earlier.due == target.due => (format!("{}的目标重复", target.due), BOTH),
        _ => (format!("与前面{}的目标同一天开始，不知以哪个为准", earlier.due), BOTH),
    }
}

fn read_one(raw: RawTarget, head: &Range<usize>, judged: &Judged<'_>, checker: &mut Checker<'_>) -> Option<Target> {
    let Judged { better, scopes, declared, vocabulary, .. } = *judged;
    let when = RawDue { year: raw.year, by: raw.by, from: raw.from, until: raw.until, set: raw.set };
    let when = due::read(when, head, declared, checker);
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
    if let (Some(better), Some(hint)) = (better, against(demand, judged)) {
        let word = BETTER.iter().find(|(_, known)| *known == better).map_or("", |(word, _)| word);
        let message = format!("`{}`与指标的`better`（{word}）相反", written.value);
        checker.tell_with_hint(written.span.clone(), message, Some(hint));
    }
    let Span { due, until, set } = when?;
    // Of a `for` with a mistake nothing is known, not even that it is for everybody.
    let audience = match audience {
        Some(read) => Some(read?),
        None => None,
    };
    Some(Target { due, set, until, demand, scope: only.flatten(), audience })
}

/// Where a demand is against the way that is good: what to write. Of a true equality neither more nor less is good, unless it stands at the
/// end of what is possible: none of a count, all of a share.
fn against(demand: Demand, judged: &Judged<'_>) -> Option<String> {
    let within = |instead: &str| {
        format!(
            "不多不少才好的写 better = \"within\"；{}的写 op = \"{instead}\"",
            if instead == ">=" { "越高越好" } else { "越低越好" }
        )
    };
    let hint = match (judged.better?, demand) {
        (Better::Higher | Better::Within, Demand::AtMost(_) | Demand::Below(_)) => "越低越好的写 better = \"lower\"".to_owned(),
        (Better::Lower | Better::Within, Demand::AtLeast(_) | Demand::Above(_)) => "越高越好的写 better = \"higher\"".to_owned(),
        (Better::Higher | Better::Lower, Demand::Between(..)) => "落在区间内为好的写 better = \"within\"".to_owned(),
        (Better::Higher, Demand::Exactly(all)) if judged.unit.is_percent() && all >= 100.0 => return None,
        (Better::Lower, Demand::Exactly(none)) if none <= 0.0 => return None,
        (Better::Higher, Demand::Exactly(_) | Demand::About { .. }) => within(">="),
        (Better::Lower, Demand::Exactly(_) | Demand::About { .. }) => within("<="),
        _ => return None,
    };
    Some(hint)
}

/// The operator; whoever writes one of the usual signs is told the right one.
fn operator(written: &Placed<String>, checker: &mut Checker<'_>) -> Option<Operator> {
    let is_about = ABOUT.contains(&in_ascii(&written.value).replace(' ', "").as_str());
    let about = is_about.then(|| "请写`=`，允许的误差写在`tolerance`".to_owned());
    if let Some(hint) = about.or_else(|| instead(&written.value).map(|meant| format!("请写`{meant}`"))) {
        checker.tell_with_hint(written.span.clone(), format!("`op`没有这个取值：`{}`", written.value.trim()), Some(hint));
        return None;
    }
    checker.word(written, "op", &OPERATORS)
}

/// What is meant by a sign that people write instead.
pub(super) fn instead(written: &str) -> Option<&'static str> {
    let sign = in_ascii(written).replace(' ', "");
    let usual = INSTEAD.iter().find(|(known, _)| *known == sign).map(|(_, meant)| *meant);
    usual.or_else(|| OPERATORS.iter().map(|(known, _)| *known).find(|known| *known == sign && *known != written))
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
