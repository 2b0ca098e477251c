//! Trends: a line with markers for each series over the periods, a gap where a figure is missing.

use crate::RenderError;
use crate::pdf::chart::axis::Axis;
use crate::pdf::chart::pen::Pen;
use crate::pdf::chart::{legend, marker};
use crate::pdf::frame;
use crate::pdf::mark::{Mark, Shape};
use crate::pdf::prose::Prose;
use crate::pdf::text::Text;
use crate::theme::Colour;
use tongbao_document::figure::format_decimal;
use tongbao_document::{Align, Chart, Figure, count};

/// Blank between the axis and its numbers, and between a point and its number.
const GAP: f32 = 4.0;

/// Height of the field, in lines of the chart's type.
const HEIGHT: f32 = 12.0;

/// Width of a sample in the legend, in ems.
const SAMPLE: f32 = 2.4;

/// What tells of an axis that does not start at zero.
const NOT_FROM_ZERO: &str = "（纵轴不从0开始）";

/// Units of rates: their axis may start above zero.
const RATES: [&str; 3] = ["%", "％", "‰"];

/// The field between the axes.
struct Field<'b> {
    chart: &'b Chart,
    axis: Axis,
    target: Option<f64>,
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
}

/// The trend on one piece of paper.
pub(super) fn draw<'a>(prose: &'a Prose<'a>, chart: &Chart) -> Result<Pen<'a>, RenderError> {
    let mut pen = Pen::new(prose);
    let field = Field::new(&mut pen, chart)?;
    field.grid(&mut pen)?;
    field.periods(&mut pen)?;
    field.target_line(&mut pen);
    // Numbers before lines: what is blank behind a number hides the grid and no line.
    if chart.series.len() == 1 {
        field.all_numbers(&mut pen)?;
    } else {
        field.last_numbers(&mut pen)?;
    }
    field.missing(&mut pen)?;
    for series in 0..chart.series.len() {
        field.line(&mut pen, series);
    }
    field.legend(&mut pen)?;
    Ok(pen)
}

impl<'b> Field<'b> {
    fn new(pen: &mut Pen<'_>, chart: &'b Chart) -> Result<Self, RenderError> {
        let target = chart.target.as_ref().and_then(Figure::rounded);
        let numbers: Vec<f64> =
            chart.series.iter().flat_map(|series| series.figures.iter().filter_map(Figure::rounded)).chain(target).collect();
        let is_rate = RATES.iter().any(|unit| chart.unit.contains(unit));
        let axis = if is_rate { Axis::near(&numbers) } else { Axis::around(numbers.iter().copied()) };
        pen.unit(&chart.unit, if axis.low > 0.0 { NOT_FROM_ZERO } else { "" })?;
        let mut ticks: f32 = 0.0;
        for tick in axis.ticks() {
            ticks = ticks.max(pen.width(&pen.words(&format_decimal(tick, axis.decimals, false))?));
        }
        let mut last: f32 = 0.0;
        for series in chart.series.iter().filter(|_| chart.series.len() > 1) {
            if let Some(figure) = series.figures.last() {
                last = last.max(pen.width(&pen.words(&figure.text())?));
            }
        }
        // Room for the number of a point at the upper edge.
        let top = pen.y + pen.pitch;
        let bottom = top + HEIGHT * pen.pitch;
        Ok(Self {
            chart,
            axis,
            target,
            left: ticks + GAP,
            right: pen.prose.width - last - GAP - pen.prose.house.theme.chart.marker,
            top,
            bottom,
        })
    }

    /// Width of a period.
    fn slot(&self) -> f32 {
        (self.right - self.left) / count::to_f32(self.chart.categories.len().max(1))
    }

    fn x(&self, period: usize) -> f32 {
        self.left + self.slot() * (count::to_f32(period) + 0.5)
    }

    fn y(&self, number: f64) -> f32 {
        self.bottom - (self.bottom - self.top) * self.axis.share(number)
    }

    /// A series' points by period, with their numbers.
    fn points(&self, series: usize) -> Vec<Option<(f32, f32)>> {
        let figures = self.chart.series.get(series).map(|series| series.figures.as_slice()).unwrap_or_default();
        let point = |(period, figure): (usize, &Figure)| figure.rounded().map(|number| (self.x(period), self.y(number)));
        figures.iter().enumerate().take(self.chart.categories.len()).map(point).collect()
    }

