//! Who exists and who belongs where: `registry.xlsx`, read as tolerantly as a return.
//!
//! In: the sheets of `registry.xlsx`, which `ingest` opens as it opens returns. Out: a [`Registry`], or every mistake in it at once. Everything with dates is asked through
//! [`Registry::as_of`]: a rerun of last year's quarter uses last year's membership.

pub mod as_of;
mod asked;
mod cell;
mod changes;
mod check;
pub mod error;
mod filers;
pub mod mistake;
mod places;
mod read;
mod rows;
mod table;
mod taking_part;
#[cfg(test)]
mod tests;
mod unit;

pub use as_of::AsOf;
pub use cell::Typed;
pub use changes::{Change, UnitChange};
pub use error::RegistryError;
pub use filers::Filers;
pub use mistake::{RegistryMistake, RegistryTrouble, SheetName};
pub use places::{Places, Spot};
pub use read::{RawSheet, joined};
pub use unit::{FormerName, PredecessorData, Unit};

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::domain::{AllianceCode, CountyCode, UnitCode};

/// The words of 类别 that the registry's template offers: every unit that files a return, or is a member of an alliance, is one of them.
pub const CATEGORIES: [&str; 18] = [
    "三级公立医院",
    "三级公立中医医院",
    "二级公立医院",
    "二级公立中医医院",
    "公立专科医院",
    "妇幼保健机构",
    "乡镇卫生院",
    "社区卫生服务中心",
    "疾控中心",
    "医共体牵头单位",
    "城市医疗集团牵头单位",
    "市级卫健部门",
    "市级医保经办",
    "市级部门",
    "县级卫健部门",
    "县级医保经办",
    "县级有关部门",
    "县级部门",
];

/// The words of 等级 by which conditions of plans choose; none is none of them.
pub const GRADES: [&str; 13] = [
    "三级甲等",
    "三级乙等",
    "三级丙等",
    "三级",
    "二级甲等",
    "二级乙等",
    "二级丙等",
    "二级",
    "一级甲等",
    "一级乙等",
    "一级丙等",
    "一级",
    "未定级",
];

/// A county (县区).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct County {
    /// GB/T 2260.
    pub code: CountyCode,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// Code of what it belongs to; the area's code for a county of the area.
    pub parent: Option<CountyCode>,
}

impl County {
    /// Whether a plan means it by a word: its code or one of its names.
    pub fn is_called(&self, word: &str) -> bool {
        [self.code.as_str(), &self.name, &self.short_name].contains(&word)
    }

    /// Its full name, and the short one where that is another.
    pub fn names(&self) -> Vec<String> {
        let mut names = vec![self.name.clone(), self.short_name.clone()];
        names.dedup();
        names
    }
}

/// An alliance (医联体).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alliance {
    /// Code.
    pub code: AllianceCode,
    /// Name.
    pub name: String,
    /// 紧密型县域医共体, 城市医疗集团, 专科联盟, 远程协作网.
    pub kind: String,
    /// 牵头单位.
    pub lead: Option<UnitCode>,
    /// 启用日期.
    pub opened: Option<Date>,
    /// 停用日期.
    pub closed: Option<Date>,
}

impl Alliance {
    /// The kinds that the registry's template offers.
    pub const KINDS: [&'static str; 4] = ["紧密型县域医共体", "城市医疗集团", "专科联盟", "远程协作网"];
}

/// One row of 成员.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Which alliance.
    pub alliance: AllianceCode,
    /// Which unit.
    pub unit: UnitCode,
    /// 加入日期; since ever if absent.
    pub joined: Option<Date>,
    /// 退出日期: the last day of membership.
    pub left: Option<Date>,
    /// 变动文号: by which document it joined or left.
    pub document: Option<String>,
}

/// The registry, all dates included.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Registry {
    /// By code.
    pub units: BTreeMap<UnitCode, Unit>,
    /// In the order of the sheet.
    pub counties: Vec<County>,
    /// In the order of the sheet.
    pub alliances: Vec<Alliance>,
    /// In the order of the sheet.
    pub memberships: Vec<Membership>,
}

impl Registry {
    /// The registry as it was on a day.
    pub fn as_of(&self, day: Date) -> AsOf<'_> {
        AsOf::new(self, day)
    }

    /// Units that have closed by a day and whose figures stand in the return of a successor (前身数据 并入), each with it; the successor may have
    /// been taken over itself.
    pub fn contained_on(&self, day: Date) -> BTreeMap<&UnitCode, &Unit> {
        let has_begun = |unit: &&Unit| unit.opened.is_none_or(|opened| opened <= day);
        let takes_over = |unit: &&Unit| unit.predecessor_data == PredecessorData::Contained;
        let mut contained = BTreeMap::new();
        for successor in self.units.values().filter(has_begun).filter(takes_over) {
            for code in &successor.predecessors {
                if let Some((code, predecessor)) = self.units.get_key_value(code)
                    && predecessor.has_closed_before(day)
                {
                    contained.entry(code).or_insert(successor);
                }
            }
        }
        contained
    }

    /// A county by its code.
    pub fn county(&self, code: &CountyCode) -> Option<&County> {
        self.counties.iter().find(|county| county.code == *code)
    }

    /// Tells every unit what its county is called: a plan may ask those of some counties alone, and names these.
    pub fn name_counties(&mut self) {
        let names: BTreeMap<CountyCode, Vec<String>> =
            self.counties.iter().map(|county| (county.code.clone(), county.names())).collect();
        for unit in self.units.values_mut() {
            unit.county_names = names.get(&unit.county).cloned().unwrap_or_default();
        }
    }

    /// An alliance by its code.
    pub fn alliance(&self, code: &AllianceCode) -> Option<&Alliance> {
        self.alliances.iter().find(|alliance| alliance.code == *code)
    }

    /// The units from which one came, and those from which these came, by code.
    pub fn origins(&self, code: &UnitCode) -> BTreeSet<&UnitCode> {
        let mut found = BTreeSet::new();
        let mut open: Vec<&UnitCode> = self.units.get(code).into_iter().flat_map(|unit| &unit.predecessors).collect();
        while let Some(next) = open.pop() {
            if let Some(unit) = self.units.get(next).filter(|unit| found.insert(&unit.code)) {
                open.extend(&unit.predecessors);
            }
        }
        found
    }

    /// The units that have become part of one and of no other, over any number of mergers.
    pub fn merged_into(&self, unit: &Unit) -> Vec<&Unit> {
        let heirs = |code: &UnitCode| self.units.values().filter(|heir| heir.predecessors.contains(code)).count();
        let origins = self.origins(&unit.code).into_iter().filter(|code| heirs(code) == 1);
        origins.filter_map(|code| self.units.get(code)).collect()
    }

    /// The same registry with the names that units bore on a day: a rerun of an old period prints the names of then. Today's names still
    /// mean them, wherever a plan names a unit.
    #[must_use]
    pub fn named_as_of(&self, day: Date) -> Self {
        let mut named = self.clone();
        for unit in named.units.values_mut() {
            if let Some(name) = unit.name_on(day).map(str::to_owned) {
                let name_of_today = std::mem::replace(&mut unit.name, name);
                unit.aliases.push(name_of_today);
            }
        }
        named
    }

    /// Name of a unit; of one that is not in the registry its code.
    pub fn unit_name(&self, code: &UnitCode) -> String {
        self.units.get(code).map_or_else(|| code.to_string(), |unit| unit.name.clone())
    }
}
