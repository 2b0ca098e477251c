//! What the units of a made office file.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use tongbao_document::count;
use tongbao_document::figure::round_half_up;
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{Fact, Form, Item, ItemName, Kind, Period, Place, Reading, Return, SourceFile};
use tongbao_returns::registry::{Registry, Unit};

/// Days after a quarter's end on which everybody files, and on which one files late.
const IN_TIME: i64 = 5;
const LATE: i64 = 200;

pub(super) fn made(plan: &Plan, registry: &Registry, quarters: &[Period]) -> Vec<Return> {
    let mut filed = Vec::new();
    for quarter in quarters {
        let as_of = registry.as_of(quarter.last_day());
        for (number, unit) in as_of.units_due().enumerate() {
            let owed = plan.forms.iter().filter(|form| as_of.owes(unit, form));
            filed.extend(owed.map(|form| filing(unit, number, form, *quarter, IN_TIME)));
        }
    }
    if let Some(last) = quarters.last() {
        // The first of the last quarter does not come, the second comes late.
        let first = filed.iter().position(|filing| filing.period == *last);
        if let Some(first) = first {
            filed.remove(first);
            if let Some(late) = filed.get_mut(first) {
                late.reported_on = Some(day(*last, LATE));
            }
        }
    }
    filed
}

fn day(quarter: Period, days: i64) -> Date {
    quarter.last_day().saturating_add(days.days())
}

fn filing(unit: &Unit, number: usize, form: &Form, period: Period, days: i64) -> Return {
    let months = if form.is_by_quarter() { period.last_month() + 1 - period.first_month() } else { period.last_month() };
    let values = Values { items: form.items().map(|item| (&item.name, item)).collect(), number, period, months };
    let mut facts = Vec::new();
    for (sheet_number, sheet) in form.sheets.iter().enumerate() {
        for (row, item) in sheet.items.iter().enumerate() {
            facts.push(Fact {
                item: count::to_u16(facts.len()),
                reading: values.reading(item, facts.len()),
                place: Some(Place { sheet: count::to_u16(sheet_number), row: count::to_u32(row + 4), column: 3 }),
            });
        }
    }
    let path = format!("{period}/{}-{}.xlsx", unit.code, form.id);
    Return {
        unit: unit.code.clone(),
        form: form.id.clone(),
        period,
        reported_on: Some(day(period, days)),
        file: SourceFile { hash: path.clone(), path, size: 1, modified: 0 },
        sheets: form.sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        facts,
        declared_empty: Vec::new(),
        since_january: Vec::new(),
        is_held: false,
    }
}

/// The values of one return.
struct Values<'form> {
    items: BTreeMap<&'form ItemName, &'form Item>,
    /// Which unit it is.
    number: usize,
    period: Period,
    /// How many months of what flows the form asks for.
    months: i8,
}