    fn words(&self, pen: &Pen<'_>, series: usize, period: usize) -> Result<Text, RenderError> {
        let figure = self.chart.series.get(series).and_then(|series| series.figures.get(period));
        pen.words(&figure.map(Figure::text).unwrap_or_default())
    }

    /// Faint level lines with their numbers, the axes, and a broken foot where the axis does not start at zero.
    fn grid(&self, pen: &mut Pen<'_>) -> Result<(), RenderError> {
        let grid = pen.prose.house.theme.colours.grid;
        for tick in self.axis.ticks() {
            let y = self.y(tick);
            let (colour, thickness) = if tick == 0.0 { (frame::BLACK, 0.8) } else { (grid, 0.4) };
            pen.rule((self.left, y), (self.right, y), thickness, colour, false);
            let number = pen.words(&format_decimal(tick, self.axis.decimals, false))?;
            pen.write_line(&number, Align::Right, self.left - GAP, y - pen.pitch / 2.0);
        }
        let (x, foot) = (self.left, self.bottom);
        if self.axis.low > 0.0 {
            let zigzag =
                [(x, self.top), (x, foot - 14.0), (x + 3.0, foot - 11.0), (x - 3.0, foot - 5.0), (x, foot - 2.0), (x, foot)];
            pen.marks.push(Mark::Shape(stroke(zigzag.to_vec(), 0.8, frame::BLACK, &[])));
            pen.rule((x, foot), (self.right, foot), 0.8, frame::BLACK, false);
        } else {
            pen.rule((x, self.top), (x, foot), 0.8, frame::BLACK, false);
        }
        Ok(())
    }

    /// The periods below; where they are too close, only every second or third, and always the last.
    fn periods(&self, pen: &mut Pen<'_>) -> Result<(), RenderError> {
        let mut labels = Vec::new();
        for (period, label) in self.chart.categories.iter().enumerate() {
            labels.push((period, pen.words(label)?));
        }
        let piece = labels.iter().map(|(_, label)| label.widest_piece(pen.setting)).fold(0.0, f32::max) + GAP;
        let step = (1..=labels.len()).find(|step| self.slot() * count::to_f32(*step) >= piece).unwrap_or(1);
        let room = (self.slot() * count::to_f32(step) - GAP).max(pen.setting.size);
        let count = labels.len();
        let mut tall: f32 = 0.0;
        for (period, label) in labels.iter().filter(|(period, _)| (count - 1 - period).is_multiple_of(step)) {
            // The first and the last may be wider than their slots.
            let half = (pen.width(label).min(room)) / 2.0;
            let x = self.x(*period).clamp(half, (pen.prose.width - half).max(half));
            pen.write(label, Align::Center, x, self.bottom + 2.0, room);
            tall = tall.max(pen.height(label, room));
        }
        pen.y = self.bottom + 2.0 + tall;
        Ok(())
    }

    fn target_line(&self, pen: &mut Pen<'_>) {
        if let Some(target) = self.target {
            let y = self.y(target);
            let theme = &pen.prose.house.theme;
            let (thickness, colour) = (theme.chart.target, theme.colours.target_line);
            pen.rule((self.left, y), (self.right, y), thickness, colour, true);
        }
    }

    /// The line in as many pieces as its gaps make, with the markers on top.
    fn line(&self, pen: &mut Pen<'_>, series: usize) {
        let points = self.points(series);
        let style = pen.prose.house.theme.chart;
        let colour = line_colour(pen, series);
        for piece in points.split(Option::is_none).filter(|piece| piece.len() > 1) {
            let piece = piece.iter().copied().flatten().collect();
            pen.marks.push(Mark::Shape(stroke(piece, style.line, colour, marker::dashes(series))));
        }
        let markers = points.into_iter().flatten().map(|point| marker::marker(series, point, style.marker, style.line, colour));
        pen.marks.extend(markers.map(Mark::Shape));
    }

