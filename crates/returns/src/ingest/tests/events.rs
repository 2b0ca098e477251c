//! What the office says happened.

use super::support::{AS_OF, Book, Page, Typed, registry};
use crate::domain::{AllianceCode, CountyCode, Event, EventSubject, Nature};
use crate::finding::{Checked, Finding};
use crate::ingest::{Matter, Reader, discover, events};
use crate::registry::{Alliance, County, Registry};

fn matter(id: &str, title: &str, nature: Nature, is_automatic: bool) -> Matter {
    Matter { id: id.to_owned(), title: title.to_owned(), nature, is_automatic }
}

fn read(bytes: &[u8]) -> Checked<Vec<Event>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.xlsx");
    discover::write(&path, bytes);
    let matters = [
        matter("弄虚作假", "数据弄虚作假", Nature::Veto, false),
        matter("推广", "经验推广", Nature::Bonus, false),
        matter("通报", "被通报批评", Nature::Penalty, false),
        matter("迟报", "报表迟报", Nature::Penalty, true),
    ];
    events(&path, &registry(), &matters, AS_OF, &Reader::in_process()).unwrap()
}

/// Two sheets with these rows below their headers, which stand neither in the first row nor in the first column.
fn book(vetoes: &[[&str; 5]], adjustments: &[[&str; 6]]) -> Book {
    let mut first = Page { name: "一票否决".to_owned(), ..Page::default() };
    first.put(0, 0, "一票否决事项登记表");
    first.row(1, 1, &["对象代码", "对象名称", "事项", "发生日期", "依据/说明"]);
    let mut second = Page { name: "加减分".to_owned(), ..Page::default() };
    second.row(0, 0, &["对象名称", "对象代码", "事项", "日期", "分值（分）", "依据"]);
    let put = |page: &mut Page, row: u32, first: u16, cells: &[&str]| {
        for (column, words) in (first..).zip(cells) {
            if !words.is_empty() {
                page.put(row, column, *words);
            }
        }
    };
    for (row, cells) in (2..).zip(vetoes) {
        put(&mut first, row, 1, cells);
    }
    for (row, cells) in (1..).zip(adjustments) {
        put(&mut second, row, 0, cells);
    }
    Book { pages: vec![first, second], is_1904: false }
}

fn said(checked: &Checked<Vec<Event>>) -> Vec<String> {
    let findings = checked.findings.iter();
    findings
        .map(|one| format!("{} {}!{} {}", one.code().as_str(), one.at.sheet_name(), one.at.cell_name(), one.message()))
        .collect()
}

#[test]
fn events_are_read_by_their_headers() {
    let mut book = book(
        &[["U1", "", "数据弄虚作假", "2025年6月30日", "市卫健委通报"]],
        &[
            ["甲县人民医院", "", "推广", "2025-05-01", "", "全省现场会"],
            ["", "U1", "通报", "2024-05-01", "-0.5分", ""],
            ["注：分值空白的按评分办法", "", "", "", "", ""],
        ],
    );
    book.pages[1].put(4, 1, "U1");
    book.pages[1].put(4, 2, "推广");
    book.pages[1].put(4, 3, Typed::Date(45930.0));
    book.pages[1].put(4, 4, Typed::Number(1.5));
    let checked = read(&book.bytes());
    assert_eq!(said(&checked), [""; 0]);
    let told: Vec<_> = checked
        .value
        .iter()
        .map(|event| (event.nature, event.matter.as_str(), event.date.to_string(), event.points, event.cell.to_string()))
        .collect();
    assert_eq!(
        told,
        [
            (Nature::Veto, "弄虚作假", "2025-06-30".to_owned(), None, "D3".to_owned()),
            (Nature::Bonus, "推广", "2025-05-01".to_owned(), None, "C2".to_owned()),
            (Nature::Penalty, "通报", "2024-05-01".to_owned(), Some(0.5), "C3".to_owned()),
            (Nature::Bonus, "推广", "2025-09-30".to_owned(), Some(1.5), "C5".to_owned()),
        ]
    );
    assert!(checked.value.iter().all(|event| matches!(&event.subject, EventSubject::Unit(code) if code.as_str() == "U1")));
    assert_eq!((checked.value[0].reason.as_str(), checked.value[0].sheet.as_str()), ("市卫健委通报", "一票否决"));
}

