//! Rich text: runs with a font of their own, some of which are no part of what a cell says.
//!
//! calamine joins all runs of a text. Here each such run is put between signs that say what its font says (see [`rich`]).

use quick_xml::Writer;
use quick_xml::events::{BytesText, Event};

use crate::ingest::open::colour::Numbered;
use crate::ingest::open::font::Font;
use crate::ingest::open::xml::{reader, words};
use crate::ingest::open::{fonts, rich};

/// The shared strings, or a sheet with strings of its own, with their runs marked. `numbered` are the colours that have numbers.
pub(in crate::ingest::open) fn marked(part: &str, numbered: &Numbered) -> Option<Vec<u8>> {
    let mut reader = reader(part);
    let mut writer = Writer::new(Vec::with_capacity(part.len()));
    // The font of the run, once it says that it has one; a font that says nothing of something has it plain.
    let (mut font, mut is_in_font, mut is_in_words) = (Font::default(), false, false);
    loop {
        let event = reader.read_event().ok()?;
        match &event {
            Event::Eof => return Some(writer.into_inner()),
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "r" => font = Font::default(),
                "rPr" => {
                    font = Font::WHOLE;
                    is_in_font = matches!(event, Event::Start(_));
                }
                "t" => is_in_words = matches!(event, Event::Start(_)),
                _ if is_in_font => fonts::learn(&mut font, element, numbered),
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "r" => font = Font::default(),
                "rPr" => is_in_font = false,
                "t" => is_in_words = false,
                _ => {}
            },
            other if is_in_words && font != Font::default() => {
                if let Some(words) = words(other) {
                    let run = rich::run(&words, font);
                    writer.write_event(Event::Text(BytesText::new(&run))).ok()?;
                    continue;
                }
            }
            _ => {}
        }
        writer.write_event(event).ok()?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::open::font::Paint;

    #[test]
    fn a_run_with_properties_says_all_of_its_font() {
        let part = "<sst><si><r><t>12</t></r><r><rPr><strike/></rPr><t>0&amp;0</t></r><r><rPr><sz val=\"9\"/></rPr><t>3</t></r><rPh><t>4</t></rPh></si>\
                    <si><t>5</t></si></sst>";
        let marked = String::from_utf8(marked(part, &Numbered::default()).unwrap()).unwrap();
        let struck = Font { is_struck: Some(true), ..Font::WHOLE };
        let expected = format!(
            "<t>12</t></r><r><rPr><strike/></rPr><t>{}{}{}</t></r><r><rPr><sz val=\"9\"/></rPr><t>{}</t></r><rPh><t>4</t></rPh>",
            rich::run("0", struck),
            rich::run("&amp;", struck),
            rich::run("0", struck),
            rich::run("3", Font::WHOLE)
        );
        assert!(marked.contains(&expected), "{marked}");
        assert!(marked.ends_with("<si><t>5</t></si></sst>"), "{marked}");
        let in_struck = Paint { font: struck, ..Paint::default() };
        let text = ["12", &rich::run("0&0", struck), &rich::run("3", Font::WHOLE)].concat();
        assert_eq!(rich::read(&text, in_struck).unwrap().shown, "3");
    }
}
