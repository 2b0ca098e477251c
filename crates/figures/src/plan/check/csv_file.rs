//! A CSV file of a pack: its rows by the names of their columns, each with its place. Blank rows, and columns without a name and without anything in them
//! behind the others, are what Excel leaves: they are passed over.

use std::collections::BTreeMap;
use std::ops::Range;

use csv::{ReaderBuilder, StringRecord};

use super::fields::{Checker, Placed};
use crate::plan::near;

/// A row, with a field for every column.
pub(in crate::plan) struct Row<'run> {
    fields: BTreeMap<&'static str, String>,
    /// The bytes of each field.
    cells: BTreeMap<&'static str, Range<usize>>,
    /// The bytes of its first line.
    pub(in crate::plan) line: Range<usize>,
    text: &'run str,
}

impl Row<'_> {
    /// What stands in a column, without blanks around it.
    pub(in crate::plan) fn field(&self, column: &str) -> &str {
        self.fields.get(column).map_or("", String::as_str)
    }

    /// The same with its place; where nothing is written, its row.
    pub(in crate::plan) fn placed(&self, column: &str) -> Placed<String> {
        let field = self.field(column);
        let cell = self.cells.get(column).filter(|_| !field.is_empty()).unwrap_or(&self.line);
        Placed { value: field.to_owned(), span: place_of(field, cell, self.text) }
    }

    /// The names in a column, `；` or `;` between them.
    pub(in crate::plan) fn names(&self, column: &str) -> Vec<String> {
        let names = self.field(column).split([';', '；']).map(str::trim);
        names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }
}

/// The rows of a file with these columns, in any order; none if its header is not sound.
pub(in crate::plan) fn rows<'run>(columns: &[&'static str], checker: &mut Checker<'run>) -> Vec<Row<'run>> {
    rows_with(columns, &[], checker)
}

/// The same of a file that may have further columns; in one that it has not every field is blank.
pub(in crate::plan) fn rows_with<'run>(
    columns: &[&'static str],
    optional: &[&'static str],
    checker: &mut Checker<'run>,
) -> Vec<Row<'run>> {
    let text = checker.source.text.as_str();
    let mut reader = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut places: Option<BTreeMap<&'static str, usize>> = None;
    let mut rows = Vec::new();
    for (number, record) in (1_u64..).zip(reader.records()) {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let start = error.position().map_or(0, |position| offset(position.byte()));
                let hint = Some("在 Excel 里打开，另存为“CSV UTF-8（逗号分隔）”".to_owned());
                checker.tell_with_hint(line_at(text, start), format!("CSV 第{number}条记录无法读取"), hint);
                break;
            }
        };
        if record.iter().all(is_blank) {
            continue;
        }
        let line = line_of(&record, text);
        let Some(places) = &places else {
            places = header(columns, optional, &record, &line, checker);
            if places.is_none() {
                break;
            }
            continue;
        };
        if record.len() < places.len() || !record.iter().skip(places.len()).all(is_blank) {
            checker.tell(line, format!("应有{}列，这里有{}列", places.len(), record.len()));
            continue;
        }
        let field = |(name, place): (&&'static str, &usize)| (*name, record.get(*place).unwrap_or_default().trim().to_owned());
        let cells = cells_of(text, line.start);
        let cell = |(name, place): (&&'static str, &usize)| Some((*name, cells.get(*place)?.clone()));
        let cells = places.iter().filter_map(cell).collect();
        rows.push(Row { fields: places.iter().map(field).collect(), cells, line, text });
    }
    if places.is_none() && text.trim_matches(|one: char| one.is_whitespace() || one == ',').is_empty() {
        checker.tell(0..0, format!("缺少表头：{}", columns.join(",")));
    }
    rows
}

