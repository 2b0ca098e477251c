//! Tables: title, unit line, repeated header, rows, notes.
//!
//! In: a table of the document. Out: items for upright or sideways pages. A row is divided only when it is taller than a page;
//! a table without rows says 无.

mod balance;
mod captions;
mod cells;
mod columns;
mod decimal;
mod grid;
pub(super) mod header;
mod needs;
mod points;
#[cfg(test)]
mod tests;

use crate::pdf::flow;
use crate::pdf::flow::{Head, Item, Section};
use crate::pdf::frame::Frame;
use crate::pdf::prose::Prose;
use crate::pdf::table::balance::Balance;
use crate::pdf::table::cells::{CellText, RowText};
use crate::pdf::table::columns::{Part, Plan, Sizes};
use crate::pdf::table::grid::Grid;
use crate::{House, RenderError, Theme};
use points::Points;
use tongbao_document::{Align, Role, Table};

/// A table that takes less than this part of a page is not torn.
const SHORT: f32 = 0.2;

/// A table that knows its layout.
#[derive(Debug)]
pub(super) struct Prepared<'a> {
    table: &'a Table,
    header: Vec<CellText>,
    rows: Vec<RowText>,
    /// Where the decimal points of each column stand.
    points: Vec<Points>,
    plan: Plan,
    /// Whether its title stands above it; not where the attachment just said the same.
    pub(super) has_title: bool,
}

/// Looks up the cells and plans the columns.
pub(super) fn prepare<'a>(table: &'a Table, house: &House, frame: &Frame) -> Result<Prepared<'a>, RenderError> {
    let header = cells::header(house, table)?;
    let rows = cells::rows(house, table)?;
    let needs = needs::needs(table, &header, &rows);
    let sizes = sizes(&house.theme);
    let mut plan = columns::plan(&needs, table.label_columns, sizes, frame);
    // Label columns are as wide in each part of a table that is split.
    if let [only] = plan.parts.as_mut_slice() {
        let balance = Balance { needs: &needs, rows: &rows, size: plan.size, padding: sizes.padding };
        only.widths = balance.of(&only.widths);
    }
    let points = needs.iter().map(|need| need.points).collect();
    Ok(Prepared { table, header, rows, points, plan, has_title: true })
}

/// Body, header and totals shrink together until one of them is as small as the style allows.
fn sizes(theme: &Theme) -> Sizes {
    let types = &theme.types;
    let style = types.table_body.size;
    let finest = style.min(types.table_header.size).min(types.table_total.size);
    Sizes { style, smallest: (theme.table.smallest * style / finest).min(style), padding: theme.table.padding }
}

impl Prepared<'_> {
    /// The title as the document has it.
    pub(super) fn title(&self) -> &str {
        &self.table.title
    }

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
            if self.has_title || index > 0 {
                section.items.extend(captions::title(self.table, &suffix, prose)?);
            }
            section.items.extend(captions::unit_line(self.table, prose)?);
            let first = section.items.len();
            self.append_part(part, section, prose)?;
            let notes = if index + 1 == self.plan.parts.len() { captions::below(self.table, prose)? } else { Vec::new() };
            if let (Some(last), false) = (section.items.get_mut(first..).and_then(<[Item]>::last_mut), notes.is_empty()) {
                last.keep = true;
            }
            section.items.extend(notes);
        }
        Ok(())
    }

    fn append_part(&self, part: &Part, section: &mut Section, prose: &Prose<'_>) -> Result<(), RenderError> {
        let theme = &prose.house.theme;
        let page = prose.frame.height(self.plan.sideways);
        let points: Vec<Points> = part.columns.iter().filter_map(|column| self.points.get(*column)).copied().collect();
        let mut grid = Grid {
            widths: &part.widths,
            points: &points,
            size: self.plan.size,
            pitch: theme.table.line * self.plan.size / theme.types.table_body.size,
            style: &theme.table,
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
        let mut body = Vec::new();
        if self.rows.is_empty() {
            let none = CellText::new(prose.house, theme.types.table_body, Align::Center, "无")?;
            body.extend(grid.spanning(Some(&none), None));
        }
        for (position, row) in self.rows.iter().enumerate() {
            let is_section = row.role == Role::Section;
            let shown = if is_section { [0].as_slice() } else { part.columns.as_slice() };
            let cells: Vec<&CellText> = shown.iter().filter_map(|column| row.cells.get(*column)).collect();
            let keep = is_section || self.opens(position) || position + 2 == self.rows.len();
            body.extend(grid.row(row.role, &cells).into_iter().map(|item| Item { keep, head, ..item }));
        }
        grid.close(&mut body);
        if height + body.iter().map(|item| item.height).sum::<f32>() < page * SHORT {
            let lines = body.len().saturating_sub(1);
            flow::keep_together(body.get_mut(..lines).unwrap_or_default());
        }
        section.items.append(&mut body);
        Ok(())
    }

    /// The first row of the table or of a group of rows does not stand alone at the foot of a page, nor does the last one of the
    /// table at the head of one.
    fn opens(&self, position: usize) -> bool {
        let before = position.checked_sub(1).and_then(|before| self.rows.get(before));
        let next_opens = self.rows.get(position + 1).is_some_and(|next| next.role == Role::Section);
        before.is_none_or(|before| before.role == Role::Section) && !next_opens
    }
}
