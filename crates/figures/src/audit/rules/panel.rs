//! What the units that owe a form said, column by column, in a period and before: what rules look at.

use std::collections::BTreeMap;

use polars::prelude::{Column as FrameColumn, PolarsResult};

use crate::audit::spans::Spans;
use crate::audit::{Accepted, inherited};
use crate::plan::{Formula, FormulaItem, Lag, MEMBER_COUNT, Plan, Variable};
use tongbao_document::count;
use tongbao_returns::domain::{
    FlowBasis, Form, FormId, Item, ItemName, Kind, Period, Place, Reading, Return, UnitAttribute, UnitCode,
};
use tongbao_returns::registry::{AsOf, PredecessorData, Registry, Unit};

/// What a unit says in one column.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said<'run> {
    /// A number.
    Number(f64),
    /// Words.
    Word(&'run str),
    /// 不适用, or the unit did not exist then.
    NotApplicable,
    /// Blank, wrong, or not filed.
    Missing,
}

impl Said<'_> {
    pub(super) fn is_value(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Word(_))
    }

    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Word(_) | Self::NotApplicable | Self::Missing => None,
        }
    }
}

/// One column over the rows of a panel.
#[derive(Debug)]
pub(super) struct Column<'run> {
    pub(super) said: Vec<Said<'run>>,
    pub(super) is_text: bool,
}

/// The units concerned by a form's rules, in the order of their codes.
pub(super) struct Panel<'run> {
    pub(super) form: &'run Form,
    pub(super) period: Period,
    pub(super) rows: Vec<Row<'run>>,
    filings: &'run Filings<'run>,
    as_of: Option<&'run AsOf<'run>>,
    /// Unit → the units of the alliances that it leads; empty without a registry.
    members: BTreeMap<&'run UnitCode, Vec<&'run Unit>>,
}

/// One unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'run> {
    pub(super) code: &'run UnitCode,
    /// Its entry in the registry; `None` without a registry.
    pub(super) unit: Option<&'run Unit>,
    /// Its return on the panel's form.
    pub(super) filed: Option<&'run Return>,
}

/// The returns of a period and of those it is compared with, by unit and form, and where each item stands.
pub(super) struct Filings<'run> {
    accepted: &'run Accepted,
    forms: &'run [Form],
    period: Period,
    /// What flows as other forms have it; none without a registry.
    spans: Option<Spans<'run>>,
    /// Item → the forms that carry it, with its position there.
    carriers: BTreeMap<&'run ItemName, Vec<(&'run Form, usize, &'run Item)>>,
}

impl<'run> Filings<'run> {
    pub(super) fn new(plan: &'run Plan, registry: Option<&'run Registry>, accepted: &'run Accepted, period: Period) -> Self {
        let mut carriers: BTreeMap<&ItemName, Vec<_>> = BTreeMap::new();
        for form in &plan.forms {
            for (position, item) in form.items().enumerate() {
                carriers.entry(&item.name).or_default().push((form, position, item));
            }
        }
        let spans = registry.map(|registry| Spans::new(accepted, &plan.forms, registry).about(registry, period));
        Self { accepted, forms: &plan.forms, period, spans, carriers }
    }

