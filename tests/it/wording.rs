//! What a wording may call for by name: each table and chart is composed under the name by which it is called, and the handbook lists it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jiff::civil::date;
use tongbao::compose::Composed;
use tongbao::compose::named::names;
use tongbao::pipeline::progress::Silent;
use tongbao::pipeline::run::documents;
use tongbao::pipeline::{RunRequest, Setup};
use tongbao_document::Block;
use tongbao_returns::domain::{Cycle, Period, Quarter};
use tongbao_returns::ingest::Reader;

use crate::whole::{copy, workspace_of_the_year};

const SOURCES: &str = env!("CARGO_MANIFEST_DIR");

/// Of which charts of indicators are drawn here.
const INDICATOR: &str = "县域内就诊率";

/// The bulletin of the whole area at the year's end, in a wording of one's own.
fn area(wording: &str) -> Composed {
    let (workspace, templates) = (workspace_of_the_year("jining"), tempfile::tempdir().expect("scratch folder"));
    copy(&Path::new(SOURCES).join("report_templates"), templates.path());
    fs::write(templates.path().join("jining-2023/bulletins/year-end.md"), wording).expect("wording");
    let reader = Reader::in_process();
    let setup = Setup::open(workspace.path(), templates.path().to_owned(), reader, date(2026, 1, 20)).expect("a workspace");
    let request = RunRequest {
        period: Some(Period::quarter(2025, Quarter::Fourth).whole_year()),
        cycle: Some(Cycle::YearEnd),
        ..RunRequest::default()
    };
    documents(&setup, &request, &Silent)
        .expect("documents")
        .into_iter()
        .find(|one| one.stem == "全市")
        .expect("the area's bulletin")
}

#[test]
fn each_table_and_chart_is_composed_under_its_name() {
    let [tables, series, charts] = names();
    let called = |directive: &str, names: &[&str]| format!("{directive} {}\n", names.join(&format!("\n{directive} ")));
    // A chart is of the whole, or of indicators that stand behind its name.
    let of = |name: &&str| if ["县区", "趋势"].contains(name) { format!("{name} {INDICATOR}") } else { (*name).to_owned() };
    let charts_called: Vec<String> = charts.iter().map(of).collect();
    let charts_called: Vec<&str> = charts_called.iter().map(String::as_str).collect();
    let parts = [called("@table", &tables), called("@tables", &series), called("@chart", &charts_called)];
    let wording = format!("@title 通报\n{{% if scope == \"area\" %}}\n{}{{% endif %}}\n", parts.concat());
    let area = area(&wording);
    let body = &area.document.body;
    let composed: Vec<&str> =
        body.iter().filter_map(|block| if let Block::Table(table) = block { Some(table.name.as_str()) } else { None }).collect();
    assert_eq!(composed[..tables.len()], tables);
    assert!(composed.len() > tables.len(), "the scorecards");
    let drawn: Vec<&str> =
        body.iter().filter_map(|block| if let Block::Chart(chart) = block { Some(chart.name.as_str()) } else { None }).collect();
    assert_eq!(drawn.len(), charts.len(), "{drawn:?}");
    assert!(drawn.iter().zip(&charts).all(|(drawn, called)| drawn.starts_with(called)), "{drawn:?}");
}

#[test]
fn names_are_told_apart_and_stand_in_the_handbook() {
    let handbook = fs::read_to_string(Path::new(SOURCES).join("docs/zh/wording.md")).expect("the handbook");
    // Tables and charts are sheets of one workbook.
    let names: Vec<&str> = names().concat();
    let twice: Vec<&&str> =
        names.iter().enumerate().filter(|(place, name)| names[..*place].contains(name)).map(|(_, name)| name).collect();
    assert!(twice.is_empty(), "stand twice: {twice:?}");
    let listed: BTreeSet<&str> = handbook.split(|character: char| !character.is_alphanumeric()).collect();
    let missing: Vec<&&str> = names.iter().filter(|name| !listed.contains(**name)).collect();
    assert!(missing.is_empty(), "docs/zh/wording.md does not name {missing:?}");
}
