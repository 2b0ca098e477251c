//! Returns that were not made by the blank form: what is open for the filler, and what is not repeated.

use jiff::civil::date;

use super::{Returned, slip};
use tongbao_document::address::parse_a1;
use tongbao_document::{Answer, SlipAnswer, SlipBook, SlipCell, SlipInput, SlipLevel, SlipRole, SlipSheet, SlipValue};
use tongbao_returns::domain::{
    CellAddress, Fact, File, FlowBasis, Form, FormId, Item, ItemName, Kind, Location, Original, OriginalCell, OriginalSheet,
    OriginalValue, Period, Place, Quarter, Reading, Return, Sheet, SourceFile, Symbols, UnitCode,
};
use tongbao_returns::finding::Finding;
use tongbao_returns::finding::facts::{Asked, FormulaWithoutValue, HeaderMissing, NamedItem, NoCover, NotAsShown, UnknownItem};

fn item(code: &str, name: &str, kind: Kind) -> Item {
    Item {
        code: code.to_owned(),
        name: ItemName::new(name),
        label: None,
        unit: "人次".to_owned(),
        kind,
        decimals: 0,
        min: None,
        max: None,
        part_of: (code == "102").then(|| ItemName::new("总诊疗人次")),
        may_not_apply: true,
        note: String::new(),
    }
}

fn form() -> Form {
    let items =
        vec![item("101", "总诊疗人次", Kind::Flow), item("102", "门急诊人次", Kind::Flow), item("103", "签约日期", Kind::Date)];
    Form {
        id: FormId::new("hospital"),
        code: "TB-1".to_owned(),
        title: "季报表".to_owned(),
        version: "2025".to_owned(),
        issuer: String::new(),
        approval: None,
        valid_until: None,
        filed_by: Vec::new(),
        basis: FlowBasis::default(),
        due_days: 15,
        city_due_days: None,
        symbols: Symbols::default(),
        participants: tongbao_returns::domain::Participants::default(),
        tasks: None,
        sheets: vec![Sheet {
            name: "表1".to_owned(),
            title: String::new(),
            unit_line: String::new(),
            note: String::new(),
            items,
        }],
    }
}

fn sheet(name: &str, cells: &[(&str, &str)]) -> OriginalSheet {
    let mut cells: Vec<OriginalCell> = cells
        .iter()
        .map(|(at, typed)| {
            let (row, column) = parse_a1(at).unwrap();
            let value = typed.parse().map_or_else(|_| OriginalValue::Text((*typed).to_owned()), OriginalValue::Number);
            OriginalCell { row, column, value }
        })
        .collect();
    cells.sort_by_key(|cell| (cell.row, cell.column));
    OriginalSheet { name: name.to_owned(), is_hidden: false, cells }
}

fn original() -> Original {
    let cover = sheet(
        "封面",
        &[
            ("B2", "表号：TB-1"),
            ("B3", "填报单位：甲县人民医院　　报告期：2025年三季度"),
            ("B4", "填表人：张三  报出日期：2025年10月12日"),
            ("B6", "单位代码"),
            ("B7", "联系电话（座机）："),
            ("D7", "0537-1"),
            ("E7", "审核人"),
        ],
    );
    let table = sheet(
        "表1",
        &[
            ("B1", "医疗服务"),
            ("B3", "指标名称"),
            ("C3", "代 码"),
            ("D3", "本期累计"),
            ("E3", "上年同期"),
            ("B4", "总诊疗人次"),
            ("C4", "101"),
            ("D4", "=1+1"),
            ("E4", "7"),
            ("B5", "门急诊人次"),
            ("C5", "999"),
            ("D5", "1000.5"),
            ("B6", "签约日期"),
            ("C6", "103"),
            ("D6", "44468"),
            ("B8", "本表无数据："),
            ("B9", "说明：101≥102"),
        ],
    );
    let hidden = |name: &str| OriginalSheet { is_hidden: true, ..sheet(name, &[("A1", "甲"), ("B1", "3"), ("A2", "旧数")]) };
    let sheets = vec![hidden("旧数据"), cover, table, hidden("选项"), sheet("自查", &[]), sheet("退回 说明", &[])];
    Original { is_1904: true, cover: Some(1), sheets }
}

