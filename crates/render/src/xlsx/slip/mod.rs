//! A return slip as a workbook: 退回说明, then the unit's own sheets with what is wrong coloured and commented, then 自查 over them.
//!
//! Protected like a blank form: without a password, and only what may be typed is unlocked.

mod front;
mod sheet;

use rust_xlsxwriter::{Workbook, XlsxError};

use crate::theme::Theme;
use tongbao_document::SlipBook;

use super::form::check::Reference;
use super::form::lists::Lists;
use super::form::{check, lists};
use super::names::Names;
use super::styles::Styles;

/// The whole workbook.
pub(super) fn workbook(book: &SlipBook, theme: &Theme) -> Result<Workbook, XlsxError> {
    let mut names = Names::reserving(&[&book.front]);
    let sheets: Vec<String> = book.sheets.iter().map(|sheet| names.kept(&sheet.name)).collect();
    let own = book.self_check.as_ref();
    let reference = own.map(|own| Reference::new(names.sheet(check::SHEET), &own.check, check::WHILE_CORRECTING));
    let mut lists = Lists::on(names.sheet(lists::SHEET));
    let mut styles = Styles::new(theme);
    let mut workbook = styles.workbook()?;
    front::write(workbook.add_worksheet().set_name(&book.front)?, book, &sheets, reference.as_ref(), &mut styles)?;
    for (sheet, name) in book.sheets.iter().zip(&sheets) {
        let page = workbook.add_worksheet().set_name(name)?;
        sheet::write(page, sheet, &book.properties, &mut styles, &mut lists)?;
    }
    if let Some((own, reference)) = own.zip(reference) {
        let find = |cell| {
            let place = own.places.get(&cell)?;
            Some((sheets.get(place.sheet)?.as_str(), place.row, place.column))
        };
        let page = workbook.add_worksheet().set_name(&reference.sheet)?;
        check::write(page, &reference, &find, book.properties.sample, &mut styles)?;
    }
    lists.write(&mut workbook)?;
    Ok(workbook)
}
