//! .xlsb, written record by record: no program that we could ask writes it.

use std::fmt::Write as _;

use super::support::{Book, Page, Typed, read_bytes, reading_of, unzipped, zipped};
use super::told::{asked, at, told};
use crate::domain::Reading;
use crate::finding::facts::{Cleaned, FormulaError, HiddenContent, NotAsShown, NotSeen};

/// A record of the format: its kind, its length, its body.
fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let byte = |value: usize| u8::try_from(value).unwrap();
    let kind = usize::from(kind);
    let mut bytes = if kind < 0x80 { vec![byte(kind)] } else { vec![byte(kind & 0x7f | 0x80), byte(kind >> 7)] };
    let length = body.len();
    if length < 0x80 {
        bytes.push(byte(length));
    } else {
        bytes.extend([byte(length & 0x7f | 0x80), byte(length >> 7)]);
    }
    bytes.extend(body);
    bytes
}

fn words(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(units.len()).unwrap().to_le_bytes();
    length.into_iter().chain(units.iter().flat_map(|unit| unit.to_le_bytes())).collect()
}

/// The styles of the workbook: plain, in percent, struck out, white, raised.
fn styles() -> Vec<u8> {
    let font_of = |flags: u16, script: u16, colour: [u8; 8]| {
        let head = [220, flags, 400, script].map(u16::to_le_bytes).concat();
        record(43, &[&head[..], &[0; 4], &colour, &[0; 14]].concat())
    };
    let font = |flags: u16| font_of(flags, 0, [0; 8]);
    // A colour of its own: red, green, blue, and how opaque.
    let others = [font_of(0, 0, [5, 0, 0, 0, 255, 255, 255, 255]), font_of(0, 1, [0; 8])].concat();
    let style = |format: u16, font: u16| {
        record(47, &[&0_u16.to_le_bytes()[..], &format.to_le_bytes(), &font.to_le_bytes(), &[0; 10]].concat())
    };
    let format = record(44, &[&164_u16.to_le_bytes()[..], &words("0.0%")].concat());
    let formats = [record(615, &1_u32.to_le_bytes()), format, record(616, &[])].concat();
    let fonts = [font(0), font(8), others].concat();
    let named = [record(626, &[]), style(164, 1), record(627, &[])].concat();
    let own = [style(0, 0), style(164, 0), style(0, 1), style(0, 2), style(0, 3)].concat();
    let own = [record(617, &5_u32.to_le_bytes()), own, record(618, &[])].concat();
    [record(278, &[]), formats, fonts, named, own, record(279, &[])].concat()
}

fn cell(column: u16, typed: &Typed, style: u8) -> Vec<u8> {
    let (kind, value) = match typed {
        Typed::Number(number) => (0x05, number.to_le_bytes().to_vec()),
        // The only text that the workbook shares.
        Typed::Text(text) if text == "3391" => (0x07, 0_u32.to_le_bytes().to_vec()),
        // One that it does not hold.
        Typed::Text(text) if text == "lost" => (0x07, 9_u32.to_le_bytes().to_vec()),
        Typed::Text(text) => (0x06, words(text)),
        Typed::Bool(truth) => (0x04, vec![u8::from(*truth)]),
        // A formula with an error: the error, flags, and the formula `7`.
        Typed::Error(_) => (0x0b, [&[0x17, 0, 0][..], &3_u32.to_le_bytes(), &[0x1e, 7, 0], &0_u32.to_le_bytes()].concat()),
        Typed::Formula(_, value) => {
            let value = value.unwrap_or_default().to_le_bytes();
            (0x09, [&value[..], &[0, 0], &3_u32.to_le_bytes(), &[0x1e, 7, 0], &0_u32.to_le_bytes()].concat())
        }
        Typed::Date(_) | Typed::Empty => unimplemented!("not needed here"),
    };
    record(kind, &[&u32::from(column).to_le_bytes()[..], &[style, 0, 0, 0], &value].concat())
}

