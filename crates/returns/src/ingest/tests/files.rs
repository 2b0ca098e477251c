//! Whatever lies in an inbox: the table of inputs that nobody would send on purpose.

use std::path::Path;
use std::time::Duration;

use super::support::{Book, FIRST, Page, VALUE, hospital_form, read_bytes, reading_of, registry, unzipped, zipped};
use super::told::{asked, at, told};
use crate::domain::Reading;
use crate::finding::facts::{
    Content, Denial, EmptyFile, Encrypted, FormulaError, FormulaWithoutValue, NotAWorkbook, ReaderFailed, ReaderTimeout,
    TooLarge, Truncated, Unreadable, UnsupportedFormat, WrongExtension,
};
use crate::finding::{Code, Facts, Severity};
use crate::ingest::reader::tests::misbehaving;
use crate::ingest::{Known, Reader, discover, read};

const XLS: &[u8] = include_bytes!("../../../../../tests/inputs/return.xls");
const ODS: &[u8] = include_bytes!("../../../../../tests/inputs/return.ods");
const OFFICE: &[u8] = include_bytes!("../../../../../tests/inputs/office.xlsx");
const UNCALCULATED: &[u8] = include_bytes!("../../../../../tests/inputs/uncalculated.xlsx");

/// The file is refused for one reason, and somebody is told what to do about it.
#[track_caller]
fn assert_rejected(name: &str, bytes: &[u8], said: impl Into<Facts>) {
    let reading = read_bytes(name, bytes);
    assert_eq!(told(&reading), [at("", said)]);
    assert_eq!(reading.findings[0].severity(), Severity::Rejected);
    assert!(reading.findings[0].hint().is_some());
    assert!(reading.filed.is_none());
}

#[test]
fn what_is_no_workbook_is_rejected() {
    assert_rejected("a.xlsx", b"", EmptyFile);
    assert_rejected("a.xlsx", b"%PDF-1.7", NotAWorkbook { content: Content::Pdf });
    assert_rejected("a.xls", "<html><table></table></html>".as_bytes(), NotAWorkbook { content: Content::Html });
    assert_rejected("a.xlsx", &zipped(&[("word/document.xml", b"<w/>")]), NotAWorkbook { content: Content::Word });
    assert_rejected("a.docx", &zipped(&[("word/document.xml", b"<w/>")]), UnsupportedFormat { content: Content::Word });
    assert_rejected("a.zip", &zipped(&[("a.xlsx", b"PK")]), UnsupportedFormat { content: Content::Archive });
    assert_rejected("a.pdf", b"%PDF-1.7", UnsupportedFormat { content: Content::Pdf });
    assert_rejected("a.csv", "代码,数值\n101,3".as_bytes(), UnsupportedFormat { content: Content::PlainText });
    assert_rejected("a.rar", b"Rar!\x1a\x07", UnsupportedFormat { content: Content::Rar });
    assert_rejected("a.dat", &[7, 0, 7], UnsupportedFormat { content: Content::Binary });
}

#[test]
fn truncated_workbooks_are_rejected() {
    let whole = Book::faultless().bytes();
    assert_rejected("a.xlsx", &whole[..whole.len() / 2], Truncated::Damaged);
    assert_rejected("a.xlsx", &whole[..10], Truncated::Damaged);
    assert_rejected("a.ods", &ODS[..ODS.len() / 2], Truncated::Damaged);
    assert_rejected("a.xls", &XLS[..20], Truncated::Damaged);
    let unclosed = zipped(&[("xl/workbook.xml", b"<workbook><sheets>")]);
    assert_rejected("a.xlsx", &unclosed, Truncated::Damaged);
}

#[test]
fn encrypted_workbooks_are_rejected() {
    for (name, bytes) in [
        ("a.xlsx", include_bytes!("../../../../../tests/inputs/encrypted.xlsx").as_slice()),
        ("a.xls", include_bytes!("../../../../../tests/inputs/encrypted.xls").as_slice()),
        ("a.ods", include_bytes!("../../../../../tests/inputs/encrypted.ods").as_slice()),
    ] {
        assert_rejected(name, bytes, Encrypted);
    }
}