    /// The item of a name, as any form has it.
    pub(super) fn item(&self, name: &ItemName) -> Option<&'run Item> {
        self.carriers.get(name)?.first().map(|(_, _, item)| *item)
    }

    fn period_of(&self, lag: Lag) -> Period {
        // A pack's check keeps means out of rules.
        lag.read_for(self.period)
    }

    /// Of the period itself whatever arrived is judged; history is what was accepted.
    fn filed(&self, lag: Lag, unit: &UnitCode, form: &FormId) -> Option<&'run Return> {
        let period = self.period_of(lag);
        if lag == Lag::None { self.accepted.find_arrived(period, unit, form) } else { self.accepted.find(period, unit, form) }
    }

    /// A unit's return that holds an item, with its form and the item's position there.
    fn source(&self, row: Row<'run>, item: &FormulaItem) -> Option<(&'run Return, &'run Form, usize)> {
        let carriers = self.carriers.get(&item.name)?;
        let is_possible = |form: &Form| row.unit.is_none_or(|unit| form.is_filed_by(&unit.category));
        carriers.iter().filter(|(form, ..)| is_possible(form)).find_map(|(form, position, _)| {
            let same = row.filed.filter(|filed| item.lag == Lag::None && filed.form == form.id);
            Some((same.or_else(|| self.filed(item.lag, row.code, &form.id))?, *form, *position))
        })
    }

    /// The value of a cell and where it stands. A rule speaks of flows as its own form does: since 1 January, or of the quarter alone; what a form
    /// has the other way is worked out, and stands in no one cell.
    pub(super) fn reading(
        &self,
        row: Row<'run>,
        item: &FormulaItem,
        basis: FlowBasis,
    ) -> (Said<'run>, Option<(&'run Return, Place)>) {
        let Some((filed, form, position)) = self.source(row, item) else { return (Said::Missing, None) };
        // Of the end of last year what flows is that whole year.
        let basis = if item.lag == Lag::YearEnd { FlowBasis::YearToDate } else { basis };
        let is_flow = form.item(position).is_some_and(|item| item.kind == Kind::Flow);
        if is_flow && form.basis != basis && !filed.period.opens_the_year() {
            let (Some(spans), Some(unit)) = (&self.spans, row.unit) else { return (Said::Missing, None) };
            let worked_out = spans.reading(unit, &item.name, filed.period, basis);
            return (worked_out.number().map_or_else(|| absence(&worked_out), Said::Number), None);
        }
        let Some(fact) = filed.facts.get(position) else { return (Said::Missing, None) };
        (said(&fact.reading), fact.place.map(|place| (filed, place)))
    }
}

/// What a unit says that says no number.
fn absence<'run>(reading: &Reading) -> Said<'run> {
    if *reading == Reading::NotApplicable { Said::NotApplicable } else { Said::Missing }
}

fn said(reading: &Reading) -> Said<'_> {
    match reading {
        Reading::Number(number) => Said::Number(*number),
        Reading::Text(word) => Said::Word(word),
        Reading::NotApplicable => Said::NotApplicable,
        Reading::Blank => Said::Missing,
    }
}

