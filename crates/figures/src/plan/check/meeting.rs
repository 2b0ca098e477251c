//! Whether two targets are asked of one group, as far as the pack's own definitions tell it: a peer group is of certain 类别, and a 类别 may be
//! named beside it. What only a registry knows, as the 等级 of a hospital, is told when a run begins.

use std::collections::BTreeSet;

use super::vocabulary::Vocabulary;
use crate::plan::addressee::{Addressee, CountyNames, GroupAttribute};
use crate::plan::audience::Audience;
use crate::plan::peer_group::PeersOf;
use crate::plan::scope::Scope;
use tongbao_returns::domain::{AllianceCode, Category, CountyCode, UnitCode};

/// Whom both mean among groups of a kind, in words; none if the pack cannot tell of anybody.
pub(super) fn of(one: &Audience, other: &Audience, scope: Scope, vocabulary: &Vocabulary<'_>) -> Option<String> {
    let kinds = attributes_of_kinds(scope);
    let is_of_kinds = |audience: &Audience| audience.attributes().iter().all(|attribute| kinds.contains(attribute));
    if !vocabulary.is_complete || !is_of_kinds(one) || !is_of_kinds(other) {
        return one.meets(other).then(|| other.in_words());
    }
    match scope {
        Scope::Unit => units(one, other, vocabulary),
        Scope::Alliance | Scope::County => {
            let groups = if scope == Scope::Alliance { alliances(vocabulary) } else { counties(vocabulary) };
            let in_both = |(_, group): &(String, Addressee)| one.includes(group) && other.includes(group);
            groups.into_iter().find(in_both).map(|(name, _)| name)
        }
        Scope::Area => None,
    }
}

/// What the pack knows of every group of a kind without a registry.
fn attributes_of_kinds(scope: Scope) -> &'static [GroupAttribute] {
    match scope {
        Scope::Unit => &[GroupAttribute::Category, GroupAttribute::Grade, GroupAttribute::PeerGroup],
        Scope::Alliance => &[GroupAttribute::AllianceKind, GroupAttribute::PeerGroup],
        Scope::County => &[GroupAttribute::PeerGroup],
        Scope::Area => &[],
    }
}

/// Of a 类别 there are units, of what 等级 nobody knows: both mean somebody where all whom the one means of a 类别 that it speaks of are meant by
/// the other as well.
fn units(one: &Audience, other: &Audience, vocabulary: &Vocabulary<'_>) -> Option<String> {
    let speaks_of_kinds = |audience: &Audience| {
        let attributes = audience.attributes();
        attributes.contains(&GroupAttribute::Category) || attributes.contains(&GroupAttribute::PeerGroup)
    };
    let is_within = |inner: &BTreeSet<&str>, outer: &BTreeSet<&str>| !inner.is_empty() && inner.is_subset(outer);
    vocabulary.categories.iter().map(|category| category.as_str()).find_map(|category| {
        let (of_one, of_other) = (grades(one, category, vocabulary), grades(other, category, vocabulary));
        let is_in_both =
            speaks_of_kinds(one) && is_within(&of_one, &of_other) || speaks_of_kinds(other) && is_within(&of_other, &of_one);
        is_in_both.then(|| category.to_owned())
    })
}

/// The 等级, none among them, of the units of a 类别 that an audience means.
fn grades(audience: &Audience, category: &str, vocabulary: &Vocabulary<'_>) -> BTreeSet<&'static str> {
    let all = [""].into_iter().chain(Vocabulary::grades());
    all.filter(|grade| audience.includes(&unit(category, Some(*grade).filter(|grade| !grade.is_empty()), vocabulary))).collect()
}

fn unit(category: &str, grade: Option<&str>, vocabulary: &Vocabulary<'_>) -> Addressee {
    let group = vocabulary.peer_groups.iter().find(|group| group.of.has_institution(category, grade));
    Addressee::Unit {
        code: UnitCode::new(""),
        names: Vec::new(),
        category: Category::new(category),
        grade: grade.map(str::to_owned),
        county: CountyNames { code: CountyCode::new(""), names: Vec::new() },
        peer_group: group.map(|group| group.name.clone()),
    }
}

fn alliances(vocabulary: &Vocabulary<'_>) -> Vec<(String, Addressee)> {
    let alliance = |kind: &str| {
        let of = |of: &PeersOf| matches!(of, PeersOf::AllianceKinds(kinds) if kinds.iter().any(|listed| listed == kind));
        let group = vocabulary.peer_groups.iter().find(|group| of(&group.of));
        let peer_group = group.map(|group| group.name.clone());
        Addressee::Alliance { code: AllianceCode::new(""), name: String::new(), kind: kind.to_owned(), peer_group }
    };
    vocabulary.alliance_kinds.iter().map(|kind| ((*kind).to_owned(), alliance(kind))).collect()
}

fn counties(vocabulary: &Vocabulary<'_>) -> Vec<(String, Addressee)> {
    let groups = vocabulary.peer_groups.iter().filter(|group| matches!(group.of, PeersOf::Counties(_)));
    let county = |name: &str| CountyNames { code: CountyCode::new(name), names: vec![name.to_owned()] };
    groups
        .filter_map(|group| {
            let county = county(group.of.names().first()?);
            Some((group.name.clone(), Addressee::County { county, peer_group: Some(group.name.clone()) }))
        })
        .collect()
}
