//! The list of sheets in .xlsx as calamine reads it: each has a part that is there and a name of its own.
//!
//! A sheet whose part is missing is none, as for programs that repair the workbook: if a form asks for it, it is missed.

use std::collections::BTreeSet;

use quick_xml::Writer;
use quick_xml::events::{BytesStart, Event};

use crate::ingest::open::xml::{attribute, reader};

/// The workbook's own part with such sheets only; `stands` says of the identifier of a relation whether a sheet is behind it.
pub(in crate::ingest::open) fn plain(part: &str, stands: impl Fn(&str) -> bool) -> Option<Vec<u8>> {
    let mut reader = reader(part);
    let mut writer = Writer::new(Vec::with_capacity(part.len()));
    let mut names = BTreeSet::new();
    loop {
        let event = match reader.read_event().ok()? {
            Event::Eof => return Some(writer.into_inner()),
            Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "sheet" => {
                if !attribute(&element, "id").is_some_and(|id| stands(&id)) {
                    continue;
                }
                Event::Empty(listed(&element, &mut names))
            }
            Event::End(element) if element.local_name().as_ref() == "sheet" => continue,
            other => other,
        };
        writer.write_event(event).ok()?;
    }
}

/// A sheet under a name that no other has, visible if it does not say otherwise in words that are known.
fn listed(element: &BytesStart<'_>, names: &mut BTreeSet<String>) -> BytesStart<'static> {
    let name = attribute(element, "name").unwrap_or_default();
    let numbered = (2_u32..).map(|number| format!("{name} ({number})"));
    let free = std::iter::once(name.clone()).chain(numbered).find(|name| names.insert(name.to_lowercase()));
    let state = attribute(element, "state").map(|state| state.trim().to_owned());
    let state = state.filter(|state| matches!(state.as_str(), "visible" | "hidden" | "veryHidden"));
    let kept = element.attributes().flatten().filter(|one| !matches!(one.key.local_name().as_ref(), "name" | "state"));
    let mut sheet = element.clone().into_owned();
    sheet.clear_attributes();
    sheet.push_attribute(("name", free.unwrap_or(name).as_str()));
    sheet.extend_attributes(kept);
    sheet.extend_attributes(state.as_deref().map(|state| ("state", state)));
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sheet_has_a_part_and_a_name_of_its_own() {
        let part = "<workbook><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"a\"/><sheet name=\"表\" state=\"odd\" r:id=\"b\"></sheet>\
                    <sheet name=\"附\" r:id=\"gone\"/><sheet name=\"藏\" state=\"veryHidden\" r:id=\"a\"/></sheets></workbook>";
        let plain = plain(part, |id| id != "gone").unwrap();
        assert_eq!(
            String::from_utf8(plain).unwrap(),
            "<workbook><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"a\"/><sheet name=\"表 (2)\" r:id=\"b\"/>\
             <sheet name=\"藏\" r:id=\"a\" state=\"veryHidden\"/></sheets></workbook>"
        );
    }
}
