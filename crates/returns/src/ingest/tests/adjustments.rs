//! 差额, as the office enters them.

use super::support::{Book, Page, Typed, hospital_form, registry};
use crate::domain::{AdjustedGroup, Adjustment, AllianceCode, CountyCode, Period, Quarter};
use crate::finding::facts::{AdjustmentNotUsed, SubjectTrouble};
use crate::finding::{Checked, Facts};
use crate::ingest::{Adjustable, Reader, adjustments, discover};
use crate::registry::{Alliance, County, Registry};

const HEADER: [&str; 6] = ["报告期", "组", "指标项", "数值", "原因", "文号"];

/// 小市 with 甲县, and an alliance.
fn known() -> Registry {
    let county = |code: &str, name: &str| County {
        code: CountyCode::new(code),
        name: name.to_owned(),
        short_name: name.to_owned(),
        parent: None,
    };
    let alliance = Alliance {
        code: AllianceCode::new("YG01"),
        name: "甲县医共体".to_owned(),
        kind: "紧密型县域医共体".to_owned(),
        lead: None,
        opened: None,
        closed: None,
    };
    Registry { counties: vec![county("990000", "小市"), county("990001", "甲县")], alliances: vec![alliance], ..registry() }
}

fn read(header: &[&str], rows: &[&[&str]]) -> Checked<Vec<Adjustment>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("adjustments.xlsx");
    let mut page = Page { name: "差额".to_owned(), ..Page::default() };
    page.row(0, 0, &["差额登记"]);
    page.row(1, 0, header);
    for (row, cells) in (2..).zip(rows) {
        page.row(row, 0, cells);
    }
    discover::write(&path, &Book { pages: vec![page], is_1904: false }.bytes());
    let (registry, forms) = (known(), [hospital_form()]);
    let areas = [("全市".to_owned(), CountyCode::new("990000"))];
    let adjustable = Adjustable { registry: &registry, forms: &forms, areas: &areas };
    adjustments(&path, adjustable, &Reader::in_process()).unwrap()
}

#[test]
fn an_entry_names_a_quarter_a_group_an_item_a_number_and_a_reason() {
    let checked = read(
        &HEADER,
        &[
            &["2025Q3", "全市", "总诊疗人次", "-12", "一支团队登记在两家医院", "小卫发〔2025〕9号"],
            &["2025年上半年", "990001", "总收入", "１．５万元", "集中核算的收入", ""],
            &["2025Q3", "甲县医共体", "总诊疗人次", "3", "巡回门诊", ""],
            &["", "", "", "", "", ""],
            &["说明：减少的填负数"],
        ],
    );
    assert_eq!(checked.findings.len(), 0, "{:?}", checked.findings);
    let [city, county, alliance] = checked.value.as_slice() else { panic!("three: {:?}", checked.value) };
    assert_eq!((city.period, city.value), (Period::quarter(2025, Quarter::Third), -12.0));
    assert_eq!(city.group, AdjustedGroup::County(CountyCode::new("990000")));
    assert_eq!(city.ground(), "一支团队登记在两家医院，小卫发〔2025〕9号");
    assert_eq!(city.at().to_string(), "adjustments.xlsx › 差额 › D3");
    // A half has the rows of the quarter with which it ends.
    assert_eq!((county.period, county.value), (Period::quarter(2025, Quarter::Second), 1.5));
    assert_eq!((county.group.clone(), county.document.clone()), (AdjustedGroup::County(CountyCode::new("990001")), None));
    assert_eq!(alliance.group, AdjustedGroup::Alliance(AllianceCode::new("YG01")));
}

#[test]
fn the_group_may_stand_as_code_and_name() {
    let header = ["报告期", "对象代码", "对象名称", "指标项", "数值", "原因"];
    let checked = read(
        &header,
        &[
            &["2025Q3", "YG01", "甲县医共体", "总诊疗人次", "3", "巡回门诊"],
            &["2025Q3", "YG01", "甲县", "总诊疗人次", "4", "巡回门诊"],
            &["2025Q3", "", "", "总诊疗人次", "5", "巡回门诊"],
        ],
    );
    assert_eq!(checked.value.len(), 1, "{:?}", checked.value);
    let told: Vec<String> = checked.findings.iter().map(|finding| finding.at.cell_name()).collect();
    assert_eq!(told, ["C4", "B5"], "{:?}", checked.findings);
}

