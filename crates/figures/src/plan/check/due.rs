//! When a target counts: `year`, `by` or `from`, and `until`; and since when it is known: `set`.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;

use super::declared::{Declared, in_words};
use super::fields::Checker;
use crate::plan::target::Due;
use tongbao_returns::domain::chinese_date;

/// The keys of a target that say when.
pub(super) struct RawDue {
    pub(super) year: Option<Spanned<i64>>,
    pub(super) by: Option<Spanned<String>>,
    pub(super) from: Option<Spanned<String>>,
    pub(super) until: Option<Spanned<String>>,
    pub(super) set: Option<Spanned<String>>,
}

/// When a target counts.
pub(super) struct Span {
    /// When it begins to.
    pub(super) due: Due,
    /// Its last day.
    pub(super) until: Option<Date>,
    /// The day on which it was announced.
    pub(super) set: Option<Date>,
}

/// When it counts, all in the years of the plan; none after a mistake is told.
pub(super) fn read(raw: RawDue, head: &Range<usize>, declared: Declared<'_>, checker: &mut Checker<'_>) -> Option<Span> {
    let RawDue { year, by, from, until, set } = raw;
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
    let announced = set.map(|set| (set.span(), day(&set, "set", checker)));
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
    let set = match announced {
        Some((span, set)) => Some(announced_on(span, set?, declared, checker)?),
        None => None,
    };
    let Some((span, until)) = until else { return Some(Span { due, until: None, set }) };
    let until = until?;
    if until < due.first_day() {
        checker.tell(span, format!("`until`早于目标开始的{}", due.beginning()));
        return None;
    }
    if !is_within(until, declared) {
        tell_outside(span, &until.to_string(), declared, checker);
        return None;
    }
    if let Some(set) = set.filter(|set| until < *set) {
        checker.tell(span, format!("`until`早于目标公布（`set`）的{}", chinese_date(set)));
        return None;
    }
    Some(Span { due, until: Some(until), set })
}

/// The day on which a target was announced, in the years of the plan: what was known before them stands there without a day.
fn announced_on(span: Range<usize>, set: Date, declared: Declared<'_>, checker: &mut Checker<'_>) -> Option<Date> {
    if is_within(set, declared) {
        return Some(set);
    }
    if let Some(years) = declared.years() {
        let hint = Some("`set`只写方案执行中新定或调整的目标是哪天公布的；方案印发时就有的目标不写".to_owned());
        checker.tell_with_hint(span, format!("目标公布的日期不在{}内：{}", in_words(&years), chinese_date(set)), hint);
    }
    None
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
