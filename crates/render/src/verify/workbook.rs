//! The cells of a workbook against the document's figures, as a reader sees them: value under number format.

use std::collections::BTreeMap;

use super::error::VerifyError;
use super::expectation::{Expectation, SheetExpectation, stripped};
use super::format::displayed;
use super::sheet::{Cell, Parts, Value};
use super::{Difference, Outcome};
use tongbao_document::address::a1;

/// The sheet that holds the bulletin's text.
const PROSE: &str = "正文";

/// Compares every sheet.
pub(super) fn compare(bytes: &[u8], expectation: &Expectation) -> Result<Outcome, VerifyError> {
    let mut parts = Parts::open(bytes)?;
    let names = parts.sheets()?;
    let strings = parts.shared_strings()?;
    let formats = parts.formats()?;
    let mut outcome = Outcome::default();
    for sheet in &expectation.sheets {
        outcome.figures += sheet.cells.len();
        match names.get(&sheet.name) {
            Some(part) => cells(sheet, &parts.cells(part, &strings)?, &formats, &mut outcome.differences),
            None => outcome.differences.push(Difference {
                place: sheet.name.clone(),
                expected: format!("{}个数", sheet.cells.len()),
                found: None,
            }),
        }
    }
    if !expectation.sentences.is_empty() {
        let text = match names.get(PROSE) {
            Some(part) => joined(&parts.cells(part, &strings)?),
            None => String::new(),
        };
        sentences(expectation, &text, &mut outcome);
    }
    Ok(outcome)
}

fn cells(sheet: &SheetExpectation, found: &[Cell], formats: &[String], differences: &mut Vec<Difference>) {
    let by_place: BTreeMap<(u32, u16), &Cell> = found.iter().map(|cell| ((cell.row, cell.column), cell)).collect();
    for (row, column, expected) in &sheet.cells {
        let shown = by_place.get(&(*row, *column)).map(|cell| shown(cell, formats));
        if shown.as_ref() != Some(expected) {
            let place = format!("{}!{}", sheet.name, a1(*row, *column));
            differences.push(Difference { place, expected: expected.clone(), found: shown });
        }
    }
}

fn shown(cell: &Cell, formats: &[String]) -> String {
    match &cell.value {
        Value::Number(number) => {
            let format = formats.get(cell.style).map_or("", String::as_str);
            displayed(*number, format).unwrap_or_else(|| number.to_string())
        }
        Value::Text(text) | Value::Error(text) => text.clone(),
    }
}

/// All text of a sheet without blanks.
fn joined(cells: &[Cell]) -> String {
    let mut joined = String::new();
    for cell in cells {
        if let Value::Text(text) = &cell.value {
            joined.extend(stripped(text));
        }
    }
    joined
}

fn sentences(expectation: &Expectation, text: &str, outcome: &mut Outcome) {
    let mut rest = text;
    for passage in &expectation.sentences {
        outcome.figures += passage.figures.len();
        match rest.find(&passage.text) {
            Some(place) => rest = rest.get(place + passage.text.len()..).unwrap_or_default(),
            None => outcome.differences.push(Difference { place: PROSE.to_owned(), expected: passage.text.clone(), found: None }),
        }
    }
}
