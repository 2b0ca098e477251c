//! .xlsx: parts are mended first, then cells are streamed with what their styles and the sheet say of them.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Reader, SheetVisible, Style, Xlsx, XlsxError};
use memchr::memmem;

use super::account::{At, CellStyle, SheetAccount};
use super::book::{self, Book, Calculation};
use super::mend::{self, encoding, runs, sheet, targets};
use super::number_format::NumberFormat;
use super::package::{Package, Part, is_xml};
use super::rules::{self, Looks};
use super::streamed::put_cell;
use super::xml::elements;
use super::{Refusal, comments, worksheets};
use crate::ingest::workbook::{Format, Rectangle, Value, Workbook};

pub(super) fn open(bytes: &[u8]) -> Result<Workbook, Refusal> {
    let mut package = Package::unfold(bytes)?;
    package.mend(|_, part| encoding::utf8(part.bytes()));
    package.mend(|name, part| (name == "xl/_rels/workbook.xml.rels").then(|| targets::plain(part.text()?))?);
    package.mend(|name, part| (name.ends_with("sharedstrings.xml") || is_sheet(name)).then(|| runs::marked(part.text()?))?);
    package.mend(|name, part| {
        is_sheet(name).then(|| part.text().filter(|text| sheet::is_odd(text)).and_then(|text| sheet::plain(text, None)))?
    });
    let place = book::place(&package);
    let styles = book::beside(&place, "styles.xml");
    if !package.text(&styles).contains("cellXfs") && package.has(|name, part| is_sheet(name) && has_styles(part)) {
        package.put(&styles, mend::styles::unknown().into_bytes());
    }
    match read(&package, &place) {
        Err(Refusal::Truncated(_)) => {
            // What stops calamine may be a detail that other programs pass over, or repair.
            mend_all(&mut package, &place);
            read(&package, &place)
        }
        opened => opened,
    }
}

fn is_sheet(part: &str) -> bool {
    part.contains("sheets/") && is_xml(part)
}

/// Whether cells of a sheet bear a style.
fn has_styles(part: &Part) -> bool {
    memmem::find(part.bytes(), b" s=\"").is_some()
}

/// Mends whatever could stop calamine.
fn mend_all(package: &mut Package, place: &str) {
    let related = book::related(package, place);
    let stands = |id: &str| {
        let is_sheet =
            |kind: &str| ["worksheet", "chartsheet", "dialogsheet"].iter().any(|sheet| kind.ends_with(&format!("/{sheet}")));
        related.get(id).is_some_and(|relation| is_sheet(&relation.kind) && package.part(&relation.target).is_some())
    };
    if let Some(plain) = mend::book::plain(package.text(place), stands) {
        package.put(place, plain);
    }
    let strings = count_of(package.text(&book::beside(place, "sharedStrings.xml")), "si");
    package.mend(|name, part| is_sheet(name).then(|| sheet::plain(part.text()?, (strings > 0).then_some(strings)))?);
    let styles = book::beside(place, "styles.xml");
    if package.part(&styles).is_some() {
        let plain = mend::styles::plain(package.text(&styles));
        package.put(&styles, plain.into_bytes());
    }
}

fn count_of(part: &str, name: &str) -> usize {
    let mut count = 0;
    elements(part, |element| count += usize::from(element.local_name().as_ref() == name));
    count
}

fn read(package: &Package, place: &str) -> Result<Workbook, Refusal> {
    let whole = package.whole()?;
    let mut source: Xlsx<_> = Xlsx::new(Cursor::new(whole.as_slice())).map_err(refused_xlsx)?;
    let book = Book::read(package, place);
    let looks = Looks::read(package.text(&book::beside(place, "styles.xml")));
    let mut workbook = Workbook::new(Format::Xlsx, source.has_1904_epoch());
    let mut palette = None;
    for sheet in worksheets(source.sheets_metadata())? {
        // A sheet of charts that does not say so.
        let account = match account(&mut source, &sheet.name, &mut palette) {
            Err(XlsxError::NotAWorksheet(_)) => continue,
            account => account.map_err(refused_xlsx)?,
        };
        let mut cells = match source.worksheet_cells_reader(&sheet.name) {
            Err(XlsxError::NotAWorksheet(_)) => continue,
            cells => cells.map_err(refused_xlsx)?,
        };
        let part = package.text(book.part_of(&sheet.name));
        let account = SheetAccount { conditions: rules::conditions(part, &looks), ..account };
        let mut spread = if book.calculation == Calculation::Always { BTreeSet::new() } else { places(&book::spread(part)) };
        workbook.begin_sheet(&sheet.name, sheet.visible != SheetVisible::Visible);
        // With the formulas, because a formula without a value looks like a blank cell otherwise.
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(refused_xlsx)? {
            let is_formula = spread.remove(&cell.pos) || cell.formula.is_some();
            put_cell(&mut workbook, cell.pos, &cell.value, is_formula.then_some(book.calculation), &account)?;
        }
        for (row, column) in spread {
            workbook.put(row, column, Value::Uncalculated)?;
        }
        let mut layout = book::layout(part);
        comments::read(package, book.part_of(&sheet.name), &mut layout);
        workbook.end_sheet(layout);
    }
    Ok(workbook)
}

/// The cells of rectangles: of as many as a return has.
fn places(rectangles: &[Rectangle]) -> BTreeSet<At> {
    let cells = |[first, last]: &Rectangle| {
        let (columns, rows) = (u32::from(first.1)..=u32::from(last.1), first.0..=last.0);
        rows.flat_map(move |row| columns.clone().map(move |column| (row, column))).take(MOST_SPREAD)
    };
    rectangles.iter().flat_map(cells).take(MOST_SPREAD).collect()
}

/// Cells of formulas that stand for several.
const MOST_SPREAD: usize = 20_000;

/// What each style of a workbook says of its cells; empty if none says anything.
type Palette = Vec<CellStyle>;

fn palette(styles: &[Style]) -> Palette {
    let format = |style: &Style| NumberFormat::odd(&style.number_format.as_ref()?.format_code);
    let is_struck = |style: &Style| style.font.as_ref().is_some_and(calamine::Font::has_strikethrough);
    let palette: Palette = styles.iter().map(|style| CellStyle { format: format(style), is_struck: is_struck(style) }).collect();
    if palette.iter().any(CellStyle::is_odd) { palette } else { Vec::new() }
}

/// Most workbooks have no such styles, and their sheets are not gone through for them; the palette is read with the first sheet.
fn account(source: &mut Xlsx<Cursor<&[u8]>>, sheet: &str, known: &mut Option<Palette>) -> Result<SheetAccount, XlsxError> {
    if known.as_ref().is_some_and(Vec::is_empty) {
        return Ok(SheetAccount::default());
    }
    let mut cells = source.worksheet_cells_reader(sheet)?;
    let palette = known.get_or_insert_with(|| palette(cells.styles()));
    let mut account = SheetAccount::default();
    if palette.is_empty() {
        return Ok(account);
    }
    while let Some((row, column, style)) = cells.next_style_id()? {
        if let Some(style) = palette.get(style) {
            account.bears((row, column), style);
        }
    }
    Ok(account)
}

fn refused_xlsx(error: XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Refusal::Encrypted,
        error => Refusal::damaged(error),
    }
}
