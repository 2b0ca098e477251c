//! A unit of the registry: who it is, since when and until when, and from whom it came.

use jiff::civil::Date;

use crate::domain::{Category, CountyCode, UnitAttribute, UnitCode};

/// A unit (填报单位): an institution, a bureau, an alliance's office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// 单位代码.
    pub code: UnitCode,
    /// 单位名称.
    pub name: String,
    /// 曾用名/简称, former names included.
    pub aliases: Vec<String>,
    /// Of these the ones that it bore until a day, in the order of the days.
    pub former_names: Vec<FormerName>,
    /// 类别: decides which forms it files.
    pub category: Category,
    /// 等级.
    pub grade: Option<String>,
    /// 县区代码; the area's own code for a unit directly under the area (市直).
    pub county: CountyCode,
    /// What that county is called, by [`super::Registry::name_counties`]; nothing where the registry has no such county.
    pub county_names: Vec<String>,
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
    pub predecessors: Vec<UnitCode>,
    /// 前身数据.
    pub predecessor_data: PredecessorData,
    /// 变动文号: by which document it was opened, closed, merged or renamed.
    pub document: Option<String>,
}

/// A name that a unit bore until a day, that day included: `甲医院（至2025-06-30）` in 曾用名/简称.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FormerName {
    /// Its last day.
    pub until: Date,
    /// The name.
    pub name: String,
}

/// 前身数据: where the predecessors' figures of the year stand (docs/numbers.md rule 13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum PredecessorData {
    /// 另计: in their own returns, beside the successor's.
    #[default]
    Apart,
    /// 并入: in the successor's cumulative return.
    Contained,
}

impl PredecessorData {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Apart, Self::Contained];

    /// As the registry says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Apart => "另计",
            Self::Contained => "并入",
        }
    }
}

impl Unit {
    /// A unit that is open for ever, and of which no more is known.
    pub fn new(code: UnitCode, name: impl Into<String>, category: Category, county: CountyCode) -> Self {
        Self {
            code,
            name: name.into(),
            aliases: Vec::new(),
            former_names: Vec::new(),
            category,
            grade: None,
            county,
            county_names: Vec::new(),
            contact: None,
            phone: None,
            proxy: None,
            opened: None,
            closed: None,
            predecessors: Vec::new(),
            predecessor_data: PredecessorData::default(),
            document: None,
        }
    }

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
        self.opened.is_none_or(|opened| opened <= day) && !self.has_closed_before(day)
    }

    /// Whether its last day lies before a day.
    pub fn has_closed_before(&self, day: Date) -> bool {
        self.closed.is_some_and(|closed| closed < day)
    }

    /// Whether it was open on any of these days, both ends included.
    pub fn is_open_within(&self, first: Date, last: Date) -> bool {
        self.opened.is_none_or(|opened| opened <= last) && !self.has_closed_before(first)
    }

    /// The name it bore on a day, if that was another than today's.
    pub fn name_on(&self, day: Date) -> Option<&str> {
        self.former_names.iter().find(|former| day <= former.until).map(|former| former.name.as_str())
    }
}
