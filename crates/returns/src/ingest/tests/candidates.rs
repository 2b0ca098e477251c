//! Two places that could each be the one that is meant.

use super::support::{Book, FIRST, Page, Typed, VALUE, hospital_form, reading_of};
use super::told::{at, told};
use crate::domain::{Period, Quarter, Reading};
use crate::finding::Code;
use crate::finding::facts::{Column, HiddenContent, ReadElsewhere};
use crate::ingest::FileReading;

const SERVICE: &str = "医疗服务";

fn codes(reading: &FileReading) -> Vec<(String, Code)> {
    reading.findings.iter().map(|finding| (finding.at.to_string().replace("return.xlsx › ", ""), finding.code())).collect()
}

/// A faultless book with a copy of a sheet behind it, changed, and the original changed as well.
fn copied(name: &str, original: impl FnOnce(&mut Page), copy: impl FnOnce(&mut Page)) -> Book {
    let mut book = Book::faultless();
    let mut second = book.page(SERVICE).clone();
    second.name = name.to_owned();
    copy(&mut second);
    original(book.page(SERVICE));
    book.pages.push(second);
    book
}

fn blank(page: &mut Page) {
    page.cells.retain(|(row, column), _| *row < FIRST || *column != VALUE);
}

fn is_held(reading: &FileReading) -> bool {
    reading.filed.as_ref().is_some_and(|filed| filed.is_held)
}

#[test]
fn a_copy_that_says_the_same_changes_nothing() {
    let reading = copied("医疗服务 (2)", |_| {}, |_| {}).read();
    assert_eq!((reading_of(&reading, "101"), codes(&reading), is_held(&reading)), (Reading::Number(1200.0), vec![], false));
}

#[test]
fn a_copy_that_says_otherwise_holds_the_return() {
    for name in ["医疗服务 (2)", "医疗服务 ", "医疗服务-副本", "医疗服务（更正）", "修改后", "Sheet5"] {
        let reading = copied(name, |_| {}, |page| page.put(FIRST + 1, VALUE, 999.0)).read();
        assert_eq!(codes(&reading), [("医疗服务 › D7".to_owned(), Code::Competing)], "{name}");
        let message = reading.findings[0].message();
        assert!(message.contains("“医疗服务”D7 为“1000”") && message.contains(&format!("“{name}”D7 为“999”")), "{message}");
        assert!(is_held(&reading));
    }
}

#[test]
fn a_list_of_corrections_is_compared_however_short() {
    let listed = |value: &str| {
        let mut book = Book::faultless();
        let mut page = Page { name: "更正说明".to_owned(), ..Page::default() };
        page.row(0, 0, &["指标名称", "代码", "更正前", "更正后"]);
        page.row(1, 0, &["其中：门急诊人次", "102", "980", value]);
        book.pages.push(page);
        book.read()
    };
    let differs = listed("990");
    assert_eq!((codes(&differs), is_held(&differs)), (vec![("医疗服务 › D7".to_owned(), Code::Competing)], true));
    assert_eq!(codes(&listed("1000")), [], "what is not on the list is not contradicted");
}

#[test]
fn a_blank_original_is_not_taken_for_the_answer() {
    for name in ["医疗服务 (2)", "医疗服务 ", "Sheet5"] {
        let reading = copied(name, blank, |_| {}).read();
        assert_eq!(reading_of(&reading, "101"), Reading::Number(1200.0), "{name}");
        assert_eq!(codes(&reading), [(name.to_owned(), Code::ReadElsewhere)], "{name}");
        assert!(!is_held(&reading));
    }
    let of_both = copied("医疗服务 (2)", blank, blank).read();
    assert_eq!((reading_of(&of_both, "101"), codes(&of_both)), (Reading::Blank, vec![]));
}

