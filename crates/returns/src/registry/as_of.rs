//! The registry on one day, and who of the year belongs to it still (docs/numbers.md rules 12 and 13).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Alliance, County, Registry, Unit};
use crate::domain::{AllianceCode, CountyCode, Form, Kind, Period, UnitCode};

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
            // A unit that has closed stays where it was on its last day.
            let Some(unit) = registry.units.get(&membership.unit).filter(|unit| is_of_the_year(unit, day)) else { continue };
            let counted_on = unit.closed.map_or(day, |closed| closed.min(day));
            if is_within(counted_on, membership.joined, membership.left) && open.contains(&membership.alliance) {
                let alliances = alliances_of.entry(&membership.unit).or_default();
                if !alliances.contains(&&membership.alliance) {
                    alliances.push(&membership.alliance);
                }
            }
        }
        Self { registry, day, alliances_of }
    }

    /// The whole registry.
    pub fn registry(&self) -> &'registry Registry {
        self.registry
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

    /// Units whose flows of the year count by the day, by code: those that are open, and those that closed since 1 January, unless a successor's
    /// return contains their figures.
    pub fn units_of_the_year(&self) -> impl Iterator<Item = &'registry Unit> {
        let contained = self.contained();
        let day = self.day;
        self.registry
            .units
            .values()
            .filter(move |unit| is_of_the_year(unit, day) && (unit.is_open(day) || !contained.contains_key(&unit.code)))
    }

    /// Units that owe a return for the quarter that ends on the day, by code: those that are open, and those that closed in it, unless a
    /// successor's return contains their figures.
    pub fn units_due(&self) -> impl Iterator<Item = &'registry Unit> {
        let quarter = Period::quarter_of(self.day);
        self.units_of_the_year().filter(move |unit| unit.is_open_within(quarter.first_day(), quarter.last_day()))
    }

    /// Whether a unit files a form for the quarter that ends on the day: of one that closed in it only flows are asked.
    pub fn owes(&self, unit: &Unit, form: &Form) -> bool {
        let flows = || form.tasks.is_none() && form.items().any(|item| item.kind == Kind::Flow);
        unit.files(form, self.day) && (unit.is_open(self.day) || flows())
    }

    /// Units that have closed by the day and whose figures stand in the return of a successor (前身数据 并入), each with it; the successor may have been
    /// taken over itself.
    pub fn contained(&self) -> BTreeMap<&'registry UnitCode, &'registry Unit> {
        self.registry.contained_on(self.day)
    }

    /// Counties whose parent is the area, in the registry's order.
    pub fn counties_of(&self, area: &CountyCode) -> Vec<&'registry County> {
        self.registry.counties.iter().filter(|county| county.parent.as_ref() == Some(area)).collect()
    }

    /// Alliances open on the day, in the registry's order.
    pub fn alliances(&self) -> Vec<&'registry Alliance> {
        self.registry.alliances.iter().filter(|alliance| is_within(self.day, alliance.opened, alliance.closed)).collect()
    }

    /// The alliances that a unit belongs to on the day, or belonged to on its last one; none for most bureaus, several for some
    /// hospitals.
    pub fn alliances_of(&self, unit: &UnitCode) -> &[&'registry AllianceCode] {
        self.alliances_of.get(unit).map_or(&[], Vec::as_slice)
    }
}

/// Whether a unit was open at any time between 1 January and the day.
fn is_of_the_year(unit: &Unit, day: Date) -> bool {
    unit.is_open_within(day.first_of_year(), day)
}

fn is_within(day: Date, from: Option<Date>, to: Option<Date>) -> bool {
    from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::Category;
    use crate::registry::{Membership, PredecessorData};

    fn unit(code: &str, opened: Option<Date>, closed: Option<Date>) -> (UnitCode, Unit) {
        let code = UnitCode::new(code);
        let new = Unit::new(code.clone(), "", Category::new("乡镇卫生院"), CountyCode::new("370811"));
        (code, Unit { opened, closed, ..new })
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
        Membership { alliance: AllianceCode::new(alliance), unit: UnitCode::new(unit), joined, left, document: None }
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
        assert_eq!(names(date(2025, 9, 30), "U3"), ["A"], "for the rest of the year a closed unit belongs where it was last");
        assert_eq!(names(date(2026, 3, 31), "U3"), [""; 0], "and then nowhere");
        let open = |day: Date| registry.as_of(day).units().map(|unit| unit.code.to_string()).collect::<Vec<_>>();
        assert_eq!(open(date(2025, 3, 31)), ["U1", "U3"]);
        assert_eq!(open(date(2025, 6, 30)), ["U1", "U2", "U3"]);
        assert_eq!(open(date(2025, 9, 30)), ["U1", "U2"]);
    }

    #[test]
    fn a_closed_unit_counts_to_the_end_of_its_year_and_is_due_for_its_last_quarter() {
        let (code, closed) = unit("U1", None, Some(date(2025, 5, 15)));
        let registry = Registry { units: BTreeMap::from([(code, closed), unit("U2", None, None)]), ..Registry::default() };
        let codes = |units: &mut dyn Iterator<Item = &Unit>| units.map(|unit| unit.code.to_string()).collect::<Vec<_>>();
        let of_the_year = |day: Date| codes(&mut registry.as_of(day).units_of_the_year());
        let due = |day: Date| codes(&mut registry.as_of(day).units_due());
        assert_eq!((of_the_year(date(2025, 6, 30)).len(), due(date(2025, 6, 30)).len()), (2, 2));
        assert_eq!((of_the_year(date(2025, 12, 31)).len(), due(date(2025, 9, 30)).len()), (2, 1));
        assert_eq!(of_the_year(date(2026, 3, 31)), ["U2"]);
    }

    #[test]
    fn a_unit_whose_figures_a_successor_contains_is_not_counted_beside_it() {
        let (code, old) = unit("U1", None, Some(date(2025, 6, 30)));
        let (new_code, new) = unit("U2", Some(date(2025, 7, 1)), None);
        let with = |data: PredecessorData| Registry {
            units: BTreeMap::from([
                (code.clone(), old.clone()),
                (new_code.clone(), Unit { predecessors: vec![code.clone()], predecessor_data: data, ..new.clone() }),
            ]),
            ..Registry::default()
        };
        let of_the_year = |data, day: Date| -> Vec<String> {
            with(data).as_of(day).units_of_the_year().map(|unit| unit.code.to_string()).collect()
        };
        assert_eq!(of_the_year(PredecessorData::Apart, date(2025, 9, 30)), ["U1", "U2"]);
        assert_eq!(of_the_year(PredecessorData::Contained, date(2025, 9, 30)), ["U2"]);
        assert_eq!(of_the_year(PredecessorData::Contained, date(2025, 6, 30)), ["U1"], "as long as it is open it files itself");
    }
}
