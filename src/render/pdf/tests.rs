//! Whole documents: what a reader finds on the pages, and that equal documents are equal files.

use std::io::Write;
use std::process::Command;
use std::process::Stdio;

use super::*;
use crate::document::Align;
use crate::document::Cell;
use crate::document::Chart;
use crate::document::ChartKind;
use crate::document::Column;
use crate::document::Figure;
use crate::document::FigureId;
use crate::document::Head;
use crate::document::Light;
use crate::document::Measure;
use crate::document::Properties;
use crate::document::Role;
use crate::document::Row;
use crate::document::Series;
use crate::document::Signature;
use crate::document::Table;
use crate::document::Value;
use crate::render::fonts::tests::house;
use crate::render::pdf::mark::Mark;
use crate::render::pdf::mark::Run;

fn figure(value: Value) -> Figure {
    let id = FigureId { subject: "就诊率".into(), group: "area".into(), period: "2025Q3".into(), measure: Measure::Value };
    Figure::new(id, value, 1, "%")
}

fn table(columns: usize, rows: usize) -> Table {
    let name = |index: usize| if index == 0 { "单位".to_owned() } else { format!("栏{index:02}栏") };
    let column = |index| Column {
        header: name(index),
        align: if index == 0 { Align::Left } else { Align::Right },
        width: if index == 0 { 8.0 } else { 4.0 },
    };
    let row = |number: usize| {
        let mut cells = vec![Cell::Text(format!("第{number}医院"))];
        cells.extend((1..columns).map(|_| Cell::Figure(figure(Value::Number(12_345.6)))));
        Row { role: Role::Body, indent: 0, cells }
    };
    Table {
        name: "表".into(),
        title: "表1 完成情况".into(),
        unit_line: "单位：%".into(),
        columns: (0..columns).map(column).collect(),
        label_columns: 1,
        rows: (0..rows).map(row).collect(),
        notes: vec!["注：数据截至2025年10月15日。".into()],
    }
}

fn chart(bars: usize) -> Chart {
    let bar = |index: usize| figure(if index == 1 { Value::NotReported } else { Value::Number(88.8) });
    Chart {
        name: "完成率".into(),
        caption: "图1 完成率".into(),
        unit: "%".into(),
        kind: ChartKind::Bars,
        categories: (0..bars).map(|index| format!("县{index}")).collect(),
        series: vec![Series { name: "完成率".into(), figures: (0..bars).map(bar).collect() }],
        target: Some(figure(Value::Number(90.0))),
        source: "数据来源：报表".into(),
    }
}

fn document(blocks: Vec<Block>) -> Document {
    let mut body = vec![
        Block::Heading { level: 1, text: "一、总体情况".into() },
        Block::Paragraph(vec![
            Inline::Text("鄠邑区县域内就诊率".into()),
            Inline::Figure(figure(Value::Number(61.25))),
            Inline::Text("，居第一位。".into()),
        ]),
    ];
    body.extend(blocks);
    Document {
        properties: Properties {
            title: "情况通报".into(),
            author: "济宁市卫生健康委员会".into(),
            subject: "季调度".into(),
            as_of: (2025, 10, 20),
            period: "2025年第三季度".into(),
            contact: String::new(),
            status: "草稿".into(),
            sample: true,
        },
        head: Head {
            organ: Some("济宁市卫生健康委员会".into()),
            number: Some("济卫通报〔2025〕3号".into()),
            title: "情况通报".into(),
            addressees: Some("各县（市、区）卫生健康局：".into()),
            ..Head::default()
        },
        body,
        signature: Some(Signature {
            organ: "济宁市卫生健康委员会".into(), date: "2025年10月20日".into(), sealed: false
        }),
        remark: None,
        attachments: vec![],
        imprint: None,
        workbook_tables: vec![],
    }
}

fn run_width(run: &Run) -> f32 {
    let house = house();
    let program = house.faces.program(run.face).expect("face");
    let advance = |id| f32::from(program.get_horizontal_advance(id)) / 1000.0 * run.size;
    run.glyphs.iter().map(|glyph| advance(glyph.id) + glyph.gap).sum()
}

