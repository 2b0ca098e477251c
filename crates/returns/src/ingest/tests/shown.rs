//! What a person sees in a cell is what is meant.

use super::support::{Book, FIRST, Page, Typed, VALUE, reading_of};
use crate::domain::Reading;
use crate::finding::Code;
use crate::ingest::FileReading;

/// The parts of the sheets 医疗服务 and 收入费用.
const SERVICE: &str = "xl/worksheets/sheet2.xml";
const MONEY: &str = "xl/worksheets/sheet3.xml";
const STYLES: &str = "xl/styles.xml";
const TOTAL: &str = "<c r=\"D6\"><v>1200</v></c>";

fn codes(reading: &FileReading) -> Vec<Code> {
    reading.findings.iter().map(crate::finding::Finding::code).collect()
}

/// The total of visits, shown in a format.
fn formatted(format: &str, value: &str) -> FileReading {
    let formats = format!("<numFmts><numFmt numFmtId=\"200\" formatCode=\"{format}\"/></numFmts>");
    let cell = format!("<c r=\"D6\" s=\"2\"><v>{value}</v></c>");
    Book::faultless().read_with(&[(STYLES, "<numFmts/>", &formats), (SERVICE, TOTAL, &cell)])
}

/// The total of visits as a cell with text of its own.
fn with_cell(cell: &str) -> FileReading {
    Book::faultless().read_with(&[(SERVICE, TOTAL, cell)])
}

#[test]
fn a_percent_format_is_honoured() {
    for (value, percent) in [("0.255", 25.5), ("1.05", 105.0), ("0", 0.0)] {
        let formats = "<numFmts><numFmt numFmtId=\"200\" formatCode=\"0.0%\"/></numFmts>";
        let cell = format!("<c r=\"D7\" s=\"2\"><v>{value}</v></c>");
        let reading =
            Book::faultless().read_with(&[(STYLES, "<numFmts/>", formats), (MONEY, "<c r=\"D7\"><v>25.5</v></c>", &cell)]);
        assert_eq!((reading_of(&reading, "202"), codes(&reading)), (Reading::Number(percent), vec![Code::Cleaned]), "{value}");
    }
    assert_eq!(codes(&formatted("0%", "0.5")), [Code::UnitOfMeasureOdd], "no share of visits was asked for");
}

#[test]
fn formats_that_scale_or_hide_are_told() {
    let total = |reading: &FileReading| reading_of(reading, "101");
    let scaled = formatted("0\\.0,&quot;万&quot;", "16800");
    assert_eq!((total(&scaled), codes(&scaled)), (Reading::Number(16_800.0), vec![Code::UnitConverted]));
    let unnamed = formatted("0.0,", "16800");
    assert_eq!((total(&unnamed), codes(&unnamed)), (Reading::Blank, vec![Code::NotAsShown]));
    let figures = formatted("0&quot;00&quot;", "168");
    assert_eq!((total(&figures), codes(&figures)), (Reading::Blank, vec![Code::NotAsShown]));
    let words = formatted("&quot;见附表&quot;", "168");
    assert_eq!((total(&words), codes(&words)), (Reading::Blank, vec![Code::NotAsShown]));
    let hidden = formatted(";;;", "16800");
    assert_eq!((total(&hidden), codes(&hidden)), (Reading::Number(16_800.0), vec![Code::NotSeen]));
    let beds = formatted("0&quot;张&quot;", "1200");
    assert_eq!((total(&beds), codes(&beds)), (Reading::Blank, vec![Code::UnitOfMeasureOdd]));
    let plain = formatted("#,##0;[Red]-#,##0", "1200");
    assert_eq!((total(&plain), codes(&plain)), (Reading::Number(1200.0), vec![]));
}

