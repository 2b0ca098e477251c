//! Rows of cells as items: fills, rules, text.

use std::ops::Range;

use super::points;
use super::points::Points;
use crate::pdf::flow::Item;
use crate::pdf::frame;
use crate::pdf::mark::{Fill, Mark, Rule};
use crate::pdf::setting::Setting;
use crate::pdf::table::cells::CellText;
use crate::pdf::table::header;
use crate::pdf::text::Line;
use crate::theme::{Colour, Colours, TableStyle};
use tongbao_document::{Align, Light, Role, count};

/// Draws rows of one part of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid<'a> {
    pub(super) widths: &'a [f32],
    /// Where the decimal points of each column stand, in ems.
    pub(super) points: &'a [Points],
    /// Type of an ordinary cell, in points.
    pub(super) size: f32,
    /// From line to line of an ordinary cell.
    pub(super) pitch: f32,
    pub(super) style: &'a TableStyle,
    pub(super) colours: &'a Colours,
    /// The tallest row that fits below a repeated head.
    pub(super) tallest: f32,
}

/// A cell broken into lines at its place in the row.
struct Placed<'a> {
    cell: &'a CellText,
    x: f32,
    width: f32,
    points: Points,
    lines: Vec<Line>,
}

impl Grid<'_> {
    /// The header, with the rule above it; its lines are of like length.
    pub(super) fn header(&self, cells: &[&CellText]) -> Vec<Item> {
        let mut placed = self.placed(cells);
        for cell in &mut placed {
            cell.lines = header::lines(&cell.cell.text, self.setting(cell.cell), cell.width - 2.0 * self.style.padding);
        }
        let mut items = self.divided(&placed, Some(self.colours.header_fill));
        if let Some(first) = items.first_mut() {
            first.marks.push(self.level(0.0, self.style.outer_rule));
        }
        items
    }

    /// The thick rule below the last row.
    pub(super) fn close(&self, items: &mut [Item]) {
        if let Some(last) = items.last_mut() {
            last.marks.push(self.level(last.height, self.style.outer_rule));
        }
    }

    /// A row; one that is taller than a page is divided between lines.
    pub(super) fn row(&self, role: Role, cells: &[&CellText]) -> Vec<Item> {
        match role {
            Role::Section => self.spanning(cells.first().copied(), Some(self.colours.total_fill)),
            Role::Total => self.divided(&self.placed(cells), Some(self.colours.total_fill)),
            Role::Body => self.divided(&self.placed(cells), None),
        }
    }

    /// One cell across the table.
    pub(super) fn spanning(&self, cell: Option<&CellText>, fill: Option<Colour>) -> Vec<Item> {
        let width = self.widths.iter().sum();
        let placed: Vec<Placed<'_>> = cell.into_iter().map(|cell| self.broken(cell, 0.0, width, Points::default())).collect();
        self.divided(&placed, fill)
    }

    fn placed<'a>(&self, cells: &[&'a CellText]) -> Vec<Placed<'a>> {
        let mut x = 0.0;
        let mut placed = Vec::with_capacity(cells.len());
        for ((cell, width), points) in cells.iter().zip(self.widths).zip(self.points) {
            placed.push(self.broken(cell, x, *width, *points));
            x += width;
        }
        placed
    }

    fn broken<'a>(&self, cell: &'a CellText, x: f32, width: f32, points: Points) -> Placed<'a> {
        let room = width - 2.0 * self.style.padding - cell.indent * self.size;
        Placed { cell, x, width, points, lines: cell.text.lines(self.setting(cell), room, room) }
    }

    fn setting(&self, cell: &CellText) -> Setting {
        frame::plain(cell.size(self.size))
    }

    /// From line to line of a cell, in proportion to its type.
    fn pitch(&self, cell: &CellText) -> f32 {
        self.pitch * cell.scale
    }

    fn divided(&self, cells: &[Placed<'_>], fill: Option<Colour>) -> Vec<Item> {
        let count = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0).max(1);
        let tall = cells.iter().map(|cell| lines_height(cell.lines.len(), self.pitch(cell.cell))).fold(self.pitch, f32::max);
        let height = tall + 2.0 * self.style.gap;
        if height <= self.tallest {
            let mut whole = self.slice(cells, 0..count, height, fill);
            whole.marks.push(self.level(height, self.style.rule));
            return vec![whole];
        }
        // Line by line, so that pages are filled; the rule comes where the row ends.
        let pitch = cells.iter().map(|cell| self.pitch(cell.cell)).fold(self.pitch, f32::max);
        let mut slices: Vec<Item> = (0..count).map(|line| self.slice(cells, line..line + 1, pitch, fill)).collect();
        if let Some(last) = slices.last_mut() {
            last.marks.push(self.level(pitch, self.style.rule));
        }
        slices
    }

    /// Some lines of every cell, in the middle of `height`, with the upright rules.
    fn slice(&self, cells: &[Placed<'_>], range: Range<usize>, height: f32, fill: Option<Colour>) -> Item {
        let mut marks = Vec::new();
        for cell in cells {
            // The colour repeats the word, so it stands where the word stands.
            let light = cell.cell.light.filter(|_| range.start < cell.lines.len());
            let colour = light.map(|light| self.light(light)).or(fill);
            if let Some(colour) = colour {
                marks.push(Mark::Fill(Fill { x: cell.x, y: 0.0, width: cell.width, height, colour }));
            }
        }
        marks.push(self.upright(0.0, height, self.style.outer_rule));
        let words = spoken(cells, &range);
        let has_words = !words.is_empty();
        marks.extend(has_words.then_some(Mark::Row(words)));
        for (index, cell) in cells.iter().enumerate() {
            let thickness = if index + 1 == cells.len() { self.style.outer_rule } else { self.style.rule };
            marks.push(self.upright(cell.x + cell.width, height, thickness));
            let lines = cell.lines.iter().skip(range.start).take(range.len());
            let (setting, pitch) = (self.setting(cell.cell), self.pitch(cell.cell));
            let mut y = (height - lines_height(lines.len(), pitch)) / 2.0;
            for line in lines {
                let baseline = y + frame::baseline(pitch, setting.size);
                marks.extend(cell.cell.text.place(*line, setting, self.line_x(cell, *line), baseline, None));
                y += pitch;
            }
        }
        marks.extend(has_words.then_some(Mark::RowEnd));
        Item { height, marks, ..Item::default() }
    }

    fn line_x(&self, placed: &Placed<'_>, line: Line) -> f32 {
        let left = placed.x + self.style.padding + placed.cell.indent * self.size;
        let room = placed.x + placed.width - self.style.padding - left - line.width;
        let shift = match placed.cell.align {
            Align::Left => 0.0,
            Align::Center => room / 2.0,
            Align::Right => self.point_shift(placed, line, room),
        };
        left + shift
    }

    /// Numbers stand with their points under each other, as a block in the middle of the column; words end where the whole
    /// numbers end, or as far to the right as they need.
    fn point_shift(&self, placed: &Placed<'_>, line: Line, room: f32) -> f32 {
        if placed.points == Points::default() {
            return room;
        }
        let (before, after) = (placed.points.before * self.size, placed.points.after * self.size);
        let spare = (room + line.width - before - after).max(0.0) / 2.0;
        let number = points::parts(placed.cell, self.size).filter(|_| placed.lines.len() == 1);
        let ends_before = number.map_or(line.width, |(before, _)| before);
        (spare + before - ends_before).clamp(0.0, room.max(0.0))
    }

    fn light(&self, light: Light) -> Colour {
        match light {
            Light::Green => self.colours.green,
            Light::Yellow => self.colours.yellow,
            Light::Red => self.colours.red,
        }
    }

    fn level(&self, y: f32, thickness: f32) -> Mark {
        let width = self.widths.iter().sum();
        Mark::Rule(Rule { from: (0.0, y), to: (width, y), thickness, colour: self.colours.rule, dashed: false })
    }

    fn upright(&self, x: f32, height: f32, thickness: f32) -> Mark {
        Mark::Rule(Rule { from: (x, 0.0), to: (x, height), thickness, colour: self.colours.rule, dashed: false })
    }
}

/// Some lines of a row as its reader hears them: cell behind cell, two blanks between, so that a row stays on one line.
fn spoken(cells: &[Placed<'_>], range: &Range<usize>) -> String {
    let words = cells.iter().map(|cell| {
        let lines = cell.lines.iter().skip(range.start).take(range.len());
        lines.flat_map(|line| cell.cell.text.words(*line)).collect::<String>()
    });
    words.filter(|words| !words.is_empty()).collect::<Vec<String>>().join("  ")
}

fn lines_height(lines: usize, pitch: f32) -> f32 {
    count::to_f32(lines) * pitch
}
