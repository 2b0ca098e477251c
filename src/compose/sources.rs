//! What stands behind a group's figures, value by value: the returns that its sheet 数据来源 lists, and which figures can be added
//! up from the values listed there.

use std::collections::BTreeMap;

use super::adjusted::Entry;
use super::listed::{Counted, counted_in};
use super::material::Material;
use tongbao_document::{FigureId, Formula, Measure, Operation, Subject, count};
use tongbao_figures::aggregate::Group;
use tongbao_figures::plan::{Indicator, Lag, Operand, Scope};
use tongbao_returns::domain::{Form, Item, ItemName, Kind, Reading, Return, UnitCode};
use tongbao_returns::registry::Unit;

/// Most values that a sheet lists one by one; nobody pages through more, and a sheet has an end.
pub(super) const MOST_VALUES: usize = 20_000;

/// The returns behind a group's figures.
pub(super) struct Sources<'run> {
    pub(super) material: &'run Material<'run>,
    /// Whose workbook it is.
    pub(super) group: Group,
    /// Unit by unit, form by form.
    pub(super) returns: Vec<(&'run Unit, &'run Form, &'run Return)>,
    /// Only the units directly under the area are listed: the others stand in their county's workbook.
    pub(super) is_split: bool,
    /// There are so many values that only the returns are listed.
    pub(super) is_by_return: bool,
    /// 名录: the rows of the registry that are counted.
    pub(super) counted: Vec<Counted>,
    /// 差额: what the office adds to sums, in the order of its file.
    pub(super) entries: Vec<Entry<'run>>,
    /// The items that some formula of the plan reads, with their order in the forms.
    needed: BTreeMap<&'run ItemName, usize>,
    numbers: BTreeMap<&'run ItemName, BTreeMap<&'run UnitCode, f64>>,
}

/// A plain operand of a county.
pub(super) struct OfCounty {
    pub(super) id: FigureId,
    pub(super) number: f64,
    /// What the office adds in it to the county's own sum, and to no other.
    pub(super) added: Option<(FigureId, f64)>,
}

impl<'run> Sources<'run> {
    /// Of one group.
    pub(super) fn of(material: &'run Material<'run>, group: &Group) -> Self {
        let mut needed: BTreeMap<&ItemName, usize> = BTreeMap::new();
        for read in material.plan.indicators.iter().flat_map(Indicator::items) {
            needed.insert(&read.name, usize::MAX);
        }
        for (position, item) in material.plan.forms.iter().flat_map(Form::items).enumerate() {
            if let Some(order) = needed.get_mut(&item.name) {
                *order = position.min(*order);
            }
        }
        let has_counties = material.figures.grouping.of_scope(Scope::County).next().is_some();
        let is_split = *group == Group::Area && has_counties;
        let mut returns = Vec::new();
        for unit in material.units(group).into_iter().filter(|unit| !is_split || unit.county == material.plan.area_code) {
            for form in material.plan.forms_of(&unit.category) {
                let filed = material.accepted.standing(material.period, unit, &form.id);
                returns.extend(filed.map(|filed| (unit, form, filed)));
            }
        }
        let entries = Entry::of(material, group);
        let counted = counted_in(material, group);
        let mut sources = Self {
            material,
            group: group.clone(),
            returns,
            is_split,
            is_by_return: false,
            counted,
            entries,
            needed,
            numbers: BTreeMap::new(),
        };
        sources.is_by_return = sources.values().count() > MOST_VALUES;
        if !sources.is_by_return {
            let mut numbers: BTreeMap<&ItemName, BTreeMap<&UnitCode, f64>> = BTreeMap::new();
            for (unit, item, filed, fact) in sources.values() {
                if let Some(Reading::Number(number)) = filed.facts.get(fact).map(|fact| &fact.reading) {
                    numbers.entry(&item.name).or_default().insert(&unit.code, *number);
                }
            }
            sources.numbers = numbers;
        }
        sources
    }

