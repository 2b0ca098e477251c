//! A CSV file of a pack: its rows by the names of their columns, each with its place.

use std::collections::BTreeMap;
use std::ops::Range;

use csv::{ReaderBuilder, StringRecord};

use super::fields::{Checker, Placed};
use crate::plan::near;

/// A row, with a field for every column.
pub(in crate::plan) struct Row<'run> {
    fields: BTreeMap<&'static str, String>,
    /// The bytes of its first line.
    pub(in crate::plan) line: Range<usize>,
    text: &'run str,
}

impl Row<'_> {
    /// What stands in a column, without blanks around it.
    pub(in crate::plan) fn field(&self, column: &str) -> &str {
        self.fields.get(column).map_or("", String::as_str)
    }

    /// The same with its place.
    pub(in crate::plan) fn placed(&self, column: &str) -> Placed<String> {
        let field = self.field(column);
        Placed { value: field.to_owned(), span: place_of(field, &self.line, self.text) }
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
                checker.tell(line_at(text, start), format!("CSV 第{number}条记录无法读取：{error}"));
                break;
            }
        };
        let line = line_of(&record, text);
        let Some(places) = &places else {
            places = header(columns, optional, &record, &line, checker);
            if places.is_none() {
                break;
            }
            continue;
        };
        if record.len() != places.len() {
            checker.tell(line, format!("应有{}列，这里有{}列", places.len(), record.len()));
            continue;
        }
        let field = |(name, place): (&&'static str, &usize)| (*name, record.get(*place).unwrap_or_default().trim().to_owned());
        rows.push(Row { fields: places.iter().map(field).collect(), line, text });
    }
    if places.is_none() && text.trim().is_empty() {
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
    for (position, written) in record.iter().map(str::trim).enumerate() {
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

fn place_of(field: &str, line: &Range<usize>, text: &str) -> Range<usize> {
    let found = text.get(line.clone()).and_then(|line| line.find(field)).filter(|_| !field.is_empty());
    found.map_or_else(|| line.clone(), |start| line.start + start..line.start + start + field.len())
}

fn offset(byte: u64) -> usize {
    usize::try_from(byte).unwrap_or(usize::MAX)
}