#[test]
fn a_row_that_cannot_be_used_is_told_once_at_its_cell() {
    let rows: &[&[&str]] = &[
        &["2025Q3", "甲县", "总诊疗人次", "3", "巡回门诊"],
        &["", "甲县", "总诊疗人次", "3", "巡回门诊"],
        &["去年", "甲县", "总诊疗人次", "3", "巡回门诊"],
        &["2025Q3", "", "总诊疗人次", "3", "巡回门诊"],
        &["2025Q3", "丁县", "总诊疗人次", "3", "巡回门诊"],
        &["2025Q3", "甲县人民医院", "总诊疗人次", "3", "巡回门诊"],
        &["2025Q3", "U1", "总诊疗人次", "3", "巡回门诊"],
        &["2025Q3", "甲县", "", "3", "巡回门诊"],
        &["2025Q3", "甲县", "诊疗总人次", "3", "巡回门诊"],
        &["2025Q3", "甲县", "电子病历级别", "3", "巡回门诊"],
        &["2025Q3", "甲县", "总诊疗人次", "", "巡回门诊"],
        &["2025Q3", "甲县", "总诊疗人次", "三个", "巡回门诊"],
        &["2025Q3", "甲县", "总诊疗人次", "3万人次", "巡回门诊"],
        &["2025Q3", "甲县", "总诊疗人次", "3", ""],
        &["2025Q3", "甲县", "总诊疗人次", "3", "巡回门诊"],
    ];
    let checked = read(&HEADER, rows);
    assert_eq!(checked.value.len(), 1, "{:?}", checked.value);
    let unclear = |written: &str| AdjustmentNotUsed::ValueUnclear { written: written.to_owned(), unit: "人次".to_owned() };
    let of_a_unit = || AdjustmentNotUsed::OfAUnit { name: "甲县人民医院".to_owned() };
    let first = checked.value[0].cell;
    let expected = [
        ("A4", AdjustmentNotUsed::PeriodUnsaid),
        ("A5", AdjustmentNotUsed::PeriodUnclear { written: "去年".to_owned() }),
        ("B6", AdjustmentNotUsed::Group(SubjectTrouble::Unsaid)),
        ("B7", AdjustmentNotUsed::Group(SubjectTrouble::StrangeName { name: "丁县".to_owned() })),
        ("B8", of_a_unit()),
        ("B9", of_a_unit()),
        ("C10", AdjustmentNotUsed::ItemUnsaid),
        (
            "C11",
            AdjustmentNotUsed::ItemUnknown {
                written: "诊疗总人次".to_owned(),
                nearest: ["总诊疗人次", "门急诊人次"].map(str::to_owned).into(),
            },
        ),
        ("C12", AdjustmentNotUsed::ItemNeverAdds { item: "电子病历级别".to_owned() }),
        ("D13", AdjustmentNotUsed::ValueUnsaid),
        ("D14", unclear("三个")),
        ("D15", unclear("3万人次")),
        ("E16", AdjustmentNotUsed::ReasonUnsaid),
        ("D17", AdjustmentNotUsed::Twice { sheet: "差额".to_owned(), cell: first }),
    ];
    let told: Vec<(String, Facts)> =
        checked.findings.iter().map(|finding| (finding.at.cell_name(), finding.facts.clone())).collect();
    let expected: Vec<(String, Facts)> = expected.map(|(cell, facts)| (cell.to_owned(), facts.into())).into();
    assert_eq!(told, expected);
    // What is wrong for a quarter disturbs no other.
    assert!(checked.findings[2..].iter().all(|finding| finding.period == Some(Period::quarter(2025, Quarter::Third))));
}

#[test]
fn a_formula_that_failed_is_no_number() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("adjustments.xlsx");
    let mut page = Page { name: "差额".to_owned(), ..Page::default() };
    page.row(0, 0, &HEADER);
    page.row(1, 0, &["2025Q3", "甲县", "总诊疗人次", "", "巡回门诊"]);
    page.put(1, 3, Typed::Error("#REF!"));
    discover::write(&path, &Book { pages: vec![page], is_1904: false }.bytes());
    let (registry, forms) = (known(), [hospital_form()]);
    let adjustable = Adjustable { registry: &registry, forms: &forms, areas: &[] };
    let checked = adjustments(&path, adjustable, &Reader::in_process()).unwrap();
    let [finding] = checked.findings.as_slice() else { panic!("one: {:?}", checked.findings) };
    assert_eq!(finding.at.cell_name(), "D2");
    assert_eq!(checked.value, []);
}

#[test]
fn a_file_without_the_columns_is_told() {
    let checked = read(&["期", "谁", "什么", "多少"], &[&["2025Q3", "甲县", "总诊疗人次", "3"]]);
    assert_eq!(checked.findings.len(), 1);
    assert_eq!(checked.findings[0].facts, AdjustmentNotUsed::NoTable.into());
}
