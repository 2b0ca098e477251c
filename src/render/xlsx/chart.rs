//! One chart on one sheet: its numbers at the left, a native chart beside them.

use rust_xlsxwriter::ChartDataLabel;
use rust_xlsxwriter::ChartFont;
use rust_xlsxwriter::ChartFormat;
use rust_xlsxwriter::ChartLegendPosition;
use rust_xlsxwriter::ChartLine;
use rust_xlsxwriter::ChartSolidFill;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

use crate::document::Align;
use crate::document::Chart;
use crate::document::Figure;
use crate::document::Series;

use super::contents;
use super::page::Page;
use super::rows;
use super::styles::Look;
use super::styles::Styles;
use super::styles::number_format;
use super::styles::rgb;
use super::table;
use super::text;

const HEADER: u32 = 2;
const LABELS: u16 = 0;
const VALUES: u16 = 1;
const TARGETS: u16 = 2;

/// Writes a chart and its numbers on the sheet called `name`.
pub(super) fn write(
    sheet: &mut Worksheet,
    chart: &Chart,
    name: &str,
    styles: &mut Styles,
    sample: bool,
) -> Result<(), XlsxError> {
    // A demand that is not a number draws no line.
    let target = chart.target.as_ref().filter(|figure| figure.rounded().is_some_and(f64::is_finite));
    let row = numbers(sheet, chart, target, styles)?;
    if chart.categories.is_empty() {
        rows::put(sheet, row, 0, "无", &styles.plain)?;
    } else {
        let drawn = drawing(chart, name, row - 1, target.is_some(), styles);
        sheet.insert_chart(HEADER, TARGETS + 2, &drawn)?;
    }
    rows::put(sheet, row + 1, 0, &chart.source, &styles.plain)?;
    sheet.set_freeze_panes(HEADER + 1, 0)?;
    Page { landscape: true, repeated: None, sample }.apply(sheet)
}

/// Writes the numbers; the row below them.
fn numbers(sheet: &mut Worksheet, chart: &Chart, target: Option<&Figure>, styles: &mut Styles) -> Result<u32, XlsxError> {
    let label_width = chart.categories.iter().map(|label| text::ems(label)).fold(6.0, f32::max).min(24.0);
    for (col, width) in [(LABELS, label_width + 1.0), (VALUES, 9.0), (TARGETS, 9.0), (TARGETS + 1, 2.0)] {
        sheet.set_column_width(col, rows::column_width(width))?;
    }
    sheet.set_row_height(0, rows::height(1.2, styles.title_size))?;
    rows::put(
        sheet,
        0,
        0,
        &chart.caption,
        &styles.title.clone().set_align(rust_xlsxwriter::FormatAlign::Left).unset_text_wrap(),
    )?;
    rows::put_link(sheet, 1, 0, contents::INDEX, contents::BACK, &styles.link)?;

    let unit = if chart.unit.is_empty() { String::new() } else { format!("（{}）", chart.unit) };
    let headers = ["名称".to_owned(), format!("数值{unit}"), format!("目标{unit}")];
    let shown = if target.is_some() { 3 } else { 2 };
    let lines = headers.iter().map(|header| text::lines(header, 9.0)).fold(1.0, f32::max);
    sheet.set_row_height(HEADER, rows::height(lines, styles.size))?;
    for (col, header) in (0_u16..).zip(headers.iter().take(shown)) {
        rows::put(sheet, HEADER, col, header, &styles.header)?;
    }
    let mut row = HEADER + 1;
    let figures = chart.series.first().map(|series| series.figures.as_slice()).unwrap_or_default();
    for (label, figure) in chart.categories.iter().zip(figures) {
        sheet.set_row_height(row, rows::height(text::lines(label, label_width + 1.0), styles.size))?;
        rows::put(sheet, row, LABELS, label, styles.cell(Look::words(Align::Left)))?;
        table::write_figure(sheet, row, VALUES, figure, Look::words(Align::Right), styles)?;
        if let Some(target) = target {
            table::write_figure(sheet, row, TARGETS, target, Look::words(Align::Right), styles)?;
        }
        row += 1;
    }
    Ok(row)
}

/// The chart over the rows between the header and `last`.
fn drawing(chart: &Chart, name: &str, last: u32, with_target: bool, styles: &Styles) -> rust_xlsxwriter::Chart {
    let first = HEADER + 1;
    let mut font = ChartFont::new();
    font.set_name(&styles.font).set_size(9);
    let mut title_font = ChartFont::new();
    title_font.set_name(&styles.title_font).set_size(12).unset_bold();

    let format = chart
        .series
        .first()
        .and_then(|series| series.figures.first())
        .map_or_else(String::new, |figure| number_format(figure.decimals, figure.signed, None));
    let mut label = ChartDataLabel::new();
    label.show_value().set_font(&font).set_num_format(&format);
    let mut drawn = rust_xlsxwriter::Chart::new_column();
    drawn
        .add_series()
        .set_name((name, HEADER, VALUES))
        .set_categories((name, first, LABELS, last, LABELS))
        .set_values((name, first, VALUES, last, VALUES))
        .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(rgb(styles.colours.of_series(0)))))
        .set_gap(60)
        .set_data_label(&label)
        .set_custom_data_labels(&signs(&chart.series, &font));
    if with_target {
        let mut line = rust_xlsxwriter::Chart::new_line();
        line.add_series()
            .set_name((name, HEADER, TARGETS))
            .set_categories((name, first, LABELS, last, LABELS))
            .set_values((name, first, TARGETS, last, TARGETS))
            .set_format(ChartFormat::new().set_line(ChartLine::new().set_color(rgb(styles.colours.target_line)).set_width(1.75)));
        drawn.combine(&line);
    }
    // Names are taken from cells: given as text, the writer would read `=…` as a formula.
    drawn.title().set_name((name, 0, 0)).set_font(&title_font);
    drawn.legend().set_position(ChartLegendPosition::Bottom).set_font(&font);
    drawn.x_axis().set_font(&font);
    drawn.y_axis().set_name((name, HEADER, VALUES)).set_name_font(&font).set_font(&font).set_num_format(&format);
    drawn.set_alt_text(text::limited(&chart.caption, 255));
    let bars = u32::try_from(chart.categories.len()).unwrap_or(u32::MAX);
    drawn.set_width(bars.saturating_mul(52).saturating_add(140).clamp(620, 1500)).set_height(420);
    drawn
}

/// Labels of the bars that need more than their number: what is marked, and what is missing.
fn signs(series: &[Series], font: &ChartFont) -> Vec<ChartDataLabel> {
    let figures = series.iter().take(1).flat_map(|series| &series.figures);
    figures
        .map(|figure| match (figure.rounded(), figure.mark) {
            (Some(_), None) => ChartDataLabel::default(),
            _ => ChartDataLabel::new().set_value(figure.text().as_str()).set_font(font).to_custom(),
        })
        .collect()
}
