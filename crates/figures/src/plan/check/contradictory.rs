//! Keys of one indicator that say different things: which way is good, whether it is judged, how it is built up, and what its targets demand.

use std::ops::Range;

use super::fields::{Checker, Placed};
use crate::plan::UnitOfMeasure;
use crate::plan::indicator::Better;
use crate::plan::target::{Demand, Due, Target};

/// What an indicator says of how it is judged.
pub(super) struct Judging<'run> {
    /// `better`, where it stands, and what it means.
    pub(super) better: (&'run Placed<String>, Option<Better>),
    /// Where `pace` stands, if the indicator is built up during the year and says so itself.
    pub(super) pace: Option<Range<usize>>,
    /// Where `open = true` stands.
    pub(super) open: Option<Range<usize>>,
    pub(super) unit: &'run UnitOfMeasure,
    /// How many targets are written; one with a mistake was told and is not among those that were read.
    pub(super) written: usize,
    pub(super) targets: &'run [Target],
}

/// Tells what does not go together in the table of a head.
pub(super) fn check(judging: &Judging<'_>, head: &Range<usize>, checker: &mut Checker<'_>) {
    let (place, better) = judging.better;
    // What is set during the plan is not there before.
    let has_first = judging.written > judging.targets.len() || judging.targets.iter().any(|target| target.set.is_none());
    if let Some(open) = judging.open.clone().filter(|_| judging.written > 0 && has_first) {
        let hint = Some("方案执行中才定下目标的，在目标里写公布的日期，如 set = \"2025-04-01\"".to_owned());
        checker.tell_with_hint(open, "`open = true`（未定目标值）的指标不能有目标", hint);
    }
    match better {
        // Of targets that are no range each was told.
        Some(Better::Within) if judging.written == 0 && judging.open.is_none() => {
            let message = "`better = \"within\"`的指标要有`between`或`=`目标，或者`open = true`";
            checker.tell(head.clone(), message);
        }
        Some(Better::Neutral) if judging.written > 0 => {
            let hint = Some("要评价的写 higher、lower 或 within；只监测的去掉目标".to_owned());
            checker.tell_with_hint(place.span.clone(), "`better = \"neutral\"`（只监测）的指标不评价，不能有目标", hint);
        }
        _ => {}
    }
    if let Some(pace) = judging.pace.clone() {
        paced(judging, pace, checker);
    }
}

/// What is built up during the year is a number of things, of which so many are demanded in a year.
fn paced(judging: &Judging<'_>, pace: Range<usize>, checker: &mut Checker<'_>) {
    if judging.unit.is_percent() {
        let hint = Some("比率与目标比，不按序时进度：去掉`pace`".to_owned());
        checker.tell_with_hint(pace, "`pace`（年内逐步完成）只用于逐步完成的数量，计量单位不能是`%`", hint);
        return;
    }
    // Of a target with a mistake nobody knows when it counts.
    if judging.targets.len() < judging.written {
        return;
    }
    let mut of_years = judging.targets.iter().filter(|target| matches!(target.due, Due::Year(_) | Due::From(_))).peekable();
    if of_years.peek().is_none() {
        let message = "`pace`（年内逐步完成）的指标要有按年的目标：写了`year`或`from`的";
        checker.tell(pace, message);
    } else if !of_years.any(|target| matches!(target.demand, Demand::AtLeast(_))) {
        checker.tell(pace, "`pace`（年内逐步完成）只按`>=`的目标折算序时进度");
    }
}
