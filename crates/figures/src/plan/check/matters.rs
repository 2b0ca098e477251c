//! Grades, vetoes and adjustments one by one, wherever they are written: in a pack or among what packs share.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;

use super::fields::{Checker, Placed, Words, words_of};
use super::points::points;
use super::scopes::SCOPES;
use crate::plan::raw::{RawAdjustment, RawGrade, RawVeto};
use crate::plan::scope::Scope;
use crate::plan::scoring::{Adjustment, AdjustmentKind, Counts, Quota};

const KINDS: [(&str, AdjustmentKind); 2] = [("bonus", AdjustmentKind::Bonus), ("penalty", AdjustmentKind::Penalty)];
const COUNTS: [(&str, Counts); 4] =
    [("events", Counts::Events), ("late", Counts::Late), ("missing", Counts::Missing), ("overdue", Counts::Overdue)];

/// `most` or `most-percent` of a grade; the last grade has to take everybody.
pub(super) fn quota(
    most: Option<Spanned<i64>>,
    most_percent: Option<Spanned<f64>>,
    is_last: bool,
    checker: &mut Checker<'_>,
) -> Option<Quota> {
    let span = most_percent.as_ref().map(Spanned::span).or_else(|| most.as_ref().map(Spanned::span))?;
    if is_last {
        checker.tell(span.clone(), "最低等次不能限定名额：否则有的对象没有等次");
    }
    if most.is_some() && most_percent.is_some() {
        checker.tell(span, "`most`和`most-percent`只写其中一个");
        return None;
    }
    if let Some(number) = checker.whole(most, "most", 0..=100_000) {
        return Some(Quota::Number(number));
    }
    let percent = checker.finite(most_percent, "most-percent")?;
    if !(0.0..=100.0).contains(&percent.value) {
        checker.tell(percent.span, format!("`most-percent`是百分数，应在0到100之间，这里是{}", percent.value));
    }
    Some(Quota::Percent(percent.value))
}

/// An adjustment, and where its identifier stands.
pub(super) fn adjustment(raw: Spanned<RawAdjustment>, checker: &mut Checker<'_>) -> Option<(Adjustment, Range<usize>)> {
    let head = raw.span();
    let raw = raw.into_inner();
    let id = checker.needed(raw.id, "id", &head);
    let title = checker.needed(raw.title, "title", &head).value;
    let kind = checker.needed(raw.kind, "kind", &head);
    let kind = checker.word(&kind, "kind", &KINDS);
    let each = points(raw.points, "points", Some(&head), checker);
    let cap = points(raw.cap, "cap", Some(&head), checker);
    let counts = raw.counts.map(|counts| checker.needed(Some(counts), "counts", &head));
    let counts = counts.map_or(Some(Counts::Events), |counts| checker.word(&counts, "counts", &COUNTS));
    let listed = checker.list(raw.scopes, "scopes");
    let scopes: BTreeSet<Scope> = listed.iter().filter_map(|scope| checker.word(scope, "scopes", &SCOPES)).collect();
    let adjustment = Adjustment { id: id.value, title, kind: kind?, points: each?, cap: cap?, counts: counts?, scopes };
    Some((adjustment, id.span))
}

/// Checks a shared grade as far as no other one is needed for it, and says how it is called.
pub(super) fn grade_by_itself(raw: &Spanned<RawGrade>, checker: &mut Checker<'_>) -> Placed<String> {
    let (head, raw) = (raw.span(), raw.get_ref().clone());
    if raw.from.is_none() {
        checker.missing("from", &head);
    }
    checker.finite(raw.from, "from");
    quota(raw.most, raw.most_percent, false, checker);
    checker.needed(raw.name, "name", &head)
}

/// Checks a shared veto but for its grade, which is a pack's, and says how it is called.
pub(super) fn veto_by_itself(raw: &Spanned<RawVeto>, checker: &mut Checker<'_>) -> Placed<String> {
    let (head, raw) = (raw.span(), raw.get_ref().clone());
    checker.needed(raw.title, "title", &head);
    checker.needed(raw.caps_at, "caps-at", &head);
    checker.needed(raw.id, "id", &head)
}

/// Checks a shared adjustment, and says how it is called.
pub(super) fn adjustment_by_itself(raw: &Spanned<RawAdjustment>, checker: &mut Checker<'_>) -> Placed<String> {
    let (id, head) = (raw.get_ref().id.clone(), raw.span());
    adjustment(raw.clone(), checker);
    let span = id.as_ref().map_or(head, Spanned::span);
    Placed { value: id.map(|id| id.into_inner().trim().to_owned()).unwrap_or_default(), span }
}

/// What the keys of an adjustment may say.
pub(in crate::plan) fn words() -> Words {
    vec![("kind", words_of(&KINDS)), ("counts", words_of(&COUNTS)), ("scopes", words_of(&SCOPES))]
}
