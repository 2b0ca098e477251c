//! The groups for which figures are computed, and which units belong to each.

use std::collections::BTreeMap;

use crate::plan::{PeerGroup, PeersOf, Plan, Scope};
use tongbao_document::{GroupId, count};
use tongbao_returns::domain::{AllianceCode, CountyCode, UnitCode};
use tongbao_returns::registry::{AsOf, Registry};

/// A group of units.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// 全市 or 全县.
    Area,
    /// A county of the area.
    County(CountyCode),
    /// An alliance; a unit may belong to several.
    Alliance(AllianceCode),
    /// A single unit.
    Unit(UnitCode),
}

impl Group {
    /// The scope under which plans speak of it.
    pub fn scope(&self) -> Scope {
        match self {
            Self::Area => Scope::Area,
            Self::County(_) => Scope::County,
            Self::Alliance(_) => Scope::Alliance,
            Self::Unit(_) => Scope::Unit,
        }
    }

    /// The peer group inside which a county, an alliance or an institution is ranked: the one that the plan declares, else all counties,
    /// or all alliances of its kind; institutions that no group names are not ranked (docs/numbers.md rule 10).
    pub fn peers<'run>(&self, plan: &'run Plan, registry: &'run Registry) -> PeerGroupKey<'run> {
        match self.declared_peers(plan, registry) {
            Some((position, group)) => PeerGroupKey { position, name: Some(&group.name) },
            None => PeerGroupKey { position: usize::MAX, name: self.kind(registry) },
        }
    }

    /// The peer group of the plan that names a county, the kind of an alliance or that of an institution, with its position.
    pub(super) fn declared_peers<'run>(&self, plan: &'run Plan, registry: &Registry) -> Option<(usize, &'run PeerGroup)> {
        let kind = self.kind(registry);
        let is_of = |of: &PeersOf| match (self, of) {
            (Self::County(code), PeersOf::Counties(names)) => {
                registry.county(code).is_some_and(|county| names.iter().any(|name| county.is_called(name)))
            }
            (Self::Alliance(_), PeersOf::AllianceKinds(kinds)) => kinds.iter().any(|listed| Some(listed.as_str()) == kind),
            (Self::Unit(code), institutions @ PeersOf::Institutions { .. }) => {
                registry.units.get(code).is_some_and(|unit| institutions.has_unit(unit, registry))
            }
            _ => false,
        };
        let of = || plan.peer_groups.iter().enumerate().filter(|(_, group)| is_of(&group.of));
        of().find(|(_, group)| group.of.names_units()).or_else(|| of().next())
    }

    /// The same of whoever is ranked at all.
    pub fn ranked_among<'run>(&self, plan: &'run Plan, registry: &'run Registry) -> Option<PeerGroupKey<'run>> {
        let peers = self.peers(plan, registry);
        (!matches!(self, Self::Unit(_)) || peers.is_declared()).then_some(peers)
    }

    /// 类型 of an alliance; none of other groups.
    pub fn kind<'registry>(&self, registry: &'registry Registry) -> Option<&'registry str> {
        match self {
            Self::Alliance(code) => registry.alliance(code).map(|alliance| alliance.kind.as_str()),
            Self::Area | Self::County(_) | Self::Unit(_) => None,
        }
    }
}

/// A peer group, in the order of the tables: those that the plan declares first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PeerGroupKey<'run> {
    position: usize,
    /// As printed; none of counties and institutions that no group names.
    pub name: Option<&'run str>,
}

impl PeerGroupKey<'_> {
    /// Whether the plan declares it.
    fn is_declared(&self) -> bool {
        self.position != usize::MAX
    }
}

impl From<&Group> for GroupId {
    /// As figures name it.
    fn from(group: &Group) -> Self {
        match group {
            Group::Area => Self::Area,
            Group::County(code) => Self::County(code.to_string()),
            Group::Alliance(code) => Self::Alliance(code.to_string()),
            Group::Unit(code) => Self::Unit(code.to_string()),
        }
    }
}

impl PartialEq<GroupId> for Group {
    fn eq(&self, id: &GroupId) -> bool {
        match (self, id) {
            (Self::Area, GroupId::Area) => true,
            (Self::County(code), GroupId::County(named)) => code.as_str() == named,
            (Self::Alliance(code), GroupId::Alliance(named)) => code.as_str() == named,
            (Self::Unit(code), GroupId::Unit(named)) => code.as_str() == named,
            _ => false,
        }
    }
}

/// Which units count in the year up to a day, and to which groups each belongs.
#[derive(Debug, Clone)]
pub struct Grouping {
    /// Groups with their names, area first, then counties and alliances in the registry's order, then units by code.
    pub names: Vec<(Group, String)>,
    /// Units in the order of their codes.
    pub units: Vec<UnitCode>,
    /// For each unit the positions of its groups in `names`.
    pub groups_of: Vec<Vec<u32>>,
}

impl Grouping {
    /// Groups the units that are open on the registry's day or closed in its year. Units whose county is the area itself (市直) belong to no county.
    pub fn new(registry: &AsOf<'_>, area: &CountyCode, area_name: &str) -> Self {
        let mut names = vec![(Group::Area, area_name.to_owned())];
        names.extend(
            registry.counties_of(area).into_iter().map(|county| (Group::County(county.code.clone()), county.name.clone())),
        );
        names.extend(
            registry.alliances().into_iter().map(|alliance| (Group::Alliance(alliance.code.clone()), alliance.name.clone())),
        );
        let mut position: BTreeMap<Group, u32> = BTreeMap::new();
        for (index, (group, _)) in names.iter().enumerate() {
            position.insert(group.clone(), count::to_u32(index));
        }
        let mut units = Vec::new();
        let mut groups_of = Vec::new();
        for unit in registry.units_of_the_year() {
            let own = count::to_u32(names.len());
            names.push((Group::Unit(unit.code.clone()), unit.name.clone()));
            let mut groups = vec![0];
            groups.extend(position.get(&Group::County(unit.county.clone())));
            groups.extend(
                registry.alliances_of(&unit.code).iter().filter_map(|code| position.get(&Group::Alliance((*code).clone()))),
            );
            groups.push(own);
            units.push(unit.code.clone());
            groups_of.push(groups);
        }
        Self { names, units, groups_of }
    }

    /// The groups of one scope, in order, with their names.
    pub fn of_scope(&self, scope: Scope) -> impl Iterator<Item = &(Group, String)> {
        self.names.iter().filter(move |(group, _)| group.scope() == scope)
    }

    /// The units of every county and alliance, by code.
    pub fn all_members(&self) -> BTreeMap<Group, Vec<&UnitCode>> {
        let mut members: BTreeMap<Group, Vec<&UnitCode>> = BTreeMap::new();
        for (group, _) in self.names.iter().filter(|(group, _)| matches!(group, Group::County(_) | Group::Alliance(_))) {
            members.insert(group.clone(), Vec::new());
        }
        for (unit, groups) in self.units.iter().zip(&self.groups_of) {
            for &group in groups {
                if let Some(units) = members.get_mut(&self.names[count::to_usize(group)].0) {
                    units.push(unit);
                }
            }
        }
        members
    }
}
