//! .ods as LibreOffice, WPS and the libraries write it, from a return that LibreOffice has written.

use super::support::{read_bytes, reading_of, unzipped, zipped};
use crate::domain::Reading;
use crate::finding::Code;

const ODS: &[u8] = include_bytes!("../../../../../tests/inputs/return.ods");
const CONTENT: &str = "content.xml";
/// 总诊疗人次, 总收入 and, with an error, 药品占比.
const VISITS: &str = "<table:table-cell office:value-type=\"float\" office:value=\"1234\" calcext:value-type=\"float\"><text:p>1234</text:p></table:table-cell>";
const MONEY: &str = "<table:table-cell office:value-type=\"float\" office:value=\"88.5\" calcext:value-type=\"float\"><text:p>88.5</text:p></table:table-cell>";
const SHARE: &str = "<table:table-cell table:formula=\"of:=12/0\" office:value-type=\"string\" office:string-value=\"\" \
                     calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell>";
const STYLES: &str = "</office:automatic-styles>";
const END: &str = "</table:table><table:table table:name=\"其他\"";

/// What is read of an item and told of its cell, after the content was changed.
fn read(code: &str, changes: &[(&str, &str)]) -> (Reading, Vec<Code>) {
    let changes: Vec<_> = changes.iter().map(|(from, to)| (CONTENT, *from, *to)).collect();
    read_with(code, &changes)
}

/// The same after several parts were.
fn read_with(code: &str, changes: &[(&str, &str, &str)]) -> (Reading, Vec<Code>) {
    let mut parts = unzipped(ODS);
    for (part, from, to) in changes {
        let (_, bytes) = parts.iter_mut().find(|(name, _)| name == part).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.contains(from), "{from}");
        *bytes = text.replacen(from, to, 1).into_bytes();
    }
    let parts: Vec<_> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let reading = read_bytes("a.ods", &zipped(&parts));
    let cell = match code {
        "101" => "医疗服务 › E5",
        "201" => "收入费用 › D2",
        _ => "收入费用 › D3",
    };
    let found = reading.findings.iter().filter(|finding| finding.at.to_string().ends_with(cell));
    (reading_of(&reading, code), found.map(crate::finding::Finding::code).collect())
}

fn number(number: f64) -> Reading {
    Reading::Number(number)
}

fn words(words: &str) -> String {
    format!("<table:table-cell office:value-type=\"string\"><text:p>{words}</text:p></table:table-cell>")
}

#[test]
fn blanks_that_are_elements_part_digits() {
    let visits = |said: &str| read("101", &[(VISITS, &words(said))]);
    assert_eq!(visits("1<text:s/>234"), (number(1234.0), vec![Code::Cleaned]));
    assert_eq!(visits("<text:s text:c=\"4\"/>1234<text:tab/>"), (number(1234.0), vec![Code::Cleaned]));
    for two in ["12<text:s/>34", "12<text:tab/>34", "1<text:tab/>234", "1<text:line-break/>234", "1<text:s text:c=\"3\"/>234"] {
        assert_eq!(visits(two), (Reading::Blank, vec![Code::NumberExpected]), "{two}");
    }
    assert_eq!(visits("1</text:p><text:p>234"), (Reading::Blank, vec![Code::NumberExpected]));
}

#[test]
fn cells_that_do_not_say_what_they_hold_are_read_as_words() {
    let untyped = "<table:table-cell><text:p>1,300</text:p></table:table-cell>";
    assert_eq!(read("101", &[(VISITS, untyped)]), (number(1300.0), vec![Code::Cleaned]));
    assert_eq!(read("101", &[(VISITS, "<table:table-cell/>")]), (Reading::Blank, vec![]));
    let formula = "<table:table-cell table:formula=\"of:=[.F5]\"/>";
    assert_eq!(read("101", &[(VISITS, formula)]), (Reading::Blank, vec![Code::FormulaWithoutValue]));
}

