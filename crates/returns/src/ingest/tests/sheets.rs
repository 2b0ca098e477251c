//! Where values stand: by code and header, not by address.

use super::support::{Book, FIRST, Page, Typed, VALUE, reading_of};
use super::told::{at, item, told};
use crate::domain::Reading;
use crate::finding::facts::{
    AnsweredThoughEmpty, HeaderMissing, HiddenContent, ItemMissing, ItemTwice, NameMismatch, SheetMissing, UnknownItem,
};
use crate::ingest::FileReading;

const SERVICE: &str = "医疗服务";

fn service(change: impl FnOnce(&mut Page)) -> FileReading {
    Book::faultless().change(SERVICE, change).read()
}

#[track_caller]
fn assert_read(reading: &FileReading, total: f64, part: f64) {
    assert_eq!(reading_of(reading, "101"), Reading::Number(total), "{:?}", told(reading));
    assert_eq!(reading_of(reading, "102"), Reading::Number(part));
}

#[test]
fn rows_and_columns_may_be_inserted_and_the_title_may_be_missing() {
    for reading in [
        service(|page| page.shift(4, 1)),
        service(|page| page.cells.retain(|(row, _), _| *row >= 3)),
        service(|page| page.cells.retain(|(row, _), _| *row != 4)),
        service(|page| {
            let second: Vec<_> =
                page.cells.range((FIRST + 1, 0)..(FIRST + 2, 0)).map(|(at, typed)| (*at, typed.clone())).collect();
            page.cells.retain(|(row, _), _| *row != FIRST + 1);
            page.row(FIRST + 1, 0, &["（此行空）"]);
            page.cells.extend(second.into_iter().map(|((row, column), typed)| ((row + 2, column), typed)));
        }),
    ] {
        assert_read(&reading, 1200.0, 1000.0);
        assert_eq!(told(&reading), []);
    }
    let moved = service(|page| page.shift(4, 1));
    assert_eq!(moved.filed.unwrap().facts[0].place.unwrap().a1(), "E10");
}

#[test]
fn columns_may_be_reordered_and_headers_may_take_two_lines() {
    let reordered = service(|page| {
        page.cells.clear();
        page.row(0, 0, &["代码", "本期累计", "上年同期", "指标名称"]);
        page.row(1, 0, &["102", "1000", "7", "门急诊人次"]);
        page.row(2, 0, &["101", "1200", "7", "总诊疗人次"]);
    });
    let two_lines = service(|page| {
        page.cells.retain(|(row, _), _| *row >= FIRST);
        page.row(2, 0, &["指标\n名称", "计量单位", "行次", "2025年1—9月"]);
        page.row(3, 3, &["本期\n累计", "上年同期\n累计"]);
    });
    for reading in [reordered, two_lines] {
        assert_read(&reading, 1200.0, 1000.0);
        assert_eq!(told(&reading), []);
    }
}

#[test]
fn sheets_may_be_reordered_and_renamed() {
    let mut book = Book::faultless();
    book.pages.reverse();
    book.page(SERVICE).name = " Sheet2".to_owned();
    let reading = book.read();
    assert_read(&reading, 1200.0, 1000.0);
    assert_eq!(told(&reading), []);
    assert_eq!(reading.filed.unwrap().facts[0].place.unwrap().sheet, 2);
}

#[test]
fn codes_are_found_however_they_are_typed() {
    for code in ["101", " 101", "１０１", "101.0", "'101", "0101"] {
        let reading = service(|page| page.put(FIRST, 2, code));
        assert_read(&reading, 1200.0, 1000.0);
        assert_eq!(told(&reading), [], "{code}");
    }
}

#[test]
fn an_item_whose_code_is_gone_is_missing() {
    let reading = service(|page| {
        page.cells.remove(&(FIRST, 2));
    });
    assert_eq!(told(&reading), [at("医疗服务!D6", ItemMissing::CodeGone { item: item("101"), row: 6 })]);
    let filed = reading.filed.unwrap();
    assert_eq!((filed.facts[0].reading.clone(), filed.facts[0].place), (Reading::Blank, None));
    let reading = service(|page| page.cells.retain(|(row, _), _| *row != FIRST));
    assert_eq!(told(&reading), [at("医疗服务", ItemMissing::Gone { item: item("101") })]);
}

#[test]
fn a_code_that_the_form_does_not_know_is_an_error_if_it_carries_a_value() {
    let reading = service(|page| page.row(FIRST + 2, 0, &["外聘专家", "人", "199", "3"]));
    assert_eq!(told(&reading), [at("医疗服务!C8", UnknownItem::Code { written: "199".to_owned(), by_name: None })]);
    let reading = service(|page| page.row(FIRST + 2, 0, &["二、其他", "", "—", "—"]));
    assert_eq!(told(&reading), [], "a heading");
    let reading = service(|page| page.put(FIRST, 2, "1O1"));
    let said = [
        at("医疗服务!C6", UnknownItem::Code { written: "1O1".to_owned(), by_name: Some("101".to_owned()) }),
        at("医疗服务!C6", ItemMissing::CodeGone { item: item("101"), row: 6 }),
    ];
    assert_eq!(told(&reading), said);
}

