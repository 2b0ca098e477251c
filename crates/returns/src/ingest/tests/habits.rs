//! What other programs write, and what people type, is read as they mean it, or told.

use super::support::{Book, Page, Typed, VALUE, reading_of};
use crate::domain::Reading;
use crate::finding::Code;
use crate::ingest::FileReading;

/// The parts of the sheets 医疗服务 and 收入费用.
const SERVICE: &str = "xl/worksheets/sheet2.xml";
const MONEY: &str = "xl/worksheets/sheet3.xml";
const STYLES: &str = "xl/styles.xml";
const TOTAL: &str = "<c r=\"D6\"><v>1200</v></c>";
const SECOND: &str = "<c r=\"D7\"><v>1000</v></c>";

fn codes(reading: &FileReading) -> Vec<Code> {
    reading.findings.iter().map(crate::finding::Finding::code).collect()
}

/// The total of visits and what is told, of a book with changed parts.
fn total(changes: &[(&str, &str, &str)]) -> (Reading, Vec<Code>) {
    let reading = Book::faultless().read_with(changes);
    (reading_of(&reading, "101"), codes(&reading))
}

/// The same where only the cell is another.
fn with_cell(cell: &str) -> (Reading, Vec<Code>) {
    total(&[(SERVICE, TOTAL, cell)])
}

fn number(number: f64) -> Reading {
    Reading::Number(number)
}

/// The share of drugs under a conditional format that shows percent.
fn conditional(rule: &str, value: &str) -> (Reading, Vec<Code>) {
    let formats = "</cellXfs><dxfs count=\"2\"><dxf><numFmt numFmtId=\"10\" formatCode=\"0.00%\"/></dxf>\
                   <dxf><font><color rgb=\"FFFF0000\"/></font></dxf></dxfs>";
    let cell = format!("<c r=\"D7\"><v>{value}</v></c>");
    let rules = format!("</sheetData><conditionalFormatting sqref=\"D7:D8\">{rule}</conditionalFormatting>");
    let changes =
        [(STYLES, "</cellXfs>", formats), (MONEY, "<c r=\"D7\"><v>25.5</v></c>", &cell), (MONEY, "</sheetData>", &rules)];
    let reading = Book::faultless().read_with(&changes);
    (reading_of(&reading, "202"), codes(&reading))
}

#[test]
fn a_conditional_format_shows_percent_where_its_condition_is_met() {
    let below = "<cfRule type=\"cellIs\" dxfId=\"0\" priority=\"1\" operator=\"lessThanOrEqual\"><formula>1</formula></cfRule>";
    assert_eq!(conditional(below, "0.255"), (number(25.5), vec![Code::Cleaned]));
    assert_eq!(conditional(below, "25.5"), (number(25.5), vec![]), "its number is above 1");
    let formula = "<cfRule type=\"expression\" dxfId=\"0\" priority=\"1\"><formula>$B7=\"%\"</formula></cfRule>";
    assert_eq!(
        conditional(formula, "0.255"),
        (Reading::Blank, vec![Code::NotAsShown; 2]),
        "nobody calculates it here, for neither cell"
    );
    let colour = "<cfRule type=\"expression\" dxfId=\"1\" priority=\"1\"><formula>$B7=\"%\"</formula></cfRule>";
    assert_eq!(conditional(colour, "25.5"), (number(25.5), vec![]), "a colour changes no number");
}

