//! What a wording may call for by name: each table and chart is composed under the name by which it is called, and the handbook lists it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jiff::civil::date;
use tongbao::compose::Composed;
use tongbao::compose::named::names;
use tongbao::compose::wording::handbook::lists;
use tongbao::pipeline::plan_check::plan_check;
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
    let own = templates.path().join("jining-2023/bulletins");
    fs::create_dir_all(&own).expect("folder");
    fs::write(own.join("year-end.md"), wording).expect("wording");
    // Institutions are ranked where a peer group names them.
    let plan = templates.path().join("jining-2023/plan.toml");
    let ranked = "\n[[peer-group]]\nname = \"三级医院\"\ncategories = [\"三级公立医院\", \"三级公立中医医院\"]\n";
    let text = fs::read_to_string(&plan).expect("plan.toml");
    fs::write(&plan, text + ranked).expect("plan.toml");
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

/// `UPDATE_REFERENCE=1 cargo test --release --test it wording` writes the lists anew.
#[test]
fn the_lists_of_the_handbook_are_those_of_the_program() {
    const BEGIN: &str = "<!-- 以下由程序写出 -->\n\n";
    let path = Path::new(SOURCES).join("docs/zh/wording.md");
    let handbook = fs::read_to_string(&path).expect("the handbook");
    let (text, listed) = handbook.split_once(BEGIN).expect("the place of the lists");
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        fs::write(&path, format!("{text}{BEGIN}{}", lists())).expect("written");
        return;
    }
    let differs = listed.lines().zip(lists().lines().map(str::to_owned).collect::<Vec<_>>()).find(|(listed, now)| listed != now);
    assert!(listed == lists(), "docs/zh/wording.md is out of date; UPDATE_REFERENCE=1 writes it anew: {differs:?}");
}

/// Every mistake of a pack's wordings, each at its place, from the command line on.
#[test]
fn plan_check_tells_every_mistake_of_the_wordings_at_once() {
    let templates = tempfile::tempdir().expect("scratch folder");
    copy(&Path::new(SOURCES).join("report_templates"), templates.path());
    let pack = templates.path().join("kailu-2024");
    fs::create_dir_all(pack.join("bulletins")).expect("folder");
    let quarterly =
        "@title {{ wording.titel }}\n@chrat 完成率\n{% include \"_reporting\" %}\n{{ scores.own.score }}\n@table 报送情况\n";
    fs::write(pack.join("bulletins/quarterly.md"), quarterly).expect("wording");
    fs::write(pack.join("bulletins/_requirments.md"), "请按时报送。\n").expect("a piece");
    let plan = fs::read_to_string(pack.join("plan.toml")).expect("plan.toml");
    let report = plan_check(templates.path(), None, Some(&pack)).expect("a report");
    let told: Vec<(String, usize, usize)> = report.packs[0]
        .mistakes
        .iter()
        .map(|mistake| (mistake.file.display().to_string(), mistake.line, mistake.column))
        .collect();
    let own = |name: &str, line: usize, column: usize| (format!("kailu-2024/bulletins/{name}.md"), line, column);
    let expected = [
        own("_requirments", 1, 1),
        own("quarterly", 1, 19),
        own("quarterly", 2, 1),
        own("quarterly", 4, 4),
        own("quarterly", 5, 1),
    ];
    assert_eq!(told, expected, "{}", report.packs[0].rendered);
    assert!(report.packs[0].rendered.contains("hint: 是否想写`title`"), "{}", report.packs[0].rendered);
    // What plan.toml says wrongly of them is told with its place as well.
    let wrong = plan.replace("\"资产负债率\"]", "\"资产负责率\"]").replace("{方案文件}关于", "{方案文案}关于");
    fs::write(pack.join("plan.toml"), wrong).expect("plan.toml");
    let report = plan_check(templates.path(), None, Some(&pack)).expect("a report");
    let messages: Vec<&str> = report.packs[0].mistakes.iter().map(|mistake| mistake.message.as_str()).collect();
    let blank = "`basis`里没有`{方案文案}`这个空";
    assert_eq!(messages, ["`trend`里没有指标`资产负责率`", blank, blank]);
}
