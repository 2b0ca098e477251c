//! The rows of each sheet as units, counties, alliances and memberships. References are still as written: [`super::check`]
//! resolves them when all sheets are known.

use jiff::civil::Date;

use super::mistake::{CellTrouble, RegistryMistake, RegistryTrouble};
use super::table::{Column, Row, Table};
use super::{Alliance, County, FormerName, Membership, PredecessorData, Unit, cell};
use crate::domain::{AllianceCode, Category, CountyCode, UnitCode};

/// What a row says, with the row, so that later mistakes find their cell.
pub(super) struct Entry<'table, T> {
    pub(super) value: T,
    pub(super) row: Row<'table>,
}

const fn needed(name: &'static str, aliases: &'static [&'static str]) -> Column {
    Column { name, aliases, is_required: true }
}

const fn optional(name: &'static str, aliases: &'static [&'static str]) -> Column {
    Column { name, aliases, is_required: false }
}

pub(super) const UNIT_COLUMNS: &[Column] = &[
    needed("单位代码", &["机构代码", "代码", "统一社会信用代码"]),
    needed("单位名称", &["机构名称", "名称"]),
    optional("曾用名/简称", &["曾用名", "简称", "曾用名、简称", "曾用名和简称", "别名"]),
    needed("类别", &["单位类别", "机构类别"]),
    optional("等级", &["机构等级", "医院等级"]),
    needed("县区代码", &["所属县区代码", "县区", "所属县区"]),
    optional("联系人", &["填报联系人"]),
    optional("电话", &["联系电话", "联系方式"]),
    optional("代报单位", &["代报单位代码"]),
    optional("启用日期", &["开业日期"]),
    optional("停用日期", &["停业日期"]),
    optional("前身单位", &["前身单位代码"]),
    optional("前身数据", &[]),
    optional("变动文号", &["文号", "批复文号"]),
];

pub(super) const COUNTY_COLUMNS: &[Column] = &[
    needed("县区代码", &["代码"]),
    needed("名称", &["县区名称"]),
    optional("简称", &["县区简称"]),
    optional("上级", &["上级代码", "上级县区代码"]),
];

pub(super) const ALLIANCE_COLUMNS: &[Column] = &[
    needed("代码", &["医联体代码"]),
    needed("名称", &["医联体名称"]),
    needed("类型", &["医联体类型"]),
    optional("牵头单位", &["牵头单位代码"]),
    optional("启用日期", &["成立日期"]),
    optional("停用日期", &["撤销日期"]),
];

pub(super) const MEMBERSHIP_COLUMNS: &[Column] = &[
    needed("医联体代码", &["医联体"]),
    needed("单位代码", &["成员单位代码", "机构代码", "成员单位"]),
    optional("加入日期", &[]),
    optional("退出日期", &[]),
    optional("变动文号", &["文号", "批复文号"]),
];

/// The rows of 机构.
pub(super) fn units<'table>(table: &'table Table, mistakes: &mut Vec<RegistryMistake>) -> Vec<Entry<'table, Unit>> {
    let read = |row: Row<'table>| {
        let code = row.needed_code("单位代码", mistakes);
        let name = row.needed_words("单位名称", mistakes);
        let category = row.needed_words("类别", mistakes);
        let county = row.needed_code("县区代码", mistakes).unwrap_or_default();
        let (opened, closed) = row.days("启用日期", "停用日期", mistakes);
        let listed = row.listed("曾用名/简称", mistakes).unwrap_or_default();
        let other_names = other_names(&listed, row, mistakes);
        let unit = Unit {
            code: UnitCode::new(code?),
            aliases: aliases(other_names.iter().map(|(other, _)| other.as_str()), &name),
            former_names: former_names(other_names),
            name,
            category: Category::new(category),
            grade: row.words("等级", mistakes),
            county: CountyCode::new(county),
            county_names: Vec::new(),
            contact: row.words("联系人", mistakes),
            phone: row.words("电话", mistakes),
            proxy: row.code("代报单位", mistakes).map(UnitCode::new),
            opened,
            closed,
            predecessors: row.listed("前身单位", mistakes).map(|listed| codes(&listed)).unwrap_or_default(),
            predecessor_data: predecessor_data(row, mistakes),
            document: row.words("变动文号", mistakes),
        };
        Some(Entry { value: unit, row })
    };
    table.rows().filter_map(read).collect()
}

