//! What stands on a sheet without standing in a cell: comments and text boxes that state a unit of measure.

use super::support::{Book, FIRST, reading_of};
use crate::domain::Reading;
use crate::finding::Code;

const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// What is read of 总收入 on 收入费用, with a part beside the sheet; without a unit of measure in its row if it is to say none.
fn beside(kind: &str, part: &str, has_unit: bool) -> (Reading, Vec<Code>) {
    let mut book = Book::faultless();
    if !has_unit {
        book.page("收入费用").put(FIRST, 1, "");
    }
    let mut parts = book.parts_with(&[]);
    let relations = format!(
        "<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/{kind}\" Target=\"../{kind}s/{kind}1.xml\"/></Relationships>"
    );
    parts.push(("xl/worksheets/_rels/sheet3.xml.rels".to_owned(), relations.into_bytes()));
    parts.push((format!("xl/{kind}s/{kind}1.xml"), part.as_bytes().to_vec()));
    let reading = super::support::read_parts(&parts);
    (reading_of(&reading, "201"), reading.findings.iter().map(crate::finding::Finding::code).collect())
}

/// A comment of 张三 on a cell.
fn comment(cell: &str, words: &str, has_unit: bool) -> (Reading, Vec<Code>) {
    let part = format!(
        "<comments><authors><author>张三</author></authors><commentList><comment ref=\"{cell}\" authorId=\"0\"><text>\
         <r><rPr><b/></rPr><t>张三:</t></r><r><t xml:space=\"preserve\">\n{words}</t></r></text></comment></commentList></comments>"
    );
    beside("comments", &part, has_unit)
}

const READ: (Reading, Vec<Code>) = (Reading::Number(88.5), Vec::new());

fn converted() -> (Reading, Vec<Code>) {
    (Reading::Number(0.00885), vec![Code::UnitConverted, Code::DecimalsOdd])
}

fn contradictory() -> (Reading, Vec<Code>) {
    (Reading::Blank, vec![Code::NotAsShown])
}

#[test]
fn a_unit_of_measure_in_a_comment_counts() {
    assert_eq!(comment("D4", "单位：元", false), converted(), "on the header, and the row says nothing");
    assert_eq!(comment("D4", "单位：元", true), contradictory(), "the row says 万元");
    for cell in ["D6", "B6", "A6"] {
        assert_eq!(comment(cell, "单位：元", true), contradictory(), "{cell}");
        assert_eq!(comment(cell, "本行以元为单位", true), contradictory(), "{cell}");
    }
    for cell in ["D4", "D6"] {
        assert_eq!(comment(cell, "单位：万元", true), READ, "{cell}");
        assert_eq!(comment(cell, "已核实，2024年为77万元", true), READ, "{cell}");
        assert_eq!(comment(cell, "退回说明第1次：单位：元", true), READ, "{cell}: what a slip came back with");
    }
    assert_eq!(comment("E6", "单位：元", true), READ, "on last year's value");
    assert_eq!(comment("E4", "单位：元", true), READ, "on last year's header");
    assert_eq!(comment("D7", "单位：元", true), READ, "on another item");
}

#[test]
fn a_unit_of_measure_in_a_text_box_is_not_passed_over() {
    let text_box = |words: &str| {
        format!("<xdr:wsDr><xdr:sp><xdr:txBody><a:p><a:r><a:t>{words}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>")
    };
    assert_eq!(beside("drawing", &text_box("单位：元"), true), contradictory());
    assert_eq!(beside("drawing", &text_box("单位：万元"), true), READ);
    assert_eq!(beside("drawing", &text_box("填报说明"), true), READ);
    assert_eq!(beside("drawing", &text_box("单位：元"), false), converted(), "the row says nothing");
    assert_eq!(beside("drawing", &text_box("单位：万元"), false), READ);
}
