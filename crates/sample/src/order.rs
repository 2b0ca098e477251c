//! A recipe laid over a form: for every item its rule, the items it depends on, and when its turn is.

use crate::error::SampleError;
use crate::recipe::{Base, Recipe, Rule};
use tongbao_returns::domain::{Form, Item, ItemName, Kind};

/// An item with its rule. Other items are named by their position in the form.
#[derive(Debug)]
pub(super) struct Line<'run> {
    pub(super) item: &'run Item,
    pub(super) rule: &'run Rule,
    /// What the value is a share of.
    pub(super) whole: Option<usize>,
    /// What the value may not exceed.
    pub(super) part_of: Option<usize>,
    /// Whether its share stays within one: the whole that it is made from is also its limit.
    pub(super) is_capped: bool,
    /// How many items stand before it in the chain of wholes.
    pub(super) depth: usize,
}

/// The lines of a form, in the order of its items.
pub(super) fn lines<'run>(form: &'run Form, recipe: &'run Recipe) -> Result<Vec<Line<'run>>, SampleError> {
    let items: Vec<&Item> = form.items().collect();
    let position = |name: &ItemName| items.iter().position(|item| item.name == *name);
    let mut mistakes = Vec::new();
    let mut lines = Vec::with_capacity(items.len());
    for &item in &items {
        let Some(rule) = recipe.rule(&form.id, item) else {
            mistakes.push(format!("`{}/{}` has no rule", form.id, item.name));
            continue;
        };
        let whole = match rule {
            Rule::Share { of, .. } => position(&ItemName::new(of)),
            _ => None,
        };
        if let Some(mistake) = mistake(form, item, rule, whole.and_then(|at| items.get(at).copied())) {
            mistakes.push(format!("`{}/{}` {mistake}", form.id, item.name));
        }
        let part_of = item.part_of.as_ref().and_then(position);
        lines.push(Line { item, rule, whole, part_of, is_capped: whole.is_some() && whole == part_of, depth: 0 });
    }
    if mistakes.is_empty() {
        mistakes
            .extend(sort_by_dependence(&mut lines).into_iter().map(|name| format!("`{}/{name}` is made from itself", form.id)));
    }
    if mistakes.is_empty() { Ok(lines) } else { Err(SampleError::Recipe { mistakes }) }
}

fn mistake(form: &Form, item: &Item, rule: &Rule, whole: Option<&Item>) -> Option<String> {
    match rule {
        Rule::Share { of, .. } => match whole {
            None => Some(format!("is a share of `{of}`, which is not in the form")),
            Some(whole) if whole.kind != item.kind => Some(format!("is a share of `{of}`, which is of another kind")),
            Some(_) => (!item.kind.is_number()).then(|| "is no number".to_owned()),
        },
        Rule::Amount { .. } | Rule::Levels(_) if !item.kind.is_number() => Some("is no number".to_owned()),
        Rule::Yes(_) if item.kind != Kind::YesNo => Some("is not answered by 是 or 否".to_owned()),
        Rule::Fixed(_) if item.kind.is_number() => Some("is a number".to_owned()),
        Rule::Amount { base: base @ Base::ByCategory(_), .. } => {
            // The recipe of one sample need not know the categories that only others have, but it must know some.
            let is_known = form.filed_by.iter().any(|category| base.of(category).is_some());
            (!is_known).then(|| "has no amount for any category that files it".to_owned())
        }
        _ => None,
    }
}

/// Sets the depths; returns the names of items that depend on themselves.
fn sort_by_dependence(lines: &mut [Line<'_>]) -> Vec<ItemName> {
    for _round in 0..=lines.len() {
        let depths: Vec<usize> = lines.iter().map(|line| line.depth).collect();
        let mut is_settled = true;
        for line in lines.iter_mut() {
            let behind =
                [line.whole, line.part_of].into_iter().flatten().filter_map(|at| depths.get(at)).map(|depth| depth + 1).max();
            if let Some(depth) = behind.filter(|&depth| depth > line.depth) {
                line.depth = depth;
                is_settled = false;
            }
        }
        if is_settled {
            return Vec::new();
        }
    }
    lines.iter().filter(|line| line.depth >= lines.len()).map(|line| line.item.name.clone()).collect()
}
