//! Where everything stands on the sheets of a return: the one place that knows, for those who write and those who refer.

use rust_xlsxwriter::utility::column_number_to_name;

use tongbao_document::{FormBook, FormCell, FormColumn, FormSheet, count};

/// Column of the names.
pub(super) const NAME: u16 = 0;
/// Column of the units of measure; below the table, of the answer to 本表无数据.
pub(super) const UNIT: u16 = 1;
/// Column of the codes.
pub(super) const CODE: u16 = 2;
/// Column of 本期累计 or 本季数.
pub(super) const INPUT: u16 = 3;
/// Column of 上年同期.
pub(super) const LAST_YEAR: u16 = 4;

/// The rows and columns of one sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// Name of the sheet in the workbook.
    pub(super) name: String,
    /// Row of the column headers; their letters stand below.
    pub(super) header: u32,
    /// Row of the first item.
    pub(super) first: u32,
    /// Row of 本表无数据.
    pub(super) nothing: u32,
    /// Column of 上期累计 or 上季数.
    pub(super) previous: Option<u16>,
    /// Column that names the rules a row breaks.
    pub(super) check: Option<u16>,
    /// Column of remarks, the last one.
    pub(super) note: u16,
    /// Position in the form of the sheet's first item.
    first_item: usize,
    items: usize,
}

impl Layout {
    fn new(name: String, sheet: &FormSheet, book: &FormBook, first_item: usize) -> Self {
        // Title, marks, then the line with unit and period.
        let header = 2 + count::to_u32(marks(sheet).count());
        let first = header + 2;
        let mut free = LAST_YEAR + 1;
        let mut column = |is_there: bool| {
            is_there.then(|| {
                free += 1;
                free - 1
            })
        };
        let previous = column(book.shows_previous);
        let check = column(book.self_check.as_ref().is_some_and(|check| !check.rows.is_empty()));
        Self {
            name,
            header,
            first,
            nothing: first.saturating_add(count::to_u32(sheet.rows.len())).saturating_add(count::to_u32(sheet.notes.len())) + 1,
            previous,
            check,
            note: free,
            first_item,
            items: sheet.rows.len(),
        }
    }

    /// The item of the form that stands in a row of the sheet, counted from its first item.
    pub(super) fn item(&self, row: usize) -> usize {
        self.first_item + row
    }

    fn place(&self, cell: FormCell) -> Option<(u32, u16)> {
        let (item, column) = match cell {
            FormCell::Item(item, FormColumn::Value) => (item, INPUT),
            FormCell::Item(item, FormColumn::LastYear) => (item, LAST_YEAR),
            FormCell::Item(item, FormColumn::Previous) => (item, self.previous?),
            FormCell::NothingToReport(item) => (item, UNIT),
        };
        let row = item.checked_sub(self.first_item).filter(|row| *row < self.items)?;
        let row = match cell {
            FormCell::Item(..) => self.first + count::to_u32(row),
            FormCell::NothingToReport(_) => self.nothing,
        };
        Some((row, column))
    }
}

/// The legal marks that a sheet bears: label and text.
pub(super) fn marks(sheet: &FormSheet) -> impl Iterator<Item = (&'static str, &str)> {
    [
        ("表　　号", Some(&sheet.form_code)),
        ("制定机关", Some(&sheet.issuer)),
        ("批准文号", sheet.approval.as_ref()),
        ("有效期至", sheet.valid_until.as_ref()),
    ]
    .into_iter()
    .filter_map(|(label, mark)| Some((label, mark?.as_str())).filter(|(_, mark)| !mark.is_empty()))
}

/// All sheets of a book under the names that they bear in the workbook.
pub(super) fn layouts(book: &FormBook, names: Vec<String>) -> Vec<Layout> {
    let mut first_item = 0;
    let mut layouts = Vec::with_capacity(names.len());
    for (sheet, name) in book.sheets.iter().zip(names) {
        layouts.push(Layout::new(name, sheet, book, first_item));
        first_item += sheet.rows.len();
    }
    layouts
}

/// The sheet and the place of a cell; `None` for an item that the form does not have.
pub(super) fn find(layouts: &[Layout], cell: FormCell) -> Option<(&str, u32, u16)> {
    layouts.iter().find_map(|layout| layout.place(cell).map(|(row, column)| (layout.name.as_str(), row, column)))
}

/// The address of a cell from any sheet: `'医疗服务'!$D$9`.
pub(super) fn address(found: Option<(&str, u32, u16)>) -> String {
    found.map_or_else(|| "#REF!".to_owned(), |(sheet, row, column)| absolute(sheet, row, column))
}

/// `'自查'!$E$9`
pub(super) fn absolute(sheet: &str, row: u32, column: u16) -> String {
    format!("'{}'!${}${}", sheet.replace('\'', "''"), column_number_to_name(column), row + 1)
}

/// `D9`
pub(super) fn relative(row: u32, column: u16) -> String {
    format!("{}{}", column_number_to_name(column), row + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xlsx::samples;

    #[test]
    fn an_item_is_found_on_its_sheet() {
        let book = FormBook { shows_previous: true, ..samples::book() };
        let layouts = layouts(&book, vec!["医疗服务".to_owned()]);
        // The sample's header stands in row 6, its letters in row 7.
        let address = |cell| address(find(&layouts, cell));
        assert_eq!(address(FormCell::Item(0, FormColumn::Value)), "'医疗服务'!$D$8");
        assert_eq!(address(FormCell::Item(1, FormColumn::Previous)), "'医疗服务'!$F$9");
        assert_eq!(address(FormCell::NothingToReport(0)), "'医疗服务'!$B$16");
        assert_eq!(absolute("Bob's", 8, 3), "'Bob''s'!$D$9");
        assert_eq!(find(&layouts, FormCell::Item(99, FormColumn::Value)), None);
        assert_eq!(relative(8, 3), "D9");
    }
}
