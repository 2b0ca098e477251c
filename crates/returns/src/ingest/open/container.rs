//! What the bytes are, and whether the container may be inflated at all.

use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;

use super::Refusal;
use crate::finding::facts::{Content, TooLarge};
use crate::ingest::workbook::Format;
use tongbao_document::count;

/// A return is some 30 kB that unfold to 300.
const MOST_UNFOLDED: u64 = 64 * 1024 * 1024;
/// More than this many times its own size is no honest workbook, …
const MOST_TIMES: u64 = 100;
/// … unless it is small: an empty form whose rows repeat one another folds by more than that and harms nobody.
const HARMLESS: u64 = 4 * 1024 * 1024;

const ZIP: &[u8] = b"PK\x03\x04";
const EMPTY_ZIP: &[u8] = b"PK\x05\x06";
const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// The record with which a stream of records begins since Excel 5, which some programs write without a file around it; before that a workbook was no
/// more than such a stream, with other numbers for each version.
const RECORDS: &[u8] = b"\x09\x08";
const OLD_RECORDS: [&[u8]; 3] = [b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00"];
/// How far from its end the directory of a container ends at most: behind it stands a comment.
const TAIL: usize = 22 + 0xffff;

type Archive<'bytes> = ZipArchive<Cursor<&'bytes [u8]>>;

/// Which workbook it is; refuses what is none, and what would not fit into memory.
pub(super) fn format(bytes: &[u8]) -> Result<Format, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::EmptyFile);
    }
    if bytes.starts_with(COMPOUND_FILE) || bytes.starts_with(RECORDS) {
        return Ok(Format::Xls);
    }
    if !bytes.starts_with(ZIP) && !bytes.starts_with(EMPTY_ZIP) {
        return behind_other_bytes(bytes).unwrap_or_else(|| Err(Refusal::is(content(bytes))));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(Refusal::damaged)?;
    let format = zipped(&mut archive)?;
    check_size(&archive, count::to_u64(bytes.len()))?;
    Ok(format)
}

/// Which workbook stands behind bytes that are none of it: other programs go by the directory at the end. Nothing if no workbook does.
fn behind_other_bytes(bytes: &[u8]) -> Option<Result<Format, Refusal>> {
    if !matches!(content(bytes), Content::Binary | Content::PlainText) {
        return None;
    }
    memmem::rfind(bytes.get(bytes.len().saturating_sub(TAIL)..)?, EMPTY_ZIP)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let format = match zipped(&mut archive) {
        Err(Refusal::NotAWorkbook(_)) => return None,
        format => format,
    };
    Some(format.and_then(|format| check_size(&archive, count::to_u64(bytes.len())).map(|()| format)))
}

fn zipped(archive: &mut Archive<'_>) -> Result<Format, Refusal> {
    const OPEN_DOCUMENT: &str = "application/vnd.oasis.opendocument.spreadsheet";
    let mut content = Content::Archive;
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(Refusal::damaged)?;
        let name = entry.name().map_err(Refusal::damaged)?.replace('\\', "/").to_ascii_lowercase();
        match name.as_str() {
            "xl/workbook.xml" => return unlocked(Format::Xlsx, entry.encrypted()),
            "xl/workbook.bin" => return unlocked(Format::Xlsb, entry.encrypted()),
            "word/document.xml" => content = Content::Word,
            "ppt/presentation.xml" => content = Content::PowerPoint,
            _ => {}
        }
    }
    let kind = beginning(archive, "mimetype");
    let is_ods = if kind.is_empty() {
        // Packed anew by hand, without the entry that says what it is.
        memmem::find(&beginning(archive, "META-INF/manifest.xml"), OPEN_DOCUMENT.as_bytes()).is_some()
    } else {
        kind.starts_with(OPEN_DOCUMENT.as_bytes())
    };
    let types = beginning(archive, "[Content_Types].xml");
    let declares = |what: &str| String::from_utf8_lossy(&types).contains(what);
    if is_ods {
        Ok(Format::Ods)
    } else if declares("spreadsheetml") {
        Ok(Format::Xlsx)
    } else if declares("ms-excel.sheet.binary") {
        Ok(Format::Xlsb)
    } else {
        Err(Refusal::is(content))
    }
}

fn unlocked(format: Format, is_encrypted: bool) -> Result<Format, Refusal> {
    if is_encrypted { Err(Refusal::Encrypted) } else { Ok(format) }
}

/// The first 16 KiB of an entry, nothing if there is none.
fn beginning(archive: &mut Archive<'_>, name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Ok(entry) = archive.by_name(name) {
        // A broken entry reads as far as it goes; the format's own reader will complain.
        let _ = entry.take(16 * 1024).read_to_end(&mut bytes);
    }
    bytes
}

/// The declared sizes can be trusted: zip ends an entry with an error where it unfolds to more.
fn check_size(archive: &Archive<'_>, size: u64) -> Result<(), Refusal> {
    let mut unfolded = 0_u64;
    for index in 0..archive.len() {
        unfolded = unfolded.saturating_add(archive.by_index_data(index).map_err(Refusal::damaged)?.size());
    }
    let limit = MOST_UNFOLDED.min(size.saturating_mul(MOST_TIMES).max(HARMLESS));
    if unfolded > limit { Err(too_large(unfolded, size)) } else { Ok(()) }
}

fn too_large(unfolded: u64, size: u64) -> Refusal {
    Refusal::TooLarge(TooLarge::Unfolded { bytes: size, mebibytes: unfolded.div_ceil(1024 * 1024) })
}

/// What people send instead of a workbook, by its first bytes.
fn content(bytes: &[u8]) -> Content {
    let head = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let text = String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    let signatures: [(&[u8], Content); 8] = [
        (b"%PDF", Content::Pdf),
        (b"Rar!", Content::Rar),
        (b"7z\xBC\xAF", Content::SevenZip),
        (b"\x1F\x8B", Content::Gzip),
        (b"\x89PNG", Content::Image),
        (b"\xFF\xD8\xFF", Content::Image),
        (b"GIF8", Content::Image),
        (b"{\\rtf", Content::Rtf),
    ];
    if OLD_RECORDS.iter().any(|records| bytes.starts_with(records)) {
        Content::OldExcel
    } else if let Some((_, content)) = signatures.into_iter().find(|(signature, _)| head.starts_with(signature)) {
        content
    } else if text.starts_with("<html") || text.starts_with("<!doctype html") || text.contains("<table") {
        Content::Html
    } else if text.starts_with("<?xml") || text.starts_with("<workbook") {
        Content::Xml
    } else if head.contains(&0) {
        Content::Binary
    } else {
        Content::PlainText
    }
}