fn sheet(page: &Page, style: fn(&Typed) -> u8) -> Vec<u8> {
    let mut bytes = [record(0x81, &[]), record(0x94, &[0; 16]), record(0x91, &[])].concat();
    let mut row = None;
    for ((at, column), typed) in &page.cells {
        if row != Some(at) {
            let flags = if page.hidden_row == Some(*at) { 0x10 } else { 0 };
            bytes.extend(record(0x00, &[&at.to_le_bytes()[..], &[0; 7], &[flags], &[0; 5]].concat()));
            row = Some(at);
        }
        bytes.extend(cell(*column, typed, style(typed)));
    }
    let merged: Vec<u8> = [3_u32, 3, 9, 10].iter().flat_map(|number| number.to_le_bytes()).collect();
    bytes.extend([record(0x92, &[]), record(176, &merged), record(0x82, &[])].concat());
    bytes
}

fn xlsb(book: &Book) -> Vec<u8> {
    styled(book, |_| 0)
}

fn styled(book: &Book, style: fn(&Typed) -> u8) -> Vec<u8> {
    let mut workbook = [record(0x83, &[]), record(0x8f, &[])].concat();
    let mut relations = String::from("<Relationships>");
    // A text with runs: plain, and from its fourth character on in the font that is struck out.
    let runs = [[0_u8, 0, 0, 0], [3, 0, 1, 0]].concat();
    let shared = record(19, &[&[1][..], &words("3391"), &2_u32.to_le_bytes(), &runs].concat());
    let shared = [record(159, &[1, 0, 0, 0, 1, 0, 0, 0]), shared, record(160, &[])].concat();
    let mut parts = vec![("xl/styles.bin".to_owned(), styles()), ("xl/sharedStrings.bin".to_owned(), shared)];
    for (number, page) in (1_u32..).zip(&book.pages) {
        let hidden = u32::from(page.is_hidden).to_le_bytes();
        workbook.extend(record(
            0x9c,
            &[&hidden[..], &number.to_le_bytes(), &words(&format!("rId{number}")), &words(&page.name)].concat(),
        ));
        write!(relations, r#"<Relationship Id="rId{number}" Type="worksheet" Target="worksheets/sheet{number}.bin"/>"#).unwrap();
        parts.push((format!("xl/worksheets/sheet{number}.bin"), sheet(page, style)));
    }
    workbook.extend([record(0x90, &[]), record(0x9d, &[]), record(0x84, &[])].concat());
    relations += "</Relationships>";
    parts.push(("xl/workbook.bin".to_owned(), workbook));
    parts.push(("xl/_rels/workbook.bin.rels".to_owned(), relations.into_bytes()));
    let parts: Vec<_> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    zipped(&parts)
}

#[test]
fn it_is_read_like_any_other_workbook() {
    let book = Book::faultless().value(101.0, Typed::Formula("7", Some(1300.0))).value(301.0, Typed::Bool(true));
    let reading = read_bytes("a.xlsb", &xlsb(&book));
    assert_eq!(
        told(&reading),
        [at("其他!D6", Cleaned::Word { asked: asked("301"), written: "TRUE".to_owned(), taken: "是".to_owned() })]
    );
    assert_eq!(reading_of(&reading, "101"), Reading::Number(1300.0));
    assert_eq!(reading_of(&reading, "201"), Reading::Number(88.5));
}

#[test]
fn a_formula_with_an_error_is_not_a_blank() {
    let reading = read_bytes("a.xlsb", &xlsb(&Book::faultless().value(101.0, Typed::Error("#REF!"))));
    assert_eq!(told(&reading), [at("医疗服务!D6", FormulaError { asked: asked("101"), shown: "#REF!".to_owned() })]);
}

#[test]
fn a_text_that_the_workbook_does_not_hold_costs_its_cell() {
    let lost = at("医疗服务!D6", NotAsShown::Lost { asked: asked("101") });
    let reading = read_bytes("a.xlsb", &xlsb(&Book::faultless().value(101.0, Typed::from("lost"))));
    assert_eq!(told(&reading), std::slice::from_ref(&lost));
    let unit = Book::faultless().change("医疗服务", |page| page.put(5, 1, "lost"));
    assert_eq!(told(&read_bytes("a.xlsb", &xlsb(&unit))), [lost]);
}

#[test]
fn a_cell_at_the_far_end_costs_nothing() {
    let book = Book::faultless().change("其他", |page| page.put(1_048_575, 16_383, 1.0));
    assert_eq!(told(&read_bytes("a.xlsb", &xlsb(&book))), []);
}

#[test]
fn what_its_styles_show_is_read() {
    let style = |typed: &Typed| match typed {
        Typed::Number(0.255) => 1,
        Typed::Number(1300.0) => 2,
        _ => 0,
    };
    let book = Book::faultless().value(101.0, Typed::Number(1300.0)).value(202.0, Typed::Number(0.255));
    let reading = read_bytes("a.xlsb", &styled(&book, style));
    assert_eq!(reading_of(&reading, "202"), Reading::Number(25.5));
    let struck = at("医疗服务!D6", NotAsShown::Withdrawn { asked: asked("101"), written: "1300".to_owned() });
    assert!(told(&reading).contains(&struck), "{:?}", told(&reading));
}

#[test]
fn words_that_are_struck_out_are_not_read() {
    let reading = read_bytes("a.xlsb", &xlsb(&Book::faultless().value(101.0, Typed::from("3391"))));
    assert_eq!(reading_of(&reading, "101"), Reading::Number(339.0));
    let withdrawn = at("医疗服务!D6", Cleaned::Withdrawn { asked: asked("101"), withdrawn: "1".to_owned() });
    assert_eq!(told(&reading), [withdrawn]);
}

#[test]
fn a_row_that_nobody_sees_is_told() {
    let mut book = Book::faultless();
    book.pages[1].hidden_row = Some(6);
    let hidden = HiddenContent { sheet: "医疗服务".to_owned(), column: None, rows: vec![7] };
    assert_eq!(told(&read_bytes("a.xlsb", &xlsb(&book))), [at("医疗服务", hidden)]);
}

#[test]
fn what_nobody_sees_is_told_and_what_is_raised_is_no_answer() {
    let style = |typed: &Typed| match typed {
        Typed::Number(1400.0) => 3,
        Typed::Number(1500.0) => 4,
        _ => 0,
    };
    let white = read_bytes("a.xlsb", &styled(&Book::faultless().value(101.0, 1400.0), style));
    assert_eq!(reading_of(&white, "101"), Reading::Number(1400.0));
    assert_eq!(told(&white), [at("医疗服务!D6", NotSeen::Hidden { asked: asked("101"), found: "1400".to_owned() })]);
    let raised = read_bytes("a.xlsb", &styled(&Book::faultless().value(101.0, 1500.0), style));
    assert_eq!(told(&raised), [at("医疗服务!D6", NotAsShown::Withdrawn { asked: asked("101"), written: "1500".to_owned() })]);
}

#[test]
fn the_head_of_the_printed_page_is_not_passed_over() {
    let of = |head: &str| {
        let none = u32::MAX.to_le_bytes();
        let record = record(479, &[&[0, 0][..], &words(head), &none, &none, &none, &none, &none].concat());
        let mut parts = unzipped(&xlsb(&Book::faultless()));
        let (_, sheet) = parts.iter_mut().find(|(name, _)| name == "xl/worksheets/sheet3.bin").unwrap();
        // In front of the record with which the sheet ends.
        let end = sheet.len() - 3;
        sheet.splice(end..end, record);
        let parts: Vec<_> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        reading_of(&read_bytes("a.xlsb", &zipped(&parts)), "201")
    };
    assert_eq!(of("&R单位：元"), Reading::Blank);
    assert_eq!(of("&R单位：万元"), Reading::Number(88.5));
    assert_eq!(of("&C第&P页"), Reading::Number(88.5));
}
