//! What others read in the workbooks: calamine for cells, the XML for what calamine does not know.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};

use crate::theme::Theme;
use tongbao_document::{Cell, Document, Figure, FormBook, Row, Table};

use super::{bulletin, form, samples};

#[track_caller]
fn theme() -> Theme {
    Theme::parse(include_str!("../../../../report_templates/house/theme.toml")).expect("the house style")
}

#[track_caller]
fn opened(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook")
}

/// The cell at a place such as `(3, 1)`, counted from zero.
#[track_caller]
fn cell(bytes: &[u8], sheet: &str, at: (u32, u32)) -> Data {
    opened(bytes).worksheet_range(sheet).expect("a sheet").get_value(at).cloned().unwrap_or_default()
}

#[track_caller]
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a container");
    let mut text = String::new();
    archive.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn numbers_are_numbers_as_printed_and_words_stay_words() {
    let bytes = bulletin(&samples::document(), &theme()).expect("bytes");
    let at = |row, col| cell(&bytes, "完成情况", (row, col));
    assert_eq!(at(3, 1), Data::Float(91.3));
    assert_eq!(at(3, 2), Data::Float(1.3));
    assert_eq!(at(3, 3), Data::String("绿".into()));
    assert_eq!(at(3, 4), Data::String("=HYPERLINK(\"x\")".into()));
    assert_eq!(at(5, 1), Data::String("…".into()));
    assert_eq!(at(5, 2), Data::Float(0.0));
    assert_eq!(at(6, 1), Data::Float(1_234_567.9));
    assert!(!part(&bytes, "xl/worksheets/sheet5.xml").contains("<f>"));
    let styles = part(&bytes, "xl/styles.xml");
    assert!(styles.contains("+#,##0.0;-#,##0.0;0.0"));
    assert!(styles.contains("#,##0.0&quot;*&quot;"));
}

#[test]
fn the_sheets_are_in_reading_order_under_unique_names() {
    let bytes = bulletin(&samples::document(), &theme()).expect("bytes");
    assert_eq!(
        opened(&bytes).sheet_names(),
        [
            "封面",
            "目录",
            "说明",
            "正文",
            "完成情况",
            "就诊率",
            "指标完成情况",
            "县区排名",
            "季度走势",
            "分项得分",
            "完成情况_2",
            "指标计算",
            "数据_来源"
        ]
    );
    assert_eq!(cell(&bytes, "数据_来源", (3, 0)), Data::String("无".into()));
}

#[test]
fn the_text_names_its_tables_and_charts() {
    let bytes = bulletin(&samples::document(), &theme()).expect("bytes");
    let text = opened(&bytes).worksheet_range("正文").expect("a sheet");
    let lines: Vec<String> = text.rows().map(|row| row.first().map(ToString::to_string).unwrap_or_default()).collect();
    for line in [
        "　　1—9月，全市县域内就诊率为91.3%，高于年度目标。",
        "表1 完成情况（见工作表“完成情况”）",
        "图1 各县（市、区）县域内就诊率（见工作表“就诊率”）",
        "附件1",
        "附表1 各县（市、区）医共体指标完成情况（见工作表“指标完成情况”）",
    ] {
        assert!(lines.iter().any(|found| found == line), "{line} in {lines:?}");
    }
    assert_eq!(cell(&bytes, "目录", (4, 2)), Data::String("表1 完成情况".into()));
    assert!(part(&bytes, "xl/worksheets/sheet5.xml").contains("location=\"'目录'!A1\""));
}

#[test]
fn a_chart_draws_its_bars_and_the_target_from_cells() {
    let bytes = bulletin(&samples::document(), &theme()).expect("bytes");
    assert_eq!(cell(&bytes, "就诊率", (3, 1)), Data::Float(91.3));
    assert_eq!(cell(&bytes, "就诊率", (5, 1)), Data::String("…".into()));
    let chart = part(&bytes, "xl/charts/chart1.xml");
    for range in ["就诊率!$A$4:$A$7", "就诊率!$B$4:$B$7", "就诊率!$C$4:$C$7", "就诊率!$A$1"] {
        assert!(chart.contains(range), "{range} in {chart}");
    }
    assert!(chart.contains("<c:barChart>") && chart.contains("<c:lineChart>"));
}

