//! Every figure of a document, wherever it stands.

use super::block::{Block, Inline};
use super::bulletin::Document;
use super::figure::Figure;
use super::table::{Cell, Table};

impl Document {
    /// The figures of its pages: sentences, tables, charts, in reading order.
    pub fn printed_figures(&self) -> impl Iterator<Item = &Figure> {
        self.blocks().flat_map(of_block)
    }

    /// The figures of its workbook alone.
    pub fn workings(&self) -> impl Iterator<Item = &Figure> {
        self.workbook_tables.iter().flat_map(of_table)
    }

    /// Lets somebody change every table, chart and sentence.
    pub fn blocks_mut(&mut self) -> impl Iterator<Item = &mut Block> {
        self.body.iter_mut().chain(self.attachments.iter_mut().flat_map(|attachment| attachment.blocks.iter_mut()))
    }
}

impl Table {
    /// Its figures, to be changed.
    pub fn figures_mut(&mut self) -> impl Iterator<Item = &mut Figure> {
        let cells = self.rows.iter_mut().flat_map(|row| row.cells.iter_mut());
        cells.filter_map(|cell| if let Cell::Figure(figure) = cell { Some(figure) } else { None })
    }
}

fn of_block(block: &Block) -> Vec<&Figure> {
    match block {
        Block::Paragraph(inlines) => {
            inlines.iter().filter_map(|inline| if let Inline::Figure(figure) = inline { Some(figure) } else { None }).collect()
        }
        Block::Table(table) => of_table(table).collect(),
        Block::Chart(chart) => chart.series.iter().flat_map(|series| &series.figures).chain(&chart.target).collect(),
        Block::Heading { .. } | Block::Note(_) | Block::PageBreak => Vec::new(),
    }
}

fn of_table(table: &Table) -> impl Iterator<Item = &Figure> {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    cells.filter_map(|cell| if let Cell::Figure(figure) = cell { Some(figure) } else { None })
}
