//! A printed number followed by hand: 指标计算 → 数据来源 → the cell of the return in the inbox.

use std::path::Path;

use calamine::{Data, Range, Reader, Xlsx, open_workbook, open_workbook_auto};

use crate::whole::{tongbao, workspace};

/// Rows of `'数据来源'!$C$4:$C$9` or `'数据来源'!$C$7`, from 1.
fn rows(range: &str) -> Option<(u32, u32)> {
    let cells = range.strip_prefix("'数据来源'!$C$")?;
    match cells.split_once(":$C$") {
        Some((first, last)) => Some((first.parse().ok()?, last.parse().ok()?)),
        None => cells.parse().ok().map(|row| (row, row)),
    }
}

fn number(range: &Range<Data>, row: u32, column: u32) -> Option<f64> {
    match range.get_value((row, column))? {
        Data::Float(number) => Some(*number),
        _ => None,
    }
}

fn text(range: &Range<Data>, row: u32, column: u32) -> String {
    range.get_value((row, column)).map(ToString::to_string).unwrap_or_default()
}

/// Row and column of `D15`, from 0.
fn position(place: &str) -> (u32, u32) {
    let digits = place.find(|character: char| character.is_ascii_digit()).expect("a row");
    let column = place[..digits].bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
    (place[digits..].parse::<u32>().expect("a row") - 1, column - 1)
}

#[test]
fn a_sum_is_the_sum_of_the_cells_that_its_formula_names_and_these_are_the_filed_values() {
    let folder = workspace("kailu");
    let path = folder.path().to_str().expect("UTF-8");
    let (code, _, error) = tongbao(&["run", path, "--period", "2025Q3", "--as-of", "2025-10-20"], &[]);
    assert!(code == 0 || code == 3, "{error}");
    let mut book: Xlsx<_> = open_workbook(folder.path().join("bulletins/2025Q3/quarterly/全县.xlsx")).expect("a workbook");
    let calculated = book.worksheet_range("指标计算").expect("a sheet");
    let formulas = book.worksheet_formula("指标计算").expect("a sheet");
    let sources = book.worksheet_range("数据来源").expect("a sheet");

    let mut sums = 0;
    for (row, _, formula) in formulas.used_cells().filter(|(_, _, formula)| !formula.is_empty()) {
        let row = u32::try_from(row).expect("a row") + formulas.start().expect("cells").0;
        let Some(ranges) = formula.strip_prefix("SUM(").and_then(|rest| rest.strip_suffix(')')) else { continue };
        let Some(ranges) = ranges.split(',').map(rows).collect::<Option<Vec<_>>>() else { continue };
        let cells = ranges.into_iter().flat_map(|(first, last)| first - 1..last);
        let sum: f64 = cells.filter_map(|row| number(&sources, row, 2)).sum();
        let shown = number(&calculated, row, 2).expect("a number");
        assert!((sum - shown).abs() < 1e-6, "{formula}: {sum} is not {shown}");
        sums += 1;
    }
    assert!(sums > 30, "{sums} sums");

    let mut filed = 0;
    for row in 3..sources.end().expect("cells").0 {
        let Some(value) = number(&sources, row, 2) else { continue };
        let file = folder.path().join("inbox").join(text(&sources, row, 4));
        filed += u32::from(is_filed(&file, &text(&sources, row, 5), &text(&sources, row, 6), value));
    }
    assert!(filed > 100, "{filed} values");
}

/// Whether the cell of the return holds this number as a number; what was typed as text was converted, and is not looked at here.
#[track_caller]
fn is_filed(file: &Path, sheet: &str, place: &str, value: f64) -> bool {
    let Ok(mut filed) = open_workbook_auto(file) else { return false };
    let Ok(range) = filed.worksheet_range(sheet) else { panic!("{}: no sheet {sheet}", file.display()) };
    let (row, column) = position(place);
    let Some(number) = number(&range, row, column) else { return false };
    assert!((number - value).abs() < 1e-9, "{} {sheet}!{place}: {number} is not {value}", file.display());
    true
}