#[test]
fn a_row_that_cannot_be_used_is_told_at_its_cell() {
    let checked = read(
        &book(
            &[
                ["X9", "", "弄虚作假", "2025-06-30", ""],
                ["", "", "弄虚作假", "2025-06-30", ""],
                ["", "无此医院", "弄虚作假", "2025-06-30", ""],
                ["U1", "丙县骨科医院", "弄虚作假", "2025-06-30", ""],
                ["U1", "", "", "2025-06-30", ""],
                ["U1", "", "造假", "2025-06-30", ""],
                ["U1", "", "迟报", "2025-06-30", ""],
                ["U1", "", "弄虚作假", "", ""],
                ["U1", "", "弄虚作假", "六月底", ""],
                ["U1", "", "弄虚作假", "2099-01-01", ""],
            ],
            &[
                ["", "U1", "推广", "2025-05-01", "-1", ""],
                ["", "U1", "推广", "2025-05-01", "一分", ""],
                ["", "U1", "推广", "2025-05-01", "", "现场会"],
                ["", "U1", "推广", "2025-05-01", "", "现场会"],
            ],
        )
        .bytes(),
    );
    assert_eq!(
        said(&checked),
        [
            "E01 一票否决!B3 对象代码“X9”不在名录，这一行没有采用".to_owned(),
            "E01 一票否决!B4 没有写明对象代码，这一行没有采用".to_owned(),
            "E01 一票否决!C5 对象“无此医院”不在名录，这一行没有采用".to_owned(),
            "E01 一票否决!C6 对象代码“U1”与对象名称“丙县骨科医院”不是同一对象，这一行没有采用".to_owned(),
            "E01 一票否决!D7 没有写明事项，这一行没有采用".to_owned(),
            "E01 一票否决!D8 评分办法里没有事项“造假”（可用的有：弄虚作假、推广、通报），这一行没有采用".to_owned(),
            "E01 一票否决!D9 事项“迟报”由程序按报表统计，不用填写，这一行没有采用".to_owned(),
            "E01 一票否决!E10 没有写明日期，这一行没有采用".to_owned(),
            "E01 一票否决!E11 日期“六月底”无法识别，应写成 2025-06-30，这一行没有采用".to_owned(),
            format!("E01 一票否决!E12 日期2099-01-01远在数据截止日{AS_OF}之后，这一行没有采用"),
            "E01 加减分!E2 分值“-1”应是大于0的数，最多两位小数，这一行没有采用".to_owned(),
            "E01 加减分!E3 分值“一分”应是大于0的数，最多两位小数，这一行没有采用".to_owned(),
            "E02 加减分!C5 与“加减分”C4行相同，只计一次".to_owned(),
        ]
    );
    assert_eq!(checked.value.len(), 1, "the other rows are not lost");
    let periods: Vec<_> = checked.findings.iter().map(|finding| finding.period.map(|period| period.to_string())).collect();
    assert_eq!((periods[0].as_deref(), periods[7].as_deref()), (Some("2025"), None), "known by the date, if there is one");
}

#[test]
fn a_sheet_that_is_not_there_says_nothing_and_one_that_cannot_be_read_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let missing = events(&folder.path().join("events.xlsx"), &registry(), &[], AS_OF, &Reader::in_process()).unwrap();
    assert_eq!((missing.value.len(), missing.findings.len()), (0, 0));
    assert_eq!(said(&read(b"not a workbook")), ["F01 ! 内容不是工作簿，而是文本，其中的事项都没有采用"]);
    let mut other = book(&[], &[]);
    other.pages.truncate(1);
    other.pages[0].cells.retain(|(row, _), _| *row == 0);
    assert_eq!(said(&read(&other.bytes())), ["E01 ! 没有一张工作表有“对象代码”“事项”“日期”这几列，其中的事项都没有采用"]);
}

#[test]
fn counties_and_alliances_are_found_by_code_and_by_name() {
    let county = County {
        code: CountyCode::new("370811"),
        name: "任城区".to_owned(),
        short_name: "任城".to_owned(),
        parent: Some(CountyCode::new("370800")),
    };
    let alliance = Alliance {
        code: AllianceCode::new("YL01"),
        name: "任城区医共体".to_owned(),
        kind: "紧密型县域医共体".to_owned(),
        lead: None,
        opened: None,
        closed: None,
    };
    let registry = Registry { counties: vec![county], alliances: vec![alliance], ..registry() };
    let mut book = book(
        &[["", "任城", "弄虚作假", "2025-06-30", ""], ["yl01", "任城区医共体", "弄虚作假", "2025-06-30", ""]],
        &[["丙县骨科医院", "", "推广", "2025-05-01", "", ""]],
    );
    // Excel makes a number of a code that looks like one.
    book.pages[0].put(4, 1, Typed::Number(370_811.0));
    book.pages[0].put(4, 3, "弄虚作假");
    book.pages[0].put(4, 4, "2025-07-01");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.xlsx");
    discover::write(&path, &book.bytes());
    let matters = [matter("弄虚作假", "", Nature::Veto, false), matter("推广", "", Nature::Bonus, false)];
    let checked = events(&path, &registry, &matters, AS_OF, &Reader::in_process()).unwrap();
    let subjects: Vec<_> = checked.value.into_iter().map(|event| event.subject).collect();
    let county = EventSubject::County(CountyCode::new("370811"));
    assert_eq!(subjects, [county.clone(), EventSubject::Alliance(AllianceCode::new("YL01")), county]);
    let told: Vec<String> = checked.findings.iter().map(Finding::message).collect();
    assert_eq!(told, ["名录中有几个“丙县骨科医院”，请写明对象代码，这一行没有采用"]);
}
