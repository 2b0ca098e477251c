//! The content of .ods: without the blanks between cells that calamine takes for cells, with percentages as they are shown, and with the
//! words marked that are struck out or raised.

use std::collections::BTreeSet;

use quick_xml::Writer;
use quick_xml::events::{BytesStart, BytesText, Event};

use crate::ingest::open::number_format::moved;
use crate::ingest::open::xml::{attribute, reader, words};
use crate::ingest::workbook::{Layout, withdrawn};
use tongbao_document::count;

/// The content in calamine's own way, and the layout of each sheet in order.
pub(in crate::ingest::open) fn plain(content: &[u8]) -> Option<(Vec<u8>, Vec<Layout>)> {
    let mut reader = reader(std::str::from_utf8(content).ok()?);
    let mut writer = Writer::new(Vec::with_capacity(content.len()));
    let mut styles = Styles::default();
    let mut place = Place::default();
    // How deep the reader is in cells, and for each span that is open whether its words are withdrawn.
    let (mut in_cell, mut spans) = (0_u32, Vec::new());
    loop {
        let event = reader.read_event().ok()?;
        match &event {
            Event::Eof => return Some((writer.into_inner(), place.layouts)),
            Event::Start(element) | Event::Empty(element) => {
                let is_start = matches!(event, Event::Start(_));
                styles.learn(element);
                let name = element.local_name();
                match name.as_ref() {
                    "table" => place.begin_table(),
                    "table-column" => place.column(element),
                    "table-row" => place.begin_row(element),
                    "table-cell" | "covered-table-cell" => {
                        place.cell(element);
                        in_cell += u32::from(is_start);
                        if let Some(shown) = as_shown(element) {
                            writer.write_event(if is_start { Event::Start(shown) } else { Event::Empty(shown) }).ok()?;
                            continue;
                        }
                    }
                    "span" if is_start => {
                        let style = attribute(element, "style-name").unwrap_or_default();
                        spans.push(styles.withdrawn.contains(&style));
                    }
                    _ => {}
                }
            }
            Event::End(element) => match element.local_name().as_ref() {
                "table-cell" | "covered-table-cell" => in_cell = in_cell.saturating_sub(1),
                "table-row" => place.end_row(),
                "span" => {
                    spans.pop();
                }
                _ => {}
            },
            Event::Comment(_) => continue,
            Event::Text(text) if in_cell == 0 && text.trim().is_empty() => continue,
            other if in_cell > 0 && spans.contains(&true) => {
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

/// A percentage becomes the words that the cell shows: `98.5%`.
fn as_shown<'part>(element: &BytesStart<'part>) -> Option<BytesStart<'part>> {
    let is_percentage = attribute(element, "value-type").is_some_and(|kind| kind == "percentage");
    let value: f64 = attribute(element, "value").filter(|_| is_percentage)?.trim().parse().ok()?;
    let kept = element.attributes().flatten().filter(|one| !matches!(one.key.local_name().as_ref(), "value" | "value-type"));
    let shown = format!("{}%", moved(value, 2));
    let mut cell = element.clone().into_owned();
    cell.clear_attributes();
    cell.extend_attributes(kept);
    cell.extend_attributes([("office:value-type", "string"), ("office:string-value", shown.as_str())]);
    Some(cell)
}

/// Which styles of words say that they are withdrawn.
#[derive(Debug, Default)]
struct Styles {
    withdrawn: BTreeSet<String>,
    current: Option<String>,
}

impl Styles {
    fn learn(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "style" => self.current = attribute(element, "name"),
            "text-properties" => {
                let says = |name: &str, yes: fn(&str) -> bool| attribute(element, name).is_some_and(|value| yes(&value));
                let is_struck = says("text-line-through-style", |style| style != "none")
                    || says("text-line-through-type", |kind| kind != "none");
                let is_raised = says("text-position", |position| !position.starts_with("0%"));
                if is_struck || is_raised {
                    self.withdrawn.extend(self.current.take());
                }
            }
            _ => {}
        }
    }
}

/// Where the reader stands in the sheets, and what it has learnt of their layout.
#[derive(Debug, Default)]
struct Place {
    layouts: Vec<Layout>,
    row: u32,
    rows: u32,
    column: u32,
}

impl Place {
    fn begin_table(&mut self) {
        self.layouts.push(Layout::default());
        (self.row, self.rows, self.column) = (0, 0, 0);
    }

    fn column(&mut self, element: &BytesStart<'_>) {
        let next = self.column.saturating_add(repeated(element, "number-columns-repeated"));
        let is_hidden = attribute(element, "visibility").is_some_and(|shown| matches!(shown.as_str(), "collapse" | "filter"));
        if is_hidden && let Some(layout) = self.layouts.last_mut() {
            layout.hidden_columns.push(short(self.column)..=short(next.saturating_sub(1)));
        }
        self.column = next;
    }

    fn begin_row(&mut self, element: &BytesStart<'_>) {
        self.rows = repeated(element, "number-rows-repeated");
        self.column = 0;
    }

    fn end_row(&mut self) {
        self.row = self.row.saturating_add(self.rows);
    }

    fn cell(&mut self, element: &BytesStart<'_>) {
        let (rows, columns) = (repeated(element, "number-rows-spanned"), repeated(element, "number-columns-spanned"));
        if (rows > 1 || columns > 1)
            && let Some(layout) = self.layouts.last_mut()
        {
            let last = (self.row.saturating_add(rows - 1), short(self.column.saturating_add(columns - 1)));
            layout.merges.push([(self.row, short(self.column)), last]);
        }
        self.column = self.column.saturating_add(repeated(element, "number-columns-repeated"));
    }
}

/// How often; at least once.
fn repeated(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).and_then(|times| times.trim().parse().ok()).unwrap_or(1).max(1)
}

