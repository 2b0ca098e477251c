//! Who filed, which form, for when.

use jiff::civil::{Date, date};

use super::support::{AS_OF, Book, Page, Typed};
use super::told::{Told, asked, at, form, told, unit};
use crate::domain::{Category, Period, Quarter};
use crate::finding::facts::{
    Cleaned, CodeLost, FormBySheets, FormNotDue, FormUnknown, FormVersion, MatchedByName, NameDiffers, NoCover, PeriodDiffers,
    PeriodUnknown, ReportDateMissing, ReportDateOdd, UnitClosed, UnitMismatch, UnitNotOpen, UnitUnknown, WrongPeriod,
};
use crate::finding::{Facts, Severity};
use crate::ingest::{FileReading, come_by};

#[track_caller]
fn assert_accepted(book: &Book, said: &[Told]) {
    let reading = book.read();
    assert!(reading.filed.is_some(), "{:?}", told(&reading));
    assert_eq!(told(&reading), said);
}

#[track_caller]
fn assert_rejected(book: &Book, said: &[Told]) {
    let reading = book.read();
    assert_eq!(told(&reading), said);
    assert!(reading.filed.is_none());
}

#[test]
fn a_faultless_return_is_taken_without_a_word() {
    let reading = Book::faultless().read();
    assert_eq!(told(&reading), []);
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
fn a_date_and_a_period_may_stand_in_boxes() {
    for boxes in [
        &["2025", "年", "10", "月", "12", "日"][..],
        &["2", "0", "2", "5", "年", "1", "0", "月", "1", "2", "日"],
        &["2025", "10", "12"],
        &["2025年", "10月", "12日"],
    ] {
        let book = Book::faultless().change("封面", |cover| cover.row(9, 1, boxes));
        assert_accepted(&book, &[]);
        assert_eq!(book.read().filed.unwrap().reported_on, Some(date(2025, 10, 12)), "{boxes:?}");
    }
    for boxes in [&["2025", "年", "第", "三", "季度"][..], &["2025", "年", "3", "季度"], &["2025年", "1—9月"]] {
        let book = Book::faultless().change("封面", |cover| cover.row(4, 1, boxes));
        assert_accepted(&book, &[]);
        assert_eq!(book.read().filed.unwrap().period, Period::quarter(2025, Quarter::Third), "{boxes:?}");
    }
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
    assert_rejected(&book, &[at("", NoCover)]);
}

#[test]
fn everything_wrong_with_a_cover_is_told_at_once() {
    let book = Book::faultless().cover("表号", "XX-9").cover("单位代码", "").cover("单位名称", "").cover("报告期", "去年");
    let said = [
        at("封面!B3", FormUnknown::Code { written: "XX-9".to_owned(), nearest: Vec::new() }),
        at("封面", UnitUnknown::Unsaid),
        at("封面!B5", PeriodUnknown::Unclear { written: "去年".to_owned() }),
    ];
    assert_rejected(&book, &said);
}

#[test]
fn a_form_is_known_by_its_number_its_sheets_or_not_at_all() {
    let said = at("封面!B3", FormUnknown::Code { written: "TB-H0".to_owned(), nearest: vec![form("TB-H01"), form("TB-C01")] });
    assert_rejected(&Book::faultless().cover("表号", "TB-H0"), &[said]);
    assert_accepted(&Book::faultless().cover("表号", ""), &[]);
    let without = |book: Book| {
        let clear = |page: &mut Page| page.cells.retain(|_, typed| *typed != Typed::from("表号：TB-H01"));
        book.cover("表号", "").change("医疗服务", clear).change("收入费用", clear).change("其他", clear)
    };
    let said = at("封面", FormBySheets { form: form("TB-H01") });
    assert_accepted(&without(Book::faultless()), &[said]);
    let renamed = without(Book::faultless()).change("其他", |page| page.name = "Sheet9".to_owned());
    assert_rejected(&renamed, &[at("封面", FormUnknown::Nowhere)]);
    let torn = Book::faultless().cover("表号", "").change("其他", |page| page.put(1, 4, "表号：TB-C01"));
    assert_rejected(&torn, &[at("封面", FormUnknown::Contradicting { codes: vec!["TB-C01".to_owned(), "TB-H01".to_owned()] })]);
}

#[test]
fn another_version_of_the_form_is_rejected() {
    assert_rejected(
        &Book::faultless().cover("表式版本", "2023版"),
        &[at(
            "封面!B4",
            FormVersion {
                form: "公立医院运行情况季报表".to_owned(), current: "2024".to_owned(), written: "2023版".to_owned()
            },
        )],
    );
    assert_accepted(&Book::faultless().cover("表式版本", "2024年版"), &[]);
    assert_accepted(&Book::faultless().cover("表式版本", ""), &[]);
}

#[test]
fn a_unit_is_known_by_code_then_name_then_alias() {
    assert_accepted(&Book::faultless().cover("单位代码", " ｕ1 "), &[]);
    assert_accepted(&Book::faultless().cover("单位名称", "甲县医院"), &[]);
    assert_accepted(&Book::faultless().cover("单位名称", ""), &[]);
    let said = at("封面!B7", MatchedByName { code: CodeLost::Missing, unit: unit("U1") });
    assert_accepted(&Book::faultless().cover("单位代码", ""), std::slice::from_ref(&said));
    assert_accepted(&Book::faultless().cover("单位代码", "").cover("单位名称", "甲县医院"), &[said]);
    let said = at("封面!B7", MatchedByName { code: CodeLost::Missing, unit: unit("U2") });
    let second = Book::faultless().cover("单位代码", "").cover("单位名称", "甲县中医医院 (甲县第二人民医院)");
    assert_accepted(&second.printed_for("甲县中医医院（甲县第二人民医院）"), &[said]);
    let said = at("封面!B7", MatchedByName { code: CodeLost::Number, unit: unit("U1") });
    assert_accepted(&Book::faultless().cover("单位代码", 123_708_114_959_000_000.0), &[said]);
    let said = at("封面!B7", NameDiffers::OnCover { unit: unit("U1"), written: "甲县总医院".to_owned() });
    assert_accepted(&Book::faultless().cover("单位名称", "甲县总医院"), &[said]);
}

#[test]
fn a_unit_that_is_not_in_the_registry_gets_candidates() {
    let nobody = Book::faultless().cover("单位代码", "X9").cover("单位名称", "甲县人民医医院");
    let reading = nobody.read();
    assert!(reading.filed.is_none());
    let told = told(&reading);
    let [(place, Facts::UnitUnknown(UnitUnknown::Code { code, name, nearest }))] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((place.as_str(), code.as_str(), name.as_deref()), ("封面!B6", "X9", Some("甲县人民医医院")));
    assert_eq!(nearest[0], unit("U1"), "the likeliest first");
    let several = Book::faultless().cover("单位代码", "").cover("单位名称", "丙县骨科医院");
    assert_rejected(
        &several,
        &[at(
            "封面!B7",
            UnitUnknown::Ambiguous {
                code: CodeLost::Missing,
                name: "丙县骨科医院".to_owned(),
                units: vec![unit("U6"), unit("U7")],
            },
        )],
    );
}

#[test]
fn code_and_name_must_not_contradict_one_another() {
    let said = at("封面!B7", UnitMismatch::Two { by_code: unit("U1"), by_name: unit("U6") });
    assert_rejected(&Book::faultless().cover("单位名称", "丙县骨科医院"), &[said]);
    let said = at("封面!B6", UnitMismatch::StrangeCode { code: "U99".to_owned(), by_name: unit("U1") });
    assert_rejected(&Book::faultless().cover("单位代码", "U99"), &[said]);
}

#[test]
fn a_unit_files_while_it_is_open_and_only_its_own_forms() {
    let of = |code: &str, name: &str| Book::faultless().cover("单位代码", code).cover("单位名称", name).printed_for(name);
    assert_rejected(
        &of("U3", "甲县妇幼保健院"),
        &[at("封面", UnitClosed { unit: unit("U3"), closed: date(2025, 6, 30), period: Period::quarter(2025, Quarter::Third) })],
    );
    assert_accepted(&of("U3", "甲县妇幼保健院").cover("报告期", "2025Q2"), &[]);
    assert_rejected(
        &of("U4", "甲县康复医院"),
        &[at("封面", UnitNotOpen { unit: unit("U4"), opened: date(2026, 1, 1), period: Period::quarter(2025, Quarter::Third) })],
    );
    assert_rejected(
        &of("U5", "乙镇卫生院"),
        &[at("封面", FormNotDue::OfOthers { category: Category::new("乡镇卫生院"), form: form("TB-H01") })],
    );
}

#[test]
fn a_period_must_be_plausible() {
    assert_rejected(&Book::faultless().cover("报告期", ""), &[at("封面", PeriodUnknown::Unsaid)]);
    let reading = Book::faultless().cover("报告期", "2025Q4").read();
    assert_eq!(
        told(&reading),
        [at(
            "封面!B5",
            WrongPeriod::NotOver {
                period: Period::quarter(2025, Quarter::Fourth),
                as_of: AS_OF,
                probable: Period::quarter(2025, Quarter::Third)
            }
        )]
    );
    assert_eq!(reading.findings[0].hint().unwrap(), "请核对封面报告期，可能应为 2025Q3（2025年第三季度）");
    let reading = Book::faultless().cover("报告期", "2024年三季度").read();
    assert_eq!(
        told(&reading),
        [at(
            "封面!B5",
            WrongPeriod::Stale {
                period: Period::quarter(2024, Quarter::Third),
                reported_on: date(2025, 10, 12),
                days: 300,
                probable: Period::quarter(2025, Quarter::Third)
            }
        )]
    );
    assert_eq!(reading.findings[0].hint().unwrap(), "请核对封面报告期，可能应为 2025Q3（2025年第三季度）");
}

#[test]
fn a_missing_or_odd_date_is_a_doubt() {
    assert_accepted(&Book::faultless().cover("报出日期", ""), &[at("封面", ReportDateMissing::Unsaid)]);
    assert_accepted(
        &Book::faultless().cover("报出日期", "十月"),
        &[at("封面!B10", ReportDateMissing::Unclear { written: "十月".to_owned() })],
    );
    assert_accepted(
        &Book::faultless().cover("报出日期", "2025-09-20"),
        &[at(
            "封面!B10",
            ReportDateOdd::TooEarly { reported_on: date(2025, 9, 20), period: Period::quarter(2025, Quarter::Third) },
        )],
    );
    assert_rejected(
        &Book::faultless().cover("报出日期", "2025-10-20"),
        &[at("封面!B10", ReportDateOdd::TooLate { reported_on: date(2025, 10, 20), as_of: AS_OF })],
    );
}

#[test]
fn what_is_dated_later_has_not_come_yet() {
    let at_day = |reported_on: &str, period: &str, as_of: Date| {
        let reading = Book::faultless().cover("报出日期", reported_on).cover("报告期", period).reading_of_any_day();
        come_by(vec![reading], as_of).pop()
    };
    // On 15 October a return of 12 October is there, one of 20 October is told and not used: its date may be a slip.
    assert!(at_day("2025-10-12", "2025Q3", AS_OF).unwrap().filed.is_some());
    let later = at_day("2025-10-20", "2025Q3", AS_OF).unwrap();
    assert!(later.filed.is_none());
    assert_eq!(later.findings.last().unwrap().severity(), Severity::Rejected, "what is not used is not called used");
    assert!(at_day("2025-10-20", "2025Q3", date(2025, 10, 20)).unwrap().filed.is_some());
    // In July nothing of the third quarter is there, and nothing is wrong with it.
    assert_eq!(at_day("2025-10-12", "2025Q3", date(2025, 7, 10)), None);
    // Without a day it comes when its quarter is over.
    assert_eq!(at_day("", "2025Q3", date(2025, 7, 10)), None);
    assert!(at_day("", "2025Q3", AS_OF).unwrap().filed.is_some());
    // Dated before the quarter ended it names the wrong one.
    let early = at_day("2025-07-08", "2025Q3", date(2025, 7, 10)).unwrap();
    let probable = Period::quarter(2025, Quarter::Second);
    let (period, as_of) = (Period::quarter(2025, Quarter::Third), date(2025, 7, 10));
    assert_eq!(told(&early).last(), Some(&at("封面!B5", WrongPeriod::NotOver { period, as_of, probable })));
}

#[test]
fn a_date_that_was_yet_to_come_when_the_file_came_stays_odd() {
    let seen = |first_seen: Option<Date>, as_of: Date| {
        let reading = Book::faultless().cover("报出日期", "2025-12-09").reading_of_any_day();
        come_by(vec![FileReading { first_seen, ..reading }], as_of).pop()
    };
    let (then, later) = (date(2025, 10, 20), date(2026, 1, 10));
    assert!(seen(Some(then), then).unwrap().filed.is_none());
    let reading = seen(Some(then), later).unwrap();
    assert!(reading.filed.is_some());
    let odd = ReportDateOdd::AheadOfArrival { reported_on: date(2025, 12, 9), first_seen: then };
    assert_eq!(told(&reading), [at("封面!B10", odd)]);
    // Read first when the day had come, or never before: nothing is odd about it.
    for first_seen in [Some(date(2025, 12, 9)), None] {
        assert_eq!(told(&seen(first_seen, later).unwrap()), [], "{first_seen:?}");
    }
    // A past night knows nothing of a file that came after it.
    assert_eq!(seen(Some(later), then), None);
}

#[test]
fn a_form_of_another_version_says_which_form_was_meant() {
    let reading = Book::faultless().cover("表式版本", "2023").read();
    assert!(reading.filed.is_none());
    let said = reading.said.unwrap();
    assert_eq!((said.unit.is_some(), said.form.is_some()), (true, true));
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
    assert_eq!(of("填报单位：甲县医院"), [], "an alias");
    assert_eq!(of("填报单位：某医院"), [], "nobody known");
    assert_eq!(
        of("填报单位：甲县中医医院（甲县第二人民医院）"),
        [at("收入费用!A2", NameDiffers::OnSheet { unit: unit("U1"), other: unit("U2") })]
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
    let against = WrongPeriod::AgainstSheets {
        period: Period::quarter(2025, Quarter::Second),
        sheets: Period::quarter(2025, Quarter::Third),
        reported_on: date(2025, 10, 12),
    };
    assert!(told(&refused).contains(&at("封面!B5", against)), "{:?}", refused.findings);
    // The form of the quarter before was used again: the date speaks for the cover.
    assert!(quarter("2025年1—6月", "2025Q3").filed.is_some());
}

#[test]
fn a_sheet_that_covers_other_months_than_the_cover_says_is_doubted() {
    let of = |months: &'static str| told(&Book::faultless().change("医疗服务", |page| page.put(0, 7, months)).read());
    assert_eq!(of("2025年1—9月"), []);
    assert_eq!(of("有效期至2026年12月31日"), [], "a date is no reporting period");
    let answered = told(&Book::faultless().value(303.0, "2025年6月30日").read());
    assert_eq!(
        answered,
        [at("其他!D8", Cleaned::Date { asked: asked("303"), written: "2025年6月30日".to_owned(), taken: date(2025, 6, 30) })],
        "an answer is none either"
    );
    let said = of("2025年1—6月");
    let differs = PeriodDiffers { written: "2025年1—6月".to_owned(), period: Period::quarter(2025, Quarter::Third) };
    assert_eq!(said, [at("医疗服务!H1", differs)]);
}
