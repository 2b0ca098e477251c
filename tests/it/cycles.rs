//! Every bulletin of every plan, as text: whoever changes a wording, a figure or an order sees where.
//!
//! `UPDATE_GOLDEN=1 cargo test --release --test it cycles` writes the texts anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use tongbao::compose::Composed;
use tongbao::pipeline::Setup;
use tongbao::pipeline::progress::Silent;
use tongbao::pipeline::request::RunRequest;
use tongbao::pipeline::run::documents;
use tongbao_document::{Block, Cell, Document, Inline, Table};
use tongbao_returns::domain::Cycle;
use tongbao_returns::ingest::Reader;

use crate::whole::workspace_of_the_year;

const SOURCES: &str = env!("CARGO_MANIFEST_DIR");

/// The bulletins of a sample's year.
fn composed(sample: &str, period: &str, cycle: Cycle) -> Vec<Composed> {
    let workspace = workspace_of_the_year(sample);
    let templates = Path::new(SOURCES).join("report_templates");
    let setup = Setup::open(workspace.path(), templates, Reader::in_process(), date(2026, 1, 20)).expect("a workspace");
    let request = RunRequest { period: Some(period.parse().expect("a period")), cycle: Some(cycle), ..RunRequest::default() };
    documents(&setup, &request, &Silent).expect("documents")
}

fn inlines(inlines: &[Inline]) -> String {
    let text = |inline: &Inline| match inline {
        Inline::Text(text) => text.clone(),
        Inline::Figure(figure) => format!("⟨{}⟩", figure.in_words()),
    };
    inlines.iter().map(text).collect()
}

fn table(table: &Table, out: &mut String) {
    writeln!(out, "[表 {}] {} {}", table.name, table.title, table.unit_line.as_deref().unwrap_or_default()).expect("a string");
    let headers: Vec<&str> = table.columns.iter().map(|column| column.header.as_str()).collect();
    writeln!(out, "  {}", headers.join("｜")).expect("a string");
    for row in &table.rows {
        let cells: Vec<String> = row.cells.iter().map(Cell::text).collect();
        writeln!(out, "  {}", cells.join("｜")).expect("a string");
    }
    table.notes.iter().for_each(|note| writeln!(out, "  注：{note}").expect("a string"));
}

/// A document as text.
fn told(document: &Document) -> String {
    let mut out = format!("{}\n", document.head.title.replace('\n', "|"));
    let blocks = |blocks: &[Block], out: &mut String| {
        for block in blocks {
            match block {
                Block::Heading { level, text } => writeln!(out, "{} {text}", "#".repeat(usize::from(*level))).expect("a string"),
                Block::Paragraph(words) => writeln!(out, "{}", inlines(words)).expect("a string"),
                Block::Note(text) => writeln!(out, "注：{text}").expect("a string"),
                Block::PageBreak => writeln!(out, "[另页]").expect("a string"),
                Block::Table(one) => table(one, out),
                Block::Chart(chart) => writeln!(out, "[图 {}] {}", chart.name, chart.caption).expect("a string"),
            }
        }
    };
    blocks(&document.body, &mut out);
    for attachment in &document.attachments {
        writeln!(out, "== {} {}", attachment.label, attachment.title).expect("a string");
        blocks(&attachment.blocks, &mut out);
    }
    out
}

fn golden(name: &str) -> PathBuf {
    Path::new(SOURCES).join("tests/golden/cycles").join(format!("{name}.txt"))
}

#[track_caller]
fn is_as_before(sample: &str, period: &str, cycle: Cycle) {
    let composed = composed(sample, period, cycle);
    let area = composed.iter().find(|one| one.stem.starts_with('全')).expect("the area's bulletin");
    let (told, path) = (told(&area.document), golden(&format!("{sample}-{cycle}")));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, &told).expect("written");
    }
    let before = fs::read_to_string(&path).unwrap_or_default();
    let differs = before.lines().zip(told.lines()).position(|(before, now)| before != now);
    let line = differs.unwrap_or_else(|| before.lines().count().min(told.lines().count()));
    assert!(
        before == told,
        "{} differs from line {}:\n  before: {:?}\n  now:    {:?}",
        path.display(),
        line + 1,
        before.lines().nth(line),
        told.lines().nth(line)
    );
}