#[test]
fn a_table_without_sections_is_an_excel_table_that_leaves_its_total_out() {
    let bytes = bulletin(&samples::document(), &theme()).expect("bytes");
    let table = part(&bytes, "xl/tables/table1.xml");
    assert!(table.contains("ref=\"A3:E6\""), "{table}");
    assert!(!part(&bytes, "xl/worksheets/sheet7.xml").contains("tablePart"));
}

#[test]
fn a_figure_that_follows_from_others_is_a_formula_with_the_printed_number_as_its_result() {
    let document = samples::document();
    let bytes = bulletin(&document, &theme()).expect("bytes");
    let sheet = part(&bytes, "xl/worksheets/sheet8.xml");
    for (cell, formula, result) in [
        ("B7", "SUM(B4:B6)", "4567"),
        ("D4", "ROUND('指标计算'!$D$4,1)", "66.7"),
        ("D7", "ROUND(C7*100/B7,1)", "66"),
        ("E4", "RANK(D4,D$4:D$6,0)", "1"),
        ("F5", "ROUND(D5-90,1)", "-24.9"),
    ] {
        let found = sheet.split("<c ").find(|found| found.starts_with(&format!("r=\"{cell}\""))).unwrap_or_default();
        assert!(found.contains(&format!("<f>{formula}</f><v>{result}</v>")), "{cell}: {found}");
    }
    let exact = part(&bytes, "xl/worksheets/sheet12.xml");
    assert!(exact.contains("<f>C4*100/B4</f><v>66.66666666666667</v>"), "{exact}");
    assert_eq!(super::unexplained(&document), []);
}

#[test]
fn a_chart_repeats_the_cells_of_the_tables_and_leaves_gaps_in_lines() {
    let bytes = bulletin(&samples::document(), &theme()).expect("bytes");
    assert!(part(&bytes, "xl/worksheets/sheet10.xml").contains("<f>'县区排名'!$B$4</f><v>1500</v>"));
    let lines = part(&bytes, "xl/charts/chart2.xml");
    assert!(lines.contains("<c:lineChart>") && lines.contains("<c:dispBlanksAs val=\"gap\"/>"), "{lines}");
    assert!(lines.contains("val=\"circle\"") && lines.contains("val=\"square\""), "{lines}");
    // The sign stands in the table, and the line is drawn from cells that are empty there.
    assert_eq!(cell(&bytes, "季度走势", (5, 1)), Data::String("…".into()));
    assert_eq!([3, 5].map(|row| cell(&bytes, "季度走势", (row, 4))), [Data::Float(60.1), Data::Empty]);
    assert!(lines.contains("季度走势!$E$4:$E$7") && lines.contains("季度走势!$C$4:$C$7"), "{lines}");
    assert!(part(&bytes, "xl/charts/chart3.xml").contains("<c:grouping val=\"stacked\"/>"));
}

#[test]
fn the_workbook_says_how_it_is_to_be_read() {
    let bytes = bulletin(&samples::document(), &theme()).expect("bytes");
    let notes = opened(&bytes).worksheet_range("说明").expect("a sheet");
    let rows: Vec<String> =
        notes.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<String>>().join("|")).collect();
    for (begins, holds) in [
        ("…|", "不是零"),
        ("*|", "覆盖率不足"),
        ("绿|", "达到"),
        ("公式|", "个公式单元格"),
        ("排序|", "复制"),
        ("参保人数|", "年末"),
    ] {
        assert!(rows.iter().any(|row| row.starts_with(begins) && row.contains(holds)), "{begins} {holds}: {rows:?}");
    }
    let text = opened(&bytes).worksheet_range("正文").expect("a sheet");
    let lines: Vec<String> = text.rows().filter_map(|row| row.first()).map(ToString::to_string).collect();
    for line in [
        "　　附件：1. 各县（市、区）完成情况表",
        "　　　　　2. 县区排名",
        "　　（此件公开发布）",
        "抄送：市政府办公室，市财政局。",
    ] {
        assert!(lines.iter().any(|found| found == line), "{line} in {lines:?}");
    }
}

