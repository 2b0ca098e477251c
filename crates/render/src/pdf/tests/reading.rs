//! What a reader finds on the pages, and that equal documents are equal files.

use std::io::Write;
use std::process::{Command, Stdio};

use super::*;
use crate::pdf::mark::Mark;

/// What each page says, or nothing where poppler is not installed.
fn page_texts(document: &Document) -> Option<Vec<String>> {
    texts_in(document, &["-layout"])
}

fn texts_in(document: &Document, mode: &[&str]) -> Option<Vec<String>> {
    let bytes = render(document, &house()).expect("PDF");
    let mut poppler = Command::new("pdftotext")
        .args(mode)
        .args(["-enc", "UTF-8", "-", "-"])
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
fn paragraphs_and_rows_read_in_order_in_every_mode() {
    let sentence = "截至2025年9月30日，县域内就诊率92.35%，完成投资12.6亿元、诊疗1,234.5万人次。";
    let document = samples::issued(vec![samples::words(sentence.repeat(12)), Block::Table(table(4, 30))]);
    for mode in [&[][..], &["-layout"], &["-raw"]] {
        let Some(pages) = texts_in(&document, mode) else { return };
        let text = pages.concat();
        // Lines are spread to the edge, and still no blanks are read between their characters.
        let joined: String = text.lines().map(str::trim).collect();
        // One may be divided by the end of a page.
        assert!(joined.matches(sentence).count() >= 11, "{mode:?}\n{text}");
        let rows: Vec<Option<usize>> = (0..30).map(|row| text.find(&format!("第{row}医院"))).collect();
        assert!(rows.iter().all(Option::is_some) && rows.is_sorted(), "{mode:?}");
        let whole = |line: &str| line.contains("医院") && line.matches("12,345.6").count() == 3;
        assert_eq!(text.lines().filter(|line| whole(line)).count(), 30, "{mode:?}\n{text}");
    }
}

#[test]
fn a_row_reads_on_one_line_though_its_cells_take_several() {
    let mut table = table(4, 6);
    table.rows[2].cells[0] = Cell::Text("名称很长的单位".repeat(6));
    let wide = samples::issued(vec![Block::Table(table.clone())]);
    table.columns[1].header = "很长的栏目名称".repeat(3);
    let document = samples::issued(vec![Block::Table(table)]);
    for (document, mode) in [(&wide, &[][..]), (&document, &[]), (&document, &["-layout"]), (&document, &["-raw"])] {
        let Some(pages) = texts_in(document, mode) else { return };
        let text = pages.concat();
        let row =
            text.lines().find(|line| line.contains(&"名称很长的单位".repeat(6))).unwrap_or_else(|| panic!("{mode:?}\n{text}"));
        assert_eq!(row.matches("12,345.6").count(), 3, "{mode:?}\n{text}");
    }
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
        laid_out.bookmarks.iter().map(|bookmark| (bookmark.entry.title.as_str(), bookmark.page)).collect();
    assert_eq!(bookmarks, [("一、总体情况", 0), ("附件1 第1张汇总表", 1), ("附件2 第2张汇总表", 2)]);
    let Some(pages) = page_texts(&document) else { return };
    assert!(pages[0].contains("附件：1. 第1张汇总表") && pages[0].contains("2. 第2张汇总表"), "{}", pages[0]);
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
fn a_character_that_no_face_has_is_printed_as_a_stand_in_wherever_it_stands() {
    let emoji = "甲😀\u{10FFFD}乙ᠮ";
    let mut document = document(vec![Block::Note(emoji.into()), Block::Heading { level: 1, text: emoji.into() }]);
    document.head.title = emoji.into();
    let Some(pages) = page_texts(&document) else { return };
    assert!(pages[0].matches("甲〓〓乙〓").count() >= 3, "{}", pages[0]);
}
