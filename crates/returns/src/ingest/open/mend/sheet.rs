//! A sheet of .xlsx as calamine reads it: values without blanks around them, errors that it knows, nothing in a cell but formula and
//! value.

use memchr::{memchr3, memmem};
use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

use crate::ingest::open::xml::{attribute, reader, words};

/// Errors that calamine knows; any other is handed on as the text that it is.
const KNOWN_ERRORS: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

/// Whether a sheet holds what calamine takes for something else without a word: blanks around values, values in pieces.
pub(in crate::ingest::open) fn is_odd(text: &str) -> bool {
    let body = text.split_once("?>").map_or(text, |(_, body)| body).trim();
    let has = |words: &str| memmem::find(body.as_bytes(), words.as_bytes()).is_some();
    memchr3(b'\n', b'\r', b'\t', body.as_bytes()).is_some() || ["<!", "&#", " </v>", "<v> "].into_iter().any(has)
}

/// A cell as far as it is read.
#[derive(Debug, Default)]
struct Cell {
    place: Option<String>,
    style: Option<String>,
    kind: Option<String>,
    formula: Option<Vec<(String, String)>>,
    formula_words: String,
    value: Option<String>,
    inline: Option<String>,
}

/// Where in a cell the reader stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    Formula,
    Value,
    /// A text of the cell's own; the phonetic one above it is none.
    Inline,
    Phonetic,
}

/// The sheet in calamine's own way.
pub(in crate::ingest::open) fn plain(part: &str) -> Option<Vec<u8>> {
    let mut reader = reader(part);
    let mut writer = Writer::new(Vec::with_capacity(part.len()));
    let mut open: Option<Cell> = None;
    let mut within = Within::Nothing;
    loop {
        let event = reader.read_event().ok()?;
        let Some(cell) = &mut open else {
            match event {
                Event::Eof => return Some(writer.into_inner()),
                Event::Start(element) if element.local_name().as_ref() == "c" => {
                    let [place, style, kind] = ["r", "s", "t"].map(|name| attribute(&element, name));
                    open = Some(Cell { place, style, kind, ..Cell::default() });
                    within = Within::Nothing;
                }
                Event::Text(_) | Event::CData(_) | Event::Comment(_) | Event::GeneralRef(_) => {}
                other => writer.write_event(other).ok()?,
            }
            continue;
        };
        match &event {
            Event::Eof => return None,
            Event::End(element) if element.local_name().as_ref() == "c" => {
                write(&mut writer, open.take().unwrap_or_default())?;
            }
            Event::Start(element) => match element.local_name().as_ref() {
                "f" => {
                    within = Within::Formula;
                    let attributes = element.attributes().flatten();
                    let pair = |key: &str| attribute(element, key).map(|value| (key.to_owned(), value));
                    cell.formula = Some(attributes.filter_map(|one| pair(one.key.local_name().as_ref())).collect());
                }
                "v" => {
                    within = Within::Value;
                    cell.value.get_or_insert_default();
                }
                "is" => cell.inline = Some(String::new()),
                "t" if within == Within::Nothing && cell.inline.is_some() => within = Within::Inline,
                "rPh" => within = Within::Phonetic,
                _ => {}
            },
            Event::Empty(element) if element.local_name().as_ref() == "f" => cell.formula = Some(Vec::new()),
            Event::End(element) => match (element.local_name().as_ref(), within) {
                ("f", Within::Formula) | ("v", Within::Value) | ("t", Within::Inline) | ("rPh", Within::Phonetic) => {
                    within = Within::Nothing;
                }
                _ => {}
            },
            other => {
                let words = words(other).unwrap_or_default();
                match within {
                    Within::Formula => cell.formula_words.push_str(&words),
                    Within::Value => cell.value.get_or_insert_default().push_str(&words),
                    Within::Inline => cell.inline.get_or_insert_default().push_str(&words),
                    Within::Nothing | Within::Phonetic => {}
                }
            }
        }
    }
}

