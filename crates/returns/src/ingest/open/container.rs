//! What the bytes are, and whether the container may be inflated at all.

use std::io::{Cursor, Read};

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

type Archive<'bytes> = ZipArchive<Cursor<&'bytes [u8]>>;

/// Which workbook it is; refuses what is none, and what would not fit into memory.
pub(super) fn format(bytes: &[u8]) -> Result<Format, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::EmptyFile);
    }
    if bytes.starts_with(COMPOUND_FILE) {
        return Ok(Format::Xls);
    }
    if !bytes.starts_with(ZIP) && !bytes.starts_with(EMPTY_ZIP) {
        return Err(Refusal::is(content(bytes)));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(Refusal::damaged)?;
    let format = zipped(&mut archive)?;
    check_size(&archive, count::to_u64(bytes.len()))?;
    Ok(format)
}

fn zipped(archive: &mut Archive<'_>) -> Result<Format, Refusal> {
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
    let is_ods = begins_with(archive, "mimetype", b"application/vnd.oasis.opendocument.spreadsheet");
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

fn begins_with(archive: &mut Archive<'_>, name: &str, expected: &[u8]) -> bool {
    beginning(archive, name).starts_with(expected)
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
    if let Some((_, content)) = signatures.into_iter().find(|(signature, _)| head.starts_with(signature)) {
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