fn short(column: u32) -> u16 {
    count::to_u16(count::to_usize(column))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(content: &str) -> (String, Vec<Layout>) {
        let (plain, layouts) = plain(content.as_bytes()).unwrap();
        (String::from_utf8(plain).unwrap(), layouts)
    }

    #[test]
    fn blanks_between_cells_go_and_percentages_are_as_shown() {
        let (plain, _) = mended(
            "<table:table>\n <table:table-row>\n  <table:table-cell office:value-type=\"percentage\" office:value=\"0.985\">\
             <text:p>98.5%</text:p></table:table-cell>\n <!-- x --></table:table-row>\n</table:table>",
        );
        assert_eq!(
            plain,
            "<table:table><table:table-row><table:table-cell office:value-type=\"string\" office:string-value=\"98.5%\">\
             <text:p>98.5%</text:p></table:table-cell></table:table-row></table:table>"
        );
    }

    #[test]
    fn words_that_are_struck_out_or_raised_are_marked() {
        let (plain, _) = mended(
            "<style:style style:name=\"T1\"><style:text-properties style:text-position=\"super 58%\"/></style:style>\
             <style:style style:name=\"T2\"><style:text-properties style:text-position=\"0% 100%\"/></style:style>\
             <table:table-cell><text:p>339<text:span text:style-name=\"T1\">1</text:span>\
             <text:span text:style-name=\"T2\">2</text:span></text:p></table:table-cell>",
        );
        assert!(plain.contains("339<text:span text:style-name=\"T1\">\u{fdd0}1\u{fdd1}</text:span>"), "{plain}");
        assert!(plain.contains("<text:span text:style-name=\"T2\">2</text:span>"), "{plain}");
    }

    #[test]
    fn what_is_merged_and_hidden_is_found_where_it_is() {
        let (_, layouts) = mended(
            "<table:table><table:table-column table:number-columns-repeated=\"2\"/>\
             <table:table-column table:visibility=\"collapse\"/>\
             <table:table-row table:number-rows-repeated=\"3\"><table:table-cell/></table:table-row>\
             <table:table-row><table:table-cell table:number-columns-repeated=\"2\"/>\
             <table:table-cell table:number-columns-spanned=\"2\" table:number-rows-spanned=\"2\"/></table:table-row></table:table>",
        );
        let expected = Layout { merges: vec![[(3, 2), (4, 3)]], hidden_columns: vec![2..=2], hides_zeros: false };
        assert_eq!(layouts, [expected]);
    }
}
