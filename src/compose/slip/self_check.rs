//! 自查 of a slip: the rules that judge the return, over the cells of the unit's own workbook.
//!
//! What the unit filed for other periods stands in the formulas as numbers: its own workbook may show others.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::date;

use super::{Judged, Returned};
use crate::compose::self_check::{Hindrance, Sheet, literal, self_check};
use tongbao_document::{
    Answer, FormCell, FormColumn, FormValue, SlipCell, SlipCheck, SlipInput, SlipLink, SlipRole, SlipSheet, SlipValue,
};
use tongbao_returns::domain::{Form, Item, Kind, Reading, Return, Symbols};
use tongbao_returns::forms::Filling;

/// The return as it stands on the sheets of the slip.
struct Standing<'run> {
    filed: &'run Return,
    symbols: &'run Symbols,
    items: Vec<&'run Item>,
    /// Position of the form's sheet on which an item stands.
    sheet_of: Vec<&'run str>,
    sheets: &'run [SlipSheet],
    places: BTreeMap<FormCell, SlipLink>,
}

/// Composes the check; `None` without rules. `names` are those of the sheets in the file.
pub(super) fn composed(returned: &Returned<'_>, judged: &Judged<'_>, names: &[&str], sheets: &[SlipSheet]) -> Option<SlipCheck> {
    let (filed, form) = returned.filed?;
    let standing = Standing::new(filed, form, names, sheets);
    let filling = Filling {
        value: &|position| standing.value(position),
        last_year: judged.last_year,
        previous: Some(judged.previous),
        filler: None,
        phone: None,
        deadline: None,
        reported_on: None,
    };
    let sheet = Sheet { form, unit: judged.unit, filling: &filling, hindrance: &|position| standing.hindrance(position) };
    let mut check = self_check(&sheet, filed.period, judged.rules)?;
    for row in &mut check.rows {
        let formula = std::mem::take(&mut row.formula);
        row.formula = formula.with_text(|cell| match cell {
            FormCell::Item(item, FormColumn::LastYear) => Some(literal((judged.last_year)(item))),
            FormCell::Item(item, FormColumn::Previous) => Some(literal((judged.previous)(item))),
            FormCell::NothingToReport(_) if !standing.places.contains_key(&cell) => Some(literal(None)),
            FormCell::Item(_, FormColumn::Value) | FormCell::NothingToReport(_) => None,
        });
    }
    Some(SlipCheck { check, places: standing.places })
}

impl<'run> Standing<'run> {
    fn new(filed: &'run Return, form: &'run Form, names: &[&str], sheets: &'run [SlipSheet]) -> Self {
        let mut places = BTreeMap::new();
        for (position, fact) in filed.facts.iter().enumerate() {
            let Some(place) = fact.place else { continue };
            let name = filed.sheets.get(usize::from(place.sheet));
            let Some(sheet) = name.and_then(|name| names.iter().position(|known| known == name)) else { continue };
            let link = SlipLink { sheet, row: place.row, column: place.column };
            places.insert(FormCell::Item(position, FormColumn::Value), link);
            let answer = sheets.get(sheet).and_then(nothing_to_report);
            places.extend(answer.map(|(row, column)| (FormCell::NothingToReport(position), SlipLink { sheet, row, column })));
        }
        let sheet_of = form.sheets.iter().flat_map(|sheet| sheet.items.iter().map(|_| sheet.name.as_str())).collect();
        Self { filed, symbols: &form.symbols, items: form.items().collect(), sheet_of, sheets, places }
    }

    fn cell(&self, position: usize) -> Option<&SlipCell> {
        let place = self.places.get(&FormCell::Item(position, FormColumn::Value))?;
        let cells = &self.sheets.get(place.sheet)?.cells;
        let found = cells.binary_search_by_key(&(place.row, place.column), |cell| (cell.row, cell.column)).ok()?;
        cells.get(found)
    }

    /// What a spreadsheet sees in the cell of an item.
    fn value(&self, position: usize) -> Option<FormValue> {
        let is_date = self.items.get(position).is_some_and(|item| item.kind == Kind::Date);
        let value = match self.cell(position).map_or(&SlipValue::Blank, |cell| &cell.value) {
            SlipValue::Number(days) | SlipValue::Moment(days) if is_date => day(*days).map(FormValue::Text),
            SlipValue::Number(number) | SlipValue::Moment(number) => Some(FormValue::Number(*number)),
            SlipValue::Text(words) => Some(FormValue::Text(words.trim().to_owned())),
            SlipValue::Blank | SlipValue::Truth(_) => None,
        };
        let is_declared =
            || self.sheet_of.get(position).is_some_and(|name| self.filed.declared_empty.iter().any(|sheet| sheet == name));
        // As the form has it, a blank on a sheet without data does not apply.
        value.or_else(|| is_declared().then(|| FormValue::Text("不适用".to_owned())))
    }

    /// Why a formula over the cell of an item would not say what the audit says of it.
    fn hindrance(&self, position: usize) -> Option<Hindrance> {
        let Some(fact) = self.filed.facts.get(position).filter(|_| self.cell(position).is_some()) else {
            return Some(Hindrance::NoCell);
        };
        let is_number = self.items.get(position).is_some_and(|item| item.kind.is_number());
        let is_among = |symbols: &[String], words: &String| symbols.contains(words);
        let is_same = match (&fact.reading, self.value(position)) {
            (Reading::Number(read), Some(FormValue::Number(seen))) => read.total_cmp(&seen).is_eq(),
            (Reading::Text(read), Some(FormValue::Text(seen))) => *read == seen,
            (Reading::NotApplicable, Some(FormValue::Text(seen))) => is_among(&self.symbols.not_applicable, &seen),
            // Words that are no number are as good as blank; a number that was not accepted is not.
            (Reading::Blank, Some(FormValue::Text(seen))) => {
                is_number || [&self.symbols.not_reported, &self.symbols.not_applicable].iter().any(|known| is_among(known, &seen))
            }
            (Reading::Blank | Reading::NotApplicable, None) => true,
            _ => false,
        };
        (!is_same).then_some(Hindrance::ReadOtherwise)
    }
}

/// The day of a serial number, as ISO 8601 writes it.
fn day(days: f64) -> Option<String> {
    let whole = days.floor();
    #[expect(clippy::cast_possible_truncation, reason = "a span checks what it is given")]
    let span = 0.days().try_days(whole as i64).ok()?;
    date(1899, 12, 30).checked_add(span).ok().map(|day| day.to_string())
}

/// The cell that answers 本表无数据.
fn nothing_to_report(sheet: &SlipSheet) -> Option<(u32, u16)> {
    let mut cells = sheet.cells.iter();
    let label = cells.find(|cell| {
        cell.role == SlipRole::Label && matches!(&cell.value, SlipValue::Text(words) if words.trim().starts_with("本表无数据"))
    })?;
    let answer = cells.take_while(|cell| cell.row == label.row);
    let is_asked = |cell: &&SlipCell| matches!(&cell.input, SlipInput::Asked(Answer::Choice(_)));
    answer.into_iter().find(is_asked).map(|cell| (cell.row, cell.column))
}