fn filed() -> Return {
    let fact = |item: u16, reading, row: u32| Fact {
        item,
        reading,
        place: row.checked_sub(1).map(|row| Place { sheet: 2, row, column: 3 }),
    };
    Return {
        unit: UnitCode::new("U1"),
        form: FormId::new("hospital"),
        period: Period::quarter(2025, Quarter::Third),
        reported_on: None,
        file: SourceFile { path: "a.xls".to_owned(), hash: String::new(), size: 0, modified: 0 },
        sheets: ["旧数据", "封面", "表1", "选项", "自查"].map(str::to_owned).to_vec(),
        facts: vec![fact(0, Reading::Blank, 4), fact(1, Reading::Blank, 0), fact(2, Reading::Text("2025-09-30".to_owned()), 6)],
        declared_empty: Vec::new(),
        since_january: Vec::new(),
        is_held: false,
    }
}

fn composed(findings: &[Finding]) -> SlipBook {
    let (filed, form, original) = (filed(), form(), original());
    slip(&Returned {
        file: &filed.file.path,
        filed: Some((&filed, &form)),
        judged: None,
        unit_name: "甲县人民医院",
        findings,
        original: Some(&original),
        office: "甲县卫健局",
        notice: None,
        as_of: date(2025, 10, 20),
        is_sample: false,
    })
}

/// A cell of the table.
#[track_caller]
fn in_file(path: &str, cell: &str) -> Location {
    Location::file(File::Received(path.to_owned())).on_cell("表1", cell.parse::<CellAddress>().unwrap())
}

#[track_caller]
fn at<'slip>(sheet: &'slip SlipSheet, name: &str) -> &'slip SlipCell {
    let place = parse_a1(name).unwrap();
    sheet.cells.iter().find(|cell| (cell.row, cell.column) == place).unwrap()
}

/// A1 names of the cells in which somebody may type.
fn open(sheet: &SlipSheet) -> Vec<String> {
    let open = sheet.cells.iter().filter(|cell| cell.input != SlipInput::Locked);
    open.map(|cell| tongbao_document::address::a1(cell.row, cell.column)).collect()
}

#[test]
fn sheets_keep_their_order_and_what_belongs_to_no_return_stays_away() {
    let book = composed(&[]);
    let sheets: Vec<_> = book.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.is_hidden, sheet.is_cover)).collect();
    assert_eq!(sheets, [("旧数据", true, false), ("封面", false, true), ("表1", false, false)]);
    assert_eq!(open(&book.sheets[0]), [""; 0]);
}

#[test]
fn what_the_filler_writes_on_a_cover_is_open_wherever_it_stands() {
    let book = composed(&[]);
    assert_eq!(open(&book.sheets[1]), ["B4", "C6", "D7", "F7"]);
    assert_eq!(at(&book.sheets[1], "C6").value, SlipValue::Blank);
    assert_eq!(at(&book.sheets[1], "B7").role, SlipRole::Label);
}

#[test]
fn answers_are_open_and_keep_what_was_typed() {
    let table = &composed(&[]).sheets[2];
    assert_eq!(open(table), ["D4", "D6", "C8"]);
    assert_eq!(at(table, "D4").value, SlipValue::Text("=1+1".to_owned()));
    assert_eq!(
        at(table, "D4").input,
        SlipInput::Asked(Answer::Number { decimals: 0, min: None, max: None, may_not_apply: true })
    );
    assert_eq!(at(table, "D6").value, SlipValue::Moment(45930.0), "a day that counts from 1904 is the same day");
    assert_eq!((table.header, table.last_column, at(table, "B1").role), (Some((2, 2)), 4, SlipRole::Title));
    assert_eq!((at(table, "C4").role, at(table, "E5").value.clone()), (SlipRole::Code, SlipValue::Blank));
}

