//! What can stand on paper: fills, rules, shapes, runs of glyphs. Points from the upper left corner of the type area, y downwards.

use crate::theme::Colour;

/// Something printed.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    Fill(Fill),
    Rule(Rule),
    Shape(Shape),
    Run(Run),
    /// The runs up to [`Mark::RowEnd`] are one row of a table and read as this text, on one line.
    Row(String),
    RowEnd,
}

/// A filled rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fill {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) colour: Colour,
}

/// A straight line, level or upright.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub(super) from: (f32, f32),
    pub(super) to: (f32, f32),
    pub(super) thickness: f32,
    pub(super) colour: Colour,
    pub(super) dashed: bool,
}

/// A line through points, or the polygon between them: trends and their markers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shape {
    pub(super) points: Vec<(f32, f32)>,
    pub(super) thickness: f32,
    pub(super) colour: Colour,
    /// Of a polygon; a line has none.
    pub(super) fill: Option<Colour>,
    /// Strokes and gaps; none for a solid line.
    pub(super) dashes: &'static [f32],
}

/// Glyphs of one face on one baseline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub(super) x: f32,
    /// Baseline of the line.
    pub(super) y: f32,
    /// How far above it the glyphs stand: faces that help out are aligned with the others by their middles.
    pub(super) rise: f32,
    pub(super) face: u16,
    pub(super) size: f32,
    pub(super) colour: Colour,
    pub(super) glyphs: Vec<Placed>,
}

/// A glyph of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    pub(super) id: u16,
    /// What a reader copies from the page.
    pub(super) character: char,
    /// The glyph's own advance, in thousandths of an em.
    pub(super) advance: u16,
    /// Added to the glyph's own advance.
    pub(super) gap: f32,
}

impl Mark {
    /// The same mark, lower by `dy`.
    pub(super) fn lowered(mut self, dy: f32) -> Self {
        match &mut self {
            Self::Fill(fill) => fill.y += dy,
            Self::Rule(rule) => {
                rule.from.1 += dy;
                rule.to.1 += dy;
            }
            Self::Shape(shape) => shape.points.iter_mut().for_each(|(_, y)| *y += dy),
            Self::Run(run) => run.y += dy,
            Self::Row(_) | Self::RowEnd => {}
        }
        self
    }
}

/// Joins rules that continue each other, so that the grid of a long table is a handful of lines and has no seams.
pub(super) fn join(mut rules: Vec<Rule>) -> Vec<Rule> {
    rules.sort_by_key(order);
    let mut joined: Vec<Rule> = Vec::new();
    for rule in rules {
        match joined.last_mut() {
            Some(last) if continues(last, &rule) => {
                last.to = (last.to.0.max(rule.to.0), last.to.1.max(rule.to.1));
            }
            _ => joined.push(rule),
        }
    }
    joined
}

/// Rules on the same line become neighbours, the upper or left one first.
fn order(rule: &Rule) -> (bool, i32, i32, i32) {
    let upright = is_upright(rule);
    let (line, start) = if upright { rule.from } else { (rule.from.1, rule.from.0) };
    (upright, hundredths(line), hundredths(rule.thickness), hundredths(start))
}

fn continues(last: &Rule, next: &Rule) -> bool {
    let (last_order, next_order) = (order(last), order(next));
    let end = if is_upright(last) { last.to.1 } else { last.to.0 };
    (last_order.0, last_order.1, last_order.2) == (next_order.0, next_order.1, next_order.2)
        && next_order.3 <= hundredths(end) + 2
        && (last.colour, last.dashed) == (next.colour, next.dashed)
}

fn is_upright(rule: &Rule) -> bool {
    hundredths(rule.from.0) == hundredths(rule.to.0)
}

#[expect(clippy::cast_possible_truncation, reason = "lengths on a sheet of paper are far below two million points")]
fn hundredths(points: f32) -> i32 {
    (points * 100.0).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(from: (f32, f32), to: (f32, f32)) -> Rule {
        Rule { from, to, thickness: 0.5, colour: Colour(0), dashed: false }
    }

    #[test]
    fn rules_that_continue_each_other_become_one() {
        let grid = vec![
            rule((0.0, 10.0), (0.0, 20.0)),
            rule((5.0, 0.0), (5.0, 10.0)),
            rule((0.0, 0.0), (0.0, 10.0)),
            rule((5.0, 30.0), (5.0, 40.0)),
            rule((0.0, 0.0), (5.0, 0.0)),
        ];
        let joined = join(grid);
        assert_eq!(joined.len(), 4);
        assert!(joined.contains(&rule((0.0, 0.0), (0.0, 20.0))));
    }
}
