//! A sheet of .xlsx as calamine reads it: values without blanks around them, errors that it knows, texts that the workbook holds, nothing in a
//! cell but value and formula, and no dimension, which is not asked and may be wrong. What stands in front of the cells and behind them stays.

use memchr::{memchr3, memmem};
use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

use crate::ingest::open::xml::{attribute, reader, words};
use crate::ingest::workbook::LOST;
use tongbao_document::address::parse_a1;
use tongbao_document::count;

/// Errors that calamine knows; any other is handed on as the text that it is.
const KNOWN_ERRORS: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

/// Whether a sheet holds what calamine takes for something else without a word, or stumbles over: blanks around values, values in pieces, texts
/// before the first one, values of other programs beside the cell's own, a dimension that is none.
pub(in crate::ingest::open) fn is_odd(text: &str) -> bool {
    let body = text.split_once("?>").map_or(text, |(_, body)| body).trim();
    let has = |words: &str| memmem::find(body.as_bytes(), words.as_bytes()).is_some();
    memchr3(b'\n', b'\r', b'\t', body.as_bytes()).is_some()
        || ["<!", "&#", " </v>", "<v> ", "s\"><v>-", ":v>"].into_iter().any(has)
        || has_odd_dimension(body)
}

/// Whether the cells that a sheet says that it has are none, or stand the wrong way round.
fn has_odd_dimension(body: &str) -> bool {
    let head = body.get(..body.find("sheetData").unwrap_or_default()).unwrap_or_default();
    let Some((_, dimension)) = head.split_once("dimension") else { return false };
    let reference = dimension.split('>').next().unwrap_or_default().split(['"', '\'']).nth(1).unwrap_or_default();
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    let places = parse_a1(first).zip(parse_a1(last));
    !places.is_some_and(|(first, last)| first.0 <= last.0 && first.1 <= last.1)
}

/// A cell as far as it is read.
#[derive(Debug, Default)]
struct Cell {
    /// In front of the names of what is its own; other programs put more into a cell, under prefixes of theirs.
    prefix: Option<String>,
    /// How many elements are open in it.
    depth: usize,
    place: Option<String>,
    style: Option<String>,
    kind: Option<String>,
    formula: Option<Formula>,
    value: Option<String>,
    inline: Option<String>,
}

/// A formula as far as it matters that there is one: for which cells, if it is for several.
#[derive(Debug, Default)]
struct Formula {
    kind: Option<String>,
    range: Option<String>,
}

