//! Who files for which quarter: whose returns say together what flowed with a unit (docs/numbers.md rules 13 and 14).
//!
//! What is filed by the quarter is added up over these. A unit files for every quarter in which it was open; one that has closed in a
//! quarter, and whose figures its successor's return contains by the end of it, does not, for they stand there.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Registry, Unit};
use crate::domain::{Period, UnitCode};

/// Those whose figures stand in a successor's return, each with it.
type Contained<'registry> = BTreeMap<&'registry UnitCode, &'registry Unit>;

/// Who files for some quarters.
#[derive(Debug, Clone)]
pub struct Filers<'registry> {
    registry: &'registry Registry,
    contained: BTreeMap<Period, Contained<'registry>>,
}

impl<'registry> Filers<'registry> {
    /// Of a registry, with some quarters that will be asked about; others are looked up when they are.
    pub fn new(registry: &'registry Registry, quarters: impl IntoIterator<Item = Period>) -> Self {
        let contained = quarters.into_iter().map(|quarter| (quarter, registry.contained_on(quarter.last_day()))).collect();
        Self { registry, contained }
    }

    /// Whether a unit files for a quarter itself.
    pub fn files(&self, unit: &Unit, quarter: Period) -> bool {
        unit.is_open_within(quarter.first_day(), quarter.last_day()) && !self.contained(quarter).contains_key(&unit.code)
    }

