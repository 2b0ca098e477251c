//! The order of a bulletin's sheets.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::exhibit::{Exhibit, Sheet};
use super::formulas::Formulas;
use super::names::Names;
use super::styles::Styles;
use super::{chart, contents, names, notes, page, prose, table};
use crate::theme::Theme;
use tongbao_document::{Block, Document, FigureId};

/// The whole workbook.
pub(super) fn workbook(document: &Document, theme: &Theme) -> Result<Workbook, XlsxError> {
    let mut names = reserved();
    let sheets = sheets(document, &mut names);
    let formulas = Formulas::of(&sheets);
    let mut styles = Styles::new(theme);
    let mut workbook = styles.workbook()?;
    contents::cover(workbook.add_worksheet().set_name(names::COVER)?, document, &sheets, &mut styles)?;
    contents::index(workbook.add_worksheet().set_name(names::INDEX)?, &sheets, &mut styles)?;
    notes::write(workbook.add_worksheet().set_name(names::NOTES)?, document, &sheets, &formulas, &mut styles)?;
    prose::write(workbook.add_worksheet().set_name(names::PROSE)?, document, &sheets, &styles)?;
    for (index, sheet) in sheets.iter().enumerate() {
        let page = workbook.add_worksheet().set_name(&sheet.name)?;
        let live = table::Live { formulas: &formulas, sheet: index };
        match sheet.exhibit {
            Exhibit::Table(content) => table::write(page, content, &names.table(&sheet.name), live, &mut styles)?,
            Exhibit::Chart(content) => chart::write(page, content, &sheet.name, live, &mut styles)?,
        }
    }
    for sheet in workbook.worksheets_mut() {
        page::announce(sheet, &document.properties);
    }
    Ok(workbook)
}

/// Figures that say how they follow from others, but whose cells stay constants.
pub(super) fn unexplained(document: &Document) -> Vec<FigureId> {
    Formulas::of(&sheets(document, &mut reserved())).into_refused()
}

/// Name of the sheet of each table and chart, in order, the document's own 说明 included.
pub(super) fn sheet_names(document: &Document) -> Vec<String> {
    let mut names: Vec<String> = sheets(document, &mut reserved()).into_iter().map(|sheet| sheet.name).collect();
    let first = names.len() - document.workbook_tables.iter().filter(|table| !notes::is_own(table)).count();
    for (position, _) in document.workbook_tables.iter().enumerate().filter(|(_, table)| notes::is_own(table)) {
        names.insert(first + position, names::NOTES.to_owned());
    }
    names
}

fn reserved() -> Names {
    Names::reserving(&[names::COVER, names::INDEX, names::NOTES, names::PROSE])
}

/// Tables and charts in reading order, then the tables of the workbook alone.
fn sheets<'a>(document: &'a Document, names: &mut Names) -> Vec<Sheet<'a>> {
    let exhibits = document.blocks().filter_map(|block| match block {
        Block::Table(table) => Some(Exhibit::Table(table)),
        Block::Chart(chart) => Some(Exhibit::Chart(chart)),
        Block::Heading { .. } | Block::Paragraph(_) | Block::Note(_) | Block::PageBreak => None,
    });
    // The document's own 说明 stands on the sheet of that name.
    let alone = document.workbook_tables.iter().filter(|table| !notes::is_own(table));
    exhibits
        .chain(alone.map(Exhibit::Table))
        .map(|exhibit| {
            let (name, title) = match exhibit {
                Exhibit::Table(table) => (&table.name, &table.title),
                Exhibit::Chart(chart) => (&chart.name, &chart.caption),
            };
            Sheet { name: names.sheet(name), title, exhibit }
        })
        .collect()
}
