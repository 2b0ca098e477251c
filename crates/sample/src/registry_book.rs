//! The workbooks that a clerk keeps: the [`Registry`] with 机构, 县区, 医联体, 成员, `explanations.xlsx`
//! and `signoff.xlsx`.

use jiff::civil::Date;
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use crate::ledger::Decided;
use tongbao_document::count;
use tongbao_returns::domain::UnitCode;
use tongbao_returns::registry::{Registry, Unit};

/// Row of the headers; what the sheet is stands above.
const HEADER: u32 = 1;

/// Stands above every sheet.
const TITLE: &str = "示例数据：县区名称为真实名称，机构名称、代码、联系人、电话均为虚构。";

pub(super) type Columns = &'static [(&'static str, f64)];

const UNITS: Columns = &[
    ("单位代码", 22.0),
    ("单位名称", 38.0),
    ("曾用名/简称", 34.0),
    ("类别", 20.0),
    ("等级", 10.0),
    ("县区代码", 10.0),
    ("联系人", 12.0),
    ("电话", 15.0),
    ("代报单位", 22.0),
    ("启用日期", 12.0),
    ("停用日期", 12.0),
    ("前身单位", 22.0),
    ("前身数据", 10.0),
    ("变动文号", 24.0),
];
const COUNTIES: Columns = &[("县区代码", 12.0), ("名称", 16.0), ("简称", 12.0), ("上级", 12.0)];
const ALLIANCES: Columns =
    &[("代码", 16.0), ("名称", 36.0), ("类型", 18.0), ("牵头单位", 22.0), ("启用日期", 12.0), ("停用日期", 12.0)];
const MEMBERS: Columns = &[("医联体代码", 16.0), ("单位代码", 22.0), ("加入日期", 12.0), ("退出日期", 12.0), ("变动文号", 24.0)];

const EXPLANATIONS: Columns =
    &[("报告期", 10.0), ("单位代码", 22.0), ("单位名称", 30.0), ("规则", 12.0), ("数值", 50.0), ("说明", 60.0)];

const SIGN_OFFS: Columns = &[("任务编号", 12.0), ("内容", 44.0), ("决定", 10.0), ("日期", 12.0), ("原因", 60.0)];

/// A row of `explanations.xlsx`.
#[derive(Debug, Clone, Copy)]
pub struct Explained {
    /// 报告期.
    pub period: &'static str,
    /// 单位名称; the code is looked up.
    pub unit: &'static str,
    /// Identifier of the rule.
    pub rule: &'static str,
    /// The values that it explains.
    pub values: &'static str,
    /// 说明.
    pub text: &'static str,
}

/// The bytes of `explanations.xlsx`.
pub fn explanations_book(registry: &Registry, explained: &[Explained]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook("审核说明")?;
    let rows = explained.iter().map(|one| {
        let code = registry.units.values().find(|unit| unit.name == one.unit).map_or("", |unit| unit.code.as_str());
        [one.period, code, one.unit, one.rule, one.values, one.text].map(Cell::Words).into()
    });
    write(workbook.add_worksheet().set_name("审核说明")?, EXPLANATIONS, rows, &Looks::new())?;
    workbook.save_to_buffer()
}

/// The bytes of `signoff.xlsx`.
pub fn sign_off_book(decided: &[Decided]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook("任务销号")?;
    let rows = decided.iter().map(|one| {
        let [task, item, decision] = [one.task.as_str(), one.item.as_str(), one.decision.word()].map(Cell::Words);
        vec![task, item, decision, Cell::Day(Some(one.on)), Cell::Words(one.reason)]
    });
    write(workbook.add_worksheet().set_name("任务销号")?, SIGN_OFFS, rows, &Looks::new())?;
    workbook.save_to_buffer()
}

pub(super) fn workbook(title: &str) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2025, 10, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_comment("示例数据").set_creation_datetime(&created));
    Ok(workbook)
}

