//! Changes to a return before it is written: what a filler does to a form by hand.

use crate::error::SampleError;
use tongbao_document::{FormBook, FormRow, FormValue};

/// Whether a field of the cover has the label.
pub(super) fn is_of_cover(book: &FormBook, label: &str) -> bool {
    book.cover.iter().any(|field| field.label == label)
}

/// Writes something else into a field of the cover.
pub(super) fn cover(book: &mut FormBook, label: &str, value: &str) -> Result<(), SampleError> {
    let field = book.cover.iter_mut().find(|field| field.label == label);
    let field = field.ok_or_else(|| SampleError::Unknown { what: "cover field", name: label.to_owned() })?;
    field.value = Some(value.to_owned()).filter(|value| !value.is_empty());
    Ok(())
}

/// Types words where a number stands.
pub(super) fn typed(book: &mut FormBook, code: &str, words: &str) -> Result<(), SampleError> {
    row(book, code)?.value = Some(FormValue::Text(words.to_owned()));
    Ok(())
}

/// Types the number that stands there as words, in a manner of the filler's.
pub(super) fn retyped(book: &mut FormBook, code: &str, manner: impl FnOnce(f64) -> String) -> Result<(), SampleError> {
    let row = row(book, code)?;
    if let Some(FormValue::Number(number)) = row.value {
        row.value = Some(FormValue::Text(manner(number)));
    }
    Ok(())
}

/// Another number in place of the one that stands there.
pub(super) fn changed(book: &mut FormBook, code: &str, change: impl FnOnce(f64) -> f64) -> Result<(), SampleError> {
    let row = row(book, code)?;
    if let Some(FormValue::Number(number)) = row.value {
        row.value = Some(FormValue::Number(change(number)));
    }
    Ok(())
}

/// The row of an item.
pub(super) fn row<'book>(book: &'book mut FormBook, code: &str) -> Result<&'book mut FormRow, SampleError> {
    let row = book.sheets.iter_mut().flat_map(|sheet| &mut sheet.rows).find(|row| row.code == code);
    row.ok_or_else(|| SampleError::Unknown { what: "item", name: code.to_owned() })
}

/// Types the row of an item once more, below it.
pub(super) fn repeated(book: &mut FormBook, code: &str, change: impl FnOnce(&mut FormRow)) -> Result<(), SampleError> {
    for sheet in &mut book.sheets {
        if let Some(position) = sheet.rows.iter().position(|row| row.code == code)
            && let Some(mut copy) = sheet.rows.get(position).cloned()
        {
            change(&mut copy);
            sheet.rows.insert(position + 1, copy);
            return Ok(());
        }
    }
    Err(SampleError::Unknown { what: "item", name: code.to_owned() })
}

/// Takes a sheet out of the workbook.
pub(super) fn without_sheet(book: &mut FormBook, name: &str) {
    book.sheets.retain(|sheet| sheet.name != name);
}

/// Clears everything that the filler should have written.
pub(super) fn emptied(book: &mut FormBook) {
    book.sheets.iter_mut().flat_map(|sheet| &mut sheet.rows).for_each(|row| row.value = None);
}

/// Names slip down by one row against codes and numbers, as after sorting one column alone.
pub(super) fn names_shifted(book: &mut FormBook, position: usize) -> Result<(), SampleError> {
    let sheet =
        book.sheets.get_mut(position).ok_or_else(|| SampleError::Unknown { what: "sheet", name: position.to_string() })?;
    let mut names: Vec<String> = sheet.rows.iter().map(|row| row.name.clone()).collect();
    names.rotate_right(1);
    for (row, name) in sheet.rows.iter_mut().zip(names) {
        row.name = name;
    }
    Ok(())
}