    /// Every number of the only series: above its point, or below where the line comes from above on both sides.
    fn all_numbers(&self, pen: &mut Pen<'_>) -> Result<(), RenderError> {
        let points = self.points(0);
        let marker = pen.prose.house.theme.chart.marker;
        for (period, point) in points.iter().enumerate() {
            let Some((x, y)) = *point else { continue };
            let neighbour = |at: Option<usize>| at.and_then(|at| points.get(at)).copied().flatten();
            let (before, after) = (neighbour(period.checked_sub(1)), neighbour(Some(period + 1)));
            let is_valley =
                [before, after].iter().flatten().all(|(_, other)| *other < y) && (before.is_some() || after.is_some());
            let has_room_below = y + marker + pen.pitch < self.bottom;
            let top = if is_valley && has_room_below { y + marker / 2.0 } else { y - marker / 2.0 - pen.pitch };
            let words = self.words(pen, 0, period)?;
            pen.write_number(&words, Align::Center, x, top);
        }
        Ok(())
    }

    /// The last number of each series, right of its point; numbers that would cover each other are moved apart.
    fn last_numbers(&self, pen: &mut Pen<'_>) -> Result<(), RenderError> {
        let last = self.chart.categories.len().saturating_sub(1);
        let mut numbers: Vec<(f32, f32, Text)> = Vec::new();
        for series in 0..self.chart.series.len() {
            let points = self.points(series);
            let Some((period, (x, y))) =
                points.iter().enumerate().rev().find_map(|(period, point)| point.map(|point| (period, point)))
            else {
                continue;
            };
            let words = self.words(pen, series, period)?;
            if period == last {
                numbers.push((x, y - pen.pitch / 2.0, words));
            } else {
                pen.write_number(&words, Align::Center, x, y - pen.pitch - GAP / 2.0);
            }
        }
        numbers.sort_by(|left, right| left.1.total_cmp(&right.1));
        let distance = pen.setting.size;
        let mut lowest = f32::MIN;
        for (_, top, _) in &mut numbers {
            *top = top.max(lowest + distance);
            lowest = *top;
        }
        // Not below the field: the last ones are moved up again.
        let mut limit = self.bottom - distance / 2.0;
        for (_, top, _) in numbers.iter_mut().rev() {
            *top = top.min(limit);
            limit = *top - distance;
        }
        let marker = pen.prose.house.theme.chart.marker;
        for (x, top, words) in numbers {
            pen.write_number(&words, Align::Left, x + marker + GAP, top);
        }
        Ok(())
    }

    /// The sign of what is missing stands at the foot of its period.
    fn missing(&self, pen: &mut Pen<'_>) -> Result<(), RenderError> {
        for period in 0..self.chart.categories.len() {
            let mut signs: Vec<String> = Vec::new();
            for figure in self.chart.series.iter().filter_map(|series| series.figures.get(period)) {
                if figure.rounded().is_none() && !signs.contains(&figure.text()) {
                    signs.push(figure.text());
                }
            }
            if !signs.is_empty() {
                let words = pen.words(&signs.concat())?;
                pen.write_number(&words, Align::Center, self.x(period), self.bottom - pen.pitch);
            }
        }
        Ok(())
    }

    /// Names of the series, and the target's words.
    fn legend(&self, pen: &mut Pen<'_>) -> Result<(), RenderError> {
        let mut names = Vec::new();
        for series in &self.chart.series {
            names.push(pen.words(&series.name)?);
        }
        let count = names.len();
        if let Some(target) = self.chart.target.as_ref().filter(|_| self.target.is_some()) {
            names.push(pen.words(&format!("目标 {}", target.in_words()))?);
        }
        pen.y += GAP;
        let sample = SAMPLE * pen.setting.size;
        legend::draw(pen, sample, &names, |pen, series, (x, top)| {
            let theme = &pen.prose.house.theme;
            let style = theme.chart;
            let y = top + pen.pitch / 2.0;
            if series == count {
                let colour = theme.colours.target_line;
                pen.rule((x, y), (x + sample, y), style.target, colour, true);
                return;
            }
            let colour = line_colour(pen, series);
            pen.marks.push(Mark::Shape(stroke(vec![(x, y), (x + sample, y)], style.line, colour, marker::dashes(series))));
            let shape = marker::marker(series, (x + sample / 2.0, y), style.marker, style.line, colour);
            pen.marks.push(Mark::Shape(shape));
        });
        Ok(())
    }
}

/// Light and dark colours take turns in the style: lines have the dark ones, which show on white paper.
fn line_colour(pen: &Pen<'_>, series: usize) -> Colour {
    pen.prose.house.theme.colours.of_series(series * 2)
}

fn stroke(points: Vec<(f32, f32)>, thickness: f32, colour: Colour, dashes: &'static [f32]) -> Shape {
    Shape { points, thickness, colour, fill: None, dashes }
}
