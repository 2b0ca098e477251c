//! 通用规则: what holds of every return, whatever the packs say. They are told, explained and sent back like the rules of a pack.
//!
//! In: the returns that arrived for a period, the history accepted before it, the registry. Out: findings that are open until somebody
//! explains them.

mod predecessors;
mod quarters;
mod rule;
#[cfg(test)]
mod tests;
mod withdrawn;

use std::collections::BTreeMap;

use super::Accepted;
use super::rivals::{Contest, Doubt, contest};
use super::spans::Spans;
use crate::plan::Plan;
use tongbao_document::count;
use tongbao_returns::domain::{File, Form, Item, Location, Period, Place, Reading, Return};
use tongbao_returns::finding::Finding;
use tongbao_returns::finding::facts::{Cited, RuleBroken};
use tongbao_returns::registry::Registry;

use predecessors::predecessors;
pub use rule::GeneralRule;
use withdrawn::numbers_withdrawn;

/// Judges the returns that arrived for a period; of forms that several plans share each once.
pub(super) fn judge(plans: &[Plan], registry: Option<&Registry>, accepted: &Accepted, period: Period) -> Vec<Finding> {
    let mut forms: BTreeMap<_, &Form> = BTreeMap::new();
    for form in plans.iter().flat_map(|plan| &plan.forms).filter(|form| form.tasks.is_none()) {
        forms.entry(&form.id).or_insert(form);
    }
    let spans = registry.map(|registry| Spans::new(accepted, forms.values().copied(), registry).about(registry, period));
    let mut findings = Vec::new();
    for filed in accepted.arrived_of_period(period).filter(|filed| !filed.is_empty()) {
        let Some(form) = forms.get(&filed.form) else { continue };
        findings.extend(numbers_withdrawn(form, filed, accepted));
        let Some((registry, spans)) = registry.zip(spans.as_ref()) else { continue };
        let Some(unit) = registry.units.get(&filed.unit) else { continue };
        findings.extend(predecessors((registry, unit), form, spans, filed, accepted));
        findings.extend(quarters::missing(unit, form, spans, filed, accepted));
        findings.extend(quarters::year_differs(unit, form, spans, filed));
    }
    findings
}

/// Names so many items, and says of how many more it is true.
const NAMED_ITEMS: usize = 3;

/// A newer return that waits, and why.
pub(super) fn contested(plans: &[Plan], accepted: &Accepted, standing: &Return, newer: &Return) -> Option<Finding> {
    let form = plans.iter().flat_map(|plan| &plan.forms).find(|form| form.id == newer.form)?;
    let contest = contest(standing, newer, accepted.sightings())?;
    let (Contest::FewerValues { items: positions, .. } | Contest::Undecided { items: positions, .. }) = &contest;
    let items: Vec<(usize, &Item)> = positions.iter().filter_map(|position| Some((*position, form.item(*position)?))).collect();
    let named = items.iter().take(NAMED_ITEMS).map(|(_, item)| item.name.as_str()).collect::<Vec<_>>().join("、");
    let more = if items.len() > NAMED_ITEMS { "等" } else { "" };
    let day = newer.reported_on.map_or_else(|| "无".to_owned(), |day| day.to_string());
    let (count, older) = (items.len(), named_older(accepted, standing, newer));
    let broken = match &contest {
        Contest::FewerValues { declared, .. } => {
            let filled = |filed: &Return| filed.facts.iter().filter(|fact| fact.reading != Reading::Blank).count();
            let cite = |item: &str, filled: usize| {
                let value = Reading::Number(count::to_f64(filled));
                Cited { item: item.to_owned(), value, at: None }
            };
            let of_sheets =
                if *declared > 0 { format!("，其中 {declared} 项改报“本表无数据”") } else { String::new() };
            let sentence = format!(
                "重报的报表（报出日期 {day}）比{older}少填 {count} 项（{named}{more}{of_sheets}），暂不采用，仍按{older}计"
            );
            let cited =
                vec![cite("前一份已填项数", filled(standing)), cite("这一份已填项数", filled(newer).saturating_sub(*declared))];
            GeneralRule::FewerValues.broken(sentence, cited)
        }
        Contest::Undecided { why, .. } => {
            let cite = |filed: &Return, name: String, position: usize| {
                let value = filed.facts.get(position).map_or(Reading::Blank, |fact| fact.reading.clone());
                Cited { item: name, value, at: location(filed, position) }
            };
            let both = |(position, item): &(usize, &Item)| {
                [cite(newer, item.name.to_string(), *position), cite(standing, format!("前一份{}", item.name), *position)]
            };
            let why = match why {
                Doubt::SameDay => format!("与{older}报出日期相同（{day}）"),
                Doubt::NoDate => format!("报出日期（{day}）不能用，不知道是否晚于{older}"),
                Doubt::PutOver => format!("覆盖了{older}，报出日期（{day}）却更早"),
            };
            let sentence = format!("{why}，有 {count} 项数值不同（{named}{more}），暂不采用，仍按{older}计");
            GeneralRule::SameDay.broken(sentence, items.iter().take(NAMED_ITEMS).flat_map(both).collect())
        }
    };
    let at = items.first().and_then(|(position, _)| location(newer, *position));
    Some(finding(broken, at, newer))
}

/// `“报表.xlsx”`, `“报表.xlsx”原来的内容（最后见于 2025-10-20）`.
fn named_older(accepted: &Accepted, standing: &Return, newer: &Return) -> String {
    let path = &standing.file.path;
    match accepted.sightings().gone(standing) {
        None => format!("“{path}”"),
        Some(seen) if *path == newer.file.path => format!("“{path}”原来的内容（最后见于 {seen}）"),
        Some(seen) => format!("“{path}”（文件已不在收件文件夹，最后见于 {seen}）"),
    }
}

/// Characters of a hash that tell two versions of a file apart.
const MARK: usize = 8;

/// A return that goes on to count though its file is gone.
pub(super) fn gone(accepted: &Accepted, filed: &Return) -> Option<Finding> {
    let seen = accepted.sightings().gone(filed)?;
    let day = filed.reported_on.map_or_else(|| "未填".to_owned(), |day| day.to_string());
    let answers = filed.facts.iter().filter(|fact| fact.reading != Reading::Blank).count();
    let cite = |item: &str, value: Reading| Cited { item: item.to_owned(), value, at: None };
    let mark = filed.file.hash.get(..MARK).unwrap_or(&filed.file.hash).to_owned();
    let sentence = format!(
        "这份报表（报出日期 {day}，已填 {answers} 项）的文件已被覆盖、移走或删除（最后见于 {seen}），现在的文件中没有可以代替它的，仍按它计"
    );
    let cited = vec![
        cite("文件标记", Reading::Text(mark)),
        cite("报出日期", Reading::Text(day)),
        cite("已填项数", Reading::Number(count::to_f64(answers))),
    ];
    Some(finding(GeneralRule::FileGone.broken(sentence, cited), None, filed))
}

fn location(filed: &Return, position: usize) -> Option<Location> {
    Some(located(filed, filed.facts.get(position)?.place?))
}

fn located(filed: &Return, place: Place) -> Location {
    let sheet = filed.sheets.get(usize::from(place.sheet)).map_or("", String::as_str);
    Location::file(File::Received(filed.file.path.clone())).on_cell(sheet, place)
}

fn finding(broken: RuleBroken, at: Option<Location>, filed: &Return) -> Finding {
    let at = at.unwrap_or_else(|| Location::file(File::Received(filed.file.path.clone())));
    Finding::at(at, broken).of(&filed.unit, &filed.form).in_period(filed.period)
}
