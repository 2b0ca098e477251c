//! One sheet of the return once more: its table is found by the cells that were read.

use std::collections::BTreeMap;

use super::layout::{Cells, WIDEST, label, words};
use super::marks::SheetMarks;
use super::{Returned, cover};
use tongbao_document::{Align, Answer, SlipInput, SlipRole, SlipSheet, SlipValue, count};
use tongbao_returns::domain::{Form, Item, OriginalSheet};
use tongbao_returns::forms::answer;

/// Rows above the first item in which the header may stand.
const HEADER_WITHIN: u32 = 6;
/// Cells to the right of 本表无数据 in which its answer may stand.
const ANSWER_WITHIN: u16 = 4;

/// Where the items of a sheet were read.
struct Table<'run> {
    items: BTreeMap<u32, Vec<(&'run Item, u16)>>,
    /// First row of the header.
    header: u32,
    first: u32,
    last: u32,
    columns: (u16, u16),
    value: u16,
}

pub(super) fn repeated(returned: &Returned<'_>, sheet: &OriginalSheet, is_cover: bool, marks: &SheetMarks) -> SlipSheet {
    let mut cells = Cells::of(sheet, returned.original.is_some_and(|original| original.is_1904));
    let table = table(returned, sheet, &cells);
    match (&table, returned.filed) {
        (Some(table), Some((_, form))) => lay_out(table, form, &mut cells),
        _ if !is_cover => frame_lists(&mut cells),
        _ => {}
    }
    cells.set_title(table.as_ref().map_or(2, |table| table.header));
    if is_cover {
        cover::open_fields(&mut cells, table.as_ref().map(|table| (table.header, table.last)));
    }
    let mut last_column = table.as_ref().map_or(0, |table| table.columns.1);
    if table.is_none() || is_cover {
        last_column = last_column.max(cells.last_column());
    }
    for &(row, column) in &marks.to_mend {
        open(&mut cells, row, column);
        if let Some(table) = &table {
            open(&mut cells, row, table.value);
        }
    }
    for &(row, column) in &marks.to_type {
        let cell = cells.at(row, column);
        if matches!(cell.input, SlipInput::Asked(_)) {
            cell.value = SlipValue::Blank;
        }
    }
    for (&(row, column), mark) in &marks.cells {
        let cell = cells.at(row, column);
        if matches!(cell.role, SlipRole::Plain) {
            cell.role = SlipRole::Body(Align::Left);
        }
        cell.mark = Some(mark.clone());
    }
    SlipSheet {
        name: sheet.name.clone(),
        is_hidden: sheet.is_hidden,
        is_cover: is_cover && table.is_none(),
        // Of a refused file nobody knows what its cells are.
        is_protected: !marks.is_headless && returned.filed.is_some(),
        header: table.map(|table| (table.header, table.first.saturating_sub(1))),
        last_column,
        cells: cells.by_place.into_values().collect(),
    }
}

/// Opens a cell that is to be put right and is no answer of the form.
fn open(cells: &mut Cells, row: u32, column: u16) {
    let cell = cells.at(row, column);
    if cell.input == SlipInput::Locked {
        cell.input = SlipInput::Open;
    }
    if cell.role == SlipRole::Plain {
        cell.role = SlipRole::Body(Align::Left);
    }
}

/// The table of a sheet, if any item was read there.
fn table<'run>(returned: &Returned<'run>, sheet: &OriginalSheet, cells: &Cells) -> Option<Table<'run>> {
    let (read, form) = returned.filed?;
    let position = read.sheets.iter().position(|name| *name == sheet.name)?;
    let form: Vec<&Item> = form.items().collect();
    let places = read.facts.iter().filter_map(|fact| {
        let place = fact.place.filter(|place| usize::from(place.sheet) == position)?;
        Some((place.row, (*form.get(usize::from(fact.item))?, place.column)))
    });
    let mut items: BTreeMap<u32, Vec<(&Item, u16)>> = BTreeMap::new();
    for (row, item) in places {
        items.entry(row).or_default().push(item);
    }
    let (&first, in_first) = items.first_key_value()?;
    let &(_, value) = in_first.first()?;
    let (&last, _) = items.last_key_value()?;
    let header = header(cells, first);
    let filled = (header..first).flat_map(|row| cells.row(row)).map(|cell| cell.column).filter(|column| *column < WIDEST);
    let columns = filled.fold((value, value), |(least, most), column| (least.min(column), most.max(column)));
    Some(Table { items, header, first, last, columns, value })
}

/// The row in which the codes are headed; without one, the row above the first item if it has several cells.
fn header(cells: &Cells, first: u32) -> u32 {
    let is_code = |row: &u32| {
        cells.row(*row).filter_map(words).any(|text| {
            let label = label(text);
            label.chars().count() <= 8
                && (label.ends_with("代码") || label.ends_with("编码") || label == "行次" || label == "行号")
        })
    };
    let above = first.saturating_sub(HEADER_WITHIN)..first;
    let is_several = |row: u32| cells.row(row).count() > 1;
    above.rev().find(is_code).or_else(|| first.checked_sub(1).filter(|row| is_several(*row))).unwrap_or(first)
}

