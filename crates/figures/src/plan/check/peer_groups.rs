//! `[[peer-group]]` of `plan.toml`: who is ranked among whom.

use toml::Spanned;

use super::fields::{Checker, Placed, values};
use super::known_words::{self, Categories};
use super::vocabulary::Vocabulary;
use crate::plan::peer_group::{PeerGroup, PeersOf};
use crate::plan::raw::RawPeerGroup;
use crate::plan::variable::Variable;
use tongbao_returns::domain::UnitAttribute;
use tongbao_returns::registry::Alliance;

/// A peer group with the places of its words, which wait for the forms.
pub(super) struct PlacedPeers {
    /// The counties, kinds of alliances or categories.
    pub(super) listed: Vec<Placed<String>>,
    grades: Vec<Placed<String>>,
    /// The counties to which institutions are limited.
    limits: Vec<Placed<String>>,
}

/// Checks the peer groups: each of counties, of kinds of alliances or of institutions, nobody in two.
pub(super) fn read(raw: Vec<Spanned<RawPeerGroup>>, checker: &mut Checker<'_>) -> (Vec<PeerGroup>, Vec<PlacedPeers>) {
    let mut places: Vec<PlacedPeers> = Vec::new();
    let mut groups: Vec<PeerGroup> = Vec::new();
    for raw in raw {
        let head = raw.span();
        let raw = raw.into_inner();
        let name = checker.needed(raw.name, "name", &head);
        if groups.iter().any(|other| other.name == name.value) {
            checker.tell(name.span.clone(), format!("同类组`{}`重复", name.value));
        }
        let counties = checker.list(raw.counties, "counties");
        let kinds = checker.list(raw.alliance_kinds, "alliance-kinds");
        let categories = checker.list(raw.categories, "categories");
        let grades = checker.list(raw.grades, "grades");
        let units = checker.list(raw.units, "units");
        if let Some(grade) = grades.first().filter(|_| categories.is_empty()) {
            checker.tell(grade.span.clone(), "`grades`（等级）只用来缩小`categories`（类别）的范围");
        }
        if let Some(unit) = units.first().filter(|_| categories.is_empty()) {
            checker.tell(unit.span.clone(), "`units`（指名的单位）只用来缩小`categories`（类别）的范围");
        }
        // Beside categories counties only say where the institutions lie.
        let (counties, limits) = if categories.is_empty() { (counties, Vec::new()) } else { (Vec::new(), counties) };
        let given: Vec<Vec<Placed<String>>> =
            [counties.clone(), kinds.clone(), categories].into_iter().filter(|given| !given.is_empty()).collect();
        let [listed] = given.as_slice() else {
            let wanted = "`counties`、`alliance-kinds`或`categories`";
            checker.tell(head, format!("同类组`{}`应写{wanted}，只写其中一个", name.value));
            continue;
        };
        let names = values(listed.clone());
        let of = if !counties.is_empty() {
            PeersOf::Counties(names)
        } else if !kinds.is_empty() {
            PeersOf::AllianceKinds(names)
        } else {
            let (grades, counties, units) = (values(grades.clone()), values(limits.clone()), values(units));
            PeersOf::Institutions { categories: names, grades, counties, units }
        };
        let group = PeerGroup { name: name.value, of };
        for one in listed {
            let is_taken = |other: &&PeerGroup| may_share(&other.of, &group.of) && other.of.names().contains(&one.value);
            if let Some(other) = groups.iter().find(is_taken) {
                checker.tell(one.span.clone(), format!("`{}`已在同类组`{}`里", one.value, other.name));
            }
        }
        groups.push(group);
        places.push(PlacedPeers { listed: listed.clone(), grades, limits });
    }
    resolve(&mut groups);
    (groups, places)
}

/// Puts its counties in the place of a peer group of counties to which institutions are limited.
fn resolve(groups: &mut [PeerGroup]) {
    let of_counties = |group: &PeerGroup| match &group.of {
        PeersOf::Counties(names) => Some((group.name.clone(), names.clone())),
        PeersOf::AllianceKinds(_) | PeersOf::Institutions { .. } => None,
    };
    let known: Vec<(String, Vec<String>)> = groups.iter().filter_map(of_counties).collect();
    let meant = |word: String| match known.iter().find(|(name, _)| *name == word) {
        Some((_, counties)) => counties.clone(),
        None => vec![word],
    };
    for group in groups {
        if let PeersOf::Institutions { counties, .. } = &mut group.of {
            *counties = std::mem::take(counties).into_iter().flat_map(meant).collect();
        }
    }
}

/// Tells the words of a peer group that no registry can have: they would be nobody's, silently.
pub(super) fn check(of: &PeersOf, placed: &PlacedPeers, vocabulary: &Vocabulary<'_>, checker: &mut Checker<'_>) {
    if !vocabulary.is_complete {
        return;
    }
    let unknown = |asked: &Variable, word: &str| known_words::unknown(asked, word, Categories::Filing, vocabulary);
    let asked = match of {
        PeersOf::Counties(_) => Variable::County,
        PeersOf::AllianceKinds(_) => {
            for kind in &placed.listed {
                is_whole(kind, checker);
            }
            return;
        }
        PeersOf::Institutions { .. } => Variable::Attribute(UnitAttribute::Category),
    };
    let grades = placed.grades.iter().map(|grade| (Variable::Attribute(UnitAttribute::Grade), grade));
    let is_group = |word: &&Placed<String>| {
        vocabulary.peer_groups.iter().any(|group| group.name == word.value && matches!(group.of, PeersOf::Counties(_)))
    };
    let limits = placed.limits.iter().filter(|word| !is_group(word)).map(|word| (Variable::County, word));
    for (asked, word) in placed.listed.iter().map(|word| (asked.clone(), word)).chain(grades).chain(limits) {
        if let Some((message, hint)) = unknown(&asked, &word.value) {
            checker.tell_with_hint(word.span.clone(), message, hint);
        }
    }
}

/// A plan may have kinds of alliances of its own; what leaves out letters of one of the registry's is that one.
fn is_whole(kind: &Placed<String>, checker: &mut Checker<'_>) {
    let leaves_out = |whole: &&str| {
        let mut letters = whole.chars();
        **whole != kind.value && kind.value.chars().all(|wanted| letters.any(|letter| letter == wanted))
    };
    let is_one = Alliance::KINDS.contains(&kind.value.as_str());
    if let Some(whole) = Alliance::KINDS.into_iter().find(leaves_out).filter(|_| !is_one) {
        let hint = Some(format!("是否想写`{whole}`"));
        checker.tell_with_hint(kind.span.clone(), format!("名录没有医联体类型`{}`", kind.value), hint);
    }
}

/// Whether one name in both would put somebody into two groups: institutions of one 类别 may be told apart by their 等级, by
/// where they lie, and by name.
fn may_share(one: &PeersOf, other: &PeersOf) -> bool {
    match (one, other) {
        (
            PeersOf::Institutions { grades, counties, units, .. },
            PeersOf::Institutions { grades: other_grades, counties: other_counties, units: other_units, .. },
        ) => {
            let meet = |one: &[String], other: &[String]| {
                one.is_empty() || other.is_empty() || one.iter().any(|word| other.contains(word))
            };
            // Whoever is named goes before.
            let are_named_alike = units.is_empty() == other_units.is_empty();
            are_named_alike && meet(grades, other_grades) && meet(counties, other_counties) && meet(units, other_units)
        }
        _ => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}
