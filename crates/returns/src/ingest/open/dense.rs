//! .xls and .ods: calamine lays each sheet out as a rectangle; here it becomes filled cells again.

use std::io::Cursor;

use calamine::{Data, DataType, Dimensions, Ods, OdsError, Range, Reader, SheetVisible, Xls};

use super::account::SheetAccount;
use super::biff;
use super::mend::{self, encoding};
use super::number_format::moved;
use super::package::{Package, is_xml};
use super::value::{in_words, since_1900, whole};
use super::{Refusal, worksheets};
use crate::finding::facts::{TooLarge, Truncated};
use crate::ingest::workbook::{Format, Layout, Odd, Rectangle, Value, Workbook};
use tongbao_document::count;

/// Of a version before Excel 97 what cannot be read is told for what it is.
pub(super) fn xls(bytes: &[u8]) -> Result<Workbook, Refusal> {
    let account = biff::account(bytes)?;
    let is_old = account.is_old;
    match of_records(account) {
        Err(Refusal::Truncated(_)) if is_old => Err(Refusal::Outdated),
        opened => opened,
    }
}

fn of_records(account: biff::Account) -> Result<Workbook, Refusal> {
    let mut accounts = account.sheets.into_iter();
    let mut source: Xls<_> = Xls::new(Cursor::new(account.clean.as_slice())).map_err(Refusal::damaged)?;
    let is_1904 = source.has_1904_epoch();
    let layout = |source: &mut Xls<_>, sheet: &str, account: &SheetAccount| Layout {
        merges: source.merge_cells_by_sheet_name(sheet).unwrap_or_default().iter().filter_map(rectangle).collect(),
        ..account.layout.clone()
    };
    sheets(&mut source, Workbook::new(Format::Xls, is_1904), Refusal::damaged, || accounts.next().unwrap_or_default(), layout)
}

pub(super) fn ods(bytes: &[u8]) -> Result<Workbook, Refusal> {
    let mut package = Package::unfold(bytes)?;
    package.mend(|name, part| is_xml(name).then(|| encoding::utf8(part.bytes()))?);
    // Both are asked for by calamine, and by nobody else.
    for (name, usual) in [("mimetype", MIMETYPE), ("META-INF/manifest.xml", "<manifest:manifest/>")] {
        if package.part(name).is_none() {
            package.put(name, usual.as_bytes().to_vec());
        }
    }
    let content = package.text("content.xml");
    let plain = mend::ods::plain(content, package.text("styles.xml"), package.text("meta.xml"));
    // What is encrypted is no text, and calamine says so.
    if plain.is_none() && !content.is_empty() {
        return Err(Refusal::Truncated(Truncated::Damaged));
    }
    let accounts = plain.map(|(content, accounts)| {
        package.mend(|name, _| (name == "content.xml").then(|| content.clone()));
        accounts
    });
    let mut accounts = accounts.unwrap_or_default().into_iter();
    let whole = package.whole()?;
    let mut source: Ods<_> = Ods::new(Cursor::new(whole.as_slice())).map_err(refused_ods)?;
    let layout = |_: &mut Ods<_>, _: &str, account: &SheetAccount| account.layout.clone();
    sheets(&mut source, Workbook::new(Format::Ods, false), refused_ods, || accounts.next().unwrap_or_default(), layout)
}

const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

fn rectangle(merged: &Dimensions) -> Option<Rectangle> {
    let place = |(row, column): (u32, u32)| Some((row, u16::try_from(column).ok()?));
    Some([place(merged.start)?, place(merged.end)?])
}

fn sheets<'bytes, Source, Refuse>(
    source: &mut Source,
    mut workbook: Workbook,
    refuse: Refuse,
    mut account: impl FnMut() -> SheetAccount,
    mut layout: impl FnMut(&mut Source, &str, &SheetAccount) -> Layout,
) -> Result<Workbook, Refusal>
where
    Source: Reader<Cursor<&'bytes [u8]>>,
    Refuse: Fn(Source::Error) -> Refusal,
{
    let sheets = worksheets(source.sheets_metadata())?;
    for sheet in sheets {
        let account = account();
        let range = source.worksheet_range(&sheet.name).map_err(&refuse)?;
        let formulas = source.worksheet_formula(&sheet.name).unwrap_or_default();
        workbook.begin_sheet(&sheet.name, sheet.visible != SheetVisible::Visible);
        for (row, column, value) in placed(&range) {
            put(&mut workbook, row, column, value, &account)?;
        }
        for (row, column, formula) in placed(&formulas) {
            let has_value = range.get_value((row, column)).is_some_and(|value| *value != Data::Empty);
            if !formula.is_empty() && (!has_value || account.empty_formulas.contains(&(row, column))) {
                workbook.put(row, column, Value::Uncalculated)?;
            }
        }
        for (at, words) in account.untyped.iter().filter(|(at, _)| is_blank(&range, **at)) {
            account.put_words(&mut workbook, *at, words)?;
        }
        for at in account.lost.iter().filter(|at| is_blank(&range, **at)) {
            workbook.put(at.0, at.1, Value::Lost)?;
        }
        let layout = layout(source, &sheet.name, &account);
        workbook.end_sheet(layout);
    }
    Ok(workbook)
}