#[test]
fn words_and_signs_of_a_number_format_count() {
    let formatted = |format: &str| {
        let formats = format!("<numFmts><numFmt numFmtId=\"200\" formatCode=\"{format}\"/></numFmts>");
        total(&[(STYLES, "<numFmts/>", &formats), (SERVICE, TOTAL, "<c r=\"D6\" s=\"2\"><v>1200</v></c>")])
    };
    assert_eq!(formatted("&quot;约&quot;0"), (number(1200.0), vec![Code::Cleaned]));
    assert_eq!(formatted("0&quot;人次&quot;"), (number(1200.0), vec![Code::Cleaned]));
    for inexact in ["0.00&quot;+&quot;", "0&quot;人次以上&quot;", "0&quot;万人次以上&quot;"] {
        assert_eq!(formatted(inexact), (Reading::Blank, vec![Code::UnitOfMeasureOdd]), "{inexact}");
    }
    assert_eq!(formatted("&quot;≥&quot;0"), (Reading::Blank, vec![Code::NumberExpected]));
    for plain in ["General", "0_ ", "#,##0.00_);[Red]\\(#,##0.00\\)", "G/通用格式"] {
        assert_eq!(formatted(plain), (number(1200.0), vec![]), "{plain}");
    }
}

#[test]
fn numbers_are_read_as_the_programs_write_them() {
    assert_eq!(with_cell("<c r=\"D6\"><v>1E3</v></c>"), (number(1000.0), vec![]));
    assert_eq!(with_cell("<c r=\"D6\"><v>1.2E+3</v></c>"), (number(1200.0), vec![]));
    assert_eq!(with_cell("<c r=\"D6\" t=\"str\"><v>1200</v></c>"), (number(1200.0), vec![Code::Cleaned]));
    let runs = "<c r=\"D6\" t=\"inlineStr\"><is><r><t>12</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">00 </t></r></is></c>";
    assert_eq!(with_cell(runs), (number(1200.0), vec![Code::Cleaned]));
    let (negative_zero, said) = with_cell("<c r=\"D6\"><v>-0</v></c>");
    assert!(matches!(negative_zero, Reading::Number(zero) if zero == 0.0 && zero.is_sign_positive()), "{negative_zero:?}");
    assert_eq!(said, []);
    let third = Book::faultless().value(201.0, 0.1 + 0.2).read();
    assert_eq!((reading_of(&third, "201"), codes(&third)), (number(0.1 + 0.2), vec![]), "17 digits, of which one is meant");
}

#[test]
fn numbers_are_read_as_people_type_them_or_told() {
    let typed = |code: f64, text: &str| {
        let reading = Book::faultless().value(code, text).read();
        (reading_of(&reading, &code.to_string()), codes(&reading))
    };
    for unclear in ["一百二十", "12,5", "1’234", "1 2 3 4", "12;34", "1,20"] {
        assert_eq!(typed(101.0, unclear), (Reading::Blank, vec![Code::NumberExpected]), "{unclear}");
    }
    assert_eq!(typed(201.0, "３．５"), (number(3.5), vec![Code::Cleaned]));
    for percent in ["85.0 %", "85％", "85﹪", "85 个百分点"] {
        assert_eq!(typed(202.0, percent), (number(85.0), vec![Code::Cleaned]), "{percent}");
    }
    assert_eq!(typed(202.0, "850‰"), (number(85.0), vec![Code::UnitConverted]));
    assert_eq!(typed(101.0, "1.2千人次"), (number(1200.0), vec![Code::UnitConverted]));
    assert_eq!(typed(101.0, "12千克"), (Reading::Blank, vec![Code::UnitOfMeasureOdd]));
}

#[test]
fn dates_are_read_as_the_programs_write_them() {
    let text = "<c r=\"D8\" t=\"inlineStr\"><is><t xml:space=\"preserve\">2025-09-30</t></is></c>";
    for iso in ["2025-09-30", "2025-09-30T00:00:00", "2025-09-30T00:00:00.000Z"] {
        let cell = format!("<c r=\"D8\" t=\"d\"><v>{iso}</v></c>");
        let reading = Book::faultless().read_with(&[("xl/worksheets/sheet4.xml", text, &cell)]);
        assert_eq!((reading_of(&reading, "303"), codes(&reading)), (Reading::Text("2025-09-30".to_owned()), vec![]), "{iso}");
    }
    // 30 September 2025 is 45930 days after the end of 1899, 44468 after the beginning of 1904.
    for (is_1904, serial) in [(false, 45_930.0), (true, 44_468.0)] {
        let reading = Book { is_1904, ..Book::faultless() }.value(303.0, Typed::Date(serial)).read();
        assert_eq!(reading_of(&reading, "303"), Reading::Text("2025-09-30".to_owned()), "{is_1904}");
    }
}

