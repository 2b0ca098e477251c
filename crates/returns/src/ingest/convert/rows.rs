//! The rows of a form's sheet: each code finds its item, each value its cell.

use std::borrow::Cow;

use super::answer::{Answer, Asking};
use super::measure::{Measure, Step};
use super::stated::{Contradiction, Stated};
use super::table::Table;
use super::{Filled, Slots, answer, date, stated, unit_words};
use crate::domain::{Kind, Place, Reading};
use crate::finding::facts::{Cleaned, ItemTwice, NameMismatch, NotAsShown, UnknownItem};
use crate::ingest::index::{FormEntry, ItemEntry};
use crate::ingest::normal;
use crate::ingest::remarks::Remarks;
use crate::ingest::workbook::{Cell, Grid, Value, Workbook};
use tongbao_document::address::a1;
use tongbao_document::count;

/// A sheet of the workbook with its header found.
#[derive(Debug)]
pub(super) struct Source<'all, 'known> {
    pub(super) workbook: &'all Workbook,
    pub(super) grid: &'all Grid,
    pub(super) position: usize,
    pub(super) table: &'all Table,
    pub(super) form: &'all FormEntry<'known>,
    /// Units of measure that stand around the values.
    pub(super) measures: Stated,
    /// Whether the unit has closed in the period: then only what flowed up to its last day is asked.
    pub(super) is_of_closed_unit: bool,
    /// Whether what accumulates from the beginning of the year is that of the quarter.
    pub(super) opens_the_year: bool,
}

/// A row below the header.
struct Row<'all> {
    cells: &'all [Cell],
    code: Option<(&'all Cell, Cow<'all, str>)>,
    value: Option<&'all Cell>,
    unit: Option<&'all Cell>,
}

pub(super) fn read(source: &Source<'_, '_>, slots: &mut Slots, remarks: &mut Remarks) {
    let below = source
        .grid
        .rows()
        .filter(|row| row.first().is_some_and(|cell| cell.row > source.table.header && cell.row < source.table.end));
    let mut is_over = false;
    for cells in below {
        let row = source.row(cells);
        // Below the first of the rows over which its code is merged a blank says nothing.
        let is_below = row.code.as_ref().is_some_and(|(code, _)| cells.first().is_some_and(|cell| cell.row > code.row));
        if is_below && row.value.is_none() {
            continue;
        }
        let item = row.code.as_ref().and_then(|(_, code)| source.form.position(code));
        match item {
            Some(_) if source.is_line_of_letters(&row) => {}
            // A note between two rows, or the foot of a printed page, is not the end of the table.
            Some(item) if is_over && !source.bears_name_of(item, &row) => {}
            Some(item) => source.take(item, &row, slots, remarks),
            None if is_over => {}
            None if source.is_end(&row) => is_over = true,
            None => source.pass(&row, slots, remarks),
        }
    }
}

