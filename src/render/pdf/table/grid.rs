//! Rows of cells as items: fills, rules, text.

use std::ops::Range;

use crate::document::Align;
use crate::document::Light;
use crate::document::Role;
use crate::render::pdf::flow::Item;
use crate::render::pdf::frame;
use crate::render::pdf::mark::Fill;
use crate::render::pdf::mark::Mark;
use crate::render::pdf::mark::Rule;
use crate::render::pdf::table::cells::CellText;
use crate::render::pdf::table::columns::PADDING;
use crate::render::pdf::text::Line;
use crate::render::pdf::text::Setting;
use crate::render::pdf::text::Text;
use crate::render::theme::Colour;
use crate::render::theme::Colours;

const THICKNESS: f32 = 0.5;

/// Blank above and below a row's text.
const ABOVE: f32 = 2.0;

/// Draws rows of one part of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid<'a> {
    pub(super) widths: &'a [f32],
    pub(super) setting: Setting,
    /// From line to line in a cell.
    pub(super) pitch: f32,
    pub(super) colours: &'a Colours,
    /// The tallest row that fits below a repeated head.
    pub(super) tallest: f32,
}

/// A cell broken into lines at its place in the row.
struct Placed<'a> {
    cell: &'a CellText,
    x: f32,
    width: f32,
    lines: Vec<Line>,
}

impl Grid<'_> {
    /// The header, with the rule above it; its lines are of like length.
    pub(super) fn header(&self, cells: &[&CellText]) -> Vec<Item> {
        let mut placed = self.placed(cells);
        for cell in &mut placed {
            cell.lines = self.balanced(&cell.cell.text, cell.width - 2.0 * PADDING);
        }
        let mut items = self.divided(&placed, Some(self.colours.header_fill));
        if let Some(first) = items.first_mut() {
            first.marks.push(self.level(0.0));
        }
        items
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
        let placed: Vec<Placed<'_>> = cell.into_iter().map(|cell| self.broken(cell, 0.0, width)).collect();
        self.divided(&placed, fill)
    }

    fn placed<'a>(&self, cells: &[&'a CellText]) -> Vec<Placed<'a>> {
        let mut x = 0.0;
        let mut placed = Vec::with_capacity(cells.len());
        for (cell, width) in cells.iter().zip(self.widths) {
            placed.push(self.broken(cell, x, *width));
            x += width;
        }
        placed
    }

    fn broken<'a>(&self, cell: &'a CellText, x: f32, width: f32) -> Placed<'a> {
        let room = width - 2.0 * PADDING - cell.indent * self.setting.size;
        Placed { cell, x, width, lines: cell.text.lines(self.setting, room, room) }
    }

    /// No more lines than the room needs, each as short as that allows: 门急诊 over 人次, not 门急诊人 over 次.
    fn balanced(&self, text: &Text, room: f32) -> Vec<Line> {
        let widest = text.lines(self.setting, room, room);
        let step = self.setting.size / 2.0;
        let mut narrower = step;
        while narrower < room {
            let lines = text.lines(self.setting, narrower, narrower);
            if lines.len() <= widest.len() && lines.iter().all(|line| line.width <= room) {
                return lines;
            }
            narrower += step;
        }
        widest
    }

    fn divided(&self, cells: &[Placed<'_>], fill: Option<Colour>) -> Vec<Item> {
        let count = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0).max(1);
        let height = self.height(count);
        if height <= self.tallest {
            let mut whole = self.slice(cells, 0..count, height, fill);
            whole.marks.push(self.level(height));
            return vec![whole];
        }
        // Line by line, so that pages are filled; the rule comes where the row ends.
        let mut slices: Vec<Item> = (0..count).map(|line| self.slice(cells, line..line + 1, self.pitch, fill)).collect();
        if let Some(last) = slices.last_mut() {
            last.marks.push(self.level(self.pitch));
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
        marks.push(self.upright(0.0, height));
        for cell in cells {
            marks.push(self.upright(cell.x + cell.width, height));
            let lines = cell.lines.iter().skip(range.start).take(range.len());
            let mut y = (height - lines_height(lines.len(), self.pitch)) / 2.0;
            for line in lines {
                let baseline = y + frame::baseline(self.pitch, self.setting.size);
                marks.extend(cell.cell.text.place(*line, self.setting, cell.line_x(*line, self.setting), baseline, None));
                y += self.pitch;
            }
        }
        Item { height, marks, ..Item::default() }
    }

    fn height(&self, lines: usize) -> f32 {
        lines_height(lines, self.pitch) + 2.0 * ABOVE
    }

    fn light(&self, light: Light) -> Colour {
        match light {
            Light::Green => self.colours.green,
            Light::Yellow => self.colours.yellow,
            Light::Red => self.colours.red,
        }
    }

    fn level(&self, y: f32) -> Mark {
        let width = self.widths.iter().sum();
        Mark::Rule(Rule { from: (0.0, y), to: (width, y), thickness: THICKNESS, colour: self.colours.rule, dashed: false })
    }

    fn upright(&self, x: f32, height: f32) -> Mark {
        Mark::Rule(Rule { from: (x, 0.0), to: (x, height), thickness: THICKNESS, colour: self.colours.rule, dashed: false })
    }
}

impl Placed<'_> {
    fn line_x(&self, line: Line, setting: Setting) -> f32 {
        let indent = self.cell.indent * setting.size;
        let room = self.width - 2.0 * PADDING - indent - line.width;
        let shift = match self.cell.align {
            Align::Left => 0.0,
            Align::Center => room / 2.0,
            Align::Right => room,
        };
        self.x + PADDING + indent + shift
    }
}

fn lines_height(lines: usize, pitch: f32) -> f32 {
    u16::try_from(lines).map_or(0.0, f32::from) * pitch
}
