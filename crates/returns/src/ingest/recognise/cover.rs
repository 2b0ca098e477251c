//! The cover: labels and what stands beside them, wherever they stand.

use std::collections::BTreeMap;

use super::At;
pub(super) use crate::domain::CoverField as Field;
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
        Value::Text(text) | Value::Iso(text) | Value::Error(text) => text.trim().to_owned(),
        Value::Number(number) | Value::DateTime(number) => normal::number_as_code(number),
        Value::Bool(truth) => truth.to_string(),
        Value::Uncalculated => String::new(),
    }
}

/// The cover of a workbook, or the sheet that does its work.
#[derive(Debug)]
pub(super) struct Cover<'workbook> {
    pub(super) workbook: &'workbook Workbook,
    position: usize,
    fields: BTreeMap<Field, Entry<'workbook>>,
}

impl<'workbook> Cover<'workbook> {
    /// The sheet called 封面, else the first one that says when, and who or which form.
    pub(super) fn find(workbook: &'workbook Workbook) -> Option<Self> {
        let covers = |position: &usize| workbook.sheets.get(*position).is_some_and(|grid| grid.name.contains("封面"));
        let read = |position: usize| {
            let fields = fields(workbook, workbook.sheets.get(position)?, u32::MAX);
            Some(Self { workbook, position, fields })
        };
        let named = (0..workbook.sheets.len()).filter(covers).filter_map(read).find(|cover| !cover.fields.is_empty());
        named.or_else(|| (0..workbook.sheets.len()).filter_map(read).find(Self::identifies))
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
            let entry = fields(self.workbook, grid, HEAD_ROWS).get(&field).copied()?;
            Some((entry.words(), At { sheet: &grid.name, cell: Some(entry.cell) })).filter(|(words, _)| !words.is_empty())
        };
        others.filter_map(|(_, grid)| said(grid)).collect()
    }
}

/// Labels with their values: in one cell after a colon, or in the next filled cell to the right. The first value of a field counts.
fn fields<'workbook>(workbook: &'workbook Workbook, grid: &'workbook Grid, rows: u32) -> BTreeMap<Field, Entry<'workbook>> {
    let mut fields = BTreeMap::new();
    for row in grid.rows().take_while(|row| row.first().is_some_and(|cell| cell.row < rows)) {
        for (position, cell) in row.iter().enumerate() {
            let Value::Text(text) = workbook.value(cell) else { continue };
            if let Some(field) = Field::of_label(&normal::label(text)) {
                let beside = row.get(position + 1).map(|cell| Entry { value: workbook.value(cell), cell: *cell });
                if let Some(entry) = beside.filter(|entry| !is_label(entry.value)) {
                    fields.entry(field).or_insert(entry);
                }
                continue;
            }
            for (field, value) in within(text) {
                fields.entry(field).or_insert(Entry { value: Value::Text(value), cell: *cell });
            }
        }
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
