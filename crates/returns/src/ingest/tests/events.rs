//! What the office says happened.

use jiff::civil::date;

use super::support::{AS_OF, Book, Page, Typed, registry};
use super::told::{at, listed};
use crate::domain::{AllianceCode, CountyCode, Event, EventSubject, Nature};
use crate::finding::Checked;
use crate::finding::facts::{Content, EventNotUsed, EventTwice, NotAWorkbook, RowTrouble, SubjectTrouble};
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
    assert_eq!(listed(&checked.findings), []);
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
    let (x9, nobody, written) = ("X9".to_owned(), "无此医院".to_owned(), "六月底".to_owned());
    let (code, name) = ("U1".to_owned(), "丙县骨科医院".to_owned());
    let known = ["弄虚作假", "推广", "通报"].map(str::to_owned).to_vec();
    let subject = |place: &str, trouble| at(place, EventNotUsed::Row(RowTrouble::Subject(trouble)));
    let row = |place: &str, trouble| at(place, EventNotUsed::Row(trouble));
    assert_eq!(
        listed(&checked.findings),
        [
            subject("一票否决!B3", SubjectTrouble::StrangeCode { code: x9 }),
            subject("一票否决!B4", SubjectTrouble::Unsaid),
            subject("一票否决!C5", SubjectTrouble::StrangeName { name: nobody }),
            subject("一票否决!C6", SubjectTrouble::Mismatch { code, name }),
            row("一票否决!D7", RowTrouble::MatterUnsaid),
            row("一票否决!D8", RowTrouble::StrangeMatter { matter: "造假".to_owned(), known }),
            row("一票否决!D9", RowTrouble::CountedMatter { matter: "迟报".to_owned() }),
            row("一票否决!E10", RowTrouble::DateUnsaid),
            row("一票否决!E11", RowTrouble::DateUnclear { written }),
            row("一票否决!E12", RowTrouble::DateFarOff { date: date(2099, 1, 1), as_of: AS_OF }),
            row("加减分!E2", RowTrouble::Points { written: "-1".to_owned() }),
            row("加减分!E3", RowTrouble::Points { written: "一分".to_owned() }),
            at("加减分!C5", EventTwice { sheet: "加减分".to_owned(), cell: "C4".parse().unwrap() }),
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
    assert_eq!(listed(&read(b"not a workbook").findings), [at("", NotAWorkbook { content: Content::PlainText })]);
    let mut other = book(&[], &[]);
    other.pages.truncate(1);
    other.pages[0].cells.retain(|(row, _), _| *row == 0);
    assert_eq!(listed(&read(&other.bytes()).findings), [at("", EventNotUsed::NoTable)]);
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
    let ambiguous = SubjectTrouble::AmbiguousName { name: "丙县骨科医院".to_owned() };
    assert_eq!(listed(&checked.findings), [at("加减分!A2", EventNotUsed::Row(RowTrouble::Subject(ambiguous)))]);
}
