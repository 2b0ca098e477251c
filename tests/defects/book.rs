//! A workbook as cells: a clean return is opened, changed cell by cell as a hand would, and saved again.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, SheetVisible, Xlsx};
use rust_xlsxwriter::{Color, Format, FormatScript, Formula, Note, Workbook, Worksheet};
use tongbao_document::FormSheet;
use tongbao_document::address::a1;
use tongbao_sample::imperfect::by_hand::Layout;

/// Column of the items' names.
const NAME: u16 = 0;
/// Column of the items' codes.
const CODE: u16 = 2;
/// Column of 本期累计.
const VALUE: u16 = 3;
/// Row of the headers of columns.
const HEADER: u32 = 6;
/// The header stands above this row; items below.
const FIRST_ITEM: u32 = 8;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Number(f64),
    Text(String),
    /// Days as Excel counts them, shown as a date.
    Date(f64),
    /// A formula with the value that was kept beside it.
    Formula(&'static str, &'static str),
    /// A formula that no program has calculated.
    Uncalculated(&'static str),
    /// A number in a format.
    Shown(f64, &'static str),
    /// A number in a font.
    Dressed(f64, Run),
    /// Words in runs.
    Runs(&'static [(Run, &'static str)]),
}

/// How some words of a cell look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    Plain,
    Raised,
    StruckOut,
    White,
}

impl Run {
    fn format(self) -> Format {
        match self {
            Self::Plain => Format::new(),
            Self::Raised => Format::new().set_font_script(FormatScript::Superscript),
            Self::StruckOut => Format::new().set_font_strikethrough(),
            Self::White => Format::new().set_font_color(Color::White),
        }
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// A sheet.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub(super) name: String,
    pub(super) is_hidden: bool,
    /// Row and column, counted from zero.
    pub(super) cells: BTreeMap<(u32, u16), Cell>,
    /// Comments, by their cells.
    pub(super) notes: BTreeMap<(u32, u16), String>,
}

/// A workbook.
#[derive(Debug, Clone)]
pub(super) struct Book {
    pub(super) pages: Vec<Page>,
}

impl Book {
    /// Opens a workbook that tongbao has written.
    pub(super) fn open(bytes: &[u8]) -> Self {
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook");
        let sheets = workbook.sheets_metadata().to_vec();
        let page = |sheet: calamine::Sheet| {
            let range = workbook.worksheet_range(&sheet.name).expect("a sheet");
            let (top, left) = range.start().unwrap_or_default();
            let cells = range.used_cells().filter_map(|(row, column, data)| {
                let at = (top + u32::try_from(row).ok()?, u16::try_from(left).ok()? + u16::try_from(column).ok()?);
                Some((at, cell(data)?))
            });
            Page {
                notes: BTreeMap::new(),
                cells: cells.collect(),
                is_hidden: sheet.visible != SheetVisible::Visible,
                name: sheet.name,
            }
        };
        Self { pages: sheets.into_iter().map(page).collect() }
    }

    /// The bytes of an .xlsx file.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut workbook = Workbook::new();
        let mut uncalculated = Vec::new();
        for (number, page) in (1..).zip(&self.pages) {
            workbook.push_worksheet(page.worksheet());
            if page.cells.values().any(|cell| matches!(cell, Cell::Uncalculated(_))) {
                uncalculated.push(format!("xl/worksheets/sheet{number}.xml"));
            }
        }
        let bytes = workbook.save_to_buffer().expect("a workbook");
        uncalculated.iter().fold(bytes, |bytes, sheet| {
            tongbao_sample::imperfect::container::without_cached_values(&bytes, sheet).expect("a workbook")
        })
    }

    /// Does in the workbook that was handed out what an office did in one of its own: formulas, a sheet hidden, no cover. Places stay.
    pub(super) fn lay_out(&mut self, layout: &Layout, sheets: &[FormSheet]) {
        for (code, formula, result) in &layout.formulas {
            self.put(code, result.map_or(Cell::Uncalculated(formula), |result| Cell::Formula(formula, result)));
        }
        for (position, sheet) in sheets.iter().enumerate() {
            let page = self.page(&sheet.name);
            page.is_hidden |= layout.hidden == Some(position);
            if layout.without_header == Some(position) {
                page.cells.retain(|(row, _), _| *row != HEADER);
            }
            if layout.declared_empty == Some(position) {
                page.declare_empty();
            }
        }
        if layout.without_cover {
            self.remove_page("封面");
        }
    }

