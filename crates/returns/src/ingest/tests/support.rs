//! A small form, a small registry, and workbooks written cell by cell, so that a test can make any defect.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use jiff::civil::{Date, date};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::domain::{Category, CountyCode, FlowBasis, Form, FormId, Item, ItemName, Kind, Reading, Sheet, Symbols, UnitCode};
use crate::ingest::{FileReading, Known, Reader, come_by, discover, read};
use crate::registry::{Registry, Unit};
use tongbao_document::address::a1;

/// The day of every test's run.
pub(super) const AS_OF: Date = date(2025, 10, 15);

fn item(code: &str, name: &str, unit: &str, kind: Kind) -> Item {
    Item {
        code: code.to_owned(),
        name: ItemName::new(name),
        label: None,
        unit: unit.to_owned(),
        kind,
        decimals: if unit == "万元" || unit == "%" { 2 } else { 0 },
        min: None,
        max: None,
        part_of: None,
        may_not_apply: true,
        note: String::new(),
    }
}

fn sheet(name: &str, items: Vec<Item>) -> Sheet {
    Sheet { name: name.to_owned(), title: name.to_owned(), unit_line: String::new(), note: String::new(), items }
}

pub(super) fn hospital_form() -> Form {
    let grades = ["三级", "二级", "一级"].map(str::to_owned).to_vec();
    Form {
        id: FormId::new("hospital"),
        code: "TB-H01".to_owned(),
        title: "公立医院运行情况季报表".to_owned(),
        version: "2024".to_owned(),
        issuer: String::new(),
        approval: None,
        valid_until: None,
        filed_by: vec![Category::new("二级公立医院")],
        basis: FlowBasis::default(),
        due_days: 15,
        city_due_days: None,
        symbols: Symbols::default(),
        participants: crate::domain::Participants::default(),
        tasks: None,
        sheets: vec![
            sheet("医疗服务", vec![item("101", "总诊疗人次", "人次", Kind::Flow), item("102", "门急诊人次", "人次", Kind::Flow)]),
            sheet(
                "收入费用",
                vec![
                    item("201", "总收入", "万元", Kind::Flow),
                    Item { may_not_apply: false, ..item("202", "药品占比", "%", Kind::Level) },
                    Item { min: Some(0.0), max: Some(8.0), ..item("203", "电子病历级别", "级", Kind::Level) },
                ],
            ),
            sheet(
                "其他",
                vec![
                    item("301", "开展远程医疗", "是否", Kind::YesNo),
                    item("302", "医院等级", "级", Kind::Choice(grades)),
                    item("303", "签约日期", "日期", Kind::Date),
                    item("304", "备注说明", "", Kind::Text),
                ],
            ),
        ],
    }
}

/// A second form, for what is told apart by forms.
pub(super) fn centre_form() -> Form {
    Form {
        id: FormId::new("centre"),
        code: "TB-C01".to_owned(),
        title: "乡镇卫生院季报表".to_owned(),
        filed_by: vec![Category::new("乡镇卫生院")],
        sheets: vec![sheet("服务", vec![item("901", "签约人数", "人", Kind::Stock)])],
        ..hospital_form()
    }
}

pub(super) fn unit(code: &str, name: &str, aliases: &[&str]) -> Unit {
    Unit {
        aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
        ..Unit::new(UnitCode::new(code), name, Category::new("二级公立医院"), CountyCode::new("370811"))
    }
}

pub(super) fn registry() -> Registry {
    let units = [
        unit("U1", "甲县人民医院", &["甲县医院"]),
        unit("U2", "甲县中医医院（甲县第二人民医院）", &[]),
        Unit { closed: Some(date(2025, 6, 30)), ..unit("U3", "甲县妇幼保健院", &[]) },
        Unit { opened: Some(date(2026, 1, 1)), ..unit("U4", "甲县康复医院", &[]) },
        Unit { category: Category::new("乡镇卫生院"), ..unit("U5", "乙镇卫生院", &[]) },
        unit("U6", "丙县骨科医院", &[]),
        unit("U7", "丙县骨科医院", &[]),
    ];
    let units: BTreeMap<_, _> = units.into_iter().map(|unit| (unit.code.clone(), unit)).collect();
    Registry { units, ..Registry::default() }
}