impl Values<'_> {
    fn reading(&self, item: &Item, position: usize) -> Reading {
        match &item.kind {
            Kind::Flow | Kind::Stock | Kind::Level => Reading::Number(self.value(item, position, 0)),
            // Not all alike, so that counts are neither none nor all.
            Kind::YesNo => Reading::Text(if (self.number + position).is_multiple_of(3) { "否" } else { "是" }.to_owned()),
            Kind::Choice(choices) => match choices.get((self.number + position) % choices.len().max(1)) {
                Some(choice) => Reading::Text(choice.clone()),
                None => Reading::Blank,
            },
            Kind::Date => Reading::Text(self.period.last_day().to_string()),
            Kind::Text => Reading::Text("示例".to_owned()),
        }
    }

    /// A number within the item's bounds and no larger than what it is a part of.
    fn value(&self, item: &Item, position: usize, depth: usize) -> f64 {
        /// Wholes within wholes; a pack whose parts go round in circles does not load.
        const DEEPEST: usize = 8;
        let whole = item.part_of.as_ref().and_then(|whole| self.items.get(whole)).filter(|_| depth < DEEPEST);
        let months = f64::from(self.months);
        let year = f64::from(self.period.year.rem_euclid(10));
        let size = count::to_f64(self.number % 5) + 1.0;
        let free = match (&item.kind, whole) {
            (_, Some(whole)) => self.value(whole, position, depth + 1) / 2.0,
            // As much each month, and more each year.
            (Kind::Flow, None) => months * (100.0 * size + 3.0 * year),
            (Kind::Level, None) => 1.0 + count::to_f64(position % 3),
            (_, None) => 100.0 * size + 3.0 * year,
        };
        let rounded = round_half_up(free, item.decimals);
        let least = item.min.map_or(rounded, |least| rounded.max(least));
        item.max.map_or(least, |most| least.min(most))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Size, registry, returns};
    use super::*;
    use tongbao_returns::domain::{FlowBasis, Quarter};

    #[test]
    fn what_is_made_keeps_to_the_forms() {
        let templates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
        for id in ["jining-2023", "kailu-2024"] {
            let plan = tongbao_figures::plan::load(&templates, id).unwrap();
            let office = registry(&plan, Size { counties: 2, alliances: 2, is_of_one_kind: false });
            let quarter = Period::quarter(2025, Quarter::Second);
            let filed = returns(&plan, &office, &[quarter.previous(), quarter]);
            assert_eq!(filed, returns(&plan, &office, &[quarter.previous(), quarter]), "the same again");
            let (last, before): (Vec<&Return>, Vec<&Return>) = filed.iter().partition(|filing| filing.period == quarter);
            assert_eq!(last.len() + 1, before.len(), "{id}: one does not come");
            for filing in &filed {
                let form = plan.form(&filing.form).unwrap();
                assert_eq!(filing.facts.len(), form.items().count());
                let value = |name: &ItemName| {
                    let position = form.items().position(|item| item.name == *name)?;
                    filing.facts[position].reading.number()
                };
                for item in form.items() {
                    let Some(number) = value(&item.name) else { continue };
                    assert!(item.min.is_none_or(|least| number >= least) && item.max.is_none_or(|most| number <= most));
                    let whole = item.part_of.as_ref().and_then(value);
                    assert!(whole.is_none_or(|whole| number <= whole), "{id}: {} {number} {whole:?}", item.name);
                }
            }
        }
    }

    #[test]
    fn quarters_come_to_what_is_filed_since_january() {
        let templates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
        let mut plan = tongbao_figures::plan::load(&templates, "kailu-2024").unwrap();
        let office = registry(&plan, Size { counties: 2, alliances: 2, is_of_one_kind: false });
        let quarters: Vec<Period> = Period::quarter(2025, Quarter::Third).quarters_so_far().collect();
        let by_key = |filed: Vec<Return>| -> BTreeMap<_, Return> {
            filed.into_iter().map(|filing| ((filing.unit.clone(), filing.form.clone(), filing.period), filing)).collect()
        };
        let since_january = by_key(returns(&plan, &office, &quarters));
        for form in plan.forms.iter_mut().filter(|form| form.tasks.is_none()) {
            form.basis = FlowBasis::Quarter;
        }
        let alone = by_key(returns(&plan, &office, &quarters));
        let mut flows = 0;
        for ((unit, id, period), filing) in since_january.iter().filter(|((.., period), _)| quarters.last() == Some(period)) {
            let Some(form) = plan.form(id).filter(|form| form.is_by_quarter()) else { continue };
            // What has decimals, bounds or is a half is rounded on the way.
            let is_whole =
                |item: &Item| item.kind == Kind::Flow && item.part_of.is_none() && item.min.is_none() && item.max.is_none();
            for (position, _) in form.items().enumerate().filter(|(_, item)| is_whole(item)) {
                let of_quarter =
                    |quarter: &Period| alone[&(unit.clone(), id.clone(), *quarter)].facts[position].reading.number().unwrap();
                let sum: f64 = quarters.iter().map(of_quarter).sum();
                assert_eq!(Some(sum), filing.facts[position].reading.number(), "{unit} {id} {period}");
                flows += 1;
            }
        }
        assert!(flows > 0);
    }
}
