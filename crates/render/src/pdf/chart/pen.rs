//! Words and lines of a chart, drawn from top to bottom.

use crate::RenderError;
use crate::pdf::frame;
use crate::pdf::mark::{Mark, Rule, Shape};
use crate::pdf::prose::Prose;
use crate::pdf::setting::Setting;
use crate::pdf::table::header;
use crate::pdf::text::Text;
use crate::theme::{Colour, Type};
use tongbao_document::{Align, count};

/// Paper.
pub(super) const WHITE: Colour = Colour(0x00FF_FFFF);

/// The thin line around areas.
pub(super) const OUTLINE: f32 = 0.4;

/// Lines of a caption are as far apart as its type is large, times this.
const CAPTION_PITCH: f32 = 1.5;

/// Draws a chart.
#[derive(Debug)]
pub(super) struct Pen<'a> {
    pub(super) prose: &'a Prose<'a>,
    /// Words and numbers in the chart.
    pub(super) setting: Setting,
    /// From line to line of them.
    pub(super) pitch: f32,
    pub(super) marks: Vec<Mark>,
    /// Below what is drawn so far.
    pub(super) y: f32,
}

impl<'a> Pen<'a> {
    pub(super) fn new(prose: &'a Prose<'a>) -> Self {
        let theme = &prose.house.theme;
        let size = theme.types.chart.size;
        let pitch = theme.table.line * size / theme.types.table_body.size;
        Self { prose, setting: frame::plain(size), pitch, marks: Vec::new(), y: 0.0 }
    }

    /// Words in the face of charts.
    pub(super) fn words(&self, words: &str) -> Result<Text, RenderError> {
        Text::shape(&self.prose.house.faces, self.prose.house.theme.types.chart.font, words)
    }

    pub(super) fn width(&self, text: &Text) -> f32 {
        text.width(self.setting)
    }

    /// Height of words broken into lines of `room`.
    pub(super) fn height(&self, text: &Text, room: f32) -> f32 {
        count::to_f32(header::lines(text, self.setting, room).len()) * self.pitch
    }

    /// Words on lines of `room` from `top` on; `x` is their left edge, middle or right edge.
    pub(super) fn write(&mut self, text: &Text, align: Align, x: f32, top: f32, room: f32) {
        self.write_in(text, align, (x, top), room, frame::BLACK);
    }

    /// The same on one line.
    pub(super) fn write_line(&mut self, text: &Text, align: Align, x: f32, top: f32) {
        self.write(text, align, x, top, f32::MAX);
    }

    /// Words in a colour, for those that stand on a dark ground.
    pub(super) fn write_in(&mut self, text: &Text, align: Align, (x, top): (f32, f32), room: f32, colour: Colour) {
        let setting = Setting { colour, ..self.setting };
        let mut baseline = top + frame::baseline(self.pitch, setting.size);
        for line in header::lines(text, setting, room) {
            let left = match align {
                Align::Left => x,
                Align::Center => x - line.width / 2.0,
                Align::Right => x - line.width,
            };
            self.marks.extend(text.place(line, setting, left, baseline, None));
            baseline += self.pitch;
        }
    }

    /// A straight line, level or upright.
    pub(super) fn rule(&mut self, from: (f32, f32), to: (f32, f32), thickness: f32, colour: Colour, dashed: bool) {
        self.marks.push(Mark::Rule(Rule { from, to, thickness, colour, dashed }));
    }

    /// A number through which no line of the grid runs: what is drawn so far is blank behind it.
    pub(super) fn write_number(&mut self, text: &Text, align: Align, x: f32, top: f32) {
        let width = self.width(text);
        let left = match align {
            Align::Left => x,
            Align::Center => x - width / 2.0,
            Align::Right => x - width,
        };
        let left = left.clamp(0.0, (self.prose.width - width).max(0.0));
        let margin = (self.pitch - self.setting.size) / 2.0;
        if width > 0.0 {
            self.rectangle((left - 1.0, top + margin), (width + 2.0, self.setting.size), WHITE, WHITE, OUTLINE);
        }
        self.write_line(text, Align::Left, left, top);
    }

    /// A filled rectangle above the lines drawn so far.
    pub(super) fn rectangle(
        &mut self,
        (x, y): (f32, f32),
        (width, height): (f32, f32),
        fill: Colour,
        edge: Colour,
        thickness: f32,
    ) {
        let points = vec![(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
        self.marks.push(Mark::Shape(Shape { points, thickness, colour: edge, fill: Some(fill), dashes: &[] }));
    }

    /// `单位：…` at the upper right, with a remark behind it.
    pub(super) fn unit(&mut self, unit: &str, remark: &str) -> Result<(), RenderError> {
        if !unit.is_empty() || !remark.is_empty() {
            let unit = if unit.is_empty() { String::new() } else { format!("单位：{unit}") };
            let text = self.words(&format!("{unit}{remark}"))?;
            let (width, top) = (self.prose.width, self.y);
            self.write(&text, Align::Right, width, top, width);
            self.y += self.height(&text, width);
        }
        Ok(())
    }

    /// Centred words in a face of their own.
    pub(super) fn caption(&mut self, face: Type, words: &str) -> Result<(), RenderError> {
        let text = Text::shape(&self.prose.house.faces, face.font, words)?;
        let setting = frame::plain(face.size);
        let pitch = face.size * CAPTION_PITCH;
        for line in text.lines(setting, self.prose.width, self.prose.width) {
            let x = (self.prose.width - line.width) / 2.0;
            let baseline = self.y + frame::baseline(pitch, setting.size);
            self.marks.extend(text.place(line, setting, x, baseline, None));
            self.y += pitch;
        }
        Ok(())
    }
}
