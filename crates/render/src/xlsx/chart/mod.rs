//! One chart on one sheet: its numbers at the left, a native chart beside them that reads them from there.

mod drawing;
mod escape;

pub(super) use escape::escaped;

use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{FormatAlign, Worksheet, XlsxError};

use super::exhibit::{FIRST_SERIES, HEADER};
use super::page::Page;
use super::styles::{Look, Styles};
use super::table::Live;
use super::{exhibit, names, rows, table, text};
use tongbao_document::{Align, Cell, Chart, ChartKind, Figure, Series};

/// Column of the categories' names.
const LABELS: u16 = 0;

/// Width of a column of numbers, in ems.
const NUMBERS: f32 = 9.0;

/// Writes a chart and its numbers on the sheet called `name`.
pub(super) fn write(
    sheet: &mut Worksheet,
    chart: &Chart,
    name: &str,
    live: Live<'_>,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    rows::put(sheet, 0, 0, &chart.caption, &styles.title.clone().set_align(FormatAlign::Left).unset_text_wrap())?;
    sheet.set_row_height(0, rows::height(1.2, styles.title_size))?;
    rows::put_link(sheet, 1, 0, names::INDEX, names::BACK, &styles.link)?;
    let width = columns(sheet, chart)?;
    header(sheet, chart, styles)?;
    let mut row = HEADER + 1;
    for (at, label) in chart.categories.iter().enumerate() {
        sheet.set_row_height(row, rows::height(text::lines(label, width), styles.size))?;
        rows::put(sheet, row, LABELS, label, styles.cell(Look::words(Align::Left)))?;
        for (col, series) in (FIRST_SERIES..).zip(&chart.series) {
            put(sheet, (row, col), series.figures.get(at), live, styles)?;
        }
        if let Some(target) = exhibit::target(chart) {
            put(sheet, (row, exhibit::target_column(chart)), Some(target), live, styles)?;
        }
        for (series, col) in plotted(chart) {
            let figure = chart.series.get(usize::from(series)).and_then(|series| series.figures.get(at));
            plot(sheet, (row, col), series, figure, styles)?;
        }
        row += 1;
    }
    if chart.categories.is_empty() || chart.series.is_empty() {
        rows::put(sheet, row, 0, "无", &styles.plain)?;
    } else {
        sheet.insert_chart(HEADER, last_column(chart).saturating_add(2), &drawing::of(chart, name, row - 1, styles))?;
    }
    rows::put(sheet, row + 1, 0, &chart.source, &styles.note.clone().unset_text_wrap())?;
    sheet.set_freeze_panes(HEADER + 1, 0)?;
    Page { landscape: true, repeated: None, sample: false }.apply(sheet)
}

/// Sets the widths; that of the names, in ems.
fn columns(sheet: &mut Worksheet, chart: &Chart) -> Result<f32, XlsxError> {
    let width = chart.categories.iter().map(|label| text::ems(label)).fold(6.0, f32::max).min(24.0) + 1.0;
    sheet.set_column_width(LABELS, rows::column_width(width))?;
    let last = last_column(chart);
    sheet.set_column_range_width(FIRST_SERIES, last.max(FIRST_SERIES), rows::column_width(NUMBERS))?;
    sheet.set_column_width(last.saturating_add(1), rows::column_width(2.0))?;
    Ok(width)
}

fn header(sheet: &mut Worksheet, chart: &Chart, styles: &Styles) -> Result<(), XlsxError> {
    let unit = if chart.unit.is_empty() { String::new() } else { format!("（{}）", chart.unit) };
    let mut headers = vec![(LABELS, "名称".to_owned())];
    headers.extend((FIRST_SERIES..).zip(&chart.series).map(|(col, series)| (col, format!("{}{unit}", series.name))));
    if exhibit::target(chart).is_some() {
        headers.push((exhibit::target_column(chart), format!("目标{unit}")));
    }
    let name = |series: u16| chart.series.get(usize::from(series)).map_or("", |series| series.name.as_str());
    headers.extend(plotted(chart).map(|(series, col)| (col, format!("绘图用：{}", name(series)))));
    let lines = headers.iter().map(|(_, words)| text::lines(words, NUMBERS)).fold(1.0, f32::max);
    sheet.set_row_height(HEADER, rows::height(lines, styles.header_size))?;
    for (col, words) in headers {
        rows::put(sheet, HEADER, col, &words, &styles.header)?;
    }
    Ok(())
}

fn put(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    figure: Option<&Figure>,
    live: Live<'_>,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let look = Look::words(Align::Right);
    match figure {
        Some(figure) => table::write_figure(sheet, (row, col), figure, live.at(row, col), look, styles),
        None => table::write_cell(sheet, (row, col), &Cell::Blank, None, look, styles),
    }
}

/// Repeats a number for the chart: a line is drawn down to zero where a cell holds a sign, only an empty cell leaves a gap.
fn plot(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    series: u16,
    figure: Option<&Figure>,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let shown =
        figure.filter(|figure| exhibit::number(figure).is_some()).map_or(Cell::Blank, |figure| Cell::Figure(figure.clone()));
    let source = row_col_to_cell(row, series + FIRST_SERIES);
    table::write_cell(sheet, (row, col), &shown, Some(&source), Look::words(Align::Right), styles)
}

/// The series of lines with gaps, counted from 0, each with the column behind the numbers that it is drawn from.
fn plotted(chart: &Chart) -> impl Iterator<Item = (u16, u16)> {
    let has_gap = |series: &Series| series.figures.iter().any(|figure| exhibit::number(figure).is_none());
    let with_gaps = (0_u16..).zip(&chart.series).filter(move |(_, series)| chart.kind == ChartKind::Lines && has_gap(series));
    let behind = exhibit::target_column(chart).saturating_add(u16::from(exhibit::target(chart).is_some()));
    with_gaps.map(|(at, _)| at).zip(behind..)
}

/// The last column with something in it.
fn last_column(chart: &Chart) -> u16 {
    let target = exhibit::target_column(chart);
    let numbers = if exhibit::target(chart).is_some() { target } else { target.saturating_sub(1) };
    plotted(chart).last().map_or(numbers, |(_, col)| col)
}