fn is_blank(range: &Range<Data>, at: (u32, u32)) -> bool {
    range.get_value(at).is_none_or(|value| *value == Data::Empty)
}

/// The used cells of a range at their places in the sheet: a range counts from its own first cell, not from A1.
fn placed<T: calamine::CellType>(range: &Range<T>) -> impl Iterator<Item = (u32, u32, &T)> {
    let (first_row, first_column) = range.start().unwrap_or_default();
    let from = |first: u32, offset: usize| first.saturating_add(count::to_u32(offset));
    range.used_cells().map(move |(row, column, value)| (from(first_row, row), from(first_column, column), value))
}

fn put(workbook: &mut Workbook, row: u32, column: u32, value: &Data, account: &SheetAccount) -> Result<(), Refusal> {
    let place = (row, column);
    if account.uncalculated.contains(&place) {
        return workbook.put(row, column, Value::Uncalculated);
    }
    let number = value.as_f64().filter(|_| matches!(value, Data::Int(_) | Data::Float(_)));
    if account.is_manual && account.formulas.contains(&place) {
        if number == Some(0.0) {
            return workbook.put(row, column, Value::Uncalculated);
        }
        workbook.remark(row, column, Odd::Stale);
    }
    if let Some(error) = account.errors.get(&place) {
        return workbook.put(row, column, Value::Error(error));
    }
    if let Some(number) = number {
        return match account.words.get(&place) {
            Some(words) => account.put_words(workbook, place, &as_worded(number, words)),
            None => account.put_number(workbook, place, number),
        };
    }
    if let Data::String(text) = value {
        return account.put_words(workbook, place, account.texts.get(&place).unwrap_or(text));
    }
    let paint = account.paint(place);
    if paint.is_withdrawn() {
        let words = in_words(value, workbook.is_1904);
        return if words.is_empty() { Ok(()) } else { workbook.put(row, column, Value::Withdrawn(&words)) };
    }
    if paint.is_unseen() {
        workbook.remark_as_well(row, column, Odd::Hidden);
    }
    match value {
        Data::Empty => Ok(()),
        Data::Int(number) => workbook.put(row, column, whole(*number)),
        Data::Float(number) => workbook.put(row, column, Value::Number(*number)),
        Data::String(text) => workbook.put(row, column, Value::Text(text)),
        Data::Bool(truth) => workbook.put(row, column, Value::Bool(*truth)),
        Data::DateTime(moment) => workbook.put(row, column, Value::DateTime(since_1900(moment.as_f64(), workbook.is_1904))),
        Data::DateTimeIso(text) | Data::DurationIso(text) => workbook.put(row, column, Value::Iso(text)),
        Data::Error(error) => workbook.put(row, column, Value::Error(&error.to_string())),
    }
}

/// A number in the words that the file has for it: of a percentage as many digits as the number has.
fn as_worded(number: f64, words: &str) -> String {
    let rounded = words.strip_suffix(['%', '％']).and_then(|digits| digits.trim().replace(',', "").parse::<f64>().ok());
    match rounded.filter(|rounded| (rounded - number * 100.0).abs() <= 0.51) {
        Some(_) => format!("{}%", moved(number, 2)),
        None => words.to_owned(),
    }
}

fn refused_ods(error: OdsError) -> Refusal {
    match error {
        OdsError::Password => Refusal::Encrypted,
        OdsError::CellLimitExceeded { requested, .. } => {
            Refusal::TooLarge(TooLarge::AnnouncedCells { found: count::to_u64(requested) })
        }
        error => Refusal::damaged(error),
    }
}
