//! What tells one line of a trend from another without colour: dashes and markers ● ■ ▲ ◆, then ○ □ △ ◇.

use std::f32::consts::PI;

use crate::pdf::chart::pen::WHITE;
use crate::pdf::mark::Shape;
use crate::theme::Colour;

const DASHES: [&[f32]; 4] = [&[], &[5.0, 2.5], &[1.5, 2.0], &[7.0, 2.5, 1.5, 2.5]];

/// Corners of a circle: more are not seen at five points.
const CORNERS: u8 = 16;

/// Dashes of the series with this index; none for a solid line.
pub(super) fn dashes(index: usize) -> &'static [f32] {
    DASHES.get(index % DASHES.len()).copied().unwrap_or_default()
}

/// The marker of a series around a point.
pub(super) fn marker(index: usize, (x, y): (f32, f32), width: f32, thickness: f32, colour: Colour) -> Shape {
    let r = width / 2.0;
    let points = match index % DASHES.len() {
        0 => (0..CORNERS)
            .map(|corner| f32::from(corner) * 2.0 * PI / f32::from(CORNERS))
            .map(|a| (x + r * a.cos(), y + r * a.sin()))
            .collect(),
        1 => vec![(x - r * 0.9, y - r * 0.9), (x + r * 0.9, y - r * 0.9), (x + r * 0.9, y + r * 0.9), (x - r * 0.9, y + r * 0.9)],
        2 => vec![(x, y - r * 1.2), (x + r * 1.15, y + r * 0.8), (x - r * 1.15, y + r * 0.8)],
        _ => vec![(x, y - r * 1.25), (x + r * 1.25, y), (x, y + r * 1.25), (x - r * 1.25, y)],
    };
    let is_hollow = (index / DASHES.len()) % 2 == 1;
    Shape { points, thickness: thickness * 0.7, colour, fill: Some(if is_hollow { WHITE } else { colour }), dashes: &[] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_series_differ_without_colour() {
        let look = |index| {
            let shape = marker(index, (0.0, 0.0), 5.0, 1.0, Colour(0));
            format!("{} {:?} {:?}", shape.points.len(), shape.points.first(), shape.fill)
        };
        let mut looks: Vec<String> = (0..8).map(look).collect();
        looks.sort();
        looks.dedup();
        assert_eq!(looks.len(), 8);
        assert!((1..4).all(|index| !dashes(index).is_empty()) && dashes(0).is_empty());
    }
}
