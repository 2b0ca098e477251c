//! Bar charts as vectors: level bars with value labels, the target as a dashed line, the axis from zero.
//!
//! In: a chart of the document. Out: one item, or several when there are more bars than a page holds. Nothing is said by colour
//! alone: each bar carries its number, a missing one its sign, the target its words.

use crate::document::Chart;
use crate::document::figure::format_decimal;
use crate::render::FontRole;
use crate::render::RenderError;
use crate::render::pdf::axis::Axis;
use crate::render::pdf::flow::Item;
use crate::render::pdf::frame;
use crate::render::pdf::mark::Fill;
use crate::render::pdf::mark::Mark;
use crate::render::pdf::mark::Rule;
use crate::render::pdf::prose::Prose;
use crate::render::pdf::text::Line;
use crate::render::pdf::text::Setting;
use crate::render::pdf::text::Text;
use crate::render::theme::Colour;

/// Grid lines: present, but fainter than anything that means something.
const FAINT: Colour = Colour(0x00C8_C8C8);

/// Blank between labels and bars.
const GAP: f32 = 5.0;

/// A bar with its words looked up.
struct Bar {
    label: Text,
    lines: Vec<Line>,
    value: Text,
    number: Option<f64>,
    height: f32,
}

/// The chart as items.
pub(super) fn items(prose: &Prose<'_>, chart: &Chart) -> Result<Vec<Item>, RenderError> {
    let drawing = Drawing::new(prose, chart)?;
    let fixed = drawing.fixed_height();
    let room = prose.frame.height(false) - fixed;
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
    let mut items = Vec::with_capacity(groups.len());
    for (index, group) in groups.iter().enumerate() {
        items.push(drawing.draw(chart, group, index)?);
    }
    Ok(items)
}

struct Drawing<'a> {
    prose: &'a Prose<'a>,
    bars: Vec<Bar>,
    axis: Axis,
    target: Option<(f64, Text)>,
    labels: f32,
    left: f32,
    right: f32,
    small: Setting,
    pitch: f32,
}

impl<'a> Drawing<'a> {
    fn new(prose: &'a Prose<'a>, chart: &Chart) -> Result<Self, RenderError> {
        let faces = &prose.house.faces;
        let small = frame::plain(prose.house.theme.types.note.size);
        let pitch = prose.house.theme.table.line;
        let labels = widest_label(prose, &chart.categories, small)?.min(prose.width * 0.3);
        let mut bars = Vec::with_capacity(chart.categories.len());
        let figures = chart.series.first().map(|series| series.figures.as_slice()).unwrap_or_default();
        for (label, figure) in chart.categories.iter().zip(figures) {
            let label = Text::shape(faces, FontRole::Fangsong, label)?;
            let lines = label.lines(small, labels, labels);
            let rows = u16::try_from(lines.len().max(1)).map_or(1.0, f32::from);
            let value = Text::shape(faces, FontRole::Fangsong, &figure.text())?;
            bars.push(Bar { label, lines, value, number: figure.rounded(), height: rows * pitch + 6.0 });
        }
        let target = match chart.target.as_ref().and_then(|figure| figure.rounded().zip(Some(figure))) {
            Some((number, figure)) => {
                let words = format!("目标 {}{}", figure.text(), figure.unit);
                Some((number, Text::shape(faces, FontRole::Fangsong, &words)?))
            }
            None => None,
        };
        let numbers = bars.iter().filter_map(|bar| bar.number).chain(target.as_ref().map(|(number, _)| *number));
        let axis = Axis::around(numbers);
        let value_width = bars.iter().map(|bar| bar.value.width(small)).fold(0.0, f32::max) + GAP;
        // Labels of negative bars stand left of them.
        let left = labels + GAP + if axis.low < 0.0 { value_width } else { 0.0 };
        let right = prose.width - value_width - GAP;
        Ok(Self { prose, bars, axis, target, labels, left, right, small, pitch })
    }

    /// Everything but the bars: the unit, the target's words, the ticks, the caption, the source.
    fn fixed_height(&self) -> f32 {
        self.pitch * 6.0 + self.prose.house.theme.types.table_title.size * 3.0
    }

    fn x(&self, number: f64) -> f32 {
        self.left + (self.right - self.left) * self.axis.share(number)
    }

    fn draw(&self, chart: &Chart, bars: &[&Bar], index: usize) -> Result<Item, RenderError> {
        let faces = &self.prose.house.faces;
        let mut marks = Vec::new();
        let mut y = 0.0;
        if !chart.unit.is_empty() {
            let unit = Text::shape(faces, FontRole::Fangsong, &format!("单位：{}", chart.unit))?;
            y = self.flush_right(&unit, y, &mut marks);
        }
        let top = if self.target.is_some() { y + self.pitch } else { y };
        let bottom = top + 4.0 + bars.iter().map(|bar| bar.height).sum::<f32>() + 4.0;
        self.grid(top, bottom, &mut marks)?;
        let mut bar_top = top + 4.0;
        for bar in bars {
            self.bar(bar, bar_top, &mut marks);
            bar_top += bar.height;
        }
        if bars.is_empty() {
            let none = Text::shape(faces, FontRole::Fangsong, "无")?;
            self.centred(&none, self.small, self.pitch, top, &mut marks);
        }
        self.target_line(y, top, bottom, &mut marks);
        y = bottom + self.pitch + 4.0;
        let caption = if index == 0 { chart.caption.clone() } else { format!("{}（续{index}）", chart.caption) };
        let caption = Text::shape(faces, FontRole::Hei, &caption)?;
        let setting = frame::plain(self.prose.house.theme.types.table_title.size);
        y = self.centred(&caption, setting, setting.size * 1.5, y, &mut marks);
        if !chart.source.is_empty() {
            let source = Text::shape(faces, FontRole::Fangsong, &chart.source)?;
            y = self.centred(&source, self.small, self.pitch, y, &mut marks);
        }
        Ok(Item { above: self.prose.frame.pitch / 3.0, height: y, marks, ..Item::default() })
    }

