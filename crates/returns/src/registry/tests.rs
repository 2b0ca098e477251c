//! Registries as clerks keep them, read whole.

use std::path::Path;

use jiff::civil::date;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::*;
use crate::ingest::Reader;

type Rows<'text> = &'text [&'text [&'text str]];

const COUNTIES: Rows<'static> =
    &[&["县区代码", "名称", "简称", "上级"], &["370811", "任城区", "任城", "370800"], &["370812", "兖州区", "兖州", "370800"]];
const UNITS: Rows<'static> = &[
    &["单位代码", "单位名称", "类别", "县区代码"],
    &["U1", "示例市第一人民医院", "三级公立医院", "370800"],
    &["U2", "示例镇卫生院", "乡镇卫生院", "370811"],
];
const ALLIANCES: Rows<'static> = &[&["代码", "名称", "类型", "牵头单位"], &["A1", "示例医共体", "紧密型县域医共体", "U1"]];
const MEMBERSHIPS: Rows<'static> = &[&["医联体代码", "单位代码", "加入日期", "退出日期"], &["A1", "U2", "2024-01-01", ""]];

/// A workbook of text cells; a cell such as `=370811` is written as a number, `@2025-07-01` as a date of Excel.
fn workbook(sheets: &[(&str, Rows<'_>)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate() {
                let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
                if let Some(number) = text.strip_prefix('=') {
                    sheet.write_number(row, column, number.parse::<f64>().unwrap()).unwrap();
                } else if let Some(day) = text.strip_prefix('@') {
                    let format = Format::new().set_num_format("yyyy-mm-dd");
                    sheet.write_with_format(row, column, ExcelDateTime::parse_from_str(day).unwrap(), &format).unwrap();
                } else if !text.is_empty() {
                    sheet.write_string(row, column, *text).unwrap();
                }
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn parse_with_places(bytes: &[u8], path: &Path) -> Result<(Registry, Places), RegistryError> {
    crate::ingest::registry_of(bytes.to_vec(), path, &Reader::in_process()).unwrap()
}

fn parse(bytes: &[u8], path: &Path) -> Result<Registry, RegistryError> {
    parse_with_places(bytes, path).map(|(registry, _)| registry)
}

fn parsed(units: Rows<'_>, counties: Rows<'_>, alliances: Rows<'_>, memberships: Rows<'_>) -> Result<Registry, RegistryError> {
    parse(
        &workbook(&[("机构", units), ("县区", counties), ("医联体", alliances), ("成员", memberships)]),
        Path::new("registry.xlsx"),
    )
}

#[track_caller]
fn told(result: Result<Registry, RegistryError>) -> Vec<String> {
    let Err(RegistryError::Invalid { mistakes, .. }) = result else { panic!("expected an invalid registry, found {result:?}") };
    mistakes.iter().map(ToString::to_string).collect()
}

#[test]
fn a_clerks_workbook_is_read_as_it_stands() {
    let units: Rows<'_> = &[
        &["某市卫生机构名录"],
        &["", "填表：医改办"],
        &[
            "备注",
            " 单位名称 ",
            "单位代码*",
            "曾用名、简称",
            "类别（按方案）",
            "县区\n代码",
            "联系电话",
            "启用日期",
            "停用日期",
            "前身单位",
            "代报单位",
        ],
        &[
            "",
            "示例市第一人民医院",
            "=1001",
            "市一院；第一医院;市一院",
            "三级公立医院",
            "=370800",
            "=5550101",
            "@2020-01-01",
            "—",
            "",
            "",
        ],
        &[],
        &[
            "新建",
            "示例镇卫生院",
            "Ｕ２",
            "",
            "乡镇卫生院",
            "任城",
            "",
            "2025年7月1日",
            "2025/12/31",
            "1001",
            "示例市第一人民医院",
        ],
        &["注：以上由各县区核对"],
    ];
    let memberships: Rows<'_> = &[
        &["单位代码", "医联体代码", "加入日期", "退出日期"],
        &["示例镇卫生院", "A1", "", "2025-06-30"],
        &["U2", "示例医共体", "2025-07-01", ""],
    ];
    let alliances: Rows<'_> =
        &[&["代码", "名称", "类型", "牵头单位"], &["A1", "示例医共体", "紧密型县域医共体", "示例市第一人民医院"]];
    let registry = parsed(units, COUNTIES, alliances, memberships).unwrap();

    let hospital = &registry.units[&UnitCode::new("1001")];
    assert_eq!(hospital.aliases, ["市一院", "第一医院"]);
    assert_eq!((hospital.county.as_str(), hospital.phone.as_deref()), ("370800", Some("5550101")));
    assert_eq!((hospital.opened, hospital.closed), (Some(date(2020, 1, 1)), None));
    let centre = &registry.units[&UnitCode::new("U2")];
    assert_eq!(centre.county, CountyCode::new("370811"), "a county may be named");
    assert_eq!((centre.opened, centre.closed), (Some(date(2025, 7, 1)), Some(date(2025, 12, 31))));
    assert_eq!((centre.predecessors.as_slice(), centre.proxy.as_ref()), (&[hospital.code.clone()][..], Some(&hospital.code)));
    assert_eq!(registry.alliances[0].lead.as_ref(), Some(&hospital.code));
    assert!(registry.memberships.iter().all(|membership| membership.unit == centre.code && membership.alliance.as_str() == "A1"));
    assert_eq!(registry.units.len(), 2, "blank rows and remarks are no units");
    let names: Vec<_> = registry
        .as_of(date(2025, 9, 30))
        .counties_of(&CountyCode::new("370800"))
        .iter()
        .map(|county| county.short_name.clone())
        .collect();
    assert_eq!(names, ["任城", "兖州"]);
}

#[test]
fn every_mistake_is_told_with_its_cell() {
    let units: Rows<'_> = &[
        &["单位代码", "单位名称", "类别", "县区代码", "启用日期", "停用日期", "代报单位", "前身单位"],
        &["U1", "甲医院", "三级公立医院", "370899"],
        &["", "乙医院", "三级公立医院", "370811"],
        &["U2", "", "", ""],
        &["U1", "丙医院", "乡镇卫生院", "370811", "2025-07-01", "2025-06-30"],
        &["U3", "甲医院", "乡镇卫生院", "370811", "去年", "", "U9", "U3"],
    ];
    assert_eq!(
        told(parsed(units, COUNTIES, ALLIANCES, MEMBERSHIPS)),
        [
            "机构!D2：`县区代码`没有登记：`370899`",
            "机构!A3：缺少`单位代码`",
            "机构!B4：缺少`单位名称`",
            "机构!C4：缺少`类别`",
            "机构!D4：缺少`县区代码`",
            "机构!A5：`单位代码`重复：`U1`已在A2",
            "机构!F5：`停用日期`2025-06-30早于`启用日期`2025-07-01",
            "机构!B6：同一时间有两个叫`甲医院`，另一个在B2",
            "机构!E6：`启用日期`不是日期：`去年`，应写成`2025-07-01`",
            "机构!G6：`代报单位`没有登记：`U9`",
            "机构!H6：`前身单位`是本单位`U3`",
        ]
    );
}

