//! `[[peer-group]]` of `plan.toml`: who is ranked among whom.

use toml::Spanned;

use super::fields::{Checker, values};
use crate::plan::peer_group::{PeerGroup, PeersOf};
use crate::plan::raw::RawPeerGroup;

/// Checks the peer groups: each of counties or of kinds of alliances, nobody in two.
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
        let are_counties = !counties.is_empty();
        let listed = match (counties.is_empty(), kinds.is_empty()) {
            (false, true) => counties,
            (true, false) => kinds,
            _ => {
                checker.tell(head, format!("同类组`{}`应写`counties`或`alliance-kinds`，只写其中一个", name.value));
                continue;
            }
        };
        let names = values(listed.clone());
        let of = if are_counties { PeersOf::Counties(names) } else { PeersOf::AllianceKinds(names) };
        let group = PeerGroup { name: name.value, of };
        for one in &listed {
            let is_taken = |other: &&PeerGroup| {
                std::mem::discriminant(&other.of) == std::mem::discriminant(&group.of) && other.of.names().contains(&one.value)
            };
            if let Some(other) = groups.iter().find(is_taken) {
                checker.tell(one.span.clone(), format!("`{}`已在同类组`{}`里", one.value, other.name));
            }
        }
        groups.push(group);
    }
    groups
}
