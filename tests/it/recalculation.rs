//! A spreadsheet program that calculates every formula of a workbook anew shows the figures that are printed, and no error.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use tongbao_document::figure::round_half_up;
use tongbao_document::{
    Align, Attachment, Block, Cell, Chart, ChartKind, Column, Document, Figure, FigureId, Formula, Mark, Measure, Operation,
    Properties, Role, Row, Series, Table, Value,
};
use tongbao_render::Theme;

use crate::office::{Calculate, converted, with_results};
use crate::whole::{tongbao, workspace, workspace_of_the_year};

#[test]
fn every_kind_of_formula_gives_the_printed_number() {
    let document = document();
    assert_eq!(tongbao_render::xlsx::unexplained(&document), [id("舍位", "area", Measure::Count)]);
    let bytes = tongbao_render::xlsx::bulletin(&document, &theme()).expect("a workbook");
    let folder = tempfile::tempdir().expect("scratch folder");
    fs::write(folder.path().join("书.xlsx"), &bytes).expect("file");
    let (wrong, spoilt) = with_results(&bytes, "<v>424242</v>");
    assert!(spoilt > 30, "{spoilt} results spoilt");
    fs::write(folder.path().join("错.xlsx"), wrong).expect("file");
    let files = ["书.xlsx", "错.xlsx"].map(|name| folder.path().join(name));
    let Some(kept) = sheets(folder.path(), &files, Calculate::Never) else { return };
    let Some(calculated) = sheets(folder.path(), &files, Calculate::Always) else { return };
    for table in tables(&document) {
        let shown = &calculated["书"][&table.name];
        let from_wrong = &calculated["错"][&table.name];
        for (row, line) in table.rows.iter().enumerate() {
            for (col, cell) in line.cells.iter().enumerate() {
                let at = format!("{} {row} {col}", table.name);
                assert_eq!(shown[row + 3][col], cell.text(), "{at}");
                // What was wrong comes back right: it was calculated.
                assert_eq!(from_wrong[row + 3][col], cell.text(), "{at}");
            }
        }
    }
    assert_ne!(kept["错"]["计算"], kept["书"]["计算"], "without calculation a wrong result stays wrong");
    assert_eq!(calculated["书"]["图"], kept["书"]["图"]);
    assert_eq!(calculated["错"]["图"], kept["书"]["图"]);
}

#[test]
fn the_area_of_jining_calculates_to_what_it_shows() {
    recalculate(&workspace("jining"), ["2025Q3", "2025-10-20"], "2025Q3/quarterly");
}

#[test]
fn the_area_of_kailu_calculates_to_what_it_shows() {
    recalculate(&workspace("kailu"), ["2025Q3", "2025-10-20"], "2025Q3/quarterly");
}

#[test]
fn the_scores_of_a_year_calculate_to_what_they_show() {
    recalculate(&workspace_of_the_year("kailu"), ["2025", "2026-01-20"], "2025/year-end");
    recalculate(&workspace_of_the_year("jining"), ["2025", "2026-01-20"], "2025/year-end");
}

