//! Counties or alliances beside one another, as a wording tells them.

use minijinja::{Value as Context, context};

use super::indicators::unsigned;
use super::name::{Name, Shape, count as plain, list, number, truth, words};
use crate::compose::counts::count;
use crate::compose::material::Material;
use crate::compose::singled_out::{MOST_NAMES, Ranked};
use crate::compose::table::standing;
use crate::compose::wording::Tokens;
use tongbao_document::subject::RankingCount;
use tongbao_document::{Figure, Subject};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::{Place, Standing, Unranked};
use tongbao_figures::plan::Scope;

/// Most groups that a sentence names for having risen or fallen.
const MOST_MOVED: usize = 3;

/// What can be said of one that rose or fell.
const OF_MOVED: &[Name] = &[words("name", "名称"), number("by", "升降几位")];

/// What can be said of one at either end.
const OF_END: &[Name] = &[words("name", "名称"), number("share", "达标率")];

/// What can be said of those who are ranked among one another.
const OF_PEERS: &[Name] = &[
    words("name", "同类组的名称；没有分组的为空"),
    plain("ranked_count", "参与排名的个数"),
    list("best", &Shape::Group(OF_END), "达标率居前的，至多5个；达标率为0的不算，参与排名的不到4个的没有居前居后，可能是空的"),
    plain("best_count", "达标率居前的，连同没列出的"),
    number("best_all", "达标率居前的，连同没列出的"),
    list("last", &Shape::Group(OF_END), "达标率居后的，至多5个；超过三分之一并列的不点名，可能是空的"),
    plain("last_count", "达标率居后的，连同没列出的"),
    number("last_all", "达标率居后的，连同没列出的"),
];

/// What can be said of those who have no place for one reason.
const OF_UNRANKED: &[Name] = &[
    list("names", &Shape::Words, "名称，至多5个"),
    truth("is_cut", "是否还有没列出的"),
    number("all", "连同没列出的"),
    words("why", "不排名的原因"),
];

/// The names of counties or alliances beside one another.
pub(super) const NAMES: &[Name] = &[
    plain("count", "个数"),
    list("risen", &Shape::Group(OF_MOVED), "比上期名次上升的，至多3个"),
    list("fallen", &Shape::Group(OF_MOVED), "比上期名次下降的，至多3个"),
    plain("ranked_count", "参与排名的个数"),
    list("peer_groups", &Shape::Group(OF_PEERS), "各同类组"),
    list("unranked", &Shape::Group(OF_UNRANKED), "不参与排名的，一种原因一组"),
];

pub(super) fn standing_context(material: &Material<'_>, groups: &[Group], tokens: &Tokens) -> Context {
    let ordered = standing::ordered(material, groups);
    let peer_groups: Vec<Context> = ordered
        .chunk_by(|one, other| material.peer_group(one.0) == material.peer_group(other.0))
        .map(|of_group| peer_group_context(material, of_group, tokens))
        .collect();
    let unranked: Vec<(&Group, Unranked)> = ordered
        .iter()
        .filter_map(|(group, standing)| match standing.place {
            Place::Unranked(why) => Some((*group, why)),
            Place::Ranked(_) => None,
        })
        .collect();
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
        ranked_count => ordered.len() - unranked.len(),
        peer_groups => peer_groups,
        unranked => unranked_contexts(material, &unranked, tokens),
    }
}

/// Those who are ranked among one another: who is named at either end.
fn peer_group_context(material: &Material<'_>, ordered: &[(&Group, &Standing)], tokens: &Tokens) -> Context {
    let entry = |(group, standing): &(&Group, &Standing)| {
        context! { name => Tokens::name(material.name(group)), share => tokens.put(standing::green_share(material, group, standing)) }
    };
    // Whoever shares a place is named with the others of that place.
    let ranked = Ranked::of(ordered.iter().filter_map(|one| {
        let share = standing::green_share(material, one.0, one.1).rounded()?;
        Some((one, one.1.place.number()?, share))
    }));
    let entries = |named: &[&(&Group, &Standing)]| named.iter().take(MOST_NAMES).copied().map(entry).collect::<Vec<_>>();
    let scope = ordered.first().map(|(group, _)| group.scope());
    let name = ordered.first().and_then(|(group, _)| material.peer_group(group).name);
    let ranking = format!("{}达标率", name.unwrap_or(called(scope).0));
    let all = |end: RankingCount, number: usize| tokens.put(of_ranking(material, (scope, &ranking), end, number));
    let (first, last) = (ranked.first(), ranked.last());
    context! {
        name => name.map(Tokens::name),
        ranked_count => ranked.count(),
        best => entries(&first),
        best_count => first.len(),
        best_all => all(RankingCount::First, first.len()),
        last => entries(&last),
        last_count => last.len(),
        last_all => all(RankingCount::Last, last.len()),
    }
}

/// What peers are called that no peer group names, and in what they are counted.
fn called(scope: Option<Scope>) -> (&'static str, &'static str) {
    match scope {
        Some(Scope::County) => ("县（市、区）", "个"),
        Some(Scope::Alliance) => ("医联体", "个"),
        Some(Scope::Unit | Scope::Area) | None => ("机构", "家"),
    }
}

/// So many of a ranking: peers are ranked where all of them are, in the bulletin of the area.
fn of_ranking(material: &Material<'_>, (scope, ranking): (Option<Scope>, &str), whom: RankingCount, number: usize) -> Figure {
    let subject = Subject::Ranking { ranking: ranking.to_owned(), count: whom };
    count(material, &Group::Area, subject, number, called(scope).1)
}

/// Who has no place, by the reason; in the order of the tables.
fn unranked_contexts(material: &Material<'_>, unranked: &[(&Group, Unranked)], tokens: &Tokens) -> Vec<Context> {
    let threshold = material.plan.coverage_threshold;
    let mut reasons: Vec<Unranked> = Vec::new();
    for (_, why) in unranked.iter().filter(|(_, why)| *why != Unranked::NoDirection) {
        if !reasons.contains(why) {
            reasons.push(*why);
        }
    }
    let told = |why: Unranked| {
        let why_in_words = match why {
            Unranked::LowCoverage => format!("因报送率低于{threshold}%"),
            Unranked::TooFewJudged => format!("因缺数能评价的指标不足{threshold}%"),
            Unranked::NothingDue => "因本期没有应报的单位".to_owned(),
            Unranked::Alone => "因没有可比的同类".to_owned(),
            Unranked::NothingAsked | Unranked::NoValue | Unranked::NoDirection => "因没有到期可评价的指标".to_owned(),
        };
        let names: Vec<String> =
            unranked.iter().filter(|(_, own)| *own == why).map(|(group, _)| Tokens::name(material.name(group))).collect();
        let scope = unranked.first().map(|(group, _)| group.scope());
        let ranking = format!("{}达标率（{why_in_words}）", called(scope).0);
        let all = of_ranking(material, (scope, &ranking), RankingCount::Unranked, names.len());
        let is_cut = names.len() > MOST_NAMES;
        let names: Vec<String> = names.into_iter().take(MOST_NAMES).collect();
        context! { names => names, is_cut => is_cut, all => tokens.put(all), why => why_in_words }
    };
    reasons.into_iter().map(told).collect()
}
