//! What happens to a workbook's bytes: cut off, blown up, a cached value lost.

use std::io::{Cursor, Read, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// More than any return may unfold to.
const BOMB_BYTES: usize = 80 * 1024 * 1024;

/// One more than a workbook may have.
const CELLS: u32 = 200_001;
const CELLS_OF_A_ROW: usize = 200;

/// The beginning of a file, as a broken connection leaves it.
pub fn truncated(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() / 2);
    bytes
}

/// The same workbook with one part changed as text; other parts keep their bytes.
pub fn with_part(bytes: &[u8], part: &str, change: impl FnOnce(String) -> String) -> Result<Vec<u8>, ZipError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut changed = ZipWriter::new(Cursor::new(Vec::new()));
    let mut change = Some(change);
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let name = entry.name()?.into_owned();
        if name == part
            && let Some(change) = change.take()
        {
            let mut text = String::new();
            entry.read_to_string(&mut text)?;
            changed.start_file(name, options())?;
            changed.write_all(change(text).as_bytes())?;
        } else {
            changed.raw_copy_file(entry)?;
        }
    }
    Ok(changed.finish()?.into_inner())
}

/// The same workbook with a part that unfolds to far more than a return may.
pub fn bomb(bytes: &[u8]) -> Result<Vec<u8>, ZipError> {
    let mut swollen = ZipWriter::new_append(Cursor::new(bytes.to_vec()))?;
    swollen.start_file("xl/media/image1.bin", options())?;
    let block = vec![0_u8; 1024 * 1024];
    for _megabyte in 0..BOMB_BYTES / block.len() {
        swollen.write_all(&block)?;
    }
    Ok(swollen.finish()?.into_inner())
}

/// The same workbook whose last sheet holds a whole register instead of a form.
pub fn crowded(bytes: &[u8], sheet: &str) -> Result<Vec<u8>, ZipError> {
    let cells: Vec<String> = (0..CELLS).map(|number| format!("<c><v>{}</v></c>", number % 2)).collect();
    let rows: Vec<String> = (1000..)
        .zip(cells.chunks(CELLS_OF_A_ROW))
        .map(|(row, cells)| format!("<row r=\"{row}\">{}</row>", cells.concat()))
        .collect();
    with_part(bytes, sheet, |text| text.replacen("</sheetData>", &format!("{}</sheetData>", rows.concat()), 1))
}

/// Formulas without the values that Excel would have kept beside them.
pub fn without_cached_values(bytes: &[u8], sheet: &str) -> Result<Vec<u8>, ZipError> {
    with_part(bytes, sheet, |text| {
        let mut kept = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("</f>") {
            kept.push_str(before);
            kept.push_str("</f>");
            rest = after;
            if let Some(after) = rest.strip_prefix("<v>") {
                rest = after.split_once("</v>").map_or("", |(_value, after)| after);
            }
        }
        kept.push_str(rest);
        kept
    })
}

/// Times are left out, so that the same parts give the same bytes.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(zip::DateTime::default())
}
