//! .xlsb: cells are streamed with what their styles and the sheet say of them.

use std::io::Cursor;

use calamine::{Reader, SheetVisible, Xlsb, XlsbError};

use super::binary::{self, Binary, STYLES};
use super::mend::records;
use super::package::Package;
use super::streamed::put_cell;
use super::{Refusal, comments, worksheets};
use crate::ingest::workbook::{Format, Value, Workbook};

pub(super) fn open(bytes: &[u8]) -> Result<Workbook, Refusal> {
    let mut package = Package::unfold(bytes)?;
    let strings = binary::strings(package.bytes("xl/sharedStrings.bin"));
    package.mend(|name, part| name.contains("worksheets/").then(|| records::full(part.bytes(), strings))?);
    match read(&package) {
        Err(Refusal::Truncated(_)) if package.part(STYLES).is_some() => {
            // Without its styles the numbers are of formats that the file has lost.
            package.remove(STYLES);
            read(&package)
        }
        opened => opened,
    }
}

fn read(package: &Package) -> Result<Workbook, Refusal> {
    let whole = package.whole()?;
    let binary = Binary::read(package);
    let mut source: Xlsb<_> = Xlsb::new(Cursor::new(whole.as_slice())).map_err(refused_xlsb)?;
    let mut workbook = Workbook::new(Format::Xlsb, source.has_1904_epoch());
    let sheets = worksheets(source.sheets_metadata())?;
    for sheet in sheets {
        workbook.begin_sheet(&sheet.name, sheet.visible != SheetVisible::Visible);
        let mut account = binary.account(package, &sheet.name);
        let mut cells = source.worksheet_cells_reader(&sheet.name).map_err(refused_xlsb)?;
        while let Some(cell) = cells.next_cell().map_err(refused_xlsb)? {
            let (row, column) = cell.get_position();
            let formula = account.formulas.contains(&(row, column)).then_some(binary.calculation);
            put_cell(&mut workbook, (row, column), cell.get_value(), formula, &account)?;
        }
        // A formula always carries a value; calamine passes over those whose value is an error.
        for ((row, column), error) in &account.errors {
            workbook.put(*row, *column, Value::Error(error))?;
        }
        comments::read(package, binary.part_of(&sheet.name), &mut account.layout);
        workbook.end_sheet(account.layout);
    }
    Ok(workbook)
}

fn refused_xlsb(error: XlsbError) -> Refusal {
    match error {
        XlsbError::Password => Refusal::Encrypted,
        error => Refusal::damaged(error),
    }
}