#[test]
fn a_code_that_stands_twice_must_say_the_same() {
    let twice = |value: &str| service(|page| page.row(FIRST + 2, 0, &["总诊疗人次", "人次", "101", value]));
    for value in ["1200", ""] {
        assert_eq!(told(&twice(value)), []);
        assert_read(&twice(value), 1200.0, 1000.0);
    }
    let reading = twice("1300");
    assert_eq!(told(&reading), [at("医疗服务!C8", ItemTwice::Item { item: item("101"), other_row: 6 })]);
    assert_eq!(reading_of(&reading, "101"), Reading::Blank);
}

#[test]
fn a_name_that_belongs_to_another_code_is_a_doubt() {
    let reading = service(|page| {
        page.put(FIRST, 0, "门急诊人次");
        page.put(FIRST + 1, 0, "手术人次");
    });
    let said = [
        at(
            "医疗服务!C6",
            NameMismatch::Item { item: item("101"), written: "门急诊人次".to_owned(), by_name: Some("102".to_owned()) },
        ),
        at("医疗服务!C7", NameMismatch::Item { item: item("102"), written: "手术人次".to_owned(), by_name: None }),
    ];
    assert_eq!(told(&reading), said);
    assert_read(&reading, 1200.0, 1000.0);
}

#[test]
fn a_missing_sheet_or_header_costs_its_items() {
    let mut book = Book::faultless();
    book.pages.retain(|page| page.name != "收入费用");
    let reading = book.read();
    assert_eq!(
        told(&reading),
        [at("收入费用", SheetMissing { sheet: "收入费用".to_owned(), items: 3, of_other_quarters: Vec::new() })]
    );
    assert_eq!(reading_of(&reading, "201"), Reading::Blank);
    let reading = service(|page| page.put(3, 2, "编号"));
    assert_eq!(told(&reading), [at("医疗服务", HeaderMissing::Codes)]);
    let reading = service(|page| page.put(3, VALUE, "本表"));
    assert_eq!(told(&reading), [at("医疗服务", HeaderMissing::Values)]);
}

#[test]
fn a_sheet_that_declares_to_be_empty_is_not_applicable() {
    let declare = |page: &mut Page, answer: Typed| {
        page.put(FIRST + 8, 0, "本表无数据");
        page.put(FIRST + 8, 1, answer);
    };
    for answer in [Typed::from("是"), Typed::from("√"), Typed::Number(1.0), Typed::Bool(true)] {
        let reading = service(|page| {
            page.cells.retain(|(row, column), _| *column != VALUE || *row < FIRST);
            declare(page, answer);
        });
        assert_eq!(told(&reading), []);
        assert_eq!(reading_of(&reading, "101"), Reading::NotApplicable);
        assert_eq!(reading.filed.unwrap().declared_empty, [SERVICE]);
    }
    let reading = service(|page| declare(page, Typed::from("否")));
    assert_eq!(reading.filed.unwrap().declared_empty, [""; 0]);
    let reading = service(|page| declare(page, Typed::from("是")));
    assert_eq!(told(&reading), [at("医疗服务", AnsweredThoughEmpty { filled: 2 })]);
    assert_read(&reading, 1200.0, 1000.0);
    assert_eq!(reading.filed.unwrap().declared_empty, [""; 0]);
}

#[test]
fn an_instruction_that_mentions_the_box_declares_nothing() {
    let reading = service(|page| page.put(0, 6, "整张表没有数据时在“本表无数据”处选“是”"));
    assert_read(&reading, 1200.0, 1000.0);
    assert_eq!(told(&reading), []);
}

#[test]
fn hidden_sheets_are_read_with_a_doubt() {
    let reading = service(|page| page.is_hidden = true);
    assert_eq!(told(&reading), [at("医疗服务", HiddenContent { sheet: "医疗服务".to_owned(), column: None, rows: vec![] })]);
    assert_read(&reading, 1200.0, 1000.0);
}

#[test]
fn a_cell_at_the_far_end_of_a_sheet_costs_nothing() {
    let reading = service(|page| page.put(1_048_575, 16_383, "远"));
    assert_read(&reading, 1200.0, 1000.0);
}

#[test]
fn a_blank_form_is_a_return_without_values() {
    let mut book = Book::faultless();
    for page in &mut book.pages[1..] {
        page.cells.retain(|(row, column), _| *column != VALUE || *row < FIRST);
    }
    let reading = book.read();
    assert_eq!(told(&reading), []);
    assert!(reading.filed.unwrap().is_empty());
}

#[test]
fn a_remark_is_not_the_end_of_a_table() {
    let reading = service(|page| {
        page.row(4, 0, &["（一）门诊", "", "", "", "", "备注"]);
        page.put(FIRST, 5, "注：含互联网诊疗");
    });
    assert_read(&reading, 1200.0, 1000.0);
}

#[test]
fn a_note_inside_the_table_does_not_end_it() {
    let reading = service(|page| {
        let below: Vec<_> = page.cells.range((FIRST + 1, 0)..).map(|(at, typed)| (*at, typed.clone())).collect();
        page.cells.retain(|(row, _), _| *row <= FIRST);
        page.put(FIRST + 1, 0, "说明：以下各项按出院统计");
        page.cells.extend(below.into_iter().map(|((row, column), typed)| ((row + 1, column), typed)));
    });
    assert_read(&reading, 1200.0, 1000.0);
    assert_eq!(told(&reading), []);
}
