//! Level bars, one a category, whole or made of a piece for each series; their number behind them, the axis from zero.

use crate::RenderError;
use crate::pdf::chart::axis::Axis;
use crate::pdf::chart::legend;
use crate::pdf::chart::pen::{OUTLINE, Pen, WHITE};
use crate::pdf::mark::{Mark, Shape};
use crate::pdf::prose::Prose;
use crate::pdf::text::Text;
use crate::pdf::{chart, frame};
use crate::theme::Colour;
use tongbao_document::figure::format_decimal;
use tongbao_document::{Align, Chart, ChartKind, Figure};

/// Blank between labels and bars, and between bars and numbers.
const GAP: f32 = 5.0;

/// Blank above and below a bar's label.
const ABOVE: f32 = 3.0;

/// Blank between the first and the last bar and the ends of the axis.
const MARGIN: f32 = 4.0;

/// Labels take at most this part of the width.
const LABELS: f32 = 0.3;

/// Dashes of the target's line.
const DASHES: [f32; 2] = [4.0, 2.0];

/// Width of a sample in the legend, in ems.
const SAMPLE: f32 = 1.2;

/// A bar with its words looked up.
struct Bar {
    label: Text,
    /// Behind the bar's end: its number, the sum of its pieces, or the signs of what is missing.
    value: Text,
    /// Piece by piece: from, to, series, and the number as the document writes it.
    pieces: Vec<Piece>,
    height: f32,
}

struct Piece {
    from: f64,
    to: f64,
    series: usize,
    words: Option<Text>,
}

/// The bars of one page after the other.
pub(super) fn draw<'a>(prose: &'a Prose<'a>, chart: &Chart) -> Result<Vec<Pen<'a>>, RenderError> {
    let drawing = Drawing::new(prose, chart)?;
    let room = prose.frame.height(false) - drawing.fixed_height()?;
    let mut groups: Vec<Vec<&Bar>> = vec![Vec::new()];
    let mut filled = 0.0;
    for bar in &drawing.bars {
        if filled + bar.height > room && filled > 0.0 {
            groups.push(Vec::new());
            filled = 0.0;
        }
        filled += bar.height;
        if let Some(group) = groups.last_mut() {
            group.push(bar);
        }
    }
    groups.iter().map(|group| drawing.draw(group)).collect()
}

struct Drawing<'a, 'b> {
    prose: &'a Prose<'a>,
    chart: &'b Chart,
    bars: Vec<Bar>,
    axis: Axis,
    target: Option<(f64, Text)>,
    /// Names in the legend; none where there is one series.
    names: Vec<Text>,
    labels: f32,
    left: f32,
    right: f32,
}

impl<'a, 'b> Drawing<'a, 'b> {
    fn new(prose: &'a Prose<'a>, chart: &'b Chart) -> Result<Self, RenderError> {
        let pen = Pen::new(prose);
        let mut labels: f32 = 0.0;
        for label in &chart.categories {
            labels = labels.max(pen.width(&pen.words(label)?) + 0.1);
        }
        let labels = labels.min(prose.width * LABELS);
        let is_stacked = chart.kind == ChartKind::Stacked;
        let mut bars = Vec::with_capacity(chart.categories.len());
        for (index, label) in chart.categories.iter().enumerate() {
            let shown = if is_stacked { chart.series.len() } else { 1 };
            let figures: Vec<&Figure> = chart.series.iter().take(shown).filter_map(|series| series.figures.get(index)).collect();
            bars.push(bar(&pen, label, &figures, is_stacked, labels)?);
        }
        let target = match chart.target.as_ref().and_then(|figure| figure.rounded().zip(Some(figure))) {
            Some((number, figure)) => Some((number, pen.words(&format!("目标 {}", figure.in_words()))?)),
            None => None,
        };
        let ends = bars.iter().flat_map(|bar| bar.pieces.iter().map(|piece| piece.to));
        let axis = Axis::around(ends.chain(target.as_ref().map(|(number, _)| *number)));
        let names = if is_stacked {
            chart.series.iter().map(|series| pen.words(&series.name)).collect::<Result<_, _>>()?
        } else {
            Vec::new()
        };
        let value_width = bars.iter().map(|bar| pen.width(&bar.value)).fold(0.0, f32::max) + GAP;
        // Numbers of negative bars stand left of them.
        let left = labels + GAP + if axis.low < 0.0 { value_width } else { 0.0 };
        let first = axis.ticks().first().map(|tick| format_decimal(*tick, axis.decimals, false)).unwrap_or_default();
        let left = left.max(pen.width(&pen.words(&first)?) / 2.0);
        Ok(Self { prose, chart, bars, axis, target, names, labels, left, right: prose.width - value_width - GAP })
    }

