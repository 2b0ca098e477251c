//! What a page and a workbook must show of a document.
//!
//! An [`Expectation`] is written beside the bulletins (`figures.json`), so that `tongbao verify` can compare them later, when nobody
//! has the document any more.

use serde::{Deserialize, Serialize};

use tongbao_document::{Block, Cell, Chart, ChartKind, Document, Figure, Inline, Role, Table, plain};

/// How a document was laid out, as far as a reader must know to find its figures again.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Sheet of each table and chart, in reading order, then of each table of the workbook alone.
    pub sheets: Vec<String>,
    /// Columns that stand side by side, part by part, of each table in reading order; none if the document has no PDF.
    pub parts: Option<Vec<Vec<Vec<usize>>>>,
}

/// Every figure of a document, by medium.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expectation {
    /// Path of the files without extension, below the folder.
    pub stem: String,
    /// Whether there is a PDF.
    pub has_page: bool,
    /// On the page, in reading order; empty if there is no PDF.
    pub passages: Vec<Passage>,
    /// Sentences with figures, on the sheet 正文.
    pub sentences: Vec<Passage>,
    /// In the workbook.
    pub sheets: Vec<SheetExpectation>,
}

/// Words that stand together, with the figures among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// All of it, without blanks; empty if only the figures are known.
    pub text: String,
    /// The figures as printed, in order.
    pub figures: Vec<String>,
}

/// The figures of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetExpectation {
    /// Its name.
    pub name: String,
    /// Row and column from 0, and the figure as displayed.
    pub cells: Vec<(u32, u16, String)>,
}

/// The first row of data on every sheet.
const FIRST_ROW: u32 = 3;

/// Everything that must be found again.
pub fn expect(stem: &str, document: &Document, layout: &Layout) -> Expectation {
    let mut expectation = Expectation { stem: stem.to_owned(), has_page: layout.parts.is_some(), ..Expectation::default() };
    let mut sheets = layout.sheets.iter();
    let mut parts = layout.parts.iter().flatten();
    for block in document.blocks() {
        match block {
            Block::Paragraph(inlines) => {
                let passage = sentence(inlines);
                if !passage.figures.is_empty() {
                    expectation.sentences.push(passage.clone());
                    expectation.passages.push(passage);
                }
            }
            Block::Table(table) => {
                let whole = || vec![(0..table.columns.len()).collect::<Vec<usize>>()];
                let parts = parts.next().cloned().unwrap_or_else(whole);
                expectation.passages.extend(parts.iter().flat_map(|columns| rows(table, columns)));
                expectation.sheets.extend(sheets.next().map(|name| table_sheet(name, table)));
            }
            Block::Chart(chart) => {
                expectation.passages.extend(drawn(chart));
                expectation.sheets.extend(sheets.next().map(|name| chart_sheet(name, chart)));
            }
            Block::Heading { .. } | Block::Note(_) | Block::PageBreak => {}
        }
    }
    if layout.parts.is_none() {
        expectation.passages.clear();
    }
    let alone = document.workbook_tables.iter().zip(sheets);
    expectation.sheets.extend(alone.map(|(table, name)| table_sheet(name, table)));
    expectation.sheets.retain(|sheet| !sheet.cells.is_empty());
    expectation
}

impl Expectation {
    /// The same of a page that prints characters otherwise than the document has them.
    #[must_use]
    pub fn printed(mut self, as_printed: impl Fn(char) -> char) -> Self {
        for passage in &mut self.passages {
            passage.text = passage.text.chars().map(&as_printed).collect();
        }
        self
    }
}

/// Text without blanks and invisible characters: lines break anywhere.
pub(super) fn stripped(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|&character| !character.is_whitespace() && !plain::is_hidden(character))
}

fn sentence(inlines: &[Inline]) -> Passage {
    let mut passage = Passage { text: String::new(), figures: Vec::new() };
    for inline in inlines {
        match inline {
            Inline::Text(text) => passage.text.extend(stripped(text)),
            Inline::Figure(figure) => {
                passage.text.extend(stripped(&figure.in_words()));
                passage.figures.push(figure.text());
            }
        }
    }
    passage
}

/// The rows of a part of a table that hold a figure.
fn rows<'a>(table: &'a Table, columns: &'a [usize]) -> impl Iterator<Item = Passage> + 'a {
    let with_cells = table.rows.iter().filter(|row| row.role != Role::Section);
    let passages = with_cells.map(|row| {
        let mut passage = Passage { text: String::new(), figures: Vec::new() };
        for cell in columns.iter().filter_map(|column| row.cells.get(*column)) {
            let text = cell.text();
            passage.text.extend(stripped(&text));
            if let Cell::Figure(_) = cell {
                passage.figures.push(text);
            }
        }
        passage
    });
    passages.filter(|passage| !passage.figures.is_empty())
}

/// What a chart prints: every bar's label and number; of a line its last number, if there is one; of a stacked bar nothing for certain.
fn drawn(chart: &Chart) -> Vec<Passage> {
    match chart.kind {
        ChartKind::Bars => {
            let figures = chart.series.iter().flat_map(|series| &series.figures);
            let bars = chart.categories.iter().zip(figures);
            let passage = |(label, figure): (&String, &Figure)| {
                let number = figure.text();
                Passage { text: stripped(label).chain(stripped(&number)).collect(), figures: vec![number] }
            };
            bars.map(passage).collect()
        }
        ChartKind::Lines => {
            // Lines that end in a gap share one sign.
            let last = chart.series.iter().filter_map(|series| series.figures.last().filter(|figure| figure.rounded().is_some()));
            vec![Passage { text: String::new(), figures: last.map(Figure::text).collect() }]
        }
        ChartKind::Stacked => Vec::new(),
    }
}

fn table_sheet(name: &str, table: &Table) -> SheetExpectation {
    let mut cells = Vec::new();
    for (row, line) in (FIRST_ROW..).zip(&table.rows) {
        for (column, cell) in (0_u16..).zip(&line.cells) {
            if let Cell::Figure(figure) = cell {
                cells.push((row, column, figure.text()));
            }
        }
    }
    SheetExpectation { name: name.to_owned(), cells }
}

fn chart_sheet(name: &str, chart: &Chart) -> SheetExpectation {
    let mut cells = Vec::new();
    for (column, series) in (1_u16..).zip(&chart.series) {
        cells.extend((FIRST_ROW..).zip(&series.figures).map(|(row, figure)| (row, column, figure.text())));
    }
    SheetExpectation { name: name.to_owned(), cells }
}
