//! The order of a bulletin's sheets.

use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::XlsxError;

use crate::document::Block;
use crate::document::Chart;
use crate::document::Document;
use crate::document::Table;
use crate::render::theme::Theme;

use super::chart;
use super::contents;
use super::names::Names;
use super::prose;
use super::styles::Styles;
use super::table;

/// A sheet for a table or a chart.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    /// Legal and unique.
    pub(super) name: String,
    /// Printed above it.
    pub(super) title: &'a str,
    /// What stands on it.
    pub(super) exhibit: Exhibit<'a>,
}

/// What gets a sheet of its own.
#[derive(Debug, Clone, Copy)]
pub(super) enum Exhibit<'a> {
    /// A table.
    Table(&'a Table),
    /// A chart with its numbers.
    Chart(&'a Chart),
}

/// The whole workbook.
pub(super) fn workbook(document: &Document, theme: &Theme) -> Result<Workbook, XlsxError> {
    let mut names = Names::reserving(&[contents::COVER, contents::INDEX, prose::SHEET]);
    let sheets = sheets(document, &mut names);
    let mut styles = Styles::new(theme);
    let sample = document.properties.sample;
    let mut workbook = styles.workbook()?;
    contents::cover(workbook.add_worksheet().set_name(contents::COVER)?, document, &sheets, &mut styles)?;
    contents::index(workbook.add_worksheet().set_name(contents::INDEX)?, &sheets, &mut styles, sample)?;
    prose::write(workbook.add_worksheet().set_name(prose::SHEET)?, document, &sheets, &styles)?;
    for sheet in &sheets {
        let page = workbook.add_worksheet().set_name(&sheet.name)?;
        match sheet.exhibit {
            Exhibit::Table(content) => table::write(page, content, &names.table(&sheet.name), &mut styles, sample)?,
            Exhibit::Chart(content) => chart::write(page, content, &sheet.name, &mut styles, sample)?,
        }
    }
    Ok(workbook)
}

/// Name of each sheet behind the text, in order.
pub(super) fn sheet_names(document: &Document) -> Vec<String> {
    let mut names = Names::reserving(&[contents::COVER, contents::INDEX, prose::SHEET]);
    sheets(document, &mut names).into_iter().map(|sheet| sheet.name).collect()
}

/// Tables and charts in reading order, then the tables of the workbook alone.
fn sheets<'a>(document: &'a Document, names: &mut Names) -> Vec<Sheet<'a>> {
    let exhibits = document.blocks().filter_map(|block| match block {
        Block::Table(table) => Some(Exhibit::Table(table)),
        Block::Chart(chart) => Some(Exhibit::Chart(chart)),
        Block::Heading { .. } | Block::Paragraph(_) | Block::Note(_) => None,
    });
    exhibits
        .chain(document.workbook_tables.iter().map(Exhibit::Table))
        .map(|exhibit| {
            let (name, title) = match exhibit {
                Exhibit::Table(table) => (&table.name, &table.title),
                Exhibit::Chart(chart) => (&chart.name, &chart.caption),
            };
            Sheet { name: names.sheet(name), title, exhibit }
        })
        .collect()
}