    /// Everything but the bars: the unit, the target's words, the ticks, the legend, the caption, the source.
    fn fixed_height(&self) -> Result<f32, RenderError> {
        let pen = Pen::new(self.prose);
        let legend = legend::height(&pen, SAMPLE * pen.setting.size, &self.names);
        Ok(chart::height_of_words(self.prose, self.chart)? + pen.pitch * 3.0 + MARGIN * 4.0 + legend)
    }

    fn x(&self, number: f64) -> f32 {
        self.left + (self.right - self.left) * self.axis.share(number)
    }

    fn draw(&self, bars: &[&Bar]) -> Result<Pen<'a>, RenderError> {
        let mut pen = Pen::new(self.prose);
        pen.unit(&self.chart.unit, "")?;
        let words_top = pen.y;
        let top = if self.target.is_some() { pen.y + pen.pitch } else { pen.y };
        let bottom = top + bars.iter().map(|bar| bar.height).sum::<f32>().max(pen.pitch) + 2.0 * MARGIN;
        self.grid(&mut pen, top, bottom)?;
        let mut bar_top = top + MARGIN;
        for bar in bars {
            self.bar(&mut pen, bar, bar_top);
            bar_top += bar.height;
        }
        if bars.is_empty() {
            let none = pen.words("无")?;
            pen.write_line(&none, Align::Center, self.prose.width / 2.0, top + MARGIN);
        }
        self.target_line(&mut pen, words_top, top, bottom);
        pen.y = bottom + pen.pitch + MARGIN;
        let sample = SAMPLE * pen.setting.size;
        legend::draw(&mut pen, sample, &self.names, |pen, series, (x, y)| {
            let height = pen.pitch * 0.6;
            self.piece(pen, series, (x, y + (pen.pitch - height) / 2.0), sample, height);
        });
        Ok(pen)
    }

    /// Faint lines with their numbers below, and the axis at zero.
    fn grid(&self, pen: &mut Pen<'_>, top: f32, bottom: f32) -> Result<(), RenderError> {
        for tick in self.axis.ticks() {
            let x = self.x(tick);
            let (colour, thickness) = if tick == 0.0 { (frame::BLACK, 0.8) } else { (self.prose.house.theme.colours.grid, 0.4) };
            pen.rule((x, top), (x, bottom), thickness, colour, false);
            let number = pen.words(&format_decimal(tick, self.axis.decimals, false))?;
            pen.write_line(&number, Align::Center, x, bottom);
        }
        Ok(())
    }

    fn bar(&self, pen: &mut Pen<'_>, bar: &Bar, top: f32) {
        let label_top = top + (bar.height - pen.height(&bar.label, self.labels)) / 2.0;
        pen.write(&bar.label, Align::Right, self.labels, label_top, self.labels);
        let height = self.prose.house.theme.chart.bar * self.prose.house.theme.table.line;
        let bar_top = top + (bar.height - height) / 2.0;
        let words_top = top + (bar.height - pen.pitch) / 2.0;
        for piece in &bar.pieces {
            let (from, to) = (self.x(piece.from), self.x(piece.to));
            let (x, width) = (from.min(to), (to - from).abs());
            self.piece(pen, piece.series, (x, bar_top), width, height);
            if let Some(words) = piece.words.as_ref().filter(|words| pen.width(words) + 2.0 < width) {
                let ink = ink_on(self.prose.house.theme.colours.of_series(piece.series));
                pen.write_in(words, Align::Center, (x + width / 2.0, words_top), f32::MAX, ink);
            }
        }
        let lowest = bar.pieces.iter().map(|piece| piece.to).fold(0.0, f64::min);
        let highest = bar.pieces.iter().map(|piece| piece.to).fold(0.0, f64::max);
        let is_negative = lowest < 0.0 && highest <= 0.0;
        let end = self.x(if is_negative { lowest } else { highest });
        let x = self.value_x(end, is_negative, pen.width(&bar.value));
        pen.write_number(&bar.value, Align::Left, x, words_top);
    }

    /// A bar or a piece of one; pieces have a thin dark line around them, so that neighbours stay apart in grey.
    fn piece(&self, pen: &mut Pen<'_>, series: usize, (x, y): (f32, f32), width: f32, height: f32) {
        let colour = self.prose.house.theme.colours.of_series(series);
        let edge = if self.names.is_empty() { colour } else { frame::BLACK };
        pen.rectangle((x, y), (width, height), colour, edge, OUTLINE);
    }

    /// Behind the bar's end; behind the target's line too where that would run through the number.
    fn value_x(&self, end: f32, is_negative: bool, width: f32) -> f32 {
        let (from, to) = if is_negative { (end - GAP - width, end) } else { (end, end + GAP + width) };
        let target = self.target.as_ref().map(|(number, _)| self.x(*number));
        let end = target.filter(|target| (from..=to).contains(target)).unwrap_or(end);
        if is_negative { end - GAP - width } else { end + GAP }
    }

    fn target_line(&self, pen: &mut Pen<'_>, words_top: f32, top: f32, bottom: f32) {
        let Some((number, words)) = &self.target else { return };
        let theme = &self.prose.house.theme;
        let x = self.x(*number);
        pen.marks.push(Mark::Shape(Shape {
            points: vec![(x, top), (x, bottom)],
            thickness: theme.chart.target,
            colour: theme.colours.target_line,
            fill: None,
            dashes: &DASHES,
        }));
        let width = pen.width(words);
        let left = (x - width / 2.0).clamp(0.0, (self.prose.width - width).max(0.0));
        pen.write_line(words, Align::Left, left, words_top);
    }
}

