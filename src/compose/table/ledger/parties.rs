//! Those who answer for a task, each for itself, by name.

use crate::compose::material::Material;
use tongbao_figures::audit::Party;

/// The name of a unit, or of a county.
pub(super) fn party_name(material: &Material<'_>, party: &Party) -> String {
    match party {
        Party::Unit(unit) => material.unit_name(unit),
        Party::County(county, _) => material.county_name(county),
    }
}