fn lay_out(table: &Table<'_>, form: &Form, cells: &mut Cells) {
    let (left, right) = table.columns;
    for row in table.header..table.first {
        for column in left..=right {
            cells.at(row, column).role = SlipRole::Header;
        }
    }
    // A table of a thousand rows with two far apart is no table worth framing.
    let rows: Vec<u32> = (table.first..=table.last).take(5_000).collect();
    for row in rows {
        for column in left..=right {
            cells.at(row, column);
        }
    }
    let body: Vec<(u32, u16)> = cells.by_place.range((table.first, 0)..(table.last + 1, 0)).map(|(place, _)| *place).collect();
    for (row, column) in body {
        let item = table.items.get(&row).and_then(|items| items.first()).map(|(item, _)| *item);
        lay_out_cell(cells, (row, column), item, left);
    }
    for (&row, &(item, column)) in table.items.iter().flat_map(|(row, items)| items.iter().map(move |item| (row, item))) {
        indent(cells, row, item, form);
        cells.ask(row, column, answer(item));
        cells.at(row, column).decimals = item.kind.is_number().then_some(item.decimals);
    }
    nothing(table, cells);
}

/// Words stand left in the first column and in long remarks, short words in the middle, numbers right.
fn lay_out_cell(cells: &mut Cells, (row, column): (u32, u16), item: Option<&Item>, first: u16) {
    let cell = cells.at(row, column);
    cell.role = match &cell.value {
        SlipValue::Number(number) if item.is_some_and(|item| item.code == number.to_string()) => SlipRole::Code,
        SlipValue::Number(_) => {
            cell.decimals = item.filter(|item| item.kind.is_number()).map(|item| item.decimals);
            SlipRole::Body(Align::Right)
        }
        SlipValue::Text(text) if item.is_some_and(|item| item.code == text.trim()) => SlipRole::Code,
        SlipValue::Text(text) if column > first && text.chars().count() <= 6 => SlipRole::Body(Align::Center),
        SlipValue::Moment(_) | SlipValue::Truth(_) => SlipRole::Body(Align::Center),
        SlipValue::Text(_) | SlipValue::Blank => SlipRole::Body(Align::Left),
    };
}

/// The name of a part stands further in, as in the blank form, unless blanks before it do that already.
fn indent(cells: &mut Cells, row: u32, item: &Item, form: &Form) {
    let is_named = |text: &str| text.contains(item.printed()) || text.contains(item.name.as_str());
    let named = cells.row(row).find(|cell| words(cell).is_some_and(is_named));
    let Some(column) =
        named.filter(|cell| !words(cell).is_some_and(|text| text.starts_with([' ', '　']))).map(|cell| cell.column)
    else {
        return;
    };
    let sheet = form.sheets.iter().find(|sheet| sheet.items.iter().any(|other| std::ptr::eq(other, item)));
    let whole = |part: &&Item| {
        let whole = part.part_of.as_ref()?;
        sheet?.items.iter().find(|other| other.name == *whole)
    };
    let depth = std::iter::successors(Some(item), whole).take(5).count() - 1;
    cells.at(row, column).indent = count::to_u8(depth);
}

/// 本表无数据 and its answer.
fn nothing(table: &Table<'_>, cells: &mut Cells) {
    let outside = cells.by_place.values().filter(|cell| cell.row < table.header || cell.row > table.last);
    let found = outside.filter_map(|cell| {
        let text: String = words(cell)?.chars().filter(|character| !character.is_whitespace()).collect();
        let rest = text.strip_prefix("本表无数据")?;
        // An answer in the same cell is changed there.
        Some((cell.row, cell.column, rest.trim_matches([':', '：']).is_empty()))
    });
    let found: Vec<(u32, u16, bool)> = found.collect();
    for (row, column, is_bare) in found {
        if !is_bare {
            open(cells, row, column);
            continue;
        }
        let beside = cells.beside(row, column).map(|cell| cell.column).filter(|beside| beside - column <= ANSWER_WITHIN);
        cells.at(row, column).role = SlipRole::Label;
        cells.ask(row, beside.unwrap_or(column + 1), Answer::Choice(vec!["是".to_owned()]));
    }
}

/// A sheet that the form does not know: rows of several cells are a list.
fn frame_lists(cells: &mut Cells) {
    let rows: BTreeMap<u32, usize> = cells.by_place.keys().fold(BTreeMap::new(), |mut rows, (row, _)| {
        *rows.entry(*row).or_default() += 1;
        rows
    });
    for cell in cells.by_place.values_mut().filter(|cell| rows.get(&cell.row).is_some_and(|count| *count > 1)) {
        cell.role = SlipRole::Body(match cell.value {
            SlipValue::Number(_) => Align::Right,
            _ => Align::Left,
        });
    }
}