#[test]
fn words_that_are_struck_out_or_raised_are_not_read() {
    let runs = |runs: &str| with_cell(&format!("<c r=\"D6\" t=\"inlineStr\"><is>{runs}</is></c>"));
    let raised = runs("<r><t>339</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r>");
    assert_eq!((reading_of(&raised, "101"), codes(&raised)), (Reading::Number(339.0), vec![Code::Cleaned]));
    assert!(raised.findings[0].message().contains("“1”没有读入"), "{}", raised.findings[0].message());
    let struck = runs("<r><rPr><strike/></rPr><t>393</t></r><r><rPr><strike val=\"0\"/></rPr><t>339</t></r>");
    assert_eq!(reading_of(&struck, "101"), Reading::Number(339.0));
    let all = runs("<r><rPr><strike/></rPr><t>393</t></r>");
    assert_eq!((reading_of(&all, "101"), codes(&all)), (Reading::Blank, vec![Code::NotAsShown]));
}

#[test]
fn what_nobody_calculated_is_no_value() {
    let pending = |calculation: &str, cell: &str| {
        let sheets = format!("</sheets>{calculation}");
        Book::faultless().read_with(&[("xl/workbook.xml", "</sheets>", &sheets), (SERVICE, TOTAL, cell)])
    };
    let (on_load, manual) = ("<calcPr fullCalcOnLoad=\"1\"/>", "<calcPr calcMode=\"manual\"/>");
    let (nothing, something) = ("<c r=\"D6\"><f>1+1</f><v>0</v></c>", "<c r=\"D6\"><f>1+1</f><v>2</v></c>");
    for calculation in [on_load, manual] {
        let reading = pending(calculation, nothing);
        assert_eq!((reading_of(&reading, "101"), codes(&reading)), (Reading::Blank, vec![Code::FormulaWithoutValue]));
    }
    assert_eq!(codes(&pending("", something)), [], "nobody says that it is old");
    assert_eq!(codes(&pending(on_load, something)), [Code::NotSeen]);
    let stale = pending(manual, something);
    assert_eq!((reading_of(&stale, "101"), codes(&stale)), (Reading::Number(2.0), vec![Code::NotSeen]));
    let calculated = pending("<calcPr calcId=\"191029\"/>", nothing);
    assert_eq!((reading_of(&calculated, "101"), codes(&calculated)), (Reading::Number(0.0), vec![]));
    for calculation in ["", "<calcPr calcId=\"191029\" calcCompleted=\"0\"/>"] {
        assert_eq!(codes(&pending(calculation, nothing)), [Code::FormulaWithoutValue], "{calculation}");
    }
    assert_eq!(codes(&pending(on_load, "<c r=\"D6\"><v>0</v></c>")), [], "a zero that was typed");
    // Nothing, as a program with a tree of XML writes it, is what other programs write at length.
    for nothing in ["<v></v>", "<v/>", "<v />"] {
        for around in ["", "\n"] {
            let cell = format!("{around}<c r=\"D6\" t=\"str\"><f>IF(1,\"\",\"\")</f>{nothing}</c>");
            let reading = pending("<calcPr calcId=\"191029\"/>", &cell);
            assert_eq!((reading_of(&reading, "101"), codes(&reading)), (Reading::Blank, vec![]), "{cell}");
        }
    }
}

#[test]
fn a_cell_that_stands_twice_or_under_another_is_not_read() {
    let twice = with_cell(&format!("{TOTAL}<c r=\"D6\"><v>1300</v></c>"));
    assert_eq!((reading_of(&twice, "101"), codes(&twice)), (Reading::Blank, vec![Code::NotAsShown]));
    assert_eq!(codes(&with_cell(&format!("{TOTAL}{TOTAL}"))), []);
    let merged = ("</sheetData>", "</sheetData><mergeCells><mergeCell ref=\"D6:D7\"/></mergeCells>");
    let covered = Book::faultless().read_with(&[(SERVICE, merged.0, merged.1)]);
    assert_eq!((reading_of(&covered, "102"), codes(&covered)), (Reading::Blank, vec![Code::NotAsShown]));
    assert_eq!(reading_of(&covered, "101"), Reading::Number(1200.0));
    let one_for_two = Book::faultless().change("医疗服务", |page: &mut Page| drop(page.cells.remove(&(FIRST + 1, VALUE))));
    let spanned = one_for_two.read_with(&[(SERVICE, merged.0, merged.1)]);
    assert_eq!((reading_of(&spanned, "102"), codes(&spanned)), (Reading::Blank, vec![Code::NotAsShown]));
}

