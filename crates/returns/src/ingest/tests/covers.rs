//! Who filed, which form, for when.

use super::support::{Book, Page, Typed, told};
use crate::domain::{Period, Quarter};

#[track_caller]
fn assert_accepted(book: &Book, said: &[&str]) {
    let reading = book.read();
    assert!(reading.filed.is_some(), "{:?}", told(&reading));
    assert_eq!(told(&reading), said);
}

#[track_caller]
fn assert_rejected(book: &Book, said: &[&str]) {
    let reading = book.read();
    assert_eq!(told(&reading), said);
    assert!(reading.filed.is_none());
}

#[test]
fn a_faultless_return_is_taken_without_a_word() {
    let reading = Book::faultless().read();
    assert_eq!(told(&reading), [""; 0]);
    let filed = reading.filed.unwrap();
    assert_eq!(
        (filed.unit.as_str(), filed.form.as_str(), filed.period),
        ("U1", "hospital", Period::quarter(2025, Quarter::Third))
    );
    assert_eq!(filed.reported_on.unwrap().to_string(), "2025-10-12");
    assert_eq!(filed.sheets, ["封面", "医疗服务", "收入费用", "其他"]);
    assert_eq!(filed.facts.len(), 9);
    assert_eq!(filed.facts[1].place.unwrap().a1(), "D7");
    assert_eq!(filed.facts[1].place.unwrap().sheet, 1);
    assert_eq!(filed.file.hash.len(), 64);
}

#[test]
fn a_cover_may_be_laid_out_otherwise() {
    assert_accepted(&Book::faultless().change("封面", |cover| cover.shift(3, 2)), &[]);
    assert_accepted(&Book::faultless().cover("报告期", "2025年1—9月"), &[]);
    assert_accepted(&Book::faultless().cover("报告期", Typed::Date(45930.0)), &[]);
    assert_accepted(&Book::faultless().cover("报出日期", Typed::Date(45942.0)), &[]);
    assert_accepted(&Book::faultless().cover("表号", "tb－h01（2024版）").cover("表式版本", Typed::Number(2024.0)), &[]);
    let in_one_cell = |cover: &mut Page| {
        cover.cells.clear();
        cover.put(1, 1, "表　　号：TB-H01");
        cover.put(2, 1, "单位代码(统一社会信用代码)：U1");
        cover.put(3, 1, "填报单位（盖章）：甲县人民医院　　报告期：2025年三季度");
        cover.put(4, 1, "填表人：张三  联系电话：123  报出日期：2025年10月12日");
    };
    assert_accepted(&Book::faultless().change("封面", in_one_cell), &[]);
    assert_accepted(&Book::faultless().change("封面", |cover| cover.name = "Sheet1".to_owned()), &[]);
}

#[test]
fn a_workbook_without_a_cover_is_rejected() {
    let mut book = Book::faultless();
    book.pages.remove(0);
    assert_rejected(&book, &["W01 没有“封面”工作表，也没有写明单位代码、报告期、表号的工作表"]);
}

#[test]
fn everything_wrong_with_a_cover_is_told_at_once() {
    let book = Book::faultless().cover("表号", "XX-9").cover("单位代码", "").cover("单位名称", "").cover("报告期", "去年");
    let said =
        ["W02 封面!B3 表号“XX-9”不在本系统的表式中", "W04 封面 封面没有单位代码和单位名称", "W09 封面!B5 报告期“去年”无法识别"];
    assert_rejected(&book, &said);
}

#[test]
fn a_form_is_known_by_its_number_its_sheets_or_not_at_all() {
    let said =
        "W02 封面!B3 表号“TB-H0”不在本系统的表式中；相近的有：TB-H01《公立医院运行情况季报表》、TB-C01《乡镇卫生院季报表》";
    assert_rejected(&Book::faultless().cover("表号", "TB-H0"), &[said]);
    assert_accepted(&Book::faultless().cover("表号", ""), &[]);
    let without = |book: Book| {
        let clear = |page: &mut Page| page.cells.retain(|_, typed| *typed != Typed::from("表号：TB-H01"));
        book.cover("表号", "").change("医疗服务", clear).change("收入费用", clear).change("其他", clear)
    };
    let said = "W15 封面 封面缺表号，按工作表名称和指标项代码识别为《公立医院运行情况季报表》（表号 TB-H01）";
    assert_accepted(&without(Book::faultless()), &[said]);
    let renamed = without(Book::faultless()).change("其他", |page| page.name = "Sheet9".to_owned());
    assert_rejected(&renamed, &["W02 封面 封面和各工作表都没有表号"]);
    let torn = Book::faultless().cover("表号", "").change("其他", |page| page.put(1, 4, "表号：TB-C01"));
    assert_rejected(&torn, &["W02 封面 封面缺表号，各表的表号又不一致：TB-C01、TB-H01"]);
}