    /// A sheet by its name.
    #[track_caller]
    pub(super) fn page(&mut self, name: &str) -> &mut Page {
        self.pages.iter_mut().find(|page| page.name == name).expect("a sheet of this name")
    }

    /// Puts a copy of a sheet behind the others.
    #[track_caller]
    pub(super) fn copy_page(&mut self, name: &str, copy: &str, change: impl FnOnce(&mut Page)) {
        let mut page = self.page(name).clone();
        copy.clone_into(&mut page.name);
        change(&mut page);
        self.pages.push(page);
    }

    /// Takes a sheet away.
    pub(super) fn remove_page(&mut self, name: &str) {
        self.pages.retain(|page| page.name != name);
    }

    /// Types something into a cell, e.g. `封面`, `B5`.
    #[track_caller]
    pub(super) fn set(&mut self, page: &str, cell: &str, value: impl Into<Cell>) {
        let at = at(cell);
        self.page(page).cells.insert(at, value.into());
    }

    /// Comments on a cell.
    #[track_caller]
    pub(super) fn note(&mut self, page: &str, cell: &str, words: &str) {
        let at = at(cell);
        self.page(page).notes.insert(at, words.to_owned());
    }

    /// Types something as 本期累计 of the item with a code.
    #[track_caller]
    pub(super) fn put(&mut self, code: &str, value: impl Into<Cell>) {
        let (page, row) = self.row_of(code);
        self.page(&page).cells.insert((row, VALUE), value.into());
    }

    /// Leaves an item blank.
    #[track_caller]
    pub(super) fn blank(&mut self, code: &str) {
        let (page, row) = self.row_of(code);
        self.page(&page).cells.remove(&(row, VALUE));
    }

    /// The number of an item.
    #[track_caller]
    pub(super) fn number(&mut self, code: &str) -> f64 {
        let (page, row) = self.row_of(code);
        match self.page(&page).cells.get(&(row, VALUE)) {
            Some(Cell::Number(number)) => *number,
            other => panic!("{code} is no number: {other:?}"),
        }
    }

    /// Multiplies the numbers of items.
    #[track_caller]
    pub(super) fn times(&mut self, codes: &[&str], factor: f64) {
        for code in codes {
            let number = self.number(code);
            // Moved by a decimal point, not by a binary fraction.
            self.put(code, (number * factor * 1e6).round() / 1e6);
        }
    }

    /// Sheet and row of an item.
    #[track_caller]
    pub(super) fn row_of(&self, code: &str) -> (String, u32) {
        let is_code = |cell: &Cell| *cell == Cell::from(code);
        let found = self.pages.iter().find_map(|page| {
            let mut rows =
                page.cells.iter().filter(|((row, column), cell)| *row >= FIRST_ITEM && *column == CODE && is_code(cell));
            rows.next().map(|((row, _), _)| (page.name.clone(), *row))
        });
        found.unwrap_or_else(|| panic!("no item {code}"))
    }
}

impl Page {
    /// Says below the items that there is nothing to report.
    #[track_caller]
    fn declare_empty(&mut self) {
        let mut asked = self.cells.iter().filter(|((_, column), cell)| *column == NAME && **cell == Cell::from("本表无数据"));
        let (row, _) = *asked.next().expect("a question below the items").0;
        self.cells.insert((row, NAME + 1), Cell::from("是"));
    }

    /// Leaves all items blank.
    pub(super) fn blank_values(&mut self) {
        self.cells.retain(|(row, column), _| *row < FIRST_ITEM || *column != VALUE);
    }

    /// Rows with an item, in their order.
    pub(super) fn item_rows(&self) -> Vec<u32> {
        let rows = self.cells.keys().filter(|(row, column)| *row >= FIRST_ITEM && *column == CODE).map(|(row, _)| *row);
        rows.collect()
    }

    /// Removes a row; what stands below moves up.
    pub(super) fn delete_row(&mut self, deleted: u32) {
        let cells = std::mem::take(&mut self.cells);
        let kept = cells.into_iter().filter(|((row, _), _)| *row != deleted);
        self.cells = kept.map(|((row, column), cell)| ((if row > deleted { row - 1 } else { row }, column), cell)).collect();
    }