impl<'run> Panel<'run> {
    /// The units that owe a form for the period; without a registry those that filed it.
    pub(super) fn new(form: &'run Form, as_of: Option<&'run AsOf<'run>>, filings: &'run Filings<'run>) -> Self {
        let period = filings.period;
        let filed = |unit: &UnitCode| filings.accepted.find_arrived(period, unit, &form.id);
        let rows: Vec<Row<'run>> = match as_of {
            Some(as_of) => as_of
                .units_due()
                .filter(|unit| as_of.owes(unit, form))
                .map(|unit| Row { code: &unit.code, unit: Some(unit), filed: filed(&unit.code) })
                .collect(),
            None => filings
                .accepted
                .arrived_of_period(period)
                .filter(|filed| filed.form == form.id)
                .map(|filed| Row { code: &filed.unit, unit: None, filed: Some(filed) })
                .collect(),
        };
        Self { form, period, rows, filings, as_of, members: as_of.map(members).unwrap_or_default() }
    }

    /// What every unit says in a column.
    pub(super) fn column(&self, item: &FormulaItem) -> Column<'run> {
        let is_text = self.filings.item(&item.name).is_some_and(|item| !item.kind.is_number());
        let said = self.rows.iter().map(|row| self.said(*row, item)).collect();
        Column { said, is_text }
    }

    /// What one unit says in a column.
    pub(super) fn said(&self, row: Row<'run>, item: &FormulaItem) -> Said<'run> {
        if item.column() == MEMBER_COUNT {
            return self.members.get(row.code).map_or(Said::Missing, |members| Said::Number(count::to_f64(members.len())));
        }
        if item.lag == Lag::Members {
            return self.sum_of_members(row, item);
        }
        let own = self.filings.reading(row, item, self.form.basis).0;
        if matches!(item.lag, Lag::YearBefore | Lag::PreviousPeriod | Lag::YearEnd) {
            self.with_origins(row, item, own)
        } else {
            own
        }
    }

    /// What a unit said earlier, with what those had said that have become part of it since, as its blank form shows it: of flows of the
    /// period before only where its return contains theirs, or is of a quarter alone. What became part of several is nobody's alone.
    fn with_origins(&self, row: Row<'run>, item: &FormulaItem, own: Said<'run>) -> Said<'run> {
        let (Some(as_of), Some(unit), Some(known)) = (self.as_of, row.unit, self.filings.item(&item.name)) else { return own };
        let is_of_last_year = matches!(item.lag, Lag::YearBefore | Lag::YearEnd);
        let goes_on = is_of_last_year
            || known.kind != Kind::Flow
            || self.form.is_by_quarter()
            || unit.predecessor_data == PredecessorData::Contained;
        if unit.predecessors.is_empty() || !known.kind.adds() || !goes_on {
            return own;
        }
        let earlier = self.filings.period_of(item.lag);
        let was_there = unit.opened.is_none_or(|opened| opened <= earlier.last_day());
        let (forms, times) = (self.filings.forms, (earlier, self.period.last_day()));
        let basis = if item.lag == Lag::YearEnd { FlowBasis::YearToDate } else { self.form.basis };
        let theirs = inherited(self.filings.accepted, as_of.registry(), forms, (unit, &item.name, basis), times);
        match (own, theirs) {
            (Said::Number(own), Some(theirs)) => Said::Number(own + theirs),
            (Said::Missing | Said::NotApplicable, Some(theirs)) if !was_there => Said::Number(theirs),
            (own, _) => own,
        }
    }

    /// The attribute of every unit as a column of a frame.
    pub(super) fn attribute(&self, attribute: UnitAttribute) -> FrameColumn {
        let read = |row: &Row<'run>| row.unit.map(|unit| unit.attribute(attribute));
        FrameColumn::new(attribute.column().into(), self.rows.iter().map(read).collect::<Vec<_>>())
    }

    /// Which units a condition lets in that asks for some by name: by whichever of their names it asks.
    pub(super) fn admits(&self, condition: &Formula) -> PolarsResult<Vec<bool>> {
        let asked = condition.words_of(&Variable::Attribute(UnitAttribute::Name));
        condition.admits(&self.rows, |row, attribute| row.unit.map_or("", |unit| unit.attribute_among(attribute, &asked)))
    }

    /// A sum over the alliance's members that carry the item; missing as soon as one of them is.
    fn sum_of_members(&self, row: Row<'run>, item: &FormulaItem) -> Said<'run> {
        let Some(members) = self.members.get(row.code) else { return Said::Missing };
        let own = FormulaItem { name: item.name.clone(), lag: Lag::None };
        let mut sum = None;
        for unit in members {
            let carries = |form: &Form| form.is_filed_by(&unit.category) && form.items().any(|known| known.name == item.name);
            if !self.filings.forms.iter().any(carries) {
                continue;
            }
            let member = Row { code: &unit.code, unit: Some(unit), filed: None };
            match self.filings.reading(member, &own, self.form.basis).0 {
                Said::Number(number) => *sum.get_or_insert(0.0) += number,
                Said::NotApplicable => {}
                Said::Word(_) | Said::Missing => return Said::Missing,
            }
        }
        sum.map_or(Said::Missing, Said::Number)
    }

    /// Where a unit's value stands, if it stands in one cell.
    pub(super) fn place(&self, row: Row<'run>, item: &FormulaItem) -> Option<(&'run Return, Place)> {
        if item.lag == Lag::Members { None } else { self.filings.reading(row, item, self.form.basis).1 }
    }

    /// How an item behaves over time.
    pub(super) fn kind(&self, name: &ItemName) -> Option<&'run Kind> {
        self.filings.item(name).map(|item| &item.kind)
    }

    /// Whether there is a registry to ask.
    pub(super) fn has_registry(&self) -> bool {
        self.as_of.is_some()
    }
}

/// Unit → the members of the alliances that it leads, or, if it leads none but belongs to one, of that one: alliance offices are
/// often members of their own.
fn members<'run>(as_of: &'run AsOf<'run>) -> BTreeMap<&'run UnitCode, Vec<&'run Unit>> {
    let mut of_alliance: BTreeMap<_, Vec<&Unit>> = BTreeMap::new();
    for unit in as_of.units() {
        for alliance in as_of.alliances_of(&unit.code) {
            of_alliance.entry(*alliance).or_default().push(unit);
        }
    }
    let mut members: BTreeMap<&UnitCode, Vec<&Unit>> = BTreeMap::new();
    for alliance in as_of.alliances() {
        if let (Some(lead), Some(units)) = (&alliance.lead, of_alliance.get(&alliance.code)) {
            members.entry(lead).or_default().extend(units);
        }
    }
    for unit in as_of.units() {
        if let ([alliance], false) = (as_of.alliances_of(&unit.code), members.contains_key(&unit.code))
            && let Some(units) = of_alliance.get(*alliance)
        {
            members.insert(&unit.code, units.clone());
        }
    }
    members
}
