//! What every unit of the registry says about an item at the end of a quarter, and in a period alone (docs/numbers.md rules 13 and 14).

use std::collections::{BTreeMap, BTreeSet};

use super::entries::Entries;
use crate::audit::Accepted;
use crate::plan::Plan;
use tongbao_document::count;
use tongbao_returns::domain::{Category, Form, FormId, ItemName, Kind, Period, Reading, Return, UnitCode};
use tongbao_returns::registry::{Filers, Registry, Unit};

/// What was filed for some periods and all quarters of their years before them, by all units of the registry.
pub(super) struct Filings<'run> {
    registry: &'run Registry,
    /// By code.
    pub(super) units: Vec<&'run Unit>,
    /// Which category each unit is of, by position in the plan's list of categories; `None` if that category files nothing.
    category_of: Vec<Option<usize>>,
    carriers: BTreeMap<&'run ItemName, Carriers<'run>>,
    /// For each form of the plan whether its flows are those of the quarter alone.
    by_quarter: Vec<bool>,
    quarters: BTreeMap<Period, Quarter<'run>>,
    /// Who files for which quarter.
    pub(super) filers: Filers<'run>,
    /// What the office adds to the sums of groups.
    pub(super) entries: Entries<'run>,
}

/// Where an item stands: for each category of the plan the form and the item's position in it.
pub(super) struct Carriers<'run> {
    pub(super) kind: &'run Kind,
    by_category: Vec<Option<(usize, usize)>>,
}

/// One quarter.
struct Quarter<'run> {
    /// Form (by position in the plan) → unit (by position) → its accepted return.
    by_form: Vec<Vec<Option<&'run Return>>>,
    /// Unit → the one whose return contains its figures by the quarter's end.
    contained_in: BTreeMap<usize, usize>,
}

/// What a unit says about an item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Said<'run> {
    /// None of the unit's forms carries the item.
    NotCarried,
    /// The unit did not exist then, or is closed and has no stocks any more.
    NotThere,
    /// Due, but blank, wrong or not filed.
    Missing,
    /// 不适用.
    NotApplicable,
    Number(f64),
    Word(&'run str),
}

impl Said<'_> {
    /// What two parts of one say together: what is missing in one is missing in both, and who was not there has nothing to add.
    pub(super) fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Missing, _) | (_, Self::Missing) => Self::Missing,
            (Self::Number(one), Self::Number(other)) => Self::Number(one + other),
            (Self::NotThere | Self::NotCarried | Self::NotApplicable, Self::Number(_) | Self::Word(_))
            | (Self::NotThere | Self::NotCarried, Self::NotApplicable) => other,
            _ => self,
        }
    }

    pub(super) fn number(self) -> Option<f64> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }
}

/// How a unit stands to the end of a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    /// Not open yet, or closed before the year.
    NotThere,
    Open,
    /// Closed in the year before the quarter's end; the quarter in which it closed is the last for which it files.
    Closed(Period),
}

impl<'run> Filings<'run> {
    /// Of the periods for which tables are made, with all that their formulas may look back at.
    pub(super) fn new(plan: &'run Plan, registry: &'run Registry, accepted: &'run Accepted, periods: &[Period]) -> Self {
        let units: Vec<&Unit> = registry.units.values().collect();
        let position_of: BTreeMap<&UnitCode, usize> =
            units.iter().enumerate().map(|(position, unit)| (&unit.code, position)).collect();
        let form_of: BTreeMap<&FormId, usize> =
            plan.forms.iter().enumerate().map(|(position, form)| (&form.id, position)).collect();
        let looked_back_at = periods.iter().flat_map(|period| [*period, period.previous(), period.year_before()]);
        // A period alone is what was filed since the one before.
        let ends = looked_back_at.flat_map(|period| [period, period.previous()]);
        let mut needed: BTreeSet<Period> = ends.flat_map(Period::quarters_so_far).collect();
        // Without a gap: what was known last may stand in it.
        if let (Some(first), Some(last)) = (needed.first().copied(), needed.last().copied()) {
            needed.extend(
                std::iter::successors(Some(last), |quarter| Some(quarter.previous())).take_while(|quarter| *quarter > first),
            );
        }
        let quarter = |quarter: Period| {
            let mut by_form = vec![vec![None; units.len()]; plan.forms.len()];
            // What is empty has not been filed.
            for filed in accepted.of_period(quarter).filter(|filed| !filed.is_empty()) {
                if let (Some(&form), Some(&unit)) = (form_of.get(&filed.form), position_of.get(&filed.unit)) {
                    by_form[form][unit] = Some(filed);
                }
            }
            let contained = registry.as_of(quarter.last_day()).contained();
            let positions = contained
                .into_iter()
                .filter_map(|(unit, successor)| Some((*position_of.get(unit)?, *position_of.get(&successor.code)?)));
            (quarter, Quarter { by_form, contained_in: positions.collect() })
        };
        let by_quarter: Vec<bool> = plan.forms.iter().map(Form::is_by_quarter).collect();
        let filers = Filers::new(registry, needed.iter().copied().filter(|_| by_quarter.contains(&true)));
        let quarters = needed.into_iter().map(quarter).collect();
        let categories: Vec<&Category> = plan.categories().into_iter().collect();
        let category_of = units.iter().map(|unit| categories.binary_search(&&unit.category).ok()).collect();
        let entries = Entries::new(&accepted.adjustments().rows, &plan.area_code);
        let carriers = carriers(plan, &categories);
        Self { registry, units, category_of, carriers, by_quarter, quarters, filers, entries }
    }

