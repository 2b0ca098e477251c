//! How words look: struck out, raised, of the colour of their ground. What nobody sees is told; what is no part of the answer is not read.

use super::support::{Book, Typed, reading_of};
use crate::domain::Reading;
use crate::finding::Code;
use crate::ingest::FileReading;

/// The part of the sheet 医疗服务.
const SERVICE: &str = "xl/worksheets/sheet2.xml";
const STYLES: &str = "xl/styles.xml";
const TOTAL: &str = "<c r=\"D6\"><v>1200</v></c>";
const RAISED: &str = "<vertAlign val=\"superscript\"/>";
const STRUCK: &str = "<strike/>";
const WHITE: &str = "<color rgb=\"FFFFFFFF\"/>";
const BLUE: &str = "<patternFill patternType=\"solid\"><fgColor rgb=\"FF1F497D\"/></patternFill>";

fn told(reading: &FileReading) -> (Reading, Vec<Code>) {
    (reading_of(reading, "101"), reading.findings.iter().map(crate::finding::Finding::code).collect())
}

fn number(said: &[Code]) -> (Reading, Vec<Code>) {
    (Reading::Number(1200.0), said.to_vec())
}

fn refused() -> (Reading, Vec<Code>) {
    (Reading::Blank, vec![Code::NotAsShown])
}

/// The total of visits as this cell, which may bear the third style: with a font, a fill, and more styles behind those of cells.
fn styled(cell: &str, (font, fill): (&str, &str), more: &str) -> FileReading {
    let fonts = format!(
        "<numFmts/><fonts><font/><font>{font}</font></fonts><fills><fill><patternFill/></fill><fill>{fill}</fill></fills>"
    );
    let changes = [
        (STYLES, "<numFmts/>", fonts.as_str()),
        (STYLES, "<xf numFmtId=\"200\"/>", "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"1\"/>"),
        (STYLES, "</styleSheet>", &format!("{more}</styleSheet>")),
        (SERVICE, TOTAL, cell),
    ];
    Book::faultless().read_with(&changes)
}

/// A number in a cell with such a font and fill.
fn of_style(font: &str, fill: &str) -> (Reading, Vec<Code>) {
    told(&styled("<c r=\"D6\" s=\"2\"><v>1200</v></c>", (font, fill), ""))
}

#[test]
fn a_number_in_the_colour_of_its_ground_is_told() {
    let solid = |colour: &str| format!("<patternFill patternType=\"solid\"><fgColor {colour}/></patternFill>");
    let hidden = || number(&[Code::NotSeen]);
    assert_eq!(of_style(WHITE, ""), hidden());
    assert_eq!(of_style("<color theme=\"0\"/>", ""), hidden());
    assert_eq!(of_style("<color indexed=\"9\"/>", ""), hidden());
    // The pale yellow of the blank forms.
    assert_eq!(of_style(WHITE, &solid("rgb=\"FFFFF9E5\"")), hidden());
    assert_eq!(of_style("<color rgb=\"FFFFFF00\"/>", &solid("rgb=\"FFFFFF00\"")), hidden());
    assert_eq!(of_style("<color theme=\"4\"/>", &solid("theme=\"4\"")), hidden());
    assert_eq!(of_style(WHITE, BLUE), number(&[]));
    assert_eq!(of_style("<color rgb=\"FFFF0000\"/>", ""), number(&[]));
    assert_eq!(of_style("<color rgb=\"FFFFFF00\"/>", ""), number(&[]), "hard to read, but there");
    assert_eq!(of_style(WHITE, "<patternFill patternType=\"gray125\"/>"), number(&[]));
    assert_eq!(
        of_style(WHITE, "<gradientFill><stop position=\"0\"><color rgb=\"FF000000\"/></stop></gradientFill>"),
        number(&[])
    );
    let typed = styled("<c r=\"D6\" s=\"2\" t=\"inlineStr\"><is><t>1200</t></is></c>", (WHITE, ""), "");
    assert_eq!(told(&typed), number(&[Code::Cleaned, Code::NotSeen]), "as text");
    let message = styled("<c r=\"D6\" s=\"2\"><v>1200</v></c>", (WHITE, ""), "").findings[0].message();
    assert!(message.contains("与底色相同"), "{message}");
}

#[test]
fn a_conditional_format_may_give_the_colour() {
    let dxf = |inside: &str| format!("<dxfs count=\"1\"><dxf>{inside}</dxf></dxfs>");
    let shown = |rule: &str, inside: &str| {
        let rules = format!("</sheetData><conditionalFormatting sqref=\"D6\">{rule}</conditionalFormatting>");
        let changes = [(STYLES, "</styleSheet>", format!("{}</styleSheet>", dxf(inside))), (SERVICE, "</sheetData>", rules)];
        let changes: Vec<_> = changes.iter().map(|(part, from, to)| (*part, *from, to.as_str())).collect();
        told(&Book::faultless().read_with(&changes))
    };
    let above = |number: u32| {
        format!(
            "<cfRule type=\"cellIs\" dxfId=\"0\" priority=\"1\" operator=\"greaterThan\"><formula>{number}</formula></cfRule>"
        )
    };
    let white = format!("<font>{WHITE}</font>");
    let on_red = format!("{white}<fill><patternFill><bgColor rgb=\"FFFF0000\"/></patternFill></fill>");
    assert_eq!(shown(&above(100), &white), number(&[Code::NotSeen]));
    assert_eq!(shown(&above(2000), &white), number(&[]));
    assert_eq!(shown(&above(100), &on_red), number(&[]), "the usual alarm");
    let by_formula = "<cfRule type=\"expression\" dxfId=\"0\" priority=\"1\"><formula>$B6=1</formula></cfRule>";
    assert_eq!(shown(by_formula, &white), number(&[Code::NotSeen]), "the number is the same, whether it is seen or not");
}