impl Formula {
    fn of(element: &BytesStart<'_>) -> Self {
        let kind = attribute(element, "t").filter(|kind| matches!(kind.as_str(), "array" | "dataTable"));
        let range = attribute(element, "ref").filter(|_| kind.is_some());
        Self { kind, range }
    }
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

/// The sheet in calamine's own way. `strings` is how many texts the workbook shares, if that is known: a cell that refers to another one has lost
/// its text.
pub(in crate::ingest::open) fn plain(part: &str, strings: Option<usize>) -> Option<Vec<u8>> {
    let mut reader = reader(part);
    let mut writer = Writer::new(Vec::with_capacity(part.len()));
    let mut open: Option<Cell> = None;
    let (mut within, mut is_among_cells) = (Within::Nothing, false);
    loop {
        let event = reader.read_event().ok()?;
        let Some(cell) = &mut open else {
            match &event {
                Event::Eof => return Some(writer.into_inner()),
                Event::Start(element) if element.local_name().as_ref() == "c" => {
                    let [place, style, kind] = ["r", "s", "t"].map(|name| attribute(element, name));
                    let name = element.name();
                    let prefix = name.as_ref().rsplit_once(':').map(|(prefix, _)| prefix.to_owned());
                    open = Some(Cell { prefix, place, style, kind, ..Cell::default() });
                    within = Within::Nothing;
                    continue;
                }
                Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "dimension" => continue,
                Event::End(element) if element.local_name().as_ref() == "dimension" => continue,
                Event::Comment(_) => continue,
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) if is_among_cells => continue,
                Event::Start(element) if element.local_name().as_ref() == CELLS => is_among_cells = true,
                Event::End(element) if element.local_name().as_ref() == CELLS => is_among_cells = false,
                _ => {}
            }
            writer.write_event(event).ok()?;
            continue;
        };
        match &event {
            Event::Eof => return None,
            Event::End(element) if cell.depth == 0 && element.local_name().as_ref() == "c" => {
                write(&mut writer, open.take().unwrap_or_default(), strings)?;
            }
            Event::Start(element) => {
                cell.depth += 1;
                match element.local_name().as_ref() {
                    "f" if cell.depth == 1 && cell.owns(element) => {
                        within = Within::Formula;
                        cell.formula = Some(Formula::of(element));
                    }
                    "v" if cell.depth == 1 && cell.owns(element) => {
                        within = Within::Value;
                        cell.value.get_or_insert_default();
                    }
                    "is" if cell.depth == 1 && cell.owns(element) => cell.inline = Some(String::new()),
                    "t" if within == Within::Nothing && cell.inline.is_some() && cell.owns(element) => within = Within::Inline,
                    "rPh" => within = Within::Phonetic,
                    _ => {}
                }
            }
            Event::Empty(element) if cell.depth == 0 && cell.owns(element) => match element.local_name().as_ref() {
                "f" => cell.formula = Some(Formula::of(element)),
                "v" => {
                    cell.value.get_or_insert_default();
                }
                _ => {}
            },
            Event::End(element) => {
                cell.depth = cell.depth.saturating_sub(1);
                match (element.local_name().as_ref(), within) {
                    ("f", Within::Formula) | ("v", Within::Value) | ("t", Within::Inline) | ("rPh", Within::Phonetic) => {
                        within = Within::Nothing;
                    }
                    _ => {}
                }
            }
            other => {
                let words = words(other).unwrap_or_default();
                match within {
                    Within::Value => cell.value.get_or_insert_default().push_str(&words),
                    Within::Inline => cell.inline.get_or_insert_default().push_str(&words),
                    Within::Nothing | Within::Formula | Within::Phonetic => {}
                }
            }
        }
    }
}

/// Around all cells.
const CELLS: &str = "sheetData";

impl Cell {
    /// Whether the name of an element stands under its prefix.
    fn owns(&self, element: &BytesStart<'_>) -> bool {
        let name = element.name();
        name.as_ref().rsplit_once(':').map(|(prefix, _)| prefix) == self.prefix.as_deref()
    }
}