#[test]
fn the_quarterly_bulletins() {
    is_as_before("jining", "2025Q4", Cycle::Quarterly);
    is_as_before("kailu", "2025Q4", Cycle::Quarterly);
}

#[test]
fn the_half_year_notices() {
    is_as_before("jining", "2025H1", Cycle::HalfYear);
    is_as_before("kailu", "2025H1", Cycle::HalfYear);
}

#[test]
fn the_year_end_assessments() {
    is_as_before("jining", "2025", Cycle::YearEnd);
    is_as_before("kailu", "2025", Cycle::YearEnd);
}

#[test]
fn the_inspection_report() {
    is_as_before("kailu", "2025", Cycle::Inspection);
}

/// Tables have the number of a task, sentences say what it is.
#[test]
fn no_sentence_bears_the_number_of_a_task() {
    let templates = Path::new(SOURCES).join("report_templates");
    for (sample, plan, cycle) in [("jining", "jining-2023", Cycle::YearEnd), ("kailu", "kailu-2024", Cycle::Inspection)] {
        let plan = tongbao_figures::plan::load(&templates, plan).expect("a sound pack");
        let mut said = 0;
        for one in composed(sample, "2025", cycle) {
            let attached = one.document.attachments.iter().flat_map(|attachment| &attachment.blocks);
            for block in one.document.body.iter().chain(attached) {
                let Block::Paragraph(words) = block else { continue };
                let sentence = inlines(words);
                said += 1;
                // A number is whole where no other digit goes on with it.
                let bears = |code: &str| {
                    let ends = |rest: &str| !rest.starts_with(|next: char| next.is_ascii_digit());
                    sentence.match_indices(code).any(|(at, _)| ends(&sentence[at + code.len()..]))
                };
                let found = plan.ledger.iter().find(|task| bears(task.code()));
                assert!(found.is_none(), "{}: {sentence}", one.stem);
            }
        }
        assert!(said > 5, "{said}");
    }
}

/// Every row of the catalogue that can be followed stands in 条款对照 with a number or a state.
#[test]
fn every_clause_of_the_plans_has_its_row() {
    for (sample, pack) in [("jining", "jining-2023"), ("kailu", "kailu-2024")] {
        let composed = composed(sample, "2025", Cycle::YearEnd);
        let area = composed.iter().find(|one| one.stem.starts_with('全')).expect("the area's bulletin");
        let table = area.document.workbook_tables.iter().find(|table| table.name == "条款对照").expect("the table");
        let told: Vec<(String, bool)> = table
            .rows
            .iter()
            .map(|row| {
                let has_number = matches!(&row.cells[6], Cell::Figure(figure) if figure.rounded().is_some());
                let has_state = !matches!(row.cells[8].text().as_str(), "" | "—" | "不评价");
                (row.cells[0].text(), has_number || has_state)
            })
            .collect();
        let path = Path::new(SOURCES).join("report_templates").join(pack).join("catalogue.csv");
        let mut catalogue = csv::Reader::from_path(path).expect("a catalogue");
        let mut followed = 0;
        for record in catalogue.records().map(|record| record.expect("a row")) {
            let (id, kind) = (record[0].split_once(':').expect("plan and row").1.to_owned(), record[5].to_owned());
            if kind == "structure" {
                continue;
            }
            followed += 1;
            let row = told.iter().find(|(number, _)| *number == id);
            assert!(row.is_some_and(|(_, is_answered)| *is_answered), "{sample} {id} ({kind}) is not answered: {row:?}");
        }
        assert!(followed > 200, "{followed}");
    }
}
