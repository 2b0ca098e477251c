//! What stands behind a group's figures, value by value: the returns that its sheet 数据来源 lists, and which figures can be added
//! up from the values listed there.

use std::collections::BTreeMap;

use super::adjusted::Entry;
use super::listed::{Counted, counted_in};
use super::material::Material;
use tongbao_document::{FigureId, Formula, Measure, Operation, Subject, count};
use tongbao_figures::aggregate::Group;
use tongbao_figures::plan::{Indicator, Lag, Operand, Scope};
use tongbao_returns::domain::{FlowBasis, Form, Item, ItemName, Kind, Period, Reading, Return, UnitCode};
use tongbao_returns::registry::{Filers, Unit};

/// Most values that a sheet lists one by one; nobody pages through more, and a sheet has an end.
pub(super) const MOST_VALUES: usize = 20_000;

/// A return that is listed.
pub(super) struct Source<'run> {
    /// With whom it counts: the unit itself, or one that contains its figures.
    counts_for: &'run Unit,
    pub(super) unit: &'run Unit,
    pub(super) form: &'run Form,
    pub(super) filed: &'run Return,
    /// Whether all of it is listed: of an earlier quarter, and of who stands in another's figures, only what flows and is added up.
    is_whole: bool,
}

impl Source<'_> {
    /// The quarter that is told of one of several returns.
    pub(super) fn quarter(&self) -> Option<Period> {
        (!self.is_whole || self.form.is_by_quarter()).then_some(self.filed.period)
    }
}

/// A value that is listed.
#[derive(Clone, Copy)]
pub(super) struct FiledValue<'run> {
    counts_for: &'run UnitCode,
    pub(super) unit: &'run Unit,
    pub(super) item: &'run Item,
    pub(super) filed: &'run Return,
    /// Position of its fact.
    pub(super) fact: usize,
    /// Whose value it is where several are added up; none of the period's only one.
    pub(super) quarter: Option<Period>,
}

/// The returns behind a group's figures.
pub(super) struct Sources<'run> {
    pub(super) material: &'run Material<'run>,
    /// Whose workbook it is.
    pub(super) group: Group,
    /// Unit by unit, form by form, quarter by quarter.
    pub(super) returns: Vec<Source<'run>>,
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
    /// By item and with whom they count.
    numbers: BTreeMap<&'run ItemName, OfUnits<'run>>,
}

