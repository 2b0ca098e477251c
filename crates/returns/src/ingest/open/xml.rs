//! XML of workbooks, as the programs write it that make them.

use std::borrow::Cow;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// A reader that takes what other programs take: ends that do not match are for calamine to judge.
pub(super) fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader
}

/// The value of an attribute, by its name without the prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    // The first of two with one name counts, whichever way it is written.
    let attribute =
        element.attributes().with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
}

/// Whether an attribute says yes.
pub(super) fn is_set(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on"))
}

/// The words of an event: of text, of a section that is not parsed, of a reference.
pub(super) fn words<'event>(event: &Event<'event>) -> Option<Cow<'event, str>> {
    match event {
        Event::Text(text) => Some(text.clone().into_inner()),
        Event::CData(text) => Some(text.clone().into_inner()),
        Event::GeneralRef(reference) => referred(reference).map(Cow::Owned),
        _ => None,
    }
}

fn referred(reference: &BytesRef<'_>) -> Option<String> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => Some(character.to_string()),
        _ => quick_xml::escape::resolve_predefined_entity(reference).map(ToOwned::to_owned),
    }
}

/// The elements of a part, as far as it can be read.
pub(super) fn elements(text: &str, mut act: impl FnMut(&BytesStart<'_>)) {
    let mut reader = reader(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => act(&element),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}