#[test]
fn what_became_of_units_is_read() {
    let units: Rows<'_> = &[
        &["单位代码", "单位名称", "曾用名/简称", "类别", "县区代码", "停用日期", "前身单位", "前身数据", "变动文号"],
        &["U1", "甲医院", "老甲医院（至2023-12-31）；县医院；城关医院(至 2024年6月30日)", "医院", "370811", "2025-06-30"],
        &["U2", "乙医院", "", "医院", "370811", "2025-06-30"],
        &["U3", "总医院", "", "医院", "370811", "", "甲医院；U2、U1", "并入", "甲卫〔2025〕7号"],
    ];
    let registry = parsed(units, COUNTIES, &ALLIANCES[..1], &MEMBERSHIPS[..1]).unwrap();
    let unit = |code: &str| &registry.units[&UnitCode::new(code)];
    assert_eq!(unit("U3").predecessors, [UnitCode::new("U1"), UnitCode::new("U2")], "each once");
    assert_eq!((unit("U3").predecessor_data, unit("U1").predecessor_data), (PredecessorData::Contained, PredecessorData::Apart));
    assert_eq!(unit("U3").document.as_deref(), Some("甲卫〔2025〕7号"));
    assert_eq!(unit("U1").aliases, ["老甲医院", "县医院", "城关医院"]);
    let name_on = |day: Date| registry.named_as_of(day).unit_name(&UnitCode::new("U1"));
    let known = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 6, 30), date(2024, 7, 1)].map(name_on);
    assert_eq!(known, ["老甲医院", "城关医院", "城关医院", "甲医院"]);
    assert_eq!(registry.origins(&UnitCode::new("U3")).len(), 2);
}

