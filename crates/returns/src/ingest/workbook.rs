//! A workbook as read: sheets with their filled cells at absolute positions, whatever the format was.
//!
//! Compact on purpose: the words of all cells stand in one text, so that a workbook needs few allocations and crosses the border of a
//! process in one piece.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use memchr::memmem;
use serde::{Deserialize, Serialize};

use super::normal;
use super::open::Refusal;
use crate::domain::CellAddress;
use crate::finding::facts::{TooLarge, Truncated};
use tongbao_document::address::a1;
use tongbao_document::{count, plain};

/// More filled cells than this are no return.
const MOST_CELLS: usize = 200_000;
/// More words than this are no return either: a cell may repeat a shared string that is stored once.
const MOST_TEXT: usize = 16 * MEBIBYTE;
/// Characters that Excel takes in one cell.
const MOST_TEXT_OF_A_CELL: usize = 32_767;
const MEBIBYTE: usize = 1024 * 1024;

/// Put into a cell as its text, says that the file has lost it: a character that Unicode keeps for such use inside a program.
pub(super) const LOST: &str = "\u{fdd2}";

/// The format of a workbook, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Format {
    /// .xlsx and .xlsm
    Xlsx,
    /// .xlsb
    Xlsb,
    /// .xls, and .et of WPS
    Xls,
    /// .ods
    Ods,
}

impl Format {
    /// Extensions that such a file may bear; the first is the usual one.
    pub(super) fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Xlsx => &["xlsx", "xlsm", "xltx", "xltm", "xlam"],
            Self::Xlsb => &["xlsb"],
            Self::Xls => &["xls", "et", "xlt", "xla"],
            Self::Ods => &["ods", "ots"],
        }
    }
}

/// Where a piece of the text stands.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Span {
    start: u32,
    length: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
enum Content {
    Number(f64),
    Text(Span),
    Bool(bool),
    DateTime(f64),
    Iso(Span),
    Error(Span),
    Uncalculated,
    Withdrawn(Span),
    Lost,
}

/// What a cell shows otherwise than it holds, or does not show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Odd {
    /// These of its words are struck out or raised, and not read.
    Withdrawn(String),
    /// These of its words have the colour of their ground, and are not read.
    Unseen(String),
    /// Its number is shown in other digits, and no word says so.
    Scaled,
    /// These words are shown instead of its number.
    Worded(String),
    /// It shows nothing.
    Hidden,
    /// A conditional format may show nothing.
    PerhapsHidden,
    /// A conditional format shows its number otherwise, or not, and nobody knows which.
    Conditional,
    /// The file has lost the format of its number.
    Unformatted,
    /// A formula of which nobody knows whether it was calculated with what stands there now.
    Stale,
    /// The file has it twice; this stands in the other one.
    Twice(String),
    /// A cell merged with it lies above.
    Covered,
}

impl Odd {
    /// Whether nobody knows which number is meant.
    pub(super) fn leaves_in_doubt(&self) -> bool {
        match self {
            Self::Scaled | Self::Worded(_) | Self::Conditional | Self::Twice(_) | Self::Covered => true,
            Self::Withdrawn(_) | Self::Unseen(_) | Self::Hidden | Self::PerhapsHidden | Self::Stale | Self::Unformatted => false,
        }
    }
}

/// A rectangle of cells, by its first and its last.
pub(super) type Rectangle = [(u32, u16); 2];

/// What is merged and hidden on a sheet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Layout {
    /// Of each only the first cell is shown.
    pub(super) merges: Vec<Rectangle>,
    /// Columns that are not shown.
    pub(super) hidden_columns: Vec<RangeInclusive<u16>>,
    /// Rows that are not shown.
    pub(super) hidden_rows: Vec<RangeInclusive<u32>>,
    /// Whether a zero is not shown.
    pub(super) hides_zeros: bool,
    /// What the head and the foot of a printed page say.
    pub(super) page_words: Vec<String>,
    /// What text boxes on the sheet say.
    pub(super) boxes: Vec<String>,
    /// What comments say, by their cells.
    pub(super) notes: BTreeMap<(u32, u16), String>,
}

