//! A return as a workbook: 封面, then one protected sheet per form sheet, then the lists of its drop-downs, hidden.
//!
//! Sheets are protected without a password: protection keeps a clerk from shifting a row by accident, no more. Only cells
//! that ask for something are unlocked, and they alone have the fill of inputs.

pub(super) mod answers;
mod cover;
pub(super) mod lists;
mod sheet;

use rust_xlsxwriter::ProtectionOptions;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

use crate::document::FormBook;
use crate::render::theme::Theme;

use super::contents;
use super::names::Names;
use super::styles::Styles;

use self::lists::Lists;

/// The whole workbook.
pub(super) fn workbook(book: &FormBook, theme: &Theme) -> Result<Workbook, XlsxError> {
    let mut names = Names::reserving(&[contents::COVER, lists::SHEET]);
    let mut styles = Styles::new(theme);
    let mut lists = Lists::default();
    let mut workbook = styles.workbook()?;
    cover::write(workbook.add_worksheet().set_name(contents::COVER)?, book, &mut styles, &mut lists)?;
    for form in &book.sheets {
        let page = workbook.add_worksheet().set_name(names.sheet(&form.name))?;
        sheet::write(page, form, book.properties.sample, &mut styles, &mut lists)?;
    }
    lists.write(&mut workbook)?;
    Ok(workbook)
}

/// Locks what is not an input; widths and heights stay the clerk's.
pub(super) fn protect(sheet: &mut Worksheet) {
    let options = ProtectionOptions { format_columns: true, format_rows: true, ..ProtectionOptions::new() };
    sheet.protect_with_options(&options);
}