#[test]
fn the_unit_of_measure_that_stands_there_counts() {
    let of_money = |change: &dyn Fn(&mut Page)| {
        let mut book = Book::faultless();
        change(book.page("收入费用"));
        let reading = book.read();
        (reading_of(&reading, "201"), codes(&reading))
    };
    let converted = (Reading::Number(0.00885), vec![Code::UnitConverted, Code::DecimalsOdd]);
    let silent = |page: &mut Page| page.put(FIRST, 1, "");
    assert_eq!(of_money(&|page| page.put(FIRST, 1, "元")), converted, "in the column of units");
    assert_eq!(
        of_money(&|page| {
            silent(page);
            page.put(3, VALUE, "本期累计（元）");
        }),
        converted,
        "in the header"
    );
    assert_eq!(
        of_money(&|page| {
            silent(page);
            page.put(2, 4, "单位：元、%");
        }),
        converted,
        "above the table"
    );
    let contradictory = (Reading::Blank, vec![Code::NotAsShown]);
    assert_eq!(of_money(&|page| page.put(3, VALUE, "本期累计（元）")), contradictory, "the row says 万元");
    assert_eq!(of_money(&|page| page.put(2, 4, "单位：元、万元")), (Reading::Number(88.5), vec![]), "the line has both");
    assert_eq!(
        of_money(&|page| {
            page.put(2, 4, "单位：元");
            page.put(FIRST, VALUE, "88.5万元");
        }),
        (Reading::Number(88.5), vec![Code::Cleaned]),
        "what stands beside the number goes before"
    );
    assert_eq!(of_money(&|page| page.put(FIRST, 1, "张")), (Reading::Blank, vec![Code::UnitOfMeasureOdd]));
    assert_eq!(of_money(&|page| page.put(FIRST, 1, "—")), (Reading::Number(88.5), vec![]));
    let permille = Book::faultless().change("收入费用", |page| page.put(FIRST + 1, 1, "‰")).value(202.0, 255.0).read();
    assert_eq!((reading_of(&permille, "202"), codes(&permille)), (Reading::Number(25.5), vec![Code::UnitConverted]));
}

#[test]
fn the_nearest_unit_of_measure_holds_and_lines_may_contradict_one_another() {
    let of_money = |change: &dyn Fn(&mut Page)| {
        let mut book = Book::faultless();
        book.page("收入费用").put(FIRST, 1, "");
        change(book.page("收入费用"));
        let reading = book.read();
        (reading_of(&reading, "201"), codes(&reading))
    };
    let converted = || (Reading::Number(0.00885), vec![Code::UnitConverted, Code::DecimalsOdd]);
    let foot = FIRST + 9;
    for words in ["单位为元", "注：本表以“元”为计量单位", "单位∶元", "单位：元 %", "元"] {
        assert_eq!(of_money(&|page| page.put(2, 4, words)), converted(), "{words}");
    }
    assert_eq!(of_money(&|page| page.put(foot, 0, "说明：以上金额以元计")), converted());
    for label in ["本期累计【元】", "本期累计[元]", "本期累计（元、%）"] {
        assert_eq!(of_money(&|page| page.put(3, VALUE, label)), converted(), "{label}");
    }
    let hundreds = (Reading::Number(0.885), vec![Code::UnitConverted, Code::DecimalsOdd]);
    assert_eq!(of_money(&|page| page.put(3, VALUE, "本期累计（百元）")), hundreds);
    let other_money = (Reading::Blank, vec![Code::UnitOfMeasureOdd]);
    assert_eq!(of_money(&|page| page.put(3, VALUE, "本期累计（美元）")), other_money);
    assert_eq!(of_money(&|page| page.put(2, 4, "单位：美元")), other_money);
    let both = |page: &mut Page| {
        page.put(2, 0, "单位：万元");
        page.put(foot, 0, "说明：以上金额以元计");
    };
    assert_eq!(of_money(&both), (Reading::Blank, vec![Code::NotAsShown]));
    let nearer = |page: &mut Page| {
        page.put(2, 0, "单位：元");
        page.put(3, VALUE, "本期累计（万元）");
    };
    assert_eq!(of_money(&nearer), (Reading::Number(88.5), vec![]));
    for words in ["单位：元（资产总额单位：亿元）", "单位：元（资产），万元（收入）", "单位：万元（收入：元）"]
    {
        let of_each = of_money(&|page| page.put(2, 4, words));
        assert_eq!(of_each, (Reading::Blank, vec![Code::NotAsShown]), "{words}: nobody knows of what");
    }
    let of_another_item = |page: &mut Page| page.put(FIRST + 1, 0, "药品占比（以元为单位）");
    assert_eq!(of_money(&of_another_item), (Reading::Number(88.5), vec![]));
}