#[test]
fn a_sheet_of_another_quarter_is_not_the_one_of_the_cover() {
    let quarters = |names: &[&str]| {
        let mut book = Book::faultless();
        let service = book.page(SERVICE).clone();
        book.pages.retain(|page| page.name != SERVICE);
        for (number, name) in (1..).zip(names) {
            let mut page = Page { name: (*name).to_owned(), ..service.clone() };
            page.put(FIRST, VALUE, f64::from(number));
            book.pages.push(page);
        }
        book.read()
    };
    let all = quarters(&["医疗服务（一季度）", "医疗服务（二季度）", "医疗服务（三季度）", "医疗服务（四季度）"]);
    assert_eq!((reading_of(&all, "101"), codes(&all)), (Reading::Number(3.0), vec![]));
    let others = quarters(&["医疗服务（一季度）", "医疗服务Q2"]);
    assert_eq!(reading_of(&others, "101"), Reading::Blank);
    assert_eq!(codes(&others), [(SERVICE.to_owned(), Code::SheetMissing)]);
}

fn two_columns(labels: [&str; 2], second: &str) -> Book {
    Book::faultless().change(SERVICE, |page| {
        page.put(3, VALUE, labels[0]);
        page.put(3, VALUE + 1, labels[1]);
        page.put(FIRST, VALUE + 1, second.parse::<f64>().unwrap());
        page.put(FIRST + 1, VALUE + 1, 1000.0);
    })
}

#[test]
fn the_same_header_twice_is_compared() {
    let same = two_columns(["本期累计", "本期累计"], "1200").read();
    assert_eq!((reading_of(&same, "101"), codes(&same)), (Reading::Number(1200.0), vec![]));
    let differs = two_columns(["本期累计", "本期累计"], "1300").read();
    assert_eq!((codes(&differs), is_held(&differs)), (vec![("医疗服务 › D6".to_owned(), Code::Competing)], true));
}

#[test]
fn of_two_columns_with_the_same_header_a_blank_cell_says_nothing() {
    let book = || two_columns(["本期累计", "本期累计"], "1200");
    let cell = |letters: &str| Column { sheet: SERVICE.to_owned(), letters: letters.to_owned(), row: Some(7) };
    let without = |column: u16| book().change(SERVICE, |page| drop(page.cells.remove(&(FIRST + 1, column)))).read();
    let first = without(VALUE);
    assert_eq!((reading_of(&first, "101"), reading_of(&first, "102")), (Reading::Number(1200.0), Reading::Number(1000.0)));
    assert_eq!(told(&first), [at("医疗服务!E7", ReadElsewhere { first: cell("D"), read: cell("E") })]);
    assert!(!is_held(&first));
    let second = without(VALUE + 1);
    assert_eq!((reading_of(&second, "101"), reading_of(&second, "102")), (Reading::Number(1200.0), Reading::Number(1000.0)));
    assert_eq!(told(&second), [at("医疗服务!D7", ReadElsewhere { first: cell("E"), read: cell("D") })]);
    // What the two say of another item is compared as ever.
    let differs =
        two_columns(["本期累计", "本期累计"], "1300").change(SERVICE, |page| drop(page.cells.remove(&(FIRST + 1, VALUE)))).read();
    assert_eq!((codes(&differs), is_held(&differs)), (vec![("医疗服务 › D6".to_owned(), Code::Competing)], true));
}

#[test]
fn the_hidden_one_of_two_columns_is_not_preferred() {
    let hide = [("xl/worksheets/sheet2.xml", "<sheetData>", "<cols><col min=\"4\" max=\"4\" hidden=\"1\"/></cols><sheetData>")];
    let same = two_columns(["本期累计", "本期累计"], "1200").read_with(&hide);
    assert_eq!((reading_of(&same, "101"), codes(&same)), (Reading::Number(1200.0), vec![]));
    let differs = two_columns(["本期累计", "本期累计"], "1300").read_with(&hide);
    assert_eq!(codes(&differs), [("医疗服务 › E6".to_owned(), Code::Competing)]);
    let alone = Book::faultless().read_with(&hide);
    assert_eq!(codes(&alone), [(SERVICE.to_owned(), Code::HiddenContent)]);
    let narrow =
        [("xl/worksheets/sheet2.xml", "<sheetData>", "<cols><col min=\"4\" max=\"4\" width=\"0.1\"/></cols><sheetData>")];
    assert_eq!(codes(&Book::faultless().read_with(&narrow)), [(SERVICE.to_owned(), Code::HiddenContent)]);
}

