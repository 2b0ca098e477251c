//! The cover: labels and what stands beside them, wherever they stand.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use super::{At, period_text};
pub(super) use crate::domain::CoverField as Field;
use crate::finding::facts::Spot;
use crate::ingest::convert::date;
use crate::ingest::normal;
use crate::ingest::workbook::{Cell, Grid, Value, Workbook};

/// Rows of a form's sheet in which its 表号 and 填报单位 may stand.
const HEAD_ROWS: u32 = 12;

/// What a cover says in one field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'workbook> {
    pub(super) value: Value<'workbook>,
    cell: Cell,
}

impl Entry<'_> {
    /// The value as words; numbers as codes are written.
    pub(super) fn words(&self) -> String {
        words(self.value)
    }
}

/// A value as words; numbers as codes are written.
pub(super) fn words(value: Value<'_>) -> String {
    match value {
        // Underscores are the line on which people write.
        Value::Text(text) | Value::Iso(text) | Value::Error(text) => {
            text.trim_matches(|character| normal::is_blank(character) || character == '_').to_owned()
        }
        Value::Number(number) | Value::DateTime(number) => normal::number_as_code(number),
        Value::Bool(truth) => truth.to_string(),
        Value::Uncalculated | Value::Withdrawn(_) | Value::Lost => String::new(),
    }
}

/// The cover of a workbook, or the sheet that does its work.
#[derive(Debug)]
pub(super) struct Cover<'workbook> {
    pub(super) workbook: &'workbook Workbook,
    position: usize,
    fields: BTreeMap<Field, Entry<'workbook>>,
    /// What it says again of a field.
    twice: Vec<(Field, Entry<'workbook>)>,
}

/// The covers of a workbook in their order.
#[derive(Debug)]
pub(in crate::ingest) struct Covers<'workbook> {
    /// Those that count.
    pub(super) seen: Vec<Cover<'workbook>>,
    /// Hidden ones beside them.
    pub(super) hidden: Vec<Cover<'workbook>>,
}

impl<'workbook> Covers<'workbook> {
    /// All sheets called 封面 on which something stands, else all that say when, and who or which form.
    pub(in crate::ingest) fn of(workbook: &'workbook Workbook) -> Self {
        let read = |(position, grid): (usize, &'workbook Grid)| {
            let Fields { first: fields, twice } = fields(workbook, grid, u32::MAX);
            Cover { workbook, position, fields, twice }
        };
        let sheets = || workbook.sheets.iter().enumerate();
        let named = sheets().filter(|(_, grid)| is_cover(grid)).map(read);
        let named: Vec<Cover<'_>> = named.filter(|cover| !cover.fields.is_empty()).collect();
        let covers = if named.is_empty() { sheets().map(read).filter(Cover::identifies).collect() } else { named };
        let is_hidden = |cover: &Cover<'_>| workbook.sheets.get(cover.position).is_some_and(|grid| grid.is_hidden);
        match covers.into_iter().partition::<Vec<Cover<'_>>, _>(is_hidden) {
            (hidden, seen) if seen.is_empty() => Self { seen: hidden, hidden: seen },
            (hidden, seen) => Self { seen, hidden },
        }
    }
}

/// Whether a sheet is called a cover.
pub(super) fn is_cover(grid: &Grid) -> bool {
    grid.name.contains("封面")
}

/// What a sheet says in the fields of a cover.
struct Fields<'workbook> {
    first: BTreeMap<Field, Entry<'workbook>>,
    twice: Vec<(Field, Entry<'workbook>)>,
}

impl<'workbook> Cover<'workbook> {
    /// Whether the sheet is called 封面, and is none of the form's.
    pub(super) fn is_named(&self) -> bool {
        self.workbook.sheets.get(self.position).is_some_and(is_cover)
    }

    /// Whether another cover is of the same return, as far as both say: a copy of it, or the head of the next sheet.
    pub(super) fn is_of_same(&self, other: &Self) -> bool {
        let same = |field: Field| match (self.words(field), other.words(field)) {
            (Some((one, _)), Some((other, _))) => normal::label(&one) == normal::label(&other),
            _ => true,
        };
        same(Field::UnitCode)
            && same(Field::FormCode)
            && same(Field::Period)
            && (self.says(Field::UnitCode) || same(Field::UnitName))
    }

    fn says(&self, field: Field) -> bool {
        self.entry(field).is_some()
    }