#[test]
fn a_header_that_is_repeated_with_another_unit_holds_below_it() {
    let book = Book::faultless().change("收入费用", |page| {
        page.cells.retain(|(row, _), _| *row != FIRST);
        page.row(FIRST + 4, 0, &["指标名称", "计量单位", "代码", "本期累计（元）"]);
        page.row(FIRST + 5, 0, &["总收入", "", "201", "885000"]);
    });
    let reading = book.read();
    assert_eq!((reading_of(&reading, "201"), codes(&reading)), (Reading::Number(88.5), vec![Code::UnitConverted]));
    let lined = Book::faultless().change("收入费用", |page| {
        page.cells.retain(|(row, _), _| *row != FIRST);
        page.put(2, 0, "单位：万元");
        page.put(FIRST + 3, 0, "续表 单位：元");
        page.row(FIRST + 6, 0, &["指标名称", "计量单位", "代码", "本期累计"]);
        page.row(FIRST + 7, 0, &["总收入", "", "201", "885000"]);
    });
    let reading = lined.read();
    assert_eq!((reading_of(&reading, "201"), codes(&reading)), (Reading::Number(88.5), vec![Code::UnitConverted]));
}

#[test]
fn the_unit_in_the_head_of_the_printed_page_is_not_passed_over() {
    let printed = |head: &str| {
        let behind = format!("</sheetData><headerFooter><oddHeader>{head}</oddHeader></headerFooter>");
        let reading = Book::faultless().read_with(&[(MONEY, "</sheetData>", &behind)]);
        (reading_of(&reading, "201"), codes(&reading))
    };
    let contradictory = (Reading::Blank, vec![Code::NotAsShown]);
    assert_eq!(printed("&amp;L收入费用&amp;R&amp;\"宋体,常规\"&amp;10单位：元"), contradictory);
    assert_eq!(printed("&amp;R单位：万元"), (Reading::Number(88.5), vec![]));
    assert_eq!(printed("&amp;C第&amp;P页"), (Reading::Number(88.5), vec![]));
    // A sheet that is mended on the way to calamine keeps what stands around its cells.
    assert_eq!(printed("&amp;R单位：&#20803;"), contradictory);
    assert_eq!(printed("&amp;R\n单位：元\n"), contradictory);
}

