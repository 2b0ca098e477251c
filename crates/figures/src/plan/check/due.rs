//! When a target counts: `year`, `by` or `from`, and `until`.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;

use super::declared::{Declared, in_words};
use super::fields::Checker;
use crate::plan::target::Due;

/// The keys of a target that say when.
pub(super) struct RawDue {
    pub(super) year: Option<Spanned<i64>>,
    pub(super) by: Option<Spanned<String>>,
    pub(super) from: Option<Spanned<String>>,
    pub(super) until: Option<Spanned<String>>,
}

/// When it begins to count, and its last day, both in the years of the plan; none after a mistake is told.
pub(super) fn read(
    raw: RawDue,
    head: &Range<usize>,
    declared: Declared<'_>,
    checker: &mut Checker<'_>,
) -> Option<(Due, Option<Date>)> {
    let RawDue { year, by, from, until } = raw;
    let spans = [year.as_ref().map(Spanned::span), by.as_ref().map(Spanned::span), from.as_ref().map(Spanned::span)];
    let written: Vec<Range<usize>> = spans.into_iter().flatten().collect();
    if written.is_empty() {
        let hint = Some("也可写`by`（到那天要达到）或`from`（自那天起执行）".to_owned());
        checker.tell_with_hint(head.clone(), "缺少键`year`", hint);
    }
    for span in written.iter().skip(1) {
        checker.tell(span.clone(), "目标的时间写`year`、`by`或`from`，只写其中一个");
    }
    let until = until.map(|until| (until.span(), day(&until, "until", checker)));
    let due = match (year, by, from) {
        (year @ Some(_), None, None) => checker.year(year, "year").map(Due::Year),
        (None, Some(by), None) => day(&by, "by", checker).map(Due::Day),
        (None, None, Some(from)) => day(&from, "from", checker).map(Due::From),
        _ => None,
    }?;
    let place = written.into_iter().next().unwrap_or_else(|| head.clone());
    if !is_within(due.first_day(), declared) {
        tell_outside(place, &due.beginning(), declared, checker);
        return None;
    }
    let Some((span, until)) = until else { return Some((due, None)) };
    let until = until?;
    if until < due.first_day() {
        checker.tell(span, format!("`until`早于目标开始的{}", due.beginning()));
        return None;
    }
    if !is_within(until, declared) {
        tell_outside(span, &until.to_string(), declared, checker);
        return None;
    }
    Some((due, Some(until)))
}

/// A day as it is written; none after its mistake is told.
pub(super) fn day(written: &Spanned<String>, key: &str, checker: &mut Checker<'_>) -> Option<Date> {
    let day = written.get_ref().trim().parse().ok();
    if day.is_none() {
        checker.tell(written.span(), format!("`{key}`是年月日，如2025-06-30"));
    }
    day
}

fn is_within(day: Date, declared: Declared<'_>) -> bool {
    declared.years().is_none_or(|years| years.contains(&day.year()))
}

fn tell_outside(place: Range<usize>, when: &str, declared: Declared<'_>, checker: &mut Checker<'_>) {
    if let Some(years) = declared.years() {
        let hint = Some("规划期写在 plan.toml 的`first-year`和`last-year`".to_owned());
        checker.tell_with_hint(place, format!("目标的时间不在{}内：{when}", in_words(&years)), hint);
    }
}
