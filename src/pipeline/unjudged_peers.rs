//! Peer groups of institutions that no indicator tells of: they could be neither judged nor ranked, and their tables would stand empty.

use tongbao_figures::plan::{Indicator, Mistake, PeersOf, Plan, Scope};
use tongbao_returns::domain::{Category, UnitAttribute};

/// The categories of peer groups of which no indicator is computed for single units, each at its place.
pub(super) fn mistakes(plan: &Plan) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for group in &plan.peer_groups {
        let PeersOf::Institutions { categories, .. } = &group.of else { continue };
        let places = plan.origins.peer_groups.get(&group.name).map(Vec::as_slice).unwrap_or_default();
        let is_judged = |name: &String| plan.indicators.iter().any(|indicator| tells_of(plan, indicator, &Category::new(name)));
        for (name, place) in categories.iter().zip(places).filter(|(name, _)| !is_judged(name)) {
            let text = plan.origins.sources.get(&place.file).map_or("", String::as_str);
            let message = format!("同类组`{}`的`{name}`没有一个逐家计算的指标，不能评价，也不能排名", group.name);
            let hint = "给选到它的指标的`scopes`加上 unit，或把这个类别从同类组里去掉";
            let mistake = Mistake::in_text(place.file.clone(), text, place.span.clone(), message);
            mistakes.push(mistake.with_hint(Some(hint.to_owned())));
        }
    }
    mistakes
}

/// Whether an indicator is computed for single units of a category.
fn tells_of(plan: &Plan, indicator: &Indicator, category: &Category) -> bool {
    let items = plan.items_behind(indicator);
    let is_asked = items.is_empty()
        || plan.forms_of(category).any(|form| form.items().any(|item| items.iter().any(|asked| asked.name == item.name)));
    let is_chosen = indicator.condition.as_ref().is_none_or(|condition| {
        // What else is asked the registry knows, or the units answer.
        let asks_more = condition.attributes.iter().any(|asked| *asked != UnitAttribute::Category)
            || !condition.reads.is_empty()
            || !condition.others.is_empty();
        asks_more || condition.admits(&[category], |category, _| category.as_str()).is_ok_and(|admits| admits == [true])
    });
    indicator.scopes.contains(&Scope::Unit) && is_asked && is_chosen
}
