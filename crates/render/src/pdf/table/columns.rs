//! How wide each column is, which way the page lies, and where a table is split by columns.
//!
//! In: what the cells need. Out: a [`Plan`]. A table is first tried upright, from the style's size down to the smallest; then
//! sideways, likewise; then it is split by columns, with the label columns repeated. Nothing gets smaller than that. Columns of
//! one kind are equally wide wherever there is room for it.

use super::points::Points;
use crate::pdf::frame::Frame;
use tongbao_document::{Align, count};

/// Steps in which type shrinks.
const STEP: f32 = 0.5;

/// A column that needs less than this part of the widest of its kind is left out of the kind.
const SAME_KIND: f32 = 0.5;

/// Words of so many ems are not broken into lines where there is room.
const SHORT: f32 = 4.0;

/// What a column needs, in ems of the table's type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Need {
    /// Narrower than this it is not set, unless it stands alone on a page.
    pub(super) least: f32,
    /// Nor narrower than this where other columns need the room more.
    pub(super) floor: f32,
    /// With this every cell stands on one line.
    pub(super) natural: f32,
    /// What the document asks for.
    pub(super) wanted: f32,
    /// How its cells stand.
    pub(super) align: Align,
    /// Where its decimal points stand.
    pub(super) points: Points,
}

/// Type of a table, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sizes {
    /// Where there is room.
    pub(super) style: f32,
    /// Where there is none.
    pub(super) smallest: f32,
    /// Blank left and right of a cell's text.
    pub(super) padding: f32,
}

impl Sizes {
    /// From the largest to the smallest.
    fn all(self) -> Vec<f32> {
        let mut sizes = vec![self.style];
        let mut size = self.style;
        while size > self.smallest {
            size = (size - STEP).max(self.smallest);
            sizes.push(size);
        }
        sizes
    }
}

/// How a table is laid out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    pub(super) sideways: bool,
    pub(super) size: f32,
    /// One, unless the table is split by columns.
    pub(super) parts: Vec<Part>,
}

/// The columns that stand side by side.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub(super) columns: Vec<usize>,
    pub(super) widths: Vec<f32>,
}

/// The first layout in which every column gets what it needs.
pub(super) fn plan(needs: &[Need], label_columns: usize, sizes: Sizes, frame: &Frame) -> Plan {
    let whole: Vec<Need> = needs.iter().map(unbroken).collect();
    let even = evened(&whole, label_columns);
    let steps = sizes.all();
    for sideways in [false, true] {
        // Columns of one kind that are equal, and short words on one line, are worth type that is one step smaller.
        let better = |size: &f32| [(&even[..], *size), (&whole[..], *size)];
        let first = steps.first().into_iter().flat_map(better);
        let next = steps.iter().enumerate().flat_map(|(step, size)| {
            let smaller = steps.get(step + 1).into_iter().flat_map(better);
            smaller.chain([(needs, *size)])
        });
        for (needs, size) in first.into_iter().chain(next) {
            let layout = Layout { needs, size, padding: sizes.padding, available: frame.width(sideways) };
            if needs.iter().map(|need| layout.points(need.least)).sum::<f32>() <= layout.available {
                let columns: Vec<usize> = (0..needs.len()).collect();
                let part = Part { widths: layout.share(&columns), columns };
                return Plan { sideways, size, parts: vec![part] };
            }
        }
    }
    let size = sizes.smallest.min(sizes.style);
    let layout = Layout { needs: &even, size, padding: sizes.padding, available: frame.width(true) };
    Plan { sideways: true, size, parts: layout.split(label_columns) }
}

/// Short words stay on one line where there is room for it.
fn unbroken(need: &Need) -> Need {
    Need { least: need.least.max(need.natural.min(SHORT)), ..*need }
}

/// Columns for which the document asks the same get the same where there is room for it: fourteen counties are fourteen equal columns.
fn evened(needs: &[Need], label_columns: usize) -> Vec<Need> {
    let mut evened = needs.to_vec();
    for (index, need) in evened.iter_mut().enumerate().skip(label_columns) {
        let kind = |other: &&Need| other.align == need.align && (other.wanted - need.wanted).abs() < 0.01;
        let kin: Vec<&Need> = needs.iter().skip(label_columns).filter(kind).collect();
        let widest = kin.iter().map(|other| other.least).fold(0.0, f32::max);
        let alike = needs.get(index).is_some_and(|need| need.least >= widest * SAME_KIND);
        if alike && need.align != Align::Left {
            need.natural = kin.iter().map(|other| other.natural).fold(0.0, f32::max).max(widest);
            need.least = widest;
        }
    }
    evened
}

