//! Rich text: runs that are struck out or raised are no part of what a cell says.
//!
//! calamine joins all runs of a text. Here such a run is put between two signs that no text has, and [`Workbook::put`] takes them out.
//!
//! [`Workbook::put`]: crate::ingest::workbook::Workbook::put

use memchr::memmem;
use quick_xml::Writer;
use quick_xml::events::{BytesText, Event};

use crate::ingest::open::xml::{attribute, reader, words};
use crate::ingest::workbook::withdrawn;

/// The shared strings, or a sheet with strings of its own, with such runs marked.
pub(in crate::ingest::open) fn marked(part: &str) -> Option<Vec<u8>> {
    let has = |words: &str| memmem::find(part.as_bytes(), words.as_bytes()).is_some();
    let text = Some(part).filter(|_| has("strike") || has("vertAlign"))?;
    let mut reader = reader(text);
    let mut writer = Writer::new(Vec::with_capacity(part.len()));
    let (mut is_withdrawn, mut in_words) = (false, false);
    loop {
        let event = reader.read_event().ok()?;
        match &event {
            Event::Eof => return Some(writer.into_inner()),
            Event::Start(element) if element.local_name().as_ref() == "r" => is_withdrawn = false,
            Event::End(element) if element.local_name().as_ref() == "r" => is_withdrawn = false,
            Event::Start(element) | Event::Empty(element) => {
                let value = attribute(element, "val");
                match element.local_name().as_ref() {
                    "strike" => is_withdrawn |= !matches!(value.as_deref(), Some("0" | "false")),
                    "vertAlign" => is_withdrawn |= matches!(value.as_deref(), Some("superscript" | "subscript")),
                    "t" => in_words = matches!(event, Event::Start(_)),
                    _ => {}
                }
            }
            Event::End(element) if element.local_name().as_ref() == "t" => in_words = false,
            other if is_withdrawn && in_words => {
                if let Some(words) = words(other) {
                    let marked = withdrawn(&words);
                    writer.write_event(Event::Text(BytesText::new(&marked))).ok()?;
                    continue;
                }
            }
            _ => {}
        }
        writer.write_event(event).ok()?;
    }
}
