//! The legend below a chart: a sample of each series with its name, in as many lines as that takes.

use crate::document::Align;
use crate::render::pdf::chart::pen::Pen;
use crate::render::pdf::text::Text;

/// Blank between a sample and its name, and between entries, in ems.
const GAP: f32 = 0.4;
const BETWEEN: f32 = 1.5;

/// Where an entry stands: its sample's left edge and the top of its line.
type Places = Vec<(f32, f32)>;

/// Entries in lines of the chart's width, centred; the place of each sample below `top`, and the height of all lines.
fn places(pen: &Pen<'_>, sample: f32, names: &[Text], top: f32) -> (Places, f32) {
    let em = pen.setting.size;
    let width = |name: &Text| (sample + GAP * em + pen.width(name)).min(pen.prose.width);
    let mut lines: Vec<(Vec<f32>, f32)> = Vec::new();
    for name in names {
        let width = width(name);
        match lines.last_mut() {
            Some((starts, end)) if *end + BETWEEN * em + width <= pen.prose.width => {
                starts.push(*end + BETWEEN * em);
                *end += BETWEEN * em + width;
            }
            _ => lines.push((vec![0.0], width)),
        }
    }
    let mut places = Vec::with_capacity(names.len());
    let mut y = top;
    let mut names = names.iter();
    for (starts, end) in lines {
        let left = (pen.prose.width - end) / 2.0;
        let mut tall = pen.pitch;
        for start in starts {
            places.push((left + start, y));
            let room = pen.prose.width - sample - GAP * em;
            tall = names.next().map_or(tall, |name| tall.max(pen.height(name, room)));
        }
        y += tall;
    }
    (places, y - top)
}

/// Height of the legend.
pub(super) fn height(pen: &Pen<'_>, sample: f32, names: &[Text]) -> f32 {
    places(pen, sample, names, 0.0).1
}

/// Draws it below what stands there; `draw` draws the sample of an index into a box of `sample` by a line.
pub(super) fn draw<'a>(pen: &mut Pen<'a>, sample: f32, names: &[Text], draw: impl Fn(&mut Pen<'a>, usize, (f32, f32))) {
    let (places, height) = places(pen, sample, names, pen.y);
    let gap = GAP * pen.setting.size;
    for (index, ((x, y), name)) in places.into_iter().zip(names).enumerate() {
        draw(pen, index, (x, y));
        let room = pen.prose.width - sample - gap;
        pen.write(name, Align::Left, x + sample + gap, y, room);
    }
    pen.y += height;
}