impl Layout {
    /// Whether a column is not shown.
    pub(super) fn hides(&self, column: u16) -> bool {
        self.hidden_columns.iter().any(|hidden| hidden.contains(&column))
    }

    /// Whether a row is not shown.
    pub(super) fn hides_row(&self, row: u32) -> bool {
        self.hidden_rows.iter().any(|hidden| hidden.contains(&row))
    }

    /// The merged cells among which a cell lies.
    pub(super) fn merge_of(&self, row: u32, column: u16) -> Option<&Rectangle> {
        self.merges.iter().find(|[first, last]| (first.0..=last.0).contains(&row) && (first.1..=last.1).contains(&column))
    }
}

/// A filled cell.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Cell {
    /// Counted from zero at A1.
    pub(super) row: u32,
    /// Counted from zero at A1.
    pub(super) column: u16,
    content: Content,
}

impl From<&Cell> for CellAddress {
    fn from(cell: &Cell) -> Self {
        Self { row: cell.row, column: cell.column }
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value<'workbook> {
    /// A number.
    Number(f64),
    /// Words, never blank ones.
    Text(&'workbook str),
    /// TRUE or FALSE.
    Bool(bool),
    /// A number shown as date or time: days since 30 December 1899.
    DateTime(f64),
    /// A date in ISO 8601.
    Iso(&'workbook str),
    /// `#REF!` and the like.
    Error(&'workbook str),
    /// A formula that was never calculated.
    Uncalculated,
    /// Words that are all struck out or raised.
    Withdrawn(&'workbook str),
    /// Words that the file has lost.
    Lost,
}

/// The cells of one sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Grid {
    /// Name of the sheet.
    pub(super) name: String,
    /// Whether Excel hides the sheet.
    pub(super) is_hidden: bool,
    /// What is merged and hidden on it.
    pub(super) layout: Layout,
    cells: Vec<Cell>,
    odd: BTreeMap<(u32, u16), Odd>,
}

/// The sheet on which a blank form checks itself (自查): its words are rules and verdicts, never an answer.
const SELF_CHECK: &str = "自查";

impl Grid {
    /// Whether the form wrote the sheet for its filler alone.
    pub(super) fn is_self_check(&self) -> bool {
        self.name.trim() == SELF_CHECK
    }

    /// Filled cells, by row and column.
    pub(super) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The filled cell at a place.
    pub(super) fn cell(&self, row: u32, column: u16) -> Option<&Cell> {
        let found = self.cells.binary_search_by_key(&(row, column), |cell| (cell.row, cell.column)).ok()?;
        self.cells.get(found)
    }

    /// What a cell shows otherwise than it holds.
    pub(super) fn odd(&self, row: u32, column: u16) -> Option<&Odd> {
        self.odd.get(&(row, column))
    }

    /// What is shown for a cell that is merged with others: the first of them.
    pub(super) fn shown_for(&self, row: u32, column: u16) -> Option<&Cell> {
        let [first, _] = self.layout.merge_of(row, column)?;
        self.cell(first.0, first.1)
    }

    /// Whether a cell is merged with a filled one above: then it has nothing of its own to say.
    pub(super) fn is_below_a_merge(&self, row: u32, column: u16) -> bool {
        let merge = self.layout.merge_of(row, column);
        merge.is_some_and(|[first, _]| first.0 < row && self.cell(first.0, first.1).is_some())
    }

    /// The merged cells in which a cell lies, as Excel names them; nothing if it is in none.
    pub(super) fn merge_named(&self, row: u32, column: u16) -> String {
        let merge = self.layout.merge_of(row, column);
        merge.map_or_else(String::new, |[first, last]| format!("{}:{}", a1(first.0, first.1), a1(last.0, last.1)))
    }

    /// The filled cells row by row; no row is empty.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[Cell]> {
        self.cells.chunk_by(|one, other| one.row == other.row)
    }
}

/// A workbook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Workbook {
    /// What it really is.
    pub(super) format: Format,
    /// Whether its dates count from 1904.
    pub(super) is_1904: bool,
    /// Sheets in their order.
    pub(super) sheets: Vec<Grid>,
    text: String,
    filled: usize,
}

impl Workbook {
    /// A workbook without sheets.
    pub(super) fn new(format: Format, is_1904: bool) -> Self {
        Self { format, is_1904, sheets: Vec::new(), text: String::new(), filled: 0 }
    }

    /// Some of its sheets, by their positions, as a workbook of their own.
    pub(super) fn part(&self, sheets: &[usize]) -> Self {
        let sheets = sheets.iter().filter_map(|position| self.sheets.get(*position).cloned()).collect();
        Self { sheets, text: self.text.clone(), ..*self }
    }

    /// What stands in a cell of this workbook.
    pub(super) fn value(&self, cell: &Cell) -> Value<'_> {
        match cell.content {
            Content::Number(number) => Value::Number(number),
            Content::Text(span) => Value::Text(self.piece(span)),
            Content::Bool(truth) => Value::Bool(truth),
            Content::DateTime(days) => Value::DateTime(days),
            Content::Iso(span) => Value::Iso(self.piece(span)),
            Content::Error(span) => Value::Error(self.piece(span)),
            Content::Uncalculated => Value::Uncalculated,
            Content::Withdrawn(span) => Value::Withdrawn(self.piece(span)),
            Content::Lost => Value::Lost,
        }
    }

    /// Opens the next sheet; cells are put into the last one.
    pub(super) fn begin_sheet(&mut self, name: &str, is_hidden: bool) {
        let (name, layout) = (plain::one_line(name).into_owned(), Layout::default());
        self.sheets.push(Grid { name, is_hidden, layout, cells: Vec::new(), odd: BTreeMap::new() });
    }

    /// Puts a cell into the last sheet; blank words are no cell. Refuses more than a return can hold.
    pub(super) fn put(&mut self, row: u32, column: u32, value: Value<'_>) -> Result<(), Refusal> {
        let content = match value {
            // It is no letter, and would else be blank.
            Value::Text(LOST) | Value::Lost => Content::Lost,
            Value::Text(text) if is_blank(text) => return Ok(()),
            Value::Number(number) => Content::Number(number),
            Value::Text(text) => Content::Text(self.keep(text)?),
            Value::Bool(truth) => Content::Bool(truth),
            Value::DateTime(days) => Content::DateTime(days),
            Value::Iso(text) => Content::Iso(self.keep(text)?),
            Value::Error(text) => Content::Error(self.keep(text)?),
            Value::Uncalculated => Content::Uncalculated,
            Value::Withdrawn(text) => Content::Withdrawn(self.keep(text)?),
        };
        let Ok(column) = u16::try_from(column) else {
            return Err(Refusal::Truncated(Truncated::CellOutside));
        };
        self.filled += 1;
        if self.filled > MOST_CELLS {
            return Err(Refusal::TooLarge(TooLarge::Cells { most: MOST_CELLS }));
        }
        if let Some(grid) = self.sheets.last_mut() {
            grid.cells.push(Cell { row, column, content });
        }
        Ok(())
    }

    /// Remarks that nobody sees a cell of the last sheet, or perhaps not; what was remarked of it before matters more.
    pub(super) fn remark_as_well(&mut self, row: u32, column: u32, odd: Odd) {
        if let (Some(grid), Ok(column)) = (self.sheets.last_mut(), u16::try_from(column)) {
            grid.odd.entry((row, column)).or_insert(odd);
        }
    }

    /// Remarks that a cell of the last sheet shows otherwise than it holds.
    pub(super) fn remark(&mut self, row: u32, column: u32, odd: Odd) {
        if let (Some(grid), Ok(column)) = (self.sheets.last_mut(), u16::try_from(column)) {
            grid.odd.insert((row, column), odd);
        }
    }

    /// Closes the last sheet: brings its cells into order; the later of two at one place stays, and bears a remark if they differ.
    pub(super) fn end_sheet(&mut self, layout: Layout) {
        let Some(mut grid) = self.sheets.pop() else { return };
        if !grid.cells.is_sorted_by(|one, other| (one.row, one.column) < (other.row, other.column)) {
            grid.cells.reverse();
            grid.cells.sort_by_key(|cell| (cell.row, cell.column));
            for pair in grid.cells.windows(2) {
                if let [later, earlier] = pair
                    && (later.row, later.column) == (earlier.row, earlier.column)
                    && self.value(later) != self.value(earlier)
                {
                    grid.odd.insert((later.row, later.column), Odd::Twice(self.words(earlier)));
                }
            }
            grid.cells.dedup_by_key(|cell| (cell.row, cell.column));
        }
        for [first, last] in &layout.merges {
            let beginning = grid.cells.partition_point(|cell| cell.row < first.0);
            for cell in grid.cells.iter().skip(beginning).take_while(|cell| cell.row <= last.0) {
                if (first.1..=last.1).contains(&cell.column) && (cell.row, cell.column) != *first {
                    grid.odd.insert((cell.row, cell.column), Odd::Covered);
                }
            }
        }
        if layout.hides_zeros {
            let is_zero = |cell: &&Cell| matches!(cell.content, Content::Number(0.0));
            for cell in grid.cells.iter().filter(is_zero) {
                grid.odd.entry((cell.row, cell.column)).or_insert(Odd::Hidden);
            }
        }
        self.sheets.push(Grid { layout, ..grid });
    }

    /// What stands in a cell, as words.
    pub(super) fn words(&self, cell: &Cell) -> String {
        match self.value(cell) {
            Value::Text(text) | Value::Iso(text) | Value::Error(text) | Value::Withdrawn(text) => text.trim().to_owned(),
            Value::Number(number) | Value::DateTime(number) => normal::number_as_code(number),
            Value::Bool(truth) => truth.to_string(),
            Value::Uncalculated | Value::Lost => String::new(),
        }
    }

    /// Puts the words of several cells of a row into the first of them; the others are blank then.
    pub(super) fn join(&mut self, sheet: usize, row: u32, columns: &[u16], words: &str) {
        // More words than a return has are refused elsewhere.
        let Ok(span) = self.keep(words) else { return };
        let (Some(grid), Some((first, others))) = (self.sheets.get_mut(sheet), columns.split_first()) else { return };
        grid.cells.retain(|cell| cell.row != row || !others.contains(&cell.column));
        if let Some(cell) = grid.cells.iter_mut().find(|cell| (cell.row, cell.column) == (row, *first)) {
            cell.content = Content::Text(span);
        }
    }

    fn keep(&mut self, text: &str) -> Result<Span, Refusal> {
        if self.text.len() + text.len() > MOST_TEXT {
            let most_mebibytes = count::to_u64(MOST_TEXT / MEBIBYTE);
            return Err(Refusal::TooLarge(TooLarge::Words { most_mebibytes }));
        }
        if text.len() > MOST_TEXT_OF_A_CELL && text.chars().count() > MOST_TEXT_OF_A_CELL {
            return Err(Refusal::TooLarge(TooLarge::CellWords));
        }
        let too_large = |_| Refusal::TooLarge(TooLarge::CellWords);
        let text = without_signs(text);
        let span = Span {
            start: u32::try_from(self.text.len()).map_err(too_large)?,
            length: u32::try_from(text.len()).map_err(too_large)?,
        };
        self.text.push_str(&text);
        Ok(span)
    }

    /// Empty for a span that another process made up.
    fn piece(&self, span: Span) -> &str {
        let start = count::to_usize(span.start);
        let length = count::to_usize(span.length);
        self.text.get(start..start.saturating_add(length)).unwrap_or_default()
    }
}

/// A text without the characters that Unicode keeps for use inside a program, as the reader uses them: none of them leaves it.
fn without_signs(text: &str) -> Cow<'_, str> {
    const FIRST_BYTES: &[u8] = b"\xef\xb7";
    if memmem::find(text.as_bytes(), FIRST_BYTES).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|character| !('\u{fdd0}'..='\u{fdef}').contains(character)).collect())
}