/// Runs a sample and compares every cell of the area's workbook as kept and as calculated.
#[track_caller]
fn recalculate(workspace: &TempDir, [period, as_of]: [&str; 2], published: &str) {
    let folder = workspace.path().to_str().expect("UTF-8");
    // What is verified here is the workbook, by another program.
    let (code, _, err) = tongbao(&["run", folder, "--period", period, "--as-of", as_of, "--no-verify"], &[]);
    assert!(code == 0 || code == 3, "{err}");
    let published = fs::read_dir(workspace.path().join("bulletins").join(published)).expect("published");
    let mut paths = published.map(|entry| entry.expect("an entry").path());
    let is_area = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with('全') && path.extension().is_some_and(|extension| extension == "xlsx")
    };
    let file = [paths.find(is_area).expect("the area's workbook")];
    let Some(kept) = sheets(workspace.path(), &file, Calculate::Never) else { return };
    let Some(calculated) = sheets(workspace.path(), &file, Calculate::Always) else { return };
    let mut wrong = Vec::new();
    for (name, sheet) in kept.values().flatten() {
        let other = calculated.values().next().and_then(|sheets| sheets.get(name)).expect("the same sheets");
        assert_eq!(sheet.len(), other.len(), "{name}");
        for (row, (before, after)) in sheet.iter().zip(other).enumerate() {
            let is_error = |cell: &String| {
                ["#REF!", "#NAME?", "#DIV/0!", "#VALUE!", "#N/A", "#NUM!", "Err:"].iter().any(|e| cell.starts_with(e))
            };
            if before != after || after.iter().any(is_error) {
                wrong.push(format!("{name} {}: {before:?} became {after:?}", row + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn id(subject: &str, group: &str, measure: Measure) -> FigureId {
    FigureId { subject: subject.into(), group: group.into(), period: "2025Q3".into(), measure }
}

fn of(subject: &str, group: &str, measure: Measure) -> Formula {
    Formula::figure(id(subject, group, measure))
}

/// Visits and people of some counties: shares with halves at the last digit, ties, one that did not report.
const COUNTIES: [(&str, Option<f64>, f64); 8] = [
    ("甲县", Some(1.0), 8.0),
    ("乙县", Some(1_234_567.0), 2_000_003.0),
    ("丙县", Some(669.0), 2000.0),
    ("丁县", None, 500.0),
    ("戊县", Some(0.0), 77.0),
    ("己县", Some(2.0), 3.0),
    ("庚县", Some(4.0), 6.0),
    ("辛县", Some(201.0), 800.0),
];

fn rate(visits: f64, people: f64) -> f64 {
    visits * 100.0 / people
}

/// Operands and unrounded rates.
fn calculation() -> Table {
    let row = |(county, visits, people): (&str, Option<f64>, f64)| {
        let visited = Value::Number(visits.unwrap_or_default());
        let visits_cell = match visits {
            Some(_) => Figure::new(id("诊疗", county, Measure::Operand), visited, 0, "人次"),
            None => Figure::new(id("诊疗", county, Measure::Operand), Value::NotReported, 0, "人次"),
        };
        let formula = of("诊疗", county, Measure::Operand).percent_of(of("人口", county, Measure::Operand));
        let exact = visits.map_or(Value::NotReported, |visits| Value::Number(rate(visits, people)));
        vec![
            Cell::Text(county.into()),
            Cell::Figure(visits_cell),
            Cell::Figure(Figure::new(id("人口", county, Measure::Operand), Value::Number(people), 0, "人")),
            Cell::Figure(Figure::new(id("率", county, Measure::ExactValue), exact, 6, "%").kept_exact().computed_as(formula)),
        ]
    };
    table("计算", COUNTIES.map(row).to_vec())
}

/// Printed rates, ranks both ways, changes, a total with its share, a scattered sum and a balanced number.
fn printed() -> Table {
    let among = || COUNTIES.iter().map(|(county, ..)| id("率", county, Measure::Value)).collect::<Vec<FigureId>>();
    let shown: BTreeMap<&str, f64> = COUNTIES
        .iter()
        .filter_map(|(county, visits, people)| Some((*county, round_half_up(rate((*visits)?, *people), 1))))
        .collect();
    let mut rows: Vec<Vec<Cell>> = COUNTIES
        .iter()
        .map(|(county, visits, people)| {
            let own = shown.get(county).copied();
            let value = |number: Option<f64>| number.map_or(Value::NotReported, Value::Number);
            let place = |lowest: bool| {
                own.map(|own| {
                    let before = shown.values().filter(|other| if lowest { **other < own } else { **other > own }).count();
                    f64::from(u32::try_from(before).expect("few")) + 1.0
                })
            };
            let rank = |lowest_first| Formula::rank(id("率", county, Measure::Value), among(), lowest_first);
            let figure = |measure, number, decimals| Figure::new(id("率", county, measure), value(number), decimals, "%");
            let change = of("率", county, Measure::ExactValue).with(Operation::Subtract, Formula::Number(33.333));
            vec![
                Cell::Text((*county).into()),
                Cell::Figure(
                    figure(Measure::Value, visits.map(|visits| rate(visits, *people)), 1)
                        .marked((*county == "乙县").then_some(Mark::LowCoverage))
                        .computed_as(of("率", county, Measure::ExactValue)),
                ),
                Cell::Figure(figure(Measure::Rank, place(false), 0).computed_as(rank(false))),
                Cell::Figure(figure(Measure::Completion, place(true), 0).computed_as(rank(true))),
                Cell::Figure(
                    figure(Measure::YearOnYear, visits.map(|visits| rate(visits, *people) - 33.333), 1)
                        .signed()
                        .computed_as(change),
                ),
            ]
        })
        .collect();
    let all =
        |subject: &str| COUNTIES.iter().map(|(county, ..)| id(subject, county, Measure::Operand)).collect::<Vec<FigureId>>();
    let visits: f64 = COUNTIES.iter().filter_map(|(_, visits, _)| *visits).sum();
    let people: f64 = COUNTIES.iter().map(|(.., people)| people).sum();
    let some = vec![id("人口", "甲县", Measure::Operand), id("人口", "丙县", Measure::Operand)];
    let count = |subject: &str, number: f64| Figure::new(id(subject, "area", Measure::Count), Value::Number(number), 0, "人");
    let mean = Formula::sum(all("诊疗"))
        .with(Operation::Add, Formula::Number(1.0))
        .with(Operation::Divide, Formula::sum(all("人口")).with(Operation::Subtract, Formula::Number(2.0)));
    let balanced = Figure { adjustment: -1, ..count("舍位", 2008.0).computed_as(Formula::sum(some.clone())) };
    let blank = || Cell::Text(String::new());
    rows.push(vec![
        Cell::Text("全市".into()),
        Cell::Figure(count("诊疗", visits).computed_as(Formula::sum(all("诊疗")))),
        Cell::Figure(count("两县", 2008.0).computed_as(Formula::sum(some))),
        Cell::Figure(balanced),
        Cell::Figure(
            Figure::new(id("均", "area", Measure::Share), Value::Number((visits + 1.0) / (people - 2.0)), 4, "")
                .computed_as(mean),
        ),
    ]);
    rows.push(vec![
        Cell::Text("人口".into()),
        Cell::Figure(count("人口", people).computed_as(Formula::sum(all("人口")))),
        blank(),
        blank(),
        blank(),
    ]);
    table("印出", rows)
}

fn table(name: &str, rows: Vec<Vec<Cell>>) -> Table {
    let columns = rows.first().map_or(0, Vec::len);
    Table {
        name: name.into(),
        title: name.into(),
        unit_line: String::new(),
        columns: (0..columns).map(|at| Column { header: format!("列{at}"), align: Align::Right, width: 6.0 }).collect(),
        label_columns: 1,
        rows: rows.into_iter().map(|cells| Row { role: Role::Body, indent: 0, cells }).collect(),
        notes: vec![],
    }
}

fn document() -> Document {
    let printed = printed();
    let rates = printed.rows.iter().take(COUNTIES.len()).filter_map(|row| match &row.cells[1] {
        Cell::Figure(figure) => Some(figure.clone()),
        _ => None,
    });
    let chart = Chart {
        name: "图".into(),
        caption: "图1".into(),
        kind: ChartKind::Bars,
        unit: "%".into(),
        categories: COUNTIES.iter().map(|(county, ..)| (*county).to_owned()).collect(),
        series: vec![Series { name: "率".into(), figures: rates.collect() }],
        target: Some(Figure::new(id("率", "area", Measure::Target), Value::Number(60.0), 1, "%")),
        source: String::new(),
    };
    Document {
        attachments: vec![Attachment {
            label: "附件1".into(),
            title: "表".into(),
            blocks: vec![Block::Table(printed), Block::Chart(chart)],
        }],
        workbook_tables: vec![calculation()],
        ..Document::list(Properties { as_of: (2025, 10, 20), ..Properties::default() }, "通报".into(), vec![])
    }
}

fn tables(document: &Document) -> impl Iterator<Item = &Table> {
    let exhibits = document.blocks().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    exhibits.chain(&document.workbook_tables)
}

/// The rows of a sheet as a reader sees them.
type Sheet = Vec<Vec<String>>;

/// Every sheet of every workbook as shown: file → sheet → rows; `None` if there is no LibreOffice and there need not be.
fn sheets(folder: &Path, files: &[PathBuf], calculate: Calculate) -> Option<BTreeMap<String, BTreeMap<String, Sheet>>> {
    // Comma, double quotes, UTF-8, as shown, every sheet in a file of its own.
    let to = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1";
    let out = converted(folder, files, to, calculate)?;
    let mut shown: BTreeMap<String, BTreeMap<String, Sheet>> = BTreeMap::new();
    for entry in fs::read_dir(&out).expect("converted") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().and_then(|stem| stem.to_str()).expect("UTF-8").to_owned();
        let (file, sheet) = name.split_once('-').expect("file and sheet");
        let rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(&path).expect("rows").into_records();
        let rows: Sheet = rows.map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
        shown.entry(file.to_owned()).or_default().insert(sheet.to_owned(), rows);
    }
    assert!(shown.len() == files.len(), "{:?}", shown.keys());
    Some(shown)
}

fn theme() -> Theme {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates/house/theme.toml");
    Theme::parse(&fs::read_to_string(path).expect("the style")).expect("the style")
}