/// Values, by with whom they count.
type OfUnits<'run> = BTreeMap<&'run UnitCode, Vec<(FigureId, f64)>>;

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
        let units = material.units(group).into_iter().filter(|unit| !is_split || unit.county == material.plan.area_code);
        let is_by_quarter = material.plan.forms.iter().any(Form::is_by_quarter);
        let filers = Filers::new(material.registry, material.period.quarters_so_far().filter(|_| is_by_quarter));
        let returns = units.flat_map(|unit| returns_of(material, &filers, unit)).collect();
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
            let mut numbers: BTreeMap<&ItemName, OfUnits<'_>> = BTreeMap::new();
            for value in sources.values() {
                if let Some(Reading::Number(number)) = value.filed.facts.get(value.fact).map(|fact| &fact.reading) {
                    let of_item = numbers.entry(&value.item.name).or_default();
                    of_item.entry(value.counts_for).or_default().push((sources.id(&value), *number));
                }
            }
            sources.numbers = numbers;
        }
        sources
    }

    /// Every value that some formula reads, unit by unit.
    pub(super) fn values(&self) -> impl Iterator<Item = FiledValue<'run>> + '_ {
        let plan = self.material.plan;
        let all =
            self.returns.iter().flat_map(|source| source.form.items().enumerate().map(move |(fact, item)| (source, fact, item)));
        // A closed unit has no stocks any more.
        let counts = |unit: &Unit, item: &Item| item.kind == Kind::Flow || unit.is_open(self.material.period.last_day());
        let is_added_up = move |source: &Source<'_>, item: &Item| {
            plan.basis_of(&source.counts_for.category, &item.name) == Some(FlowBasis::Quarter)
        };
        let is_listed = move |source: &Source<'_>, item: &Item| {
            let is_flow_of_several = || item.kind == Kind::Flow && is_added_up(source, item);
            self.needed.contains_key(&item.name) && counts(source.unit, item) && (source.is_whole || is_flow_of_several())
        };
        all.filter(move |(source, _, item)| is_listed(source, item)).map(move |(source, fact, item)| FiledValue {
            counts_for: &source.counts_for.code,
            unit: source.unit,
            item,
            filed: source.filed,
            fact,
            quarter: source.quarter().filter(|_| item.kind == Kind::Flow),
        })
    }

    /// Where an item stands among those of the forms.
    pub(super) fn order(&self, item: &ItemName) -> usize {
        self.needed.get(item).copied().unwrap_or(usize::MAX)
    }

    /// Which figure a filed value is: of one of several that are added up that of its own quarter.
    pub(super) fn id(&self, value: &FiledValue<'_>) -> FigureId {
        let subject = Subject::Item(value.item.name.to_string());
        let id = self.material.id(&Group::Unit(value.unit.code.clone()), subject, Measure::Filed);
        FigureId { period: value.quarter.map_or(id.period, |quarter| Some(quarter.into())), ..id }
    }

    /// The values of a plain operand, as `SUM(门诊人次)`, that a single unit filed: several where quarters are added up.
    pub(super) fn filed(&self, operand: &Operand, unit: &UnitCode) -> Option<&[(FigureId, f64)]> {
        Some(self.numbers.get(plain(operand)?)?.get(unit)?.as_slice())
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
        let of_units = || self.numbers.get(item).into_iter().flatten().filter(|(unit, _)| counts(unit));
        let filed: Vec<(FigureId, f64)> = of_units().flat_map(|(_, filed)| filed.iter().cloned()).collect();
        let count = count::to_f64(of_units().count());
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

/// The returns of a unit that are listed: the one with which it stands in the totals of a form, and of a form by the quarter all that are added
/// up, of those too whose figures the unit contains.
fn returns_of<'run>(material: &Material<'run>, filers: &Filers<'run>, unit: &'run Unit) -> Vec<Source<'run>> {
    let Material { plan, accepted, period, .. } = *material;
    let mut returns = Vec::new();
    let mut quarters: Vec<Period> = Vec::new();
    for form in plan.forms_of(&unit.category) {
        let Some(last) = accepted.standing(period, unit, &form.id) else { continue };
        let source = |filed: &'run Return| Source { counts_for: unit, unit, form, filed, is_whole: filed.period == last.period };
        if form.is_by_quarter() {
            let so_far: Vec<Period> = last.period.quarters_so_far().collect();
            let own = so_far.iter().filter(|quarter| filers.files(unit, **quarter));
            returns.extend(own.filter_map(|quarter| accepted.find(*quarter, &unit.code, &form.id)).map(source));
            quarters = if so_far.len() > quarters.len() { so_far } else { quarters };
        } else {
            returns.push(source(last));
        }
    }
    let is_added_up =
        |form: &&Form| form.items().any(|item| plan.basis_of(&unit.category, &item.name) == Some(FlowBasis::Quarter));
    let behind =
        filers.behind_some(unit, &quarters, |filer| plan.forms_of(&filer.category).filter(is_added_up).all(Form::is_by_quarter));
    for (filer, quarters) in behind.into_iter().filter(|(filer, _)| filer.code != unit.code) {
        for form in plan.forms_of(&filer.category).filter(is_added_up) {
            // Of one that files what flowed since 1 January the last return says all.
            let skipped = if form.is_by_quarter() { 0 } else { quarters.len().saturating_sub(1) };
            let found = quarters.iter().skip(skipped).filter_map(|quarter| accepted.find(*quarter, &filer.code, &form.id));
            returns.extend(found.map(|filed| Source { counts_for: unit, unit: filer, form, filed, is_whole: false }));
        }
    }
    returns
}
