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
        if let Some(grade) = grades.first().filter(|_| categories.is_empty()) {
            checker.tell(grade.span.clone(), "`grades`（等级）只用来缩小`categories`（类别）的范围");
        }
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
            PeersOf::Institutions { categories: names, grades: values(grades.clone()) }
        };
        let group = PeerGroup { name: name.value, of };
        for one in listed {
            let is_taken = |other: &&PeerGroup| may_share(&other.of, &group.of) && other.of.names().contains(&one.value);
            if let Some(other) = groups.iter().find(is_taken) {
                checker.tell(one.span.clone(), format!("`{}`已在同类组`{}`里", one.value, other.name));
            }
        }
        groups.push(group);
        places.push(PlacedPeers { listed: listed.clone(), grades });
    }
    (groups, places)
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
    for (asked, word) in placed.listed.iter().map(|word| (asked.clone(), word)).chain(grades) {
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

/// Whether one name in both would put somebody into two groups: institutions of one 类别 may be told apart by their 等级.
fn may_share(one: &PeersOf, other: &PeersOf) -> bool {
    match (one, other) {
        (PeersOf::Institutions { grades: one, .. }, PeersOf::Institutions { grades: other, .. }) => {
            one.is_empty() || other.is_empty() || one.iter().any(|grade| other.contains(grade))
        }
        _ => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}
