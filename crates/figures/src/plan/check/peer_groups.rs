//! `[[peer-group]]` of `plan.toml`: who is ranked among whom.

use toml::Spanned;

use super::fields::{Checker, Placed, values};
use crate::plan::peer_group::{PeerGroup, PeersOf};
use crate::plan::raw::RawPeerGroup;

/// Checks the peer groups: each of counties, of kinds of alliances or of institutions, nobody in two.
pub(super) fn read(raw: Vec<Spanned<RawPeerGroup>>, checker: &mut Checker<'_>) -> Vec<PeerGroup> {
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
            PeersOf::Institutions { categories: names, grades: values(grades) }
        };
        let group = PeerGroup { name: name.value, of };
        for one in listed {
            let is_taken = |other: &&PeerGroup| may_share(&other.of, &group.of) && other.of.names().contains(&one.value);
            if let Some(other) = groups.iter().find(is_taken) {
                checker.tell(one.span.clone(), format!("`{}`已在同类组`{}`里", one.value, other.name));
            }
        }
        groups.push(group);
    }
    groups
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
