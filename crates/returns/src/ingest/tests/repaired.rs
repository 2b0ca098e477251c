//! Workbooks that Excel repairs and opens: what is safe in them is read, and only what is lost is told.

use super::support::{Book, Page, read_parts, reading_of};
use crate::domain::Reading;
use crate::finding::Code;
use crate::ingest::FileReading;

const SERVICE: &str = "xl/worksheets/sheet2.xml";
const STYLES: &str = "xl/styles.xml";
const BOOK: &str = "xl/workbook.xml";
const TOTAL: &str = "<c r=\"D6\"><v>1200</v></c>";
/// The total of visits in a format of its own.
const STYLED: &str = "<c r=\"D6\" s=\"2\"><v>1200</v></c>";

fn codes(reading: &FileReading) -> Vec<Code> {
    reading.findings.iter().map(crate::finding::Finding::code).collect()
}

fn totals(reading: &FileReading) -> ([Reading; 2], Vec<Code>) {
    (["101", "102"].map(|code| reading_of(reading, code)), codes(reading))
}

fn both(total: f64, said: &[Code]) -> ([Reading; 2], Vec<Code>) {
    ([Reading::Number(total), Reading::Number(1000.0)], said.to_vec())
}

/// The book without some of its parts.
fn without(book: &Book, changes: &[(&str, &str, &str)], lost: &[&str]) -> FileReading {
    let mut parts = book.parts_with(changes);
    parts.retain(|(name, _)| !lost.contains(&name.as_str()));
    read_parts(&parts)
}

#[test]
fn styles_that_cannot_be_read_cost_no_number_without_a_format() {
    let broken = |from: &str, to: &str| Book::faultless().read_with(&[(SERVICE, TOTAL, STYLED), (STYLES, from, to)]);
    let odd_colour = broken("<numFmts/>", "<numFmts/><fonts><font><sz val=\"x\"/><color theme=\"a\"/></font></fonts>");
    assert_eq!(totals(&odd_colour), both(1200.0, &[]), "colours and sizes are not asked for");
    let cut_behind = broken("</styleSheet>", "<cellStyles");
    assert_eq!(totals(&cut_behind), both(1200.0, &[]));
    // Its format may have been one of percent or of thousands.
    let cut = broken("</cellXfs></styleSheet>", "");
    assert_eq!(totals(&cut), both(1200.0, &[Code::NotSeen]));
    assert!(cut.findings[0].message().contains("格式"), "{}", cut.findings[0].message());
    let gone = without(&Book::faultless(), &[(SERVICE, TOTAL, STYLED)], &[STYLES]);
    assert_eq!(totals(&gone), both(1200.0, &[Code::NotSeen]));
    let plain = without(&Book::faultless(), &[], &[STYLES]);
    assert_eq!(totals(&plain), both(1200.0, &[]), "no cell has a format");
    let theme = "<Relationship Id=\"rIdTheme\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme\" \
                 Target=\"theme/theme1.xml\"/></Relationships>";
    let without_theme = Book::faultless().read_with(&[("xl/_rels/workbook.xml.rels", "</Relationships>", theme)]);
    assert_eq!(totals(&without_theme), both(1200.0, &[]));
}

#[test]
fn a_text_that_the_workbook_does_not_hold_costs_its_cell() {
    let strings = "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>1300</t></si></sst>";
    let shared = |changes: &[(&str, &str, &str)]| {
        let mut parts = Book::faultless().parts_with(changes);
        parts.push(("xl/sharedStrings.xml".to_owned(), strings.as_bytes().to_vec()));
        read_parts(&parts)
    };
    let of = |number: &str| shared(&[(SERVICE, TOTAL, &format!("<c r=\"D6\" t=\"s\"><v>{number}</v></c>"))]);
    assert_eq!(totals(&of("0")), both(1300.0, &[Code::Cleaned]));
    let lost = || ([Reading::Blank, Reading::Number(1000.0)], vec![Code::NotAsShown]);
    for number in ["1", "99", "-1"] {
        assert_eq!(totals(&of(number)), lost(), "{number}");
    }
    let unit = "<c r=\"B6\" t=\"inlineStr\"><is><t xml:space=\"preserve\">人次</t></is></c>";
    let of_unit = shared(&[(SERVICE, unit, "<c r=\"B6\" t=\"s\"><v>7</v></c>")]);
    assert_eq!(totals(&of_unit), lost(), "it may have been 万人次");
    let name = "<c r=\"E2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">表号：TB-H01</t></is></c>";
    let of_head = shared(&[(SERVICE, name, "<c r=\"E2\" t=\"s\"><v>7</v></c>")]);
    assert_eq!(totals(&of_head), both(1200.0, &[]), "nobody needs it");
}

#[test]
fn a_sheet_whose_part_is_gone_is_missing_and_the_others_are_read() {
    for changes in [&[][..], &[("xl/_rels/workbook.xml.rels", "Id=\"rId2\"", "Id=\"rId22\"")]] {
        let lost = if changes.is_empty() { &[SERVICE][..] } else { &[] };
        let reading = without(&Book::faultless(), changes, lost);
        assert_eq!(codes(&reading), [Code::SheetMissing]);
        assert_eq!([reading_of(&reading, "101"), reading_of(&reading, "201")], [Reading::Blank, Reading::Number(88.5)]);
    }
}

#[test]
fn sheets_of_one_name_and_states_that_nobody_knows_are_read() {
    let mut book = Book::faultless();
    let mut note = Page { name: "附注".to_owned(), ..Page::default() };
    note.row(0, 0, &["填报说明"]);
    book.pages.push(note);
    let twins = book.read_with(&[(BOOK, "name=\"附注\"", "name=\"医疗服务\"")]);
    assert_eq!(totals(&twins), both(1200.0, &[]));
    let state = Book::faultless().read_with(&[(BOOK, "<sheet name=\"医疗服务\"", "<sheet name=\"医疗服务\" state=\"shown\"")]);
    assert_eq!(totals(&state), both(1200.0, &[]));
}
