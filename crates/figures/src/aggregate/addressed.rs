//! What targets may ask of a group: gathered from the registry and from the plan's peer groups.

use super::group::Group;
use crate::plan::{Addressee, CountyNames, Plan};
use tongbao_returns::domain::CountyCode;
use tongbao_returns::registry::{Registry, Unit};

/// A group as targets see it; none of an alliance or a unit that the registry does not know.
pub fn addressee_of(group: &Group, plan: &Plan, registry: &Registry) -> Option<Addressee> {
    let peer_group = group.declared_peers(plan, registry).map(|(_, peers)| peers.name.clone());
    Some(match group {
        Group::Area => Addressee::Area,
        Group::County(code) => Addressee::County { county: called(code, registry), peer_group },
        Group::Alliance(code) => {
            let alliance = registry.alliance(code)?;
            let (name, kind) = (alliance.name.clone(), alliance.kind.clone());
            Addressee::Alliance { code: code.clone(), name, kind, peer_group }
        }
        Group::Unit(code) => of_unit(registry.units.get(code)?, peer_group, registry),
    })
}

fn of_unit(unit: &Unit, peer_group: Option<String>, registry: &Registry) -> Addressee {
    Addressee::Unit {
        code: unit.code.clone(),
        names: std::iter::once(&unit.name).chain(&unit.aliases).cloned().collect(),
        category: unit.category.clone(),
        grade: unit.grade.clone(),
        county: called(&unit.county, registry),
        peer_group,
    }
}

fn called(code: &CountyCode, registry: &Registry) -> CountyNames {
    let names = registry.county(code).map(|county| vec![county.name.clone(), county.short_name.clone()]);
    CountyNames { code: code.clone(), names: names.unwrap_or_default() }
}
