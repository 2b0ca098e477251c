//! .xlsx and .xlsb: cell by cell, as they stand in the file.

use std::io::Cursor;

use calamine::{DataRef, DataType, Reader, SheetVisible, Style, Xlsb, XlsbError, Xlsx, XlsxError};

use super::account::{At, CellStyle, SheetAccount};
use super::binary::Binary;
use super::book::{self, Book, Calculation};
use super::mend::{encoding, records, runs, sheet, targets};
use super::number_format::{NumberFormat, Shown};
use super::package::{Package, is_xml};
use super::value::{since_1900, whole};
use super::{Refusal, worksheets};
use crate::ingest::workbook::{Format, Odd, Value, Workbook};

pub(super) fn xlsx(bytes: &[u8]) -> Result<Workbook, Refusal> {
    let mut package = Package::unfold(bytes)?;
    package.mend(|_, part| encoding::utf8(part.bytes()));
    package.mend(|name, part| (name == "xl/_rels/workbook.xml.rels").then(|| targets::plain(part.text()?))?);
    package.mend(|name, part| (name.ends_with("sharedstrings.xml") || is_sheet(name)).then(|| runs::marked(part.text()?))?);
    package.mend(|name, part| is_sheet(name).then(|| part.text().filter(|text| sheet::is_odd(text)).and_then(sheet::plain))?);
    match read(&package) {
        Err(Refusal::Truncated(_)) => {
            // What stops calamine may be a detail that other programs pass over.
            package.mend(|name, part| is_sheet(name).then(|| sheet::plain(part.text()?))?);
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
        // A sheet of charts that does not say so.
        let account = match account(&mut source, &sheet.name, &mut palette) {
            Err(XlsxError::NotAWorksheet(_)) => continue,
            account => account.map_err(refused_xlsx)?,
        };
        let mut cells = match source.worksheet_cells_reader(&sheet.name) {
            Err(XlsxError::NotAWorksheet(_)) => continue,
            cells => cells.map_err(refused_xlsx)?,
        };
        workbook.begin_sheet(&sheet.name, sheet.visible != SheetVisible::Visible);
        // With the formulas, because a formula without a value looks like a blank cell otherwise.
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(refused_xlsx)? {
            let (row, column) = cell.pos;
            let formula = cell.formula.as_ref().map(|_| book.calculation);
            put_cell(&mut workbook, (row, column), &cell.value, formula, &account)?;
        }
        workbook.end_sheet(book::layout(book.part(package, &sheet.name)));
    }
    Ok(workbook)
}

/// A cell as it is shown; of a formula, when it is calculated.
fn put_cell(
    workbook: &mut Workbook,
    (row, column): At,
    value: &DataRef<'_>,
    formula: Option<Calculation>,
    account: &SheetAccount,
) -> Result<(), Refusal> {
    let at = (row, column);
    if matches!(formula, Some(Calculation::Manual | Calculation::OnLoad)) {
        workbook.remark(row, column, Odd::Stale);
    }
    let is_calculated = |when| !matches!(value, DataRef::Empty) && when == Calculation::Always;
    if formula.is_some_and(|when| !is_calculated(when)) && is_nothing(value) {
        return workbook.put(row, column, Value::Uncalculated);
    }
    if account.struck.contains(&at) {
        return put_struck(workbook, at, value);
    }
    if let Some(text) = account.texts.get(&at).filter(|_| matches!(value, DataRef::String(_) | DataRef::SharedString(_))) {
        return workbook.put(row, column, Value::Text(text));
    }
    let number = value.as_f64().filter(|_| matches!(value, DataRef::Int(_) | DataRef::Float(_)));
    match number.zip(account.formats.get(&at)) {
        Some((number, format)) => put_shown(workbook, row, column, number, format.shows(number)),
        None => put(workbook, row, column, value),
    }
}

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

/// A cell that is struck out as a whole.
fn put_struck(workbook: &mut Workbook, (row, column): At, value: &DataRef<'_>) -> Result<(), Refusal> {
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
        DataRef::String(text) => matches!(text.trim(), "" | "0"),
        _ => false,
    }
}

/// A number as its cell shows it.
pub(super) fn put_shown(workbook: &mut Workbook, row: u32, column: u32, number: f64, shown: Shown) -> Result<(), Refusal> {
    match shown {
        Shown::As(text) => return workbook.put(row, column, Value::Text(&text)),
        Shown::Scaled => workbook.remark(row, column, Odd::Scaled),
        Shown::Words(words) => workbook.remark(row, column, Odd::Worded(words)),
        Shown::Hidden => workbook.remark(row, column, Odd::Hidden),
        Shown::Plain => {}
    }
    workbook.put(row, column, Value::Number(number))
}

/// In .xlsb a formula always carries a value; calamine passes over those whose value is an error, so each formula counts as one until
/// its value is found.
pub(super) fn xlsb(bytes: &[u8]) -> Result<Workbook, Refusal> {
    let mut package = Package::unfold(bytes)?;
    package.mend(|name, part| name.contains("worksheets/").then(|| records::full(part.bytes()))?);
    let whole = package.whole()?;
    let binary = Binary::read(&package);
    let mut source: Xlsb<_> = Xlsb::new(Cursor::new(whole.as_slice())).map_err(refused_xlsb)?;
    let mut workbook = Workbook::new(Format::Xlsb, source.has_1904_epoch());
    let sheets = worksheets(source.sheets_metadata())?;
    for sheet in sheets {
        workbook.begin_sheet(&sheet.name, sheet.visible != SheetVisible::Visible);
        let mut formulas = source.worksheet_cells_reader(&sheet.name).map_err(refused_xlsb)?;
        let mut account = binary.account(&package, &sheet.name);
        // A formula of a kind that calamine cannot spell out ends this pass only.
        while let Ok(Some(cell)) = formulas.next_formula() {
            account.formulas.insert(cell.get_position());
        }
        drop(formulas);
        let mut unread = account.formulas.clone();
        let mut cells = source.worksheet_cells_reader(&sheet.name).map_err(refused_xlsb)?;
        while let Some(cell) = cells.next_cell().map_err(refused_xlsb)? {
            let (row, column) = cell.get_position();
            unread.remove(&(row, column));
            let formula = account.formulas.contains(&(row, column)).then_some(binary.calculation);
            put_cell(&mut workbook, (row, column), cell.get_value(), formula, &account)?;
        }
        for (row, column) in unread {
            workbook.put(row, column, Value::Error("#ERROR!"))?;
        }
        workbook.end_sheet(account.layout);
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