#[test]
fn every_table_and_chart_has_the_name_of_its_sheet() {
    let document = samples::document();
    let names = super::sheet_names(&document);
    assert_eq!(
        names.len(),
        document
            .blocks()
            .filter(|block| matches!(block, tongbao_document::Block::Table(_) | tongbao_document::Block::Chart(_)))
            .count()
            + document.workbook_tables.len()
    );
    assert_eq!(names[5..], ["分项得分", "完成情况_2", "说明", "指标计算", "数据_来源"]);
}

#[test]
fn the_marks_that_are_explained_are_those_that_are_printed() {
    use tongbao_document::Mark;
    let bytes = bulletin(&samples::document(), &theme()).expect("bytes");
    let notes = opened(&bytes).worksheet_range("说明").expect("a sheet");
    let first: Vec<String> = notes.rows().filter_map(|row| row.first()).map(ToString::to_string).collect();
    for mark in Mark::ALL {
        assert!(first.contains(&mark.sign().to_string()), "{mark:?} in {first:?}");
    }
}

#[test]
fn every_page_says_that_it_is_a_draft_of_sample_data() {
    let bytes = bulletin(&samples::document(), &theme()).expect("bytes");
    for number in 1..=13 {
        let sheet = part(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
        assert!(sheet.contains("&amp;C&amp;B示例数据　草稿") && sheet.contains("第 &amp;P 页 共 &amp;N 页"), "{number}");
        assert!(sheet.contains("paperSize=\"9\"") && sheet.contains("fitToHeight=\"0\""), "{number}");
    }
    let properties = tongbao_document::Properties {
        status: Some(tongbao_document::Status::Final),
        sample: false,
        ..samples::document().properties
    };
    let bytes = bulletin(&Document { properties, ..samples::document() }, &theme()).expect("bytes");
    assert!(!part(&bytes, "xl/worksheets/sheet5.xml").contains("oddHeader"));
    assert!(part(&bytes, "docProps/custom.xml").contains("zh-CN"));
}

#[test]
fn equal_headers_are_filtered_without_an_excel_table() {
    let mut table = samples::counties("完成情况");
    for column in &mut table.columns {
        column.header = "同名".into();
    }
    let document = Document { body: vec![], attachments: vec![], workbook_tables: vec![table], ..samples::document() };
    let bytes = bulletin(&document, &theme()).expect("bytes");
    assert!(part(&bytes, "xl/worksheets/sheet5.xml").contains("autoFilter"));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let theme = theme();
    assert_eq!(bulletin(&samples::document(), &theme).expect("bytes"), bulletin(&samples::document(), &theme).expect("bytes"));
    assert_eq!(form(&samples::book(), &theme).expect("bytes"), form(&samples::book(), &theme).expect("bytes"));
}

#[test]
fn the_creation_date_is_the_as_of_date() {
    let bytes = bulletin(&samples::document(), &theme()).expect("bytes");
    assert!(part(&bytes, "docProps/core.xml").contains("2025-09-30T00:00:00Z"));
}

#[test]
fn what_looks_like_an_escape_is_none_outside_cells_either() {
    let words = "甲_x0001_乙\u{1}\u{202e}";
    let samples = samples::document();
    let properties = tongbao_document::Properties { title: words.into(), author: words.into(), ..samples.properties };
    let table = Table { name: words.into(), title: words.into(), ..samples::counties("完成情况") };
    let document = Document { properties, workbook_tables: vec![table], ..samples };
    let bytes = bulletin(&document, &theme()).expect("bytes");
    for name in ["docProps/core.xml", "docProps/app.xml"] {
        let part = part(&bytes, name);
        assert!(part.contains("甲＿x0001_乙<"), "{part}");
        assert!(!part.contains("甲_x0001_"), "{part}");
    }
    let index = part(&bytes, "xl/worksheets/sheet2.xml");
    assert!(index.contains("display=\"甲＿x0001_乙\"") && !index.contains("甲_x0001_"), "{index}");
    assert!(part(&bytes, "xl/sharedStrings.xml").contains("甲_x005F_x0001_乙"), "the cell has the words");
}

#[test]
fn hostile_tables_do_not_stop_a_bulletin() {
    let row = |cells| Row { role: tongbao_document::Role::Body, indent: 40, cells };
    let table = Table {
        name: "很长的名字[]:*?/\\".repeat(10),
        title: "长".repeat(40_000),
        notes: vec!["注".repeat(40_000)],
        rows: vec![
            row(vec![
                Cell::Text("字".repeat(40_000)),
                Cell::Figure(Figure { decimals: 200, ..samples::figure(f64::INFINITY, 0) }),
            ]),
            row(vec![Cell::Figure(samples::figure(f64::NAN, 1)), Cell::Figure(samples::figure(1e300, 250))]),
            row(vec![]),
        ],
        ..samples::counties("完成情况")
    };
    let nameless = Table { name: String::new(), columns: vec![], rows: vec![row(vec![])], ..samples::counties("x") };
    let document = Document { workbook_tables: vec![table.clone(), table, nameless], ..samples::document() };
    let bytes = bulletin(&document, &theme()).expect("bytes");
    let names = opened(&bytes).sheet_names();
    let long = names.iter().find(|name| name.starts_with("很长")).expect("the sheet");
    let Data::String(words) = cell(&bytes, long, (3, 0)) else { panic!("words") };
    assert!(words.ends_with('…') && words.chars().count() == 32_767);
    assert_eq!(cell(&bytes, long, (3, 1)), Data::String("—".into()));
}

#[test]
fn a_form_is_read_back_where_a_return_is_looked_for() {
    let bytes = form(&samples::book(), &theme()).expect("bytes");
    assert_eq!(opened(&bytes).sheet_names(), ["封面", "医疗服务", "选项"]);
    assert_eq!(cell(&bytes, "封面", (2, 1)), Data::String("001234567".into()));
    assert_eq!(cell(&bytes, "封面", (7, 1)), Data::Float(120.0));
    let at = |row, col| cell(&bytes, "医疗服务", (row, col));
    let header: Vec<String> = (0..6).map(|col| at(5, col).to_string()).collect();
    assert_eq!(header, ["指标名称", "计量单位", "代码", "本期累计", "上年同期", "备注"]);
    assert_eq!(at(6, 3), Data::String("1".into()));
    assert_eq!(at(7, 2), Data::String("101".into()));
    assert_eq!(at(7, 3), Data::Float(123_456.0));
    assert_eq!(at(7, 4), Data::Float(120_000.0));
    assert_eq!(at(9, 3), Data::String("不适用".into()));
    assert_eq!(at(15, 0), Data::String("本表无数据".into()));
}

#[test]
fn a_form_by_the_quarter_heads_its_columns_so() {
    let mut book = FormBook { shows_previous: true, ..samples::book() };
    for sheet in &mut book.sheets {
        sheet.is_by_quarter = true;
    }
    let bytes = form(&book, &theme()).expect("bytes");
    let header: Vec<String> = (0..7).map(|col| cell(&bytes, "医疗服务", (5, col)).to_string()).collect();
    assert_eq!(header, ["指标名称", "计量单位", "代码", "本季数", "上年同期", "上季数", "备注"]);
}

#[test]
fn a_form_is_protected_and_says_what_may_be_typed() {
    let bytes = form(&samples::book(), &theme()).expect("bytes");
    let sheet = part(&bytes, "xl/worksheets/sheet2.xml");
    assert!(sheet.contains("<sheetProtection"));
    assert!(sheet.contains("IF(ISNUMBER(D10),AND(D10=ROUND(D10,2),D10&gt;=0,D10&lt;=100)"), "{sheet}");
    assert!(sheet.contains("sqref=\"B16\""));
    assert!(part(&bytes, "xl/worksheets/sheet1.xml").contains("'选项'!$A$1:$A$40"));
    assert!(part(&bytes, "xl/workbook.xml").contains("state=\"hidden\""));
}
