//! What a unit has filed of what flows, since 1 January or of a quarter alone, whichever of the two its form asks for (docs/numbers.md rule
//! 14): the other one is worked out from the returns of the year.
//!
//! A quarter without a return, or with a blank, leaves the year so far unknown. 不适用 adds nothing; who says so throughout has none.

use super::Accepted;
use tongbao_returns::domain::{FlowBasis, Form, FormId, ItemName, Kind, Period, Reading, Return};
use tongbao_returns::registry::{Filers, Registry, Unit};

/// The returns of the units of a registry.
pub(super) struct Spans<'run> {
    accepted: &'run Accepted,
    forms: Vec<&'run Form>,
    filers: Filers<'run>,
}

impl<'run> Spans<'run> {
    /// To be asked now and then.
    pub(super) fn new(accepted: &'run Accepted, forms: impl IntoIterator<Item = &'run Form>, registry: &'run Registry) -> Self {
        Self { accepted, forms: forms.into_iter().collect(), filers: Filers::new(registry, []) }
    }

    /// To be asked of many units about a period and those before it.
    pub(super) fn about(self, registry: &'run Registry, period: Period) -> Self {
        let is_asked = self.forms.iter().any(|form| form.is_by_quarter());
        let quarters = period.year_before().whole_year().quarters().chain(period.quarters_so_far()).filter(|_| is_asked);
        Self { filers: Filers::new(registry, quarters), ..self }
    }

    /// What a unit has filed of an item by the end of a quarter; blank where that is not known, or no form of its kind asks for it.
    pub(super) fn reading(&self, unit: &'run Unit, item: &ItemName, quarter: Period, basis: FlowBasis) -> Reading {
        match basis {
            FlowBasis::YearToDate => self.since_january(unit, item, quarter),
            FlowBasis::Quarter => self.of_quarter(unit, item, quarter),
        }
    }

    /// Since 1 January, of a unit that has closed up to its last return; of what does not flow as filed.
    pub(super) fn since_january(&self, unit: &'run Unit, item: &ItemName, quarter: Period) -> Reading {
        let Some((form, position)) = self.place(unit, item) else { return Reading::Blank };
        let Some(last) = self.accepted.standing(quarter, unit, &form.id) else { return Reading::Blank };
        if !is_added_up(form, position) {
            return last.facts.get(position).map_or(Reading::Blank, |fact| fact.reading.clone());
        }
        let quarters: Vec<Period> = last.period.quarters_so_far().collect();
        let mut sum = Sum::default();
        for (filer, quarters) in self.behind(unit, item, &quarters) {
            match (self.place(filer, item), quarters.last()) {
                (Some((form, position)), _) if is_added_up(form, position) => {
                    for quarter in &quarters {
                        sum.add(&self.written(filer, form, position, *quarter));
                    }
                }
                (Some(_), Some(last)) => sum.add(&self.since_january(filer, item, *last)),
                _ => {}
            }
        }
        sum.reading()
    }

    /// Of a quarter alone: as filed, or what the filing since 1 January is more than the one before it, and than those that it contains since.
    fn of_quarter(&self, unit: &'run Unit, item: &ItemName, quarter: Period) -> Reading {
        let Some((form, position)) = self.place(unit, item) else { return Reading::Blank };
        let filed = self.written(unit, form, position, quarter);
        let flows = form.item(position).is_some_and(|item| item.kind == Kind::Flow);
        if !flows || form.is_by_quarter() || quarter.opens_the_year() {
            return filed;
        }
        let Some(mut own) = filed.number() else { return filed };
        let before = quarter.previous();
        for (filer, _) in self.filers.behind(unit, &[before, quarter]).into_iter().filter(|(_, filed)| filed.contains(&before)) {
            match self.since_january(filer, item, before) {
                Reading::Number(earlier) => own -= earlier,
                Reading::NotApplicable => {}
                Reading::Blank | Reading::Text(_) => return Reading::Blank,
            }
        }
        Reading::Number(own)
    }

    /// What is missing of a flow of a form by the quarter, so that its year so far is not known at the end of a quarter of which the unit's own
    /// return is there: in the order of the units behind it.
    pub(super) fn gaps(&self, unit: &'run Unit, item: &ItemName, quarter: Period) -> Vec<Gap<'run>> {
        let quarters: Vec<Period> = quarter.quarters_so_far().collect();
        let mut gaps = Vec::new();
        for (filer, mut quarters) in self.behind(unit, item, &quarters) {
            let Some((form, position)) = self.place(filer, item) else { continue };
            if !is_added_up(form, position) {
                // Its last return says all of the year.
                quarters = quarters.pop().into_iter().collect();
            }
            quarters.retain(|earlier| (&filer.code, *earlier) != (&unit.code, quarter));
            let asked = quarters.into_iter().filter(|quarter| self.written(filer, form, position, *quarter) == Reading::Blank);
            gaps.extend(asked.map(|quarter| {
                let filed = self.accepted.find(quarter, &filer.code, &form.id).filter(|filed| !filed.is_empty());
                Gap { filer, quarter, form: &form.id, blank: filed.map(|filed| (filed, position)) }
            }));
        }
        gaps
    }

    /// Whose returns say what flowed with a unit.
    fn behind(&self, unit: &'run Unit, item: &ItemName, quarters: &[Period]) -> Vec<(&'run Unit, Vec<Period>)> {
        self.filers.behind_some(unit, quarters, |filer| self.place(filer, item).is_none_or(|(form, _)| form.is_by_quarter()))
    }

    fn written(&self, unit: &Unit, form: &Form, position: usize, quarter: Period) -> Reading {
        let filed = self.accepted.find(quarter, &unit.code, &form.id);
        filed.and_then(|filed| filed.facts.get(position)).map_or(Reading::Blank, |fact| fact.reading.clone())
    }

    /// The form on which a unit files an item, and the item's position there.
    fn place(&self, unit: &Unit, item: &ItemName) -> Option<(&'run Form, usize)> {
        let mut of_unit = self.forms.iter().copied().filter(|form| form.is_filed_by(&unit.category));
        of_unit.find_map(|form| Some((form, form.items().position(|known| known.name == *item)?)))
    }
}

/// A quarter of which nothing is known.
pub(super) struct Gap<'run> {
    /// Who should have filed.
    pub(super) filer: &'run Unit,
    /// For which quarter.
    pub(super) quarter: Period,
    /// On which form.
    pub(super) form: &'run FormId,
    /// The return that leaves it blank, and where; none if no return counts.
    pub(super) blank: Option<(&'run Return, usize)>,
}

/// Whether the year so far is the sum of what the quarters' returns say.
fn is_added_up(form: &Form, position: usize) -> bool {
    form.is_by_quarter() && form.item(position).is_some_and(|item| item.kind == Kind::Flow)
}

/// Readings that are added up.
#[derive(Default)]
struct Sum {
    number: Option<f64>,
    is_not_applicable: bool,
    is_blank: bool,
}

impl Sum {
    fn add(&mut self, reading: &Reading) {
        match reading {
            Reading::Number(number) => *self.number.get_or_insert(0.0) += *number,
            Reading::NotApplicable => self.is_not_applicable = true,
            Reading::Blank | Reading::Text(_) => self.is_blank = true,
        }
    }

    fn reading(self) -> Reading {
        match self.number {
            _ if self.is_blank => Reading::Blank,
            Some(number) => Reading::Number(number),
            None if self.is_not_applicable => Reading::NotApplicable,
            None => Reading::Blank,
        }
    }
}
