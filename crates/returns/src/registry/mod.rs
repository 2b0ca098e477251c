//! Who exists and who belongs where: `registry.xlsx`, read as tolerantly as a return.
//!
//! In: the path of `registry.xlsx`. Out: a [`Registry`], or every mistake in it at once. Everything with dates is asked through
//! [`Registry::as_of`]: a rerun of last year's quarter uses last year's membership.

pub mod as_of;
mod cell;
mod check;
pub mod error;
pub mod mistake;
mod read;
mod rows;
mod table;
#[cfg(test)]
mod tests;

pub use as_of::AsOf;
pub use error::RegistryError;
pub use mistake::{RegistryMistake, RegistryTrouble};
pub use read::{parse, read};

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::{AllianceCode, Category, CountyCode, UnitAttribute, UnitCode};

/// A unit (填报单位): an institution, a bureau, an alliance's office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// 单位代码.
    pub code: UnitCode,
    /// 单位名称.
    pub name: String,
    /// 曾用名/简称.
    pub aliases: Vec<String>,
    /// 类别: decides which forms it files.
    pub category: Category,
    /// 等级.
    pub grade: Option<String>,
    /// 县区代码; the area's own code for a unit directly under the area (市直).
    pub county: CountyCode,
    /// 联系人.
    pub contact: Option<String>,
    /// 电话.
    pub phone: Option<String>,
    /// 代报单位: who files for it.
    pub proxy: Option<UnitCode>,
    /// 启用日期; open since ever if absent.
    pub opened: Option<Date>,
    /// 停用日期: the last day on which it is open.
    pub closed: Option<Date>,
    /// 前身单位.
    pub predecessor: Option<UnitCode>,
}

impl Unit {
    /// What conditions and rules read of a unit.
    pub fn attribute(&self, attribute: UnitAttribute) -> &str {
        match attribute {
            UnitAttribute::Code => self.code.as_str(),
            UnitAttribute::Name => &self.name,
            UnitAttribute::Category => self.category.as_str(),
            UnitAttribute::Grade => self.grade.as_deref().unwrap_or_default(),
            UnitAttribute::County => self.county.as_str(),
        }
    }

    /// Whether it is open on a day; both ends belong to it.
    pub fn is_open(&self, day: Date) -> bool {
        self.opened.is_none_or(|opened| opened <= day) && self.closed.is_none_or(|closed| day <= closed)
    }
}

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

    /// A county by its code.
    pub fn county(&self, code: &CountyCode) -> Option<&County> {
        self.counties.iter().find(|county| county.code == *code)
    }

    /// An alliance by its code.
    pub fn alliance(&self, code: &AllianceCode) -> Option<&Alliance> {
        self.alliances.iter().find(|alliance| alliance.code == *code)
    }

    /// Name of a unit; of one that is not in the registry its code.
    pub fn unit_name(&self, code: &UnitCode) -> String {
        self.units.get(code).map_or_else(|| code.to_string(), |unit| unit.name.clone())
    }
}