/// What is typed into a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Typed {
    Number(f64),
    Text(String),
    Bool(bool),
    /// A serial shown as a date.
    Date(f64),
    Error(&'static str),
    /// With its stored value, if it has one.
    Formula(&'static str, Option<f64>),
    /// Formatted, but empty.
    Empty,
}

impl From<&str> for Typed {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<f64> for Typed {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

/// A sheet of a workbook to be written.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub(super) name: String,
    pub(super) is_hidden: bool,
    /// In .xlsb only.
    pub(super) hidden_row: Option<u32>,
    pub(super) cells: BTreeMap<(u32, u16), Typed>,
}

impl Page {
    /// Puts a row of cells; blanks stay empty.
    pub(super) fn row(&mut self, row: u32, first_column: u16, cells: &[&str]) {
        for (column, text) in (first_column..).zip(cells) {
            if !text.is_empty() {
                let typed = text.parse().map_or_else(|_| Typed::from(*text), Typed::Number);
                self.cells.insert((row, column), typed);
            }
        }
    }

    pub(super) fn put(&mut self, row: u32, column: u16, typed: impl Into<Typed>) {
        self.cells.insert((row, column), typed.into());
    }

    /// Moves everything, as if rows and columns had been inserted before it.
    pub(super) fn shift(&mut self, rows: u32, columns: u16) {
        let moved = std::mem::take(&mut self.cells);
        self.cells = moved.into_iter().map(|((row, column), typed)| ((row + rows, column + columns), typed)).collect();
    }
}

/// A workbook to be written; starts as a faultless return of 甲县人民医院 for 2025Q3.
#[derive(Debug, Clone)]
pub(super) struct Book {
    pub(super) pages: Vec<Page>,
    pub(super) is_1904: bool,
}

/// Rows of a page's items begin here.
pub(super) const FIRST: u32 = 5;
/// Column of the values.
pub(super) const VALUE: u16 = 3;

impl Book {
    pub(super) fn faultless() -> Self {
        let mut cover = Page { name: "封面".to_owned(), ..Page::default() };
        cover.row(0, 0, &["公立医院运行情况季报表"]);
        let fields = [
            "表号|TB-H01",
            "表式版本|2024",
            "报告期|2025Q3",
            "单位代码|U1",
            "单位名称|甲县人民医院",
            "填表人|张三",
            "联系电话|",
            "报出日期|2025-10-12",
        ];
        for (row, field) in (2..).zip(fields) {
            let (label, value) = field.split_once('|').unwrap();
            cover.put(row, 0, label);
            if !value.is_empty() {
                cover.put(row, 1, value);
            }
        }
        let page = |name: &str, rows: &[[&str; 4]]| {
            let mut page = Page { name: name.to_owned(), ..Page::default() };
            page.row(0, 0, &[name]);
            page.row(1, 0, &["填报单位：甲县人民医院", "", "", "", "表号：TB-H01"]);
            page.row(3, 0, &["指标名称", "计量单位", "代码", "本期累计", "上年同期"]);
            page.row(4, 0, &["甲", "乙", "丙", "1", "2"]);
            for (row, cells) in (FIRST..).zip(rows) {
                page.row(row, 0, cells);
                page.put(row, VALUE + 1, 7.0);
            }
            page.put(FIRST + 9, 0, "说明：101行≥102行");
            page.row(FIRST + 10, 0, &["代码对照", "", "999", "999"]);
            page
        };
        let service = page("医疗服务", &[["总诊疗人次", "人次", "101", "1200"], ["　其中：门急诊人次", "人次", "102", "1000"]]);
        let money = page(
            "收入费用",
            &[["总收入", "万元", "201", "88.5"], ["药品占比", "%", "202", "25.5"], ["电子病历级别", "级", "203", "5"]],
        );
        let other = page(
            "其他",
            &[
                ["开展远程医疗", "是否", "301", "是"],
                ["医院等级", "级", "302", "二级"],
                ["签约日期", "日期", "303", "2025-09-30"],
                ["备注说明", "", "304", "正常"],
            ],
        );
        Self { pages: vec![cover, service, money, other], is_1904: false }
    }

    /// The page with a name.
    pub(super) fn page(&mut self, name: &str) -> &mut Page {
        self.pages.iter_mut().find(|page| page.name == name).unwrap()
    }

    /// Types something beside a label of the cover; an empty text leaves the field blank.
    pub(super) fn cover(mut self, label: &str, value: impl Into<Typed>) -> Self {
        let page = self.page("封面");
        let row = page.cells.iter().find(|(_, typed)| **typed == Typed::from(label)).map(|((row, _), _)| *row).unwrap();
        page.put(row, 1, value.into());
        if page.cells.get(&(row, 1)) == Some(&Typed::from("")) {
            page.cells.remove(&(row, 1));
        }
        self
    }

    /// Prints another unit in the heads of the sheets.
    pub(super) fn printed_for(mut self, unit: &str) -> Self {
        for page in self.pages.iter_mut().filter(|page| page.name != "封面") {
            page.put(1, 0, format!("填报单位：{unit}").as_str());
        }
        self
    }

    /// Types something as the value of an item.
    pub(super) fn value(mut self, code: f64, value: impl Into<Typed>) -> Self {
        let value = value.into();
        for page in &mut self.pages {
            let row =
                page.cells.iter().find(|((row, column), typed)| *row >= FIRST && *column == 2 && **typed == Typed::Number(code));
            if let Some(row) = row.map(|((row, _), _)| *row) {
                page.put(row, VALUE, value);
                return self;
            }
        }
        panic!("no item {code}")
    }

    /// Changes a page.
    pub(super) fn change(mut self, name: &str, change: impl FnOnce(&mut Page)) -> Self {
        change(self.page(name));
        self
    }

    /// The bytes of an .xlsx file.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let (mut sheets, mut relations, mut types) = (String::new(), String::new(), String::new());
        for (number, page) in (1..).zip(&self.pages) {
            let state = if page.is_hidden { r#" state="hidden""# } else { "" };
            write!(sheets, r#"<sheet name="{}" sheetId="{number}"{state} r:id="rId{number}"/>"#, page.name).unwrap();
            write!(
                relations,
                r#"<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>"#
            )
            .unwrap();
            write!(types, r#"<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{MAIN}.worksheet+xml"/>"#)
                .unwrap();
        }
        let date_system = if self.is_1904 { r#"<workbookPr date1904="1"/>"# } else { "" };
        let mut parts = vec![
            (
                "[Content_Types].xml".to_owned(),
                format!(
                    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{MAIN}.sheet.main+xml"/>{types}</Types>"#
                ),
            ),
            (
                "_rels/.rels".to_owned(),
                format!(
                    r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/workbook.xml".to_owned(),
                format!(r#"<workbook xmlns="{SHEETS}" xmlns:r="{OFFICE}">{date_system}<sheets>{sheets}</sheets></workbook>"#),
            ),
            (
                "xl/_rels/workbook.xml.rels".to_owned(),
                format!(
                    r#"<Relationships xmlns="{PACKAGE}">{relations}<Relationship Id="rIdStyles" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/styles.xml".to_owned(),
                format!(
                    r#"<styleSheet xmlns="{SHEETS}"><numFmts/><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="200"/></cellXfs></styleSheet>"#
                ),
            ),
        ];
        for (number, page) in (1..).zip(&self.pages) {
            parts.push((format!("xl/worksheets/sheet{number}.xml"), page_xml(page)));
        }
        let parts: Vec<_> = parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
        zipped(&parts)
    }

    /// What the file says, on whatever day.
    pub(super) fn reading_of_any_day(&self) -> FileReading {
        read_of_any_day("return.xlsx", &self.bytes())
    }

    /// Reads the book after its parts were changed as other programs would write them: in the part of a name the first text is replaced by
    /// the second.
    #[track_caller]
    pub(super) fn read_with(&self, changes: &[(&str, &str, &str)]) -> FileReading {
        read_parts(&self.parts_with(changes))
    }

    /// The parts of the book, changed like that.
    #[track_caller]
    pub(super) fn parts_with(&self, changes: &[(&str, &str, &str)]) -> Vec<(String, Vec<u8>)> {
        let mut parts = unzipped(&self.bytes());
        for (name, from, to) in changes {
            let part = parts.iter_mut().find(|(own, _)| own == name).unwrap_or_else(|| panic!("no part {name}"));
            let text = String::from_utf8(part.1.clone()).unwrap();
            assert!(text.contains(from), "{from} is not in {text}");
            part.1 = text.replacen(from, to, 1).into_bytes();
        }
        parts
    }

    /// Reads the book by other forms.
    pub(super) fn read_by(&self, forms: &[Form]) -> FileReading {
        readings_of_any_day("return.xlsx", &self.bytes(), forms).remove(0)
    }

    /// Reads every return that the book holds.
    pub(super) fn read_all(&self) -> Vec<FileReading> {
        come_by(readings_of_any_day("return.xlsx", &self.bytes(), &[hospital_form(), centre_form()]), AS_OF)
    }

    /// Reads the book as a file of the inbox.
    pub(super) fn read(&self) -> FileReading {
        read_bytes("return.xlsx", &self.bytes())
    }
}

const SHEETS: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const MAIN: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

fn page_xml(page: &Page) -> String {
    let mut rows = String::new();
    for ((row, column), typed) in &page.cells {
        let at = a1(*row, *column);
        let cell = match typed {
            Typed::Number(number) => format!(r#"<c r="{at}"><v>{number}</v></c>"#),
            Typed::Text(text) => format!(r#"<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>"#),
            Typed::Bool(truth) => format!(r#"<c r="{at}" t="b"><v>{}</v></c>"#, u8::from(*truth)),
            Typed::Date(serial) => format!(r#"<c r="{at}" s="1"><v>{serial}</v></c>"#),
            Typed::Error(error) => format!(r#"<c r="{at}" t="e"><v>{error}</v></c>"#),
            Typed::Formula(formula, None) => format!(r#"<c r="{at}"><f>{formula}</f></c>"#),
            Typed::Formula(formula, Some(value)) => format!(r#"<c r="{at}"><f>{formula}</f><v>{value}</v></c>"#),
            Typed::Empty => format!(r#"<c r="{at}" s="1"/>"#),
        };
        write!(rows, r#"<row r="{}">{cell}</row>"#, row + 1).unwrap();
    }
    format!(r#"<worksheet xmlns="{SHEETS}"><sheetData>{rows}</sheetData></worksheet>"#)
}

/// A container of parts.
pub(super) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The parts of a container.
pub(super) fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// Reads a workbook of such parts.
pub(super) fn read_parts(parts: &[(String, Vec<u8>)]) -> FileReading {
    let parts: Vec<_> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    read_bytes("return.xlsx", &zipped(&parts))
}

/// Reads bytes as the one file of an inbox, as it stands on the day of the tests.
pub(super) fn read_bytes(name: &str, bytes: &[u8]) -> FileReading {
    come_by(vec![read_of_any_day(name, bytes)], AS_OF).remove(0)
}

fn read_of_any_day(name: &str, bytes: &[u8]) -> FileReading {
    readings_of_any_day(name, bytes, &[hospital_form(), centre_form()]).remove(0)
}

fn readings_of_any_day(name: &str, bytes: &[u8], forms: &[Form]) -> Vec<FileReading> {
    let inbox = tempfile::tempdir().unwrap();
    discover::write(&inbox.path().join(name), bytes);
    let registry = registry();
    let known = Known { forms, registry: Some(&registry) };
    let found = discover::discover(inbox.path()).unwrap();
    read(&found, &known, &Reader::in_process(), &|| {}).unwrap()
}

/// What was read for an item of the hospital's form.
#[track_caller]
pub(super) fn reading_of(reading: &FileReading, code: &str) -> Reading {
    let filed = reading.filed.as_ref().unwrap_or_else(|| panic!("rejected: {:?}", reading.findings));
    let position = hospital_form().items().position(|item| item.code == code).unwrap();
    filed.facts[position].reading.clone()
}