/// Columns in a width.
#[derive(Debug, Clone, Copy)]
struct Layout<'a> {
    needs: &'a [Need],
    size: f32,
    padding: f32,
    available: f32,
}

impl Layout<'_> {
    fn points(&self, ems: f32) -> f32 {
        ems * self.size + 2.0 * self.padding
    }

    /// Parts of like width, each with the label columns in front.
    fn split(&self, label_columns: usize) -> Vec<Part> {
        let labels = label_columns.min(self.needs.len().saturating_sub(1));
        let least = |column: &usize| self.needs.get(*column).map_or(0.0, |need| self.points(need.least));
        let room = self.available - (0..labels).map(|column| least(&column)).sum::<f32>().min(self.available * 0.4);
        let rest: Vec<usize> = (labels..self.needs.len()).collect();
        let count = groups(&rest, &least, room, f32::MAX).len();
        let total: f32 = rest.iter().map(|column| least(column).min(room)).sum();
        let even = total / count::to_f32(count.max(1));
        groups(&rest, &least, room, even)
            .into_iter()
            .map(|group| {
                let columns: Vec<usize> = (0..labels).chain(group).collect();
                Part { widths: self.share(&columns), columns }
            })
            .collect()
    }

    /// Widths that add up to what is available: in proportion to what is wanted, but at least what is needed; what a column has
    /// beyond its longest cell goes to those that would have to break theirs.
    fn share(&self, columns: &[usize]) -> Vec<f32> {
        let needs: Vec<&Need> = columns.iter().filter_map(|column| self.needs.get(*column)).collect();
        let available = self.available;
        let least: Vec<f32> = needs.iter().map(|need| self.points(need.least)).collect();
        let natural: Vec<f32> = needs.iter().map(|need| self.points(need.natural)).collect();
        let wanted: Vec<f32> = needs.iter().map(|need| need.wanted.max(0.1)).collect();
        let needed: f32 = least.iter().sum();
        if needed > available {
            return least.iter().map(|width| width * available / needed).collect();
        }
        let widths = in_proportion(&least, &wanted, available);
        let capped: Vec<f32> =
            triples(&widths, &natural, &least).map(|(width, natural, least)| width.min(natural.max(least))).collect();
        let spare = available - capped.iter().sum::<f32>();
        let short: Vec<f32> = natural.iter().zip(&capped).map(|(natural, width)| (natural - width).max(0.0)).collect();
        let missing: f32 = short.iter().sum();
        let lent = if missing > 0.0 { (spare / missing).min(1.0) } else { 0.0 };
        let left_over = spare - missing * lent;
        let total: f32 = wanted.iter().sum();
        triples(&capped, &short, &wanted)
            .map(|(width, short, wanted)| width + short * lent + left_over * wanted / total)
            .collect()
    }
}

/// Columns in order, grouped so that no group needs more than `room`, and starts anew when it reaches `enough`.
fn groups(columns: &[usize], least: &dyn Fn(&usize) -> f32, room: f32, enough: f32) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut width = f32::MAX;
    for column in columns {
        let next = least(column);
        if width >= enough || width + next > room {
            groups.push(Vec::new());
            width = 0.0;
        }
        width += next;
        if let Some(group) = groups.last_mut() {
            group.push(*column);
        }
    }
    groups
}

/// Shares by weight; a column whose share is below its least gets its least, and the others share the rest.
fn in_proportion(least: &[f32], weights: &[f32], available: f32) -> Vec<f32> {
    let mut fixed = vec![false; least.len()];
    loop {
        let taken: f32 = fixed.iter().zip(least).filter(|(fixed, _)| **fixed).map(|(_, least)| least).sum();
        let weight: f32 = fixed.iter().zip(weights).filter(|(fixed, _)| !**fixed).map(|(_, weight)| weight).sum();
        let unit = if weight > 0.0 { (available - taken) / weight } else { 0.0 };
        let mut changed = false;
        for ((fixed, least), weight) in fixed.iter_mut().zip(least).zip(weights) {
            if !*fixed && weight * unit < *least {
                *fixed = true;
                changed = true;
            }
        }
        if !changed {
            let widths = fixed.iter().zip(least).zip(weights);
            return widths.map(|((fixed, least), weight)| if *fixed { *least } else { weight * unit }).collect();
        }
    }
}