    /// Inserts rows above a row, and columns on the left.
    pub(super) fn insert(&mut self, above: u32, rows: u32, columns: u16) {
        let cells = std::mem::take(&mut self.cells);
        let moved = |((row, column), cell)| ((if row >= above { row + rows } else { row }, column + columns), cell);
        self.cells = cells.into_iter().map(moved).collect();
    }

    /// Inserts a copy of a row below it.
    pub(super) fn repeat_row(&mut self, row: u32) {
        let copy: Vec<(u16, Cell)> =
            self.cells.range((row, 0)..(row + 1, 0)).map(|((_, column), cell)| (*column, cell.clone())).collect();
        self.insert(row + 1, 1, 0);
        self.cells.extend(copy.into_iter().map(|(column, cell)| ((row + 1, column), cell)));
    }

    /// Moves what stands in a column of the item rows down by one row; the last falls off.
    pub(super) fn slide_values(&mut self) {
        self.slide(VALUE);
    }

    /// The same with the items' names.
    pub(super) fn slide_names(&mut self) {
        self.slide(NAME);
    }

    fn slide(&mut self, column: u16) {
        let rows = self.item_rows();
        for pair in rows.windows(2).rev() {
            match self.cells.get(&(pair[0], column)).cloned() {
                Some(cell) => self.cells.insert((pair[1], column), cell),
                None => self.cells.remove(&(pair[1], column)),
            };
        }
        self.cells.remove(&(rows[0], column));
    }

    fn worksheet(&self) -> Worksheet {
        let mut sheet = Worksheet::new();
        sheet.set_name(&self.name).expect("a name").set_hidden(self.is_hidden);
        let dated = Format::new().set_num_format("yyyy-mm-dd");
        for ((row, column), cell) in &self.cells {
            let (row, column) = (*row, *column);
            let written = match cell {
                Cell::Number(number) => sheet.write_number(row, column, *number),
                Cell::Text(text) => sheet.write_string(row, column, text),
                Cell::Date(days) => sheet.write_number_with_format(row, column, *days, &dated),
                Cell::Formula(formula, value) => sheet.write_formula(row, column, Formula::new(*formula).set_result(*value)),
                Cell::Uncalculated(formula) => sheet.write_formula(row, column, Formula::new(*formula)),
                Cell::Shown(number, format) => {
                    sheet.write_number_with_format(row, column, *number, &Format::new().set_num_format(*format))
                }
                Cell::Dressed(number, run) => sheet.write_number_with_format(row, column, *number, &run.format()),
                Cell::Runs([(run, words)]) => sheet.write_string_with_format(row, column, *words, &run.format()),
                Cell::Runs(runs) => {
                    let formats: Vec<Format> = runs.iter().map(|(run, _)| run.format()).collect();
                    let runs: Vec<_> = formats.iter().zip(*runs).map(|(format, (_, words))| (format, *words)).collect();
                    sheet.write_rich_string(row, column, &runs)
                }
            };
            written.expect("a cell");
        }
        for ((row, column), words) in &self.notes {
            sheet.insert_note(*row, *column, &Note::new(words)).expect("a comment");
        }
        sheet
    }
}

/// Row and column of an A1 address.
#[track_caller]
fn at(cell: &str) -> (u32, u16) {
    let letters = cell.bytes().take_while(u8::is_ascii_uppercase);
    let column = letters.fold(0, |column, letter| column * 26 + u16::from(letter - b'A') + 1) - 1;
    let row: u32 = cell.trim_start_matches(|letter: char| letter.is_ascii_uppercase()).parse().expect("an A1 address");
    assert_eq!(a1(row - 1, column), cell, "an A1 address");
    (row - 1, column)
}

fn cell(data: &Data) -> Option<Cell> {
    Some(match data {
        Data::Float(number) => Cell::Number(*number),
        Data::Int(number) => Cell::Text(number.to_string()),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Text(text.clone()),
        Data::DateTime(moment) => Cell::Date(moment.as_f64()),
        Data::Bool(truth) => Cell::Text(truth.to_string()),
        Data::Empty | Data::Error(_) => return None,
    })
}