#[test]
fn a_wrong_code_can_be_put_right_with_its_value() {
    let uncalculated = || {
        let asked = Asked::Item(NamedItem { code: "101".to_owned(), name: "总诊疗人次".to_owned() });
        FormulaWithoutValue { asked }
    };
    let unknown = Finding::at(in_file("a.xls", "C5"), UnknownItem::Code { written: "999".to_owned(), by_name: None });
    let blank = Finding::at(in_file("a.xls", "D4"), uncalculated());
    let elsewhere = Finding::at(in_file("b.xls", "D6"), uncalculated());
    let book = composed(&[unknown, blank, elsewhere]);
    let table = &book.sheets[2];
    assert_eq!(open(table), ["D4", "C5", "D5", "D6", "C8"]);
    let marked: Vec<_> = table.cells.iter().filter(|cell| cell.mark.is_some()).map(|cell| (cell.row, cell.column)).collect();
    assert_eq!(marked, [(3, 3), (4, 2)], "what is wrong in another file is not marked here");
    assert_eq!(at(table, "C5").mark.as_ref().unwrap().level, SlipLevel::Error);
    assert_eq!(book.rows.iter().filter(|row| row.link.is_some()).count(), 3);
}

#[test]
fn what_shows_something_else_than_it_holds_is_to_be_typed_anew() {
    let asked = Asked::Item(NamedItem { code: "101".to_owned(), name: "总诊疗人次".to_owned() });
    let scaled = NotAsShown::Scaled { asked: asked.clone(), found: "16800".to_owned() };
    let book = composed(&[Finding::at(in_file("a.xls", "D4"), scaled)]);
    assert_eq!(at(&book.sheets[2], "D4").value, SlipValue::Blank, "sent back untouched it must not count");
    assert!(at(&book.sheets[2], "D4").mark.as_ref().unwrap().comment.contains("16800"));
    let spanned = NotAsShown::Spanned { asked, merged: "D4:D5".to_owned() };
    let book = composed(&[Finding::at(in_file("a.xls", "C4"), spanned)]);
    assert_eq!(at(&book.sheets[2], "C4").value, SlipValue::Number(101.0), "a code is no answer");
}

#[test]
fn a_sheet_without_its_header_is_left_unprotected() {
    let headless = Finding::at(Location::file(File::Received("a.xls".to_owned())).on_sheet("旧数据"), HeaderMissing::Codes);
    let book = composed(&[headless]);
    assert_eq!(book.sheets.iter().map(|sheet| sheet.is_protected).collect::<Vec<_>>(), [false, true, true]);
    assert_eq!((book.rows[0].cell.as_str(), book.rows[0].link.map(|link| link.row)), ("整张表", Some(0)));
}

#[test]
fn a_refused_file_comes_back_with_what_to_do() {
    let found = Finding::at(in_file("a.xls", "B2"), NoCover);
    let original = original();
    let of = |original| {
        slip(&Returned {
            file: "a.xls",
            filed: None,
            judged: None,
            unit_name: "未能识别",
            findings: std::slice::from_ref(&found),
            original,
            office: "甲县卫健局",
            notice: Some("请在收到后2个工作日内更正。"),
            as_of: date(2025, 10, 20),
            is_sample: false,
        })
    };
    let opened = of(Some(&original));
    assert_eq!(opened.about, ["填报单位：未能识别", "原文件：a.xls（没有采用）"]);
    assert!(opened.instructions[1].contains("把本文件发回"), "{:?}", opened.instructions);
    assert_eq!(opened.sheets.iter().map(|sheet| sheet.is_protected).collect::<Vec<_>>(), [false; 3]);
    assert_eq!(opened.rows[0].answer, SlipAnswer::Locked("须更正".to_owned()));
    let closed = of(None);
    assert!(closed.sheets.is_empty() && closed.instructions[1].contains("不必发回本文件"), "{:?}", closed.instructions);
    assert_eq!(closed.instructions[2], "请在收到后2个工作日内更正。");
}