fn bar(pen: &Pen<'_>, label: &str, figures: &[&Figure], is_stacked: bool, labels: f32) -> Result<Bar, RenderError> {
    let label = pen.words(label)?;
    let mut pieces = Vec::with_capacity(figures.len());
    let mut missing = String::new();
    let (mut low, mut high) = (0.0, 0.0);
    for (series, figure) in figures.iter().enumerate() {
        let Some(number) = figure.rounded() else {
            missing.push_str(&figure.text());
            continue;
        };
        let end = if number < 0.0 { &mut low } else { &mut high };
        let from = *end;
        *end += number;
        let words = if is_stacked { Some(pen.words(&figure.text())?) } else { None };
        pieces.push(Piece { from, to: *end, series, words });
    }
    let value = match figures {
        [only] if !is_stacked => only.text(),
        _ if !missing.is_empty() => missing,
        // What is printed adds up to what is printed; pieces of both signs have no end to write it at.
        [first, ..] if low == 0.0 => {
            let decimals = figures.iter().map(|figure| figure.decimals).max().unwrap_or(first.decimals);
            format_decimal(high, decimals, false)
        }
        _ => String::new(),
    };
    let height = pen.height(&label, labels).max(pen.pitch) + 2.0 * ABOVE;
    Ok(Bar { label, value: pen.words(&value)?, pieces, height })
}

/// Black on light colours, white on dark ones.
fn ink_on(ground: Colour) -> Colour {
    let [_, red, green, blue] = ground.0.to_be_bytes().map(f32::from);
    // How bright the eye finds it, 0 to 255 (ITU-R BT.601).
    if 0.299 * red + 0.587 * green + 0.114 * blue > 140.0 { frame::BLACK } else { WHITE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_on_bars_can_be_read() {
        assert_eq!(ink_on(Colour(0x009D_B4D3)), frame::BLACK);
        assert_eq!(ink_on(Colour(0x002E_4669)), WHITE);
    }
}
