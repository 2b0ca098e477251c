//! A plan of some counties of the sample's city: the others stand in no bulletin, and owe nothing.

use std::fs;
use std::path::Path;

use jiff::civil::date;
use tempfile::TempDir;
use tongbao::compose::Composed;
use tongbao::pipeline::Setup;
use tongbao::pipeline::progress::Silent;
use tongbao::pipeline::request::RunRequest;
use tongbao::pipeline::run::documents;
use tongbao_document::{Block, Cell, Table};
use tongbao_returns::domain::Cycle;
use tongbao_returns::ingest::Reader;

use crate::whole::{copy, workspace_of_the_year};

/// Two of the eleven counties take no part: 任城区 and 兖州区.
const COUNTIES: &str = "area-word = \"全市\"\ncounties = [\"微山县\", \"鱼台县\", \"金乡县\", \"嘉祥县\", \"汶上县\", \"泗水县\", \
                        \"梁山县\", \"曲阜市\", \"邹城市\"]\n";

fn templates() -> TempDir {
    let templates = tempfile::tempdir().expect("scratch folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates"), templates.path());
    let path = templates.path().join("jining-2023/plan.toml");
    let text = fs::read_to_string(&path).expect("text");
    assert!(text.contains("area-word = \"全市\"\n"), "the area's word");
    fs::write(path, text.replacen("area-word = \"全市\"\n", COUNTIES, 1)).expect("written");
    templates
}

fn rows(composed: &Composed, name: &str) -> Vec<String> {
    let in_text = composed.document.blocks().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let table: &Table = in_text.chain(&composed.document.workbook_tables).find(|table| table.name == name).expect("the table");
    table.rows.iter().map(|row| row.cells.iter().map(Cell::text).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn who_takes_no_part_is_neither_asked_nor_counted_nor_told_of() {
    let (workspace, templates) = (workspace_of_the_year("jining"), templates());
    let setup = Setup::open(workspace.path(), templates.path().to_owned(), Reader::in_process(), date(2026, 1, 20));
    let period = "2025".parse().expect("a period");
    let request = RunRequest { period: Some(period), cycle: Some(Cycle::YearEnd), ..RunRequest::default() };
    let composed = documents(&setup.expect("a workspace"), &request, &Silent).expect("documents");
    let is_outside = |words: &String| words.contains("任城") || words.contains("兖州");
    assert!(composed.iter().any(|one| one.stem.contains("曲阜")), "who takes part has its own bulletin");
    assert!(!composed.iter().map(|one| one.stem.clone()).any(|stem| is_outside(&stem)), "nor has an alliance led from there");
    let area = composed.iter().find(|one| one.stem == "全市").expect("the city's bulletin");
    assert_eq!(rows(area, "县区排名").len(), 9);
    for table in ["县区排名", "医联体排名", "报送情况", "县区指标", "县区滞后清单", "得分排名"] {
        assert!(!rows(area, table).iter().any(is_outside), "{table}");
    }
    let says = |words: &str| area.document.blocks().any(|block| format!("{block:?}").contains(words));
    assert!(says("方案只在部分县（市、区）实施"), "the figures of the whole say what they cover");
}
