//! Sentences and cells as a reader takes them: a number ends where it ends, a bulletin that nobody has issued is not spoken of, a quarter
//! that too few stand behind says so.

use std::fs;
use std::path::Path;

use jiff::civil::date;
use tongbao::compose::Composed;
use tongbao::pipeline::progress::Silent;
use tongbao::pipeline::run::documents;
use tongbao::pipeline::{RunRequest, Setup};
use tongbao_document::{Block, Cell, Document, Inline, Table};
use tongbao_returns::domain::{Cycle, Period};
use tongbao_returns::ingest::Reader;

use crate::whole::{copy, workspace_of_the_year};

const SOURCES: &str = env!("CARGO_MANIFEST_DIR");

/// The area's bulletin of a sample, after a change of its folder and of the packs.
fn area(sample: &str, period: &str, change: impl Fn(&Path, &Path)) -> Document {
    let (workspace, templates) = (workspace_of_the_year(sample), tempfile::tempdir().expect("scratch folder"));
    copy(&Path::new(SOURCES).join("report_templates"), templates.path());
    change(workspace.path(), templates.path());
    let reader = Reader::in_process();
    let setup = Setup::open(workspace.path(), templates.path().to_owned(), reader, date(2026, 1, 20)).expect("a workspace");
    let period: Period = period.parse().expect("a period");
    let cycle = if period.last_quarter() == period { Cycle::Quarterly } else { Cycle::HalfYear };
    let request = RunRequest { period: Some(period), cycle: Some(cycle), ..RunRequest::default() };
    let composed: Vec<Composed> = documents(&setup, &request, &Silent).expect("documents");
    composed.into_iter().find(|one| one.stem.starts_with('全')).expect("the area's bulletin").document
}

/// The sentences of the body.
fn sentences(document: &Document) -> Vec<String> {
    let words = |inline: &Inline| match inline {
        Inline::Text(text) => text.clone(),
        Inline::Figure(figure) => figure.in_words(),
    };
    let of_block = |block: &Block| match block {
        Block::Paragraph(inlines) => Some(inlines.iter().map(words).collect()),
        Block::Heading { text, .. } => Some(text.clone()),
        _ => None,
    };
    document.body.iter().filter_map(of_block).collect()
}

fn tables(document: &Document) -> impl Iterator<Item = &Table> {
    let blocks = document.attachments.iter().flat_map(|attachment| &attachment.blocks).chain(&document.body);
    blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
}

#[test]
fn a_number_does_not_run_into_a_unit_that_begins_with_a_digit() {
    let document = area("kailu", "2025Q3", |_, templates| {
        let file = templates.join("kailu-2024/indicators.toml");
        let text = fs::read_to_string(&file).expect("indicators");
        let (before, after) = text.split_once("id = \"远程医疗服务例次\"").expect("the indicator");
        let after = after.replacen("unit = \"例次\"", "unit = \"1/10万\"", 1);
        fs::write(&file, format!("{before}id = \"远程医疗服务例次\"{after}")).expect("indicators");
    });
    let told = sentences(&document);
    let one = told.iter().find(|told| told.starts_with("远程医疗服务例次为")).expect("a sentence of it");
    let (number, rest) = one["远程医疗服务例次为".len()..].split_once('/').expect("a fraction");
    assert!(number.chars().all(|character| character.is_ascii_digit() || character == ','), "{one}");
    assert!(rest.starts_with("10万"), "{one}");
}

#[test]
fn of_a_bulletin_that_was_never_issued_nothing_is_said_to_have_been_listed() {
    let document = area("kailu", "2025H1", |_, _| {});
    let told = sentences(&document).join("\n");
    assert!(told.contains("2025年第一季度（按现有数据重算），开鲁县有黄、红指标5项，"), "{told}");
    assert!(told.contains("、上期问题整改情况"), "{told}");
    let notes = tables(&document).flat_map(|table| [&table.title].into_iter().chain(&table.notes));
    let all = notes.fold(told, |all, note| all + note);
    for words in ["通报列出", "通报所列", "上期通报", "第一季度通报"] {
        assert!(!all.contains(words), "{words}");
    }
}

