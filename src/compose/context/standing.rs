//! Counties or alliances beside one another, as a wording tells them.

use minijinja::{Value as Context, context};

use super::indicators::unsigned;
use crate::compose::counts::count;
use crate::compose::material::Material;
use crate::compose::singled_out::Ranked;
use crate::compose::table::standing;
use crate::compose::wording::Tokens;
use tongbao_document::subject::Peers;
use tongbao_document::{Figure, Subject};
use tongbao_figures::aggregate::Group;

/// Most groups that a sentence names for having risen or fallen.
const MOST_MOVED: usize = 3;

/// Most names that a sentence lists before it only counts.
const MOST_NAMES: usize = 10;

pub(super) fn standing_context(material: &Material<'_>, groups: &[Group], peers: Peers, tokens: &Tokens) -> Context {
    let ordered = standing::ordered(material, groups);
    let entry = |(group, standing): &(&Group, &tongbao_figures::assess::Standing)| {
        context! { name => Tokens::name(material.name(group)), share => tokens.put(standing::green_share(material, group, standing)) }
    };
    // Whoever shares a place is named with the others of that place.
    let ranked = Ranked::of(ordered.iter().filter_map(|one| {
        let share = standing::green_share(material, one.0, one.1).rounded()?;
        Some((one, one.1.place.number()?, share))
    }));
    let entries = |named: Vec<&(&Group, &tongbao_figures::assess::Standing)>| named.into_iter().map(entry).collect::<Vec<_>>();
    let unranked: Vec<_> = ordered.iter().filter(|(_, standing)| standing.place.number().is_none()).collect();
    let risen: Vec<_> = groups.iter().filter_map(|group| Some((group, standing::risen(material, group)?))).collect();
    let moved = |is_wanted: fn(f64) -> bool| {
        let mut moved: Vec<_> = risen
            .iter()
            .filter_map(|(group, figure)| Some((figure.rounded()?, *group, figure)))
            .filter(|(by, ..)| is_wanted(*by))
            .collect();
        moved.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then_with(|| a.1.cmp(b.1)));
        let entry = |(_, group, figure): &(f64, &Group, &Figure)| {
            context! { name => Tokens::name(material.name(group)), by => tokens.put(unsigned((*figure).clone())) }
        };
        moved.iter().take(MOST_MOVED).map(entry).collect::<Vec<_>>()
    };
    context! {
        count => groups.len(),
        risen => moved(|by| by > 0.0),
        fallen => moved(|by| by < 0.0),
        ranked_count => ranked.count(),
        best => entries(ranked.first()),
        last => entries(ranked.last()),
        unranked => unranked.iter().take(MOST_NAMES).map(|(group, _)| Tokens::name(material.name(group))).collect::<Vec<_>>(),
        unranked_all => tokens.put(count(material, &Group::Area, Subject::Unranked(peers), unranked.len(), "个")),
        unnamed_count => unranked.len().saturating_sub(MOST_NAMES),
    }
}
