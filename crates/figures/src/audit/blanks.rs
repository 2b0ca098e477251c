//! 未填: which items of a return were left blank, so that a filler can complete them before anybody has to ask.

use tongbao_returns::domain::{CellAddress, Fact, File, Form, Item, Kind, Location, Reading, Return, TaskColumn};
use tongbao_returns::finding::Finding;
use tongbao_returns::finding::facts::{BlankItem, EmptyReturn, ItemBlank};

/// Most items that one finding names.
const MOST_NAMED: usize = 8;

/// One note a sheet with the items left blank; cells about which something else was found are not named again. A return that is
/// blank altogether is said to be empty. Of a unit that has closed by the period's end only flows are asked.
pub fn blank_items(filed: &Return, form: &Form, has_closed: bool, known: &[Finding]) -> Vec<Finding> {
    let file = Location::file(File::Received(filed.file.path.clone()));
    if filed.is_empty() {
        return vec![Finding::at(file, EmptyReturn { period: filed.period }).of(&filed.unit, &filed.form)];
    }
    let mut position = 0;
    let mut findings = Vec::new();
    for sheet in &form.sheets {
        let facts = filed.facts.iter().skip(position).take(sheet.items.len());
        position += sheet.items.len();
        let mut blank: Vec<(&str, BlankItem)> = Vec::new();
        let is_asked = |(item, fact): &(&Item, &Fact)| is_always_asked(form, fact) && (!has_closed || item.kind == Kind::Flow);
        for (item, fact) in sheet.items.iter().zip(facts).filter(is_asked) {
            let (Reading::Blank, Some(place)) = (&fact.reading, fact.place) else { continue };
            let name = filed.sheets.get(usize::from(place.sheet)).map_or("", String::as_str);
            let cell = CellAddress::from(place);
            if !known.iter().any(|finding| finding.at.sheet.as_deref() == Some(name) && finding.at.cell == Some(cell)) {
                blank.push((name, BlankItem { name: item.printed().to_owned(), cell }));
            }
        }
        let Some((name, first)) = blank.first() else { continue };
        let at = file.clone().on_cell(name, first.cell);
        let count = blank.len();
        let first = blank.into_iter().take(MOST_NAMED).map(|(_, item)| item).collect();
        findings.push(Finding::at(at, ItemBlank { count, first }).of(&filed.unit, &filed.form));
    }
    findings
}

/// Of a task only its state is always known; a date of completion is not.
fn is_always_asked(form: &Form, fact: &Fact) -> bool {
    let asked = form.tasks.as_ref().and_then(|tasks| tasks.of_item(usize::from(fact.item)));
    asked.is_none_or(|(_, column)| column == TaskColumn::State)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_returns::domain::{FlowBasis, FormId, ItemName, Period, Place, Quarter, Sheet, SourceFile, Symbols, UnitCode};
    use tongbao_returns::finding::facts::{Asked, FormulaWithoutValue};

    fn form() -> Form {
        let item = |code: &str, name: &str| Item {
            code: code.to_owned(),
            name: ItemName::new(name),
            label: None,
            unit: "人".to_owned(),
            kind: Kind::Stock,
            decimals: 0,
            min: None,
            max: None,
            part_of: None,
            may_not_apply: true,
            note: String::new(),
        };
        let sheet = |name: &str, items| Sheet {
            name: name.to_owned(),
            title: String::new(),
            unit_line: String::new(),
            note: String::new(),
            items,
        };
        Form {
            id: FormId::new("f"),
            code: "F".to_owned(),
            title: String::new(),
            version: String::new(),
            issuer: String::new(),
            approval: None,
            valid_until: None,
            filed_by: Vec::new(),
            basis: FlowBasis::default(),
            due_days: 15,
            city_due_days: None,
            symbols: Symbols::default(),
            participants: tongbao_returns::domain::Participants::default(),
            tasks: None,
            sheets: vec![
                sheet("甲", vec![item("101", "床位数"), item("102", "护士数")]),
                sheet("乙", vec![item("201", "医师数")]),
            ],
        }
    }

    fn filed(readings: [Reading; 3]) -> Return {
        let facts = (0_u16..).zip(readings).map(|(item, reading)| {
            let place = Place { sheet: u16::from(item == 2), row: 5 + u32::from(item), column: 3 };
            Fact { item, reading, place: Some(place) }
        });
        Return {
            unit: UnitCode::new("U"),
            form: FormId::new("f"),
            period: Period::quarter(2025, Quarter::Third),
            reported_on: None,
            file: SourceFile { path: "a.xlsx".to_owned(), hash: String::new(), size: 0, modified: 0 },
            sheets: vec!["甲".to_owned(), "乙".to_owned()],
            facts: facts.collect(),
            declared_empty: Vec::new(),
            since_january: Vec::new(),
            is_held: false,
        }
    }

    #[test]
    fn a_blank_is_named_with_its_cell_and_a_zero_is_not() {
        let told = blank_items(&filed([Reading::Number(0.0), Reading::Blank, Reading::NotApplicable]), &form(), false, &[]);
        let first = vec![BlankItem { name: "护士数".to_owned(), cell: CellAddress { row: 6, column: 3 } }];
        let told: Vec<_> = told.into_iter().map(|finding| (finding.at.to_string(), finding.facts)).collect();
        assert_eq!(told, [("a.xlsx › 甲 › D7".to_owned(), ItemBlank { count: 1, first }.into())]);
    }

    #[test]
    fn nobody_asks_a_closed_unit_for_its_beds() {
        let filed = filed([Reading::Number(0.0), Reading::Blank, Reading::Blank]);
        assert!(blank_items(&filed, &form(), true, &[]).is_empty(), "the form has stocks only");
    }

    #[test]
    fn a_cell_that_is_wrong_is_not_called_blank_as_well() {
        let at = Location::file(File::Received("a.xlsx".to_owned())).on_cell("甲", CellAddress { row: 6, column: 3 });
        let asked = Asked::Task { code: "1".to_owned(), column: TaskColumn::Times };
        let wrong = Finding::at(at, FormulaWithoutValue { asked });
        assert!(
            blank_items(&filed([Reading::Number(1.0), Reading::Blank, Reading::Number(1.0)]), &form(), false, &[wrong])
                .is_empty()
        );
    }

    #[test]
    fn an_empty_return_is_said_to_be_empty() {
        let told = blank_items(&filed([Reading::Blank, Reading::Blank, Reading::Blank]), &form(), false, &[]);
        let told: Vec<_> = told.into_iter().map(|finding| finding.facts).collect();
        assert_eq!(told, [EmptyReturn { period: Period::quarter(2025, Quarter::Third) }.into()]);
    }
}