impl<'all> Source<'all, '_> {
    fn row(&self, cells: &'all [Cell]) -> Row<'all> {
        let at = |column: u16| cells.iter().find(|cell| cell.column == column);
        // A unit of measure that is merged over several rows is that of each.
        let merged = |column: u16| self.grid.shown_for(cells.first()?.row, column);
        // A code that is merged over several rows is that of each.
        let code = at(self.table.code).or_else(|| merged(self.table.code)).and_then(|cell| match self.workbook.value(cell) {
            Value::Number(number) => Some((cell, Cow::Owned(normal::number_as_code(number)))),
            Value::Text(text) => Some((cell, code(text))),
            value @ (Value::DateTime(_) | Value::Iso(_)) => Some((cell, Cow::Owned(self.code_of_date(value)?))),
            _ => None,
        });
        Row {
            cells,
            code,
            value: at(self.table.value),
            unit: self.table.unit.and_then(|column| at(column).or_else(|| merged(column))),
        }
    }

    /// A code that Excel took for a date while it was typed: `1.1.1`, `2-3`.
    fn code_of_date(&self, value: Value<'_>) -> Option<String> {
        let day = date::parse(value, self.workbook.is_1904)?;
        let (year, month, day) = (day.year().rem_euclid(100), day.month(), day.day());
        let codes = [format!("{year}.{month}.{day}"), format!("{year}-{month}-{day}"), format!("{month}-{day}")];
        codes.into_iter().find(|code| self.form.position(code).is_some())
    }

    /// `甲 乙 丙 1 2 3` below a header: its numbers are no codes.
    fn is_line_of_letters(&self, row: &Row<'_>) -> bool {
        row.cells.iter().any(|cell| matches!(self.workbook.value(cell), Value::Text(text) if text.trim() == "甲"))
    }

    /// Notes and signatures below the table.
    fn is_end(&self, row: &Row<'_>) -> bool {
        const WORDS: [&str; 11] = [
            "说明",
            "填报说明",
            "填表说明",
            "注",
            "备注",
            "单位负责人",
            "统计负责人",
            "填表人",
            "填报人",
            "审核关系",
            "逻辑关系",
        ];
        let is_boundary = |rest: &str| {
            let next = rest.chars().next();
            next.is_none_or(|next| normal::is_blank(next) || next.is_ascii_digit() || ":：、.（(".contains(next))
        };
        let Some(Value::Text(text)) = row.cells.first().map(|cell| self.workbook.value(cell)) else { return false };
        let text = text.trim_start_matches(normal::is_blank);
        WORDS.iter().any(|word| text.strip_prefix(word).is_some_and(is_boundary))
    }

    /// The words that name the row's item: in the column of names, else the leftmost words that are not its code or value.
    fn name(&self, row: &Row<'all>) -> Option<&'all str> {
        let is_name = |cell: &&Cell| match self.table.name {
            Some(column) => cell.column == column,
            None => {
                cell.column < self.table.code.max(self.table.value)
                    && cell.column != self.table.code
                    && cell.column != self.table.value
            }
        };
        row.cells.iter().filter(is_name).find_map(|cell| match self.workbook.value(cell) {
            Value::Text(text) => Some(text),
            _ => None,
        })
    }

    fn bears_name_of(&self, item: usize, row: &Row<'all>) -> bool {
        let entry = self.form.items.get(item);
        entry.zip(self.name(row)).is_some_and(|(entry, name)| entry.bears(&normal::item_name(name)))
    }

    /// A row with a code of the form.
    fn take(&self, item: usize, row: &Row<'all>, slots: &mut Slots, remarks: &mut Remarks) {
        let (Some(entry), Some((code_cell, _))) = (self.form.items.get(item), &row.code) else { return };
        self.compare_names(item, row, remarks);
        let number = row.cells.first().map_or(code_cell.row, |first| first.row);
        let answer = match row.value {
            Some(cell) => self.answer(cell, row, entry),
            None => self.slipped(row, entry).unwrap_or_else(|| self.without_cell(number, entry)),
        };
        let is_refused = answer.is_refused();
        for facts in answer.remarks {
            remarks.on_cell(&self.grid.name, row.value.unwrap_or(code_cell), facts);
        }
        let place = Place { sheet: count::to_u16(self.position), row: number, column: self.table.value };
        // The sheet has been told of where its column is not the one that is asked for.
        let is_of_other_span = self.table.is_of_other_span && !self.opens_the_year && entry.item.kind == Kind::Flow;
        let filled = if is_of_other_span && answer.reading.is_value() {
            Filled { reading: Reading::Blank, place, is_refused: true }
        } else {
            Filled { reading: answer.reading, place, is_refused }
        };
        if let Some(earlier) = slots.put(item, filled) {
            let twice = ItemTwice::Item { item: entry.item.into(), other_row: earlier.row + 1 };
            remarks.on_cell(&self.grid.name, code_cell, twice);
        }
    }

    /// What a cell answers, in the unit of measure in which the sheet says that it is.
    fn answer(&self, cell: &Cell, row: &Row<'all>, entry: &ItemEntry<'_>) -> Answer {
        let (value, symbols) = (self.workbook.value(cell), &self.form.form.symbols);
        if self.is_of_closed_unit && entry.item.kind != Kind::Flow && answer::is_not_applicable(value, symbols) {
            return Answer::not_applicable();
        }
        let asking = Asking::Item(entry.item);
        // Without its unit of measure a number says nothing.
        let is_lost = |cell: &Cell| self.workbook.value(cell) == Value::Lost;
        if entry.item.kind.is_number() && row.unit.is_some_and(is_lost) {
            return Answer::refused(NotAsShown::Lost { asked: asking.into() });
        }
        let stated = match self.stated(row, entry, value) {
            Ok(unit) => unit.and_then(|unit| with_unit(value, &unit)),
            Err(contradiction) => return Answer::refused(contradiction),
        };
        let read = stated.as_deref().map_or(value, Value::Text);
        let answer = answer::read(read, entry, asking, symbols, self.workbook.is_1904);
        match self.grid.odd(cell.row, cell.column) {
            Some(odd) => answer::as_shown(answer, odd, (value, self.grid.merge_named(cell.row, self.table.value)), asking),
            None => answer,
        }
    }

    /// The unit of measure of a row as the sheet states it, if it is not the form's: beside the value, else above it. What stands above is
    /// for those items that are measured in its like; if it contradicts what stands beside a bare number, nobody knows which holds.
    fn stated(&self, row: &Row<'all>, entry: &ItemEntry<'_>, value: Value<'_>) -> Result<Option<String>, NotAsShown> {
        let item = entry.item;
        if !item.kind.is_number() || item.unit.is_empty() {
            return Ok(None);
        }
        // The usual case: the form's own words, and nothing above them.
        let cell = row.unit.map(|cell| self.workbook.value(cell));
        let is_plain = || {
            let has_remarks = row.cells.iter().any(|cell| self.is_remark(cell)) || !self.grid.layout.notes.is_empty();
            self.name(row) == Some(item.printed()) && !has_remarks
        };
        if self.measures.says_nothing() && cell == Some(Value::Text(&item.unit)) && is_plain() {
            return Ok(None);
        }
        let in_name = self.name(row).filter(|name| *name != item.printed()).map(unit_words::of_name).unwrap_or_default();
        let beside = match cell {
            Some(Value::Text(text)) => normal::compact(text),
            _ => String::new(),
        };
        let is_said = !beside.chars().all(normal::is_dash);
        let own = if is_said { Measure::of(&beside) } else { entry.measure.clone() };
        let is_bare = with_unit(value, "").is_some();
        let contradiction = |other: &str| NotAsShown::Measures {
            asked: Asking::Item(item).into(),
            found: answer::shown(value),
            beside: if is_said { beside.clone() } else { item.unit.clone() },
            above: other.to_owned(),
        };
        // A remark in the row that is a unit of the item's kind, and no more than that.
        let remark = row.cells.iter().find_map(|cell| self.unit_in_remark(cell, entry));
        let remark = remark.or_else(|| self.unit_in_note(row, entry));
        if let Some(other) = remark.filter(|other| is_bare && !stated::is_same(other, &own)) {
            return Err(contradiction(&other));
        }
        match self.measures.of(&in_name, &own, entry) {
            Err(Contradiction(other)) if is_bare => Err(contradiction(&other)),
            Ok(Some(other)) if is_said && is_bare => Err(contradiction(other)),
            Ok(Some(other)) if !is_said => Ok(Some(other.clone())),
            _ => {
                let is_forms =
                    !is_said || beside == normal::compact(&item.unit) || own.step_to(&entry.measure) == Some(Step::None);
                Ok((!is_forms).then_some(beside))
            }
        }
    }

    /// Words in none of the columns that are read.
    fn is_remark(&self, cell: &Cell) -> bool {
        let table = self.table;
        let is_known = [Some(table.code), Some(table.value), table.name, table.unit].contains(&Some(cell.column));
        !is_known && matches!(self.workbook.value(cell), Value::Text(_))
    }

    /// `元` in a column of remarks.
    fn unit_in_remark(&self, cell: &Cell, entry: &ItemEntry<'_>) -> Option<String> {
        let Value::Text(text) = self.workbook.value(cell) else { return None };
        if !self.is_remark(cell) || text.len() > 30 {
            return None;
        }
        let words = normal::compact(text);
        let stated = unit_words::of_note(&words);
        std::iter::once(words).chain(stated).find(|words| Measure::of(words).is_of_same_things(&entry.measure))
    }

    /// `单位：元` in a comment on the value, or on what names it in its row.
    fn unit_in_note(&self, row: &Row<'all>, entry: &ItemEntry<'_>) -> Option<String> {
        let notes = &self.grid.layout.notes;
        let number = row.cells.first().filter(|_| !notes.is_empty())?.row;
        let columns = [Some(self.table.value), self.table.unit, Some(self.table.code), self.table.name];
        let said = columns.into_iter().flatten().filter_map(|column| notes.get(&(number, column)));
        let mut words = said.flat_map(|note| unit_words::of_comment(note));
        words.find(|words| Measure::of(words).is_of_same_things(&entry.measure))
    }

    /// The answer where nothing stands in the cell.
    fn without_cell(&self, row: u32, entry: &ItemEntry<'_>) -> Answer {
        if !self.grid.is_below_a_merge(row, self.table.value) {
            return Answer::blank();
        }
        let merged = self.grid.merge_named(row, self.table.value);
        Answer::refused(NotAsShown::Spanned { asked: Asking::Item(entry.item).into(), merged })
    }

    /// The answer where nothing stands in the cell, but a number in a column beside it that nobody has labelled.
    fn slipped(&self, row: &Row<'all>, entry: &ItemEntry<'_>) -> Option<Answer> {
        let is_beside = |cell: &&Cell| self.table.beside.contains(&cell.column);
        let is_number = |cell: &&Cell| match self.workbook.value(cell) {
            Value::Number(_) | Value::Uncalculated => true,
            Value::Text(text) => text.starts_with(|first| normal::half_width(first).is_ascii_digit()),
            _ => false,
        };
        let other = row.cells.iter().filter(is_beside).find(is_number).filter(|_| entry.item.kind.is_number())?;
        Some(Answer::refused(NotAsShown::Beside {
            asked: Asking::Item(entry.item).into(),
            found: String::new(),
            cell: a1(other.row, other.column),
            other: self.workbook.words(other),
        }))
    }

    fn compare_names(&self, item: usize, row: &Row<'all>, remarks: &mut Remarks) {
        let (Some(entry), Some((code_cell, _)), Some(name)) = (self.form.items.get(item), &row.code, self.name(row)) else {
            return;
        };
        if name == entry.item.printed() {
            return;
        }
        let plain = normal::item_name(name);
        if entry.bears(&plain) {
            return;
        }
        let by_name = self.form.named(&plain).map(|other| other.item.code.clone());
        let mismatch = NameMismatch::Item { item: entry.item.into(), written: name.trim().to_owned(), by_name };
        remarks.on_cell(&self.grid.name, code_cell, mismatch);
    }

    /// A row that somebody has struck out, code and all: another one stands for it, and what this one said is told. Whether it is one.
    fn is_struck_out(&self, row: &Row<'all>, remarks: &mut Remarks) -> bool {
        let code = row.cells.iter().find(|cell| cell.column == self.table.code).map(|cell| self.workbook.value(cell));
        let value = row.value.map(|cell| (cell, self.workbook.value(cell)));
        let (Some(Value::Withdrawn(code)), Some((cell, Value::Withdrawn(written)))) = (code, value) else { return false };
        let item = self.form.position(&normal::code(code)).and_then(|item| self.form.items.get(item));
        if let Some(entry) = item {
            let (asked, withdrawn) = (Asking::Item(entry.item).into(), written.trim().to_owned());
            remarks.on_cell(&self.grid.name, cell, Cleaned::Withdrawn { asked, withdrawn });
        }
        true
    }

    /// A row without a known code: an item that nobody knows, if it has a value; else a heading.
    fn pass(&self, row: &Row<'all>, slots: &mut Slots, remarks: &mut Remarks) {
        if row.code.is_none() && self.is_struck_out(row, remarks) {
            return;
        }
        let named =
            self.name(row).map(normal::item_name).and_then(|name| self.form.items.iter().position(|entry| entry.bears(&name)));
        let code_cell = row.code.as_ref().map(|(cell, _)| **cell);
        if let Some(nameless) = named.and_then(|item| slots.nameless.get_mut(item))
            && let Some(cell) = code_cell.or(row.value.copied()).or(row.cells.first().copied())
        {
            *nameless = Some((self.position, cell));
        }
        // A second row of an item that has one with its code.
        if let (None, Some(item), Some(value)) = (&row.code, named, row.value)
            && let Some(entry) = self.form.items.get(item)
        {
            let answer = self.answer(value, row, entry);
            let place = Place { sheet: count::to_u16(self.position), row: value.row, column: value.column };
            slots.uncoded.push((item, Filled { is_refused: answer.is_refused(), reading: answer.reading, place }));
        }
        let (Some((cell, code)), Some(value)) = (&row.code, row.value) else { return };
        let is_heading = code.chars().all(|character| !character.is_alphanumeric())
            || self.is_line_of_letters(row)
            || self.is_header_again(code);
        if is_heading || answer::is_symbol(self.workbook.value(value), &self.form.form.symbols) {
            return;
        }
        let by_name = named.and_then(|item| self.form.items.get(item)).map(|entry| entry.item.code.clone());
        remarks.on_cell(&self.grid.name, cell, UnknownItem::Code { written: code.to_string(), by_name });
    }

    /// A long form repeats its header on the next page.
    fn is_header_again(&self, code: &str) -> bool {
        let header = self.grid.cells().iter().find(|cell| cell.row == self.table.header && cell.column == self.table.code);
        header.is_some_and(|cell| matches!(self.workbook.value(cell), Value::Text(text) if normal::code(text) == code))
    }
}

/// A value with the unit of measure that stands elsewhere, as it would be written in one cell.
fn with_unit(value: Value<'_>, unit: &str) -> Option<String> {
    match value {
        Value::Number(number) => Some(format!("{number}{unit}")),
        Value::Text(text) => {
            let text = text.trim_end_matches(normal::is_blank);
            text.ends_with(|last: char| normal::half_width(last).is_ascii_digit()).then(|| format!("{text}{unit}"))
        }
        _ => None,
    }
}

/// Most codes are plain already.
fn code(text: &str) -> Cow<'_, str> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    if is_plain { Cow::Borrowed(text) } else { Cow::Owned(normal::code(text)) }
}
