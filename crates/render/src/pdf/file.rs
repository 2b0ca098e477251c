//! Paginated to the bytes of a PDF: subset fonts, properties, bookmarks, and an identifier made from the content.

use lopdf::{Dictionary, Object, ObjectId, StringFormat};

use super::object::{TEXT, compressed, utf16};
use crate::error::PdfError;
use crate::pdf::embed::{Fonts, Used};
use crate::pdf::flow::Paginated;
use crate::pdf::frame::{Frame, MM};
use crate::pdf::ink::Ink;
use crate::pdf::mark::Mark;
use crate::pdf::prose::Prose;
use crate::pdf::{contents, furniture};
use crate::{House, RenderError};
use tongbao_document::{Document, Properties, count};

/// Stands for the identifier until the content is known; found again by this pattern in the file's trailer.
const PLACEHOLDER: &[u8; 16] = b"identifier-here!";

/// Writes the pages.
pub(super) fn write(document: &Document, house: &House, frame: &Frame, pages: &Paginated) -> Result<Vec<u8>, RenderError> {
    let refuse = |source: PdfError| RenderError::Pdf { title: document.properties.title.clone(), source };
    let prose = Prose::new(house, frame, false);
    let notices = furniture::notices(&prose, &document.properties)?;
    let numbers: Vec<Vec<Mark>> =
        (1..=pages.pages.len()).map(|number| furniture::page_number(&prose, number)).collect::<Result<_, _>>()?;
    let fonts = Fonts::subset(&house.faces, used(pages, &notices, &numbers)).map_err(refuse)?;
    // The first version that knows all that is written here.
    let mut file = lopdf::Document::with_version("1.7");
    let catalog = file.new_object_id();
    let resources = resources(&mut file, &fonts);
    let tree = file.new_object_id();
    let mut sheets = Vec::with_capacity(pages.pages.len());
    for (page, number) in pages.pages.iter().zip(&numbers) {
        let mut ink = Ink::new(frame, &fonts);
        // Number and notices stay where they are on other pages, however the table lies.
        ink.artifact(&notices, false);
        ink.artifact(&page.repeated, page.sideways);
        ink.marks(&page.marks, page.sideways);
        ink.artifact(number, false);
        let content = file.add_object(compressed(Dictionary::new(), &ink.into_bytes(), TEXT));
        let mut sheet = Dictionary::new();
        sheet.set("Type", "Page");
        sheet.set("Parent", tree);
        sheet.set("MediaBox", media_box(house));
        sheet.set("Resources", resources);
        sheet.set("Contents", content);
        sheets.push(file.add_object(sheet));
    }
    page_tree(&mut file, tree, &sheets);
    let outline = contents::write(&mut file, &pages.bookmarks, &sheets, frame);
    let about = file.add_object(about(&document.properties));
    file.set_object(catalog, entries(tree, outline));
    file.trailer.set("Root", catalog);
    file.trailer.set("Info", about);
    let placeholder = Object::String(PLACEHOLDER.to_vec(), StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![placeholder.clone(), placeholder]);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|error| refuse(PdfError::Objects(error)))?;
    identify(&mut bytes);
    Ok(bytes)
}

fn used(pages: &Paginated, notices: &[Mark], numbers: &[Vec<Mark>]) -> Used {
    let mut used = Used::default();
    used.add(notices);
    for number in numbers {
        used.add(number);
    }
    for page in &pages.pages {
        used.add(&page.repeated);
        used.add(&page.marks);
    }
    used
}

fn resources(file: &mut lopdf::Document, fonts: &Fonts) -> ObjectId {
    let fonts = fonts.write(file);
    let mut resources = Dictionary::new();
    resources.set("Font", fonts);
    file.add_object(resources)
}

fn media_box(house: &House) -> Vec<Object> {
    let page = house.profile.page;
    let rounded = |millimetres: f32| Object::Real((millimetres * MM * 100.0).round() / 100.0);
    vec![0.into(), 0.into(), rounded(page.width), rounded(page.height)]
}

fn page_tree(file: &mut lopdf::Document, id: ObjectId, sheets: &[ObjectId]) {
    let mut tree = Dictionary::new();
    tree.set("Type", "Pages");
    tree.set("Count", count::to_i64(sheets.len()));
    tree.set("Kids", sheets.iter().copied().map(Object::Reference).collect::<Vec<_>>());
    file.set_object(id, tree);
}

/// The catalog: pages numbered from 1, the language, the title in the window's bar, the outline beside the page.
fn entries(tree: ObjectId, outline: Option<ObjectId>) -> Dictionary {
    let mut preferences = Dictionary::new();
    preferences.set("DisplayDocTitle", true);
    let mut decimal = Dictionary::new();
    decimal.set("S", "D");
    let mut labels = Dictionary::new();
    labels.set("Nums", vec![Object::Integer(0), Object::Dictionary(decimal)]);
    let mut catalog = Dictionary::new();
    catalog.set("Type", "Catalog");
    catalog.set("Pages", tree);
    catalog.set("PageLabels", labels);
    catalog.set("Lang", Object::string_literal("zh-CN"));
    catalog.set("ViewerPreferences", preferences);
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    catalog
}

/// Title, author, subject and date.
fn about(properties: &Properties) -> Dictionary {
    let (year, month, day) = properties.as_of;
    let date = Object::string_literal(format!("D:{year:04}{month:02}{day:02}000000+08'00'"));
    let mut about = Dictionary::new();
    about.set("Title", utf16(&properties.title));
    about.set("Author", utf16(&properties.author));
    about.set("Subject", utf16(&properties.subject));
    about.set("Keywords", utf16(properties.status_word()));
    about.set("Creator", Object::string_literal("tongbao"));
    about.set("Producer", Object::string_literal("tongbao"));
    about.set("CreationDate", date.clone());
    about.set("ModDate", date);
    about
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
