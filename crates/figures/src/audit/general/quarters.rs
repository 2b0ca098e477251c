//! TY-06 and TY-07: whether the quarters of a year can be added up, and whether they come to what is said beside them.

use super::{GeneralRule, NAMED_ITEMS, finding, located, location};
use crate::audit::Accepted;
use crate::audit::spans::{Gap, Spans};
use tongbao_returns::domain::{Form, Item, Kind, Reading, Return};
use tongbao_returns::finding::facts::Cited;
use tongbao_returns::finding::{Finding, as_filed};
use tongbao_returns::registry::Unit;

/// Earlier quarters of the year that are missing, or leave blank what this return says something of: one finding a return.
pub(super) fn missing<'run>(
    unit: &'run Unit,
    form: &'run Form,
    spans: &Spans<'run>,
    filed: &Return,
    accepted: &Accepted,
) -> Option<Finding> {
    if !form.is_by_quarter() {
        return None;
    }
    let mut absent: Vec<Gap<'run>> = Vec::new();
    let mut blank: Vec<(&'run Item, Gap<'run>)> = Vec::new();
    for (item, fact) in form.items().zip(&filed.facts) {
        if item.kind != Kind::Flow || fact.reading == Reading::Blank {
            continue;
        }
        for gap in spans.gaps(unit, &item.name, filed.period) {
            let is_same =
                |known: &Gap<'_>| (&known.filer.code, known.quarter, known.form) == (&gap.filer.code, gap.quarter, gap.form);
            if gap.blank.is_some() {
                blank.push((item, gap));
            } else if !absent.iter().any(is_same) {
                absent.push(gap);
            }
        }
    }
    let whose = |gap: &Gap<'_>| {
        let quarter = gap.quarter.chinese();
        if gap.filer.code == unit.code { quarter } else { format!("前身单位（{}）{quarter}", gap.filer.name) }
    };
    let mut said = Vec::new();
    let mut cited = Vec::new();
    if !absent.is_empty() {
        said.push(format!("没有{}的报表", absent.iter().map(whose).collect::<Vec<_>>().join("、")));
        cited.extend(absent.iter().map(|gap| {
            let state = Reading::Text(state(gap, accepted).to_owned());
            Cited { item: format!("{}报表", whose(gap)), value: state, at: None }
        }));
    }
    if !blank.is_empty() {
        let named = blank.iter().take(NAMED_ITEMS).map(|(item, gap)| format!("{}{}", whose(gap), item.printed()));
        let named = named.collect::<Vec<_>>().join("、");
        let more = if blank.len() > NAMED_ITEMS { format!("等{}项", blank.len()) } else { String::new() };
        said.push(format!("{named}{more}未填"));
        cited.extend(blank.iter().take(NAMED_ITEMS).map(|(item, gap)| {
            let at = gap.blank.and_then(|(filed, position)| location(filed, position));
            Cited { item: format!("{}{}", whose(gap), item.name), value: Reading::Blank, at }
        }));
    }
    if said.is_empty() {
        return None;
    }
    let sentence = format!("{}，自年初起的累计数按缺数处理", said.join("，"));
    Some(finding(GeneralRule::QuarterMissing.broken(sentence, cited), None, filed))
}

/// Why no return counts.
fn state(gap: &Gap<'_>, accepted: &Accepted) -> &'static str {
    let (unit, form) = (&gap.filer.code, gap.form);
    if accepted.find_returned(gap.quarter, unit, form).is_some() {
        "退回"
    } else if accepted.find(gap.quarter, unit, form).is_some() {
        "空表"
    } else {
        "未报"
    }
}

/// Values of the year so far that stand beside the quarter's and are not the sum of the quarters, where these are known.
pub(super) fn year_differs<'run>(unit: &'run Unit, form: &'run Form, spans: &Spans<'run>, filed: &Return) -> Option<Finding> {
    let mut differing = Vec::new();
    for beside in &filed.since_january {
        let Some(item) = form.item(usize::from(beside.item)).filter(|item| item.kind == Kind::Flow) else { continue };
        let sum = spans.since_january(unit, &item.name, filed.period);
        let (Some(said), Some(sum)) = (beside.reading.number(), sum.number()) else { continue };
        if (said - sum).abs() >= tolerance(item, filed) {
            let at = beside.place.map(|place| located(filed, place));
            differing.push((
                item,
                Cited { item: format!("本年累计{}", item.name), value: beside.reading.clone(), at },
                said,
                sum,
            ));
        }
    }
    let (_, first, ..) = differing.first()?;
    let at = first.at.clone();
    let named = differing.iter().take(NAMED_ITEMS);
    let named = named.map(|(item, _, said, sum)| {
        format!("{}旁边写的本年累计为{}，本年各季之和为{}", item.printed(), as_filed(*said), as_filed(*sum))
    });
    let named = named.collect::<Vec<_>>().join("；");
    let more = if differing.len() > NAMED_ITEMS { format!("；共{}项不同", differing.len()) } else { String::new() };
    let cited = differing.iter().take(NAMED_ITEMS).flat_map(|(item, said, _, sum)| {
        let sum = Cited { item: format!("各季之和{}", item.name), value: Reading::Number(*sum), at: None };
        [said.clone(), sum]
    });
    Some(finding(GeneralRule::YearSoFarDiffers.broken(format!("{named}{more}"), cited.collect()), at, filed))
}

/// What rounding may come to: a whole number has none, each of several others half a unit of its last digit.
fn tolerance(item: &Item, filed: &Return) -> f64 {
    if item.decimals == 0 {
        return 0.5;
    }
    let terms = filed.period.last_month() / 3 + 1;
    0.5 * 10f64.powi(-i32::from(item.decimals)) * f64::from(terms) + 1e-9
}