fn write(writer: &mut Writer<Vec<u8>>, cell: Cell, strings: Option<usize>) -> Option<()> {
    let kind = cell.kind.as_deref().map_or("n", str::trim);
    let (kind, value) = match (cell.inline, cell.value) {
        (Some(inline), _) => ("str", Some(inline)),
        (None, Some(value)) if kind == "str" => (kind, Some(value)),
        (None, Some(value)) if kind == "s" && is_lost(value.trim(), strings) => ("str", Some(LOST.to_owned())),
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
    if let Some(Formula { kind, range }) = cell.formula {
        let mut start = BytesStart::new("f");
        let attributes = [("t", kind.as_deref()), ("ref", range.as_deref())];
        start.extend_attributes(attributes.into_iter().filter_map(|(key, value)| Some((key, value?))));
        element(writer, start, "f", "")?;
    }
    if let Some(value) = value {
        element(writer, BytesStart::new("v"), "v", &value)?;
    }
    writer.write_event(Event::End(BytesEnd::new("c"))).ok()
}

/// Whether a cell refers to a text that there is not.
fn is_lost(number: &str, strings: Option<usize>) -> bool {
    match number.parse::<u32>().map(count::to_usize) {
        Ok(number) => strings.is_some_and(|strings| number >= strings),
        Err(_) => !number.is_empty(),
    }
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
        let plain = String::from_utf8(plain(&part, Some(9)).unwrap()).unwrap();
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
                "<c r=\"A1\" s=\"2\" t=\"n\"><f></f><v>1</v></c>",
            ),
            ("<c r=\"A1\"><f t=\"shared\">A2</f></c>", "<c r=\"A1\" t=\"n\"><f></f></c>"),
            ("<c r=\"A1\"><f t=\"array\" ref=\"A1:A3\">A2</f></c>", "<c r=\"A1\" t=\"n\"><f t=\"array\" ref=\"A1:A3\"></f></c>"),
            (
                "<c r=\"A1\"><f t=\"dataTable\" ref=\"A1:A3\" r1=\"B1\"/><v>0</v></c>",
                "<c r=\"A1\" t=\"n\"><f t=\"dataTable\" ref=\"A1:A3\"></f><v>0</v></c>",
            ),
            ("<c r=\"A1\" t=\"s\"><v>9</v></c>", "<c r=\"A1\" t=\"str\"><v>\u{fdd2}</v></c>"),
            ("<c r=\"A1\" t=\"s\"><v>-1</v></c>", "<c r=\"A1\" t=\"str\"><v>\u{fdd2}</v></c>"),
            ("<c r=\"A1\" t=\"s\"><v>8</v></c>", "<c r=\"A1\" t=\"s\"><v>8</v></c>"),
            ("<c r=\"A1\" s=\"1\"/>", "<c r=\"A1\" s=\"1\"/>"),
            (
                "<c r=\"A1\"><v>345</v><extLst><ext><q:v>999</q:v><v>888</v></ext></extLst></c>",
                "<c r=\"A1\" t=\"n\"><v>345</v></c>",
            ),
            ("<c r=\"A1\"><q:v>999</q:v><v>345</v><q:v>888</q:v></c>", "<c r=\"A1\" t=\"n\"><v>345</v></c>"),
            ("<c r=\"A1\" t=\"str\"><f>B1</f><v/></c>", "<c r=\"A1\" t=\"str\"><f></f><v></v></c>"),
            ("<x:c r=\"A1\"><x:v> 5 </x:v></x:c>", "<c r=\"A1\" t=\"n\"><v>5</v></c>"),
        ] {
            assert_eq!(mended(cell), expected);
        }
    }

    #[test]
    fn what_stands_around_the_cells_stays() {
        let part = "<worksheet><sheetPr>\n</sheetPr><sheetData>\n<row r=\"1\">\n</row>\n</sheetData>\n<conditionalFormatting sqref=\"A1\"><cfRule>\
                    <formula>$B1=&quot;%&quot;</formula></cfRule></conditionalFormatting><headerFooter><oddHeader>&amp;R单位：&#20803;</oddHeader>\
                    </headerFooter><!-- x --></worksheet>";
        let expected = "<worksheet><sheetPr>\n</sheetPr><sheetData><row r=\"1\"></row></sheetData>\n<conditionalFormatting sqref=\"A1\"><cfRule>\
                        <formula>$B1=&quot;%&quot;</formula></cfRule></conditionalFormatting><headerFooter><oddHeader>&amp;R单位：&#20803;</oddHeader>\
                        </headerFooter></worksheet>";
        assert_eq!(plain(part, None).map(|plain| String::from_utf8(plain).unwrap()), Some(expected.to_owned()));
    }

    #[test]
    fn only_odd_sheets_are_mended() {
        assert!(!is_odd("<?xml version=\"1.0\"?>\r\n<worksheet><sheetData><row><c><v>5</v></c></row></sheetData></worksheet>\n"));
        assert!(is_odd("<?xml version=\"1.0\"?><worksheet>\n<sheetData/></worksheet>"));
        assert!(is_odd("<worksheet><sheetData><row><c><v> 5</v></c></row></sheetData></worksheet>"));
        assert!(is_odd("<worksheet><sheetData><row><c t=\"s\"><v>-1</v></c></row></sheetData></worksheet>"));
        assert!(is_odd("<worksheet><sheetData><row><c><v>5</v><q:v>6</q:v></c></row></sheetData></worksheet>"));
        let of = |dimension: &str| format!("<worksheet>{dimension}<sheetData/></worksheet>");
        for sound in ["", "<dimension ref=\"A1\"/>", "<dimension ref=\"A1:E20\"></dimension>", "<x:dimension ref='A1:B2'/>"] {
            assert!(!is_odd(&of(sound)), "{sound}");
        }
        for odd in ["<dimension/>", "<dimension ref=\"\"/>", "<dimension ref=\"D9:A1\"/>", "<dimension ref=\"A1:\"/>"] {
            assert!(is_odd(&of(odd)), "{odd}");
            assert_eq!(plain(&of(odd), None), Some(of("").into_bytes()), "{odd}");
        }
    }
}