/// Excel encrypts what is only protected against changes with a word that every program knows.
#[test]
fn what_is_encrypted_against_nobody_is_read() {
    for (name, bytes) in [
        ("a.xlsx", include_bytes!("../../../../../tests/inputs/protected.xlsx").as_slice()),
        ("a.xlsx", include_bytes!("../../../../../tests/inputs/protected-2007.xlsx").as_slice()),
        ("a.xls", include_bytes!("../../../../../tests/inputs/protected.xls").as_slice()),
        ("a.xls", include_bytes!("../../../../../tests/inputs/protected-cryptoapi.xls").as_slice()),
    ] {
        let reading = read_bytes(name, bytes);
        assert_eq!(reading_of(&reading, "101"), Reading::Number(1234.0), "{name}: {:?}", told(&reading));
        assert_eq!(reading_of(&reading, "201"), Reading::Number(88.5), "{name}");
    }
}

#[test]
fn bytes_before_a_container_cost_nothing() {
    let whole = Book::faultless().bytes();
    for junk in [vec![0; 512], b"Content-Type: application/octet-stream\r\n\r\n".to_vec()] {
        let reading = read_bytes("a.xlsx", &[junk.as_slice(), &whole].concat());
        assert_eq!(reading_of(&reading, "101"), Reading::Number(1200.0), "{:?}", told(&reading));
        assert_eq!(told(&reading), []);
    }
    let archive = [&[0; 512][..], &zipped(&[("a.xlsx", b"PK")])].concat();
    assert_rejected("a.xlsx", &archive, NotAWorkbook { content: Content::Binary });
    assert_rejected("a.pdf", &[b"%PDF-1.7\n", whole.as_slice()].concat(), UnsupportedFormat { content: Content::Pdf });
}

#[test]
fn an_ods_that_was_packed_anew_by_hand_is_read() {
    let without = |lost: &[&str]| {
        let parts = unzipped(ODS);
        let kept = parts.iter().filter(|(name, _)| !lost.contains(&name.as_str()));
        read_bytes("a.ods", &zipped(&kept.map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect::<Vec<_>>()))
    };
    for lost in [&["mimetype"][..], &["META-INF/manifest.xml"]] {
        assert_eq!(reading_of(&without(lost), "101"), Reading::Number(1234.0), "{lost:?}");
    }
}

#[test]
fn a_workbook_that_is_too_old_is_told_for_what_it_is() {
    // As Excel 2.0, 3.0 and 4.0 begin a file.
    for bytes in [b"\x09\0\x04\0\x02\0\x10\0".as_slice(), b"\x09\x02\x06\0\0\0\x10\0\0\0", b"\x09\x04\x06\0\0\0\x10\0\0\0"] {
        assert_rejected("a.xls", bytes, UnsupportedFormat { content: Content::OldExcel });
    }
    let told = read_bytes("a.xls", b"\x09\0\x04\0\x02\0\x10\0").findings;
    assert!(told[0].hint().is_some_and(|hint| hint.contains("另存为 .xlsx")), "{:?}", told[0].hint());
}

#[test]
fn a_wrong_extension_is_a_note() {
    let reading = read_bytes("a.xls", &Book::faultless().bytes());
    assert_eq!(told(&reading), [at("", WrongExtension { extension: "xls".to_owned(), content: "xlsx".to_owned() })]);
    assert!(reading.filed.is_some());
    let reading = read_bytes("报表.XLSX", XLS);
    assert_eq!(told(&reading)[0], at("", WrongExtension { extension: "xlsx".to_owned(), content: "xls".to_owned() }));
    assert!(reading.filed.is_some());
    assert_eq!(told(&read_bytes("a.XLSM", &Book::faultless().bytes())), []);
}

#[test]
fn what_unfolds_too_far_is_rejected_before_it_is_unfolded() {
    let zeros = vec![b' '; 70 * 1024 * 1024];
    let bomb = zipped(&[("xl/workbook.xml", &zeros)]);
    assert!(bomb.len() < 200_000);
    let many_times = zipped(&[("xl/workbook.xml", &zeros[..8 * 1024 * 1024])]);
    for bomb in [bomb, many_times] {
        let told = told(&read_bytes("a.xlsx", &bomb));
        let [(_, Facts::TooLarge(TooLarge::Unfolded { bytes, .. }))] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!(*bytes, bomb.len() as u64);
    }
}

