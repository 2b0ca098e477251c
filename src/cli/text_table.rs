//! Tables in a terminal, where a Chinese character takes two columns.

use std::iter;

use tongbao_document::plain;

/// Rows under a heading, aligned.
#[derive(Debug)]
pub(super) struct TextTable {
    rows: Vec<Vec<String>>,
    numbers: &'static [usize],
}

impl TextTable {
    /// A table whose columns `numbers` (from 0) are aligned to the right.
    pub(super) fn new(heading: Vec<String>, numbers: &'static [usize]) -> Self {
        Self { rows: vec![heading], numbers }
    }

    /// One more row; each of its cells is a line.
    pub(super) fn push(&mut self, row: Vec<String>) {
        self.rows.push(row.into_iter().map(|cell| plain::one_line(&cell).into_owned()).collect());
    }

    /// Its lines, each with a line end; none without rows. A column without anything below its heading is left out.
    pub(super) fn shown(&self) -> String {
        if self.rows.len() < 2 {
            return String::new();
        }
        let columns = self.rows.first().map_or(0, Vec::len);
        let filled = |&column: &usize| self.cells(column).skip(1).any(|cell| !cell.is_empty());
        let widths: Vec<_> =
            (0..columns).filter(filled).map(|column| (column, self.cells(column).map(width).max().unwrap_or(0))).collect();
        let mut text = String::new();
        for row in &self.rows {
            let cells =
                widths.iter().map(|&(column, width)| self.padded(row.get(column).map_or("", String::as_str), column, width));
            text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
            text.push('\n');
        }
        text
    }

    fn cells(&self, column: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().map(move |row| row.get(column).map_or("", String::as_str))
    }

    fn padded(&self, cell: &str, column: usize, to: usize) -> String {
        let blanks: String = iter::repeat_n(' ', to.saturating_sub(width(cell))).collect();
        if self.numbers.contains(&column) { blanks + cell } else { cell.to_owned() + &blanks }
    }
}

/// Columns that a text takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|character| if is_wide(character) { 2 } else { 1 }).sum()
}

/// Han, kana, hangul, and the full-width forms and punctuation that stand among them.
fn is_wide(character: char) -> bool {
    matches!(u32::from(character), 0x1100..=0x115F | 0x2E80..=0x303E | 0x3041..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn chinese_and_digits_stand_below_one_another() {
        let mut table = TextTable::new(row(&["县区", "应报", "备注", "A"]), &[1]);
        table.push(row(&["任城区", "24", "", "x"]));
        table.push(row(&["全市（合计）", "1024", "", "y"]));
        assert_eq!(table.shown(), "县区          应报  A\n任城区          24  x\n全市（合计）  1024  y\n");
    }

    #[test]
    fn a_line_break_in_a_cell_ends_no_row() {
        let mut table = TextTable::new(row(&["理由", "A"]), &[]);
        table.push(row(&["甲\r\n乙", "x"]));
        assert_eq!(table.shown(), "理由  A\n甲乙  x\n");
    }

    #[test]
    fn a_table_without_rows_is_empty() {
        assert_eq!(TextTable::new(row(&["县区"]), &[]).shown(), "");
    }
}