/// The rows of 县区.
pub(super) fn counties<'table>(table: &'table Table, mistakes: &mut Vec<RegistryMistake>) -> Vec<Entry<'table, County>> {
    let read = |row: Row<'table>| {
        let code = row.needed_code("县区代码", mistakes);
        let name = row.needed_words("名称", mistakes);
        let parent = row.code("上级", mistakes);
        for (column, written) in [("县区代码", &code), ("上级", &parent)] {
            if let Some(written) = written.as_ref().filter(|written| !is_area_code(written)) {
                mistakes.push(row.mistake(column, RegistryTrouble::NotAnAreaCode { column, written: written.clone() }));
            }
        }
        let short_name = row.words("简称", mistakes).unwrap_or_else(|| name.clone());
        let county = County { code: CountyCode::new(code?), name, short_name, parent: parent.map(CountyCode::new) };
        Some(Entry { value: county, row })
    };
    table.rows().filter_map(read).collect()
}

/// The rows of 医联体.
pub(super) fn alliances<'table>(table: &'table Table, mistakes: &mut Vec<RegistryMistake>) -> Vec<Entry<'table, Alliance>> {
    let read = |row: Row<'table>| {
        let code = row.needed_code("代码", mistakes);
        let name = row.needed_words("名称", mistakes);
        let kind = row.needed_words("类型", mistakes);
        let lead = row.code("牵头单位", mistakes).map(UnitCode::new);
        let (opened, closed) = row.days("启用日期", "停用日期", mistakes);
        Some(Entry { value: Alliance { code: AllianceCode::new(code?), name, kind, lead, opened, closed }, row })
    };
    table.rows().filter_map(read).collect()
}

/// The rows of 成员.
pub(super) fn memberships<'table>(table: &'table Table, mistakes: &mut Vec<RegistryMistake>) -> Vec<Entry<'table, Membership>> {
    let read = |row: Row<'table>| {
        let alliance = row.needed_code("医联体代码", mistakes);
        let unit = row.needed_code("单位代码", mistakes);
        let (joined, left) = row.days("加入日期", "退出日期", mistakes);
        Some(Entry {
            value: Membership {
                alliance: AllianceCode::new(alliance?),
                unit: UnitCode::new(unit?),
                joined,
                left,
                document: row.words("变动文号", mistakes),
            },
            row,
        })
    };
    table.rows().filter_map(read).collect()
}

/// What stands between several things in one cell.
const SEPARATORS: [char; 4] = ['；', ';', '、', '\n'];

/// Names as they are listed, each with the day until which it was borne, where one is written: `甲医院（至2025-06-30）`.
fn other_names(listed: &str, row: Row<'_>, mistakes: &mut Vec<RegistryMistake>) -> Vec<(String, Option<Date>)> {
    let mut names = Vec::new();
    for written in listed.split(SEPARATORS).map(str::trim).filter(|written| !written.is_empty()) {
        let dated = written.strip_suffix(['）', ')']).and_then(|open| open.rsplit_once(['（', '(']));
        let Some((name, day)) = dated.and_then(|(name, day)| Some((name, day.trim().strip_prefix('至')?))) else {
            names.push((written.to_owned(), None));
            continue;
        };
        let until = cell::written_date(&cell::compact(day));
        if until.is_none() {
            let trouble = CellTrouble::NoDate(day.trim().to_owned());
            mistakes.push(row.mistake("曾用名/简称", RegistryTrouble::Cell { column: "曾用名/简称", trouble }));
        }
        names.push((name.trim().to_owned(), until));
    }
    names
}

/// Other names of a unit, in the order written; its own name and repeats are left out.
fn aliases<'name>(others: impl Iterator<Item = &'name str>, name: &str) -> Vec<String> {
    let mut aliases: Vec<String> = Vec::new();
    for alias in others {
        if alias != name && !aliases.iter().any(|known| known == alias) {
            aliases.push(alias.to_owned());
        }
    }
    aliases
}

fn former_names(others: Vec<(String, Option<Date>)>) -> Vec<FormerName> {
    let mut former: Vec<FormerName> =
        others.into_iter().filter_map(|(name, until)| Some(FormerName { until: until?, name })).collect();
    former.sort();
    former
}

/// Codes or names as they are listed; repeats are left out.
fn codes(listed: &str) -> Vec<UnitCode> {
    let mut codes: Vec<UnitCode> = Vec::new();
    for code in listed.split(SEPARATORS).map(cell::compact).filter(|code| !code.is_empty()).map(UnitCode::new) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

fn predecessor_data(row: Row<'_>, mistakes: &mut Vec<RegistryMistake>) -> PredecessorData {
    let Some(written) = row.words("前身数据", mistakes) else { return PredecessorData::default() };
    PredecessorData::ALL.into_iter().find(|data| data.word() == written).unwrap_or_else(|| {
        let known = PredecessorData::ALL.map(PredecessorData::word).to_vec();
        mistakes.push(row.mistake("前身数据", RegistryTrouble::UnknownWord { column: "前身数据", written, known }));
        PredecessorData::default()
    })
}

fn is_area_code(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}
