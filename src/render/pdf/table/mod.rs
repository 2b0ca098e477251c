//! Tables: title, unit line, repeated header, rows, notes.
//!
//! In: a table of the document. Out: items for upright or sideways pages. A row is divided only when it is taller than a page;
//! a table without rows says 无.

mod cells;
mod columns;
mod grid;

use crate::document::Align;
use crate::document::Role;
use crate::document::Table;
use crate::render::FontRole;
use crate::render::House;
use crate::render::RenderError;
use crate::render::pdf::flow;
use crate::render::pdf::flow::Head;
use crate::render::pdf::flow::Item;
use crate::render::pdf::flow::Section;
use crate::render::pdf::frame;
use crate::render::pdf::frame::Frame;
use crate::render::pdf::prose::Prose;
use crate::render::pdf::table::cells::CellText;
use crate::render::pdf::table::cells::RowText;
use crate::render::pdf::table::columns::Part;
use crate::render::pdf::table::columns::Plan;
use crate::render::pdf::table::grid::Grid;
use crate::render::pdf::text::Text;

/// A table that knows its layout.
#[derive(Debug)]
pub(super) struct Prepared<'a> {
    table: &'a Table,
    header: Vec<CellText>,
    rows: Vec<RowText>,
    plan: Plan,
}

/// Looks up the cells and plans the columns.
pub(super) fn prepare<'a>(table: &'a Table, house: &House, frame: &Frame) -> Result<Prepared<'a>, RenderError> {
    let header = cells::header(&house.faces, table)?;
    let rows = cells::rows(&house.faces, table)?;
    let needs = cells::needs(table, &header, &rows);
    let plan = columns::plan(&needs, table.label_columns, house.theme.types.table_body.size, frame);
    Ok(Prepared { table, header, rows, plan })
}

impl Prepared<'_> {
    /// Whether the table stands on sideways pages.
    pub(super) fn is_sideways(&self) -> bool {
        self.plan.sideways
    }

    /// The columns that stand side by side, part by part.
    pub(super) fn columns(&self) -> Vec<Vec<usize>> {
        self.plan.parts.iter().map(|part| part.columns.clone()).collect()
    }

    /// Appends the table to a section of its orientation.
    pub(super) fn append_to(&self, section: &mut Section, prose: &Prose<'_>) -> Result<(), RenderError> {
        for (index, part) in self.plan.parts.iter().enumerate() {
            let suffix = if index == 0 { String::new() } else { format!("（续{index}）") };
            section.items.extend(self.headline(&suffix, prose)?);
            let first = section.items.len();
            self.append_part(part, section, prose)?;
            let notes = if index + 1 == self.plan.parts.len() { self.notes(prose)? } else { Vec::new() };
            if let (Some(last), false) = (section.items.get_mut(first..).and_then(<[Item]>::last_mut), notes.is_empty()) {
                last.keep = true;
            }
            section.items.extend(notes);
        }
        Ok(())
    }

    /// Title and unit line; they keep with the first row.
    fn headline(&self, suffix: &str, prose: &Prose<'_>) -> Result<Vec<Item>, RenderError> {
        let theme = &prose.house.theme;
        let mut items = Vec::new();
        let setting = frame::plain(theme.types.table_title.size);
        let pitch = setting.size * 1.5;
        let title = Text::shape(&prose.house.faces, FontRole::Hei, &format!("{}{suffix}", self.table.title))?;
        for line in title.lines(setting, prose.width, prose.width) {
            let x = (prose.width - line.width) / 2.0;
            let marks = title.place(line, setting, x, frame::baseline(pitch, setting.size), None);
            items.push(Item { height: pitch, marks, keep: true, ..Item::default() });
        }
        if !self.table.unit_line.is_empty() {
            let setting = frame::plain(theme.types.note.size);
            let unit = Text::shape(&prose.house.faces, FontRole::Fangsong, &self.table.unit_line)?;
            for line in unit.lines(setting, prose.width, prose.width) {
                let x = prose.width - line.width;
                let marks = unit.place(line, setting, x, frame::baseline(theme.table.line, setting.size), None);
                items.push(Item { height: theme.table.line + 2.0, marks, keep: true, ..Item::default() });
            }
        }
        if let Some(first) = items.first_mut() {
            first.above = prose.frame.pitch / 3.0;
        }
        Ok(items)
    }

    fn append_part(&self, part: &Part, section: &mut Section, prose: &Prose<'_>) -> Result<(), RenderError> {
        let theme = &prose.house.theme;
        let page = prose.frame.height(self.plan.sideways);
        let mut grid = Grid {
            widths: &part.widths,
            setting: frame::plain(self.plan.size),
            pitch: theme.table.line * self.plan.size / theme.types.table_body.size,
            colours: &theme.colours,
            tallest: page,
        };
        let mut header = grid.header(&part.columns.iter().filter_map(|column| self.header.get(*column)).collect::<Vec<_>>());
        flow::keep_together(&mut header);
        let height: f32 = header.iter().map(|item| item.height).sum();
        // A header that fills half a page is printed once: repeated, it would leave no room for rows.
        let head = if let ([only], true) = (header.as_slice(), height < page / 2.0) {
            section.heads.push(Head { height, marks: only.marks.clone() });
            grid.tallest = page - height;
            Some(section.heads.len() - 1)
        } else {
            None
        };
        section.items.append(&mut header);
        if self.rows.is_empty() {
            let text = Text::shape(&prose.house.faces, FontRole::Fangsong, "无")?;
            let none = CellText { text, light: None, align: Align::Center, indent: 0.0 };
            section.items.extend(grid.spanning(Some(&none), None));
        }
        for (position, row) in self.rows.iter().enumerate() {
            let is_section = row.role == Role::Section;
            let shown = if is_section { [0].as_slice() } else { part.columns.as_slice() };
            let cells: Vec<&CellText> = shown.iter().filter_map(|column| row.cells.get(*column)).collect();
            section.items.extend(grid.row(row.role, &cells).into_iter().map(|item| Item {
                head,
                // Neither the name of a group of rows nor the first row stands alone at the foot of a page, nor the last at the head.
                keep: is_section || position < 2 || position + 2 == self.rows.len(),
                ..item
            }));
        }
        Ok(())
    }

    fn notes(&self, prose: &Prose<'_>) -> Result<Vec<Item>, RenderError> {
        let mut items = Vec::new();
        for note in &self.table.notes {
            items.extend(prose.note(note)?);
        }
        if let Some(first) = items.first_mut() {
            first.above = 2.0;
        }
        Ok(items)
    }
}
