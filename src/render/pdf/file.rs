//! Pages to the bytes of a PDF: subset fonts, properties, bookmarks, and an identifier made from the content.

use std::collections::BTreeSet;

use lopdf::Dictionary;
use lopdf::Object;
use lopdf::ObjectId;
use lopdf::StringFormat;
use printpdf::Mm;
use printpdf::PdfDocument;
use printpdf::PdfFont;
use printpdf::PdfPage;
use printpdf::PdfSaveOptions;

use crate::document::Document;
use crate::document::Properties;
use crate::render::House;
use crate::render::RenderError;
use crate::render::pdf::flow::Bookmark;
use crate::render::pdf::flow::Page;
use crate::render::pdf::flow::Pages;
use crate::render::pdf::frame::Frame;
use crate::render::pdf::furniture;
use crate::render::pdf::ink;
use crate::render::pdf::prose::Prose;

/// Stands for the identifier until the content is known; found again by this pattern in the file's trailer.
const PLACEHOLDER: &[u8; 16] = b"identifier-here!";

/// Writes the pages.
pub(super) fn write(document: &Document, house: &House, frame: &Frame, pages: &Pages) -> Result<Vec<u8>, RenderError> {
    let refuse = |reason: String| RenderError::Pdf { title: document.properties.title.clone(), reason };
    let mut faces = BTreeSet::new();
    let mut sheets = Vec::with_capacity(pages.pages.len());
    for (index, page) in pages.pages.iter().enumerate() {
        sheets.push(sheet(document, house, frame, page, index + 1, &mut faces)?);
    }
    let mut printed = PdfDocument::new("");
    printed.pages = sheets;
    for face in faces {
        if let Some(program) = house.faces.program(face) {
            printed.resources.fonts.map.insert(ink::font_id(face), PdfFont::new(program.clone()));
        }
    }
    let mut warnings = Vec::new();
    let mut file = printed.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    if let Some(warning) = warnings.first() {
        return Err(refuse(warning.msg.clone()));
    }
    // /Lang and /ViewerPreferences are younger than the version that printpdf writes.
    "1.7".clone_into(&mut file.version);
    describe(&mut file, &document.properties).map_err(|error| refuse(error.to_string()))?;
    outline(&mut file, &pages.bookmarks, frame).map_err(|error| refuse(error.to_string()))?;
    let placeholder = Object::String(PLACEHOLDER.to_vec(), StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![placeholder.clone(), placeholder]);
    file.compress();
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|error| refuse(error.to_string()))?;
    identify(&mut bytes);
    Ok(bytes)
}

fn sheet(
    document: &Document,
    house: &House,
    frame: &Frame,
    page: &Page,
    number: usize,
    faces: &mut BTreeSet<u16>,
) -> Result<PdfPage, RenderError> {
    let prose = Prose::new(house, frame, false);
    // Number and notices stay where they are on other pages, however the table lies.
    let notices = furniture::notices(&prose, &document.properties)?;
    let number = furniture::page_number(&prose, number)?;
    let mut operations = ink::operations(&notices, false, frame, faces);
    operations.extend(ink::operations(&page.marks, page.sideways, frame, faces));
    operations.extend(ink::operations(&number, false, frame, faces));
    Ok(PdfPage::new(Mm(house.profile.page.width), Mm(house.profile.page.height), operations))
}

/// Title, author, subject and date; the language; the title in the window's bar.
fn describe(file: &mut lopdf::Document, properties: &Properties) -> Result<(), lopdf::Error> {
    let (year, month, day) = properties.as_of;
    let date = Object::string_literal(format!("D:{year:04}{month:02}{day:02}000000+08'00'"));
    let mut about = Dictionary::new();
    about.set("Title", utf16(&properties.title));
    about.set("Author", utf16(&properties.author));
    about.set("Subject", utf16(&properties.subject));
    about.set("Keywords", utf16(&properties.status));
    about.set("Creator", Object::string_literal("tongbao"));
    about.set("Producer", Object::string_literal("tongbao"));
    about.set("CreationDate", date.clone());
    about.set("ModDate", date);
    if let Object::Reference(id) = *file.trailer.get(b"Info")? {
        file.set_object(id, about);
    }
    let mut preferences = Dictionary::new();
    preferences.set("DisplayDocTitle", true);
    let catalog = file.catalog_mut()?;
    catalog.set("Lang", Object::string_literal("zh-CN"));
    catalog.set("ViewerPreferences", preferences);
    Ok(())
}

/// Bookmarks in the order of the document; printpdf would sort those of one page by their text.
fn outline(file: &mut lopdf::Document, bookmarks: &[Bookmark], frame: &Frame) -> Result<(), lopdf::Error> {
    if bookmarks.is_empty() {
        return Ok(());
    }
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    let root = file.new_object_id();
    let ids: Vec<ObjectId> = bookmarks.iter().map(|_| file.new_object_id()).collect();
    for (index, bookmark) in bookmarks.iter().enumerate() {
        let Some((id, page)) = ids.get(index).zip(pages.get(bookmark.page)) else { continue };
        let top = (frame.paper_height - frame.top - bookmark.y).round();
        let mut entry = Dictionary::new();
        entry.set("Title", utf16(&bookmark.title));
        entry.set("Parent", root);
        entry.set("Dest", vec![Object::Reference(*page), "XYZ".into(), Object::Null, top.into(), Object::Null]);
        if let Some(previous) = index.checked_sub(1).and_then(|previous| ids.get(previous)) {
            entry.set("Prev", *previous);
        }
        if let Some(next) = ids.get(index + 1) {
            entry.set("Next", *next);
        }
        file.set_object(*id, entry);
    }
    let mut entries = Dictionary::new();
    entries.set("Type", "Outlines");
    entries.set("Count", i64::try_from(ids.len()).unwrap_or(i64::MAX));
    if let Some((first, last)) = ids.first().zip(ids.last()) {
        entries.set("First", *first);
        entries.set("Last", *last);
    }
    file.set_object(root, entries);
    let catalog = file.catalog_mut()?;
    catalog.set("Outlines", root);
    catalog.set("PageMode", "UseOutlines");
    Ok(())
}

/// The identifier is a hash of everything else in the file: equal documents are equal files.
fn identify(bytes: &mut [u8]) {
    let pattern: Vec<u8> = PLACEHOLDER.iter().flat_map(|byte| format!("{byte:02X}").into_bytes()).collect();
    let hash = blake3::hash(bytes);
    let identifier: Vec<u8> = hash.as_bytes().iter().take(16).flat_map(|byte| format!("{byte:02X}").into_bytes()).collect();
    let trailer = bytes.len().saturating_sub(1024);
    let Some(tail) = bytes.get_mut(trailer..) else { return };
    let places: Vec<usize> =
        tail.windows(pattern.len()).enumerate().filter(|(_, window)| *window == pattern.as_slice()).map(|(at, _)| at).collect();
    for at in places {
        if let Some(slot) = tail.get_mut(at..at + identifier.len()) {
            slot.copy_from_slice(&identifier);
        }
    }
}

fn utf16(text: &str) -> Object {
    let bytes = [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}
