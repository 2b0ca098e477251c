//! What a form is prefilled with: what the unit filed before, and what those from which it came filed (docs/numbers.md rule 13).

use tongbao_document::FormValue;
use tongbao_figures::audit::{Accepted, inherited};
use tongbao_returns::domain::{Form, FormId, Kind, Period, Reading, Return, UnitCode};
use tongbao_returns::registry::{PredecessorData, Registry, Unit};

/// A form of a unit for a period.
pub(super) struct Inherited<'run> {
    registry: &'run Registry,
    forms: &'run [Form],
    accepted: &'run Accepted,
    unit: &'run Unit,
    form: &'run Form,
    period: Period,
    /// Of a form that asks for tasks, the unit's last return before the period: what nobody has filed for a quarter stands as it stood.
    filed_before: Option<&'run Return>,
}

impl<'run> Inherited<'run> {
    /// Of a form of a unit for a period.
    pub(super) fn new(
        (registry, forms): (&'run Registry, &'run [Form]),
        accepted: &'run Accepted,
        (unit, form, period): (&'run Unit, &'run Form, Period),
    ) -> Self {
        let filed_before = form.tasks.as_ref().and_then(|_| latest_before(accepted, period, &unit.code, &form.id));
        Self { registry, forms, accepted, unit, form, period, filed_before }
    }

    /// 上年同期 of an item: of the unit and of all that have become part of it since.
    pub(super) fn year_before(&self, position: usize) -> Option<FormValue> {
        self.with_origins(self.period.year_before(), position, true)
    }

    /// 上期: of flows what the unit's return of this period goes on from, with its predecessors' only where it contains them; of a quarter alone,
    /// which goes on from nothing, what it is compared with.
    pub(super) fn previous(&self, position: usize) -> Option<FormValue> {
        if self.form.tasks.is_some() {
            return value(self.filed_before, position);
        }
        let is_flow = self.form.item(position).is_some_and(|item| item.kind == Kind::Flow);
        let goes_on = !is_flow || self.form.is_by_quarter() || self.unit.predecessor_data == PredecessorData::Contained;
        self.with_origins(self.period.previous(), position, goes_on)
    }

    fn with_origins(&self, period: Period, position: usize, are_counted: bool) -> Option<FormValue> {
        let own = value(self.accepted.find(period, &self.unit.code, &self.form.id), position);
        let item = self.form.item(position).filter(|item| item.kind.adds() && are_counted);
        let Some(item) = item else { return own };
        let times = (period, self.period.last_day());
        let theirs = inherited(self.accepted, self.registry, self.forms, (self.unit, &item.name, self.form.basis), times);
        match (own, theirs) {
            (None, Some(theirs)) => Some(FormValue::Number(theirs)),
            (Some(FormValue::Number(own)), Some(theirs)) => Some(FormValue::Number(own + theirs)),
            (own, _) => own,
        }
    }
}

/// The last return of a unit before a period.
fn latest_before<'run>(accepted: &'run Accepted, period: Period, unit: &UnitCode, form: &FormId) -> Option<&'run Return> {
    let mut earlier: Vec<Period> = accepted.periods().filter(|known| known.last_day() < period.first_day()).collect();
    earlier.sort_by_key(|period| period.last_day());
    earlier.into_iter().rev().find_map(|known| accepted.find(known, unit, form))
}

/// What a form is prefilled with from an earlier return.
fn value(filed: Option<&Return>, position: usize) -> Option<FormValue> {
    match &filed?.facts.get(position)?.reading {
        Reading::Number(number) => Some(FormValue::Number(*number)),
        Reading::Text(text) => Some(FormValue::Text(text.clone())),
        Reading::NotApplicable => Some(FormValue::Text("不适用".to_owned())),
        Reading::Blank => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use tongbao_figures::audit::accept;
    use tongbao_returns::domain::{Category, CountyCode, Fact, FlowBasis, Item, ItemName, Quarter, Return, Sheet, SourceFile};

    /// Visits and beds.
    fn two_item_form() -> Form {
        let item = |name: &str, kind: Kind| Item::new(name, ItemName::new(name), kind);
        let items = vec![item("诊疗人次", Kind::Flow), item("床位数", Kind::Stock)];
        Form::new(FormId::new("hospital"), Category::new("医院"), Sheet::new("表", items))
    }

    fn filed(unit: &str, period: Period, numbers: [f64; 2]) -> Return {
        let fact = |(item, number)| Fact { item, reading: Reading::Number(number), place: None };
        Return {
            unit: UnitCode::new(unit),
            form: FormId::new("hospital"),
            period,
            reported_on: None,
            file: SourceFile { path: format!("{unit}{period}"), hash: format!("{unit}{period}"), size: 1, modified: 0 },
            sheets: Vec::new(),
            facts: (0_u16..).zip(numbers).map(fact).collect(),
            declared_empty: Vec::new(),
            since_january: Vec::new(),
            is_held: false,
        }
    }

    #[test]
    fn a_successor_gets_what_its_predecessors_filed() {
        let form = two_item_form();
        let unit = |code: &str| Unit::new(UnitCode::new(code), code, Category::new("医院"), CountyCode::new("1"));
        let closed = |code: &str| Unit { closed: Some(date(2025, 6, 30)), ..unit(code) };
        let predecessors = vec![UnitCode::new("H1"), UnitCode::new("H2")];
        let successor = |predecessor_data| Unit {
            opened: Some(date(2025, 7, 1)),
            predecessors: predecessors.clone(),
            predecessor_data,
            ..unit("H9")
        };
        let of = |unit: &str, year, quarter, visits, beds| filed(unit, Period::quarter(year, quarter), [visits, beds]);
        let returns = vec![
            of("H1", 2024, Quarter::Third, 270.0, 50.0),
            of("H2", 2024, Quarter::Third, 30.0, 5.0),
            of("H1", 2025, Quarter::Second, 200.0, 52.0),
            of("H2", 2025, Quarter::Second, 20.0, 5.0),
        ];
        let accepted = accept(returns).value;
        let prefilled = |form: &Form, data: PredecessorData| {
            let forms = [form.clone()];
            let unit = successor(data);
            let units = [closed("H1"), closed("H2"), unit.clone()];
            let registry =
                Registry { units: units.into_iter().map(|unit| (unit.code.clone(), unit)).collect(), ..Registry::default() };
            let period = Period::quarter(2025, Quarter::Third);
            let inherited = Inherited::new((&registry, &forms), &accepted, (&unit, form, period));
            let number = |value: Option<FormValue>| match value {
                Some(FormValue::Number(number)) => Some(number),
                _ => None,
            };
            [inherited.year_before(0), inherited.year_before(1), inherited.previous(0), inherited.previous(1)].map(number)
        };
        assert_eq!(prefilled(&form, PredecessorData::Contained), [Some(300.0), Some(55.0), Some(220.0), Some(57.0)]);
        // Beside theirs its own count from zero; the beds are the same.
        assert_eq!(prefilled(&form, PredecessorData::Apart), [Some(300.0), Some(55.0), None, Some(57.0)]);
        // Of a quarter alone the one before is theirs, wherever the year stands.
        let by_quarter = Form { basis: FlowBasis::Quarter, ..form };
        for data in [PredecessorData::Contained, PredecessorData::Apart] {
            assert_eq!(prefilled(&by_quarter, data), [Some(300.0), Some(55.0), Some(220.0), Some(57.0)], "{data:?}");
        }
    }
}
