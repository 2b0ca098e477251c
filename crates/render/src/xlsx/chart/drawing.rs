//! The native chart: every number and every name is read from a cell. It is readable in grey: neighbouring series differ in
//! lightness and outline, lines also in their dashes and markers.

use rust_xlsxwriter::{
    ChartDataLabel, ChartEmptyCells, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker,
    ChartMarkerType, ChartSeries, ChartSolidFill, ChartType,
};

use super::LABELS;
use crate::xlsx::exhibit::{FIRST_SERIES, HEADER};
use crate::xlsx::styles::{Styles, number_format, rgb};
use crate::xlsx::{exhibit, text};
use tongbao_document::{Chart, ChartKind, Marks, count};

/// Told apart without colour.
const MARKERS: [ChartMarkerType; 6] = [
    ChartMarkerType::Circle,
    ChartMarkerType::Square,
    ChartMarkerType::Triangle,
    ChartMarkerType::Diamond,
    ChartMarkerType::X,
    ChartMarkerType::Star,
];
const DASHES: [ChartLineDashType; 4] =
    [ChartLineDashType::Solid, ChartLineDashType::Dash, ChartLineDashType::RoundDot, ChartLineDashType::LongDash];

/// More bars than this have no room for their numbers.
const MOST_LABELLED: usize = 40;

/// The chart over the rows from the header to `last` of the sheet called `name`.
pub(super) fn of(chart: &Chart, name: &str, last: u32, styles: &Styles) -> rust_xlsxwriter::Chart {
    let mut drawn = rust_xlsxwriter::Chart::new(match chart.kind {
        ChartKind::Bars => ChartType::Column,
        ChartKind::Lines => ChartType::Line,
        ChartKind::Stacked => ChartType::ColumnStacked,
    });
    let font = font(styles);
    let shown = chart.series.iter().flat_map(|series| &series.figures).next();
    let format = shown.map_or_else(String::new, |figure| number_format(figure.decimals, figure.signed, Marks::NONE));
    let place = Place { name, last };
    // A bar chart has one series: bars side by side would need a legend for what their labels say.
    let most = if chart.kind == ChartKind::Bars { 1 } else { usize::MAX };
    for (at, col) in (0..chart.series.len().min(most)).zip(FIRST_SERIES..) {
        let values = super::plotted(chart).find(|(series, _)| usize::from(*series) == at).map_or(col, |(_, plotted)| plotted);
        let series = place.series(drawn.add_series(), col, values);
        match chart.kind {
            ChartKind::Bars => {
                bar(series, at, styles).set_gap(60);
                if chart.categories.len() <= MOST_LABELLED {
                    let mut label = ChartDataLabel::new();
                    label.show_value().set_font(&font).set_num_format(&format);
                    series.set_data_label(&label).set_custom_data_labels(&signs(chart, &font));
                }
            }
            ChartKind::Lines => line(series, at, styles),
            ChartKind::Stacked => {
                bar(series, at, styles).set_gap(60);
            }
        }
    }
    if exhibit::target(chart).is_some() {
        let mut target = rust_xlsxwriter::Chart::new_line();
        let column = exhibit::target_column(chart);
        let stroke = ChartLine::new()
            .set_color(rgb(styles.colours.target_line))
            .set_width(1.75)
            .set_dash_type(ChartLineDashType::LongDash)
            .clone();
        place
            .series(target.add_series(), column, column)
            .set_format(ChartFormat::new().set_line(&stroke))
            .set_marker(ChartMarker::new().set_none());
        drawn.combine(&target);
    }
    finish(&mut drawn, chart, name, &format, styles);
    drawn
}

/// Which cells a chart reads.
#[derive(Clone, Copy)]
struct Place<'n> {
    name: &'n str,
    last: u32,
}

impl Place<'_> {
    /// Names are taken from cells: given as text, the writer would read `=…` as a formula.
    fn series(self, series: &mut ChartSeries, header: u16, values: u16) -> &mut ChartSeries {
        let Self { name, last } = self;
        let first = HEADER + 1;
        series
            .set_name((name, HEADER, header))
            .set_categories((name, first, LABELS, last, LABELS))
            .set_values((name, first, values, last, values))
    }
}

fn bar<'s>(series: &'s mut ChartSeries, at: usize, styles: &Styles) -> &'s mut ChartSeries {
    let fill = ChartSolidFill::new().set_color(rgb(styles.colours.of_series(at))).clone();
    let outline = ChartLine::new().set_color(rgb(styles.colours.rule)).set_width(0.5).clone();
    series.set_format(ChartFormat::new().set_solid_fill(&fill).set_border(&outline))
}

fn line(series: &mut ChartSeries, at: usize, styles: &Styles) {
    let colour = rgb(styles.colours.of_series(at));
    let mut stroke = ChartLine::new();
    stroke.set_color(colour).set_width(2.0).set_dash_type(DASHES[at % DASHES.len()]);
    let mut marker = ChartMarker::new();
    let fill = ChartSolidFill::new().set_color(colour).clone();
    let outline = ChartLine::new().set_color(rgb(styles.colours.rule)).set_width(0.5).clone();
    marker
        .set_type(MARKERS[at % MARKERS.len()])
        .set_size(7)
        .set_format(ChartFormat::new().set_solid_fill(&fill).set_border(&outline));
    series.set_format(ChartFormat::new().set_line(&stroke)).set_marker(&marker);
}

/// Title, axes, legend and size.
fn finish(drawn: &mut rust_xlsxwriter::Chart, chart: &Chart, name: &str, format: &str, styles: &Styles) {
    let font = font(styles);
    let mut title_font = ChartFont::new();
    title_font.set_name(&styles.title_font).set_size(styles.title_size).unset_bold();
    drawn.title().set_name((name, 0, 0)).set_font(&title_font);
    drawn.legend().set_position(ChartLegendPosition::Bottom).set_font(&font);
    drawn.x_axis().set_font(&font);
    drawn.y_axis().set_font(&font).set_num_format(format);
    drawn.y_axis().set_major_gridlines_line(ChartLine::new().set_color(rgb(styles.colours.grid)).set_width(0.5));
    // A bar that does not begin at zero lies about its length; programs would cut it where all numbers are alike.
    let mut numbers = chart.series.iter().flat_map(|series| &series.figures).filter_map(exhibit::number);
    if chart.kind != ChartKind::Lines && numbers.all(|number| number >= 0.0) {
        drawn.y_axis().set_min(0);
    }
    if chart.series.len() == 1 {
        drawn.y_axis().set_name((name, HEADER, FIRST_SERIES)).set_name_font(&font);
    }
    drawn.show_empty_cells_as(ChartEmptyCells::Gaps);
    drawn.set_alt_text(text::outside_cells(&chart.caption, 255));
    let categories = count::to_u32(chart.categories.len());
    drawn.set_width(categories.saturating_mul(52).saturating_add(140).clamp(620, 1500)).set_height(420);
}

fn font(styles: &Styles) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(&styles.font).set_size(styles.chart_size).unset_bold();
    font
}

/// Labels of the bars that need more than their number: what is marked, and what is missing.
fn signs(chart: &Chart, font: &ChartFont) -> Vec<ChartDataLabel> {
    let figures = chart.series.iter().take(1).flat_map(|series| &series.figures);
    figures
        .map(|figure| match (figure.rounded(), figure.marks.is_empty()) {
            (Some(_), true) => ChartDataLabel::default(),
            _ => ChartDataLabel::new().set_value(figure.text().as_str()).set_font(font).to_custom(),
        })
        .collect()
}