#[test]
fn a_conditional_format_of_a_sheet_that_is_mended_counts() {
    let rule = "<cfRule type=\"cellIs\" dxfId=\"0\" priority=\"1\" operator=\"lessThanOrEqual\"><formula>1</formula></cfRule>";
    let behind = format!("</sheetData>\n<conditionalFormatting sqref=\"D7\">\n{rule}\n</conditionalFormatting>");
    let format = "<dxfs count=\"1\"><dxf><numFmt numFmtId=\"164\" formatCode=\"0.0%\"/></dxf></dxfs></styleSheet>";
    let share = |value: &str| {
        let cell = format!("<c r=\"D7\"><v>{value}</v></c>");
        let reading = Book::faultless().read_with(&[
            (STYLES, "</styleSheet>", format),
            (MONEY, "<c r=\"D7\"><v>25.5</v></c>", &cell),
            (MONEY, "</sheetData>", &behind),
        ]);
        (reading_of(&reading, "202"), codes(&reading))
    };
    assert_eq!(share("0.255"), (Reading::Number(25.5), vec![Code::Cleaned]));
    assert_eq!(share("25.5"), (Reading::Number(25.5), vec![]));
}

#[test]
fn a_number_that_slipped_out_of_its_column_is_told() {
    let slipped = |to: u16, header: &str| {
        let mut book = Book::faultless();
        let page = book.page("医疗服务");
        page.cells.retain(|(row, column), _| *row < FIRST || *column <= VALUE);
        page.cells.remove(&(FIRST, VALUE));
        page.put(3, VALUE + 1, header);
        page.put(4, VALUE + 1, "");
        page.put(FIRST, to, 1200.0);
        let reading = book.read();
        (reading_of(&reading, "101"), codes(&reading))
    };
    assert_eq!(slipped(VALUE + 1, ""), (Reading::Blank, vec![Code::NotAsShown]));
    assert_eq!(slipped(VALUE + 1, "上年同期"), (Reading::Blank, vec![]), "that column is another's");
    assert_eq!(slipped(VALUE + 4, ""), (Reading::Blank, vec![]), "far away it is a note");
}

#[test]
fn an_error_that_no_library_knows_costs_its_cell() {
    for error in ["#SPILL!", "#CALC!", "#GETTING_DATA", "#ERROR!", "#BLOCKED!", "#PYTHON!"] {
        let reading = Book::faultless().value(101.0, Typed::Error(error)).read();
        assert_eq!((reading_of(&reading, "101"), codes(&reading)), (Reading::Blank, vec![Code::FormulaError]), "{error}");
        assert_eq!(reading_of(&reading, "102"), Reading::Number(1000.0));
    }
}

#[test]
fn parts_are_read_as_other_programs_read_them() {
    let spaced = with_cell("\n <c r=\"D6\">\n  <v>\n   1200\n  </v>\n </c>\n");
    assert_eq!((reading_of(&spaced, "101"), codes(&spaced)), (Reading::Number(1200.0), vec![]));
    let extended = with_cell("<c r=\"D6\"><v>1200</v><extLst><ext/></extLst></c>");
    assert_eq!((reading_of(&extended, "101"), codes(&extended)), (Reading::Number(1200.0), vec![]));
    let foreign = "<extLst><ext uri=\"x\"><q:v>999</q:v><v>888</v></ext></extLst>";
    for cell in [
        format!("<c r=\"D6\"><v>1200</v>{foreign}</c>"),
        format!("\n<c r=\"D6\"><v>1200</v>{foreign}</c>\n"),
        "<c r=\"D6\"><v>1200</v><q:v>999</q:v></c>".to_owned(),
    ] {
        let reading = with_cell(&cell);
        assert_eq!((reading_of(&reading, "101"), codes(&reading)), (Reading::Number(1200.0), vec![]), "{cell}");
    }
    let section = with_cell("<c r=\"D6\"><v><![CDATA[1200]]></v></c>");
    assert_eq!(reading_of(&section, "101"), Reading::Number(1200.0));
}

#[test]
fn a_code_that_excel_spoilt_gets_its_own_advice() {
    let reading = Book::faultless().cover("单位代码", "1.11505E+17").read();
    assert_eq!(codes(&reading), [Code::MatchedByName]);
    assert!(reading.findings[0].message().contains("存成数字"), "{}", reading.findings[0].message());
}