#[test]
fn a_quarter_that_too_few_stand_behind_is_marked_by_itself() {
    // Every second hospital and centre did not file the third quarter: of the fourth alone nothing is known of them.
    let document = area("kailu", "2025Q4", |workspace, _| {
        let mut units: Vec<_> = fs::read_dir(workspace.join("inbox/2025Q3/开鲁报送"))
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.is_dir())
            .collect();
        units.sort();
        units.iter().step_by(2).for_each(|unit| fs::remove_dir_all(unit).expect("removed"));
    });
    let table = tables(&document).find(|table| table.name == "指标完成情况").expect("the table");
    let column = |header: &str| table.columns.iter().position(|column| column.header == header).expect("a column");
    let (whole, own) = (column("本期累计"), column("其中：本季"));
    let is_marked = |cell: &Cell| cell.text().ends_with('*');
    let rows = table.rows.iter().filter(|row| row.cells.len() > own);
    let of_quarter_alone = rows.filter(|row| is_marked(&row.cells[own]) && !is_marked(&row.cells[whole])).count();
    assert!(of_quarter_alone > 3, "{of_quarter_alone}");
    assert!(table.notes.iter().any(|note| note.contains("本季数的覆盖率另计")), "{:?}", table.notes);
}

/// The sentence of 远程医疗服务例次 in the third quarter, and the notes below the indicators, after a change of what the pack says of it.
fn told_of_services(change: impl Fn(&str) -> String) -> (String, Vec<String>) {
    let document = area("kailu", "2025Q3", |_, templates| {
        let file = templates.join("kailu-2024/indicators.toml");
        let text = fs::read_to_string(&file).expect("indicators");
        let (before, after) = text.split_once("id = \"远程医疗服务例次\"").expect("the indicator");
        fs::write(&file, format!("{before}id = \"远程医疗服务例次\"{}", change(after))).expect("indicators");
    });
    let told = sentences(&document);
    let one = told.into_iter().find(|told| told.starts_with("远程医疗服务例次为")).expect("a sentence of it");
    let table = tables(&document).find(|table| table.name == "指标完成情况").expect("the table");
    (one, table.notes.clone())
}

#[test]
fn a_ratio_and_a_place_change_by_their_own_unit() {
    // The golden bulletin has 13,346 of them, 2.5 % less than a year before; both years are of the same hospitals.
    let (ratio, _) = told_of_services(|keys| {
        let keys = keys.replacen("\"SUM(远程医疗服务例次)\"", "\"SUM(远程医疗服务例次) * 1.0 / COUNT(远程医疗服务例次)\"", 1);
        keys.replacen("unit = \"例次\"", "unit = \"例次/家\"", 1)
    });
    assert!(ratio.contains("例次/家") && ratio.contains("，同比减少") && !ratio.contains('%'), "{ratio}");
    let (place, _) = told_of_services(|keys| {
        let keys = keys.replacen("unit = \"例次\"", "unit = \"全省位次\"", 1);
        keys.replacen("better = \"higher\"", "better = \"lower\"", 1)
    });
    assert!(place.contains("，同比前移") && place.contains("位，评价为“改善”（绿）"), "{place}");
}

#[test]
fn a_target_that_was_adjusted_is_said_to_have_been() {
    let target = |value: u32, more: &str| format!("[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = {value}\n{more}\n");
    let targets = target(20_000, "") + &target(9_000, "set = \"2025-09-01\"");
    let (one, notes) = told_of_services(|keys| keys.replacen("\n\n[[indicator]]", &format!("\n{targets}\n[[indicator]]"), 1));
    assert!(one.contains("（目标不低于9,000例次）") && one.contains("“达标”（绿）"), "{one}");
    let told = "方案执行中新定、调整的目标：远程医疗服务例次≥20,000例次（2025年）调整为≥9,000例次，2025年9月1日公布。";
    assert!(notes.iter().any(|note| note == told), "{notes:?}");
}