/// The invisible ones come with text pasted from web pages.
fn is_blank(text: &str) -> bool {
    text.chars().all(normal::is_blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_in_order_and_the_later_of_two_wins() {
        let mut workbook = Workbook::new(Format::Xlsx, false);
        workbook.begin_sheet("表", false);
        for (row, column, text) in [(3, 1, "后"), (0, 2, "先"), (3, 1, "再后"), (3, 0, "左"), (5, 5, "\u{a0}　\u{202d}\u{200e} ")]
        {
            workbook.put(row, column, Value::Text(text)).unwrap();
        }
        workbook.end_sheet(Layout::default());
        let cells: Vec<_> =
            workbook.sheets[0].cells().iter().map(|cell| (CellAddress::from(cell).to_string(), workbook.value(cell))).collect();
        assert_eq!(
            cells,
            [("C1".to_owned(), Value::Text("先")), ("A4".to_owned(), Value::Text("左")), ("B4".to_owned(), Value::Text("再后"))]
        );
        assert_eq!(workbook.sheets[0].rows().map(<[Cell]>::len).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(workbook.sheets[0].odd(3, 1), Some(&Odd::Twice("后".to_owned())));
        assert_eq!(workbook.sheets[0].odd(3, 0), None);
    }

    #[test]
    fn what_is_covered_or_hidden_is_told_apart() {
        let mut workbook = Workbook::new(Format::Xlsx, false);
        workbook.begin_sheet("表", false);
        workbook.remark(0, 0, Odd::Withdrawn("1".to_owned()));
        workbook.remark_as_well(0, 0, Odd::Hidden);
        workbook.put(0, 0, Value::Text("33\u{fdd6}9\u{fdd5}")).unwrap();
        workbook.put(0, 1, Value::Withdrawn("\u{fdd4}393")).unwrap();
        workbook.put(1, 0, Value::Number(0.0)).unwrap();
        let hides_zeros = true;
        workbook.end_sheet(Layout {
            merges: vec![[(0, 0), (1, 0)]],
            hidden_columns: vec![3..=4],
            hides_zeros,
            ..Layout::default()
        });
        let grid = &workbook.sheets[0];
        let values: Vec<_> = grid.cells().iter().map(|cell| workbook.value(cell)).collect();
        assert_eq!(values, [Value::Text("339"), Value::Withdrawn("393"), Value::Number(0.0)]);
        assert_eq!(grid.odd(0, 0), Some(&Odd::Withdrawn("1".to_owned())));
        assert_eq!(grid.odd(1, 0), Some(&Odd::Covered), "and hidden, which matters less");
        assert_eq!((grid.layout.hides(4), grid.layout.hides(5)), (true, false));
        assert_eq!(grid.layout.merge_of(1, 0), Some(&[(0, 0), (1, 0)]));
    }

    #[test]
    fn what_is_written_in_several_cells_is_put_into_the_first() {
        let mut workbook = Workbook::new(Format::Xlsx, false);
        workbook.begin_sheet("封面", false);
        for (column, text) in [(0, "报出日期"), (1, "2025"), (2, "年"), (4, "别的")] {
            workbook.put(3, column, Value::Text(text)).unwrap();
        }
        workbook.put(4, 2, Value::Text("下一行")).unwrap();
        workbook.end_sheet(Layout::default());
        workbook.join(0, 3, &[1, 2], "2025年");
        let cells: Vec<_> = workbook.sheets[0].cells().iter().map(|cell| (cell.row, cell.column, workbook.words(cell))).collect();
        let expected = [(3, 0, "报出日期"), (3, 1, "2025年"), (3, 4, "别的"), (4, 2, "下一行")];
        assert_eq!(cells, expected.map(|(row, column, words)| (row, column, words.to_owned())));
    }

    #[test]
    fn more_cells_than_a_return_can_have_are_refused() {
        let mut workbook = Workbook::new(Format::Xlsx, false);
        workbook.begin_sheet("表", false);
        for row in 0..200_000 {
            workbook.put(row, 0, Value::Bool(true)).unwrap();
        }
        let refused = workbook.put(200_000, 0, Value::Bool(true)).unwrap_err();
        assert_eq!(refused, Refusal::TooLarge(TooLarge::Cells { most: 200_000 }));
    }
}