#[test]
fn a_cell_that_is_raised_as_a_whole_is_no_answer() {
    assert_eq!(of_style(RAISED, ""), refused());
    assert_eq!(of_style(STRUCK, ""), refused());
    assert_eq!(of_style("<vertAlign val=\"baseline\"/>", ""), number(&[]));
}

fn rich(runs: &[(&str, &str)]) -> String {
    let run = |(font, words): &(&str, &str)| {
        let font = if font.is_empty() { String::new() } else { format!("<rPr>{font}</rPr>") };
        format!("<r>{font}<t>{words}</t></r>")
    };
    let runs: String = runs.iter().map(run).collect();
    format!("<c r=\"D6\" s=\"2\" t=\"inlineStr\"><is>{runs}</is></c>")
}

#[test]
fn a_run_with_a_font_of_its_own_is_not_struck_out_with_its_cell() {
    // LibreOffice keeps the font of the first run as that of the cell.
    let of = |runs: &[(&str, &str)], font: &str| told(&styled(&rich(runs), (font, ""), ""));
    let plain = "<sz val=\"11\"/>";
    assert_eq!(of(&[(STRUCK, "1000"), (plain, "1200")], STRUCK), number(&[Code::Cleaned]));
    assert_eq!(of(&[("", "1000"), (plain, "1200")], STRUCK), number(&[Code::Cleaned]), "without a font it has that of the cell");
    assert_eq!(of(&[(plain, "1200"), (RAISED, "1")], RAISED), number(&[Code::Cleaned]));
    assert_eq!(of(&[("", "1000"), (STRUCK, "1200")], STRUCK), refused());
    let told = styled(&rich(&[("", "10"), (STRUCK, "00")]), (STRUCK, ""), "");
    assert!(told.findings[0].message().contains("“1000”"), "no signs of the reader: {}", told.findings[0].message());
}

#[test]
fn a_run_that_nobody_sees_is_never_joined_to_a_number() {
    let of = |runs: &[(&str, &str)], fill: &str| styled(&rich(runs), ("<sz val=\"11\"/>", fill), "");
    let white = of(&[("", "1200"), (WHITE, "6")], "");
    assert_eq!(told(&white), number(&[Code::NotSeen]));
    assert!(white.findings[0].message().contains("看不见的“6”没有读入"), "{}", white.findings[0].message());
    assert_eq!(told(&of(&[("<sz val=\"9\"/>", "1200"), ("<color theme=\"0\"/>", "6")], "")), number(&[Code::NotSeen]));
    assert_eq!(told(&of(&[(WHITE, "12"), (WHITE, "00")], "")), number(&[Code::Cleaned, Code::NotSeen]), "all of it");
    assert_eq!(told(&of(&[(WHITE, "12"), (WHITE, "00")], BLUE)), number(&[Code::Cleaned]), "on a dark ground");
    assert_eq!(told(&of(&[("", "1200"), ("<color rgb=\"FFFF0000\"/>", "人次")], "")), number(&[Code::Cleaned]));
}

#[test]
fn a_row_that_is_struck_out_is_told_and_the_one_that_stands_for_it_is_read() {
    let struck = "<row r=\"9\"><c r=\"A9\" s=\"2\" t=\"inlineStr\"><is><t>总诊疗人次</t></is></c><c r=\"C9\" s=\"2\"><v>101</v></c>\
                  <c r=\"D9\" s=\"2\"><v>1000</v></c></row>";
    let reading = Book::faultless().read_with(&[
        (STYLES, "<numFmts/>", "<numFmts/><fonts><font/><font><strike/></font></fonts>"),
        (STYLES, "<xf numFmtId=\"200\"/>", "<xf numFmtId=\"0\" fontId=\"1\"/>"),
        (SERVICE, "</sheetData>", &format!("{struck}</sheetData>")),
    ]);
    assert_eq!(told(&reading), number(&[Code::Cleaned]));
    assert!(reading.findings[0].at.to_string().ends_with("D9"), "{}", reading.findings[0].at);
    assert!(reading.findings[0].message().contains("“1000”没有读入"), "{}", reading.findings[0].message());
}

#[test]
fn a_date_that_is_struck_out_is_told() {
    let dated = Book::faultless().value(303.0, Typed::Date(45_930.0));
    let reading = dated.read_with(&[
        (STYLES, "<numFmts/>", "<numFmts/><fonts><font/><font><strike/></font></fonts>"),
        (STYLES, "<xf numFmtId=\"14\"/>", "<xf numFmtId=\"14\" fontId=\"1\"/>"),
    ]);
    assert_eq!(reading_of(&reading, "303"), Reading::Blank);
    let message = reading.findings.iter().map(crate::finding::Finding::message).collect::<String>();
    assert!(message.contains("“2025-09-30”"), "{message}");
}
