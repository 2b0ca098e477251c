//! `events.xlsx`: what happened in a year, as a clerk enters it.

use jiff::civil::Date;
use rust_xlsxwriter::XlsxError;

use super::registry_book::{Cell, Columns, Looks, workbook, write};
use tongbao_returns::registry::Registry;

const VETOES: Columns = &[("对象代码", 22.0), ("对象名称", 30.0), ("事项", 16.0), ("日期", 12.0), ("依据", 50.0)];
const ADJUSTMENTS: Columns =
    &[("对象代码", 22.0), ("对象名称", 30.0), ("事项", 16.0), ("日期", 12.0), ("分值", 8.0), ("依据", 50.0)];

/// A row of `events.xlsx`; the sheet 一票否决 has no 分值.
#[derive(Debug, Clone, Copy)]
pub struct Happened {
    /// Whether it stands on the sheet 一票否决.
    pub is_veto: bool,
    /// 对象名称 of a county, an alliance or a unit; the code is looked up.
    pub subject: &'static str,
    /// 事项, as the plan names it.
    pub matter: &'static str,
    /// 日期.
    pub day: Date,
    /// 分值; empty for the plan's own.
    pub points: &'static str,
    /// 依据.
    pub reason: &'static str,
}

/// The bytes of `events.xlsx`.
pub fn events_book(registry: &Registry, happened: &[Happened]) -> Result<Vec<u8>, XlsxError> {
    let looks = Looks::new();
    let mut workbook = workbook("加减分和一票否决事项")?;
    for (name, columns, is_veto) in [("一票否决", VETOES, true), ("加减分", ADJUSTMENTS, false)] {
        let rows = happened.iter().filter(|one| one.is_veto == is_veto).map(|one| {
            let mut cells = vec![
                Cell::Words(code_of(registry, one.subject)),
                Cell::Words(one.subject),
                Cell::Words(one.matter),
                Cell::Day(Some(one.day)),
            ];
            cells.extend((!is_veto).then_some(Cell::Words(one.points)));
            cells.push(Cell::Words(one.reason));
            cells
        });
        write(workbook.add_worksheet().set_name(name)?, columns, rows, &looks)?;
    }
    workbook.save_to_buffer()
}

/// The code of a county, an alliance or a unit.
pub(super) fn code_of<'registry>(registry: &'registry Registry, name: &str) -> &'registry str {
    let county = registry.counties.iter().find(|county| county.name == name).map(|county| county.code.as_str());
    let alliance = || registry.alliances.iter().find(|alliance| alliance.name == name).map(|alliance| alliance.code.as_str());
    let unit = || registry.units.values().find(|unit| unit.name == name).map(|unit| unit.code.as_str());
    county.or_else(alliance).or_else(unit).unwrap_or_default()
}