#[test]
fn a_percentage_that_only_the_words_of_a_cell_show_is_read_as_shown() {
    let share = |value: &str, words: &str| {
        let cell = format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{value}\"><text:p>{words}</text:p></table:table-cell>"
        );
        read("202", &[(SHARE, &cell)])
    };
    assert_eq!(share("0.985", "98.5%"), (number(98.5), vec![Code::Cleaned]));
    assert_eq!(share("0.98512", "98.5%"), (number(98.512), vec![Code::Cleaned, Code::DecimalsOdd]), "the words are rounded");
    assert_eq!(share("98.5", "98.5"), (number(98.5), vec![]));
}

#[test]
fn a_conditional_format_shows_percent_where_its_condition_is_met() {
    let percent = "<number:percentage-style style:name=\"N11\"><number:number number:decimal-places=\"2\" number:min-integer-digits=\"1\"/>\
                   <number:text>%</number:text></number:percentage-style>\
                   <style:style style:name=\"percent\" style:family=\"table-cell\" style:data-style-name=\"N11\"/>";
    let cell = |value: &str, style: &str| {
        format!(
            "<table:table-cell{style} office:value-type=\"float\" office:value=\"{value}\"><text:p>{value}</text:p></table:table-cell>"
        )
    };
    let behind = |condition: &str, value: &str| {
        let styles = format!("{percent}{STYLES}");
        let rule = format!(
            "<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address=\"收入费用.D3:收入费用.D3\">\
             <calcext:condition calcext:apply-style-name=\"percent\" calcext:value=\"{condition}\" calcext:base-cell-address=\"收入费用.D3\"/>\
             </calcext:conditional-format></calcext:conditional-formats>{END}"
        );
        read("202", &[(STYLES, &styles), (SHARE, &cell(value, "")), (END, &rule)])
    };
    assert_eq!(behind("&lt;=1", "0.985"), (number(98.5), vec![Code::Cleaned]));
    assert_eq!(behind("&lt;=1", "98.5"), (number(98.5), vec![]));
    assert_eq!(behind("formula-is([.B3]=&quot;%&quot;)", "0.985"), (Reading::Blank, vec![Code::NotAsShown]));
    let of_style = |condition: &str, value: &str| {
        let styles = format!(
            "{percent}<style:style style:name=\"ce7\" style:family=\"table-cell\"><style:map style:condition=\"{condition}\" \
             style:apply-style-name=\"percent\" style:base-cell-address=\"收入费用.D3\"/></style:style>{STYLES}"
        );
        read("202", &[(STYLES, &styles), (SHARE, &cell(value, " table:style-name=\"ce7\""))])
    };
    assert_eq!(of_style("cell-content()&lt;=1", "0.985"), (number(98.5), vec![Code::Cleaned]));
    assert_eq!(of_style("cell-content()&lt;=1", "98.5"), (number(98.5), vec![]));
    assert_eq!(of_style("is-true-formula([.B3]=&quot;%&quot;)", "0.985"), (Reading::Blank, vec![Code::NotAsShown]));
}

#[test]
fn a_comment_is_no_part_of_the_value_and_its_unit_counts() {
    let commented = |words: &str| {
        let comment = format!(
            "<office:annotation office:display=\"false\"><dc:creator>张三</dc:creator><dc:date>2025-10-11T00:00:00</dc:date>\
             <text:p>{words}</text:p></office:annotation><text:p>88.5"
        );
        read("201", &[(MONEY, &MONEY.replace("<text:p>88.5", &comment))])
    };
    assert_eq!(commented("已核实 90"), (number(88.5), vec![]));
    assert_eq!(commented("单位：万元"), (number(88.5), vec![]));
    assert_eq!(commented("单位：元"), (Reading::Blank, vec![Code::NotAsShown]));
}

