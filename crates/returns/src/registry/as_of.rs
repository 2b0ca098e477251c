//! The registry on one day (docs/numbers.md rule 12).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Alliance, County, Registry, Unit};
use crate::domain::{AllianceCode, CountyCode, UnitCode};

/// Who is open and who belongs where, on one day.
#[derive(Debug, Clone)]
pub struct AsOf<'registry> {
    registry: &'registry Registry,
    day: Date,
    alliances_of: BTreeMap<&'registry UnitCode, Vec<&'registry AllianceCode>>,
}

impl<'registry> AsOf<'registry> {
    pub(super) fn new(registry: &'registry Registry, day: Date) -> Self {
        let open: BTreeSet<_> = registry
            .alliances
            .iter()
            .filter(|alliance| is_within(day, alliance.opened, alliance.closed))
            .map(|a| &a.code)
            .collect();
        let mut alliances_of: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for membership in &registry.memberships {
            let is_member = is_within(day, membership.joined, membership.left) && open.contains(&membership.alliance);
            let is_open = registry.units.get(&membership.unit).is_some_and(|unit| unit.is_open(day));
            if is_member && is_open {
                let alliances = alliances_of.entry(&membership.unit).or_default();
                if !alliances.contains(&&membership.alliance) {
                    alliances.push(&membership.alliance);
                }
            }
        }
        Self { registry, day, alliances_of }
    }

    /// The day.
    pub fn day(&self) -> Date {
        self.day
    }

    /// Units open on the day, by code.
    pub fn units(&self) -> impl Iterator<Item = &'registry Unit> {
        let day = self.day;
        self.registry.units.values().filter(move |unit| unit.is_open(day))
    }

    /// Counties whose parent is the area, in the registry's order.
    pub fn counties_of(&self, area: &CountyCode) -> Vec<&'registry County> {
        self.registry.counties.iter().filter(|county| county.parent.as_ref() == Some(area)).collect()
    }

    /// Alliances open on the day, in the registry's order.
    pub fn alliances(&self) -> Vec<&'registry Alliance> {
        self.registry.alliances.iter().filter(|alliance| is_within(self.day, alliance.opened, alliance.closed)).collect()
    }

    /// The alliances that a unit belongs to on the day; none for most bureaus, several for some hospitals.
    pub fn alliances_of(&self, unit: &UnitCode) -> &[&'registry AllianceCode] {
        self.alliances_of.get(unit).map_or(&[], Vec::as_slice)
    }
}

fn is_within(day: Date, from: Option<Date>, to: Option<Date>) -> bool {
    from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::Category;
    use crate::registry::Membership;

    fn unit(code: &str, opened: Option<Date>, closed: Option<Date>) -> (UnitCode, Unit) {
        let code = UnitCode::new(code);
        let unit = Unit {
            code: code.clone(),
            name: String::new(),
            aliases: Vec::new(),
            category: Category::new("乡镇卫生院"),
            grade: None,
            county: CountyCode::new("370811"),
            contact: None,
            phone: None,
            proxy: None,
            opened,
            closed,
            predecessor: None,
        };
        (code, unit)
    }

    fn alliance(code: &str) -> Alliance {
        Alliance {
            code: AllianceCode::new(code),
            name: code.to_owned(),
            kind: "紧密型县域医共体".to_owned(),
            lead: None,
            opened: None,
            closed: None,
        }
    }

    fn member(alliance: &str, unit: &str, joined: Option<Date>, left: Option<Date>) -> Membership {
        Membership { alliance: AllianceCode::new(alliance), unit: UnitCode::new(unit), joined, left }
    }

    #[test]
    fn a_unit_that_moves_belongs_to_where_it_was_on_the_day() {
        let registry = Registry {
            units: BTreeMap::from([
                unit("U1", None, None),
                unit("U2", Some(date(2025, 4, 1)), None),
                unit("U3", None, Some(date(2025, 6, 30))),
            ]),
            counties: Vec::new(),
            alliances: vec![alliance("A"), alliance("B")],
            memberships: vec![
                member("A", "U1", None, Some(date(2025, 6, 30))),
                member("B", "U1", Some(date(2025, 7, 1)), None),
                member("A", "U3", None, None),
                member("A", "U2", None, None),
                member("B", "U2", None, None),
            ],
        };
        let names = |day: Date, code: &str| -> Vec<String> {
            registry.as_of(day).alliances_of(&UnitCode::new(code)).iter().map(ToString::to_string).collect()
        };
        assert_eq!(names(date(2025, 6, 30), "U1"), ["A"]);
        assert_eq!(names(date(2025, 9, 30), "U1"), ["B"]);
        assert_eq!(names(date(2025, 9, 30), "U2"), ["A", "B"]);
        assert_eq!(names(date(2025, 9, 30), "U3"), [""; 0], "a closed unit belongs nowhere");
        let open = |day: Date| registry.as_of(day).units().map(|unit| unit.code.to_string()).collect::<Vec<_>>();
        assert_eq!(open(date(2025, 3, 31)), ["U1", "U3"]);
        assert_eq!(open(date(2025, 6, 30)), ["U1", "U2", "U3"]);
        assert_eq!(open(date(2025, 9, 30)), ["U1", "U2"]);
    }
}
