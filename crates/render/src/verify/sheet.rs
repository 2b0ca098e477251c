//! The parts of a workbook: names of sheets, shared strings, number formats, cells.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::error::VerifyError;
use tongbao_document::address::parse_a1;
use tongbao_document::escape;

/// An opened workbook.
pub(super) struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Number(f64),
    Text(String),
    /// A formula whose cached result is an error.
    Error(String),
}

/// A cell with its place, counted from 0, and the position of its format.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub(super) row: u32,
    pub(super) column: u16,
    pub(super) value: Value,
    pub(super) style: usize,
}

impl<'a> Parts<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, VerifyError> {
        Ok(Self { archive: ZipArchive::new(Cursor::new(bytes))? })
    }

    fn text(&mut self, part: &str) -> Result<String, VerifyError> {
        let mut text = String::new();
        let failed = |source| VerifyError::Inflate { part: part.to_owned(), source };
        self.archive.by_name(part)?.read_to_string(&mut text).map_err(failed)?;
        Ok(text)
    }

    /// Name of each sheet with the part that holds it.
    pub(super) fn sheets(&mut self) -> Result<BTreeMap<String, String>, VerifyError> {
        const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
        const WORKBOOK: &str = "xl/workbook.xml";
        let mut targets = BTreeMap::new();
        each(&self.text(RELATIONS)?, RELATIONS, &mut |event| {
            if let Event::Empty(element) | Event::Start(element) = event
                && let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target"))
            {
                targets.insert(id, format!("xl/{}", target.trim_start_matches("/xl/")));
            }
        })?;
        let mut sheets = BTreeMap::new();
        each(&self.text(WORKBOOK)?, WORKBOOK, &mut |event| {
            if let Event::Empty(element) | Event::Start(element) = event
                && element.name().as_ref() == "sheet"
                && let Some(name) = attribute(element, "name")
                && let Some(part) = attribute(element, "r:id").and_then(|id| targets.get(&id))
            {
                sheets.insert(name, part.clone());
            }
        })?;
        Ok(sheets)
    }

    /// The texts that cells refer to by position.
    pub(super) fn shared_strings(&mut self) -> Result<Vec<String>, VerifyError> {
        const PART: &str = "xl/sharedStrings.xml";
        if self.archive.index_for_name(PART).is_none() {
            return Ok(Vec::new());
        }
        let mut strings: Vec<String> = Vec::new();
        each(&self.text(PART)?, PART, &mut |event| match event {
            Event::Start(element) | Event::Empty(element) if element.name().as_ref() == "si" => strings.push(String::new()),
            other => {
                if let (Some(last), Some(words)) = (strings.last_mut(), words(other)) {
                    last.push_str(&words);
                }
            }
        })?;
        Ok(strings.iter().map(|written| escape::decoded(written).into_owned()).collect())
    }

    /// The number format of each style; empty for those that bulletins do not use.
    pub(super) fn formats(&mut self) -> Result<Vec<String>, VerifyError> {
        const PART: &str = "xl/styles.xml";
        // Formats that have a number instead of a text.
        let mut codes: BTreeMap<String, String> =
            [("3", "#,##0"), ("4", "#,##0.00")].map(|(id, code)| (id.to_owned(), code.to_owned())).into();
        let mut formats = Vec::new();
        let mut in_cells = false;
        each(&self.text(PART)?, PART, &mut |event| match event {
            Event::Start(element) if element.name().as_ref() == "cellXfs" => in_cells = true,
            Event::End(element) if element.name().as_ref() == "cellXfs" => in_cells = false,
            Event::Empty(element) if element.name().as_ref() == "numFmt" => {
                if let (Some(id), Some(code)) = (attribute(element, "numFmtId"), attribute(element, "formatCode")) {
                    codes.insert(id, code);
                }
            }
            Event::Start(element) | Event::Empty(element) if in_cells && element.name().as_ref() == "xf" => {
                let code = attribute(element, "numFmtId").and_then(|id| codes.get(&id).cloned());
                formats.push(code.unwrap_or_default());
            }
            _ => {}
        })?;
        Ok(formats)
    }

    /// The cells of a sheet that hold something.
    pub(super) fn cells(&mut self, part: &str, strings: &[String]) -> Result<Vec<Cell>, VerifyError> {
        let mut cells = Vec::new();
        let mut open: Option<(u32, u16, usize, String)> = None;
        let mut content = String::new();
        let mut in_value = false;
        each(&self.text(part)?, part, &mut |event| match event {
            Event::Start(element) if element.name().as_ref() == "c" => {
                content.clear();
                open = attribute(element, "r").and_then(|place| parse_a1(&place)).map(|(row, column)| {
                    let style = attribute(element, "s").and_then(|style| style.parse().ok()).unwrap_or(0);
                    (row, column, style, attribute(element, "t").unwrap_or_default())
                });
            }
            Event::Start(element) if matches!(element.name().as_ref(), "v" | "t") => in_value = true,
            Event::End(element) if matches!(element.name().as_ref(), "v" | "t") => in_value = false,
            Event::End(element) if element.name().as_ref() == "c" => {
                if let Some((row, column, style, kind)) = open.take()
                    && let Some(value) = value(&kind, &content, strings)
                {
                    cells.push(Cell { row, column, value, style });
                }
            }
            other if in_value => content.extend(words(other)),
            _ => {}
        })?;
        Ok(cells)
    }
}

fn value(kind: &str, content: &str, strings: &[String]) -> Option<Value> {
    match kind {
        "s" => content.parse::<usize>().ok().and_then(|position| strings.get(position)).cloned().map(Value::Text),
        "str" | "inlineStr" => Some(Value::Text(content.to_owned())),
        "e" => Some(Value::Error(content.to_owned())),
        _ => content.parse().ok().map(Value::Number),
    }
}

fn each(text: &str, part: &str, handle: &mut dyn FnMut(&Event<'_>)) -> Result<(), VerifyError> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return Ok(()),
            Ok(event) => handle(&event),
            Err(source) => return Err(VerifyError::Part { part: part.to_owned(), source: Box::new(source) }),
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
}

/// The text of an event; references such as `&lt;` come as events of their own.
fn words(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Text(text) => Some(text.to_string()),
        Event::GeneralRef(reference) => match reference.resolve_char_ref() {
            Ok(Some(character)) => Some(character.to_string()),
            _ => quick_xml::escape::resolve_predefined_entity(reference).map(ToOwned::to_owned),
        },
        _ => None,
    }
}