#[test]
fn a_container_that_lies_about_its_sizes_is_rejected() {
    let mut sheet = b"<worksheet><sheetData><row r=\"1\">".to_vec();
    sheet.resize(70 * 1024 * 1024, b' ');
    let parts = unzipped(&Book::faultless().bytes());
    let parts: Vec<_> = parts
        .iter()
        .map(|(name, bytes)| (name.as_str(), if name.ends_with("sheet1.xml") { &sheet } else { bytes }.as_slice()))
        .collect();
    let mut bomb = zipped(&parts);
    let true_size = (70_u32 * 1024 * 1024).to_le_bytes();
    let places: Vec<_> = (0..bomb.len() - 4).filter(|place| bomb[*place..].starts_with(&true_size)).collect();
    assert_eq!(places.len(), 2, "the size stands in both headers");
    for place in places {
        bomb[place..place + 4].copy_from_slice(&1000_u32.to_le_bytes());
    }
    assert_rejected("a.xlsx", &bomb, Truncated::Damaged);
}

#[test]
fn more_cells_than_a_return_has_are_rejected() {
    let mut book = Book::faultless();
    let page = book.page("其他");
    for row in 100..100_100 {
        page.put(row, 0, 1.0);
        page.put(row, 1, 1.0);
    }
    assert_rejected("a.xlsx", &book.bytes(), TooLarge::Cells { most: 200_000 });
}

#[test]
fn a_code_that_stands_thousands_of_times_is_told_as_often_as_anybody_reads() {
    let mut book = Book::faultless();
    let page = book.page("医疗服务");
    page.cells.retain(|(row, _), _| *row < FIRST);
    for row in FIRST..FIRST + 20_000 {
        let number = f64::from(row);
        page.put(row, 0, "别的名称");
        page.put(row, 2, 101.0);
        page.put(row, VALUE, number);
    }
    let reading = book.read();
    let count = |code: Code| reading.findings.iter().filter(|finding| finding.code() == code).count();
    assert_eq!((count(Code::ItemTwice), count(Code::NameMismatch)), (200, 200));
    let rest: Vec<_> = reading.findings.iter().filter(|finding| finding.code() == Code::FurtherFindings).collect();
    assert!(reading.findings.len() < 500, "{}", reading.findings.len());
    let told: Vec<(String, Severity)> = rest.iter().map(|finding| (finding.message(), finding.severity())).collect();
    assert!(told.contains(&("另有 19799 条“指标项代码重复”（C09）没有逐条列出".to_owned(), Severity::Error)), "{told:?}");
    assert!(told.contains(&("另有 19800 条“指标名称与代码不符”（C10）没有逐条列出".to_owned(), Severity::Doubt)), "{told:?}");
    assert!(rest.iter().all(|finding| finding.unit.is_some() && finding.at.sheet.is_none()));
    assert_eq!(reading_of(&reading, "101"), Reading::Blank);
}

#[test]
fn more_sheets_or_longer_cells_than_a_return_has_are_rejected_for_that() {
    let mut book = Book::faultless();
    for number in 0..253 {
        book.pages.push(Page { name: format!("附表{number}"), ..Page::default() });
    }
    assert_rejected("a.xlsx", &book.bytes(), TooLarge::Sheets { found: 257, most: 256 });
    book.pages.pop();
    assert!(book.read().filed.is_some());
    let long = |characters: usize| Book::faultless().value(304.0, "长".repeat(characters).as_str());
    assert_rejected("a.xlsx", &long(32_768).bytes(), TooLarge::CellWords);
    assert!(long(32_767).read().filed.is_some());
}