#[test]
fn a_second_row_of_an_item_is_compared_with_the_first() {
    let uncoded = |value: &str| {
        let book = Book::faultless().change(SERVICE, |page| page.row(FIRST + 2, 0, &["总诊疗人次", "人次", "", value]));
        let reading = book.read();
        (reading_of(&reading, "101"), codes(&reading).into_iter().map(|(_, code)| code).collect::<Vec<_>>())
    };
    assert_eq!(uncoded("999"), (Reading::Blank, vec![Code::ItemTwice]));
    assert_eq!(uncoded("1200"), (Reading::Number(1200.0), vec![]));
    assert_eq!(uncoded(""), (Reading::Number(1200.0), vec![]));
    let merged = ("</sheetData>", "</sheetData><mergeCells><mergeCell ref=\"C7:C8\"/></mergeCells>");
    let below = |value: &str| {
        let book = Book::faultless().change(SERVICE, |page| page.row(FIRST + 2, VALUE, &[value, "7"]));
        let reading = book.read_with(&[("xl/worksheets/sheet2.xml", merged.0, merged.1)]);
        (reading_of(&reading, "102"), codes(&reading).into_iter().map(|(_, code)| code).collect::<Vec<_>>())
    };
    assert_eq!(below("5000"), (Reading::Blank, vec![Code::ItemTwice]));
    assert_eq!(below(""), (Reading::Number(1000.0), vec![]));
}

#[test]
fn a_row_that_nobody_sees_is_told() {
    let row = |attributes: &str| {
        let row = format!("<row r=\"7\" {attributes}>");
        let reading = Book::faultless().read_with(&[("xl/worksheets/sheet2.xml", "<row r=\"7\">", &row)]);
        assert_eq!(reading_of(&reading, "102"), Reading::Number(1000.0), "{attributes}");
        told(&reading)
    };
    let hidden = HiddenContent { sheet: SERVICE.to_owned(), column: None, rows: vec![7] };
    assert_eq!(row("hidden=\"1\""), [at(SERVICE, hidden.clone())]);
    assert_eq!(row("ht=\"0\" customHeight=\"1\""), [at(SERVICE, hidden)]);
    assert_eq!(row("hidden=\"0\" ht=\"15\""), []);
}

#[test]
fn what_accumulates_from_the_beginning_of_the_year_is_asked_for() {
    let both = two_columns(["本季累计", "本年累计"], "1300").read();
    assert_eq!((reading_of(&both, "101"), codes(&both)), (Reading::Number(1300.0), vec![]));
    let quarter = Book::faultless().change(SERVICE, |page| page.put(3, VALUE, "本季数"));
    let third = quarter.read();
    assert_eq!((reading_of(&third, "101"), codes(&third)), (Reading::Blank, vec![(SERVICE.to_owned(), Code::HeaderMissing)]));
    let first = quarter.clone().cover("报告期", "2025Q1").cover("报出日期", "2025-04-12").read();
    assert_eq!((reading_of(&first, "101"), codes(&first)), (Reading::Number(1200.0), vec![]));
    for period in ["2025年7—9月", "2025年9月"] {
        let cover = Book::faultless().cover("报告期", period).read();
        assert_eq!(codes(&cover), [("封面 › B5".to_owned(), Code::NotCumulative)], "{period}");
    }
}

#[test]
fn a_cover_that_says_two_things_is_refused() {
    let again = |period: &str| Book::faultless().change("封面", |page| page.row(20, 0, &["填报期", period])).read();
    assert_eq!(codes(&again("2025Q2")), [("封面 › B21".to_owned(), Code::CoverTwice)]);
    assert!(again("2025Q2").filed.is_none());
    assert_eq!(codes(&again("2025年第三季度")), []);
}

#[test]
fn a_cover_may_have_its_values_below_its_labels() {
    let book = Book::faultless().change("封面", |page| {
        page.cells.clear();
        page.row(2, 0, &["表号", "表式版本", "报告期", "单位代码", "单位名称", "报出日期"]);
        page.row(3, 0, &["TB-H01", "2024", "2025Q3", "U1", "甲县人民医院", "2025-10-12"]);
    });
    let reading = book.read();
    assert_eq!((reading_of(&reading, "101"), told(&reading)), (Reading::Number(1200.0), vec![]));
}

