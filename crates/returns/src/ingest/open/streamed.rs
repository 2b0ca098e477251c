//! .xlsx and .xlsb: cell by cell, as they stand in the file.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{DataRef, DataType, Reader, SheetVisible, Style, Xlsb, XlsbError, Xlsx, XlsxError};

use super::book::{self, Book, Calculation};
use super::mend::{encoding, records, runs, sheet};
use super::number_format::{NumberFormat, Shown};
use super::package::{Package, is_xml};
use super::value::{since_1900, whole};
use super::{Refusal, worksheets};
use crate::ingest::workbook::{Format, Layout, Odd, Value, Workbook};

pub(super) fn xlsx(bytes: &[u8]) -> Result<Workbook, Refusal> {
    let mut package = Package::unfold(bytes)?;
    package.mend(|_, part| encoding::utf8(part));
    package.mend(|name, part| (name.ends_with("sharedstrings.xml") || is_sheet(name)).then(|| runs::marked(part))?);
    package.mend(|name, part| (is_sheet(name) && sheet::is_odd(part)).then(|| sheet::plain(part))?);
    match read(&package) {
        Err(Refusal::Truncated(_)) => {
            // What stops calamine may be a detail that other programs pass over.
            package.mend(|name, part| is_sheet(name).then(|| sheet::plain(part))?);
            read(&package)
        }
        opened => opened,
    }
}

fn is_sheet(part: &str) -> bool {
    part.contains("sheets/") && is_xml(part)
}

fn read(package: &Package) -> Result<Workbook, Refusal> {
    let whole = package.whole()?;
    let mut source: Xlsx<_> = Xlsx::new(Cursor::new(whole.as_slice())).map_err(refused_xlsx)?;
    let book = Book::read(package);
    let mut workbook = Workbook::new(Format::Xlsx, source.has_1904_epoch());
    let mut palette = None;
    for sheet in worksheets(source.sheets_metadata())? {
        let Styles { formats, struck } = match styles(&mut source, &sheet.name, &mut palette) {
            Ok(styles) => styles,
            // A sheet of charts that does not say so.
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(refused_xlsx(error)),
        };
        let mut cells = source.worksheet_cells_reader(&sheet.name).map_err(refused_xlsx)?;
        workbook.begin_sheet(&sheet.name, sheet.visible != SheetVisible::Visible);
        // With the formulas, because a formula without a value looks like a blank cell otherwise.
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(refused_xlsx)? {
            let (row, column) = cell.pos;
            let is_formula = cell.formula.is_some();
            if is_formula && book.calculation == Calculation::Manual {
                workbook.remark(row, column, Odd::Stale);
            }
            let is_calculated = !matches!(cell.value, DataRef::Empty) && book.calculation == Calculation::Always;
            if is_formula && !is_calculated && is_nothing(&cell.value) {
                workbook.put(row, column, Value::Uncalculated)?;
            } else if struck.contains(&(row, column)) {
                put_struck(&mut workbook, row, column, &cell.value)?;
            } else if let (DataRef::Float(number), Some(format)) = (&cell.value, formats.get(&(row, column))) {
                put_shown(&mut workbook, row, column, *number, format.shows(*number))?;
            } else {
                put(&mut workbook, row, column, &cell.value)?;
            }
        }
        workbook.end_sheet(book::layout(book.part(package, &sheet.name)));
    }
    Ok(workbook)
}

/// The cells of a sheet whose styles say that they are not read as they stand.
#[derive(Default)]
struct Styles {
    /// Those that show another number than they hold.
    formats: BTreeMap<(u32, u32), NumberFormat>,
    /// Those that are struck out.
    struck: BTreeSet<(u32, u32)>,
}

/// What each style of a workbook says of such cells; empty if none does.
type Palette = Vec<(Option<NumberFormat>, bool)>;

fn palette(styles: &[Style]) -> Palette {
    let format = |style: &Style| NumberFormat::odd(&style.number_format.as_ref()?.format_code);
    let is_struck = |style: &Style| style.font.as_ref().is_some_and(calamine::Font::has_strikethrough);
    let palette: Palette = styles.iter().map(|style| (format(style), is_struck(style))).collect();
    let is_odd = |(format, is_struck): &(Option<NumberFormat>, bool)| format.is_some() || *is_struck;
    if palette.iter().any(is_odd) { palette } else { Vec::new() }
}

