//! How wide each column is, which way the page lies, and where a table is split by columns.
//!
//! In: what the cells need. Out: a [`Plan`]. A table is first tried upright, from the style's size down to 9 points; then
//! sideways, likewise; then it is split by columns, with the label columns repeated. Nothing gets smaller than that.

use crate::render::pdf::frame::Frame;

/// Blank left and right of a cell's text.
pub(super) const PADDING: f32 = 3.0;

/// The smallest type of a table: 小五.
const SMALLEST: f32 = 9.0;

/// What a column needs, in ems of the table's type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Need {
    /// Narrower than this it is not set, unless it stands alone on a page.
    pub(super) least: f32,
    /// With this every cell stands on one line.
    pub(super) natural: f32,
    /// What the document asks for.
    pub(super) wanted: f32,
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
pub(super) fn plan(needs: &[Need], label_columns: usize, size: f32, frame: &Frame) -> Plan {
    let mut sizes = vec![size];
    while sizes.last().is_some_and(|last| *last > SMALLEST) {
        sizes.push((sizes.last().copied().unwrap_or(size) - 0.5).max(SMALLEST));
    }
    for sideways in [false, true] {
        let available = frame.width(sideways);
        for &size in &sizes {
            let least: f32 = needs.iter().map(|need| points(need.least, size)).sum();
            if least <= available {
                let part = Part { columns: (0..needs.len()).collect(), widths: share(needs, size, available) };
                return Plan { sideways, size, parts: vec![part] };
            }
        }
    }
    let smallest = sizes.last().copied().unwrap_or(size);
    Plan { sideways: true, size: smallest, parts: split(needs, label_columns, smallest, frame.width(true)) }
}

/// Parts of like width, each with the label columns in front.
fn split(needs: &[Need], label_columns: usize, size: f32, available: f32) -> Vec<Part> {
    let labels = label_columns.min(needs.len().saturating_sub(1));
    let least = |column: &usize| needs.get(*column).map_or(0.0, |need| points(need.least, size));
    let room = available - (0..labels).map(|column| least(&column)).sum::<f32>().min(available * 0.4);
    let rest: Vec<usize> = (labels..needs.len()).collect();
    let count = groups(&rest, &least, room, f32::MAX).len();
    let total: f32 = rest.iter().map(|column| least(column).min(room)).sum();
    let even = total / u16::try_from(count.max(1)).map_or(1.0, f32::from);
    groups(&rest, &least, room, even)
        .into_iter()
        .map(|group| {
            let columns: Vec<usize> = (0..labels).chain(group).collect();
            let chosen: Vec<Need> = columns.iter().filter_map(|column| needs.get(*column)).copied().collect();
            Part { widths: share(&chosen, size, available), columns }
        })
        .collect()
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

fn points(ems: f32, size: f32) -> f32 {
    ems * size + 2.0 * PADDING
}

/// Widths that add up to `available`: in proportion to what is wanted, but at least what is needed; what a column has beyond its
/// longest cell goes to those that would have to break theirs.
fn share(needs: &[Need], size: f32, available: f32) -> Vec<f32> {
    let least: Vec<f32> = needs.iter().map(|need| points(need.least, size)).collect();
    let natural: Vec<f32> = needs.iter().map(|need| points(need.natural, size)).collect();
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
    triples(&capped, &short, &wanted).map(|(width, short, wanted)| width + short * lent + left_over * wanted / total).collect()
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
    use crate::render::fonts::tests::house;

    fn need(least: f32, natural: f32) -> Need {
        Need { least, natural, wanted: natural }
    }

    fn frame() -> Frame {
        Frame::new(&house().profile)
    }

    #[test]
    fn a_narrow_table_fills_the_width_upright() {
        let plan = plan(&[need(4.0, 6.0), need(3.0, 3.0)], 1, 10.5, &frame());
        assert_eq!((plan.sideways, plan.size, plan.parts.len()), (false, 10.5, 1));
        let width: f32 = plan.parts[0].widths.iter().sum();
        assert!((width - frame().text_width).abs() < 0.01);
    }

    #[test]
    fn type_shrinks_to_nine_points_before_the_page_turns() {
        let columns = |count| vec![need(3.2, 4.0); count];
        let fits = plan(&columns(11), 1, 10.5, &frame());
        assert_eq!((fits.sideways, fits.size), (false, 10.5));
        let shrunk = plan(&columns(12), 1, 10.5, &frame());
        assert_eq!((shrunk.sideways, shrunk.size), (false, 9.5));
        assert!(plan(&columns(16), 1, 10.5, &frame()).sideways);
    }

    #[test]
    fn what_is_too_wide_even_sideways_is_split_and_repeats_its_labels() {
        let plan = plan(&[need(3.2, 4.0); 40], 2, 10.5, &frame());
        assert_eq!((plan.sideways, plan.size), (true, 9.0));
        let mut seen = vec![0, 1];
        for part in &plan.parts {
            assert_eq!(part.columns[..2], [0, 1]);
            seen.extend(&part.columns[2..]);
            assert!((part.widths.iter().sum::<f32>() - frame().text_height).abs() < 0.1);
            assert!(part.widths.iter().all(|width| *width >= 3.2 * 9.0 + 2.0 * PADDING - 0.01));
        }
        assert_eq!(seen, (0..40).collect::<Vec<usize>>());
        assert_eq!(plan.parts.len(), 3);
    }

    #[test]
    fn a_column_lends_what_its_cells_do_not_use() {
        let code = Need { least: 2.0, natural: 2.0, wanted: 10.0 };
        let words = Need { least: 4.0, natural: 30.0, wanted: 10.0 };
        let widths = share(&[code, words], 10.0, 300.0);
        assert!(widths[0] < 40.0 && widths[1] > 260.0, "{widths:?}");
    }

    #[test]
    fn even_a_monstrous_column_is_squeezed_and_not_cut() {
        let plan = plan(&[need(50.0, 90.0), need(100.0, 200.0)], 1, 10.5, &frame());
        for part in &plan.parts {
            assert!((part.widths.iter().sum::<f32>() - frame().text_height).abs() < 0.1);
        }
    }
}