fn write(writer: &mut Writer<Vec<u8>>, cell: Cell) -> Option<()> {
    let kind = cell.kind.as_deref().map_or("n", str::trim);
    let (kind, value) = match (cell.inline, cell.value) {
        (Some(inline), _) => ("str", Some(inline)),
        (None, Some(value)) if kind == "str" => (kind, Some(value)),
        (None, value) => {
            let value = value.map(|value| value.trim().to_owned());
            let is_readable = |value: &String| match kind {
                "e" => KNOWN_ERRORS.contains(&value.as_str()),
                "b" => matches!(value.to_ascii_lowercase().as_str(), "0" | "1" | "true" | "false"),
                "n" => value.is_empty() || value.parse::<f64>().is_ok(),
                kind => matches!(kind, "s" | "d"),
            };
            (if value.as_ref().is_none_or(is_readable) { kind } else { "str" }, value)
        }
    };
    let mut start = BytesStart::new("c");
    let attributes = [("r", cell.place.as_deref().map(str::trim)), ("s", cell.style.as_deref()), ("t", Some(kind))];
    start.extend_attributes(attributes.into_iter().filter_map(|(key, value)| Some((key, value?))));
    writer.write_event(Event::Start(start)).ok()?;
    if let Some(attributes) = cell.formula {
        let start = BytesStart::new("f").with_attributes(attributes.iter().map(|(key, value)| (key.as_str(), value.as_str())));
        element(writer, start, "f", &cell.formula_words)?;
    }
    if let Some(value) = value {
        element(writer, BytesStart::new("v"), "v", &value)?;
    }
    writer.write_event(Event::End(BytesEnd::new("c"))).ok()
}

fn element(writer: &mut Writer<Vec<u8>>, start: BytesStart<'_>, name: &str, words: &str) -> Option<()> {
    writer.write_event(Event::Start(start)).ok()?;
    writer.write_event(Event::Text(BytesText::new(words))).ok()?;
    writer.write_event(Event::End(BytesEnd::new(name))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(cells: &str) -> String {
        let part = format!("<worksheet><sheetData><row r=\"1\">{cells}</row></sheetData></worksheet>");
        let plain = String::from_utf8(plain(&part).unwrap()).unwrap();
        let inside = plain.strip_prefix("<worksheet><sheetData><row r=\"1\">").unwrap();
        inside.strip_suffix("</row></sheetData></worksheet>").unwrap().to_owned()
    }

    #[test]
    fn cells_become_what_calamine_reads() {
        for (cell, expected) in [
            ("<c r=\"A1\" t=\"s\">\n <v>\n 5\n </v>\n</c>", "<c r=\"A1\" t=\"s\"><v>5</v></c>"),
            ("<c r=\"A1\"><v><![CDATA[5]]></v></c>", "<c r=\"A1\" t=\"n\"><v>5</v></c>"),
            ("<c r=\"A1\"><v>3<!-- x -->4</v></c>", "<c r=\"A1\" t=\"n\"><v>34</v></c>"),
            ("<c r=\"A1\"><v>&#49;2</v></c>", "<c r=\"A1\" t=\"n\"><v>12</v></c>"),
            ("<c r=\"A1\" t=\"e\"><v>#SPILL!</v></c>", "<c r=\"A1\" t=\"str\"><v>#SPILL!</v></c>"),
            ("<c r=\"A1\" t=\"e\"><v>#REF!</v></c>", "<c r=\"A1\" t=\"e\"><v>#REF!</v></c>"),
            ("<c r=\"A1\" t=\"n\"><v>12人</v></c>", "<c r=\"A1\" t=\"str\"><v>12人</v></c>"),
            ("<c r=\"A1\" t=\"new\"><v>1</v></c>", "<c r=\"A1\" t=\"str\"><v>1</v></c>"),
            (
                "<c r=\"A1\" t=\"inlineStr\"><is><t>甲</t><rPh sb=\"0\"><t>jia</t></rPh><r><t>&lt;乙</t></r></is></c>",
                "<c r=\"A1\" t=\"str\"><v>甲&lt;乙</v></c>",
            ),
            (
                "<c r=\"A1\" s=\"2\"><f t=\"shared\" si=\"0\">A2&amp;\"\"</f><v>1</v><extLst><ext/></extLst></c>",
                "<c r=\"A1\" s=\"2\" t=\"n\"><f t=\"shared\" si=\"0\">A2&amp;&quot;&quot;</f><v>1</v></c>",
            ),
            ("<c r=\"A1\" s=\"1\"/>", "<c r=\"A1\" s=\"1\"/>"),
        ] {
            assert_eq!(mended(cell), expected);
        }
    }

    #[test]
    fn only_odd_sheets_are_mended() {
        assert!(!is_odd("<?xml version=\"1.0\"?>\r\n<worksheet><sheetData><row><c><v>5</v></c></row></sheetData></worksheet>\n"));
        assert!(is_odd("<?xml version=\"1.0\"?><worksheet>\n<sheetData/></worksheet>"));
        assert!(is_odd("<worksheet><sheetData><row><c><v> 5</v></c></row></sheetData></worksheet>"));
    }
}