    /// Faint lines with their numbers below, and the axis at zero.
    fn grid(&self, top: f32, bottom: f32, marks: &mut Vec<Mark>) -> Result<(), RenderError> {
        for tick in self.axis.ticks() {
            let x = self.x(tick);
            let (colour, thickness) = if tick == 0.0 { (frame::BLACK, 0.8) } else { (FAINT, 0.4) };
            marks.push(Mark::Rule(Rule { from: (x, top), to: (x, bottom), thickness, colour, dashed: false }));
            let words = format_decimal(tick, self.axis.decimals, false);
            let number = Text::shape(&self.prose.house.faces, FontRole::Fangsong, &words)?;
            for line in number.lines(self.small, f32::MAX, f32::MAX) {
                let baseline = bottom + frame::baseline(self.pitch, self.small.size);
                marks.extend(number.place(line, self.small, x - line.width / 2.0, baseline, None));
            }
        }
        Ok(())
    }

    fn bar(&self, bar: &Bar, top: f32, marks: &mut Vec<Mark>) {
        let rows = u16::try_from(bar.lines.len()).map_or(1.0, f32::from);
        let mut y = top + (bar.height - rows * self.pitch) / 2.0;
        for line in &bar.lines {
            let baseline = y + frame::baseline(self.pitch, self.small.size);
            marks.extend(bar.label.place(*line, self.small, self.labels - line.width, baseline, None));
            y += self.pitch;
        }
        let zero = self.x(0.0);
        let end = bar.number.map_or(zero, |number| self.x(number));
        if bar.number.is_some() {
            let height = self.pitch * 0.75;
            let (x, width) = (zero.min(end), (end - zero).abs());
            let y = top + (bar.height - height) / 2.0;
            marks.push(Mark::Fill(Fill { x, y, width, height, colour: self.prose.house.theme.colours.of_series(0) }));
        }
        let x = self.value_x(end, end < zero, bar.value.width(self.small));
        let baseline = top + frame::baseline(bar.height, self.small.size);
        for line in bar.value.lines(self.small, f32::MAX, f32::MAX) {
            marks.extend(bar.value.place(line, self.small, x, baseline, None));
        }
    }

    /// Behind the bar's end; behind the target's line too where that would run through the number.
    fn value_x(&self, end: f32, is_negative: bool, width: f32) -> f32 {
        let (from, to) = if is_negative { (end - GAP - width, end) } else { (end, end + GAP + width) };
        let target = self.target.as_ref().map(|(number, _)| self.x(*number));
        let end = target.filter(|target| (from..=to).contains(target)).unwrap_or(end);
        if is_negative { end - GAP - width } else { end + GAP }
    }

    fn target_line(&self, words_top: f32, top: f32, bottom: f32, marks: &mut Vec<Mark>) {
        let Some((number, words)) = &self.target else { return };
        let colour = self.prose.house.theme.colours.target_line;
        let x = self.x(*number);
        marks.push(Mark::Rule(Rule { from: (x, top), to: (x, bottom), thickness: 1.2, colour, dashed: true }));
        for line in words.lines(self.small, f32::MAX, f32::MAX) {
            let left = (x - line.width / 2.0).clamp(0.0, (self.prose.width - line.width).max(0.0));
            let baseline = words_top + frame::baseline(self.pitch, self.small.size);
            marks.extend(words.place(line, self.small, left, baseline, None));
        }
    }

    fn flush_right(&self, text: &Text, mut y: f32, marks: &mut Vec<Mark>) -> f32 {
        for line in text.lines(self.small, self.prose.width, self.prose.width) {
            let baseline = y + frame::baseline(self.pitch, self.small.size);
            marks.extend(text.place(line, self.small, self.prose.width - line.width, baseline, None));
            y += self.pitch;
        }
        y
    }

    fn centred(&self, text: &Text, setting: Setting, pitch: f32, mut y: f32, marks: &mut Vec<Mark>) -> f32 {
        for line in text.lines(setting, self.prose.width, self.prose.width) {
            let x = (self.prose.width - line.width) / 2.0;
            marks.extend(text.place(line, setting, x, y + frame::baseline(pitch, setting.size), None));
            y += pitch;
        }
        y
    }
}

fn widest_label(prose: &Prose<'_>, labels: &[String], setting: Setting) -> Result<f32, RenderError> {
    let mut widest: f32 = 0.0;
    for label in labels {
        widest = widest.max(Text::shape(&prose.house.faces, FontRole::Fangsong, label)?.width(setting));
    }
    Ok(widest + 0.1)
}