fn triples<'a>(first: &'a [f32], second: &'a [f32], third: &'a [f32]) -> impl Iterator<Item = (f32, f32, f32)> + 'a {
    first.iter().zip(second).zip(third).map(|((first, second), third)| (*first, *second, *third))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::tests::house;

    const SIZES: Sizes = Sizes { style: 10.5, smallest: 9.0, padding: 3.0 };

    fn need(least: f32, natural: f32) -> Need {
        Need { least, floor: least, natural, wanted: natural, align: Align::Right, points: Points::default() }
    }

    fn frame() -> Frame {
        Frame::new(&house().profile)
    }

    #[test]
    fn a_narrow_table_fills_the_width_upright() {
        let plan = plan(&[need(4.0, 6.0), need(3.0, 3.0)], 1, SIZES, &frame());
        assert_eq!((plan.sideways, plan.size, plan.parts.len()), (false, 10.5, 1));
        let width: f32 = plan.parts[0].widths.iter().sum();
        assert!((width - frame().text_width).abs() < 0.01);
    }

    #[test]
    fn type_shrinks_to_nine_points_before_the_page_turns() {
        let columns = |count| vec![need(3.2, 4.0); count];
        let fits = plan(&columns(11), 1, SIZES, &frame());
        assert_eq!((fits.sideways, fits.size), (false, 10.5));
        let shrunk = plan(&columns(12), 1, SIZES, &frame());
        assert_eq!((shrunk.sideways, shrunk.size), (false, 9.5));
        assert!(plan(&columns(16), 1, SIZES, &frame()).sideways);
    }

    #[test]
    fn what_is_too_wide_even_sideways_is_split_and_repeats_its_labels() {
        let plan = plan(&[need(3.2, 4.0); 40], 2, SIZES, &frame());
        assert_eq!((plan.sideways, plan.size), (true, 9.0));
        let mut seen = vec![0, 1];
        for part in &plan.parts {
            assert_eq!(part.columns[..2], [0, 1]);
            seen.extend(&part.columns[2..]);
            assert!((part.widths.iter().sum::<f32>() - frame().text_height).abs() < 0.1);
            assert!(part.widths.iter().all(|width| *width >= 3.2 * 9.0 + 2.0 * SIZES.padding - 0.01));
        }
        assert_eq!(seen, (0..40).collect::<Vec<usize>>());
        assert_eq!(plan.parts.len(), 3);
    }

    #[test]
    fn a_column_lends_what_its_cells_do_not_use() {
        let code = Need { wanted: 10.0, ..need(2.0, 2.0) };
        let words = Need { wanted: 10.0, ..need(4.0, 30.0) };
        let widths = Layout { needs: &[code, words], size: 10.0, padding: 3.0, available: 300.0 }.share(&[0, 1]);
        assert!(widths[0] < 40.0 && widths[1] > 260.0, "{widths:?}");
    }

    #[test]
    fn columns_of_one_kind_are_equally_wide_while_there_is_room() {
        let number = |least| Need { wanted: 4.0, ..need(least, least + 1.0) };
        let name = Need { align: Align::Left, ..need(6.0, 8.0) };
        let plan = plan(&[name, number(3.0), number(4.5), number(3.2), need(2.0, 2.0)], 1, SIZES, &frame());
        let widths = &plan.parts[0].widths;
        assert!((widths[1] - widths[2]).abs() < 0.01 && (widths[1] - widths[3]).abs() < 0.01, "{widths:?}");
        assert!(widths[4] < widths[1]);
    }

    #[test]
    fn even_a_monstrous_column_is_squeezed_and_not_cut() {
        let plan = plan(&[need(50.0, 90.0), need(100.0, 200.0)], 1, SIZES, &frame());
        for part in &plan.parts {
            assert!((part.widths.iter().sum::<f32>() - frame().text_height).abs() < 0.1);
        }
    }
}