    /// Whose returns for which of some quarters say what flowed with a unit in these by the end of the last: the unit's own, and those of the
    /// units that its figures contain by then, as long as they filed themselves. Quarters are in the order of time; who files for none of
    /// them is left out.
    pub fn behind(&self, unit: &'registry Unit, quarters: &[Period]) -> Vec<(&'registry Unit, Vec<Period>)> {
        let Some(last) = quarters.last() else { return Vec::new() };
        let contained = self.contained(*last);
        let mut units = vec![unit];
        let mut next = 0;
        while let Some(successor) = units.get(next).filter(|_| !contained.is_empty()).copied() {
            let is_in_it = |(_, heir): &(&&UnitCode, &&Unit)| heir.code == successor.code;
            let inside = contained.iter().filter(is_in_it).filter_map(|(code, _)| self.registry.units.get(*code));
            let new: Vec<&Unit> = inside.filter(|inside| units.iter().all(|known| known.code != inside.code)).collect();
            units.extend(new);
            next += 1;
        }
        let of_unit = |unit: &'registry Unit| {
            let own: Vec<Period> = quarters.iter().copied().filter(|quarter| self.files(unit, *quarter)).collect();
            (!own.is_empty()).then_some((unit, own))
        };
        units.into_iter().filter_map(of_unit).collect()
    }

    /// The same, where the last return of some says all that flowed since 1 January: whom such a one contained by then is left out.
    pub fn behind_some(
        &self,
        unit: &'registry Unit,
        quarters: &[Period],
        is_by_quarter: impl Fn(&Unit) -> bool,
    ) -> Vec<(&'registry Unit, Vec<Period>)> {
        let mut behind = self.behind(unit, quarters);
        let says_all = behind.iter().filter(|(filer, _)| !is_by_quarter(filer));
        let says_all: Vec<(&Unit, Period)> = says_all.filter_map(|(filer, filed)| Some((*filer, *filed.last()?))).collect();
        behind.retain(|(filer, _)| !says_all.iter().any(|(heir, until)| self.stands_in(filer, heir, *until)));
        behind
    }

    /// Whether the figures of a unit stand in another's return by the end of a quarter.
    fn stands_in(&self, unit: &Unit, other: &Unit, quarter: Period) -> bool {
        let contained = self.contained(quarter);
        let heirs = std::iter::successors(contained.get(&unit.code), |heir| contained.get(&heir.code));
        // Nobody stands in itself, however the registry is written.
        heirs.take(contained.len()).any(|heir| heir.code == other.code)
    }

    fn contained(&self, quarter: Period) -> Cow<'_, Contained<'registry>> {
        match self.contained.get(&quarter) {
            Some(known) => Cow::Borrowed(known),
            None => Cow::Owned(self.registry.contained_on(quarter.last_day())),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::*;
    use crate::domain::{Category, CountyCode};
    use crate::registry::PredecessorData;

    fn unit(code: &str, opened: Option<Date>, closed: Option<Date>, from: &[&str]) -> Unit {
        let predecessors = from.iter().map(|code| UnitCode::new(*code)).collect();
        let predecessor_data = PredecessorData::Contained;
        let new = Unit::new(UnitCode::new(code), code, Category::new("医院"), CountyCode::new("1"));
        Unit { opened, closed, predecessors, predecessor_data, ..new }
    }

    fn registry(units: impl IntoIterator<Item = Unit>) -> Registry {
        Registry { units: units.into_iter().map(|unit| (unit.code.clone(), unit)).collect(), ..Registry::default() }
    }

    /// Whose returns for which quarters stand behind the year of a unit up to a quarter: `A Q1 Q2, B Q3`.
    fn behind(registry: &Registry, code: &str, until: &str) -> String {
        let until: Period = until.parse().unwrap();
        let quarters: Vec<Period> = until.quarters_so_far().collect();
        let filers = Filers::new(registry, quarters.iter().take(1).copied());
        let told = |(unit, quarters): (&Unit, Vec<Period>)| {
            let quarters: Vec<String> = quarters.iter().map(|quarter| format!("Q{}", quarter.last_month() / 3)).collect();
            format!("{} {}", unit.code, quarters.join(" "))
        };
        filers.behind(&registry.units[&UnitCode::new(code)], &quarters).into_iter().map(told).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn a_unit_files_from_its_opening_to_its_closing() {
        let registry = registry([
            unit("A", None, None, &[]),
            unit("B", Some(date(2025, 5, 6)), None, &[]),
            unit("C", None, Some(date(2025, 8, 15)), &[]),
            unit("D", None, Some(date(2025, 6, 30)), &[]),
        ]);
        assert_eq!(behind(&registry, "A", "2025Q3"), "A Q1 Q2 Q3");
        assert_eq!(behind(&registry, "B", "2025Q3"), "B Q2 Q3");
        assert_eq!(behind(&registry, "C", "2025Q4"), "C Q1 Q2 Q3");
        assert_eq!(behind(&registry, "D", "2025Q3"), "D Q1 Q2", "its last day is the quarter's");
        assert_eq!(behind(&registry, "B", "2025Q1"), "");
    }

    #[test]
    fn what_a_successor_contains_was_filed_by_its_predecessors_before() {
        // A and B become part of C on 15 August and 30 June.
        let registry = registry([
            unit("A", None, Some(date(2025, 8, 15)), &[]),
            unit("B", None, Some(date(2025, 6, 30)), &[]),
            unit("C", Some(date(2025, 7, 1)), None, &["A", "B"]),
        ]);
        assert_eq!(
            behind(&registry, "C", "2025Q3"),
            "C Q3, A Q1 Q2, B Q1 Q2",
            "the third quarter of A stands in the return of C"
        );
        assert_eq!(behind(&registry, "A", "2025Q2"), "A Q1 Q2");
        // C becomes part of D in its turn.
        let mut twice = registry.clone();
        twice.units.get_mut(&UnitCode::new("C")).unwrap().closed = Some(date(2025, 9, 30));
        twice.units.insert(UnitCode::new("D"), unit("D", None, None, &["C"]));
        assert_eq!(behind(&twice, "D", "2025Q4"), "D Q1 Q2 Q3 Q4, C Q3, A Q1 Q2, B Q1 Q2");
        // If C files since 1 January, its last return says what A and B had filed.
        let filers = Filers::new(&twice, []);
        let quarters: Vec<Period> = "2025Q4".parse::<Period>().unwrap().quarters_so_far().collect();
        let behind = filers.behind_some(&twice.units[&UnitCode::new("D")], &quarters, |unit| unit.code.as_str() != "C");
        assert_eq!(behind.iter().map(|(unit, _)| unit.code.as_str()).collect::<Vec<_>>(), ["D", "C"]);
    }
}