#[test]
fn cells_are_found_in_any_order_and_without_their_names() {
    assert_eq!(with_cell("<c r=\"C6\"/><c><v>1200</v></c>"), (number(1200.0), vec![]));
    let first = "<sheetData><row r=\"6\"><c r=\"D6\"><v>1200</v></c></row>";
    assert_eq!(total(&[(SERVICE, TOTAL, ""), (SERVICE, "<sheetData>", first)]), (number(1200.0), vec![]));
    for dimension in ["<dimension ref=\"D9:A1\"/>", "<dimension ref=\"\"/>", "<dimension ref=\"A1\"/>", "<dimension/>"] {
        let head = format!("{dimension}<sheetData>");
        assert_eq!(total(&[(SERVICE, "<sheetData>", &head)]), (number(1200.0), vec![]), "{dimension}");
    }
    let outline = "<cols><col min=\"4\" max=\"4\" hidden=\"1\" outlineLevel=\"1\"/></cols><sheetData>";
    assert_eq!(total(&[(SERVICE, "<sheetData>", outline)]), (number(1200.0), vec![Code::HiddenContent]));
    let very_hidden = [("xl/workbook.xml", "<sheet name=\"医疗服务\"", "<sheet name=\"医疗服务\" state=\"veryHidden\"")];
    assert_eq!(total(&very_hidden), (number(1200.0), vec![Code::HiddenContent]));
}

#[test]
fn a_formula_of_several_cells_without_values_leaves_none_of_them_blank_or_zero() {
    let calculated = |formula: &str, second: &str| {
        let reading = Book::faultless().read_with(&[(SERVICE, TOTAL, formula), (SERVICE, SECOND, second)]);
        ([reading_of(&reading, "101"), reading_of(&reading, "102")], codes(&reading))
    };
    let nothing = || ([Reading::Blank, Reading::Blank], vec![Code::FormulaWithoutValue; 2]);
    let array = "<c r=\"D6\"><f t=\"array\" ref=\"D6:D7\">E6:E7*2</f>";
    let table = "<c r=\"D6\"><f t=\"dataTable\" ref=\"D6:D7\" dt2D=\"0\" dtr=\"0\" r1=\"B1\"/>";
    for formula in [array, table] {
        for second in ["", "<c r=\"D7\"/>", "<c r=\"D7\"><v>0</v></c>"] {
            for first in ["</c>", "<v>0</v></c>", "<v></v></c>"] {
                assert_eq!(calculated(&format!("{formula}{first}"), second), nothing(), "{formula}{first} {second}");
            }
        }
        let found = calculated(&format!("{formula}<v>14</v></c>"), "<c r=\"D7\"><v>16</v></c>");
        assert_eq!(found, ([number(14.0), number(16.0)], vec![]), "{formula}");
    }
    let shared = "<c r=\"D6\"><f t=\"shared\" ref=\"D6:D7\" si=\"0\">E6</f></c>";
    assert_eq!(calculated(shared, "<c r=\"D7\"><f t=\"shared\" si=\"0\"/></c>"), nothing());
    assert_eq!(calculated(shared, "<c r=\"D7\"><f t=\"shared\" si=\"0\"/><v>0</v></c>"), nothing());
}

#[test]
fn of_years_above_two_equal_columns_the_last_is_meant() {
    let of_years = |years: [&str; 2]| {
        let reading = Book::faultless()
            .change("医疗服务", |page: &mut Page| {
                page.row(2, VALUE, &years);
                page.put(3, VALUE + 1, "本期累计");
            })
            .read();
        (reading_of(&reading, "101"), codes(&reading))
    };
    assert_eq!(of_years(["2024年", "2025年"]), (number(7.0), vec![]));
    assert_eq!(of_years(["2025年", "2024年"]), (number(1200.0), vec![]));
}