#[test]
fn sheets_of_other_workbooks_and_of_one_name_are_told_apart() {
    let first = "<table:table table:name=\"封面\"";
    let noted = |name: &str| {
        format!(
            "<table:table table:name=\"{name}\"><table:table-row>{}</table:table-row></table:table>{first}",
            words("总诊疗人次")
        )
    };
    let external = noted("'file:///C:/上期.ods'#医疗服务");
    assert_eq!(read("101", &[(first, &external)]), (number(1234.0), vec![]));
    assert_eq!(read("101", &[(first, &noted("附注"))]), (number(1234.0), vec![]));
    let twin = noted("医疗服务").replace(first, "");
    assert_eq!(
        read("101", &[(END, &format!("</table:table>{twin}{}", &END["</table:table>".len()..]))]),
        (number(1234.0), vec![])
    );
}

#[test]
fn a_zero_behind_a_formula_counts_if_a_program_wrote_it_that_calculates() {
    let formula = |value: &str| {
        format!(
            "<table:table-cell table:formula=\"of:=1000+234\" office:value-type=\"float\" office:value=\"{value}\"><text:p>{value}</text:p></table:table-cell>"
        )
    };
    let by = |generator: &str, value: &str| {
        let named = format!("<meta:generator>{generator}<");
        read_with(
            "101",
            &[
                ("meta.xml", "<meta:generator>LibreOffice/7.4.7.2$Linux_X86_64 LibreOffice_project/40$Build-2<", &named),
                (CONTENT, VISITS, &formula(value)),
            ],
        )
    };
    let uncalculated = || (Reading::Blank, vec![Code::FormulaWithoutValue]);
    for library in ["SheetJS 0.18.5", "ODFPY/1.4.1"] {
        assert_eq!(by(library, "0"), uncalculated(), "{library}");
        assert_eq!(by(library, "1234"), (number(1234.0), vec![]), "{library}");
    }
    assert_eq!(by("LibreOffice/7.4.7.2", "0"), (number(0.0), vec![]), "a result");
}

#[test]
fn the_head_of_the_printed_page_is_not_passed_over() {
    let page = "style:display-name=\"PageStyle_收入费用\" style:page-layout-name=\"Mpm1\">";
    let printed = |words: &str| {
        let head =
            format!("{page}<style:header><style:region-right><text:p>{words}</text:p></style:region-right></style:header>");
        read_with("201", &[("styles.xml", page, &head)])
    };
    assert_eq!(printed("收入费用表　单位：元"), (Reading::Blank, vec![Code::NotAsShown]));
    assert_eq!(printed("单位：万元"), (number(88.5), vec![]));
}

#[test]
fn what_nobody_sees_is_told_and_what_is_raised_is_no_answer() {
    let style = |text: &str, cell: &str| {
        format!(
            "<style:style style:name=\"ce77\" style:family=\"table-cell\"><style:table-cell-properties {cell}/>\
             <style:text-properties {text}/></style:style>{STYLES}"
        )
    };
    let visits = "<table:table-cell table:style-name=\"ce77\" office:value-type=\"float\" office:value=\"1234\"><text:p>1234</text:p></table:table-cell>";
    let of = |text: &str, cell: &str| read("101", &[(STYLES, &style(text, cell)), (VISITS, visits)]);
    assert_eq!(of("fo:color=\"#ffffff\"", ""), (number(1234.0), vec![Code::NotSeen]));
    assert_eq!(of("fo:color=\"#ffffff\"", "fo:background-color=\"#1f497d\""), (number(1234.0), vec![]));
    assert_eq!(of("fo:color=\"#ffffff\" style:use-window-font-color=\"true\"", ""), (number(1234.0), vec![]));
    assert_eq!(of("style:text-position=\"super 58%\"", ""), (Reading::Blank, vec![Code::NotAsShown]));
    let span =
        "<style:style style:name=\"T77\" style:family=\"text\"><style:text-properties fo:color=\"#ffffff\"/></style:style>";
    let styles = format!("{span}{STYLES}");
    let cell = words("1234<text:span text:style-name=\"T77\">6</text:span>");
    assert_eq!(read("101", &[(STYLES, &styles), (VISITS, &cell)]), (number(1234.0), vec![Code::NotSeen]));
}