fn pages(document: &Document) -> Pages {
    let house = house();
    lay_out(document, &house, &Frame::new(&house.profile)).expect("layout")
}

/// What each page says, or nothing where poppler is not installed.
fn page_texts(document: &Document) -> Option<Vec<String>> {
    let bytes = render(document, &house()).expect("PDF");
    let mut poppler = Command::new("pdftotext")
        .args(["-layout", "-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut input = poppler.stdin.take()?;
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let output = poppler.wait_with_output().ok()?;
    writer.join().ok()?.ok()?;
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    Some(text.trim_end_matches('\u{C}').split('\u{C}').map(ToOwned::to_owned).collect())
}

#[test]
fn equal_documents_are_equal_files_in_every_thread() {
    let document = document(vec![Block::Table(table(6, 40)), Block::Chart(chart(5))]);
    let first = render(&document, &house()).expect("PDF");
    let threads: Vec<_> = (0..2)
        .map(|_| {
            let document = document.clone();
            std::thread::spawn(move || render(&document, &house()).expect("PDF"))
        })
        .collect();
    for thread in threads {
        assert!(thread.join().expect("thread") == first);
    }
    let mut other = document;
    other.body.push(Block::Note("注：另一份。".into()));
    assert!(render(&other, &house()).expect("PDF") != first);
}

#[test]
fn a_page_reads_in_order() {
    let Some(pages) = page_texts(&document(vec![Block::Table(table(4, 3))])) else { return };
    let text = pages.concat();
    let words =
        ["示例数据", "草稿", "济卫通报〔2025〕3号", "各县（市、区）卫生健康局：", "一、总体情况", "鄠邑区县域内就诊率61.3%，"];
    let places: Vec<Option<usize>> = words.iter().map(|word| text.find(word)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}\n{text}");
    let row = text.lines().find(|line| line.contains("第1医院")).expect("row");
    assert_eq!(row.matches("12,345.6").count(), 3, "{row}");
    assert!(text.contains("2025年10月20日") && text.contains("单位：%") && text.contains("注：数据"));
}

#[test]
fn every_page_repeats_the_header_and_says_that_the_data_are_samples() {
    let document = document(vec![Block::Table(table(5, 120))]);
    let Some(pages) = page_texts(&document) else { return };
    let with_rows: Vec<&String> = pages.iter().filter(|page| page.contains("医院")).collect();
    assert!(with_rows.len() > 3);
    assert!(with_rows.iter().all(|page| page.matches("栏01栏").count() == 1));
    assert!(pages.iter().all(|page| page.contains("示例数据")));
    assert_eq!(pages.concat().matches("医院").count(), 120);
}

#[test]
fn a_table_of_forty_columns_loses_none_of_them() {
    let document = document(vec![Block::Table(table(40, 4))]);
    let sideways = pages(&document).pages.iter().filter(|page| page.sideways).count();
    assert!(sideways >= 1, "{sideways}");
    let Some(pages) = page_texts(&document) else { return };
    let text = pages.concat();
    for column in 1..40 {
        assert!(text.contains(&format!("栏{column:02}栏")), "column {column}\n{text}");
    }
    let parts = text.matches("表1 完成情况").count();
    assert!(parts > 1);
    assert_eq!(text.matches("第3医院").count(), parts);
    assert_eq!(text.matches("12,345.6").count(), 39 * 4);
}

#[test]
fn nothing_stands_outside_the_type_area() {
    let mut monster = table(4, 3);
    monster.rows[1].cells[0] = Cell::Text("很长的单位名称".repeat(400));
    monster.rows[2].cells[1] = Cell::Text("x".repeat(300));
    monster.columns[2].header = "很长的栏目名称".repeat(9);
    let mut lights = table(3, 2);
    lights.rows[0] =
        Row { role: Role::Section, indent: 0, cells: vec![Cell::Text("分组名称".repeat(60)), Cell::Blank, Cell::Blank] };
    lights.rows[1].cells[1] = Cell::Light(Light::Red);
    let mut document = document(vec![
        Block::Table(monster),
        Block::Table(table(40, 30)),
        Block::Chart(chart(90)),
        Block::Table(lights),
        Block::Note("注".repeat(500)),
    ]);
    document.head.title = "关于一件很长的事情的情况通报".repeat(6);
    document.head.organ = Some("很长的机关名称".repeat(8));
    let frame = Frame::new(&house().profile);
    for (number, page) in pages(&document).pages.iter().enumerate() {
        let (width, height) = (frame.width(page.sideways), frame.height(page.sideways));
        for mark in &page.marks {
            let (left, right, top, bottom) = match mark {
                Mark::Fill(fill) => (fill.x, fill.x + fill.width, fill.y, fill.y + fill.height),
                Mark::Rule(rule) => (rule.from.0, rule.to.0, rule.from.1, rule.to.1),
                Mark::Shape(_) => continue,
                // A closing mark at the end of a line may hang over the edge by its blank half.
                Mark::Run(run) => {
                    let right = run.x + run_width(run) - run.size / 2.0;
                    (run.x, right, run.y - run.size * 0.88, run.y + run.size * 0.12)
                }
            };
            let inside = left > -0.1 && right < width + 0.1 && top > -0.1 && bottom < height + 0.1;
            assert!(inside, "page {number} of {width} by {height}: {mark:?}");
        }
    }
}

#[test]
fn a_table_without_rows_says_so() {
    let Some(pages) = page_texts(&document(vec![Block::Table(table(4, 0))])) else { return };
    assert!(pages.concat().lines().any(|line| line.trim() == "无"));
}

#[test]
fn a_chart_prints_its_numbers_its_target_and_the_sign_of_what_is_missing() {
    let Some(pages) = page_texts(&document(vec![Block::Chart(chart(3))])) else { return };
    let text = pages.concat();
    assert_eq!(text.matches("88.8").count(), 2);
    assert!(text.contains("目标 90.0%") && text.contains("图1 完成率") && text.contains("数据来源：报表"));
    assert!(text.lines().any(|line| line.contains("县1") && line.contains('…')), "{text}");
}

#[test]
fn attachments_start_pages_and_are_listed_above_the_signature() {
    let mut document = document(vec![]);
    for number in 1..=2 {
        document.attachments.push(Attachment {
            label: format!("附件{number}"),
            title: format!("第{number}张汇总表"),
            blocks: vec![Block::Table(table(4, 2))],
        });
    }
    let laid_out = pages(&document);
    let bookmarks: Vec<(&str, usize)> =
        laid_out.bookmarks.iter().map(|bookmark| (bookmark.title.as_str(), bookmark.page)).collect();
    assert_eq!(bookmarks, [("一、总体情况", 0), ("附件1 第1张汇总表", 1), ("附件2 第2张汇总表", 2)]);
    let Some(pages) = page_texts(&document) else { return };
    assert!(pages[0].contains("附件：1.第1张汇总表") && pages[0].contains("2.第2张汇总表"), "{}", pages[0]);
}

#[test]
fn a_signature_never_stands_alone_on_a_page() {
    for lines in 1..30 {
        let document = document(vec![Block::Paragraph(vec![Inline::Text("一二三四五六七八九十".repeat(lines))])]);
        let pages = pages(&document);
        let last = pages.pages.last().expect("page");
        let baselines: std::collections::BTreeSet<String> = last
            .marks
            .iter()
            .filter_map(|mark| if let Mark::Run(run) = mark { Some(format!("{:.0}", run.y)) } else { None })
            .collect();
        assert!(baselines.len() > 2, "{lines} lines: {baselines:?}");
    }
}

#[test]
fn a_character_that_no_face_has_is_an_error_with_its_place() {
    let document = document(vec![Block::Note("注：甲\u{10FFFD}乙".into())]);
    let error = render(&document, &house()).expect_err("no glyph");
    assert!(matches!(error, RenderError::Glyph { character: '\u{10FFFD}', place } if place.contains('甲')));
}
