//! 典型做法, as the office tells them.

use super::support::{Book, Page, registry};
use crate::domain::{EventSubject, Period, Practice, Quarter};
use crate::finding::{Checked, Code};
use crate::ingest::{Reader, discover, practices};

fn read(rows: &[[&str; 4]]) -> Checked<Vec<Practice>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("practices.xlsx");
    let mut page = Page { name: "典型做法".to_owned(), ..Page::default() };
    page.row(1, 0, &["报告期", "对象名称", "题目", "做法和成效"]);
    for (row, cells) in (2..).zip(rows) {
        for (column, words) in (0..).zip(cells).filter(|(_, words)| !words.is_empty()) {
            page.put(row, column, *words);
        }
    }
    discover::write(&path, &Book { pages: vec![page], is_1904: false }.bytes());
    practices(&path, &registry(), &Reader::in_process()).unwrap()
}

#[test]
fn a_practice_belongs_to_a_period_and_to_somebody() {
    let checked = read(&[["2024H1", "甲县人民医院", "夜间门诊", "每天延时到21时。"], ["", "", "", ""]]);
    assert_eq!(checked.findings.len(), 0, "{:?}", checked.findings);
    let [practice] = checked.value.as_slice() else { panic!("one practice: {:?}", checked.value) };
    // A half stands for the quarter with which it ends.
    assert_eq!((practice.period, practice.title.as_str()), (Period::quarter(2024, Quarter::Second), "夜间门诊"));
    assert!(matches!(practice.subject, EventSubject::Unit(_)));
}

#[test]
fn a_row_that_does_not_say_whose_or_when_is_told_at_its_cell() {
    let checked = read(&[
        ["去年", "甲县人民医院", "夜间门诊", "每天延时到21时。"],
        ["2024H1", "丁县医院", "夜间门诊", "每天延时到21时。"],
        ["2024H1", "甲县人民医院", "", "每天延时到21时。"],
    ]);
    assert_eq!(checked.value, []);
    let told: Vec<_> = checked.findings.iter().map(|finding| (finding.code(), finding.at.cell_name())).collect();
    let wrong = Code::PracticeNotUsed;
    assert_eq!(told, ["A3", "B4", "C5"].map(|cell| (wrong, cell.to_owned())), "{:?}", checked.findings);
}