#[test]
fn a_workbook_may_hold_several_returns() {
    let first = Book::faultless();
    let second = Book::faultless().cover("单位代码", "U2").cover("单位名称", "甲县中医医院（甲县第二人民医院）");
    let second = second.printed_for("甲县中医医院（甲县第二人民医院）").value(101.0, 77.0);
    let mut both = first.clone();
    both.pages.extend(second.pages.into_iter().map(|page| Page { name: format!("{} (2)", page.name), ..page }));
    let readings = both.read_all();
    let said: Vec<_> =
        readings.iter().map(|reading| (reading.filed.as_ref().unwrap().unit.to_string(), reading_of(reading, "101"))).collect();
    assert_eq!(said, [("U1".to_owned(), Reading::Number(1200.0)), ("U2".to_owned(), Reading::Number(77.0))]);
    assert_eq!(codes(&readings[0]), [(String::from("return.xlsx"), Code::SeveralReturns)]);
    assert_eq!(codes(&readings[1]), []);
    // A copy of the cover is no second return.
    let mut copy = Book::faultless();
    let cover = Page { name: "封面 (2)".to_owned(), ..copy.page("封面").clone() };
    copy.pages.push(cover);
    assert_eq!(copy.read_all().len(), 1);
}

#[test]
fn two_halves_side_by_side_are_both_read() {
    let reading = Book::faultless()
        .change(SERVICE, |page| {
            page.cells.retain(|(row, _), _| *row < 3);
            page.row(3, 0, &["指标名称", "代码", "本期累计", "指标名称", "代码", "本期累计"]);
            page.row(4, 0, &["总诊疗人次", "101", "1200", "门急诊人次", "102", "1000"]);
        })
        .read();
    assert_eq!((reading_of(&reading, "101"), reading_of(&reading, "102")), (Reading::Number(1200.0), Reading::Number(1000.0)));
    assert_eq!(codes(&reading), []);
}

#[test]
fn numbers_of_lines_are_no_codes() {
    let reading = Book::faultless()
        .change(SERVICE, |page| {
            page.put(3, 1, "行次");
            // The numbers of lines look like the codes of other items.
            page.put(FIRST, 1, 102.0);
            page.put(FIRST + 1, 1, 101.0);
        })
        .read();
    assert_eq!((reading_of(&reading, "101"), codes(&reading)), (Reading::Number(1200.0), vec![]));
}

#[test]
fn the_period_of_a_return_is_that_of_its_own_cover() {
    let mut both = Book::faultless();
    let second = Book::faultless().cover("报告期", "2025Q2").cover("报出日期", "2025-07-12");
    both.pages.extend(second.pages.into_iter().map(|page| Page { name: format!("二季度{}", page.name), ..page }));
    let readings = both.read_all();
    let periods: Vec<_> = readings.iter().map(|reading| reading.filed.as_ref().unwrap().period).collect();
    assert_eq!(periods, [Quarter::Third, Quarter::Second].map(|quarter| Period::quarter(2025, quarter)));
    assert_eq!(readings[0].filed.as_ref().unwrap().facts.len(), hospital_form().items().count());
}

#[test]
fn a_code_that_excel_took_for_a_date_is_found() {
    let mut forms = [hospital_form()];
    "1.1.1".clone_into(&mut forms[0].sheets[0].items[0].code);
    "1-2".clone_into(&mut forms[0].sheets[0].items[1].code);
    for typed in [[Typed::from("1.1.1"), Typed::from("1-2")], [Typed::Date(36_892.0), Typed::Date(45_659.0)]] {
        let book = Book::faultless().change(SERVICE, |page| {
            let [first, second] = typed.clone();
            page.put(FIRST, 2, first);
            page.put(FIRST + 1, 2, second);
        });
        let reading = book.read_by(&forms);
        let facts = reading.filed.unwrap().facts;
        let read: Vec<_> = facts.iter().take(2).map(|fact| fact.reading.clone()).collect();
        assert_eq!(read, [Reading::Number(1200.0), Reading::Number(1000.0)], "{typed:?}");
    }
}