    /// The first field in which another cover says something else, with its label and both entries.
    pub(super) fn difference(&self, other: &Self) -> Option<(&'static str, [Entry<'workbook>; 2])> {
        let fields = [Field::UnitCode, Field::UnitName, Field::FormCode, Field::Period, Field::ReportedOn];
        fields.into_iter().find_map(|field| {
            let has_codes = self.says(Field::UnitCode) && other.says(Field::UnitCode);
            let (one, other) = (self.entry(field)?, other.entry(field)?);
            let differs = match field {
                // Where the code stands, it says who it is.
                Field::UnitName if has_codes => false,
                Field::ReportedOn => {
                    let day = |entry: Entry<'_>| date::parse(entry.value, self.workbook.is_1904);
                    day(one) != day(other)
                }
                _ => normal::label(&one.words()) != normal::label(&other.words()),
            };
            differs.then_some((field.labels().next()?, [one, other]))
        })
    }

    /// The first field that says two things, with its label and both places.
    pub(super) fn contradiction(&self) -> Option<(&'static str, [Entry<'workbook>; 2])> {
        let differs = |field: Field, one: Entry<'_>, other: Entry<'_>| match field {
            Field::Period => period_text::parse(&one.words()) != period_text::parse(&other.words()),
            Field::ReportedOn => {
                let day = |entry: Entry<'_>| date::parse(entry.value, self.workbook.is_1904);
                day(one) != day(other)
            }
            // Where the code stands once, it says who it is.
            Field::UnitName => !self.says(Field::UnitCode) && normal::label(&one.words()) != normal::label(&other.words()),
            Field::UnitCode | Field::FormCode | Field::Version => normal::code(&one.words()) != normal::code(&other.words()),
            Field::Filler | Field::Printed => false,
        };
        self.twice.iter().find_map(|(field, other)| {
            let one = self.entry(*field).filter(|one| !other.words().is_empty() && differs(*field, *one, *other))?;
            Some((field.labels().next()?, [one, *other]))
        })
    }

    /// A place with what stands there.
    pub(super) fn spot(&self, entry: Entry<'workbook>) -> Spot {
        Spot { sheet: self.whole().sheet.to_owned(), cell: (&entry.cell).into(), said: entry.words() }
    }

    fn identifies(&self) -> bool {
        let says = |field: Field| usize::from(self.fields.contains_key(&field));
        says(Field::Period) == 1 && says(Field::UnitCode) + says(Field::UnitName) + says(Field::FormCode) >= 1
    }

    /// Position of the sheet.
    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// What the cover says in a field; `None` if it says nothing.
    pub(super) fn entry(&self, field: Field) -> Option<Entry<'workbook>> {
        self.fields.get(&field).copied().filter(|entry| !entry.words().is_empty())
    }

    /// The words of a field with their place.
    pub(super) fn words(&self, field: Field) -> Option<(String, At<'workbook>)> {
        self.entry(field).map(|entry| (entry.words(), self.at(entry)))
    }

    /// The place of an entry.
    pub(super) fn at(&self, entry: Entry<'workbook>) -> At<'workbook> {
        At { cell: Some(entry.cell), ..self.whole() }
    }

    /// The cover as a place.
    pub(super) fn whole(&self) -> At<'workbook> {
        At { sheet: self.workbook.sheets.get(self.position).map_or("", |grid| &grid.name), cell: None }
    }

    /// What the heads of the other sheets say in a field, each with its place.
    pub(super) fn elsewhere(&self, field: Field) -> Vec<(String, At<'workbook>)> {
        let others = self.workbook.sheets.iter().enumerate().filter(|(position, _)| *position != self.position);
        let said = |grid: &'workbook Grid| {
            let entry = fields(self.workbook, grid, HEAD_ROWS).first.get(&field).copied()?;
            Some((entry.words(), At { sheet: &grid.name, cell: Some(entry.cell) })).filter(|(words, _)| !words.is_empty())
        };
        others.filter_map(|(_, grid)| said(grid)).collect()
    }
}

/// Labels with their values: in one cell after a colon, or in the next filled cell to the right; below them where the labels of a row all
/// stand side by side. The first value of a field counts.
fn fields<'workbook>(workbook: &'workbook Workbook, grid: &'workbook Grid, rows: u32) -> Fields<'workbook> {
    let mut fields = Fields { first: BTreeMap::new(), twice: Vec::new() };
    let mut say = |field: Field, entry: Entry<'workbook>| match fields.first.entry(field) {
        Slot::Occupied(_) => fields.twice.push((field, entry)),
        Slot::Vacant(slot) => drop(slot.insert(entry)),
    };
    let below = |(field, label): (Field, &Cell)| {
        let cell = grid.cell(label.row + 1, label.column)?;
        Some((field, Entry { value: workbook.value(cell), cell: *cell })).filter(|(_, entry)| !is_label(entry.value))
    };
    let mut alone = Vec::new();
    for row in grid.rows().take_while(|row| row.first().is_some_and(|cell| cell.row < rows)) {
        let mut unanswered = Vec::new();
        let mut has_answers = false;
        for (position, cell) in row.iter().enumerate() {
            let Value::Text(text) = workbook.value(cell) else { continue };
            if let Some(field) = Field::of_label(&normal::label(text)) {
                let beside = row.get(position + 1).map(|cell| Entry { value: workbook.value(cell), cell: *cell });
                match beside.filter(|entry| !is_label(entry.value)) {
                    Some(entry) => {
                        has_answers = true;
                        say(field, entry);
                    }
                    None => unanswered.push((field, cell)),
                }
                continue;
            }
            for (field, value) in within(text) {
                has_answers = true;
                say(field, Entry { value: Value::Text(value), cell: *cell });
            }
        }
        match unanswered.as_slice() {
            _ if has_answers => {}
            [only] => alone.push(*only),
            _ => {
                for (field, entry) in unanswered.into_iter().filter_map(below) {
                    say(field, entry);
                }
            }
        }
    }
    // Labels with their values below them, one under the other: one such label is more likely an open field.
    let stacked: Vec<_> = alone.into_iter().filter_map(below).collect();
    let is_stacked = stacked.len() > 1;
    for (field, entry) in stacked.into_iter().filter(|_| is_stacked) {
        say(field, entry);
    }
    fields
}

fn is_label(value: Value<'_>) -> bool {
    matches!(value, Value::Text(text) if Field::of_label(&normal::label(text)).is_some() || within(text).next().is_some())
}

/// `填报单位：甲县人民医院　　报出日期：2025年10月12日`, label by label.
fn within(text: &str) -> impl Iterator<Item = (Field, &str)> {
    let pieces: Vec<&str> = if text.matches([':', '：']).count() > 1 {
        text.split(['\n', '\t', '　']).flat_map(|piece| piece.split("  ")).collect()
    } else {
        vec![text]
    };
    pieces.into_iter().filter_map(|piece| {
        let (label, value) = piece.split_once([':', '：'])?;
        Some((Field::of_label(&normal::label(label))?, value.trim())).filter(|(_, value)| !value.is_empty())
    })
}