#[test]
fn another_version_of_the_form_is_rejected() {
    assert_rejected(
        &Book::faultless().cover("表式版本", "2023版"),
        &["W03 封面!B4 《公立医院运行情况季报表》现行版本为 2024，封面写的是 2023版"],
    );
    assert_accepted(&Book::faultless().cover("表式版本", "2024年版"), &[]);
    assert_accepted(&Book::faultless().cover("表式版本", ""), &[]);
}

#[test]
fn a_unit_is_known_by_code_then_name_then_alias() {
    assert_accepted(&Book::faultless().cover("单位代码", " ｕ1 "), &[]);
    assert_accepted(&Book::faultless().cover("单位名称", "甲县医院"), &[]);
    assert_accepted(&Book::faultless().cover("单位名称", ""), &[]);
    let said = "W13 封面!B7 封面没有单位代码，按单位名称识别为“甲县人民医院”（U1）";
    assert_accepted(&Book::faultless().cover("单位代码", ""), &[said]);
    assert_accepted(&Book::faultless().cover("单位代码", "").cover("单位名称", "甲县医院"), &[said]);
    let said = "W13 封面!B7 封面没有单位代码，按单位名称识别为“甲县中医医院（甲县第二人民医院）”（U2）";
    let second = Book::faultless().cover("单位代码", "").cover("单位名称", "甲县中医医院 (甲县第二人民医院)");
    assert_accepted(&second.printed_for("甲县中医医院（甲县第二人民医院）"), &[said]);
    let said = "W13 封面!B7 单位代码被存成数字，末几位已丢失，按单位名称识别为“甲县人民医院”（U1）";
    assert_accepted(&Book::faultless().cover("单位代码", 123_708_114_959_000_000.0), &[said]);
    let said = "W14 封面!B7 按单位代码识别为“甲县人民医院”（U1），封面写的是“甲县总医院”";
    assert_accepted(&Book::faultless().cover("单位名称", "甲县总医院"), &[said]);
}

#[test]
fn a_unit_that_is_not_in_the_registry_gets_candidates() {
    let nobody = Book::faultless().cover("单位代码", "X9").cover("单位名称", "甲县人民医医院");
    let reading = nobody.read();
    assert!(reading.filed.is_none());
    assert!(
        told(&reading)[0].starts_with("W04 封面!B6 单位代码“X9”（“甲县人民医医院”）不在名录；相近的有：“甲县人民医院”（U1）、"),
        "{:?}",
        told(&reading)
    );
    let several = Book::faultless().cover("单位代码", "").cover("单位名称", "丙县骨科医院");
    assert_rejected(
        &several,
        &["W04 封面!B7 封面没有单位代码，单位名称“丙县骨科医院”在名录中不止一个：“丙县骨科医院”（U6）、“丙县骨科医院”（U7）"],
    );
}

#[test]
fn code_and_name_must_not_contradict_one_another() {
    let said = "W05 封面!B7 单位代码对应“甲县人民医院”（U1），单位名称对应“丙县骨科医院”（U6）";
    assert_rejected(&Book::faultless().cover("单位名称", "丙县骨科医院"), &[said]);
    let said = "W05 封面!B6 单位代码“U99”不在名录，单位名称对应“甲县人民医院”（U1）";
    assert_rejected(&Book::faultless().cover("单位代码", "U99"), &[said]);
}

#[test]
fn a_unit_files_while_it_is_open_and_only_its_own_forms() {
    let of = |code: &str, name: &str| Book::faultless().cover("单位代码", code).cover("单位名称", name).printed_for(name);
    assert_rejected(&of("U3", "甲县妇幼保健院"), &["W06 封面 “甲县妇幼保健院”（U3）已于 2025-06-30 停用，不报 2025Q3"]);
    assert_accepted(&of("U3", "甲县妇幼保健院").cover("报告期", "2025Q2"), &[]);
    assert_rejected(&of("U4", "甲县康复医院"), &["W07 封面 “甲县康复医院”（U4）自 2026-01-01 起启用，不报 2025Q3"]);
    assert_rejected(&of("U5", "乙镇卫生院"), &["W08 封面 “乡镇卫生院”类单位不填报《公立医院运行情况季报表》（表号 TB-H01）"]);
}