/// The bytes of `registry.xlsx`.
pub fn registry_book(registry: &Registry) -> Result<Vec<u8>, XlsxError> {
    let looks = Looks::new();
    let mut workbook = workbook("机构名录")?;

    let mut units: Vec<&Unit> = registry.units.values().collect();
    units.sort_by(|one, other| (&one.county, &one.code).cmp(&(&other.county, &other.code)));
    let codes = |unit: &&Unit| unit.predecessors.iter().map(ToString::to_string).collect();
    let predecessors: Vec<Vec<String>> = units.iter().map(codes).collect();
    let rows = units.into_iter().enumerate().map(|(at, unit)| {
        vec![
            Cell::Words(unit.code.as_str()),
            Cell::Words(&unit.name),
            Cell::List(&unit.aliases),
            Cell::Words(unit.category.as_str()),
            Cell::Words(unit.grade.as_deref().unwrap_or_default()),
            Cell::Words(unit.county.as_str()),
            Cell::Words(unit.contact.as_deref().unwrap_or_default()),
            Cell::Words(unit.phone.as_deref().unwrap_or_default()),
            Cell::code(unit.proxy.as_ref()),
            Cell::Day(unit.opened),
            Cell::Day(unit.closed),
            Cell::List(&predecessors[at]),
            Cell::Words(if unit.predecessors.is_empty() { "" } else { unit.predecessor_data.word() }),
            Cell::Words(unit.document.as_deref().unwrap_or_default()),
        ]
    });
    write(workbook.add_worksheet().set_name("机构")?, UNITS, rows, &looks)?;

    let rows = registry.counties.iter().map(|county| {
        let parent = county.parent.as_ref().map_or("", |parent| parent.as_str());
        vec![Cell::Words(county.code.as_str()), Cell::Words(&county.name), Cell::Words(&county.short_name), Cell::Words(parent)]
    });
    write(workbook.add_worksheet().set_name("县区")?, COUNTIES, rows, &looks)?;

    let rows = registry.alliances.iter().map(|alliance| {
        let [code, name, kind] = [alliance.code.as_str(), &alliance.name, &alliance.kind].map(Cell::Words);
        vec![code, name, kind, Cell::code(alliance.lead.as_ref()), Cell::Day(alliance.opened), Cell::Day(alliance.closed)]
    });
    write(workbook.add_worksheet().set_name("医联体")?, ALLIANCES, rows, &looks)?;

    let rows = registry.memberships.iter().map(|membership| {
        let [alliance, unit] = [membership.alliance.as_str(), membership.unit.as_str()].map(Cell::Words);
        let document = Cell::Words(membership.document.as_deref().unwrap_or_default());
        vec![alliance, unit, Cell::Day(membership.joined), Cell::Day(membership.left), document]
    });
    write(workbook.add_worksheet().set_name("成员")?, MEMBERS, rows, &looks)?;
    workbook.save_to_buffer()
}

/// What stands in a cell.
pub(super) enum Cell<'registry> {
    Words(&'registry str),
    List(&'registry [String]),
    Day(Option<Date>),
}

impl<'registry> Cell<'registry> {
    fn code(code: Option<&'registry UnitCode>) -> Self {
        Self::Words(code.map_or("", UnitCode::as_str))
    }
}

pub(super) struct Looks {
    title: Format,
    header: Format,
    words: Format,
    day: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let base = Format::new().set_font_name("宋体").set_font_size(10.5).set_align(FormatAlign::VerticalCenter);
        let framed = base.clone().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00BF_BFBF));
        Self {
            title: base.set_font_color(Color::RGB(0x00C0_0000)),
            header: framed.clone().set_bold().set_align(FormatAlign::Center).set_background_color(Color::RGB(0x00E7_ECF3)),
            // Codes are words: as numbers they would lose their last digits.
            words: framed.clone().set_num_format("@"),
            day: framed.set_num_format("yyyy-mm-dd"),
        }
    }
}

pub(super) fn write<'registry>(
    sheet: &mut Worksheet,
    columns: Columns,
    rows: impl Iterator<Item = Vec<Cell<'registry>>>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, TITLE, &looks.title)?;
    for (column, &(name, width)) in (0_u16..).zip(columns) {
        sheet.write_string_with_format(HEADER, column, name, &looks.header)?;
        sheet.set_column_width(column, width)?;
    }
    let mut last = HEADER;
    for cells in rows {
        last += 1;
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Words(words) => sheet.write_string_with_format(last, column, words, &looks.words)?,
                Cell::List(words) => sheet.write_string_with_format(last, column, words.join("；"), &looks.words)?,
                Cell::Day(None) => sheet.write_blank(last, column, &looks.day)?,
                Cell::Day(Some(day)) => {
                    let [month, day_of_month] = [day.month(), day.day()].map(i8::unsigned_abs);
                    let moment = ExcelDateTime::from_ymd(day.year().unsigned_abs(), month, day_of_month)?;
                    sheet.write_datetime_with_format(last, column, &moment, &looks.day)?
                }
            };
        }
    }
    let width = count::to_u16(columns.len()).saturating_sub(1);
    sheet.autofilter(HEADER, 0, last, width)?;
    sheet.set_freeze_panes(HEADER + 1, 2)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, HEADER)?;
    Ok(())
}
