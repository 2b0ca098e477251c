//! A return as a workbook: 封面, then one protected sheet per form sheet, then 自查 where the form checks itself, then the lists of
//! its drop-downs, hidden.
//!
//! Sheets are protected without a password: protection keeps a clerk from shifting a row by accident, no more. Only cells
//! that ask for something are unlocked, and they alone have the fill of inputs.

pub(super) mod answers;
pub(super) mod check;
mod cover;
mod layout;
mod list;
pub(super) mod lists;
mod sheet;

use rust_xlsxwriter::{ProtectionOptions, Workbook, Worksheet, XlsxError};

use self::check::Reference;
use self::lists::Lists;
use super::names;
use super::names::Names;
use super::styles::Styles;
use crate::theme::Theme;
use tongbao_document::FormBook;

/// The whole workbook.
pub(super) fn workbook(book: &FormBook, theme: &Theme) -> Result<Workbook, XlsxError> {
    let mut names = Names::reserving(&[names::COVER, lists::SHEET]);
    let mut styles = Styles::new(theme);
    let mut lists = Lists::default();
    let mut workbook = styles.workbook()?;
    let layouts = layout::layouts(book, book.sheets.iter().map(|form| names.sheet(&form.name)).collect());
    let check = book.self_check.as_ref().map(|check| Reference::new(names.sheet(check::SHEET), check, check::WHILE_FILLING));
    cover::write(workbook.add_worksheet().set_name(names::COVER)?, book, check.as_ref(), &mut styles, &mut lists)?;
    for (form, layout) in book.sheets.iter().zip(&layouts) {
        let page = workbook.add_worksheet().set_name(&layout.name)?;
        if let Some(asked) = &form.list {
            list::write(page, (form, asked), book.properties.sample, &mut styles, &mut lists)?;
            continue;
        }
        sheet::Writer { sheet: page, layout, check: check.as_ref(), styles: &mut styles, lists: &mut lists }
            .write(form, book.properties.sample)?;
    }
    if let Some(check) = &check {
        let page = workbook.add_worksheet().set_name(&check.sheet)?;
        check::write(page, check, &|cell| layout::find(&layouts, cell), book.properties.sample, &mut styles)?;
    }
    lists.write(&mut workbook)?;
    Ok(workbook)
}

/// Locks what is not an input; widths and heights stay the clerk's.
pub(super) fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&protection());
}

fn protection() -> ProtectionOptions {
    ProtectionOptions { format_columns: true, format_rows: true, ..ProtectionOptions::new() }
}