/// Where each column stands; `None` after the header's mistakes are told.
fn header(
    columns: &[&'static str],
    optional: &[&'static str],
    record: &StringRecord,
    line: &Range<usize>,
    checker: &mut Checker<'_>,
) -> Option<BTreeMap<&'static str, usize>> {
    let mut places = BTreeMap::new();
    let mut is_sound = true;
    let named = record.len() - record.iter().rev().take_while(|name| is_blank(name)).count();
    for (position, written) in record.iter().map(str::trim).enumerate().take(named) {
        if written.is_empty() {
            let hint = Some("写上列名；不用的，把这一列整列删去".to_owned());
            checker.tell_with_hint(line.clone(), format!("第{}列没有列名", position + 1), hint);
            is_sound = false;
            continue;
        }
        let place = place_of(written, line, &checker.source.text);
        let mut known = columns.iter().chain(optional);
        match known.find(|known| **known == written) {
            None => {
                checker.tell_with_hint(
                    place,
                    format!("没有这一列：`{written}`"),
                    near::suggestion(written, columns.iter().chain(optional).copied()),
                );
                is_sound = false;
            }
            Some(known) => {
                if places.insert(*known, position).is_some() {
                    checker.tell(place, format!("列`{written}`重复"));
                    is_sound = false;
                }
            }
        }
    }
    for missing in columns.iter().filter(|name| !places.contains_key(*name)) {
        checker.tell(line.clone(), format!("缺少列`{missing}`"));
        is_sound = false;
    }
    is_sound.then_some(places)
}

fn is_blank(field: &str) -> bool {
    field.trim().is_empty()
}

/// What to do about a date that Excel has turned into something else; nothing where it was not Excel.
pub(in crate::plan) fn hint_of_date(written: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = written.to_lowercase();
    let is_serial = written.len() == 5 && written.bytes().all(|byte| byte.is_ascii_digit());
    let is_of_excel = is_serial || lower.contains('-') && MONTHS.iter().any(|month| lower.contains(month));
    is_of_excel.then(|| "Excel 把它改成了这样：先把这一列的单元格格式设为“文本”，再写 2025-06 或 2025-06-30".to_owned())
}

/// The bytes of a record's first line.
fn line_of(record: &StringRecord, text: &str) -> Range<usize> {
    line_at(text, record.position().map_or(0, |position| offset(position.byte())))
}

/// The rest of the line at an offset, blank lines before it skipped: a record begins where the one before ended.
fn line_at(text: &str, offset: usize) -> Range<usize> {
    let rest = text.get(offset..).unwrap_or_default();
    let start = offset + rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let length = text.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
    start..start + length
}

/// The bytes of each field of the record that begins there, without the quotation marks around it.
fn cells_of(text: &str, start: usize) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let ends = |at: usize| matches!(bytes.get(at), None | Some(b',' | b'\n' | b'\r'));
    let (mut cells, mut at) = (Vec::new(), start);
    loop {
        let is_quoted = bytes.get(at) == Some(&b'"');
        let from = at + usize::from(is_quoted);
        at = from;
        if is_quoted {
            // Two quotation marks stand for one of the field's own.
            while let Some(byte) = bytes.get(at) {
                match (byte, bytes.get(at + 1)) {
                    (b'"', Some(b'"')) => at += 2,
                    (b'"', _) => break,
                    _ => at += 1,
                }
            }
        } else {
            while !ends(at) {
                at += 1;
            }
        }
        cells.push(from..at.min(bytes.len()));
        while !ends(at) {
            at += 1;
        }
        if bytes.get(at) != Some(&b',') {
            return cells;
        }
        at += 1;
    }
}

fn place_of(field: &str, line: &Range<usize>, text: &str) -> Range<usize> {
    let found = text.get(line.clone()).and_then(|line| line.find(field)).filter(|_| !field.is_empty());
    found.map_or_else(|| line.clone(), |start| line.start + start..line.start + start + field.len())
}

fn offset(byte: u64) -> usize {
    usize::try_from(byte).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_of_a_record_has_its_bytes() {
        let text = "a,b\n1,\"x,\"\"y\"\"\",,1\r\n2\n";
        let cells: Vec<&str> = cells_of(text, 4).into_iter().map(|cell| &text[cell]).collect();
        assert_eq!(cells, ["1", "x,\"\"y\"\"", "", "1"]);
        assert_eq!(cells_of(text, 4).last(), Some(&(17..18)), "the last one, and not the first that is written alike");
    }
}
