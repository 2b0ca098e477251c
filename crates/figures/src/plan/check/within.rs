//! `within` of `[[tasks.asked]]`: a peer group of counties stands for the counties in it. Whether there are counties of these names, the registry
//! knows.

use super::answered::AskingForm;
use super::declared::Declared;
use super::fields::Checker;
use super::tasks::{PlacedWord, WordKind};
use crate::plan::mistake::Mistake;
use crate::plan::near;
use crate::plan::peer_group::{PeerGroup, PeersOf};
use tongbao_returns::domain::Form;

/// Puts the counties in the place of the peer groups in the rules of every ledger form; a peer group of others is told.
pub(in crate::plan) fn resolve(asking: &[AskingForm], forms: &mut [Form], declared: Declared<'_>, mistakes: &mut Vec<Mistake>) {
    let Some(groups) = declared.peer_groups() else { return };
    for one in asking {
        let mut checker = Checker { source: &one.source, mistakes };
        for PlacedWord { word, span, .. } in one.words.iter().filter(|word| word.kind == WordKind::Within) {
            if groups.iter().any(|group| group.name == *word && counties(group).is_none()) {
                let of_counties = groups.iter().filter(|group| counties(group).is_some()).map(|group| group.name.as_str());
                let hint = near::suggestion(word, of_counties);
                checker.tell_with_hint(
                    span.clone(),
                    format!("同类组`{word}`不是县（市、区）的，`within`写县区或县区的同类组"),
                    hint,
                );
            }
        }
        let rules = forms.get_mut(one.position).and_then(|form| form.tasks.as_mut()).map(|tasks| &mut tasks.asked);
        for rule in rules.into_iter().flatten() {
            rule.within = rule.within.iter().flat_map(|word| meant(word, groups)).collect();
        }
    }
}

/// The counties that a word means: those of its peer group, or itself.
fn meant(word: &str, groups: &[PeerGroup]) -> Vec<String> {
    let of_group = groups.iter().filter(|group| group.name == word).find_map(counties);
    of_group.map_or_else(|| vec![word.to_owned()], <[String]>::to_vec)
}

/// The counties of a peer group; none if it is of others.
fn counties(group: &PeerGroup) -> Option<&[String]> {
    match &group.of {
        PeersOf::Counties(names) => Some(names),
        PeersOf::AllianceKinds(_) | PeersOf::Institutions { .. } => None,
    }
}
