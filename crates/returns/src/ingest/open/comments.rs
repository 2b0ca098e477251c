//! What stands on a sheet of .xlsx or .xlsb without standing in a cell: comments, and text boxes.

use std::collections::BTreeMap;

use quick_xml::events::Event;

use super::book::related;
use super::package::Package;
use super::records::records;
use super::xml::{attribute, reader, words};
use crate::ingest::workbook::Layout;
use tongbao_document::address::parse_a1;

/// More comments than this are no remarks on a return.
const MOST: usize = 2_000;
/// Characters of one that are looked into.
const LONGEST: usize = 500;

/// A comment of .xlsb begins, with its cells; its words follow (MS-XLSB 2.4.29, 2.4.331).
const COMMENT: u16 = 635;
const COMMENT_WORDS: u16 = 637;

/// Adds them to what is known of a sheet, by the name of its part.
pub(super) fn read(package: &Package, part: &str, layout: &mut Layout) {
    for relation in related(package, part).into_values() {
        if relation.kind.ends_with("/comments") {
            let text = package.text(&relation.target);
            let is_xml = text.trim_start_matches('\u{feff}').trim_start().starts_with('<');
            layout.notes.extend(if is_xml { of_elements(text) } else { of_records(package.bytes(&relation.target)) });
        } else if relation.kind.ends_with("/drawing") {
            layout.boxes.extend(boxes(package.text(&relation.target)));
        }
    }
}

/// Keeps a comment, if there are not too many.
pub(super) fn keep(notes: &mut BTreeMap<(u32, u16), String>, at: (u32, u16), words: &str) {
    if notes.len() < MOST && !words.trim().is_empty() {
        notes.insert(at, words.chars().take(LONGEST).collect());
    }
}

fn of_elements(part: &str) -> BTreeMap<(u32, u16), String> {
    let (mut notes, mut at, mut said, mut in_words) = (BTreeMap::new(), None, String::new(), false);
    let mut reader = reader(part);
    while let Ok(event) = reader.read_event() {
        match &event {
            Event::Eof => break,
            Event::Start(element) => match element.local_name().as_ref() {
                "comment" => {
                    at = attribute(element, "ref").as_deref().and_then(parse_a1);
                    said.clear();
                }
                "t" => in_words = true,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "comment" => {
                    if let Some(at) = at.take() {
                        keep(&mut notes, at, &said);
                    }
                }
                "t" => in_words = false,
                _ => {}
            },
            other if in_words => said.extend(words(other).as_deref()),
            _ => {}
        }
    }
    notes
}

fn of_records(part: &[u8]) -> BTreeMap<(u32, u16), String> {
    let (mut notes, mut at) = (BTreeMap::new(), None);
    for record in records(part).map_while(|record| record) {
        match record.kind {
            COMMENT => at = record.u32(4).zip(record.u32(12).and_then(|column| u16::try_from(column).ok())),
            // Flags, then the words.
            COMMENT_WORDS => {
                if let Some((at, (said, _))) = at.take().zip(record.text(1)) {
                    keep(&mut notes, at, &said);
                }
            }
            _ => {}
        }
    }
    notes
}

/// The words of each text box.
fn boxes(part: &str) -> Vec<String> {
    let (mut boxes, mut said, mut in_words) = (Vec::new(), String::new(), false);
    let mut reader = reader(part);
    while let Ok(event) = reader.read_event() {
        match &event {
            Event::Eof => break,
            Event::Start(element) if element.local_name().as_ref() == "t" => in_words = true,
            Event::End(element) => match element.local_name().as_ref() {
                "t" => in_words = false,
                "p" => said.push('\n'),
                "txBody" => {
                    let words: String = std::mem::take(&mut said).trim().chars().take(LONGEST).collect();
                    if boxes.len() < MOST && !words.is_empty() {
                        boxes.push(words);
                    }
                }
                _ => {}
            },
            other if in_words => said.extend(words(other).as_deref()),
            _ => {}
        }
    }
    boxes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_found_by_their_cells() {
        let part = "<comments><authors><author>张三</author></authors><commentList>\
                    <comment ref=\"D6\" authorId=\"0\"><text><r><rPr><b/></rPr><t>张三:</t></r><r><t xml:space=\"preserve\">\n单位：元</t></r></text>\
                    </comment><comment ref=\"bad\"><text><t>无处</t></text></comment></commentList></comments>";
        assert_eq!(of_elements(part), BTreeMap::from([((5, 3), "张三:\n单位：元".to_owned())]));
    }

    #[test]
    fn comments_of_records_are_found_too() {
        let record = |kind: u16, content: &[u8]| {
            let kind = [u8::try_from(kind & 0x7f).unwrap() | 0x80, u8::try_from(kind >> 7).unwrap()];
            [&kind[..], &[u8::try_from(content.len()).unwrap()], content].concat()
        };
        let numbers = |numbers: &[u32]| numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
        let place = [numbers(&[0, 5, 5, 3, 3]), vec![0; 16]].concat();
        let said: Vec<u8> = "单位：元".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let said = [vec![0], numbers(&[4]), said].concat();
        let part = [record(COMMENT, &place), record(COMMENT_WORDS, &said)].concat();
        assert_eq!(of_records(&part), BTreeMap::from([((5, 3), "单位：元".to_owned())]));
    }

    #[test]
    fn text_boxes_are_read_paragraph_by_paragraph() {
        let part = "<xdr:wsDr><xdr:sp><xdr:txBody><a:p><a:r><a:t>单位：</a:t></a:r><a:r><a:t>元</a:t></a:r></a:p><a:p><a:r><a:t>第二行</a:t>\
                    </a:r></a:p></xdr:txBody></xdr:sp><xdr:sp><xdr:txBody><a:p/></xdr:txBody></xdr:sp></xdr:wsDr>";
        assert_eq!(boxes(part), ["单位：元\n第二行"]);
    }
}