    /// Every value that some formula reads, unit by unit: unit, item, return, and the position of its fact.
    pub(super) fn values(&self) -> impl Iterator<Item = (&'run Unit, &'run Item, &'run Return, usize)> + '_ {
        let all = self.returns.iter().flat_map(|(unit, form, filed)| {
            form.items().enumerate().map(move |(position, item)| (*unit, item, *filed, position))
        });
        // A closed unit has no stocks any more.
        let counts = |unit: &Unit, item: &Item| item.kind == Kind::Flow || unit.is_open(self.material.period.last_day());
        all.filter(move |(unit, item, ..)| self.needed.contains_key(&item.name) && counts(unit, item))
    }

    /// Where an item stands among those of the forms.
    pub(super) fn order(&self, item: &ItemName) -> usize {
        self.needed.get(item).copied().unwrap_or(usize::MAX)
    }

    /// Which figure a filed value is.
    pub(super) fn id(&self, item: &ItemName, unit: &UnitCode) -> FigureId {
        self.material.id(&Group::Unit(unit.clone()), Subject::Item(item.to_string()), Measure::Filed)
    }

    /// The value of a plain operand, as `SUM(门诊人次)`, that a single unit filed.
    pub(super) fn filed(&self, operand: &Operand, unit: &UnitCode) -> Option<(FigureId, f64)> {
        let item = plain(operand)?;
        let number = self.numbers.get(item)?.get(unit)?;
        Some((self.id(item, unit), *number))
    }

    /// How a plain operand of a group follows from the values listed, and in the area from its counties'; none if it does not.
    /// `of_counties` are the same operand's figures of the counties; `result` is its number, with what the office adds in it.
    pub(super) fn added_up(
        &self,
        (position, group): (usize, &Group),
        operand: &Operand,
        of_counties: Vec<OfCounty>,
        (result, added): (f64, Option<(FigureId, f64)>),
    ) -> Option<Formula> {
        let item = plain(operand)?;
        let counts = |unit: &UnitCode| self.material.is_member(group, unit) && self.material.figures.has_counted(position, unit);
        let filed = self.numbers.get(item).into_iter().flatten().filter(|(unit, _)| counts(unit));
        let filed: Vec<(FigureId, f64)> = filed.map(|(unit, number)| (self.id(item, unit), *number)).collect();
        let count = count::to_f64(filed.len());
        // What is not listed here stands behind the counties' figures.
        let of_counties = if self.is_split && *group == Group::Area { of_counties } else { Vec::new() };
        let is_direct = of_counties.is_empty();
        // What is added to a county's sum is added to no other.
        let (mut counties, mut of_counties_alone) = (Vec::new(), Vec::new());
        for county in of_counties {
            counties.push((county.id, county.number));
            of_counties_alone.extend(county.added);
        }
        let number = |part: &[(FigureId, f64)]| part.iter().map(|(_, number)| number).sum::<f64>();
        let own: Vec<(FigureId, f64)> = added.into_iter().collect();
        let total = number(&filed) + number(&counties) - number(&of_counties_alone) + number(&own);
        let sums = [filed, counties].into_iter().filter(|part| !part.is_empty());
        let sum_of = |part: Vec<(FigureId, f64)>| Formula::sum(part.into_iter().map(|(id, _)| id));
        let mut sum = sums.map(sum_of).reduce(|sum, part| sum.with(Operation::Add, part))?;
        if !of_counties_alone.is_empty() {
            sum = sum.with(Operation::Subtract, sum_of(of_counties_alone));
        }
        if let Some((id, _)) = own.into_iter().next() {
            sum = sum.with(Operation::Add, Formula::figure(id));
        }
        let is_result = |number: f64| (number - result).abs() <= 1e-9 * result.abs().max(1.0);
        if operand.is_sum() {
            is_result(total).then_some(sum)
        } else if operand.is_mean() && is_direct {
            is_result(total / count).then(|| sum.with(Operation::Divide, Formula::Number(count)))
        } else {
            None
        }
    }
}

/// The item whose values of this very period an aggregate takes as they are.
fn plain(operand: &Operand) -> Option<&ItemName> {
    operand.item().filter(|item| item.lag == Lag::None).map(|item| &item.name)
}
