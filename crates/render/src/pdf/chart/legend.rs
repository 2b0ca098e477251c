//! The legend below a chart: a sample of each series with its name, in as many lines as that takes.

use crate::pdf::chart::pen::Pen;
use crate::pdf::text::Text;
use tongbao_document::Align;

/// Blank between a sample and its name, and between entries, in ems.
const GAP: f32 = 0.4;
const BETWEEN: f32 = 1.5;

/// Where an entry stands: its sample's left edge and the top of its line.
type Places = Vec<(f32, f32)>;

/// Entries in lines of the chart's width, centred; the place of each sample below `top`, and the height of all lines.
fn places(pen: &Pen<'_>, sample: f32, names: &[Text], top: f32) -> (Places, f32) {
    let em = pen.setting.size;
    let width = |name: &Text| (sample + GAP * em + pen.width(name)).min(pen.prose.width);
    let widths: Vec<f32> = names.iter().map(width).collect();
    let mut limit = pen.prose.width;
    let mut lines = wrapped(&widths, BETWEEN * em, limit);
    // Two lines of two rather than three and one.
    while limit > em {
        limit -= em;
        let narrower = wrapped(&widths, BETWEEN * em, limit);
        if narrower.len() > lines.len() {
            break;
        }
        lines = narrower;
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

/// Entries in lines of at most `limit`: where each starts, and where the line ends.
fn wrapped(widths: &[f32], between: f32, limit: f32) -> Vec<(Vec<f32>, f32)> {
    let mut lines: Vec<(Vec<f32>, f32)> = Vec::new();
    for width in widths {
        match lines.last_mut() {
            Some((starts, end)) if *end + between + width <= limit => {
                starts.push(*end + between);
                *end += between + width;
            }
            _ => lines.push((vec![0.0], *width)),
        }
    }
    lines
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::tests::house;
    use crate::pdf::frame::Frame;
    use crate::pdf::prose::Prose;

    #[test]
    fn lines_of_a_legend_are_of_like_length() {
        let house = house();
        let frame = Frame::new(&house.profile);
        let prose = Prose::new(&house, &frame, false);
        let pen = Pen::new(&prose);
        let counts = |count: usize| {
            let names = vec![pen.words("二、优化体系结构").expect("glyphs"); count];
            let tops: Vec<f32> = places(&pen, 12.0, &names, 0.0).0.into_iter().map(|(_, y)| y).collect();
            tops.chunk_by(|one, other| (one - other).abs() < 0.01).map(<[f32]>::len).collect::<Vec<usize>>()
        };
        assert_eq!(counts(1), [1]);
        assert_eq!(counts(3), [3]);
        assert_eq!(counts(4), [2, 2]);
        assert_eq!(counts(5), [3, 2]);
        assert!(counts(0).is_empty());
    }
}
