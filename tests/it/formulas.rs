//! Figures that follow from others are live formulas of the workbook and give what is printed.

use std::path::Path;

use jiff::civil::date;
use tongbao::compose::Composed;
use tongbao::pipeline::Setup;
use tongbao::pipeline::progress::Silent;
use tongbao::pipeline::request::RunRequest;
use tongbao::pipeline::run::documents;
use tongbao_document::{Block, Cell, Document, Figure};
use tongbao_render::xlsx::unexplained;
use tongbao_returns::domain::{Period, Quarter};
use tongbao_returns::ingest::Reader;

use crate::whole::workspace;

/// The bulletins of a sample for the third quarter, not rendered.
fn of_sample(name: &str) -> Vec<Composed> {
    let folder = workspace(name);
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
    let setup = Setup::open(folder.path(), templates, Reader::in_process(), date(2025, 10, 20)).expect("the sample");
    let request = RunRequest { period: Some(Period::quarter(2025, Quarter::Third)), ..RunRequest::default() };
    documents(&setup, &request, &Silent).expect("documents")
}

/// The figures of all tables.
fn figures(document: &Document) -> Vec<&Figure> {
    let in_text = document.blocks().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let cells = in_text.chain(&document.workbook_tables).flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    cells.filter_map(|cell| if let Cell::Figure(figure) = cell { Some(figure) } else { None }).collect()
}

#[track_caller]
fn all_are_live(sample: &str, formulas: usize) {
    let mut with_formula = 0;
    for Composed { stem, document, .. } in of_sample(sample) {
        let figures = figures(&document);
        with_formula += figures.iter().filter(|figure| figure.formula.is_some()).count();
        let refused = unexplained(&document);
        assert!(refused.is_empty(), "{sample} {stem}: {refused:?}");
    }
    assert!(with_formula >= formulas, "{sample}: {with_formula} formulas");
}

#[test]
fn every_figure_that_follows_from_others_is_a_live_formula() {
    all_are_live("jining", 11_000);
    all_are_live("kailu", 700);
}