/// Most workbooks have no such styles, and their sheets are not gone through for them; the palette is read with the first sheet.
fn styles(source: &mut Xlsx<Cursor<&[u8]>>, sheet: &str, known: &mut Option<Palette>) -> Result<Styles, XlsxError> {
    let mut cells = source.worksheet_cells_reader(sheet)?;
    let palette = known.get_or_insert_with(|| palette(cells.styles()));
    let mut styles = Styles::default();
    if palette.is_empty() {
        return Ok(styles);
    }
    while let Some((row, column, style)) = cells.next_style_id()? {
        let Some((format, is_struck)) = palette.get(style) else { continue };
        if *is_struck {
            styles.struck.insert((row, column));
        } else if let Some(format) = format {
            styles.formats.insert((row, column), format.clone());
        }
    }
    Ok(styles)
}

/// A cell that is struck out as a whole.
fn put_struck(workbook: &mut Workbook, row: u32, column: u32, value: &DataRef<'_>) -> Result<(), Refusal> {
    match value {
        DataRef::Empty => Ok(()),
        DataRef::String(text) => workbook.put(row, column, Value::Withdrawn(text)),
        DataRef::SharedString(text) => workbook.put(row, column, Value::Withdrawn(text)),
        other => workbook.put(row, column, Value::Withdrawn(&other.as_string().unwrap_or_default())),
    }
}

/// What a program leaves behind a formula that does not calculate.
fn is_nothing(value: &DataRef<'_>) -> bool {
    match value {
        DataRef::Empty => true,
        DataRef::Int(number) => *number == 0,
        DataRef::Float(number) => *number == 0.0,
        DataRef::String(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// A number as its cell shows it.
pub(super) fn put_shown(workbook: &mut Workbook, row: u32, column: u32, number: f64, shown: Shown) -> Result<(), Refusal> {
    match shown {
        Shown::As(text) => return workbook.put(row, column, Value::Text(&text)),
        Shown::Scaled => workbook.remark(row, column, Odd::Scaled),
        Shown::Hidden => workbook.remark(row, column, Odd::Hidden),
        Shown::Plain => {}
    }
    workbook.put(row, column, Value::Number(number))
}

/// In .xlsb a formula always carries a value; calamine passes over those whose value is an error, so each formula counts as one until
/// its value is found.
pub(super) fn xlsb(bytes: &[u8]) -> Result<Workbook, Refusal> {
    let mut package = Package::unfold(bytes)?;
    package.mend(|name, part| name.contains("worksheets/").then(|| records::full(part))?);
    let whole = package.whole()?;
    let mut source: Xlsb<_> = Xlsb::new(Cursor::new(whole.as_slice())).map_err(refused_xlsb)?;
    let mut workbook = Workbook::new(Format::Xlsb, source.has_1904_epoch());
    let sheets = worksheets(source.sheets_metadata())?;
    for sheet in sheets {
        workbook.begin_sheet(&sheet.name, sheet.visible != SheetVisible::Visible);
        let mut formulas = source.worksheet_cells_reader(&sheet.name).map_err(refused_xlsb)?;
        let mut unread = BTreeSet::new();
        // A formula of a kind that calamine cannot spell out ends this pass only.
        while let Ok(Some(cell)) = formulas.next_formula() {
            unread.insert(cell.get_position());
        }
        drop(formulas);
        let mut cells = source.worksheet_cells_reader(&sheet.name).map_err(refused_xlsb)?;
        while let Some(cell) = cells.next_cell().map_err(refused_xlsb)? {
            let (row, column) = cell.get_position();
            unread.remove(&(row, column));
            put(&mut workbook, row, column, cell.get_value())?;
        }
        for (row, column) in unread {
            workbook.put(row, column, Value::Error("#ERROR!"))?;
        }
        workbook.end_sheet(Layout::default());
    }
    Ok(workbook)
}

fn put(workbook: &mut Workbook, row: u32, column: u32, value: &DataRef<'_>) -> Result<(), Refusal> {
    match value {
        DataRef::Empty => Ok(()),
        DataRef::Int(number) => workbook.put(row, column, whole(*number)),
        DataRef::Float(number) => workbook.put(row, column, Value::Number(*number)),
        DataRef::String(text) => workbook.put(row, column, Value::Text(text)),
        DataRef::SharedString(text) => workbook.put(row, column, Value::Text(text)),
        DataRef::Bool(truth) => workbook.put(row, column, Value::Bool(*truth)),
        DataRef::DateTime(moment) => workbook.put(row, column, Value::DateTime(since_1900(moment.as_f64(), workbook.is_1904))),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => workbook.put(row, column, Value::Iso(text)),
        DataRef::Error(error) => workbook.put(row, column, Value::Error(&error.to_string())),
    }
}

fn refused_xlsx(error: XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Refusal::Encrypted,
        error => Refusal::damaged(error),
    }
}

fn refused_xlsb(error: XlsbError) -> Refusal {
    match error {
        XlsbError::Password => Refusal::Encrypted,
        error => Refusal::damaged(error),
    }
}
