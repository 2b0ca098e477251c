//! A return slip as a workbook: 退回说明, then the unit's own sheets with what is wrong coloured and commented.
//!
//! Protected like a blank form: without a password, and only what may be typed is unlocked.

mod front;
mod sheet;

use rust_xlsxwriter::{Workbook, XlsxError};

use crate::theme::Theme;
use tongbao_document::SlipBook;

use super::form::lists;
use super::form::lists::Lists;
use super::names::Names;
use super::styles::Styles;

/// The whole workbook.
pub(super) fn workbook(book: &SlipBook, theme: &Theme) -> Result<Workbook, XlsxError> {
    let mut names = Names::reserving(&[&book.front]);
    let sheets: Vec<String> = book.sheets.iter().map(|sheet| names.kept(&sheet.name)).collect();
    let mut lists = Lists::on(names.sheet(lists::SHEET));
    let mut styles = Styles::new(theme);
    let mut workbook = styles.workbook()?;
    front::write(workbook.add_worksheet().set_name(&book.front)?, book, &sheets, &mut styles)?;
    for (sheet, name) in book.sheets.iter().zip(&sheets) {
        let page = workbook.add_worksheet().set_name(name)?;
        sheet::write(page, sheet, &book.properties, &mut styles, &mut lists)?;
    }
    lists.write(&mut workbook)?;
    Ok(workbook)
}