#[test]
fn workbooks_of_other_programs_are_read_alike() {
    for (name, bytes) in [("a.xls", XLS), ("a.ods", ODS), ("a.xlsx", OFFICE)] {
        let reading = read_bytes(name, bytes);
        assert_eq!(reading_of(&reading, "101"), Reading::Number(1234.0), "{name}: {:?}", told(&reading));
        assert_eq!(reading_of(&reading, "102"), Reading::Number(1000.0), "{name}");
        assert_eq!(reading_of(&reading, "201"), Reading::Number(88.5), "{name}");
        assert_eq!(reading_of(&reading, "203"), Reading::Number(5.0), "{name}");
        assert_eq!(reading_of(&reading, "301"), Reading::Text("是".to_owned()), "{name}");
        assert_eq!(reading_of(&reading, "303"), Reading::Text("2025-09-30".to_owned()), "{name}");
        let filed = reading.filed.as_ref().unwrap();
        assert_eq!(filed.reported_on.unwrap().to_string(), "2025-10-12", "{name}");
        assert_eq!(filed.facts[0].place.unwrap().a1(), "E5", "{name}: positions count from A1");
        assert!(
            told(&reading).contains(&at("收入费用!D3", FormulaError { asked: asked("202"), shown: "#DIV/0!".to_owned() })),
            "{name}: {:?}",
            told(&reading)
        );
    }
}

#[test]
fn a_formula_that_no_program_ever_calculated_is_told() {
    let reading = read_bytes("a.xlsx", UNCALCULATED);
    assert!(told(&reading).contains(&at("收入费用!D3", FormulaWithoutValue { asked: asked("202") })), "{:?}", told(&reading));
}

#[test]
fn files_that_take_down_a_reading_process_cost_themselves_only() {
    let inbox = tempfile::tempdir().unwrap();
    let good = Book::faultless().bytes();
    for (name, bytes) in [
        ("1.xlsx", good.as_slice()),
        ("2.xlsx", b"abort"),
        ("3.xlsx", b"hang"),
        ("4.xlsx", &good),
        ("5.xlsx", b"panic"),
        ("6.xlsx", &good),
    ] {
        discover::write(&inbox.path().join(name), bytes);
    }
    let (forms, registry) = ([hospital_form()], registry());
    let known = Known { forms: &forms, registry: Some(&registry) };
    let reader = misbehaving().with_timeout(Duration::from_secs(1));
    let readings = read(&discover::discover(inbox.path()).unwrap(), &known, &reader, &|| {}).unwrap();
    let said: Vec<_> = readings.iter().map(told).collect();
    assert_eq!(said[1], [at("", ReaderFailed)]);
    assert_eq!(said[2], [at("", ReaderTimeout { seconds: 1.0 })]);
    assert_eq!(said[4], [at("", ReaderFailed)]);
    for number in [0, 3, 5] {
        assert!(readings[number].filed.is_some());
        assert_eq!(said[number], []);
    }
}

#[test]
fn no_file_stops_another_and_the_order_stays() {
    let inbox = tempfile::tempdir().unwrap();
    for number in 0..20 {
        let bytes = if number % 3 == 0 { b"PK\x03\x04 broken".to_vec() } else { Book::faultless().bytes() };
        discover::write(&inbox.path().join(format!("{number:02}.xlsx")), &bytes);
    }
    let mut found = discover::discover(inbox.path()).unwrap();
    found[5].path = Path::new("gone/in/the/meantime.xlsx").to_owned();
    let (forms, registry) = ([hospital_form()], registry());
    let known = Known { forms: &forms, registry: Some(&registry) };
    let told_of = std::sync::atomic::AtomicUsize::new(0);
    let progress = || {
        told_of.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    };
    let readings = read(&found, &known, &Reader::in_process(), &progress).unwrap();
    assert_eq!(told_of.into_inner(), 20);
    for (number, reading) in readings.iter().enumerate() {
        assert_eq!(reading.source.path, format!("{number:02}.xlsx"));
        assert_eq!(reading.filed.is_some(), number % 3 != 0 && number != 5, "{number}");
    }
    assert_eq!(told(&readings[5]), [at("", Unreadable { denial: Denial::NotFound })]);
    assert_eq!(readings[1].source.hash, discover::fingerprint(&found[1]).unwrap());
}
