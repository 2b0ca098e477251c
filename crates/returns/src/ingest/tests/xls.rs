//! .xls, written record by record: what the programs write into it beside values.

use std::io::{Cursor, Write};

use super::support::{Book, FIRST, Typed, VALUE, read_bytes, reading_of};
use crate::domain::Reading;
use crate::finding::Code;

/// The first row of items.
const ROW: u16 = 5;
/// A text that the file refers to and does not hold.
const LOST: &str = "lost";

fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), body].concat()
}

fn numbers(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn begin(kind: u16) -> Vec<u8> {
    record(0x0809, &numbers(&[0x0600, kind, 0x0dbb, 0x07cc, 0, 0, 0, 0]))
}

fn end() -> Vec<u8> {
    record(0x000a, &[])
}

/// Characters of two bytes each, with what says so in front.
fn wide(text: &str) -> Vec<u8> {
    [vec![1], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat()
}

fn length(text: &str) -> u16 {
    u16::try_from(text.encode_utf16().count()).unwrap()
}

/// Fonts: a plain one, one that is struck out, a white one, a raised one.
fn fonts() -> Vec<u8> {
    let font = |flags: u16, colour: u16, script: u16| {
        record(0x0031, &[numbers(&[200, flags, colour, 400, script, 0, 0]), vec![1, 0, b'A']].concat())
    };
    [font(0, 0x7fff, 0), font(8, 0x7fff, 0), font(0, 9, 0), font(0, 8, 1)].concat()
}

/// The styles of these fonts, and one of white words on dark blue.
fn styles() -> Vec<u8> {
    let style = |font: u16, fill: [u16; 2]| record(0x00e0, &[numbers(&[font, 0]), vec![0; 12], numbers(&fill)].concat());
    let none = [0, 0];
    [fonts(), style(0, none), style(1, none), style(2, none), style(3, none), style(2, [1 << 10, 18])].concat()
}

/// Which of them a number has.
fn style_of(typed: &Typed) -> u16 {
    match typed {
        Typed::Number(1300.0) => 1,
        Typed::Number(1400.0) => 2,
        Typed::Number(1500.0) => 3,
        Typed::Number(1600.0) => 4,
        _ => 0,
    }
}

/// The workbook, with records of its own behind the cells of 收入费用. Numbers from 1300 to 1600 have styles of their own.
fn xls(book: &Book, more: &[Vec<u8>]) -> Vec<u8> {
    wrapped("/Workbook", &stream(book, more))
}

fn wrapped(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap();
    file.create_stream(name).unwrap().write_all(stream).unwrap();
    file.into_inner().into_inner()
}

fn stream(book: &Book, more: &[Vec<u8>]) -> Vec<u8> {
    let mut texts: Vec<&str> = Vec::new();
    let mut sheets: Vec<Vec<u8>> = Vec::new();
    for page in &book.pages {
        let mut sheet = begin(0x0010);
        for ((row, column), typed) in &page.cells {
            let at = |style: u16| numbers(&[u16::try_from(*row).unwrap(), *column, style]);
            sheet.extend(match typed {
                Typed::Number(number) => record(0x0203, &[at(style_of(typed)), number.to_le_bytes().to_vec()].concat()),
                Typed::Text(text) => {
                    let number = if text == LOST { 999 } else { u32::try_from(texts.len()).unwrap() };
                    texts.extend(Some(text.as_str()).filter(|text| *text != LOST));
                    record(0x00fd, &[at(0), number.to_le_bytes().to_vec()].concat())
                }
                // As Apache POI writes it: to be calculated when the file is opened.
                Typed::Formula(_, value) => {
                    let value = value.unwrap_or_default().to_le_bytes().to_vec();
                    record(0x0006, &[at(0), value, numbers(&[2, 0, 0, 3]), vec![0x1e, 7, 0]].concat())
                }
                _ => unimplemented!("not needed here"),
            });
        }
        if page.name == "收入费用" {
            sheet.extend(more.concat());
        }
        sheet.extend(end());
        sheets.push(sheet);
    }
    let count = u32::try_from(texts.len()).unwrap().to_le_bytes();
    let strings: Vec<u8> = texts.iter().flat_map(|text| [length(text).to_le_bytes().to_vec(), wide(text)].concat()).collect();
    let strings = record(0x00fc, &[&count[..], &count, &strings].concat());
    let bound = |start: usize, name: &str| {
        let start = u32::try_from(start).unwrap().to_le_bytes();
        record(0x0085, &[&start[..], &[0, 0, u8::try_from(length(name)).unwrap()], &wide(name)].concat())
    };
    let head = [begin(0x0005), styles()].concat();
    let listed: usize = book.pages.iter().map(|page| bound(0, &page.name).len()).sum();
    let mut start = head.len() + listed + strings.len() + end().len();
    let mut stream = head;
    for (page, sheet) in book.pages.iter().zip(&sheets) {
        stream.extend(bound(start, &page.name));
        start += sheet.len();
    }
    stream.extend([strings, end(), sheets.concat()].concat());
    stream
}

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

/// The records of the workbook as Excel 95 writes them in China. A text of 12001 has its last figure struck out.
fn stream_of_excel_95(book: &Book) -> Vec<u8> {
    let begin = |kind: u16| record(0x0809, &numbers(&[0x0500, kind, 0x0dbb, 0x07cc]));
    let count = |bytes: &[u8]| u16::try_from(bytes.len()).unwrap();
    let mut sheets: Vec<Vec<u8>> = Vec::new();
    for page in &book.pages {
        let mut sheet = begin(0x0010);
        for ((row, column), typed) in &page.cells {
            let at = numbers(&[u16::try_from(*row).unwrap(), *column, style_of(typed)]);
            sheet.extend(match typed {
                Typed::Number(number) => record(0x0203, &[at, number.to_le_bytes().to_vec()].concat()),
                Typed::Text(text) if text == "12001" => record(0x00d6, &[at, numbers(&[5]), gbk(text), vec![1, 4, 1]].concat()),
                Typed::Text(text) => record(0x0204, &[at, numbers(&[count(&gbk(text))]), gbk(text)].concat()),
                _ => unimplemented!("not needed here"),
            });
        }
        if page.name == "收入费用" {
            // The foot of the printed page.
            sheet.extend(record(0x0015, &[vec![6], gbk("第&P页")].concat()));
        }
        sheet.extend(end());
        sheets.push(sheet);
    }
    let style = |font: u16| record(0x00e0, &[numbers(&[font, 0]), vec![0; 12]].concat());
    let styles = [fonts(), style(0), style(1), style(2), style(3)].concat();
    let head = [begin(0x0005), record(0x0042, &numbers(&[936])), styles].concat();
    let bound = |start: usize, name: &[u8]| {
        let start = u32::try_from(start).unwrap().to_le_bytes();
        record(0x0085, &[&start[..], &[0, 0, u8::try_from(name.len()).unwrap()], name].concat())
    };
    let names: Vec<Vec<u8>> = book.pages.iter().map(|page| gbk(&page.name)).collect();
    let mut start = head.len() + names.iter().map(|name| bound(0, name).len()).sum::<usize>() + end().len();
    let mut stream = head;
    for (name, sheet) in names.iter().zip(&sheets) {
        stream.extend(bound(start, name));
        start += sheet.len();
    }
    stream.extend([end(), sheets.concat()].concat());
    stream
}

/// What is read of an item, and what is told.
fn read(book: &Book, more: &[Vec<u8>], code: &str) -> (Reading, Vec<Code>) {
    let reading = read_bytes("a.xls", &xls(book, more));
    (reading_of(&reading, code), reading.findings.iter().map(crate::finding::Finding::code).collect())
}

#[test]
fn it_is_read_like_any_other_workbook() {
    assert_eq!(read(&Book::faultless(), &[], "101"), (Reading::Number(1200.0), vec![]));
}

#[test]
fn what_is_struck_out_lost_or_never_calculated_is_told() {
    let of = |typed: Typed| read(&Book::faultless().value(101.0, typed), &[], "101");
    assert_eq!(of(Typed::Number(1300.0)), (Reading::Blank, vec![Code::NotAsShown]));
    assert_eq!(of(Typed::from(LOST)), (Reading::Blank, vec![Code::NotAsShown]));
    let unit = Book::faultless().change("医疗服务", |page| page.put(FIRST, 1, LOST));
    assert_eq!(read(&unit, &[], "101"), (Reading::Blank, vec![Code::NotAsShown]));
    assert_eq!(of(Typed::Formula("7", None)), (Reading::Blank, vec![Code::FormulaWithoutValue]));
    assert_eq!(of(Typed::Formula("7", Some(7.0))), (Reading::Number(7.0), vec![]));
}

#[test]
fn a_conditional_format_shows_percent_where_its_condition_is_met() {
    // D7, which is below 1: kind, comparison, lengths of two formulas; a differential format of its own; the formula 1.
    let cells = numbers(&[1, 2, ROW + 1, ROW + 1, VALUE, VALUE, 1, ROW + 1, ROW + 1, VALUE, VALUE]);
    let code = [&[4, 0, 0][..], b"0.0%"].concat();
    let size = u16::try_from(2 + code.len()).unwrap().to_le_bytes();
    let rule =
        [&[1, 6, 3, 0, 0, 0][..], &(1_u32 << 25).to_le_bytes(), &1_u16.to_le_bytes(), &size, &code, &[0x1e, 1, 0]].concat();
    let more = [record(0x01b0, &cells), record(0x01b1, &rule)];
    let of = |share: f64| read(&Book::faultless().value(202.0, share), &more, "202");
    assert_eq!(of(0.255), (Reading::Number(25.5), vec![Code::Cleaned]));
    assert_eq!(of(25.5), (Reading::Number(25.5), vec![]));
}

#[test]
fn a_unit_of_measure_in_a_comment_or_a_text_box_counts() {
    let object = record(0x005d, &numbers(&[0x15, 0x12, 0x19, 3]));
    let said = |words: &str| {
        [object.clone(), record(0x01b6, &numbers(&[0, 0, 0, 0, 0, length(words), 16, 0, 0])), record(0x003c, &wide(words))]
            .concat()
    };
    let on = |row: u16, column: u16| record(0x001c, &[numbers(&[row, column, 0, 3, 0]), wide("")].concat());
    let contradictory = (Reading::Blank, vec![Code::NotAsShown]);
    let of = |more: &[Vec<u8>]| read(&Book::faultless(), more, "201");
    assert_eq!(of(&[said("单位：元"), on(ROW, VALUE)]), contradictory);
    assert_eq!(of(&[said("单位：元"), on(ROW, VALUE + 1)]), (Reading::Number(88.5), vec![]), "on last year's value");
    assert_eq!(of(&[said("已核实"), on(ROW, VALUE)]), (Reading::Number(88.5), vec![]));
    assert_eq!(of(&[said("单位：元")]), contradictory, "a text box");
    assert_eq!(of(&[said("单位：万元")]), (Reading::Number(88.5), vec![]));
}

#[test]
fn the_head_of_the_printed_page_is_not_passed_over() {
    let head = |words: &str| record(0x0014, &[numbers(&[length(words)]), wide(words)].concat());
    let of = |more: &[Vec<u8>]| read(&Book::faultless(), more, "201");
    let contradictory = (Reading::Blank, vec![Code::NotAsShown]);
    assert_eq!(of(&[head("&L收入费用&R&\"宋体,常规\"&10单位：元")]), contradictory);
    assert_eq!(of(&[head("&R单位：万元")]), (Reading::Number(88.5), vec![]));
    // Of the first page: the record's own head, a view, which pages are others, four lengths, the text.
    let first = |words: &str| {
        let text = [numbers(&[length(words)]), wide(words)].concat();
        record(0x089c, &[vec![0; 28], numbers(&[2, 0, 0, length(words), 0]), text].concat())
    };
    assert_eq!(of(&[first("&R单位：元")]), contradictory);
}

#[test]
fn what_nobody_sees_is_told_and_what_is_raised_is_no_answer() {
    let of = |number: f64| read(&Book::faultless().value(101.0, number), &[], "101");
    assert_eq!(of(1400.0), (Reading::Number(1400.0), vec![Code::NotSeen]));
    assert_eq!(of(1500.0), (Reading::Blank, vec![Code::NotAsShown]));
    assert_eq!(of(1600.0), (Reading::Number(1600.0), vec![]), "white on dark blue");
}

#[test]
fn records_without_a_file_around_them_are_read() {
    let reading = read_bytes("a.xls", &stream(&Book::faultless(), &[]));
    assert_eq!(reading_of(&reading, "101"), Reading::Number(1200.0));
}

#[test]
fn a_workbook_of_excel_95_is_read() {
    let of = |typed: Typed| {
        let stream = stream_of_excel_95(&Book::faultless().value(101.0, typed));
        [wrapped("/Book", &stream), stream].map(|bytes| {
            let reading = read_bytes("a.xls", &bytes);
            (reading_of(&reading, "101"), reading.findings.iter().map(crate::finding::Finding::code).collect::<Vec<_>>())
        })
    };
    let both = |reading: Reading, said: &[Code]| [(reading.clone(), said.to_vec()), (reading, said.to_vec())];
    assert_eq!(of(Typed::Number(1200.0)), both(Reading::Number(1200.0), &[]));
    assert_eq!(of(Typed::Number(1300.0)), both(Reading::Blank, &[Code::NotAsShown]));
    assert_eq!(of(Typed::Number(1400.0)), both(Reading::Number(1400.0), &[Code::NotSeen]));
    assert_eq!(of(Typed::from("12001")), both(Reading::Number(1200.0), &[Code::Cleaned]));
}

#[test]
fn a_workbook_of_excel_95_that_cannot_be_read_is_too_old() {
    // A program that has no code page writes all names alike.
    let mut book = Book::faultless();
    for page in &mut book.pages {
        page.name = "__".to_owned();
    }
    let reading = read_bytes("a.xls", &wrapped("/Book", &stream_of_excel_95(&book)));
    let codes: Vec<Code> = reading.findings.iter().map(crate::finding::Finding::code).collect();
    assert_eq!(codes, [Code::UnsupportedFormat]);
    assert!(reading.findings[0].message().contains("太旧"), "{}", reading.findings[0].message());
}
