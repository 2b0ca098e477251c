//! Filings as returns in memory, for whoever composes bulletins without a workspace.

use jiff::ToSpan;

use super::filings::Filing;
use tongbao_document::count;
use tongbao_returns::domain::{Fact, Period, Place, Reading, Return, SourceFile};

/// Days after a quarter's end on which one files late.
const LATE: i64 = 200;

/// The returns; the first of the last quarter does not come, the second comes late.
pub(super) fn of(mut filings: Vec<Filing<'_>>, last: Option<Period>) -> Vec<Return> {
    let first = filings.iter().position(|filing| Some(filing.period) == last);
    if let Some(first) = first {
        filings.remove(first);
        if let Some(late) = filings.get_mut(first) {
            late.reported_on = late.period.last_day().saturating_add(LATE.days());
        }
    }
    filings.iter().map(filed).collect()
}

fn filed(filing: &Filing<'_>) -> Return {
    let Filing { unit, form, period, reported_on, answers } = filing;
    let mut facts = Vec::new();
    for (sheet_number, sheet) in form.sheets.iter().enumerate() {
        for (row, item) in sheet.items.iter().enumerate() {
            facts.push(Fact {
                item: count::to_u16(facts.len()),
                reading: answers.get(&item.name).cloned().unwrap_or(Reading::Blank),
                place: Some(Place { sheet: count::to_u16(sheet_number), row: count::to_u32(row + 4), column: 3 }),
            });
        }
    }
    let path = format!("{period}/{}-{}.xlsx", unit.code, form.id);
    Return {
        unit: unit.code.clone(),
        form: form.id.clone(),
        period: *period,
        reported_on: Some(*reported_on),
        file: SourceFile { hash: path.clone(), path, size: 1, modified: 0 },
        sheets: form.sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        facts,
        declared_empty: Vec::new(),
        since_january: Vec::new(),
        is_held: false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Size, registry, returns};
    use super::*;
    use tongbao_returns::domain::{ItemName, Quarter};

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
}