    pub(super) fn registry(&self) -> &'run Registry {
        self.registry
    }

    /// Where an item stands; none if no form of the plan has it.
    pub(super) fn carriers(&self, item: &ItemName) -> Option<&Carriers<'run>> {
        self.carriers.get(item)
    }

    /// Since 1 January up to the end of a period; of what does not flow, the value at its end.
    pub(super) fn total(&self, carriers: &Carriers<'_>, unit: usize, period: Period) -> Said<'run> {
        let quarter = period.last_quarter();
        match self.presence(unit, quarter) {
            Presence::NotThere => Said::NotThere,
            Presence::Open => self.filed(carriers, unit, quarter),
            Presence::Closed(_) if *carriers.kind != Kind::Flow => Said::NotThere,
            Presence::Closed(last) => self.last_filed(carriers, unit, last).map_or(Said::Missing, |(said, _)| said),
        }
    }

    /// In a period alone: what was filed for its quarters, or what its last filing says more than the one before it, and more than those that it
    /// has taken over since.
    pub(super) fn own(&self, carriers: &Carriers<'_>, unit: usize, period: Period) -> Said<'run> {
        if *carriers.kind != Kind::Flow || period.opens_the_year() {
            return self.total(carriers, unit, period);
        }
        // Without the last return nothing is known of the time up to the closing.
        let last = match self.presence(unit, period.last_quarter()) {
            Presence::NotThere => return Said::NotThere,
            Presence::Open => period.last_quarter(),
            Presence::Closed(last) if last.last_day() < period.first_day() => return Said::NotThere,
            Presence::Closed(last) => last,
        };
        if self.is_by_quarter(carriers, unit) {
            return self.added_up(carriers, unit, &period.quarters().collect::<Vec<_>>());
        }
        self.since(carriers, unit, (period.previous(), period), self.filed(carriers, unit, last))
    }

    /// What a total since 1 January says of the time since the end of an earlier period: without what the unit had by then, and what those had
    /// that it has taken over between the ends of the two.
    pub(super) fn since(
        &self,
        carriers: &Carriers<'_>,
        unit: usize,
        (before, now): (Period, Period),
        total: Said<'run>,
    ) -> Said<'run> {
        let Said::Number(mut own) = total else { return total };
        for part in std::iter::once(unit).chain(self.taken_over_since(unit, before, now)) {
            match self.total(carriers, part, before) {
                Said::Number(earlier) => own -= earlier,
                Said::NotThere | Said::NotCarried | Said::NotApplicable => {}
                Said::Missing | Said::Word(_) => return Said::Missing,
            }
        }
        Said::Number(own)
    }

    /// The value of the period, or the last one known before it; of what flows a quarter's worth. What it has taken over since then, and
    /// what it came from if it was never known, belongs to it as that was when last known; of what several have come from each has its part.
    pub(super) fn last_known(&self, carriers: &Carriers<'_>, unit: usize, period: Period) -> Option<f64> {
        // Of a closed one its own time tells.
        let was_there = |quarter: &&Period| !self.units[unit].has_closed_before(quarter.first_day());
        let quarters = self.quarters.keys().rev().filter(|quarter| quarter.last_day() <= period.last_day()).filter(was_there);
        let known = |quarter: &Period| match self.filed(carriers, unit, *quarter) {
            Said::Number(number) if *carriers.kind == Kind::Flow => {
                Some((*quarter, number * 3.0 / f64::from(quarter.last_month())))
            }
            Said::Number(number) => Some((*quarter, number)),
            // Of a year with a gap its quarter tells.
            Said::Missing => self.written(carriers, unit, *quarter).number().map(|number| (*quarter, number)),
            _ => None,
        };
        let own = quarters.into_iter().find_map(known);
        let is_in_it = |predecessor: &Unit| own.is_some_and(|(quarter, _)| predecessor.has_closed_before(quarter.last_day()));
        let predecessors = self.units[unit].predecessors.iter().filter_map(|code| self.position(code));
        let gone = predecessors.filter(|predecessor| {
            let predecessor = self.units[*predecessor];
            predecessor.has_closed_before(period.last_day()) && !is_in_it(predecessor)
        });
        let theirs = gone.filter_map(|predecessor| {
            let code = &self.units[predecessor].code;
            let heirs = self.units.iter().filter(|unit| unit.predecessors.contains(code)).count();
            Some(self.last_known(carriers, predecessor, period)? / count::to_f64(heirs.max(1)))
        });
        own.map(|(_, own)| own).into_iter().chain(theirs).reduce(|one, other| one + other)
    }

    /// Whether anything at all was filed for a quarter.
    pub(super) fn was_reported(&self, quarter: Period) -> bool {
        self.quarters.get(&quarter).is_some_and(|known| known.by_form.iter().flatten().any(Option::is_some))
    }

    /// Whether anybody had said anything of an item by the end of a period.
    pub(super) fn was_said(&self, carriers: &Carriers<'_>, period: Period) -> bool {
        let mut quarters = self.quarters().filter(|quarter| quarter.last_day() <= period.last_day());
        let has_said =
            |quarter: Period, unit: usize| !matches!(self.written(carriers, unit, quarter), Said::Missing | Said::NotCarried);
        quarters.any(|quarter| (0..self.units.len()).any(|unit| has_said(quarter, unit)))
    }

    /// The quarters that are known, in the order of time.
    pub(super) fn quarters(&self) -> impl DoubleEndedIterator<Item = Period> {
        self.quarters.keys().copied()
    }

    /// Where a unit stands among them.
    pub(super) fn position(&self, code: &UnitCode) -> Option<usize> {
        self.units.binary_search_by(|known| known.code.cmp(code)).ok()
    }

    /// Whether a closed unit stands in the totals of a period with an older return than that of the quarter in which it closed.
    pub(super) fn stands_with_an_older_return(&self, carriers: &Carriers<'_>, unit: usize, period: Period) -> bool {
        match self.presence(unit, period.last_quarter()) {
            Presence::Closed(last) if *carriers.kind == Kind::Flow => {
                self.last_filed(carriers, unit, last).is_some_and(|(_, quarter)| quarter != last)
            }
            _ => false,
        }
    }

    /// Whether a unit counts for itself at the end of a period: it is open then or closed in the year, and in no successor's return.
    pub(super) fn counts_for_itself(&self, unit: usize, period: Period) -> bool {
        let quarter = period.last_quarter();
        let is_contained = || {
            self.quarters.get(&quarter).is_some_and(|known| known.contained_in.contains_key(&unit))
                && self.presence(unit, quarter) != Presence::Open
        };
        self.presence(unit, quarter) != Presence::NotThere && !is_contained()
    }

    /// The units whose figures a return has contained since the end of an earlier period, those that these had contained included.
    pub(super) fn taken_over_since(&self, unit: usize, before: Period, period: Period) -> Vec<usize> {
        let (Some(then), Some(now)) = (self.quarters.get(&before.last_quarter()), self.quarters.get(&period.last_quarter()))
        else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut open = vec![unit];
        while let Some(successor) = open.pop() {
            for (&taken, _) in now.contained_in.iter().filter(|(_, known)| **known == successor) {
                if !then.contained_in.contains_key(&taken) && !found.contains(&taken) {
                    found.push(taken);
                    open.push(taken);
                }
            }
        }
        found
    }

    /// The last return of a closed unit in the year, that of the quarter in which it closed or an older one.
    fn last_filed(&self, carriers: &Carriers<'_>, unit: usize, closing: Period) -> Option<(Said<'run>, Period)> {
        if !self.carries(carriers, unit) {
            return Some((Said::NotCarried, closing));
        }
        let last = closing.quarters_so_far().rfind(|quarter| self.has_return(carriers, unit, *quarter))?;
        Some((self.filed(carriers, unit, last), last))
    }

    /// What a unit has said by the end of a quarter: of what flows since 1 January, whatever its form asks for (docs/numbers.md rule 14).
    pub(super) fn filed(&self, carriers: &Carriers<'_>, unit: usize, quarter: Period) -> Said<'run> {
        if !self.is_by_quarter(carriers, unit) {
            return self.written(carriers, unit, quarter);
        }
        // By then it has said nothing of the year so far, whatever it said before.
        if !self.has_return(carriers, unit, quarter) {
            return Said::Missing;
        }
        self.added_up(carriers, unit, &quarter.quarters_so_far().collect::<Vec<_>>())
    }

    /// What stands in a unit's return for a quarter.
    pub(super) fn written(&self, carriers: &Carriers<'_>, unit: usize, quarter: Period) -> Said<'run> {
        let Some((form, item)) = self.place(carriers, unit) else { return Said::NotCarried };
        let filed = self.quarters.get(&quarter).and_then(|known| known.by_form[form][unit]);
        match filed.and_then(|filed| filed.facts.get(item)).map_or(&Reading::Blank, |fact| &fact.reading) {
            Reading::NotApplicable => Said::NotApplicable,
            Reading::Blank => Said::Missing,
            Reading::Number(number) => Said::Number(*number),
            Reading::Text(word) => Said::Word(word),
        }
    }

    /// Whether a unit's return on the form that asks for an item is there.
    fn has_return(&self, carriers: &Carriers<'_>, unit: usize, quarter: Period) -> bool {
        let known = self.place(carriers, unit).zip(self.quarters.get(&quarter));
        known.is_some_and(|((form, _), known)| known.by_form[form][unit].is_some())
    }

    /// Whether an item flows and a unit files it for the quarter alone.
    pub(super) fn is_by_quarter(&self, carriers: &Carriers<'_>, unit: usize) -> bool {
        *carriers.kind == Kind::Flow && self.place(carriers, unit).is_some_and(|(form, _)| self.by_quarter[form])
    }

    /// Whether any form asks a unit for an item.
    pub(super) fn carries(&self, carriers: &Carriers<'_>, unit: usize) -> bool {
        self.place(carriers, unit).is_some()
    }

    fn place(&self, carriers: &Carriers<'_>, unit: usize) -> Option<(usize, usize)> {
        self.category_of[unit].and_then(|category| carriers.by_category[category])
    }

    fn presence(&self, unit: usize, quarter: Period) -> Presence {
        let unit = self.units[unit];
        if !unit.is_open_within(quarter.whole_year().first_day(), quarter.last_day()) {
            return Presence::NotThere;
        }
        match unit.closed.filter(|closed| *closed < quarter.last_day()) {
            Some(closed) => Presence::Closed(Period::quarter_of(closed)),
            None => Presence::Open,
        }
    }
}

fn carriers<'run>(plan: &'run Plan, categories: &[&Category]) -> BTreeMap<&'run ItemName, Carriers<'run>> {
    let mut carriers: BTreeMap<&ItemName, Carriers<'_>> = BTreeMap::new();
    for (form_position, form) in plan.forms.iter().enumerate() {
        let filed_by: Vec<usize> = form.filed_by.iter().filter_map(|category| categories.binary_search(&category).ok()).collect();
        for (item_position, item) in form.items().enumerate() {
            let carrier = carriers
                .entry(&item.name)
                .or_insert_with(|| Carriers { kind: &item.kind, by_category: vec![None; categories.len()] });
            for &category in &filed_by {
                carrier.by_category[category] = Some((form_position, item_position));
            }
        }
    }
    carriers
}