#[test]
fn a_period_must_be_plausible() {
    assert_rejected(&Book::faultless().cover("报告期", ""), &["W09 封面 封面没有报告期"]);
    let reading = Book::faultless().cover("报告期", "2025Q4").read();
    assert_eq!(told(&reading), ["W10 封面!B5 报告期 2025Q4 到 2025-12-31 才结束，数据截止日为 2025-10-15"]);
    assert_eq!(reading.findings[0].hint().unwrap(), "请核对封面报告期，可能应为 2025Q3（2025年第三季度）");
    let reading = Book::faultless().cover("报告期", "2024年三季度").read();
    assert_eq!(told(&reading), ["W10 封面!B5 报告期 2024Q3 在报出日期 2025-10-12 的 300 多天前已结束"]);
    assert_eq!(reading.findings[0].hint().unwrap(), "请核对封面报告期，可能应为 2025Q3（2025年第三季度）");
}

#[test]
fn a_missing_or_odd_date_is_a_doubt() {
    assert_accepted(&Book::faultless().cover("报出日期", ""), &["W11 封面 封面没有报出日期"]);
    assert_accepted(&Book::faultless().cover("报出日期", "十月"), &["W11 封面!B10 报出日期“十月”无法识别"]);
    assert_accepted(
        &Book::faultless().cover("报出日期", "2025-09-20"),
        &["W12 封面!B10 报出日期 2025-09-20 早于报告期末 2025-09-30"],
    );
    assert_accepted(
        &Book::faultless().cover("报出日期", "2025-10-20"),
        &["W12 封面!B10 报出日期 2025-10-20 晚于数据截止日 2025-10-15"],
    );
}

#[test]
fn findings_know_whose_they_are() {
    let reading = Book::faultless().cover("单位代码", "").value(101.0, "三千").read();
    assert!(
        reading
            .findings
            .iter()
            .all(|finding| finding.unit.as_ref().is_some_and(|unit| unit.as_str() == "U1") && finding.form.is_some())
    );
    assert_eq!(reading.findings.len(), 2);
    assert_eq!(reading.findings[1].at.to_string(), "return.xlsx › 医疗服务 › D6");
}

#[test]
fn a_sheet_that_names_another_unit_than_the_cover_is_doubted() {
    let of = |name: &'static str| told(&Book::faultless().change("收入费用", |page| page.put(1, 0, name)).read());
    assert_eq!(of("填报单位：甲县医院"), [""; 0], "an alias");
    assert_eq!(of("填报单位：某医院"), [""; 0], "nobody known");
    assert_eq!(
        of("填报单位：甲县中医医院（甲县第二人民医院）"),
        ["W14 收入费用!A2 表内填报单位是“甲县中医医院（甲县第二人民医院）”（U2），封面是“甲县人民医院”（U1）"]
    );
}

#[test]
fn a_cover_against_which_every_sheet_and_the_date_speak_is_refused() {
    let quarter = |sheets: &'static str, period: &str| {
        Book::faultless().cover("报告期", period).change("医疗服务", |page| page.put(0, 7, sheets)).read()
    };
    // Reported on 12 October: the months before it, not those of the cover.
    let refused = quarter("2025年1—9月", "2025Q2");
    assert!(refused.filed.is_none());
    assert!(told(&refused).iter().any(|said| said.starts_with("W10 封面!B5 ") && said.contains("1—9月")), "{:?}", told(&refused));
    // The form of the quarter before was used again: the date speaks for the cover.
    assert!(quarter("2025年1—6月", "2025Q3").filed.is_some());
}

#[test]
fn a_sheet_that_covers_other_months_than_the_cover_says_is_doubted() {
    let of = |months: &'static str| told(&Book::faultless().change("医疗服务", |page| page.put(0, 7, months)).read());
    assert_eq!(of("2025年1—9月"), [""; 0]);
    assert_eq!(of("有效期至2026年12月31日"), [""; 0], "a date is no reporting period");
    let answered = told(&Book::faultless().value(303.0, "2025年6月30日").read());
    assert_eq!(
        answered,
        ["C06 其他!D8 “签约日期”（代码303）读到“2025年6月30日”，按 2025-06-30 使用"],
        "an answer is none either"
    );
    let said = of("2025年1—6月");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("W16 ") && said[0].contains("表内写的是“2025年1—6月”，封面报告期是 2025Q3"), "{said:?}");
}