#[test]
fn who_came_from_whom_must_make_sense() {
    let units: Rows<'_> = &[
        &["单位代码", "单位名称", "曾用名/简称", "类别", "县区代码", "停用日期", "前身单位", "前身数据"],
        &["U1", "甲医院", "老甲医院（至去年）", "医院", "370811", "2025-06-30", "U4"],
        &["U2", "乙医院", "", "医院", "370811", ""],
        &["U3", "总医院", "", "医院", "370811", "", "U1；U2", "并入"],
        &["U4", "分院", "", "医院", "370811", "", "U1；U3", "并入"],
        &["U5", "新院", "", "医院", "370811", "", "U9", "合并"],
        &["U6", "总院", "", "医院", "370811", "", "", "并入"],
        &["U7", "丁医院", "", "医院", "370811", "2025-03-31", "U1"],
    ];
    assert_eq!(
        told(parsed(units, COUNTIES, &ALLIANCES[..1], &MEMBERSHIPS[..1])),
        [
            "机构!C2：`曾用名/简称`不是日期：`去年`，应写成`2025-07-01`",
            "机构!G2：`前身单位`里的`U4`又以本单位为前身",
            "机构!G4：`前身单位`里的`U1`又以本单位为前身",
            "机构!H4：`前身数据`为并入，但前身单位`U2`没有`停用日期`，数据会重复计算",
            "机构!G5：`前身单位`里的`U1`又以本单位为前身",
            "机构!G5：`前身单位`里的`U3`又以本单位为前身",
            "机构!H5：`前身数据`为并入，但前身单位`U3`没有`停用日期`，数据会重复计算",
            "机构!H5：前身单位`U1`的数据已并入另一单位（H4），不能并入两次",
            "机构!G6：`前身单位`没有登记：`U9`",
            "机构!H6：`前身数据`不能填`合并`，应填：另计、并入",
            "机构!H7：`前身数据`为并入，但没有写`前身单位`",
            "机构!F8：`停用日期`早于前身单位`U1`的停用日期2025-06-30，停用以后不能再承接",
        ]
    );
}

#[test]
fn the_other_sheets_are_checked_against_one_another() {
    let counties: Rows<'_> = &[
        &["县区代码", "名称", "上级"],
        &["37081", "任城区", "370800"],
        &["370811", "任城区", "济宁"],
        &["370811", "兖州区", "370800"],
    ];
    let alliances: Rows<'_> = &[
        &["代码", "名称", "类型", "牵头单位", "启用日期", "停用日期"],
        &["A1", "甲医共体", "紧密型县域医共体", "U9", "2025-02-30"],
        &["A1", "", "", "", "2025-02-01", "2025-01-01"],
    ];
    let memberships: Rows<'_> = &[
        &["医联体代码", "单位代码", "加入日期", "退出日期"],
        &["A9", "U2"],
        &["A1", "U9"],
        &["A1", "U2", "", "2025-06-30"],
        &["A1", "U2", "2025-06-30", ""],
        &["", "U2", "2025-07-01", "2025-06-01"],
    ];
    assert_eq!(
        told(parsed(UNITS, counties, alliances, memberships)),
        [
            "县区!A2：`县区代码`应是六位数字（GB/T 2260），这里是`37081`",
            "县区!B3：同一时间有两个叫`任城区`，另一个在B2",
            "县区!C3：`上级`应是六位数字（GB/T 2260），这里是`济宁`",
            "县区!A4：`县区代码`重复：`370811`已在A3",
            "医联体!D2：`牵头单位`没有登记：`U9`",
            "医联体!E2：`启用日期`不是日期：`2025-02-30`，应写成`2025-07-01`",
            "医联体!A3：`代码`重复：`A1`已在A2",
            "医联体!B3：缺少`名称`",
            "医联体!C3：缺少`类型`",
            "医联体!F3：`停用日期`2025-01-01早于`启用日期`2025-02-01",
            "成员!A2：`医联体代码`没有登记：`A9`",
            "成员!B3：`单位代码`没有登记：`U9`",
            "成员!B5：成员重复：`U2`加入`A1`已在B4，日期重叠",
            "成员!A6：缺少`医联体代码`",
            "成员!D6：`退出日期`2025-06-01早于`加入日期`2025-07-01",
        ]
    );
}

#[test]
fn a_broken_header_is_told_alone() {
    let no_header: Rows<'_> = &[&["370811", "任城区"]];
    let twice: Rows<'_> = &[&["代码", "名称", "名称", "牵头单位"], &["A1", "甲", "乙", "U9"]];
    assert_eq!(
        told(parsed(UNITS, no_header, twice, MEMBERSHIPS)),
        [
            "县区：前10行里没有表头，应有列：县区代码、名称",
            "医联体!A1：表头缺少列`类型`",
            "医联体!C1：列`名称`出现两次，另一列在B1"
        ]
    );
}

#[test]
fn a_registry_without_units_is_a_mistake() {
    assert_eq!(told(parsed(&UNITS[..1], COUNTIES, &ALLIANCES[..1], &MEMBERSHIPS[..1])), ["机构：表里没有一行数据"]);
}

#[test]
fn a_code_stored_as_a_long_number_is_refused() {
    let units: Rows<'_> = &[UNITS[0], &["=123708004954812345", "甲医院", "三级公立医院", "370811"]];
    let told = told(parsed(units, COUNTIES, &ALLIANCES[..1], &MEMBERSHIPS[..1]));
    assert!(told[0].starts_with("机构!A2：`单位代码`超过15位数字"), "{told:?}");
}

#[test]
fn what_is_no_registry_is_refused_with_its_path() {
    let error = parse(b"PK not a workbook", Path::new("office/registry.xlsx")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot open the registry `office/registry.xlsx` as a workbook: 内容不是工作簿，而是文本，名录没有采用"
    );
    let error = crate::ingest::registry(Path::new("nowhere/registry.xlsx"), &Reader::in_process()).unwrap().unwrap_err();
    assert!(matches!(error, RegistryError::Read { .. }), "{error}");
    let error = parse(&workbook(&[("机构", UNITS), (" 县区 ", COUNTIES), ("Sheet1", &[])]), Path::new("r.xlsx")).unwrap_err();
    assert_eq!(error.to_string(), "the registry `r.xlsx` lacks: 医联体, 成员; it has: 机构,  县区 , Sheet1");
}

#[test]
fn a_stray_cell_in_the_last_corner_costs_nothing() {
    let mut workbook = Workbook::new();
    for (name, rows) in [("机构", UNITS), ("县区", COUNTIES), ("医联体", ALLIANCES), ("成员", MEMBERSHIPS)] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            sheet.write_row(row, 0, cells.iter().copied()).unwrap();
        }
        sheet.write_string(1_048_575, 16_383, "?").unwrap();
    }
    assert!(parse(&workbook.save_to_buffer().unwrap(), Path::new("r.xlsx")).is_ok());
}

#[test]
fn every_row_of_a_registry_has_its_cells() {
    let title: Rows<'_> = &[&["名录"], UNITS[0], UNITS[1], UNITS[2]];
    let bytes = workbook(&[("机构", title), ("县区", COUNTIES), ("医联体", ALLIANCES), ("成员", MEMBERSHIPS)]);
    let (_, places) = parse_with_places(&bytes, Path::new("registry.xlsx")).unwrap();
    let told = |spot: Option<Spot>| spot.map(|spot| spot.to_string());
    assert_eq!(told(places.unit(&UnitCode::new("U2"), "类别")).as_deref(), Some("机构!C4"));
    assert_eq!(told(places.unit(&UnitCode::new("U2"), "等级")).as_deref(), Some("机构!A4"), "no such column: the row");
    assert_eq!(told(places.county(&CountyCode::new("370811"), "上级")).as_deref(), Some("县区!D2"));
    assert_eq!(told(places.alliance(&AllianceCode::new("A1"), "类型")).as_deref(), Some("医联体!C2"));
    assert_eq!(told(places.membership(0, "单位代码")).as_deref(), Some("成员!B2"));
    assert_eq!((places.unit(&UnitCode::new("U9"), "类别"), places.membership(1, "单位代码")), (None, None));
}
